"""Which lines stand on which page, as Typst tells it, and where its pages must end otherwise.

Typst keeps no row of a table with the next one: where a page's end parts rows that stay together, the page is ended
before the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from dvkgen.document.tree import Block, Document, Figure, Paragraph, Sheet, Table
from dvkgen.render.geometry import (
    MM_IN_POINTS,
    kept_from,
    leads_in,
    picture_size,
    set_rows,
    style_code,
    text_width,
)
from dvkgen.render.pages import SetPage
from dvkgen.render.typst import Place
from dvkgen.schema.profile import Profile, Style

_TOGETHER = 2
"""Lines of a paragraph that stand together at either side of a page's end."""
_EDGE = 0.75
"""Points by which a line may stand over the foot of its page."""
HEAD, BLOCK, TABLE_HEAD, ROW, END, NOTE = "h", "b", "t", "r", "e", "n"
"""What a line belongs to: letterhead and title, a block, the head of a table, a row, the end of a sheet, a footnote."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is set, in points from the page's top; `block` and `row` say of what, where it belongs to one."""

    page: int
    base: float
    above: float
    below: float
    part: str
    block: int = -1
    row: int = -1

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.base - self.above

    @property
    def foot(self) -> float:
        """Where it ends."""
        return self.base + self.below

    @property
    def height(self) -> float:
        """How high it is."""
        return self.above + self.below


@dataclass(frozen=True)
class Told:
    """What the frame tells of a document that it has set: its lines, on which page each sheet begins, all pages."""

    lines: tuple[Line, ...]
    begins: tuple[int, ...]
    pages: int

    @cached_property
    def by_page(self) -> tuple[tuple[Line, ...], ...]:
        """The lines of each page."""
        found: list[list[Line]] = [[] for _ in range(self.pages)]
        for line in self.lines:
            found[line.page - 1].append(line)
        return tuple(map(tuple, found))

    def sheet_of(self, page: int) -> int:
        """Return the number of the sheet to which a page belongs; both count from 0."""
        return max(number for number, first in enumerate(self.begins) if first <= page + 1)


def set_pages(document: Document, profile: Profile, told: Told) -> Iterator[SetPage]:
    """Yield what stands on each page."""
    for number, lines in enumerate(told.by_page):
        if not lines:  # in the midst of a long table, where nothing is told
            continue
        sheet = told.sheet_of(number)
        foot = foot_of(document.sheets[sheet], profile)
        lowest = max((line.foot for line in lines if line.foot <= foot + _EDGE), default=float(profile.page.top))
        goes_on = number + 1 < told.pages and told.sheet_of(number + 1) == sheet
        after = told.by_page[number + 1] if goes_on else ()
        yield SetPage(
            sheet=str(sheet),
            lines=len({round(line.base) for line in lines if line.part != END}),
            has_end=any(line.part == END for line in lines),
            empty=foot - lowest,
            next_needs=_least_of(document.sheets[sheet], profile, after, lines),
            next_row=_first_row(document.sheets[sheet], profile, after, lines),
        )


def foot_of(sheet: Sheet, profile: Profile) -> float:
    """Return where the text of a sheet's pages ends, in points from the page's top."""
    high = profile.page.height if sheet.orientation.value == "doc" else profile.page.width
    return float(high - profile.page.bottom) * MM_IN_POINTS


def _first_row(sheet: Sheet, profile: Profile, after: Sequence[Line], before: Sequence[Line]) -> float:
    """Return how high the row is with which the page after one begins; 0 where it runs on from the page before."""
    first = next((line for line in after if line.part not in (TABLE_HEAD, NOTE)), None)
    if first is None or first.part not in (ROW, END):
        return 0.0
    if any((line.part, line.block, line.row) == (first.part, first.block, first.row) for line in before):
        return 0.0
    same = [line for line in after if (line.part, line.block, line.row) == (first.part, first.block, first.row)]
    high = max(line.foot for line in same) - min(line.top for line in same)
    if first.part == END:
        return high
    table = sheet.body[first.block]
    assert isinstance(table, Table), "only a table has rows"
    least = max(cell.height for cell in table.rows[first.row]) * MM_IN_POINTS
    return max(high, least) + 2 * float(profile.table.padding_above) + float(profile.table.border)


