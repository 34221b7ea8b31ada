"""The numbers that follow from what changed: totals, tally, quotas, word budgets, deadlines; only rows that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import quota_results, tally
from dvkgen.campaign.standing import COMPLETE, Standing, State, dues, standings
from dvkgen.campaign.titles import kind_title
from dvkgen.campaign.totals import statistics_for, totals
from dvkgen.checks.budgets import budgets_of
from dvkgen.printed import number_in_words
from dvkgen.review.change import Row, Table
from dvkgen.schema.kinds import kind_of
from dvkgen.schema.plan import Quota
from dvkgen.text import fold

Numbers = Mapping[tuple[str, ...], tuple[str, ...]]
"""Rows by what they are of: the year first, the words in which the row is told after it."""
_Stood = tuple[tuple[str, ...], Standing]
"""How a unit stands with one deadline, and the words that tell the year."""
_TOTALS = {
    "mo_hinh": "mô hình",
    "mo_hinh_moi": "mô hình mới",
    "mo_hinh_tiep_tuc": "mô hình tiếp tục",
    "khong_tiep_tuc": "mô hình không tiếp tục",
    "tap_the": "tập thể",
    "ca_nhan": "cá nhân",
    "don_vi": "đơn vị",
    "don_vi_da_nop": "đơn vị đã nộp đăng ký",
    "cong_nhan": "mô hình được công nhận",
    "tieu_bieu": "mô hình tiêu biểu",
    "khen_thuong": "được khen thưởng",
}
TALLY_HEADS = ("tập thể", "mô hình của tập thể", "cá nhân", "mô hình của cá nhân")
_KEPT = "đủ hạn"


def tables(
    old: Campaign | None, new: Campaign | None, errors: tuple[frozenset[str], frozenset[str]]
) -> Iterator[Table]:
    """Yield each table of numbers with the rows that differ; `errors` are the files with an error on either side."""
    kinds = (
        ("Tổng số", ("số",), _total_rows),
        ("Biểu tổng hợp", TALLY_HEADS, _tally_rows),
        ("Chỉ tiêu", ("đăng ký", "chỉ tiêu"), _quota_rows),
        ("Số từ", ("đã dùng", "cho phép"), _budget_rows),
    )
    for title, heads, rows_of in kinds:
        before, after = (rows_of(campaign) if campaign else {} for campaign in (old, new))
        if rows := tuple(_differing(before, after, heads)):
            yield Table(title, rows)
    stood = [
        [] if campaign is None else _standings(campaign, of) for campaign, of in zip((old, new), errors, strict=True)
    ]
    before, after = (
        _standing_rows(campaign, on) if campaign else {} for campaign, on in zip((old, new), stood, strict=True)
    )
    if rows := tuple(_differing(before, after, ("tình trạng",))):
        yield Table("Thời hạn", rows)
    if complete := _completed(*map(_open, stood)):
        yield Table("Đơn vị nay đã đủ", complete)


def _differing(before: Numbers, after: Numbers, heads: tuple[str, ...]) -> Iterator[Row]:
    for what in {**after, **before}:
        was, now = before.get(what), after.get(what)
        if was != now:
            yield Row(" · ".join(what), heads, was, now)


def _years(campaign: Campaign) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the years of a campaign, each with the words that tell it where there are several."""
    years = campaign.plan.period.years
    yield from ((year, (f"năm {year}",) if len(years) > 1 else ()) for year in years)


def _total_rows(campaign: Campaign) -> Numbers:
    return {
        (*told, _TOTALS[name]): (str(number),)
        for year, told in _years(campaign)
        for name, number in totals(campaign, year).items()
    }


def _tally_rows(campaign: Campaign) -> Numbers:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for year, told in _years(campaign):
        counted = tally(campaign.entries(year), campaign.locality, campaign.plan.counting)
        for level in counted.levels:
            above = (*told, level.level.name) if level.level else told
            if level.level:
                found[above] = tuple(map(str, level.counts.numbers))
            for sector, counts in level.sectors:
                found[*above, sector.heading] = tuple(map(str, counts.numbers))
        found[*told, "tổng cộng"] = tuple(map(str, counted.total.numbers))
    return found


def _quota_rows(campaign: Campaign) -> Numbers:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for year, told in _years(campaign):
        for quota in campaign.plan.quotas:
            if quota.measure:
                for unit, statistic in statistics_for(campaign, quota, year):
                    found[*told, quota.name, unit.name] = (number_in_words(statistic.value), asked(quota))
                continue
            for result in quota_results(campaign, quota, year):
                of = (result.unit.name,) if result.unit else ()
                found[*told, quota.name, *of] = (str(result.reached), asked(quota))
    return found


def asked(quota: Quota) -> str:
    """Return what a quota asks for: “ít nhất 42”, “60–70”, with its unit of measure."""
    low, high = (None if n is None else number_in_words(n) for n in (quota.minimum, quota.maximum))
    both = low if low == high else f"{low}–{high}"
    words = both if low and high else f"ít nhất {low}" if low else f"nhiều nhất {high}" if high else "không định số"
    return f"{words} {quota.measure}" if quota.measure else str(words)


def _budget_rows(campaign: Campaign) -> Numbers:
    owners = {path: filed for filed in campaign.filed for path in filed.paths}
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    met = Counter[tuple[str, ...]]()
    for budget in budgets_of(campaign):
        filed = owners.get(budget.mark.path)
        unit = campaign.unit(filed.unit) if filed else None
        whose = unit.name if unit else filed.unit if filed else ""
        kind = kind_of(filed.kind).title.lower() if filed else ""
        key: tuple[str, ...] = (str(filed.year) if filed else "", whose, kind, budget.what)
        met[key] += 1
        found[(*key, f"thứ {met[key]}") if met[key] > 1 else key] = (str(budget.used), str(budget.limit))
    return found


def _standings(campaign: Campaign, errors: frozenset[str]) -> list[_Stood]:
    return [
        (told, standing)
        for year, told in _years(campaign)
        for due in dues(campaign, year)
        for standing in standings(campaign, due, errors)
    ]


def _standing_rows(campaign: Campaign, stood: list[_Stood]) -> Numbers:
    return {
        (*told, one.unit.name, _due_name(campaign, one.due.kind, one.due.deadline.name)): (str(one.state),)
        for told, one in stood
        if one.state is not State.NOT_ASKED
    }


def _due_name(campaign: Campaign, kind: str, name: str) -> str:
    what = kind_title(campaign, kind, kind)
    return name if fold(what) in fold(name) or fold(name) in fold(what) else f"{name} ({what.lower()})"


def _completed(before: Mapping[tuple[str, ...], bool], after: Mapping[tuple[str, ...], bool]) -> tuple[Row, ...]:
    """Return the units that owe nothing any more in a year, and did before."""
    done = (what for what, is_open in after.items() if not is_open and before.get(what))
    return tuple(Row(" · ".join(what), (_KEPT,), ("chưa",), ("đủ",)) for what in done)


def _open(stood: list[_Stood]) -> dict[tuple[str, ...], bool]:
    """Return of each unit and year whether anything that was due is still waited for."""
    found: dict[tuple[str, ...], bool] = {}
    for told, one in stood:
        whose = (*told, one.unit.name)
        found[whose] = found.get(whose, False) or one.state not in COMPLETE
    return found
