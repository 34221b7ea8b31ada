from __future__ import annotations

import pytest

from tests.conftest import MODEL, PLAN, Expect

SHEET = """
      - loai: phieu_khao_sat
        ten_loai: PHIẾU KHẢO SÁT
        truong:
          - {ma: dia_chi, ten: Địa chỉ, kieu: dong, bat_buoc: true}
          - {ma: y_kien, ten: Ý kiến, toi_da_tu: 5}
          - {ma: muc, ten: Mức độ, kieu: chon, lua_chon: [tốt, khá]}
          - {ma: so_ho, ten: Số hộ, kieu: so}
          - {ma: ngay_hop, ten: Ngày họp, kieu: ngay}
"""


def with_form(form: str) -> str:
    return PLAN.replace("    dinh_kem:", f"{form.strip(chr(10))}\n    dinh_kem:")


def test_answers_to_a_form_of_ones_own_are_judged_by_its_declaration(expect: Expect) -> None:
    answer = """
        ngay_gui: 10/01/2026
        y_kien: một hai ba bốn năm sáu #! field-word-limit
        dia_chi: Ngõ 1
        muc: tốt
        so_ho: 12
        ngay_hop: 01/2026
    """
    expect({"ke-hoach": with_form(SHEET), "a/phieu-khao-sat": answer})
    expect(
        {"ke-hoach": with_form(SHEET), "a/phieu-khao-sat": answer.replace(" sáu #! field-word-limit", "")},
        only=["field-word-limit"],
    )


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("muc: kém", "wrong-value"),
        ("so_ho: mười", "wrong-value"),
        ("ngay_hop: 40/1/2026", "wrong-value"),
        ("khac: x", "unknown-key"),
    ],
)
def test_a_wrong_value_of_a_declared_field_is_told_like_any_other(expect: Expect, line: str, check: str) -> None:
    answer = f"ngay_gui: 10/01/2026\ndia_chi: Ngõ 1\n{line} #! {check}\n"
    expect({"ke-hoach": with_form(SHEET), "a/phieu-khao-sat": answer})


def test_a_required_field_must_be_filled_in(expect: Expect) -> None:
    expect({"ke-hoach": with_form(SHEET), "a/phieu-khao-sat": "ngay_gui: 10/01/2026 #! missing-key\n"})


def test_fields_must_be_declared_soundly(expect: Expect) -> None:
    form = """
      - loai: phieu_la #! form-fields
        ten_loai: PHIẾU
      - loai: phieu_khao_sat
        truong:
          - {ma: ngay_gui, ten: Ngày gửi, kieu: dong} #! form-fields
          - {ma: a, ten: A, kieu: dong}
          - {ma: a, ten: A, kieu: dong} #! form-fields
          - {ma: b, ten: B, kieu: chon} #! form-fields
          - {ma: c, ten: C, kieu: bang} #! form-fields
      - loai: phieu_dang_ky
        truong:
          - {ma: ten, ten: Tên mô hình, kieu: dong}
          - {ma: linh_vuc, ten: Lĩnh vực, kieu: dong}
    """
    expect({"ke-hoach": with_form(form)}, only=["form-fields"])


def test_evidence_is_a_file_or_an_address(expect: Expect) -> None:
    report = """
        ngay_gui: 10/9/2026
        mo_hinh: mot
        muc_dich: a
        cach_lam: a
        ket_qua: a
        lan_toa: a
        minh_chung:
          - {duong_dan: "https://vi.du/clip", chu_thich: Clip}
          - {chu_thich: Không có gì} #! evidence-source
          - {tep: a.pdf, duong_dan: b, chu_thich: Cả hai} #! evidence-source
    """
    expect({"a/bao-cao-mo-hinh": report})


REPORT = """
    ngay_gui: 10/9/2026
    lanh_dao: Đã chỉ đạo.
    ket_qua_mo_hinh:
      - {mo_hinh: mot, trang_thai: dat, ket_qua: xong}
"""


