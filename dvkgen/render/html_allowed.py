"""What may stand in the page from which a PDF is made: the elements and attributes that our own frame and blocks write.

The page is looked at as the library has parsed it, so that nobody reads it otherwise; whatever `khung.html` brings
besides, a style, a script, a picture, is refused, and its words must be those of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from dvkgen.document.tree import Document
from dvkgen.render.witness import FrameFault, bare, marks, swear

_ANY = {"class": re.compile(r"[a-z0-9_ ]*")}
_LENGTHS = re.compile(r"(?:(?:width|height): ?[12]?\d{1,2}(?:\.\d+)?(?:mm|pt|%);?)*")
_COUNT, _POINTS = re.compile(r"\d{1,4}"), re.compile(r"\d+(?:\.\d+)?(?:pt)?")
_PLAIN = "head title body section p h1 h2 h3 h4 h5 h6 b i br hr span figure figcaption colgroup thead tbody tr"
_ATTRIBUTES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    **{tag: {} for tag in _PLAIN.split()},
    "html": {"lang": re.compile("vi")},
    "meta": {"charset": re.compile("utf-8"), "name": re.compile("author"), "content": re.compile(r".*", re.DOTALL)},
    "style": {},
    "div": {"style": _LENGTHS},
    "col": {"style": _LENGTHS},
    "table": {},
    "th": {"colspan": _COUNT, "rowspan": _COUNT, "style": _LENGTHS},
    "td": {"colspan": _COUNT, "rowspan": _COUNT, "style": _LENGTHS},
    "img": {"src": re.compile(r"anh:[0-9a-f]+"), "alt": re.compile(r".*", re.DOTALL), "style": _LENGTHS},
    "svg": {"width": _POINTS, "height": _POINTS, "viewBox": re.compile(r"[\d. ]+")},
    "path": {"d": re.compile(r"[MQVHLCZ\d., -]+"), "fill": re.compile("none"), "stroke": re.compile("black"), "stroke-width": _POINTS},
}  # fmt: skip
_NOTE = "cuoc_chu"


def testify(document: Document, page: ET.Element, rules: str) -> None:
    """Raise FrameFault where a page holds what no page of ours holds, or says what the document does not say.

    `rules` is the one style sheet that may stand in it.
    """
    if [_name(part) for part in page] != ["head", "body"]:
        raise FrameFault("khung.html phải có đúng một <head> và một <body>")
    head, body = page
    for element in page.iter():
        known = _ATTRIBUTES.get(tag := _name(element))
        if known is None:
            raise FrameFault(f"khung.html có phần không dùng được (<{tag}>)")
        for name, value in element.attrib.items():
            shape = known.get(name) or _ANY.get(name)
            if shape is None or not shape.fullmatch(value):
                raise FrameFault(f"khung.html có thuộc tính không dùng được (<{tag} {name}>)")
    if stray := sorted({_name(inner) for inner in body.iter() if inner is not body} & _OF_HEADS):
        raise FrameFault(f"khung.html có <{stray[0]}> trong <body>")
    said = {_name(part): (part.text or "").strip() for part in head if _name(part) in ("title", "style")}
    if said != {"title": document.title.strip(), "style": rules.strip()} or len(head) != _PARTS_OF_HEAD:
        raise FrameFault("khung.html có tiêu đề hay định dạng khác trong <head>")
    swear(document, bare(_said(body, marks())), "khung.html")


_OF_HEADS = {"title", "style", "meta", "head", "body"}
_PARTS_OF_HEAD = 4


def _name(element: ET.Element) -> str:
    """Return the tag of an element without its namespace; comments have none, and are taken for a break."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "br"


def _said(element: ET.Element, mark: Iterator[str]) -> Iterator[str]:
    if _name(element) == "svg":
        return
    if isinstance(element.tag, str):  # a comment says nothing
        yield element.text or ""
    for child in element:
        yield from (next(mark),) if child.get("class") == _NOTE else _said(child, mark)
        yield child.tail or ""
