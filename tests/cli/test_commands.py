from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from dvkgen import __version__
from tests.checks.test_limits import article, photo
from tests.conftest import LOCALITY, MODEL, SAMPLE, MakeRepo


def dvkgen(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dvkgen", *words]
    variables = {**os.environ, "PYTHONPATH": str(SAMPLE), **environment}
    return subprocess.run(
        command, cwd=root, capture_output=True, text=True, encoding="utf-8", env=variables, check=False
    )


def test_check_is_silent_and_clean_where_nothing_is_wrong(repo: MakeRepo) -> None:
    ran = dvkgen(repo({}), "check", "--today", "2026-11-22")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "không có lỗi" in ran.stderr


def test_an_error_ends_with_status_1_and_its_place_and_cure(repo: MakeRepo) -> None:
    ran = dvkgen(repo({"a/dang-ky": MODEL.replace("kinh_te", "kinhte")}), "check", "--today", "2026-11-22")
    assert ran.returncode == 1
    assert (
        "submissions/mau/2026/a/dang-ky.yaml:6:15: lỗi: không có lĩnh vực “kinhte” [sector-of-initiative]" in ran.stdout
    )
    assert "cách sửa: có phải ý bạn là “kinh_te”?" in ran.stdout


def test_json_has_the_shape_of_the_contract(repo: MakeRepo) -> None:
    ran = dvkgen(
        repo({"a/dang-ky": MODEL.replace("10/01/2026", "20/01/2026")}),
        "check",
        "--format",
        "json",
        "--today",
        "2026-11-22",
    )
    (finding,) = json.loads(ran.stdout)
    assert list(finding) == ["path", "line", "column", "check", "severity", "message", "help", "related"]
    assert (finding["path"], finding["line"], finding["severity"]) == (
        "submissions/mau/2026/a/dang-ky.yaml",
        1,
        "warning",
    )
    assert finding["related"][0]["path"] == "plans/mau/2026/ke-hoach.yaml"
    assert ran.returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--root", "khong-co"),
        ("check", "khong-co.yaml"),
        ("build", "--format", "xls"),
        ("build", "-j", "0"),
        ("la",),
        ("check", "--today", "mai"),
    ],
)
def test_wrong_usage_ends_with_status_2_and_no_traceback(repo: MakeRepo, words: tuple[str, ...]) -> None:
    ran = dvkgen(repo({}), *words)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert ran.stderr


def test_check_of_a_path_shows_that_path_alone(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": "x: 1\n", "b/dang-ky": "y: 1\n"})
    ran = dvkgen(root, "check", "submissions/mau/2026/b")
    assert {line.split(":")[0] for line in ran.stdout.splitlines() if not line.startswith(" ")} == {
        "submissions/mau/2026/b/dang-ky.yaml"
    }


def test_build_writes_papers_and_says_so(repo: MakeRepo) -> None:
    root = repo({})
    ran = dvkgen(
        root,
        "build",
        "--format",
        "docx",
        "--only",
        "bieu-tong-hop",
        "--explain",
        "--today",
        "2026-11-22",
        LC_ALL="C",
        PYTHONUTF8="0",
    )
    assert ran.returncode == 0
    assert "4 văn bản đã làm" in ran.stderr
    assert "mau/2026/a/bieu-tong-hop: mới" in ran.stderr


def test_a_rule_weighed_differently_is_told_in_every_summary(repo: MakeRepo) -> None:
    weigh = LOCALITY + "    kiem_tra:\n      - {luat: late-submission, muc_do: bo_qua, ly_do: hạn đã lùi}\n"
    root = repo({"dia-phuong": weigh})
    for words in (("check",), ("build", "--format", "docx", "--only", "cong-van")):
        assert "luật late-submission tính là bo_qua: hạn đã lùi" in dvkgen(root, *words).stderr


def test_rules_prints_the_manual() -> None:
    ran = dvkgen(SAMPLE, "rules")
    assert "achievement-word-limit (lỗi, không hạ xuống được)\n" in ran.stdout
    one = dvkgen(SAMPLE, "rules", "doubled-word")
    assert one.stdout in ran.stdout
    assert "Sai, plans/mau/2026/ke-hoach.yaml:" in one.stdout
    assert dvkgen(SAMPLE, "rules", "double-word").returncode == 2


def test_a_finding_is_told_with_its_line_and_a_caret_under_its_place(repo: MakeRepo) -> None:
    ran = dvkgen(repo({"a/dang-ky": MODEL.replace("kinh_te", "kinhte")}), "check", "--today", "2026-11-22")
    assert ran.stdout.splitlines()[1:3] == ["     6 |     linh_vuc: kinhte", "       |               ^"]


LIGHT = "import sys; from dvkgen.cli.commands import main; sys.argv = ['dvkgen', *sys.argv[1:]]\ntry: main()\nexcept SystemExit: pass\nprint(*sorted(sys.modules))"


def test_nothing_heavy_is_imported_where_nothing_is_rendered(repo: MakeRepo) -> None:
    root = repo({})
    assert dvkgen(root, "build", "--format", "docx").returncode == 0
    for words in (("--help",), ("check",), ("build", "--format", "docx")):
        modules = modules_of(root, *words)
        assert "dvkgen.cli.commands" in modules
        assert not modules & {"weasyprint", "docx", "docxtpl", "lxml", "PIL"}


def modules_of(root: Path, *words: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", LIGHT, *words],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SAMPLE)},
        check=True,
    )
    return set(ran.stdout.splitlines()[-1].split())


def test_a_photo_is_decoded_once_and_again_when_it_changes(repo: MakeRepo) -> None:
    root = repo(article())
    assert "PIL" in modules_of(root, "check")
    assert "PIL" not in modules_of(root, "check")
    assert "PIL" not in modules_of(root, "words")
    (root / "submissions/mau/2026/a/anh/mot.jpg").write_bytes(photo(990, 1000))
    assert "PIL" in modules_of(root, "check")
    assert "0,99 MP" in dvkgen(root, "check").stdout
    assert "0,99 MP" in dvkgen(root, "check").stdout


@pytest.mark.parametrize("damage", [b"", b"[1]", b'{"1": {"x": 1}}', b'{"1": []}', b"\xff", b"[" * 9000])
def test_a_damaged_memory_of_photos_is_an_empty_one(repo: MakeRepo, damage: bytes) -> None:
    ran = dvkgen(repo({**article(), "build/.anh.json": damage}), "check")
    assert "photo-quality" not in ran.stdout
    assert "Traceback" not in ran.stderr


def test_the_version_names_the_libraries_that_read_and_write_files() -> None:
    plain, whole = dvkgen(SAMPLE, "--version"), dvkgen(SAMPLE, "--version", "--verbose")
    assert plain.stdout == f"dvkgen {__version__}\n"
    assert whole.returncode == plain.returncode == 0
    named = dict(line.rsplit(" ", 1) for line in whole.stdout.splitlines()[2:])
    assert {"docxtpl", "jinja2", "lxml", "markdown", "pillow", "ruamel.yaml", "weasyprint"} <= named.keys()
    assert all(version(name) == number for name, number in named.items())


def test_a_path_is_looked_for_below_the_root_whatever_the_current_folder_holds(repo: MakeRepo, tmp_path: Path) -> None:
    root, here = repo({}), tmp_path / "khac"
    (here / "submissions/mau/2026/a").mkdir(parents=True)
    ran = dvkgen(here, "build", "submissions/mau/2026/a", "--root", str(root), "--format", "docx")
    assert ran.returncode == 0, ran.stderr
    assert (root / "build/mau/2026/a/danh-sach-dang-ky.docx").is_file()
