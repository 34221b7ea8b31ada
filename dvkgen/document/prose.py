"""Long texts to the small closed subset of HTML that templates write too.

They go through the `markdown` package with block and inline rules of our own: its lists, code and raw HTML
would swallow the authors' numbers and stars. This module is the only importer of markdown; `markup` turns
the subset into blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.util import Registry

from dvkgen.document.columns import column_weights
from dvkgen.document.tree import Role
from dvkgen.text import PLACED_PICTURE

_FOOTNOTE = re.compile(r"\[\^([\w-]+)\]:\s*(.*)")
_HEADING = re.compile(r"(#{1,4}) +(.*\S)")
_RULE_ROW = re.compile(r"\|(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?")
"""The row below the head of a table in every spelling of GFM: `|---|:-:|`, `|-|-`."""
_EDGE_PIPES = re.compile(r"^\||(?<!\\)\|$")
PLACED = "trong_bai"
"""The class of a photo that a text names; one that nothing shows stands there as it was typed."""
_LETTERS = 78
"""About how many letters a line of a table holds across a page."""
_LINE_STARTS = (
    _FOOTNOTE,
    _HEADING,
    re.compile(r"[-+] \S"),
    re.compile(r"\|"),
    re.compile(rf"{PLACED_PICTURE.pattern}$"),
)


# --- long texts: our own rules on the markdown package --------------------------------------------


class _Lines(BlockProcessor):
    """One block between blank lines: headings, items, table rows and footnotes begin a line of their own."""

    def __init__(self, md: Markdown, notes: dict[str, str]) -> None:
        super().__init__(md.parser)
        self.notes = notes

    def test(self, parent: ET.Element, block: str) -> bool:
        return True

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        for piece in _pieces(blocks.pop(0)):
            self._add(parent, piece)
        return True

    def _add(self, parent: ET.Element, piece: list[str]) -> None:
        if note := _FOOTNOTE.fullmatch(piece[0]):
            self.notes[note[1]] = " ".join((note[2], *piece[1:]))
        elif heading := _HEADING.fullmatch(piece[0]):
            ET.SubElement(parent, f"h{len(heading[1]) + 1}").text = heading[2]
        elif picture := PLACED_PICTURE.fullmatch(piece[0]):
            _add_figure(parent, picture[2].strip(), picture[1].strip())
        elif any(line.startswith("|") and not _RULE_ROW.fullmatch(line) for line in piece):
            _add_table(parent, piece)
        else:
            paragraph = ET.SubElement(parent, "p")
            paragraph.text = " ".join(piece)
            role = {"- ": Role.ITEM, "+ ": Role.SUBITEM}.get(piece[0][:2])
            if role:
                paragraph.set("class", role)


def _pieces(block: str) -> Iterator[list[str]]:
    """Yield the lines of a block in groups: a marked line begins a group, rows of one table stay together."""
    piece: list[str] = []
    for line in map(str.strip, block.split("\n")):
        marked = any(start.match(line) for start in _LINE_STARTS)
        row = line.startswith("|") and bool(piece) and piece[0].startswith("|")
        after_single = bool(piece) and (_stands_alone(piece[0]) or (piece[0].startswith("|") and not row))
        if piece and not row and (marked or after_single):
            yield piece
            piece = []
        if line:
            piece.append(line)
    if piece:
        yield piece


def _stands_alone(line: str) -> bool:
    return bool(_HEADING.fullmatch(line) or PLACED_PICTURE.fullmatch(line))


def _add_figure(parent: ET.Element, file: str, caption: str) -> None:
    figure = ET.SubElement(parent, "figure", {"class": PLACED})
    ET.SubElement(figure, "img", {"src": file, "alt": caption})
    ET.SubElement(figure, "figcaption").text = caption


def _add_table(parent: ET.Element, lines: list[str]) -> None:
    rule = next((n for n, line in enumerate(lines) if _RULE_ROW.fullmatch(line)), 0)
    rows = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", _EDGE_PIPES.sub("", line))]
        for line in lines
        if not _RULE_ROW.fullmatch(line)
    ]
    columns = max(map(len, rows))
    rows = [cells + [""] * (columns - len(cells)) for cells in rows]
    widths = column_weights(zip(*rows, strict=True), _LETTERS)
    table = ET.SubElement(parent, "table", {"data-cot": " ".join(map(str, widths))})
    for number, cells in enumerate(rows):
        row = ET.SubElement(table, "tr", {"class": "dau"} if number < rule else {})
        for text in cells:
            ET.SubElement(row, "th" if number < rule else "td").text = text


class _Stars(InlineProcessor):
    """`*x*`, `**x**`, `***x***`: stars that touch what they mark and stand at a word's edge."""

    def __init__(self, stars: int, tags: tuple[str, ...], md: Markdown) -> None:
        star = r"\*" * stars
        super().__init__(rf"(?<![\w*\\]){star}(?![\s*])(.{{1,1000}}?)(?<![\s*\\]){star}(?![\w*])", md)
        self.tags = tags

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:  # type: ignore[override]  # noqa: N802
        outer = inner = ET.Element(self.tags[0])
        for tag in self.tags[1:]:
            inner = ET.SubElement(outer, tag)
        inner.text = m[1]
        return outer, m.start(0), m.end(0)


