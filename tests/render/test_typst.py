"""The engine that needs no system library: what is typed is never code, what does not fit is told, the bytes are the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dvkgen.build import Selection
from dvkgen.document.tree import Cell, Document, Note, Paragraph, Role, Span, Table
from dvkgen.findings import DvkgenError
from dvkgen.load import load
from dvkgen.render import typst_pdf
from dvkgen.render.engine import Engine
from dvkgen.render.fit import set_well
from dvkgen.render.typeset import typeset
from dvkgen.render.witness import FrameFault
from tests.conftest import TODAY, MakeRepo, built, documents_in, findings_in, run_build, stationery
from tests.inspection import read_pages
from tests.paper import fonts, pdf_difference

PROFILE = "dang-hd36-2018"
CODE = (
    '#eval("1 + 1") #read("/etc/passwd") #import "@preview/a:1.0.0"',
    "*đậm* _nghiêng_ `mã` $x^2$ = Đầu đề",
    "@nhan <nhan> \\ \\u{41} // chú thích /* chú thích */",
    "#{ panic() } #set page(width: 1cm) ]]] ))) }}}",
    "& < > \" ' -- --- ... ~ {{ 7*7 }}",
    "một\nhai\tba   bốn",
)


def paper_with(repo: MakeRepo, *blocks: Paragraph | Table) -> Document:
    paper = documents_in(repo({}))["mau/2026/a/danh-sach-dang-ky"]
    return replace(paper, sheets=(replace(paper.sheets[0], body=blocks),))


def laid_out(paper: Document) -> tuple[Document, typst_pdf.LaidOut]:
    look = stationery(PROFILE)
    return paper, typst_pdf.lay_out(typeset(paper, look.profile), look, {})


@pytest.mark.parametrize("typed", CODE)
def test_what_is_typed_is_words_and_never_code(repo: MakeRepo, tmp_path: Path, typed: str) -> None:
    notes = () if "\n" in typed else (Note((Span(typed),)),)
    cell = Cell((Paragraph((Span(typed), *notes), Role.CELL),))
    blocks = (
        Paragraph((Span(typed), Span(typed, bold=True, italic=True), *notes)),
        Table((100.0,), ((cell,),), ((cell,),)),
    )
    paper = paper_with(repo, *blocks)
    paper = replace(paper, title=typed, author=typed)
    file = tmp_path / "giay.pdf"
    file.write_bytes(laid_out(paper)[1].pdf())
    assert pdf_difference(paper, file) == ""


def test_a_word_longer_than_its_line_is_broken(repo: MakeRepo, tmp_path: Path) -> None:
    _, set_paper = laid_out(paper_with(repo, Paragraph((Span("Xem " + "a" * 400 + " rồi làm."),))))
    assert len({round(line.base) for line in set_paper.settled.told.lines if line.part == "b"}) > 3


def test_a_head_higher_than_its_page_is_refused(repo: MakeRepo) -> None:
    head = Cell(tuple(Paragraph((Span(f"Dòng {number}"),), Role.COLUMN_HEADING) for number in range(90)))
    cell = Cell((Paragraph((Span("Ô"),), Role.CELL),))
    _, set_paper = laid_out(paper_with(repo, Table((100.0,), ((head,),), ((cell,),))))
    with pytest.raises(FrameFault):
        set_paper.refuse_lost()


def test_a_last_paragraph_higher_than_a_page_is_broken(repo: MakeRepo, tmp_path: Path) -> None:
    long = " ".join(f"Việc thứ {number} đã làm xong với {number} hộ dân ở tổ." for number in range(200))
    paper, set_paper = laid_out(paper_with(repo, Paragraph((Span("Mở đầu."),)), Paragraph((Span(long),))))
    set_paper.refuse_lost()
    file = tmp_path / "giay.pdf"
    file.write_bytes(set_paper.pdf())
    assert pdf_difference(paper, file) == ""


@pytest.mark.parametrize("letter", ["\U0001f389", "\ue000"])
def test_a_letter_that_no_font_has_is_told(repo: MakeRepo, letter: str) -> None:
    with pytest.raises(DvkgenError, match="phông chữ"):
        laid_out(paper_with(repo, Paragraph((Span(f"Chúc mừng {letter}"),))))[1].pdf()


def test_the_same_paper_is_the_same_bytes_in_every_process(repo: MakeRepo) -> None:
    root = repo({})
    made = []
    for _ in range(2):
        built(root, Selection(formats=("pdf",)), "typst")
        made.append((root / "build/mau/2026/a/danh-sach-dang-ky.pdf").read_bytes())
        (root / "build/mau/2026/a/danh-sach-dang-ky.pdf").unlink()
    run_build(root, "--pdf", "typst", "--format", "pdf")
    made.append((root / "build/mau/2026/a/danh-sach-dang-ky.pdf").read_bytes())
    assert len(set(made)) == 1


def test_the_repository_chooses_its_engine(repo: MakeRepo) -> None:
    root = repo({"dvkgen.yaml": "pdf: typst\n"})
    assert load(root, TODAY).engine is Engine.TYPST
    assert load(root, TODAY, pdf="weasyprint").engine is Engine.WEASYPRINT


@pytest.mark.parametrize(
    ("text", "rule"), [("pdf: word\n", "wrong-value"), ("may: 2\n", "unknown-key"), ("- a\n", "yaml-syntax")]
)
def test_a_wrong_choice_is_told_where_it_stands(repo: MakeRepo, text: str, rule: str) -> None:
    assert [
        (f.mark.path, f.check) for f in findings_in(repo({"dvkgen.yaml": text})) if f.mark.path == "dvkgen.yaml"
    ] == [("dvkgen.yaml", rule)]


def test_a_paper_is_made_anew_by_another_engine(repo: MakeRepo) -> None:
    root, pdf = repo({}), Selection(formats=("pdf",))
    assert built(root, pdf, "typst").written
    assert not built(root, pdf, "typst").written
    assert built(root, pdf, "weasyprint").written


def test_both_formats_are_made_without_system_libraries(repo: MakeRepo, hidden: Path) -> None:
    root = repo({})
    done = run_build(root, paths=[hidden])
    assert done.returncode == 0, done.stderr
    assert "Typst" in done.stderr
    papers = sorted((root / "build").rglob("danh-sach-dang-ky.*"))
    assert {path.suffix for path in papers} == {".docx", ".pdf", ".xlsx"}
    assert {family for path in papers if path.suffix == ".pdf" for family, _ in fonts(path)} == {"Tinos"}


def test_an_engine_that_does_not_load_is_told(repo: MakeRepo, hidden: Path) -> None:
    done = run_build(repo({}), "--pdf", "weasyprint", paths=[hidden])
    assert done.returncode == 1
    assert "--pdf typst" in done.stdout
    assert "Traceback" not in done.stderr


def rows_of(count: int) -> tuple[tuple[Cell, ...], ...]:
    """Return rows of one to three lines, every seventh a bold one that names those below it."""
    return tuple(
        (
            Cell((Paragraph((Span(f"{number}", bold=number % 7 == 0),), Role.CELL_CENTRED),)),
            Cell((Paragraph((Span(f"Việc thứ {number} " * (1 + number % 3) * 3, bold=number % 7 == 0),), Role.CELL),)),
            Cell(() if number % 7 == 0 else (Paragraph((Span("Đã làm xong"),), Role.CELL),)),
        )
        for number in range(count)
    )


def test_a_long_table_in_pieces_ends_its_pages_where_a_whole_one_does(
    repo: MakeRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    head = tuple(Cell((Paragraph((Span(name), *notes), Role.COLUMN_HEADING),)) for name, notes in HEADS)
    paper = paper_with(repo, Paragraph((Span("Danh sách:"),)), Table((10.0, 60.0, 30.0), (head,), rows_of(260)))
    _, whole = laid_out(paper)
    monkeypatch.setattr("dvkgen.render.typst_long.WINDOW", 60)
    _, pieces = laid_out(paper)
    assert len(pieces.settled.told.lines) < len(whole.settled.told.lines), "lines of the midst are not told"
    files = [tmp_path / name for name in ("mot.pdf", "nhieu.pdf")]
    for file, made in zip(files, (whole, pieces), strict=True):
        file.write_bytes(made.pdf())
        assert pdf_difference(paper, file) == ""
    one, other = ([[line.text for line in page.lines] for page in read_pages(file)] for file in files)
    assert len(one) > 5
    assert one == other


HEADS = (("TT", ()), ("Nội dung", (Note((Span("ghi ngắn gọn"),)),)), ("Kết quả", ()))


def test_a_paper_of_many_pages_is_set_once(repo: MakeRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    head = (Cell((Paragraph((Span("Nội dung"),), Role.COLUMN_HEADING),)),) * 3
    paper, look, tried = paper_with(repo, Table((10.0, 60.0, 30.0), (head,), rows_of(120))), stationery(PROFILE), []

    def counted(document: Document, *rest: Any) -> typst_pdf.LaidOut:
        tried.append(document)
        return typst_pdf.lay_out(document, *rest)

    for module in ("fit", "typst_pdf"):
        monkeypatch.setattr(f"dvkgen.render.{module}.MOST_FITTED", 2)
    assert set_well(paper, look, {}, counted, counted).laid_out.page_count > 2
    assert len(tried) == 1
