from __future__ import annotations

from tests.conftest import PLAN, Expect

CRITERIA = PLAN.replace(
    "    bieu_mau:", "    tieu_chi:\n      - {ma: hieu_qua, ten: Hiệu quả, toi_da_diem: 20}\n    bieu_mau:"
)


def test_appraisal_and_recognition_name_what_exists(expect: Expect) -> None:
    appraisals = """
        doan:
          - {ho_ten: Nguyễn Văn A, chuc_vu: Trưởng ban, vai_tro: Trưởng đoàn}
        lich:
          - {don_vi: a, ngay: 15/9/2026, gio: "8:30"}
          - {don_vi: la, ngay: 16/9/2026} #! initiative-of-office
        tham_dinh:
          - don_vi: a
            mo_hinh: mot
            diem: {hieu_qua: 18}
            ket_luan: cong_nhan
          - don_vi: a
            mo_hinh: ba #! initiative-of-office
            ket_luan: hoan
    """
    recognitions = """
        co_quan: dang_uy
        trich_yeu: Công nhận mô hình năm {{ nam }}
        mo_hinh:
          - {don_vi: a, mo_hinh: mot}
          - {don_vi: a, mo_hinh: mot} #! initiative-of-office
    """
    expect({"ke-hoach": CRITERIA, "tham-dinh": appraisals, "cong-nhan": recognitions})


def test_points_keep_to_the_criteria_and_their_most(expect: Expect) -> None:
    appraisals = """
        tham_dinh:
          - don_vi: a
            mo_hinh: mot
            diem: {hieu_qua: 21} #! points-of-appraisal
            ket_luan: cong_nhan
          - don_vi: b
            mo_hinh: hai
            diem: {la: 1} #! points-of-appraisal
            ket_luan: cong_nhan
    """
    expect({"ke-hoach": CRITERIA, "tham-dinh": appraisals})


def test_a_recognition_that_the_panel_did_not_propose_is_told(expect: Expect) -> None:
    appraisals = """
        tham_dinh:
          - {don_vi: a, mo_hinh: mot, ket_luan: cong_nhan}
          - {don_vi: b, mo_hinh: hai, ket_luan: hoan}
    """
    recognitions = """
        trich_yeu: Công nhận
        mo_hinh:
          - {don_vi: a, mo_hinh: mot, danh_hieu: tieu_bieu} #! recognition-against-appraisal
          - {don_vi: b, mo_hinh: hai} #! recognition-against-appraisal
    """
    expect({"tham-dinh": appraisals, "cong-nhan": recognitions})
    sound = recognitions.replace(", danh_hieu: tieu_bieu", "").replace(" #! recognition-against-appraisal", "")
    expect(
        {"tham-dinh": appraisals.replace("hoan", "tieu_bieu"), "cong-nhan": sound},
        only=["recognition-against-appraisal"],
    )


def test_an_office_paper_names_organs_deadlines_and_facts_that_exist(expect: Expect) -> None:
    report = """
        co_quan: uy_ban #! office-paper-names
        thoi_han: cuoi_nam #! office-paper-names
        trich_yeu: Kết quả năm {{ nam }}
        noi_dung: |
          Có {{ tong_hop.mo_hinh }} mô hình.

          {{ bang.ket_qua }}

          Và {{ tong_hop.mohinh }}. #! office-paper-names
    """
    expect({"bao-cao-tong-hop": report})
    expect({"bao-cao-tong-hop": "co_quan: dang_uy #! office-paper-names\ntrich_yeu: Kết quả\n"})


def test_what_the_office_adds_to_a_plan_of_several_years_tells_its_year(expect: Expect) -> None:
    long = {"plans/mau/2027-2028/ke-hoach.yaml": PLAN.replace("ky: 2026", "ky: 2027 - 2028")}
    place = "plans/mau/2027-2028/bao-cao-tong-hop.yaml"
    expect({**long, place: "trich_yeu: Kết quả #! wrong-period\nnoi_dung: Xong.\n"})
    expect({**long, place: "trich_yeu: Kết quả\nnam: 2027\nnoi_dung: Xong.\n"}, only=["wrong-period"])
    expect({**long, place: "trich_yeu: Kết quả\nnam: 2031 #! wrong-period\nnoi_dung: Xong.\n"})
