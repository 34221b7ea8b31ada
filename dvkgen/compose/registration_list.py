"""Danh sách đăng ký (Mẫu 01): of a unit, of the whole locality, and blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import by_subject, models_only
from dvkgen.campaign.entry import Entry
from dvkgen.compose import frame
from dvkgen.compose.desk import Composer, Desk, Draft, one_line, paper
from dvkgen.compose.frame import Frame
from dvkgen.compose.sheets import FORM_NAMES, blank_sheet, filled_facts, form_view, total_sheet
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.answer import RegistrationSlip
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import REGISTERING, REGISTRATION_LIST
from dvkgen.schema.locality import Level
from dvkgen.schema.submission import Filing
from dvkgen.schema.unit import Unit
from dvkgen.text import slug

SLUG = REGISTRATION_LIST.slug


def rows_view(desk: Desk, entries: Iterable[Entry], *, for_all: bool) -> dict[str, Any]:
    """Return the two groups and the row of totals; each row's `o` holds the model in the column of its field."""
    entries = tuple(entries)
    groups = (
        _group(desk, "I", [e for e in entries if e.subject and e.subject.is_collective], for_all=for_all),
        _group(desk, "II", [e for e in entries if e.subject and not e.subject.is_collective], for_all=for_all),
    )
    sectors = desk.campaign.locality.sectors
    models = models_only(entries)
    totals = [sum(e.sector is sector for e in models) for sector in sectors] or [len(models)]
    return {
        "nhom": dict(zip(("tap_the", "ca_nhan"), groups, strict=True)),
        "tong": [str(total) for total in totals],
        "co_noi_dung": len(models) < len(entries),
    }


def _group(desk: Desk, numeral: str, entries: list[Entry], *, for_all: bool) -> dict[str, Any]:
    rows = [_row(desk, place, entry, for_all=for_all) for place, entry in enumerate(by_subject(entries), 1)]
    return {"so": numeral, "hang": rows}


def _row(desk: Desk, place: int, entry: Entry, *, for_all: bool) -> dict[str, Any]:
    assert entry.subject is not None
    sectors: Sequence[Any] = desk.campaign.locality.sectors or (None,)
    cells = [entry.initiative.name if sector is None or entry.sector is sector else "" for sector in sectors]
    return {
        "tt": str(place),
        "ten": entry.subject.shown_to_all if for_all else entry.subject.shown,
        "cung": [partner.name for partner in entry.partners],
        "o": cells,
        "la_noi_dung": entry.initiative.is_item,
    }


def _blank_rows(desk: Desk, more: str) -> dict[str, Any]:
    empty = [""] * max(1, len(desk.campaign.locality.sectors))
    rows = [{"tt": tt, "ten": "", "cung": [], "o": empty, "la_noi_dung": False} for tt in ("1", "2", more)]
    groups = {"tap_the": {"so": "I", "hang": rows}, "ca_nhan": {"so": "II", "hang": rows}}
    return {"nhom": groups, "tong": empty, "co_noi_dung": False}


def _levels(desk: Desk, form: Form) -> tuple[Level | None, ...]:
    found = tuple(level for code in form.levels if (level := desk.campaign.locality.level(code)))
    return found or (None,)


def _at(entries: Iterable[Entry], level: Level | None) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if level is None or entry.level is level)


