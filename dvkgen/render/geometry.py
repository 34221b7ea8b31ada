"""Sizes that both renderings must share: the text's width, pictures, and the rooms held by empty lines.

Lengths are millimetres, heights of rooms points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar, assert_never

from dvkgen.document.tree import (
    Block,
    Cell,
    Figure,
    Heading,
    Orientation,
    Paragraph,
    Picture,
    RecipientGroup,
    Role,
    Table,
    plain,
)
from dvkgen.render.metric import Face
from dvkgen.schema.profile import Profile

T = TypeVar("T")
MM_IN_POINTS = 72 / 25.4
SINGLE_SPACING = 1.149
"""Height of a line in single spacing, in ems: ascent, descent and line gap of Times New Roman, as Word adds them."""

_GLUED = r"[^\s\u00a0]{1,20}\u00a0[-–]\u00a0[^\s\u00a0]{1,20}|[^\W\d]{1,12}/[^\W\d]{1,12}"
WHOLE = re.compile(rf"(?:[^ \t\n]{{0,60}}\u00a0)?(?:{_GLUED})[^ \t\n]{{0,60}}")
"""Words glued over a dash, and words with a stroke, with all that is glued to them: the library would break after the
sign all the same."""

Row = tuple[tuple[Cell, int, str], ...]
"""Cells of a row as laid out: the cell, its first column, and whether it begins or continues a cell over rows."""


@dataclass(frozen=True)
class SetRow:
    """A row as laid out: how many lines high, whether it heads the table, stays whole, is one of the last that stay together.

    `opens` is set where it names the rows below it and stays with the next one.
    """

    cells: Row
    lines: int
    is_head: bool
    is_whole: bool
    closes: bool
    opens: bool


_KEPT_ROWS, _KEPT_LINES = 3, 8
_UNBROKEN_LINES = 8
"""How many lines a row may have that is never broken over two pages: a higher one would leave a page half empty."""


@dataclass(frozen=True, eq=False)
class _Same(Generic[T]):
    """A value that is told from others by being itself, so that nothing in it need be compared."""

    value: T

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


def set_rows(table: Table, profile: Profile, room: float) -> tuple[SetRow, ...]:
    """Return the rows of a table as both formats set them, heads first; the room is the text's width in points."""
    return _set_rows(_Same(table), _Same(profile), room)


@lru_cache(maxsize=8)
def _set_rows(same_table: _Same[Table], same_profile: _Same[Profile], room: float) -> tuple[SetRow, ...]:
    table, profile = same_table.value, same_profile.value
    rows, heads = tuple(laid_out((*table.head, *table.rows), len(table.widths))), len(table.head)
    high = _row_lines(rows, table.widths, room, profile)
    last = len(rows) - 1 - _kept_rows(high[heads:])
    return tuple(
        SetRow(
            row,
            high[n],
            is_head=n < heads,
            is_whole=n < heads or high[n] <= _UNBROKEN_LINES,
            closes=n > last,
            opens=n >= heads and table.opens_group(n - heads),
        )
        for n, row in enumerate(rows)
    )


def _kept_rows(lines: Sequence[int]) -> int:
    """Return how many last rows stay with the signature after a table, so that the total does not stand there alone.

    `lines` says how many lines high each row is. Rows of long texts are fewer: kept together they would leave the page
    before them empty.
    """
    kept = together = 0
    for high in reversed(lines):
        together += high
        if kept == _KEPT_ROWS or (kept and together > _KEPT_LINES):
            break
        kept += 1
    return kept


def leads_in(blocks: Sequence[Block], number: int) -> bool:
    """Whether a paragraph stays with the block after it: it ends in a colon, or the author's name follows."""
    block, after = blocks[number], blocks[number + 1] if number + 1 < len(blocks) else None
    if not isinstance(block, Paragraph) or after is None:
        return False
    is_before_author = isinstance(after, Paragraph) and after.role is Role.AUTHOR
    return is_before_author or plain(block.inlines).rstrip().endswith(":")


