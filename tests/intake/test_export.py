"""`export`: a workbook of what an office keeps; imported untouched it changes nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from dvkgen.campaign.totals import totals
from dvkgen.intake import Intake
from dvkgen.intake.outgoing import exported
from dvkgen.intake.wanted import Wanted
from dvkgen.load import load
from tests.conftest import TODAY, MakeRepo
from tests.intake.test_round_trip import sample

YEARS = [(c.slug, c.label(year)) for c in sample().campaigns for year in c.plan.period.years if c.entries(year)]


@pytest.mark.parametrize(("locality", "label"), YEARS, ids=map("-".join, YEARS))
def test_importing_an_export_untouched_changes_nothing(locality: str, label: str) -> None:
    campaign, year = sample().campaign_of(locality, label)
    taken = Intake(sample()).take("xuat.xlsx", exported(campaign, year), Wanted())
    assert (taken.changes, taken.conflicts, taken.undone) == ([], [], [])
    assert taken.what


@pytest.mark.parametrize(("locality", "label"), YEARS, ids=map("-".join, YEARS))
def test_numbers_are_those_of_the_totals(locality: str, label: str) -> None:
    campaign, year = sample().campaign_of(locality, label)
    book = load_workbook(BytesIO(exported(campaign, year)))
    assert book.worksheets[0].max_row - 1 == len(campaign.registered_in(year))
    kinds = [row[11].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert kinds.count("mô hình") == totals(campaign, year)["mo_hinh"]
    assert book["Đã gửi"].max_row - 1 == len(campaign.units_in(year))


def test_what_a_unit_typed_is_never_a_formula(repo: MakeRepo) -> None:
    text = """
        ngay_gui: 10/01/2026
        mo_hinh:
          - {ma: mot, ten: "=1+1", tap_the: "@SUM(A1)", linh_vuc: kinh_te, cap: phuong, muc_tieu: "+84", tu_nam: 2024}
    """
    repository = load(repo({"a/dang-ky": text}), TODAY)
    book = load_workbook(BytesIO(exported(repository.campaigns[0], 2026)))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert {"=1+1", "@SUM(A1)", "+84"} <= {cell.value for cell in cells}
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    assert all(
        cell.data_type == "s" for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None
    )
