"""The types of a record's values: one-line texts, numbers, choices; long texts stand in `long_text`, dates in `day`.

A value arrives as the text that was typed; its type says what it means, with a Vietnamese message and a cure
where it means nothing (the contract's chapter *Values and texts*). Beside each type stands its JSON Schema, which
refuses nothing that the type takes; there a scalar may be a number or true, as editors read what was typed.
This module knows no file format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from itertools import starmap
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

from dvkgen.findings import Mark, Origin, Severity
from dvkgen.rules import Cure, Rule
from dvkgen.schema.typed_day import DAY_KEYS, iso_day, iso_day_as_read
from dvkgen.text import ZERO_WIDTH, code_from, did_you_mean

LIST_IN_BRACKETS = Rule(
    "list-in-brackets",
    Severity.WARNING,
    "Danh sách các câu viết mỗi câu một dòng: viết trong [ ] thì dấu phẩy trong câu cắt câu làm đôi.",
)
WRONG_VALUE = Rule(
    "wrong-value",
    Severity.ERROR,
    "Giá trị phải hợp với mục: ngày có thật, số viết liền, một trong các lựa chọn, một dòng chữ.",
    cures=(Cure("ngày", iso_day, DAY_KEYS), Cure("ngày", iso_day_as_read, DAY_KEYS, on_request=True)),
)

LONGEST_LINE = 2_000
LONGEST_WORD = 200
"""Characters at the most in a one-line text, and in one word."""


def mistake(rule: Rule, message: str, cure: str = "") -> PydanticCustomError:
    """Return the exception by which a validator reports a mistake; it becomes a finding of that rule."""
    return PydanticCustomError("mistake", "{message}", {"rule": rule, "message": message, "help": cure})


def wrong(message: str, cure: str = "") -> PydanticCustomError:
    """Return the mistake of a value that does not fit its field."""
    return mistake(WRONG_VALUE, message, cure)


# --- one-line texts -------------------------------------------------------------------------------

LINE_SCHEMA = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_LINES_SCHEMA = {"anyOf": [LINE_SCHEMA, {"type": "array", "items": LINE_SCHEMA}, {"type": "null"}]}


def as_line(value: Any) -> str:
    """Return the one line that was typed, or raise the mistake to report."""
    if value is None:
        raise wrong("còn để trống", "viết chữ ngay sau dấu hai chấm, hoặc xóa mục này")
    if isinstance(value, dict) and len(value) == 1:
        message = f"dấu “: ” sau “{next(iter(value))}” làm YAML hiểu là một mục"
        raise wrong(message, "đặt cả câu xuống dòng dưới, sau dấu >-")
    if not isinstance(value, str):
        raise wrong("phải là một dòng chữ", "viết chữ ngay sau dấu hai chấm")
    text = str(value).strip(" \n")
    refuse_endless(text, LONGEST_LINE)
    if "\n" in text:
        raise wrong("phải là một dòng chữ", "bỏ các chỗ xuống dòng, hoặc dùng dấu >- thay cho |")
    if not ZERO_WIDTH.sub("", text).strip():
        raise wrong("để trống", "viết nội dung, hoặc xóa cả mục này")
    return text


def refuse_endless(text: str, longest: int) -> None:
    """Refuse what no paper holds and no renderer ends: a text of a megabyte, a word of a page."""
    if len(text) > longest:
        raise wrong(f"dài {len(text)} ký tự, quá {longest}", "rút ngắn, hoặc tách thành nhiều mục")
    word = max(text.split(), key=len, default="")
    if len(word) > LONGEST_WORD:
        raise wrong(f"có một từ dài {len(word)} ký tự: “{word[:20]}…”", "xem lại: có thể mất các dấu cách khi dán")


def _lines(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(starmap(_item, enumerate(value))) if isinstance(value, list) else (as_line(value),)


def _item(place: int, value: Any) -> str:
    """Return an item of a list of lines, or raise its mistake, which knows its place in the list."""
    try:
        return as_line(value)
    except PydanticCustomError as error:
        context = {**(error.context or {}), "place": place}
        raise PydanticCustomError("mistake", "{message}", context) from None


def _sentences(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    warn_of_brackets(value, info)
    return tuple(re.sub(r"[,;.]$", "", line) for line in _lines(value))


def warn_of_brackets(value: Any, info: ValidationInfo) -> None:
    """Warn where a list of sentences is written as `[a, b]`: a comma inside one would split it."""
    mark = getattr(value, "mark", None)  # that of a list; a mapping, {a: b}, is refused as a mistake
    if value and mark and getattr(value, "flow", False) and info.context is not None:
        message = "danh sách viết trong [ ]: dấu phẩy trong một mục sẽ cắt mục ấy làm đôi"
        info.context.note(LIST_IN_BRACKETS.at(mark, message, "viết mỗi mục một dòng, đầu dòng là “- ”"))


def _line_or_blank(value: Any) -> str:
    return "" if isinstance(value, str) and not value.strip() else as_line(value)


@dataclass(frozen=True, slots=True)
class OrLine:
    """Tells the JSON Schema of a field that one line of text may stand for the whole value."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return what the field takes otherwise, or a line."""
        return {"anyOf": [LINE_SCHEMA, handler(schema)]}


