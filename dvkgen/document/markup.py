"""What templates write to blocks: a small closed subset of HTML, well-formed, parsed strictly.

Tags: `h1` (tên loại), `h2` to `h5` (headings of level 1 to 4), `p` with the role of the paragraph as its
class, `table` with the widths of its columns in `data-cot`, `figure`, `footer` around what stands below the signatures;
inside a line `b`, `i` and `span class="cuoc_chu"`; `td data-cao` is the least height of a cell in millimetres.
`data-o` on a `td` or a `span` says what is filled in there on a blank form. This module alone knows the subset.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from dvkgen.document.control import Control
from dvkgen.document.measured import TemplateError, height, measure, refuse_ragged, span, widths
from dvkgen.document.prose import PLACED
from dvkgen.document.tree import (
    Block,
    Cell,
    Figure,
    Heading,
    Inline,
    Inlines,
    Note,
    Paragraph,
    Picture,
    Role,
    Span,
    Table,
)
from dvkgen.text import UNPRINTABLE

_INLINE = ("b", "i", "span")
_PLACE = "data-o"
Controls = Mapping[str, Control]
"""The places of a form that are filled in, by their keys."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A parsed template: the title's lines, and the blocks of the body."""

    type_name: tuple[str, ...]
    subject: tuple[Inlines, ...]
    subtitle: str
    blocks: tuple[Block, ...]
    after: tuple[Block, ...] = ()


def parse(html: str, pictures: Mapping[str, Picture], controls: Controls | None = None) -> Fragment:
    """Return what a template wrote; raises TemplateError for what is not in the subset.

    `controls` are those of a blank form; without them nothing is to be filled in.
    """
    if UNPRINTABLE.search(html):
        raise TemplateError("có ký tự không in được")
    try:
        root = ET.fromstring(f"<r>{html}</r>")  # noqa: S314 - expat refuses entity bombs, and fetches nothing
    except ET.ParseError as error:
        raise TemplateError("thẻ HTML không đóng mở đúng cặp: mỗi <p>, <b>, <td>… phải có thẻ đóng") from error
    measure(root)
    _settle_places(root, controls)
    _refuse_loose_text(root, "ngoài mọi thẻ: đặt trong <p>")
    titles = {"h1", "p.trich_yeu", "p.phu_de"}
    parts = [(_name(element), element) for element in root]
    subtitle = " ".join(_text(e) for name, e in parts if name == "p.phu_de")
    type_name = tuple(_text(e) for name, e in parts if name == "h1")
    if not any(type_name) and any(name in titles for name, _ in parts):
        raise TemplateError("trích yếu, phụ đề phải đi cùng tên loại trong <h1>")
    return Fragment(
        type_name,
        tuple(_inlines(e) for name, e in parts if name == "p.trich_yeu"),
        subtitle,
        tuple(_block(name, e, pictures) for name, e in parts if name not in titles and e.tag != "footer"),
        tuple(_block(_name(e), e, pictures) for name, footer in parts if name == "footer" for e in footer),
    )


def _settle_places(root: ET.Element, controls: Controls | None) -> None:
    """Put the control in each place that is filled in, and take the place away where a paper is not a blank form."""
    for element in root.iter():
        if (key := element.attrib.pop(_PLACE, None)) and controls is not None:
            if key not in controls:
                raise TemplateError(f"{_PLACE}=“{key}”: mẫu không có chỗ điền ấy, chỉ có {', '.join(controls)}")
            element.attrib[_PLACE] = controls[key]  # type: ignore[assignment]


def _control(element: ET.Element) -> Control | None:
    held: object = element.get(_PLACE)
    return held if isinstance(held, Control) else None


def _refuse_loose_text(element: ET.Element, where: str) -> None:
    """Refuse words that stand between the parts of an element, where none are looked for."""
    loose = "".join((element.text or "", *(child.tail or "" for child in element))).strip()
    if loose:
        raise TemplateError(f"chữ “{loose[:40]}” nằm {where}")


def _refuse_others(element: ET.Element, known: tuple[str, ...]) -> None:
    """Refuse whatever stands in an element that its kind does not hold."""
    for child in element:
        if child.tag not in known:
            raise TemplateError(f"thẻ <{child.tag}> không dùng được trong <{element.tag}>")
    _refuse_loose_text(element, f"trong <{element.tag}>, ngoài mọi thẻ của nó")


def _name(element: ET.Element) -> str:
    kind = element.get("class")
    return f"{element.tag}.{kind}" if kind else element.tag


def _block(name: str, element: ET.Element, pictures: Mapping[str, Picture]) -> Block:
    match element.tag:
        case "h2" | "h3" | "h4" | "h5":
            return Heading(_inlines(element), int(element.tag[1]) - 1)
        case "p":
            return Paragraph(_inlines(element), _role(element, Role.BODY))
        case "table":
            return _table(element)
        case "figure":
            return _figure(element, pictures)
        case _:
            raise TemplateError(f"thẻ <{name}> không dùng được ở đây")


