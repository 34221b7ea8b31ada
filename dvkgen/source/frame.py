"""The layout profiles of a repository: `templates/the-thuc/<profile>/`, each with its two frames."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dvkgen.findings import DvkgenError, Finding
from dvkgen.layout import Frame, Profile
from dvkgen.source.decode import read_record

_OWN_TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"


def templates_of(root: Path) -> Path:
    """Return the folder of templates: the repository's own, else the one that comes with dvkgen."""
    own = root / "templates"
    return own if own.is_dir() else _OWN_TEMPLATES


def read_frames(templates: Path) -> tuple[Mapping[str, Frame], tuple[Finding, ...]]:
    """Return each profile that can be read, by the name of its folder, and what is wrong with the others."""
    frames: dict[str, Frame] = {}
    found: list[Finding] = []
    for folder in sorted((templates / "the-thuc").glob("*/")):
        path = f"templates/the-thuc/{folder.name}/the-thuc.yaml"
        profile, findings, _ = read_record(Profile, templates.parent, path)
        found.extend(findings)
        if profile:
            try:
                docx, html = (folder / "khung.docx").read_bytes(), (folder / "khung.html").read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise DvkgenError(f"thể thức {folder.name}: không đọc được khung.docx hoặc khung.html") from error
            frames[folder.name] = Frame(folder.name, profile, docx, html)
    return frames, tuple(found)
