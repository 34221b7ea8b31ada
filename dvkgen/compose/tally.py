"""Biểu tổng hợp số lượng (Mẫu 02): of a unit, of the whole locality, and blank."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dvkgen.campaign.counting import Counts, LevelTally, Tally, tally
from dvkgen.compose import frame
from dvkgen.compose.desk import Composer, Desk, Draft, one_line, paper
from dvkgen.compose.registration_list import registering_record, registering_units, registration_sources
from dvkgen.compose.sheets import FORM_NAMES, blank_sheet, filled_facts, form_view, total_sheet
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import TALLY
from dvkgen.schema.unit import Unit

SLUG = TALLY.slug
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def rows_view(counted: Tally, *, is_blank: bool = False) -> dict[str, Any]:
    """Return the rows of the form: each level's own row before the rows of its fields, then the total."""
    rows = [row for place, level in enumerate(counted.levels) for row in _level_rows(place, level, is_blank=is_blank)]
    once = counted.counts_once and not is_blank
    return {"hang": rows, "tong": _cells(counted.total, is_blank=is_blank), "tinh_mot_lan": once}


def _level_rows(place: int, level: LevelTally, *, is_blank: bool) -> Iterator[dict[str, Any]]:
    if level.level:
        yield {
            "tt": _NUMERALS[place % len(_NUMERALS)],
            "ten": level.level.name,
            "o": _cells(level.counts, is_blank=is_blank),
            "la_cap": True,
        }
    for number, (sector, counts) in enumerate(level.sectors, 1):
        yield {"tt": str(number), "ten": sector.heading, "o": _cells(counts, is_blank=is_blank), "la_cap": False}


def _cells(counts: Counts, *, is_blank: bool) -> list[str]:
    return ["" if is_blank else str(number) for number in counts.numbers]


def blank(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return the form as handed out."""
    counted = tally((), desk.campaign.locality, desk.campaign.plan.counting)
    return (blank_sheet(desk, form, rows_view(counted, is_blank=True)),)


def _of_unit(desk: Desk, target: str, form: Form, unit: Unit) -> Document:
    campaign = desk.campaign
    counted = tally(campaign.entries_below(unit, desk.year), campaign.locality, campaign.plan.counting)
    known = filled_facts(desk, unit)
    around = frame.of_filled_form(campaign, form, unit, registering_record(desk, unit), known)
    sheet = desk.sheet(form.kind, form_view(desk, form, known) | rows_view(counted), around)
    return paper(around, target, _title(desk.year), unit.name, (sheet,))


def _of_all(desk: Desk, target: str, form: Form) -> Document:
    campaign = desk.campaign
    counted = tally(campaign.entries(desk.year), campaign.locality, campaign.plan.counting)
    around = frame.of_total(campaign, form, desk.year)
    sheet = total_sheet(desk, form, around, rows_view(counted))
    return paper(around, target, _title(desk.year), campaign.locality.name, (sheet,))


def _title(year: int) -> str:
    return one_line("Biểu tổng hợp số lượng mô hình “Dân vận khéo”", str(year))


def drafts(desk: Desk) -> Iterator[Draft]:
    """Yield the tally of each unit that has models, and that of the whole locality."""
    form = desk.campaign.plan.form_of(SLUG)
    for at in desk.answered_years() if form else ():
        assert form is not None
        for unit, sources in registering_units(at):
            target = at.target(unit.code, SLUG)
            yield at.draft(target, SLUG, sources, partial(_of_unit, at, target, form, unit))
        target = at.target(TOTALS, SLUG)
        yield at.draft(target, SLUG, registration_sources(at), partial(_of_all, at, target, form))


COMPOSER = Composer(SLUG, drafts, FORM_NAMES | {"hang", "tong", "tinh_mot_lan"}, blank)
