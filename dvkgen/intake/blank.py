"""A blank form as what it asks for: in which order its words and its places stand, by which a filled copy is read.

The form that is read is the form that is handed out: whatever its template says is looked for in what comes home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dvkgen.document.control import Control
from dvkgen.document.tree import Document, Inline, Note, Paragraph, Sheet, Span, Table, plain
from dvkgen.text import nfc, without_marks

_NUMBER = re.compile(r"^\s*(?:(?:\d+|[IVX]+|[a-zđ])\s*[.)/]|[-+•*–])\s*")
_SIGNS = re.compile(r"[^\w]+")
_DOTS = re.compile(r"[.…_]{2,}")


def key_of(text: str) -> str:
    """Return the letters and digits of a label: without its number, marks, signs, dots to write on."""
    return _SIGNS.sub("", without_marks(nfc(_DOTS.sub(" ", _NUMBER.sub("", text)))))


@dataclass(frozen=True)
class Slot:
    """A place of a form that is filled in after a label, on its line or below it."""

    control: Control
    label: str

    @cached_property
    def key(self) -> str:
        """Its label, as labels are compared."""
        return key_of(self.label)


@dataclass(frozen=True)
class Fixed:
    """Words of a form that are always there, but for what is written on dots among them; `is_head` are those above its text."""

    text: str
    is_head: bool = False

    @cached_property
    def key(self) -> str:
        """Its words, as labels are compared."""
        return key_of(self.text)

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        return tuple(filter(None, map(key_of, _DOTS.split(self.text))))

    def is_in(self, key: str) -> bool:
        """Whether a line says these words, whatever was written on the dots."""
        if not _DOTS.search(self.text):
            return key == self.key
        at = 0
        for piece in self._pieces:
            found = key.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return bool(self._pieces)


@dataclass(frozen=True)
class Lines:
    """Rows of a form's table, in order: those that are always there, and those that are filled in.

    `above` is the title of its sheet, as labels are compared: tables of one form may differ in nothing else.
    """

    rows: tuple[tuple[tuple[str, Control | None], ...], ...]
    heads: tuple[str, ...]
    above: str = ""


@dataclass(frozen=True)
class Blank:
    """What a form asks for: its words and places in order, its tables, and the words below which it has ended.

    `controls` are all its places by key, `heads` the words of its letterhead.
    """

    order: tuple[Slot | Fixed, ...]
    tables: tuple[Lines, ...]
    ends: frozenset[str]
    controls: Mapping[str, Control]
    heads: frozenset[str] = frozenset()


def blank_of(document: Document) -> Blank:
    """Return what a blank form asks for."""
    order = tuple(one for sheet in document.sheets for one in _order(sheet))
    tables = tuple(
        _lines(block, sheet) for sheet in document.sheets for block in sheet.body if isinstance(block, Table)
    )
    every = {one.control.key: one.control for one in order if isinstance(one, Slot)}
    every |= {control.key: control for table in tables for row in table.rows for _, control in row if control}
    heads = (
        line
        for sheet in document.sheets
        for line in (sheet.label, *(sheet.letterhead.lines if sheet.letterhead else ()))
    )
    return Blank(order, tables, frozenset(filter(None, _ends(document))), every, frozenset(map(key_of, heads)))


def _ends(document: Document) -> Iterator[str]:
    """Yield what stands below the text of a form: who signs, and to whom it goes."""
    for sheet in document.sheets:
        for signature in sheet.signatures:
            yield from map(key_of, (*signature.capacity, signature.title))
        if sheet.recipients:
            yield key_of(sheet.recipients.label)


def _order(sheet: Sheet) -> Iterator[Slot | Fixed]:
    if sheet.title:
        yield from (Fixed(line, is_head=True) for line in (*sheet.title.type_name, sheet.title.subtitle) if line)
        for line in sheet.title.subject:
            yield from (replace(one, is_head=True) if isinstance(one, Fixed) else one for one in _of_line(line, ""))
    if sheet.addressees:
        label, names = sheet.addressees.label, sheet.addressees.names
        said = (f"{label} {names[0] if names else ''}", label, *names)
        yield from (Fixed(line, is_head=True) for line in said)
    label = ""
    for block in (*sheet.body, *sheet.after):
        if isinstance(block, Table):
            continue
        inlines = block.inlines if isinstance(block, Paragraph) else getattr(block, "inlines", ())
        for one in _of_line(inlines, label):
            yield one
            label = one.text if isinstance(one, Fixed) and not isinstance(block, Paragraph) else label


def _of_line(inlines: tuple[Inline, ...], above: str) -> Iterator[Slot | Fixed]:
    """Yield what a line of a form is: words alone, or a place after words; one alone on its line belongs to the heading above."""
    said = ""
    control = None
    for inline in inlines:
        if isinstance(inline, Note):
            continue
        held = inline.control
        if held is None:
            said += inline.text if isinstance(inline, Span) else ""
        else:
            control = held
            break
    if control:
        yield Slot(control, said.strip() or above)
    elif said.strip(" .…"):
        yield Fixed(plain(inlines))


def _lines(table: Table, sheet: Sheet) -> Lines:
    columns = len(table.widths)
    rows = tuple(
        tuple(
            (" ".join(plain(p.inlines) for p in cell.paragraphs), cell.control)
            for cell in row
            for _ in range(cell.colspan)
        )
        for row in table.rows
    )
    return Lines(rows, _heads(table, columns), "".join(map(key_of, _subject(sheet))))


def _subject(sheet: Sheet) -> tuple[str, ...]:
    return tuple(plain(line) for line in sheet.title.subject) if sheet.title else ()


def _heads(table: Table, columns: int) -> tuple[str, ...]:
    """Return the head of each column: the lowest cell of the head above it."""
    heads = [""] * columns
    taken = [0] * columns
    for row in table.head:
        place = 0
        for cell in row:
            while place < columns and taken[place]:
                place += 1
            said = " ".join(plain(p.inlines) for p in cell.paragraphs)
            for column in range(place, min(columns, place + cell.colspan)):
                heads[column], taken[column] = said, cell.rowspan
            place += cell.colspan
        taken = [max(0, left - 1) for left in taken]
    return tuple(heads)
