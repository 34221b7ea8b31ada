"""The words of a `Document` in reading order, in no format: what both renderings must say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from dvkgen.document.tree import (
    Block,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    Note,
    Paragraph,
    Sheet,
    Span,
    Table,
    plain,
)

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(number: int) -> str:
    """Return a footnote's number in raised digits."""
    return str(number).translate(_RAISED)


def to_text(document: Document) -> str:
    """Return all words of the paper in reading order, a paragraph a line.

    Footnotes follow their sheet, each in a line that begins with its raised number.
    """
    return "\n".join(line for sheet in document.sheets for line in _sheet_lines(sheet)) + "\n"


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    lines = [*_opening_lines(sheet)]
    notes: list[str] = []
    for block in sheet.body:
        lines.extend(_block_lines(block, notes))
    if sheet.recipients:
        lines.append(sheet.recipients.label)
        lines.extend(line for group in sheet.recipients.groups for line in (*group.lines, group.note))
    for signature in sheet.signatures:
        lines.extend((*signature.capacity, signature.title, signature.note, signature.name))
    yield from (line for line in (*lines, *notes) if line)


def _opening_lines(sheet: Sheet) -> Iterator[str]:
    if head := sheet.letterhead:
        yield from (*head.parent_organ, *head.organ, head.mark_below_organ, *head.banner)
        yield from (head.number, *head.subject, head.place_and_date)
    if title := sheet.title:
        yield from (*title.type_name, *map(plain, title.subject), title.subtitle, title.separator)
    if sheet.addressees:
        yield from (sheet.addressees.label, *sheet.addressees.names)


def _block_lines(block: Block, notes: list[str]) -> Iterator[str]:
    match block:
        case Paragraph(inlines=inlines) | Heading(inlines=inlines):
            yield _line(inlines, notes)
        case Table():
            for row in (*block.head, *block.rows):
                yield from (_line(p.inlines, notes) for cell in row for p in cell.paragraphs)
        case Figure():
            yield _line(block.caption, notes)
        case _:
            assert_never(block)


def _line(inlines: Inlines, notes: list[str]) -> str:
    return "".join(_said(inline, notes) for inline in inlines)


def _said(inline: Inline, notes: list[str]) -> str:
    match inline:
        case Span(text=text):
            return text
        case Note():
            return _mark(inline, notes)
        case _:
            assert_never(inline)


def _mark(note: Note, notes: list[str]) -> str:
    mark = raised(len(notes) + 1)
    notes.append(f"{mark} {plain(note.spans)}")
    return mark
