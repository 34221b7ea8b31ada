"""The blocks of a document as the data that `khung.typ` sets.

Lengths are points. This module adds no word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from dvkgen.document.tree import (
    Block,
    Figure,
    Heading,
    Orientation,
    Paragraph,
    Table,
)
from dvkgen.render.geometry import (
    MM_IN_POINTS,
    kept_from,
    leads_in,
    picture_size,
    text_width,
)
from dvkgen.render.typst_inlines import Data, in_points, inlines_data, room_of
from dvkgen.render.typst_tables import table_data
from dvkgen.schema.profile import Profile


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
            yield {"kind": "paragraph", "style": role, "text": inlines_data(inlines, room_of(profile, role, room))}
        case Heading(inlines=inlines, level=level):
            style = f"tieu_de_{level}"
            text = inlines_data(inlines, room_of(profile, style, room))
            yield {"kind": "heading", "style": style, "level": levels.enter(level + 1), "text": text}
        case Table():
            yield from table_data(block, profile, room, [row for row in breaks if row])
        case Figure():
            yield _figure(block, profile, room)
        case _:
            assert_never(block)


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
