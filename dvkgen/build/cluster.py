"""Rendering by the workers of a Dask cluster: jobs are plain data, the caller alone writes, the papers are the same bytes.

The scheduler deals out the jobs and gives those of a worker that dies to others. What papers are printed on travels once
to each worker, a photo once for all papers that print it. A worker on which the program, a library or a font differs
would make other bytes: it is told by name and gets no job. This module is the only importer of distributed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import uuid4

from distributed import Client, Future, WorkerPlugin, get_worker, wait

from dvkgen.build.fingerprint import digest, program
from dvkgen.build.pool import MOST_SECONDS
from dvkgen.disk import door
from dvkgen.disk.door import reason
from dvkgen.disk.pixels import print_copy
from dvkgen.document.tree import LocalWord, Picture, pictures_in
from dvkgen.findings import DvkgenError
from dvkgen.load import Repository
from dvkgen.render.engine import Engine
from dvkgen.render.worker import FilesBelow, Job, Rendered, Workplace, attempt
from dvkgen.schema.profile import Stationery

_AHEAD = 3
"""Jobs given out for each worker: one at work, the others on their way."""
_MOST_SECONDS = MOST_SECONDS * _AHEAD
"""Seconds after which a job that was given out is given up."""
_MOST_WAIT, _LOOK = 60, 2
"""Seconds without any fit worker after which all is given up, and how often workers are looked for."""
_MOST_FONT, _MOST_CONNECT = 100_000_000, 10
"""Bytes of a font file, and seconds until a scheduler answers."""
_FONTS = "phông chữ"
_NO_WORKER = "cụm máy không có máy nào làm được văn bản: mọi máy phải cùng phiên bản dvkgen, thư viện và phông chữ"


def surroundings(families: Sequence[str]) -> Mapping[str, str]:
    """Return what the bytes of papers depend on where they are made, by name: program, libraries, fonts."""
    from dvkgen.render.typst_pdf import font_files

    files = font_files(families)
    faces = (f"{face}{digest(door.read(file.parent, file.name, _MOST_FONT))}" for face, file in sorted(files.items()))
    return {**program(), _FONTS: digest("".join(faces).encode())}


@dataclass(frozen=True)
class _Sent:
    """Files that came with a job."""

    photos: Mapping[str, bytes]
    own: bytes

    def photo(self, picture: Picture) -> bytes:
        """Return the JPEG for print of a photo."""
        return self.photos[picture.digest]

    def word_file(self, own: LocalWord) -> bytes:
        """Return the locality's own Word file."""
        return self.own


class _Room(WorkerPlugin):
    """What a worker keeps of a build: what papers are printed on, and that it makes one at a time."""

    def __init__(self, stationery: Mapping[str, Stationery], engine: Engine) -> None:
        self.stationery, self.engine = stationery, engine

    def setup(self, worker: Any) -> None:
        """Begin: what sets pages is not made for two at once."""
        self.lock = Lock()


def _paper(job: Job, room: str, digests: Sequence[str], photos: Sequence[bytes], own: bytes) -> Rendered:
    """Return what a job gives, on a worker."""
    here = get_worker().plugins[room]
    assert isinstance(here, _Room), "its name is nobody else's"
    files = _Sent(dict(zip(digests, photos, strict=True)), own)
    with here.lock:
        return attempt(job, Workplace(files, here.stationery, here.engine))


