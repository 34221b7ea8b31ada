from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import MODEL, PLAN, Expect, Files, MakeRepo, findings_in

QUOTA = PLAN + "    chi_tieu:\n      - {ma: q, ten: Đủ, toi_thieu: 3%s}\n"


def severity(repo: MakeRepo, files: Files, check: str, today: date = date(2026, 11, 22)) -> set[str]:
    return {str(f.severity) for f in findings_in(repo(files), today) if f.check == check}


@pytest.mark.parametrize(
    ("files", "today", "wanted"),
    [
        ({"ke-hoach": QUOTA % ""}, date(2026, 11, 22), {"warning"}),
        ({"ke-hoach": QUOTA % ""}, date(2026, 1, 15), {"warning"}),
        ({"ke-hoach": QUOTA % ""}, date(2026, 1, 14), {"info"}),
        ({"ke-hoach": QUOTA % ", phan_dau: true"}, date(2026, 11, 22), {"info"}),
        ({"ke-hoach": QUOTA % "" + "    da_chot: 31/10/2026\n"}, date(2026, 11, 22), {"info"}),
        ({"ke-hoach": (QUOTA % "").replace("toi_thieu: 3", "toi_thieu: 2")}, date(2026, 11, 22), set()),
        ({"ke-hoach": (QUOTA % "").replace("toi_thieu: 3", "toi_da: 1")}, date(2026, 11, 22), {"warning"}),
        (
            {"ke-hoach": (QUOTA % "").replace("toi_thieu: 3", 'toi_thieu: 98, don_vi_tinh: "%"')},
            date(2026, 11, 22),
            set(),
        ),
    ],
)
def test_a_quota_is_judged_after_registration_has_closed(
    repo: MakeRepo, files: Files, today: date, wanted: set[str]
) -> None:
    assert severity(repo, files, "quota-reached", today) == wanted


def test_each_unit_short_of_its_quota_is_named(repo: MakeRepo) -> None:
    plan = QUOTA % ", moi_don_vi: true"
    (finding,) = (f for f in findings_in(repo({"ke-hoach": plan})) if f.check == "quota-reached")
    assert "Chi bộ A: 01; Chi bộ B: 01" in finding.message


def test_parts_of_a_quota_can_add_up_to_it(expect: Expect) -> None:
    parts = PLAN + "    chi_tieu:\n      - {ma: tong, ten: Tổng, toi_thieu: 60, toi_da: 70}%s\n"
    one = "      - {ma: x, ten: X, toi_thieu: %d, toi_da: %d, thuoc: tong}\n"
    expect({"ke-hoach": parts % "" + one % (30, 40) + one.replace("ma: x", "ma: y") % (10, 20)}, only=["quota-parts"])
    expect({"ke-hoach": parts % " #! quota-parts" + one % (30, 40) + one.replace("ma: x", "ma: y") % (10, 19)})
    expect({"ke-hoach": parts % " #! quota-parts" + one % (60, 60) + one.replace("ma: x", "ma: y") % (11, 19)})


def test_the_deadlines_own_day_is_late(expect: Expect) -> None:
    expect({"a/dang-ky": MODEL.replace("ngay_gui: 10/01/2026", "ngay_gui: 15/01/2026 #! late-submission")})
    expect({"a/dang-ky": MODEL.replace("10/01/2026", "14/01/2026")}, only=["late-submission"])
    included = PLAN + "    quy_tac_dem: {han_bao_gom_ngay: true}\n"
    expect({"ke-hoach": included, "a/dang-ky": MODEL.replace("10/01/2026", "15/01/2026")}, only=["late-submission"])
    expect(
        {
            "ke-hoach": included,
            "a/dang-ky": MODEL.replace("ngay_gui: 10/01/2026", "ngay_gui: 16/01/2026 #! late-submission"),
        }
    )


def test_a_model_added_later_is_judged_by_its_own_day(expect: Expect) -> None:
    expect({"a/dang-ky": MODEL + "        ngay_gui: 20/5/2026 #! late-submission\n"})


