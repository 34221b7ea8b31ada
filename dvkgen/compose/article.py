"""Bài viết giới thiệu tấm gương: an article in the parts of the outline, with its photos."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dvkgen.campaign.file import Filed
from dvkgen.compose import frame
from dvkgen.compose.answer_view import pictures_by_name
from dvkgen.compose.desk import Composer, Desk, Draft, one_line, paper, pictures
from dvkgen.document.tree import Document
from dvkgen.schema.answer import Article
from dvkgen.schema.kinds import ARTICLE
from dvkgen.schema.unit import Unit

SLUG = ARTICLE.slug


def _view(desk: Desk, filed: Filed, article: Article, unit: Unit) -> dict[str, Any]:
    subject = desk.campaign.subject_of(article, unit)
    return {
        "tieu_de": article.title,
        "tac_gia": article.author or "",
        "chu_the": subject.shown if subject else "",
        "phan": [
            {"so": str(n), "ten": field.name, "ma": field.code, "noi_dung": text.text}
            for n, (field, text) in enumerate(article.parts, 1)
        ],
        "noi_dung": article.whole.text if article.whole else "",
        "anh": [
            {"tep": seen.path, "chu_thich": photo.caption, "tac_gia": photo.author or ""}
            for seen, photo in zip(filed.photos, article.photos, strict=False)  # those placed in its texts follow
        ],
    }


def _compose(desk: Desk, target: str, filed: Filed, unit: Unit) -> Document:
    article = filed.record
    assert isinstance(article, Article)
    around = frame.of_plan(desk.campaign)
    sheet = desk.sheet(SLUG, _view(desk, filed, article, unit), around, pictures(pictures_by_name(filed)))
    return paper(around, target, one_line(article.title), article.author or unit.name, (sheet,))


def drafts(desk: Desk) -> Iterator[Draft]:
    """Yield each article that units have sent."""
    campaign = desk.campaign
    for at in desk.answered_years():
        files = [(filed, unit) for filed in campaign.files(SLUG, at.year) if (unit := campaign.unit(filed.unit))]
        for filed, unit in files:
            target = at.target(unit.code, SLUG, filed.name)
            sources = (*campaign.common_paths, *filed.paths)
            yield at.draft(target, SLUG, sources, partial(_compose, at, target, filed, unit))


_NAMES = frozenset(["tieu_de", "tac_gia", "chu_the", "phan", "noi_dung", "anh"])
COMPOSER = Composer(SLUG, drafts, _NAMES)