def rendered_by(
    address: str, tell: Callable[[str], None], jobs: Iterable[Job], repository: Repository
) -> Iterator[tuple[Job, Rendered]]:
    """Yield each job with its files, in whatever order they are made; raises DvkgenError where no worker can make them.

    `address` is that of the scheduler; `tell` is told which workers get no job, and why.
    """
    try:
        client = Client(address, timeout=_MOST_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise DvkgenError(f"không nối được với cụm máy {address}") from error
    with client:
        work = _Work(client, tell, repository)
        client.register_plugin(_Room(repository.stationery, repository.engine), name=work.room)
        try:
            yield from work.results(jobs)
        finally:
            client.unregister_worker_plugin(work.room)


@dataclass(frozen=True)
class _Given:
    """A job that was given out, and when."""

    job: Job
    since: float


class _Work:
    """The work of one build: the workers that are fit for it, the photos that are there, the jobs that are given out."""

    def __init__(self, client: Client, tell: Callable[[str], None], repository: Repository) -> None:
        self.client, self.tell, self.files = client, tell, FilesBelow(repository.root)
        self.room = f"dvkgen-{uuid4().hex}"
        looks = [look.profile for look in repository.stationery.values()]
        self.families = sorted({family for look in looks for family in (look.family, *look.substitutes)})
        self.expected = surroundings(self.families)
        self.is_fit: dict[str, bool] = {}
        self.photos: dict[str, Future[Any]] = {}
        self.given: dict[Future[Any], _Given] = {}

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Rendered]]:
        """Yield each job with what it gave."""
        waiting, last_seen = iter(jobs), time.monotonic()
        job = next(waiting, None)
        while job or self.given:
            if fit := self._fit():
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > _MOST_WAIT or not self.given:
                raise DvkgenError(_NO_WORKER)
            while job and len(self.given) < _AHEAD * len(fit):
                yield from self._give(job, fit)
                job = next(waiting, None)
            yield from self._come_back()

    def _fit(self) -> list[str]:
        """Return the addresses of the workers that make the same bytes as this machine; others are told, once."""
        there = list(self.client.scheduler_info(n_workers=-1)["workers"])
        if fresh := [address for address in there if address not in self.is_fit]:
            found = self.client.run(surroundings, self.families, workers=fresh, on_error="return")
            for address in fresh:
                self.is_fit[address] = not (differs := _difference(self.expected, found.get(address)))
                if differs:
                    self.tell(f"không dùng máy {address}: khác {differs}")
        return [address for address in there if self.is_fit[address]]

    def _give(self, job: Job, fit: Sequence[str]) -> Iterator[tuple[Job, Rendered]]:
        """Give out a job to whichever fit worker is free; yield it at once where a file that it prints is gone."""
        own = job.document.sheets[0].local_word
        try:
            photos = {picture.digest: self._photo(picture, fit) for picture in pictures_in(job.document)}
            word = self.files.word_file(own) if own and "docx" in job.formats else b""
        except OSError as error:
            yield job, Rendered({}, refusal=reason(error))
            return
        arguments = (job, self.room, list(photos), list(photos.values()), word)
        future = self.client.submit(_paper, *arguments, workers=fit, key=f"{self.room}-{uuid4().hex}", pure=False)
        self.given[future] = _Given(job, time.monotonic())

    def _photo(self, picture: Picture, fit: Sequence[str]) -> Future[Any]:
        """Return where a photo is made ready for print: once, on some worker, for all papers that hold it."""
        if picture.digest not in self.photos:
            data = self.files.raw_photo(picture)
            key = f"{self.room}-anh-{picture.digest}"
            self.photos[picture.digest] = self.client.submit(print_copy, data, workers=fit, key=key)
        return self.photos[picture.digest]

    def _come_back(self) -> Iterator[tuple[Job, Rendered]]:
        """Yield what has come back in a moment, and what is given up."""
        with suppress(TimeoutError), self.client.as_current():
            wait(list(self.given), timeout=_LOOK, return_when="FIRST_COMPLETED")
        for future, given in list(self.given.items()):
            if future.done():
                yield given.job, _answer(future)
            elif time.monotonic() - given.since > _MOST_SECONDS:
                future.cancel(force=True)
                yield given.job, Rendered({}, refusal=f"làm quá {_MOST_SECONDS} giây")
            else:
                continue
            del self.given[future]


def _answer(future: Future[Any]) -> Rendered:
    if future.status == "finished":
        answer: Rendered = future.result()
        return answer
    return Rendered({}, refusal=f"cụm máy không làm được ({type(future.exception()).__name__})")


def _difference(expected: Mapping[str, str], found: object) -> str:
    """Return by name what differs on another machine, nothing where nothing does."""
    if not isinstance(found, Mapping):
        return f"dvkgen ({type(found).__name__})"
    return ", ".join(name for name in {**expected, **found} if expected.get(name) != found.get(name))
