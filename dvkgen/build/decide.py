"""What is to be done about a paper, decided from values alone: nothing here reads, writes or composes.

A paper is fresh, or stale for a reason in each format, or withheld: because of an error in what it rests on, or of
what its last making showed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from dvkgen.build.aftermath import forbids, seen_by
from dvkgen.build.fingerprint import Fingerprint, Seen
from dvkgen.compose.desk import Draft
from dvkgen.disk.paths import BUILD, EVERY_FORMAT, PROFILES
from dvkgen.findings import Finding, lies_in


@dataclass(frozen=True)
class Selection:
    """What of everything owed is wanted: paths, one kind of document, formats. Empty means all."""

    paths: tuple[str, ...] = ()
    only: str = ""
    formats: tuple[str, ...] = EVERY_FORMAT

    def takes(self, draft: Draft) -> bool:
        """Whether a draft is wanted."""
        name = PurePosixPath(draft.target).name
        if self.only and not name.startswith(self.only.replace("_", "-")):
            return False
        return any(lies_in(path, self.paths) for path in (*draft.sources, f"{BUILD}/{draft.target}"))


class OnDisk(Enum):
    """How a file lies in `build/` against what was written there."""

    AS_WRITTEN = ""
    MISSING = "thiếu tệp"
    EDITED = "tệp bị sửa"


@dataclass(frozen=True, slots=True)
class Built:
    """A file as it was made: of what, and how it lies there now."""

    fingerprint: Fingerprint
    on_disk: OnDisk


@dataclass(frozen=True, slots=True)
class Fresh:
    """Every wanted file is as it would be made."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Files to be made, each format with the reason in Vietnamese."""

    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Withheld:
    """No file may go out; `why` are findings that this decision adds to those already known."""

    why: tuple[Finding, ...] = ()
    keeps_what_was_seen: bool = False


Decision = Fresh | Stale | Withheld


def doubled(drafts: Iterable[Draft]) -> frozenset[str]:
    """Return the targets that two papers would be written to."""
    counted = Counter(draft.target for draft in drafts)
    return frozenset(target for target, count in counted.items() if count > 1)


def sound(drafts: Sequence[Draft], errors: frozenset[str]) -> list[Draft]:
    """Return the drafts that no error touches and that have a target of their own.

    `errors` are the files and folders in which one stands. Which papers a broken layout would have governed is not
    known, so that it touches them all.
    """
    if any(path.startswith(f"{PROFILES}/") for path in errors):
        return []
    twice = doubled(drafts)
    return [draft for draft in drafts if draft.target not in twice and not is_touched(draft, errors)]


def largest_first(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts in the order in which they are best begun: papers of the office, totals of many files, the rest."""
    return sorted(drafts, key=lambda draft: (draft.target.count("/"), -len(draft.sources)))


def spared(draft: Draft, errors: frozenset[str]) -> Draft:
    """Return a draft without the files in which an error stands, where it may go out without them."""
    return draft.without(errors) if draft.without and is_touched(draft, errors) else draft


def is_touched(draft: Draft, errors: frozenset[str]) -> bool:
    """Whether an error stands in a source of a draft or in its own Word file, or in a folder that holds one."""
    sources = (*draft.sources, *((draft.word_file,) if draft.word_file else ()))
    return bool(errors) and any(
        path in errors or any(str(above) in errors for above in PurePosixPath(path).parents) for path in sources
    )


def formats_to_make(draft: Draft, selection: Selection) -> tuple[str, ...]:
    """Return the formats to make of a draft: the pages of a limited one are counted on its PDF."""
    asked = (*selection.formats, *(("pdf",) if draft.limit else ()))
    return tuple(name for name in dict.fromkeys(asked) if name in draft.formats)


def decide(draft: Draft, now: Fingerprint, built: Mapping[str, Built | None], seen: Seen) -> Decision:
    """Return what is to be done about a sound draft whose document is composed.

    `built` tells of each format to make how it was built last, `seen` what making this very paper showed.
    """
    if forbids(draft, seen):
        return Withheld(tuple(seen_by(draft, seen)), keeps_what_was_seen=True)
    reasons = {file_format: why for file_format, last in built.items() if (why := _why_stale(now, last))}
    return Stale(reasons) if reasons else Fresh()


def _why_stale(now: Fingerprint, last: Built | None) -> str:
    if last is None:
        return "mới"
    return now.change_since(last.fingerprint) or last.on_disk.value
