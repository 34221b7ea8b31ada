"""Tờ trình khen thưởng: what the locality proposes to the office above, chosen from the units' briefs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dvkgen.compose.desk import Composer, Desk, Draft
from dvkgen.compose.recognition import sources_of
from dvkgen.compose.sheets import OFFICE_NAMES, head_of
from dvkgen.compose.table import quoting_paper
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document
from dvkgen.schema.kinds import COMMENDATION_PROPOSAL, COMMENDATIONS
from dvkgen.schema.office import Commendation, Commendations

SLUG = COMMENDATION_PROPOSAL.slug
FILED = COMMENDATIONS.slug


def _compose(desk: Desk, target: str) -> Document:
    campaign = desk.campaign
    head = head_of(campaign.office_records(Commendations, desk.year))
    chosen = campaign.commendations(desk.year) or ()
    view = {"hang": [_row(desk, place, commendation) for place, commendation in enumerate(chosen, 1)]}
    return quoting_paper(desk, SLUG, target, "Tờ trình", head, view)


def _row(desk: Desk, place: int, commendation: Commendation) -> dict[str, Any]:
    campaign = desk.campaign
    unit = campaign.unit(commendation.unit)
    subject = campaign.subject_of(commendation, unit) if unit else None
    entry = campaign.registered(commendation.unit, commendation.initiative, desk.year)
    level = campaign.locality.level(commendation.level or campaign.plan.commendations.level)
    return {
        "tt": str(place),
        "ten": subject.shown_to_all if subject else "",
        "mo_hinh": entry.initiative.name if entry else "",
        "cap": level.in_sentence if level else "",
        "hinh_thuc": commendation.award or "",
    }


def drafts(desk: Desk) -> Iterator[Draft]:
    """Yield the proposal of each year in which something is sent up."""
    for at in desk.years():
        files = at.campaign.office_files_of(FILED, at.year)
        if any(file.record is None for file in files) or at.campaign.commendations(at.year):
            target = at.target(TOTALS, SLUG)
            yield at.draft(target, SLUG, sources_of(at, FILED), partial(_compose, at, target))


COMPOSER = Composer(SLUG, drafts, OFFICE_NAMES | {"hang"})