class _Escaped(InlineProcessor):
    r"""`\*` is a star."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return "*", m.start(0), m.end(0)


class _NoteMark(InlineProcessor):
    """`[^1]`: the text of the footnote stands where its mark stands."""

    def __init__(self, md: Markdown, notes: dict[str, str]) -> None:
        super().__init__(r"\[\^([\w-]+)\]", md)
        self.notes = notes

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802
        if m[1] not in self.notes:
            return None, None, None
        mark = ET.Element("span", {"class": "cuoc_chu"})
        mark.text = self.notes[m[1]]
        return mark, m.start(0), m.end(0)


class _Renderer:
    """The markdown package with all of its own rules taken out and ours put in."""

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        self.md = md = Markdown()
        for registry in (
            md.preprocessors,
            md.postprocessors,
            md.parser.blockprocessors,
            md.inlinePatterns,
            md.treeprocessors,
        ):
            _empty(registry, keep="inline")
        md.parser.blockprocessors.register(_Lines(md, self.notes), "lines", 1)
        for rank, (name, pattern) in enumerate(self._patterns()):
            md.inlinePatterns.register(pattern, name, 100 - rank)
        md.serializer = lambda root: ET.tostring(root, encoding="unicode")
        md.stripTopLevelTags = True

    def _patterns(self) -> Iterator[tuple[str, InlineProcessor]]:
        yield "escape", _Escaped(r"\\\*", self.md)
        yield "note", _NoteMark(self.md, self.notes)
        yield "bold-italic", _Stars(3, ("b", "i"), self.md)
        yield "bold", _Stars(2, ("b",), self.md)
        yield "italic", _Stars(1, ("i",), self.md)

    def html(self, text: str) -> str:
        """Return a text as the subset of HTML; footnotes are known before the text that marks them."""
        self.notes.clear()
        lines = text.split("\n")
        for line in lines:
            if note := _FOOTNOTE.fullmatch(line.strip()):
                self.notes[note[1]] = note[2]
        self.md.reset()
        return self.md.convert("\n".join(lines))


def _empty(registry: Registry[Any], keep: str) -> None:
    """Take the package's rules out in place: its tree processor holds on to these very registries."""
    ranked = registry._priority  # type: ignore[attr-defined]  # noqa: SLF001 - iterating gives rules without names
    for name in [item.name for item in ranked if item.name != keep]:
        registry.deregister(name)


@cache
def _renderer() -> _Renderer:
    return _Renderer()


def to_html(text: str) -> str:
    """Return a long text as the HTML subset that templates write."""
    return _renderer().html(text)


def plain_text(text: str) -> str:
    """Return the words of a long text as they are counted: marks of items stay, stars, `#` and captions do not."""
    root = ET.fromstring(f"<r>{to_html(text)}</r>")  # noqa: S314 - our own output
    cells = (_cells(element) if element.tag == "table" else [element] for element in root if element.tag != "figure")
    return "\n".join("".join(cell.itertext()) for group in cells for cell in group)


def _cells(table: ET.Element) -> list[ET.Element]:
    return [cell for row in table for cell in row]


def heading_lines(text: str) -> tuple[tuple[int, str], ...]:
    """Return the headings of level 1 of a long text, each with its line counted from 0."""
    found = ((n, _HEADING.fullmatch(line.strip())) for n, line in enumerate(text.split("\n")))
    return tuple((n, m[2]) for n, m in found if m and m[1] == "#")
