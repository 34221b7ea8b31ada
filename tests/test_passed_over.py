"""Nothing is passed over in silence: files of any name, letters, marks and figures that look right and are not.

Each kind of input that was once lost or misread stands here with its siblings.
"""

from __future__ import annotations

import struct
from datetime import date
from io import BytesIO

import pytest
from click import UsageError
from PIL import Image

from dvkgen.cli.options import relative
from dvkgen.disk.folder import listing
from dvkgen.document.markup import parse
from dvkgen.document.prose import to_html
from dvkgen.document.to_text import to_text
from dvkgen.document.tree import Table, plain
from dvkgen.edit.fix import cures
from dvkgen.schema.kinds import REGISTRATION_LIST
from dvkgen.text import fold
from tests.conftest import MODEL, SENT, Expect, MakeRepo, documents_in, errors_in, findings_in

SLIP = """
    ngay_gui: 10/01/2026
    ten: Hiến sách mở quán ba
    ca_nhan: Trần Thị B
    linh_vuc: van_hoa
    cap: phuong
    thoi_gian: cả năm
    dia_diem: quán sách
    ket_qua_du_kien: 100 cuốn
"""
LETTER = """
    loai: cong_van
    ky: 2026
    co_quan: dang_uy
    trich_yeu: Về phong trào
    noi_dung: |
{text}
"""


def letter(*lines: str) -> str:
    return LETTER.format(text="\n".join(f"      {line}" if line else "" for line in lines))


def cells(text: str) -> list[list[str]]:
    (table,) = (block for block in parse(to_html(text), {}).blocks if isinstance(block, Table))
    return [[plain(p.inlines) for cell in row for p in cell.paragraphs] for row in (*table.head, *table.rows)]


# --- files of any name ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["tran.thi.b.yaml", "01.thon-mot.yaml", "Tran Thi B.yaml", "sâu/b.yaml", "b.yam", "b.json", "b"]
)
def test_a_slip_of_any_name_is_read_or_told(repo: MakeRepo, name: str) -> None:
    root = repo({f"{SENT}/a/phieu-dang-ky/{name}": SLIP} if "." in name else {})
    if "." not in name:
        (root / SENT / "a/phieu-dang-ky").mkdir(parents=True)
        (root / SENT / "a/phieu-dang-ky" / name).write_text(SLIP, "utf-8")
    told = {f.mark.path.rsplit("phieu-dang-ky/", 1)[-1] for f in findings_in(root) if f.check == "unknown-file"}
    assert name in told


@pytest.mark.parametrize("name", ["Danh sach.docx", "danh-sach.xlsx", "dang-ky.csv", "ghi-chu.pdf"])
def test_a_file_of_word_or_excel_is_told(repo: MakeRepo, name: str) -> None:
    told = [f for f in findings_in(repo({f"{SENT}/a/{name}": b"PK"})) if f.check == "unknown-file"]
    assert [f.mark.path for f in told] == [f"{SENT}/a/{name}"]


@pytest.mark.parametrize(
    "name",
    [
        "dang-ky.yaml.orig",
        "dang-ky.yaml~",
        "dang-ky.yaml.bak",
        "dang-ky (1).yaml",
        "Copy of dang-ky.yaml",
        "dang-ky_BASE_123.yaml",
    ],
)
def test_a_copy_beside_its_file_is_told_with_a_cure_that_destroys_nothing(repo: MakeRepo, name: str) -> None:
    (told,) = (f for f in findings_in(repo({f"{SENT}/a/{name}": "x"})) if f.check == "unknown-file")
    assert (told.mark.path, told.severity) == (f"{SENT}/a/{name}", "warning")
    assert "đổi tên" not in told.help


def test_what_windows_and_word_keep_for_themselves_is_no_file_of_ours(repo: MakeRepo) -> None:
    files = {f"{SENT}/a/{name}": b"x" for name in ("desktop.ini", "Thumbs.db", "~$ang-ky.docx")}
    assert not [f for f in findings_in(repo(files)) if f.check == "unknown-file"]


def test_files_are_read_in_the_order_of_their_numbers(repo: MakeRepo) -> None:
    numbers = (1, 2, 10, 11, 9)
    root = repo({f"{SENT}/a/phieu-dang-ky/{n}.yaml": SLIP.replace("ba", f"số {n}") for n in numbers})
    found = [stem for stem, _ in listing(root, f"{SENT}/a/phieu-dang-ky").files]
    assert found == ["1", "2", "9", "10", "11"]


