"""Both sides of a review as repositories: of what is equal the plans are read once and shared, submissions not at all.

A locality is equal where every file of its plans and submissions is; whatever lies beside the localities (`plans/_chung`)
belongs to all. Templates and program are those at hand, on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.paths import BUILD, PHOTOS, ROOT_FILE, TEMPLATES, is_source, locality_of
from dvkgen.disk.scratch import lay, scratch
from dvkgen.load import Repository, load
from dvkgen.review.revisions import Side, sides

_ALL = ""
"""What a file belongs to that is no locality's."""


@dataclass(frozen=True)
class Pair:
    """Two repositories as of one day, the localities in which they differ, and the files that do.

    Of localities that do not differ the campaigns have no submissions. `changed` are the paths whose content differs, or
    that are on one side only.
    """

    old: Repository
    new: Repository
    localities: frozenset[str]
    changed: frozenset[str]
    before: Side
    after: Side


@contextmanager
def pair(root: Path, today: date, old: str, new: str) -> Iterator[Pair]:
    """Yield both sides, loaded; scratch folders are gone afterwards. Raises DvkgenError where a side is not known."""
    with sides(root, old, new) as (before, after), scratch() as first, scratch() as second:
        changed = frozenset(
            path for path in {**before.files, **after.files} if before.files.get(path) != after.files.get(path)
        )
        touched = {locality_of(path) for path in changed if is_source(path)}
        every = {locality_of(path) for path in {**before.files, **after.files} if is_source(path)} - {_ALL}
        differing = frozenset(every if _ALL in touched else touched)
        newer = load(after.root or _laid_out(after, second, root, every), today, only=differing)
        older = load(_laid_out(before, first, after.root or root, differing), today)
        yield Pair(older.sharing(newer, differing), newer, differing, changed, before, after)


def _laid_out(side: Side, folder: Path, at_hand: Path, localities: frozenset[str] | set[str]) -> Path:
    """Return a folder with some localities of a side, and with the templates and the memory of photos that are at hand."""

    def wanted(path: str) -> bool:
        return path == ROOT_FILE or (is_source(path) and locality_of(path) in {*localities, _ALL})

    side.lay_out(folder, wanted)
    for file in door.files_below(at_hand, TEMPLATES):
        path = file.relative_to(at_hand).as_posix()
        with suppress(OSError):
            lay(folder, path, door.read(at_hand, path, door.MOST_WORD_FILE))
    with suppress(OSError):
        lay(folder, f"{BUILD}/{PHOTOS}", door.read_plain(at_hand / BUILD, PHOTOS))
    return folder
