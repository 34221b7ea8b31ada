"""A blank form that is a table as a workbook: heads as on paper, rows to fill in, lists to choose from, and how to.

Every cell is text or empty: nothing of a form, and nothing that was typed, is ever a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dvkgen.document.control import Control, FormMark
from dvkgen.document.tree import Cell, Document, Paragraph, Sheet, Table, plain
from dvkgen.render.xlsx_mark import PROPERTY, SENT, UNIT

_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - the same form is the same bytes
_ROWS = 12
"""Rows to fill in where paper has two or three."""
_ROW_HIGH, _HEAD_HIGH = 32, 34
"""Points: two lines of text."""
_WIDE, _NARROW, _PAGE = 24, 7, 130
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
_LISTS = "Danh mục"
_LONGEST_NAME = 31
_HOW = (
    "Chọn hoặc gõ tên đơn vị, ngày gửi ở hai ô phía trên bảng.",
    "Điền vào các ô trống dưới đầu bảng; cần thêm hàng thì chèn hàng vào giữa bảng.",
    "Mỗi mô hình một hàng. Cùng một chủ thể có nhiều mô hình thì ghi lại tên chủ thể ở từng hàng.",
    "Ô có mũi tên: bấm vào để chọn; tên không có trong danh sách thì gõ thẳng.",
    "Không đổi tên các cột, không gộp ô, không ghi gì khác vào giữa bảng.",
    "Lưu tệp rồi gửi về cơ quan; không cần in, không cần ký lên tệp này.",
)


def render_xlsx(document: Document) -> bytes:
    """Return the workbook of a blank form."""
    assert document.form, "a form that is filled in"
    made = BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": document.title, "author": document.author, "created": _MADE})
    book.set_custom_property(PROPERTY, _marked(document.form))
    writing = _Writing(book)
    for number, (sheet, table) in enumerate(_tables(document), 1):
        writing.sheet(number, sheet, table)
    writing.how_to()
    writing.lists()
    book.close()
    return made.getvalue()


def _marked(form: FormMark) -> str:
    return f"{form.locality}/{form.folder}/{form.code}"


def _tables(document: Document) -> Iterator[tuple[Sheet, Table]]:
    """Yield each table that is filled in; of a form of lines alone the table that has a column for each."""
    found = False
    for sheet in document.sheets:
        for block in sheet.body:
            if isinstance(block, Table) and any(cell.control for row in block.rows for cell in row):
                found = True
                yield sheet, block
    lines = [control for sheet in document.sheets for control in _controls(sheet)] if not found else []
    if len(lines) > 1:
        heads = tuple(Cell((Paragraph(()),), control=control) for control in lines)
        yield document.sheets[0], Table((100 / len(lines),) * len(lines), (), (heads,))


def _controls(sheet: Sheet) -> Iterator[Control]:
    for block in sheet.body:
        if isinstance(block, Paragraph):
            yield from (control for inline in block.inlines if (control := getattr(inline, "control", None)))


@dataclass
class _Writing:
    """One workbook being written: its formats, and the lists from which cells choose."""

    book: Any
    columns: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        base = {
            "font_name": "Times New Roman",
            "font_size": 12,
            "text_wrap": True,
            "valign": "vcenter",
            "num_format": "@",
        }
        self.title = self.book.add_format({**base, "bold": True, "align": "center", "font_size": 13})
        self.head = self.book.add_format({**base, "bold": True, "align": "center", "border": 1, "bg_color": "#E7E6E6"})
        self.cell = self.book.add_format({**base, "border": 1})
        self.bold = self.book.add_format({**base, "border": 1, "bold": True})
        self.number = self.book.add_format({**base, "border": 1, "align": "center"})
        self.text = self.book.add_format({**base, "valign": "top"})

    def sheet(self, number: int, sheet: Sheet, table: Table) -> None:
        """Write one table with the title of its sheet above it."""
        titles = [
            *(sheet.title.type_name if sheet.title else ()),
            *map(plain, sheet.title.subject if sheet.title else ()),
        ]
        name = _NO_NAME.sub(" ", f"{number}. {titles[-1] if titles else 'Bảng'}")[:_LONGEST_NAME].strip()
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        columns = len(table.widths)
        at = 0
        for line in titles:
            self._across(page, at, 0, columns - 1, line, self.title)
            at += 1
        at = self._who(page, at + 1, columns, _units_in(table)) + 1
        first = at
        at = self._heads(page, at, table)
        page.repeat_rows(first, at - 1)
        page.freeze_panes(at, 0)
        for column, share in enumerate(table.widths):
            wide = max(_NARROW, round(share * _PAGE / 100)) if table.head else _WIDE
            page.set_column(column, column, wide, self.text)
        self._rows(page, at, table)

    def _who(self, page: Worksheet, at: int, columns: int, units: tuple[str, ...]) -> int:
        """Write where the unit says who it is and when it sends, and return the row below."""
        for label, kind in ((UNIT, "ten"), (SENT, "dong")):
            page.write_string(at, 0, label, self.bold)
            if columns > 2:
                page.merge_range(at, 1, at, 2, "", self.cell)
            else:
                page.write_blank(at, 1, None, self.cell)
            if kind == "ten" and units:
                self._choose(page, at, 1, Control("", label, kind, units))
            at += 1
        return at

    def _across(self, page: Worksheet, row: int, first: int, last: int, text: str, look: Any) -> None:
        if last > first:
            page.merge_range(row, first, row, last, "", look)
        page.write_string(row, first, text, look)

    def _heads(self, page: Worksheet, at: int, table: Table) -> int:
        if not table.head:
            for column, cell in enumerate(table.rows[0]):
                page.write_string(at, column, cell.control.name if cell.control else "", self.head)
            return at + 1
        taken = [0] * len(table.widths)
        for row in table.head:
            column = 0
            page.set_row(at, _HEAD_HIGH)
            for cell in row:
                while taken[column]:
                    column += 1
                last, foot = column + cell.colspan - 1, at + cell.rowspan - 1
                if last > column or foot > at:
                    page.merge_range(at, column, foot, last, "", self.head)
                page.write_string(at, column, _said(cell), self.head)
                for one in range(column, last + 1):
                    taken[one] = cell.rowspan
                column = last + 1
            taken = [max(0, left - 1) for left in taken]
            at += 1
        return at

    def _rows(self, page: Worksheet, at: int, table: Table) -> None:
        """Write the rows of a form: those that are always there once, those that repeat more often than on paper."""
        rows = list(table.rows)
        while rows:
            row = rows.pop(0)
            controls = [cell.control for cell in row]
            same = 1
            while rows and any(controls) and [cell.control for cell in rows[0]] == controls:
                rows.pop(0)
                same += 1
            is_repeated = any(controls) and (same > 1 or not table.head or len(table.rows) == 1)
            count = _ROWS if is_repeated else 1
            for number in range(1, count + 1):
                self._row(page, at, row, str(number) if is_repeated and table.head else "")
                at += 1

    def _row(self, page: Worksheet, at: int, row: Sequence[Cell], number: str) -> None:
        column = 0
        page.set_row(at, _ROW_HIGH)
        for cell in row:
            text = number if number and column == 0 else _said(cell)
            look = self.number if number and column == 0 else self.bold if text else self.cell
            last = column + cell.colspan - 1
            if last > column:
                page.merge_range(at, column, at, last, "", look)
            page.write_string(at, column, text, look) if text else page.write_blank(at, column, None, look)
            if cell.control and cell.control.choices:
                self._choose(page, at, column, cell.control)
            column = last + 1

    def _choose(self, page: Worksheet, row: int, column: int, control: Control) -> None:
        if control.choices not in self.columns:
            self.columns.append(control.choices)
        place = self.columns.index(control.choices)
        letter = chr(65 + place) if place < 26 else f"A{chr(65 + place - 26)}"
        page.data_validation(row, column, row, column, {
            "validate": "list",
            "source": f"='{_LISTS}'!${letter}$1:${letter}${len(control.choices)}",
            "error_type": "information" if control.kind == "ten" else "stop",
            "error_title": "Không có trong danh sách",
            "error_message": "Chọn một mục trong danh sách." if control.kind != "ten" else "Tên này không có trong danh sách đơn vị.",
        })  # fmt: skip

    def how_to(self) -> None:
        """Write the sheet that says how to fill in the others."""
        page = self.book.add_worksheet("Hướng dẫn")
        page.set_column(0, 0, 100, self.text)
        for row, line in enumerate(_HOW):
            page.write_string(row, 0, f"{row + 1}. {line}", self.text)

    def lists(self) -> None:
        """Write the hidden sheet of what may be chosen."""
        if not self.columns:
            return
        page = self.book.add_worksheet(_LISTS)
        page.hide()
        for column, choices in enumerate(self.columns):
            for row, choice in enumerate(choices):
                page.write_string(row, column, choice, self.text)


def _units_in(table: Table) -> tuple[str, ...]:
    """Return the names of units from which a form chooses, if it does."""
    controls = (cell.control for row in table.rows for cell in row if cell.control)
    return next((control.choices for control in controls if control.kind == "ten"), ())


def _said(cell: Cell) -> str:
    return " ".join(" ".join(plain(p.inlines) for p in cell.paragraphs).split())
