"""Who may import whom, and each library's one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "dvkgen"

LEVELS = (
    {"findings", "text"},
    {"model", "content", "layout"},
    {"source", "prose", "markup", "template"},
    {"load", "checks", "documents", "render"},
    {"state", "made", "own_template"},
    {"build", "printers", "rollover", "schema"},
    {"tidy", "console"},
    {"cli"},
    {"__main__", "__init__"},
)
MAY_NOT = {
    "model": {"source", "content", "layout"},
    "render": {"model", "load", "documents", "checks", "prose", "markup"},
    "checks": {"content", "documents", "render", "layout", "markup", "template", "load"},
    "documents": {"checks", "render", "load", "source"},
    "content": {"model", "layout"},
}
HOMES = {
    "ruamel": {"source/yaml.py", "source/yaml_writer.py", "source/canonical.py"},
    "PIL": {"source/photo.py"},
    "markdown": {"prose.py"},
    "jinja2": {"template.py"},
    "markupsafe": {"template.py"},
    "docxtpl": {"render/docx.py", "render/own_word.py"},
    "lxml": {"render/docx.py"},
    "weasyprint": {"render/pdf.py"},
    "click": {"cli.py", "console.py"},
}
HEAVY = {"weasyprint", "docxtpl", "lxml", "docx", "PIL"}


def modules() -> list[Path]:
    return sorted(HOME.rglob("*.py"))


def part_of(path: Path) -> str:
    """Return the room of the house that a module stands in: its package, or its own name."""
    relative = path.relative_to(HOME)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{name.name}" for name in names)


def rooms(path: Path) -> set[str]:
    """Return the other rooms that a module imports from."""
    own = (name.split(".") for name in imports(path) if name.startswith("dvkgen."))
    return {parts[1] for parts in own if len(parts) > 1} - {part_of(path), "__version__"}


def level(part: str) -> int:
    return next(n for n, level in enumerate(LEVELS) if part in level)


def test_there_is_something_to_examine() -> None:
    assert len(modules()) >= 30
    assert {part_of(path) for path in modules()} == set().union(*LEVELS)


def test_imports_go_downwards_only() -> None:
    wrong = {
        f"{path.relative_to(HOME)} imports {room}"
        for path in modules()
        for room in rooms(path)
        if level(room) >= level(part_of(path)) and level(room) != level(part_of(path))
    }
    assert wrong == set()


def test_what_must_not_know_each_other_does_not() -> None:
    known = {part: set().union(*(rooms(p) for p in modules() if part_of(p) == part)) for part in MAY_NOT}
    assert sum(map(bool, known.values())) >= 4
    assert {part: known[part] & forbidden for part, forbidden in MAY_NOT.items()} == {part: set() for part in MAY_NOT}


def test_each_library_has_one_home() -> None:
    found: dict[str, set[str]] = {library: set() for library in HOMES}
    for path in modules():
        for name in imports(path):
            if name.split(".")[0] in found:
                found[name.split(".")[0]].add(path.relative_to(HOME).as_posix())
    assert found == HOMES


def test_modules_stay_within_one_room() -> None:
    assert {p.name: n for p in modules() if (n := len(p.read_text("utf-8").splitlines())) > 300} == {}
    assert len((HOME / "cli.py").read_text("utf-8").splitlines()) <= 200


def test_every_public_thing_says_what_the_caller_gets() -> None:
    silent = [
        f"{path.relative_to(HOME)}: {node.name}"
        for path in modules()
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
