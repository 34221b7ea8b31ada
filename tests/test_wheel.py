"""The wheel stands alone: templates inside, both formats where no system library loads, the same papers as from here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import SAMPLE, MakeRepo, run_build


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which nothing but the wheel is unpacked."""
    home = tmp_path_factory.mktemp("banh-xe")
    call = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(home / "dist")]
    subprocess.run(call, cwd=SAMPLE, check=True, capture_output=True)
    (wheel,) = (home / "dist").glob("dvkgen-*.whl")
    with ZipFile(wheel) as package:
        package.extractall(home / "lib")
    return home / "lib"


def test_the_wheel_holds_the_program_and_its_templates_alone(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == {"dvkgen"}
    shipped = {
        path.relative_to(installed / "dvkgen").as_posix()
        for path in (installed / "dvkgen").rglob("*")
        if path.is_file()
    }
    homes = (SAMPLE / "templates", SAMPLE / "plans")
    here = {path.relative_to(SAMPLE).as_posix() for home in homes for path in home.rglob("*") if path.is_file()}
    assert here <= shipped
    assert not any(name.startswith("submissions") for name in shipped)
    assert not any("__pycache__" in name for name in shipped)


def test_papers_of_the_wheel_are_those_made_here(
    installed: Path, hidden: Path, repo: MakeRepo, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = repo({})
    made = []
    for paths, cwd in (([hidden, installed], tmp_path_factory.mktemp("noi-khac")), ([hidden], SAMPLE)):
        done = run_build(root, "--fresh", paths=paths, cwd=cwd)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Typst" in done.stderr
        papers = sorted((root / "build").rglob("*.docx")) + sorted((root / "build").rglob("*.pdf"))
        made.append({path.name: path.read_bytes() for path in papers})
    assert {Path(name).suffix for name in made[0]} == {".docx", ".pdf"}
    assert made[0] == made[1]


def call(installed: Path, root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Call the installed program in a folder that is nobody's checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "dvkgen", *words]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def test_a_ward_begins_is_built_and_takes_in_its_first_list_far_from_any_checkout(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "dv.txt").write_text("Chi bộ Tổ dân phố số 1\nChi bộ Tổ dân phố số 2\n", "utf-8")
    (tmp_path / "ds.csv").write_text(
        "Đơn vị;Chủ thể;Tên mô hình;Lĩnh vực;Cấp\nTDP 1;Nguyễn Văn A;Vận động 30 hộ ngõ 5 hiến đất;kinh tế;Phường\n",
        "utf-8",
    )
    calls = (
        (("init",), 0),
        (
            (
                "init",
                "binh-minh",
                "--tu",
                "long-bien",
                "--ten",
                "phường Bình Minh",
                "--ky",
                "2027",
                "--don-vi",
                "dv.txt",
            ),
            0,
        ),
        (("check",), 0),
        (("build", "--pdf", "typst"), 0),
        (("import", "ds.csv", "--ngay-gui", "10/01/2027", "--yes"), 0),
        (("check",), 0),
        (("build", "--pdf", "typst"), 0),
        (("export", "binh-minh", "2027", "--ra", "bang.xlsx"), 0),
        (("template", "--xuat", "van-ban/danh_sach_dang_ky.html"), 0),
        (("doctor",), 0),
    )
    for words, status in calls:
        done = call(installed, tmp_path, *words)
        assert done.returncode == status, (words, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
    made = {path.relative_to(tmp_path / "build").as_posix() for path in (tmp_path / "build").rglob("*.*")}
    assert made >= {
        *(f"binh-minh/2027/bieu-mau/danh-sach-dang-ky.{end}" for end in ("docx", "pdf", "xlsx")),
        *(f"binh-minh/2027/chi-bo-to-dan-pho-so-1/danh-sach-dang-ky.{end}" for end in ("docx", "pdf")),
    }
    assert (tmp_path / "bang.xlsx").is_file()
    assert (tmp_path / "templates/van-ban/danh_sach_dang_ky.html").is_file()


def test_the_hook_of_a_repository_calls_what_is_installed(installed: Path, tmp_path: Path) -> None:
    assert call(installed, tmp_path, "init").returncode == 0
    hook = (tmp_path / ".pre-commit-config.yaml").read_text("utf-8")
    assert "entry: dvkgen check" in hook
    assert call(installed, tmp_path, "check").returncode == 0
