"""Frames of a profile that come from a stranger: they add, hide or fetch nothing, or no paper is made."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from dvkgen.document.tree import Cell, Document, Note, Paragraph, Role, Span, Table
from dvkgen.findings import DvkgenError
from dvkgen.render.docx import render_docx
from dvkgen.render.pdf import lay_out
from dvkgen.render.witness import FrameFault, refuse_lost
from dvkgen.schema.profile import Stationery
from tests.conftest import MakeRepo, documents_in, stationery

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = "word/header1.xml"


@pytest.fixture
def paper(repo: MakeRepo) -> Document:
    documents = documents_in(repo({}))
    blank = next(paper for target, paper in documents.items() if target.endswith("mau/2026/bieu-mau/bieu-tong-hop"))
    (sheet,) = blank.sheets
    signed = replace(sheet, signatures=(replace(sheet.signatures[0], name="Nguyễn Văn A"),))
    return replace(blank, sheets=(signed,))


def docx_with(part: str, old: str, new: str) -> Stationery:
    """Return a profile whose Word frame has something else in a part; a part that is not there is added."""
    given, out = stationery("dang-hd36-2018"), BytesIO()
    with zipfile.ZipFile(BytesIO(given.docx)) as frame, zipfile.ZipFile(out, "w") as changed:
        for name in frame.namelist():
            text = frame.read(name).decode()
            assert name != part or old in text
            changed.writestr(name, text.replace(old, new) if name == part else text)
        if part not in frame.namelist():
            changed.writestr(part, new)
    return replace(given, docx=out.getvalue())


def html_with(old: str, new: str) -> Stationery:
    given = stationery("dang-hd36-2018")
    assert old in given.html
    return replace(given, html=given.html.replace(old, new, 1))


TEXT, RELATIONS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
EXTRA = "<w:p><w:r>{}<w:t>Đã duyệt</w:t></w:r></w:p><w:sectPr"
DOCX = {
    "words of its own": (TEXT, "<w:sectPr", EXTRA.format("")),
    "hidden words": (TEXT, "<w:sectPr", EXTRA.format("<w:rPr><w:vanish/></w:rPr>")),
    "a field": (TEXT, "<w:sectPr", '<w:p><w:fldSimple w:instr="INCLUDETEXT /etc/passwd"/></w:p><w:sectPr'),
    "another file": (TEXT, "<w:sectPr", '<w:altChunk r:id="rId1"/><w:sectPr'),
    "a name left out": (TEXT, "{{ letterhead.banner[-1] }}", ""),
    "a name told otherwise": (TEXT, "{{ letterhead.banner[-1] }}", "{{ letterhead.banner[-1] | reverse }}"),
    "words written as markup": (TEXT, "{{ letterhead.banner[-1] }}", "{{ letterhead.banner[-1] }}{{ '<w:vanish/>' | safe }}"),
    "small words": (TEXT, "<w:t xml:space=\"preserve\">{{ label }}", "<w:rPr><w:sz w:val=\"1\"/></w:rPr><w:t xml:space=\"preserve\">{{ label }}"),
    "a relation to elsewhere": (RELATIONS, "</Relationships>", f'<Relationship Id="rIdX" Type="{OFFICE}/attachedTemplate" Target="http://x/y" TargetMode="External"/></Relationships>'),
    "a relation led elsewhere": (RELATIONS, 'Target="settings.xml"', 'Target="http://x/settings.xml" TargetMode="External"'),
    "a part more": ("word/vbaProject.bin", "", "x"),
    "a content type more": (TYPES, "</Types>", '<Default Extension="exe" ContentType="application/x-msdownload"/></Types>'),
    "a setting": ("word/settings.xml", "<w:zoom", '<w:attachedTemplate r:id="rId1"/><w:zoom'),
    "words in the header": (HEADER, "<w:t>2</w:t>", "<w:t>Mật</w:t>"),
    "a field in the header": (HEADER, " PAGE ", " INCLUDEPICTURE x "),
    "words among the notes": ("word/footnotes.xml", "<w:separator/>", "<w:t>lén</w:t>"),
    "a white plate": (TEXT, '<a:prstGeom prst="line"><a:avLst/></a:prstGeom>', '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'),
    "a white line": (TEXT, '<a:srgbClr val="000000"/>', '<a:srgbClr val="FFFFFF"/>'),
    "a number for a page": (HEADER, '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>', ""),
    "a relation that ends its tag": (RELATIONS, 'Id="rId3"', 'Id="x&quot;/&gt;&lt;w:p/&gt;"'),
    "relations by another name": (RELATIONS, "</Relationships>", "</Relationships >"),
    "a broken part": (TEXT, "<w:body>", "<w:body"),
}  # fmt: skip
NAME = '<p class="ho_ten">{{ ky.name or "\\u00a0" }}</p>'
HTML = {
    "words of its own": ("</section>", "<p>Đã duyệt</p></section>"),
    "words after the text": ("</body>", "Đã duyệt</body>"),
    "a style": ("</head>", "<style>.ho_ten { display: none }</style></head>"),
    "a style in a line": ('<p class="ho_ten">', '<p class="ho_ten" style="display:none">'),
    "a style told as a width": ('<p class="ho_ten">', '<p class="ho_ten" style="width: 1pt; font: 1px x">'),
    "a sheet from elsewhere": ("</head>", '<link rel="stylesheet" href="http://x/y.css"></head>'),
    "a script": ("</body>", "<script>1</script></body>"),
    "a picture": ("</section>", '<img src="file:///etc/passwd"></section>'),
    "a picture in words": ("</section>", '<img src="data:image/png;base64,AAAA"></section>'),
    "a name left out": ("{{ ky.name or", "{{ ''  or"),
    "a link": ('<p class="ho_ten">', '<p class="ho_ten"><a href="http://x">.</a>'),
    "an attribute": ('<p class="ho_ten">', '<p class="ho_ten" hidden>'),
    "what is drawn": ("</section>", '<svg width="9pt" height="9pt"><text>Đã duyệt</text></svg></section>'),
    "a class of another shape": ('<p class="ho_ten">', "<p class=\"a'b\">"),
    "a style beside ours": ("{{ pages }}", "{{ pages }} .cap_tren{display:none}"),
    "words by a style": ("{{ pages }}", '{{ pages }} .cap_tren::after{content:"khác"}'),
    "a title in the body": (NAME, "<title>{{ ky.name }}</title>"),
    "words in a drawing": (NAME, '<svg width="1" height="1" viewBox="0 0 1 1">{{ ky.name }}</svg>'),
    "another title": ("<title>{{ title }}</title>", "<title>Quyết định</title>"),
    "no title": ("<title>{{ title }}</title>", ""),
    "a plate as wide as ten pages": (NAME, '<div style="width:999mm"><p class="ho_ten">{{ ky.name }}</p></div>'),
    "a base": ("</head>", '<base href="http://x/"></head>'),
}  # fmt: skip


@pytest.mark.parametrize("kind", DOCX)
def test_no_word_frame_lies(paper: Document, kind: str) -> None:
    with pytest.raises(DvkgenError):
        render_docx(paper, docx_with(*DOCX[kind]), {})


@pytest.mark.parametrize("kind", HTML)
def test_no_page_frame_lies(paper: Document, kind: str) -> None:
    with pytest.raises(DvkgenError):
        lay_out(paper, html_with(*HTML[kind]), {})


def test_our_own_frames_are_used(paper: Document) -> None:
    given = stationery("dang-hd36-2018")
    assert render_docx(paper, given, {})
    assert lay_out(paper, given, {}).page_count


LOST = {
    "words glued beyond the edge": lambda sheet: (Paragraph((Span("đồng\u00a0chí" * 6 + "\u00a0và/hoặc\u00a0" + "của\u00a0phường" * 6),), Role.BODY),),
    "a head higher than a page": lambda sheet: (Table((50.0, 50.0), ((_cell(LONG), _cell("a")),), ((_cell("b"), _cell("c")),)),),
    "a note longer than a page": lambda sheet: (Paragraph((Span("a"), Note((Span(LONG),))), Role.BODY),),
}  # fmt: skip
LONG = "chữ mất " * 2000


def _cell(text: str) -> Cell:
    return Cell((Paragraph((Span(text),), Role.CELL),))


@pytest.mark.parametrize("kind", LOST)
def test_words_that_find_no_room_on_a_page_are_told(paper: Document, kind: str) -> None:
    (sheet,) = paper.sheets
    full = replace(paper, sheets=(replace(sheet, body=LOST[kind](sheet)),))
    with pytest.raises(FrameFault, match="không có chỗ"):
        refuse_lost(full, lay_out(full, stationery("dang-hd36-2018"), {}).signs())
    refuse_lost(paper, lay_out(paper, stationery("dang-hd36-2018"), {}).signs())
