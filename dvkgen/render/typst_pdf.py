"""A `Document` to PDF/A-2a and PDF/UA-1 through Typst, which needs no system library.

The compiler is given the frame and plain data, no folder and no package; this module is the only importer of typst.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from dvkgen.document.tree import Document
from dvkgen.findings import DvkgenError
from dvkgen.render.pages import SetPage
from dvkgen.render.typst import Place, document_data, look_data
from dvkgen.render.typst_long import ends_of_long_tables
from dvkgen.render.typst_pages import Line, Told, is_over, set_pages, torn
from dvkgen.render.witness import FrameFault
from dvkgen.schema.profile import Stationery

_EPOCH = 1_577_836_800
"""The time stamp of every PDF: the same paper is the same bytes."""
_KEPT = 3
"""Compilations after which the library forgets what none of them has used."""
_FRAME = Path(__file__).with_name("khung.typ")
_UNPRINTED = re.compile(r"the text `\"(.{1,40}?)\"` could not be displayed")
_NO_FONT = "không phông chữ nào trên máy này in được “{}”: bỏ hoặc thay ký tự ấy"
_MOST_TRIES = 60
"""How often a page is ended otherwise, each time for the first rows of a sheet that are torn from those they stay with."""


@cache
def find_fonts() -> typst.Fonts:
    """Return the fonts of the system, looked for once a process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@dataclass(frozen=True)
class LaidOut:
    """A document broken into pages, ready to be written."""

    document: Document
    stationery: Stationery
    told: Told
    compiler: typst.Compiler

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return self.told.pages

    def pages(self) -> Iterator[SetPage]:
        """Yield what stands on each page."""
        yield from set_pages(self.document, self.stationery.profile, self.told)

    def refuse_lost(self) -> None:
        """Raise FrameFault where a line stands below the foot of its page."""
        if is_over(self.document, self.stationery.profile, self.told):
            raise FrameFault("có phần cao hơn một trang: hàng đầu bảng, cước chú")

    def pdf(self) -> bytes:
        """Return the PDF."""
        try:
            made = self.compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=_EPOCH)
        except typst.TypstError as error:
            if letters := _UNPRINTED.search(error.message):
                raise DvkgenError(_NO_FONT.format(letters[1])) from error
            raise
        assert isinstance(made, bytes), "one input is one file"
        return made


def lay_out(document: Document, stationery: Stationery, images: Mapping[str, bytes]) -> LaidOut:
    """Return a document broken into pages; `images` holds a JPEG for print by picture's digest."""
    looks = {
        "look": _look(_Known(stationery.fingerprint, stationery)),
        "pictures": _json({n: list(d) for n, d in images.items()}),
    }

    def settle(part: Document) -> tuple[Told, set[Place]]:
        laid_out, breaks = _settled(part, stationery, looks, set())
        return laid_out.told, breaks

    return _settled(document, stationery, looks, ends_of_long_tables(document, settle))[0]


def _settled(
    document: Document, stationery: Stationery, looks: Mapping[str, str], breaks: set[Place]
) -> tuple[LaidOut, set[Place]]:
    """Return a document in which no rows are parted that stay together, and before what its pages were made to end."""
    laid_out, loose = _set(document, stationery, looks, breaks), False
    if is_over(document, stationery.profile, laid_out.told):
        laid_out, loose = _set(document, stationery, looks, breaks, loose=True), True
    for _ in range(_MOST_TRIES):
        parted = set(torn(document, stationery.profile, laid_out.told)) - breaks
        if not parted:
            break
        breaks |= parted
        laid_out = _set(document, stationery, looks, breaks, loose=loose)
    return laid_out, breaks


def _set(
    document: Document, stationery: Stationery, looks: Mapping[str, str], breaks: set[Place], *, loose: bool = False
) -> LaidOut:
    data = document_data(document, stationery.profile, breaks, loose=loose)
    _forget()  # but not before the PDF is asked for, which is made of what was set last
    compiler = _compiler({**looks, "document": _json(data)})
    told = json.loads(compiler.query("<da_xep>", field="value", one=True))
    lines = tuple(Line(*line) for line in told["lines"])
    return LaidOut(document, stationery, Told(lines, tuple(told["begins"]), told["pages"]), compiler)


@dataclass(frozen=True)
class _Known:
    """A profile as it is told from others: by its fingerprint."""

    fingerprint: str
    stationery: Stationery = field(compare=False)


@lru_cache(maxsize=64)
def _look(known: _Known) -> str:
    """Return the numbers of a profile as they are given to the frame; papers are set with the same few again and again."""
    return _json(look_data(known.stationery.profile))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _compiler(inputs: Mapping[str, str]) -> typst.Compiler:
    """Return a compiler of a document, which is given as data to the frame; it knows what it has set."""
    return typst.Compiler(
        _FRAME, root=_FRAME.parent, font_paths=find_fonts(), ignore_system_fonts=True, sys_inputs=dict(inputs)
    )


@cache
def _nothing() -> typst.Compiler:
    home = _FRAME.with_name("trong.typ")
    return typst.Compiler(home, root=home.parent, font_paths=find_fonts(), ignore_system_fonts=True)


def _forget() -> None:
    """Have the library forget what it has set: it drops what so many compilations have not asked for, and keeps it till then."""
    for _ in range(_KEPT):
        _nothing().compile(format="svg")
