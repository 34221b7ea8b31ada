"""What an office issues beside its plan, or without one: reports, covers, photos in texts, annexes, tables of its own."""

from __future__ import annotations

from io import BytesIO
from shutil import rmtree

import pytest
from PIL import Image

from dvkgen.build import Selection
from dvkgen.document.to_text import to_text
from dvkgen.document.tree import Figure, Paragraph, Role, Table, plain
from tests.conftest import PLAN, MakeRepo, built, documents_in, errors_in, findings_in

HOME = "plans/mau/2026"
REPORT = """
    {head}
    co_quan: dang_uy
    ngay: 04/8/2026
    kinh_gui: Thành ủy
    trich_yeu: Kết quả công tác
    noi_dung: |
      Kết quả ở Phụ lục kèm theo.

      ![Lễ ra mắt](anh.jpg)

      Xin báo cáo.
    phu_luc:
      - ten_goi: Phụ lục
        tieu_de: Biểu kết quả
        noi_dung: |
          | Tên | Số |
          |---|---|
          | Một | 2 |

          ![Giấy khen](sau/anh.jpg)
"""
QUOTED = "noi_dung: |\n  Có {{ tong_hop.mo_hinh }} mô hình.\n"
NO_FORMS = {"a/dang-ky": None, "b/dang-ky": None}


def photo(width: int = 1200) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, 1000), "green").save(out, "JPEG")
    return out.getvalue()


def pictures(*places: str) -> dict[str, bytes]:
    return {f"{HOME}/{place}": photo() for place in places}


# --- a report without a plan ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ke-hoach", "bao_cao"),
        ("bao-cao", "bao_cao"),
        ("bao-cao-6-thang", "bao_cao_6_thang"),
        ("bao-cao-nam", "bao_cao_nam"),
    ],
)
@pytest.mark.parametrize("has_units", [True, False])
def test_a_report_stands_without_a_plan(repo: MakeRepo, name: str, kind: str, has_units: bool) -> None:
    report = REPORT.format(head=f"loai: {kind}\n    ky: 2026")
    files = {"ke-hoach": None, f"{HOME}/{name}.yaml": report, **pictures("anh.jpg", "sau/anh.jpg"), **NO_FORMS}
    root = repo(files if has_units else {**files, "don-vi": None})
    rmtree(root / "submissions")
    assert findings_in(root) == ()
    made = documents_in(root)
    assert set(made) == {f"mau/2026/{kind.replace('_', '-')}"}
    (whole,) = made.values()
    assert "Số ________-BC/ĐU".replace("_", "\u00a0") in to_text(whole)


def test_two_reports_stand_without_a_plan_and_beside_one(repo: MakeRepo) -> None:
    half = "co_quan: dang_uy\ntrich_yeu: Sáu tháng\n" + QUOTED
    opens = "loai: bao_cao_nam\nky: 2026\n" + half
    files = {f"{HOME}/bao-cao-6-thang.yaml": half, f"{HOME}/bao-cao-nam.yaml": half}
    beside = documents_in(repo(files))
    assert {"mau/2026/tong-hop/bao-cao-6-thang", "mau/2026/tong-hop/bao-cao-nam"} < set(beside)
    assert "Có 02 mô hình." in to_text(beside["mau/2026/tong-hop/bao-cao-nam"])
    alone = {"ke-hoach": None, **NO_FORMS, f"{HOME}/bao-cao-6-thang.yaml": opens.replace("_nam", "_6_thang")}
    without = documents_in(repo({**alone, f"{HOME}/bao-cao-nam.yaml": half}))
    assert set(without) == {"mau/2026/bao-cao-6-thang", "mau/2026/tong-hop/bao-cao-nam"}


def test_a_plan_without_units_is_an_error_all_the_same(repo: MakeRepo) -> None:
    told = {f.mark.path for f in errors_in(repo({"don-vi": None}))}
    assert "plans/mau/don-vi.yaml" in told


@pytest.mark.parametrize("named", ["", "kinh_gui: Thành ủy", "noi_nhan: [Thành ủy]"])
def test_a_report_says_to_whom_it_goes(repo: MakeRepo, named: str) -> None:
    report = f"co_quan: dang_uy\ntrich_yeu: Kết quả\nluu: VT\nnoi_dung: Đã xong.\n{named}\n"
    told = [f for f in findings_in(repo({f"{HOME}/bao-cao-nam.yaml": report})) if "gửi cho ai" in f.message]
    assert [f.mark.path for f in told] == ([] if named else [f"{HOME}/bao-cao-nam.yaml"])


# --- photos in texts ------------------------------------------------------------------------------


