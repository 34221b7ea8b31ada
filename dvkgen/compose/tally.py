"""Biểu tổng hợp số lượng (Mẫu 02): of a unit, of the whole locality, and blank."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import Counts, LevelTally, Tally, tally
from dvkgen.campaign.facts import facts
from dvkgen.compose import form as forms
from dvkgen.compose.form import Filled
from dvkgen.compose.kind import Draft, Kind, Workshop
from dvkgen.compose.registration_list import registering_record, registering_units, registration_sources
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
    return {"hang": rows, "tong": _cells(counted.total, is_blank=is_blank)}


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


def blank(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return the form as handed out."""
    view = forms.blank_view(campaign, form)
    view |= rows_view(tally((), campaign.locality, campaign.plan.counting), is_blank=True)
    return (forms.blank_sheet(campaign, workshop, form, view),)


def _of_unit(campaign: Campaign, workshop: Workshop, form: Form, unit: Unit, year: int, target: str) -> Document:
    counted = tally(campaign.entries_below(unit, year), campaign.locality, campaign.plan.counting)
    filled = Filled(form, unit, registering_record(campaign, unit, year), year)
    sheet = forms.filled_sheet(campaign, workshop, filled, rows_view(counted))
    return forms.document(forms.look_of(campaign, filled), target, _title(year), unit.name, (sheet,))


def _of_all(campaign: Campaign, workshop: Workshop, form: Form, year: int, target: str) -> Document:
    counted = tally(campaign.entries(year), campaign.locality, campaign.plan.counting)
    view = forms.title_view(form, facts(campaign.locality, campaign.plan, year), campaign) | rows_view(counted)
    sheet = forms.total_sheet(campaign, workshop, form, view, year)
    own = forms.total_look(campaign, year)
    return forms.document(own, target, _title(year), campaign.locality.name, (sheet,))


def _title(year: int) -> str:
    return forms.one_line("Biểu tổng hợp số lượng mô hình “Dân vận khéo”", str(year))


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield the tally of each unit that has models, and that of the whole locality."""
    form = campaign.plan.form_of(SLUG)
    if form is None:
        return
    for year in forms.years_answered(campaign):
        for unit, sources in registering_units(campaign, year):
            target = campaign.target(year, unit.code, SLUG)
            yield Draft(target, sources, partial(_of_unit, campaign, workshop, form, unit, year, target))
        target = campaign.target(year, TOTALS, SLUG)
        yield Draft(
            target, registration_sources(campaign, year), partial(_of_all, campaign, workshop, form, year, target)
        )


KIND = Kind(SLUG, drafts, blank)
