"""Công văn, kế hoạch: the paper that opens the campaign with its forms after it, and each form by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from dvkgen.content import Document, Sheet
from dvkgen.documents import achievement_brief, letterhead, outline, registration_list, tally
from dvkgen.documents import form as forms
from dvkgen.documents.kind import Around, Draft, Kind, Workshop, in_words
from dvkgen.model.campaign import Campaign
from dvkgen.model.plan import Form
from dvkgen.model.quotes import facts
from dvkgen.text import fill_quotes, slug

BLANK_SHEETS: Mapping[str, Callable[[Campaign, Workshop, Form], tuple[Sheet, ...]]] = {
    kind.slug: kind.blank
    for kind in (registration_list.KIND, tally.KIND, achievement_brief.KIND, outline.KIND)
    if kind.blank
}


def _plan_sheet(campaign: Campaign, workshop: Workshop) -> Sheet:
    plan, organ, year = campaign.plan, forms.organ_of(campaign), campaign.plan.period.first
    profile = workshop.profile(workshop.profile_slug(campaign, organ))
    known = facts(campaign.locality, plan, year)
    subject = in_words(plan.subject, known)
    number = letterhead.number_line(profile, plan.number, letterhead.symbol_of(profile, plan, organ))
    words = profile.words
    view = {
        "can_cu": letterhead.closed(
            in_words(plan.legal_bases, known), words.legal_basis_end, dash=words.legal_basis_dash
        ),
        "mo_dau": fill_quotes(plan.lead_in.text, known) if plan.lead_in else "",
        "noi_dung": fill_quotes(plan.body.text, known),
    }
    around = Around(
        letterhead=letterhead.of_organ(campaign, profile, organ, plan.issued_on, year, number, subject),
        addressees=letterhead.addressees(profile, in_words(plan.addressees, known)),
        recipients=letterhead.recipients(profile, in_words(plan.recipients, known), plan.archive),
        signatures=letterhead.signatures(plan.signers or organ.signers),
    )
    return workshop.sheet(plan.form, view, around)


def _with_forms(campaign: Campaign, workshop: Workshop, target: str) -> Document:
    attached = (form for code in campaign.plan.attached for form in campaign.plan.forms if form.code == code)
    sheets = [_plan_sheet(campaign, workshop)]
    for form in attached:
        sheets.extend(BLANK_SHEETS[form.kind](campaign, workshop, form))
    title = forms.one_line(
        *in_words(campaign.plan.subject, facts(campaign.locality, campaign.plan, campaign.plan.period.first))
    )
    return forms.document(campaign, workshop, target, title, _author(campaign), sheets)


def _blank_form(campaign: Campaign, workshop: Workshop, form: Form, target: str) -> Document:
    sheets = BLANK_SHEETS[form.kind](campaign, workshop, form)
    title = forms.one_line(form.name or "", *(sheets[0].title.type_name if sheets[0].title else ()))
    return forms.document(campaign, workshop, target, title, _author(campaign), sheets)


def _author(campaign: Campaign) -> str:
    return " ".join(forms.organ_of(campaign).name)


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield the plan with its forms, and each form blank."""
    home = f"{campaign.slug}/{campaign.folder}"
    base = frozenset((campaign.locality_path, campaign.plan_path))
    target = f"{home}/{slug(campaign.plan.form)}"
    yield Draft(target, base.union(campaign.plan_texts), partial(_with_forms, campaign, workshop, target))
    for form in campaign.plan.forms:
        if form.kind in BLANK_SHEETS:
            target = f"{home}/bieu-mau/{slug(form.code)}"
            yield Draft(target, base, partial(_blank_form, campaign, workshop, form, target))


KIND = Kind("cong_van", "Công văn", drafts)
