"""Who must be reminded of what, as text to paste into a message, khối by khối."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from dvkgen.board.shown import Shown, View, days_left, group_name, is_ahead
from dvkgen.campaign.campaign import grouped
from dvkgen.campaign.counting import quota_results
from dvkgen.campaign.standing import Due, Standing, State
from dvkgen.campaign.totals import has_registered
from dvkgen.findings import Severity
from dvkgen.printed import number_in_words, short_date
from dvkgen.printers.plain import line, shown
from dvkgen.schema.unit import Unit


def reminders(at: Shown, due: Sequence[Due], cells: Mapping[Due, list[Standing]]) -> Iterator[View]:
    """Yield for each khối what may be pasted into a message: what is missing, faulty or short, and what is due soon."""
    if at.campaign.is_closed or is_ahead(at):
        return
    lines: dict[str, list[str]] = {}
    called: dict[str, set[str]] = {}
    for one in (*_owed(at, due, cells), *_short(at)):
        for name, members in grouped(one.units, lambda unit: group_name(at.campaign, unit)).items():
            whom = "; ".join(f"{unit.name}{one.why.get(unit.code, '')}" for unit in members)
            lines.setdefault(name, []).append(f"- {one.said}: {whom}.")
            called.setdefault(name, set()).update(unit.code for unit in members if one.is_urgent)
    for name in sorted(lines, key=lambda name: not called[name]):
        head = f"{at.campaign.locality.name[:1].upper()}{at.campaign.locality.name[1:]} đề nghị các đơn vị {name}:"
        yield {
            "khoi": line(name),
            "so_don_vi": len(called[name]),
            "loi_nhan": shown("\n".join((head, *lines[name], "Trân trọng cảm ơn các đồng chí."))),
        }


@dataclass(frozen=True)
class _Reminder:
    """Which units are asked for what, whether at once, and beside a unit's name why, by its code."""

    units: list[Unit]
    said: str
    is_urgent: bool
    why: Mapping[str, str] = field(default_factory=dict)


_LONGEST = 120
"""Letters of an error that a message holds."""
_SOON = 45
"""Days before a deadline from which its units are reminded."""


def _owed(at: Shown, due: Sequence[Due], cells: Mapping[Due, list[Standing]]) -> Iterator[_Reminder]:
    """Yield who owes what by which deadline, the most overdue first."""
    for one in sorted(due, key=lambda one: one.day):
        what, day = f"{one.deadline.name}", short_date(one.day)
        days = days_left(at.campaign, one.day)
        for state, said in (
            (State.MISSING, f"gửi ngay {what}, đã quá hạn {-days} ngày (trước ngày {day})"),
            (State.FAULTY, f"sửa lỗi rồi gửi lại {what}"),
            (State.AHEAD, f"gửi {what} trước ngày {day}, {f'còn {days} ngày' if days else 'hôm nay là ngày cuối'}"),
        ):
            mine = [cell for cell in cells[one] if cell.state is state]
            if mine and (state is not State.AHEAD or days <= _SOON):
                why = {cell.unit.code: _first_error(at, cell) for cell in mine if state is State.FAULTY}
                yield _Reminder([cell.unit for cell in mine], said, state is not State.AHEAD, why)


def _first_error(at: Shown, cell: Standing) -> str:
    """Return in brackets what is wrong with what a unit has sent, of several errors the first."""
    paths = {path for filed in cell.files for path in filed.paths}
    errors = (f for f in at.findings if f.severity is Severity.ERROR and f.mark.path in paths)
    return next((f" ({shorten(line(error.message), _LONGEST, placeholder='…')})" for error in errors), "")


def _short(at: Shown) -> Iterator[_Reminder]:
    """Yield the units that have filed a registration and still fall short of a quota of each unit's own."""
    for quota in at.campaign.plan.quotas:
        if quota.each_unit and not quota.measure and quota.minimum is not None:
            results = quota_results(at.campaign, quota, at.year)
            units = [
                r.unit
                for r in results
                if r.unit and r.reached < (quota.minimum or 0) and has_registered(at.campaign, r.unit, at.year)
            ]
            if units:
                said = f"đăng ký thêm cho đủ chỉ tiêu “{quota.name}” (ít nhất {number_in_words(quota.minimum)})"
                yield _Reminder(units, said, not quota.is_aim)
