"""What is remembered of papers: under whatever names people choose, and nothing of what a forged memory says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dvkgen.build.state import STATE, State
from tests.conftest import UNITS, MakeRepo, built

ODD = ("chi_bo_1", "Chi-Bo-B", "chi bộ c", "chi.bo.d")


def test_papers_are_remembered_and_taken_away_under_any_name(repo: MakeRepo) -> None:
    root = repo({})
    (root / "plans/mau").rename(root / "plans/Phường_Mẫu")
    (root / "submissions/mau").rename(root / "submissions/Phường_Mẫu")
    first = built(root)
    assert len(first.written) > 1
    assert not built(root).written
    (root / "submissions/Phường_Mẫu/2026/a/dang-ky.yaml").unlink()
    gone = [target for target in first.written if "/a/" in target]
    assert gone
    assert set(gone) <= set(built(root).pruned)
    assert not [file for file in (root / "build").rglob("*") if file.is_file() and "/a/" in file.as_posix()]


@pytest.mark.parametrize("code", ["chi_bo_1", "chi-bo-1"])
def test_a_unit_with_an_underscore_is_remembered(repo: MakeRepo, code: str) -> None:
    root = repo({"don-vi": UNITS.replace("ma: a,", f"ma: {code},")})
    (root / "submissions/mau/2026/a").rename(root / f"submissions/mau/2026/{code}")
    assert built(root).written
    assert not built(root).written


@pytest.mark.parametrize(
    "target", ["../x/y", "a/../../y", "/etc/y", "a/.git/y", "a", "a//y", "a/\ud800", "c:/y", "a\\b/y"]
)
def test_a_forged_memory_leads_nowhere(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / STATE).write_text(json.dumps({target: {"pdf": {}}, "mau/2026/x": {"pdf": {}}}), "utf-8")
    assert list(State(folder).targets) == ["mau/2026/x"]


@pytest.mark.parametrize(
    "text", ["[]", "null", '{"a/b": 9e400}', '{"a/b": {"da_thay": {"trang": "zz"}}}', "[" * 100_000]
)
def test_a_damaged_memory_means_building_anew(repo: MakeRepo, text: str) -> None:
    root = repo({})
    (root / "build").mkdir()
    (root / "build" / STATE).write_text(text, "utf-8")
    (root / "build/.anh.json").write_text(text, "utf-8")
    assert built(root).written
