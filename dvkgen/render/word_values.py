"""Attributes and values that may stand in a Word file of ours: sizes that can be read, on the page, in our fonts.

What lies beyond is taken away or set to the nearest that may be. Lengths in twentieths of a point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from dvkgen.render.word_styles import NAMESPACE
from dvkgen.text import UNPRINTABLE

_W = f"{{{NAMESPACE}}}"


def words(text: str) -> frozenset[str]:
    """Return the names of elements or attributes as they stand in a Word file."""
    return frozenset(f"{_W}{name}" for name in text.split())


EDGES = words("top left bottom right start end insideH insideV between bar")
_VALUES = words(
    "val w h type line lineRule before after left right start end firstLine hanging ascii hAnsi cs eastAsia sz space top "
    "bottom header footer gutter orient hRule pos leader styleId default customStyle firstRow lastRow firstColumn "
    "lastColumn noHBand noVBand bidi"
)
"""Attributes, all of the main namespace; the colour of a border is one more."""
_LEAST_SIZE, _MOST_SIZE = 16, 192
"""Half points."""
_LEAST_PITCH = 160
_WIDEST_TABLE = 9_700
"""Twips: between the margins of an upright sheet, as wide as any rule lets it be."""
_WIDEST = 17_000
"""Twips: the long side of a sheet."""


def clean_values(root: etree._Element, families: frozenset[str]) -> None:
    """Leave in a part the attributes and values that may stand there; `families` are the fonts that may be asked for."""
    for element in root.iter():
        _clean_attributes(element)
        if judge := _JUDGES.get(element.tag):
            judge(element)
    _keep_fonts(root, families)
    for table in list(root.iter(f"{_W}tbl")):
        _keep_on_the_page(table)


def _keep_on_the_page(table: etree._Element) -> None:
    """Leave the widths of a table's columns to its words where they would not fit a page, or it stands in another."""
    rows = [row for row in (table.find(f"{_W}tblGrid"), *table.iterchildren(f"{_W}tr")) if row is not None]
    wide = max((sum(map(_width_of, row.iter(f"{_W}gridCol", f"{_W}tcW"))) for row in rows), default=0)
    if wide <= _WIDEST_TABLE and next(table.iterancestors(f"{_W}tbl"), None) is None:
        return
    for element in list(table.iter(f"{_W}gridCol", f"{_W}tcW", f"{_W}tblW", f"{_W}tblInd", f"{_W}tblLayout")):
        element.attrib.pop(f"{_W}w", "")
        element.attrib.pop(f"{_W}type", "")


def _width_of(element: etree._Element) -> int:
    value = element.get(f"{_W}w", "0")
    return int(value) if value.isdigit() and element.get(f"{_W}type", "dxa") == "dxa" else 0


def _clean_attributes(element: etree._Element) -> None:
    for name in list(element.attrib):
        is_border = name == f"{_W}color" and element.tag in EDGES
        if element.tag.startswith(_W) and name not in _VALUES and name != _KEEPS_SPACE and not is_border:
            del element.attrib[name]
    if element.tag == f"{_W}t" and element.text:
        element.text = UNPRINTABLE.sub("", element.text)


_KEEPS_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _within(element: etree._Element, low: int, high: int, *names: str) -> None:
    """Take out the numbers of an element that lie beyond bounds."""
    for name in names:
        value = element.get(f"{_W}{name}")
        if value is not None and not (re.fullmatch(r"-?\d{1,6}", value) and low <= int(value) <= high):
            del element.attrib[f"{_W}{name}"]


def _judge_size(element: etree._Element) -> None:
    value = element.get(f"{_W}val", "")
    if not re.fullmatch(r"\d{1,4}", value) or not _LEAST_SIZE <= int(value) <= _MOST_SIZE:
        element.set(f"{_W}val", str(_LEAST_SIZE))


def _judge_border(element: etree._Element) -> None:
    _within(element, 0, 48, "sz")
    _within(element, 0, 31, "space")
    _within(element, 0, 600, "w")


def _judge_spacing(element: etree._Element) -> None:
    if element.get(f"{_W}lineRule") == "exact":
        element.set(f"{_W}lineRule", "atLeast")  # letters larger than their line would be cut
    _within(element, 0, 4000, "before", "after")
    _within(element, _LEAST_PITCH, 4000, "line")


def _judge_indent(element: etree._Element) -> None:
    _within(element, 0, 6000, "left", "right", "start", "end")
    _within(element, 0, 3000, "firstLine")
    left = element.get(f"{_W}left") or element.get(f"{_W}start") or "0"
    _within(element, 0, int(left), "hanging")  # no line begins before the margin


def _judge_height(element: etree._Element) -> None:
    element.set(f"{_W}hRule", "atLeast")
    _within(element, 0, _WIDEST, "val")


def _judge_page(element: etree._Element) -> None:
    _within(element, 5_000, _WIDEST, "w", "h")


def _judge_margins(element: etree._Element) -> None:
    _within(element, 280, 4_000, "top", "right", "bottom", "left")
    _within(element, 0, 4_000, "header", "footer")
    _within(element, 0, 0, "gutter")


def _judge_width(element: etree._Element) -> None:
    _within(element, 0, _WIDEST, "w", "pos")
    if element.tag == f"{_W}tblInd":
        _within(element, 0, 6_000, "w")


def _judge_direction(element: etree._Element) -> None:
    if element.get(f"{_W}val") not in ("btLr", "tbRl", "lrTb"):
        element.set(f"{_W}val", "lrTb")


_JUDGES: Mapping[str, Callable[[etree._Element], None]] = {
    **dict.fromkeys(EDGES, _judge_border),
    f"{_W}sz": _judge_size,
    f"{_W}szCs": _judge_size,
    f"{_W}spacing": _judge_spacing,
    f"{_W}ind": _judge_indent,
    f"{_W}trHeight": _judge_height,
    f"{_W}pgSz": _judge_page,
    f"{_W}pgMar": _judge_margins,
    f"{_W}textDirection": _judge_direction,
    **dict.fromkeys((f"{_W}{name}" for name in ("tcW", "tblW", "gridCol", "tblInd", "tab")), _judge_width),
}


def _keep_fonts(root: etree._Element, families: frozenset[str]) -> None:
    """Ask for no font but those allowed: one of signs would show other words."""
    for fonts in list(root.iter(f"{_W}rFonts")):
        for name in [name for name, value in fonts.attrib.items() if value not in families]:
            del fonts.attrib[name]
