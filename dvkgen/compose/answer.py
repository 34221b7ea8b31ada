"""Forms of text: slips, plans and reports of models, proposals, result reports, self-assessments, forms of one's own.

One engine for what is built in and for what a locality declares: the form says which fields there are, its template
words them. A field that bears the name of one of a model's keys prints what was typed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from dvkgen.campaign.campaign import Campaign, Filed
from dvkgen.campaign.entry import Entry
from dvkgen.compose import form as forms
from dvkgen.compose import look
from dvkgen.compose.answer_view import fields_view, special_view
from dvkgen.compose.form import Filled
from dvkgen.compose.kind import Draft, Kind, PageLimit, Workshop, in_words
from dvkgen.compose.registration_list import registration_sources
from dvkgen.disk.paths import TOTALS
from dvkgen.document.columns import column_weights
from dvkgen.document.prose import plain_text
from dvkgen.document.tree import Document, Picture, Sheet
from dvkgen.schema.answer import Answer, InitiativeAnswer, Proposal, Slip
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import (
    FORMS_OF_TEXT,
    INITIATIVE_REPORT,
    RECOGNITIONS,
    RESULT_REPORT,
    SELF_ASSESSMENT,
    Layout,
    kind_of,
)
from dvkgen.schema.locality import Level
from dvkgen.schema.unit import Unit

_LETTERS = 118
"""About how many letters a line of a table holds on a sheet that lies across."""


def blank(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return the form as handed out, with dotted lines for what its writer fills in."""
    view = forms.blank_view(campaign, form) | _dots(campaign)
    view |= fields_view(form, None, None, view["cuoc_chu"]) | special_view(campaign, form.kind, None, None)
    return (forms.blank_sheet(campaign, workshop, form, view, is_text=True),)


def _dots(campaign: Campaign) -> dict[str, Any]:
    words = look.of_plan(campaign).profile.blank
    return {"cham": words.text_line, "cham_dong": words.long_line, "cham_hang": words.row}


def _compose(campaign: Campaign, workshop: Workshop, form: Form, filed: Filed, unit: Unit, target: str) -> Document:
    record = filed.record
    assert isinstance(record, Answer)
    entries = tuple(_entries(campaign, filed, unit))
    about = entries[0] if entries and not isinstance(record, Proposal) else None
    filled = Filled(
        form, _issuer(campaign, record, unit), record, filed.year,
        _level(campaign, record, entries),
        about.subject.shown if about and about.subject else "",
        about.initiative.name if about else "",
        about.initiative.subject.name if about and about.initiative.subject else "",
    )  # fmt: skip
    seen = {photo.path: photo for photo in filed.photos}
    pictures = {path: Picture(path, photo.digest, photo.width, photo.height) for path, photo in seen.items()}
    notes = forms.footnotes(form, forms.known_facts(campaign, filled))
    view = _dots(campaign) | fields_view(form, filed, about, notes)
    view |= special_view(campaign, form.kind, filed, unit, entries)
    sheet = forms.filled_sheet(campaign, workshop, filled, view, pictures, is_text=True)
    title = forms.one_line(*(sheet.title.type_name if sheet.title else ()), filled.initiative, str(filed.year))
    return forms.document(forms.look_of(campaign, filled), target, title, unit.name, (sheet,))


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
        case Slip() as slip:
            yield campaign.entry_of(unit, slip)
        case InitiativeAnswer(initiative=reference):
            yield from _found(campaign, unit, (reference,), filed.year)
        case Proposal(initiatives=references):
            yield from _found(campaign, unit, references, filed.year)


def _found(campaign: Campaign, unit: Unit, references: Iterable[str], year: int) -> Iterator[Entry]:
    yield from (entry for name in references if (entry := campaign.registered(unit.code, name, year)))


