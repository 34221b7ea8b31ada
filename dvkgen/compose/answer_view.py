"""What the templates of forms of text see: the fields one by one, and what a kind has besides its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dvkgen.campaign.assessment import assessed
from dvkgen.campaign.campaign import Campaign, Filed
from dvkgen.campaign.entry import Entry
from dvkgen.campaign.totals import Reported, reported
from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.printed import number_in_words, paper_date, two_digits
from dvkgen.schema.answer import (
    Answer,
    Figure,
    InitiativeReport,
    Proposal,
    ResultReport,
    SelfAssessment,
    Slip,
    cells_of,
    pictures_of,
)
from dvkgen.schema.day import PaperDate
from dvkgen.schema.form import Form, FormField
from dvkgen.schema.kinds import INITIATIVE_REPORT, PROPOSAL, RESULT_REPORT, SELF_ASSESSMENT
from dvkgen.schema.submission import Initiative, Photo
from dvkgen.schema.unit import Unit
from dvkgen.schema.value import LongText


def number(value: Decimal) -> str:
    """Return a number as it stands in a field."""
    return two_digits(int(value)) if value == value.to_integral_value() else number_in_words(value)


# --- fields ---------------------------------------------------------------------------------------


def fields_view(
    form: Form, filed: Filed | None, about: Entry | None, notes: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the fields of a form in order, numbered, as a list and by their codes; empty ones of a blank form."""
    record = filed.record if filed else None
    pictures = _pictures(filed)
    fields = [_field(field, record, about, pictures) for field in form.fields]
    numbered = [
        {**field, "so": str(place), "cuoc_chu": (notes or {}).get(field["ma"], "")}
        for place, field in enumerate(fields, 1)
    ]
    return {"cac_truong": numbered, "o": {field["ma"]: field for field in numbered}, "trong": filed is None}


def _field(field: FormField, record: Any, about: Entry | None, pictures: Mapping[str, SeenPhoto]) -> dict[str, Any]:
    value = record.answer(field.code) if isinstance(record, Answer) else None
    if value is None and isinstance(record, Slip) and about:
        value = _of_initiative(field.code, about)
    view: dict[str, Any] = {"ma": field.code, "ten": field.name, "kieu": field.kind, "gia_tri": _shown(value)}
    view["goi_y"] = field.hint.text if field.hint else ""
    view["cot"] = [column.name for column in field.columns]
    view["hang"] = [cells_of(row) for row in value or ()] if field.kind == "bang" else []
    view["anh"] = [_photo(photo, pictures) for photo in value or ()] if field.kind == "anh" else []
    rows = (", ".join(filter(None, row)) for row in view["hang"])
    view["gia_tri"] = view["gia_tri"] or "; ".join((*rows, *(picture["chu_thich"] for picture in view["anh"])))
    return view


def _shown(value: Any) -> str:
    match value:
        case str():
            return value
        case LongText():
            return value.text
        case Decimal():
            return number(value)
        case PaperDate():
            return paper_date(value.day, value.month, value.year)
        case _:
            return ""


def _of_initiative(key: str, entry: Entry) -> str | None:
    """Return what a model's own key says, where a form has a field of that name."""
    model = entry.initiative
    subject = entry.subject.shown if entry.subject else None
    said = {
        "ten": model.name,
        "tu_nam": str(model.since or ""),
        "muc_tieu": model.goal,
        "linh_vuc": entry.sector.name if entry.sector else None,
        "cap": entry.level.in_sentence if entry.level else None,
        "tap_the": subject,
        "ca_nhan": subject,
        "cung_thuc_hien": ", ".join(partner.name for partner in entry.partners),
    }
    return said.get(key)


def _pictures(filed: Filed | None) -> Mapping[str, SeenPhoto]:
    """Return the photos of a file by the names under which its record gives them."""
    if filed is None or filed.record is None:
        return {}
    return {p.file or "": seen for p, seen in zip(pictures_of(filed.record), filed.photos, strict=True)}


def _photo(photo: Photo, pictures: Mapping[str, SeenPhoto]) -> dict[str, str]:
    return {"tep": pictures[photo.file].path, "chu_thich": photo.caption, "tac_gia": photo.author or ""}


# --- what a kind has besides its fields -----------------------------------------------------------


