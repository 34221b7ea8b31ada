"""What the data itself shows of a unit's year, for its self-assessment: a list sent, an article sent, in time or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import models_only
from dvkgen.campaign.deadlines import answering, due_in, is_late, owes
from dvkgen.campaign.file import Filed
from dvkgen.campaign.totals import recognised
from dvkgen.schema.kinds import ARTICLE, REGISTERING
from dvkgen.schema.unit import Unit


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of one criterion: whether it is met, and by how many of what (of how many), sent when at the last."""

    criterion: str
    is_met: bool
    count: int
    out_of: int | None = None
    sent_on: date | None = None


def assessed(campaign: Campaign, unit: Unit, year: int) -> Mapping[str, Shown]:
    """Return what the data shows, by the criterion's code: `dang_ky`, `bai_viet`, `cong_nhan`, `kip_thoi`."""
    known = {"dang_ky": _registered(campaign, unit, year), "bai_viet": _articles(campaign, unit, year)}
    honoured = [entry.initiative.name for entry, _ in recognised(campaign, year) if entry.unit is unit]
    if honoured:
        known["cong_nhan"] = Shown("cong_nhan", True, len(honoured))
    known["kip_thoi"] = _in_time(campaign, unit, year)
    return {code: shown for code, shown in known.items() if shown}


def _files(campaign: Campaign, unit: Unit, year: int, *kinds: str) -> list[Filed]:
    return [f for kind in kinds for f in campaign.files(kind, year, unit.code) if f.record]


def _last_sent(files: list[Filed]) -> date:
    return max(f.record.sent_on for f in files if f.record)


def _registered(campaign: Campaign, unit: Unit, year: int) -> Shown | None:
    files = _files(campaign, unit, year, *REGISTERING)
    count = len(models_only(campaign.entries_below(unit, year)))
    return Shown("dang_ky", count > 0, count, sent_on=_last_sent(files)) if files else None


def _articles(campaign: Campaign, unit: Unit, year: int) -> Shown | None:
    files = _files(campaign, unit, year, ARTICLE.slug)
    return Shown("bai_viet", True, len(files), sent_on=_last_sent(files)) if files else None


def _in_time(campaign: Campaign, unit: Unit, year: int) -> Shown | None:
    """Return whether everything that deadlines asked of a unit came in time; None where nothing was due yet."""
    included = campaign.plan.counting.deadline_day_included
    late = due = 0
    for deadline, day, kind in due_in(campaign, year):
        if owes(unit, deadline, kind) and is_late(campaign.judged_on, day, day_included=included):
            files = [f.record for f in answering(campaign, deadline, kind, year, unit.code) if f.record]
            due += deadline.required or bool(files)
            missing = deadline.required and not files
            late += missing or any(is_late(r.sent_on, day, day_included=included) for r in files)
    return Shown("kip_thoi", not late, due - late, out_of=due) if due else None
