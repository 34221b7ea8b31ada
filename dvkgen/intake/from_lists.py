"""The records that a list holds: models, proposals for commendation, or answers to a form, row by row and unit by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dvkgen.campaign.campaign import Campaign
from dvkgen.intake.columns import Columns, Heads
from dvkgen.intake.lists import SUBJECTS, ListReader, Row
from dvkgen.intake.making import Draft, Making
from dvkgen.intake.received import Grid, Received
from dvkgen.intake.rows import answers, briefs, registrations
from dvkgen.render.xlsx_mark import EXPORT
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ACHIEVEMENT_BRIEF, OUTLINE, REGISTRATION
from dvkgen.schema.unit import Unit

_FEWEST_FIELDS = 2
"""Fields of a form that a list must have for its rows to be answers to it."""


@dataclass
class Listed:
    """What a list holds: the record of each unit with the day it was sent, and what could not be placed."""

    kind: str = ""
    drafts: list[tuple[Making, Draft, str]] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
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
    if received.form is None:
        result.notes.extend(_unread(received, best.grids))
    for grid, columns in best.grids:
        result.unknown |= dict.fromkeys(columns.unknown.values(), f"{grid.name}!" if grid.name else "")
        for row in best.reader.rows(grid, columns):
            mine = _unit_of(campaign, best.reader, row, unit)
            if mine and unit and mine.code != unit.code:
                message = f"hàng này ghi “{mine.name}”, tệp này là của {unit.name}; sửa ô ấy, hoặc tách thành tệp riêng"
                result.undone.append(f"{received.name}!{row.place}: {message}")
                continue
            if mine is None:
                said = "; ".join(text.replace("\n", " ") for text in list(row.cells.values())[:3])
                message = f"không rõ hàng này của đơn vị nào: “{said[:90]}”; cả tệp của một đơn vị thì thêm --don-vi MÃ"
                result.undone.append(f"{received.name}!{row.place}: {message}")
                continue
            if mine.code not in makings:
                makings[mine.code] = Making(campaign, mine, year, received.name)
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
        way = _way(campaign, received, REGISTRATION.slug, sectors, named, registrations)
        # what tells of achievements proposes for commendation, though it names models too
        is_brief = not kind and any(_holds(columns, "thanh_tich") for _, columns in way.grids)
        yield replace(way, weight=0.0) if is_brief else way
    if kind in ("", ACHIEVEMENT_BRIEF.slug):
        yield _way(campaign, received, ACHIEVEMENT_BRIEF.slug, [], named, briefs)
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
    grids = [(g, columns) for g, columns in _headed(every, reader) if not wanted or _holds(columns, wanted)]
    weight = max((len(set(columns.keys.values())) - 0.5 * len(columns.unknown) for _, columns in grids), default=0)
    return _Way(kind, reader, grids, max(0.0, weight), make)


def _headed(grids: Iterable[Grid], reader: ListReader) -> Iterator[tuple[Grid, Columns]]:
    """Yield grids with their columns; a table of Word that goes on over pages in a new one has those of the one before."""
    before: tuple[int, Columns] | None = None
    for grid in grids:
        columns = reader.columns(grid)
        wide = max(map(len, grid.rows), default=0)
        if not grid.name and before and before[0] == wide and (not columns or columns.is_poorer_than(before[1])):
            columns = replace(before[1], body=0)
        if columns:
            before = (wide, columns)
            yield grid, columns


def _unread(received: Received, read: Sequence[tuple[Grid, Columns]]) -> Iterator[str]:
    """Yield the sheets with words in which no head of a list was found."""
    taken = {id(grid) for grid, _ in read}
    for grid in received.grids:
        count = sum(any(box.text for box in row) for row in grid.rows)
        if grid.name and count and id(grid) not in taken:
            yield f"{received.name}: trang “{grid.name}” không có đầu bảng nhận ra được: bỏ qua {count} hàng"


def _holds(columns: Columns, key: str) -> bool:
    return any(held == key or held.startswith(f"{key}.") for held in columns.keys.values())


def _of_form(campaign: Campaign, received: Received, form: Form, named: Mapping[str, str]) -> _Way:
    codes = {one.code for one in form.fields}
    more = [(name, one.code) for one in form.fields for name in (one.name, one.code)]

    def make(making: Making, rows: Sequence[Row]) -> Iterator[tuple[Draft, str]]:
        yield from answers(making, rows, form)

    way = _way(campaign, received, form.kind, more, named, make)
    known = {key for _, columns in way.grids for key in columns.keys.values()} & codes
    return way if len(known) >= min(_FEWEST_FIELDS, len(codes)) else replace(way, weight=0.0)


def _unit_of(campaign: Campaign, reader: ListReader, row: Row, unit: Unit | None) -> Unit | None:
    """Return whose row one is: as its column says, as the rows above say, as its subject is, or whose list it is."""
    if said := row.cells.get("don_vi", ""):
        code = reader.unit(said)
        return campaign.unit(code) if code else None
    if row.unit:
        return campaign.unit(row.unit)
    if unit:
        return unit
    who = next((row.cells[key] for key in SUBJECTS if key in row.cells), "")
    last = who.rpartition(",")[2].strip()
    code = reader.unit(who) or (reader.unit(last) if last != who else "")
    return campaign.unit(code) if code else None
