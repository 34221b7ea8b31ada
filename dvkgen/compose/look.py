"""Which layout (thể thức) a paper keeps: as organ, unit, khối or locality say, else by its organ and its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dvkgen.campaign.campaign import Campaign
from dvkgen.compose.kind import Workshop
from dvkgen.findings import DvkgenError
from dvkgen.schema.day import PaperDate
from dvkgen.schema.form import Form
from dvkgen.schema.locality import Organ
from dvkgen.schema.profile import Profile
from dvkgen.schema.unit import Unit
from dvkgen.text import fold

DEFAULT_PROFILE = "dang-hd36-2018"


@dataclass(frozen=True)
class Look:
    """A layout profile with its slug."""

    slug: str
    profile: Profile


def organ_of(campaign: Campaign, code: str | None = None) -> Organ:
    """Return an organ of the locality, or the one that issues the plan; a check reports a code without one."""
    organ = campaign.locality.organs.get(code or campaign.plan.organ)
    if organ is None:
        raise DvkgenError(f"{campaign.plan_path}: co_quan không có trong dia-phuong.yaml")
    return organ


def of_organ(campaign: Campaign, workshop: Workshop, organ: Organ, when: PaperDate) -> Look:
    """Return the look of a paper of one of the locality's organs."""
    named = organ.profile or campaign.locality.profile
    slug = named or _by_scope(workshop, organ.name, _day(campaign, when)) or DEFAULT_PROFILE
    return Look(slug, workshop.profile(slug))


def of_plan(campaign: Campaign, workshop: Workshop) -> Look:
    """Return the look of the plan, which its forms share."""
    return of_organ(campaign, workshop, organ_of(campaign), campaign.plan.issued_on)


def of_filing(campaign: Campaign, workshop: Workshop, form: Form, unit: Unit, when: PaperDate) -> Look:
    """Return the look of what a unit files: the plan's for a form printed `cua_mau`, else the unit's own."""
    if form.letterhead == "cua_mau":
        return of_plan(campaign, workshop)
    group = campaign.locality.group(unit.group)
    named = unit.profile or (group.profile if group else None) or campaign.locality.profile
    names = (unit.organ.name if unit.organ else ()) or (unit.name,)
    slug = named or _by_scope(workshop, names, _day(campaign, when))
    return Look(slug, workshop.profile(slug)) if slug else of_plan(campaign, workshop)


def _day(campaign: Campaign, when: PaperDate) -> date:
    """Return the day by which a layout is chosen; what the clerk fills in later is taken from the plan's date."""
    plan = campaign.plan.issued_on
    year = when.year or plan.year or campaign.plan.period.first
    month = when.month or (plan.month if year == plan.year else None) or 1
    return date(year, month, when.day or 1)


def _by_scope(workshop: Workshop, names: Sequence[str], day: date) -> str | None:
    """Return the profile whose scope names the organ most exactly, of several the latest one in force."""
    wanted = fold(" ".join(names))
    fitting = [
        (len(start), profile.scope.since or date.min, slug)
        for slug, profile in workshop.profiles.items()
        for start in map(fold, profile.scope.organs)
        if wanted.startswith(start) and (profile.scope.since or date.min) <= day
    ]
    return max(fitting)[2] if fitting else None
