"""Both sides are read from git or from folders; neither the work tree nor anything outside is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dvkgen.findings import DvkgenError
from dvkgen.review.compare import compared
from dvkgen.review.formats import as_text
from dvkgen.review.pair import pair
from dvkgen.review.revisions import sides
from tests.review.pairs import BASE, DAY

UNIT = "submissions/mau/2026/tdp-1/dang-ky.yaml"
Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Return a function that runs git in a repository that holds the base, committed on main."""
    shutil.copytree(BASE, tmp_path / "kho")
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b"}
    env = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull}

    def run(*words: str) -> str:
        call = ["git", *words]
        return subprocess.run(call, cwd=tmp_path / "kho", env=env, check=True, capture_output=True, text=True).stdout

    run("init", "-q", "-b", "main")
    run("add", "-A")
    run("commit", "-qm", "đầu")
    return run


def edit(root: Path, old: str = "9 ngõ sâu", new: str = "19 ngõ sâu") -> None:
    text = (root / UNIT).read_text("utf-8")
    assert old in text
    (root / UNIT).write_text(text.replace(old, new), "utf-8")


def lying(root: Path) -> list[tuple[Path, int]]:
    """Return how every file lies but for what was seen of photos, which any command notes."""
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".anh.json")
    return sorted((path, path.stat().st_mtime_ns) for path in files)


def told(root: Path, old: str = "", new: str = "") -> str:
    with pair(root, DAY, old, new) as both:
        return as_text(compared(both).review)


def test_a_branch_is_compared_with_where_it_left_main(git: Git, tmp_path: Path) -> None:
    root = tmp_path / "kho"
    git("switch", "-qc", "bai")
    edit(root)
    git("commit", "-qam", "sửa")
    git("switch", "-q", "main")
    edit(root, "6 hộ cận nghèo", "7 hộ cận nghèo")
    git("commit", "-qam", "khác")
    git("switch", "-q", "bai")
    shown = told(root)
    assert "19 ngõ sâu" in shown
    assert "lợn đất" not in shown
    assert "[-7-] {+6+} hộ" in told(root, "main", "bai")
    assert "19 ngõ" in told(root, "HEAD~1", "HEAD")
    assert "19 ngõ" in told(root, git("rev-parse", "HEAD~1").strip()[:8], "")


def test_what_is_not_committed_counts_and_nothing_is_touched(git: Git, tmp_path: Path) -> None:
    root = tmp_path / "kho"
    edit(root)
    (root / "submissions/mau/2026/tdp-2/phieu.docx").write_bytes(b"x")
    before = lying(root)
    shown = told(root)
    assert "19 ngõ sâu" in shown
    assert "phieu.docx" in shown
    assert lying(root) == before


def test_an_edit_of_the_same_length_in_the_same_moment_is_seen(git: Git, tmp_path: Path) -> None:
    root = tmp_path / "kho"
    edit(root, "9 ngõ sâu", "8 ngõ sâu")
    git("add", "-A")
    edit(root, "8 ngõ sâu", "7 ngõ sâu")
    assert "7 ngõ sâu" in told(root)


def test_a_link_of_a_revision_leads_nowhere(git: Git, tmp_path: Path) -> None:
    root, secret = tmp_path / "kho", tmp_path / "bi-mat.yaml"
    secret.write_text("ngay_gui: 01/3/2026\nmo_hinh: [{ten: bí mật ngoài kho}]\n", "utf-8")
    (root / "submissions/mau/2026/tdp-3/dang-ky.yaml").unlink()
    (root / "submissions/mau/2026/tdp-3/dang-ky.yaml").symlink_to(secret)
    (root / "plans/mau/ra").symlink_to(tmp_path)
    git("add", "-A")
    git("commit", "-qm", "liên kết")
    shown = told(root, "HEAD~1", "HEAD")
    assert "liên kết ra ngoài kho" in shown
    assert "bí mật" not in shown


def test_a_folder_of_a_larger_repository_is_reviewed_alone(git: Git, tmp_path: Path) -> None:
    root = tmp_path / "kho"
    (root / "con").mkdir()
    for part in ("plans", "submissions"):
        shutil.copytree(root / part, root / "con" / part)
    git("add", "-A")
    git("commit", "-qm", "kho con")
    edit(root)
    edit(root / "con", "6 hộ cận nghèo", "7 hộ cận nghèo")
    shown = told(root / "con", "HEAD")
    assert "7 hộ" in shown
    assert "19 ngõ" not in shown


@pytest.mark.parametrize("name", ["khong-co", "HEAD~99", "", "-x", "a..b", "HEAD^{tree}"])
def test_what_is_not_known_is_one_sentence(git: Git, tmp_path: Path, name: str) -> None:
    if not name:
        shutil.rmtree(tmp_path / "kho/.git")
    with pytest.raises(DvkgenError, match="git"), sides(tmp_path / "kho", name, ""):
        pass


def test_only_the_locality_that_differs_is_read(git: Git, tmp_path: Path) -> None:
    root = tmp_path / "kho"
    for part in ("plans", "submissions"):
        shutil.copytree(root / part / "mau", root / part / "khac")
    git("add", "-A")
    git("commit", "-qm", "nơi thứ hai")
    edit(root)
    with pair(root, DAY, "HEAD", "") as both:
        assert both.localities == {"mau"}
        assert {campaign.slug: len(campaign.filed) > 0 for campaign in both.new.campaigns} == {
            "khac": False,
            "mau": True,
        }
        assert {campaign.slug for campaign in both.old.campaigns} == {"khac", "mau"}
        review = compared(both).review
    assert not review.born
    assert not review.cured
