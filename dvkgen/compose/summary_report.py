"""Báo cáo tổng hợp: the office's own report, with numbers and tables drawn from what units filed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from dvkgen.campaign.campaign import Campaign, Later
from dvkgen.campaign.facts import facts
from dvkgen.campaign.totals import quoted_totals
from dvkgen.compose import form as forms
from dvkgen.compose.kind import Draft, Kind, Workshop, in_words
from dvkgen.compose.paper import office_sheets
from dvkgen.compose.table import tables_of
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document
from dvkgen.schema.kinds import COMMENDATIONS, RECOGNITIONS, SUMMARY_REPORT
from dvkgen.schema.office import SummaryReport

SLUG = SUMMARY_REPORT.slug


def _compose(campaign: Campaign, workshop: Workshop, later: Later, target: str) -> Document:
    report = later.record
    assert isinstance(report, SummaryReport)
    known = {**facts(campaign.locality, campaign.plan, later.year), **quoted_totals(campaign, later.year)}
    own, sheets = office_sheets(campaign, workshop, SLUG, report, known, table=tables_of(campaign, later.year))
    title = forms.one_line("Báo cáo", *in_words(report.subject, known))
    return forms.document(own, target, title, campaign.locality.name, sheets)


def everything_filed(campaign: Campaign, year: int) -> frozenset[str]:
    """Return every file on which a sum of a year over all units may rest: of all years where a quota counts them all."""
    years = campaign.plan.period.years if any(quota.whole_period for quota in campaign.plan.quotas) else (year,)
    filed = (f.paths for f in campaign.filed if f.year in years)
    later = (f.paths for f in campaign.later if f.year == year and f.kind in (RECOGNITIONS.slug, COMMENDATIONS.slug))
    return frozenset(campaign.common_paths).union(*filed, *later)


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield the office's own report of each year; several in a year bear the names of their files."""
    for year in campaign.plan.period.years:
        files = campaign.later_files(SLUG, year)
        for later in files:
            name = PurePosixPath(later.path).stem if len(files) > 1 else ""
            target = campaign.target(year, TOTALS, SLUG, name)
            sources = everything_filed(campaign, year).union(later.paths)
            yield Draft(target, sources, partial(_compose, campaign, workshop, later, target))


KIND = Kind(SLUG, drafts)
