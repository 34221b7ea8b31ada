"""Days as they are typed, and the same in ISO 8601: what `fix` may write of itself. This module knows no record."""

from __future__ import annotations

import re
from datetime import date

DAY_KEYS = ("ngay_gui", "ngay", "truoc_ngay", "da_chot")
"""The keys whose values are days."""
_DAY_FIRST = re.compile(r"(?:ngày )?(\d{1,2})(?:\s*[-./]\s*| tháng )(\d{1,2})(?:\s*[-./]\s*| năm )(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
_READ = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


def iso_day(typed: str) -> str:
    """Return a whole day that is not read as it was typed (`10.01.2026`) in ISO 8601; anything else as it is."""
    return typed if _READ.fullmatch(typed) else iso_day_as_read(typed)


def iso_day_as_read(typed: str) -> str:
    """Return a whole day in ISO 8601, though it would be read as it was typed (`15/01/2026`); anything else as it is."""
    if match := _DAY_FIRST.fullmatch(typed):
        day, month, year = map(int, match.groups())
    elif match := _YEAR_FIRST.fullmatch(typed):
        year, month, day = map(int, match.groups())
    else:
        return typed
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return typed
