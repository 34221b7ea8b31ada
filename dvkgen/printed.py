"""Dates and numbers as Vietnamese papers print them (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal


def day_month(day: int, month: int) -> tuple[str, str]:
    """Return a day with two digits, and a month with two only for 1 and 2 (NĐ30 Phụ lục I, II.4)."""
    return f"{day:02}", f"{month:02}" if month <= 2 else str(month)


def short_date(when: date) -> str:
    """Return the date as it stands inside a sentence: `05/3/2026`, `15/01/2026`."""
    day, month = day_month(when.day, when.month)
    return f"{day}/{month}/{when.year}"


def paper_date(day: int | None, month: int | None, year: int | None) -> str:
    """Return a date as far as it is known: `05/3/2026`, `3/2026`, `2026`."""
    shown_day, shown_month = day_month(day or 1, month or 1)
    parts = ((day, shown_day), (month, shown_month if day else str(month)), (year, str(year)))
    return "/".join(shown for value, shown in parts if value is not None)


def two_digits(number: int) -> str:
    """Return a whole number as papers print it: `03` under ten, `3.500` from a thousand on."""
    return f"{number:02}" if 0 <= number < 10 else f"{number:,}".replace(",", ".")


def number_in_words(value: Decimal) -> str:
    """Return a number as Vietnamese prints it, with a decimal comma: `98,5`, `3500`."""
    return f"{value.normalize():f}".replace(".", ",")


def clock_time(typed: str) -> str:
    """Return a time of day as papers print it: `8 giờ 30` of `8:30` and `8h30`, `14 giờ` of `14:00`; else as typed."""
    time = re.fullmatch(r"(\d{1,2})[:h](\d{2})", typed)
    if not time:
        return typed
    return f"{int(time[1])} giờ {time[2]}" if int(time[2]) else f"{int(time[1])} giờ"
