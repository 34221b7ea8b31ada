"""Where the pages of a table of many rows end, found window by window.

Typst takes four times as long for a table of twice as many rows, and keeps each line that it has set in memory. So a long
table is laid out a few hundred rows at a time, each window from a page's top, and set in pieces that end where pages do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from dvkgen.document.to_text import raised
from dvkgen.document.tree import Cell, Document, Note, Paragraph, Sheet, Span, Table
from dvkgen.render.geometry import laid_out
from dvkgen.render.typst import Place
from dvkgen.render.typst_pages import ROW, Told

WINDOW = 240
"""Rows of a window."""
Settle = Callable[[Document], tuple[Told, frozenset[Place]]]
"""Returns what stands where in a short document, and before what its pages were made to end."""


def is_long(table: Table) -> bool:
    """Whether a table is set in pieces."""
    return len(table.rows) > 2 * WINDOW


def ends_of_long_tables(document: Document, settle: Settle) -> set[Place]:
    """Return the places in long tables before which pages end, and which divide their pieces."""
    found: set[Place] = set()
    for number, sheet in enumerate(document.sheets):
        for place, block in enumerate(sheet.body):
            if isinstance(block, Table) and is_long(block):
                ends = _ends(document, sheet, place, block, settle)
                found |= {(number, place, row) for row in ends}
    return found


def _ends(document: Document, sheet: Sheet, place: int, table: Table, settle: Settle) -> Iterator[int]:
    """Yield the rows before which pages end, as far as the last window, which is left whole."""
    start, whole = 0, _unspanned(table)
    while len(table.rows) - start > 2 * WINDOW:
        last = max((row for row in whole if start < row <= start + WINDOW), default=len(table.rows))
        window = replace(table, head=_head(table, goes_on=start > 0), rows=table.rows[start:last])
        opening = sheet.body[:place] if start == 0 else ()
        alone = replace(
            sheet if start == 0 else replace(sheet, label="", letterhead=None, title=None, addressees=None),
            body=(*opening, window),
            recipients=None,
            signatures=(),
            after=(),
        )
        told, forced = settle(replace(document, sheets=(alone,)))
        end = _last_sure_end(told, len(opening))
        if end is None:
            return
        yield from sorted(start + row for _, block, row in forced if block == len(opening) and row < end)
        start += end
        yield start


def _head(table: Table, *, goes_on: bool) -> tuple[tuple[Cell, ...], ...]:
    """Return the head of a window: where a table goes on its footnotes have been said, and marks stand for them."""
    if not goes_on:
        return table.head
    return tuple(tuple(replace(c, paragraphs=tuple(map(_marked, c.paragraphs))) for c in row) for row in table.head)


def _marked(paragraph: Paragraph) -> Paragraph:
    said = (Span(raised(1)) if isinstance(inline, Note) else inline for inline in paragraph.inlines)
    return replace(paragraph, inlines=tuple(said))


def _last_sure_end(told: Told, block: int) -> int | None:
    """Return the row with which the last page but one begins: what ends a window moves the last page alone."""
    begins: dict[int, int] = {}
    divided = set[int]()
    for line in told.lines:
        if line.part == ROW and line.block == block:
            first = begins.setdefault(line.row, line.page)
            if first != line.page:
                divided.add(line.page)
    by_page: dict[int, int] = {}
    for row, page in begins.items():
        by_page.setdefault(page, row)
    sure = [row for page, row in by_page.items() if 1 < page < told.pages and page not in divided and row]
    return max(sure, default=None)


def _unspanned(table: Table) -> list[int]:
    """Return the rows before which a table may be divided: no cell runs over from the row above."""
    rows = laid_out((*table.head, *table.rows), len(table.widths))
    return [
        number - len(table.head)
        for number, row in enumerate(rows)
        if number > len(table.head) and all(merge != "continue" for _, _, merge in row)
    ]
