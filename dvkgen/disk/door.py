"""The one door to the disk: whatever is read, listed or written goes through here, and stays where it belongs.

What lies in a repository may come from a stranger. A link that leads out of the root is never followed, in `build/` no
link at all; only plain files are read, and none larger than it may be. All errors are `OSError`, with the reason in
Vietnamese where it is ours.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from dvkgen.disk.looked import look

MEGABYTE = 1_000_000
MOST_TEXT, MOST_WORD_FILE, MOST_PHOTO = MEGABYTE, 30 * MEGABYTE, 60 * MEGABYTE
"""Bytes at the most of a text, of a Word file, of a photo."""
OUTSIDE = "liên kết ra ngoài kho"


class Refused(OSError):
    """A path that is not gone to: `why` says it, in Vietnamese."""

    def __init__(self, why: str, path: Path) -> None:
        super().__init__(errno.EPERM, why, str(path))
        self.why = why


def reason(error: OSError) -> str:
    """Return in Vietnamese that a file cannot be read, and why."""
    reasons = {
        FileNotFoundError: "không có tệp này",
        PermissionError: "không có quyền đọc",
        IsADirectoryError: "đây là một thư mục",
    }
    why = error.why if isinstance(error, Refused) else reasons.get(type(error), "lỗi khi đọc")
    return f"không đọc được tệp: {why}"


@lru_cache(64)
def _real(root: Path) -> Path:
    return root.resolve()


def locate(root: Path, path: str | Path) -> Path:
    """Return where a path below a root really lies; raises Refused where a link leads out of the root, or in a ring."""
    try:
        real = (root / path).resolve()
    except (RuntimeError, ValueError) as error:
        raise Refused("liên kết vòng, hoặc tên không dùng được", root / path) from error
    if not real.is_relative_to(_real(root)):
        raise Refused(OUTSIDE, root / path)
    return real


def read(root: Path, path: str | Path, most: int = MOST_TEXT) -> bytes:
    """Return the bytes of a plain file below a root, of at most so many bytes."""
    return _read(locate(root, path), most)


def _read(real: Path, most: int) -> bytes:
    look(real)
    # a pipe or a device would wait or give for ever: what is opened is looked at before it is read
    descriptor = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        kind = os.fstat(descriptor)
        if stat.S_ISDIR(kind.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(real))
        if not stat.S_ISREG(kind.st_mode):
            raise Refused("không phải một tệp thường", real)
        # what a file has grown by since it was looked at is read too, as far as it may be as long
        data = file.read(min(kind.st_size, most) + 1)
        data += file.read(most + 1 - len(data)) if min(kind.st_size, most) < len(data) <= most else b""
    if len(data) > most:
        raise Refused(f"tệp lớn quá {most // MEGABYTE} MB", real)
    return data


def is_file(root: Path, path: str | Path) -> bool:
    """Whether a path below a root, whatever was typed for one, is that of a file."""
    return _is_there(root, path, Path.is_file)


def is_folder(root: Path, path: str | Path) -> bool:
    """Whether a path below a root, whatever was typed for one, is that of a folder."""
    return _is_there(root, path, Path.is_dir)


def _is_there(root: Path, path: str | Path, asked: Callable[[Path], bool]) -> bool:
    look(root / path)
    try:
        return asked(root / path)
    except (OSError, ValueError):  # a name longer than the disk takes
        return False


def entries(root: Path, folder: str | Path) -> list[Path]:
    """Return what lies in a folder below a root, links that lead out among it; their paths are those of the folder."""
    place = root / folder
    locate(root, folder)
    look(place)
    with os.scandir(place) as found:
        there = list(found)
    for entry in there:
        if entry.is_symlink():
            look(place / entry.name)
    return [place / entry.name for entry in there]


def leads_out(root: Path, entry: Path) -> bool:
    """Whether an entry is a link, or lies behind one, that leads out of the root."""
    return not stays(root, ".", entry.relative_to(root))


def files_below(root: Path, folder: str | Path) -> Iterator[Path]:
    """Yield the plain files below a folder, sorted; links to folders are not gone into, those that lead out left out."""
    place = root / folder
    look(place)
    if not place.is_dir() or leads_out(root, place):
        return
    for home, folders, names in os.walk(place):
        look(Path(home))
        folders.sort()
        for name in sorted(names):
            file = Path(home) / name
            if file.is_file() and not (file.is_symlink() and leads_out(root, file)):
                yield file


def replace(root: Path, path: str | Path, data: bytes) -> None:
    """Put a file below a root in place as a whole: nobody ever sees half of it. Its mode is kept.

    A link goes on leading to its file where that lies in the same folder of the root: `plans/`, `submissions/`. Raises
    `OSError` where it cannot be written, or must not be.
    """
    real = locate(root, path)
    if real.relative_to(_real(root)).parts[:1] != Path(path).parts[:1]:
        raise Refused("liên kết ra khỏi thư mục của nó", root / path)
    real.parent.mkdir(parents=True, exist_ok=True)
    locate(root, real.parent)
    mode = real.stat().st_mode if real.exists() else None
    if mode is not None and not mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, "tệp chỉ đọc", str(real))
    half = real.with_name(f".{real.name}.{os.getpid()}.tmp")
    try:
        half.write_bytes(data)
        if mode is not None:
            half.chmod(stat.S_IMODE(mode))
        half.replace(real)
    finally:
        half.unlink(missing_ok=True)


def make_secret(folder: Path, name: str, data: bytes) -> None:
    """Put a file that only its owner may read into a folder; one that is there already stays."""
    half = folder / f".{name}.{os.getpid()}.tmp"
    descriptor = os.open(
        half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), stat.S_IRUSR | stat.S_IWUSR
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        with suppress(FileExistsError):
            os.link(half, folder / name)
    finally:
        half.unlink(missing_ok=True)


def stays(root: Path, home: str | Path, path: str | Path) -> bool:
    """Whether a path lies in a folder below a root once the links of both are followed."""
    try:
        return locate(root, path).is_relative_to(locate(root, home))
    except OSError:
        return False


# --- build/: no link at all ------------------------------------------------------------------------


def plain(folder: Path, path: str | Path) -> Path:
    """Return a path below a folder; raises Refused where that, the folder itself or what is between is a link."""
    target = folder / path
    for place in (target, *target.parents) if ".." not in Path(path).parts else ():
        if place.is_symlink():
            raise Refused(f"“{place.name}” là liên kết", place)
        if place == folder:
            return target
    raise Refused(OUTSIDE, target)


def make_plain_folder(root: Path, name: str) -> Path:
    """Return a folder below a root that is no link, made where there is none."""
    folder = root / name
    plain(folder, ".")
    folder.mkdir(exist_ok=True)
    return folder


def read_plain(folder: Path, path: str | Path, most: int = MOST_PHOTO) -> bytes:
    """Return the bytes of a file below a folder in which nothing may be a link."""
    return _read(plain(folder, path), most)


def replace_plain(folder: Path, path: str | Path, data: bytes) -> None:
    """Put a file in place below a folder in which nothing may be a link."""
    replace(folder, plain(folder, path).relative_to(folder), data)


def plain_folders(folder: Path) -> list[str]:
    """Return the names of the folders right below a folder in which nothing may be a link: what the program put there is its own to know."""
    return sorted(entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))


_HALF = re.compile(r"\..+\.(\d{1,9})\.tmp")


def sweep(folder: Path) -> None:
    """Remove below a folder what programs that are no longer there have left half written."""
    for home, _, names in os.walk(folder):
        for half in filter(None, map(_HALF.fullmatch, names)):
            if not is_running(int(half[1])):
                with suppress(OSError):
                    (Path(home) / half[0]).unlink()


def is_running(number: int) -> bool:
    """Whether a process may be there; where that cannot be asked, it may."""
    if os.name == "nt":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def clear(folder: Path, kept: frozenset[str]) -> list[str]:
    """Remove below a folder all but the files kept, links as links and folders left empty; return what went."""
    gone: list[str] = []
    for home, folders, names in os.walk(folder, topdown=False):
        for name in (*names, *(name for name in folders if (Path(home) / name).is_symlink())):
            place = Path(home) / name
            path = place.relative_to(folder).as_posix()
            if place.is_symlink() or path not in kept:
                place.unlink()
                gone.append(path)
        if Path(home) != folder:
            with suppress(OSError):
                Path(home).rmdir()
    return sorted(gone)


def remove_plain(folder: Path, path: str | Path) -> bool:
    """Remove a file below a folder in which nothing may be a link, and the folders left empty; whether it was there.

    A link in its place is taken away as a link.
    """
    try:
        target = plain(folder, Path(path).parent) / Path(path).name
        if not target.is_symlink() and not target.is_file():
            return False
    except OSError:
        return False
    target.unlink()
    above = target.parent
    while above != folder and not any(above.iterdir()):
        above.rmdir()
        above = above.parent
    return True
