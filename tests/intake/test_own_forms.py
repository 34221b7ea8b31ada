"""Forms of a locality's own, with every kind of field: filled in with Word, with labels alone, and in a sheet of all units."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from dvkgen.build import owed
from dvkgen.document.tree import Document
from dvkgen.intake import Intake
from dvkgen.intake.wanted import Wanted
from dvkgen.intake.writing import write
from dvkgen.load import Repository, load
from dvkgen.render.docx import render_docx
from dvkgen.render.word_package import unpacked, zipped
from dvkgen.render.xlsx import render_xlsx
from tests.conftest import PLAN, TODAY, MakeRepo, findings_in, stationery
from tests.intake.filling import Answers, fill_in

FORM = """
      - loai: phieu_cau_lac_bo
        ten_goi: Phiếu câu lạc bộ
        ten_loai: PHIẾU CÂU LẠC BỘ
        truong:
          - {ma: ten_clb, ten: Tên câu lạc bộ, kieu: dong, bat_buoc: true}
          - {ma: so_nguoi, ten: Số thành viên, kieu: so}
          - {ma: ngay_lap, ten: Ngày thành lập, kieu: ngay}
          - {ma: hoat_dong, ten: Hoạt động, kieu: chon, lua_chon: [Hằng tuần, Hằng tháng]}
          - {ma: viec, ten: Việc đã làm}
          - {ma: nguon_luc, ten: Nguồn lực, kieu: bang, cot: [{ma: nguon, ten: Nguồn}, {ma: so_tien, ten: Số tiền}]}
          - {ma: anh, ten: Ảnh hoạt động, kieu: anh}
"""
NINE = """
      - loai: phieu_khao_sat
        ten_goi: Phiếu khảo sát
        ten_loai: PHIẾU KHẢO SÁT
        bang_chung: true
        truong:
          - {ma: so_ho, ten: Tổng số hộ, kieu: so}
          - {ma: ho_ngheo, ten: Số hộ nghèo, kieu: so}
          - {ma: nha_van_hoa, ten: Nhà văn hóa, kieu: chon, lua_chon: [Có, Không]}
          - {ma: ngay_hop, ten: Ngày họp gần nhất, kieu: ngay}
          - {ma: to_truong, ten: Tổ trưởng, kieu: dong}
          - {ma: bi_thu, ten: Bí thư, kieu: dong}
          - {ma: quy, ten: Quỹ hiện có, kieu: so}
          - {ma: camera, ten: Số camera, kieu: so}
          - {ma: kho_khan, ten: Khó khăn lớn nhất, kieu: dong}
