"""Danh sách công nhận: the models that a locality recognises, in the paper that recognises them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.campaign.totals import quoted_totals
from dvkgen.compose import form as forms
from dvkgen.compose.kind import Draft, Kind, Workshop, in_words
from dvkgen.compose.paper import blank_sheet, head_of, office_sheets
from dvkgen.compose.table import recognised_rows, tables_of
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import RECOGNITION_LIST, RECOGNITIONS
from dvkgen.schema.office import Recognitions

SLUG = RECOGNITION_LIST.slug
FILED = RECOGNITIONS.slug


def _compose(campaign: Campaign, workshop: Workshop, year: int, target: str) -> Document:
    head = head_of(campaign.later_records(Recognitions, year))
    known = {**facts(campaign.locality, campaign.plan, year), **quoted_totals(campaign, year)}
    view = {"hang": recognised_rows(campaign, year)}
    own, sheets = office_sheets(campaign, workshop, SLUG, head, known, view, tables_of(campaign, year))
    title = forms.one_line("Danh sách công nhận", *in_words(head.subject, known))
    return forms.document(own, target, title, campaign.locality.name, sheets)


def blank(campaign: Campaign, workshop: Workshop, form: Form) -> tuple[Sheet, ...]:
    """Return the list as a blank form."""
    rows = [{"tt": tt, "ten": "", "chu_the": "", "don_vi": "", "danh_hieu": ""} for tt in ("1", "2", "3")]
    return (blank_sheet(campaign, workshop, form, {"hang": rows}),)


def sources_of(campaign: Campaign, kind: str, year: int) -> frozenset[str]:
    """Return the office's files of a kind with the files of the units that they name."""
    named = {getattr(item, "unit", "") for later in campaign.later_files(kind, year) for item in _items(later.record)}
    filed = (f.paths for f in campaign.filed if f.year == year and f.unit in named)
    later = (later.paths for later in campaign.later_files(kind, year))
    return frozenset(campaign.common_paths).union(*later, *filed)


def _items(record: object) -> Iterator[object]:
    for name in ("recognised", "appraised", "visits", "chosen", "awarded"):
        yield from getattr(record, name, ())


def drafts(campaign: Campaign, workshop: Workshop) -> Iterator[Draft]:
    """Yield the list of recognised models of each year that has one."""
    for year in campaign.plan.period.years:
        if campaign.later_files(FILED, year):
            target = campaign.target(year, TOTALS, SLUG)
            compose = partial(_compose, campaign, workshop, year, target)
            yield Draft(target, sources_of(campaign, FILED, year), compose)


KIND = Kind(SLUG, drafts, blank)
