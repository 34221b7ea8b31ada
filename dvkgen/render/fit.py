"""Copyfitting: of the ways in which the rules let a paper be set, the first whose pages end well.

What a typist does by hand: a signature that would stand alone with one line, or a page half empty before a break, is
mended by a little more or less room. Both formats are set alike.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from math import ceil

from dvkgen.document.tree import Document, Role, Table
from dvkgen.render.geometry import MM_IN_POINTS, SINGLE_SPACING, style_code
from dvkgen.render.heads import has_room
from dvkgen.render.pages import MOST_FITTED, LaidOut, LayOut, SetPage
from dvkgen.render.typeset import typeset
from dvkgen.schema.profile import Profile, Stationery

_FEWEST_LINES = 2
"""Lines of text that stand with the signature on a page of its own."""
_POOR = 4
_TIE = 0.7
"""Points by which programs differ at the foot of a page."""
_TWIPS, _FEW_NOTES = 20, 2
"""Parts of a point to which LibreOffice rounds, and paragraphs beside the tables of a list."""
_ROOM_FOR_THE_END = 2.0
"""Points below the end of a sheet: Word sets an empty paragraph there, which must not begin a page."""
_EMPTY = 40 * MM_IN_POINTS
"""Points below which the end of a page may stay empty before a break."""


@dataclass(frozen=True)
class Setting:
    """A document as it is printed: set on its stationery, and broken into pages."""

    document: Document
    stationery: Stationery
    laid_out: LaidOut

    @cached_property
    def drift(self) -> float:
        """By how many points each of its lines stands lower in another program."""
        return drift(self.document, self.stationery.profile)

    @cached_property
    def ends(self) -> tuple[int, int]:
        """How many pages it has, and how badly they end."""
        pages = list(self.laid_out.pages())
        return len(pages), bad_ends(pages, self.drift)


def set_well(
    document: Document, stationery: Stationery, images: Mapping[str, bytes], lay_out: LayOut, quick: LayOut
) -> Setting:
    """Return a document set in the first way in which its pages end well, else in the one where fewest end badly.

    `quick` is an engine that ends pages as `lay_out` does and takes a fraction of its time: it finds the way. Where the
    two do not agree on that one, `lay_out` goes through all of them itself.
    """
    if not all(has_room(s.letterhead, s.orientation, stationery.profile) for s in document.sheets if s.letterhead):
        stationery = replace(stationery, profile=stationery.profile.with_small_head())
    found = _found(document, _Ways(document, stationery, images, quick))
    if quick is lay_out:
        return found
    setting = replace(found, laid_out=lay_out(found.document, found.stationery, images))
    if setting.ends == found.ends:
        return setting
    return _best(_Ways(document, stationery, images, lay_out))


class _Ways:
    """The ways in which a document may be set, each of them set when it is looked at."""

    def __init__(
        self, document: Document, stationery: Stationery, images: Mapping[str, bytes], lay_out: LayOut
    ) -> None:
        self._document, self._images, self._lay_out = document, images, lay_out
        self.stationery = stationery.fittings
        self._set: dict[int, Setting] = {}

    def __getitem__(self, number: int) -> Setting:
        if number not in self._set:
            tried = self.stationery[number]
            paper = typeset(self._document, tried.profile)
            self._set[number] = Setting(paper, tried, self._lay_out(paper, tried, self._images))
        return self._set[number]

    def __iter__(self) -> Iterator[Setting]:
        """Yield the ways in their order, but none by which the document looks as by one before: it holds nothing of it."""
        codes, looks = _codes_in(self._document), list[object]()
        for number, tried in enumerate(self.stationery):
            profile = tried.profile
            look = (profile.letterhead, profile.table, [profile.styles[code] for code in codes])
            if look not in looks:
                looks.append(look)
                yield self[number]


def _codes_in(document: Document) -> list[str]:
    """Return the styles of a document's text, those of its cells with them."""
    blocks = [block for sheet in document.sheets for block in (*sheet.body, *sheet.after)]
    cells = (c for block in blocks if isinstance(block, Table) for row in (*block.head, *block.rows) for c in row)
    return sorted({*map(style_code, blocks), *(paragraph.role for cell in cells for paragraph in cell.paragraphs)})


