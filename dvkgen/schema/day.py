"""The types of a record's dates: a whole day, a date of a paper with gaps for the clerk, a day of every year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from dvkgen.schema.value import as_line, wrong


@dataclass(frozen=True, slots=True)
class PaperDate:
    """The date on a paper; what is None the clerk fills in by hand."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


_SHAPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(\d{1,2})/(\d{1,2})/(\d{4})", ("day", "month", "year")),
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", ("year", "month", "day")),
    (r"(\d{1,2})/(\d{4})", ("month", "year")),
    (r"(\d{4})-(\d{1,2})", ("year", "month")),
    (r"(\d{4})", ("year",)),
)


def _paper_date(value: Any) -> PaperDate:
    if value is None:
        return PaperDate()
    text = as_line(value)
    for shape, names in _SHAPES:
        match = re.fullmatch(shape, text)
        if match:
            parts = dict(zip(names, map(int, match.groups()), strict=True))
            _refuse_impossible(text, parts)
            return PaperDate(**parts)
    raise wrong(f"“{text}” không phải ngày tháng", _meant(text) or "viết ngày, tháng, năm, ví dụ 15/01/2026")


def _meant(text: str) -> str:
    """Return the day that was probably meant, as a question, or nothing."""
    match = re.fullmatch(r"(?:ngày )?(\d{1,2})(?:[-./ ]+| tháng )(\d{1,2})(?:[-./ ]+| năm )(\d{2}|\d{4})", text)
    if not match:
        return ""
    day, month, year = int(match[1]), int(match[2]), int(match[3]) + (2000 if len(match[3]) == len("26") else 0)
    try:
        date(year, month, day)
    except ValueError:
        return ""
    return f"có phải ý bạn là {day:02}/{month:02}/{year}?"


def _refuse_impossible(text: str, parts: dict[str, int]) -> None:
    try:
        date(parts["year"], parts.get("month", 1), parts.get("day", 1))
    except ValueError:
        swapped = _meant(f"{parts.get('month')}/{parts.get('day')}/{parts['year']}")
        cure = swapped or "xem lại ngày và tháng: viết ngày trước, tháng sau, ví dụ 15/01/2026"
        raise wrong(f"không có ngày “{text}”", cure) from None


def _day(value: Any) -> date:
    if value is None:
        raise wrong("còn để trống: chưa có ngày", "viết ngày, tháng, năm sau dấu hai chấm, ví dụ 15/01/2026")
    when = _paper_date(value)
    if when.year is None or when.month is None or when.day is None:
        raise wrong("thiếu ngày hoặc tháng", "viết đủ ngày, tháng, năm, ví dụ 15/01/2026")
    return date(when.year, when.month, when.day)


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """A day of every year: `15/11`."""

    day: int
    month: int

    def of(self, year: int) -> date:
        """Return this day in a year; 29 February falls on the 28th where there is none."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)


def _yearly_day(value: Any) -> YearlyDay:
    text = as_line(value)
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})", text)
    if not match:
        raise wrong(f"“{text}” không phải ngày hằng năm", "viết ngày/tháng, ví dụ 15/11")
    _refuse_impossible(text, {"year": 2024, "month": int(match[2]), "day": int(match[1])})
    return YearlyDay(int(match[1]), int(match[2]))


_MONTH = "(?:0?[1-9]|1[0-2])"
_COMMON = (r"(?:0?[1-9]|1\d|2[0-8])", r"(?:29|30)", "31")
"""Days that every month has, every month but February, and the seven long ones."""
_NO_FEBRUARY, _LONG = "(?:0?[13-9]|1[0-2])", "(?:0?[13578]|1[02])"
_FEBRUARY = "0?2"
_YEAR = r"(?:[1-9]\d{3}|0[1-9]\d\d|00[1-9]\d|000[1-9])"
_LEAP_YEAR = "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_PAIRS = (
    (_COMMON[0], _MONTH, _YEAR),
    (_COMMON[1], _NO_FEBRUARY, _YEAR),
    (_COMMON[2], _LONG, _YEAR),
    ("29", _FEBRUARY, _LEAP_YEAR),
)
_REAL_DAYS = (
    "|".join(f"{day}/{month}/{year}" for day, month, year in _PAIRS),
    "|".join(f"{year}-{month}-{day}" for day, month, year in _PAIRS),
)
"""Real days in both ways of writing them, for schemas; a day is read by `date`, which knows the calendar itself."""
_REAL = (*_REAL_DAYS, f"{_MONTH}/{_YEAR}", f"{_YEAR}-{_MONTH}", _YEAR)
_REAL_YEARLY = "|".join(f"{day}/{month}" for day, month, _ in _PAIRS)


def _shaped(*shapes: str, examples: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "pattern": rf"^\s*({'|'.join(shapes)})\s*$", "examples": list(examples)}


_PAPER_DAY_SCHEMA = _shaped(*_REAL, examples=("15/01/2026", "01/2026", "2026"))

Day = Annotated[date, PlainValidator(_day), WithJsonSchema(_shaped(*_REAL_DAYS, examples=("15/01/2026", "2026-01-15")))]
PaperDay = Annotated[
    PaperDate,
    PlainValidator(_paper_date),
    WithJsonSchema(
        {"anyOf": [_PAPER_DAY_SCHEMA, {"type": "integer", "minimum": 1000, "maximum": 9999}, {"type": "null"}]}
    ),
]
EveryYear = Annotated[
    YearlyDay, PlainValidator(_yearly_day), WithJsonSchema(_shaped(_REAL_YEARLY, examples=("15/11",)))
]
