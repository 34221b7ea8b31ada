"""Which papers a campaign owes, and how each is composed: one module per kind or family of kinds."""

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
    frame,
    outline,
    plan,
    recognition,
    registration_list,
    summary_report,
    tally,
)
from dvkgen.compose.desk import Composer, Desk, Draft, Workshop
from dvkgen.compose.tone import in_tone_style
from dvkgen.document.tree import Document
from dvkgen.schema.kinds import kind_of

COMPOSERS: tuple[Composer, ...] = (
    plan.COMPOSER,
    registration_list.COMPOSER,
    tally.COMPOSER,
    achievement_brief.COMPOSER,
    outline.COMPOSER,
    article.COMPOSER,
    *answer.COMPOSERS,
    answer.OWN_FORMS,
    *appraisal.COMPOSERS,
    recognition.COMPOSER,
    commendation.COMPOSER,
    *summary_report.COMPOSERS,
)


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield every paper that a campaign owes, not yet composed."""
    desk, style = Desk(campaign, workshop, campaign.plan.period.first), campaign.locality.tone_marks
    for draft in (draft for composer in COMPOSERS for draft in composer.drafts(desk)):
        yield draft if style == "giu" else replace(draft, compose=partial(_retoned, draft.compose, style))


def _retoned(compose: Callable[[], Document], style: str) -> Document:
    return in_tone_style(compose(), style)


def names_of(kind: str) -> frozenset[str]:
    """Return the names of the values that a Word file in place of a kind's DOCX may print."""
    if kind == answer.COMMON_TABLE:
        return answer.TABLE_NAMES | frame.NAMES
    code = plan.COMPOSER.kind if kind_of(kind).opens_campaign else kind
    return next((c.names for c in COMPOSERS if c.kind == code), answer.OWN_FORMS.names) | frame.NAMES
