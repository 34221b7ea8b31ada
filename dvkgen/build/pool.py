"""Rendering by several processes: workers render, the parent alone writes papers and state.

Each worker is one process at the end of a pipe, within bounds of memory, and each paper within a time. One that dies is
replaced and its paper tried once more; a worker whose parent is gone ends by itself.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from dvkgen.findings import DvkgenError
from dvkgen.load import Repository
from dvkgen.render.worker import Job, Rendered, attempt, ready, serve

MOST_SECONDS = 120
"""Seconds that one paper may take."""
_STARTS = 5
"""How often it is tried to start a process."""
_DIED = "tiến trình làm văn bản đã chết hai lần, thường vì hết bộ nhớ"


def rendered(jobs: Sequence[Job], repository: Repository, processes: int) -> Iterator[tuple[Job, Rendered]]:
    """Yield each job with its files, the longest first; by so many processes, or where that is 0 in this one, unbounded."""
    if processes == 0:
        ready(repository.root, repository.stationery)
        yield from ((job, attempt(job)) for job in jobs)
        return
    longest_first = sorted(jobs, key=lambda job: -len(repr(job.document)))
    crew = _Crew(repository, longest_first)
    try:
        yield from crew.results(min(processes, len(jobs)))
    finally:
        crew.dismiss()


class _Worker:
    """A process, the pipe to it, and the job it has: since when, and for which time."""

    def __init__(self, repository: Repository) -> None:
        self.pipe, self.process = _started(repository)
        self.job: Job | None = None
        self.tries, self.ends = 0, 0.0

    def take(self, job: Job, tries: int) -> None:
        """Give the worker a job; one that has died does not take it, which is seen when it is waited for."""
        self.job, self.tries, self.ends = job, tries, time.monotonic() + MOST_SECONDS
        with suppress(OSError):
            self.pipe.send(job)

    def end(self) -> None:
        """End the process, whatever it does."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _started(repository: Repository) -> tuple[Connection, BaseProcess]:
    """Return a process that serves at the far end of a pipe; where the server that forks them has died, of a new one."""
    context = get_context("spawn") if os.name == "nt" else get_context("forkserver")
    for number in range(_STARTS):
        pipe, far = context.Pipe()
        process = context.Process(target=serve, args=(far, repository.root, repository.stationery), daemon=True)
        try:
            process.start()
        except (ConnectionError, EOFError):  # it is not yet known to be dead
            time.sleep(number / 10)
            continue
        finally:
            far.close()
        return pipe, process
    raise DvkgenError("không khởi động được tiến trình làm văn bản")


class _Crew:
    """The workers of one build, and the jobs that wait: each with how often it has been tried."""

    def __init__(self, repository: Repository, jobs: Sequence[Job]) -> None:
        self.repository = repository
        self.waiting = deque((job, 0) for job in jobs)
        self.workers: list[_Worker] = []

    def results(self, processes: int) -> Iterator[tuple[Job, Rendered]]:
        """Yield what comes back until no job is left."""
        self.workers = [_Worker(self.repository) for _ in range(processes)]
        for worker in self.workers:
            self._employ(worker)
        while busy := [worker for worker in self.workers if worker.job]:
            latest = min(worker.ends for worker in busy)
            there = set(wait([worker.pipe for worker in busy], max(0.0, latest - time.monotonic())))
            for worker in busy:
                if worker.pipe in there:
                    yield from self._answer(worker)
                elif worker.job and worker.ends <= time.monotonic():
                    yield worker.job, Rendered({}, refusal=f"làm quá {MOST_SECONDS} giây")
                    self._replace(worker)

    def _employ(self, worker: _Worker) -> None:
        worker.job = None
        if self.waiting:
            job, tries = self.waiting.popleft()
            worker.take(job, tries + 1)

    def _answer(self, worker: _Worker) -> Iterator[tuple[Job, Rendered]]:
        """Yield what a worker sends; where it is dead its job is tried again, once."""
        assert worker.job is not None, "an idle worker says nothing"
        try:
            answer: Rendered = worker.pipe.recv()
        except (EOFError, OSError):
            if worker.tries > 1:
                yield worker.job, Rendered({}, refusal=_DIED)
            else:
                self.waiting.append((worker.job, worker.tries))
            self._replace(worker)
            return
        yield worker.job, answer
        if answer.is_exhausted:
            self._replace(worker)
        else:
            self._employ(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.end()
        self.workers.remove(worker)
        if self.waiting:
            self.workers.append(_Worker(self.repository))
            self._employ(self.workers[-1])

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.end()
