"""Of what parts a paper is put together: papers alike in this differ only in their words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import assert_never

from dvkgen.document.tree import Block, Document, Figure, Heading, Note, Paragraph, Sheet, Table


def structure(document: Document) -> Hashable:
    """Return what a paper is put together of: its profile, and the parts of each of its sheets, each kind once."""
    return document.profile, frozenset(_sheet(sheet) for sheet in document.sheets)


def _sheet(sheet: Sheet) -> Hashable:
    head, title, recipients = sheet.letterhead, sheet.title, sheet.recipients
    return (
        sheet.orientation,
        head and (bool(head.parent_organ), bool(head.number), bool(head.subject), len(head.banner)),
        title and (bool(title.subtitle), bool(title.separator), title.is_ruled),
        sheet.addressees and len(sheet.addressees.names) > 1,
        recipients and any(group.note for group in recipients.groups),
        len(sheet.signatures),
        frozenset(part for block in sheet.body for part in _parts(block)),
    )


def _parts(block: Block) -> Iterable[Hashable]:
    match block:
        case Paragraph(inlines=inlines, role=role):
            yield role
            yield from {type(inline).__name__ for inline in inlines if isinstance(inline, Note)}
        case Heading(level=level):
            yield "heading", level
        case Figure():
            yield "figure"
        case Table():
            cells = [cell for row in (*block.head, *block.rows) for cell in row]
            spans = any(cell.colspan > 1 for cell in cells), any(cell.rowspan > 1 for cell in cells)
            yield "table", len(block.widths), len(block.head), block.rows_unbroken, spans
        case _:
            assert_never(block)


def one_of_each(documents: Mapping[str, Document]) -> dict[str, Document]:
    """Return one paper of each structure, the longest: what can break in any of them can break in it."""
    longest: dict[Hashable, str] = {}
    for target in sorted(documents, key=lambda target: (len(repr(documents[target])), target)):
        longest[structure(documents[target])] = target
    return {target: documents[target] for target in sorted(longest.values())}
