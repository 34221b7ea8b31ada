"""The rules a văn thư sees first, measured in both formats on one công văn of several pages."""

from __future__ import annotations

import re
import subprocess
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dvkgen.build import Selection, build
from dvkgen.load import load
from dvkgen.render.engine import Engine
from dvkgen.render.metric import bold_width
from tests.conftest import BASE, PLAN, TODAY, MakeRepo, built, documents_in, place
from tests.inspection import read_pages
from tests.paper import W, pages

MM = 72 / 25.4
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@pytest.fixture(scope="module", params=Engine)
def paper(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return the path, without ending, of a công văn of three pages with a landscape form after it."""
    import textwrap

    root = tmp_path_factory.mktemp("the-thuc")
    long = "\n\n".join(["      " + "Một câu dài về công tác dân vận ở cơ sở. " * 12] * 14)
    plan = PLAN.replace("      Nội dung trước ngày {{ thoi_han.dang_ky }}, theo mẫu kèm theo.", long)
    plan += "    ky_ten: [{quyen_han: T/M BAN THƯỜNG VỤ, chuc_vu: PHÓ BÍ THƯ, ho_ten: Nguyễn Văn A}]\n    noi_nhan: [Như trên]\n    luu: VT\n"
    for name, text in {**BASE, "ke-hoach": plan}.items():
        path = root / place(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
    build(load(root, TODAY, pdf=request.param), Selection(only="cong-van"), 0, lambda done, of: None)
    return root / "build/mau/2026/cong-van"


def part(paper: Path, name: str) -> ET.Element:
    with zipfile.ZipFile(paper.with_suffix(".docx")) as package:
        return ET.fromstring(package.read(name))


def words(paper: Path) -> list[tuple[int, float, float, float, str]]:
    """Return page, left, top, right (points) of each word of the PDF."""
    shown = subprocess.run(
        ["pdftotext", "-bbox", str(paper.with_suffix(".pdf")), "-"], capture_output=True, text=True, check=True
    ).stdout
    found, page = [], 0
    for line in shown.splitlines():
        page += "<page" in line
        if match := re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*)</word', line):
            found.append((page, *map(float, match.groups()[:3]), match[4]))
    return found


def style(paper: Path, code: str) -> dict[str, str | bool]:
    """Return what a named style of the DOCX says of its letters."""
    element = next(s for s in part(paper, "word/styles.xml") if s.get(f"{W}styleId") == code)
    run, paragraph = element.find(f"{W}rPr"), element.find(f"{W}pPr")
    assert run is not None
    assert paragraph is not None
    size, spacing = run.find(f"{W}sz"), paragraph.find(f"{W}spacing")
    assert size is not None
    assert spacing is not None
    return {
        "size": size.get(f"{W}val", ""),
        "bold": run.find(f"{W}b") is not None,
        "italic": run.find(f"{W}i") is not None,
        "underlined": run.find(f"{W}u") is not None,
        "line": f"{spacing.get(f'{W}line')} {spacing.get(f'{W}lineRule')}",
        "after": spacing.get(f"{W}after", ""),
    }


def unpacked(pdf: bytes) -> bytes:
    """Return a PDF with the contents of its compressed streams after it."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x")


@pytest.mark.parametrize(
    ("code", "size", "weight"),
    [
        ("tieu_de", "30", "b"), ("cap_tren", "28", ""), ("co_quan", "28", "b"), ("so_ky_hieu", "28", ""), ("trich_yeu_cong_van", "24", "i"),
        ("dia_danh", "28", "i"), ("ten_loai", "30", "b"), ("trich_yeu", "28", "b"), ("noi_dung", "28", ""), ("quyen_han", "28", "b"),
        ("chuc_vu", "28", ""), ("ho_ten", "28", "b"), ("noi_nhan", "28", "u"), ("noi_nhan_muc", "24", ""), ("so_trang", "28", ""),
    ],
)  # fmt: skip
def test_styles_have_the_sizes_and_weights_of_hd36(paper: Path, code: str, size: str, weight: str) -> None:
    found = style(paper, code)
    assert (found["size"], found["bold"], found["italic"], found["underlined"]) == (
        size,
        weight == "b",
        weight == "i",
        weight == "u",
    )


def test_body_lines_are_exactly_18_points_with_6_after(paper: Path) -> None:
    assert (style(paper, "noi_dung")["line"], style(paper, "noi_dung")["after"]) == ("360 exact", "120")


