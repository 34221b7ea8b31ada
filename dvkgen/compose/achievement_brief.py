"""Trích ngang thành tích (Mẫu 03): of a unit, those sent up by the locality, and blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from dvkgen.campaign.file import Filed
from dvkgen.compose import frame
from dvkgen.compose.desk import Composer, Desk, Draft, one_line, paper
from dvkgen.compose.registration_list import registration_sources
from dvkgen.compose.sheets import FORM_NAMES, blank_sheet, filled_facts, form_view, total_sheet
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ACHIEVEMENT_BRIEF, COMMENDATIONS
from dvkgen.schema.office import Commendations
from dvkgen.schema.submission import AchievementBrief, Nomination
from dvkgen.schema.unit import Unit

SLUG = ACHIEVEMENT_BRIEF.slug

Proposed = tuple[Unit, Nomination]


def _rows_view(desk: Desk, proposed: Iterable[Proposed], *, for_all: bool) -> dict[str, Any]:
    return {"hang": [_row(desk, place, one, for_all=for_all) for place, one in enumerate(proposed, 1)]}


def _row(desk: Desk, place: int, proposed: Proposed, *, for_all: bool) -> dict[str, Any]:
    unit, nomination = proposed
    subject = desk.campaign.subject_of(nomination, unit)
    entry = desk.campaign.registered(unit.code, nomination.initiative, desk.year)
    assert subject is not None
    assert entry is not None
    sector = entry.sector.name if entry.sector else ""
    return {
        "tt": str(place),
        "ten": subject.shown_to_all if for_all else subject.shown,
        "mo_hinh": entry.initiative.name,
        "linh_vuc": sector[:1].upper() + sector[1:],
        "thanh_tich": nomination.highlights.text,
    }


def blank(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return the form as handed out."""
    empty = {"tt": "1", "ten": "", "mo_hinh": "", "linh_vuc": "", "thanh_tich": ""}
    return (blank_sheet(desk, form, {"hang": [empty]}),)


def chosen(desk: Desk) -> tuple[Proposed, ...]:
    """Return what the locality sends up: those chosen in `khen-thuong.yaml`, before it exists all that units propose."""
    campaign, year = desk.campaign, desk.year
    proposed = tuple(
        (unit, n) for f, brief in campaign.briefs(year) if (unit := campaign.unit(f.unit)) for n in brief.nominations
    )
    picked = campaign.commendations(year)
    if picked is None:
        return proposed
    return tuple((u, n) for c in picked for u, n in proposed if u.code == c.unit and campaign.is_chosen(c, n, u, year))


def _of_unit(desk: Desk, target: str, form: Form, filed: Filed, unit: Unit) -> Document:
    record = filed.record
    assert isinstance(record, AchievementBrief)
    known = filled_facts(desk, unit)
    around = frame.of_filled_form(desk.campaign, form, unit, record, known)
    rows = _rows_view(desk, ((unit, n) for n in record.nominations), for_all=False)
    sheet = desk.sheet(form.kind, form_view(desk, form, known) | rows, around)
    return paper(around, target, _title(desk.year), unit.name, (sheet,))


def _of_all(desk: Desk, target: str, form: Form) -> Document:
    sent = next(iter(desk.campaign.office_records(Commendations, desk.year)), None)
    around = frame.of_total(desk.campaign, form, desk.year, sent)
    sheet = total_sheet(desk, form, around, _rows_view(desk, chosen(desk), for_all=True))
    return paper(around, target, _title(desk.year), desk.campaign.locality.name, (sheet,))


def _title(year: int) -> str:
    return one_line("Trích ngang thành tích “Dân vận khéo”", str(year))


def drafts(desk: Desk) -> Iterator[Draft]:
    """Yield the brief of each unit that proposes somebody, and the brief of those sent up."""
    form = desk.campaign.form_of(SLUG)
    for at in desk.answered_years() if form else ():
        assert form is not None
        files = [(filed, unit) for filed in at.campaign.files(SLUG, at.year) if (unit := at.campaign.unit(filed.unit))]
        for filed, unit in files:
            target = at.target(unit.code, SLUG, filed.name)
            sources = registration_sources(at, unit).union(filed.paths)
            yield at.draft(target, SLUG, sources, partial(_of_unit, at, target, form, filed, unit))
        if at.campaign.files(SLUG, at.year):
            target = at.target(TOTALS, SLUG)
            yield at.draft(target, SLUG, _sources_of_all(at), partial(_of_all, at, target, form))


def _sources_of_all(desk: Desk) -> frozenset[str]:
    """Return the files on which the brief of those sent up rests: the choice, the briefs, the registrations behind them."""
    campaign, files = desk.campaign, desk.campaign.files(SLUG, desk.year)
    units = [unit for f in files if (unit := campaign.unit(f.unit))]
    return frozenset[str]().union(
        *(file.paths for file in campaign.office_files_of(COMMENDATIONS.slug, desk.year)),
        *(f.paths for f in files),
        *(registration_sources(desk, unit) for unit in units),
    )


COMPOSER = Composer(SLUG, drafts, FORM_NAMES | {"hang"}, blank)
