"""Rendering by several processes: workers render, the parent alone writes papers and state.

Each worker is one process at the end of a pipe, within bounds of memory, and each paper within a time. One that dies is
replaced and its paper tried once more; a worker whose parent is gone ends by itself.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from dvkgen.findings import DvkgenError
from dvkgen.load import Repository
from dvkgen.render.engine import Engine
from dvkgen.render.worker import FilesBelow, Job, Rendered, Workplace, attempt, serve

MOST_SECONDS = 120
"""Seconds that one paper may take."""
_AHEAD = 2
"""How many tasks a worker has been given at the most."""
_STARTS = 5
"""How often it is tried to start a process."""
_DIED = "tiến trình làm văn bản đã chết hai lần, thường vì hết bộ nhớ"


def rendered(jobs: Iterable[Job], repository: Repository, processes: int) -> Iterator[tuple[Job, Rendered]]:
    """Yield each job with its files, begun in their order; by so many processes, or where that is 0 in this one, unbounded.

    Jobs are asked for as they are needed, while others are at work.
    """
    workplace = Workplace(FilesBelow(repository.root), repository.stationery, repository.engine)
    if processes == 0:
        yield from ((job, attempt(job, workplace)) for job in jobs)
        return
    crew = _Crew(workplace, jobs, processes)
    try:
        yield from crew.results()
    finally:
        crew.dismiss()


def warm(engine: Engine) -> None:
    """Have the libraries that papers need loaded by the server from which workers are forked, while other work goes on."""
    if os.name != "nt":
        get_context("forkserver").set_forkserver_preload([f"dvkgen.render.warm_{engine}"])
        forkserver.ensure_running()


@dataclass
class _Task:
    """A job, and how often it has been given to a worker."""

    job: Job
    tries: int = 0


class _Worker:
    """A process, the pipe to it, and the tasks it has been given: the first is at work, until when it may be."""

    def __init__(self, workplace: Workplace) -> None:
        self.pipe, self.process = _started(workplace)
        self.tasks: deque[_Task] = deque()
        self.ends = 0.0

    def give(self, task: _Task) -> None:
        """Give the worker a task; one that has died does not take it, which is seen when it is waited for."""
        task.tries += 1
        self.tasks.append(task)
        if len(self.tasks) == 1:
            self.begin()
        with suppress(OSError):
            self.pipe.send(task.job)

    def begin(self) -> None:
        """Begin to count the time of the first task."""
        self.ends = time.monotonic() + MOST_SECONDS

    def end(self) -> None:
        """End the process, whatever it does."""
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _started(workplace: Workplace) -> tuple[Connection, BaseProcess]:
    """Return a process that serves at the far end of a pipe; where the server that forks them has died, of a new one."""
    context = get_context("spawn") if os.name == "nt" else get_context("forkserver")
    for number in range(_STARTS):
        pipe, far = context.Pipe()
        process = context.Process(target=serve, args=(far, workplace), daemon=True)
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
    """The workers of one build, and the tasks that wait: a few, the others are asked for when these are gone."""

    def __init__(self, workplace: Workplace, jobs: Iterable[Job], processes: int) -> None:
        self.workplace, self.jobs, self.processes = workplace, iter(jobs), processes
        self.waiting = deque[_Task]()
        self.workers: list[_Worker] = []

    def _look_ahead(self) -> None:
        """Have more tasks wait than there are workers, as long as there are any."""
        missing = self.processes + 1 - len(self.waiting)
        self.waiting.extend(map(_Task, islice(self.jobs, max(0, missing))))

    def results(self) -> Iterator[tuple[Job, Rendered]]:
        """Yield what comes back until no task is left."""
        self._look_ahead()
        self.workers = [_Worker(self.workplace) for _ in range(min(self.processes, len(self.waiting)))]
        for worker in self.workers:
            self._employ(worker)
        while busy := [worker for worker in self.workers if worker.tasks]:
            latest = min(worker.ends for worker in busy)
            there = set(wait([worker.pipe for worker in busy], max(0.0, latest - time.monotonic())))
            for worker in busy:
                if worker.pipe in there:
                    yield from self._answer(worker)
                elif worker.ends <= time.monotonic():
                    yield worker.tasks.popleft().job, Rendered({}, refusal=f"làm quá {MOST_SECONDS} giây")
                    self._replace(worker)

    def _employ(self, worker: _Worker) -> None:
        """Give a worker what it is to do next, and one task more, so that it never waits; the last ones are shared out."""
        while self.waiting and len(worker.tasks) < (_AHEAD if len(self.waiting) > len(self.workers) else 1):
            worker.give(self.waiting.popleft())
            self._look_ahead()

    def _answer(self, worker: _Worker) -> Iterator[tuple[Job, Rendered]]:
        """Yield what a worker sends; where it is dead its task is tried again, once."""
        try:
            answer: Rendered = worker.pipe.recv()
        except (EOFError, OSError):
            task = worker.tasks.popleft()
            if task.tries > 1:
                yield task.job, Rendered({}, refusal=_DIED)
            else:
                self.waiting.append(task)
            self._replace(worker)
            return
        yield worker.tasks.popleft().job, answer
        if answer.is_exhausted:
            self._replace(worker)
        else:
            worker.begin()
            self._employ(worker)

    def _replace(self, worker: _Worker) -> None:
        """End a worker; what it had not begun is another's, as if nobody had been given it."""
        worker.end()
        self.workers.remove(worker)
        for task in reversed(worker.tasks):
            task.tries -= 1
            self.waiting.appendleft(task)
        if self.waiting:
            self.workers.append(_Worker(self.workplace))
            self._employ(self.workers[-1])

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.end()
