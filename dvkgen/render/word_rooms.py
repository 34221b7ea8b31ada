"""The rooms of a frame as spacing of the paragraphs beside them, so that nobody meets empty paragraphs when editing.

`khung.docx` shows each room (below the letterhead, the title, for the signature) as an empty paragraph of a style of its
own. In a paper that paragraph is gone: the one above it, else the one below it, is in a style based on its own that
has the room as its spacing. A rule that a room draws hangs on the line of words above it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from dvkgen.render.geometry import SINGLE_SPACING, empty_rooms
from dvkgen.render.word_styles import NAMESPACE, Spaced
from dvkgen.schema.profile import Profile

_W = f"{{{NAMESPACE}}}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_STYLE = f"{_W}pPr/{_W}pStyle"
_POINT_EMU = 12700
_RULE, _NOTHING, _SIGNATURE = "net_ke", "o_trong", "cho_ky"


@dataclass
class Rooms:
    """The rooms of one DOCX being written: settles them, and gathers the styles that hold them."""

    profile: Profile
    used: dict[str, Spaced] = field(default_factory=dict)

    def settle(self, parent: etree._Element) -> None:
        """Give the rooms in a body or a cell to the paragraphs beside them, and in the cells within it."""
        codes = empty_rooms(self.profile)
        for room in [p for p in parent.iterchildren(f"{_W}p") if _style_of(p) in codes]:
            self._give_away(room)
        for cell in [cell for table in parent.iterchildren(f"{_W}tbl") for cell in table.iter(f"{_W}tc")]:
            self.settle(cell)

    def _give_away(self, room: etree._Element) -> None:
        code, above, below = _style_of(room), _words(room.getprevious()), _words(room.getnext())
        if above is None and below is None:
            return  # between two tables, and at the end of a cell after one, a paragraph must stand
        if code == _RULE and above is not None:
            self._hang(room, above)
        if above is not None and code not in (_NOTHING, _SIGNATURE):
            self._space(above, below=code)
        elif below is not None and code != _NOTHING:
            self._space(below, above=code)
        _remove(room)

    def _space(self, paragraph: etree._Element, *, above: str = "", below: str = "") -> None:
        named = paragraph.find(_STYLE)
        assert named is not None
        code = named.get(f"{_W}val", "")
        now = self.used.get(code, Spaced(code))
        spaced = Spaced(
            now.base, (*now.above, above) if above else now.above, (*now.below, below) if below else now.below
        )
        self.used[spaced.code] = spaced
        named.set(f"{_W}val", spaced.code)

    def _hang(self, room: etree._Element, above: etree._Element) -> None:
        """Hang the rule that a room draws on the line of words above it, just below their last line."""
        style = self.profile.styles[self.used.get(_style_of(above), Spaced(_style_of(above))).base]
        pitch = float(style.pitch) if style.pitch else float(style.size) * SINGLE_SPACING
        for offset in room.iterfind(f".//{_WP}positionV/{_WP}posOffset"):
            offset.text = str(int(offset.text or 0) + round(pitch * _lines(above) * _POINT_EMU))
        above.extend(room.findall(f"{_W}r"))


def _lines(paragraph: etree._Element) -> int:
    return 1 + sum(1 for _ in paragraph.iter(f"{_W}br"))


def _style_of(paragraph: etree._Element) -> str:
    named = paragraph.find(_STYLE)
    return named.get(f"{_W}val", "") if named is not None else ""


def _words(element: etree._Element | None) -> etree._Element | None:
    """Return an element if it is a paragraph."""
    return element if element is not None and element.tag == f"{_W}p" else None


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
