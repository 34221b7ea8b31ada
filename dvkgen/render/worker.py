"""One document to its files, in whatever process: the heavy libraries are imported here, when first needed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Protocol

from dvkgen.bounds import be_silent, bound_memory, most_held
from dvkgen.disk.door import reason
from dvkgen.document.tree import Document, LocalWord, Picture, pictures_in
from dvkgen.findings import DvkgenError
from dvkgen.render.engine import Engine
from dvkgen.schema.profile import Stationery


@dataclass(frozen=True)
class Job:
    """A document to render in some formats."""

    document: Document
    formats: tuple[str, ...]


@dataclass(frozen=True)
class Rendered:
    """The bytes of a document in each format, the pages of its PDF, and how a locality's own Word file differs from it.

    `refusal` says in Vietnamese why nothing was made, `is_exhausted` that the process should not go on.
    """

    files: Mapping[str, bytes]
    pages: int | None = None
    difference: str = ""
    fault: str = ""
    refusal: str = ""
    is_exhausted: bool = False


class Files(Protocol):
    """Where a document's files come from."""

    def photo(self, picture: Picture) -> bytes:
        """Return the JPEG for print of a photo."""

    def word_file(self, own: LocalWord) -> bytes:
        """Return a locality's own Word file."""


@dataclass(frozen=True)
class FilesBelow:
    """The files below a repository's root."""

    root: Path

    def photo(self, picture: Picture) -> bytes:
        """Return the JPEG for print of a photo; raises OSError where it is gone."""
        from dvkgen.disk.pixels import print_copy

        return print_copy(self.raw_photo(picture))

    def raw_photo(self, picture: Picture) -> bytes:
        """Return a photo as it lies there; raises OSError where it is gone."""
        from dvkgen.disk import door

        return door.read(self.root, picture.path, door.MOST_PHOTO)

    def word_file(self, own: LocalWord) -> bytes:
        """Return a locality's own Word file; raises OSError where it is gone."""
        from dvkgen.disk import door

        return door.read(self.root, own.path, door.MOST_WORD_FILE)


@dataclass(frozen=True)
class Workplace:
    """Where papers are rendered: where their files come from, what they are printed on, and what sets pages."""

    files: Files
    stationery: Mapping[str, Stationery]
    engine: Engine


MOST_MEMORY = 2_000_000_000
"""Bytes of data that a worker may hold, where the system keeps such bounds."""
ENOUGH_MEMORY = 200_000_000
"""Bytes after which a worker is replaced: what a list of a thousand rows took is not given back before it ends."""


def serve(pipe: Connection, workplace: Workplace) -> None:
    """Be a worker: render what comes through a pipe, within bounds, until the parent closes it or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    be_silent()
    bound_memory(MOST_MEMORY)
    jobs: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_take, args=(pipe, jobs), daemon=True).start()
    with suppress(OSError):
        while job := jobs.get():
            answer = attempt(ForkingPickler.loads(job), workplace)
            pipe.send(replace(answer, is_exhausted=answer.is_exhausted or most_held() > ENOUGH_MEMORY))


def _take(pipe: Connection, jobs: SimpleQueue[bytes]) -> None:
    """Take jobs while one is at work: else the parent, giving one, and this process, answering, could wait for each other."""
    with suppress(EOFError, OSError):
        while True:
            jobs.put(pipe.recv_bytes())
    jobs.put(b"")


def _end_with(parent: BaseProcess | None) -> None:
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def attempt(job: Job, workplace: Workplace) -> Rendered:
    """Return what a job gives, with a refusal in place of what stands in its way: a file gone, a frame that lies."""
    try:
        return render(job, workplace)
    except (MemoryError, RecursionError):
        return Rendered({}, refusal="cần quá nhiều bộ nhớ", is_exhausted=True)
    except DvkgenError as error:
        return Rendered({}, refusal=str(error))
    except OSError as error:
        return Rendered({}, refusal=reason(error))
    except Exception as error:
        return Rendered({}, refusal=f"lỗi của chương trình ({type(error).__name__}: {error})")


def render(job: Job, workplace: Workplace) -> Rendered:
    """Return the bytes of each format of a job."""
    from dvkgen.render.engine import QUICK, lay_out_of
    from dvkgen.render.fit import set_well

    document, stationery = job.document, workplace.stationery[job.document.profile]
    images = {picture.digest: workplace.files.photo(picture) for picture in pictures_in(document)}
    setting = set_well(document, stationery, images, lay_out_of(workplace.engine), lay_out_of(QUICK))
    setting.laid_out.refuse_lost()
    files: dict[str, bytes] = {}
    pages, differs, fault = None, "", ""
    if "docx" in job.formats:
        docx, differs, fault = _docx(setting.document, setting.stationery, images, workplace.files)
        files |= {"docx": docx} if docx else {}
    if "pdf" in job.formats:
        files["pdf"], pages = setting.laid_out.pdf(), setting.laid_out.page_count
    if "xlsx" in job.formats:
        from dvkgen.render.xlsx import render_xlsx

        files["xlsx"] = render_xlsx(document)
    return Rendered(files, pages, differs, fault)


def _docx(
    document: Document, stationery: Stationery, images: Mapping[str, bytes], files: Files
) -> tuple[bytes, str, str]:
    """Return the DOCX, how it differs from the paper, and why there is none: both only with a Word file of one's own."""
    own = document.sheets[0].local_word
    if own is None:
        from dvkgen.render.docx import render_docx

        return render_docx(document, stationery, images), "", ""
    from dvkgen.render.local_word import LocalWordFault, difference, render_local_word

    try:
        data = render_local_word(own, files.word_file(own), stationery)
    except LocalWordFault as broken:
        return b"", "", broken.message
    return data, difference(document, data), ""
