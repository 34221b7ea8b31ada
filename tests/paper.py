"""Outside readers of the papers: the Open XML SDK, LibreOffice and Poppler; and our own reading of DOCX words.

`python -m tests.paper [build]` compares every target of the repository in the current folder with its
`content.to_text`, validates it, and prints one line a target; the exit status is 1 where anything differs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from dvkgen.document.to_text import raised, to_text
from dvkgen.document.tree import Document

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
    """Return the words that `content.to_text` gives."""
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
    """Return what the Open XML SDK finds wrong, by file name."""
    with ThreadPoolExecutor(2) as pool:
        verdicts = dict(zip(paths, pool.map(_verdict, paths), strict=True))
    return {str(path): verdict["errors"] for path, verdict in verdicts.items() if not verdict["ok"]}


def _verdict(path: Path) -> dict[str, object]:
    command = [str(HERE / "validator/node_modules/.bin/ooxml-validator"), str(path)]
    verdict: dict[str, object] = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    return verdict


def through_libreoffice(paths: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Return the PDF that LibreOffice makes of each DOCX."""
    folders: dict[Path, Path] = {}
    named = out / "in"
    named.mkdir(parents=True)
    for number, path in enumerate(paths):
        copy = named / f"{number}.docx"
        copy.write_bytes(path.read_bytes())
        folders[path] = out / f"{number}.pdf"
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(out)]
    waiting = [str(path) for path in sorted(named.iterdir())]
    while waiting:
        # LibreOffice gives up in silence after some three hundred files in one call
        subprocess.run([*command, *waiting[:50]], capture_output=True, check=True)
        waiting = waiting[50:]
    return folders


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
    depth: int
    children: list[_Node | str]


def _structure(path: Path) -> _Node:
    """Return the tagged structure of a PDF: what a screen reader would read, page numbers left out."""
    shown = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True).stdout
    root = _Node("", -1, [])
    stack = [root]
    for line in shown.splitlines():
        depth = (len(line) - len(line.lstrip(" "))) // 2
        body = line.strip()
        if not body or body.startswith("/"):
            continue
        while stack[-1].depth >= depth:
            stack.pop()
        if body.startswith('"') and body.endswith('"'):
            text = line[depth * 2 + 1 : -1].replace("\\\\", "\x00").replace('\\"', '"').replace("\x00", "\\")
            stack[-1].children.append(text)
        else:
            node = _Node(body.split()[0].rstrip(":"), depth, [])
            stack[-1].children.append(node)
            stack.append(node)
    return root


def pdf_streams(path: Path) -> tuple[str, str]:
    """Return text and footnotes of a PDF as characters, with `BREAK` where a run ends without a space.

    A table that runs on to a page repeats its head rows there; they are read once.
    """
    document = _structure(path).children[0]
    assert isinstance(document, _Node)
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


def main(build: Path) -> int:
    """Compare and validate every target below `build`, and print a line for each."""
    from datetime import date
    from tempfile import TemporaryDirectory

    from dvkgen.build import owed
    from dvkgen.load import load

    documents = [draft.compose() for draft in owed(load(build.resolve().parent, date.today()))]
    docx = {d.target: build / f"{d.target}.docx" for d in documents}
    pdf = {d.target: build / f"{d.target}.pdf" for d in documents}
    wrong = 0
    invalid = validator_errors(list(docx.values()))
    with TemporaryDirectory() as folder:
        office = through_libreoffice(list(docx.values()), Path(folder))
        for document in documents:
            name = document.target
            sheets = pages(pdf[name]), pages(office[docx[name]])
            faces = fonts(pdf[name])
            faults = [
                docx_difference(document, docx[name]),
                pdf_difference(document, pdf[name]),
                f"{sheets[0]} pages, {sheets[1]} in LibreOffice" if sheets[0] != sheets[1] else "",
                f"fonts {faces}" if len({f for f, _ in faces}) != 1 or not all(e for _, e in faces) else "",
                "Open XML SDK: not valid" if str(docx[name]) in invalid else "",
            ]
            said = "; ".join(fault for fault in faults if fault)
            wrong += bool(said)
            print(f"{name}: {said or f'{len(expected(document).text)} words, {sheets[0]} pages, valid, {faces[0][0]}'}")
    print(f"{len(documents)} targets, {wrong} with a fault")
    return 1 if wrong or not documents else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else "build")))
