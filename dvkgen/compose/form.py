"""Forms (biểu mẫu) of a plan: what blank, filled and totalled sheets of one form have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.compose import letterhead, look
from dvkgen.compose.kind import Around, Workshop, in_words
from dvkgen.compose.look import Look
from dvkgen.document.tree import Addressees, Document, Orientation, Picture, Recipients, Sheet
from dvkgen.quotes import fill_quotes
from dvkgen.schema.day import PaperDate
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import PETITION, footnote_places, is_of_type
from dvkgen.schema.locality import Level, Signer
from dvkgen.schema.submission import Filing
from dvkgen.schema.unit import Unit


@dataclass(frozen=True)
class Filled:
    """A form as one unit fills it in for a year: what was filed, of whom and what it speaks, and who signs as subject."""

    form: Form
    unit: Unit
    record: Filing
    year: int
    level: Level | None = None
    subject: str = ""
    initiative: str = ""
    signed_by: str = ""


def known_facts(campaign: Campaign, filled: Filled) -> Mapping[str, str]:
    """Return the facts that a filled form may quote."""
    known = facts(campaign.locality, campaign.plan, filled.year, filled.level, filled.unit)
    return {"cap": "", **known, "mo_hinh": filled.initiative, "chu_the": filled.subject}


def title_view(form: Form, known: Mapping[str, str], campaign: Campaign) -> dict[str, Any]:
    """Return what every form's template sees: its title, note, lead-in and footnotes, with their facts."""
    return {
        "ten_loai": in_words(form.type_name, known),
        "trich_yeu": in_words(form.subject, known),
        "phu_de": fill_quotes(form.subtitle or "", known),
        "mo_dau": fill_quotes(form.lead_in.text, known) if form.lead_in else "",
        "ghi_chu": fill_quotes(form.note.text, known) if form.note else "",
        "cuoc_chu": footnotes(form, known),
        "nam": known["nam"],
        "cap": known.get("cap", ""),
        "linh_vuc": [sector.heading for sector in campaign.locality.sectors],
    }


def footnotes(form: Form, known: Mapping[str, str]) -> Mapping[str, str]:
    """Return the footnote of each column or field of a form at which one may hang, empty where none does."""
    return {place: fill_quotes(form.footnotes.get(place, ""), known) for place in footnote_places(form)}


def blank_view(campaign: Campaign, form: Form, level: Level | None = None) -> dict[str, Any]:
    """Return the title of a form as handed out; what only a writer knows is a dotted gap."""
    return title_view(form, blank_facts(campaign, level), campaign)


def blank_facts(campaign: Campaign, level: Level | None = None) -> Mapping[str, str]:
    """Return the facts that a blank form may quote."""
    gap = look.of_plan(campaign).profile.blank.text_line
    known = facts(campaign.locality, campaign.plan, campaign.plan.period.first, level)
    return {**known, "mo_hinh": gap, "chu_the": gap, "don_vi": gap}


def _around_text(own: Look, form: Form, known: Mapping[str, str]) -> tuple[Addressees | None, Recipients | None]:
    petition = is_of_type(form.kind, PETITION)
    return (
        letterhead.addressees(own.profile, in_words(form.addressees, known), petition=petition),
        letterhead.recipients(own.profile, in_words(form.recipients, known), form.archive),
    )


def _around(own: Look, form: Form, known: Mapping[str, str], *, is_text: bool) -> Around:
    """Return what stands around a form without letterhead and signatures."""
    is_own_paper = form.letterhead == "cua_don_vi"
    addressees, recipients = _around_text(own, form, known)
    return around_title(
        own, Orientation(form.orientation), addressees, recipients,
        separated=is_own_paper or form.is_separated, is_text=is_text and is_own_paper,
    )  # fmt: skip


