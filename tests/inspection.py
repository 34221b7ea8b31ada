"""A clerk's eye over finished papers: what a văn thư sends back, and what looks poor, counted page by page.

Pages are read with Poppler, so the PDF and what LibreOffice makes of the DOCX are judged alike. `defects` gives the
places by kind; `tests.paper` prints the counts of each kind over all targets.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from dvkgen.document.tree import Document, Sheet, Table, plain

SENT_BACK = (
    "raw braces",
    "hint on a finished paper",
    "symbol cut off",
    "no Số",
    "Lưu without VT",
    "Nơi nhận of Lưu alone",
    "no Kính gửi, no Nơi nhận",
    "typed line broken",
    "letterhead columns touch",
)
"""Kinds of defects for which a văn thư sends a paper back."""
POOR = (
    "signature with one line",
    "40 mm empty before a break",
    "empty page",
    "thực | hiện",
    "number | unit",
    "Dân | vận khéo",
    "ngày | 15/3",
    "số | 5",
    "name",
    "range",
    "one-syllable last line",
    "title ends in one word",
)
"""Kinds of defects that only look poor."""
X = "{http://www.w3.org/1999/xhtml}"
MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """A line of words on a page, in points from its upper left corner; `block` tells lines of one column apart."""

    words: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float
    block: int

    @property
    def text(self) -> str:
        """The line as one string."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Page:
    """A page of a PDF: its size in points and its lines, the page number left out."""

    width: float
    height: float
    lines: tuple[Line, ...]

    def has(self, text: str) -> bool:
        """Whether some line holds a text."""
        return any(text in line.text for line in self.lines)


def read_pages(path: Path) -> tuple[Page, ...]:
    """Return the pages of a PDF with their lines."""
    shown = subprocess.run(["pdftotext", "-bbox-layout", str(path), "-"], capture_output=True, check=True).stdout
    # control characters that a PDF may hold are no XML
    # nor is the title, which Poppler writes as it stands
    root = ET.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|<title>.*?</title>", b"", shown))
    return tuple(map(_page, root.iter(f"{X}page")))


def _page(page: ET.Element) -> Page:
    lines = []
    for number, block in enumerate(page.iter(f"{X}block")):
        for line in block.iter(f"{X}line"):
            top, bottom = float(line.get("yMin", "0")), float(line.get("yMax", "0"))
            for piece in _columns(list(line.iter(f"{X}word")), apart=top < _HEAD):
                words = tuple(" ".join((word.text or "").split()) for word in piece)
                left, right = float(piece[0].get("xMin", "0")), float(piece[-1].get("xMax", "0"))
                if not (top < 20 * MM - 4 and len(words) == 1 and words[0].isdigit()):
                    lines.append(Line(words, left, top, right, bottom, number))
    return Page(float(page.get("width", "0")), float(page.get("height", "0")), tuple(lines))


_HEAD, _GAP = 75 * MM, 2.9 * MM


def _columns(words: list[ET.Element], *, apart: bool) -> Iterator[list[ET.Element]]:
    """Yield the words of a line; in the head of a page those of each column, which Poppler reads as one line."""
    piece: list[ET.Element] = []
    for word in words:
        if apart and piece and float(word.get("xMin", "0")) - float(piece[-1].get("xMax", "0")) > _GAP:
            yield piece
            piece = []
        piece.append(word)
    if piece:
        yield piece


# --- what is sent back ----------------------------------------------------------------------------

