"""What a command said last, kept so that it is said again at once where nothing has changed.

Kept are the places that the run has looked at and those of the papers it has left in `build/`, each as it lay there, for
one call of the command: its options, its day, its program. Whatever lies otherwise, or is not sure, means that the
command does its work. This module imports nothing that the work needs.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.looked import Looked, latest_first, lie_as_before, sources, watching
from dvkgen.disk.paths import BUILD, PHOTOS, STATE
from dvkgen.disk.seal import sealed, unsealed

REMEMBERED = ".da-noi-{}.json"
"""Under this name, with that of the call, it lies in `build/`."""
_MOST = 8
"""How many calls are remembered."""
_PROGRAM = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Said:
    """What a command has said: its findings as printed, its notes, its exit status."""

    shown: str
    notes: tuple[str, ...]
    status: int


class Replay:
    """The memory of one call of a command in a repository."""

    def __init__(self, root: Path, day: date, *call: object) -> None:
        self.root, self.folder = root, root / BUILD
        options = json.dumps([str(root), day.isoformat(), sys.version, *map(repr, call)])
        self.name = REMEMBERED.format(hashlib.sha256(options.encode()).hexdigest()[:16])

    def recall(self) -> Said | None:
        """Return what the same call has said, where all it has looked at lies as it did."""
        try:
            kept = unsealed(door.read_plain(self.folder, self.name))
            places = {name: lies and tuple(lies) for name, lies in kept["places"].items()}
            said = Said(str(kept["shown"]), tuple(map(str, kept["notes"])), int(kept["status"]))
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            return None
        return said if lie_as_before(places) else None

    @contextmanager
    def watching(self) -> Iterator[Looked]:
        """Yield what notes the places that the command looks at, those of the program first."""
        with watching() as looked:
            looked.note(*_program())
            yield looked

    def keep(self, looked: Looked, papers: Iterable[str], said: Said) -> None:
        """Keep what was said, with how papers now lie in `build/`, or do not, by their paths in it.

        Nothing is kept where that would be the first thing in `build/`, or where the folder cannot be written.
        """
        if not looked.is_sure() or not door.is_folder(self.root, BUILD):
            return
        now = Looked(looked.begun)
        now.note(*(self.folder / name for name in (STATE, PHOTOS, *papers)))
        inside = f"{self.folder}{os.sep}"
        before = {name: lies for name, lies in looked.places.items() if not f"{name}{os.sep}".startswith(inside)}
        kept = {"places": before | now.places, "shown": said.shown, "notes": said.notes, "status": said.status}
        with suppress(OSError):
            self._forget_oldest()
            door.replace_plain(self.folder, self.name, sealed(kept))

    def _forget_oldest(self) -> None:
        there = [path for path in door.entries(self.folder, ".") if path.match(REMEMBERED.format("*"))]
        for path in latest_first(there)[_MOST - 1 :]:
            door.remove_plain(self.folder, path.name)


def _program() -> Iterator[Path]:
    """Yield what the program consists of: its sources with their folders, and the folders of the libraries."""
    yield from sources(_PROGRAM)
    yield from map(Path, {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
