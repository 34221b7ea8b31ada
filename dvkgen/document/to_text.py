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
    Leader,
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


def to_text(document: Document, *, with_notes: bool = True) -> str:
    """Return all words of the paper in reading order, a paragraph a line.

    Footnotes follow their sheet, each in a line that begins with its raised number; without them only the marks stand.
    """
    notes: list[str] = []
    lines = (line for sheet in document.sheets for line in _sheet_lines(sheet, notes, with_notes=with_notes))
    return "\n".join(lines) + "\n"


def _sheet_lines(sheet: Sheet, notes: list[str], *, with_notes: bool) -> Iterator[str]:
    """Yield the lines of a sheet; `notes` are the footnotes of those before it, and gets its own."""
    before = len(notes)
    opening = [part.lines for part in (sheet.letterhead, sheet.title, sheet.addressees) if part]
    body = [tuple(_block_lines(block, notes)) for block in sheet.body]
    closing = [part.lines for part in sheet.ends]
    after = [tuple(_block_lines(block, notes)) for block in sheet.after]
    yield from (line for lines in ((sheet.label,), *opening, *body, *closing, *after) for line in lines if line)
    yield from notes[before:] if with_notes else ()


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
        case Leader():
            return "…"
        case _:
            assert_never(inline)


def _mark(note: Note, notes: list[str]) -> str:
    mark = raised(len(notes) + 1)
    notes.append(f"{mark} {plain(note.spans)}")
    return mark
