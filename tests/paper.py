"""Outside readers of the papers: the Open XML SDK, LibreOffice and Poppler; and our own reading of DOCX words.

`python -m tests.paper [build]` has them judge every target of the repository in the current folder, and prints a line
for each that has a fault, and how often each kind of defect occurs in the PDF and in what LibreOffice makes of the DOCX;
the exit status is 1 where a paper has a fault.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import outloud
import pdfplumber
import pdfua
from pdfminer.layout import LTChar, LTContainer, LTItem
from pdfminer.pdftypes import resolve1
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from dvkgen.build import owed
from dvkgen.disk.pixels import print_copy
from dvkgen.document.to_text import raised, to_text
from dvkgen.document.tree import Document, pictures_in
from dvkgen.load import load
from dvkgen.render.docx import render_docx
from dvkgen.render.typst_inlines import ZERO_WIDTH_SPACE
from dvkgen.render.word_package import zipped
from tests.conftest import Papers, stationery
from tests.inspection import POOR, SENT_BACK, Page, defects, read_pages

HERE = Path(__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAK = "\x1f"
_LEADER = re.compile(f"(?:\\.[ {BREAK}]?){{10,}}")
"""A dotted line: in Word a tab, on other paper dots to the line's end, and no word in either."""
RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Words:
    """The words of a paper: of its text, and of its footnotes."""

    text: tuple[str, ...]
    notes: tuple[str, ...]


def expected(document: Document) -> Words:
    """Return the words that `to_text` gives."""
    lines = to_text(document).split("\n")
    notes = [line for line in lines if line[:1] in RAISED]
    return Words(_split(line for line in lines if line[:1] not in RAISED), _split(notes))


