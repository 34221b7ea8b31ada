"""The frame `khung.docx` as a package: the parts it must have, and nothing that would act, fetch or speak by itself.

This module looks at the parts around the text; what the text may hold, `word_allowed` says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from lxml import etree

from dvkgen.render.witness import FrameFault
from dvkgen.render.word_package import parsed, unpacked
from dvkgen.render.word_styles import NAMESPACE, mm_twips
from dvkgen.schema.profile import Profile

_W = f"{{{NAMESPACE}}}"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_WORD_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES: Mapping[str, str] = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "jpg": "image/jpeg",
    "/word/document.xml": f"{_WORD_XML}.document.main+xml",
    "/word/styles.xml": f"{_WORD_XML}.styles+xml",
    "/word/settings.xml": f"{_WORD_XML}.settings+xml",
    "/word/header1.xml": f"{_WORD_XML}.header+xml",
    "/word/footnotes.xml": f"{_WORD_XML}.footnotes+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_TARGETS: Mapping[str, Mapping[str, str]] = {
    "_rels/.rels": {f"{_KIND}officeDocument": "word/document.xml", _METADATA: "docProps/core.xml"},
    "word/_rels/document.xml.rels": {
        f"{_KIND}{name}": f"{part}.xml"
        for name, part in (
            ("styles", "styles"),
            ("settings", "settings"),
            ("header", "header1"),
            ("footnotes", "footnotes"),
        )
    },
}
"""The relations of a frame: by their kind, to what they lead."""
_PARTS = frozenset({"[Content_Types].xml", *_TARGETS, *(name[1:] for name in _CONTENT_TYPES if name.startswith("/"))})
_MAY_HOLD: Mapping[str, str] = {
    "word/settings.xml": "settings zoom defaultTabStop characterSpacingControl footnotePr footnote compat compatSetting themeFontLang",
    "word/header1.xml": "hdr p pPr pStyle r fldChar instrText t",
    "word/footnotes.xml": "footnotes footnote p r separator continuationSeparator",
}
_ID = re.compile(r"[A-Za-z0-9]+")
_ENDS = {"word/_rels/document.xml.rels": b"</Relationships>", "word/footnotes.xml": b"</w:footnotes>"}
"""Where what belongs to a paper is put in."""
_HEADER = "word/header1.xml"
_CURE = "mở lại tệp khung gốc của dvkgen, chỉ sửa cách trình bày"


@cache
def frame_parts(docx: bytes) -> Mapping[str, bytes]:
    """Return the parts of a frame; raises DvkgenError where one is missing, or is there that may not be."""
    parts = unpacked(docx)
    if wrong := sorted(parts.keys() ^ _PARTS):
        word = "thiếu" if wrong[0] in _PARTS else "có"
        raise FrameFault(f"khung.docx {word} phần {wrong[0]}: {_CURE}")
    roots = {name: parsed(data) for name, data in parts.items()}
    types = {e.get("Extension") or e.get("PartName"): e.get("ContentType") for e in roots["[Content_Types].xml"]}
    if types != _CONTENT_TYPES:
        raise FrameFault(f"khung.docx có kiểu nội dung lạ: {_CURE}")
    for name, wanted in _TARGETS.items():
        relations = list(roots[name])
        found = {e.get("Type"): (e.get("Target") or "").removeprefix("/") for e in relations}
        if found != wanted or len(relations) != len(wanted) or any(e.get("TargetMode") for e in relations):
            raise FrameFault(f"khung.docx có liên kết lạ trong {name}: {_CURE}")
    if not _ID.fullmatch(header_id(parts)) or any(end not in parts[name] for name, end in _ENDS.items()):
        raise FrameFault(f"khung.docx có phần viết khác thường: {_CURE}")
    for name, tags in _MAY_HOLD.items():
        _judge(name, roots[name], {f"{_W}{tag}" for tag in tags.split()})
    return parts


def on_our_pages(text: etree._Element, parts: Mapping[str, bytes], profile: Profile) -> None:
    """Give each section of a text the header of a frame, and the page of a profile where it names none of its own."""
    body = text[0]
    if len(body) == 0 or body[-1].tag != f"{_W}sectPr":
        etree.SubElement(body, f"{_W}sectPr")
    header = header_id(parts)
    for section in list(body.iter(f"{_W}sectPr")):
        size, margins, kind = (section.find(f"{_W}{name}") for name in ("pgSz", "pgMar", "type"))
        is_lying = size is not None and size.get(f"{_W}orient") == "landscape"
        ours = page_section(profile, header, is_landscape=is_lying)
        for own in ours.iterchildren(f"{_W}pgMar"):
            own.attrib.update(
                {name: value for name, value in (margins.items() if margins is not None else ()) if name in own.attrib}
            )
        if kind is not None:
            ours.insert(1, kind)
        for child in list(section):
            section.remove(child)
        section.extend(list(ours))


def header_id(parts: Mapping[str, bytes]) -> str:
    """Return the number under which a frame's header is known in its text."""
    return next(
        e.get("Id", "") for e in parsed(parts["word/_rels/document.xml.rels"]) if e.get("Type") == f"{_KIND}header"
    )


def page_section(profile: Profile, header: str, *, is_landscape: bool) -> etree._Element:
    """Return the properties of a section: page and margins of a profile, a header that begins on the second page."""
    page = profile.page
    wide, high = mm_twips(page.width), mm_twips(page.height)
    size = f'w:w="{high}" w:h="{wide}" w:orient="landscape"' if is_landscape else f'w:w="{wide}" w:h="{high}"'
    margins = " ".join(
        f'w:{edge}="{mm_twips(value)}"'
        for edge, value in (("top", page.top), ("right", page.right), ("bottom", page.bottom), ("left", page.left))
    )
    edge = mm_twips(page.number_from_edge)
    return etree.fromstring(
        f'<w:sectPr xmlns:w="{NAMESPACE}" xmlns:r="{_KIND[:-1]}"><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:pgSz {size}/><w:pgMar {margins} w:header="{edge}" w:footer="{edge}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def _judge(name: str, root: etree._Element, known: set[str]) -> None:
    """Raise FrameFault where a part holds anything but what it is there for: a header prints the page's number alone."""
    said = "".join(e.text or "" for e in root.iter(f"{_W}t"))
    asked = [(e.text or "").strip() for e in root.iter(f"{_W}instrText")]
    if (
        any(e.tag not in known for e in root.iter())
        or not re.fullmatch(r"\s*+(?:\d++\s*+)?", said)
        or asked != (["PAGE"] if name == _HEADER else [])
    ):
        raise FrameFault(f"khung.docx: {name} có nhiều hơn số trang: {_CURE}")
