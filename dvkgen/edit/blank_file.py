"""A file to be filled in by hand: every key of its kind, what it means, what may be chosen and by when, and nothing invented."""

from __future__ import annotations

from collections.abc import Iterator
from os.path import lexists
from typing import Any, get_args

from dvkgen.campaign.campaign import Campaign
from dvkgen.disk import door
from dvkgen.disk.paths import filings_home
from dvkgen.findings import DvkgenError
from dvkgen.load import Repository
from dvkgen.load.submissions import expected_of
from dvkgen.printed import short_date
from dvkgen.schema.form import FormField
from dvkgen.schema.kinds import REGISTRATION_SLIP, form_with_fields_of
from dvkgen.schema.record import Record
from dvkgen.schema.unit import Unit
from dvkgen.text import did_you_mean, slug

_WIDEST = 110
_USUAL = ("mo_hinh", "ket_qua_mo_hinh", "tieu_chi", "linh_vuc", "cap", "tap_the")
"""Keys that almost every file of a kind has, though they may be left out."""


def write_blank(repository: Repository, kind: str, place: str) -> str:
    """Write the file of a kind for a unit, named `locality/year/unit`, and return its path; raises DvkgenError."""
    campaign, year, unit = _place(repository, place)
    expected = expected_of(campaign)
    wanted = kind.replace("-", "_")
    if wanted not in expected.kinds.values():
        raise DvkgenError(f"không có loại “{kind}”; {did_you_mean(slug(wanted), expected.kinds)}")
    home = f"{filings_home(campaign.slug, campaign.label(year))}/{unit.code}"
    path = (
        f"{home}/{slug(wanted)}/mo-hinh-moi.yaml" if wanted == REGISTRATION_SLIP.slug else f"{home}/{slug(wanted)}.yaml"
    )
    if lexists(repository.root / path):
        raise DvkgenError(f"đã có {path}; không ghi đè")
    text = "".join(f"{line}\n" for line in _lines(campaign, year, unit, wanted, expected.record_type(wanted)))
    try:
        door.replace(repository.root, path, text.encode())
    except OSError as error:
        raise DvkgenError(f"không ghi được {path}: {door.reason(error)}") from error
    return path


def _place(repository: Repository, place: str) -> tuple[Campaign, int, Unit]:
    parts = [part for part in place.replace("\\", "/").removeprefix("submissions/").split("/") if part]
    if len(parts) != 3:
        raise DvkgenError(
            f"“{place}” không đủ ba phần; viết <địa phương>/<năm>/<đơn vị>, ví dụ dong-da/2026/chi-bo-tdp-04"
        )
    locality, label, code = parts
    campaign, year = repository.campaign_of(locality, label)
    unit = campaign.unit(code)
    if unit is None:
        raise DvkgenError(f"không có đơn vị “{code}”; {did_you_mean(code, (u.code for u in campaign.units))}")
    return campaign, year, unit


def _lines(campaign: Campaign, year: int, unit: Unit, kind: str, record: type[Record]) -> Iterator[str]:
    form = campaign.form_of(form_with_fields_of(kind))
    yield f"# {(form.name if form and form.name else kind.replace('_', ' '))} của {unit.name}, {campaign.label(year)}"
    for deadline in campaign.plan.deadlines:
        day = deadline.day_in(year, campaign.plan.period)
        if kind in deadline.kinds and day:
            yield f"# {deadline.name}: trước ngày {short_date(day)}"
    yield "# Điền sau dấu hai chấm; dòng có # ở đầu là mục không bắt buộc, muốn dùng thì xóa dấu #."
    fields = {field.code: field for field in form.fields} if form else {}
    yield from _keys(campaign, record, fields, 0)


def _keys(campaign: Campaign, record: type[Record], fields: dict[str, FormField], indent: int) -> Iterator[str]:
    """Yield a line for each key of a record: those that are required ready to be filled in, the others as comments."""
    by_key = {field.alias or name: field for name, field in record.model_fields.items()}
    for key in record.ordered_keys():
        field = by_key[key]
        inner = _record_in(field.annotation)
        told = _told(campaign, key, field.title or "", fields.get(key))
        pad, sign = " " * indent, "" if field.is_required() or _begins(record, key) else "# "
        if inner and _is_many(field.annotation) and not sign:
            yield f"{pad}{key}:  # {told}"
            lines = list(_keys(campaign, inner, {}, indent + 4))
            # the dash stands before a key that is filled in, not before a comment
            first = next((n for n, line in enumerate(lines) if not line.lstrip().startswith("#")), 0)
            yield f"{pad}  - {lines[first].strip()}"
            yield from (*lines[:first], *lines[first + 1 :])
        elif key in record.prose_keys() and not sign:
            yield f"{pad}{key}: |  # {told}"
        else:
            yield f"{pad}{sign}{key}:  # {told}"


def _begins(record: type[Record], key: str) -> bool:
    """Whether a key is filled in by almost every file of its kind though it may be left out."""
    return key in _USUAL and bool(record.title_of(key))


def _told(campaign: Campaign, key: str, title: str, field: FormField | None) -> str:
    choices = {
        "linh_vuc": [sector.code for sector in campaign.locality.sectors],
        "cap": [level.code for level in campaign.locality.levels],
        "tap_the": ["tên đơn vị, tổ chức; của một người thì thay dòng này bằng ca_nhan"],
    }.get(key, list(field.choices) if field else [])
    more = (
        f": {' | '.join(choices)}" if choices else f", tối đa {field.max_words} từ" if field and field.max_words else ""
    )
    said = " ".join(f"{title}{more}".split())
    return f"{said[:_WIDEST]}…" if len(said) > _WIDEST else said


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for one in get_args(annotation) if (found := _record_in(one))), None)


def _is_many(annotation: Any) -> bool:
    origin = getattr(annotation, "__origin__", None)
    return origin is tuple or any(_is_many(one) for one in get_args(annotation) if not isinstance(one, type))