def _in_one_table(campaign: Campaign, workshop: Workshop, form: Form, year: int, target: str) -> Document:
    """Return what all units filled into a form, a row for each answer and a column for each field."""
    rows = [
        [unit.name, *_values(campaign, form, filed, unit)]
        for filed, _ in campaign.records(Answer, year)
        if filed.kind == form.kind and (unit := campaign.unit(filed.unit))
    ]
    known = {**forms.blank_facts(campaign), "nam": str(year), "don_vi": campaign.locality.name}
    heads = [field["ten"] for field in fields_view(form, None, None)["cac_truong"]]
    columns = zip(*([campaign.locality.name, *heads], *rows), strict=True)
    view = {
        "ten_bang": (form.name or " ".join(form.type_name), *in_words(form.subject, known)),
        "rong": column_weights((("TT",), *columns), _LETTERS),
        "cot": heads,
        "hang": rows,
    }
    table = form.model_copy(update={"kind": "bang_chung", "orientation": "ngang"})
    sheet = forms.total_sheet(campaign, workshop, table, view, year)
    title = forms.one_line(*form.type_name, *form.subject, str(year))
    return forms.document(forms.total_look(campaign, year), target, title, campaign.locality.name, (sheet,))


def _values(campaign: Campaign, form: Form, filed: Filed, unit: Unit) -> list[str]:
    """Return what was filled into each field, as a cell of the common table shows it."""
    about = next(_entries(campaign, filed, unit), None)
    fields = fields_view(form, filed, about)["cac_truong"]
    return [plain_text(f["gia_tri"]) if f["kieu"] == "doan" else f["gia_tri"] for f in fields]


def kinds_of(campaign: Campaign) -> Sequence[str]:
    """Return the kinds of text forms: those built in, then those of the plan's own."""
    own = (form.kind for form in campaign.plan.forms if kind_of(form.kind).layout in (None, Layout.FIELDS))
    return tuple(dict.fromkeys((*(kind.slug for kind in FORMS_OF_TEXT), *own)))


def _drafts_of(campaign: Campaign, workshop: Workshop, kind: str) -> Iterator[Draft]:
    form = campaign.form_of(kind)
    if form is None:
        return
    for year in forms.years_answered(campaign):
        files = [(filed, unit) for filed in campaign.files(kind, year) if (unit := campaign.unit(filed.unit))]
        for filed, unit in files:
            target = campaign.target(year, unit.code, kind, filed.name)
            sources = registration_sources(campaign, year, unit).union(
                filed.paths, _also_read(campaign, kind, unit, year)
            )
            compose = partial(_compose, campaign, workshop, form, filed, unit, target)
            yield Draft(target, sources, compose, _page_limit(campaign, kind, filed))
        if files and form.in_one_table:
            target = campaign.target(year, TOTALS, kind)
            sources = frozenset(campaign.common_paths).union(*(filed.paths for filed, _ in files))
            yield Draft(target, sources, partial(_in_one_table, campaign, workshop, form, year, target))


def _also_read(campaign: Campaign, kind: str, unit: Unit, year: int) -> frozenset[str]:
    """Return the other files that a kind draws on: reports of units below, all that an assessment knows a unit by."""
    below = {u.code for u in campaign.units_below(unit)}
    filed = (f for f in campaign.filed if f.year == year and f.unit in below)
    match kind:
        case RESULT_REPORT.slug:
            return frozenset(path for f in filed if f.kind == kind for path in f.paths)
        case SELF_ASSESSMENT.slug:
            recognised = (path for later in campaign.later_files(RECOGNITIONS.slug, year) for path in later.paths)
            return frozenset((*(path for f in filed for path in f.paths), *recognised))
        case _:
            return frozenset()


def _page_limit(campaign: Campaign, kind: str, filed: Filed) -> PageLimit | None:
    limit = campaign.plan.limits.initiative_report.max_pages if kind == INITIATIVE_REPORT.slug else None
    return PageLimit(limit, filed.record.origin.mark) if limit and filed.record else None


def drafts_of(kind: str, campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield what units filled into a built-in form of text."""
    yield from _drafts_of(campaign, workshop, kind)


def drafts_of_own_forms(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield what units filled into the forms that a plan declares itself."""
    for kind in kinds_of(campaign):
        if kind_of(kind) not in FORMS_OF_TEXT:
            yield from _drafts_of(campaign, workshop, kind)


KINDS = tuple(Kind(kind.slug, partial(drafts_of, kind.slug), blank) for kind in FORMS_OF_TEXT)
OWN_FORMS = Kind("phieu", drafts_of_own_forms, blank)
