"""The look of a paper: its layout profile with the name under which a document keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from dvkgen.campaign import profile_choice
from dvkgen.campaign.campaign import Campaign
from dvkgen.findings import DvkgenError
from dvkgen.schema.day import PaperDate
from dvkgen.schema.form import Form
from dvkgen.schema.locality import Organ
from dvkgen.schema.profile import Profile
from dvkgen.schema.unit import Unit


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


def of_organ(campaign: Campaign, organ: Organ, when: PaperDate) -> Look:
    """Return the look of a paper of one of the locality's organs."""
    return _look(campaign, profile_choice.of_organ(campaign, organ, when))


def of_plan(campaign: Campaign) -> Look:
    """Return the look of the plan, which its forms share."""
    return of_organ(campaign, organ_of(campaign), campaign.plan.issued_on)


def of_filing(campaign: Campaign, form: Form, unit: Unit, when: PaperDate) -> Look:
    """Return the look of what a unit files."""
    if form.letterhead == "cua_mau":
        return of_plan(campaign)
    return _look(campaign, profile_choice.of_filing(campaign, form, unit, when))


def _look(campaign: Campaign, slug: str) -> Look:
    try:
        return Look(slug, campaign.profiles[slug])
    except KeyError:
        raise DvkgenError(f"không có thể thức “{slug}” trong templates/the-thuc") from None
