"""A locality's own Word file in place of our DOCX: rendered, linted, compared, begun."""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as Word
from lxml import etree

from dvkgen.build import Outcome, Selection, build, owed, startable
from dvkgen.build.local_templates import write_starting_file
from dvkgen.findings import DvkgenError, Finding
from dvkgen.load import load
from dvkgen.render.word_review import Left, issued
from tests.conftest import LATER, MODEL, TODAY, MakeRepo, findings_in
from tests.paper import validator_errors

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
    return build(load(root, TODAY), Selection(only="bao-cao-ket-qua"), 0, lambda done, of: None)


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


# --- what a review left behind --------------------------------------------------------------------

REVIEWED = {
    "a change": (
        (
            '<w:r><w:t>Có </w:t></w:r><w:ins w:id="9" w:author="Trần Thị B"><w:r><w:t>{{ muc.ten }}</w:t></w:r></w:ins>'
            '<w:del w:id="10" w:author="Trần Thị B"><w:r><w:delText>bản nháp</w:delText></w:r></w:del>'
        ),
        "sửa",
    ),
    "a moved text": (
        (
            '<w:moveFromRangeStart w:id="3" w:name="a"/><w:moveFrom w:id="4" w:author="B"><w:r><w:t>bản nháp</w:t></w:r></w:moveFrom>'
            '<w:moveFromRangeEnd w:id="3"/><w:r><w:t>Có </w:t></w:r><w:moveTo w:id="5" w:author="B"><w:r><w:t>{{ muc.ten }}</w:t></w:r></w:moveTo>'
        ),
        "sửa",
    ),
    "a change of looks": (
        '<w:r><w:rPr><w:b/><w:rPrChange w:id="2" w:author="B"><w:rPr/></w:rPrChange></w:rPr><w:t>Có {{ muc.ten }}</w:t></w:r>',
        "sửa",
    ),
    "a comment": (
        '<w:commentRangeStart w:id="0"/><w:r><w:t>Có {{ muc.ten }}</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        "lời bình",
    ),
    "a bookmark": (
        '<w:bookmarkStart w:id="1" w:name="cho_nay"/><w:r><w:t>Có {{ muc.ten }}</w:t></w:r><w:bookmarkEnd w:id="1"/>',
        "dấu trang",
    ),
    "hidden words": (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>bản nháp</w:t></w:r><w:r><w:t>Có {{ muc.ten }}</w:t></w:r>",
        "chữ ẩn",
    ),
    "a cell of a form": (
        '<w:sdt><w:sdtPr><w:id w:val="77"/></w:sdtPr><w:sdtContent><w:r><w:t>Có {{ muc.ten }}</w:t></w:r></w:sdtContent></w:sdt>',
        "",
    ),
}
COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def reviewed(marked: str) -> bytes:
    """Return a Word file with a loop around a paragraph that a review has left its marks in, and a comment's part."""
    whole = BytesIO(word(*SIMPLE, "{%p for muc in ket_qua %}", "@", "{%p endfor %}"))
    out = BytesIO()
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(out, "w") as changed:
        for name in given.namelist():
            part = given.read(name).decode() if name.endswith((".xml", ".rels")) else ""
            part = part.replace("<w:r><w:t>@</w:t></w:r>", marked)
            if name == "[Content_Types].xml":
                part = part.replace(
                    "</Types>", f'<Override PartName="/word/comments.xml" ContentType="{COMMENTS}"/></Types>'
                )
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
                part = part.replace(
                    "</Relationships>", f'<Relationship Id="rIdC" Type="{kind}" Target="comments.xml"/></Relationships>'
                )
            changed.writestr(name, part or given.read(name))
        changed.writestr(
            "word/comments.xml",
            '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            '<w:comment w:id="0" w:author="B"><w:p><w:r><w:t>bản nháp</w:t></w:r></w:p></w:comment></w:comments>',
        )
    return out.getvalue()


@pytest.mark.parametrize("kind", REVIEWED)
def test_what_a_review_left_is_told_and_never_printed(repo: MakeRepo, kind: str) -> None:
    marked, word_of_it = REVIEWED[kind]
    both = MODEL + LATER.replace("ngay_gui: 10/01/2026", "").replace("mo_hinh:", "")
    report = REPORT + "  - {mo_hinh: hai, trang_thai: dat}\n"
    root = repo({"a/dang-ky": both, "a/bao-cao-ket-qua": report, PLACE: reviewed(marked)})
    told = [f for f in run(root).findings if f.check == "own-word-fault"]
    assert (not told and not word_of_it) or any(word_of_it in f.message for f in told)
    assert all(f.severity == "warning" for f in told)
    made = root / "build/mau/2026/a/bao-cao-ket-qua.docx"
    assert validator_errors([made]) == {}
    with zipfile.ZipFile(made) as package:
        everything = b"".join(map(package.read, package.namelist()))
    assert everything.count("Có ".encode()) == 2
    assert not any(
        word in everything for word in ("bản nháp".encode(), "Trần Thị B".encode(), b"comments", b"bookmark")
    )


def test_a_deleted_row_is_gone_and_a_deleted_end_joins_two_paragraphs() -> None:
    deleted = '<w:del w:id="1" w:author="B"/>'
    body = (
        f"<w:p><w:pPr><w:rPr>{deleted}</w:rPr></w:pPr><w:r><w:t>một </w:t></w:r></w:p><w:p><w:r><w:t>hai</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:trPr>{deleted}</w:trPr><w:tc><w:p><w:r><w:t>ba</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>bốn</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    part = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    text = etree.fromstring(part)
    left = issued(text)
    paragraphs = re.findall("<w:p>.*?</w:p>", etree.tostring(text, encoding="unicode"))
    assert [re.sub("<[^>]*>", "", p) for p in paragraphs] == ["một hai", "bốn"]
    assert left == Left(tracked=2)


# --- beside mistakes of others --------------------------------------------------------------------

MISTAKES = {
    "an unknown key": {"a/dang-ky": MODEL + "    la: 1\n"},
    "nobody named": {"a/dang-ky": MODEL.replace("        tap_the: Chi bộ A\n", "")},
    "two named": {"a/dang-ky": MODEL.replace("tap_the: Chi bộ A", "tap_the: Chi bộ A\n        ca_nhan: Trần Thị B")},
    "no field": {"a/dang-ky": MODEL.replace("        linh_vuc: kinh_te\n", "")},
    "an unknown level": {"a/dang-ky": MODEL.replace("cap: phuong", "cap: xyz")},
    "no name": {"a/dang-ky": MODEL.replace("        ten: Hiến đất mở ngõ một\n", "")},
    "a day that is none": {"a/dang-ky": MODEL.replace("10/01/2026", "99/99/2026")},
    "nothing": {"a/dang-ky": "---\n"},
    "no units": {"don-vi": "~\n"},
}


@pytest.mark.parametrize("kind", ["danh_sach_dang_ky", "bieu_tong_hop", "trich_ngang"])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_word_file_beside_an_ordinary_mistake_is_no_traceback(repo: MakeRepo, mistake: str, kind: str) -> None:
    place = f"plans/mau/van-ban/{kind}.docx"
    root = repo({**MISTAKES[mistake], place: word("{{ don_vi }}", "{{ o.x }}")})
    assert findings_in(root)
    build(load(root, TODAY), Selection(only=kind.replace("_", "-"), formats=("docx",)), 0, lambda done, of: None)
    (root / place).unlink()
    repository = load(root, TODAY)
    with suppress(DvkgenError):
        write_starting_file(repository, startable(repository, kind), "mau", kind)
