"""Kế hoạch, công văn: the paper that opens the campaign with its annexes and forms after it, and each form by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from dvkgen.campaign.campaign import Campaign
from dvkgen.compose import (
    achievement_brief,
    answer,
    appraisal,
    frame,
    outline,
    recognition,
    registration_list,
    tally,
)
from dvkgen.compose.desk import Composer, Desk, Draft, one_line, paper
from dvkgen.compose.frame import in_words
from dvkgen.compose.sheets import OFFICE_NAMES, office_sheets
from dvkgen.disk.paths import BLANK_FORMS, EVERY_FORMAT
from dvkgen.document.control import FormMark
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ACHIEVEMENT_BRIEF, PLANS, REGISTRATION_LIST
from dvkgen.text import slug

_WITH_SHEETS_OF_THEIR_OWN = (
    registration_list.COMPOSER,
    tally.COMPOSER,
    achievement_brief.COMPOSER,
    outline.COMPOSER,
    *appraisal.COMPOSERS,
    recognition.COMPOSER,
)


_LISTS = (REGISTRATION_LIST.slug, ACHIEVEMENT_BRIEF.slug)


def blank_sheets(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return a form as handed out: of a kind with sheets of its own, or a form of text."""
    own = next((composer.blank for composer in _WITH_SHEETS_OF_THEIR_OWN if composer.kind == form.kind), None)
    return (own or answer.blank)(desk, form)


def _with_forms(desk: Desk, target: str) -> Document:
    plan, known = desk.campaign.plan, desk.facts()
    around, sheets = office_sheets(desk, plan.kind, plan, known)
    for form in (form for code in plan.attached for form in plan.forms if form.code == code):
        sheets.extend(blank_sheets(desk, form))
    return paper(around, target, one_line(*in_words(plan.subject, known)), _author(desk.campaign), sheets)


def _blank_form(desk: Desk, target: str, form: Form) -> Document:
    sheets = blank_sheets(desk, form)
    title = one_line(form.name or "", *(sheets[0].title.type_name if sheets[0].title else ()))
    made = paper(frame.of_plan(desk.campaign), target, title, _author(desk.campaign), sheets)
    return replace(made, form=FormMark(desk.campaign.slug, desk.campaign.folder, form.code))


def _author(campaign: Campaign) -> str:
    return " ".join(frame.organ_of(campaign).name)


def drafts(desk: Desk) -> Iterator[Draft]:
    """Yield the plan with its forms, and each form blank."""
    campaign = desk.campaign
    home = f"{campaign.slug}/{campaign.folder}"
    base = frozenset((*campaign.locality_paths, campaign.plan_path))
    target = f"{home}/{slug(campaign.plan.kind)}"
    yield desk.draft(target, campaign.plan.kind, base.union(campaign.plan_texts), partial(_with_forms, desk, target))
    for form in campaign.plan.forms:
        target = f"{home}/{BLANK_FORMS}/{slug(form.code)}"
        draft = desk.draft(target, form.kind, base, partial(_blank_form, desk, target, form))
        yield replace(draft, formats=EVERY_FORMAT) if _is_table(form) else draft


def _is_table(form: Form) -> bool:
    """Whether a form is also handed out as a workbook: a list of what units send, row by row."""
    return form.kind in _LISTS or form.common_table is not None


COMPOSER = Composer(PLANS[0].slug, drafts, OFFICE_NAMES)
