"""What a review consists of: changes of values, of files, of numbers, of papers. All strings are as people read them.

This module knows no record and no format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property

from dvkgen.findings import Finding, Mark


class Kind(StrEnum):
    """What has become of something."""

    ADDED = "thêm"
    REMOVED = "xóa"
    CHANGED = "đổi"
    RENAMED = "đổi tên"
    MOVED = "chuyển"
    REORDERED = "xếp lại"
    WITHHELD = "giữ lại vì lỗi"


class Said(StrEnum):
    """What has become of words."""

    KEPT = "giữ"
    ADDED = "thêm"
    REMOVED = "bớt"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a long text that were kept, added or removed together."""

    said: Said
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One value that changed: of what (outermost first), its name, old and new; of a long text the words instead.

    `mark` is where it stands now; of what is gone, where it stood. Where old and new are sentences, `words` say what
    differs in them. `remark` is what a reviewer overlooks: that a number is ten times what it was.
    """

    mark: Mark
    of: tuple[str, ...]
    what: str
    kind: Kind = Kind.CHANGED
    old: str = ""
    new: str = ""
    words: tuple[Piece, ...] = ()
    is_weighty: bool = False
    """Whether others are judged by it, as by a quota, a deadline, what came of a model, or words say little of it, as of a picture."""
    remark: str = ""

    @property
    def is_notable(self) -> bool:
        """Whether lists and sums feel it, or a promise: what is gone or elsewhere, a name, a rule, a picture, a number in a sentence."""
        is_gone = self.kind is Kind.REMOVED and not self.words
        is_told = self.kind in (Kind.MOVED, Kind.RENAMED) or self.is_weighty or is_gone
        return is_told or bool(self.remark) or self.numbers is not None

    @property
    def numbers(self) -> tuple[str, str] | None:
        """The numbers that were in the words which changed, and those that are: None where either side has none, or both the same."""
        was, now = (
            ", ".join(
                word.strip(".,;:()“”")
                for piece in self.words
                for word in piece.text.split()
                if piece.said is said and any(map(str.isdigit, word))
            )
            for said in (Said.REMOVED, Said.ADDED)
        )
        return (was, now) if was and now and was != now else None


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file of the office or of a unit in which something changed: whose it is, where it lies now and lay before.

    `warnings` are what a reviewer must look at: that it came after its deadline, that others' files were touched too.
    """

    title: str
    path: str
    old_path: str
    kind: Kind
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    units_beside: int = 0
    """How many other units' files the same change touches."""

    @property
    def notable(self) -> tuple[Change, ...]:
        """The changes that lists and sums feel; none of a file that is gone as a whole, of which that is said."""
        return () if self.kind is Kind.REMOVED else tuple(change for change in self.changes if change.is_notable)


@dataclass(frozen=True, slots=True)
class Row:
    """A number, or a row of numbers, before and after; None where there was none."""

    what: str
    heads: tuple[str, ...]
    old: tuple[str, ...] | None
    new: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind that changed."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page before and after as PNG, with what differs marked; empty where there was none. Numbers count from 1."""

    old_number: int | None
    new_number: int | None
    old: bytes = b""
    new: bytes = b""