"""
ANSWERS = Answers(
    {
        "ten_clb": "Câu lạc bộ Bờ sông xanh",
        "so_nguoi": "1.024",
        "ngay_lap": "15/4/2024",
        "hoat_dong": "Hằng tuần",
        "viec": "Trồng 200 cây.\nDọn bờ kè mỗi sáng Chủ nhật.",
    },
    [
        {"nguon_luc.nguon": "Hội viên góp", "nguon_luc.so_tien": "12.500.000"},
        {"nguon_luc.nguon": "Doanh nghiệp", "nguon_luc.so_tien": "5.000.000"},
    ],
)


def blank(repository: Repository, code: str) -> Document:
    return next(d for d in owed(repository) if d.target.endswith(f"/bieu-mau/{code}")).compose()


def with_photo(docx: bytes) -> bytes:
    """Return a filled form with a photo put in below its last heading, and its caption in the next line."""
    image = BytesIO()
    Image.new("RGB", (1200, 900), "green").save(image, "JPEG")
    parts = dict(unpacked(docx))
    parts["word/media/image1.jpeg"] = image.getvalue()
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdAnh" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.jpeg"/></Relationships>',
    )
    drawing = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rIdAnh"/></w:drawing></w:r></w:p>'
        "<w:p><w:r><w:t>Buổi trồng cây đầu tiên</w:t></w:r></w:p>"
    ).encode()
    text = parts["word/document.xml"]
    place = text.index("Ảnh hoạt động".encode())
    end = text.index(b"</w:p>", text.index(b"</w:p>", place) + 6) + 6
    parts["word/document.xml"] = text[:end] + drawing + text[end:]
    return zipped(parts)


@pytest.mark.parametrize("strip", [False, True], ids=["controls", "labels alone"])
def test_every_kind_of_field_comes_home(strip: bool, repo: MakeRepo) -> None:
    root = repo({"ke-hoach": PLAN.replace("    dinh_kem:", f"{FORM}    dinh_kem:")})
    repository = load(root, TODAY)
    document = blank(repository, "phieu-cau-lac-bo")
    filled = with_photo(fill_in(render_docx(document, stationery(document.profile), {}), ANSWERS, strip=strip))
    taken = Intake(repository).take("clb.docx", filled, Wanted(unit="a", sent_on="15/4/2026", kind="phieu_cau_lac_bo"))
    assert taken.undone == []
    write(root, [taken])
    (filed,) = (f for f in load(root, TODAY).campaigns[0].filed if f.kind == "phieu_cau_lac_bo")
    record = filed.record
    assert record is not None
    assert record.answer("ten_clb") == "Câu lạc bộ Bờ sông xanh"  # type: ignore[attr-defined]
    assert record.answer("so_nguoi") == 1024  # type: ignore[attr-defined]
    assert (record.answer("ngay_lap").day, record.answer("ngay_lap").month) == (15, 4)  # type: ignore[attr-defined]
    assert record.answer("hoat_dong") == "Hằng tuần"  # type: ignore[attr-defined]
    assert record.answer("viec").text.split("\n\n") == ["Trồng 200 cây.", "Dọn bờ kè mỗi sáng Chủ nhật."]  # type: ignore[attr-defined]
    rows = record.answer("nguon_luc")  # type: ignore[attr-defined]
    assert [(row.o_nguon, row.o_so_tien) for row in rows] == [
        ("Hội viên góp", "12.500.000"),
        ("Doanh nghiệp", "5.000.000"),
    ]
    (photo,) = record.answer("anh")  # type: ignore[attr-defined]
    assert (photo.file, photo.caption) == ("anh/anh-1.jpg", "Buổi trồng cây đầu tiên")
    assert (root / "submissions/mau/2026/a/anh/anh-1.jpg").is_file()
    assert [f for f in findings_in(root) if "phieu-cau-lac-bo" in f.mark.path and f.severity == "error"] == []


def test_the_sheet_of_eighty_units_comes_home(repo: MakeRepo) -> None:
    units = "don_vi:\n" + "".join(
        f"  - {{ma: tdp-{n}, ten: Chi bộ Tổ dân phố số {n}, khoi: tdp}}\n" for n in range(1, 81)
    )
    root = repo({
        "ke-hoach": PLAN.replace("    dinh_kem:", f"{NINE}    dinh_kem:"), "don-vi": units,
        "a/dang-ky": None, "b/dang-ky": None,
    })  # fmt: skip
    repository = load(root, TODAY)
    book = load_workbook(BytesIO(render_xlsx(blank(repository, "phieu-khao-sat"))))
    page = book.worksheets[0]
    head = next(r for r in range(1, 12) if page.cell(r, 2).value == "Số hộ nghèo")
    page.insert_cols(1)
    page.cell(head, 1).value = "Đơn vị"
    for n in range(1, 81):
        said = (
            f"TDP {n}",
            100 + n,
            n % 7,
            "Có" if n % 2 else "Không",
            "28/02/2026",
            "Nguyễn Văn A",
            "Trần Thị B",
            1_500_000,
            n,
            "Thiếu chỗ để xe",
        )
        for column, value in enumerate(said, 1):
            page.cell(head + n, column).value = value
    made = BytesIO()
    book.save(made)
    taken = Intake(repository).take("khao-sat.xlsx", made.getvalue(), Wanted(sent_on="05/3/2026"))
    assert taken.undone == []
    write(root, [taken])
    filed = [f for f in load(root, TODAY).campaigns[0].filed if f.kind == "phieu_khao_sat"]
    assert len(filed) == 80
    for one in filed:
        number = int(one.unit.removeprefix("tdp-"))
        assert one.record is not None
        assert (one.record.answer("so_ho"), one.record.answer("ho_ngheo")) == (100 + number, number % 7)  # type: ignore[attr-defined]
        assert one.record.answer("nha_van_hoa") == ("Có" if number % 2 else "Không")  # type: ignore[attr-defined]
    assert Path(root / "submissions/mau/2026/tdp-80/phieu-khao-sat.yaml").is_file()
