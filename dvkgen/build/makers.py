"""Who makes papers: processes of this machine, this process itself, or the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dvkgen.build import pool
from dvkgen.findings import DvkgenError
from dvkgen.load import Repository
from dvkgen.render.worker import Job, Rendered


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster: the address of its scheduler, and to whom it is told what becomes of its workers."""

    address: str
    tell: Callable[[str], None]


Makers = int | Cluster
"""So many processes, where that is 0 this one; or a cluster."""


def warm(repository: Repository, makers: Makers) -> None:
    """Have what takes its time begun, while other work goes on."""
    if isinstance(makers, int) and makers:
        pool.warm(repository.engine)


def rendered(jobs: Iterable[Job], repository: Repository, makers: Makers) -> Iterator[tuple[Job, Rendered]]:
    """Yield each job with its files, in whatever order they are made; raises DvkgenError where nobody can."""
    if isinstance(makers, int):
        yield from pool.rendered(jobs, repository, makers)
        return
    try:
        from dvkgen.build.cluster import rendered_by
    except ImportError as error:
        raise DvkgenError(
            "thiếu thư viện distributed cho --cluster: pip install 'dvkgen[cluster]', hoặc pip install distributed"
        ) from error
    yield from rendered_by(makers.address, makers.tell, jobs, repository)
