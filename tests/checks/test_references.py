from __future__ import annotations

import pytest

from tests.conftest import LOCALITY, PLAN, Expect, MakeRepo, errors_in

HEAD = "ngay_gui: 10/01/2026\nmo_hinh:\n"
GOOD = "  - {ma: mot, ten: Một, tap_the: Chi bộ A, linh_vuc: kinh_te, cap: phuong}\n"
BRIEF = """
    ngay_gui: 30/9/2026
    de_nghi:
      - tap_the: Chi bộ A
        mo_hinh: mot
        thanh_tich: Đạt
"""


def test_a_model_has_exactly_one_actor(expect: Expect) -> None:
    expect(
        {
            "a/dang-ky": HEAD
            + "  - {ma: mot, ten: Một, linh_vuc: kinh_te, cap: phuong} #! one-actor\n"
            + "  - {ma: hai, ten: Hai, tap_the: T, ca_nhan: C, linh_vuc: kinh_te, cap: phuong} #! one-actor\n"
            + GOOD.replace("mot", "ba").replace("Một", "Ba")
        }
    )


def test_field_and_level_are_known_and_required(expect: Expect) -> None:
    expect(
        {
            "a/dang-ky": HEAD
            + "  - {ma: mot, ten: Một, tap_the: T, linh_vuc: y_te, cap: xa} #! sector-of-initiative, level-of-initiative\n"
            + "  - {ma: hai, ten: Hai, tap_the: T} #! sector-of-initiative, level-of-initiative\n"
            + "  - {ma: ba, ten: Ba, tap_the: T, linh_vuc: Văn hoá – xã hội, cap: phuong}\n"
            + "  - {ma: bon, ten: Bốn, tap_the: T, linh_vuc: văn xã, cap: phuong}\n"
        }
    )


def test_with_one_field_and_no_levels_neither_is_required(expect: Expect) -> None:
    locality = (
        "ten: xã X\ndia_danh: X\nco_quan:\n  dang_uy: {ten: ĐẢNG ỦY}\nlinh_vuc:\n  - {ma: kinh_te, ten: kinh tế}\n"
    )
    plan = "loai: cong_van\nky: 2026\nco_quan: dang_uy\ntrich_yeu: a\nnoi_dung: b\n"
    files = {
        "dia-phuong": locality,
        "ke-hoach": plan,
        "a/dang-ky": HEAD + "  - {ma: mot, ten: Một, tap_the: T}\n",
        "b/dang-ky": None,
    }
    expect(files, only=["sector-of-initiative", "level-of-initiative"])


def test_partners_are_other_units(expect: Expect) -> None:
    expect(
        {
            "a/dang-ky": HEAD
            + "  - ma: mot\n    ten: Một\n    tap_the: T\n    linh_vuc: kinh_te\n    cap: phuong\n"
            + "    cung_thuc_hien: [z] #! partner-of-initiative\n"
            + "  - ma: hai\n    ten: Hai\n    tap_the: T\n    linh_vuc: kinh_te\n    cap: phuong\n"
            + "    cung_thuc_hien: [a] #! partner-of-initiative\n"
            + "  - ma: ba\n    ten: Ba\n    tap_the: T\n    linh_vuc: kinh_te\n    cap: phuong\n    cung_thuc_hien: [Chi bộ B]\n"
        }
    )


def test_a_model_is_registered_once(expect: Expect) -> None:
    expect(
        {
            "a/dang-ky": HEAD
            + GOOD
            + "  - {ma: mot, ten: Khác, tap_the: T, linh_vuc: kinh_te, cap: phuong} #! duplicate-initiative\n"
            + "  - {ma: hai, ten: một, tap_the: T, linh_vuc: kinh_te, cap: phuong} #! duplicate-initiative\n",
            "b/dang-ky": HEAD
            + "  - {ma: mot, ten: MỘT, tap_the: T, linh_vuc: kinh_te, cap: phuong} #! duplicate-initiative\n",
        }
    )


def test_a_registration_says_models_or_why_there_are_none(expect: Expect) -> None:
    expect({"a/dang-ky": "ngay_gui: 10/01/2026 #! registration-says-something\n"})
    expect({"a/dang-ky": HEAD + GOOD + "khong_dang_ky: bận #! registration-says-something\n"})
    expect(
        {"a/dang-ky": HEAD + GOOD + "khong_tiep_tuc:\n  - {mo_hinh: Một, ly_do: cũ} #! registration-says-something\n"}
    )
    expect({"a/dang-ky": "ngay_gui: 10/01/2026\nkhong_dang_ky: bận\n"}, only=["registration-says-something"])


def test_a_carried_over_model_began_before_this_year(expect: Expect) -> None:
    row = "  - {ma: %s, ten: %s, tap_the: T, linh_vuc: kinh_te, cap: phuong, muc_tieu: x, tu_nam: %s}"
    expect(
        {
            "a/dang-ky": HEAD
            + row % ("a", "A", "2026")
            + " #! start-year-of-initiative\n"
            + row % ("b", "B", "2025")
            + "\n"
        }
    )


def test_briefs_and_articles_are_about_registered_models(expect: Expect) -> None:
    expect({"a/trich-ngang": BRIEF.replace("mo_hinh: mot", "mo_hinh: khac #! unregistered-initiative")})
    expect(
        {"a/trich-ngang": BRIEF.replace("mo_hinh: mot", "mo_hinh: HIẾN ĐẤT  mở ngõ một")},
        only=["unregistered-initiative"],
    )