# --- photos ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "exif", [b"Exif\x00\x00II*\x00", b"Exif\x00\x00MM\x00*", b"Exif\x00\x00" + struct.pack("<2sHI", b"II", 42, 8)]
)
def test_a_photo_with_exif_cut_short_never_ends_a_run(repo: MakeRepo, exif: bytes) -> None:
    picture = BytesIO()
    Image.new("RGB", (1200, 1000), "white").save(picture, "JPEG", exif=exif)
    article = """
        ngay_gui: 01/6/2026
        tieu_de: Người mở ngõ
        ca_nhan: Trần Thị B
        mo_hinh: mot
        thong_tin: Một người.
        boi_canh: Một nơi.
        cach_lam: Một cách.
        ket_qua: Một việc.
        kinh_nghiem: Một điều.
        anh:
          - {tep: anh/mot.jpg, chu_thich: Ngõ mới}
    """
    root = repo({"a/bai-viet": article, f"{SENT}/a/anh/mot.jpg": picture.getvalue()})
    assert {f.check for f in findings_in(root)} <= {
        "photo-quality",
        "missing-submission",
        "quota-reached",
        "photo-count",
    }
    assert "mau/2026/a/danh-sach-dang-ky" in documents_in(root)


# --- texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["|---|---|---|", "|-|-|-|", "| :-: | --: | - |", "|---|:---|---"])
def test_an_empty_first_cell_and_every_rule_row(rule: str) -> None:
    assert cells(f"| A | B | C |\n{rule}\n|| 6 | 3 |\n| 1 || 2 |") == [["A", "B", "C"], ["", "6", "3"], ["1", "", "2"]]


@pytest.mark.parametrize(
    "lines",
    [
        ("Một.[^1] Hai.[^1]", "", "[^1]: Lời một.", "[^1]: Lời hai. #! footnote-marks"),
        ("Một.", "", "[^1]: Lời không dấu. #! footnote-marks"),
        ("Một.[^2] #! footnote-marks",),
        ("Một.[^chú thích] #! footnote-marks",),
        ("Một.^[lời kiểu khác] #! footnote-marks",),
        ("Một.[^1]", "", "[^1]:Lời viết liền."),
    ],
)
def test_each_footnote_has_its_mark_and_its_text(expect: Expect, lines: tuple[str, ...]) -> None:
    expect({"ke-hoach": letter(*lines)}, only=["footnote-marks"])


@pytest.mark.parametrize(
    "line",
    [
        "Một<br>hai.",
        "Một [liên kết](http://a.vn).",
        "Một _hai_ ba.",
        "Một `hai` ba.",
        r"Một \- hai.",
        "Một **hai ba.",
        "> Một.",
    ],
)
def test_markup_that_prints_raw_is_told(expect: Expect, line: str) -> None:
    expect({"ke-hoach": letter("Mở đầu.", "", f"{line} #! raw-markup")})


@pytest.mark.parametrize("line", ["Một *hai* và **ba**.", "5*3*2 ô.", "- Mục.", "a_b và x < y.", "* Lưu ý: (1) một."])
def test_what_a_text_knows_is_no_raw_markup(expect: Expect, line: str) -> None:
    expect({"ke-hoach": letter("Mở đầu.", "", line)}, only=["raw-markup"])


@pytest.mark.parametrize("mark", ["–", "•", "*", "a)", "II.", "Bước 1:"])
def test_lists_of_word_that_join_the_line_above_are_told(expect: Expect, mark: str) -> None:
    expect({"ke-hoach": letter("Thực hiện:", f"{mark} Rà soát mô hình. #! list-lines-joined", f"{mark} Đăng ký.")})


@pytest.mark.parametrize("end", [".", "./.", "./", ". ./.", ""])
def test_the_end_mark_of_the_state_stands_once_however_it_was_typed(repo: MakeRepo, end: str) -> None:
    place = "dang_uy: {ten: ỦY BAN NHÂN DÂN PHƯỜNG MẪU, ky_hieu: UBND, the_thuc: nha-nuoc-nd30}"
    locality = f"ten: phường Mẫu\ndia_danh: Mẫu\nco_quan:\n  {place}\n"
    files = {"dia-phuong": locality, "a/dang-ky": None, "b/dang-ky": None, "don-vi": "don_vi:\n  - {ma: a, ten: A}\n"}
    said = to_text(documents_in(repo({**files, "ke-hoach": letter(f"Đề nghị thực hiện{end}")}))["mau/2026/cong-van"])
    assert ("Đề nghị thực hiện./.\n" in said) == bool(end)
    assert "././." not in said