def _least_of(sheet: Sheet, profile: Profile, after: Sequence[Line], before: Sequence[Line]) -> float:
    """Return how high the least of what begins a page is, with the gap to the paragraph above it.

    Headings take the beginning of the text below them along; of a paragraph at least two lines stand on either side.
    """
    needed, above = 0.0, before[-1].block if before and before[-1].part == BLOCK else -1
    for number in dict.fromkeys(line.block for line in after if line.part != NOTE):
        lines = [line for line in after if line.block == number and line.part != NOTE]
        if lines[0].part != BLOCK:
            return 0.0
        block = sheet.body[number]
        goes_on = number == above
        if not goes_on and above >= 0:
            needed += max(float(_last_style(sheet.body[above], profile).after), float(_style(block, profile).before))
        high = [line.height for line in lines]
        if isinstance(block, Figure):
            high[0] += _picture_height(block, sheet, profile)
        if _style(block, profile).keep_with_next or (isinstance(block, Paragraph) and leads_in(sheet.body, number)):
            needed, above = needed + sum(high), number
            continue
        fewest = (1 if len(high) > _TOGETHER else len(high)) if goes_on else min(_TOGETHER, len(high))
        return needed + sum(high if len(high) == _TOGETHER + 1 and not goes_on else high[:fewest])
    return 0.0


def _picture_height(figure: Figure, sheet: Sheet, profile: Profile) -> float:
    most = float(profile.table.figure_height)
    return picture_size(figure.picture, text_width(profile, sheet.orientation), most)[1] * MM_IN_POINTS


def _style(block: Block, profile: Profile) -> Style:
    return profile.styles[style_code(block)]


def _last_style(block: Block, profile: Profile) -> Style:
    return profile.styles["chu_thich" if isinstance(block, Figure) else style_code(block)]


# --- rows that stay together ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A row or another block in the order of a sheet: where it stands, and whether the next one stays with it."""

    place: Place
    first: int
    last: int
    stays: bool
    is_row: bool = False


@dataclass(frozen=True)
class Torn:
    """A place before which a page must end, because rows that stay together are parted.

    `is_close` says that this is a bad end: what is moved to the next page would stand on this one, and may in Word.
    """

    place: Place
    is_close: bool


def torn(document: Document, profile: Profile, told: Told) -> list[Torn]:
    """Return the first such place of each sheet."""
    found = (
        _torn(list(steps(number, sheet, profile, told)), told)
        for number, sheet in enumerate(document.sheets)
        if any(isinstance(block, Table) for block in sheet.body)
    )
    return [Torn(step.place, step.is_row and step.first == step.last) for step in found if step]


def _torn(steps: Sequence[Step], told: Told) -> Step | None:
    for number, (step, after) in enumerate(pairwise(steps)):
        if not (step.stays and step.last < after.first):
            continue
        start = number
        while start and steps[start - 1].stays:
            start -= 1
        begins = steps[start]
        if begins.first == step.last and _has_before(steps[:start], begins.first, begins.place[0], told):
            return begins
    return None


def _has_before(steps: Sequence[Step], page: int, sheet: int, told: Told) -> bool:
    """Whether something stands on a page above a step, so that ending the page there helps."""
    return any(step.last == page for step in steps) or told.begins[sheet] == page


def steps(number: int, sheet: Sheet, profile: Profile, told: Told) -> Iterator[Step]:
    """Yield the rows and blocks of a sheet, and its end."""
    end = told.begins[number + 1] if number + 1 < len(told.begins) else told.pages + 1
    mine = [line for line in told.lines if told.begins[number] <= line.page < end]
    where: dict[tuple[str, int, int], list[int]] = {}
    for line in mine:
        where.setdefault((line.part, line.block, line.row), []).append(line.page)
    before_end = kept_from(sheet.body) if sheet.signatures or sheet.recipients else len(sheet.body)
    for place, block in enumerate(sheet.body):
        if isinstance(block, Table):
            rows = set_rows(block, profile, text_width(profile, sheet.orientation) * MM_IN_POINTS)
            for row, one in enumerate(rows[len(block.head) :]):
                if pages := where.get((ROW, place, row)):
                    yield Step((number, place, row), min(pages), max(pages), one.closes or one.opens, is_row=True)
        elif pages := where.get((BLOCK, place, -1)):
            stays = place >= before_end or leads_in(sheet.body, place) or _style(block, profile).keep_with_next
            yield Step((number, place, 0), min(pages), max(pages), stays)
    if pages := where.get((END, -1, -1)):
        yield Step((number, len(sheet.body), 0), min(pages), max(pages), stays=False)


def is_over(document: Document, profile: Profile, told: Told) -> bool:
    """Whether a line stands below the foot of its page."""
    feet = [foot_of(sheet, profile) for sheet in document.sheets]
    return any(line.foot > feet[told.sheet_of(line.page - 1)] + _EDGE for line in told.lines)
