"""Files that whoever runs the program names, wherever they lie: read as they are, bounded, or written as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dvkgen.disk import door
from dvkgen.findings import DvkgenError

_MOST_FILES = 2_000


def named_files(path: Path) -> Iterator[Path]:
    """Yield a file that was named, or the files of a folder that was: those that programs leave open beside them left out.

    Raises DvkgenError for a folder that holds none, or too many.
    """
    try:
        inside = sorted(path.iterdir()) if path.is_dir() else None
    except OSError as error:
        raise DvkgenError(f"{path.name[:60]}: {door.reason(error)}") from error
    if inside is None:
        yield path
        return
    files = [file for file in inside if file.is_file() and not file.name.startswith((".", "~"))]
    if not files or len(files) > _MOST_FILES:
        why = f"có {len(files)} tệp, quá {_MOST_FILES}; chia nhỏ ra" if files else "không có tệp nào ngay bên trong"
        raise DvkgenError(f"thư mục {path} {why}")
    yield from files


def read_named(path: Path, most: int) -> bytes:
    """Return the bytes of a plain file that was named, of at most so many; raises `OSError`."""
    return door.read(path.parent, path.name, most)


def write_named(path: Path, data: bytes) -> None:
    """Put a file that was named in place as a whole; raises DvkgenError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        door.replace(path.parent.resolve(), path.name, data)
    except OSError as error:
        raise DvkgenError(
            f"không ghi được {path}: {error.strerror}; đóng tệp ấy nếu đang mở, xem lại quyền ghi"
        ) from error


def made_folder(path: Path) -> Path:
    """Return a folder that was named, made where there is none; raises DvkgenError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DvkgenError(f"không tạo được thư mục {path}: {error.strerror}") from error
    return path.resolve()
