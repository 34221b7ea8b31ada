"""One program at a time: a file that says who is writing, and is gone when it has written."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dvkgen.disk import door
from dvkgen.findings import DvkgenError

_PATIENCE, _STEP = 20.0, 0.05
"""Seconds for which another one is waited for, and between two looks."""


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Hold a file below a folder while something is done; raises DvkgenError where another program does not let go of it."""
    lock = door.plain(folder, name)
    ends = time.monotonic() + _PATIENCE
    while not _taken(lock):
        if _is_left(lock):
            with suppress(OSError):
                lock.unlink()
        elif time.monotonic() > ends:
            raise DvkgenError(f"một lệnh khác đang ghi vào kho; đợi nó xong rồi chạy lại (hoặc xóa {lock})")
        else:
            time.sleep(_STEP)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path) -> bool:
    try:
        descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w") as file:
        file.write(str(os.getpid()))
    return True


def _is_left(lock: Path) -> bool:
    """Whether the program that holds a lock is no longer there."""
    try:
        number = lock.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return False
    return number.isdigit() and not door.is_running(int(number))
