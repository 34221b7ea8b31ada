"""What a page of the board shows, and the words that its parts share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dvkgen.board.links import Links
from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.deadlines import days_late
from dvkgen.compose.desk import Draft
from dvkgen.findings import Finding
from dvkgen.schema.unit import Unit

View = dict[str, Any]
_OTHERS = "Các đơn vị khác"


@dataclass(frozen=True)
class Shown:
    """What a page shows: a campaign in a year, the findings of the repository, the papers owed, and which files lie there."""

    campaign: Campaign
    year: int
    findings: Sequence[Finding]
    drafts: Sequence[Draft]
    there: frozenset[str]
    links: Links


def years_shown(campaign: Campaign) -> tuple[int, ...]:
    """Return the years of a plan that the board shows: the present one, then those with files, the latest first."""
    years = campaign.plan.period.years
    present = min(max(campaign.as_of.year, years[0]), years[-1])
    filed = {file.year for file in campaign.filed}
    return (present, *(year for year in reversed(years) if year in filed and year != present))


def is_ahead(at: Shown) -> bool:
    """Whether a year has not begun yet: nothing of it is short or late."""
    return at.year > at.campaign.judged_on.year


def days_left(campaign: Campaign, day: date) -> int:
    """Return the days from the day of judgement to the last on which a deadline can be kept; less than 0 where it is over."""
    return -days_late(campaign.judged_on, day, day_included=campaign.plan.counting.deadline_day_included)


def group_name(campaign: Campaign, unit: Unit) -> str:
    """Return the khối of a unit by its name, that of the others where it has none."""
    group = campaign.locality.group(unit.group)
    return group.name if group else _OTHERS
