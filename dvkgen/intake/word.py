"""A Word file as it was received: its paragraphs and tables in order, and what stands in the controls of a form.

What was struck out under track changes is not there, what was put in is. Nothing is fetched, nothing runs.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from lxml import etree

from dvkgen.document.control import FormMark
from dvkgen.intake.received import Box, Grid, Held, Line, Part, Received, Unreadable
from dvkgen.render.word_controls import FORM
from dvkgen.render.word_package import WordPackageFault, parsed, unpacked
from dvkgen.render.word_styles import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "tcPr", "trPr")
} | {f"{_MC}Fallback"}
"""What is not read: words struck out, codes of fields, looks, and the second copy of what has two."""
_UNREAD: Mapping[str, str] = {
    f"{_W}txbxContent": "có chữ trong khung hình (Text Box): không đọc được, chép ra ngoài khung",
    f"{_W}footnoteReference": "có chú thích ở chân trang: không đọc, xem lại tệp gốc",
}
"""Where words stand that are told, and not read."""
_SIGNS: Mapping[str, str] = {
    f"{_W}{name}": sign
    for name, sign in (("tab", "\t"), ("ptab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))
}
_LAID_OUT = 2
"""Columns of a table that may only lay words out: letterhead and signature."""
_LAID_OUT_ROWS = 4
_PROMPTS = (
    "click or tap here to enter text.",
    "click here to enter text.",
    "choose an item.",
    "click or tap to enter a date.",
)


def read_word(name: str, data: bytes) -> Received:
    """Return what stands in a Word file; raises Unreadable."""
    try:
        parts = unpacked(data)
        root = parsed(parts["word/document.xml"])
        form, version = _form_of(parts)
        links = _links(parts)
    except WordPackageFault as fault:
        raise Unreadable(str(fault), "mở bằng Word, lưu lại thành .docx rồi gửi lại") from fault
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise Unreadable("tệp Word có macro", "mở bằng Word, lưu thành .docx (không có macro)")
    body = root.find(f"{_W}body")
    if body is None:
        raise Unreadable("tệp Word không có nội dung")
    reading = _Reading(links)
    found = tuple(reading.parts_of(body))
    pictures = {link: parts[link] for link in reading.pictures if link in parts}
    return Received(name, found, form, pictures, tuple(dict.fromkeys(reading.notes)), version)


def _form_of(parts: Mapping[str, bytes]) -> tuple[FormMark | None, str]:
    """Return of which form a file is a copy, and the version of dvkgen that made it."""
    for name, part in parts.items():
        if name.startswith("customXml/item") and name.endswith(".xml") and FORM.encode() in part:
            root = parsed(part)
            if root.tag == f"{{{FORM}}}bieu-mau":
                mark = FormMark(root.get("dia-phuong", ""), root.get("dot", ""), root.get("ma", ""))
                return mark, root.get("phien-ban", "")
    return None, ""


def _links(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return to which part each relation of the text leads; nothing for one that leads out of the file."""
    relations = parts.get("word/_rels/document.xml.rels")
    found = {}
    for one in parsed(relations) if relations else ():
        target = one.get("Target", "")
        inside = "" if one.get("TargetMode") == "External" else posixpath.normpath(posixpath.join("word", target))
        found[one.get("Id", "")] = inside.lstrip("/") if not target.startswith("/") else target.lstrip("/")
    return found


@dataclass
class _Open:
    """A control that is being read: the pieces of text in it so far."""

    tag: str
    alias: str
    is_empty: bool
    pieces: list[str] = field(default_factory=list)

    def held(self) -> Held:
        text = "".join(self.pieces).strip("\n")
        return Held(self.tag, self.alias, "" if self.is_empty or text.strip().lower() in _PROMPTS else text)


@dataclass
class _Text:
    """A paragraph that is being read."""

    pieces: list[str] = field(default_factory=list)
    controls: list[_Open] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    bold: int = 0
    letters: int = 0