_HINT = re.compile(
    r"\((?:Dùng cho|Mẫu dành cho)|[⁽⁾]|\(mô hình mới\)|\(Nếu có\)|cần cho biết ngay|ghi ngắn gọn, dễ nhớ"
)
_CUT_NUMBER = re.compile(r"^Số:?\s*\S*\s*[-/]?(?:BC|TTr|KH|CV|BB)[-/]?$")
_SPLIT = {
    "Dân | vận khéo": re.compile(r"[“\"]?[Dd]ân\|vận|[Dd]ân vận\|khéo"),
    "ngày | 15/3": re.compile(r"(?<!\d )(?:ngày|tháng|năm)\|\d"),
    "số | 5": re.compile(r"(?:\b[Ss]ố|\bsố:)\|\d"),
    "number | unit": re.compile(
        r"(?:^|(?<![Nn]ăm)(?<!ngày)(?<!tháng)(?<!số)(?<!-)(?<!–) )\(?\d+(?:[.,]\d+)*%?\|(?!đến)[a-zđà-ỹ]"
    ),
    "name": re.compile(r"(?:Nguyễn|Trần)(?: Văn| Thị)?\|(?:Văn|Thị|[A-Z])\b"),
    "range": re.compile(r"\d\|[-–] \d|\d [-–]\|\d"),
}
_IN_A_HEAD = re.compile(
    r"(?:[Tt]hực\|hiện|[Xx]ã\|hội|[Hh]ệ\|thống|[Cc]hính\|trị|[Kk]inh\|tế|[Vv]ăn\|hóa|[Qq]uốc\|phòng|[Aa]n\|ninh"
    r"|[Cc]á\|nhân|[Tt]ập\|thể|[Mm]ô\|hình|[Ll]ĩnh\|vực|[Đđ]ăng\|ký|[Xx]ây\|dựng|[Tt]hành\|tích|[Đđ]ơn\|vị|[Ss]ố\|lượng)"
)


