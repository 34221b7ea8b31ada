"""A `Document` to DOCX: the frame by docxtpl, compiled once a process, and the body in the profile's styles.

`khung.docx` is rendered once for each sheet; sheets become sections. The result is parsed strictly, so that
nothing is lost in silence, and zipped with fixed times, so that the same document gives the same bytes.
Only it and its neighbours for Word files of localities' own import docxtpl and lxml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from lxml import etree

from dvkgen.document.template import compiled, safe
from dvkgen.document.tree import Document, Orientation, Sheet, plain
from dvkgen.findings import DvkgenError
from dvkgen.render.geometry import MM_IN_POINTS, rule_shares, text_width
from dvkgen.render.metric import bold_width
from dvkgen.render.witness import FrameFault, bare, marks, swear
from dvkgen.render.word_allowed import stranger_in
from dvkgen.render.word_body import Writing, body_xml, recipients_xml, runs_xml
from dvkgen.render.word_controls import OF_FORMS, document_root, form_parts
from dvkgen.render.word_drawn import number_drawings
from dvkgen.render.word_frame import frame_parts, header_id, page_section
from dvkgen.render.word_package import zipped
from dvkgen.render.word_rooms import Rooms
from dvkgen.render.word_styles import NAMESPACE, mm_twips, styles_xml
from dvkgen.schema.profile import Profile, Stationery

_NS = {
    "w": NAMESPACE,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_W = f"{{{NAMESPACE}}}"
_OPEN = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in {**_NS, **OF_FORMS}.items())
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_POINT_EMU = 12700


@dataclass(frozen=True)
class _Compiled:
    """A frame ready to render: its body as a template, and its other parts."""

    body: Callable[[Mapping[str, Any]], str]
    parts: Mapping[str, bytes]


@cache
def _compile(docx: bytes) -> _Compiled:
    parts = frame_parts(docx)
    template = DocxTemplate(BytesIO(zipped(parts)))
    template.init_docx()
    return _Compiled(compiled(template.patch_xml(template.get_xml())), parts)


def render_docx(document: Document, stationery: Stationery, images: Mapping[str, bytes]) -> bytes:
    """Return the DOCX of a document; `images` holds a JPEG for print under the digest of each picture.

    Raises DvkgenError where the frame cannot be used, or would make the paper say what the document does not say.
    """
    ready, writing, rooms = (
        _compile(stationery.docx),
        Writing(stationery.profile, is_fillable=document.form is not None),
        Rooms(stationery.profile),
    )
    header = header_id(ready.parts)
    # one tree for all sheets: what moves from one to another is gone through time and again
    body, *others = _parsed("".join(_sheet_xml(sheet, ready, writing) for sheet in document.sheets))
    for number, (sheet, root) in enumerate(zip(document.sheets, (body, *others), strict=True), 1):
        _fit_frame(root, sheet, stationery.profile)
        rooms.settle(root)
        for frames_own in root.findall(f"{_W}sectPr"):
            root.remove(frames_own)
        if root is not body:
            body.extend(list(root))
        is_landscape = sheet.orientation is not Orientation.PORTRAIT
        section = page_section(stationery.profile, header, is_landscape=is_landscape)
        if number < len(document.sheets):
            _end(body).append(section)
        else:
            _end(body)
            body.append(section)
    _testify(document, body)
    _open_with_the_letterhead(body, has_notes=bool(writing.notes))
    number_drawings(body)
    return zipped(_parts(document, ready, writing, rooms, body, images))


def _testify(document: Document, body: etree._Element) -> None:
    """Raise FrameFault where the body holds what no paper of ours holds, or says what the document does not say."""
    if strange := stranger_in(body, is_form=document.form is not None):
        raise FrameFault(f"khung.docx có phần không dùng được ({strange})")
    swear(document, bare(_said(body)), "khung.docx")


def _said(body: etree._Element) -> Iterator[str]:
    mark = marks()
    for element in body.iter(f"{_W}t", f"{_W}footnoteReference"):
        yield (element.text or "") if element.tag == f"{_W}t" else next(mark)


# --- sheets ---------------------------------------------------------------------------------------


_BODY, _AFTER = "<!--noi_dung-->", "<!--after-->"
"""What stands for the blocks of a sheet while its frame is rendered: a list of 10,000 rows is no template's to carry."""


