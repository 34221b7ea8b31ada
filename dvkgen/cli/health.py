"""What this machine needs to make papers, and what cures it where something is missing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.paths import BUILD
from dvkgen.render.native import has_system_libraries

_FAMILIES = ("Times New Roman", "Tinos", "Liberation Serif")
_PYTHON = (3, 11)


@dataclass(frozen=True)
class Looked:
    """Something looked at: whether it is well, what was seen, and what cures it; `is_needed` where papers cannot do without."""

    what: str
    is_well: bool
    seen: str
    cure: str = ""
    is_needed: bool = True


def looked_at(root: Path) -> Iterator[Looked]:
    """Yield what was looked at, on this machine and in a repository."""
    version = ".".join(map(str, sys.version_info[:3]))
    well = sys.version_info >= _PYTHON
    yield Looked("Python", well, version, "" if well else "cài Python 3.11 trở lên từ python.org")
    yield _pango()
    yield _fonts()
    yield _program("git", "git", "cài git từ git-scm.com: để giữ lịch sử các tệp")
    yield _program("LibreOffice", "soffice", "không bắt buộc; cài từ libreoffice.org để mở, in tệp Word")
    yield _writable(root)
    yield _locked(root)


def _pango() -> Looked:
    well = has_system_libraries()
    cure = {
        "win32": "không bắt buộc: PDF do Typst làm; muốn WeasyPrint thì cài GTK3 Runtime (có Pango)",
        "darwin": "không bắt buộc: PDF do Typst làm; muốn WeasyPrint thì gõ brew install pango",
    }.get(
        sys.platform,
        "không bắt buộc: PDF do Typst làm; muốn WeasyPrint thì gõ sudo apt install libpango-1.0-0 libpangoft2-1.0-0",
    )
    return Looked(
        "Pango (WeasyPrint)",
        well,
        "có" if well else "không có; PDF do Typst làm",
        "" if well else cure,
        is_needed=False,
    )


def _fonts() -> Looked:
    from dvkgen.render.typst_pdf import find_fonts

    families = {font.family for font in find_fonts().fonts()}
    found = [family for family in _FAMILIES if family in families]
    cure = {
        "win32": "Times New Roman có sẵn trong Windows: cài lại ở Settings, Personalization, Fonts",
        "darwin": "cài Times New Roman hoặc Tinos bằng Font Book",
    }.get(sys.platform, "gõ sudo apt install fonts-croscore")
    return Looked("Phông chữ", bool(found), ", ".join(found) or "không có phông nào in được", "" if found else cure)


def _program(what: str, command: str, cure: str) -> Looked:
    place = shutil.which(command)
    return Looked(what, bool(place), place or "không có", "" if place else cure, is_needed=False)


def _writable(root: Path) -> Looked:
    build = root / BUILD
    well = os.access(build if build.exists() else root, os.W_OK)
    return Looked(
        "Ghi vào build/", well, "được" if well else "không được", "" if well else f"cho quyền ghi vào {build}"
    )


def _locked(root: Path) -> Looked:
    """Word leaves a file `~$…` beside one that is open: on Windows that one cannot be written."""
    build = root / BUILD
    names = (path.relative_to(root).as_posix() for path in door.files_below(root, BUILD)) if build.is_dir() else ()
    opened = [name for name in names if Path(name).name.startswith("~$")]
    shown = ", ".join(opened[:3])
    return Looked(
        "Tệp Word đang mở", not opened, shown or "không có", "đóng các tệp ấy trong Word rồi làm lại" if opened else ""
    )
