"""One document to its files, in whatever process: the heavy libraries are imported here, when first needed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from dvkgen.bounds import be_silent, bound_memory
from dvkgen.disk.door import reason
from dvkgen.document.tree import Document, pictures_in
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


@dataclass
class _Place:
    """Where this process works: the repository's root, its stationery, and what sets pages."""

    root: Path = Path()
    stationery: Mapping[str, Stationery] | None = None
    engine: Engine = Engine.WEASYPRINT


_PLACE = _Place()


MOST_MEMORY = 2_000_000_000
"""Bytes of data that a worker may hold, where the system keeps such bounds."""


def ready(root: Path, stationery: Mapping[str, Stationery], engine: Engine) -> None:
    """Prepare this process."""
    _PLACE.root, _PLACE.stationery, _PLACE.engine = root, stationery, engine


def serve(pipe: Connection, root: Path, stationery: Mapping[str, Stationery], engine: Engine) -> None:
    """Be a worker: render what comes through a pipe, within bounds, until the parent closes it or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    be_silent()
    bound_memory(MOST_MEMORY)
    ready(root, stationery, engine)
    jobs: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_take, args=(pipe, jobs), daemon=True).start()
    with suppress(OSError):
        while job := jobs.get():
            pipe.send(attempt(ForkingPickler.loads(job)))


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


def attempt(job: Job) -> Rendered:
    """Return what a job gives, with a refusal in place of what stands in its way: a file gone, a frame that lies."""
    try:
        return render(job)
    except (MemoryError, RecursionError):
        return Rendered({}, refusal="cần quá nhiều bộ nhớ", is_exhausted=True)
    except DvkgenError as error:
        return Rendered({}, refusal=str(error))
    except OSError as error:
        return Rendered({}, refusal=reason(error))
    except Exception as error:
        return Rendered({}, refusal=f"lỗi của chương trình ({type(error).__name__}: {error})")


def render(job: Job) -> Rendered:
    """Return the bytes of each format of a job."""
    assert _PLACE.stationery is not None, "ready() comes first"
    from dvkgen.render.engine import QUICK, lay_out_of
    from dvkgen.render.fit import set_well

    stationery = _PLACE.stationery[job.document.profile]
    images = _images(job.document)
    setting = set_well(job.document, stationery, images, lay_out_of(_PLACE.engine), lay_out_of(QUICK))
    setting.laid_out.refuse_lost()
    files: dict[str, bytes] = {}
    pages, differs, fault = None, "", ""
    if "docx" in job.formats:
        docx, differs, fault = _docx(setting.document, setting.stationery, images)
        files |= {"docx": docx} if docx else {}
    if "pdf" in job.formats:
        files["pdf"], pages = setting.laid_out.pdf(), setting.laid_out.page_count
    return Rendered(files, pages, differs, fault)


def _docx(document: Document, stationery: Stationery, images: Mapping[str, bytes]) -> tuple[bytes, str, str]:
    """Return the DOCX, how it differs from the paper, and why there is none: both only with a Word file of one's own."""
    own = document.sheets[0].local_word
    if own is None:
        from dvkgen.render.docx import render_docx

        return render_docx(document, stationery, images), "", ""
    from dvkgen.disk import door
    from dvkgen.render.local_word import LocalWordFault, difference, render_local_word

    try:
        data = render_local_word(own, door.read(_PLACE.root, own.path, door.MOST_WORD_FILE), stationery)
    except LocalWordFault as broken:
        return b"", "", broken.message
    return data, difference(document, data), ""


def _images(document: Document) -> dict[str, bytes]:
    pictures = pictures_in(document)
    if not pictures:
        return {}
    from dvkgen.disk import door
    from dvkgen.disk.pixels import print_copy

    return {picture.digest: print_copy(door.read(_PLACE.root, picture.path, door.MOST_PHOTO)) for picture in pictures}
