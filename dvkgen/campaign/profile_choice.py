"""Which layout (thể thức) a paper keeps: as organ, unit, khối or locality say, else by its organ and its date.

A profile says itself whose papers keep it, and from which day on (`ap_dung`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dvkgen.campaign.campaign import Campaign
from dvkgen.schema.day import PaperDate
from dvkgen.schema.form import Form
from dvkgen.schema.locality import Organ
from dvkgen.schema.unit import Unit
from dvkgen.text import fold

DEFAULT_PROFILE = "dang-hd36-2018"


def of_organ(campaign: Campaign, organ: Organ, when: PaperDate) -> str:
    """Return the profile of a paper of one of the locality's organs."""
    named = organ.profile or campaign.locality.profile
    return named or _by_scope(campaign, organ.name, when) or DEFAULT_PROFILE


def of_plan(campaign: Campaign) -> str:
    """Return the profile of the plan, which its forms share."""
    organ = campaign.organ
    return of_organ(campaign, organ, campaign.plan.issued_on) if organ else DEFAULT_PROFILE


def of_filing(campaign: Campaign, form: Form, unit: Unit, when: PaperDate) -> str:
    """Return the profile of what a unit files: the plan's for a form printed `cua_mau`, else the unit's own.

    A form that was printed under rules since replaced is filled in under those of its own day.
    """
    if form.letterhead != "cua_mau":
        return of_unit(campaign, unit, when)
    organ = campaign.organ
    return of_organ(campaign, organ, when) if organ else DEFAULT_PROFILE


def of_unit(campaign: Campaign, unit: Unit, when: PaperDate) -> str:
    """Return the profile of a paper of a unit under its own letterhead."""
    group = campaign.locality.group(unit.group)
    named = unit.profile or (group.profile if group else None) or campaign.locality.profile
    names = (unit.organ.name if unit.organ else ()) or (unit.name,)
    return named or _by_scope(campaign, names, when) or of_plan(campaign)


def _day(campaign: Campaign, when: PaperDate) -> date:
    """Return the day by which a profile is chosen; what the clerk fills in later is taken from the plan's date."""
    plan = campaign.plan.issued_on
    year = when.year or plan.year or campaign.plan.period.first
    month = when.month or (plan.month if year == plan.year else None) or 1
    return date(year, month, when.day or 1)


def superseded_by(campaign: Campaign, pinned: str, organ: Organ, when: PaperDate) -> str | None:
    """Return the profile that a paper of an organ would keep by its date where the one it is pinned to is an older one."""
    own, now = campaign.profiles.get(pinned), _by_scope(campaign, organ.name, when)
    later = campaign.profiles.get(now or "")
    if own is None or later is None or now == pinned:
        return None
    is_older = (own.scope.since or date.min) < (later.scope.since or date.min)
    shares_scope = {fold(name) for name in own.scope.organs} & {fold(name) for name in later.scope.organs}
    return now if is_older and shares_scope else None


def _by_scope(campaign: Campaign, names: Sequence[str], when: PaperDate) -> str | None:
    """Return the profile whose scope names the organ most exactly, of several the latest one in force."""
    wanted, day = fold(" ".join(names)), _day(campaign, when)
    fitting = [
        (len(start), profile.scope.since or date.min, slug)
        for slug, profile in campaign.profiles.items()
        for start in map(fold, profile.scope.organs)
        if wanted.startswith(start) and (profile.scope.since or date.min) <= day
    ]
    return max(fitting)[2] if fitting else None
