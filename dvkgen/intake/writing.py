"""Putting down what was shown: every file as a whole, and only where it still is as it was when it was shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.alone import alone
from dvkgen.disk.paths import BUILD
from dvkgen.findings import DvkgenError
from dvkgen.intake.columns import SKIPPED
from dvkgen.intake.taken import Taken
from dvkgen.yaml.typed import scalar

_LOCK = ".nhap.lock"
"""The file in `build/` that one import holds while it writes."""


def write(root: Path, taken: Sequence[Taken]) -> list[str]:
    """Write what was shown, photos before the files that name them, and return the paths; one import at a time does.

    Raises DvkgenError where a file is no longer as it was when it was shown, or cannot be written; nothing is half written.
    """
    written: list[str] = []
    with alone(door.make_plain_folder(root, BUILD), _LOCK):
        changes = [change for one in taken for change in one.changes]
        for change in changes:
            if _now(root, change.path) != change.before:
                raise DvkgenError(f"{change.path} vừa bị đổi trong lúc xem; chưa ghi gì, chạy lại lệnh này")
        photos = {path: data for one in taken for path, data in one.photos.items()}
        files = {**photos, **{change.path: change.after.encode() for change in changes}}
        for path, data in files.items():
            try:
                door.replace(root, path, data)
            except OSError as error:
                raise DvkgenError(
                    f"không ghi được {path}: {error.strerror}; {len(written)} tệp trước đó đã ghi"
                ) from error
            written.append(path)
    return written


def _now(root: Path, path: str) -> str:
    return door.read(root, path).decode("utf-8-sig") if door.is_file(root, path) else ""


def proposed_columns(names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a file that says what columns hold, ready to be filled in: here each is passed over."""
    yield from (f"{scalar(head)}: {SKIPPED}" for head in names)