def special_view(
    campaign: Campaign, kind: str, filed: Filed | None, unit: Unit | None, entries: Sequence[Entry] = ()
) -> dict[str, Any]:
    """Return the models that an answer speaks of, results, criteria and evidence, whatever its kind has."""
    record = filed.record if filed else None
    view: dict[str, Any] = {
        "don_vi": unit.name if unit else "",
        "cac_mo_hinh": [initiative_view(entry, place) for place, entry in enumerate(entries, 1)],
    }
    if kind == PROPOSAL.slug:
        level = campaign.locality.level(record.level) if isinstance(record, Proposal) else None
        view["cap_de_nghi"] = level.in_sentence if level else ""
    if kind == RESULT_REPORT.slug:
        year = filed.year if filed else campaign.plan.period.first
        results = _results(campaign, record, unit, year) if unit and isinstance(record, ResultReport) else ()
        view["ket_qua"] = list(results)
        view["so_lieu"] = figures_view(record.figures) if isinstance(record, ResultReport) else []
    if kind == INITIATIVE_REPORT.slug:
        view["minh_chung"] = _evidence(record, _pictures(filed)) if isinstance(record, InitiativeReport) else []
    if kind == SELF_ASSESSMENT.slug:
        view |= _criteria(campaign, record, unit, filed)
    return view


def initiative_view(entry: Entry, place: int) -> dict[str, Any]:
    """Return a model as a row of a table shows it."""
    model: Initiative = entry.initiative
    return {
        "tt": str(place),
        "ten": model.name,
        "chu_the": entry.subject.shown if entry.subject else "",
        "linh_vuc": entry.sector.name if entry.sector else "",
        "tu_nam": str(model.since) if model.since else "",
        "muc_tieu": model.goal or "",
        "don_vi": entry.unit.name,
    }


def result_view(row: Reported, place: int) -> dict[str, Any]:
    """Return a model with what was reported of it; the template words the state."""
    result = row.result
    return {
        **initiative_view(row.entry, place),
        "trang_thai": result.state if result else "",
        "ket_qua": (result.outcome or "") if result else "",
        "nhan_rong": two_digits(result.adopted_by) if result and result.adopted_by is not None else "",
        "so_lieu": figures_view(result.figures) if result else [],
    }


def _results(campaign: Campaign, report: ResultReport, unit: Unit, year: int) -> Iterator[dict[str, Any]]:
    """Yield the unit's models, those of units under it too, with what this very report says of its own."""
    own = {id(e): r for r in report.results if (e := campaign.registered(unit.code, r.initiative, year))}
    for place, row in enumerate(reported(campaign, year, unit), 1):
        mine = row.entry.unit.code == unit.code
        yield result_view(Reported(row.entry, own.get(id(row.entry)) if mine else row.result), place)


def figures_view(figures: Sequence[Figure]) -> list[dict[str, str]]:
    """Return figures with their units of measure, numbers as printed."""
    return [
        {"ten": figure.name, "gia_tri": number(figure.value), "don_vi_tinh": figure.measure or ""} for figure in figures
    ]


def _evidence(report: InitiativeReport, pictures: Mapping[str, SeenPhoto]) -> list[dict[str, str]]:
    return [
        {
            "chu_thich": evidence.caption,
            "tac_gia": "",
            "tep": pictures[evidence.file or ""].path if evidence.is_picture else "",
            "noi": "" if evidence.is_picture else evidence.link or evidence.file or "",
        }
        for evidence in report.evidence
    ]


def _criteria(campaign: Campaign, record: Any, unit: Unit | None, filed: Filed | None) -> dict[str, Any]:
    written = {c.criterion: c for c in record.criteria} if isinstance(record, SelfAssessment) else {}
    known = assessed(campaign, unit, filed.year) if unit and filed else {}
    rows = []
    for place, criterion in enumerate(campaign.plan.criteria, 1):
        mine, found = written.get(criterion.code), known.get(criterion.code)
        met = mine.is_met if mine and mine.is_met is not None else (found.is_met if found else None)
        texts = ((mine.evidence or "") if mine else "", found.evidence if found else "")
        rows.append(
            {
                "tt": str(place),
                "ten": criterion.name,
                "dat": met,
                "toi_da": number(criterion.max_points) if criterion.max_points is not None else "",
                "diem": number(mine.points) if mine and mine.points is not None else "",
                "minh_chung": "; ".join(filter(None, texts)),
            }
        )
    has_points = any(criterion.max_points is not None for criterion in campaign.plan.criteria)
    points = [c.points for c in written.values() if c.points is not None]
    return {"tieu_chi": rows, "co_diem": has_points, "tong_diem": number(sum(points, Decimal(0))) if points else ""}
