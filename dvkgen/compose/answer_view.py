"""What templates see of what was filled in: the fields of a form one by one, models and figures as rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dvkgen.campaign.entry import Entry
from dvkgen.campaign.file import Filed
from dvkgen.campaign.totals import Reported
from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.printed import number_in_words, paper_date, two_digits
from dvkgen.schema.answer import (
    Answer,
    RegistrationSlip,
    Statistic,
    cells_of,
    pictures_of,
)
from dvkgen.schema.day import PaperDate
from dvkgen.schema.form import Form, FormField
from dvkgen.schema.long_text import LongText
from dvkgen.schema.submission import Initiative, Photo

_IF_ANY = re.compile(r"(?<! ) *+\(nếu có\)$", re.IGNORECASE)
"""What a form says of a field that may be left out: where it was filled in there is nothing to say."""


def number(value: Decimal) -> str:
    """Return a number as it stands in a field."""
    return two_digits(int(value)) if value == value.to_integral_value() else number_in_words(value)


# --- fields ---------------------------------------------------------------------------------------


def fields_view(
    form: Form, filed: Filed | None, about: Entry | None, notes: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the fields of a form in order, numbered, as a list and by their codes; empty ones of a blank form."""
    record = filed.record if filed else None
    pictures = pictures_by_name(filed)
    fields = [_field(field, record, about, pictures) for field in form.fields]
    numbered = [
        {**field, "so": str(place), "cuoc_chu": (notes or {}).get(field["ma"], "")}
        for place, field in enumerate(fields, 1)
    ]
    return {"cac_truong": numbered, "o": {field["ma"]: field for field in numbered}, "trong": filed is None}


def _field(field: FormField, record: Any, about: Entry | None, pictures: Mapping[str, SeenPhoto]) -> dict[str, Any]:
    value = record.answer(field.code) if isinstance(record, Answer) else None
    if value is None and isinstance(record, RegistrationSlip) and about:
        value = _of_initiative(field.code, about)
    name = _IF_ANY.sub("", field.name) if record else field.name
    view: dict[str, Any] = {"ma": field.code, "ten": name, "kieu": field.kind, "gia_tri": _shown(value)}
    view["goi_y"] = field.hint.text if field.hint else ""
    view["cot"] = [column.name for column in field.columns]
    view["ma_cot"] = [column.code for column in field.columns]
    view["hang"] = [cells_of(row) for row in value or ()] if field.kind == "bang" else []
    view["anh"] = [_photo(photo, pictures) for photo in value or ()] if field.kind == "anh" else []
    rows = (", ".join(filter(None, row)) for row in view["hang"])
    view["gia_tri"] = view["gia_tri"] or "; ".join((*rows, *(picture["chu_thich"] for picture in view["anh"])))
    view["cho"] = view["gia_tri"]
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


def pictures_by_name(filed: Filed | None) -> Mapping[str, SeenPhoto]:
    """Return the photos of a file by the names under which its record gives them."""
    if filed is None or filed.record is None:
        return {}
    return {p.file or "": seen for p, seen in zip(pictures_of(filed.record), filed.photos, strict=True)}


def _photo(photo: Photo, pictures: Mapping[str, SeenPhoto]) -> dict[str, str]:
    return {"tep": pictures[photo.file].path, "chu_thich": photo.caption, "tac_gia": photo.author or ""}


# --- rows -----------------------------------------------------------------------------------------


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
        "so_lieu": statistics_view(result.statistics) if result else [],
    }


def statistics_view(statistics: Sequence[Statistic]) -> list[dict[str, str]]:
    """Return figures with their units of measure, numbers as printed."""
    return [
        {"ten": statistic.name, "gia_tri": number(statistic.value), "don_vi_tinh": statistic.measure or ""}
        for statistic in statistics
    ]
