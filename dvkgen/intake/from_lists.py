"""The records that a list holds: models, proposals for commendation, or answers to a form, row by row and unit by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.intake import values
from dvkgen.intake.columns import Columns, Heads
from dvkgen.intake.filled import Filled, paragraphs
from dvkgen.intake.lists import ListReader, Row
from dvkgen.intake.making import Draft, Making, with_codes
from dvkgen.intake.received import Grid, Received
from dvkgen.intake.records import answer
from dvkgen.render.xlsx_mark import EXPORT
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ACHIEVEMENT_BRIEF, OUTLINE, REGISTRATION, REGISTRATION_SLIP
from dvkgen.schema.unit import Unit
from dvkgen.text import code_from

_FEWEST_FIELDS = 2
"""Fields of a form that a list must have for its rows to be answers to it."""
_SUBJECTS = ("chu_the", "tap_the", "ca_nhan")


@dataclass
class Listed:
    """What a list holds: the record of each unit with the day it was sent, and what could not be placed."""

    kind: str = ""
    drafts: list[tuple[Making, Draft, str]] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)


def listed(
    campaign: Campaign, year: int, received: Received, unit: Unit | None, kind: str, named: Mapping[str, str]
) -> Listed:
    """Return the records of a list; `unit` is the one that sent it, where it is one unit's, `kind` what it is said to be.

    `named` are the heads that the office has given names of its own.
    """
    best = max(_ways(campaign, received, kind, named), key=lambda way: way.weight, default=None)
    result = Listed()
    if best is None or not best.weight:
        result.undone.append(f"{received.name}: không tìm thấy hàng đầu bảng nào nhận ra được")
        return result
    result.kind = best.kind
    makings: dict[str, Making] = {}
    rows: dict[str, list[Row]] = {}
    for grid, columns in best.grids:
        result.unknown |= dict.fromkeys(columns.unknown.values(), f"{grid.name}!" if grid.name else "")
        for row in best.reader.rows(grid, columns):
            mine = _unit_of(campaign, best.reader, row, unit)
            if mine is None:
                said = "; ".join(text.replace("\n", " ") for text in list(row.cells.values())[:3])
                message = f"không rõ hàng này của đơn vị nào: “{said[:90]}”; cả tệp của một đơn vị thì thêm --don-vi MÃ"
                result.undone.append(f"{received.name}!{row.place}: {message}")
                continue
            makings.setdefault(mine.code, Making(campaign, mine, year, received.name))
            rows.setdefault(mine.code, []).append(row)
    for code, own in rows.items():
        result.drafts.extend((makings[code], draft, day) for draft, day in best.make(makings[code], own))
        result.undone.extend(makings[code].passed_over)
    result.undone.extend(f"{received.name}!{one}: cột chưa rõ là gì, bỏ qua" for one in best.reader.left)
    return result


@dataclass
class _Way:
    """A way in which a list may be taken: as what kind, with which columns, and how much of it that explains."""

    kind: str
    reader: ListReader
    grids: list[tuple[Grid, Columns]]
    weight: float
    make: Callable[[Making, Sequence[Row]], Iterator[tuple[Draft, str]]]


def _ways(campaign: Campaign, received: Received, kind: str, named: Mapping[str, str]) -> Iterator[_Way]:
    sectors = [(name, f"ten.{s.code}") for s in campaign.locality.sectors for name in (s.heading, s.name, *s.aliases)]
    if kind in ("", REGISTRATION.slug, "danh_sach_dang_ky"):
        way = _way(campaign, received, REGISTRATION.slug, sectors, named, _registrations)
        # what tells of achievements proposes for commendation, though it names models too
        is_brief = not kind and any(_holds(columns, "thanh_tich") for _, columns in way.grids)
        yield replace(way, weight=0.0) if is_brief else way
    if kind in ("", ACHIEVEMENT_BRIEF.slug):
        yield _way(campaign, received, ACHIEVEMENT_BRIEF.slug, [], named, _briefs)
    for form in campaign.plan.forms:
        if (
            kind in ("", form.kind, form.code)
            and form.fields
            and form.kind not in (OUTLINE.slug, ACHIEVEMENT_BRIEF.slug)
        ):
            yield _of_form(campaign, received, form, named)


def _way(
    campaign: Campaign,
    received: Received,
    kind: str,
    more: Sequence[tuple[str, str]],
    named: Mapping[str, str],
    make: Callable[[Making, Sequence[Row]], Iterator[tuple[Draft, str]]],
) -> _Way:
    reader = ListReader(campaign, Heads(more, named))
    wanted = {REGISTRATION.slug: "ten", ACHIEVEMENT_BRIEF.slug: "thanh_tich"}.get(kind, "")
    is_export = received.form is not None and received.form.code == EXPORT
    every = received.grids[:1] if is_export else received.grids
    read = ((grid, columns) for grid in every if (columns := reader.columns(grid)))
    grids = [(grid, columns) for grid, columns in read if not wanted or _holds(columns, wanted)]
    weight = max((len(set(columns.keys.values())) - 0.5 * len(columns.unknown) for _, columns in grids), default=0)
    return _Way(kind, reader, grids, max(0.0, weight), make)


def _holds(columns: Columns, key: str) -> bool:
    return any(held == key or held.startswith(f"{key}.") for held in columns.keys.values())


def _of_form(campaign: Campaign, received: Received, form: Form, named: Mapping[str, str]) -> _Way:
    codes = {one.code for one in form.fields}
    more = [(name, one.code) for one in form.fields for name in (one.name, one.code)]

    def make(making: Making, rows: Sequence[Row]) -> Iterator[tuple[Draft, str]]:
        yield from _answers(making, rows, form)

    way = _way(campaign, received, form.kind, more, named, make)
    known = {key for _, columns in way.grids for key in columns.keys.values()} & codes
    return way if len(known) >= min(_FEWEST_FIELDS, len(codes)) else _Way(way.kind, way.reader, way.grids, 0, make)


def _unit_of(campaign: Campaign, reader: ListReader, row: Row, unit: Unit | None) -> Unit | None:
    """Return whose row one is: as its column says, as the rows above say, as its subject is, or whose list it is."""
    if said := row.cells.get("don_vi", ""):
        code = reader.unit(said)
        return campaign.unit(code) if code else None
    if row.unit:
        return campaign.unit(row.unit)
    if unit:
        return unit
    who = next((row.cells[key] for key in _SUBJECTS if key in row.cells), "")
    last = who.rpartition(",")[2].strip()
    code = reader.unit(who) or (reader.unit(last) if last != who else "")
    return campaign.unit(code) if code else None


# --- kinds ----------------------------------------------------------------------------------------


def _registrations(making: Making, rows: Sequence[Row]) -> Iterator[tuple[Draft, str]]:
    draft, models = Draft(REGISTRATION.slug), []
    days = [values.day_in(row.cells.get("ngay_gui", "")) for row in rows]
    first = min(filter(None, days), key=_in_order, default="")
    for row, day in zip(rows, days, strict=True):
        for model in _models(making, draft, row):
            if day and first and day != first:
                model["ngay_gui"] = day
            models.append(model)
    with_codes(models)
    draft.keys["mo_hinh"] = models
    yield draft, first


def _in_order(day: str) -> tuple[int, int, int]:
    d, m, y = map(int, day.split("/"))
    return y, m, d


def _models(making: Making, draft: Draft, row: Row) -> Iterator[dict[str, Any]]:
    who, is_collective = _subject_of(row)
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
    since = values.first_year(row.cells.get("tu_nam", ""))
    if since and int(since) < making.year:
        model["tu_nam"] = since
    if goal := row.cells.get("muc_tieu", ""):
        model["muc_tieu"] = values.tidy(goal)
    if partners := row.cells.get("cung_thuc_hien", ""):
        codes = [making.code(draft, making.units, one, "Cùng thực hiện") for one in _parts(partners)]
        model["cung_thuc_hien"] = [code for code in codes if code]
    if values.tidy(row.cells.get("la_noi_dung", "")).casefold() in ("nội dung", "có", "x"):
        model["la_noi_dung"] = "true"
    return model


def _parts(text: str) -> list[str]:
    return [part for line in text.replace(";", "\n").replace(",", "\n").split("\n") if (part := values.tidy(line))]


def _subject_of(row: Row) -> tuple[str, bool | None]:
    """Return who carries out a model, in one text, and whether that is a collective where the list says so."""
    for key, is_collective in (("tap_the", True), ("ca_nhan", False), ("chu_the", row.is_collective)):
        if text := row.cells.get(key, ""):
            is_person = values.looks_like_person(values.tidy(text).partition(",")[0].partition(" - ")[0])
            is_doubtful = key != "chu_the" and is_collective == is_person  # what stands there is not what the head says
            more = [row.cells.get("chuc_vu", "")] if key == "ca_nhan" or is_collective is False else []
            said = ", ".join(values.tidy(part) for part in (text, *more) if part)
            return said, None if is_doubtful else is_collective
    return "", None


def _briefs(making: Making, rows: Sequence[Row]) -> Iterator[tuple[Draft, str]]:
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


def _answers(making: Making, rows: Sequence[Row], form: Form) -> Iterator[tuple[Draft, str]]:
    kept = rows if form.kind == REGISTRATION_SLIP.slug else rows[-1:]
    for row in rows[: len(rows) - len(kept)]:
        place = f"{making.source}!{row.place}"
        making.passed_over.append(f"{place}: {making.unit.name} gửi nhiều lần; lấy lần gửi cuối, bỏ qua hàng này")
    for row in kept:
        draft = answer(making, Filled(values=row.cells, places=row.places), form, form.kind)
        yield draft, values.day_in(row.cells.get("ngay_gui", ""))