def test_units_that_sent_nothing_are_named_after_the_deadline(repo: MakeRepo) -> None:
    assert severity(repo, {"b/dang-ky": None}, "missing-submission", date(2026, 1, 14)) == {"info"}
    assert severity(repo, {"b/dang-ky": None}, "missing-submission", date(2026, 1, 15)) == {"warning"}
    exempt = "don_vi:\n  - {ma: a, ten: Chi bộ A}\n  - {ma: b, ten: Chi bộ B, mien: [dang_ky]}\n"
    assert severity(repo, {"b/dang-ky": None, "don-vi": exempt}, "missing-submission") == set()
    optional = PLAN.replace("nop: dang_ky}", "nop: dang_ky, bat_buoc: false}")
    assert severity(repo, {"b/dang-ky": None, "ke-hoach": optional}, "missing-submission") == set()


def test_a_day_still_ahead_is_told(expect: Expect) -> None:
    expect({"a/dang-ky": MODEL.replace("ngay_gui: 10/01/2026", "ngay_gui: 10/01/2027 #! sent-in-future")})


def test_a_locality_may_weigh_a_rule_differently(repo: MakeRepo) -> None:
    from tests.conftest import LOCALITY

    late = MODEL.replace("10/01/2026", "20/01/2026")
    weigh = LOCALITY + "    kiem_tra:\n      - {luat: late-submission, muc_do: %s, ly_do: thử}\n"
    assert severity(repo, {"a/dang-ky": late, "dia-phuong": weigh % "loi"}, "late-submission") == {"error"}
    assert severity(repo, {"a/dang-ky": late, "dia-phuong": weigh % "bo_qua"}, "late-submission") == set()
    assert severity(repo, {"dia-phuong": (weigh % "loi").replace("late-submission", "khong-co")}, "unknown-rule") == {
        "error"
    }


ORGAN_DEADLINE = PLAN.replace(
    "    de_nghi_khen:",
    "      - {ma: len_tren, ten: Báo cáo cấp trên, truoc_ngay: 15/10/2026, co_quan: dang_uy, nop: bao_cao_tong_hop}%s\n"
    "    de_nghi_khen:",
)
OWN_REPORT = "co_quan: dang_uy\nthoi_han: len_tren\ntrich_yeu: Kết quả\nnoi_dung: Xong.\n"


def test_the_office_keeps_its_own_deadlines(expect: Expect) -> None:
    expect({"ke-hoach": ORGAN_DEADLINE % " #! office-deadline"})
    expect({"ke-hoach": ORGAN_DEADLINE % ""}, only=["office-deadline"], today=date(2026, 10, 14))
    expect({"ke-hoach": ORGAN_DEADLINE % "", "bao-cao-tong-hop": OWN_REPORT}, only=["office-deadline"])
    late = {"ke-hoach": ORGAN_DEADLINE % "", "bao-cao-tong-hop": OWN_REPORT + "ngay: 15/10/2026 #! office-deadline\n"}
    expect(late)
    sent = OWN_REPORT + "ngay: 15/10/2026\nngay_gui: 14/10/2026\n"
    expect({"ke-hoach": ORGAN_DEADLINE % "", "bao-cao-tong-hop": sent}, only=["office-deadline"])


def test_of_a_yearly_deadline_only_the_next_one_is_announced(repo: MakeRepo) -> None:
    plan = PLAN.replace("ky: 2026", "ky: 2027 - 2030").replace("truoc_ngay: 15/01/2026", "hang_nam: 15/01")
    root = repo({"ke-hoach": None, "plans/mau/2027-2030/ke-hoach.yaml": plan})
    (root / "plans/mau/2026").rmdir()
    found = [f.message for f in findings_in(root, date(2027, 2, 1)) if f.check == "missing-submission"]
    assert [("15/01/2027" in message, "15/01/2028" in message) for message in found] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("before", "is_told"),
    [
        ("18/02/2026", True),  # Tết Nguyên Đán
        ("28/4/2026", True),  # Giỗ Tổ falls on a Sunday, Monday instead
        ("25/11/2026", True),  # Ngày Văn hóa Việt Nam
        ("01/9/2026", True),  # a Monday swapped for the Saturday below
        ("23/8/2026", False),  # that Saturday is worked
        ("16/8/2026", True),  # any other Saturday is not
        ("19/8/2026", False),
    ],
)
def test_the_last_day_of_a_deadline_is_told_where_offices_rest(expect: Expect, before: str, is_told: bool) -> None:
    mark = " #! deadline-on-holiday" if is_told else ""
    plan = PLAN.replace("truoc_ngay: 15/01/2026, nop: dang_ky}", f"truoc_ngay: {before}, nop: dang_ky}}{mark}")
    expect({"ke-hoach": plan}, only=["deadline-on-holiday"], today=date(2026, 1, 5))
