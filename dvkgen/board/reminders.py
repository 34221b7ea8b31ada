"""Who must be reminded of what, as text to paste into a message, khối by khối."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dvkgen.board.shown import Shown, View, group_name, is_ahead
from dvkgen.campaign.campaign import grouped
from dvkgen.campaign.counting import quota_results
from dvkgen.campaign.standing import Due, Standing, State
from dvkgen.campaign.totals import has_registered
from dvkgen.printed import number_in_words, short_date
from dvkgen.printers.plain import line, shown
from dvkgen.schema.unit import Unit


def reminders(at: Shown, due: Sequence[Due], cells: Mapping[Due, list[Standing]]) -> Iterator[View]:
    """Yield for each khối what may be pasted into a message: what is missing, faulty or short, and what is due soon."""
    if at.campaign.is_closed or is_ahead(at):
        return
    lines: dict[str, list[str]] = {}
    called: dict[str, set[str]] = {}
    for units, said, is_urgent in (*_owed(at, due, cells), *_short(at)):
        for name, members in grouped(units, lambda unit: group_name(at.campaign, unit)).items():
            lines.setdefault(name, []).append(f"- {said}: {'; '.join(unit.name for unit in members)}.")
            called.setdefault(name, set()).update(unit.code for unit in members if is_urgent)
    for name in sorted(lines, key=lambda name: not called[name]):
        head = f"{at.campaign.locality.name[:1].upper()}{at.campaign.locality.name[1:]} đề nghị các đơn vị {name}:"
        yield {
            "khoi": line(name),
            "so_don_vi": len(called[name]),
            "loi_nhan": shown("\n".join((head, *lines[name], "Trân trọng cảm ơn các đồng chí."))),
        }


_Reminder = tuple[list[Unit], str, bool]
_SOON = 45
"""Days before a deadline from which its units are reminded."""


def _owed(at: Shown, due: Sequence[Due], cells: Mapping[Due, list[Standing]]) -> Iterator[_Reminder]:
    """Yield who owes what by which deadline, the most overdue first."""
    for one in sorted(due, key=lambda one: one.day):
        what, day = f"{one.deadline.name}", short_date(one.day)
        days = (one.day - at.campaign.judged_on).days
        for state, said in (
            (State.MISSING, f"gửi ngay {what}, đã quá hạn {-days} ngày (trước ngày {day})"),
            (State.FAULTY, f"sửa lỗi rồi gửi lại {what}"),
            (State.AHEAD, f"gửi {what} trước ngày {day}, còn {days} ngày"),
        ):
            units = [cell.unit for cell in cells[one] if cell.state is state]
            if units and (state is not State.AHEAD or days <= _SOON):
                yield units, said, state is not State.AHEAD


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
                yield (
                    units,
                    f"đăng ký thêm cho đủ chỉ tiêu “{quota.name}” (ít nhất {number_in_words(quota.minimum)})",
                    not quota.is_aim,
                )
