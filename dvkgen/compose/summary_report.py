"""Báo cáo tổng hợp: the office's own report, with numbers and tables drawn from what units filed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from dvkgen.campaign.campaign import OfficeFile
from dvkgen.compose.desk import Composer, Desk, Draft
from dvkgen.compose.sheets import OFFICE_NAMES
from dvkgen.compose.table import everything_filed, quoting_paper
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document
from dvkgen.schema.kinds import SUMMARY_REPORT
from dvkgen.schema.office import SummaryReport

SLUG = SUMMARY_REPORT.slug


def _compose(desk: Desk, target: str, file: OfficeFile) -> Document:
    report = file.record
    assert isinstance(report, SummaryReport)
    return quoting_paper(desk, SLUG, target, "Báo cáo", report)


def drafts(desk: Desk) -> Iterator[Draft]:
    """Yield the office's own report of each year; several in a year bear the names of their files."""
    for at in desk.years():
        files = at.campaign.office_files_of(SLUG, at.year)
        for file in files:
            name = PurePosixPath(file.path).stem if len(files) > 1 else ""
            target = at.target(TOTALS, SLUG, name)
            sources = everything_filed(at.campaign, at.year).union(file.paths)
            yield at.draft(target, SLUG, sources, partial(_compose, at, target, file))


COMPOSER = Composer(SLUG, drafts, OFFICE_NAMES)
