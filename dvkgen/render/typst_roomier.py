"""What is known of a document in a roomier look from how it was set in a closer one, when its lines break alike in both.

Between two fittings that differ in the room around things alone every line moves down by sums of those differences, so
that the closer one shows where the roomier one would tear rows from the signature, without setting it.
"""

from __future__ import annotations

from collections.abc import Sequence

from dvkgen.document.tree import Document, Figure, Sheet, Table
from dvkgen.render.geometry import empty_rooms
from dvkgen.render.typst_pages import END, NOTE, Line, Step, Told, foot_of, steps
from dvkgen.schema.profile import Profile

_SURE = 1.5
"""Points by which a line must stand above or below a foot to be surely there."""


def tears(document: Document, profile: Profile, told: Told, roomier: Profile) -> bool:
    """Whether a document, told as it was set in a profile, surely has rows torn from its signature in a roomier one.

    False says that nothing is known. Each sheet must stand on one page.
    """
    if roomier.styles != profile.styles or told.pages != len(document.sheets):
        return False
    return any(_is_torn(document, number, profile, told, roomier) for number in range(told.pages))


def _is_torn(document: Document, number: int, profile: Profile, told: Told, roomier: Profile) -> bool:
    sheet, lines = document.sheets[number], told.by_page[number]
    if sheet.after or any(line.part == NOTE for line in lines) or any(isinstance(b, Figure) for b in sheet.body):
        return False
    kept = _first_kept(list(steps(number, sheet, profile, told)))
    if kept is None:
        return False
    step, next_one = kept
    more = _More(sheet, profile, roomier)
    foot = foot_of(sheet, profile)
    above_end = more.until((len(sheet.body), 0))
    mine = [line.foot for line in lines if (line.block, line.row) == step.place[1:]]
    below = [line.top for line in lines if _place(line, sheet) == next_one.place[1:]]
    fits = min(below) + more.until(next_one.place[1:]) < foot - _SURE and max(mine) + above_end < foot - _SURE
    last = [line.foot for line in lines if line.part == END][-1]
    return fits and last + above_end + more.in_end > foot + _SURE


def _first_kept(every: Sequence[Step]) -> tuple[Step, Step] | None:
    """Return the first row of those that stay with the end of a sheet, and what follows it."""
    start = len(every) - 1
    while start > 0 and every[start - 1].stays:
        start -= 1
    if start == len(every) - 1 or not every[start].is_row:
        return None
    return every[start], every[start + 1]


def _place(line: Line, sheet: Sheet) -> tuple[int, int]:
    """Return the place of a step to which a line belongs: its block, and its row in a table."""
    return (len(sheet.body), 0) if line.part == END else (line.block, max(line.row, 0))


class _More:
    """How much farther down, in points, things of a sheet stand in a roomier profile."""

    def __init__(self, sheet: Sheet, profile: Profile, roomier: Profile) -> None:
        small, large = empty_rooms(profile), empty_rooms(roomier)
        self.sheet, self.room = sheet, {name: large[name] - small[name] for name in small}
        self.row = 2 * float(roomier.table.padding_above - profile.table.padding_above)
        several_named = sheet.addressees is not None and len(sheet.addressees.names) > 1
        self.above = (
            bool(sheet.letterhead) * self.room["sau_dau_trang"]
            + bool(sheet.title) * self.room["sau_tieu_de"]
            + several_named * self.room["sau_kinh_gui"]
        )
        self.in_end = self.room["truoc_chu_ky"] + bool(sheet.signatures) * self.room["cho_ky"]

    def until(self, place: tuple[int, int]) -> float:
        """Return how much lower a row of a table, or another block, begins."""
        found, (until, rows), last = self.above, place, len(self.sheet.body) - 1
        for number, block in enumerate(self.sheet.body[: until + 1]):
            if isinstance(block, Table):
                found += (len(block.head) + (rows if number == until else len(block.rows))) * self.row
                found += self.room["sau_bang"] if number < min(until, last) else 0.0
        return found
