"""Of what parts a sheet is put together: sheets alike in this differ only in their words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import assert_never

from dvkgen.document.tree import Block, Document, Figure, Heading, Note, Paragraph, Sheet, Table


def structures(document: Document) -> frozenset[Hashable]:
    """Return what each sheet of a paper is put together of: its profile and its parts, each kind of part once."""
    return frozenset((document.profile, _sheet(sheet)) for sheet in document.sheets)


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
            yield "table", len(block.widths), len(block.head), spans
        case _:
            assert_never(block)


def one_of_each(documents: Mapping[str, Document]) -> dict[str, Document]:
    """Return the papers that show a sheet of each structure, the longest of each.

    What can break in any sheet of a structure can break in it.
    """
    shown: set[Hashable] = set()
    chosen = []
    for target in sorted(documents, key=lambda target: (-len(repr(documents[target])), target)):
        if not structures(documents[target]) <= shown:
            shown |= structures(documents[target])
            chosen.append(target)
    return {target: documents[target] for target in sorted(chosen)}
