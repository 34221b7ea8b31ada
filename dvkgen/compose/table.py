"""The tables that the office's own papers may hold (`{{ bang.… }}`): what the template of each sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from dvkgen.campaign import counting
from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.deadlines import due_in, waiting_for
from dvkgen.campaign.totals import recognised, reported, statistics_for
from dvkgen.compose import registration_list, tally
from dvkgen.compose.answer_view import initiative_view, number, result_view
from dvkgen.compose.desk import Desk
from dvkgen.compose.sheets import TableView
from dvkgen.printed import short_date, two_digits
from dvkgen.schema.plan import Quota


def tables_of(desk: Desk) -> TableView:
    """Return the function that gives the view of a table of a year by its name; an unknown one gives nothing."""
    return partial(_view, desk)


def _view(desk: Desk, name: str) -> Mapping[str, Any]:  # noqa: PLR0911 - a line for each table
    campaign, year = desk.campaign, desk.year
    match name:
        case "danh_sach":
            view = registration_list.rows_view(desk, campaign.entries(year), for_all=True)
            return view | {"linh_vuc": [sector.heading for sector in campaign.locality.sectors]}
        case "tong_hop":
            counted = counting.tally(campaign.entries(year), campaign.locality, campaign.plan.counting)
            return tally.rows_view(counted)
        case "chi_tieu":
            return {"hang": list(_quota_rows(campaign, year))}
        case "ket_qua":
            return {"hang": [result_view(row, place) for place, row in enumerate(reported(campaign, year), 1)]}
        case "cong_nhan":
            return {"hang": recognised_rows(desk)}
        case "chua_nop":
            return {"hang": list(_waiting_rows(campaign, year))}
        case _:
            return {}


def recognised_rows(desk: Desk) -> list[dict[str, Any]]:
    """Return the recognised models, each with its honour; the template words it."""
    return [
        {**initiative_view(entry, place), "danh_hieu": recognition.honour}
        for place, (entry, recognition) in enumerate(recognised(desk.campaign, desk.year), 1)
    ]


def _quota_rows(campaign: Campaign, year: int) -> Iterator[dict[str, Any]]:
    for place, quota in enumerate(campaign.plan.quotas, 1):
        row = {"tt": str(place), "ten": quota.name, "don_vi_tinh": quota.measure or "mô hình"}
        row |= {
            name: number(v) if v is not None else "" for name, v in (("it", quota.minimum), ("nhieu", quota.maximum))
        }
        yield row | {"phan_dau": quota.is_aim, "dat": _reached(campaign, quota, year)}


def _reached(campaign: Campaign, quota: Quota, year: int) -> str:
    """Return what was reached of a quota, as a cell says it: a number, units of units, a figure from reports."""
    if quota.measure:
        return "; ".join(number(value) for value in dict.fromkeys(_figures(campaign, quota, year)))
    results = counting.quota_results(campaign, quota, year)
    if not quota.each_unit:
        return two_digits(results[0].reached) if results else ""
    met = sum(r.reached >= (quota.minimum or 0) for r in results)
    return f"{two_digits(met)}/{two_digits(len(results))} đơn vị"


def _figures(campaign: Campaign, quota: Quota, year: int) -> Iterator[Decimal]:
    yield from (statistic.value for _, statistic in statistics_for(campaign, quota, year))


def _waiting_rows(campaign: Campaign, year: int) -> Iterator[dict[str, Any]]:
    for deadline, day, kind in due_in(campaign, year):
        waiting = waiting_for(campaign, deadline, kind, year) if deadline.required else ()
        if waiting:
            yield {"ten": deadline.name, "han": short_date(day), "don_vi": [unit.name for unit in waiting]}
