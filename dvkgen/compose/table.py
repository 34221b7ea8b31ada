"""Papers of the office that quote totals and hold tables (`{{ bang.… }}`): what the template of each table sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from dvkgen.campaign import counting
from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.deadlines import due_in, waiting_for
from dvkgen.campaign.totals import quoted_totals, recognised, reported, statistics_for
from dvkgen.compose import registration_list, tally
from dvkgen.compose.answer_view import initiative_view, number, result_view
from dvkgen.compose.desk import Desk, one_line, paper
from dvkgen.compose.frame import in_words
from dvkgen.compose.sheets import TableView, office_sheets
from dvkgen.document.tree import Document
from dvkgen.printed import short_date, two_digits
from dvkgen.quotes import quotes_in
from dvkgen.schema.kinds import COMMENDATIONS, RECOGNITIONS
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.plan import Quota


def quoting_paper(
    desk: Desk, kind: str, target: str, title: str, head: OfficePaper, view: Mapping[str, Any] | None = None
) -> Document:
    """Return a paper of the office whose text may quote the totals of its year and ask for tables.

    `title` is the word before the subject in the properties of the file, `view` what its template sees besides.
    """
    campaign = desk.campaign
    known = {**desk.facts(), **quoted_totals(campaign, desk.year)}
    around, sheets = office_sheets(desk, kind, head, known, view, tables_of(desk))
    return paper(around, target, one_line(title, *in_words(head.subject, known)), campaign.locality.name, sheets)


def everything_filed(campaign: Campaign, year: int) -> frozenset[str]:
    """Return every file on which a sum of a year over all units may rest: of all years where a quota counts them all."""
    years = campaign.plan.period.years if any(quota.whole_period for quota in campaign.plan.quotas) else (year,)
    filed = (f.paths for f in campaign.filed if f.year in years)
    honours = (RECOGNITIONS.slug, COMMENDATIONS.slug)
    honoured = (f.paths for f in campaign.office_files if f.year == year and f.kind in honours)
    return frozenset(campaign.common_paths).union(*filed, *honoured)


def quotes_totals(paper: OfficePaper) -> bool:
    """Whether a text of a paper quotes a total or asks for a table: then it rests on everything that was filed."""
    texts = (*paper.subject, *(long.text for long in (paper.lead_in, paper.body) if long))
    return any(quote.name.startswith(("tong_hop.", "bang.")) for text in texts for quote in quotes_in(text))


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
