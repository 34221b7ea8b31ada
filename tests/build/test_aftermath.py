"""What only making a paper shows: its pages, counted on the produced PDF and remembered with the target."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvkgen.build import Outcome, Selection, build
from dvkgen.findings import Finding
from dvkgen.load import load
from tests.conftest import PLAN, TODAY, MakeRepo, findings_in
from tests.paper import pages

LIMITED = PLAN.replace(
    "    de_nghi_khen:", "    gioi_han:\n      bao_cao_mo_hinh: {toi_da_trang: 2}\n    de_nghi_khen:"
)
TARGET = "mau/2026/a/bao-cao-mo-hinh"
MARK = ("submissions/mau/2026/a/bao-cao-mo-hinh.yaml", 1, "page-limit", "error")


def report(sentences: int) -> str:
    long = "Bà con trong tổ cùng bàn, cùng làm, cùng giữ gìn. " * sentences
    return f"ngay_gui: 10/9/2026\nmo_hinh: mot\nmuc_dich: a\ncach_lam: |\n  {long}\nket_qua: a\nlan_toa: a\n"


def run(root: Path, formats: tuple[str, ...] = ("docx", "pdf")) -> Outcome:
    return build(load(root, TODAY), Selection(only="bao-cao-mo-hinh", formats=formats), 0, lambda done, of: None)


def told(found: tuple[Finding, ...]) -> list[tuple[str, int, str, str]]:
    return [(f.mark.path, f.mark.line, f.check, str(f.severity)) for f in found if f.check == "page-limit"]


def test_a_report_of_as_many_pages_as_allowed_is_issued(repo: MakeRepo) -> None:
    root = repo({"ke-hoach": LIMITED, "a/bao-cao-mo-hinh": report(60)})
    assert told(run(root).findings) == []
    assert pages(root / f"build/{TARGET}.pdf") == 2


@pytest.mark.parametrize("formats", [("docx", "pdf"), ("docx",)])
def test_one_page_more_withholds_it_and_is_told_when_nothing_is_made_anew(
    repo: MakeRepo, formats: tuple[str, ...]
) -> None:
    root = repo({"ke-hoach": LIMITED, "a/bao-cao-mo-hinh": report(115)})
    first, second = run(root, formats), run(root, formats)
    assert (told(first.findings), told(second.findings)) == ([MARK], [MARK])
    assert (first.withheld, second.withheld) == ([TARGET], [TARGET])
    assert second.written == {}
    assert not list((root / "build/mau/2026").rglob("bao-cao-mo-hinh.*"))
    assert told(findings_in(root)) == [MARK]
    (finding,) = (f for f in second.findings if f.check == "page-limit")
    assert "03 trang A4, nhiều nhất 02" in finding.message


def test_shortened_it_comes_back_and_check_says_nothing_more(repo: MakeRepo) -> None:
    root = repo({"ke-hoach": LIMITED, "a/bao-cao-mo-hinh": report(115)})
    run(root)
    root = repo({"ke-hoach": LIMITED, "a/bao-cao-mo-hinh": report(20)})
    assert told(findings_in(root)) == []
    assert told(run(root).findings) == []
    assert (root / f"build/{TARGET}.docx").is_file()
    assert (root / f"build/{TARGET}.pdf").is_file()


def test_grown_too_long_the_old_paper_is_taken_away(repo: MakeRepo) -> None:
    root = repo({"ke-hoach": LIMITED, "a/bao-cao-mo-hinh": report(20)})
    run(root)
    run(repo({"ke-hoach": LIMITED, "a/bao-cao-mo-hinh": report(115)}))
    assert not (root / f"build/{TARGET}.pdf").exists()
