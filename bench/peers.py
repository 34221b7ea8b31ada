"""How the same papers are made without this program: what each figure is measured against.

`naive` is the straightforward way with the same libraries, template and style sheet read anew for each paper, one layout
and no fitting; `office` has LibreOffice turn all DOCX into PDF, 200 at once; `one_by_one` starts a process for each paper.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docxtpl import DocxTemplate
from weasyprint import CSS, HTML

from dvkgen.document.tree import Document
from dvkgen.render.docx import sheet_values
from dvkgen.render.html import render_html, stylesheet
from dvkgen.render.pdf import BASE, Pictures
from dvkgen.render.typeset import typeset
from dvkgen.render.word_body import Writing
from dvkgen.schema.profile import Stationery

_BATCH = 200
"""Files that LibreOffice is given at once."""


def naive_docx(document: Document, stationery: Stationery) -> int:
    """Make each sheet of a document by docxtpl, its frame opened and compiled anew; return the bytes written."""
    written, writing = 0, Writing(stationery.profile)
    for sheet in document.sheets:
        template, out = DocxTemplate(BytesIO(stationery.docx)), BytesIO()
        template.render(sheet_values(sheet, writing), autoescape=True)
        template.save(out)
        written += len(out.getvalue())
    return written


def naive_pdf(document: Document, stationery: Stationery, images: Mapping[str, bytes]) -> bytes:
    """Return the PDF of a document by WeasyPrint, tagged as ours, its style sheet parsed anew."""
    page = HTML(string=render_html(document, stationery), base_url="anh:", url_fetcher=Pictures(images))
    sheets = [CSS(string=BASE + stylesheet(stationery.profile))]
    made: bytes = page.write_pdf(stylesheets=sheets, pdf_variant="pdf/a-2a", pdf_tags=True)
    return made


def naive(papers: Iterable[Document], stationery: Mapping[str, Stationery], images: Mapping[str, bytes]) -> None:
    """Make both formats of some papers."""
    for paper in papers:
        look = stationery[paper.profile]
        naive_docx(paper, look)
        naive_pdf(typeset(paper, look.profile), look, images)


def office(files: Sequence[Path]) -> None:
    """Have LibreOffice make PDFs of DOCX files, in one process for each batch: of several hundred it drops the last in silence."""
    with TemporaryDirectory() as out:
        profile = f"-env:UserInstallation=file://{out}/profile"
        for start in range(0, len(files), _BATCH):
            batch = [str(file) for file in files[start : start + _BATCH]]
            call = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", out, *batch]
            said = subprocess.run(call, check=True, capture_output=True, text=True).stdout
            if said.count("convert ") < len(batch):
                raise SystemExit(f"LibreOffice made {said.count('convert ')} of {len(batch)} papers")


def one_by_one(root: Path, targets: Sequence[str], *options: str) -> None:
    """Build some papers, each by a process of its own."""
    for target in targets:
        call: list[Any] = [
            sys.executable,
            "-m",
            "dvkgen",
            "build",
            f"build/{target}.docx",
            "--root",
            root,
            "-j",
            "1",
            *options,
        ]
        subprocess.run(call, check=True, capture_output=True)
