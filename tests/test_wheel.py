"""The wheel stands alone: templates inside, both formats where no system library loads, the same papers as from here."""

from __future__ import annotations

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
    here = {path.relative_to(SAMPLE).as_posix() for path in (SAMPLE / "templates").rglob("*") if path.is_file()}
    assert here <= shipped
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
