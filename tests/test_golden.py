"""Golden texts: whole small repositories under `tests/cases/`, and what their papers say."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvkgen.compose import COMPOSERS
from dvkgen.document.to_text import to_text
from dvkgen.printers import as_text
from tests.conftest import documents_in, findings_in

CASES = sorted(p for p in (Path(__file__).parent / "cases").glob("*/") if (p / "plans").is_dir())


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_papers_say_what_they_said(case: Path, request: pytest.FixtureRequest) -> None:
    wanted = {f"documents/{t}.txt": to_text(d) for t, d in documents_in(case).items()}
    wanted["findings.txt"] = as_text(findings_in(case))
    home = case / "expected"
    if request.config.getoption("--update-golden"):
        for old in home.rglob("*.txt"):
            old.unlink()
        for name, text in wanted.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(text, "utf-8")
    there = {p.relative_to(home).as_posix() for p in home.rglob("*.txt")}
    assert there == set(wanted), "a golden file that no paper asked for, or one that is missing"
    assert {name: (home / name).read_text("utf-8") for name in wanted} == wanted


@pytest.mark.parametrize("kind", [composer.kind for composer in COMPOSERS])
def test_every_kind_has_a_golden_text(kind: str) -> None:
    assert [p for case in CASES for p in (case / "expected/documents").rglob(f"{kind.replace('_', '-')}*.txt")]
