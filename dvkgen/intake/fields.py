"""The fields of a form as a record holds them: texts, numbers, days, choices, tables and photos."""

from __future__ import annotations

import re

from dvkgen.intake import values
from dvkgen.intake.filled import Filled
from dvkgen.intake.grids import all_rows
from dvkgen.intake.making import Draft, Making
from dvkgen.intake.names import Known
from dvkgen.schema.form import FormField


def fill(making: Making, draft: Draft, found: Filled, one: FormField) -> None:
    """Put what was filled into a field into the record, as its kind is typed."""
    place = f"{making.source}: {one.name}"
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
    text = found.values.get(one.code, "")
    if not text:
        return
    match one.kind:
        case "so":
            value = values.number(text)
            if not re.fullmatch(r"\d+(?:[.,]\d+)*", value):
                draft.doubts.append(f"{place}: “{text}” không phải một số")
                return
        case "ngay":
            value = values.day_in(text) or (text if re.fullmatch(r"(?:\d{1,2}[/.-])?\d{4}", text) else "")
            if not value:
                draft.doubts.append(f"{place}: “{text}” không phải một ngày")
                return
        case "chon":
            value = making.code(draft, Known((choice, choice) for choice in one.choices), text, one.name)
            if not value:
                return
        case _:
            value = text
    draft.keys[one.code] = value


def photos(draft: Draft, key: str, found: Filled, stem: str) -> list[dict[str, str]]:
    """Return the photos of a place as a record names them, and note where each of them goes."""
    shown = []
    for number, (part, caption) in enumerate(found.photos.get(key, ()), 1):
        ending = part.rpartition(".")[2].lower().replace("jpeg", "jpg")
        path = f"anh/{stem.replace('_', '-')}-{number}.{ending}"
        draft.photos[path] = part
        if not caption:
            draft.notes.append(f"ảnh {path} chưa có chú thích: ghi vào chu_thich")
        shown.append({"tep": path, "chu_thich": caption or "…"})
    return shown