def test_a_report_speaks_of_every_registered_model_once(expect: Expect) -> None:
    expect({"a/bao-cao-ket-qua": REPORT}, only=["result-of-every-initiative", "unregistered-initiative"])
    twice = REPORT + "      - {mo_hinh: mot, trang_thai: dat} #! result-of-every-initiative\n"
    expect({"a/bao-cao-ket-qua": twice})
    two = MODEL + MODEL.split("mo_hinh:")[1].replace("mot", "khac").replace("một", "khác")
    missing = REPORT.replace("ket_qua_mo_hinh:", "ket_qua_mo_hinh:").replace(
        "xong}", "xong} #! result-of-every-initiative"
    )
    expect({"a/dang-ky": two, "a/bao-cao-ket-qua": missing.replace("      - ", "      - ")})


def test_a_report_on_a_model_that_was_not_registered_is_told(expect: Expect) -> None:
    expect(
        {
            "a/bao-cao-ket-qua": REPORT.replace(
                "mo_hinh: mot, trang_thai: dat, ket_qua: xong}",
                "mo_hinh: la, trang_thai: dat} #! unregistered-initiative",
            )
        }
    )


TWO_REPORTS = PLAN.replace(
    "    de_nghi_khen:",
    "      - {ma: giua_nam, ten: Báo cáo 6 tháng, truoc_ngay: 10/6/2026, nop: bao_cao}\n"
    "      - {ma: ca_nam, ten: Báo cáo năm, truoc_ngay: 15/11/2026, nop: bao_cao}\n    de_nghi_khen:",
)


def test_a_report_names_its_deadline_where_two_ask_for_one(expect: Expect) -> None:
    expect({"a/bao-cao-ket-qua": REPORT}, only=["report-deadline"])
    nameless = REPORT.replace("10/9/2026", "10/9/2026 #! report-deadline")
    expect({"ke-hoach": TWO_REPORTS, "a/bao-cao-ket-qua": nameless})
    expect({"ke-hoach": TWO_REPORTS, "a/bao-cao-ket-qua": f"{REPORT}    thoi_han: ca_nam\n"}, only=["report-deadline"])
    expect({"ke-hoach": TWO_REPORTS, "a/bao-cao-ket-qua": f"{REPORT}    thoi_han: canam #! report-deadline\n"})


def test_two_reports_answer_their_own_deadlines(expect: Expect) -> None:
    late = {
        "ke-hoach": TWO_REPORTS,
        "a/bao-cao-ket-qua/6-thang": REPORT.replace("10/9/2026", "01/6/2026") + "    thoi_han: giua_nam\n",
        "a/bao-cao-ket-qua/nam": REPORT.replace("10/9/2026", "16/11/2026 #! late-submission")
        + "    thoi_han: ca_nam\n",
    }
    expect(late)


def test_self_assessment_keeps_to_the_plans_criteria(expect: Expect) -> None:
    plan = PLAN.replace(
        "    bieu_mau:",
        "    tieu_chi:\n      - {ma: mot, ten: Một, toi_da_diem: 20}\n      - {ma: hai, ten: Hai}\n    bieu_mau:",
    )
    answer = """
        ngay_gui: 10/11/2026
        tieu_chi:
          - {tieu_chi: mot, dat: true, diem: 20}
          - {tieu_chi: hai, dat: false}
          - {tieu_chi: hai, dat: true} #! criterion-of-assessment
          - {tieu_chi: ba, dat: true} #! criterion-of-assessment
    """
    expect({"ke-hoach": plan, "a/tu-danh-gia": answer})
    over = "ngay_gui: 10/11/2026\ntieu_chi:\n  - {tieu_chi: mot, diem: 20,5} #! criterion-of-assessment\n"
    expect({"ke-hoach": plan, "a/tu-danh-gia": over.replace("20,5", '"20,5"')})
