"""Where things lie: the one place that spells `plans/…`, `submissions/…`, `templates/…` and `build/…`.

Paths are relative to the root of a repository, with “/” between their parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from dvkgen.disk import door
from dvkgen.text import slug

PLANS, SUBMISSIONS, BUILD = "plans", "submissions", "build"
ROOT_FILE = "dvkgen.yaml"
"""The file at the root in which a repository chooses for all its papers."""
FORMATS = ("docx", "pdf")
"""The formats of a paper, as its files end."""
EVERY_FORMAT = (*FORMATS, "xlsx")
"""The formats of a blank form that is a list: it is handed out as a workbook too."""
STATE, PHOTOS = ".dvkgen.json", ".anh.json"
"""What lies in `build/` besides papers: of what they were made, and what was seen of photos."""
BOARD = "index.html"
"""The name of the pages of the board in `build/` and in the folder of each locality there."""
TEMPLATES = "templates"
BOARD_TEMPLATES = "bang"
"""The folder of the templates of the board, below that of templates."""
PROFILES = "templates/the-thuc"
FORM_CATALOGUE = "templates/van-ban/bieu-mau.yaml"
WORDINGS = "van-ban"
"""The folder of content templates, of the common ones and of a locality's own."""
SHARED = "_chung"
"""The folder below `plans/` whose texts every locality may draw in."""
TOTALS, BLANK_FORMS = "tong-hop", "bieu-mau"
"""The folders of a year's and of a plan's papers that are no unit's."""
_PROGRAM = Path(__file__).resolve().parent.parent
COMMON = (_PROGRAM if (_PROGRAM / "templates").is_dir() else _PROGRAM.parent) / "templates"
"""The templates that come with dvkgen: in the package where it is installed, beside it where it is developed."""


def year_label(year: int | str, suffix: str) -> str:
    """Return the name of a year's folder: `2026`, or `2026-ubnd` where a locality runs several campaigns."""
    return f"{year}-{suffix}" if suffix else str(year)


def locality_home(locality: str) -> str:
    """Return the folder of a locality."""
    return f"{PLANS}/{locality}"


def plan_home(locality: str, folder: str) -> str:
    """Return the folder of one plan of a locality."""
    return f"{PLANS}/{locality}/{folder}"


def filings_home(locality: str, label: str) -> str:
    """Return the folder of what the units of a locality sent for a year, named by its label."""
    return f"{SUBMISSIONS}/{locality}/{label}"


def homes_of(locality: str) -> tuple[str, str]:
    """Return the folders of a locality: of its plans and of what its units send."""
    return locality_home(locality), f"{SUBMISSIONS}/{locality}"


def is_source(path: str) -> bool:
    """Whether a path is that of something staff wrote: a plan's file or a unit's."""
    return path.partition("/")[0] in (PLANS, SUBMISSIONS)


def locality_of(path: str, *, or_its_folder: bool = False) -> str:
    """Return the locality whose file a path is; nothing for what belongs to all, as the texts of `plans/_chung` do.

    A finding may stand at a folder: with `or_its_folder` that of a locality is of it, too.
    """
    parts = path.split("/")
    is_below = is_source(path) and len(parts) > (1 if or_its_folder else 2)
    return parts[1] if is_below and not parts[1].startswith("_") else ""


def profile_file(profile: str) -> str:
    """Return the file of a layout profile."""
    return f"{PROFILES}/{profile}/the-thuc.yaml"


def target_of(locality: str, label: str, unit: str, kind: str, name: str = "") -> str:
    """Return the target of a paper of a year: its path below `build/` without ending."""
    return f"{locality}/{label}/{unit}/{slug(kind)}{f'-{name}' if name else ''}"


def local_word(locality: str, kind: str) -> str:
    """Return where a locality's own Word file for a kind of paper stands."""
    return f"{PLANS}/{locality}/{WORDINGS}/{kind}.docx"


def wording_homes(locality: str, folder: str) -> tuple[str, str]:
    """Return the folders of templates of a plan and of its locality, the nearer one first."""
    return f"{plan_home(locality, folder)}/{WORDINGS}", f"{locality_home(locality)}/{WORDINGS}"


def template_layers(root: Path) -> tuple[Path, ...]:
    """Return the folders of templates: the repository's own, where it has one, before the one that comes with dvkgen.

    File by file the first that has it counts.
    """
    own = root / TEMPLATES
    return (own, COMMON) if door.is_folder(root, own.name) and own.resolve() != COMMON.resolve() else (COMMON,)


def layer_of(layers: Sequence[Path], path: str) -> Path:
    """Return the first folder of templates in which a file is, the last one where it is in none."""
    found = (layer for layer in layers if door.is_file(layer.parent, f"{layer.name}/{path}"))
    return next(found, layers[-1])


def worded_kinds(layers: Sequence[Path]) -> tuple[str, ...]:
    """Return the names of the templates that word papers, parts of papers among them."""
    found: set[str] = set()
    for layer in layers:
        with suppress(OSError):
            there = door.entries(layer.parent, f"{layer.name}/{WORDINGS}")
            found.update(path.stem for path in there if path.suffix == ".html")
    return tuple(sorted(found))
