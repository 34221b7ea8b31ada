"""How letterheads are set: columns as wide as the words ask, lines that were typed stay lines, names break evenly.

Where a line is too long for its column, the sizes that the rules allow are tried; what fits in none of them is told
before the paper is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dvkgen.document.tree import Letterhead, Orientation
from dvkgen.render.geometry import MM_IN_POINTS, face_of, text_width
from dvkgen.render.glue import NBSP, WIDER_GAP, even_lines
from dvkgen.schema.profile import Profile

_APART = 6 * MM_IN_POINTS
"""Points that both columns together leave free: half of it stands between their words."""
_SAFE = 1.01
"""Other programs set letters a little wider."""


@dataclass(frozen=True)
class Columns:
    """The two columns of a letterhead in points: how wide the left one is, and the room for its words."""

    left: float
    left_words: float


def columns_of(head: Letterhead, orientation: Orientation, profile: Profile) -> Columns:
    """Return the columns of a letterhead: as the profile says, else as the words ask, the right ones first."""
    room = text_width(profile, orientation) * MM_IN_POINTS
    right = max(wide for _, wide in _right_lines(head, profile))
    left = max((wide for _, wide in _left_lines(head, profile)), default=0.0)
    usual = room * float(profile.letterhead.left_share) / 100
    most = room - right - _APART
    if left <= usual - _APART / 2 and right <= room - usual - _APART / 2:
        return Columns(usual, usual)
    if left <= most:
        return Columns(left + (room - left - right) / 2, left + _APART / 2)
    return Columns(most + _APART / 2, most)


def has_room(head: Letterhead, orientation: Orientation, profile: Profile) -> bool:
    """Whether every line that the office typed stands on a line of its own."""
    return not any(overlong(head, orientation, profile))


def overlong(head: Letterhead, orientation: Orientation, profile: Profile) -> Iterator[str]:
    """Yield the typed lines of a letterhead that do not fit beside its banner; a name typed as one line may be broken."""
    most = columns_of(head, orientation, profile).left_words
    for lines, style in ((head.parent_organ, "cap_tren"), (head.organ, "co_quan")):
        if len(lines) > 1:
            face = face_of(profile, style)
            yield from (line for line in lines if face.width(line) * _SAFE > most)


def set_letterhead(head: Letterhead, orientation: Orientation, profile: Profile) -> Letterhead:
    """Return a letterhead whose lines are those that are printed: a name too long for its column is broken evenly."""
    columns = columns_of(head, orientation, profile)
    room = text_width(profile, orientation) * MM_IN_POINTS
    return replace(
        head,
        parent_organ=tuple(_broken(head.parent_organ, "cap_tren", columns.left_words, profile)),
        organ=tuple(_broken(head.organ, "co_quan", columns.left_words, profile)),
        subject=tuple(_broken(head.subject, "trich_yeu_cong_van", columns.left_words, profile)),
        left_share=columns.left / room * 100,
    )


def _broken(lines: Sequence[str], style: str, room: float, profile: Profile) -> Iterator[str]:
    face = face_of(profile, style)
    if len(lines) > 1 and any(face.width(line) * _SAFE > room for line in lines):
        # no typed line can be kept: the whole name is broken anew, evenly
        lines = (" ".join(lines),)
    for line in lines:
        yield from even_lines(line, room, face)


def _left_lines(head: Letterhead, profile: Profile) -> Iterator[tuple[str, float]]:
    for lines, style in ((head.parent_organ, "cap_tren"), (head.organ, "co_quan"), ((head.number,), "so_ky_hieu")):
        yield from _measured(lines, style, profile)


def _right_lines(head: Letterhead, profile: Profile) -> Iterator[tuple[str, float]]:
    yield from _measured(head.banner[:-1], "quoc_hieu", profile)
    yield from _measured(head.banner[-1:], "tieu_de", profile)
    yield from _measured((head.place_and_date,), "dia_danh", profile)


def _measured(lines: Sequence[str], style: str, profile: Profile) -> Iterator[tuple[str, float]]:
    face = face_of(profile, style)
    # LibreOffice sets a no-break space wider than a space: gaps for the clerk are made of them
    yield from ((line, face.width(line) * _SAFE + line.count(NBSP) * face.size * WIDER_GAP) for line in lines)
