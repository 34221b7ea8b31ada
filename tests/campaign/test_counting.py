from __future__ import annotations

import pytest

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import quota_results, tally
from dvkgen.load import load
from tests.conftest import PLAN, TODAY, Files, MakeRepo

UNITS = """
    don_vi:
      - {ma: a, ten: Chi bộ A, khoi: tdp, ten_khac: [CB A]}
      - {ma: b, ten: Chi bộ B, khoi: tdp}
      - {ma: c, ten: Chi bộ C, truc_thuoc: a}
"""
A = """
    ngay_gui: 10/01/2026
    mo_hinh:
      - {ma: m1, ten: Một, tap_the: Tổ dân vận, linh_vuc: kinh_te, cap: phuong, cung_thuc_hien: [b]}
      - {ma: m2, ten: Hai, tap_the: tổ dân vận, linh_vuc: van_hoa, cap: phuong}
      - {ma: m3, ten: Ba, ca_nhan: Nguyễn Văn A, linh_vuc: kinh_te, cap: thanh_pho, tu_nam: 2024, muc_tieu: hơn}
      - {ma: m4, ten: Bốn, tap_the: CB A, linh_vuc: kinh_te, cap: phuong, la_noi_dung: true}
"""
B = """
    ngay_gui: 10/01/2026
    mo_hinh:
      - {ma: m1, ten: Năm, tap_the: Tổ dân vận, linh_vuc: kinh_te, cap: phuong}
      - {ma: m2, ten: Sáu, ca_nhan: Nguyễn Văn A, linh_vuc: kinh_te, cap: phuong}
"""
C = """
    ngay_gui: 10/01/2026
    mo_hinh:
      - {ma: m1, ten: Bảy, ca_nhan: {ho_ten: Nguyễn Văn A, don_vi: Chi bộ B}, linh_vuc: van_hoa, cap: phuong}
"""
FILES = {"don-vi": UNITS, "a/dang-ky": A, "b/dang-ky": B, "c/dang-ky": C}


def campaign(repo: MakeRepo, rules: str = "", quotas: str = "", files: Files | None = None) -> Campaign:
    plan = (
        PLAN
        + (f"    quy_tac_dem: {{{rules}}}\n" if rules else "")
        + (f"    chi_tieu:\n      - {quotas}\n" if quotas else "")
    )
    repository = load(repo({**FILES, "ke-hoach": plan, **(files or {})}), TODAY)
    assert not repository.findings
    return repository.campaigns[0]


def rows(c: Campaign) -> dict[str, tuple[int, int, int, int]]:
    counted = tally(c.entries(2026), c.locality, c.plan.counting)
    found = {level.level.code: level.counts.numbers for level in counted.levels if level.level}
    return {**found, "tong": counted.total.numbers}


def test_each_subject_counts_once_and_items_do_not_count(repo: MakeRepo) -> None:
    # collectives: Tổ dân vận of A (two models) and of B; individuals of phường: A's Nguyễn Văn A is another than B's
    assert rows(campaign(repo)) == {"thanh_pho": (0, 0, 1, 1), "phuong": (2, 3, 1, 2), "tong": (2, 3, 2, 3)}


def test_rows_may_be_added_up_instead(repo: MakeRepo) -> None:
    assert rows(campaign(repo, "chu_the: cong_don")) == {
        "thanh_pho": (0, 0, 1, 1),
        "phuong": (3, 3, 2, 2),
        "tong": (3, 3, 3, 3),
    }


def test_a_higher_level_may_count_below_and_still_once_in_all(repo: MakeRepo) -> None:
    counted = rows(campaign(repo, "cap_tren_tinh_cap_duoi: true"))
    assert counted == {"thanh_pho": (0, 0, 1, 1), "phuong": (2, 3, 2, 3), "tong": (2, 3, 2, 3)}
    summed = rows(campaign(repo, "cap_tren_tinh_cap_duoi: true, chu_the: cong_don"))
    assert summed["tong"][1::2] == (3, 3)


def test_a_unit_is_one_collective_under_all_its_names(repo: MakeRepo) -> None:
    c = campaign(repo)
    keys = {e.subject.key for e in c.entries(2026) if e.subject and e.initiative.code == "m4"}
    assert keys == {("unit", "a")}


def test_a_unit_over_others_lists_their_models_too(repo: MakeRepo) -> None:
    c = campaign(repo)
    above, below = c.unit("a"), c.unit("c")
    assert above
    assert below
    assert [len(c.entries_below(u, 2026)) for u in (above, below)] == [5, 1]


@pytest.mark.parametrize(
    ("quota", "rules", "reached"),
    [
        ("{ma: q, ten: q}", "", [7]),
        ("{ma: q, ten: q}", "tinh_noi_dung: false", [6]),
        ("{ma: q, ten: q}", "mo_hinh_cu: khong_tinh", [6]),
        ("{ma: q, ten: q}", "mo_hinh_cu: luon_tinh", [7]),
        ("{ma: q, ten: q, cap: phuong}", "", [6]),
        ("{ma: q, ten: q, cap: phuong}", "cap_tren_tinh_cap_duoi: true", [7]),
        ("{ma: q, ten: q, linh_vuc: văn xã}", "", [2]),
        ("{ma: q, ten: q, loai_chu_the: ca_nhan}", "", [3]),
        ("{ma: q, ten: q, khoi: tdp}", "", [7]),
        ("{ma: q, ten: q, don_vi: [b]}", "", [2]),
        ("{ma: q, ten: q, moi_don_vi: true}", "", [5, 2, 1]),
        ("{ma: q, ten: q, moi_don_vi: true}", "mo_hinh_chung: moi_don_vi", [5, 3, 1]),
        ("{ma: q, ten: q, moi_don_vi: true, khoi: tdp}", "", [5, 2]),
        ("{ma: q, ten: q, ca_ky: true}", "", [7]),
    ],
)
def test_a_quota_counts_what_its_filters_and_the_plans_rules_say(
    repo: MakeRepo, quota: str, rules: str, reached: list[int]
) -> None:
    c = campaign(repo, rules, quota)
    assert [r.reached for r in quota_results(c, c.plan.quotas[0], 2026)] == reached


def test_a_carried_over_model_without_a_goal_counts_for_no_quota(repo: MakeRepo) -> None:
    c = campaign(repo, quotas="{ma: q, ten: q}", files={"a/dang-ky": A.replace(", muc_tieu: hơn", "")})
    assert quota_results(c, c.plan.quotas[0], 2026)[0].reached == 6
