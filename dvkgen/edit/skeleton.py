"""An empty repository, ready for its first locality: folders, settings, the files that git, make, editors and CI ask for."""

from __future__ import annotations

from collections.abc import Mapping
from os.path import lexists
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.named import made_folder
from dvkgen.disk.paths import COMMON, PLANS, ROOT_FILE, SUBMISSIONS, TEMPLATES
from dvkgen.findings import DvkgenError
from dvkgen.text import did_you_mean

_HOME = "kho"
_FILES: Mapping[str, str] = {
    "README.md": "README.md",
    ROOT_FILE: ROOT_FILE,
    "Makefile": "Makefile",
    "dvk.cmd": "dvk.cmd",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/dvkgen.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
    ".forgejo/workflows/dvkgen.yml": "forgejo.yml",
    ".vscode/tasks.json": "tasks.json",
}
"""The files of a repository, and what they are copied from in `templates/kho`."""
_KEPT = "# Thư mục này giữ chỗ cho {}; xóa tệp này khi đã có tệp khác.\n"
_FOLDERS: Mapping[str, str] = {PLANS: "kế hoạch", SUBMISSIONS: "bài nộp của đơn vị"}


def begin(folder: Path) -> list[str]:
    """Write an empty repository into a folder and return its files; what is there already stays as it is."""
    root = made_folder(folder)
    written = []
    files = {path: door.read(COMMON.parent, f"{COMMON.name}/{_HOME}/{name}") for path, name in _FILES.items()}
    files |= {
        f"{home}/.gitkeep": _KEPT.format(what).encode() for home, what in _FOLDERS.items() if not _holds(root, home)
    }
    for path, data in files.items():
        if lexists(root / path):
            continue
        try:
            door.replace(root, path, data.replace(b"\n", b"\r\n") if path.endswith(".cmd") else data)
        except OSError as error:
            raise DvkgenError(f"không ghi được {path}: {door.reason(error)}") from error
        written.append(path)
    return written


def _holds(root: Path, home: str) -> bool:
    return door.is_folder(root, home) and bool(door.entries(root, home))


def take_out(root: Path, path: str) -> str:
    """Copy a template that comes with dvkgen into a repository, and return its path; raises DvkgenError.

    From then on it stands in for that one.
    """
    known = sorted(file.relative_to(COMMON).as_posix() for file in door.files_below(COMMON.parent, COMMON.name))
    if path not in known:
        raise DvkgenError(f"không có mẫu “{path}”; {did_you_mean(path, known)}")
    target = f"{TEMPLATES}/{path}"
    if lexists(root / target):
        raise DvkgenError(f"đã có {target}; không ghi đè")
    try:
        door.replace(root, target, door.read(COMMON.parent, f"{COMMON.name}/{path}", door.MOST_WORD_FILE))
    except OSError as error:
        raise DvkgenError(f"không ghi được {target}: {door.reason(error)}") from error
    return target
