"""What a template may write in measure: how deep, how many blocks and cells, and tables whose rows fill their columns.

What goes beyond would only make a paper that nobody reads, or none at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from xml.etree import ElementTree as ET

from dvkgen.document.tree import Cell

MOST_DEEP, MOST_BLOCKS, MOST_CELLS, MOST_COLUMNS = 30, 5_000, 50_000, 60
_WIDEST = 10_000
_HIGHEST = 250
"""Millimetres that a cell may be high: no more fits a page."""


class TemplateError(ValueError):
    """A template wrote what is not in the subset; the message says what, in Vietnamese."""


def measure(root: ET.Element) -> None:
    """Raise TemplateError where what a template wrote is too deep or too much."""
    level, deep = list(root), 0
    if len(level) > MOST_BLOCKS:
        raise TemplateError(f"văn bản dài quá {MOST_BLOCKS} đoạn")
    cells = 0
    while level:
        deep += 1
        cells += sum(element.tag in ("td", "th") for element in level)
        level = [inner for element in level for inner in element]
        if deep > MOST_DEEP:
            raise TemplateError(f"thẻ lồng nhau quá {MOST_DEEP} cấp")
    if cells > MOST_CELLS:
        raise TemplateError(f"các bảng có quá {MOST_CELLS} ô")


def widths(typed: str, columns: int) -> tuple[float, ...]:
    """Return the widths of a table's columns in per cent of it, as `data-cot` shares them out."""
    try:
        shares = [float(width) for width in typed.split()]
    except ValueError:
        raise TemplateError("data-cot phải gồm các con số") from None
    if not all(isfinite(share) and 0 < share <= _WIDEST for share in shares):
        raise TemplateError(f"data-cot phải gồm các con số lớn hơn 0, nhiều nhất {_WIDEST}")
    if not shares or len(shares) != columns:
        raise TemplateError(f"data-cot phải cho bề rộng của đúng {columns} cột")
    if columns > MOST_COLUMNS:
        raise TemplateError(f"bảng có quá {MOST_COLUMNS} cột")
    scale = 100 / sum(shares)
    return tuple(round(share * scale, 4) for share in shares)


def span(element: ET.Element, name: str) -> int:
    """Return over how many columns or rows a cell runs, at least one."""
    number = _number(element.get(name, "1"), name)
    if not 1 <= number <= MOST_CELLS:
        raise TemplateError(f"{name} phải là một con số từ 1")
    return number


def height(element: ET.Element) -> int:
    """Return the least height of a cell in millimetres, 0 where it names none."""
    number = _number(element.get("data-cao", "0"), "data-cao")
    if not 0 <= number <= _HIGHEST:
        raise TemplateError(f"data-cao phải là một con số từ 0 đến {_HIGHEST}")
    return number


def _number(typed: str, name: str) -> int:
    try:
        return int(typed)
    except ValueError:
        raise TemplateError(f"{name} phải là một con số") from None


def refuse_ragged(rows: Sequence[Sequence[Cell]], columns: int) -> None:
    """Raise TemplateError where a row does not fill the columns of its table, cells from rows above counted in."""
    hanging = [0] * columns
    for number, row in enumerate(rows, 1):
        taken = sum(left > 0 for left in hanging) + sum(cell.colspan for cell in row)
        if taken != columns:
            raise TemplateError(f"hàng {number} của bảng có {taken} ô, phải có {columns}")
        cells = (cell.rowspan for cell in row for _ in range(cell.colspan))
        hanging = [left - 1 if left > 0 else next(cells) - 1 for left in hanging]
    if any(hanging):
        raise TemplateError("rowspan vượt quá số hàng của bảng")
