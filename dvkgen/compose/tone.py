"""Dấu thanh: a composed paper in one style of tone marks, quotations and legal bases as they were typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, assert_never

from dvkgen.document.tree import Document, Heading, Inline, Leader, Note, Paragraph, Picture, Role, Span
from dvkgen.text import with_tones

_JOIN = "\x00"


def in_tone_style(document: Document, style: str) -> Document:
    """Return a paper with its tone marks set `moi` (hoà) or `cu` (hòa)."""
    sheets = tuple(_walked(sheet, new=style == "moi") for sheet in document.sheets)
    return replace(document, sheets=sheets)


def _walked(value: Any, *, new: bool) -> Any:  # noqa: PLR0911 - a line for each shape
    match value:
        case Paragraph(role=Role.LEGAL_BASIS) | Picture():
            return value
        case Paragraph() | Heading():
            return replace(value, inlines=_line(value.inlines, new=new))
        case str() if type(value) is str:
            return with_tones(value, new=new)
        case tuple() if value and all(isinstance(item, (Span, Note)) for item in value):
            return _line(value, new=new)
        case tuple():
            return tuple(_walked(item, new=new) for item in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            changed = {f.name: _walked(getattr(value, f.name), new=new) for f in fields(value)}
            return replace(value, **changed)
        case _:
            return value


def _line(inlines: Iterable[Inline], *, new: bool) -> tuple[Inline, ...]:
    """Return a line whose spans are read as one text: a quotation may run over several of them."""
    whole = tuple(inlines)
    pieces = with_tones(_JOIN.join(map(_text, whole)), new=new).split(_JOIN) if whole else []
    return tuple(_retoned(inline, piece, new=new) for inline, piece in zip(whole, pieces, strict=True))


def _text(inline: Inline) -> str:
    match inline:
        case Span(text=text):
            return text
        case Note() | Leader():
            return ""
        case _:
            assert_never(inline)


def _retoned(inline: Inline, text: str, *, new: bool) -> Inline:
    """Return an inline with its text as read in its line; a note is a line of its own."""
    match inline:
        case Span():
            return replace(inline, text=text)
        case Note(spans=spans):
            return Note(tuple(s for s in _line(spans, new=new) if isinstance(s, Span)))
        case Leader():
            return inline
        case _:
            assert_never(inline)