def _split(lines: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(_normal("\n".join(lines)).split())


# --- DOCX -----------------------------------------------------------------------------------------


def docx_words(path: Path) -> Words:
    """Return the words of a DOCX, read from its XML; footnotes are numbered through the whole of it."""
    with zipfile.ZipFile(path) as package:
        body = ET.fromstring(package.read("word/document.xml"))
        notes = ET.fromstring(package.read("word/footnotes.xml"))
    by_id = {note.get(f"{W}id"): note for note in notes}
    text: list[str] = []
    footnotes: list[str] = []
    for paragraph in body.iter(f"{W}p"):
        pieces = []
        for element in paragraph.iter():
            if element.tag == f"{W}t":
                pieces.append(element.text or "")
            elif element.tag == f"{W}br":
                pieces.append("\n")
            elif element.tag == f"{W}tab":
                pieces.append("\t")
            elif element.tag == f"{W}footnoteReference":
                note, number = by_id[element.get(f"{W}id")], raised(len(footnotes) + 1)
                pieces.append(number)
                footnotes.append(f"{number} {''.join(t.text or '' for t in note.iter(f'{W}t'))}")
        text.append("".join(pieces))
    return Words(_split(text), _split(footnotes))


def validator_errors(paths: Sequence[Path]) -> dict[str, object]:
    """Return what the Open XML SDK finds wrong, by file name; it takes one file a process, two run side by side."""
    with ThreadPoolExecutor(2) as pool:
        verdicts = dict(zip(paths, pool.map(_verdict, paths), strict=True))
    return {str(path): verdict["errors"] for path, verdict in verdicts.items() if not verdict["ok"]}


def all_in_one(papers: Papers, profile: str, path: Path, *, spoilt: bool = False) -> Path:
    """Write the sheets of all chosen papers of a profile as one DOCX, which one process validates, and return it.

    Papers whose DOCX is a Word file of a locality's own are left out: they are not of our making. `spoilt` puts an
    element where none may stand.
    """
    mine = [d for d in papers.chosen.values() if d.profile == profile and not d.sheets[0].local_word]
    whole = Document("x", profile, "x", "x", tuple(sheet for document in mine for sheet in document.sheets))
    images = {p.digest: print_copy((papers.root / p.path).read_bytes()) for p in pictures_in(whole)}
    data = render_docx(whole, stationery(profile), images)
    if spoilt:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body><w:tc/>", 1)
        data = zipped(parts)
    path.write_bytes(data)
    return path


def _verdict(path: Path) -> dict[str, object]:
    # the binary itself: the script around it starts a second interpreter for each file
    shown = subprocess.run([_validator(), str(path)], capture_output=True, text=True, check=False).stdout
    verdict: dict[str, object] = json.loads(shown)
    return verdict


@cache
def _validator() -> str:
    return str(next((HERE / "validator/node_modules/@xarsh").glob("ooxml-validator-*/ooxml-validator")))


def through_libreoffice(paths: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Return the PDF that LibreOffice makes of each DOCX; two of it run side by side, each with its own profile."""
    named = out / "in"
    named.mkdir(parents=True)
    copies = {path: named / f"{number}.docx" for number, path in enumerate(paths)}
    for path, copy in copies.items():
        copy.write_bytes(path.read_bytes())
    every = list(copies.values())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(_converted, out), range(2), (every[::2], every[1::2])))
    return {path: out / f"{copy.stem}.pdf" for path, copy in copies.items()}


def _converted(out: Path, worker: int, waiting: list[Path]) -> None:
    profile = f"-env:UserInstallation={(out / f'profile-{worker}').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(out)]
    while waiting:
        # LibreOffice gives up in silence after some three hundred files in one call
        subprocess.run([*command, *map(str, waiting[:50])], capture_output=True, check=True)
        waiting = waiting[50:]


# --- PDF ------------------------------------------------------------------------------------------


def pages(path: Path) -> int:
    """Return how many pages a PDF has."""
    shown = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Pages:\s+(\d+)", shown)[1])  # type: ignore[index]


def fonts(path: Path) -> list[tuple[str, bool]]:
    """Return family and “is embedded” of each font of a PDF."""
    shown = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in shown.splitlines()[2:]]
    return [(row[0].split("+")[-1].split("-")[0], row[-5] == "yes") for row in rows]


@dataclass
class _Node:
    tag: str
    children: list[_Node | str]


class _Aggregator(PDFPageAggregatorWithMarkedContent):  # type: ignore[misc]  # the library carries no types
    """The library's, which forgets on leaving a mark within another one that it is still in the outer."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.within: list[int | None] = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Enter a mark, which is of the outer one's content where it has no number of its own."""
        self.within.append(self.cur_mcid)
        outer = self.cur_mcid if tag.name == "Span" else None
        super().begin_tag(tag, props)
        self.cur_mcid = outer if self.cur_mcid is None else self.cur_mcid

    def end_tag(self) -> None:
        """Leave a mark."""
        super().end_tag()
        self.cur_mcid = self.within.pop() if self.within else None


pdfplumber.page.PDFPageAggregatorWithMarkedContent = _Aggregator


@lru_cache(2)
def _structure(data: bytes) -> _Node:
    """Return the tagged structure of a PDF with its words: what a screen reader would read, page numbers left out."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        words: dict[tuple[int, int], list[str]] = {}
        for page in pdf.pages:
            for char in _characters(page.layout):
                if char.mcid is not None:
                    words.setdefault((page.page_obj.pageid, char.mcid), []).append(char.get_text())
        root = resolve1(pdf.doc.catalog["StructTreeRoot"])
        (document,) = _children(root, 0, words)
    assert isinstance(document, _Node)
    return document


def _characters(part: LTContainer[LTItem]) -> Iterator[LTChar]:
    # not `page.chars`, which makes a dict of thirty facts of each character
    for item in part:
        if isinstance(item, LTContainer):
            yield from _characters(item)
        elif isinstance(item, LTChar):
            yield item


Marked = Mapping[tuple[int, int], list[str]]
"""The words of each piece of marked content, by the object of its page and its number there."""


def _children(element: Mapping[str, Any], page: int, words: Marked) -> Iterator[_Node | str]:
    """Yield what an element of the tree holds, in order; links to what is no text are left out."""
    within = element["Pg"].objid if "Pg" in element else page
    held = resolve1(element.get("K", []))
    for one in map(resolve1, held if isinstance(held, list) else [held]):
        if isinstance(one, int):
            yield "".join(words.get((within, one), ()))
        elif "MCID" in one:
            yield "".join(words.get((one["Pg"].objid if "Pg" in one else within, one["MCID"]), ()))
        # a head that is repeated on the next page stands in the tree and says nothing
        elif "S" in one and one.get("ActualText") != b"":
            yield _Node(one["S"].name, list(_children(one, within, words)))


def pdf_streams(path: Path) -> tuple[str, str]:
    """Return text and footnotes of a PDF as characters, with `BREAK` where a run ends without a space."""
    notes: list[_Node] = []
    text = _normal(_flat(_without_notes(_structure(path.read_bytes()), notes)))
    return text, _normal("\n".join(map(_flat, notes)))


def _without_notes(node: _Node, notes: list[_Node]) -> _Node:
    """Return a part of the structure without its footnotes, which are added to `notes`."""
    notes += [child for child in node.children if isinstance(child, _Node) and child.tag == "Note"]
    kept = _joined([child for child in node.children if isinstance(child, str) or child.tag != "Note"])
    return _Node(node.tag, [child if isinstance(child, str) else _without_notes(child, notes) for child in kept])


def _joined(parts: list[_Node | str]) -> list[_Node | str]:
    """Return parts in which a table that goes on after a page's end, as one more table, says its head but once."""
    head: str | None = None
    for part in parts:
        before, head = head, None
        if isinstance(part, _Node) and part.tag == "Table":
            heads = [row for row in part.children if isinstance(row, _Node) and row.tag == "THead"]
            head = "".join(map(_flat, heads))
            if head == before:
                part.children = [row for row in part.children if row not in heads]
    return parts


_BLOCKS = frozenset(
    ["P", "H1", "H2", "H3", "H4", "H5", "TD", "TH", "Table", "Sect", "Div", "Caption", "Figure", "Note"]
)


def _flat(node: _Node) -> str:
    parts = [child + BREAK if isinstance(child, str) else _flat(child) for child in node.children]
    edge = "\n" if node.tag in _BLOCKS else ""
    return edge + "".join(parts) + edge


def _normal(text: str) -> str:
    return _LEADER.sub(" ", unicodedata.normalize("NFKC", text)).replace(ZERO_WIDTH_SPACE, BREAK)


def stream_says(words: Sequence[str], stream: str) -> str:
    """Return how a stream of characters differs from a sequence of words, or nothing where it says the same.

    Between words there must be white space or the end of a run (a line's end eats its space); inside a word there
    must be no white space.
    """
    at = 0
    for number, word in enumerate(words):
        start = at
        while at < len(stream) and (stream[at].isspace() or stream[at] == BREAK):
            at += 1
        if number and start == at:
            return f"“{' '.join(words[max(0, number - 3) : number + 1])}” is written together"
        for letter in word:
            while at < len(stream) and stream[at] == BREAK:
                at += 1
            if at >= len(stream) or stream[at] != letter:
                return f"“{' '.join(words[max(0, number - 5) : number + 3])}” against “{stream[max(0, at - 40) : at + 20]!r}”"
            at += 1
    rest = stream[at:].replace(BREAK, "").strip()
    return f"too much: “{rest[:60]}”" if rest else ""


def pdf_difference(document: Document, path: Path) -> str:
    """Return how the words of a PDF differ from those of its document, or nothing."""
    wanted = expected(document)
    text, notes = pdf_streams(path)
    difference = stream_says(wanted.text, text) or stream_says(wanted.notes, notes)
    return f"PDF: {difference}" if difference else ""


def docx_difference(document: Document, path: Path) -> str:
    """Return how the words of a DOCX differ from those of its document, or nothing."""
    wanted, found = expected(document), docx_words(path)
    if wanted == found:
        return ""
    one, other = (*wanted.text, *wanted.notes, ""), (*found.text, *found.notes, "")
    place = next(n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return f"DOCX: “{' '.join(one[place - 3 : place + 3])}” against “{' '.join(other[place - 3 : place + 3])}”"


# --- the command ----------------------------------------------------------------------------------


def structure_errors(path: Path) -> list[str]:
    """Return what two checkers of PDF/UA-1 find wrong with the structure of a PDF; their warnings are left out.

    A table's head that is repeated on the next page is an artifact, which one of them takes for prose that is lost.
    """
    ours = [finding.message for finding in pdfua.validate(str(path)).findings if finding.severity.name == "ERROR"]
    heads = [Counter(filter(str.isalpha, _flat(head))) for head in _named(_structure(path.read_bytes()), "THead")]
    return ours + [
        finding.message
        for finding in outloud.check(str(path)).findings
        if finding.severity == "error" and not (finding.rule == "TAG-002" and _repeats(str(finding.evidence), heads))
    ]


def _named(node: _Node, tag: str) -> Iterator[_Node]:
    if node.tag == tag:
        yield node
    for child in node.children:
        if isinstance(child, _Node):
            yield from _named(child, tag)


def _repeats(line: str, heads: Iterable[Counter[str]]) -> bool:
    """Whether a line, which runs over cells and may be cut, has the letters of a table's head and no other."""
    return any(not Counter(filter(str.isalpha, line)) - head for head in heads)


@dataclass(frozen=True)
class Verdict:
    """What outside readers say of a paper: its faults, the defects of each format by kind, and how alike both are."""

    faults: str
    pdf: Counter[str]
    docx: Counter[str]
    pages: int
    pages_apart: int
    lines: int
    lines_apart: int


def judged(document: Document, build: Path, office: Path) -> Verdict:
    """Return the verdict on a paper and its twin through LibreOffice, the Open XML SDK aside."""
    docx, pdf = (build / f"{document.target}.{ending}" for ending in ("docx", "pdf"))
    one, other = read_pages(pdf), read_pages(office)
    faces = fonts(pdf)
    faults = (
        docx_difference(document, docx),
        pdf_difference(document, pdf),
        f"{len(one)} pages, {len(other)} in LibreOffice" if len(one) != len(other) else "",
        f"fonts {faces}" if len({family for family, _ in faces}) != 1 or not all(e for _, e in faces) else "",
        "; ".join(structure_errors(pdf)),
    )
    defect, twin = (Counter(kind for kind, _ in defects(document, pages)) for pages in (one, other))
    starts = [(_first(a), _first(b)) for a, b in zip(one, other, strict=False)]
    ours, theirs = (Counter(_normal(line.text) for page in pages for line in page.lines) for pages in (one, other))
    return Verdict(
        "; ".join(filter(None, (*faults, *(f"{n} × {kind}" for kind, n in defect.items() if kind in SENT_BACK)))),
        defect,
        twin,
        len(one),
        sum(a != b for a, b in starts) + abs(len(one) - len(other)),
        ours.total(),
        (ours - theirs).total(),
    )


def _first(page: Page) -> str:
    """Return the first words of the uppermost line of a page."""
    top = min(page.lines, key=lambda line: (round(line.top / 4), line.left), default=None)
    return " ".join(top.words[:3]) if top else ""


def main(build: Path) -> int:
    """Have outside readers judge every target below `build`; print a line for each fault, and how often each defect occurs."""
    documents = [draft.compose() for draft in owed(load(build.resolve().parent, date.today()))]
    docx = [build / f"{document.target}.docx" for document in documents]
    with TemporaryDirectory() as folder, ProcessPoolExecutor(2) as pool:
        office = through_libreoffice(docx, Path(folder))
        said = list(pool.map(judged, documents, [build] * len(documents), map(office.__getitem__, docx)))
        invalid = _invalid(documents, docx, build.resolve().parent, Path(folder))
    wrong = 0
    for document, path, verdict in zip(documents, docx, said, strict=True):
        sdk = f"Open XML SDK: {invalid[str(path)]}" if str(path) in invalid else ""
        whole = "; ".join(filter(None, (verdict.faults, sdk)))
        wrong += bool(whole)
        if whole:
            print(f"{document.target}: {whole}")
    _print_counts(said)
    print(f"{len(documents)} targets, {wrong} with a fault")
    return 1 if wrong or not documents else 0


def _invalid(documents: Sequence[Document], docx: Sequence[Path], root: Path, folder: Path) -> dict[str, object]:
    """Return what the Open XML SDK finds wrong, by file name.

    The sheets of all papers of a layout are validated as one DOCX, which takes seconds in place of minutes; only where
    that is invalid, or a Word file is a locality's own, is each file validated by itself.
    """
    by_target = {document.target: document for document in documents}
    whole = Papers(root, by_target, by_target)
    ours = {document.profile for document in documents if not document.sheets[0].local_word}
    merged = [all_in_one(whole, profile, folder / f"{profile}.docx") for profile in sorted(ours)]
    if validator_errors(merged):
        return validator_errors(docx)
    return validator_errors([p for d, p in zip(documents, docx, strict=True) if d.sheets[0].local_word])


def _print_counts(said: Sequence[Verdict]) -> None:
    pdf, docx = (sum((getattr(v, name) for v in said), Counter[str]()) for name in ("pdf", "docx"))
    print(f"{'defect':40}{'PDF':>8}{'DOCX':>8}")
    for kind in (*SENT_BACK, *POOR):
        print(f"{kind:40}{pdf[kind]:8}{docx[kind]:8}")
    apart, every = sum(v.pages_apart for v in said), sum(v.pages for v in said)
    lines, all_lines = sum(v.lines_apart for v in said), sum(v.lines for v in said)
    print(
        f"pages that begin otherwise: {apart} of {every}; lines that differ: {lines} of {all_lines} ({lines / all_lines:.2%})"
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else "build")))
