"""Thẩm định: the notice of the panel's visits, and the minutes of what it found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.compose import form as forms
from dvkgen.compose.answer_view import initiative_view, number
from dvkgen.compose.kind import Draft, Kind, Workshop
from dvkgen.compose.paper import blank_sheet, office_sheets
from dvkgen.compose.recognition import sources_of
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.printed import short_date
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import APPRAISAL_MINUTES, APPRAISAL_NOTICE, APPRAISALS
from dvkgen.schema.locality import Signer
from dvkgen.schema.office import Appraisal, Appraisals, PanelMember, Visit
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.text import fold

NOTICE, MINUTES = APPRAISAL_NOTICE.slug, APPRAISAL_MINUTES.slug
FILED = APPRAISALS.slug
_NOBODY = OfficePaper.model_validate({})


def _notice_view(campaign: Campaign, records: Sequence[Appraisals], year: int) -> dict[str, Any]:
    visits = sorted((visit for record in records for visit in record.visits), key=lambda visit: visit.day)
    return {"doan": _panel(records), "lich": [_visit(campaign, v, n, records, year) for n, v in enumerate(visits, 1)]}


def _minutes_view(campaign: Campaign, records: Sequence[Appraisals], year: int) -> dict[str, Any]:
    appraised = [appraisal for record in records for appraisal in record.appraised]
    criteria = [c for c in campaign.plan.criteria if any(c.code in a.points for a in appraised)]
    return {
        "doan": _panel(records),
        "tieu_chi": [criterion.name for criterion in criteria],
        "toi_da": [number(c.max_points) if c.max_points is not None else "" for c in criteria],
        "ket_qua": [
            _result(campaign, appraisal, place, [c.code for c in criteria], year)
            for place, appraisal in enumerate(appraised, 1)
        ],
    }


def _panel(records: Sequence[Appraisals]) -> list[dict[str, str]]:
    members: tuple[PanelMember, ...] = tuple(dict.fromkeys(m for record in records for m in record.panel))
    return [{"ho_ten": m.name, "chuc_vu": m.title or "", "vai_tro": m.role or ""} for m in members]


def _signing(records: Sequence[Appraisals]) -> tuple[Signer, ...]:
    """Return who signs the minutes where nobody is named: secretary and head of the panel."""
    members = [(fold(m.role or ""), m) for record in records for m in record.panel]
    found = (
        next((m for role, m in members if role == wanted), None) for wanted in map(fold, ("thư ký", "trưởng đoàn"))
    )
    blocks = ({"quyen_han": (m.role or "").upper(), "ho_ten": m.name} for m in found if m)
    return tuple(Signer.model_validate(block) for block in blocks)


def _visit(campaign: Campaign, visit: Visit, place: int, records: Sequence[Appraisals], year: int) -> dict[str, Any]:
    unit = campaign.unit(visit.unit)
    named = dict.fromkeys(a.initiative for record in records for a in record.appraised if a.unit == visit.unit)
    entries = [entry for name in named if (entry := campaign.registered(visit.unit, name, year))]
    return {
        "tt": str(place),
        "don_vi": unit.name if unit else "",
        "mo_hinh": [entry.initiative.name for entry in entries],
        "gio": re.sub(r"^(\d{1,2})[:h](\d{2})$", _in_words, visit.time or ""),
        "ngay": short_date(visit.day),
        "dia_diem": visit.place or "",
    }


def _in_words(time: re.Match[str]) -> str:
    return f"{int(time[1])} giờ {time[2]}" if int(time[2]) else f"{int(time[1])} giờ"


def _result(campaign: Campaign, appraisal: Appraisal, place: int, criteria: list[str], year: int) -> dict[str, Any]:
    entry = campaign.registered(appraisal.unit, appraisal.initiative, year)
    points = [appraisal.points.get(code) for code in criteria]
    return {
        **(initiative_view(entry, place) if entry else {}),
        "diem": ["" if value is None else number(value) for value in points],
        "tong_diem": "" if appraisal.total is None else number(appraisal.total),
        "ket_luan": appraisal.verdict,
        "nhan_xet": appraisal.opinion.text if appraisal.opinion else "",
    }


View = Callable[[Campaign, Sequence[Appraisals], int], dict[str, Any]]


def _compose(campaign: Campaign, workshop: Workshop, kind: str, view: View, year: int, target: str) -> Document:
    records = campaign.later_records(Appraisals, year)
    heads = (record.notice if kind == NOTICE else record.minutes for record in records)
    head = next(filter(None, heads), _NOBODY)
    if kind == MINUTES and not head.signers:
        head = head.model_copy(update={"signers": _signing(records)})
    known = facts(campaign.locality, campaign.plan, year)
    own, sheets = office_sheets(campaign, workshop, kind, head, known, view(campaign, records, year))
    title = forms.one_line(*(sheets[0].title.type_name if sheets[0].title else ()), "thẩm định", str(year))
    return forms.document(own, target, title, campaign.locality.name, sheets)


def blank_notice(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return the notice as a blank form."""
    empty = {"don_vi": "", "mo_hinh": (), "gio": "", "ngay": "", "dia_diem": ""}
    view = {"doan": (), "lich": [{"tt": tt, **empty} for tt in ("1", "2", "3")]}
    return (blank_sheet(campaign, workshop, form, view),)


def blank_minutes(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return the minutes as a blank form, with a column for each criterion that has points."""
    criteria = [criterion for criterion in campaign.plan.criteria if criterion.max_points is not None]
    empty = {"ten": "", "chu_the": "", "diem": [""] * len(criteria), "tong_diem": "", "ket_luan": "", "nhan_xet": ""}
    view = {
        "doan": (),
        "tieu_chi": [criterion.name for criterion in criteria],
        "toi_da": [number(c.max_points) for c in criteria if c.max_points is not None],
        "ket_qua": [{"tt": tt, **empty} for tt in ("1", "2", "3")],
    }
    return (blank_sheet(campaign, workshop, form, view),)


def _drafts_of(kind: str, view: View, campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    for year in campaign.plan.period.years:
        files = campaign.later_files(FILED, year)
        if any(later.record is None or _has(later.record, kind) for later in files):
            target = campaign.target(year, TOTALS, kind)
            compose = partial(_compose, campaign, workshop, kind, view, year, target)
            yield Draft(target, sources_of(campaign, FILED, year), compose)


def _has(record: object, kind: str) -> bool:
    """Whether there is something to print: visits for the notice, appraised models for the minutes."""
    return isinstance(record, Appraisals) and bool(record.visits if kind == NOTICE else record.appraised)


KINDS = (
    Kind(NOTICE, partial(_drafts_of, NOTICE, _notice_view), blank_notice),
    Kind(MINUTES, partial(_drafts_of, MINUTES, _minutes_view), blank_minutes),
)
