"""Quotas as bars, and the tally, as the board shows them: counted where papers and checks count."""

from __future__ import annotations

from decimal import Decimal

from dvkgen.board.shown import Shown, View
from dvkgen.campaign.counting import QuotaResult, models_only, quota_results, tally
from dvkgen.campaign.totals import statistics_for
from dvkgen.printed import number_in_words
from dvkgen.printers.plain import line
from dvkgen.schema.plan import Quota


def quota_view(at: Shown, quota: Quota) -> View | None:
    """Return a quota with its bar: what is reached of what is asked, and what is missing; None where nothing is known."""
    campaign = at.campaign
    head: View = {
        "ten": line(quota.name),
        "phan_dau": quota.is_aim,
        "cho": at.links.place(quota.origin.mark),
        "toi_thieu": quota.minimum and number_in_words(quota.minimum),
        "toi_da": quota.maximum and number_in_words(quota.maximum),
        "don_vi_tinh": line(quota.measure or ""),
        "vuot": "",
        "noi_dung": 0,
    }
    if quota.measure:
        figures: list[View] = [
            {"ten": line(unit.name), "dat": number_in_words(figure.value), "du": _is_met(quota, float(figure.value))}
            for unit, figure in statistics_for(campaign, quota, at.year)
        ]
        kind = "so_lieu" if figures else "chua_co"
        return {**head, "kieu": kind, "tung_don_vi": figures} | _bar(sum(f["du"] for f in figures), len(figures))
    results = quota_results(campaign, quota, at.year)
    if quota.each_unit:
        each = [_of_unit(result) for result in results]
        return {**head, "kieu": "moi_don_vi" if each else "chua_co", "tung_don_vi": each} | _bar(
            sum(one["du"] for one in each), len(each)
        )
    if not results:
        return {**head, "kieu": "chua_biet", "tung_don_vi": []} | _bar(0, 0)
    least = float(quota.minimum if quota.minimum is not None else quota.maximum or 0)
    reached = results[0].reached
    over = max(0, reached - float(quota.maximum)) if quota.maximum is not None else 0
    return {
        **head,
        "kieu": "chung",
        "tung_don_vi": [],
        "vuot": f"{over:g}" if over else "",
        "noi_dung": results[0].items,
    } | _bar(reached, least)


def _of_unit(result: QuotaResult) -> View:
    quota, unit = result.quota, result.unit
    missing = max(Decimal(0), (quota.minimum or Decimal(0)) - result.reached)
    return {
        "ten": line(unit.name) if unit else "",
        "dat": str(result.reached),
        "thieu": number_in_words(missing) if missing else "",
        "du": _is_met(quota, result.reached),
    }


def _is_met(quota: Quota, reached: float) -> bool:
    low = quota.minimum is None or reached >= quota.minimum
    return low and (quota.maximum is None or reached <= quota.maximum)


def _bar(reached: float, asked: float) -> View:
    """Return a bar: numbers as told, how full it is in hundredths, and what is missing."""
    missing = max(0, asked - reached)
    return {
        "dat": f"{reached:g}",
        "giao": f"{asked:g}",
        "thieu": f"{missing:g}" if missing else "",
        "phan_tram": 100 if reached >= asked else int(100 * reached / asked),
    }


def tally_view(at: Shown) -> View:
    """Return the rows of the tally, whether some stand in several rows and are counted once above, how many have no field's row."""
    entries = at.campaign.entries(at.year)
    counted = tally(entries, at.campaign.locality, at.campaign.plan.counting)
    homeless = sum(entry.sector is None for entry in models_only(entries)) if at.campaign.locality.sectors else 0
    rows = [
        {"ten": line(level.level.name), "so": level.counts.numbers, "la_cap": True}
        if sector is None and level.level
        else {"ten": line(sector.heading if sector else ""), "so": counts.numbers, "la_cap": False}
        for level in counted.levels
        for sector, counts in ((None, level.counts), *level.sectors)
        if sector or level.level
    ]
    return {
        "hang": rows,
        "tong": counted.total.numbers,
        "tinh_mot_lan": counted.counts_once,
        "khong_linh_vuc": homeless,
    }