def test_pages_have_the_margins_of_hd36_in_both_formats(paper: Path) -> None:
    sections = list(part(paper, "word/document.xml").iter(f"{W}pgMar"))
    assert len(sections) == 3
    twips = {
        edge: {round(int(s.get(f"{W}{edge}", "0")) / 1440 * 25.4) for s in sections}
        for edge in ("top", "bottom", "left", "right", "header")
    }
    assert twips == {"top": {20}, "bottom": {20}, "left": {30}, "right": {15}, "header": {10}}
    body = [word for word in words(paper) if word[0] == 2 and word[2] > 20 * MM]
    assert min(w[1] for w in body) == pytest.approx(30 * MM, abs=0.5)
    assert max(w[3] for w in body) == pytest.approx((210 - 15) * MM, abs=0.5)


def test_page_numbers_stand_10_mm_from_the_edge_and_not_on_the_first_page_of_a_sheet(paper: Path) -> None:
    numbers = {w[0]: w for w in words(paper) if w[2] < 18 * MM}
    assert set(numbers) == {2, 3}
    assert [numbers[n][4] for n in (2, 3)] == ["2", "3"]
    # Poppler tells a word's top by the metrics that the engine writes beside the font
    assert numbers[2][2] == pytest.approx(10 * MM, abs=3.5)
    assert (numbers[2][1] + numbers[2][3]) / 2 == pytest.approx((30 + 165 / 2) * MM, abs=1)
    assert all(s.find(f"{W}titlePg") is not None for s in part(paper, "word/document.xml").iter(f"{W}sectPr"))


def test_the_rule_is_a_drawn_line_as_long_as_the_banner(paper: Path) -> None:
    rules = list(part(paper, "word/document.xml").iter(f"{WP}anchor"))
    assert len(rules) == 3
    banner = [w for w in words(paper) if w[0] == 1 and w[4] in ("ĐẢNG", "NAM") and w[2] < 30 * MM and w[1] > 105 * MM]
    long = max(w[3] for w in banner) - min(w[1] for w in banner)
    extent = rules[0].find(f"{WP}extent")
    assert extent is not None
    assert int(extent.get("cx", "0")) / 12700 == pytest.approx(long, abs=0.5)
    assert bold_width("ĐẢNG CỘNG SẢN VIỆT NAM", 15) == pytest.approx(long, abs=0.5)
    ids = [p.get("id") for p in part(paper, "word/document.xml").iter(f"{WP}docPr")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("style", "bold", "italic"),
    [("regular", False, False), ("bold", True, False), ("italic", False, True), ("bold italic", True, True)],
)
def test_widths_of_the_faces_are_those_of_the_installed_font(style: str, bold: bool, italic: bool) -> None:
    from fontTools.ttLib import TTFont

    from dvkgen.render.metric import _WIDTHS

    found = subprocess.run(
        ["fc-match", "-f", "%{file}", f"Times New Roman:style={style.title()}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    known = _WIDTHS[bold, italic]
    with TTFont(found) as font:
        glyphs, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        wrong = {
            c: width
            for c, width in known.items()
            if ord(c) in glyphs and abs(widths[glyphs[ord(c)]][0] * 1000 / em - width) > 1
        }
    assert len(known) > 90
    assert wrong == {}


def test_forms_lie_across_and_number_their_pages_anew(paper: Path) -> None:
    sizes = [s.get(f"{W}orient") for s in part(paper, "word/document.xml").iter(f"{W}pgSz")]
    assert sizes == [None, "landscape", "landscape"]
    shown = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "9", str(paper.with_suffix(".pdf"))], capture_output=True, text=True, check=True
    ).stdout
    landscape = [float(m[1]) > float(m[2]) for m in re.finditer(r"size:\s+([\d.]+) x ([\d.]+)", shown)]
    assert landscape == [False] * 3 + [True] * (pages(paper.with_suffix(".pdf")) - 3)


def test_head_rows_repeat_rows_do_not_break_and_the_signature_stays_with_the_text(paper: Path) -> None:
    body = part(paper, "word/document.xml")[0]
    tables = list(body.iter(f"{W}tbl"))
    data = [t for t in tables if t.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "Bang"]  # type: ignore[union-attr]
    assert data
    for table in data:
        rows = [row.find(f"{W}trPr") for row in table.iter(f"{W}tr")]
        whole = [row is not None and row.find(f"{W}cantSplit") is not None for row in rows]
        assert all(whole[:2])
        # a row of long texts may run on to the next page: kept whole it would leave its page half empty
        assert whole.count(False) <= 1
        assert [row is not None and row.find(f"{W}tblHeader") is not None for row in rows[:3]] == [True, True, False]
    children = list(body)
    signature = next(
        n
        for n, child in enumerate(children)
        if child.tag == f"{W}tbl" and n > 3 and "T/M BAN" in "".join(child.itertext()).replace("\u00a0", " ")
    )
    assert children[signature - 1].find(f"{W}pPr/{W}keepNext") is not None
    on_last = [w for w in words(paper) if w[0] == 3]
    assert {"T/M", "sở."} <= {w[4] for w in on_last}


