"""Kế hoạch, công văn: the paper that opens the campaign with its annexes and forms after it, and each form by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.compose import (
    achievement_brief,
    answer,
    appraisal,
    look,
    outline,
    recognition,
    registration_list,
    tally,
)
from dvkgen.compose import form as forms
from dvkgen.compose.kind import Draft, Kind, Workshop, in_words
from dvkgen.compose.paper import office_sheets
from dvkgen.disk.paths import BLANK_FORMS
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import PLANS
from dvkgen.text import slug

BLANK_SHEETS: Mapping[str, Callable[[Campaign, Workshop, Form], tuple[Sheet, ...]]] = {
    kind.slug: kind.blank
    for kind in (
        registration_list.KIND,
        tally.KIND,
        achievement_brief.KIND,
        outline.KIND,
        *appraisal.KINDS,
        recognition.KIND,
    )
    if kind.blank
}


def blank_sheets(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return a form as handed out: of a kind with a table of its own, or a form of text."""
    return BLANK_SHEETS.get(form.kind, answer.blank)(campaign, workshop, form)


def _with_forms(campaign: Campaign, workshop: Workshop, target: str) -> Document:
    plan = campaign.plan
    known = facts(campaign.locality, plan, plan.period.first)
    own, sheets = office_sheets(campaign, workshop, plan.form, plan, known)
    for form in (form for code in plan.attached for form in plan.forms if form.code == code):
        sheets.extend(blank_sheets(campaign, workshop, form))
    title = forms.one_line(*in_words(plan.subject, known))
    return forms.document(own, target, title, _author(campaign), sheets)


def _blank_form(campaign: Campaign, workshop: Workshop, form: Form, target: str) -> Document:
    sheets = blank_sheets(campaign, workshop, form)
    title = forms.one_line(form.name or "", *(sheets[0].title.type_name if sheets[0].title else ()))
    return forms.document(look.of_plan(campaign), target, title, _author(campaign), sheets)


def _author(campaign: Campaign) -> str:
    return " ".join(look.organ_of(campaign).name)


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield the plan with its forms, and each form blank."""
    home = f"{campaign.slug}/{campaign.folder}"
    base = frozenset((*campaign.locality_paths, campaign.plan_path))
    target = f"{home}/{slug(campaign.plan.form)}"
    yield Draft(target, base.union(campaign.plan_texts), partial(_with_forms, campaign, workshop, target))
    for form in campaign.plan.forms:
        target = f"{home}/{BLANK_FORMS}/{slug(form.code)}"
        yield Draft(target, base, partial(_blank_form, campaign, workshop, form, target))


KIND = Kind(PLANS[0].slug, drafts)
