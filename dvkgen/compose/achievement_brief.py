"""Trích ngang thành tích (Mẫu 03): of a unit, those sent up by the locality, and blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from dvkgen.campaign.campaign import Campaign, Filed
from dvkgen.campaign.facts import facts
from dvkgen.compose import form as forms
from dvkgen.compose.form import Filled
from dvkgen.compose.kind import Draft, Kind, Workshop
from dvkgen.compose.registration_list import registration_sources
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ACHIEVEMENT_BRIEF, COMMENDATIONS
from dvkgen.schema.office import Commendations
from dvkgen.schema.submission import Nomination
from dvkgen.schema.unit import Unit

SLUG = ACHIEVEMENT_BRIEF.slug

Proposed = tuple[Unit, Nomination]


def _rows_view(campaign: Campaign, proposed: Iterable[Proposed], year: int, *, for_all: bool) -> dict[str, Any]:
    return {
        "hang": [
            _row(campaign, place, unit, nomination, year, for_all=for_all)
            for place, (unit, nomination) in enumerate(proposed, 1)
        ]
    }


def _row(
    campaign: Campaign, place: int, unit: Unit, nomination: Nomination, year: int, *, for_all: bool
) -> dict[str, Any]:
    subject = campaign.subject_of(nomination, unit)
    entry = campaign.registered(unit.code, nomination.initiative, year)
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


def blank(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return the form as handed out."""
    empty = {"tt": "1", "ten": "", "mo_hinh": "", "linh_vuc": "", "thanh_tich": ""}
    view = forms.blank_view(campaign, form) | {"hang": [empty]}
    return (forms.blank_sheet(campaign, workshop, form, view),)


def chosen(campaign: Campaign, year: int) -> tuple[Proposed, ...]:
    """Return what the locality sends up: those chosen in `khen-thuong.yaml`, before it exists all that units propose."""
    proposed = tuple(
        (unit, n) for f, brief in campaign.briefs(year) if (unit := campaign.unit(f.unit)) for n in brief.nominations
    )
    picked = campaign.commendations(year)
    if picked is None:
        return proposed
    return tuple((u, n) for c in picked for u, n in proposed if u.code == c.unit and campaign.is_chosen(c, n, u, year))


def _of_unit(
    campaign: Campaign, workshop: Workshop, form: Form, filed: Filed, unit: Unit, year: int, target: str
) -> Document:
    record = next(brief for f, brief in campaign.briefs(year, unit.code) if f is filed)
    rows = _rows_view(campaign, ((unit, n) for n in record.nominations), year, for_all=False)
    filled = Filled(form, unit, record, year)
    sheet = forms.filled_sheet(campaign, workshop, filled, rows)
    return forms.document(forms.look_of(campaign, filled), target, _title(year), unit.name, (sheet,))


def _of_all(campaign: Campaign, workshop: Workshop, form: Form, year: int, target: str) -> Document:
    known = facts(campaign.locality, campaign.plan, year)
    view = forms.title_view(form, known, campaign) | _rows_view(campaign, chosen(campaign, year), year, for_all=True)
    sent = next(iter(campaign.later_records(Commendations, year)), None)
    issued = forms.Issued(sent.organ, sent.issued_on, sent.addressees, sent.signers) if sent else None
    sheet = forms.total_sheet(campaign, workshop, form, view, year, issued)
    own = forms.total_look(campaign, year, issued)
    return forms.document(own, target, _title(year), campaign.locality.name, (sheet,))


def _title(year: int) -> str:
    return forms.one_line("Trích ngang thành tích “Dân vận khéo”", str(year))


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield the brief of each unit that proposes somebody, and the brief of those sent up."""
    form = campaign.form_of(SLUG)
    if form is None:
        return
    for year in forms.years_answered(campaign):
        for filed in campaign.files(SLUG, year):
            unit = campaign.unit(filed.unit)
            if unit:
                target = campaign.target(year, unit.code, SLUG, filed.name)
                sources = registration_sources(campaign, year, unit).union(filed.paths)
                yield Draft(target, sources, partial(_of_unit, campaign, workshop, form, filed, unit, year, target))
        files = campaign.files(SLUG, year)
        if files:
            target = campaign.target(year, TOTALS, SLUG)
            units = [unit for f in files if (unit := campaign.unit(f.unit))]
            sources = frozenset[str]().union(
                *(later.paths for later in campaign.later_files(COMMENDATIONS.slug, year)),
                *(f.paths for f in files),
                *(registration_sources(campaign, year, u) for u in units),
            )
            yield Draft(target, sources, partial(_of_all, campaign, workshop, form, year, target))


KIND = Kind(SLUG, drafts, blank)
