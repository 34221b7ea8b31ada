"""What lies in a folder of users' files: YAML files, folders, and names that are nearly right.

A file whose name is a little wrong must never be passed over in silence: it may be the registration without
which every total is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dvkgen.disk import door
from dvkgen.findings import Finding, Mark, Severity
from dvkgen.rules import Rule

UNKNOWN_FILE = Rule(
    "unknown-file",
    Severity.ERROR,
    "Tên tệp phải là một loại văn bản có thật; tệp lạ không bao giờ bị bỏ qua lặng lẽ.",
)

_REAL = "chép tệp, thư mục thật vào đây"
_YAML = (".yaml", ".yml")
_NEARLY = re.compile(r"(?P<stem>.+?)\.ya?ml(?![a-z])", re.IGNORECASE)
_COPIES = (
    re.compile(r"(?P<name>.+\.ya?ml)(?:\.(?:orig|bak|old|save|swp|tmp|rej|mine|r\d+)|~)+", re.IGNORECASE),
    re.compile(r"(?:Copy of|Bản sao của) (?P<name>.+\.ya?ml)", re.IGNORECASE),
    re.compile(
        r"(?P<stem>.+?)(?: ?[-–] ?(?:Copy|Bản sao).*| copy.*| ?\(\d+\)|_(?:BASE|LOCAL|REMOTE|BACKUP)_\d+)(?P<end>\.ya?ml)",
        re.IGNORECASE,
    ),
)
"""How programs name what they leave beside a file: editors, git, Windows, drives in the cloud."""
_OF_THE_SYSTEM = re.compile(r"~\$.*|desktop\.ini|thumbs\.db", re.IGNORECASE)
"""What Word and Windows keep in a folder for themselves."""
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic")


@dataclass(frozen=True)
class Listing:
    """The YAML files of a folder (stem and path), those whose names are nearly so, its folders, and the findings.

    `others` are its other files but pictures: of Word and Excel, of any name.
    """

    files: tuple[tuple[str, str], ...] = ()
    odd: tuple[tuple[str, str], ...] = ()
    folders: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()


def listing(root: Path, folder: str) -> Listing:
    """Return what lies in a folder below the root, sorted by name; nothing where there is no such folder."""
    if not door.is_folder(root, folder):
        return Listing()
    try:
        shown = [entry for entry in door.entries(root, folder) if not _is_hidden(entry.name)]
    except door.Refused:
        return Listing(findings=(_finding(folder, f"thư mục này là {door.OUTSIDE}", _REAL),))
    except OSError:
        return Listing(findings=(_finding(folder, "không có quyền đọc thư mục này", "xem lại quyền đọc của thư mục"),))
    outside = [entry for entry in shown if _is_read_unasked(entry) and door.leads_out(root, entry)]
    entries = sorted((entry for entry in shown if entry not in outside), key=_by_number)
    folders = tuple(entry.name for entry in entries if entry.is_dir() and not _NEARLY.fullmatch(entry.name))
    files: dict[str, str] = {}
    odd: list[tuple[str, str]] = []
    findings = [_finding(f"{folder}/{entry.name}", f"“{entry.name}” là {door.OUTSIDE}", _REAL) for entry in outside]
    for entry in entries:
        match, path = _NEARLY.match(entry.name), f"{folder}/{entry.name}"
        original = _original(entry)
        if original:
            findings.append(_copy(path, original))
            continue
        if match is None or entry.name in folders:
            continue
        problem = _problem(entry, match["stem"], files)
        if problem:
            odd.append((match["stem"], path))
            findings.append(_finding(path, *problem))
        else:
            files[entry.stem] = path
    others = tuple((e.stem, f"{folder}/{e.name}") for e in entries if _is_other(e))
    return Listing(tuple(files.items()), tuple(odd), folders, others, tuple(findings))


def _is_read_unasked(entry: Path) -> bool:
    """Whether an entry is a link to a folder or to a YAML file; what leads to others is told by whoever asks for them."""
    return entry.is_symlink() and bool(entry.is_dir() or _NEARLY.match(entry.name))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or bool(_OF_THE_SYSTEM.fullmatch(name))


def _by_number(entry: Path) -> tuple[list[tuple[int, str]], str]:
    """Return by what entries are sorted: their names with numbers as numbers, 2 before 10."""
    pieces = re.findall(r"\d+|\D+", entry.name)
    return [(int(piece), "") if piece.isascii() and piece.isdigit() else (-1, piece) for piece in pieces], entry.name


def _is_other(entry: Path) -> bool:
    is_ours = _NEARLY.match(entry.name) or entry.suffix.lower() in _PICTURES
    return not is_ours and entry.is_file()


def _original(entry: Path) -> str:
    """Return the name of the file beside an entry of which it is a copy or a backup; nothing where it is none."""
    match = next(filter(None, (copy.fullmatch(entry.name) for copy in _COPIES)), None)
    if match is None:
        return ""
    name = match.groupdict().get("name") or f"{match['stem']}{match['end']}"
    return name if (entry.parent / name).is_file() else ""


def _copy(path: str, original: str) -> Finding:
    return UNKNOWN_FILE.at(
        Mark(path),
        f"đây là bản sao của {original}; máy chỉ đọc {original}",
        f"so hai tệp, giữ nội dung đúng trong {original}, rồi chuyển bản này ra khỏi thư mục",
        severity=Severity.WARNING,
    )


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
    """Yield the YAML files of a folder and of those in it, whatever their names are worth."""
    found = listing(root, folder)
    yield from (path for _, path in (*found.files, *found.odd))
    for inner in found.folders:
        yield from files_below(root, f"{folder}/{inner}")
