"""A `Document` to PDF/A-2a and PDF/UA-1 through WeasyPrint; nothing outside the document is ever fetched.

This module is the only importer of weasyprint.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import zip_longest
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import BlockBox, LineBox, MarginBox, ParentBox, TableBox, TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from dvkgen.document.tree import Document
from dvkgen.findings import DvkgenError
from dvkgen.render.html import page_rules, render_html, stylesheet
from dvkgen.render.html_allowed import testify
from dvkgen.render.pages import Glimpse, SetPage
from dvkgen.render.tags import finish
from dvkgen.render.witness import bare, refuse_lost
from dvkgen.schema.profile import Profile, Stationery

BASE = """
html { font-kerning: none; font-variant-ligatures: none; hyphens: manual; color: black }
body, p, h1, h2, h3, h4, h5, figure, table { margin: 0; padding: 0 }
p, h1, h2, h3, h4, h5, figcaption { orphans: 2; widows: 2; overflow-wrap: break-word }
.tab { white-space: pre; tab-size: 8 }
section.to + section.to { break-before: page }
table { border-collapse: separate; border-spacing: 0; table-layout: fixed; width: 100% }
.khung { display: table; table-layout: fixed; width: 100% }
.khung > div { display: table-row; break-inside: avoid } .khung > div > div { display: table-cell; vertical-align: top }
.lien { white-space: nowrap } .cham::after { content: leader('.') }
tr { break-inside: avoid }
tr.giu, .sau_bang { break-after: avoid }
tr.chia { break-inside: auto }
td p { orphans: 1; widows: 1 }
td { vertical-align: top } th { vertical-align: middle; font-weight: inherit }
.giua { text-align: center; line-height: 0 } .vua_chu { display: inline-block; vertical-align: top }
.nhom + .nhom { margin-top: 2pt } .nhom > div > div + div + div { vertical-align: middle } .ngoac { display: block }
.cuoi_to, figure, .lien_ky, .lien_sau { break-inside: avoid }
p.lien_sau { break-after: avoid }
.cuoi_to { break-before: avoid; padding-bottom: 1pt }
.cuoi_to .khung p { break-after: auto }
span.cuoc_chu { float: footnote; footnote-style-position: inside }
span.cuoc_chu::footnote-marker { content: counter(footnote) " "; vertical-align: super; font-size: 65%; line-height: 0 }
span.cuoc_chu::footnote-call { content: counter(footnote); vertical-align: super; font-size: 65%; line-height: 0; font-weight: normal }
@page { @footnote { margin-top: 6pt; padding-top: 4pt; border-top: 0.5pt solid } }
img { image-rendering: crisp-edges }
"""
"""The CSS that no profile changes."""


_ELEMENTS = """
head, meta, style, title { display: none }
body, div, figcaption, figure, h1, h2, h3, h4, h5, h6, hr, html, p, section { display: block }
table { display: table; border-color: gray; text-indent: initial; box-sizing: border-box }
colgroup { display: table-column-group } col { display: table-column }
thead { display: table-header-group } tbody { display: table-row-group }
thead, tbody { vertical-align: middle; border-color: inherit } tr { display: table-row; border-color: inherit }
td, th { display: table-cell; padding: 1px; border-color: gray } tr, td, th { vertical-align: inherit }
html { color-scheme: light }
i { font-style: italic } b, th { font-weight: bold }
h1 { font-size: 2em; bookmark-level: 1 } h2 { font-size: 1.5em; bookmark-level: 2 } h3 { font-size: 1.17em; bookmark-level: 3 }
h4 { font-size: 1em; bookmark-level: 4 } h5 { font-size: .83em; bookmark-level: 5 } h6 { font-size: .67em; bookmark-level: 6 }
h1, h2, h3, h4, h5, h6 { font-weight: bold; bookmark-label: content(text); break-after: avoid; break-inside: avoid }
br::before { content: "\\A"; white-space: pre-line }
hr { border-style: inset; border-width: 1px; color: gray; margin: .5em auto }
img, svg { overflow: hidden }
@page { @top-center { text-align: center; vertical-align: middle } }
@counter-style decimal { system: numeric; symbols: "0" "1" "2" "3" "4" "5" "6" "7" "8" "9" }
"""
"""How the elements of our pages look before any style: the library's own sheet asks of every element far more than
these pages hold."""


class _Page(HTML):  # type: ignore[misc]  # the library carries no types
    """A page to which our own sheet of elements applies, and none of the library's."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_stylesheet(_ELEMENTS)]

    def _ph_stylesheets(self) -> list[CSS]:
        return []


class Pictures(URLFetcher):  # type: ignore[misc]  # the library carries no types
    """Serves the pictures of one document, refuses everything else."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.images = images

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the picture named `anh:<digest>`."""
        digest = url.removeprefix("anh:")
        if digest not in self.images:
            raise DvkgenError(f"văn bản đòi một tệp ngoài: {url[:80]}")
        return URLFetcherResponse(url, self.images[digest], {"Content-Type": "image/jpeg"})


@cache
def find_fonts() -> FontConfiguration:
    """Return the fonts of the system, looked for once a process."""
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return FontConfiguration()


@cache
def _stylesheet(css: str) -> CSS:
    return CSS(string=css, font_config=find_fonts())


_OPTIONS: Mapping[str, Any] = {"pdf_variant": "pdf/a-2a", "pdf_tags": True, "uncompressed_pdf": False}
_PX_IN_POINTS = 0.75
_NOTHING = object()
_TOGETHER = 2
"""Lines of a paragraph that stand together at either side of a page's end."""