def _sheet_xml(sheet: Sheet, ready: _Compiled, writing: Writing) -> str:
    """Return the body of a sheet as its frame renders it."""
    values = sheet_values(sheet, writing)
    blocks = {name: values[name] for name in ("noi_dung", "after")}
    marks = {name: safe(mark if blocks[name] else "") for name, mark in zip(blocks, (_BODY, _AFTER), strict=True)}
    xml = ready.body({**values, **marks})
    return xml.replace(_BODY, str(blocks["noi_dung"])).replace(_AFTER, str(blocks["after"]))


def sheet_values(sheet: Sheet, writing: Writing) -> dict[str, Any]:
    """Return what the frame prints of a sheet."""
    width, title = text_width(writing.profile, sheet.orientation), sheet.title
    return {
        "label": sheet.label,
        "letterhead": sheet.letterhead,
        "title": title and {
            "type_name": title.type_name,
            "subject": [safe(runs_xml(line, writing)) for line in title.subject],
            "subtitle": title.subtitle,
            "separator": title.separator,
            "is_ruled": title.is_ruled,
        },
        "addressees": sheet.addressees,
        "recipients": sheet.recipients and {
            "label": sheet.recipients.label,
            "groups": safe(recipients_xml(sheet.recipients, sheet.orientation, writing)),
        },
        "signatures": sheet.signatures,
        "after": safe(body_xml(sheet.after, width, writing, before_signature=False)),
        "noi_dung": safe(body_xml(sheet.body, width, writing, before_signature=bool(sheet.signatures or sheet.recipients))),
    }  # fmt: skip


def _fit_frame(root: etree._Element, sheet: Sheet, profile: Profile) -> None:
    """Set what the frame draws of a sheet as wide and as long as the profile and the words ask."""
    width = text_width(profile, sheet.orientation)
    for table in root.iter(f"{_W}tbl"):
        _fit_frame_table(table, profile, width, _left_share(sheet, profile))
    for anchor in root.iter(f"{{{_NS['wp']}}}anchor"):
        _fit_rule(anchor, profile, sheet)


def _parsed(bodies: str) -> list[etree._Element]:
    """Return the bodies of sheets, which stand in one tree."""
    try:
        return list(etree.fromstring(f"<w:document {_OPEN}>{bodies}</w:document>"))
    except etree.XMLSyntaxError as error:
        raise DvkgenError(
            f"khung.docx cho ra XML hỏng: {error.msg}; mở khung bằng Word và xem lại các thẻ {{{{ … }}}}"
        ) from error


def _left_share(sheet: Sheet, profile: Profile) -> float:
    """Return how wide the left column of a letterhead is, in per cent."""
    return (sheet.letterhead.left_share if sheet.letterhead else 0.0) or float(profile.letterhead.left_share)


def _fit_frame_table(table: etree._Element, profile: Profile, width: float, left_share: float) -> None:
    """Set the columns of the letterhead and of the signature block from the profile, for the sheet's width."""
    caption = table.find(f"{_W}tblPr/{_W}tblCaption")
    shares = {"dau_trang": left_share, "chu_ky": float(100 - profile.letterhead.signature_share)}
    name = caption.get(f"{_W}val", "") if caption is not None else ""
    if name not in shares:
        return
    left = mm_twips(width * shares[name] / 100)
    columns = (left, mm_twips(width) - left)
    for column, element in zip(columns, table.iterfind(f"{_W}tblGrid/{_W}gridCol"), strict=True):
        element.set(f"{_W}w", str(column))
    for row in table.iterfind(f"{_W}tr"):
        for column, element in zip(columns, row.iterfind(f"{_W}tc/{_W}tcPr/{_W}tcW"), strict=True):
            element.set(f"{_W}w", str(column))
    total = table.find(f"{_W}tblPr/{_W}tblW")
    if total is not None:
        total.set(f"{_W}w", str(sum(columns)))


