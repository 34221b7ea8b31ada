"""A sixth locality needs no Python: a form nobody foresaw, labels of its own, wording of its own, 80 units."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from dvkgen.build import Selection, build
from dvkgen.document.to_text import to_text
from dvkgen.document.tree import Document, Orientation, Table, plain
from dvkgen.edit.editor_schema import schemas_of
from dvkgen.load import load
from tests.conftest import TODAY, documents_in, findings_in
from tests.paper import docx_difference, pdf_difference, validator_errors

UNITS = 80
FIELDS = (
    "ten_cau_lac_bo", "ngay_thanh_lap", "so_thanh_vien", "chu_nhiem", "dia_diem", "lich_sinh_hoat", "noi_dung", "hinh_thuc",
    "kien_nghi",
)  # fmt: skip
LOCALITY = """
    ten: xã Sáu
    dia_danh: Sáu
    co_quan:
      mttq: {cap_tren: ỦY BAN MTTQ VIỆT NAM TỈNH, ten: ỦY BAN MTTQ VIỆT NAM XÃ SÁU, ky_hieu: MTTQ-BTT}
"""
PLAN = """
    loai: huong_dan
    ky: 2026
    co_quan: mttq
    ngay: 03/2026
    trich_yeu: Đăng ký câu lạc bộ “Dân vận khéo” {{ ky }}
    noi_dung: |
      Các ấp ghi {{ bieu_mau.phieu_cau_lac_bo }} trước ngày {{ thoi_han.phieu }}.
    thoi_han:
      - {ma: phieu, ten: Phiếu câu lạc bộ, truoc_ngay: 01/5/2026, nop: phieu_cau_lac_bo}
    bieu_mau:
      - loai: phieu_cau_lac_bo
        ten_goi: Phiếu CLB
        ten_loai: PHIẾU ĐĂNG KÝ CÂU LẠC BỘ
        trich_yeu: Năm {{ nam }} của {{ don_vi }}
        bang_chung: true
        truong:
          - {ma: ten_cau_lac_bo, ten: Tên câu lạc bộ, kieu: dong, bat_buoc: true}
          - {ma: ngay_thanh_lap, ten: Ngày thành lập, kieu: ngay}
          - {ma: so_thanh_vien, ten: Số thành viên, kieu: so, bat_buoc: true}
          - {ma: chu_nhiem, ten: Chủ nhiệm, kieu: dong}
          - {ma: dia_diem, ten: Nơi sinh hoạt, kieu: dong}
          - {ma: lich_sinh_hoat, ten: Lịch sinh hoạt, kieu: chon, lua_chon: [hằng tuần, hằng tháng]}
          - {ma: noi_dung, ten: Nội dung chính, kieu: doan, toi_da_tu: 20}
          - {ma: hinh_thuc, ten: Hình thức, kieu: dong}
          - {ma: kien_nghi, ten: Kiến nghị, kieu: doan}
    dinh_kem: [phieu_cau_lac_bo]
"""
WORDING = """
    <h1>{{ ten_loai[0] }}</h1>
    {% for dong in trich_yeu %}<p class="trich_yeu">{{ dong }}</p>{% endfor %}
    <p>Ấp chúng tôi xin ghi tên câu lạc bộ {{ o.ten_cau_lac_bo.gia_tri or cham }}, có {{ o.so_thanh_vien.gia_tri or cham }} người.</p>
    {% for t in cac_truong if t.ma not in ("ten_cau_lac_bo", "so_thanh_vien") and (trong or t.gia_tri) %}
    <p>{{ t.ten }}: {{ t.gia_tri or cham }}</p>
    {% endfor %}
"""


def answer(n: int) -> str:
    return f"""
        ngay_gui: 15/4/2026
        ten_cau_lac_bo: Câu lạc bộ {n}
        ngay_thanh_lap: {1 + n % 28:02}/4/2025
        so_thanh_vien: {n + 5}
        chu_nhiem: Nguyễn Văn A
        dia_diem: Nhà văn hóa ấp {n}
        lich_sinh_hoat: hằng tháng
        noi_dung: Vận động ấp {n} giữ sạch đường.
        hinh_thuc: Họp, thăm hộ
    """


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository of files only: no line of Python in it."""
    home = tmp_path_factory.mktemp("sau")
    units = "don_vi:\n" + "".join(f"  - {{ma: ap-{n}, ten: Ấp số {n}}}\n" for n in range(1, UNITS + 1))
    files = {
        "plans/sau/dia-phuong.yaml": LOCALITY,
        "plans/sau/don-vi.yaml": units,
        "plans/sau/2026/ke-hoach.yaml": PLAN,
        "plans/sau/van-ban/phieu_cau_lac_bo.html": WORDING,
        **{f"submissions/sau/2026/ap-{n}/phieu-cau-lac-bo.yaml": answer(n) for n in range(1, UNITS + 1)},
    }
    for name, text in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
    return home


