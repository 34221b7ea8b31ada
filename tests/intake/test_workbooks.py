"""Forms as workbooks: filled in by the rows of every list of the samples, and come home; formulas stay text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from dvkgen.document.tree import Document
from dvkgen.intake import Intake
from dvkgen.intake.sheet import read_sheets
from dvkgen.intake.wanted import Wanted
from dvkgen.render.xlsx import render_xlsx
from tests.intake.filling import answers_of
from tests.intake.test_round_trip import Case, cases, sample

TABLES = ("danh_sach_dang_ky", "trich_ngang")


def table_cases() -> list[Case]:
    return [case for case in cases() if case.form.kind in TABLES]


@cache
def book_of(document: Document) -> bytes:
    return render_xlsx(document)


def came_home(case: Case) -> bytes:
    """Return the workbook of a form with the rows of a record, written by somebody who looks at the heads."""
    book = load_workbook(BytesIO(book_of(case.document)))
    answers = answers_of(case.campaign, case.form, case.filed, case.unit)
    for row in answers.rows:
        keys = [key for key in row if key.startswith(("mo_hinh.ten", "de_nghi"))]
        level = keys[0].partition("@")[2]
        page = next(p for p in book.worksheets if not level or _names_level(case, level, p.cell(2, 1).value))
        assert _write(case, page, row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _names_level(case: Case, code: str, title: object) -> bool:
    level = case.campaign.locality.level(code)
    return level is not None and (len(case.form.levels) < 2 or level.in_sentence in str(title))


def _write(case: Case, page: object, row: dict[str, str]) -> bool:
    """Write a row into the first one that is free in its group."""
    heads = {str(page.cell(r, c).value): c for r in range(1, 14) for c in range(1, page.max_column + 1)}  # type: ignore[attr-defined]
    is_person = any(key.startswith("mo_hinh.ca_nhan") for key in row)
    group = "Cá nhân" if is_person else "Tập thể"
    names = [r for r in range(1, page.max_row + 1) if page.cell(r, 2).value == group]  # type: ignore[attr-defined]
    first = names[0] + 1 if names else next(r for r in range(1, 14) if page.cell(r, 1).value == "1")  # type: ignore[attr-defined]
    free = next(r for r in range(first, first + 12) if not page.cell(r, 2).value)  # type: ignore[attr-defined]
    for key, text in row.items():
        name = key.partition("@")[0]
        sector = case.campaign.locality.sector(name.removeprefix("mo_hinh.ten."))
        head = {
            "mo_hinh.tap_the": 2, "mo_hinh.ca_nhan": 2, "de_nghi.chu_the": 2, "de_nghi.mo_hinh": 3, "de_nghi.linh_vuc": 4, "de_nghi.thanh_tich": 5,
        }.get(name) or (heads[sector.heading] if sector else 3)  # fmt: skip
        page.cell(free, head).value = text  # type: ignore[attr-defined]
    return True


def test_importing_the_filled_workbook_changes_nothing() -> None:
    intake, wrong = Intake(sample()), dict[str, Sequence[str]]()
    for case in table_cases():
        label = case.campaign.label(case.filed.year)
        taken = intake.take("ds.xlsx", came_home(case), Wanted(case.campaign.slug, label, case.unit.code))
        told = [text for text in taken.undone if "ngày gửi" not in text]
        if taken.changes or taken.conflicts or told or not taken.what:
            diff = [line for change in taken.changes for line in change.diff().splitlines() if line[:1] in "+-"]
            wrong[case.filed.path] = (*diff, *(finding.message for finding in taken.conflicts), *told)
    assert wrong == {}
    assert len(table_cases()) > 100


def test_a_workbook_says_whose_it_is_and_when_it_was_sent() -> None:
    case = next(case for case in table_cases() if case.campaign.slug == "dong-da" and case.form.kind == TABLES[0])
    book = load_workbook(BytesIO(came_home(case)))
    page = book.worksheets[0]
    for row in range(1, 12):
        if page.cell(row, 1).value in ("Đơn vị gửi", "Ngày gửi"):
            page.cell(row, 2).value = case.unit.name if page.cell(row, 1).value == "Đơn vị gửi" else "13/01/2026"
    made = BytesIO()
    book.save(made)
    taken = Intake(sample()).take("ds.xlsx", made.getvalue(), Wanted())
    assert (taken.changes, taken.conflicts, taken.undone) == ([], [], [])
    assert case.unit.name in taken.what[0]


def test_a_workbook_says_which_form_it_is_and_is_the_same_bytes_each_time() -> None:
    for document in {case.document.target: case.document for case in table_cases()}.values():
        assert read_sheets("x.xlsx", render_xlsx(document)).form == document.form
        assert render_xlsx(document) == render_xlsx(document)


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "+84", "-2", '=HYPERLINK("http://x")'])
def test_what_is_typed_is_never_a_formula(typed: str, tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Đơn vị", "Tên mô hình"])
    page.append(["Chi bộ A", typed])
    page.cell(2, 2).data_type = "s"
    made = BytesIO()
    book.save(made)
    grid = read_sheets("x.xlsx", made.getvalue()).grids[0]
    assert grid.rows[1][1].text == typed
