"""A Word file as its author would issue it: changes accepted; comments, bookmarks and hidden words taken out.

What a reviewer left in a template would come out in every paper made from it, and in a loop twice under one number,
which Word refuses to open. This module changes the text, before and after a template is rendered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from dvkgen.render.word_styles import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_OF_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TRACKED, _COMMENTS, _BOOKMARKS, _OTHER = "tracked", "comments", "bookmarks", "other"
_LEFT_BEHIND: Mapping[str, tuple[str, ...]] = {
    _TRACKED: (
        *("del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange"),
        *("tcPrChange", "tblGridChange", "numberingChange", "cellIns", "cellMerge"),
        *(f"{kind}Range{end}" for kind in ("moveFrom", "moveTo") for end in ("Start", "End")),
        *(f"customXml{kind}Range{end}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
    ),
    _COMMENTS: ("commentRangeStart", "commentRangeEnd", "commentReference"),
    _BOOKMARKS: ("bookmarkStart", "bookmarkEnd"),
    _OTHER: ("proofErr", "permStart", "permEnd"),
}
"""Elements of a review, by what they are; those that come in pairs are counted by their beginnings."""
_KIND_OF = {f"{_W}{tag}": kind for kind, tags in _LEFT_BEHIND.items() for tag in tags}
_ACCEPTED = (f"{_W}ins", f"{_W}moveTo")
_HIDDEN = f"{_W}rPr/{_W}vanish"


@dataclass(frozen=True, slots=True)
class Left:
    """What a review left in a Word file: how many changes, comments, bookmarks and runs of hidden words."""

    tracked: int = 0
    comments: int = 0
    bookmarks: int = 0
    hidden: int = 0


def issued(text: etree._Element) -> Left:
    """Take out of the text of a Word file what a review left in it, and return how much that was."""
    left = _take_out(text)
    return Left(left[_TRACKED], left[_COMMENTS], left[_BOOKMARKS], left["hidden"])


def renumber(text: etree._Element) -> None:
    """Give the drawings of a rendered text numbers of their own: its loops have doubled them."""
    for number, drawn in enumerate(text.iter(_DRAWN), 1):
        drawn.set("id", str(number))


# --- one part -------------------------------------------------------------------------------------


def _take_out(root: etree._Element) -> Counter[str]:
    """Accept the changes in a part, and take out comments, bookmarks and hidden words; return how many there were."""
    found = Counter(_count(root))
    for row in [row for row in root.iter(f"{_W}tr") if row.find(f"{_W}trPr/{_W}del") is not None]:
        _remove(row)
    _join_paragraphs(root)
    for run in [run for run in root.iter(f"{_W}r") if run.find(_HIDDEN) is not None]:
        _remove(run)
    for element in list(root.iter(*_KIND_OF)):
        _remove(element)
    for element in list(root.iter(*_ACCEPTED)):
        unwrap(element)
    for element in root.iter(f"{_W}p", f"{_W}tr"):
        # numbers of paragraphs, by which comments hold on to them, may not come twice
        for name in (f"{_OF_WORD_2010}paraId", f"{_OF_WORD_2010}textId"):
            element.attrib.pop(name, "")
    return found


def _count(root: etree._Element) -> Mapping[str, int]:
    changes = sum(1 for e in root.iter(*_ACCEPTED, *(t for t, kind in _KIND_OF.items() if kind == _TRACKED)))
    return {
        _TRACKED: changes,
        _COMMENTS: sum(1 for _ in root.iter(f"{_W}commentReference")),
        # Word itself keeps the place of its cursor in a bookmark of this name
        _BOOKMARKS: sum(1 for e in root.iter(f"{_W}bookmarkStart") if e.get(f"{_W}name") != "_GoBack"),
        "hidden": sum(1 for run in root.iter(f"{_W}r") if run.find(_HIDDEN) is not None),
    }


def _join_paragraphs(root: etree._Element) -> None:
    """Join each paragraph whose end was deleted to the one after it, the last ones first: so nothing is moved twice."""
    for paragraph in reversed([p for p in root.iter(f"{_W}p") if p.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None]):
        after = paragraph.getnext()
        if after is None or after.tag != f"{_W}p":
            continue
        looks = after.find(f"{_W}pPr")
        for child in reversed([child for child in paragraph if child.tag != f"{_W}pPr"]):
            if looks is None:
                after.insert(0, child)
            else:
                looks.addnext(child)
        _remove(paragraph)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put what stands in an element in its place."""
    """Put the content of an element in its place."""
    for child in list(element):
        element.addprevious(child)
    _remove(element)
