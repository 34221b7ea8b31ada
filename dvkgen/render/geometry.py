"""Sizes that both renderings must share: the text's width, pictures, and the rooms held by empty lines.

Lengths are millimetres, heights of rooms points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dvkgen.content import Cell, Orientation, Picture
from dvkgen.layout import Profile

MM_IN_POINTS = 72 / 25.4
SINGLE_SPACING = 1.149
"""Height of a line in single spacing, in ems: ascent, descent and line gap of Times New Roman, as Word adds them."""

Row = tuple[tuple[Cell, int, str], ...]
"""Cells of a row as laid out: the cell, its first column, and whether it begins or continues a cell over rows."""
KEPT_ROWS = 3
"""How many last rows of a table stay with the signature after it, so that the total does not stand there alone."""


def text_width(profile: Profile, orientation: Orientation) -> float:
    """Return the width of the text in millimetres."""
    wide = profile.page.width if orientation is Orientation.PORTRAIT else profile.page.height
    return float(wide - profile.page.left - profile.page.right)


def picture_size(picture: Picture, width: float, most_high: float) -> tuple[float, float]:
    """Return width and height of a picture: as large as the text's width and the greatest height allow."""
    scale = min(width / picture.width, most_high / picture.height)
    return picture.width * scale, picture.height * scale


def empty_rooms(profile: Profile) -> Mapping[str, float]:
    """Return the height in points of each empty line that only holds room."""
    head = profile.letterhead
    return {
        "net_ke": float(head.rule_gap) * 2 + float(head.rule_weight),
        "sau_dau_trang": float(head.after),
        "sau_tieu_de": float(head.after) / 2,
        "sau_kinh_gui": float(head.after) / 2,
        "truoc_chu_ky": float(head.after),
        "cho_ky": float(head.signature_room) * MM_IN_POINTS,
        "o_trong": 1.0,
    }


def laid_out(rows: Iterable[tuple[Cell, ...]], columns: int) -> Iterator[Row]:
    """Yield rows in which a cell over several rows stands in each of them: (cell, first column, merge)."""
    running: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        cells, laid, column = iter(row), list[tuple[Cell, int, str]](), 0
        while column < columns:
            if column in running:
                cell, left = running.pop(column)
                laid.append((cell, column, "continue"))
            else:
                cell = next(cells)
                left = cell.rowspan
                laid.append((cell, column, "restart" if left > 1 else ""))
            if left > 1:
                running[column] = (cell, left - 1)
            column += cell.colspan
        yield tuple(laid)
