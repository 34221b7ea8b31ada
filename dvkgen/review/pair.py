"""Both sides of a review as repositories: of what is equal the plans are read once and shared, submissions not at all.

A locality is equal where every file of its plans and submissions is; whatever lies beside the localities (`plans/_chung`)
belongs to all. Templates and program are those at hand, on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.paths import BUILD, PHOTOS, PLANS, ROOT_FILE, SUBMISSIONS, TEMPLATES
from dvkgen.disk.scratch import lay, scratch
from dvkgen.load import Repository, load
from dvkgen.review.revisions import Side, sides

_ALL = ""


@dataclass(frozen=True)
class Pair:
    """Two repositories as of one day, the localities in which they differ, and the files that do.

    Of localities that do not differ the campaigns have no submissions.

    `changed` are the paths whose content differs, or that are on one side only.
    """

    old_name: str
    new_name: str
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
        touched = {_locality_of(path) for path in changed if path.partition("/")[0] in (PLANS, SUBMISSIONS)}
        every = {_locality_of(path) for path in {**before.files, **after.files} if _is_source(path)} - {_ALL}
        differing = frozenset(every if _ALL in touched else touched)
        new_root = after.root or _laid_out(after, second, root, every)
        newer = load(new_root, today, only=differing)
        older = load(_laid_out(before, first, after.root or root, differing), today)
        yield Pair(before.name, after.name, _joined(older, newer, differing), newer, differing, changed, before, after)


def _is_source(path: str) -> bool:
    return path.partition("/")[0] in (PLANS, SUBMISSIONS)


def _locality_of(path: str) -> str:
    """Return the locality a source belongs to, nothing for what belongs to all."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and not parts[1].startswith("_") else _ALL


def locality_of(path: str) -> str:
    """Return the locality that a path of a finding lies in, a folder or a file; nothing for what belongs to all."""
    parts = path.split("/")
    return parts[1] if len(parts) > 1 and parts[0] in (PLANS, SUBMISSIONS) and not parts[1].startswith("_") else _ALL


def _laid_out(side: Side, folder: Path, at_hand: Path, localities: frozenset[str] | set[str]) -> Path:
    """Return a folder with some localities of a side, and with the templates and the memory of photos that are at hand."""

    def wanted(path: str) -> bool:
        return path == ROOT_FILE or (_is_source(path) and _locality_of(path) in {*localities, _ALL})

    side.lay_out(folder, wanted)
    for file in door.files_below(at_hand, TEMPLATES):
        path = file.relative_to(at_hand).as_posix()
        with suppress(OSError):
            lay(folder, path, door.read(at_hand, path, door.MOST_WORD_FILE))
    with suppress(OSError):
        lay(folder, f"{BUILD}/{PHOTOS}", door.read_plain(at_hand / BUILD, PHOTOS))
    return folder


def _joined(older: Repository, newer: Repository, differing: frozenset[str]) -> Repository:
    """Return an older repository of some localities with those that are the same in the newer one."""
    same = tuple(campaign for campaign in newer.campaigns if campaign.slug not in differing)
    findings = tuple(
        finding for finding in newer.findings if (at := locality_of(finding.mark.path)) and at not in differing
    )
    campaigns = tuple(sorted((*older.campaigns, *same), key=lambda campaign: campaign.slug))
    return replace(
        older, campaigns=campaigns, findings=(*older.findings, *findings), kinds={**newer.kinds, **older.kinds}
    )
