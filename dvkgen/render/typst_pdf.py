"""A `Document` to PDF/A-2a and PDF/UA-1 through Typst, which needs no system library.

The compiler is given the frame and plain data, no folder and no package; this module is the only importer of typst.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import typst

from dvkgen.document.tree import Document
from dvkgen.findings import DvkgenError
from dvkgen.render.pages import MOST_FITTED, Glimpse, SetPage
from dvkgen.render.typst import Place, document_data, look_data
from dvkgen.render.typst_long import ends_of_long_tables
from dvkgen.render.typst_pages import Line, Told, Torn, is_over, set_pages, torn
from dvkgen.render.typst_roomier import tears
from dvkgen.render.witness import FrameFault
from dvkgen.schema.profile import Profile, Stationery

_EPOCH = 1_577_836_800
"""The time stamp of every PDF: the same paper is the same bytes."""
_KEPT = 3
"""Compilations after which the library forgets what none of them has used."""
_MUCH = 50_000
"""Bytes of documents of which it is left to remember what it likes."""
_FRAME = Path(__file__).with_name("khung.typ")
_UNPRINTED = re.compile(r"the text `\"(.{1,40}?)\"` could not be displayed")
_NO_FONT = "không phông chữ nào trên máy này in được “{}”: bỏ hoặc thay ký tự ấy"
_MOST_TRIES = 60
"""How often a page is ended otherwise, each time for the first rows of a sheet that are torn from those they stay with."""


@cache
def find_fonts() -> typst.Fonts:
    """Return the fonts of the system, looked for once a process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def font_files(families: Collection[str]) -> dict[str, Path]:
    """Return the files of some families' faces on this system, by what each face is called."""
    wanted = {family.lower() for family in families}
    return {f"{font}": Path(font.path) for font in find_fonts().fonts() if font.path and font.family.lower() in wanted}


@dataclass(frozen=True)
class _Set:
    """A document as it was set once, before what its pages were made to end, and where rows are torn all the same."""

    told: Told
    compiler: typst.Compiler
    breaks: frozenset[Place]
    is_loose: bool
    torn: list[Torn]


@dataclass(frozen=True)
class LaidOut:
    """A document broken into pages, ready to be written: as it was set first, and when it is asked for, as it shall be."""

    document: Document
    stationery: Stationery
    looks: Mapping[str, str]
    first: _Set

    @cached_property
    def glimpse(self) -> Glimpse | None:
        """The sheets in which a page must end before a row for which there is room on it, and the pages of all others."""
        parted = {str(one.place[0]): one.is_close for one in self.first.torn}
        if self.first.told.pages > MOST_FITTED or not any(parted.values()):
            return None
        every = set_pages(self.document, self.stationery.profile, self.first.told)
        return Glimpse(tuple(page for page in every if page.sheet not in parted), sum(parted.values()))

    def tears_in(self, roomier: Profile) -> bool:
        """Whether rows would be torn from the signature in a profile that differs in more room around things."""
        return tears(self.document, self.stationery.profile, self.settled.told, roomier)

    @cached_property
    def settled(self) -> _Set:
        """The document with no rows parted that stay together."""
        done = self.first
        for _ in range(_MOST_TRIES):
            parted = {one.place for one in done.torn} - done.breaks
            if not parted:
                break
            done = _set(self.document, self.stationery, self.looks, done.breaks | parted, loose=done.is_loose)
        return done

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return self.settled.told.pages

    def pages(self) -> Iterator[SetPage]:
        """Yield what stands on each page."""
        yield from set_pages(self.document, self.stationery.profile, self.settled.told)

    def refuse_lost(self) -> None:
        """Raise FrameFault where a line stands below the foot of its page."""
        if is_over(self.document, self.stationery.profile, self.settled.told):
            raise FrameFault("có phần cao hơn một trang: hàng đầu bảng, cước chú")

    def pdf(self) -> bytes:
        """Return the PDF."""
        try:
            made = self.settled.compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=_EPOCH)
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

    def settle(part: Document) -> tuple[Told, frozenset[Place]]:
        done = _begun(part, stationery, looks, frozenset()).settled
        return done.told, done.breaks

    return _begun(document, stationery, looks, frozenset(ends_of_long_tables(document, settle)))


def _begun(document: Document, stationery: Stationery, looks: Mapping[str, str], breaks: frozenset[Place]) -> LaidOut:
    """Return a document as it is set first: where something is too high for a page, it may break."""
    first = _set(document, stationery, looks, breaks)
    if is_over(document, stationery.profile, first.told):
        first = _set(document, stationery, looks, breaks, loose=True)
    return LaidOut(document, stationery, looks, first)


def _set(
    document: Document,
    stationery: Stationery,
    looks: Mapping[str, str],
    breaks: frozenset[Place],
    *,
    loose: bool = False,
) -> _Set:
    data = _json(document_data(document, stationery.profile, breaks, loose=loose))
    _MEMORY.take(len(data))
    compiler = _compiler({**looks, "document": data})
    told = json.loads(compiler.query("<da_xep>", field="value", one=True))
    lines = tuple(Line(*line) for line in told["lines"])
    where = Told(lines, tuple(told["begins"]), told["pages"])
    return _Set(where, compiler, breaks, loose, torn(document, stationery.profile, where))


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


class _Memory:
    """What the library keeps of what it has set: it drops what a few compilations have not asked for, and not before."""

    def __init__(self) -> None:
        self.held = 0

    def take(self, size: int) -> None:
        """Make room for a document of so many bytes."""
        if self.held + size > _MUCH:
            for _ in range(_KEPT):
                _nothing().compile(format="svg")
            self.held = 0
        self.held += size


_MEMORY = _Memory()
