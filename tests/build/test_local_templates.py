"""A locality's own Word file in place of our DOCX: rendered, linted, compared, begun."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as Word

from dvkgen.build import Outcome, Selection, build, owed
from dvkgen.build.local_templates import write_starting_file
from dvkgen.findings import DvkgenError, Finding
from dvkgen.load import load
from tests.conftest import TODAY, MakeRepo, findings_in

PLACE = "plans/mau/van-ban/bao_cao_ket_qua.docx"
REPORT = "ngay_gui: 10/9/2026\nlanh_dao: Đã chỉ đạo R&D <tốt>.\nket_qua_mo_hinh:\n  - {mo_hinh: mot, trang_thai: dat}\n"


def word(*lines: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """Return a Word file with a paragraph for each line, and a table."""
    document = Word()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(path: Path) -> str:
    return "\n".join(p.text for p in Word(str(path)).paragraphs)


def run(root: Path) -> Outcome:
    return build(load(root, TODAY), Selection(only="bao-cao-ket-qua"), 1, lambda done, of: None)


def faults(found: tuple[Finding, ...]) -> list[str]:
    return [f.message for f in found if f.check == "own-word-fault"]


SIMPLE = (
    "{%p for dong in ten_loai %}",
    "{{ dong }}",
    "{%p endfor %}",
    "Đơn vị: {{ don_vi }}",
    "{{ o.lanh_dao.gia_tri }}",
)


def test_the_word_file_is_rendered_with_the_same_values_and_the_pdf_stays_ours(repo: MakeRepo) -> None:
    root = repo({"a/bao-cao-ket-qua": REPORT, PLACE: word(*SIMPLE)})
    outcome = run(root)
    made = root / "build/mau/2026/a/bao-cao-ket-qua"
    assert text_of(made.with_suffix(".docx")).split("\n") == ["BÁO CÁO", "Đơn vị: Chi bộ A", "Đã chỉ đạo R&D <tốt>."]
    assert made.with_suffix(".pdf").is_file()
    assert faults(outcome.findings) == []


def test_what_differs_from_the_pdf_is_a_warning_told_again_when_nothing_is_made(repo: MakeRepo) -> None:
    root = repo({"a/bao-cao-ket-qua": REPORT, PLACE: word(*SIMPLE)})
    first, second = run(root), run(root)
    assert (bool(first.written), bool(second.written)) == (True, False)
    for found in (first.findings, second.findings, findings_in(root)):
        (finding,) = (f for f in found if f.check == "own-word-differs")
        assert (finding.mark.path, str(finding.severity)) == (PLACE, "warning")
        assert "mau/2026/a/bao-cao-ket-qua" in finding.message


def test_the_same_values_give_the_same_bytes(repo: MakeRepo) -> None:
    root = repo({"a/bao-cao-ket-qua": REPORT, PLACE: word(*SIMPLE)})
    run(root)
    path = root / "build/mau/2026/a/bao-cao-ket-qua.docx"
    first = path.read_bytes()
    path.unlink()
    run(root)
    assert path.read_bytes() == first
    assert {info.date_time for info in zipfile.ZipFile(path).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (word("{{ ten_la }}"), "dùng một tên không có: ten_la"),
        (word("{{ don_vi | default(“x”) }}"), "dấu nháy cong trong thẻ"),
        (word(rows=(("{% for h in ket_qua %}{{ h.ten }}", "a"), ("b", "{% endfor %}"))), "mở ở một ô mà đóng ở chỗ khác"),
        (word("{% if don_vi %}"), "thẻ không đúng cú pháp"),
        (b"PK khong phai docx", "không phải .docx đọc được"),
    ],
    ids=["unknown", "curly", "rows", "syntax", "zip"],
)  # fmt: skip
def test_faults_of_the_file_are_told_before_any_author_meets_them(repo: MakeRepo, template: bytes, said: str) -> None:
    root = repo({"a/bao-cao-ket-qua": REPORT, PLACE: template})
    assert [message for message in faults(findings_in(root)) if said in message]


def test_a_tag_split_by_word_is_told(repo: MakeRepo) -> None:
    document = Word()
    paragraph = document.add_paragraph("{{ don")
    paragraph.add_run("_vi }}").bold = True
    out = BytesIO()
    document.save(out)
    root = repo({"a/bao-cao-ket-qua": REPORT, PLACE: out.getvalue()})
    assert [m for m in faults(findings_in(root)) if "bị Word tách" in m]


@pytest.mark.parametrize(
    "attack",
    ["{{ don_vi.__class__.__mro__ }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ ten_loai.append('x') }}"],
)
def test_the_file_runs_in_the_sandbox(repo: MakeRepo, attack: str) -> None:
    root = repo({"a/bao-cao-ket-qua": REPORT, PLACE: word(attack)})
    outcome = run(root)
    assert faults(outcome.findings)
    assert not (root / "build/mau/2026/a/bao-cao-ket-qua.docx").exists()


def test_a_word_file_that_no_paper_uses_is_told(repo: MakeRepo) -> None:
    root = repo({"plans/mau/van-ban/bao_cao.docx": word("x")})
    assert faults(findings_in(root)) == ["không văn bản nào dùng tệp Word “bao_cao.docx”"]


def test_a_starting_file_names_every_value_and_is_rendered_at_once(repo: MakeRepo) -> None:
    root = repo({"a/bao-cao-ket-qua": REPORT})
    repository = load(root, TODAY)
    told = write_starting_file(repository, list(owed(repository, "bao_cao_ket_qua")), "mau", "bao_cao_ket_qua")
    assert PLACE in told
    assert faults(findings_in(root)) == []
    assert faults(run(root).findings) == []
    assert "Chi bộ A" in text_of(root / "build/mau/2026/a/bao-cao-ket-qua.docx")
    with pytest.raises(DvkgenError, match="đã có"):
        write_starting_file(repository, list(owed(repository, "bao_cao_ket_qua")), "mau", "bao_cao_ket_qua")
    with pytest.raises(DvkgenError, match="không có văn bản nào"):
        write_starting_file(repository, list(owed(repository, "x")), "mau", "x")
