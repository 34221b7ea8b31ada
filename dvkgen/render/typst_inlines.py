"""The runs of a line as the data that `khung.typ` sets.

Lengths are points. This module adds no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from dvkgen.document.tree import Inline, Inlines, Leader, Note, Span
from dvkgen.render.geometry import MM_IN_POINTS, WHOLE, face_of
from dvkgen.render.metric import Face
from dvkgen.schema.profile import Profile, Style

_TAB = 2.0
"""Width of a tab in ems: eight blanks."""
_BLANKS = re.compile(r"[ \r\f\v]+")
_LONG = 12
"""Letters of a word that may be too long for a line."""
_WORD = re.compile(rf"[^ \n]{{{_LONG + 1},}}")
ZERO_WIDTH_SPACE = "\u200b"


Data = dict[str, Any]


def in_points(millimetres: Any) -> float:
    """Return a length of a profile in points."""
    return float(millimetres) * MM_IN_POINTS


def is_plain(style: Style) -> bool:
    """Whether a paragraph of a style is nothing but its lines."""
    rooms = (style.before, style.after, style.left_indent, style.first_line, style.hanging)
    return style.align != "deu" and not any(rooms)


Room = tuple[float, Face] | None
"""The width in points that a word may take before it is broken, and its face."""


def room_of(profile: Profile, code: str, room: float) -> Room:
    """Return what a word of a style may take in a column of so many points."""
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
    return _WORD.sub(lambda w: ZERO_WIDTH_SPACE.join(w[0]) if face.width(w[0]) > wide else w[0], text)


def number_notes(value: Any, count: Iterator[int]) -> None:
    """Number the footnotes in data that is to be set, in the order in which their marks first stand."""
    if type(value) is list:
        inside = value
    elif "footnote" in value:
        value["number"] = next(count)
        return
    elif "again" in value:
        if isinstance(note := value["again"], dict):
            number_notes(note, iter([note["number"]]) if "number" in note else count)
            value["again"] = note["number"]
        return
    elif "unseen" in value:
        value["unseen"] = value["unseen"]["footnote"]
        return
    else:
        inside = value.values()
    for inner in inside:
        if type(inner) in (dict, list):
            number_notes(inner, count)