class _Reading:
    """Reads the body of one file; `pictures` and `notes` are what was met on the way."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self.links = links
        self.pictures: dict[str, None] = {}
        self.notes: list[str] = []
        self._open: list[_Open] = []

    def parts_of(self, parent: etree._Element) -> Iterator[Part]:
        """Yield the paragraphs and tables of a body, of a cell, or of what stands around them."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._lines(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag == f"{_W}sdt":
                with self._within(child) as opened:
                    inner = list(self.parts_of(_content(child)))
                yield from _around(inner, opened.held())
            elif child.tag not in _GONE:
                yield from self.parts_of(child)

    @contextmanager
    def _within(self, sdt: etree._Element) -> Iterator[_Open]:
        properties = sdt.find(f"{_W}sdtPr")
        opened = _Open(_said(properties, "tag"), _said(properties, "alias"), _has(properties, "showingPlcHdr"))
        self._open.append(opened)
        yield opened
        self._open.pop()

    def _lines(self, paragraph: etree._Element) -> Iterator[Line]:
        text = _Text()
        self._walk(paragraph, text)
        for one in self._open:
            one.pieces.append("\n")
        said = "".join(text.pieces)
        if said.strip() and _is_item(paragraph):
            said = f"- {said.strip()}"
        is_strong = _is_heading(paragraph) or (text.letters > 0 and text.bold * 2 > text.letters)
        yield Line(said, tuple(one.held() for one in text.controls), tuple(text.pictures), is_strong)

    def _walk(self, element: etree._Element, text: _Text, *, bold: bool = False) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{_W}sdt":
                with self._within(child) as opened:
                    self._walk(_content(child), text, bold=bold)
                text.controls.append(opened)
            elif tag == f"{_W}r":
                if any(_has(child.find(f"{_W}rPr"), how) for how in ("strike", "dstrike", "vanish")):
                    self.notes.append("có chữ gạch ngang hoặc ẩn: vẫn được đọc, xem lại tệp gốc")
                self._walk(child, text, bold=_has(child.find(f"{_W}rPr"), "b"))
            elif tag == f"{_W}t":
                self._say(child.text or "", text, bold=bold)
            elif tag in _SIGNS:
                self._say(_SIGNS[tag], text)
            elif tag == _BLIP:
                self._picture(child, text)
            elif tag in _UNREAD:
                self.notes.append(_UNREAD[tag])
            elif tag not in _GONE:
                self._walk(child, text, bold=bold)

    def _say(self, piece: str, text: _Text, *, bold: bool = False) -> None:
        for one in self._open:
            one.pieces.append(piece)
        if not any(one.is_empty for one in self._open):
            text.pieces.append(piece)
            text.letters += len(piece.strip())
            text.bold += len(piece.strip()) if bold else 0

    def _picture(self, blip: etree._Element, text: _Text) -> None:
        target = self.links.get(blip.get(f"{_REL}embed", ""), "")
        if not target:
            self.notes.append("có ảnh nối ra ngoài tệp: không lấy được, chèn ảnh vào tệp (Insert, Pictures)")
            return
        self.pictures[target] = None
        text.pictures.append(target)

    # --- tables -----------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> Iterator[Part]:
        rows = [list(self._cells(row)) for row in self._rows(table)]
        wide = max((len(row) for row in rows), default=0)
        is_small = wide <= _LAID_OUT and len(rows) <= _LAID_OUT_ROWS
        lines = tuple(line for row in rows for _, inside in row for line in inside) if is_small else ()
        empty = Box("", is_covered=True)
        yield Grid(tuple((*(box for box, _ in row), *((empty,) * (wide - len(row)))) for row in rows), lines=lines)

    def _rows(self, parent: etree._Element) -> Iterator[etree._Element]:
        for child in parent:
            if child.tag == f"{_W}tr":
                if child.find(f"{_W}trPr/{_W}del") is None:  # a row struck out while changes were tracked
                    yield child
            elif child.tag == f"{_W}sdt":
                yield from self._rows(_content(child))
            elif child.tag not in _GONE and child.tag != f"{_W}tblGrid":
                yield from self._rows(child)

    def _cells(self, parent: etree._Element) -> Iterator[tuple[Box, list[Line]]]:
        for child in parent:
            if child.tag == f"{_W}tc":
                yield from self._cell(child)
            elif child.tag == f"{_W}sdt":
                with self._within(child) as opened:
                    inner = list(self._cells(_content(child)))
                yield from ((_holding(box, opened.held()), lines) for box, lines in inner)
            elif child.tag not in _GONE:
                yield from self._cells(child)

    def _cell(self, cell: etree._Element) -> Iterator[tuple[Box, list[Line]]]:
        lines = [part for part in self.parts_of(cell) if isinstance(part, Line)]
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        is_covered = merge is not None and merge.get(f"{_W}val", "continue") != "restart"
        held = tuple(one for line in lines for one in line.held)
        yield Box("\n".join(line.text for line in lines).strip(), "", held, is_covered, is_covered), lines
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        wide = int(span.get(f"{_W}val", "1")) if span is not None and span.get(f"{_W}val", "1").isdecimal() else 1
        yield from ((Box("", is_covered=True), []) for _ in range(min(wide, _WIDEST) - 1))


_WIDEST = 200
"""Columns over which a cell may be merged."""


def _around(parts: list[Part], held: Held) -> Iterator[Part]:
    """Yield what stands in a control: its first paragraph holds all that does, the others go on."""
    is_named, is_first = bool(held.tag or held.alias), True
    for part in parts:
        if not is_named or isinstance(part, Grid):
            yield part
        elif is_first:
            is_first = False
            yield replace(part, held=(held, *part.held))
        else:
            yield replace(part, is_inside=True)


def _holding(box: Box, held: Held) -> Box:
    return replace(box, held=(held, *box.held)) if held.tag or held.alias else box


def _content(sdt: etree._Element) -> etree._Element:
    content = sdt.find(f"{_W}sdtContent")
    return content if content is not None else etree.Element(f"{_W}sdtContent")


def _said(properties: etree._Element | None, name: str) -> str:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found.get(f"{_W}val", "") if found is not None else ""


def _has(properties: etree._Element | None, name: str) -> bool:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found is not None and found.get(f"{_W}val", "true") not in ("false", "0", "none")


def _is_item(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}numPr") is not None and not _is_heading(paragraph)


def _is_heading(paragraph: etree._Element) -> bool:
    style = _said(paragraph.find(f"{_W}pPr"), "pStyle").lower()
    return style.startswith(("heading", "title", "tieu_de", "tieude"))
