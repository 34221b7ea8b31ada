"""Báo cáo tổng hợp and other reports of the office beside a plan, with numbers and tables drawn from what units filed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from dvkgen.campaign.file import OfficeFile
from dvkgen.compose.desk import Composer, Desk, Draft
from dvkgen.compose.sheets import OFFICE_NAMES
from dvkgen.compose.table import everything_filed, quoting_paper
from dvkgen.disk.paths import TOTALS
from dvkgen.document.tree import Document
from dvkgen.schema.kinds import REPORTS, SUMMARY_REPORT
from dvkgen.schema.office import SummaryReport


def _compose(desk: Desk, kind: str, target: str, file: OfficeFile) -> Document:
    report = file.record
    assert isinstance(report, SummaryReport)
    return quoting_paper(desk, kind, target, "Báo cáo", report)


def _drafts_of(kind: str, desk: Desk) -> Iterator[Draft]:
    """Yield the office's own reports of a kind of each year; several in a year bear the names of their files."""
    for at in desk.years():
        files = at.campaign.office_files_of(kind, at.year)
        for file in files:
            name = PurePosixPath(file.path).stem if len(files) > 1 else ""
            target = at.target(TOTALS, kind, name)
            sources = everything_filed(at.campaign, at.year).union(file.paths)
            yield at.draft(target, kind, sources, partial(_compose, at, kind, target, file))


COMPOSERS = tuple(
    Composer(kind.slug, partial(_drafts_of, kind.slug), OFFICE_NAMES) for kind in (SUMMARY_REPORT, *REPORTS)
)
