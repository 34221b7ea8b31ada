"""Word files that lie: what they would hide, fetch, run or print besides never reaches a paper."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as Word
from lxml import etree

from dvkgen.document.tree import LocalWord
from dvkgen.render.local_word import LocalWordFault, WordProblem, lint, render_local_word
from dvkgen.render.word_package import MOST_BYTES, WordPackageFault, unpacked
from tests.conftest import stationery
from tests.paper import validator_errors

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OUR_PARTS = {
    *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels", "word/document.xml"),
    *("word/footnotes.xml", "word/header1.xml", "word/settings.xml", "word/styles.xml"),
}
SECRET = "CHỮ LÉN"


def package(
    body: str = "", styles: str = "", relations: str = "", parts: Mapping[str, bytes | str] | None = None
) -> bytes:
    """Return a Word file in which a body, styles and relations stand besides, and other parts."""
    plain = BytesIO()
    document = Word()
    document.add_paragraph("{{ don_vi }}")
    document.add_paragraph("@")
    document.save(plain)
    out = BytesIO()
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in given.namelist():
            text = given.read(name)
            if name == "word/document.xml":
                text = text.replace(b"<w:p><w:r><w:t>@</w:t></w:r></w:p>", body.encode())
            if name == "word/styles.xml":
                text = text.replace(b"</w:styles>", f"{styles}</w:styles>".encode())
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", f"{relations}</Relationships>".encode())
            changed.writestr(name, text)
        for name, data in (parts or {}).items():
            changed.writestr(name, data)
    return out.getvalue()


def made(template: bytes) -> dict[str, bytes]:
    own = LocalWord("x.docx", "", {"don_vi": "Chi bộ A"})
    return unpacked(render_local_word(own, template, stationery("nha-nuoc-nd30")))


def problems(template: bytes) -> list[WordProblem]:
    return list(lint(template, ["don_vi"], stationery("nha-nuoc-nd30")))


def run(words: str, looks: str = "") -> str:
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{words}</w:t></w:r>"


def paragraph(inside: str, looks: str = "") -> str:
    return f"<w:p><w:pPr>{looks}</w:pPr>{inside}</w:p>"


LOOKS = {
    "white": paragraph(run(SECRET, '<w:color w:val="FFFFFF"/>')),
    "white by theme": paragraph(run(SECRET, '<w:color w:val="auto" w:themeColor="background1"/>')),
    "black on black": paragraph(run(SECRET, '<w:shd w:val="clear" w:fill="000000"/>')),
    "highlighted": paragraph(run(SECRET, '<w:highlight w:val="black"/>')),
    "one point": paragraph(run(SECRET, '<w:sz w:val="2"/>')),
    "no size": paragraph(run(SECRET, '<w:sz w:val="0"/>')),
    "no number": paragraph(run(SECRET, '<w:sz w:val="-4"/>')),
    "squeezed": paragraph(run(SECRET, '<w:w w:val="1"/>')),
    "drawn together": paragraph(run(SECRET, '<w:spacing w:val="-400"/>')),
    "lifted off the page": paragraph(run(SECRET, '<w:position w:val="3000"/>')),
    "signs for letters": paragraph(run(SECRET, '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')),
    "struck": paragraph(run(SECRET, "<w:strike/>")),
    "hidden on the web": paragraph(run(SECRET, "<w:webHidden/>")),
    "from right to left": paragraph(run(SECRET, "<w:rtl/>")),
    "fitted": paragraph(run(SECRET, '<w:fitText w:val="1"/>')),
    "a line of one twip": paragraph(run(SECRET), '<w:spacing w:line="1" w:lineRule="exact"/>'),
    "far outside": paragraph(run(SECRET), '<w:ind w:left="30000"/>'),
    "to the left of the page": paragraph(run(SECRET), '<w:ind w:left="-30000"/>'),
    "in a frame off the page": paragraph(run(SECRET), '<w:framePr w:x="-9999" w:y="-9999" w:w="1"/>'),
    "in a row of no height": f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="500"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr><w:tc>{paragraph(run(SECRET))}</w:tc></w:tr></w:tbl>',
    "in a hidden row": f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="500"/></w:tblGrid><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph(run(SECRET))}</w:tc></w:tr></w:tbl>',
    "in a floating table": f'<w:tbl><w:tblPr><w:tblpPr w:tblpX="-30000" w:tblpY="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="500"/></w:tblGrid><w:tr><w:tc>{paragraph(run(SECRET))}</w:tc></w:tr></w:tbl>',
    "in a link": f'<w:p><w:hyperlink w:anchor="x">{run(SECRET)}</w:hyperlink></w:p>',
    "in a bound form": f'<w:p><w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="x"/></w:sdtPr><w:sdtContent>{run(SECRET)}</w:sdtContent></w:sdt></w:p>',
    "turned about": f'<w:p><w:bdo w:val="rtl">{run(SECRET)}</w:bdo></w:p>',
    "the result of a field": f'<w:p><w:fldSimple w:instr="INCLUDETEXT x.docx">{run(SECRET)}</w:fldSimple></w:p>',
    "by a style": paragraph(run(SECRET, '<w:rStyle w:val="kin"/>')),
}  # fmt: skip
STYLE = '<w:style w:type="character" w:styleId="kin"><w:name w:val="kin"/><w:rPr><w:vanish/><w:color w:val="FFFFFF"/><w:sz w:val="1"/></w:rPr></w:style>'
MAY_NOT = (
    *("color", "shd", "highlight", "w", "position", "strike", "vanish", "webHidden", "specVanish", "rtl", "fitText", "framePr"),
    *("hidden", "tblpPr", "hyperlink", "sdt", "bdo", "fldSimple", "fldChar", "instrText", "numPr", "object", "pict"),
)  # fmt: skip


@pytest.mark.parametrize("kind", LOOKS)
def test_words_that_stand_in_a_file_are_shown(kind: str) -> None:
    parts = made(package(LOOKS[kind], STYLE))
    text = etree.fromstring(parts["word/document.xml"])
    assert SECRET in "".join(e.text or "" for e in text.iter(f"{W}t"))
    for part in (text, etree.fromstring(parts["word/styles.xml"])):
        found = {etree.QName(e).localname for e in part.iter()} & set(MAY_NOT)
        assert found == set()
    assert [e for e in text.iter(f"{W}sz") if int(e.get(f"{W}val", "")) < 16] == []
    assert [e for e in text.iter(f"{W}rFonts") if "Wingdings" in e.attrib.values()] == []
    assert [e for e in text.iter(f"{W}spacing") if e.get(f"{W}line") or e.get(f"{W}val")] == []
    assert [e for e in text.iter(f"{W}ind") if e.attrib] == []
    assert [e for e in text.iter(f"{W}trHeight") if e.get(f"{W}hRule") != "atLeast"] == []


def drawing(inside: str, uri: str = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape") -> str:
    return (
        '<w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wp:inline><wp:extent cx="1" cy="1"/>'
        f'<wp:docPr id="1" name="x"/><a:graphic><a:graphicData uri="{uri}">{inside}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
REFUSED = {
    "words in a shape": f"<w:p>{drawing(f'<wps:wsp><wps:txbx><w:txbxContent>{paragraph(run(SECRET))}</w:txbxContent></wps:txbx></wps:wsp>')}</w:p>",
    "words of a drawing": f"<w:p>{drawing(f'<a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p>')}</w:p>",
    "an equation": f'<w:p><m:oMath xmlns:m="{MATH}"><m:r><m:t>{SECRET}</m:t></m:r></m:oMath></w:p>',
    "word art": f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{SECRET}"/></v:shape></w:pict></w:r></w:p>',
    "an old text box": f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{paragraph(run(SECRET))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>',
    "a sign": '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>',
    "the day of today": "<w:p><w:r><w:dayLong/></w:r></w:p>",
    "words above words": f"<w:p><w:r><w:ruby><w:rt>{run(SECRET)}</w:rt><w:rubyBase>{run('x')}</w:rubyBase></w:ruby></w:r></w:p>",
    "another file": f'<w:altChunk xmlns:r="{OFFICE}" r:id="rId99"/>',
    "a part of a master": f'<w:p><w:subDoc xmlns:r="{OFFICE}" r:id="rId99"/></w:p>',
    "an unknown element": f"<w:p><w:la>{run(SECRET)}</w:la></w:p>",
    "an element of nobody": f'<w:p><x:la xmlns:x="urn:x">{run(SECRET)}</x:la></w:p>',
    "a merged cell": f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="500"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph(run(SECRET))}</w:tc></w:tr></w:tbl>',
    "depth": "<w:tbl><w:tr><w:tc>" * 100 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 100,
    "both choices": f'<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps">{drawing(f"<a:p><a:t>{SECRET}</a:t></a:p>")}</mc:Choice></mc:AlternateContent></w:r></w:p>',
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_words_that_could_not_be_compared_are_refused(kind: str) -> None:
    template = package(REFUSED[kind])
    assert [problem for problem in problems(template) if not problem.usable]
    with pytest.raises(LocalWordFault):
        made(template)


TOLD = {
    "a label of a list": (paragraph(run("x"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'), "Numbering"),
    "a field": ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\x</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', "Field"),
    "a picture from elsewhere": ('<w:p><w:r><w:instrText>INCLUDEPICTURE "http://x/y.png"</w:instrText></w:r></w:p>', "Field"),
    "a drawing": (f"<w:p>{drawing('<wps:wsp/>')}</w:p>", "hình vẽ"),
    "an object": ('<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r></w:p>', "hình vẽ"),
    "a note": ('<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "cước chú"),
    "a note at the end": ('<w:p><w:r><w:endnoteReference w:id="2"/></w:r></w:p>', "cước chú"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TOLD)
def test_what_shows_no_words_goes_and_is_told(kind: str) -> None:
    body, said = TOLD[kind]
    assert [p for p in problems(package(body)) if said in p.message and p.usable]
    text = etree.fromstring(made(package(body))["word/document.xml"])
    assert {etree.QName(e).localname for e in text.iter()} & {
        *MAY_NOT,
        "drawing",
        "footnoteReference",
        "endnoteReference",
    } == set()


EXTERNAL = {
    "a template": ("attachedTemplate", "http://example.com/x.dotm"),
    "a picture": ("image", "file:///etc/passwd"),
    "an object": ("oleObject", "\\\\host\\share\\x"),
    "a file": ("aFChunk", "http://example.com/x.html"),
    "a frame": ("frame", "http://example.com/"),
    "a link": ("hyperlink", "http://example.com/"),
}
PARTS = {
    "a program": {"word/embeddings/x.exe": b"MZ\x90"},
    "a macro": {"word/vbaProject.bin": b"\xd0\xcf"},
    "words in a header": {"word/header7.xml": f'<w:hdr xmlns:w="{W[1:-1]}"><w:p>{run(SECRET)}</w:p></w:hdr>'},
    "words in a footer": {"word/footer1.xml": f'<w:ftr xmlns:w="{W[1:-1]}"><w:p>{run(SECRET)}</w:p></w:ftr>'},
    "a font": {"word/fonts/font1.odttf": b"\x00" * 40},
    "data": {"customXml/item9.xml": f"<x>{SECRET}</x>"},
    "a comment": {"word/comments.xml": f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0"><w:p>{run(SECRET)}</w:p></w:comment></w:comments>'},
    "a way out of the package": {"../../x.sh": b"#!/bin/sh"},
}  # fmt: skip


@pytest.mark.parametrize("kind", EXTERNAL)
def test_no_relation_leads_out_of_a_paper(kind: str) -> None:
    name, target = EXTERNAL[kind]
    relation = f'<Relationship Id="rIdX" Type="{OFFICE}/{name}" Target="{target}" TargetMode="External"/>'
    parts = made(package(paragraph(run("x")), relations=relation))
    assert parts.keys() == OUR_PARTS
    assert b"External" not in b"".join(parts.values())
    assert target.encode() not in b"".join(parts.values())


@pytest.mark.parametrize("kind", PARTS)
def test_no_part_but_ours_is_passed_on(kind: str) -> None:
    parts = made(package(paragraph(run("x")), parts=PARTS[kind]))
    assert parts.keys() == OUR_PARTS
    assert SECRET.encode() not in b"".join(parts.values())


def test_words_that_a_template_writes_as_markup_are_judged_too() -> None:
    lie = "{{ '</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>lén' | safe }}"
    text = made(package(paragraph(run(lie.replace("<", "&lt;").replace(">", "&gt;")))))["word/document.xml"]
    assert b"vanish" not in text


def damaged() -> Mapping[str, bytes]:
    whole = package(paragraph(run("x")))
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * (MOST_BYTES + 1))
    many = BytesIO()
    with zipfile.ZipFile(many, "w") as packed:
        packed.writestr("word/document.xml", b"<x/>")
        for number in range(1001):
            packed.writestr(f"x{number}", b"")
    twice = BytesIO()
    with zipfile.ZipFile(twice, "w") as packed:
        packed.writestr("word/document.xml", b"<x/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("word/document.xml", b"<y/>")
    entity = BytesIO()
    with zipfile.ZipFile(entity, "w") as packed:
        packed.writestr("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "aaa">]><x>&a;</x>')
    lying = bytearray(whole)
    lying[lying.index(b"PK\x01\x02") + 24] = 1
    return {
        "nothing": b"",
        "half": whole[: len(whole) // 2],
        "its end alone": whole[-200:],
        "other bytes in it": whole[:200] + b"\xff" * 400 + whole[600:],
        "a bomb": bomb.getvalue(),
        "many parts": many.getvalue(),
        "one name twice": twice.getvalue(),
        "an entity": entity.getvalue(),
        "a size that is not so": bytes(lying),
        "no text": package().replace(b"word/document.xml", b"word/dokument.xml"),
    }


DAMAGED = damaged()


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_told_in_one_sentence(kind: str) -> None:
    (problem,) = problems(DAMAGED[kind])
    assert not problem.usable
    assert "tệp" in problem.message
    with pytest.raises(LocalWordFault):
        made(DAMAGED[kind])


def test_every_byte_of_a_file_may_be_another() -> None:
    whole = bytearray(package(paragraph(run("x"))))
    for place in range(0, len(whole), 97):
        before, whole[place] = whole[place], whole[place] ^ 0xFF
        with suppress(WordPackageFault):
            unpacked(bytes(whole))
        whole[place] = before


def test_word_opens_what_is_left(tmp_path: Path) -> None:
    place = tmp_path / "x.docx"
    body = "".join(LOOKS.values()) + "".join(body for body, _ in TOLD.values())
    own = LocalWord("x.docx", "", {"don_vi": "Chi bộ A"})
    place.write_bytes(render_local_word(own, package(body, STYLE), stationery("nha-nuoc-nd30")))
    assert validator_errors([place]) == {}


OFF_THE_PAGE = {
    "a line hung out": (paragraph(run(SECRET), '<w:ind w:left="0" w:hanging="3000"/>'), "hanging"),
    "a line hung out further than set in": (paragraph(run(SECRET), '<w:ind w:left="500" w:hanging="600"/>'), "hanging"),
    "a cell's wide margin": (f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcMar><w:left w:w="12000" w:type="dxa"/></w:tcMar></w:tcPr>{paragraph(run(SECRET))}</w:tc></w:tr></w:tbl>', "w"),
    "a border as thick as a page": (paragraph(run(SECRET), '<w:pBdr><w:top w:val="single" w:sz="9999" w:space="1"/></w:pBdr>'), "sz"),
    "a border far away": (paragraph(run(SECRET), '<w:pBdr><w:top w:val="single" w:sz="4" w:space="999"/></w:pBdr>'), "space"),
    "a column wider than the page": (f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="13000"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="13000" w:type="dxa"/></w:tcPr>{paragraph(run(SECRET))}</w:tc></w:tr></w:tbl>', "w"),
    "columns wider than the page together": (f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="6000"/><w:gridCol w:w="6000"/></w:tblGrid><w:tr><w:tc>{paragraph(run(SECRET))}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>', "w"),
}  # fmt: skip


@pytest.mark.parametrize("kind", OFF_THE_PAGE)
def test_words_stay_on_the_page(kind: str) -> None:
    body, name = OFF_THE_PAGE[kind]
    text = etree.fromstring(made(package(body))["word/document.xml"])
    shaped = text.iter(*(f"{W}{tag}" for tag in ("ind", "left", "top", "gridCol", "tcW")))
    assert [e for e in shaped if e.get(f"{W}{name}") is not None] == []


def test_letters_higher_than_their_line_are_not_cut() -> None:
    body = paragraph(run(SECRET, '<w:sz w:val="192"/>'), '<w:spacing w:line="200" w:lineRule="exact"/>')
    text = etree.fromstring(made(package(body))["word/document.xml"])
    assert {e.get(f"{W}lineRule") for e in text.iter(f"{W}spacing")} == {"atLeast"}


SLOW = {
    "tags split": "<w:p>" + "<w:r><w:t>{{</w:t></w:r><w:r><w:t>a}}</w:t></w:r>" * 60_000 + "</w:p>",
    "ends deleted": "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>" * 20_000,
    "nothing, often": "<w:p/>" * 500_000,
    "links": "<w:p>" + '<w:hyperlink w:anchor="a"><w:r><w:t>a</w:t></w:r></w:hyperlink>' * 30_000 + "</w:p>",
    "rows": f"<w:tbl><w:tblPr/>{'<w:tr><w:tc><w:p/></w:tc></w:tr>' * 60_000}</w:tbl>",
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_word_file_of_many_parts_is_looked_at_once(kind: str) -> None:
    assert isinstance(problems(package(SLOW[kind])), list), "what is quadratic would take hours"