# --- names and figures ----------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), [("H'Hen Niê", "H’Hen Niê"), ("Y ʼBlum", "Y 'Blum"), ("Đắk‑Lắk", "Đắk-Lắk")])
def test_apostrophes_and_dashes_of_a_name_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("letter_", ["Ð", "Ɖ"])
def test_a_letter_that_only_looks_like_ours_is_read_as_ours_and_told_once(repo: MakeRepo, letter_: str) -> None:
    root = repo({"a/dang-ky": MODEL.replace("Hiến đất", f"{letter_}ồng lòng hiến đất")})
    told = [f for f in findings_in(root) if f.check == "hidden-characters"]
    assert [f.mark.path for f in told] == [f"{SENT}/a/dang-ky.yaml"]
    assert "Đồng lòng hiến đất" in to_text(documents_in(root)["mau/2026/a/danh-sach-dang-ky"])


@pytest.mark.parametrize("figure", ["1,250", "1.250", "1 250", "1.250.000", "-1,250"])
def test_a_number_that_could_be_two_is_a_question(repo: MakeRepo, figure: str) -> None:
    report = f"""
        ngay_gui: 12/11/2026
        lanh_dao: Có chỉ đạo.
        so_lieu:
          - ten: Hộ
            gia_tri: {figure}
    """
    (error,) = (f for f in errors_in(repo({"a/bao-cao-ket-qua": report})) if f.check == "wrong-value")
    assert error.mark.line == 5


def test_a_no_break_space_after_a_colon_is_named(repo: MakeRepo) -> None:
    (error,) = errors_in(
        repo({"a/dang-ky": "ngay_gui: 10/01/2026\nmo_hinh:\n  - ten:\u00a0Hiến đất\n    tap_the: A\n"})
    )
    assert (error.mark.line, "dấu cách lạ" in error.message) == (3, True)


# --- forms and days -------------------------------------------------------------------------------


def test_registrations_without_a_form_are_printed_in_the_built_in_one(repo: MakeRepo) -> None:
    documents = documents_in(repo({"ke-hoach": letter("Đề nghị thực hiện.")}))
    assert "mau/2026/a/danh-sach-dang-ky" in documents
    assert "Hiến đất mở ngõ một" in to_text(documents["mau/2026/tong-hop/danh-sach-dang-ky"])


@pytest.mark.parametrize("kind", [REGISTRATION_LIST.slug, "bieu_tong_hop"])
def test_a_form_given_by_its_kind_alone_has_its_title(repo: MakeRepo, kind: str) -> None:
    plan = letter("Đề nghị thực hiện.") + f"    bieu_mau:\n      - loai: {kind}\n"
    (sheet,) = documents_in(repo({"ke-hoach": plan}))[f"mau/2026/bieu-mau/{kind.replace('_', '-')}"].sheets
    assert sheet.title
    assert "Dân vận khéo" in plain(sheet.title.subject[0])


def test_a_day_of_every_year_that_was_past_when_the_plan_was_issued_binds_nobody(repo: MakeRepo) -> None:
    text = """
        loai: ke_hoach
        ky: 2026 - 2030
        co_quan: dang_uy
        ngay: 05/5/2026
        trich_yeu: Về phong trào
        noi_dung: Đề nghị thực hiện.
        thoi_han:
          - {ma: dang_ky, ten: Đăng ký, hang_nam: 15/02, nop: dang_ky}
    """
    root = repo({"ke-hoach": None, "plans/mau/2026-2030/ke-hoach.yaml": text})
    (root / "plans/mau/2026").rmdir()
    found = findings_in(root, date(2026, 6, 1))
    assert [f.severity for f in found if f.check == "deadline-order"] == ["info"]
    assert not [f for f in found if f.check == "late-submission"]


def test_an_annex_says_to_which_paper_it_belongs(repo: MakeRepo) -> None:
    plan = (
        letter("Phân công tại Phụ lục.")
        + "    so: '7'\n    ngay: 05/02/2026\n    phu_luc:\n      - {ten_goi: Phụ lục, tieu_de: Phân công, noi_dung: Việc.}\n"
    )
    said = to_text(documents_in(repo({"ke-hoach": plan}))["mau/2026/cong-van"])
    assert "(Kèm theo Công văn số 07-CV/ĐU ngày 05 tháng 02 năm 2026 của Đảng ủy phường Mẫu)" in said


