"""How a paper is set well: short cuts lead to what trying each way in turn would have led to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dvkgen.build import owed
from dvkgen.document.tree import Document, Table, pictures_in
from dvkgen.load import load
from dvkgen.render import fit, typst_pdf, typst_tables
from dvkgen.render.fit import bad_ends, drift, set_well
from dvkgen.render.pages import SetPage
from dvkgen.render.typeset import typeset
from dvkgen.schema.profile import Stationery
from tests.conftest import SAMPLE, TODAY

REPOSITORY = load(SAMPLE, TODAY)
LOOKS = REPOSITORY.stationery


def forms() -> Iterator[Document]:
    """Yield a paper of each kind with one table, with as many rows as make it end on one page or another."""
    kinds: dict[tuple[str, str], Document] = {}
    for draft in owed(REPOSITORY):
        kind = draft.target.rsplit("/", 1)[-1]
        if kind in ("danh-sach-dang-ky", "bieu-tong-hop", "trich-ngang"):
            paper = draft.compose()
            kinds.setdefault((kind, paper.profile), paper)
    for paper in kinds.values():
        sheet = paper.sheets[0]
        place = next((n for n, block in enumerate(sheet.body) if isinstance(block, Table)), -1)
        table = sheet.body[place] if place >= 0 else None
        if isinstance(table, Table) and not pictures_in(paper):
            for count in range(1, 24, 2):
                rows = tuple(table.rows[n % len(table.rows)] for n in range(count))
                if all(cell.rowspan == 1 for row in rows for cell in row):
                    body = (*sheet.body[:place], replace(table, rows=rows), *sheet.body[place + 1 :])
                    yield replace(paper, sheets=(replace(sheet, body=body),))


@pytest.fixture(scope="module")
def many() -> tuple[Document, ...]:
    return tuple(forms())


def lay_out(paper: Document, look: Stationery) -> typst_pdf.LaidOut:
    return typst_pdf.lay_out(typeset(paper, look.profile), look, {})


def test_a_roomier_look_is_seen_to_tear_only_where_it_does(many: tuple[Document, ...]) -> None:
    seen = 0
    for paper in many:
        roomy, close, *_ = LOOKS[paper.profile].fittings
        laid_out = lay_out(paper, close)
        if laid_out.page_count == 1 and laid_out.tears_in(roomy.profile):
            seen += 1
            assert lay_out(paper, roomy).glimpse, paper.target
    assert seen > 3


def test_what_ends_badly_at_a_glance_does_when_it_is_settled(many: tuple[Document, ...]) -> None:
    seen = 0
    for paper in many:
        laid_out = lay_out(paper, LOOKS[paper.profile])
        if glimpse := laid_out.glimpse:
            seen += 1
            lower = drift(paper, LOOKS[paper.profile].profile)
            assert bad_ends(list(laid_out.pages()), lower) >= bad_ends(glimpse.pages, lower) + glimpse.bad > 0, (
                paper.target
            )
    assert seen > 3


def test_the_highest_cells_tell_what_all_cells_would(
    many: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    some = [lay_out(paper, LOOKS[paper.profile]) for paper in many]
    monkeypatch.setattr(typst_tables, "_height", lambda *_: (0.0, float("inf")))
    every = [lay_out(paper, LOOKS[paper.profile]) for paper in many]
    told = [sum(len(laid_out.first.told.lines) for laid_out in laid_outs) for laid_outs in (some, every)]
    assert told[0] < told[1]
    for one, other in zip(some, every, strict=True):
        assert [replace(page, lines=min(2, page.lines)) for page in one.pages()] == [
            replace(page, lines=min(2, page.lines)) for page in other.pages()
        ]


def test_papers_of_a_shape_are_set_as_if_each_were_the_first(
    many: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    some = many[::2]

    def ways(*, learned: bool) -> list[str]:
        monkeypatch.setattr(fit, "_CLOSER", set())
        found = []
        for paper in [*some, *some] if learned else some:
            found.append(set_well(paper, LOOKS[paper.profile], {}, typst_pdf.lay_out, typst_pdf.lay_out).stationery)
            if not learned:
                fit._CLOSER.clear()
        return [look.fingerprint for look in found[-len(some) :]]

    assert ways(learned=True) == ways(learned=False)


def test_a_list_that_another_program_sets_lower_line_by_line_is_not_let_so_near_the_foot(
    many: tuple[Document, ...],
) -> None:
    paper = next(paper for paper in many if len(paper.sheets) == 1)
    lower = {
        str(look.profile.styles["o_bang"].size): drift(paper, look.profile) for look in LOOKS[paper.profile].fittings
    }
    assert lower["11.5"] == pytest.approx(0.0365, abs=0.001)
    assert max(lower.values()) < 0.05
    full = SetPage("1", lines=32, has_end=False, empty=1.2, next_needs=0, next_row=53)
    last = SetPage("1", lines=9, has_end=True, empty=99, next_needs=0, next_row=0)
    assert [bad_ends([replace(full, lines=lines), last], lower["11.5"]) for lines in (32, 12)] == [1, 0]
    prose = next(d.compose() for d in owed(REPOSITORY) if d.target.endswith("/bai-viet"))
    assert drift(prose, LOOKS[prose.profile].profile) == 0
