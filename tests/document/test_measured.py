"""What a template may write in measure: one sentence for whatever is too much, or does not fit together."""

from __future__ import annotations

import pytest

from dvkgen.document.markup import parse
from dvkgen.document.measured import MOST_BLOCKS, MOST_CELLS, MOST_DEEP, TemplateError


def table(widths: str, *rows: str) -> str:
    cells = ("".join(f"<td{cell}><p>a</p></td>" for cell in row.split("|")) for row in rows)
    return f'<table data-cot="{widths}">{"".join(f"<tr>{row}</tr>" for row in cells)}</table>'


WIDTHS = ("nan 1", "0 0", "0 1", "-1 2", "inf 1", "-inf 1", "1e308 1", "1e-400 1", "a b", "", "1", "1 2 3")
RAGGED = {
    "a cell forgotten": table("1 2", "|", ""),
    "a cell too many": table("1 2", "|", "||"),
    "a row too narrow": table("1 2 3", "||", ' colspan="2"'),
    "a row too wide": table("1 2", "|", ' colspan="2"|'),
    "below a cell of two rows": table("1 2", ' rowspan="2"|', "|"),
    "two rows below": table("1 2", ' rowspan="3"|', "", "|"),
    "below the table": table("1 2", "|", ' rowspan="2"|'),
}
NUMBERS = {
    "colspan": ("-1", "0", "x", "1.5", "99999999", ""),
    "rowspan": ("-1", "0", "x", "1e3", "99999999", ""),
    "data-cao": ("-5", "nan", "x", "1e9", "251", ""),
}
TOO_MUCH = {
    "paragraphs": "<p>a</p>" * (MOST_BLOCKS + 1),
    "headings": "<h2>a</h2>" * (MOST_BLOCKS + 1),
    "cells": table("1 " * 50, *(["|" * 49] * (MOST_CELLS // 50 + 1))),
    "cells within a cell": f'<table data-cot="1"><tr><td>{table("1 " * 50, *(["|" * 49] * (MOST_CELLS // 50 + 1)))}</td></tr></table>',
    "columns": table("1 " * 61, "|" * 60),
    "depth": f"<p>{'<b>' * MOST_DEEP}a{'</b>' * MOST_DEEP}</p>",
    "great depth": "<i>" * 50_000 + "</i>" * 50_000,
    "depth beside breadth": f"<p>a</p><p>{'<i>' * 3000}a{'</i>' * 3000}</p>",
}  # fmt: skip
LOST = {
    "words outside": "a<p>b</p>",
    "words after": "<p>b</p>a",
    "words in a table": '<table data-cot="1">a<tr><td><p>b</p></td></tr></table>',
    "words in a row": '<table data-cot="1"><tr>a<td><p>b</p></td></tr></table>',
    "a subject without its title": '<p class="trich_yeu">a</p>',
    "a subtitle without its title": '<p class="phu_de">a</p><p>b</p>',
    "a subject below an empty title": '<h1></h1><p class="trich_yeu">a</p>',
    "a turned direction": "<p>\u202ea</p>",
    "half a character": "<p>\ud800</p>",
    "a null": "<p>\0</p>",
}


def refused(html: str) -> str:
    with pytest.raises(TemplateError) as told:
        parse(html, {})
    return str(told.value)


@pytest.mark.parametrize("widths", WIDTHS)
def test_columns_have_widths_that_are_numbers(widths: str) -> None:
    assert "data-cot" in refused(table(widths, "|"))


@pytest.mark.parametrize("kind", RAGGED)
def test_rows_fill_their_columns(kind: str) -> None:
    assert "hàng" in refused(RAGGED[kind])


@pytest.mark.parametrize(("name", "typed"), [(name, typed) for name, all_of in NUMBERS.items() for typed in all_of])
def test_numbers_of_cells_have_bounds(name: str, typed: str) -> None:
    said = refused(table("1 2", f' {name}="{typed}"|'))
    assert name in said or "data-cot" in said


@pytest.mark.parametrize("kind", [*TOO_MUCH, *LOST])
def test_what_is_too_much_or_would_be_lost_is_told(kind: str) -> None:
    assert refused({**TOO_MUCH, **LOST}[kind])


def test_what_fits_is_taken() -> None:
    (block,) = parse(table("1 2 3", ' rowspan="2"|' + ' colspan="2"', "|", "||"), {}).blocks
    assert block
