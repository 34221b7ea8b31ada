"""A `Document` as it is set on paper: no-break spaces where lines may not break, columns as wide as their words ask.

Both renderers print what this module gives, so that neither knows these rules: the words are those of the document,
only their spaces and the widths of columns are set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from dvkgen.document.tree import (
    Addressees,
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inlines,
    Leader,
    Paragraph,
    RecipientGroup,
    Recipients,
    Role,
    Sheet,
    Signature,
    Span,
    Table,
    Title,
    plain,
)
from dvkgen.render.geometry import MM_IN_POINTS, face_of, group_widths, inner_width, laid_out, text_width
from dvkgen.render.glue import NBSP, balanced, even_lines, glued, pieces
from dvkgen.render.heads import set_letterhead
from dvkgen.render.metric import Face
from dvkgen.schema.profile import Profile

_CENTRED = (
    *(Role.COLUMN_HEADING, Role.CELL_CENTRED, Role.CAPTION, Role.ARTICLE_TITLE, Role.PORTRAYED),
    *(Role.COVER_ORGAN, Role.COVER_TITLE, Role.COVER_SUBJECT, Role.COVER_PLACE),
)
_DOTS = re.compile(r"(?<![.…])[.…]{10,}+\s*+$")
_WIDEST = 0.4
"""Share of a table that one word may ask for; a longer one, a link, is broken."""
_SPARE = 1.06
"""How much wider than its widest word a column is: other programs set letters a little wider."""


def typeset(document: Document, profile: Profile) -> Document:
    """Return a document as both formats print it."""
    return replace(document, sheets=tuple(_sheet(sheet, profile) for sheet in document.sheets))


def _sheet(sheet: Sheet, profile: Profile) -> Sheet:
    room = text_width(profile, sheet.orientation) * MM_IN_POINTS
    return replace(
        sheet,
        letterhead=sheet.letterhead and set_letterhead(sheet.letterhead, sheet.orientation, profile),
        title=sheet.title and _title(sheet.title, room, profile),
        addressees=sheet.addressees and _addressees(sheet.addressees, room, profile),
        body=tuple(_block(block, room, profile) for block in sheet.body),
        signatures=tuple(_signature(signature, room, profile) for signature in sheet.signatures),
        recipients=sheet.recipients and _recipients(sheet.recipients, sheet, profile),
        after=tuple(_block(block, room, profile) for block in sheet.after),
    )


def _title(title: Title, room: float, profile: Profile) -> Title:
    return Title(
        _centred_lines(title.type_name, room, face_of(profile, "ten_loai")),
        tuple(balanced(line, room, face_of(profile, "trich_yeu")) for line in title.subject),
        _even(title.subtitle, room, face_of(profile, "phu_de")),
        title.separator,
        title.is_ruled,
    )


def _even(line: str, room: float, face: Face) -> str:
    """Return a centred line that stands in one paragraph: where it is broken is set by what may not break."""
    lines = even_lines(line, room, face)
    return " ".join(piece.replace(" ", NBSP) for piece in lines) if len(lines) > 1 else line


def _running_line(line: str, room: float, style: str, profile: Profile) -> str:
    return plain(_running((Span(line),), style, room, profile))


def _centred_lines(lines: Sequence[str], room: float, face: Face) -> tuple[str, ...]:
    return tuple(piece for line in lines for piece in even_lines(line, room, face))


def _addressees(addressees: Addressees, room: float, profile: Profile) -> Addressees:
    style = "kinh_gui_muc" if len(addressees.names) > 1 else "kinh_gui"
    return Addressees(addressees.label, tuple(_running_line(name, room, style, profile) for name in addressees.names))


def _signature(signature: Signature, room: float, profile: Profile) -> Signature:
    column = room * float(profile.letterhead.signature_share) / 100
    return Signature(
        _centred_lines(signature.capacity, column, face_of(profile, "quyen_han")),
        _even(signature.title, column, face_of(profile, "chuc_vu")),
        _even(signature.note, column, face_of(profile, "ghi_chu_ky")),
        _even(signature.name, column, face_of(profile, "ho_ten")),
    )


def _recipients(recipients: Recipients, sheet: Sheet, profile: Profile) -> Recipients:
    room = group_widths(profile, sheet.orientation)[0] * MM_IN_POINTS
    groups = (
        RecipientGroup(tuple(_running_line(line, room, "noi_nhan_muc", profile) for line in group.lines), group.note)
        for group in recipients.groups
    )
    return Recipients(recipients.label, tuple(groups))


# --- blocks ---------------------------------------------------------------------------------------


def _block(block: Block, room: float, profile: Profile) -> Block:
    match block:
        case Paragraph():
            return _paragraph(block, room, profile)
        case Heading(inlines=inlines, level=level):
            return Heading(_running(inlines, f"tieu_de_{level}", room, profile), level)
        case Table():
            return _table(block, room, profile)
        case Figure(picture=picture, caption=caption, alternative=alternative):
            return Figure(picture, balanced(caption, room, face_of(profile, Role.CAPTION)), alternative)
        case _:
            assert_never(block)


def _paragraph(paragraph: Paragraph, room: float, profile: Profile) -> Paragraph:
    face = face_of(profile, paragraph.role)
    if paragraph.role in _CENTRED:
        bold = face.bold or any(isinstance(span, Span) and span.bold for span in paragraph.inlines)
        return replace(paragraph, inlines=balanced(paragraph.inlines, room, replace(face, bold=bold)))
    return replace(paragraph, inlines=_running(_led(paragraph.inlines), paragraph.role, room, profile))


def _led(inlines: Inlines) -> Inlines:
    """Return a line in which dots at its end are a dotted line to the end of the column, however long it is."""
    last = inlines[-1] if inlines else None
    dots = _DOTS.search(last.text) if isinstance(last, Span) else None
    if not isinstance(last, Span) or dots is None:
        return inlines
    before = replace(last, text=last.text[: dots.start()])
    return (*inlines[:-1], *((before,) if before.text else ()), Leader(last.control))


def _running(inlines: Inlines, style: str, room: float, profile: Profile) -> Inlines:
    look = profile.styles[style]
    indent = float(look.first_line - look.hanging) * MM_IN_POINTS
    left = float(look.left_indent + look.hanging) * MM_IN_POINTS
    return glued(inlines, room - left, face_of(profile, style), indent)


def _table(table: Table, room: float, profile: Profile) -> Table:
    widths = _widths(table, room, profile)
    set_rows = (
        tuple(
            replace(cell, paragraphs=_cell(cell, widths[start : start + cell.colspan], room, profile))
            for cell, start, merge in row
            if merge != "continue"
        )
        for row in laid_out((*table.head, *table.rows), len(widths))
    )
    every = tuple(set_rows)
    heads = len(table.head)
    return Table(tuple(widths), every[:heads], every[heads:])


def _cell(cell: Cell, widths: Sequence[float], room: float, profile: Profile) -> tuple[Paragraph, ...]:
    inside = inner_width(profile, room * sum(widths) / 100)
    return tuple(_paragraph(paragraph, inside, profile) for paragraph in cell.paragraphs)


# --- columns --------------------------------------------------------------------------------------


def _widths(table: Table, room: float, profile: Profile) -> list[float]:
    """Return how wide each column is, in per cent: as the template says, but none narrower than its words."""
    given = [width * room / 100 for width in table.widths]
    for whole_words in (True, False):
        needed = _needed(table, room, profile, whole_words=whole_words)
        if sum(needed) <= room:
            return [width / room * 100 for width in _at_least(given, needed, room)]
    return [width / sum(needed) * 100 for width in needed]


def _needed(table: Table, room: float, profile: Profile, *, whole_words: bool) -> list[float]:
    """Return the width in points that the widest word of each column asks for, of two syllables where they are kept."""
    needed = [0.0] * len(table.widths)
    padding = room - inner_width(profile, room)
    for row in laid_out((*table.head, *table.rows), len(table.widths)):
        for cell, start, merge in row:
            if cell.colspan == 1 and merge != "continue":
                widest = max((_widest(p, profile, whole_words=whole_words) for p in cell.paragraphs), default=0.0)
                needed[start] = max(needed[start], min(widest * _SPARE, room * _WIDEST) + padding)
    return needed


def _widest(paragraph: Paragraph, profile: Profile, *, whole_words: bool) -> float:
    is_head = paragraph.role is Role.COLUMN_HEADING
    face = face_of(profile, paragraph.role)
    bold = face.bold or any(isinstance(span, Span) and span.bold for span in paragraph.inlines)
    return _widest_piece(plain(paragraph.inlines), replace(face, bold=bold), whole_words=whole_words, is_head=is_head)


@lru_cache(maxsize=4096)
def _widest_piece(text: str, face: Face, *, whole_words: bool, is_head: bool) -> float:
    whole = pieces(text, words=is_head) if whole_words else text.split()
    return max(map(face.width, whole), default=0.0)


def _at_least(given: Sequence[float], needed: Sequence[float], room: float) -> list[float]:
    """Return widths that add up to the room: as given in proportion, none less than needed."""
    fixed: set[int] = set()
    while True:
        free = room - sum(needed[n] for n in fixed)
        shared = sum(width for n, width in enumerate(given) if n not in fixed) or 1.0
        widths = [needed[n] if n in fixed else width * free / shared for n, width in enumerate(given)]
        short = {n for n, width in enumerate(widths) if n not in fixed and width < needed[n] - 0.01}
        if not short:
            return widths
        fixed |= short