def around_title(
    own: Look,
    orientation: Orientation,
    addressees: Addressees | None,
    recipients: Recipients | None,
    *,
    separated: bool = True,
    is_ruled: bool = True,
    is_text: bool = True,
) -> Around:
    """Return what stands around a paper, with what its profile puts under the title and at the end of a text.

    A drawn rule is owed by every title of a State paper, the line of hyphens by papers that are no form.
    """
    words, head = own.profile.words, own.profile.letterhead
    return Around(
        orientation,
        addressees=addressees,
        recipients=recipients,
        separator=(words.separator or "") if separated else "",
        is_ruled=is_ruled and not words.separator and head.subject_rule_share > 0,
        end=words.end if is_text else "",
    )


def blank_sheet(
    campaign: Campaign, workshop: Workshop, form: Form, view: Mapping[str, Any], *, is_text: bool = False
) -> Sheet:
    """Return a sheet of a form as handed out, with dotted lines."""
    own = look.of_plan(campaign)
    around = _around(own, form, blank_facts(campaign), is_text=is_text)
    head = letterhead.blank(own.profile, campaign.plan.period.first)
    signatures = letterhead.form_signatures(own.profile, form)
    return workshop.sheet(form.kind, view, around.with_ends(head, signatures))


def filled_sheet(
    campaign: Campaign,
    workshop: Workshop,
    filled: Filled,
    view: Mapping[str, Any],
    pictures: Mapping[str, Picture] | None = None,
    *,
    is_text: bool = False,
) -> Sheet:
    """Return a sheet of a form as a unit files it; `view` is what its template sees besides the title."""
    form, unit, record = filled.form, filled.unit, filled.record
    own = look_of(campaign, filled)
    known = known_facts(campaign, filled)
    around = _around(own, form, known, is_text=is_text)
    head = letterhead.of_unit(campaign, own.profile, form, unit, record, filled.year)
    signatures = letterhead.unit_signatures(campaign, own.profile, form, unit, record.signers, filled.signed_by)
    seen = title_view(form, known, campaign) | dict(view)
    return workshop.sheet(form.kind, seen, around.with_ends(head, signatures), pictures)


def look_of(campaign: Campaign, filled: Filled) -> Look:
    """Return the look of a form as a unit files it."""
    return look.of_filing(campaign, filled.form, filled.unit, filled.record.issued_on)


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
    organ = look.organ_of(campaign, issued.organ)
    signers = issued.signers or (organ.signers if issued.organ else campaign.plan.signers) or organ.signers
    when = issued.when or PaperDate(year)
    own = look.of_organ(campaign, organ, when)
    around = around_title(
        own,
        Orientation(form.orientation),
        letterhead.addressees(own.profile, issued.addressees),
        letterhead.recipients(own.profile, (), campaign.plan.archive or ""),
        separated=form.is_separated,
        is_text=False,
    )
    head = letterhead.of_organ(campaign, own.profile, organ, when, year)
    around = around.with_ends(head, letterhead.signatures(signers))
    return workshop.sheet(form.kind, view, around)


def total_look(campaign: Campaign, year: int, issued: Issued | None = None) -> Look:
    """Return the look of a total."""
    issued = issued or Issued()
    organ = look.organ_of(campaign, issued.organ)
    return look.of_organ(campaign, organ, issued.when or PaperDate(year))


def document(own: Look, target: str, title: str, author: str, sheets: Iterable[Sheet]) -> Document:
    """Return the document of some sheets in one look."""
    return Document(target, own.slug, title, author, tuple(sheets))


def one_line(*parts: str) -> str:
    """Return the title of a document as its properties show it: parts in one line."""
    return " ".join(" ".join(part.split()) for part in parts if part)


def years_answered(campaign: Campaign) -> tuple[int, ...]:
    """Return the years of the period for which units have filed anything; of a one-year plan always that year."""
    years = campaign.plan.period.years
    return tuple(y for y in years if len(years) == 1 or any(f.year == y for f in campaign.filed))