def blank(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return the form as handed out, one sheet for each of its levels."""
    rows = _blank_rows(desk, frame.of_plan(desk.campaign).profile.blank.row)
    return tuple(blank_sheet(desk, form, rows, level) for level in _levels(desk, form))


def _forms_by_level(campaign: Campaign) -> Iterator[tuple[Level | None, Form]]:
    """Yield each level of the locality with the form that it prints; no level where a form serves them all."""
    for level in campaign.locality.levels:
        form = campaign.plan.form_of(SLUG, level.code)
        if form and level.code in form.levels:
            yield level, form
    common = next((form for form in campaign.plan.forms if form.kind == SLUG and not form.levels), None)
    if common is None and campaign.plan.form_of(SLUG) is None and any(f.kind in REGISTERING for f in campaign.filed):
        # what units register is never left unprinted: without a form of the plan's the built-in one serves
        common = campaign.form_of(SLUG)
    if common:
        yield None, common


def _of_unit(desk: Desk, target: str, unit: Unit) -> Document:
    entries, record = desk.campaign.entries_below(unit, desk.year), registering_record(desk, unit)
    made = [
        _sheet_of_unit(desk, unit, record, level, form, mine)
        for level, form in _forms_by_level(desk.campaign)
        if (mine := _at(entries, level))
    ]
    title = one_line("Danh sách đăng ký mô hình “Dân vận khéo”", str(desk.year))
    return paper(made[0][0], target, title, unit.name, [sheet for _, sheet in made])


def _sheet_of_unit(
    desk: Desk, unit: Unit, record: Filing, level: Level | None, form: Form, entries: tuple[Entry, ...]
) -> tuple[Frame, Sheet]:
    """Return the sheet of a level of a unit's list, with its frame."""
    known = filled_facts(desk, unit, level)
    around = frame.of_filled_form(desk.campaign, form, unit, record, known)
    view = form_view(desk, form, known) | rows_view(desk, entries, for_all=False)
    return around, desk.sheet(form.kind, view, around)


def registering_record(desk: Desk, unit: Unit) -> Filing:
    """Return the file that dates and signs a unit's list: its registration, else the last slip it received."""
    files = (f for kind in REGISTERING for f in desk.campaign.files(kind, desk.year, unit.code))
    records = [filed.record for filed in files if filed.record]
    lists = [record for record in records if not isinstance(record, RegistrationSlip)]
    return lists[0] if lists else max(records, key=lambda record: record.sent_on).unsigned()


def _of_all(desk: Desk, target: str, level: Level | None, form: Form) -> Document:
    around = frame.of_total(desk.campaign, form, desk.year)
    rows = rows_view(desk, _at(desk.campaign.entries(desk.year), level), for_all=True)
    sheet = total_sheet(desk, form, around, rows, level)
    title = one_line("Danh sách đăng ký mô hình “Dân vận khéo”", level.in_sentence if level else "", str(desk.year))
    return paper(around, target, title, desk.campaign.locality.name, (sheet,))


def registering_units(desk: Desk) -> Iterator[tuple[Unit, frozenset[str]]]:
    """Yield the units that owe a list and a tally, with the files these rest on.

    A unit owes them where its registration names models, or cannot be read.
    """
    campaign = desk.campaign
    for unit in campaign.units:
        files = [f for kind in REGISTERING for f in campaign.files(kind, desk.year, unit.code)]
        if any(f.record is None for f in files) or (files and campaign.entries_below(unit, desk.year)):
            yield unit, registration_sources(desk, unit)


def registration_sources(desk: Desk, unit: Unit | None = None) -> frozenset[str]:
    """Return the files on which sums of registrations rest: of all units, or of a unit and those under it."""
    campaign = desk.campaign
    codes = [below.code for below in campaign.units_below(unit)] if unit else [None]
    files = (f for kind in REGISTERING for code in codes for f in campaign.files(kind, desk.year, code))
    return frozenset(campaign.common_paths).union(*(f.paths for f in files))


def drafts(desk: Desk) -> Iterator[Draft]:
    """Yield the list of each unit that has models, and the list of the whole locality for each level."""
    levels = tuple(_forms_by_level(desk.campaign))
    for at in desk.answered_years() if levels else ():
        for unit, sources in registering_units(at):
            target = at.target(unit.code, SLUG)
            yield at.draft(target, SLUG, sources, partial(_of_unit, at, target, unit))
        for level, form in levels:
            target = at.target(TOTALS, SLUG, slug(level.code) if level else "")
            yield at.draft(target, SLUG, registration_sources(at), partial(_of_all, at, target, level, form))


COMPOSER = Composer(SLUG, drafts, FORM_NAMES | {"nhom", "tong", "co_noi_dung"}, blank)
