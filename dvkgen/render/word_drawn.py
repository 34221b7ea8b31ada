"""What may be drawn in a Word file of ours: thin lines, the brace beside recipients, and the photos of a document.

This module tells drawings apart and numbers them, and draws none.
"""

from __future__ import annotations

from lxml import etree

from dvkgen.render.word_styles import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_DRAWING_NS = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_A = f"{{{_DRAWING_NS['a']}}}"
_OF_LINES = frozenset(
    f"{{{_DRAWING_NS[prefix]}}}{name}"
    for prefix, names in (
        ("wp", "anchor inline simplePos positionH positionV align posOffset extent effectExtent wrapNone docPr cNvGraphicFramePr"),
        ("a", "graphic graphicData xfrm off ext prstGeom avLst ln noFill solidFill srgbClr graphicFrameLocks headEnd tailEnd round prstDash"),
        ("wps", "wsp cNvCnPr cNvSpPr spPr bodyPr"),
    )
    for name in names.split()
)  # fmt: skip
_LINES = ("line", "straightConnector1", "rightBrace")
_THICKEST_LINE = 19_050
"""A point and a half, in the units of drawings."""
_OF_PICTURES = frozenset(
    f"{{{_DRAWING_NS[prefix]}}}{name}"
    for prefix, names in (("pic", "pic nvPicPr cNvPr cNvPicPr blipFill spPr"), ("a", "blip stretch fillRect"))
    for name in names.split()
)


def is_rule(element: etree._Element) -> bool:
    """Whether a drawing is a thin line or brace, such as stands below a letterhead and beside recipients."""
    if element.tag != f"{_W}drawing":
        return False
    inside, line = list(element.iterdescendants()), f"{_A}ln"
    shapes = [e.get("prst") for e in inside if e.tag == f"{_A}prstGeom"]
    wide = [e.get("w", "0") for e in inside if e.tag == line]
    return (
        all(e.tag in _OF_LINES for e in inside)
        and shapes != []
        and all(next(e.iterancestors(line), None) is not None for e in inside if e.tag == f"{_A}solidFill")
        and all(e.get("val") == "000000" for e in inside if e.tag == f"{_A}srgbClr")
        and all(shape in _LINES for shape in shapes)
        and all(width.isdigit() and int(width) <= _THICKEST_LINE for width in wide)
    )


def is_photo(element: etree._Element) -> bool:
    """Whether a drawing is a picture and nothing besides."""
    inside = {inner.tag for inner in element.iterdescendants()}
    return f"{{{_DRAWING_NS['pic']}}}pic" in inside and inside <= (_OF_LINES | _OF_PICTURES) - {
        f"{{{_DRAWING_NS['wps']}}}wsp"
    }


def number_drawings(body: etree._Element) -> None:
    """Give every drawing an id of its own: Word repairs a file in which two share one."""
    for number, properties in enumerate(body.iter(f"{{{_DRAWING_NS['wp']}}}docPr"), 1):
        properties.set("id", str(number))