def kept_from(blocks: Sequence[Block]) -> int:
    """Return from which block on a text stays with the signature below it: the last one, and a table before a last note."""
    last = len(blocks) - 1
    return last - 1 if last > 0 and isinstance(blocks[-2], Table) else last


def _row_lines(rows: Iterable[Row], widths: Sequence[float], room: float, profile: Profile) -> list[int]:
    """Return how many lines high each row of a table is; widths are per cent of the room, which is in points."""
    return [
        max(
            (
                _cell_lines(cell, sum(widths[start : start + cell.colspan]) * room / 100, profile)
                for cell, start, merge in row
                if merge != "continue"
            ),
            default=1,
        )
        for row in rows
    ]


def _cell_lines(cell: Cell, column: float, profile: Profile) -> int:
    inside = inner_width(profile, column)
    return sum(wrapped(plain(p.inlines), inside, face_of(profile, p.role)) for p in cell.paragraphs) // cell.rowspan


def face_of(profile: Profile, code: str) -> Face:
    """Return the face of a style."""
    style = profile.styles[code]
    return Face(float(style.size), style.bold, style.italic)


def text_width(profile: Profile, orientation: Orientation) -> float:
    """Return the width of the text in millimetres."""
    wide = profile.page.width if orientation is Orientation.PORTRAIT else profile.page.height
    return float(wide - profile.page.left - profile.page.right)


def inner_width(profile: Profile, column: float) -> float:
    """Return the width in points of the text in a column of a table; a cell's rule lies on its edge, as in Word."""
    return column - 2 * float(profile.table.padding) * MM_IN_POINTS


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
        "sau_kinh_gui": float(head.after),
        "truoc_chu_ky": float(head.after),
        "sau_bang": float(head.after) / 2,
        "cho_ky": float(head.signature_room) * MM_IN_POINTS,
        "o_trong": 1.0,
    }


def rule_shares(profile: Profile) -> Mapping[str, float]:
    """Return how long each drawn rule is, in per cent of the line above it."""
    head = profile.letterhead
    return {
        "net_tieu_de": float(head.rule_share),
        "net_co_quan": float(head.organ_rule_share),
        "net_trich_yeu": float(head.subject_rule_share),
    }


BRACE_WIDTH = 3.0
NOTE_WIDTH = 21.0
"""Millimetres of the brace beside a group of recipients, and of the note beside the brace."""


def group_widths(profile: Profile, orientation: Orientation) -> tuple[float, float, float]:
    """Return the widths in millimetres of a group of recipients: its lines, the brace, the note."""
    left = text_width(profile, orientation) * float(100 - profile.letterhead.signature_share) / 100
    return left - BRACE_WIDTH - NOTE_WIDTH, BRACE_WIDTH, NOTE_WIDTH


def brace_height(group: RecipientGroup, profile: Profile, width: float) -> float:
    """Return the height in points of the brace beside a group whose lines are `width` millimetres wide."""
    face = face_of(profile, "noi_nhan_muc")
    room = (width - float(profile.styles["noi_nhan_muc"].hanging)) * MM_IN_POINTS
    lines = sum(wrapped(line, room, face) for line in group.lines)
    return lines * face.size * SINGLE_SPACING - 2


def wrapped(text: str, room: float, face: Face) -> int:
    """Return in how many lines of a width in points a text stands."""
    count, used = 1, 0.0
    if face.width(f"{text} ") <= room:
        return count
    for word in text.split(" "):
        long = face.width(f"{word} ")
        if used and used + long > room:
            count, used = count + 1, 0.0
        used += long
    return count


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


def style_code(block: Block) -> str:
    """Return the style in which a block begins."""
    match block:
        case Paragraph(role=role):
            return role
        case Heading(level=level):
            return f"tieu_de_{level}"
        case Figure():
            return "anh"
        case Table():
            return "o_bang"
        case _:
            assert_never(block)
