"""Articles as units write them in Word, below the headings of the outline."""

from __future__ import annotations

import pytest

from dvkgen.build import owed
from dvkgen.campaign.file import Filed
from dvkgen.document.tree import pictures_in
from dvkgen.intake import Intake
from dvkgen.intake.wanted import Wanted
from dvkgen.load import load
from dvkgen.render.docx import render_docx
from dvkgen.render.worker import FilesBelow
from dvkgen.schema.kinds import ARTICLE
from tests.conftest import SAMPLE, TODAY, MakeRepo, stationery
from tests.intake.test_round_trip import sample

ARTICLES = [
    (c, f) for c in sample().campaigns for f in c.filed if f.kind == ARTICLE.slug and c.plan.form_of("de_cuong")
]


def printed(filed: Filed) -> bytes:
    draft = next(d for d in owed(sample()) if d.kind == ARTICLE.slug and filed.path in d.sources)
    document = draft.compose()
    photos = {picture.digest: FilesBelow(SAMPLE).photo(picture) for picture in pictures_in(document)}
    return render_docx(document, stationery(document.profile), photos)


@pytest.mark.parametrize(("campaign", "filed"), ARTICLES, ids=[f.unit for _, f in ARTICLES])
def test_an_article_comes_home_with_its_parts_title_author_and_photos(campaign: object, filed: Filed) -> None:
    taken = Intake(sample()).take(
        "bai-viet.docx", printed(filed), Wanted("dong-da", "2026", filed.unit, sent_on="01/6/2026")
    )
    assert taken.what == [taken.what[0]]
    assert (taken.changes, taken.conflicts, taken.undone, taken.photos) == ([], [], [], {})


def test_there_are_articles_to_take_in() -> None:
    assert len(ARTICLES) >= 3


@pytest.mark.parametrize(("campaign", "filed"), ARTICLES[:1], ids=["first"])
def test_into_an_empty_folder_it_is_a_whole_file_with_its_photos(
    campaign: object, filed: Filed, repo: MakeRepo
) -> None:
    files = {p.relative_to(SAMPLE).as_posix(): p.read_text("utf-8") for p in (SAMPLE / "plans/dong-da").rglob("*.*")}
    listed = SAMPLE / f"submissions/dong-da/2026/{filed.unit}/dang-ky.yaml"
    root = repo({**files, listed.relative_to(SAMPLE).as_posix(): listed.read_text("utf-8")})
    taken = Intake(load(root, TODAY)).take(
        "bai-viet.docx", printed(filed), Wanted("dong-da", "2026", filed.unit, sent_on="01/6/2026")
    )
    assert taken.undone == []
    (change,) = taken.changes
    assert change.before == ""
    for key in ("tieu_de", "tac_gia", "mo_hinh", "thong_tin", "boi_canh", "cach_lam", "ket_qua", "kinh_nghiem", "anh"):
        assert f"\n{key}:" in change.after
    assert len(taken.photos) == len(filed.photos)
    assert all(data[:2] == b"\xff\xd8" for data in taken.photos.values())


def test_an_outline_without_a_text_is_told() -> None:
    blank = next(d for d in owed(sample()) if d.target == "dong-da/2026/bieu-mau/de-cuong").compose()
    taken = Intake(sample()).take(
        "de-cuong.docx", render_docx(blank, stationery(blank.profile), {}), Wanted(unit="chi-bo-tdp-05")
    )
    assert not taken.changes
    assert "chưa viết gì" in taken.undone[0]
