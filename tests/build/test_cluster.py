"""A scheduler and two workers on this machine: the same bytes, a dead worker costs its jobs only, a strange one gets none."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from dvkgen.build import Outcome, Selection, build, fingerprint
from dvkgen.build.makers import Cluster, Makers
from dvkgen.findings import DvkgenError
from dvkgen.load import load
from tests.build.test_local_templates import PLACE, REPORT, SIMPLE, word
from tests.conftest import SAMPLE, TODAY, MakeRepo

# the library's own ends of sockets and loops
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
WITH_PHOTOS = ("chi-bo-hanh-chinh-cong", "chi-bo-tdp-05", "chi-bo-tieu-hoc-binh-minh")


@pytest.fixture
def two() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2,
        threads_per_worker=2,
        host="127.0.0.1",
        dashboard_address=":0",
        silence_logs=50,
    ) as running:
        yield running


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """Return a ward of which three units have filed articles with photos, and others none."""
    for folder in ("plans/dong-da", *(f"submissions/dong-da/2026/{unit}" for unit in WITH_PHOTOS)):
        shutil.copytree(SAMPLE / folder, tmp_path / folder)
    return tmp_path


def run(root: Path, makers: Makers, progress: Callable[[int, int], None] = lambda done, of: None) -> Outcome:
    repository = load(root, TODAY, pdf="typst")
    return build(repository, Selection(paths=("submissions",)), makers, progress, fresh=True)


def papers(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "build").rglob("*") if path.suffix in {".docx", ".pdf"})
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_papers_of_a_cluster_are_those_made_here(two: LocalCluster, ward: Path) -> None:
    run(ward, 0)
    here, said = papers(ward), list[str]()
    shutil.rmtree(ward / "build")
    outcome = run(ward, Cluster(two.scheduler_address, said.append))
    assert papers(ward) == here
    assert len(outcome.written) * 2 == len(here) > 10
    assert any("/bai-viet.pdf" in name for name in here)
    assert said == []


def test_a_word_file_of_ones_own_travels_with_its_job(two: LocalCluster, repo: MakeRepo) -> None:
    root = repo({"a/bao-cao-ket-qua": REPORT, PLACE: word(*SIMPLE)})
    run(root, 0)
    here = papers(root)
    run(root, Cluster(two.scheduler_address, print))
    assert papers(root) == here


def test_a_worker_that_is_killed_costs_its_jobs_only(two: LocalCluster, ward: Path) -> None:
    run(ward, 0)
    here, killed = papers(ward), list[int]()
    shutil.rmtree(ward / "build")

    def kill(done: int, of: int) -> None:
        if not killed:
            nanny = next(iter(two.workers.values()))
            killed.append(nanny.pid)
            os.kill(nanny.pid, signal.SIGKILL)

    outcome = run(ward, Cluster(two.scheduler_address, print), kill)
    assert killed
    assert papers(ward) == here
    assert [f for f in outcome.findings if f.check == "paper-not-made"] == []


def pretend() -> None:
    """Have this process look as if another Pillow were installed."""
    from dvkgen.build import cluster

    real = fingerprint.program()
    cluster.program = lambda: {**real, "pillow": "0.1"}


def test_a_worker_with_another_library_is_told_by_name_and_gets_no_job(two: LocalCluster, ward: Path) -> None:
    run(ward, 0)
    here, said = papers(ward), list[str]()
    with two.get_client() as client:
        first, second = two.scheduler_info["workers"]
        client.run(pretend, workers=[first])
        run(ward, Cluster(two.scheduler_address, said.append))
        assert papers(ward) == here
        assert said == [f"không dùng máy {first}: khác pillow"]
        client.run(pretend, workers=[second])
    with pytest.raises(DvkgenError, match="cùng phiên bản"):
        run(ward, Cluster(two.scheduler_address, said.append))


def test_a_cluster_that_is_not_there_is_told(repo: MakeRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repo({})
    monkeypatch.setattr("dvkgen.build.cluster._MOST_CONNECT", 1)
    with pytest.raises(DvkgenError, match=r"không nối được với cụm máy tcp://127\.0\.0\.1:9"):
        run(root, Cluster("tcp://127.0.0.1:9", print))
    for address in ("may-nao", "abc://x", "tcp://127.0.0.1:khong"):
        with pytest.raises(DvkgenError, match="không nối được"):
            run(root, Cluster(address, print))
    monkeypatch.setitem(sys.modules, "dvkgen.build.cluster", None)
    with pytest.raises(DvkgenError, match=r"dvkgen\[cluster\]"):
        run(root, Cluster("tcp://127.0.0.1:9", print))
