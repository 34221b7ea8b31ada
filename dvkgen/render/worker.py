"""One document to its files, in whatever process: the heavy libraries are imported here, when first needed."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dvkgen.document.tree import Document, pictures_in
from dvkgen.schema.profile import Stationery


@dataclass(frozen=True)
class Job:
    """A document to render in some formats."""

    document: Document
    formats: tuple[str, ...]


@dataclass(frozen=True)
class Rendered:
    """The bytes of a document in each format, the pages of its PDF, and how a locality's own Word file differs from it."""

    files: Mapping[str, bytes]
    pages: int | None = None
    difference: str = ""
    fault: str = ""


@dataclass
class _Place:
    """Where this process works: the repository's root and its stationery."""

    root: Path = Path()
    stationery: Mapping[str, Stationery] | None = None


_PLACE = _Place()


def ready(root: Path, stationery: Mapping[str, Stationery]) -> None:
    """Prepare this process; a worker leaves Ctrl-C to its parent."""
    _PLACE.root, _PLACE.stationery = root, stationery
    import multiprocessing

    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def render(job: Job) -> Rendered:
    """Return the bytes of each format of a job."""
    assert _PLACE.stationery is not None, "ready() comes first"
    from dvkgen.render.fit import set_well

    stationery = _PLACE.stationery[job.document.profile]
    images = _images(job.document)
    setting = set_well(job.document, stationery, images)
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
        data = render_local_word(own, door.read(_PLACE.root, own.path, door.MOST_WORD_FILE))
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
