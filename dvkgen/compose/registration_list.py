"""Danh sách đăng ký (Mẫu 01): of a unit, of the whole locality, and blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import by_subject, models_only
from dvkgen.campaign.entry import Entry
from dvkgen.campaign.facts import facts
from dvkgen.compose import form as forms
from dvkgen.compose import look
from dvkgen.compose.form import Filled
from dvkgen.compose.kind import Draft, Kind, Workshop
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.answer import Slip
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import REGISTERING, REGISTRATION_LIST
from dvkgen.schema.locality import Level
from dvkgen.schema.submission import Filing
from dvkgen.schema.unit import Unit
from dvkgen.text import slug

SLUG = REGISTRATION_LIST.slug


def rows_view(campaign: Campaign, entries: Iterable[Entry], *, for_all: bool) -> dict[str, Any]:
    """Return the two groups and the row of totals; each row's `o` holds the model in the column of its field."""
    entries = tuple(entries)
    groups = (
        _group(campaign, "I", [e for e in entries if e.subject and e.subject.is_collective], for_all=for_all),
        _group(campaign, "II", [e for e in entries if e.subject and not e.subject.is_collective], for_all=for_all),
    )
    sectors = campaign.locality.sectors
    models = models_only(entries)
    totals = [sum(e.sector is sector for e in models) for sector in sectors] or [len(models)]
    return {
        "nhom": dict(zip(("tap_the", "ca_nhan"), groups, strict=True)),
        "tong": [str(total) for total in totals],
        "co_noi_dung": len(models) < len(entries),
    }


def _group(campaign: Campaign, numeral: str, entries: list[Entry], *, for_all: bool) -> dict[str, Any]:
    rows = [_row(campaign, place, entry, for_all=for_all) for place, entry in enumerate(by_subject(entries), 1)]
    return {"so": numeral, "hang": rows}


def _row(campaign: Campaign, place: int, entry: Entry, *, for_all: bool) -> dict[str, Any]:
    assert entry.subject is not None
    sectors: Sequence[Any] = campaign.locality.sectors or (None,)
    cells = [entry.initiative.name if sector is None or entry.sector is sector else "" for sector in sectors]
    return {
        "tt": str(place),
        "ten": entry.subject.shown_to_all if for_all else entry.subject.shown,
        "cung": [partner.name for partner in entry.partners],
        "o": cells,
        "la_noi_dung": entry.initiative.is_item,
    }


def _blank_rows(campaign: Campaign, more: str) -> dict[str, Any]:
    empty = [""] * max(1, len(campaign.locality.sectors))
    rows = [{"tt": tt, "ten": "", "cung": [], "o": empty, "la_noi_dung": False} for tt in ("1", "2", more)]
    groups = {"tap_the": {"so": "I", "hang": rows}, "ca_nhan": {"so": "II", "hang": rows}}
    return {"nhom": groups, "tong": empty, "co_noi_dung": False}


def _levels(campaign: Campaign, form: Form) -> tuple[Level | None, ...]:
    found = tuple(level for code in form.levels if (level := campaign.locality.level(code)))
    return found or (None,)


def _at(entries: Iterable[Entry], level: Level | None) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if level is None or entry.level is level)


def blank(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return the form as handed out, one sheet for each of its levels."""
    more = look.of_plan(campaign).profile.blank.row
    views = (forms.blank_view(campaign, form, level) | _blank_rows(campaign, more) for level in _levels(campaign, form))
    return tuple(forms.blank_sheet(campaign, workshop, form, view) for view in views)


def _sheets_by_level(campaign: Campaign) -> Iterator[tuple[Level | None, Form]]:
    """Yield each level of the locality with the form that it prints; no level where a form serves them all."""
    for level in campaign.locality.levels:
        form = campaign.plan.form_of(SLUG, level.code)
        if form and level.code in form.levels:
            yield level, form
    common = next((form for form in campaign.plan.forms if form.kind == SLUG and not form.levels), None)
    if common:
        yield None, common


def _of_unit(campaign: Campaign, workshop: Workshop, unit: Unit, year: int, target: str) -> Document:
    entries, record = campaign.entries_below(unit, year), registering_record(campaign, unit, year)
    filled = [
        (Filled(form, unit, record, year, level), mine)
        for level, form in _sheets_by_level(campaign)
        if (mine := _at(entries, level))
    ]
    sheets = [
        forms.filled_sheet(campaign, workshop, one, rows_view(campaign, mine, for_all=False)) for one, mine in filled
    ]
    title = forms.one_line("Danh sách đăng ký mô hình “Dân vận khéo”", str(year))
    return forms.document(forms.look_of(campaign, filled[0][0]), target, title, unit.name, sheets)


def registering_record(campaign: Campaign, unit: Unit, year: int) -> Filing:
    """Return the file that dates and signs a unit's list: its registration, else the last slip it received."""
    records = [f.record for kind in REGISTERING for f in campaign.files(kind, year, unit.code) if f.record]
    lists = [record for record in records if not isinstance(record, Slip)]
    return lists[0] if lists else max(records, key=lambda record: record.sent_on).unsigned()


def _of_all(
    campaign: Campaign, workshop: Workshop, level: Level | None, form: Form, year: int, target: str
) -> Document:
    view = forms.title_view(form, facts(campaign.locality, campaign.plan, year, level), campaign)
    view |= rows_view(campaign, _at(campaign.entries(year), level), for_all=True)
    sheet = forms.total_sheet(campaign, workshop, form, view, year)
    title = forms.one_line("Danh sách đăng ký mô hình “Dân vận khéo”", level.in_sentence if level else "", str(year))
    own = forms.total_look(campaign, year)
    return forms.document(own, target, title, campaign.locality.name, (sheet,))


def registering_units(campaign: Campaign, year: int) -> Iterator[tuple[Unit, frozenset[str]]]:
    """Yield the units that owe a list and a tally, with the files these rest on.

    A unit owes them where its registration names models, or cannot be read.
    """
    for unit in campaign.units:
        files = [f for kind in REGISTERING for f in campaign.files(kind, year, unit.code)]
        if any(f.record is None for f in files) or (files and campaign.entries_below(unit, year)):
            yield unit, registration_sources(campaign, year, unit)


def registration_sources(campaign: Campaign, year: int, unit: Unit | None = None) -> frozenset[str]:
    """Return the files on which sums of registrations rest: of all units, or of a unit and those under it."""
    codes = {u.code for u in campaign.units_below(unit)} if unit else None
    files = (f for kind in REGISTERING for f in campaign.files(kind, year) if codes is None or f.unit in codes)
    return frozenset(campaign.common_paths).union(*(f.paths for f in files))


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield the list of each unit that has models, and the list of the whole locality for each level."""
    levels = tuple(_sheets_by_level(campaign))
    if not levels:
        return
    for year in forms.years_answered(campaign):
        for unit, sources in registering_units(campaign, year):
            target = campaign.target(year, unit.code, SLUG)
            yield Draft(target, sources, partial(_of_unit, campaign, workshop, unit, year, target))
        for level, form in levels:
            target = campaign.target(year, TOTALS, SLUG, slug(level.code) if level else "")
            yield Draft(
                target,
                registration_sources(campaign, year),
                partial(_of_all, campaign, workshop, level, form, year, target),
            )


KIND = Kind(SLUG, drafts, blank)
