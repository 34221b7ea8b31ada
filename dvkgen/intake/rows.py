"""The records that rows of a list make: a unit's registration, its proposals for commendation, its answers to a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dvkgen.intake import values
from dvkgen.intake.filled import Filled, paragraphs
from dvkgen.intake.lists import Row
from dvkgen.intake.making import Draft, Making, with_codes
from dvkgen.intake.records import answer
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ACHIEVEMENT_BRIEF, REGISTRATION, REGISTRATION_SLIP
from dvkgen.text import code_from, fold

_ITEMS = frozenset(map(fold, ("nội dung", "nd", "có nội dung", "có", "x")))
_MODELS = frozenset(map(fold, ("mô hình", "mh", "không")))
"""How a list says that an entry is an item (`la_noi_dung`), or that it is a model."""


def registrations(making: Making, rows: Sequence[Row]) -> Iterator[tuple[Draft, str]]:
    """Yield the registration of a unit, with the day it was sent."""
    draft = Draft(REGISTRATION.slug)
    models: list[dict[str, Any]] = []
    seen: set[tuple[str, str, str]] = set()
    days = [_day_of(making, draft, row) for row in rows]
    first = min(filter(None, days), key=_in_order, default="")
    for row, day in zip(rows, days, strict=True):
        if row.cells.get("hinh_thuc"):
            draft.doubts.append(_unclear(making, row, "hinh_thuc", "danh sách đăng ký không có mục này"))
        for model in _models(making, draft, row):
            if (same := _sameness(model)) in seen:
                draft.doubts.append(_unclear(making, row, "ten", "đã có ở hàng trên, cùng chủ thể: bỏ qua hàng này"))
                continue
            seen.add(same)
            if day and first and day != first:
                model["ngay_gui"] = day
            models.append(model)
    with_codes(models)
    draft.keys["mo_hinh"] = models
    yield draft, first


def _day_of(making: Making, draft: Draft, row: Row) -> str:
    said = row.cells.get("ngay_gui", "")
    day = values.day_in(said)
    if said and not day:
        draft.doubts.append(_unclear(making, row, "ngay_gui", "không rõ là ngày nào; viết dd/mm/yyyy"))
    return day


def _unclear(making: Making, row: Row, key: str, why: str) -> str:
    return f"{making.source}!{row.places[key]}: “{values.tidy(row.cells[key])[:60]}”: {why}"


def _sameness(model: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what two models share that have one name and one subject."""
    return fold(model["ten"]), str(model.get("tap_the")), str(model.get("ca_nhan"))


def _in_order(day: str) -> tuple[int, int, int]:
    d, m, y = map(int, day.split("/"))
    return y, m, d


def _models(making: Making, draft: Draft, row: Row) -> Iterator[dict[str, Any]]:
    who, is_collective = _subject_of(row)
    if row.cells.get("tap_the") and row.cells.get("ca_nhan"):
        draft.doubts.append(
            _unclear(making, row, "ca_nhan", f"hàng này có cả tập thể “{who}”: lấy tập thể, bỏ cá nhân")
        )
    names = {key: text for key, text in row.cells.items() if key == "ten" or key.startswith("ten.")}
    if not names:
        draft.doubts.append(f"{making.source}!{row.place}: hàng này không có tên mô hình")
    for key, text in names.items():
        if not who:
            place = f"{making.source}!{row.places.get(key, row.place)}"
            draft.doubts.append(f"{place}: “{values.tidy(text)[:60]}” chưa rõ tập thể, cá nhân nào thực hiện")
        model = making.initiative(draft, text, who, is_collective=is_collective)
        sector = key.removeprefix("ten").removeprefix(".") or row.sector
        yield model | _placed(making, draft, row, sector) | _besides(making, draft, row)


def _placed(making: Making, draft: Draft, row: Row, sector: str) -> dict[str, str]:
    """Return the field and the level of a model: of their columns, else of what stands above."""
    level = row.level
    if said := row.cells.get("linh_vuc", ""):
        sector = making.code(draft, making.sectors, values.tidy(said), f"{row.places['linh_vuc']}: Lĩnh vực")
    if said := row.cells.get("cap", ""):
        level = making.code(draft, making.levels, values.tidy(said), f"{row.places['cap']}: Cấp")
    return making.placed(sector, level)


