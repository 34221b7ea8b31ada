"""Đề cương bài viết: the outline that the plan hands out for articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.compose import form as forms
from dvkgen.compose.kind import Around, Draft, Kind, Workshop
from dvkgen.document.tree import Orientation, Sheet
from dvkgen.quotes import fill_quotes
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import OUTLINE

SLUG = OUTLINE.slug


def parts_view(campaign: Campaign, form: Form, year: int) -> list[dict[str, Any]]:
    """Return the parts of the outline, numbered from 1, with the hints for the writer."""
    known = facts(campaign.locality, campaign.plan, year)
    return [
        {
            "so": str(place),
            "ma": part.code,
            "ten": part.name,
            "goi_y": fill_quotes(part.hint.text, known) if part.hint else "",
        }
        for place, part in enumerate(form.fields, 1)
    ]


def blank(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return the outline; it is nobody's letter, so it has neither letterhead nor signature."""
    year = campaign.plan.period.first
    view = forms.blank_view(campaign, form) | {"phan": parts_view(campaign, form, year)}
    return (workshop.sheet(SLUG, view, Around(Orientation(form.orientation))),)


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:  # noqa: ARG001 - every kind is asked alike
    """Yield nothing: the outline goes out blank, what answers it are articles."""
    yield from ()


KIND = Kind(SLUG, drafts, blank)
