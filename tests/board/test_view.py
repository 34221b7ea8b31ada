"""What the board says of a campaign: whom to call and why, what comes next, and numbers that agree with each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dvkgen.board.links import links_from
from dvkgen.board.shown import Shown
from dvkgen.board.view import campaign_view
from dvkgen.build import check, owed
from dvkgen.load import load
from tests.conftest import MODEL, PLAN, MakeRepo


def view_of(root: Path, today: date) -> dict[str, Any]:
    repository = load(root, today)
    (campaign,) = repository.campaigns
    at = Shown(campaign, 2026, check(repository), list(owed(repository)), frozenset(), links_from(root / "build", root))
    return campaign_view(at)


@pytest.mark.parametrize(("included", "days"), [("false", 2), ("true", 1)])
def test_a_deadline_is_over_from_the_day_after_the_last_on_which_one_might_file(
    repo: MakeRepo, included: str, days: int
) -> None:
    plan = f"{PLAN.rstrip()}\n    quy_tac_dem: {{han_bao_gom_ngay: {included}}}\n"
    (reminder,) = view_of(repo({"ke-hoach": plan, "b/dang-ky": None}), date(2026, 1, 16))["nhac"]
    assert f"đã quá hạn {days} ngày (trước ngày 15/01/2026): Chi bộ B." in reminder["loi_nhan"]
    assert reminder["so_don_vi"] == 1


def test_a_deadline_on_the_first_of_all_days_is_over(repo: MakeRepo) -> None:
    plan = PLAN.replace("15/01/2026", "01/01/0001")
    (reminder,) = view_of(repo({"ke-hoach": plan, "b/dang-ky": None}), date(2026, 1, 16))["nhac"]
    assert "đã quá hạn 739632 ngày" in reminder["loi_nhan"]


def test_whoever_must_mend_something_is_told_what(repo: MakeRepo) -> None:
    view = view_of(repo({"a/dang-ky": MODEL.replace("kinh_te", "y_te")}), date(2026, 1, 16))
    (reminder,) = view["nhac"]
    assert "- sửa lỗi rồi gửi lại Đăng ký: Chi bộ A (không có lĩnh vực “y_te”" in reminder["loi_nhan"]
    assert view["tinh_ca_loi"] == ["Chi bộ A"]
    assert view["tong_hop"]["khong_linh_vuc"] == 1


def test_what_comes_next_is_told_with_those_who_are_waited_for(repo: MakeRepo) -> None:
    root = repo({"b/dang-ky": None})
    assert view_of(root, date(2026, 1, 10))["ke_tiep"] == {
        "ten": "Đăng ký",
        "ngay": "15/01/2026",
        "con": 4,
        "don_vi": ["Chi bộ B"],
    }
    assert view_of(root, date(2026, 1, 20))["ke_tiep"] is None


def test_models_and_items_of_units_are_those_of_the_lists(repo: MakeRepo) -> None:
    item = MODEL.replace("cap: phuong", "cap: phuong\n        la_noi_dung: true")
    view = view_of(repo({"a/dang-ky": item}), date(2026, 1, 16))
    (group,) = view["khoi"]
    assert [(unit["so_mo_hinh"], unit["so_noi_dung"]) for unit in group["don_vi"]] == [(0, 1), (1, 0)]


def test_a_paper_is_called_by_its_level_and_not_by_its_file(repo: MakeRepo) -> None:
    papers = [paper["ten"] for group in view_of(repo({}), date(2026, 1, 16))["van_ban"] for paper in group["van_ban"]]
    assert any("(Thành phố)" in name for name in papers)
    assert not any("thanh-pho" in name for name in papers)
