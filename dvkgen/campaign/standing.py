"""Where each unit stands with each deadline (thời hạn): who has sent what, who is late, who is still waited for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.deadlines import answering, due_in, is_exempt, is_late, owes, sent_days
from dvkgen.campaign.file import Filed
from dvkgen.schema.plan import Deadline
from dvkgen.schema.unit import Unit


class State(StrEnum):
    """How a unit stands with one deadline, as the office says it."""

    SENT = "đã gửi"
    LATE = "gửi muộn"
    FAULTY = "có lỗi"
    MISSING = "chưa gửi"
    AHEAD = "chưa đến hạn"
    OPTIONAL = "không bắt buộc"
    EXEMPT = "được miễn"
    NOT_ASKED = "không phải nộp"


COMPLETE = frozenset({State.SENT, State.LATE, State.EXEMPT, State.OPTIONAL, State.NOT_ASKED})
"""States in which nothing is waited for."""


@dataclass(frozen=True)
class Due:
    """What is due by a deadline in a year: a kind of file, on a day."""

    deadline: Deadline
    day: date
    kind: str
    year: int


@dataclass(frozen=True)
class Standing:
    """How a unit stands with what is due, and the files by which it has answered."""

    unit: Unit
    due: Due
    state: State
    files: tuple[Filed, ...]


def dues(campaign: Campaign, year: int) -> tuple[Due, ...]:
    """Return what is due of units in a year, in the order of the plan."""
    return tuple(Due(deadline, day, kind, year) for deadline, day, kind in due_in(campaign, year))


def standings(campaign: Campaign, due: Due, errors: frozenset[str] = frozenset()) -> Iterator[Standing]:
    """Yield how each unit of the year stands with what is due; `errors` are files in which one stands."""
    for unit in campaign.units_in(due.year):
        files = answering(campaign, due.deadline, due.kind, due.year, unit.code)
        yield Standing(unit, due, _state(campaign, unit, due, files, errors), files)


def _state(campaign: Campaign, unit: Unit, due: Due, files: tuple[Filed, ...], errors: frozenset[str]) -> State:
    if any(filed.record is None or errors.intersection(filed.paths) for filed in files):
        return State.FAULTY
    if not owes(unit, due.deadline, due.kind):
        return State.SENT if files else State.EXEMPT if is_exempt(unit, due.kind) else State.NOT_ASKED
    included = campaign.plan.counting.deadline_day_included
    if files:
        late = any(is_late(day, due.day, day_included=included) for filed in files for _, day, _ in sent_days(filed))
        return State.LATE if late else State.SENT
    if not due.deadline.required:
        return State.OPTIONAL
    return State.MISSING if is_late(campaign.judged_on, due.day, day_included=included) else State.AHEAD
