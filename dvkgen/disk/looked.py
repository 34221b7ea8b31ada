"""What a run has looked at on the disk: each place with how it lay there, so that a later run sees whether it still does.

A place is known by its file's number, size and times; where nothing was found, that is what is known. What had changed
just before it was looked at is not believed: a second change within a tick of the disk's clock would not be seen.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

Place = tuple[int, ...] | None
"""Number, size, and the times at which content and entry last changed, in nanoseconds; None where nothing is."""
_TICK = 50_000_000
"""Nanoseconds within which two changes may bear one time."""


@dataclass
class Looked:
    """The places that were looked at since it was begun."""

    begun: int
    places: dict[str, Place] = field(default_factory=dict)

    def note(self, *places: Path) -> None:
        """Note how places lie; the first look counts, which comes before the reading."""
        for place in places:
            if (name := str(place)) not in self.places:
                self.places[name] = _lies(name)

    def is_sure(self) -> bool:
        """Whether nothing had changed just before it was looked at."""
        return all(lies is None or max(lies[2:]) < self.begun - _TICK for lies in self.places.values())


SOURCES = (".py", ".typ")
"""How files of the program end: what it does, and the frame that it gives to Typst."""


def sources(home: Path) -> Iterator[Path]:
    """Yield the files of the program below its folder."""
    for folder, _, names in os.walk(home):
        yield from (Path(folder) / name for name in names if name.endswith(SOURCES))


def latest_first(places: Iterable[Path]) -> list[Path]:
    """Return places, the one that changed last first."""
    return sorted(places, key=lambda place: (_lies(str(place)) or (0, 0, 0))[2], reverse=True)


_WATCHED: list[Looked] = []


@contextmanager
def watching() -> Iterator[Looked]:
    """Yield what notes each place that is looked at through the door meanwhile."""
    looked = Looked(time.time_ns())
    _WATCHED.append(looked)
    try:
        yield looked
    finally:
        _WATCHED.remove(looked)


def look(place: Path) -> None:
    """Note a place that is about to be looked at, where anyone wants to know."""
    for looked in _WATCHED:
        looked.note(place)


def lie_as_before(places: Mapping[str, Place]) -> bool:
    """Whether every place lies as it did."""
    return all(_lies(name) == known for name, known in places.items())


def _lies(name: str) -> Place:
    try:
        there = os.stat(name)  # noqa: PTH116 - of thousands of places, where a path is slower
    except (OSError, ValueError):
        return None
    # what stands in a folder shows in its times; its size is the file system's affair
    return there.st_ino, there.st_size, there.st_mtime_ns, there.st_ctime_ns
