"""Copyfitting: of the ways in which the rules let a paper be set, the first whose pages end well.

What a typist does by hand: a signature that would stand alone with one line, or a page half empty before a break, is
mended by a little more or less room. Both formats are set alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dvkgen.document.tree import Document
from dvkgen.render.geometry import MM_IN_POINTS
from dvkgen.render.heads import has_room
from dvkgen.render.pdf import LaidOut, SetPage, lay_out
from dvkgen.render.typeset import typeset
from dvkgen.schema.profile import Stationery

_FEWEST_LINES = 2
"""Lines of text that stand with the signature on a page of its own."""
_EMPTY = 40 * MM_IN_POINTS
"""Points below which the end of a page may stay empty before a break."""


@dataclass(frozen=True)
class Setting:
    """A document as it is printed: set on its stationery, and broken into pages."""

    document: Document
    stationery: Stationery
    laid_out: LaidOut


def set_well(document: Document, stationery: Stationery, images: Mapping[str, bytes]) -> Setting:
    """Return a document set in the first way in which its pages end well, else in the one where fewest end badly."""
    best: tuple[int, Setting] | None = None
    if not all(has_room(s.letterhead, s.orientation, stationery.profile) for s in document.sheets if s.letterhead):
        stationery = replace(stationery, profile=stationery.profile.with_small_head())
    for tried in stationery.fittings():
        paper = typeset(document, tried.profile)
        setting = Setting(paper, tried, lay_out(paper, tried, images))
        bad = bad_ends(list(setting.laid_out.pages()))
        if best is None or bad < best[0]:
            best = bad, setting
        if not bad:
            break
    assert best is not None
    return best[1]


def bad_ends(pages: Sequence[SetPage]) -> int:
    """Return how badly pages end: a signature nearly alone weighs twice a page left half empty."""
    bad = 0
    for _, sheet in groupby(pages, key=lambda page: page.sheet):
        *firsts, last = sheet
        bad += sum(page.empty > _EMPTY for page in firsts)
        bad += 2 * (bool(firsts) and last.has_end and last.lines < _FEWEST_LINES)
    return bad