_CLOSER: set[Hashable] = set()
"""Shapes of documents of which the last one was set in the second way: so likely is the next, and is set in it first."""


def _found(document: Document, ways: _Ways) -> Setting:
    """Return the best way; papers of a shape mostly end alike, and the second way often shows that the first will not do."""
    shape = _shape(document)
    if shape in _CLOSER:
        closer = ways[1]
        if closer.laid_out.tears_in(ways.stationery[0].profile) and not closer.ends[1]:
            return closer
    best = _best(ways)
    if len(ways.stationery) > 1 and best.stationery is ways.stationery[1]:
        _CLOSER.add(shape)
    else:
        _CLOSER.discard(shape)
    return best


def _shape(document: Document) -> Hashable:
    return document.profile, tuple(
        (sheet.title and sheet.title.type_name, *(len(block.rows) for block in sheet.body if isinstance(block, Table)))
        for sheet in document.sheets
    )


def _best(ways: _Ways) -> Setting:
    """Return the first setting whose pages end well, else the first of those that end least badly."""
    tried: list[Setting] = []
    for setting in ways:
        tried.append(setting)
        if setting.laid_out.glimpse:  # how badly is asked only where all do
            continue
        pages, bad = setting.ends
        if not bad:
            return setting
        if pages > MOST_FITTED:
            break
    return _least_bad(tried)


def _least_bad(tried: Sequence[Setting]) -> Setting:
    best = tried[0]
    for setting in tried[1:]:
        glimpse, least = setting.laid_out.glimpse, best.ends[1]
        if glimpse and bad_ends(glimpse.pages, setting.drift) + glimpse.bad >= least:
            continue
        if setting.ends[1] < least:
            best = setting
    return best


def drift(document: Document, profile: Profile) -> float:
    """Return by how many points a line of a list stands lower in LibreOffice than the one above it says.

    It rounds each line in single spacing up to a twentieth of a point; running text has an exact pitch.
    """
    cell = profile.styles[Role.CELL]
    is_list = all(
        sum(not isinstance(block, Table) for block in sheet.body) <= _FEW_NOTES
        and any(isinstance(block, Table) for block in sheet.body)
        for sheet in document.sheets
    )
    high = float(cell.size) * SINGLE_SPACING
    return ceil(high * _TWIPS) / _TWIPS - high if is_list and not cell.pitch else 0.0


def bad_ends(pages: Sequence[SetPage], drift: float) -> int:
    """Return how badly pages end, of which each line stands so many points lower in another program.

    A signature nearly alone and an end that may run over weigh twice a page left half empty, a close end the least.
    """
    bad = 0
    for _, sheet in groupby(pages, key=lambda page: page.sheet):
        *firsts, last = sheet
        bad += _POOR * sum(page.empty > _EMPTY for page in firsts)
        bad += sum(_is_close(page, _TIE + drift * page.lines) for page in firsts)
        bad += 2 * _POOR * (bool(firsts) and last.has_end and last.lines < _FEWEST_LINES)
        bad += 2 * _POOR * (last.empty < _ROOM_FOR_THE_END)
    return bad


def _is_close(page: SetPage, tie: float) -> bool:
    """Whether a page ends so close to its foot, or the next so nearly stands on it, that Word may break it elsewhere."""
    is_near = page.next_needs > 0 and abs(page.empty - page.next_needs) < tie
    # LibreOffice leaves a row where it is that only keeps the signature company
    moves_a_row = 0 < page.next_row < page.empty + tie
    return page.empty < tie or is_near or moves_a_row
