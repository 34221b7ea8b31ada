"""Thẩm định: the notice of the panel's visits, and the minutes of what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from dvkgen.campaign.totals import quoted_totals
from dvkgen.compose.answer_view import initiative_view, number
from dvkgen.compose.desk import Composer, Desk, Draft, one_line, paper
from dvkgen.compose.recognition import sources_of
from dvkgen.compose.sheets import OFFICE_NAMES, blank_office_sheet, office_sheets
from dvkgen.compose.table import tables_of
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.printed import clock_time, short_date
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import APPRAISAL_MINUTES, APPRAISAL_NOTICE, APPRAISALS
from dvkgen.schema.locality import Signer
from dvkgen.schema.office import Appraisal, Appraisals, PanelMember, Visit
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.text import fold

NOTICE, MINUTES = APPRAISAL_NOTICE.slug, APPRAISAL_MINUTES.slug
FILED = APPRAISALS.slug
_NOBODY = OfficePaper.model_validate({})


def _notice_view(desk: Desk, records: Sequence[Appraisals]) -> dict[str, Any]:
    visits = sorted((visit for record in records for visit in record.visits), key=lambda visit: visit.day)
    return {"doan": _panel(records), "lich": [_visit(desk, v, n, records) for n, v in enumerate(visits, 1)]}


def _minutes_view(desk: Desk, records: Sequence[Appraisals]) -> dict[str, Any]:
    appraised = [appraisal for record in records for appraisal in record.appraised]
    criteria = [c for c in desk.campaign.plan.criteria if any(c.code in a.points for a in appraised)]
    visits = (visit for record in records for visit in record.visits)
    return {
        "doan": _panel(records),
        "lich": [_visit(desk, visit, n, records) for n, visit in enumerate(visits, 1)],
        "tieu_chi": [criterion.name for criterion in criteria],
        "toi_da": [number(c.max_points) if c.max_points is not None else "" for c in criteria],
        "ket_qua": [
            _result(desk, appraisal, place, [c.code for c in criteria]) for place, appraisal in enumerate(appraised, 1)
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
    blocks = ({"chuc_vu": (m.role or "").upper(), "ho_ten": m.name} for m in found if m)
    return tuple(Signer.model_validate(block) for block in blocks)


def _visit(desk: Desk, visit: Visit, place: int, records: Sequence[Appraisals]) -> dict[str, Any]:
    campaign = desk.campaign
    unit = campaign.unit(visit.unit)
    named = dict.fromkeys(a.initiative for record in records for a in record.appraised if a.unit == visit.unit)
    entries = [entry for name in named if (entry := campaign.registered(visit.unit, name, desk.year))]
    return {
        "tt": str(place),
        "don_vi": unit.name if unit else "",
        "mo_hinh": [entry.initiative.name for entry in entries],
        "gio": clock_time(visit.time or ""),
        "ngay": short_date(visit.day),
        "dia_diem": visit.place or "",
    }


def _result(desk: Desk, appraisal: Appraisal, place: int, criteria: list[str]) -> dict[str, Any]:
    entry = desk.campaign.registered(appraisal.unit, appraisal.initiative, desk.year)
    points = [appraisal.points.get(code) for code in criteria]
    return {
        **(initiative_view(entry, place) if entry else {}),
        "diem": ["" if value is None else number(value) for value in points],
        "tong_diem": "" if appraisal.total is None else number(appraisal.total),
        "ket_luan": appraisal.verdict,
        "nhan_xet": appraisal.opinion.text if appraisal.opinion else "",
    }


View = Callable[[Desk, Sequence[Appraisals]], dict[str, Any]]


def _compose(desk: Desk, target: str, kind: str, view: View) -> Document:
    records = desk.campaign.office_records(Appraisals, desk.year)
    heads = (record.notice if kind == NOTICE else record.minutes for record in records)
    head = next(filter(None, heads), _NOBODY)
    if kind == MINUTES and not head.signers:
        head = head.model_copy(update={"signers": _signing(records)})
    known = {**desk.facts(), **quoted_totals(desk.campaign, desk.year)}
    around, sheets = office_sheets(desk, kind, head, known, view(desk, records), tables_of(desk))
    title = one_line(*(sheets[0].title.type_name if sheets[0].title else ()), "thẩm định", str(desk.year))
    return paper(around, target, title, desk.campaign.locality.name, sheets)


def blank_notice(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return the notice as a blank form."""
    empty = {"don_vi": "", "mo_hinh": (), "gio": "", "ngay": "", "dia_diem": ""}
    view = {"doan": (), "lich": [{"tt": tt, **empty} for tt in ("1", "2", "3")]}
    return (blank_office_sheet(desk, form, view),)


def blank_minutes(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return the minutes as a blank form, with a column for each criterion that has points."""
    criteria = [criterion for criterion in desk.campaign.plan.criteria if criterion.max_points is not None]
    empty = {"ten": "", "chu_the": "", "diem": [""] * len(criteria), "tong_diem": "", "ket_luan": "", "nhan_xet": ""}
    view = {
        "doan": (),
        "lich": (),
        "tieu_chi": [criterion.name for criterion in criteria],
        "toi_da": [number(c.max_points) for c in criteria if c.max_points is not None],
        "ket_qua": [{"tt": tt, **empty} for tt in ("1", "2", "3")],
    }
    return (blank_office_sheet(desk, form, view),)


def _drafts_of(kind: str, view: View, desk: Desk) -> Iterator[Draft]:
    for at in desk.years():
        files = at.campaign.office_files_of(FILED, at.year)
        if any(file.record is None or _has(file.record, kind) for file in files):
            target = at.target(TOTALS, kind)
            yield at.draft(target, kind, sources_of(at, FILED), partial(_compose, at, target, kind, view))


def _has(record: object, kind: str) -> bool:
    """Whether there is something to print: visits for the notice, appraised models for the minutes."""
    return isinstance(record, Appraisals) and bool(record.visits if kind == NOTICE else record.appraised)


COMPOSERS = (
    Composer(NOTICE, partial(_drafts_of, NOTICE, _notice_view), OFFICE_NAMES | {"doan", "lich"}, blank_notice),
    Composer(
        MINUTES,
        partial(_drafts_of, MINUTES, _minutes_view),
        OFFICE_NAMES | {"doan", "lich", "tieu_chi", "toi_da", "ket_qua"},
        blank_minutes,
    ),
)
