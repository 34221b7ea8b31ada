"""What an engine of pages gives: a document broken into pages, and what stands on each of them.

Every engine is asked through these shapes alone, so that papers are fitted alike whichever one sets them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from dvkgen.document.tree import Document
from dvkgen.schema.profile import Profile, Stationery


@dataclass(frozen=True)
class SetPage:
    """A page as it is laid out: its sheet, its lines of text above the end of the sheet, whether that end stands here.

    `empty` is how many points are left below the last line; `next_needs` how many the least of what stands first on
    the next page of the sheet would take here, 0 where that is no paragraph; `next_row` how high the row of a table is
    that stands first there whole.
    """

    sheet: str
    lines: int
    has_end: bool
    empty: float
    next_needs: float
    next_row: float


MOST_FITTED = 40
"""Pages beyond which a paper is set as it is: of so many some always end closely, and each way takes its time."""


@dataclass(frozen=True)
class Glimpse:
    """What is seen at first sight of a document of which some sheets end badly: the pages of all the others, and how many do."""

    pages: tuple[SetPage, ...]
    bad: int


class LaidOut(Protocol):
    """A document broken into pages, ready to be written."""

    @property
    def glimpse(self) -> Glimpse | None:
        """What was seen at first sight where some sheet ends badly, and how badly still takes its time to be seen."""

    def tears_in(self, roomier: Profile) -> bool:
        """Whether it is seen from here that its pages end badly in a profile that differs in more room around things."""

    @property
    def page_count(self) -> int:
        """How many pages it has."""

    def pages(self) -> Iterator[SetPage]:
        """Yield what stands on each page."""

    def refuse_lost(self) -> None:
        """Raise FrameFault where words of the document are not on its pages."""

    def pdf(self) -> bytes:
        """Return the PDF."""


LayOut = Callable[[Document, Stationery, Mapping[str, bytes]], LaidOut]
"""Returns a document broken into pages; the mapping holds a JPEG for print by picture's digest."""
