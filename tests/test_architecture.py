"""Who may import whom, and each library's one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "dvkgen"

FLOORS = (
    {"bounds", "findings", "text", "printed", "quotes"},
    {"rules"},
    {"yaml", "disk", "document"},
    {"schema", "printers"},
    {"campaign", "render"},
    {"load", "checks", "compose"},
    {"build", "edit"},
    {"intake", "review", "board"},
    {"cli"},
    {"__main__", "__init__"},
)
"""The rooms from the bottom up: imports go strictly downwards, between rooms of one floor too."""
MAY_NOT: Mapping[str, tuple[str, ...]] = {
    "schema": ("yaml", "document"),
    "campaign": ("yaml", "document"),
    "render": ("campaign", "schema.locality", "schema.plan", "schema.unit", "schema.submission", "schema.answer", "schema.office"),
    "checks": ("document.tree", "document.markup", "document.template", "document.to_text"),
}  # fmt: skip
"""What a room must not know though it lies below: facts know neither YAML nor paper, renderers no record of a
campaign, checks no paper (they count the words of long texts as `document.prose` reads them)."""
WORD_PARTS = ("allowed", "controls", "drawn", "frame", "package", "review", "rooms", "values")
"""The modules that read and write the parts of a Word file."""
LIBRARIES: Mapping[str, set[str]] = {
    "ruamel": {"yaml/bounds.py", "yaml/read.py", "yaml/edit.py", "yaml/canonical.py"},
    "PIL": {"disk/pixels.py", "render/raster.py", "review/pages.py"},
    "markdown": {"document/prose.py"},
    "jinja2": {"document/bounded.py", "document/template.py", "document/weighed.py"},
    "markupsafe": {"document/template.py"},
    "docxtpl": {"render/docx.py", "render/local_word.py"},
    "lxml": {
        *(f"render/{name}.py" for name in ("docx", "local_word", *(f"word_{part}" for part in WORD_PARTS))),
        *("intake/word.py", "intake/sheet.py"),
    },
    "python_calamine": {"intake/sheet.py"},
    "rapidfuzz": {"intake/names.py", "intake/filled.py", "review/matching.py"},
    "dulwich": {"review/revisions.py"},
    "pypdfium2": {"render/raster.py"},
    "watchfiles": {"board/watching.py"},
    "weasyprint": {"render/pdf.py", "render/tags.py"},
    "typst": {"render/typst_pdf.py"},
    "xlsxwriter": {"render/xlsx.py", "intake/outgoing.py"},
    "distributed": {"build/cluster.py"},
    "click": {"cli/commands.py", "cli/options.py", "cli/beginning.py", "cli/incoming.py", "cli/looking.py"},
    "holidays": {"checks/deadlines.py"},
}
TOP = {"__init__", "__main__", "bounds", "findings", "rules", "text", "printed", "quotes"}
LEAST_MODULES = 60


def modules() -> dict[str, Path]:
    """Return the file of each module, by its name without `dvkgen.`."""
    return {
        ".".join(p.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__"): p for p in HOME.rglob("*.py")
    }


def room_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def imported(path: Path) -> Iterator[str]:
    """Yield what a file imports, by full names, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{name.name}" for name in names)


def arrows() -> dict[str, set[str]]:
    """Return for each module the modules of the house that it imports."""
    known = modules()
    found: dict[str, set[str]] = {}
    for module, path in known.items():
        names = (name.removeprefix("dvkgen.") for name in imported(path) if name.startswith("dvkgen."))
        nearest = (name if name in known else name.rpartition(".")[0] for name in names)
        found[module] = {name for name in nearest if name in known} - {module}
    return found


def floor_of(module: str) -> int:
    return next(n for n, floor in enumerate(FLOORS) if room_of(module) in floor)


def test_there_is_something_to_examine() -> None:
    assert len(modules()) >= LEAST_MODULES
    assert {room_of(module) for module in modules()} == set().union(*FLOORS)
    assert sum(map(len, arrows().values())) > 300


def test_imports_go_strictly_downwards() -> None:
    wrong = {
        f"{module} imports {other}"
        for module, others in arrows().items()
        for other in others
        if room_of(module) != room_of(other) and floor_of(other) >= floor_of(module)
    }
    assert wrong == set()


def test_no_circle_is_anywhere_even_within_a_package() -> None:
    left = arrows()
    while free := {module for module, others in left.items() if not others & left.keys()}:
        left = {module: others for module, others in left.items() if module not in free}
    assert left == {}


def test_nothing_hides_behind_type_checking() -> None:
    assert [module for module, path in modules().items() if "TYPE_CHECKING" in path.read_text("utf-8")] == []


def test_what_must_not_know_each_other_does_not() -> None:
    known = {
        (module, other)
        for module, others in arrows().items()
        for other in others
        for forbidden in MAY_NOT.get(room_of(module), ())
        if other == forbidden or other.startswith(f"{forbidden}.")
    }
    assert known == set()


def test_each_library_has_one_home() -> None:
    found: dict[str, set[str]] = {library: set() for library in LIBRARIES}
    for path in modules().values():
        for name in imported(path):
            if name.split(".")[0] in found:
                found[name.split(".")[0]].add(path.relative_to(HOME).as_posix())
    assert found == LIBRARIES


def test_no_module_stands_at_the_top_but_those_named() -> None:
    assert {path.stem for path in HOME.glob("*.py")} == TOP


def test_modules_stay_within_one_room() -> None:
    assert {p.name: n for p in modules().values() if (n := len(p.read_text("utf-8").splitlines())) > 300} == {}


def test_every_public_thing_says_what_the_caller_gets() -> None:
    silent = [
        f"{path.relative_to(HOME)}: {node.name}"
        for path in modules().values()
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
