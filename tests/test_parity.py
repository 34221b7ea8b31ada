"""One paper of each structure, judged by outside readers; `make parity` has them judge every paper there is."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest

from dvkgen.build import FORMATS
from dvkgen.load.profiles import read_stationery
from dvkgen.render.engine import Engine
from tests.conftest import SAMPLE, Papers
from tests.inspection import Page, read_pages
from tests.paper import (
    all_in_one,
    docx_difference,
    fonts,
    pages,
    pdf_difference,
    structure_errors,
    through_libreoffice,
    validator_errors,
)
from tests.structure import structures

PROFILES = sorted(read_stationery((SAMPLE / "templates",))[0])


def test_every_structure_is_judged(papers: Papers) -> None:
    assert len(papers.documents) > 350
    assert 60 < len(papers.chosen) < 150
    shown, owed = (set[object]().union(*map(structures, d.values())) for d in (papers.chosen, papers.documents))
    assert shown == owed
    assert all(papers.file(target, ending).is_file() for target in papers.chosen for ending in FORMATS)


def test_words_are_the_same_in_docx_and_text(papers: Papers) -> None:
    said = {t: docx_difference(d, papers.file(t, "docx")) for t, d in papers.chosen.items()}
    assert {t: difference for t, difference in said.items() if difference} == {}


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("part", range(4))
def test_a_pdf_says_the_words_and_two_checkers_find_no_fault_in_its_structure(
    papers: Papers, part: int, engine: Engine
) -> None:
    mine = list(papers.chosen.items())[part::4]
    assert len(mine) > 10
    for number, (target, document) in enumerate(mine):
        path = papers.file(target, "pdf", engine)
        assert pdf_difference(document, path) == "", target
        assert number % 3 or structure_errors(path) == [], target


@pytest.mark.parametrize("profile", PROFILES)
def test_the_open_xml_sdk_finds_nothing_wrong_with_any_structure(papers: Papers, profile: str, tmp_path: Path) -> None:
    whole = all_in_one(papers, profile, tmp_path / f"{profile}.docx")
    assert validator_errors([whole]) == {}


def test_the_open_xml_sdk_refuses_what_is_wrong(papers: Papers, tmp_path: Path) -> None:
    broken = all_in_one(papers, PROFILES[0], tmp_path / "sai.docx", spoilt=True)
    assert list(validator_errors([broken])) == [str(broken)]


def test_libreoffice_sees_as_many_pages_as_the_pdf_has(papers: Papers, tmp_path: Path) -> None:
    files = {t: papers.file(t, "docx") for t in papers.chosen}
    office = through_libreoffice(list(files.values()), tmp_path / "lo")
    counted = {t: (pages(papers.file(t, "pdf")), pages(office[path])) for t, path in files.items()}
    assert {t: pair for t, pair in counted.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("engine", Engine)
def test_every_pdf_has_one_font_family_embedded(papers: Papers, engine: Engine) -> None:
    faces = {t: fonts(papers.file(t, "pdf", engine)) for t in papers.chosen}
    assert {len({family for family, _ in found}) for found in faces.values()} == {1}
    assert all(embedded for found in faces.values() for _, embedded in found)


def test_both_engines_end_every_page_at_the_same_word(papers: Papers) -> None:
    apart = {}
    for target in papers.chosen:
        one, other = (read_pages(papers.file(target, "pdf", engine)) for engine in Engine)
        first, second = ([_begins(page) for page in pages] for pages in (one, other))
        if first != second:
            apart[target] = [pair for pair in zip_longest(first, second) if pair[0] != pair[1]][:1]
    assert apart == {}


def _begins(page: Page) -> str:
    """Return with which words a page begins, signs and dots that fill a line left out."""
    return "".join(filter(str.isalnum, "".join(line.text for line in page.lines[:2])))[:30]
