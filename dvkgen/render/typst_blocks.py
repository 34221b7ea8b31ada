"""The blocks of a document as the data that `khung.typ` sets.

Lengths are points. This module adds no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, assert_never

from dvkgen.document.tree import (
    Block,
    Cell,
    Figure,
    Heading,
    Inline,
    Inlines,
    Leader,
    Note,
    Orientation,
    Paragraph,
    Span,
    Table,
)
from dvkgen.render.geometry import (
    MM_IN_POINTS,
    WHOLE,
    face_of,
    inner_width,
    kept_from,
    leads_in,
    picture_size,
    set_rows,
    text_width,
)
from dvkgen.render.metric import Face
from dvkgen.schema.profile import Profile

_TAB = 2.0
"""Width of a tab in ems: eight blanks."""
_BLANKS = re.compile(r"[ \r\f\v]+")
_MOST_TOLD = 6
"""Pieces of a table of which each line is told where it stands."""
_LONG = 12
"""Letters of a word that may be too long for a line."""
ZERO_WIDTH_SPACE = "\u200b"


Data = dict[str, Any]


def in_points(millimetres: Any) -> float:
    """Return a length of a profile in points."""
    return float(millimetres) * MM_IN_POINTS


class Levels:
    """Levels of headings as PDF/UA wants them: they begin with the first, and none is left out."""

    def __init__(self) -> None:
        self.above: list[int] = []

    def enter(self, level: int) -> int:
        """Return at which level a heading stands."""
        while self.above and self.above[-1] >= level:
            self.above.pop()
        self.above.append(level)
        return len(self.above)


def blocks_data(
    blocks: Sequence[Block],
    profile: Profile,
    orientation: Orientation,
    breaks: Sequence[tuple[int, int]],
    levels: Levels,
    *,
    before_signature: bool,
) -> Iterator[Data]:
    """Yield the blocks of a sheet, each with its number; what a page's end divides, and what ends it, bears the same one."""
    kept, last, room = (
        kept_from(blocks) if before_signature else len(blocks),
        len(blocks) - 1,
        text_width(profile, orientation) * MM_IN_POINTS,
    )
    for number, block in enumerate(blocks):
        stays = {"whole": number >= kept, "kept": number >= kept or leads_in(blocks, number)}
        rows = [row for at, row in breaks if at == number]
        for data in _block(block, profile, room, rows, levels):
            yield {**stays, **data, "number": number}
        if isinstance(block, Table) and number < last:
            yield {"kind": "room", "number": number}


def _block(block: Block, profile: Profile, room: float, breaks: Sequence[int], levels: Levels) -> Iterator[Data]:
    if 0 in breaks:
        yield {"kind": "break"}
    match block:
        case Paragraph(inlines=inlines, role=role):
            yield {"kind": "paragraph", "style": role, "text": inlines_data(inlines, _room_of(profile, role, room))}
        case Heading(inlines=inlines, level=level):
            style = f"tieu_de_{level}"
            text = inlines_data(inlines, _room_of(profile, style, room))
            yield {"kind": "heading", "style": style, "level": levels.enter(level + 1), "text": text}
        case Table():
            yield from _table(block, profile, room, [row for row in breaks if row])
        case Figure():
            yield _figure(block, profile, room)
        case _:
            assert_never(block)


Room = tuple[float, Face] | None
"""The width in points that a word may take before it is broken, and its face."""


def _room_of(profile: Profile, code: str, room: float) -> Room:
    style = profile.styles[code]
    return room - in_points(style.left_indent + style.hanging), face_of(profile, code)


def inlines_data(inlines: Inlines, room: Room = None) -> list[Data]:
    """Return the runs of a line; with `room` a word that is wider than its line may break."""
    return [data for inline in inlines for data in _inline(inline, room)]


def _inline(inline: Inline, room: Room) -> Iterator[Data]:
    match inline:
        case Span():
            yield from _span(inline, room)
        case Note(spans=spans):
            yield {"footnote": [data for span in spans for data in _span(span, None)]}
        case Leader():
            yield {"leader": True}
        case _:
            assert_never(inline)


def _span(span: Span, room: Room) -> Iterator[Data]:
    look = {name: True for name, is_so in (("bold", span.bold), ("italic", span.italic)) if is_so}
    for number, part in enumerate(_BLANKS.sub(" ", span.text).split("\t")):
        if number:
            yield {"tab": _TAB}
        done = 0
        for glued in WHOLE.finditer(part):
            yield from _run(part[done : glued.start()], look, room)
            yield {"text": glued.group(), "whole": True, **look}
            done = glued.end()
        yield from _run(part[done:], look, room)


