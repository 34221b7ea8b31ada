"""Two published plans, in our own words and with the faults they were published with, read by the rules of wording.

`tests/cases/published/*.md` carry every fault of the two documents at its place, each line marked with the rules that
must speak there; a rule that speaks anywhere else is a false alarm.
"""

from __future__ import annotations

import pytest

from dvkgen.checks import citations, names, wording
from tests.conftest import LOCALITY, SAMPLE, Expect

HOME = SAMPLE / "tests/cases/published"
RULES = [check.name for module in (wording, names, citations) for check in module.CHECKS]
PLACE = "plans/mau/2026/noi-dung.md"
LONG_BIEN = """
    loai: ke_hoach
    ky: 2026
    co_quan: dang_uy
    trich_yeu: Triển khai thực hiện phong trào thi đua “Dân vận khéo” năm 2026
    can_cu:
      - Căn cứ Kết luận số 43-KL/TW, ngày 07/01/2019 của Ban Bí thư
      - Căn cứ Công văn số 316-CV/BTGDVTU ngày 31/12/2025 của Ban Tuyên giáo và Dân vận Thành uỷ
    noi_dung: {tep: noi-dung.md}
    chi_tieu:
      - {ma: tong, ten: Mô hình cấp phường, toi_thieu: 60, toi_da: 70} #! quota-beyond-parts
      - {ma: hcsn, ten: Khối HCSN, toi_thieu: 5, toi_da: 10, thuoc: tong}
      - {ma: tdp, ten: Tổ dân phố, toi_thieu: 37, toi_da: 37, thuoc: tong}
      - {ma: truong, ten: Trường học, toi_thieu: 10, toi_da: 15, thuoc: tong}
      - {ma: dn, ten: Doanh nghiệp, toi_thieu: 1, toi_da: 2, thuoc: tong}
    noi_nhan:
      - Ban Tuyên giáo và Dân vận Thành uỷ #! mixed-spelling
      - Các tổ chức đảng trực thuộc Đảng ủy
      - Lưu VPĐU
"""
FIELDS = LOCALITY.replace(
    "{ma: van_hoa, ten: văn hóa - xã hội, ten_khac: [văn xã]}",
    "{ma: van_hoa, ten: văn hóa - xã hội}\n"
    "      - {ma: qpan, ten: quốc phòng - an ninh, tieu_de_cot: Lĩnh vực an ninh quốc phòng} #! sector-called-otherwise",
)
DIEN_CHAU = """
    loai: ke_hoach
    ky: 2026
    co_quan: dang_uy
    trich_yeu: Thực hiện phong trào thi đua “Dân vận khéo” năm 2026
    can_cu:
      - Thực hiện Hướng dẫn số 12-HD/BCĐ, ngày 19/9/2025 của Ban Chỉ đạo phong trào thi đua “Dân vận khéo” tỉnh
    noi_dung: {tep: noi-dung.md}
    bieu_mau:
      - {loai: ke_hoach_mo_hinh, ten_goi: Kế hoạch triển khai mô hình, ten_loai: KẾ HOẠCH}
      - {loai: phieu_dang_ky, ten_goi: Mẫu phiếu đăng ký, ten_loai: PHIẾU ĐĂNG KÝ}
    dinh_kem:
      - ke_hoach_mo_hinh #! attached-form-unmentioned
      - phieu_dang_ky #! attached-form-unmentioned
    noi_nhan:
      - Ban TG&DV Tỉnh ủy (b/c)
      - Các tổ chức đảng trực thuộc Đảng ủy
    luu: VP Đảng ủy
"""


@pytest.mark.parametrize(
    ("name", "plan", "locality"), [("long-bien", LONG_BIEN, FIELDS), ("dien-chau", DIEN_CHAU, LOCALITY)]
)
def test_every_fault_is_found_on_its_line_and_nothing_else(name: str, plan: str, locality: str, expect: Expect) -> None:
    text = (HOME / f"{name}.md").read_text("utf-8")
    assert text.count("#! ") >= 6
    expect({"ke-hoach": plan, "dia-phuong": locality, PLACE: text}, only=[*RULES, "quota-beyond-parts"])