def _besides(making: Making, draft: Draft, row: Row) -> dict[str, Any]:
    """Return what a list says of a model besides who, what and where."""
    model: dict[str, Any] = {}
    if code := code_from(row.cells.get("ma", "")):
        model["ma"] = code
        draft.said_codes.add(code)
        if code != values.tidy(row.cells["ma"]):
            draft.notes.append(_unclear(making, row, "ma", f"mã viết thành {code}"))
    since = values.first_year(row.cells.get("tu_nam", ""))
    if since and int(since) < making.year:
        model["tu_nam"] = since
    elif row.cells.get("tu_nam") and since != str(making.year):
        draft.doubts.append(_unclear(making, row, "tu_nam", "không rõ là năm nào"))
    if goal := row.cells.get("muc_tieu", ""):
        model["muc_tieu"] = values.tidy(goal)
    if partners := row.cells.get("cung_thuc_hien", ""):
        codes = [making.code(draft, making.units, one, "Cùng thực hiện") for one in _parts(partners)]
        model["cung_thuc_hien"] = [code for code in codes if code]
    if said := fold(values.tidy(row.cells.get("la_noi_dung", ""))):
        if said in _ITEMS:
            model["la_noi_dung"] = "true"
        elif said not in _MODELS:
            draft.doubts.append(_unclear(making, row, "la_noi_dung", "viết “mô hình” hoặc “nội dung”"))
    return model


def _parts(text: str) -> list[str]:
    return [part for line in text.replace(";", "\n").replace(",", "\n").split("\n") if (part := values.tidy(line))]


def _subject_of(row: Row) -> tuple[str, bool | None]:
    """Return who carries out a model, in one text, and whether that is a collective where the list says so."""
    for key, is_collective in (("tap_the", True), ("ca_nhan", False), ("chu_the", row.is_collective)):
        if text := row.cells.get(key, ""):
            is_person = values.looks_like_person(values.tidy(text).partition(",")[0].partition(" - ")[0])
            is_other = is_person if is_collective else values.looks_like_collective(values.tidy(text))
            is_doubtful = key != "chu_the" and is_other  # what stands there is not what the head says
            more = [row.cells.get("chuc_vu", "")] if key == "ca_nhan" or is_collective is False else []
            said = ", ".join(values.tidy(part) for part in (text, *more) if part)
            return said, None if is_doubtful else is_collective
    return "", None


def briefs(making: Making, rows: Sequence[Row]) -> Iterator[tuple[Draft, str]]:
    """Yield the proposals of a unit, with the day they were sent."""
    draft, proposed = Draft(ACHIEVEMENT_BRIEF.slug), []
    for row in rows:
        who, is_collective = _subject_of(row)
        one: dict[str, Any] = values.subject(who, making.campaign, is_collective=is_collective) if who else {}
        if name := row.cells.get("ten", ""):
            one["mo_hinh"] = making.model(draft, values.tidy(name), row.places["ten"])
        if award := row.cells.get("hinh_thuc", ""):
            one["hinh_thuc"] = values.tidy(award)
        if text := row.cells.get("thanh_tich", ""):
            one["thanh_tich"] = paragraphs(text.split("\n"))
        proposed.append(one)
    draft.keys["de_nghi"] = proposed
    yield draft, next(filter(None, (values.day_in(row.cells.get("ngay_gui", "")) for row in rows)), "")


def answers(making: Making, rows: Sequence[Row], form: Form) -> Iterator[tuple[Draft, str]]:
    """Yield the answers of a unit to a form; of a form that is answered once, the last one, and the others are told."""
    kept = rows if form.kind == REGISTRATION_SLIP.slug else rows[-1:]
    for row in rows[: len(rows) - len(kept)]:
        place = f"{making.source}!{row.place}"
        making.passed_over.append(f"{place}: {making.unit.name} gửi nhiều lần; lấy lần gửi cuối, bỏ qua hàng này")
    for row in kept:
        draft = answer(making, Filled(values=row.cells, places=row.places), form, form.kind)
        yield draft, values.day_in(row.cells.get("ngay_gui", ""))
