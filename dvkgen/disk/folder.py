"""What lies in a folder of users' files: YAML files, folders, and names that are nearly right.

A file whose name is a little wrong must never be passed over in silence: it may be the registration without
which every total is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dvkgen.findings import Finding, Mark, Severity
from dvkgen.rules import Rule

UNKNOWN_FILE = Rule(
    "unknown-file",
    Severity.ERROR,
    "Tên tệp phải là một loại văn bản có thật; tệp lạ không bao giờ bị bỏ qua lặng lẽ.",
)

_YAML = (".yaml", ".yml")
_OFFICE = (".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".pdf", ".txt")
_NEARLY = re.compile(r"(?P<stem>[^.]+)\.ya?ml\b", re.IGNORECASE)


@dataclass(frozen=True)
class Listing:
    """The YAML files of a folder (stem and path), those whose names are nearly so, its folders, and the findings.

    `office` are the files of Word and the like.
    """

    files: tuple[tuple[str, str], ...] = ()
    odd: tuple[tuple[str, str], ...] = ()
    folders: tuple[str, ...] = ()
    office: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()


def listing(root: Path, folder: str) -> Listing:
    """Return what lies in a folder below the root, sorted by name; nothing where there is no such folder."""
    place = root / folder
    if not place.is_dir():
        return Listing()
    try:
        entries = sorted(entry for entry in place.iterdir() if not entry.name.startswith("."))
    except OSError:
        return Listing(findings=(_finding(folder, "không có quyền đọc thư mục này", "xem lại quyền đọc của thư mục"),))
    folders = tuple(entry.name for entry in entries if entry.is_dir() and not _NEARLY.fullmatch(entry.name))
    files: dict[str, str] = {}
    odd: list[tuple[str, str]] = []
    findings: list[Finding] = []
    for entry in entries:
        match, path = _NEARLY.match(entry.name), f"{folder}/{entry.name}"
        if match is None or entry.name in folders:
            continue
        problem = _problem(entry, match["stem"], files)
        if problem:
            odd.append((match["stem"], path))
            findings.append(_finding(path, *problem))
        else:
            files[entry.stem] = path
    office = tuple((e.stem, f"{folder}/{e.name}") for e in entries if e.suffix.lower() in _OFFICE and e.is_file())
    return Listing(tuple(files.items()), tuple(odd), folders, office, tuple(findings))


def _problem(entry: Path, stem: str, files: dict[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with an entry whose name is more or less that of a YAML file, and its cure."""
    if entry.is_dir():
        return "đây là một thư mục, không phải tệp", "đổi tên thư mục, bỏ .yaml"
    if not entry.is_file():
        return "không mở được tệp này (liên kết hỏng?)", "chép tệp thật vào đây"
    if entry.suffix not in _YAML:
        return f"tên tệp “{entry.name}” không kết thúc bằng .yaml", f"đổi tên thành {stem}.yaml"
    if entry.stem in files:
        return f"“{entry.stem}” có cả .yaml và .yml", "giữ một tệp"
    return None


def _finding(path: str, message: str, cure: str) -> Finding:
    return UNKNOWN_FILE.at(Mark(path), message, cure)


def files_below(root: Path, folder: str) -> Iterator[str]:
    """Yield the YAML files of a folder, whatever their names are worth."""
    found = listing(root, folder)
    yield from (path for _, path in (*found.files, *found.odd))