def defects(document: Document, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Yield kind and place of each defect of a paper whose pages are given."""
    blank = "/bieu-mau/" in document.target
    yield from _of_words(document, pages, blank=blank)
    yield from _of_letterheads(document, pages)
    yield from _of_pages(document, pages)
    yield from _of_lines(document, pages, blank=blank)


def _of_words(document: Document, pages: Sequence[Page], *, blank: bool) -> Iterator[tuple[str, str]]:
    own = () if blank else document.sheets[:1] if _is_plan(document) else document.sheets
    for page in pages:
        yield from (("raw braces", line.text) for line in page.lines if "{{" in line.text)
    for sheet in own:
        words = [plain(p.inlines) for b in sheet.body for p in _paragraphs(b)]
        title = [*sheet.title.lines] if sheet.title else []
        yield from (("hint on a finished paper", text[:60]) for text in (*title, *words) if _HINT.search(text))
        number = " ".join(sheet.letterhead.number.split()) if sheet.letterhead else ""
        if number and _CUT_NUMBER.match(number):
            yield "symbol cut off", number
        is_state = sheet.letterhead and len(sheet.letterhead.banner) > 1
        if is_state and sheet.recipients and any(line.strip() == "- Lưu." for line in sheet.recipients.lines):
            yield "Lưu without VT", document.target
        if sheet.recipients and [line for line in sheet.recipients.lines if line][1:] == ["- Lưu."]:
            yield "Nơi nhận of Lưu alone", document.target
        names = " ".join(sheet.title.type_name) if sheet.title else ""
        if names.startswith(("BÁO CÁO", "TỜ TRÌNH")):
            if not (sheet.recipients and sheet.addressees):
                yield "no Kính gửi, no Nơi nhận", document.target
            if not number:
                yield "no Số", document.target


def _is_plan(document: Document) -> bool:
    return document.target.rsplit("/", 1)[-1] in ("ke-hoach", "cong-van")


def _paragraphs(block: object) -> Iterator[object]:
    if isinstance(block, Table):
        for row in (*block.head, *block.rows):
            yield from (p for cell in row for p in cell.paragraphs)
    elif hasattr(block, "inlines"):
        yield block


def _of_letterheads(document: Document, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    firsts = iter(_first_pages(document, pages))
    for sheet, page in firsts:
        head = sheet.letterhead
        if head is None:
            continue
        lists = [lines for lines in (head.parent_organ, head.organ) if len(lines) > 1]
        for typed in (*head.banner, head.place_and_date, *(line for lines in lists for line in lines)):
            if (
                typed
                and "\u00a0" not in typed
                and not any(" ".join(typed.split()) in line.text for line in page.lines[:24])
            ):
                yield "typed line broken", typed
        top = [line for line in page.lines if line.top < 75 * MM]
        below = min((line.top for line in top if any(t in line.text for t in head.banner)), default=0.0)
        beside = [line for line in top if line.top < below + 20 and line.text != " ".join(sheet.label.split())]
        right = [line.left for line in beside if any(t in line.text for t in head.banner)]
        left = [
            line.right for line in beside if right and line.right < page.width * 0.7 and line.left < min(right) - 60
        ]
        # columns that all but touch are read as one line
        joined = any(line.text.endswith(t) and line.text != t for line in beside for t in head.banner)
        if joined or (left and right and min(right) - max(left) < 3 * MM):
            yield "letterhead columns touch", head.organ[-1]


def _first_pages(document: Document, pages: Sequence[Page]) -> Iterator[tuple[Sheet, Page]]:
    at = 0
    for sheet in document.sheets:
        head, title = sheet.letterhead, sheet.title
        marks = (head.banner if head else ()) or (title.type_name if title else ())
        found = next((n for n in range(at, len(pages)) if marks and any(pages[n].has(m) for m in marks)), None)
        if found is not None:
            yield sheet, pages[found]
            at = found + 1


def sheet_starts(document: Document, pages: Sequence[Page]) -> set[int]:
    """Return the numbers of the pages, from 0, on which a sheet begins."""
    wanted = [page for _, page in _first_pages(document, pages)]
    return {n for n, page in enumerate(pages) if any(page is one for one in wanted)} | {0}


# --- what looks poor ------------------------------------------------------------------------------


def _of_pages(document: Document, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    starts = sheet_starts(document, pages)
    ends = ["Nơi nhận", *{w for s in document.sheets for g in s.signatures for w in g.lines if w}]
    for number, page in enumerate(pages):
        place = f"{document.target} page {number + 1}"
        if not page.lines:
            yield "empty page", place
            continue
        if number not in starts:
            foot = min((line.top for line in page.lines if any(line.text.startswith(e) for e in ends)), default=None)
            if foot is not None:
                above = {round(line.top / 6) for line in page.lines if line.bottom < foot + 4}
                if len(above) <= 1:
                    yield "signature with one line", place
        last = number + 1 == len(pages) or number + 1 in starts
        low = max(line.bottom for line in page.lines)
        if not last and page.height - 20 * MM - low > 40 * MM:
            yield "40 mm empty before a break", f"{place}: {(page.height - 20 * MM - low) / MM:.0f} mm"


def _of_lines(document: Document, pages: Sequence[Page], *, blank: bool) -> Iterator[tuple[str, str]]:
    heads = [" ".join(plain(p.inlines).split()) for s in document.sheets for b in s.body if isinstance(b, Table)
             for row in b.head for cell in row for p in cell.paragraphs]  # fmt: skip
    for number, page in enumerate(pages, 1):
        whole = {
            block: " ".join(line.text for line in page.lines if line.block == block)
            for block in {line.block for line in page.lines}
        }
        for one, two in pairwise(page.lines):
            if one.block != two.block or two.top <= one.top + 2 or not one.words or not two.words:
                continue
            seam = f"{' '.join(one.words[-2:])}|{' '.join(two.words[:2])}"
            for kind, pattern in _SPLIT.items():
                if pattern.search(seam):
                    yield kind, f"{document.target}:{number}: {seam}"
            if _IN_A_HEAD.search(seam) and any(
                whole[one.block] in h or (h in whole[one.block] and len(h) > len(whole[one.block]) * 0.6)
                for h in heads
                if h
            ):
                yield "thực | hiện", f"{document.target}:{number}: {seam}"
    yield from _lone_words(document, pages)


def _lone_words(document: Document, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    ends = {
        tuple(plain(p.inlines).split()[-3:]): False
        for s in document.sheets for b in s.body if not isinstance(b, Table) for p in _paragraphs(b)
        if len(plain(p.inlines)) > 90
    }  # fmt: skip
    titles = {
        tuple(line.split()[-2:]) for s in document.sheets if s.title for line in s.title.lines if len(line.split()) > 3
    }
    for number, page in enumerate(pages, 1):
        for one, two in pairwise(page.lines):
            if one.block == two.block and len(two.words) == 1 and len(one.words) > 1:
                if (*one.words[-2:], *two.words) in ends:
                    yield "one-syllable last line", f"{document.target}:{number}: {two.text}"
                if (one.words[-1], two.words[0]) in titles:
                    yield "title ends in one word", f"{document.target}:{number}: {two.text}"