def _run(text: str, look: Mapping[str, bool], room: Room) -> Iterator[Data]:
    if text:
        yield {"text": _breakable(text, room), **look}


def _breakable(text: str, room: Room) -> str:
    """Return a text in which a word that is wider than its line may break anywhere."""
    if room is None or len(text) < _LONG:
        return text
    wide, face = room
    return " ".join(ZERO_WIDTH_SPACE.join(w) if len(w) > _LONG and face.width(w) > wide else w for w in text.split(" "))


def _table(table: Table, profile: Profile, room: float, breaks: Sequence[int]) -> Iterator[Data]:
    """Yield a table in as many pieces as pages must end in it."""
    rows, heads = set_rows(table, profile, room), len(table.head)
    widths = [room * width / 100 for width in table.widths]
    every = [
        {
            "number": number - heads,
            "whole": row.is_whole,
            "cells": [
                _cell(cell, sum(widths[start : start + cell.colspan]), profile)
                for cell, start, merge in row.cells
                if merge != "continue"
            ],
        }
        for number, row in enumerate(rows)
    ]
    edges = [0, *breaks, len(rows) - heads]
    every = _with_notes_in_rows(every, heads)
    pieces = list(pairwise(edges))
    for number, (first, last) in enumerate(pieces):
        if number:
            yield {"kind": "break"}
        yield {
            "kind": "table",
            "widths": widths,
            "head": every[:heads],
            "rows": every[heads + first : heads + last],
            # nobody asks for the lines of what lies between the beginning and the end of a long table
            "told": len(pieces) <= _MOST_TOLD or number in (0, len(pieces) - 1),
        }


def _with_notes_in_rows(every: list[Data], heads: int) -> list[Data]:
    """Return rows in which the footnotes of the head hang on the first row that says anything.

    A head that stands again on the next page is no part of the text, and may hold no link: it has the marks alone.
    """
    notes: list[Data] = []
    marked = [_marked(row, notes) for row in every[:heads]]
    first = next((p for row in every[heads:] for cell in row["cells"] for p in cell["paragraphs"]), None)
    if not notes or first is None:
        return every
    first["text"] = [*({"unseen": note} for note in notes), *first["text"]]
    return [*marked, *every[heads:]]


def _marked(row: Data, notes: list[Data]) -> Data:
    """Return a row of a head with the marks of its footnotes, which are added to `notes`."""

    def marked(said: Data) -> Data:
        if "footnote" not in said:
            return said
        notes.append(said)
        return {"again": said}

    def in_cell(cell: Data) -> Data:
        return {**cell, "paragraphs": [{**p, "text": list(map(marked, p["text"]))} for p in cell["paragraphs"]]}

    return {**row, "cells": list(map(in_cell, row["cells"]))}


def let_break(value: Any) -> None:
    """Have whatever was to stay whole on its page break where it must."""
    if isinstance(value, dict):
        if "kind" in value or "cells" in value:  # a block, or a row; runs stay whole in their line
            value["whole"] = False
        for inner in value.values():
            let_break(inner)
    elif isinstance(value, list):
        for inner in value:
            let_break(inner)


def number_notes(value: Any, count: Iterator[int]) -> None:
    """Number the footnotes in data that is to be set, in the order in which their marks first stand."""
    if isinstance(value, dict) and "footnote" in value:
        value["number"] = next(count)
    elif isinstance(value, dict) and "again" in value and isinstance(value["again"], dict):
        note = value["again"]
        number_notes(note, iter([note["number"]]) if "number" in note else count)
        value["again"] = note["number"]
    elif isinstance(value, dict) and "unseen" in value:
        value["unseen"] = value["unseen"]["footnote"]
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            number_notes(inner, count)


def _cell(cell: Cell, wide: float, profile: Profile) -> Data:
    inside = inner_width(profile, wide)
    return {
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "height": in_points(cell.height),
        "paragraphs": [
            {
                "style": p.role,
                "text": inlines_data(p.inlines, _room_of(profile, p.role, inside)) or [{"text": "\u00a0"}],
            }
            for p in cell.paragraphs
        ],
    }


def _figure(figure: Figure, profile: Profile, room: float) -> Data:
    width, height = picture_size(figure.picture, room / MM_IN_POINTS, float(profile.table.figure_height))
    return {
        "kind": "figure",
        "picture": figure.picture.digest,
        "width": in_points(width),
        "height": in_points(height),
        "alternative": figure.alternative,
        "text": inlines_data(figure.caption),
    }


def style_code(block: Block) -> str:
    """Return the style in which a block begins."""
    match block:
        case Paragraph(role=role):
            return role
        case Heading(level=level):
            return f"tieu_de_{level}"
        case Figure():
            return "anh"
        case Table():
            return "o_bang"
        case _:
            assert_never(block)