def _role(element: ET.Element, default: Role) -> Role:
    kind = element.get("class")
    try:
        return Role(kind) if kind else default
    except ValueError:
        raise TemplateError(f"không có kiểu đoạn “{kind}”") from None


def _text(element: ET.Element) -> str:
    return "".join(element.itertext()).strip()


def _inlines(element: ET.Element) -> Inlines:
    return _trimmed(_merged(_runs(element, bold=False, italic=False)))


def _runs(element: ET.Element, *, bold: bool, italic: bool) -> Iterator[Inline]:
    if element.text:
        yield Span(element.text, bold, italic)
    for child in element:
        match _name(child):
            case "b":
                yield from _runs(child, bold=True, italic=italic)
            case "i":
                yield from _runs(child, bold=bold, italic=not italic)
            case "span.cuoc_chu":
                yield _note(child)
            case "span":
                yield Span(_text(child), bold, italic, _control(child))
            case name:
                raise TemplateError(f"thẻ <{name}> không dùng được trong một đoạn")
        if child.tail:
            yield Span(child.tail, bold, italic)


def _note(element: ET.Element) -> Note:
    spans = tuple(s for s in _merged(_runs(element, bold=False, italic=False)) if isinstance(s, Span))
    if any(child.get("class") == "cuoc_chu" for child in element.iter() if child is not element):
        raise TemplateError("có cước chú nằm trong một cước chú khác")
    return Note(spans)


def _merged(runs: Iterator[Inline]) -> list[Inline]:
    merged: list[Inline] = []
    for run in runs:
        last = merged[-1] if merged else None
        if isinstance(run, Span) and isinstance(last, Span) and replace(last, text=run.text) == run and not run.control:
            merged[-1] = replace(run, text=last.text + run.text)
        else:
            merged.append(run)
    return merged


def _trimmed(runs: list[Inline]) -> Inlines:
    """Return the runs without the white space by which a template indents its lines."""
    if runs and isinstance(runs[0], Span):
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(" \n"))
    if runs and isinstance(runs[-1], Span):
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" \n"))
    return tuple(run for run in runs if not isinstance(run, Span) or run.text or run.control)


def _table(element: ET.Element) -> Table:
    _refuse_others(element, ("tr",))
    rows = [(row.get("class") == "dau", _cells(row)) for row in element]
    columns = sum(cell.colspan for cell in rows[0][1]) if rows else 0
    shares = widths(element.get("data-cot", ""), columns)
    refuse_ragged([cells for _, cells in rows], columns)
    return Table(
        shares,
        tuple(cells for is_head, cells in rows if is_head),
        tuple(cells for is_head, cells in rows if not is_head),
    )


def _cells(row: ET.Element) -> tuple[Cell, ...]:
    _refuse_others(row, ("td", "th"))
    return tuple(map(_cell, row))


def _cell(element: ET.Element) -> Cell:
    default = Role.COLUMN_HEADING if element.tag == "th" else _role(element, Role.CELL)
    is_line = all(child.tag in _INLINE for child in element)
    if not is_line and "".join((element.text or "", *(block.tail or "" for block in element))).strip():
        raise TemplateError("trong một ô, chữ phải nằm trong thẻ <p> khi ô ấy có thẻ <p> khác")
    lines = [_inlines(element)] if is_line else [line for block in element for line in _cell_lines(block)]
    paragraphs = tuple(Paragraph(line, default) for line in lines) or (Paragraph((), default),)
    return Cell(paragraphs, span(element, "colspan"), span(element, "rowspan"), height(element), _control(element))


def _cell_lines(block: ET.Element) -> Iterator[Inlines]:
    """Yield the lines of a block inside a cell: headings are bold there, and rows of a table are lines."""
    match block.tag:
        case "p":
            yield _inlines(block)
        case "h2" | "h3" | "h4" | "h5":
            yield _trimmed(_merged(_runs(block, bold=True, italic=False)))
        case "figure" if block.get("class") == PLACED:
            yield _said_of(block)
        case "table":
            _refuse_others(block, ("tr",))
            for row in block:
                _refuse_others(row, ("td", "th"))
                cells = [_inlines(cell) for cell in row]
                yield tuple(inline for cell in cells for inline in (*cell, Span(" ")))[:-1]
        case _:
            raise TemplateError(f"thẻ <{_name(block)}> không dùng được trong một ô")


def _said_of(figure: ET.Element) -> Inlines:
    """Return a photo where none can stand as its author typed it."""
    image = figure.find("img")
    file, caption = (image.get("src", ""), image.get("alt", "")) if image is not None else ("", "")
    return (Span(f"![{caption}]({file})"),)


def _figure(element: ET.Element, pictures: Mapping[str, Picture]) -> Figure | Paragraph:
    _refuse_others(element, ("img", "figcaption"))
    image, caption = element.find("img"), element.find("figcaption")
    if image is None or image.get("src", "") not in pictures:
        if element.get("class") == PLACED:
            return Paragraph(_said_of(element))
        raise TemplateError("thẻ <figure> phải có <img src> là một ảnh của bài")
    return Figure(
        pictures[image.get("src", "")], _inlines(caption) if caption is not None else (), image.get("alt", "")
    )
