"""Workers that die, hang or take too much: the paper is told, the others are made, nobody is left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from multiprocessing import active_children, forkserver
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest

from dvkgen.build import Outcome, Selection, build, pool
from dvkgen.build.pool import rendered
from dvkgen.document.tree import Document
from dvkgen.load import load
from dvkgen.render.worker import Job
from tests.conftest import TODAY, MakeRepo, documents_in

ON_LINUX = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")


class Unpickled(Job):
    """A job that does something to the worker that takes it up."""

    does: tuple[Callable[..., Any], tuple[Any, ...]]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.does


class Numbered(Job):
    """A job whose target is the process that takes it up, which has held a good deal of memory by then."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return numbered, (self.document, self.formats)


def numbered(document: Document, formats: tuple[str, ...]) -> Job:
    assert len(b"x" * 600_000_000)
    return Job(replace(document, title=str(os.getpid())), formats)


class Greedy(Job):
    """A job that asks for more memory than there may be."""

    def __getattribute__(self, name: str) -> Any:
        return b"x" * 3_000_000_000 if name == "formats" else super().__getattribute__(name)


def jobs_of(root: Path) -> list[Job]:
    return [Job(document, ("docx",)) for document in documents_in(root).values()][:3]


def that_does(job: Job, what: Callable[..., Any], *args: Any) -> Unpickled:
    bad = Unpickled(job.document, job.formats)
    object.__setattr__(bad, "does", (what, args))
    return bad


def run(root: Path, progress: Callable[[int, int], None] = lambda done, of: None) -> Outcome:
    return build(load(root, TODAY), Selection(formats=("docx",)), 2, progress)


def test_a_paper_whose_worker_dies_twice_is_told_and_the_others_are_made(repo: MakeRepo) -> None:
    root = repo({})
    first, *others = jobs_of(root)
    bad = that_does(first, os._exit, 9)
    found = dict(rendered([bad, *others], load(root, TODAY), 2))
    assert "chết hai lần" in found.pop(bad).refusal
    assert [bool(made.files) for made in found.values()] == [True, True]


def test_a_paper_that_takes_too_long_is_told(repo: MakeRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_SECONDS", 5)
    root = repo({})
    first, *others = jobs_of(root)
    bad, start = that_does(first, time.sleep, 60), time.monotonic()
    found = dict(rendered([bad, *others], load(root, TODAY), 2))
    assert found.pop(bad).refusal == "làm quá 5 giây"
    assert all(made.files for made in found.values())
    assert time.monotonic() - start < 50


@ON_LINUX
def test_a_paper_that_takes_too_much_memory_is_told(repo: MakeRepo) -> None:
    root = repo({})
    first, *others = jobs_of(root)
    bad = Greedy(first.document, first.formats)
    found = dict(rendered([bad, *others], load(root, TODAY), 1))
    assert "bộ nhớ" in found.pop(bad).refusal
    assert all(made.files for made in found.values())


def test_a_worker_that_has_held_much_memory_is_replaced(repo: MakeRepo) -> None:
    root = repo({})
    jobs = [Numbered(job.document, job.formats) for job in jobs_of(root)]
    made = [result.files["docx"] for _, result in rendered(jobs, load(root, TODAY), 1)]
    titles = {ZipFile(BytesIO(data)).read("docProps/core.xml") for data in made}
    assert len(titles) == len(jobs)


def test_a_worker_that_is_killed_is_replaced_and_its_paper_made(repo: MakeRepo) -> None:
    root, killed = repo({}), []

    def kill(done: int, of: int) -> None:
        if done == 1:
            killed.extend(child.pid for child in active_children() if child.pid)
            for number in killed:
                os.kill(number, signal.SIGKILL)

    outcome = run(root, kill)
    assert killed
    assert [f for f in outcome.findings if f.check == "paper-not-made"] == []
    assert {path.suffix for path in (root / "build").rglob("*.docx")} == {".docx"}
    assert len(list((root / "build").rglob("*.docx"))) == len(outcome.written)


def test_jobs_and_answers_larger_than_a_pipe_holds_do_not_wait_for_each_other(
    repo: MakeRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MOST_SECONDS", 30)
    root = repo({})
    title = random.Random(1).randbytes(800_000).hex()
    jobs = [replace(job, document=replace(job.document, title=title), formats=("docx", "pdf")) for job in jobs_of(root)]
    made = list(rendered(jobs * 2, load(root, TODAY), 1))
    assert [len(result.files) for _, result in made] == [2] * len(jobs) * 2
    assert all(len(data) > 500_000 for _, result in made for data in result.files.values())


@ON_LINUX
def test_the_server_that_forks_workers_may_die(repo: MakeRepo) -> None:
    root = repo({})
    jobs = jobs_of(root)
    assert len(list(rendered(jobs, load(root, TODAY), 2))) == len(jobs)
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    for _ in range(5):
        os.kill(server, signal.SIGKILL)
        made = list(rendered(jobs, load(root, TODAY), 2))
        assert all(result.files for _, result in made)
        before, server = server, forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
        assert server != before


def processes_with(mark: str) -> list[int]:
    """Return the processes in whose environment a mark stands."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@ON_LINUX
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_nobody_is_left_behind_when_the_parent_goes(repo: MakeRepo, number: signal.Signals) -> None:
    root, mark = repo({}), f"mark-{uuid4()}"
    command = [sys.executable, "-m", "dvkgen", "build", "-j", "2", "--today", TODAY.isoformat()]
    started = subprocess.Popen(command, cwd=root, env={**os.environ, "MARK": mark, "PYTHONPATH": str(Path.cwd())}, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip
    deadline = time.monotonic() + 30
    while len(processes_with(mark)) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    started.send_signal(number)
    started.wait(30)
    while processes_with(mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_with(mark) == []
    if number == signal.SIGTERM:
        assert started.returncode == 128 + number
        assert list(root.rglob("*.tmp")) == []


def test_a_photo_that_goes_while_papers_are_made_is_told(repo: MakeRepo) -> None:
    root = repo({})
    first, *_ = jobs_of(root)
    (_, made), *_ = rendered([that_lacks_its_photo(first)], load(root, TODAY), 0)
    assert "không có tệp này" in made.refusal


def that_lacks_its_photo(job: Job) -> Job:
    from dataclasses import replace

    from dvkgen.document.tree import Figure, Picture

    (sheet, *others) = job.document.sheets
    figure = Figure(Picture("submissions/mat.jpg", "0" * 64, 1000, 1000), (), "ảnh")
    return replace(job, document=replace(job.document, sheets=(replace(sheet, body=(*sheet.body, figure)), *others)))
