"""Codes, places and heads that must mean one thing, in plans and in what the office adds to them."""

from __future__ import annotations

import pytest

from tests.conftest import (
    LOCALITY,
    MODEL,
    PLAN,
    UNITS,
    Expect,
    MakeRepo,
    built,
    errors_in,
)

REPORT = "ngay_gui: 10/9/2026\nlanh_dao: Tốt.\nket_qua_mo_hinh:\n  - {mo_hinh: mot, trang_thai: dat}\n"
RECOGNISED = "trich_yeu: Công nhận\nmo_hinh:\n  - {don_vi: a, mo_hinh: mot}\n"


def in_folder(kind: str, *texts: str) -> dict[str, str]:
    return {f"plans/mau/2026/{kind}/dot-{n}.yaml": text for n, text in enumerate(texts, 1)}


def test_a_level_without_a_list_is_told(repo: MakeRepo) -> None:
    found = errors_in(repo({"ke-hoach": PLAN.replace("cap: [thanh_pho, phuong]", "cap: [thanh_pho]")}))
    assert [(f.check, f.mark.path) for f in found] == [("plan-names", "plans/mau/2026/ke-hoach.yaml")]


@pytest.mark.parametrize("code", ["tong-hop", "bieu-mau"])
def test_codes_of_common_folders_are_no_units(repo: MakeRepo, code: str) -> None:
    assert "unit-list" in {
        f.check for f in errors_in(repo({"don-vi": UNITS.replace("ma: b,", f"ma: {code},"), "b/dang-ky": None}))
    }


@pytest.mark.parametrize(
    "rule", ["unregistered-initiative", "one-actor", "photo-quality", "sector-of-initiative", "plan-names"]
)
def test_rules_that_keep_papers_right_cannot_be_lowered(repo: MakeRepo, rule: str) -> None:
    weigh = LOCALITY + f"    kiem_tra:\n      - {{luat: {rule}, muc_do: bo_qua, ly_do: thử}}\n"
    found = errors_in(repo({"dia-phuong": weigh, "a/dang-ky": MODEL.replace("kinh_te", "la")}))
    assert {"unknown-rule", "sector-of-initiative"} <= {f.check for f in found}


def test_circles_and_doubled_codes_are_found_at_their_place(repo: MakeRepo) -> None:
    circle = UNITS.replace("ma: a,", "ma: a, truc_thuoc: b,").replace("ma: b,", "ma: b, truc_thuoc: a,")
    assert {f.check for f in errors_in(repo({"don-vi": circle}))} == {"unit-list"}
    doubled = LOCALITY.replace(
        "      - {ma: phuong, ten: Phường}\n", "      - {ma: phuong, ten: Phường}\n      - {ma: phuong, ten: Xã}\n"
    )
    assert ("plan-names", "plans/mau/dia-phuong.yaml") in {
        (f.check, f.mark.path) for f in errors_in(repo({"dia-phuong": doubled}))
    }


def test_a_model_is_recognised_once_whatever_file_says_so(expect: Expect) -> None:
    other = "mo_hinh:\n  - {don_vi: a, mo_hinh: mot} #! initiative-of-office\n"
    expect(in_folder("cong-nhan", RECOGNISED, other))


def test_a_model_is_appraised_once_whatever_file_says_so(expect: Expect) -> None:
    verdict = "tham_dinh:\n  - {don_vi: a, mo_hinh: mot, ket_luan: %s}%s\n"
    expect(in_folder("tham-dinh", verdict % ("tieu_bieu", ""), verdict % ("hoan", " #! initiative-of-office")))


def test_files_that_make_one_paper_have_one_head(expect: Expect) -> None:
    second = "trich_yeu: Công nhận đợt hai #! one-head\nmo_hinh:\n  - {don_vi: b, mo_hinh: hai}\n"
    expect(in_folder("cong-nhan", RECOGNISED, second))
    lists_only = "mo_hinh:\n  - {don_vi: b, mo_hinh: hai}\n"
    expect(in_folder("cong-nhan", lists_only, RECOGNISED), only=["one-head"])


def test_a_figure_in_another_measure_is_no_figure_of_the_quota(expect: Expect) -> None:
    plan = PLAN + '    chi_tieu:\n      - {ma: q, ten: Hồ sơ, toi_thieu: 98, don_vi_tinh: "%"}\n'
    statistics = 'so_lieu:\n  - ten: Hồ sơ\n    gia_tri: %s\n    don_vi_tinh: "%s"%s\n'
    expect({"ke-hoach": plan, "a/bao-cao-ket-qua": REPORT + statistics % ("10", "bộ", " #! measure-of-figure")})
    low = REPORT + statistics % ("97 #! quota-reached", "%", "")
    expect({"ke-hoach": plan, "a/bao-cao-ket-qua": low})
    expect(
        {"ke-hoach": plan, "a/bao-cao-ket-qua": REPORT + statistics % ("98", "%", "")},
        only=["measure-of-figure", "quota-reached"],
    )


def test_a_table_inside_a_sentence_is_told(expect: Expect) -> None:
    report = "trich_yeu: Kết quả\nnoi_dung: |\n  Theo {{ bang.ket_qua }} ở đây. #! office-paper-names\n"
    expect({"bao-cao-tong-hop": report})


@pytest.mark.parametrize("code", ["ma", "la_noi_dung", "ngay_gui"])
def test_a_slip_has_no_field_for_keys_that_it_cannot_print(expect: Expect, code: str) -> None:
    form = (
        f"      - loai: phieu_dang_ky\n        truong:\n          - {{ma: {code}, ten: X, kieu: dong}} #! form-fields\n"
    )
    expect({"ke-hoach": PLAN.replace("    dinh_kem:", form + "    dinh_kem:")})


def test_two_columns_of_one_code_are_told_and_stop_no_build(repo: MakeRepo, expect: Expect) -> None:
    form = "      - loai: phieu_x\n        truong:\n          - {ma: b, ten: B, kieu: bang, cot: [{ma: a, ten: A}, {ma: a, ten: A}]} #! form-fields\n"
    plan = PLAN.replace("    dinh_kem:", form + "    dinh_kem:")
    answer = "ngay_gui: 10/01/2026\nb:\n  - {a: x}\n"
    expect({"ke-hoach": plan, "a/phieu-x": answer})
    assert built(repo({"ke-hoach": plan.replace(" #! form-fields", ""), "a/phieu-x": answer})).withheld


@pytest.mark.parametrize("group", ["{nhom: [], ghi_chu: x}", "{nhom: , ghi_chu: x}"])
def test_a_group_of_recipients_is_never_empty(expect: Expect, group: str) -> None:
    expect({"ke-hoach": PLAN + f"    noi_nhan:\n      - {group} #! wrong-value\n"})
