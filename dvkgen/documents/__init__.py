"""Which documents a campaign owes, and how each is composed: one module per kind."""

from __future__ import annotations

from collections.abc import Iterator

from dvkgen.documents import achievement_brief, article, outline, plan, registration_list, tally
from dvkgen.documents.kind import Draft, Kind, Workshop
from dvkgen.model.campaign import Campaign

KINDS: tuple[Kind, ...] = (
    plan.KIND,
    registration_list.KIND,
    tally.KIND,
    achievement_brief.KIND,
    outline.KIND,
    article.KIND,
)


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield every document that a campaign owes, not yet composed."""
    for kind in KINDS:
        yield from kind.drafts(campaign, workshop)
