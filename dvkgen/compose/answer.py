"""Forms of text: slips, plans and reports of models, proposals, result reports, self-assessments, forms of one's own.

One engine for what is built in and for what a locality declares: the form says which fields there are, its template
words them. A field that bears the name of one of a model's keys prints what was typed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.entry import Entry
from dvkgen.campaign.file import Filed
from dvkgen.compose import frame
from dvkgen.compose.answer_parts import part_of
from dvkgen.compose.answer_view import fields_view, initiative_view, pictures_by_name
from dvkgen.compose.desk import Composer, Desk, Draft, one_line, paper, pictures
from dvkgen.compose.frame import in_words
from dvkgen.compose.registration_list import registration_sources
from dvkgen.compose.sheets import FORM_NAMES, blank_facts, blank_sheet, filled_facts, footnotes, form_view
from dvkgen.disk.paths import TOTALS
from dvkgen.document.columns import column_weights
from dvkgen.document.prose import plain_text
from dvkgen.document.template import safe
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.answer import Answer, InitiativeAnswer, Proposal, RegistrationSlip
from dvkgen.schema.form import CommonTable, Form
from dvkgen.schema.kinds import (
    FORMS_OF_TEXT,
    Layout,
    kind_of,
)
from dvkgen.schema.locality import Level
from dvkgen.schema.unit import Unit

_LETTERS = 118
"""About how many letters a line of a table holds on a sheet that lies across."""


def blank(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return the form as handed out, with dotted lines for what its writer fills in."""
    notes = footnotes(form, blank_facts(desk), is_blank=True)
    view = _dots(desk) | fields_view(form, None, None, notes) | _special_view(desk, form.kind, None, None)
    for field in view["cac_truong"]:
        field["cho"] = safe(f'<span data-o="{escape(field["ma"])}">{escape(view["cham"])}</span>')
    return (blank_sheet(desk, form, view),)


def _dots(desk: Desk) -> dict[str, Any]:
    words = frame.of_plan(desk.campaign).profile.blank
    return {"cham": words.text_line, "cham_dong": words.long_line, "cham_hang": words.row}


def _special_view(
    desk: Desk, kind: str, filed: Filed | None, unit: Unit | None, entries: Sequence[Entry] = ()
) -> dict[str, Any]:
    """Return the unit, the models that an answer speaks of, and whatever its kind has besides."""
    models = [initiative_view(entry, place) for place, entry in enumerate(entries, 1)]
    return {"don_vi": unit.name if unit else "", "cac_mo_hinh": models} | part_of(kind).view(desk, filed, unit)


def _compose(desk: Desk, target: str, form: Form, filed: Filed, unit: Unit) -> Document:
    campaign, record = desk.campaign, filed.record
    assert isinstance(record, Answer)
    entries = tuple(_entries(campaign, filed, unit))
    about = entries[0] if entries and not isinstance(record, Proposal) else None
    issuer, initiative = _issuer(campaign, record, unit), about.initiative.name if about else ""
    subject = about.subject.shown if about and about.subject else ""
    known = filled_facts(desk, issuer, _level(campaign, record, entries), initiative, subject)
    signed_by = _who_signs(campaign, about)
    around = frame.of_filled_form(campaign, form, issuer, record, known, signed_by=signed_by)
    view = (
        form_view(desk, form, known)
        | _dots(desk)
        | fields_view(form, filed, about, footnotes(form, known, is_blank=False))
    )
    view |= _special_view(desk, form.kind, filed, unit, entries)
    sheet = desk.sheet(form.kind, view, around, pictures(pictures_by_name(filed)))
    title = one_line(*(sheet.title.type_name if sheet.title else ()), initiative, str(filed.year))
    return paper(around, target, title, unit.name, (sheet,))


def _who_signs(campaign: Campaign, about: Entry | None) -> str:
    """Return the name of the person who signs for those that carry out a model: himself, or the head of the unit."""
    subject = about.initiative.subject if about else None
    if about is None or subject is None or not about.subject or not about.subject.is_collective:
        return subject.name if subject else ""
    unit = campaign.unit_called(subject.name)
    group = campaign.locality.group(unit.group) if unit else None
    heads = (unit.signers if unit else ()) or (group.signers if group else ())
    return next((signer.name or "" for signer in heads), "")


def _issuer(campaign: Campaign, record: Answer, unit: Unit) -> Unit:
    """Return whose letterhead an answer bears: of the unit that gives an opinion, if it is one, else of the unit that files."""
    return campaign.unit_called(str(record.answer("ben_nhan_xet") or "")) or unit


def _level(campaign: Campaign, record: Answer, entries: Sequence[Entry]) -> Level | None:
    """Return the level of which an answer speaks: the one it proposes, else that of its models."""
    named = campaign.locality.level(record.level) if isinstance(record, Proposal) else None
    return named or next((entry.level for entry in entries), None)


def _entries(campaign: Campaign, filed: Filed, unit: Unit) -> Iterator[Entry]:
    """Yield the registered models that an answer speaks of."""
    match filed.record:
        case RegistrationSlip() as slip:
            yield campaign.entry_of(unit, slip)
        case InitiativeAnswer(initiative=reference):
            yield from _found(campaign, unit, (reference,), filed.year)
        case Proposal(initiatives=references):
            yield from _found(campaign, unit, references, filed.year)