@pytest.fixture(scope="module")
def documents(root: Path) -> dict[str, Document]:
    return documents_in(root)


def test_it_has_neither_fields_nor_levels_and_no_finding(root: Path) -> None:
    assert findings_in(root) == ()


def test_an_editor_knows_its_form(root: Path) -> None:
    schemas = {schema.path.rsplit("/", 1)[1]: schema for schema in schemas_of(load(root, TODAY))}
    schema = Draft7Validator(json.loads(schemas["phieu-cau-lac-bo.json"].text))
    assert "submissions/sau/2026/*/phieu-cau-lac-bo.y*ml" in schemas["phieu-cau-lac-bo.json"].files
    good = {"ngay_gui": "15/4/2026", "ten_cau_lac_bo": "Câu lạc bộ", "so_thanh_vien": 5, "lich_sinh_hoat": "hằng tuần"}
    assert schema.is_valid(good)
    for bad in (
        {"so_thanh_vien": "đông"},
        {"lich_sinh_hoat": "hằng giờ"},
        {"linh_vuc": "kinh_te"},
        {"ngay_gui": "mai"},
    ):
        assert not schema.is_valid(good | bad)
    assert not schema.is_valid({key: value for key, value in good.items() if key != "so_thanh_vien"})


def test_every_sheet_goes_into_one_table(documents: dict[str, Document]) -> None:
    sheet = documents["sau/2026/tong-hop/phieu-cau-lac-bo"].sheets[0]
    (table,) = (block for block in sheet.body if isinstance(block, Table))
    assert sheet.orientation is Orientation.LANDSCAPE
    assert len(table.head[0]) == 2 + len(FIELDS)
    rows = [[plain(cell.paragraphs[0].inlines) for cell in row] for row in table.rows]
    assert len(rows) == UNITS
    assert rows[6][:5] == ["7", "Ấp số 7", "Câu lạc bộ 7", "08/4/2025", "12"]


def test_the_locality_words_its_form_itself_blank_and_filled(documents: dict[str, Document]) -> None:
    filled, blank = (
        to_text(documents["sau/2026/ap-3/phieu-cau-lac-bo"]),
        to_text(documents["sau/2026/bieu-mau/phieu-cau-lac-bo"]),
    )
    assert "Ấp chúng tôi xin ghi tên câu lạc bộ Câu lạc bộ 3, có 08 người." in filled
    assert "Năm 2026 của Ấp số 3" in filled
    assert "Kiến nghị" not in filled
    assert "Kiến nghị: ......" in blank


def test_its_papers_keep_the_layout_of_its_organ(documents: dict[str, Document]) -> None:
    assert {document.profile for document in documents.values()} == {"mttq-nd30"}
    plan = to_text(documents["sau/2026/huong-dan"])
    assert "HƯỚNG DẪN\nĐăng ký câu lạc bộ “Dân vận khéo” năm 2026\n" in plan
    assert "Số: ________/HD-MTTQ-BTT" in plan.replace("\u00a0", "_")


def test_it_builds_in_both_formats(root: Path, documents: dict[str, Document]) -> None:
    some = ["sau/2026/huong-dan", "sau/2026/tong-hop/phieu-cau-lac-bo", "sau/2026/ap-80/phieu-cau-lac-bo"]
    selection = Selection(paths=tuple(f"build/{target}" for target in some))
    outcome = build(load(root, TODAY), selection, 0, lambda done, of: None)
    assert (set(outcome.written), outcome.findings) == (set(some), ())
    for target in some:
        assert docx_difference(documents[target], root / f"build/{target}.docx") == ""
        assert pdf_difference(documents[target], root / f"build/{target}.pdf") == ""
    assert validator_errors([root / f"build/{target}.docx" for target in some]) == {}


def test_a_wording_that_prints_no_field_or_is_used_by_no_paper_is_told(root: Path, tmp_path: Path) -> None:
    import shutil

    home = tmp_path / "sau"
    shutil.copytree(root, home, ignore=shutil.ignore_patterns("build"))
    wording = home / "plans/sau/van-ban/phieu_cau_lac_bo.html"
    wording.write_text("<h1>PHIẾU</h1><p>{{ o.ten_cau_lac_bo.gia_tri or cham }}</p>", "utf-8")
    (wording.parent / "phieu-cau-lac-bo.html").write_text("<h1>PHIẾU</h1>", "utf-8")
    found = {(f.mark.path.rsplit("/", 1)[-1], f.check): f.message for f in findings_in(home)}
    assert set(found) == {("phieu_cau_lac_bo.html", "unprinted-field"), ("phieu-cau-lac-bo.html", "unused-wording")}
    assert "“Số thành viên”" in found["phieu_cau_lac_bo.html", "unprinted-field"]