# --- one file never ends a run --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["---\n", "---\n---\n", "", "# chỉ có lời chú\n", "---\na: 1\n---\nb: 2\n"])
@pytest.mark.parametrize("name", ["a/dang-ky", "ke-hoach"])
def test_a_file_that_holds_nothing_is_told(repo: MakeRepo, name: str, text: str) -> None:
    assert [f.check for f in errors_in(repo({name: text}))][:1] == ["yaml-syntax"]


def test_the_units_that_are_waited_for_are_listed_by_khoi(repo: MakeRepo) -> None:
    units = "".join(f"  - {{ma: u{n}, ten: Đơn vị {n}, khoi: tdp}}\n" for n in range(12))
    found = findings_in(repo({"don-vi": f"don_vi:\n{units}", "a/dang-ky": None, "b/dang-ky": None}))
    (missing,) = (f for f in found if f.check == "missing-submission")
    assert "\n    Tổ dân phố (12): Đơn vị 0; Đơn vị 1;" in missing.message


def test_a_folder_that_is_not_there_yet_may_be_checked_where_its_locality_is(repo: MakeRepo) -> None:
    root = repo({})
    assert relative(("submissions/mau/2027",), root) == ("submissions/mau/2027",)
    with pytest.raises(UsageError):
        relative(("submissions/khac/2027",), root)


# --- text pasted from Word ------------------------------------------------------------------------

PASTED = {
    "numbered": ("I. MỤC ĐÍCH", "1. Mục đích", "Nâng cao nhận thức.", "II. CHỈ TIÊU", "Mỗi đơn vị một mô hình."),
    "with other signs": (
        "I- MỤC ĐÍCH",
        "1) Mục đích",
        "• Nâng cao nhận thức.",
        "II- CHỈ TIÊU",
        "• Mỗi đơn vị một mô hình.",
    ),
    "with tabs": ("I.\tMỤC ĐÍCH", "1.\tMục đích", "Nâng cao nhận thức.", "II.\tCHỈ TIÊU", "Mỗi đơn vị một mô hình."),
    "paragraphs alone": (
        "Phong trào có nền nếp. Đảng ủy khen ngợi.",
        "Còn nơi làm hình thức. Cấp ủy phải chấn chỉnh.",
        "Các chi bộ rà soát. Mỗi chi bộ chọn một việc.",
    ),
    "headings without a mark": (
        "I. MỤC ĐÍCH",
        "",
        "Nâng cao nhận thức.",
        "",
        "II. CHỈ TIÊU",
        "",
        "Mỗi đơn vị một mô hình.",
    ),
}
WRAPPED = (
    "# I. MỤC ĐÍCH",
    "",
    "Nâng cao nhận thức của cấp ủy, chính quyền và các",
    "Ban, ngành về phong trào, theo tinh thần của khoản",
    "1. Mỗi đơn vị một mô hình, mỗi đảng viên một việc.",
    "Đảng ủy giao Ban Xây dựng Đảng theo dõi.",
)


@pytest.mark.parametrize("kind", PASTED)
def test_text_pasted_from_word_is_told_once_and_fix_sets_it_apart(repo: MakeRepo, kind: str) -> None:
    root = repo({"ke-hoach": letter(*PASTED[kind])})
    told = [f for f in findings_in(root) if f.mark.path.endswith("ke-hoach.yaml") and f.severity == "warning"]
    assert [f.check for f in told] == ["pasted-text"]
    (change,) = cures(root, ())
    (root / change.path).write_text(change.after, "utf-8")
    assert not [f for f in findings_in(root) if f.check.endswith(("pasted-text", "joined", "without-end"))]
    assert not list(cures(root, ()))
    before, after = ("".join(PASTED[kind]).split(), change.after.split("noi_dung: |")[1].split())
    assert "".join(after).replace("#", "") == "".join(before).replace("•", "-")


def test_a_text_file_is_set_apart_too(repo: MakeRepo) -> None:
    root = repo(
        {
            "ke-hoach": letter("x").replace("|\n      x", "{tep: bai.md}"),
            "plans/mau/2026/bai.md": "\n".join(PASTED["numbered"]),
        }
    )
    assert [f.mark.path for f in findings_in(root) if f.check == "pasted-text"] == ["plans/mau/2026/bai.md"]
    (change,) = cures(root, ())
    assert change.after.startswith("# I. MỤC ĐÍCH\n\n## 1. Mục đích\n\nNâng cao nhận thức.\n\n# II.")


def test_prose_broken_within_its_sentences_is_no_paste(repo: MakeRepo) -> None:
    root = repo({"ke-hoach": letter(*WRAPPED)})
    assert not [f for f in findings_in(root) if f.check == "pasted-text"]
    assert not list(cures(root, ()))
