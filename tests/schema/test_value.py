from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from dvkgen.schema import long_text, value
from dvkgen.schema.day import EveryYear, PaperDate, PaperDay, YearlyDay


def read(kind: Any, text: object) -> Any:
    return TypeAdapter(kind).validate_python(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("15/01/2026", PaperDate(2026, 1, 15)),
        ("2026-1-5", PaperDate(2026, 1, 5)),
        ("01/2026", PaperDate(2026, 1)),
        ("2026-01", PaperDate(2026, 1)),
        ("2026", PaperDate(2026)),
        (None, PaperDate()),
    ],
)
def test_dates_are_read_in_every_shape_of_the_contract(text: str | None, date: PaperDate) -> None:
    assert read(PaperDay, text) == date


@pytest.mark.parametrize("text", ["2026-13-40", "31/02/2026", "0/0/0", "hôm nay", "15/01/26", "01/15/2026"])
def test_impossible_dates_are_mistakes(text: str) -> None:
    with pytest.raises(ValidationError):
        read(PaperDay, text)


def test_a_yearly_day_falls_in_every_year() -> None:
    assert read(EveryYear, "29/2") == YearlyDay(29, 2)
    assert YearlyDay(29, 2).of(2027).day == 28
    with pytest.raises(ValidationError):
        read(EveryYear, "31/4")


@pytest.mark.parametrize(
    ("text", "number"), [("98,5", "98.5"), ("98.5", "98.5"), ("3500", "3500"), ("-1", "-1"), ("1.25", "1.25")]
)
def test_numbers_take_a_comma_or_a_point(text: str, number: str) -> None:
    assert read(value.Number, text) == Decimal(number)


@pytest.mark.parametrize(
    ("kind", "text"), [(value.Number, "1.250"), (value.Number, "1,2,3"), (value.Whole, "1.250"), (value.Whole, "ba")]
)
def test_numbers_that_could_mean_two_things_are_mistakes(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        read(kind, text)


@pytest.mark.parametrize(("text", "flag"), [("true", True), ("có", True), ("false", False), ("không", False)])
def test_flags_are_words(text: str, flag: bool) -> None:
    assert read(value.Flag, text) is flag


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (value.Flag, "yes"),
        (value.Line, "hai\ndòng"),
        (value.Line, ""),
        (value.Line, []),
        (value.Code, "Mã"),
        (long_text.Prose, " "),
    ],
)
def test_what_does_not_fit_is_a_mistake(kind: Any, text: object) -> None:
    with pytest.raises(ValidationError):
        read(kind, text)


def test_sentences_lose_one_closing_mark() -> None:
    assert read(value.Sentences, ["a,", "b;", "c.", "d...", "e"]) == ("a", "b", "c", "d..", "e")