def test_photos_stand_where_their_lines_stand_in_texts_and_annexes(repo: MakeRepo) -> None:
    report = REPORT.format(head="loai: bao_cao\n    ky: 2026")
    root = repo({"ke-hoach": report, **pictures("anh.jpg", "sau/anh.jpg"), **NO_FORMS})
    text, annex = documents_in(root)["mau/2026/bao-cao"].sheets
    assert [type(block) for block in text.body] == [Paragraph, Figure, Paragraph]
    assert [type(block) for block in annex.body] == [Table, Figure]
    assert [plain(b.caption) for b in (*text.body, *annex.body) if isinstance(b, Figure)] == ["Lễ ra mắt", "Giấy khen"]
    outcome = built(root, Selection())
    assert (outcome.findings, len(outcome.written)) == ((), 1)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("![Ảnh](khong-co.jpg)", "không có tệp"),
        ("![Ảnh](../anh.jpg)", "ra ngoài"),
        ("![Ảnh](hong.jpg)", "không phải ảnh"),
        ("![](tot.jpg)", "chú thích"),
    ],
)
def test_a_photo_that_cannot_be_shown_is_told_at_its_line(repo: MakeRepo, line: str, word: str) -> None:
    plan = PLAN.replace("theo mẫu kèm theo.", f"theo mẫu kèm theo.\n\n      {line}")
    (told,) = errors_in(repo({"ke-hoach": plan, f"{HOME}/hong.jpg": b"\xff\xd8\xff\xe0", **pictures("tot.jpg")}))
    assert (told.check, told.mark.line) == ("photo-quality", 8)
    assert word in told.message


@pytest.mark.parametrize("kind", ["bao-cao-ket-qua", "bao-cao-mo-hinh", "nhan-xet"])
def test_a_unit_may_place_photos_in_its_texts(repo: MakeRepo, kind: str) -> None:
    said = "|\n      Đã làm.\n\n      ![Dân họp bàn](hop.jpg)\n"
    keys = {
        "bao-cao-ket-qua": f"lanh_dao: {said}ket_qua_mo_hinh:\n  - {{mo_hinh: mot, trang_thai: dat}}\n",
        "bao-cao-mo-hinh": f"mo_hinh: mot\nmuc_dich: Xong.\ncach_lam: {said}ket_qua: Xong.\nlan_toa: Xa.\n",
        "nhan-xet": f"mo_hinh: mot\nben_nhan_xet: Chi ủy\nnoi_dung: {said}",
    }
    root = repo({f"a/{kind}": f"ngay_gui: 10/9/2026\n{keys[kind]}", "submissions/mau/2026/a/hop.jpg": photo()})
    body = documents_in(root)[f"mau/2026/a/{kind}"].sheets[0].body
    assert [plain(b.caption) for b in body if isinstance(b, Figure)] == ["Dân họp bàn"]


def test_photos_in_the_text_of_an_article_count_as_its_photos(repo: MakeRepo) -> None:
    article = (
        "ngay_gui: 01/6/2026\ntieu_de: Người mở ngõ\nca_nhan: Trần Thị B\nmo_hinh: mot\nthong_tin: Một người.\n"
        "boi_canh: Một nơi.\ncach_lam: |\n  Đi từng nhà.\n\n  ![Một](m.jpg)\n\n  ![Hai](h.jpg)\nket_qua: Xong.\nkinh_nghiem: Kiên trì.\n"
    )
    home = "submissions/mau/2026/a"
    root = repo({"a/bai-viet": article, f"{home}/m.jpg": photo(), f"{home}/h.jpg": photo(500)})
    assert [(f.check, f.mark.line) for f in errors_in(root)] == [("photo-quality", 12)]


def test_a_photo_where_none_can_stand_is_printed_as_typed_and_told(repo: MakeRepo) -> None:
    brief = "ngay_gui: 10/9/2026\nde_nghi:\n  - tap_the: Chi bộ A\n    mo_hinh: mot\n    thanh_tich: |\n      Đạt 9 hộ.\n\n      ![Ảnh](a.jpg)\n"
    root = repo({"a/trich-ngang": brief})
    assert [f.mark.line for f in findings_in(root) if f.check == "raw-markup"] == [8]
    assert "![Ảnh](a.jpg)" in to_text(documents_in(root)["mau/2026/a/trich-ngang"])


# --- annexes and covers ---------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["ke-hoach", f"{HOME}/bao-cao-tong-hop.yaml", f"{HOME}/bao-cao-nam.yaml"])
def test_an_annex_that_nobody_mentions_is_told(repo: MakeRepo, file: str) -> None:
    annex = "phu_luc:\n  - {ten_goi: Phụ lục II, tieu_de: Biểu, noi_dung: Một.}\n"
    report = f"co_quan: dang_uy\ntrich_yeu: Kết quả\nnoi_dung: Đã xong.\n{annex}"
    plan = f"loai: ke_hoach\nky: 2026\n{report}"
    root = repo({"ke-hoach": plan} if file == "ke-hoach" else {file: report})
    (told,) = (f for f in findings_in(root) if f.check == "attached-form-unmentioned" and "Phụ lục II" in f.message)
    assert told.mark.path.endswith(file.removeprefix(f"{HOME}/").removesuffix(".yaml") + ".yaml")


