"""Forms (biểu mẫu) of a plan: what blank, filled and totalled sheets of one form have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dvkgen.content import Addressees, Document, Orientation, Recipients, Sheet
from dvkgen.documents import letterhead
from dvkgen.documents.kind import Around, Workshop, in_words
from dvkgen.findings import DvkgenError
from dvkgen.layout import Profile
from dvkgen.model.campaign import Campaign
from dvkgen.model.locality import Level, Organ, Signer
from dvkgen.model.plan import Form
from dvkgen.model.quotes import facts
from dvkgen.model.submission import Filing
from dvkgen.model.unit import Unit
from dvkgen.model.value import PaperDate
from dvkgen.text import fill_quotes, slug


def title_view(
    campaign: Campaign, form: Form, year: int, level: Level | None = None, unit: Unit | None = None
) -> dict[str, Any]:
    """Return what every form's template sees: its title, note, lead-in and footnotes, with their facts."""
    known = facts(campaign.locality, campaign.plan, year, level, unit)
    return {
        "ten_loai": in_words(form.type_name, known),
        "trich_yeu": in_words(form.subject, known),
        "phu_de": fill_quotes(form.subtitle or "", known),
        "mo_dau": fill_quotes(form.lead_in.text, known) if form.lead_in else "",
        "ghi_chu": fill_quotes(form.note.text, known) if form.note else "",
        "cuoc_chu": {place: fill_quotes(note, known) for place, note in form.footnotes.items()},
        "nam": str(year),
        "cap": known.get("cap", ""),
        "linh_vuc": [sector.heading for sector in campaign.locality.sectors],
    }


def organ_of(campaign: Campaign) -> Organ:
    """Return the organ that issues the plan; a check reports a plan without one."""
    if campaign.organ is None:
        raise DvkgenError(f"{campaign.plan_path}: co_quan không có trong dia-phuong.yaml")
    return campaign.organ


def _around_text(
    campaign: Campaign, profile: Profile, form: Form, year: int, unit: Unit | None = None
) -> tuple[Addressees | None, Recipients | None]:
    known = facts(campaign.locality, campaign.plan, year, None, unit)
    return (
        letterhead.addressees(profile, in_words(form.addressees, known)),
        letterhead.recipients(profile, in_words(form.recipients, known), form.archive),
    )


def blank_sheet(campaign: Campaign, workshop: Workshop, form: Form, view: Mapping[str, Any]) -> Sheet:
    """Return a sheet of a form as handed out, with dotted lines."""
    profile = workshop.profile(workshop.profile_slug(campaign, campaign.organ))
    around = Around(
        Orientation(form.orientation),
        letterhead.blank(profile, campaign.plan.period.first),
        *_around_text(campaign, profile, form, campaign.plan.period.first),
        letterhead.form_signatures(profile, form),
    )
    return workshop.sheet(form.kind, view, around)


def filled_sheet(
    campaign: Campaign, workshop: Workshop, form: Form, view: Mapping[str, Any], unit: Unit, record: Filing, year: int
) -> Sheet:
    """Return a sheet of a form as a unit files it."""
    profile = workshop.profile(workshop.profile_slug(campaign, campaign.organ))
    around = Around(
        Orientation(form.orientation),
        letterhead.of_unit(campaign, profile, unit, record.issued_on, year, record.number),
        *_around_text(campaign, profile, form, year, unit),
        letterhead.unit_signatures(campaign, profile, form, unit, record.signers),
    )
    return workshop.sheet(form.kind, view, around)


@dataclass(frozen=True)
class Issued:
    """Who issues a paper of the whole locality, when and to whom; what is left out is the plan's."""

    organ: str | None = None
    when: PaperDate | None = None
    addressees: Sequence[str] = ()
    signers: Sequence[Signer] = ()


def total_sheet(
    campaign: Campaign, workshop: Workshop, form: Form, view: Mapping[str, Any], year: int, issued: Issued | None = None
) -> Sheet:
    """Return a sheet of a form for the whole locality, under the letterhead and signature of the organ that issues it."""
    issued = issued or Issued()
    organ = campaign.locality.organs[issued.organ] if issued.organ else organ_of(campaign)
    signers = issued.signers or (organ.signers if issued.organ else campaign.plan.signers) or organ.signers
    profile = workshop.profile(workshop.profile_slug(campaign, organ))
    around = Around(
        Orientation(form.orientation),
        letterhead.of_organ(campaign, profile, organ, issued.when or PaperDate(year), year),
        letterhead.addressees(profile, issued.addressees),
        letterhead.recipients(profile, (), campaign.plan.archive or ""),
        letterhead.signatures(signers),
    )
    return workshop.sheet(form.kind, view, around)


def document(
    campaign: Campaign, workshop: Workshop, target: str, title: str, author: str, sheets: Iterable[Sheet]
) -> Document:
    """Return the document of some sheets in the layout of the plan's organ."""
    profile = workshop.profile_slug(campaign, campaign.organ)
    return Document(target, profile, title, author, tuple(sheets))


def one_line(*parts: str) -> str:
    """Return the title of a document as its properties show it: parts in one line."""
    return " ".join(" ".join(part.split()) for part in parts if part)


def year_folder(campaign: Campaign, year: int) -> str:
    """Return the folder of a year's outputs below `build/`."""
    return f"{campaign.slug}/{year}-{campaign.word}" if campaign.word else f"{campaign.slug}/{year}"


def target_of(campaign: Campaign, year: int, unit: str, kind: str, name: str = "") -> str:
    """Return the target of what a unit files (or `tong-hop`): path below `build/` without ending."""
    return f"{year_folder(campaign, year)}/{unit}/{slug(kind)}{f'-{name}' if name else ''}"


def years_answered(campaign: Campaign) -> tuple[int, ...]:
    """Return the years of the period for which units have filed anything; of a one-year plan always that year."""
    years = campaign.plan.period.years
    return tuple(y for y in years if len(years) == 1 or any(f.year == y for f in campaign.filed))