def _fit_rule(anchor: etree._Element, profile: Profile, sheet: Sheet) -> None:
    """Make a drawn rule as long as the line above it asks: of the banner, of the organ's name, of the subject."""
    properties = anchor.find("wp:docPr", _NS)
    name = (properties.get("name", "") if properties is not None else "").removeprefix("net-ke-").replace("-", "_")
    above = _line_above(sheet, name)
    if not above:
        return
    size, head = float(profile.styles[name].size), profile.letterhead
    # a line that does not fit runs on below itself: no rule is longer than the column in which it stands
    left = _left_share(sheet, profile) / 100
    column = {"tieu_de": 1 - left, "co_quan": left}.get(name, 1.0) * text_width(profile, sheet.orientation)
    long = round(
        min(bold_width(above, size), column * MM_IN_POINTS) * rule_shares(profile)[f"net_{name}"] / 100 * _POINT_EMU
    )
    for path in ("wp:extent", ".//a:xfrm/a:ext"):
        for extent in anchor.iterfind(path, _NS):
            extent.set("cx", str(long))
    for line in anchor.iterfind(".//a:ln", _NS):
        line.set("w", str(round(float(head.rule_weight) * _POINT_EMU)))
    for offset in anchor.iterfind("wp:positionV/wp:posOffset", _NS):
        offset.text = str(round(float(head.rule_gap) * _POINT_EMU))


def _line_above(sheet: Sheet, name: str) -> str:
    """Return the line of words above a rule of the frame, or nothing."""
    head, title = sheet.letterhead, sheet.title
    match name:
        case "tieu_de":
            return head.banner[-1] if head else ""
        case "co_quan":
            return head.organ[-1] if head else ""
        case "trich_yeu":
            return plain(title.subject[-1]) if title and title.subject else ""
        case _:
            return ""


def _end(body: etree._Element) -> etree._Element:
    """Return the properties of the paragraph that ends a section.

    After a table it is an empty one: without it Word sets one of full height.
    """
    last = body[-1] if len(body) else None
    if last is None or last.tag != f"{_W}p":
        empty = f'<w:p {_OPEN}><w:pPr><w:pStyle w:val="o_trong"/><w:keepNext w:val="0"/></w:pPr></w:p>'
        last = etree.fromstring(empty)
        body.append(last)
    properties = last.find(f"{_W}pPr")
    if properties is None:
        properties = etree.Element(f"{_W}pPr")
        last.insert(0, properties)
    return properties


def _open_with_the_letterhead(body: etree._Element, *, has_notes: bool) -> None:
    """Take out the empty paragraphs above letterheads.

    LibreOffice sets an empty line above a table that begins a document with footnotes: there the first one stays.
    """
    above = (table.getprevious() for table in body.iterchildren(f"{_W}tbl"))
    for number, room in enumerate([room for room in above if room is not None and _is_empty_room(room)]):
        if number or not has_notes:
            body.remove(room)


def _is_empty_room(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    holds_section = paragraph.find(f".//{_W}sectPr") is not None
    return style is not None and style.get(f"{_W}val") == "o_trong" and not holds_section


# --- the package ----------------------------------------------------------------------------------


def _parts(
    document: Document,
    ready: _Compiled,
    writing: Writing,
    rooms: Rooms,
    body: etree._Element,
    images: Mapping[str, bytes],
) -> dict[str, bytes]:
    root = document_root(body, _NS, is_form=document.form is not None)
    parts = dict(ready.parts)
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts["word/styles.xml"] = styles_xml(writing.profile, rooms.used.values()).encode()
    parts["word/footnotes.xml"] = parts["word/footnotes.xml"].replace(
        b"</w:footnotes>", "".join((*writing.notes, "</w:footnotes>")).encode()
    )
    parts["docProps/core.xml"] = _properties(document).encode()
    pictures = range(1, len(writing.pictures) + 1)
    relations = "".join(f'<Relationship Id="rIdAnh{n}" Type="{_IMAGE}" Target="media/anh-{n}.jpg"/>' for n in pictures)
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", f"{relations}</Relationships>".encode())
    parts |= {f"word/media/anh-{n}.jpg": images[picture.digest] for n, picture in enumerate(writing.pictures, 1)}
    return parts | form_parts(document.form, parts) if document.form else parts


def _properties(document: Document) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.author)}</dc:creator><dc:language>vi-VN</dc:language></cp:coreProperties>"
    )