@pytest.mark.parametrize(("typed", "pages"), [("", 0), ("trang_bia: mot_trang", 1), ("trang_bia: hai_trang", 2)])
def test_a_report_has_the_covers_that_it_asks_for(repo: MakeRepo, typed: str, pages: int) -> None:
    report = f"co_quan: dang_uy\nngay: 8/2026\ntrich_yeu: Kết quả năm\nnoi_dung: Đã xong.\n{typed}\n"
    sheets = documents_in(repo({f"{HOME}/bao-cao-nam.yaml": report}))["mau/2026/tong-hop/bao-cao-nam"].sheets
    assert len(sheets) == pages + 1
    for cover in sheets[:-1]:
        said = [(b.role, plain(b.inlines)) for b in cover.body if isinstance(b, Paragraph)]
        assert said[1:] == [
            (Role.COVER_ORGAN, "ĐẢNG ỦY PHƯỜNG MẪU"),
            (Role.COVER_TITLE, "BÁO CÁO"),
            (Role.COVER_SUBJECT, "Kết quả năm"),
            (Role.COVER_PLACE, "Mẫu, tháng 8 năm 2026"),
        ]
    assert sheets[-1].letterhead is not None


# --- the common table -----------------------------------------------------------------------------

SURVEY = """
      - loai: khao_sat
        ten_loai: PHIẾU
        bang_chung: {table}
        truong:
          - {{ma: mot, ten: Cột một, kieu: dong}}
          - {{ma: hai, ten: Cột hai, kieu: so}}
"""


def surveyed(
    repo: MakeRepo, table: str, b: str = "ngay_gui: 10/9/2026\nmot: bê\nhai: 2\n"
) -> tuple[MakeRepo, dict[str, str | None]]:
    plan = PLAN.replace("    dinh_kem", SURVEY.format(table=table).lstrip("\n") + "    dinh_kem")
    return repo, {"ke-hoach": plan, "a/khao-sat": "ngay_gui: 10/9/2026\nmot: a\nhai: 1\n", "b/khao-sat": b}


def rows_of(repo: MakeRepo, files: dict[str, str | None]) -> list[list[str]]:
    sheet = documents_in(repo(files))["mau/2026/tong-hop/khao-sat"].sheets[0]
    (table,) = (block for block in sheet.body if isinstance(block, Table))
    return [[plain(p.inlines) for cell in row for p in cell.paragraphs] for row in (*table.head, *table.rows)]


@pytest.mark.parametrize(
    ("table", "head"),
    [
        ("true", ["TT", "Đơn vị", "Cột một", "Cột hai"]),
        ("{cot: [hai, mot]}", ["TT", "Đơn vị", "Cột hai", "Cột một"]),
        ("{cot: hai, ten_loai: BẢNG RIÊNG, trich_yeu: Cả năm}", ["TT", "Đơn vị", "Cột hai"]),
    ],
)
def test_the_common_table_has_a_title_and_columns_of_its_own(repo: MakeRepo, table: str, head: list[str]) -> None:
    _, files = surveyed(repo, table)
    assert rows_of(repo, files)[0] == head
    said = to_text(documents_in(repo(files))["mau/2026/tong-hop/khao-sat"])
    assert ("BẢNG RIÊNG" in said) == ("BẢNG RIÊNG" in table)


def test_a_column_that_is_no_field_is_told(repo: MakeRepo) -> None:
    _, files = surveyed(repo, "{cot: [mot, bax]}")
    (told,) = errors_in(repo(files))
    assert (told.check, "bax" in told.message) == ("form-fields", True)


@pytest.mark.parametrize("faulty", ["x: [", "ngay_gui: 10/9/2026\nhai: nhiều\n", "ngay_gui: 10/9/2026\nla: 3\n"])
@pytest.mark.parametrize("setting", ["giu_lai", "bo_qua"])
def test_one_faulty_answer_keeps_the_table_back_or_is_named_on_it(repo: MakeRepo, faulty: str, setting: str) -> None:
    _, files = surveyed(repo, f"{{phieu_loi: {setting}}}", faulty)
    root = repo(files)
    outcome = built(root)
    target, culprit = "mau/2026/tong-hop/khao-sat", "submissions/mau/2026/b/khao-sat.yaml"
    if setting == "giu_lai":
        assert target in outcome.withheld
        assert outcome.because[target] == (culprit,)
    else:
        from docx import Document as Word

        assert target in outcome.written
        said = "\n".join(p.text for p in Word(str(root / f"build/{target}.docx")).paragraphs)
        assert "chưa gồm" in said
        assert "Chi bộ B" in said
