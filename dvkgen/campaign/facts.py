"""The facts that a text of the plan's folder may quote as `{{ name }}`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dvkgen.printed import day_month, number_in_words, short_date, two_digits
from dvkgen.schema.day import YearlyDay
from dvkgen.schema.locality import Level, Locality
from dvkgen.schema.plan import Plan
from dvkgen.schema.record import Record
from dvkgen.schema.unit import Unit


def facts(
    locality: Locality, plan: Plan, year: int, level: Level | None = None, unit: Unit | None = None
) -> Mapping[str, str]:
    """Return every name that may be quoted, with what it prints; `cap` and `don_vi` only inside a form."""
    known = {"dia_phuong": locality.name, "ky": plan.period_in_words, "nam": str(year)}
    known |= {f"bieu_mau.{form.code}": form.name for form in plan.forms if form.name}
    known |= {f"tieu_chi.{criterion.code}": criterion.name for criterion in plan.criteria}
    for deadline in plan.deadlines:
        known[f"thoi_han.{deadline.code}"] = _in_print(deadline.before or deadline.yearly)
    for quota in plan.quotas:
        known |= _flat(quota, f"chi_tieu.{quota.code}")
    known |= _flat(plan.limits, "gioi_han") | _flat(plan.commendations, "de_nghi_khen")
    if level:
        known["cap"] = level.in_sentence
    if unit:
        known["don_vi"] = unit.name
    return known


def _flat(record: Record, prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        key = f"{prefix}.{field.alias}"
        if isinstance(value, Record):
            flat |= _flat(value, key)
        elif value is not None and not isinstance(value, (tuple, bool)):
            flat[key] = _in_print(value)
    return flat


def _in_print(value: Any) -> str:
    match value:
        case None:
            return ""
        case YearlyDay():
            return "/".join(day_month(value.day, value.month))
        case int():
            return two_digits(value)
        case Decimal():
            whole = value == value.to_integral_value()
            return two_digits(int(value)) if whole else number_in_words(value)
        case str():
            return value
        case _:
            return short_date(value)
