"""Rendering by several processes: workers render, the parent alone writes papers and state."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from dvkgen.load import Repository
from dvkgen.render.worker import Job, Rendered, ready, render

_LEAST = 8
"""Papers from which processes are worth their start."""


def rendered(jobs: Sequence[Job], repository: Repository, processes: int) -> Iterator[tuple[Job, Rendered]]:
    """Yield each job with its files: in this process where there are few, else by processes, the longest first."""
    if len(jobs) < _LEAST or processes < 2:
        ready(repository.root, repository.stationery)
        yield from ((job, render(job)) for job in jobs)
        return
    context = get_context("spawn" if os.name == "nt" else "forkserver")
    pool = ProcessPoolExecutor(processes, context, ready, (repository.root, repository.stationery))
    try:
        longest_first = sorted(jobs, key=lambda job: -len(repr(job.document)))
        running = {pool.submit(render, job): job for job in longest_first}
        yield from ((running[future], future.result()) for future in as_completed(running))
    finally:
        pool.shutdown(cancel_futures=True)
