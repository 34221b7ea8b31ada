"""How models are counted (the contract's chapter *Counting*): rows, tallies and quotas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.entry import Entry
from dvkgen.schema.kinds import REGISTERING
from dvkgen.schema.locality import Level, Locality, Sector
from dvkgen.schema.plan import CountingRules, Quota
from dvkgen.schema.submission import Initiative
from dvkgen.schema.unit import Unit


def by_subject(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries with those of one subject together, subjects in the order they first appear."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.subject.key if entry.subject else ("", ""), []).append(entry)
    return [entry for group in groups.values() for entry in group]


def models_only(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that are mô hình; a “nội dung” stands in lists but in no sum of models."""
    return [entry for entry in entries if not entry.initiative.is_item]


@dataclass(frozen=True, slots=True)
class Counts:
    """One row of the tally: collectives, their models, individuals, their models."""

    collectives: int = 0
    collective_models: int = 0
    individuals: int = 0
    individual_models: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.collectives + other.collectives,
            self.collective_models + other.collective_models,
            self.individuals + other.individuals,
            self.individual_models + other.individual_models,
        )

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """The four numbers in the order of the form's columns."""
        return (self.collectives, self.collective_models, self.individuals, self.individual_models)


def count(entries: Iterable[Entry]) -> Counts:
    """Return the distinct collectives and individuals among the models, and the models of each."""
    models = models_only(entries)
    collective = [e for e in models if e.subject and e.subject.is_collective]
    individual = [e for e in models if e.subject and not e.subject.is_collective]
    return Counts(
        len({e.subject.key for e in collective if e.subject}),
        len(collective),
        len({e.subject.key for e in individual if e.subject}),
        len(individual),
    )


@dataclass(frozen=True, slots=True)
class LevelTally:
    """The rows of one level: its own counts, and those of each field. No level where a locality has none."""

    level: Level | None
    counts: Counts
    sectors: tuple[tuple[Sector, Counts], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Biểu tổng hợp (Mẫu 02): counts per level and field, and in all."""

    @property
    def counts_once(self) -> bool:
        """Whether a row of sums is less than the rows it sums up: who stands in several is counted once."""
        parts = ((level.counts, [counts for _, counts in level.sectors]) for level in self.levels)
        sums = (*parts, (self.total, [level.counts for level in self.levels]))
        return any(rows and whole != sum(rows, Counts()) for whole, rows in sums)

    levels: tuple[LevelTally, ...]
    total: Counts


def tally(entries: Iterable[Entry], locality: Locality, rules: CountingRules) -> Tally:
    """Return the tally of some models under a plan's counting rules."""
    entries = tuple(entries)
    rows = tuple(_level_tally(level, entries, locality, rules) for level in locality.levels or (None,))
    summed = rules.actors == "cong_don" and not rules.higher_counts_below
    total = sum((row.counts for row in rows), Counts()) if summed else _joined(entries, locality, rules)
    return Tally(rows, total)


def _level_tally(
    level: Level | None, entries: tuple[Entry, ...], locality: Locality, rules: CountingRules
) -> LevelTally:
    mine = tuple(e for e in entries if level is None or counts_at(e, level, locality, rules))
    sectors = tuple((sector, count(e for e in mine if e.sector is sector)) for sector in locality.sectors)
    return LevelTally(level, _joined(mine, locality, rules), sectors)


def _joined(entries: tuple[Entry, ...], locality: Locality, rules: CountingRules) -> Counts:
    """Return the counts of a row above the fields' rows: each subject once, or the fields' rows added up.

    Models are counted once in either case.
    """
    if rules.actors == "khac_nhau" or not locality.sectors:
        return count(entries)
    return sum((count(e for e in entries if e.sector is sector) for sector in locality.sectors), Counts())


def counts_at(entry: Entry, level: Level, locality: Locality, rules: CountingRules) -> bool:
    """Whether a model counts at a level: its own, and lower ones where the plan says so."""
    if entry.level is None or not rules.higher_counts_below:
        return entry.level is level
    order = [known.code for known in locality.levels]
    return order.index(entry.level.code) <= order.index(level.code)


def counts_for_quota(entry: Entry, quota: Quota, locality: Locality, rules: CountingRules) -> bool:
    """Whether a model counts for a quota, as far as the model itself is concerned (units are asked elsewhere)."""
    initiative = entry.initiative
    if initiative.is_item and not rules.items_count:
        return False
    if initiative.since and not _carried_over_counts(initiative, rules):
        return False
    level = locality.level(quota.level)
    if level and not counts_at(entry, level, locality, rules):
        return False
    if quota.sector and entry.sector is not locality.sector(quota.sector):
        return False
    return not quota.actor or (entry.subject is not None and entry.subject.is_collective == (quota.actor == "tap_the"))


def _carried_over_counts(initiative: Initiative, rules: CountingRules) -> bool:
    match rules.carried_over:
        case "luon_tinh":
            return True
        case "khong_tinh":
            return False
        case "dang_ky_lai":
            return initiative.goal is not None
        case _:
            assert_never(rules.carried_over)


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """What was reached of a quota: by all who count for it together, or by one unit."""

    quota: Quota
    unit: Unit | None
    reached: int
    items: int = 0
    """How many of those that count together are “nội dung”."""


def quota_results(campaign: Campaign, quota: Quota, year: int) -> tuple[QuotaResult, ...]:
    """Return what a quota has reached in a year (in all years so far, for one of the whole period).

    What rests on a registration that cannot be read is left out: its number is not known.
    """
    years = campaign.plan.period.years if quota.whole_period else (year,)
    rules, locality = campaign.plan.counting, campaign.locality
    entries = [e for y in years for e in campaign.entries(y) if counts_for_quota(e, quota, locality, rules)]
    units = [u for u in campaign.units_in(year) if _matches(u, quota)]
    unread = {f.unit for y in years for kind in REGISTERING for f in campaign.files(kind, y) if f.record is None}
    if not quota.each_unit and unread:
        return ()
    if not quota.each_unit:
        codes = {below.code for u in units for below in campaign.units_below(u)} if quota.group or quota.units else None
        mine = [entry for entry in entries if codes is None or entry.unit.code in codes]
        return (QuotaResult(quota, None, len(mine), sum(entry.initiative.is_item for entry in mine)),)
    sure = [u for u in units if not unread & {below.code for below in campaign.units_below(u)}]
    counted = _numbers_by_unit(campaign, entries)
    below = (campaign.units_below(unit) for unit in sure)
    reached = (len(set[int]().union(*(counted.get(u.code, ()) for u in units))) for units in below)
    return tuple(QuotaResult(quota, unit, count) for unit, count in zip(sure, reached, strict=True))


def _matches(unit: Unit, quota: Quota) -> bool:
    return (quota.group is None or unit.group == quota.group) and (not quota.units or unit.code in quota.units)


def _numbers_by_unit(campaign: Campaign, entries: list[Entry]) -> dict[str, set[int]]:
    """Return which entries, by number, fill the own quota of each unit: its own, and joint ones where they count for each."""
    shared = campaign.plan.counting.joint == "moi_don_vi"
    found: dict[str, set[int]] = {}
    for number, entry in enumerate(entries):
        for unit in (entry.unit, *(entry.partners if shared else ())):
            found.setdefault(unit.code, set()).add(number)
    return found
