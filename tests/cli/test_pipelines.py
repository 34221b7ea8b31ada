"""The pipelines do on a runner what they say: check, build, review, with no right but to read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import SAMPLE
from tests.review.pairs import BASE

OURS = (".github/workflows/dvkgen.yml", ".gitlab-ci.yml", ".forgejo/workflows/dvkgen.yml")
THEIRS = ("github.yml", "gitlab.yml", "forgejo.yml")
UNIT = "submissions/mau/2026/tdp-1/dang-ky.yaml"


def read(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = YAML(typ="safe").load(path)
    return found


def every_pipeline() -> Iterator[tuple[str, Path]]:
    yield from ((name, SAMPLE / name) for name in OURS)
    yield from ((name, SAMPLE / "templates/kho" / name) for name in THEIRS)


@pytest.mark.parametrize(("name", "path"), tuple(every_pipeline()))
def test_a_pipeline_has_no_right_and_no_secret(name: str, path: Path) -> None:
    text = re.sub(r"(?m)^\s*#.*", "", path.read_text("utf-8"))
    assert not re.search(r"secrets\b|pull_request_target|write|CI_JOB_TOKEN|id-token|self-hosted|workflow_run", text)
    assert not re.search(r"run:.*\$\{\{", text), "what a stranger names is never part of a command"
    if "github" in name:
        assert read(path)["permissions"] == {"contents": "read"}
        assert "GITHUB_STEP_SUMMARY" in text


def steps_of(path: Path, *, is_change: bool) -> Iterator[tuple[str, Mapping[str, str], bool]]:
    """Yield the shell steps of the first job, each with its environment, and whether it runs though one before it failed."""
    known = read(path)
    if "jobs" not in known:
        job = next(value for name, value in known.items() if name != "workflow")
        yield "\n".join(job["script"]), {}, False
        return
    job = next(iter(known["jobs"].values()))
    for step in job["steps"]:
        when = step.get("if", "")
        if "run" in step and (is_change or "pull_request" not in when):
            env = {key: value.replace("${{ github.base_ref }}", "main") for key, value in step.get("env", {}).items()}
            yield step["run"], env, "always()" in when


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """Return a folder of commands as a runner would have them, `dvkgen` and `pip` among them."""
    tools = tmp_path / "lenh"
    tools.mkdir()
    for name, line in (
        ("dvkgen", f'PYTHONPATH="{SAMPLE}" exec "{sys.executable}" -m dvkgen "$@"'),
        ("pip", "exit 0"),
        ("apt-get", "exit 0"),
    ):
        (tools / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        (tools / name).chmod(0o755)
    return tools


def git(root: Path, *words: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@b", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)


PLACES = (".venv", "build", ".git", "node_modules", ".mypy_cache", ".ruff_cache", ".pytest_cache", "tests", "bench")
OTHERS = ("dien-chau", "long-bien", "minh-xuan", "thanh-mien")


def merged(tmp_path: Path, home: Path, edit: Mapping[str, tuple[str, str]]) -> Path:
    """Return a checkout of the merge of a change, as runners check it out: main is known as origin/main."""
    first = tmp_path / "goc"
    shutil.copytree(
        home, first, ignore=lambda folder, names: {*OTHERS, *(PLACES if Path(folder) == home else ())} & {*names}
    )
    (first / "dvkgen.yaml").write_text(
        "pdf: typst\n", "utf-8"
    )  # sooner; the pipelines do not say which engine a review uses
    git(first, "init", "-q")
    git(first, "add", "-A")
    git(first, "commit", "-qm", "đầu")
    git(first, "switch", "-qc", "bai")
    for path, (old, new) in edit.items():
        text = (first / path).read_text("utf-8")
        assert old in text
        (first / path).write_text(text.replace(old, new), "utf-8")
    git(first, "commit", "-qam", "sửa")
    git(first, "switch", "-q", "main")
    git(tmp_path, "clone", "-q", str(first), "lay-ve")
    checkout = tmp_path / "lay-ve"
    git(checkout, "merge", "-q", "--no-ff", "-m", "gộp", "origin/bai")
    git(checkout, "checkout", "-q", "--detach")
    return checkout


def run(path: Path, checkout: Path, tools: Path, *, is_change: bool = True) -> tuple[list[int], str, str]:
    """Run the shell steps of a pipeline in a checkout; return their statuses, what they said, and the summary."""
    summary = checkout.parent / "tom-tat.md"
    summary.touch()
    base = subprocess.run(["git", "rev-parse", "origin/main"], cwd=checkout, capture_output=True, text=True, check=True)
    env = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "HOME": os.environ["HOME"],
        "XDG_STATE_HOME": os.environ["XDG_STATE_HOME"],
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_PATH": str(checkout.parent / "path"),
        "GITHUB_ACTIONS": "true",
        **({"CI_MERGE_REQUEST_DIFF_BASE_SHA": base.stdout.strip()} if is_change else {}),
    }
    statuses, said = [], ""
    for script, more, in_any_case in steps_of(path, is_change=is_change):
        if any(statuses) and not in_any_case:
            continue
        line = re.sub(r"(?m)^(apt-get|python3 -m venv|echo /opt).*$", "true", script)
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", line],
            cwd=checkout,
            env=env | more,
            capture_output=True,
            text=True,
            check=False,
        )
        statuses.append(done.returncode)
        said += done.stdout + done.stderr
    return statuses, said, summary.read_text("utf-8")


@pytest.mark.parametrize("name", THEIRS)
def test_a_change_is_checked_built_and_reviewed(name: str, tmp_path: Path, runner: Path) -> None:
    checkout = merged(tmp_path, BASE, {UNIT: ("9 ngõ sâu", "19 ngõ sâu")})
    statuses, said, summary = run(SAMPLE / "templates/kho" / name, checkout, runner)
    assert set(statuses) == {0}, said
    assert "19 ngõ sâu" in (summary if name == "github.yml" else said)
    assert "<img " in (checkout / "build/so-ban.html").read_text("utf-8")
    assert (checkout / "build/index.html").is_file()
    assert (checkout / "build/mau/2026/ke-hoach.pdf").is_file()


@pytest.mark.parametrize("name", THEIRS[:1])
def test_a_mistake_stops_the_change_and_is_told_all_the_same(name: str, tmp_path: Path, runner: Path) -> None:
    checkout = merged(
        tmp_path,
        BASE,
        {
            UNIT: (
                "    linh_vuc: kinh_te\n    cap: phuong\n  - ma: den-ngo",
                "    linh_vuc: y_te\n    cap: phuong\n  - ma: den-ngo",
            )
        },
    )
    statuses, said, summary = run(SAMPLE / "templates/kho" / name, checkout, runner)
    assert any(statuses)
    assert "y_te" in said + summary
    assert "y_te" in (checkout / "build/so-ban.html").read_text("utf-8")


def test_the_pipelines_of_this_repository_run_by_make(tmp_path: Path, runner: Path) -> None:
    unit = "submissions/dong-da/2026/chi-bo-tdp-01/dang-ky.yaml"
    checkout = merged(tmp_path, SAMPLE, {unit: ("6 hộ", "7 hộ")})
    venv = Path(sys.prefix)
    (checkout / ".venv").symlink_to(venv)
    for file in ("requirements.lock", "tools/system.py"):  # what is installed here already is not installed again
        os.utime(checkout / file, (1, 1))
    if not (venv / ".ready").exists():
        pytest.fail("the environment of this checkout was not made by make")
    statuses, said, summary = run(SAMPLE / OURS[0], checkout, runner)
    assert set(statuses) == {0}, said
    assert "7 hộ" in summary
    assert (checkout / "build/so-ban.html").is_file()


def test_the_image_asks_for_no_secret_and_runs_as_nobody() -> None:
    lines = (SAMPLE / "Dockerfile").read_text("utf-8")
    assert "USER nguoi-dung" in lines
    assert "--require-hashes" in lines
    assert not re.search(r"(?i)secret|token|ARG ", lines)
    kept = (SAMPLE / ".dockerignore").read_text("utf-8").split()
    assert kept[0] == "**"
    assert all((SAMPLE / name.lstrip("!")).exists() for name in kept[1:] if name.startswith("!"))
