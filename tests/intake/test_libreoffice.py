"""The same through LibreOffice: it opens a form, somebody fills it in there and saves it, and it comes home.

`python -m tests.intake.test_libreoffice` has it fill in every filled paper of the samples, the suite one of nine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from dvkgen.intake.word import read_word
from dvkgen.render.word_package import parsed, unpacked
from tests.intake.filling import answers_of, fill_in
from tests.intake.test_round_trip import Case, blank_docx, cases, differing, record_of
from tests.paper import W

ONE_OF = 9
SYSTEM_PYTHON = "/usr/bin/python3"
"""The interpreter for which Debian's python3-uno is."""


def paragraphs(docx: bytes) -> list[str]:
    """Return the paragraphs of a file in order, those left out that a merged cell covers."""
    root = parsed(unpacked(docx)["word/document.xml"])
    return [_text(p) for p in root.iter(f"{W}p") if not _is_covered(p)]


def _is_covered(paragraph: etree._Element) -> bool:
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    merge = cell.find(f"{W}tcPr/{W}vMerge") if cell is not None else None
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _text(paragraph: etree._Element) -> str:
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    pieces = (e for e in paragraph.iter(f"{W}t", *signs) if e.getparent().tag == f"{W}r")  # type: ignore[union-attr]
    return "".join(signs.get(e.tag) or e.text or "" for e in pieces)


def through_libreoffice(chosen: Sequence[Case], folder: Path) -> dict[str, list[str]]:
    """Return of each paper that came home from LibreOffice what is not as it was."""
    jobs = []
    for number, case in enumerate(chosen):
        blank = blank_docx(case.document.target)
        written = fill_in(blank, answers_of(case.campaign, case.form, case.filed, case.unit))
        before, after = paragraphs(blank), paragraphs(written)
        if len(before) != len(after):
            continue  # rows that Word adds and LibreOffice does not
        (folder / f"{number}.docx").write_bytes(blank)
        texts = {str(n): text for n, (old, text) in enumerate(zip(before, after, strict=True)) if text != old}
        jobs.append({
            "from": f"{folder}/{number}.docx", "to": f"{folder}/gui-{number}.docx", "before": before, "texts": texts,
        })  # fmt: skip
    (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    script = Path(__file__).with_name("uno_fill.py")
    command = [SYSTEM_PYTHON, str(script), str(folder / "jobs.json")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(said.splitlines()[-1]) == [len(job["texts"]) for job in jobs]
    assert len(jobs) >= len(chosen) - 2
    wrong: dict[str, list[str]] = {}
    for job in jobs:
        path = Path(str(job["to"]))
        case = chosen[int(path.stem.removeprefix("gui-"))]
        assert read_word(path.name, path.read_bytes()).form == case.document.form
        record, told = record_of(case, path.read_bytes())
        found = list(differing(case, record, case.filed.record)) if record else told
        if found:
            wrong[case.filed.path] = found
    return wrong


def test_a_form_filled_in_with_libreoffice_comes_home(tmp_path: Path) -> None:
    assert through_libreoffice(cases()[::ONE_OF], tmp_path) == {}


if __name__ == "__main__":
    with TemporaryDirectory() as home:
        found = through_libreoffice(cases(), Path(home))
    print(f"{len(cases())} papers, {len(found)} come home otherwise", *found.items(), sep="\n")
    sys.exit(bool(found))
