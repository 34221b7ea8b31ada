"""Which documents a campaign owes, and how each is composed: one module per kind or family of kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from dvkgen.campaign.campaign import Campaign
from dvkgen.compose import (
    achievement_brief,
    answer,
    appraisal,
    article,
    commendation,
    outline,
    plan,
    recognition,
    registration_list,
    summary_report,
    tally,
)
from dvkgen.compose.kind import Draft, Kind, Workshop
from dvkgen.compose.tone import in_tone_style
from dvkgen.document.tree import Document

KINDS: tuple[Kind, ...] = (
    plan.KIND,
    registration_list.KIND,
    tally.KIND,
    achievement_brief.KIND,
    outline.KIND,
    article.KIND,
    *answer.KINDS,
    answer.OWN_FORMS,
    *appraisal.KINDS,
    recognition.KIND,
    commendation.KIND,
    summary_report.KIND,
)


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield every document that a campaign owes, not yet composed."""
    style = campaign.locality.tone_marks
    for draft in (draft for kind in KINDS for draft in kind.drafts(campaign, workshop)):
        yield draft if style == "giu" else replace(draft, compose=partial(_retoned, draft.compose, style))


def _retoned(compose: Callable[[], Document], style: str) -> Document:
    return in_tone_style(compose(), style)
