"""What the data itself shows of a unit's year, for its self-assessment: a list sent, an article sent, in time or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dvkgen.campaign.campaign import Campaign, Filed
from dvkgen.campaign.counting import models_only
from dvkgen.campaign.deadlines import answering, due_in, is_late, owes
from dvkgen.campaign.totals import recognised
from dvkgen.printed import short_date, two_digits
from dvkgen.schema.kinds import ARTICLE, REGISTERING
from dvkgen.schema.unit import Unit


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of one criterion: whether it is met, and by what."""

    is_met: bool
    evidence: str


def assessed(campaign: Campaign, unit: Unit, year: int) -> Mapping[str, Shown]:
    """Return what the data shows, by the criterion's code: `dang_ky`, `bai_viet`, `cong_nhan`, `kip_thoi`."""
    known = {"dang_ky": _registered(campaign, unit, year), "bai_viet": _articles(campaign, unit, year)}
    honoured = [entry.initiative.name for entry, _ in recognised(campaign, year) if entry.unit is unit]
    if honoured:
        known["cong_nhan"] = Shown(True, f"{two_digits(len(honoured))} mô hình được công nhận")
    known["kip_thoi"] = _in_time(campaign, unit, year)
    return {code: shown for code, shown in known.items() if shown}


def _files(campaign: Campaign, unit: Unit, year: int, *kinds: str) -> list[Filed]:
    return [f for kind in kinds for f in campaign.files(kind, year, unit.code) if f.record]


def _sent(files: list[Filed]) -> str:
    return short_date(max(f.record.sent_on for f in files if f.record))


def _registered(campaign: Campaign, unit: Unit, year: int) -> Shown | None:
    files = _files(campaign, unit, year, *REGISTERING)
    count = len(models_only(campaign.entries_below(unit, year)))
    return Shown(count > 0, f"đăng ký {two_digits(count)} mô hình, gửi ngày {_sent(files)}") if files else None


def _articles(campaign: Campaign, unit: Unit, year: int) -> Shown | None:
    files = _files(campaign, unit, year, ARTICLE.slug)
    return Shown(True, f"{two_digits(len(files))} bài viết, gửi ngày {_sent(files)}") if files else None


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
    return Shown(not late, f"{two_digits(due - late)}/{two_digits(due)} văn bản gửi đúng hạn") if due else None
