"""`review`, `board` and `watch` as they are typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dvkgen.cli.commands import dvkgen
from tests.review.pairs import BASE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "kho")
    return tmp_path / "kho"


def call(*words: str) -> Result:
    return CliRunner().invoke(dvkgen, [*words, "--today", "2026-05-20"])


def test_the_board_is_written_into_build_and_elsewhere(root: Path, tmp_path: Path) -> None:
    assert call("board", "--root", str(root)).exit_code == 0
    page = (root / "build/mau/index.html").read_text("utf-8")
    assert 'href="../../submissions/mau/2026/tdp-1/dang-ky.yaml#L1"' in page
    done = call("board", "mau", "--root", str(root), "--ra", str(tmp_path / "bang"))
    assert "2 trang đã viết" in done.output
    assert 'href="../../kho/submissions/mau/2026/tdp-1/dang-ky.yaml#L1"' in (
        tmp_path / "bang/mau/index.html"
    ).read_text("utf-8")
    assert "0 trang" in call("board", "mau", "--root", str(root)).output


def test_a_locality_that_is_not_there_is_told_with_the_nearest(root: Path) -> None:
    done = call("board", "mao", "--root", str(root))
    assert done.exit_code == 2
    assert "mau" in done.output


@pytest.mark.parametrize("wording", ["{{ khong_co", "{% for n in range(99999999) %}a{% endfor %}", "{{ khong_co }}"])
def test_a_template_of_ones_own_that_cannot_be_used_is_a_finding(root: Path, wording: str) -> None:
    own = root / "templates/bang/_dot.html"
    own.parent.mkdir(parents=True)
    own.write_text(wording, "utf-8")
    done = call("board", "--root", str(root))
    assert done.exit_code == 1
    assert done.output.startswith("templates/bang/_dot.html:1:1: lỗi: ")
    built = call("build", "--root", str(root), "--only", "bieu-tong-hop", "--pdf", "typst", "-j", "1")
    assert built.exit_code == 1
    assert "templates/bang/_dot.html:1:1: lỗi: " in built.output
    assert (root / "build/mau/2026/tong-hop/bieu-tong-hop.pdf").is_file()


def test_words_of_ones_own_reach_the_board(root: Path) -> None:
    own = root / "templates/bang/noi.html"
    own.parent.mkdir(parents=True)
    own.write_text("<h1>Theo dõi {{ noi.ten }}</h1><script>alert(1)</script>{{ noi.dot[0].chi_tieu[0].ten }}", "utf-8")
    assert call("board", "--root", str(root)).exit_code == 0
    page = (root / "build/mau/index.html").read_text("utf-8")
    assert "<h1>Theo dõi Phường Mẫu</h1>" in page
    assert "Mô hình toàn phường" in page
    assert "script-src 'sha256-" in page


def test_a_board_of_a_locality_that_is_gone_goes(root: Path) -> None:
    shutil.copytree(root / "plans/mau", root / "plans/khac")
    call("board", "--root", str(root))
    assert (root / "build/khac/index.html").is_file()
    shutil.rmtree(root / "plans/khac")
    call("board", "--root", str(root))
    assert not (root / "build/khac").exists()


def test_a_review_of_two_folders_and_of_a_part(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "moi")
    file = tmp_path / "moi/submissions/mau/2026/tdp-1/dang-ky.yaml"
    file.write_text(file.read_text("utf-8").replace("9 ngõ", "19 ngõ"), "utf-8")
    both = (str(root), str(tmp_path / "moi"))
    assert "19 ngõ" in call("review", *both, "--root", both[1]).output
    assert "19 ngõ" not in call("review", *both, "submissions/mau/2026/tdp-2", "--root", both[1]).output
    assert call("review", "khong-co", "--root", str(root)).exit_code == 1  # no repository of git
