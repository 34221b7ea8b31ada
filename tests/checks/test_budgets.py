"""Word budgets: used, allowed, LibreOffice's count, and the sentence in which a limit is passed."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from dvkgen.checks.budgets import Budget, budgets_of
from dvkgen.findings import NOWHERE
from dvkgen.load import load
from tests.cli.test_commands import dvkgen
from tests.conftest import MODEL, PLAN, TODAY, MakeRepo, findings_in

BRIEF = """
    ngay_gui: 30/9/2026
    de_nghi:
      - tap_the: Chi bộ A
        mo_hinh: mot
        thanh_tich: |
          Năm 2024 có 10 hộ. **Năm 2025**
          có 20 hộ – và 30 m. Năm 2026 có 42 hộ hiến
          126 m² đất.
"""
TEN = PLAN + "    gioi_han: {trich_ngang: {toi_da_tu: 10}}\n"


def of(root: Path) -> list[Budget]:
    return [budget for campaign in load(root, TODAY).campaigns for budget in budgets_of(campaign)]


def test_the_sentence_that_passes_the_limit_is_told_with_its_place(repo: MakeRepo) -> None:
    root = repo({"a/trich-ngang": BRIEF, "ke-hoach": TEN})
    (budget,) = of(root)
    assert (budget.used, budget.limit) == (23, 10)
    crossing = budget.crossing()
    assert crossing
    assert crossing.text == "Năm 2025 có 20 hộ – và 30 m."
    assert (crossing.mark.line, crossing.mark.column) == (6, 28)
    (finding,) = (f for f in findings_in(root) if f.check == "achievement-word-limit")
    assert finding.related[0].mark == crossing.mark
    assert "Năm 2025" in finding.related[0].message


def test_a_text_within_its_limit_passes_no_sentence(repo: MakeRepo) -> None:
    (budget,) = of(repo({"a/trich-ngang": BRIEF}))
    assert budget.crossing() is None


@pytest.mark.parametrize(("limit", "told"), [(24, True), (23, True), (25, False)])
def test_what_is_left_is_told_from_95_percent_on(repo: MakeRepo, limit: int, told: bool) -> None:
    root = repo(
        {
            "a/trich-ngang": BRIEF,
            "ke-hoach": TEN.replace("10}", f"{limit}}}").replace("toi_da_tu: 10", f"toi_da_tu: {limit}"),
        }
    )
    assert bool([f for f in findings_in(root) if f.check == "near-word-limit"]) == told


def test_the_command_shows_every_limited_text(repo: MakeRepo) -> None:
    ran = dvkgen(repo({"a/trich-ngang": BRIEF, "ke-hoach": TEN}), "words")
    assert "23/10" in ran.stdout
    assert "submissions/mau/2026/a/trich-ngang.yaml:5:17: tóm tắt thành tích" in ran.stdout
    assert "quá 13 từ, từ câu submissions/mau/2026/a/trich-ngang.yaml:6:28: Năm 2025 có 20 hộ – và 30 m." in ran.stdout


TEXTS = ("a - b", "a – b", "a—b", "a-b 5/6", "“x y” . z", "100 % … b", "a\u00a0b 1.250 (c) *", "+ a; b, c")


def test_libreoffice_counts_what_we_say_it_counts(tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    files = [str(tmp_path / f"{number}.txt") for number in range(len(TEXTS))]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "odt",
        "--infilter=Text (encoded):UTF8,LF,,,",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    for number, text in enumerate(TEXTS):
        with zipfile.ZipFile(tmp_path / f"{number}.odt") as package:
            counted = package.read("meta.xml").decode().split('word-count="')[1].split('"')[0]
        assert Budget("", "", NOWHERE, (text,), 1).used_in_libreoffice == int(counted), text


def test_the_base_has_no_limited_text(repo: MakeRepo) -> None:
    assert of(repo({"a/dang-ky": MODEL})) == []