@dataclass(frozen=True)
class LaidOut:
    """A document broken into pages, ready to be written."""

    document: Document
    whole: Any

    @property
    def glimpse(self) -> Glimpse | None:
        """All is seen at once."""
        return None

    def tears_in(self, roomier: Profile) -> bool:
        """Nothing is seen of another way from this one."""
        return False

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self.whole.pages)

    def pages(self) -> Iterator[SetPage]:
        """Yield what stands on each page."""
        boxes = [page._page_box for page in self.whole.pages]  # noqa: SLF001 - the library shows it nowhere else
        yield from (_set_page(page, after) for page, after in zip_longest(boxes, boxes[1:]))

    def signs(self) -> Counter[str]:
        """Return how often each sign is set on its pages, blanks and dots left out, and what runs over an edge."""
        found: Counter[str] = Counter()
        for sheet in self.whole.pages:
            page = sheet._page_box  # noqa: SLF001 - the library shows it nowhere else
            left = [page]
            while left:
                box = left.pop()
                if isinstance(box, TextBox) and _is_on(page, box):
                    found.update(bare([box.text]))
                elif isinstance(box, ParentBox) and not isinstance(box, MarginBox):
                    left += box.children
        return found

    def refuse_lost(self) -> None:
        """Raise FrameFault where words of the document are not on its pages."""
        refuse_lost(self.document, self.signs())

    def pdf(self) -> bytes:
        """Return the PDF."""
        out = BytesIO()
        self.whole.write_pdf(out, finisher=finish, **_OPTIONS)
        return out.getvalue()


def lay_out(document: Document, stationery: Stationery, images: Mapping[str, bytes]) -> LaidOut:
    """Return a document broken into pages; `images` holds a JPEG for print by picture's digest."""
    fetcher: Any = Pictures(images)
    page = _Page(string=render_html(document, stationery), base_url="anh:", url_fetcher=fetcher)
    testify(document, page.etree_element, page_rules(document, stationery.profile))
    styles = [_stylesheet(BASE + stylesheet(stationery.profile))]
    return LaidOut(document, page.render(font_config=find_fonts(), stylesheets=styles, **_OPTIONS))


_EDGE = 1.0
"""Pixels by which a box may stand over the edge of its page: it has blanks at its ends."""


def _is_on(page: Any, box: Any) -> bool:
    """Whether a text stands on its page as a whole."""
    right, foot = page.margin_width() + _EDGE, page.margin_height() + _EDGE
    is_within = box.position_x + box.width <= right and box.position_y + box.height <= foot
    return bool(is_within and box.position_x >= -_EDGE and box.position_y >= -_EDGE)


def _set_page(page: Any, after: Any) -> SetPage:
    foot = page.content_box_y() + page.height
    tops, lowest, has_end = set(), page.content_box_y(), False
    for box, in_end in _boxes(page, in_end=False):
        if in_end:
            has_end = True
        elif isinstance(box, LineBox) and box.children:
            tops.add(round(box.position_y))
        if isinstance(box, LineBox) and box.position_y + box.height <= foot + 1:
            lowest = max(lowest, box.position_y + box.height)
    is_followed = after is not None and after.page_type.name == page.page_type.name
    needs, row = (_least_of(after, _last_paragraph(page)), _first_row(page, after)) if is_followed else (0.0, 0.0)
    points = (length * _PX_IN_POINTS for length in (foot - lowest, needs, row))
    return SetPage(str(page.page_type.name), len(tops), has_end, *points)


def _first_row(page: Any, after: Any) -> float:
    """Return how high the row is with which the page after one begins, in pixels; 0 where it runs on from this page."""
    rows, before = _rows(after), {id(row.element) for row in _rows(page)}
    begins = next(_paragraphs(after), _NOTHING) is None
    return float(rows[0].height) if begins and rows and id(rows[0].element) not in before else 0.0


def _rows(page: Any) -> list[Any]:
    """Return the rows of a page's tables, heads left out."""
    tables = (box for box, _ in _boxes(page, in_end=False) if isinstance(box, TableBox))
    return [row for table in tables for group in table.children if not group.is_header for row in group.children]


def _paragraphs(page: Any) -> Iterator[Any]:
    """Yield the paragraphs of a page that stand in no table."""
    for box, _ in _boxes(page, in_end=False):
        if isinstance(box, TableBox):
            yield None
        elif isinstance(box, BlockBox) and box.children and isinstance(box.children[0], LineBox):
            yield box


def _last_paragraph(page: Any) -> Any:
    return next((box for box in reversed(list(_paragraphs(page)))), None)


def _least_of(page: Any, above: Any) -> float:
    """Return how high the least of what begins a page is, in pixels, with the gap to the paragraph above it.

    Headings take the beginning of the text below them along; of a paragraph at least two lines stand on either side.
    """
    needed = 0.0
    for box in _paragraphs(page):
        if box is None:
            return 0.0
        high = [line.height for line in box.children if isinstance(line, LineBox)]
        goes_on = above is not None and box.element is above.element
        if not goes_on and above is not None:
            needed += max(above.style["margin_bottom"].value, box.style["margin_top"].value)
        if box.style["break_after"] == "avoid":
            needed, above = needed + sum(high), box
            continue
        fewest = (1 if len(high) > _TOGETHER else len(high)) if goes_on else min(_TOGETHER, len(high))
        return needed + float(sum(high if len(high) == _TOGETHER + 1 and not goes_on else high[:fewest]))
    return 0.0


def _boxes(parent: Any, *, in_end: bool) -> Iterator[tuple[Any, bool]]:
    for box in parent.children:
        if isinstance(box, MarginBox):
            continue
        ends = in_end or (box.element is not None and "cuoi_to" in (box.element.get("class") or "").split())
        yield box, ends
        if isinstance(box, ParentBox) and not isinstance(box, LineBox):
            yield from _boxes(box, in_end=ends)
