"""Deadlines (thời hạn) against what was filed: what is due in a year, who answers it, who is still waited for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import Filed
from dvkgen.findings import Mark
from dvkgen.schema.kinds import REGISTERING, kinds_due
from dvkgen.schema.plan import Deadline
from dvkgen.schema.submission import Registration
from dvkgen.schema.unit import Unit


def due_in(campaign: Campaign, year: int) -> tuple[tuple[Deadline, date, str], ...]:
    """Return the deadlines of a year that units must keep: each with its day, and each kind of file it asks for.

    Nobody is held to a day of every year that was past when the plan was issued.
    """
    days = ((d, d.day_in(year, campaign.plan.period)) for d in campaign.plan.deadlines if not d.organ)
    kept = ((d, day) for d, day in days if day and not (d.yearly and day < issued(campaign)))
    return tuple((deadline, day, kind) for deadline, day in kept for kind in kinds_due(deadline))


def issued(campaign: Campaign) -> date:
    """Return the first day on which the plan can have been issued, as far as its date is known."""
    when = campaign.plan.issued_on
    return date(when.year, when.month or 1, when.day or 1) if when.year else date.min


def answering(
    campaign: Campaign, deadline: Deadline, kind: str, year: int, unit: str | None = None
) -> tuple[Filed, ...]:
    """Return the files that answer a deadline: slips for a registration, of reports those written for it."""
    if kind in REGISTERING:
        return tuple(filed for registering in REGISTERING for filed in campaign.files(registering, year, unit))
    rivals = {other.code for other, _, other_kind in due_in(campaign, year) if other_kind == kind}
    return tuple(f for f in campaign.files(kind, year, unit) if _is_meant(f, deadline, alone=len(rivals) < 2))


def _is_meant(filed: Filed, deadline: Deadline, *, alone: bool) -> bool:
    """Whether a file was written for a deadline; where no other asks for its kind in that year it need not say so."""
    named = getattr(filed.record, "deadline", None)
    return filed.record is None or named == deadline.code or (named is None and alone)


def waiting_for(campaign: Campaign, deadline: Deadline, kind: str, year: int) -> tuple[Unit, ...]:
    """Return the units that owe a kind of file by a deadline and have sent none, readable or not."""
    owing = (unit for unit in campaign.units_in(year) if owes(unit, deadline, kind))
    return tuple(unit for unit in owing if not answering(campaign, deadline, kind, year, unit.code))


def owes(unit: Unit, deadline: Deadline, kind: str) -> bool:
    """Whether a unit must send a kind of file by a deadline."""
    if deadline.organ or is_exempt(unit, kind):
        return False
    if not deadline.groups and not deadline.units:
        return True
    return unit.group in deadline.groups or unit.code in deadline.units


def is_exempt(unit: Unit, kind: str) -> bool:
    """Whether the list of units says that a unit need not send a kind of file."""
    return kind in {known.replace("-", "_") for known in unit.exempt}


def sent_days(filed: Filed) -> Iterator[tuple[Mark, date, str]]:
    """Yield the days on which a file and the models that were added to it were sent, each with its place and what was sent."""
    record = filed.record
    if record is None:
        return
    yield record.at("sent_on"), record.sent_on, "văn bản"
    if isinstance(record, Registration):
        yield from ((i.at("sent_on"), i.sent_on, f"mô hình “{i.name}”") for i in record.initiatives if i.sent_on)


def is_late(sent_on: date, before: date, *, day_included: bool) -> bool:
    """Whether a day is past a deadline “trước ngày …”."""
    return days_late(sent_on, before, day_included=day_included) > 0


def days_late(sent_on: date, before: date, *, day_included: bool) -> int:
    """Return the days since the last on which a deadline is kept, the day itself only where the plan says so; 0 or less in time."""
    return (sent_on - before).days + (not day_included)
