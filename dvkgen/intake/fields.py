"""The fields of a form as a record holds them: texts, numbers, days, choices, tables and photos."""

from __future__ import annotations

import re

from dvkgen.intake import values
from dvkgen.intake.filled import Filled, paragraphs
from dvkgen.intake.grids import all_rows
from dvkgen.intake.making import Draft, Making
from dvkgen.intake.names import Known
from dvkgen.schema.form import FormField


def fill(making: Making, draft: Draft, found: Filled, one: FormField) -> None:
    """Put what was filled into a field into the record, as its kind is typed."""
    cell = found.places.get(one.code, "")
    if one.kind == "bang":
        columns = {column.code for column in one.columns}
        rows = [
            {k: v.replace("\n", " ") for k, v in row.items() if k in columns} for row in all_rows(found.rows, one.code)
        ]
        draft.keys |= {one.code: rows} if any(rows) else {}
        return
    if one.kind == "anh":
        draft.keys |= {one.code: shown} if (shown := photos(draft, one.code, found, one.code)) else {}
        return
    if (text := found.values.get(one.code, "")) and (value := _value(making, draft, one, text, cell)):
        draft.keys[one.code] = value


def _value(making: Making, draft: Draft, one: FormField, text: str, cell: str) -> str:
    """Return a text as its kind of field is typed; nothing where it is none of the kind, which is told with its place."""
    place, wrong = f"{cell}: {one.name}" if cell else one.name, ""
    match one.kind:
        case "so":
            value, wrong = values.number(text), "một số"
            is_right = re.fullmatch(r"\d+(?:[.,]\d+)*", value)
        case "ngay":
            value, wrong = values.day_in(text) or text, "một ngày"
            is_right = re.fullmatch(r"(?:(?:\d{1,2}[/.-])?\d{1,2}[/.-])?\d{4}", value)
        case "chon":
            return making.code(draft, Known((choice, choice) for choice in one.choices), text, place)
        case "doan" if cell:
            return paragraphs([line for line in text.split("\n") if line])
        case _:
            return text
    if not is_right:
        draft.doubts.append(f"{making.at(place)}: “{text}” không phải {wrong}")
    return value if is_right else ""


def photos(draft: Draft, key: str, found: Filled, stem: str) -> list[dict[str, str]]:
    """Return the photos of a place as a record names them, and note where each of them goes."""
    shown = []
    for number, (part, caption) in enumerate(found.photos.get(key, ()), 1):
        path = draft.take_photo(f"{stem.replace('_', '-')}-{number}", part)
        if not path:
            continue
        if not caption:
            draft.notes.append(f"ảnh {path} chưa có chú thích: ghi vào chu_thich")
        shown.append({"tep": path, "chu_thich": caption or "…"})
    return shown
