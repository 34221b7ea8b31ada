"""Tờ trình khen thưởng: what the locality proposes to the office above, chosen from the units' briefs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dvkgen.campaign.totals import quoted_totals
from dvkgen.compose.desk import Composer, Desk, Draft, one_line, paper
from dvkgen.compose.frame import in_words
from dvkgen.compose.recognition import sources_of
from dvkgen.compose.sheets import OFFICE_NAMES, head_of, office_sheets
from dvkgen.compose.table import tables_of
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document
from dvkgen.schema.kinds import COMMENDATION_PROPOSAL, COMMENDATIONS
from dvkgen.schema.office import Commendation, Commendations

SLUG = COMMENDATION_PROPOSAL.slug
FILED = COMMENDATIONS.slug


def _compose(desk: Desk, target: str) -> Document:
    campaign = desk.campaign
    head = head_of(campaign.office_records(Commendations, desk.year))
    known = {**desk.facts(), **quoted_totals(campaign, desk.year)}
    chosen = campaign.commendations(desk.year) or ()
    view = {"hang": [_row(desk, place, commendation) for place, commendation in enumerate(chosen, 1)]}
    around, sheets = office_sheets(desk, SLUG, head, known, view, tables_of(desk))
    title = one_line("Tờ trình", *in_words(head.subject, known))
    return paper(around, target, title, campaign.locality.name, sheets)


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