def test_no_paragraph_only_holds_room(paper: Path) -> None:
    body = part(paper, "word/document.xml")[0]
    spoken = (f"{W}t", f"{W}tab", f"{W}drawing", f"{W}footnoteReference", f"{W}br")
    for parent in (
        body,
        *(cell for table in body.iter(f"{W}tbl") if not is_data(table) for cell in table.iter(f"{W}tc")),
    ):
        children = list(parent)
        for number, child in enumerate(children):
            if child.tag != f"{W}p" or any(child.find(f".//{tag}") is not None for tag in spoken):
                continue
            # Word wants a paragraph between two tables, and at the end of a cell or of a section
            above, below = children[number - 1 : number], children[number + 1 : number + 2]
            assert {element.tag for element in above} <= {f"{W}tbl", f"{W}tcPr"}
            holds_section = child.find(f".//{W}sectPr") is not None
            assert holds_section or {element.tag for element in below} <= {f"{W}tbl", f"{W}sectPr"}


def is_data(table: ET.Element) -> bool:
    return table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "Bang"  # type: ignore[union-attr]


def test_rooms_are_spacing_of_styles_that_are_based_on_the_profiles_own(paper: Path) -> None:
    styles = {s.get(f"{W}styleId"): s for s in part(paper, "word/styles.xml") if s.tag == f"{W}style"}
    spaced = {code: style for code, style in styles.items() if code and "-" in code}
    assert any(code.endswith("cho_ky") for code in spaced)
    for style in spaced.values():
        assert style.find(f"{W}basedOn").get(f"{W}val") in styles  # type: ignore[union-attr]
        assert [child.tag for child in style.find(f"{W}pPr")] == [f"{W}spacing"]  # type: ignore[union-attr]


def test_a_dotted_line_is_a_tab_that_runs_to_the_end_of_its_column(repo: MakeRepo) -> None:
    root = repo({"ke-hoach": PLAN.replace("bieu_mau:\n", "bieu_mau:\n      - {loai: nhan_xet, ten_goi: Mẫu 09}\n")})
    built(root, Selection(only="nhan-xet"))
    form = root / "build/mau/2026/bieu-mau/nhan-xet"
    led = [
        p
        for p in part(form.with_suffix(".docx"), "word/document.xml").iter(f"{W}p")
        if p.find(f".//{W}r/{W}tab") is not None
    ]
    stops = {(t.get(f"{W}leader"), t.get(f"{W}pos")) for p in led for t in p.iterfind(f"{W}pPr/{W}tabs/{W}tab")}
    assert (len(led) >= 3, stops) == (True, {("dot", "9354")})
    (page,) = read_pages(form.with_suffix(".pdf"))
    ends = {round(line.right) for line in page.lines if line.text.count(".") > 30}
    assert len(ends) == 1, "every dotted line ends at the margin"


def test_docx_has_language_title_author_and_real_styles(paper: Path) -> None:
    document = documents_in(paper.parents[3])["mau/2026/cong-van"]
    core = "".join(part(paper, "docProps/core.xml").itertext())
    assert core == f"{document.title}{document.author}vi-VN"
    defaults = part(paper, "word/styles.xml")[0]
    assert next(defaults.iter(f"{W}lang")).get(f"{W}val") == "vi-VN"
    used = {p.get(f"{W}val") for p in part(paper, "word/document.xml").iter(f"{W}pStyle")}
    assert used <= {s.get(f"{W}styleId") for s in part(paper, "word/styles.xml")}


def test_pdf_is_pdf_a_2_tagged_with_language_and_title(paper: Path) -> None:
    data = unpacked(paper.with_suffix(".pdf").read_bytes())
    shown = subprocess.run(
        ["pdfinfo", "-meta", str(paper.with_suffix(".pdf"))], capture_output=True, text=True, check=True
    ).stdout
    facts = subprocess.run(
        ["pdfinfo", str(paper.with_suffix(".pdf"))], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r'pdfaid:part[=>"]+2', shown)
    assert re.search(r'pdfaid:conformance[=>"]+A', shown)
    assert "Về phong trào năm 2026" in facts
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(rb"/Lang ?\(vi\)", data)
    assert set(re.findall(rb"/(?:Creation|Mod)Date\s*\((.*?)\)", data)) <= {b"D:20200101000000Z"}


def test_a_frame_that_is_not_xml_after_rendering_is_told(repo: MakeRepo) -> None:
    from dvkgen.findings import DvkgenError
    from dvkgen.render.docx import _parsed

    with pytest.raises(DvkgenError):
        _parsed("<a>&</a>")
