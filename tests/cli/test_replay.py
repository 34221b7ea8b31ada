"""Where nothing has changed a command says again what it said; whatever has changed is seen, and nothing else is believed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dvkgen.cli.commands import dvkgen
from dvkgen.cli.replay import Replay
from tests.conftest import TODAY, MakeRepo, place

LIST = "build/mau/2026/a/danh-sach-dang-ky"
FEW = ("--format", "docx", "--only", "danh-sach-dang-ky")
WITH_FINDINGS = {
    "b/dang-ky": "ngay_gui: 20/02/2026\nmo_hinh: [{ma: m, ten: Hiến đất, tap_the: Chi bộ B, linh_vuc: kinh_te, cap: phuong}]\n"
}


def run(root: Path, *options: str, command: str = "build") -> Result:
    few = FEW if command == "build" else ()
    return CliRunner().invoke(dvkgen, [command, "--root", str(root), "--today", TODAY.isoformat(), *few, *options])


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return whether each command since has done its work, and not said again what it said."""
    done: list[bool] = []
    recall = Replay.recall

    def seen(self: Replay) -> object:
        said = recall(self)
        done.append(said is None)
        return said

    monkeypatch.setattr(Replay, "recall", seen)
    return done


def settled(root: Path, command: str = "build") -> Result:
    """Return what a command says where nothing has changed for a while."""
    run(root)
    time.sleep(0.1)
    return run(root, command=command)


@pytest.mark.parametrize("command", ["build", "check"])
def test_what_is_said_again_is_what_the_work_says(repo: MakeRepo, worked: list[bool], command: str) -> None:
    root = repo(WITH_FINDINGS)
    first = settled(root, command)
    again = run(root, command=command)
    assert worked[-2:] == [True, False]
    for memory in (root / "build").glob(".da-noi-*"):
        memory.unlink()
    anew = run(root, command=command)
    assert worked[-1]
    assert (first.output, first.exit_code) == (again.output, again.exit_code) == (anew.output, anew.exit_code)
    assert "late" in anew.output


def edited(root: Path) -> None:
    file = root / place("a/dang-ky")
    file.write_text(file.read_text("utf-8").replace("ngõ một", "ngõ hai"), "utf-8")


def edited_in_secret(root: Path) -> None:
    file = root / place("a/dang-ky")
    before = file.stat()
    edited(root)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def added(root: Path) -> None:
    (root / place("c/dang-ky")).parent.mkdir()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a file is edited": edited,
    "a file is edited and its time set back": edited_in_secret,
    "a folder is added": added,
    "a file goes": lambda root: (root / place("b/dang-ky")).unlink(),
    "a file of one's own comes": lambda root: (root / "dvkgen.yaml").write_text("pdf: typst\n", "utf-8"),
    "templates come": lambda root: shutil.copytree(Path(__file__).parents[2] / "templates", root / "templates"),
    "a paper goes": lambda root: (root / f"{LIST}.docx").unlink(),
    "a paper is edited": lambda root: (root / f"{LIST}.docx").write_bytes(b"x"),
    "the state goes": lambda root: (root / "build/.dvkgen.json").unlink(),
    "the state is another": lambda root: (root / "build/.dvkgen.json").write_text("{}", "utf-8"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(repo: MakeRepo, worked: list[bool], change: str) -> None:
    root = repo({})
    settled(root)
    run(root)
    assert not worked[-1]
    CHANGES[change](root)
    run(root)
    assert worked[-1]
    time.sleep(0.1)
    run(root)
    run(root)
    assert not worked[-1]


@pytest.mark.parametrize(
    "options",
    [("--today", "2026-11-23"), ("--only", "bieu-tong-hop"), ("--explain",), ("--pdf", "typst"), ("--fresh",)],
)
def test_another_call_is_another_one(repo: MakeRepo, worked: list[bool], options: tuple[str, ...]) -> None:
    root = repo({})
    settled(root)
    done = len(worked)
    assert run(root, *options).exit_code == 0
    assert all(worked[done:])


@pytest.mark.parametrize("text", ["", "{}", "x", "null", "0" * 64 + "\n{}", "\n" * 3])
def test_a_memory_that_this_machine_has_not_sealed_is_none(repo: MakeRepo, worked: list[bool], text: str) -> None:
    root = repo({})
    settled(root)
    (memory,) = (root / "build").glob(".da-noi-*")
    memory.write_text(text, "utf-8")
    run(root)
    assert worked[-1]


def test_few_calls_are_remembered(repo: MakeRepo) -> None:
    root = repo({})
    run(root)
    time.sleep(0.1)
    for day in range(1, 13):
        run(root, "--today", f"2026-12-{day:02}", command="check")
    assert 0 < len(list((root / "build").glob(".da-noi-*"))) <= 8