def _found(campaign: Campaign, unit: Unit, references: Iterable[str], year: int) -> Iterator[Entry]:
    yield from (entry for name in references if (entry := campaign.registered(unit.code, name, year)))


def _in_one_table(
    desk: Desk,
    target: str,
    form: Form,
    table: CommonTable,
    files: Sequence[tuple[Filed, Unit]],
    left_out: Sequence[Unit],
) -> Document:
    """Return what units filled into a form, a row for each answer and a column for each field.

    Units in `left_out` have sent an answer that cannot be read; the sheet names them.
    """
    campaign = desk.campaign
    rows = [[unit.name, *_values(campaign, form, table, filed, unit)] for filed, unit in files]
    known = {**blank_facts(desk), "don_vi": campaign.locality.name}
    heads = [field["ten"] for field in _columns(table, fields_view(form, None, None)["cac_truong"])]
    columns = zip(*([campaign.locality.name, *heads], *rows), strict=True)
    usual = (form.name or " ".join(form.type_name), *in_words(form.subject, known))
    view = {
        "ten_loai": table.type_name,
        "ten_bang": in_words(table.subject, known) if table.type_name or table.subject else usual,
        "rong": column_weights((("TT",), *columns), _LETTERS),
        "cot": heads,
        "hang": rows,
        "thieu": [unit.name for unit in dict.fromkeys(left_out)],
    }
    across = form.model_copy(update={"orientation": "ngang"})
    around = frame.of_total(campaign, across, desk.year)
    sheet = desk.sheet(COMMON_TABLE, view, around)
    title = one_line(*form.type_name, *form.subject, str(desk.year))
    return paper(around, target, title, campaign.locality.name, (sheet,))


def _columns(table: CommonTable, fields: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the fields that are columns of the common table, in its order."""
    by_code = {field["ma"]: field for field in fields}
    return [by_code[code] for code in table.columns or by_code if code in by_code]


def _values(campaign: Campaign, form: Form, table: CommonTable, filed: Filed, unit: Unit) -> list[str]:
    """Return what was filled into each field, as a cell of the common table shows it."""
    about = next(_entries(campaign, filed, unit), None)
    fields = _columns(table, fields_view(form, filed, about)["cac_truong"])
    return [plain_text(f["gia_tri"]) if f["kieu"] == "doan" else f["gia_tri"] for f in fields]


def _own_kinds(campaign: Campaign) -> Sequence[str]:
    """Return the kinds of text forms that a plan declares itself."""
    kinds = dict.fromkeys(form.kind for form in campaign.plan.forms)
    return tuple(
        kind for kind in kinds if kind_of(kind).layout in (None, Layout.FIELDS) and kind_of(kind) not in FORMS_OF_TEXT
    )


def _drafts_of(kind: str, desk: Desk) -> Iterator[Draft]:
    """Yield what units filled into a form of text, each answer and perhaps all in one table."""
    campaign, form = desk.campaign, desk.campaign.form_of(kind)
    for at in desk.answered_years() if form else ():
        assert form is not None
        files = [(filed, unit) for filed in campaign.files(kind, at.year) if (unit := campaign.unit(filed.unit))]
        for filed, unit in files:
            target = at.target(unit.code, kind, filed.name)
            sources = registration_sources(at, unit).union(filed.paths, part_of(kind).also_read(at, unit))
            limit = part_of(kind).page_limit(at, filed)
            yield at.draft(target, kind, sources, partial(_compose, at, target, form, filed, unit), limit=limit)
        if files and form.common_table:
            yield _draft_of_table(at, form, form.common_table, files, frozenset())


def _draft_of_table(
    desk: Desk, form: Form, table: CommonTable, files: Sequence[tuple[Filed, Unit]], errors: frozenset[str]
) -> Draft:
    """Return the draft of the common table, without the answers in which an error stands."""
    target = desk.target(TOTALS, form.kind)
    kept = [(filed, unit) for filed, unit in files if not errors.intersection(filed.paths)]
    left_out = [unit for filed, unit in files if errors.intersection(filed.paths)]
    sources = frozenset(desk.campaign.common_paths).union(*(filed.paths for filed, _ in kept))
    draft = desk.draft(target, COMMON_TABLE, sources, partial(_in_one_table, desk, target, form, table, kept, left_out))
    may_lack = table.faulty == "bo_qua" and not errors
    return replace(draft, without=partial(_draft_of_table, desk, form, table, files)) if may_lack else draft


def _drafts_of_own_forms(desk: Desk) -> Iterator[Draft]:
    for kind in _own_kinds(desk.campaign):
        yield from _drafts_of(kind, desk)


NAMES = FORM_NAMES | {"cham", "cham_dong", "cham_hang", "cac_truong", "o", "trong", "don_vi", "cac_mo_hinh"}
"""The names of the values that the template of every form of text sees."""
COMMON_TABLE = "bang_chung"
OWN_FORMS = Composer("phieu", _drafts_of_own_forms, NAMES, blank)
COMPOSERS = tuple(
    Composer(kind.slug, partial(_drafts_of, kind.slug), NAMES | part_of(kind.slug).names, blank)
    for kind in FORMS_OF_TEXT
)
TABLE_NAMES = frozenset(["ten_bang", "rong", "cot", "hang", "thieu"])
"""The names of the values that the template of the common table of all units sees."""
