"""A folder for the time of one command: what a revision holds is laid out there, and taken away at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield an empty folder of the system's, which is gone afterwards."""
    with TemporaryDirectory(prefix="dvkgen-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def lay(folder: Path, path: str, data: bytes, *, is_link: bool = False) -> None:
    """Put a file, or a link to what `data` names, below a scratch folder; a path that leads out of it is left out.

    Names that this system cannot hold are left out too: nothing could read such a file.
    """
    if not is_within(path):
        return
    place = folder / path
    with suppress(OSError, ValueError):
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.parent.resolve().is_relative_to(folder):
            return
        if is_link:
            place.symlink_to(os.fsdecode(data))
        else:
            place.write_bytes(data)


def is_within(path: str) -> bool:
    """Whether a path with “/” between its parts stays below the folder it starts from."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and not {"..", ".git"} & {part.lower() for part in parts}
