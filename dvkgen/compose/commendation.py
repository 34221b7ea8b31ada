"""Tờ trình khen thưởng: what the locality proposes to the office above, chosen from the units' briefs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.campaign.totals import quoted_totals
from dvkgen.compose import form as forms
from dvkgen.compose.kind import Draft, Kind, Workshop, in_words
from dvkgen.compose.paper import head_of, office_sheets
from dvkgen.compose.recognition import sources_of
from dvkgen.compose.table import tables_of
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document
from dvkgen.schema.kinds import COMMENDATION_PROPOSAL, COMMENDATIONS
from dvkgen.schema.office import Commendation, Commendations

SLUG = COMMENDATION_PROPOSAL.slug
FILED = COMMENDATIONS.slug


def _compose(campaign: Campaign, workshop: Workshop, year: int, target: str) -> Document:
    head = head_of(campaign.later_records(Commendations, year))
    known = {**facts(campaign.locality, campaign.plan, year), **quoted_totals(campaign, year)}
    chosen = campaign.commendations(year) or ()
    view = {"hang": [_row(campaign, place, commendation, year) for place, commendation in enumerate(chosen, 1)]}
    own, sheets = office_sheets(campaign, workshop, SLUG, head, known, view, tables_of(campaign, year))
    title = forms.one_line("Tờ trình", *in_words(head.subject, known))
    return forms.document(own, target, title, campaign.locality.name, sheets)


def _row(campaign: Campaign, place: int, commendation: Commendation, year: int) -> dict[str, Any]:
    unit = campaign.unit(commendation.unit)
    subject = campaign.subject_of(commendation, unit) if unit else None
    entry = campaign.registered(commendation.unit, commendation.initiative, year)
    level = campaign.locality.level(commendation.level or campaign.plan.commendations.level)
    return {
        "tt": str(place),
        "ten": subject.shown_to_all if subject else "",
        "mo_hinh": entry.initiative.name if entry else "",
        "cap": level.in_sentence if level else "",
        "hinh_thuc": commendation.award or "",
    }


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield the proposal of each year in which something is sent up."""
    for year in campaign.plan.period.years:
        files = campaign.later_files(FILED, year)
        if any(later.record is None for later in files) or campaign.commendations(year):
            target = campaign.target(year, TOTALS, SLUG)
            compose = partial(_compose, campaign, workshop, year, target)
            yield Draft(target, sources_of(campaign, FILED, year), compose)


KIND = Kind(SLUG, drafts)
