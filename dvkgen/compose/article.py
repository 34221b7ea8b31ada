"""Bài viết giới thiệu tấm gương: an article in the parts of the outline, with its photos."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dvkgen.campaign.campaign import Campaign, Filed
from dvkgen.compose import form as forms
from dvkgen.compose import look
from dvkgen.compose.kind import Around, Draft, Kind, Workshop
from dvkgen.document.tree import Document, Picture
from dvkgen.schema.answer import Article
from dvkgen.schema.kinds import ARTICLE
from dvkgen.schema.unit import Unit

SLUG = ARTICLE.slug


def _view(campaign: Campaign, filed: Filed, article: Article, unit: Unit) -> dict[str, Any]:
    subject = campaign.subject_of(article, unit)
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
            for seen, photo in zip(filed.photos, article.photos, strict=True)
        ],
    }


def _compose(campaign: Campaign, workshop: Workshop, filed: Filed, unit: Unit, target: str) -> Document:
    article = filed.record
    assert isinstance(article, Article)
    pictures = {seen.path: Picture(seen.path, seen.digest, seen.width, seen.height) for seen in filed.photos}
    sheet = workshop.sheet(SLUG, _view(campaign, filed, article, unit), Around(), pictures)
    own = look.of_plan(campaign)
    return forms.document(own, target, forms.one_line(article.title), article.author or unit.name, (sheet,))


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield each article that units have sent."""
    for year in forms.years_answered(campaign):
        for filed in campaign.files(SLUG, year):
            unit = campaign.unit(filed.unit)
            if unit:
                target = campaign.target(year, unit.code, SLUG, filed.name)
                sources = frozenset((*campaign.common_paths, *filed.paths))
                yield Draft(target, sources, partial(_compose, campaign, workshop, filed, unit, target))


KIND = Kind(SLUG, drafts)
