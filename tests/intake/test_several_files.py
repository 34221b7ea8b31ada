"""Several files in one call, and files that hide a part of what they say: nothing is lost, and what is left is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from dvkgen.cli.commands import dvkgen
from dvkgen.findings import DvkgenError
from dvkgen.intake.word import read_word
from tests.intake.test_bad_input import package, root

__all__ = ["root"]
HEAD = ("Chủ thể", "Tên mô hình", "Lĩnh vực", "Cấp")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def sheet(path: Path, *names: str, hidden: str = "") -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEAD)
    for name in names:
        page.append(("Nguyễn Văn A", name, "kinh tế", "Phường"))
    if hidden:
        book.create_sheet(hidden).sheet_state = "hidden"
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def word(*rows: str, inside: str = "") -> bytes:
    """Return a Word file with tables, one for each run of rows that `|` parts."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    tables = [
        f"<w:tbl>{''.join('<w:tr>' + ''.join(cell.format(c) for c in row.split('|')) + '</w:tr>' for row in table.split('/'))}</w:tbl><w:p/>"
        for table in rows
    ]
    body = f'<w:document xmlns:w="{WORD}"><w:body>{"".join(tables)}{inside}</w:body></w:document>'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    return package({"[Content_Types].xml": types.encode(), "word/document.xml": body.encode()})


def send(root: Path, *files: Path) -> Result:
    words = ["--don-vi", "tdp-1", "--ngay-gui", "10/01/2026", "--yes", "--root", str(root)]
    return CliRunner().invoke(dvkgen, ["import", *map(str, files), *words])


def registered(root: Path) -> str:
    return (root / "submissions/mau/2026/tdp-1/dang-ky.yaml").read_text("utf-8")


def test_of_two_files_for_one_paper_the_second_is_told_and_comes_in_by_the_same_call(root: Path) -> None:
    files = sheet(root / "gui/a.xlsx", "Nuôi ong"), sheet(root / "gui/b.xlsx", "Nuôi gà")
    first = send(root, *files)
    assert first.exit_code == 1
    assert "b.xlsx: lượt này đã có thay đổi cho submissions/mau/2026/tdp-1/dang-ky.yaml" in first.output
    assert "Nuôi gà" not in registered(root)
    assert send(root, *files).exit_code == 0
    assert all(name in registered(root) for name in ("Nuôi ong", "Nuôi gà"))


def test_a_list_of_word_that_goes_on_in_a_second_table_is_one_list(root: Path) -> None:
    path = root / "gui/hai-trang.docx"
    path.parent.mkdir()
    head = "TT|Chủ thể|Tên mô hình"
    path.write_bytes(
        word(f"{head}/1|Nguyễn Văn A|Nuôi cá lồng", "2|Chi bộ Tổ dân phố số 1|Nuôi ong/3|Trần Thị B|Nuôi gà")
    )
    assert send(root, path).exit_code == 0
    assert registered(root).count("- ma:") == 3


@pytest.mark.parametrize("name", ["x" * 3000, "trong"])
def test_what_holds_no_file_is_told(name: str, root: Path) -> None:
    (root / "trong" / "con").mkdir(parents=True)
    result = send(root, root / name)
    assert isinstance(result.exception, DvkgenError)


def test_a_hidden_sheet_is_told(root: Path) -> None:
    assert "trang “Cũ” đang bị ẩn: không đọc" in send(root, sheet(root / "gui/a.xlsx", "Nuôi ong", hidden="Cũ")).output


@pytest.mark.parametrize(
    ("inside", "note"),
    [
        ("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>bỏ</w:t></w:r></w:p>", "gạch ngang"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>", "ẩn"),
        ('<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>', "chân trang"),
    ],
)
def test_what_a_reader_may_not_see_is_told(inside: str, note: str) -> None:
    assert any(note in one for one in read_word("a.docx", word("a|b", inside=inside)).notes)


@pytest.mark.parametrize("span", ["²", "x", "999999999"])
def test_a_cell_merged_over_no_number_of_columns_is_one(span: str) -> None:
    table = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    assert len(read_word("a.docx", word("a|b", inside=table)).grids) == 2


def test_a_row_struck_out_while_changes_were_tracked_is_gone() -> None:
    gone = "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>bỏ</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert "bỏ" not in "".join(read_word("a.docx", word("a|b", inside=gone)).texts())