def test_a_model_that_is_gone_is_registered_again_and_not_taken_for_another(repo: MakeRepo) -> None:
    for named, cure in (("khac-han", "đăng ký mô hình ấy"), ("mott", "có phải ý bạn là “mot”")):
        (error,) = errors_in(repo({"a/trich-ngang": BRIEF.replace("mo_hinh: mot", f"mo_hinh: {named}")}))
        assert error.help.startswith(cure)


def test_a_published_case_is_not_introduced_again(expect: Expect) -> None:
    article = "ngay_gui: 01/6/2026\ntieu_de: T\nca_nhan: Trần Thị B\nmo_hinh: mot{}\nnoi_dung: x\n"
    case = "    da_gioi_thieu:\n      - {ten: %s, nguon: sách}\n"
    expect({"dia-phuong": LOCALITY + case % "hiến đất MỞ ngõ một", "a/bai-viet": article.format(" #! published-case")})
    expect({"dia-phuong": LOCALITY + case % "Khác", "a/bai-viet": article.format("")}, only=["published-case"])


def test_what_is_sent_up_was_proposed(expect: Expect) -> None:
    head = "co_quan: dang_uy\ntrich_yeu: x\nde_nghi:\n"
    good = "  - {don_vi: a, tap_the: CB A, mo_hinh: Hiến đất mở ngõ một}"
    expect({"a/trich-ngang": BRIEF, "khen-thuong": head + good}, only=["commendation-without-brief"])
    for other in (
        good.replace("don_vi: a", "don_vi: b"),
        good.replace("don_vi: a", "don_vi: z"),
        good.replace("CB A", "CB C"),
    ):
        expect({"a/trich-ngang": BRIEF, "khen-thuong": head + other + " #! commendation-without-brief\n"})


def test_units_are_distinct_and_their_groups_exist(expect: Expect) -> None:
    expect(
        {
            "don-vi": "don_vi:\n"
            "  - {ma: a, ten: Chi bộ A, khoi: tdp}\n"
            "  - {ma: b, ten: chi bộ  a} #! unit-list\n"
            "  - {ma: c, ten: C, khoi: la} #! unit-list\n"
            "  - {ma: d, ten: D, truc_thuoc: la} #! unit-list\n"
            "  - {ma: e, ten: E, truc_thuoc: a}\n"
        }
    )


def test_codes_of_a_plan_exist(expect: Expect) -> None:
    plan = PLAN.replace("dinh_kem: [danh_sach_dang_ky]", "dinh_kem: [danh_sach_la] #! plan-names")
    plan = plan.replace("nop: dang_ky}", "nop: dang_kyy} #! plan-names")
    plan += "    chi_tieu:\n      - {ma: q, ten: q, cap: la} #! plan-names\n      - {ma: q, ten: r, khoi: tdp} #! plan-names\n"
    expect({"ke-hoach": plan.replace("co_quan: dang_uy", "co_quan: uy_ban #! plan-names")})


def test_a_form_takes_no_part_or_footnote_that_it_would_not_print(expect: Expect) -> None:
    expect(
        {"ke-hoach": PLAN.replace("cuoc_chu: {thanh_tich: không quá 350 từ}}", "cuoc_chu: {ten: không}} #! plan-names")}
    )
    expect(
        {"ke-hoach": PLAN.replace("ten_loai: BIỂU TỔNG HỢP}", "ten_loai: B, truong: [{ma: x, ten: X}]} #! plan-names")}
    )


def test_quotes_name_what_is_known(expect: Expect) -> None:
    plan = PLAN.replace("Về phong trào {{ ky }}", "Về {{ kyy }} #! unknown-quote")
    plan = plan.replace(
        "Nội dung trước ngày {{ thoi_han.dang_ky }}, theo mẫu kèm theo.",
        "Nội dung {{ ky }}\n\n      trước {{ thoi_han.bai_viet }} #! unknown-quote",
    )
    expect({"ke-hoach": plan})


def test_a_dropped_model_was_registered_last_year_where_that_is_known(expect: Expect) -> None:
    dropped = HEAD + GOOD + "khong_tiep_tuc:\n  - {mo_hinh: cu, ly_do: hết việc}\n  - {mo_hinh: la, ly_do: x}%s\n"
    last_year = HEAD.replace("2026", "2025") + GOOD.replace("mot", "cu").replace("Một", "Cũ")
    before = {"submissions/mau/2025/a/dang-ky.yaml": last_year}
    expect({**before, "a/dang-ky": dropped % " #! dropped-initiative"})
    expect({"b/dang-ky": dropped % ""}, only=["dropped-initiative"])


LADDERS = {
    "a ring": lambda number: (number + 1) % 200,
    "a ring of two": lambda number: number ^ 1,
    "a ring of twenty": lambda number: number // 20 * 20 + (number + 1) % 20,
    "a ladder": lambda number: number + 1 if number < 199 else None,
    "itself": lambda number: number,
}


@pytest.mark.parametrize("kind", LADDERS)
def test_units_above_units_have_an_end(repo: MakeRepo, kind: str) -> None:
    above = LADDERS[kind]
    units = "".join(
        f"  - {{ma: u{n}, ten: Chi bộ số {n}, khoi: tdp{f', truc_thuoc: u{up}' if (up := above(n)) is not None else ''}}}\n"
        for n in range(200)
    )
    root = repo({"don-vi": f"don_vi:\n{units}", "a/dang-ky": None, "b/dang-ky": None})
    found = [f for f in errors_in(root) if f.check == "unit-list"]
    assert len(found) >= 179