Line = Annotated[str, BeforeValidator(as_line), WithJsonSchema(LINE_SCHEMA)]
BlankLine = Annotated[str, BeforeValidator(_line_or_blank), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Lines = Annotated[tuple[str, ...], BeforeValidator(_lines), WithJsonSchema(_LINES_SCHEMA)]
Sentences = Annotated[tuple[str, ...], BeforeValidator(_sentences), WithJsonSchema(_LINES_SCHEMA)]

_CODE = r"[a-z0-9]+([_-][a-z0-9]+)*"


def _code(value: Any) -> str:
    text = as_line(value)
    if not re.fullmatch(_CODE, text):
        raise wrong(f"mã “{text}” chỉ được gồm chữ thường không dấu, số, “-” hoặc “_”", "ví dụ: chi-bo-tdp-12")
    return text


CODE_SCHEMA = {"type": ["string", "integer"], "pattern": rf"^\s*{_CODE}\s*$"}
Code = Annotated[str, BeforeValidator(_code), WithJsonSchema(CODE_SCHEMA)]


# --- numbers, words of a fixed choice -------------------------------------------------------------


def _whole(value: Any) -> int:
    text = as_line(value)
    if not re.fullmatch(r"\d{1,9}", text):
        raise wrong(f"“{text}” không phải số nguyên", "viết các chữ số liền nhau, không dấu chấm, ví dụ: 3500")
    return int(text)


def _number(value: Any) -> Decimal:
    text = as_line(value)
    if re.fullmatch(r"-?\d{1,3}[.,]\d{3}", text):
        whole = re.sub("[.,]", "", text)
        raise wrong(
            f"“{text}” có thể là {whole} hoặc {text.replace('.', ',').rstrip('0')}",
            "số nguyên viết liền (1250), số lẻ viết với dấu phẩy, bỏ số 0 ở cuối (1,25)",
        )
    if re.fullmatch(r"-?\d{1,3}(?:[ \xa0.,]\d{3})+", text):
        whole = re.sub(r"[ \xa0.,]", "", text)
        raise wrong(f"“{text}” có dấu ngăn giữa các chữ số", f"viết liền: {whole}")
    if not re.fullmatch(r"-?\d{1,12}([.,]\d{1,6})?", text):
        digits = re.match(r"-?\d+([.,]\d+)?(?=[ %]|[^\W\d_])", text)
        cure = f"viết “{digits[0]}”; đơn vị tính ghi ở mục khác" if digits else "ví dụ: 3500 hoặc 98,5"
        raise wrong(f"“{text}” không phải một con số", cure)
    return Decimal(text.replace(",", "."))


Whole = Annotated[
    int,
    PlainValidator(_whole),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 0, "pattern": r"^\s*\d{1,9}\s*$"}),
]
Number = Annotated[
    Decimal,
    PlainValidator(_number),
    WithJsonSchema({"type": ["number", "string"], "pattern": r"^\s*-?\d{1,12}([.,]\d{1,6})?\s*$"}),
]

_FLAGS = {"true": True, "false": False, "có": True, "không": False}


def as_flag(value: Any) -> bool:
    """Return whether true was typed, or raise the mistake to report."""
    text = as_line(value)
    if text not in _FLAGS:
        raise wrong(f"“{text}” không phải true hoặc false", "viết true (có) hoặc false (không)")
    return _FLAGS[text]


_FLAG_SCHEMA = {"enum": [True, False, *_FLAGS]}
Flag = Annotated[bool, PlainValidator(as_flag), WithJsonSchema(_FLAG_SCHEMA)]


@dataclass(frozen=True, slots=True)
class OrFlag:
    """Tells the JSON Schema of a field that true or false may stand for the whole value."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return what the field takes otherwise, or true or false."""
        return {"anyOf": [_FLAG_SCHEMA, handler(schema)]}


def chosen(*words: str) -> BeforeValidator:
    """Return the validator of a field that takes one of `words`."""

    def check(value: Any) -> str:
        text = as_line(value)
        if text not in words:
            raise wrong(f"“{text}” không phải một lựa chọn ở đây", did_you_mean(text, words))
        return text

    return BeforeValidator(check)


# --- a line in place of a mapping ------------------------------------------------------------------


def coded(value: Any) -> Any:
    """Return what was written of things with codes, each without a code with the one that its name gives."""
    if isinstance(value, dict):
        return _coded(value, ())
    if not isinstance(value, list):
        return value
    taken = {str(one["ma"]) for one in value if isinstance(one, dict) and one.get("ma")}
    made = []
    for one in value:
        made.append(_coded(one, taken))
        taken.update(str(one["ma"]) for one in made[-1:] if isinstance(one, dict) and one.get("ma"))
    return made


def _coded(one: Any, taken: Collection[str]) -> Any:
    if not isinstance(one, dict) or "ma" in one or not isinstance(one.get("ten"), str):
        return one
    with_code = copy(one)  # it remembers where it was written
    with_code["ma"] = code_from(one["ten"], taken)
    return with_code


def either(shorthand: str) -> Callable[[Any], Any]:
    """Return a validator that lets a bare text stand for a mapping with that one key."""

    def expand(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        from_text = type(
            "Shorthand",
            (dict,),
            {"origin": Origin(getattr(value, "mark", Mark("")), {shorthand: getattr(value, "mark", Mark(""))})},
        )
        return from_text({shorthand: value})

    return expand