@dataclass(frozen=True, slots=True)
class ChangedPaper:
    """A paper that is new, gone, or says something else; pages only where they were asked for.

    `refusal` says why its pages could not be drawn.
    """

    target: str
    kind: Kind
    pages: tuple[PagePair, ...] | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class ChangedCampaign:
    """What changed in one campaign: files, the numbers that follow, papers; `units` where files of several were touched."""

    title: str
    files: tuple[ChangedFile, ...] = ()
    tables: tuple[Table, ...] = ()
    papers: tuple[ChangedPaper, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """What changed between two sides. `notes` are what is said of the review itself, `other_files` what no record holds."""

    old_name: str
    new_name: str
    campaigns: tuple[ChangedCampaign, ...] = ()
    born: tuple[Finding, ...] = ()
    cured: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    other_files: tuple[ChangedFile, ...] = ()
    said_the_same: tuple[str, ...] = ()
    """Files that were touched and say what they said: order, comments, spelling, line breaks."""
    drawn: int | None = None
    """How many pages were drawn, None where none were asked for."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that a reader of papers or of numbers would see."""
        return not (self.campaigns or self.born or self.cured or self.notes or self.other_files)

    @cached_property
    def files(self) -> tuple[ChangedFile, ...]:
        """The files of all campaigns."""
        return tuple(file for campaign in self.campaigns for file in campaign.files)

    @cached_property
    def altered(self) -> tuple[tuple[Finding, Finding], ...]:
        """Findings that are there on both sides with other numbers: the old and the new one."""
        left = {_but_for_numbers(found): found for found in self.cured}
        pairs = ((left.get(_but_for_numbers(found)), found) for found in self.born)
        return tuple((was, now) for was, now in pairs if was)

    @cached_property
    def warnings(self) -> dict[str, tuple[str, ...]]:
        """What must be looked at of whole files, with the titles of those files."""
        found: dict[str, list[str]] = {}
        for file in self.files:
            for warning in file.warnings:
                found.setdefault(warning, []).append(file.title)
        return {warning: tuple(titles) for warning, titles in found.items()}

    @cached_property
    def missed_quotas(self) -> tuple[Finding, ...]:
        """The findings that quotas are not reached any more, or exceeded."""
        altered = {now for _, now in self.altered}
        return tuple(found for found in self.born if found.check == "quota-reached" and found not in altered)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many of each kind there are, for the head of the review."""
        papers = [paper for campaign in self.campaigns for paper in campaign.papers]
        return {
            "tệp đổi nội dung": len(self.files),
            "tệp chỉ đổi cách trình bày": len(self.said_the_same),
            "thay đổi": sum(len(file.changes) or 1 for file in self.files),
            "văn bản in ra thêm": sum(paper.kind is Kind.ADDED for paper in papers),
            "văn bản in ra bớt": sum(paper.kind is Kind.REMOVED for paper in papers),
            "văn bản giữ lại vì lỗi": sum(paper.kind is Kind.WITHHELD for paper in papers),
            "văn bản in ra khác trước": sum(paper.kind is Kind.CHANGED for paper in papers),
            "điều phải xem mới": len(self.born) - len(self.altered),
            "điều đã hết": len(self.cured) - len(self.altered),
            "điều vẫn còn, nay nói khác": len(self.altered),
            "chỗ phải để ý": sum(len(file.notable) + (file.kind is Kind.REMOVED) for file in self.files)
            + sum(bool(campaign.units) for campaign in self.campaigns)
            + len(self.missed_quotas)
            + len(self.warnings),
        }


def _but_for_numbers(found: Finding) -> tuple[str, ...]:
    return (found.mark.path, found.check, "".join(sign for sign in found.message if not sign.isdigit()))


_CONTEXT = 8
"""Words that are shown on either side of what changed in a long text."""
_MOST_COMPARED = 4_000_000
"""Pairs of words that are compared: of two texts of 2,000 words each."""


def words_between(old: str, new: str) -> tuple[Piece, ...]:
    """Return the words removed from a text and added to it, with some that were kept around them."""
    a, b = old.split(), new.split()
    head = _shared(a, b)
    tail = _shared(a[head:][::-1], b[head:][::-1])
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    pieces = [*_kept(a[:head], first=True, last=False)]
    for tag, i1, i2, j1, j2 in _steps(middle_a, middle_b):
        if tag == "equal":
            pieces += _kept(middle_a[i1:i2], first=False, last=False)
            continue
        pieces += [Piece(Said.REMOVED, " ".join(middle_a[i1:i2]))] if i2 > i1 else []
        pieces += [Piece(Said.ADDED, " ".join(middle_b[j1:j2]))] if j2 > j1 else []
    return (*pieces, *_kept(a[len(a) - tail :], first=False, last=True))


def _steps(a: list[str], b: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how one list of words becomes another; two that are long and wholly different are told as a whole."""
    if len(a) * len(b) > _MOST_COMPARED:
        return [("replace", 0, len(a), 0, len(b))]
    return list(SequenceMatcher(None, a, b, autojunk=False).get_opcodes())


def _shared(a: list[str], b: list[str]) -> int:
    """Return how many words two texts begin with alike."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _kept(words: list[str], *, first: bool, last: bool) -> Iterator[Piece]:
    """Yield words that were kept, the middle of many left out: `first` and `last` have changed words on one side only."""
    if not words:
        return
    before, after = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
    if len(words) <= before + after + 2:
        yield Piece(Said.KEPT, " ".join(words))
        return
    shown = [" ".join(words[:before])] if before else []
    yield Piece(Said.KEPT, " ".join([*shown, "…", *([" ".join(words[len(words) - after :])] if after else [])]))
