"""A table as the data that `khung.typ` sets, in as many pieces as pages must end in it.

Lengths are points. This module adds no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from dvkgen.document.tree import Cell, Span, Table
from dvkgen.render.geometry import face_of, inner_width, set_rows, wrapped
from dvkgen.render.metric import Face
from dvkgen.render.typst_inlines import Data, in_points, inlines_data, is_plain, room_of
from dvkgen.schema.profile import Profile

_MOST_TOLD = 6
"""Pieces of a table of which each line is told where it stands."""
_UNSURE = 1.04
"""By how much programs may differ about the width of a text."""
_BREAKS = re.compile(r"[^\w\s,.;:()“”]")
"""Signs at which a line may break besides blanks, or some of them."""


def table_data(table: Table, profile: Profile, room: float, breaks: Sequence[int]) -> Iterator[Data]:
    """Yield a table in as many pieces as pages must end in it."""
    rows, heads = set_rows(table, profile, room), len(table.head)
    widths = [room * width / 100 for width in table.widths]
    every = [
        {
            "number": number - heads,
            "whole": row.is_whole,
            "cells": _cells(
                [
                    (c, inner_width(profile, sum(widths[at : at + c.colspan])))
                    for c, at, m in row.cells
                    if m != "continue"
                ],
                profile,
            ),
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


def _cells(cells: Sequence[tuple[Cell, float]], profile: Profile) -> list[Data]:
    """Return the cells of a row, each with the width of its text; told are those that may be the highest.

    Of several that surely are, the first one tells for all: their lines stand side by side.
    """
    heights = [_height(cell, inside, profile) for cell, inside in cells]
    highest = max((least for least, _ in heights), default=0.0)
    first_sure = next((n for n, high in enumerate(heights) if high == (highest, highest)), -1)
    return [
        _cell(cell, inside, profile, is_told=most >= highest and (least < most or n == first_sure))
        for n, ((cell, inside), (least, most)) in enumerate(zip(cells, heights, strict=True))
    ]


def _height(cell: Cell, inside: float, profile: Profile) -> tuple[float, float]:
    """Return between how many points a cell in a row of its own is high: one plain paragraph, else nothing is known."""
    if cell.rowspan > 1 or cell.height or len(cell.paragraphs) != 1:
        return 0.0, inf
    (paragraph,) = cell.paragraphs
    style, spans = profile.styles[paragraph.role], [i for i in paragraph.inlines if isinstance(i, Span)]
    text = "".join(span.text for span in spans)
    if not is_plain(style) or len(spans) < len(paragraph.inlines) or "\t" in text:
        return 0.0, inf
    face, pitch = face_of(profile, paragraph.role), float(style.pitch or style.size)
    bold = Face(face.size, face.bold or any(span.bold for span in spans), face.italic)
    lines = text.split("\n")
    if bold.width(text) * _UNSURE <= inside:
        return (len(lines) * pitch,) * 2 if bold.knows(text) else (0.0, inf)
    if not bold.knows(text) or max(map(bold.width, text.split())) * _UNSURE > inside:
        return 0.0, inf
    most = sum(wrapped(line, inside / _UNSURE, bold) for line in lines)
    least = len(lines) if _BREAKS.search(text) else sum(wrapped(line, inside * _UNSURE, face) for line in lines)
    return least * pitch, most * pitch


def _cell(cell: Cell, inside: float, profile: Profile, *, is_told: bool) -> Data:
    return {
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "height": in_points(cell.height),
        "told": is_told,
        "paragraphs": [
            {
                "style": p.role,
                "text": inlines_data(p.inlines, room_of(profile, p.role, inside)) or [{"text": "\u00a0"}],
            }
            for p in cell.paragraphs
        ],
    }
