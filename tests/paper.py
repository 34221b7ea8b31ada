"""Outside readers of the papers: the Open XML SDK, LibreOffice and Poppler; and our own reading of DOCX words.

`python -m tests.paper [build]` has them judge every target of the repository in the current folder, and prints a line
for each that has a fault; the exit status is 1 where there is one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import pdfplumber
from pdfminer.layout import LTChar, LTContainer, LTItem
from pdfplumber.structure import PDFStructElement, PDFStructTree

from dvkgen.build import owed
from dvkgen.disk.pixels import print_copy
from dvkgen.document.to_text import raised, to_text
from dvkgen.document.tree import Document, pictures_in
from dvkgen.load import load
from dvkgen.render.docx import render_docx, zipped
from tests.conftest import Papers, stationery

HERE = Path(__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAK = "\x1f"
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
    return tuple(unicodedata.normalize("NFKC", "\n".join(lines)).split())


# --- DOCX -----------------------------------------------------------------------------------------


def docx_words(path: Path) -> Words:
    """Return the words of a DOCX, read from its XML; footnotes are numbered anew in each section."""
    with zipfile.ZipFile(path) as package:
        body = ET.fromstring(package.read("word/document.xml"))
        notes = ET.fromstring(package.read("word/footnotes.xml"))
    by_id = {note.get(f"{W}id"): note for note in notes}
    text: list[str] = []
    footnotes: list[str] = []
    number = 0
    for paragraph in body.iter(f"{W}p"):
        pieces = []
        for element in paragraph.iter():
            if element.tag == f"{W}t":
                pieces.append(element.text or "")
            elif element.tag == f"{W}tab":
                pieces.append("\t")
            elif element.tag == f"{W}footnoteReference":
                number += 1
                pieces.append(raised(number))
                note = by_id[element.get(f"{W}id")]
                footnotes.append(f"{raised(number)} {''.join(t.text or '' for t in note.iter(f'{W}t'))}")
        text.append("".join(pieces))
        if paragraph.find(f".//{W}sectPr") is not None:
            number = 0
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


def _structure(path: Path) -> _Node:
    """Return the tagged structure of a PDF with its words: what a screen reader would read, page numbers left out."""
    with pdfplumber.open(path) as pdf:
        words: dict[tuple[int, int], list[str]] = {}
        for page in pdf.pages:
            for char in _characters(page.layout):
                if char.mcid is not None:
                    words.setdefault((page.page_number, char.mcid), []).append(char.get_text())
        roots = [_node(element, words) for element in PDFStructTree(pdf)]
    (document,) = roots
    return document


def _characters(part: LTContainer[LTItem]) -> Iterator[LTChar]:
    # not `page.chars`, which makes a dict of thirty facts of each character
    for item in part:
        if isinstance(item, LTContainer):
            yield from _characters(item)
        elif isinstance(item, LTChar):
            yield item


def _node(element: PDFStructElement, words: Mapping[tuple[int, int], list[str]]) -> _Node:
    marked = ["".join(words.get((element.page_number or 0, mcid), ())) for mcid in element.mcids]
    # text stands in leaves: where an element had both, their order would be lost
    assert not (marked and element.children), element.type
    return _Node(element.type, [*marked, *(_node(child, words) for child in element.children)])


def pdf_streams(path: Path) -> tuple[str, str]:
    """Return text and footnotes of a PDF as characters, with `BREAK` where a run ends without a space.

    A table that runs on to a page repeats its head rows there; they are read once.
    """
    document = _structure(path)
    text: list[str] = []
    notes: list[str] = []
    runs_on = False
    for element in document.children:
        assert isinstance(element, _Node)
        if element.tag == "NonStruct":
            notes.append(_flat(element))
        else:
            first = element.children[0] if element.children else None
            repeated = runs_on and isinstance(first, _Node) and first.tag == "Table" and _has(first, "THead")
            text.append(_flat(element, skip_head_of=first if repeated else None))
            last = element.children[-1] if element.children else None
            runs_on = isinstance(last, _Node) and last.tag == "Table"
    return _normal("\n".join(text)), _normal("\n".join(notes))


def _has(node: _Node, tag: str) -> bool:
    return any(isinstance(child, _Node) and child.tag == tag for child in node.children)


_BLOCKS = frozenset(["P", "H1", "H2", "H3", "H4", "H5", "TD", "TH", "Table", "Sect", "Div", "Caption", "Figure"])


def _flat(node: _Node, skip_head_of: object = None) -> str:
    parts = []
    for child in node.children:
        if isinstance(child, str):
            parts.append(child + BREAK)
        elif not (child.tag == "THead" and node is skip_head_of):
            parts.append(_flat(child, skip_head_of))
    edge = "\n" if node.tag in _BLOCKS else ""
    return edge + "".join(parts) + edge


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


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


def faults_of(document: Document, build: Path, office: Path) -> str:
    """Return what outside readers find wrong with a paper and its twin through LibreOffice, the Open XML SDK aside."""
    docx, pdf = (build / f"{document.target}.{ending}" for ending in ("docx", "pdf"))
    sheets, faces = (pages(pdf), pages(office)), fonts(pdf)
    faults = (
        docx_difference(document, docx),
        pdf_difference(document, pdf),
        f"{sheets[0]} pages, {sheets[1]} in LibreOffice" if sheets[0] != sheets[1] else "",
        f"fonts {faces}" if len({family for family, _ in faces}) != 1 or not all(e for _, e in faces) else "",
    )
    return "; ".join(filter(None, faults))


def main(build: Path) -> int:
    """Have outside readers judge every target below `build`, and print a line for each that has a fault."""
    documents = [draft.compose() for draft in owed(load(build.resolve().parent, date.today()))]
    docx = [build / f"{document.target}.docx" for document in documents]
    with TemporaryDirectory() as folder, ProcessPoolExecutor(2) as pool:
        office = through_libreoffice(docx, Path(folder))
        said = list(pool.map(faults_of, documents, [build] * len(documents), map(office.__getitem__, docx)))
    invalid = validator_errors(docx)
    wrong = 0
    for document, path, fault in zip(documents, docx, said, strict=True):
        whole = "; ".join(filter(None, (fault, f"Open XML SDK: {invalid[str(path)]}" if str(path) in invalid else "")))
        wrong += bool(whole)
        if whole:
            print(f"{document.target}: {whole}")
    print(f"{len(documents)} targets, {wrong} with a fault")
    return 1 if wrong or not documents else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else "build")))
