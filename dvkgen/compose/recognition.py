"""Danh sách công nhận: the models that a locality recognises, in the paper that recognises them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dvkgen.campaign.file import OfficeFile
from dvkgen.compose.desk import Composer, Desk, Draft
from dvkgen.compose.sheets import OFFICE_NAMES, blank_office_sheet, head_of
from dvkgen.compose.table import everything_filed, quotes_totals, quoting_paper, recognised_rows
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document, Sheet
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import RECOGNITION_LIST, RECOGNITIONS
from dvkgen.schema.office import Recognitions
from dvkgen.schema.office_paper import OfficePaper

SLUG = RECOGNITION_LIST.slug
FILED = RECOGNITIONS.slug


def _compose(desk: Desk, target: str) -> Document:
    head = head_of(desk.campaign.office_records(Recognitions, desk.year))
    return quoting_paper(desk, SLUG, target, "Danh sách công nhận", head, {"hang": recognised_rows(desk)})


def blank(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return the list as a blank form."""
    rows = [{"tt": tt, "ten": "", "chu_the": "", "don_vi": "", "danh_hieu": ""} for tt in ("1", "2", "3")]
    return (blank_office_sheet(desk, form, {"hang": rows}),)


def sources_of(desk: Desk, kind: str) -> frozenset[str]:
    """Return the office's files of a kind with those of the units that they name, with all of them where totals are quoted."""
    campaign, files = desk.campaign, desk.campaign.office_files_of(kind, desk.year)
    named = {getattr(item, "unit", "") for file in files for item in _items(file.record)}
    filed = (f.paths for f in campaign.filed if f.year == desk.year and f.unit in named)
    everything = everything_filed(campaign, desk.year) if any(map(_quotes, files)) else frozenset[str]()
    return everything.union(campaign.common_paths, *(file.paths for file in files), *filed)


def _quotes(file: OfficeFile) -> bool:
    heads = (file.record, getattr(file.record, "notice", None), getattr(file.record, "minutes", None))
    return any(isinstance(head, OfficePaper) and quotes_totals(head) for head in heads)


def _items(record: object) -> Iterator[object]:
    for name in ("recognised", "appraised", "visits", "chosen", "awarded"):
        yield from getattr(record, name, ())


def drafts(desk: Desk) -> Iterator[Draft]:
    """Yield the list of recognised models of each year that has one."""
    for at in desk.years():
        if at.campaign.office_files_of(FILED, at.year):
            target = at.target(TOTALS, SLUG)
            yield at.draft(target, SLUG, sources_of(at, FILED), partial(_compose, at, target))


COMPOSER = Composer(SLUG, drafts, OFFICE_NAMES | {"hang"}, blank)
