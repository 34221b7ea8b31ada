"""What a built-in form of text has besides its fields: the models proposed, results, evidence, criteria.

One entry of `PARTS` for each kind that has something of its own; a form of a locality's own has nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dvkgen.campaign.assessment import Shown, assessed
from dvkgen.campaign.file import Filed
from dvkgen.campaign.totals import Reported, reported
from dvkgen.compose.answer_view import number, pictures_by_name, result_view, statistics_view
from dvkgen.compose.desk import Desk, PageLimit
from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.printed import short_date, two_digits
from dvkgen.schema.answer import CriterionAnswer, InitiativeReport, Proposal, ResultReport, SelfAssessment
from dvkgen.schema.kinds import INITIATIVE_REPORT, PROPOSAL, RECOGNITIONS, RESULT_REPORT, SELF_ASSESSMENT
from dvkgen.schema.plan import Criterion
from dvkgen.schema.unit import Unit

View = Callable[[Desk, Filed | None, Unit | None], dict[str, Any]]
"""What the template sees besides the fields: of a file and its unit, or of a blank form."""


def _rests_on_nothing_more(_desk: Desk, _unit: Unit) -> frozenset[str]:
    return frozenset()


def _any_length(_desk: Desk, _filed: Filed) -> PageLimit | None:
    return None


@dataclass(frozen=True)
class Part:
    """What one kind has besides its fields: its view, the names in it, the other files it draws on, its page limit."""

    view: View
    names: frozenset[str]
    also_read: Callable[[Desk, Unit], frozenset[str]] = _rests_on_nothing_more
    page_limit: Callable[[Desk, Filed], PageLimit | None] = _any_length


def _proposal(desk: Desk, filed: Filed | None, _unit: Unit | None) -> dict[str, Any]:
    record = filed.record if filed else None
    level = desk.campaign.locality.level(record.level) if isinstance(record, Proposal) else None
    return {"cap_de_nghi": level.in_sentence if level else ""}


def _result_report(desk: Desk, filed: Filed | None, unit: Unit | None) -> dict[str, Any]:
    record = filed.record if filed else None
    if not isinstance(record, ResultReport):
        return {"ket_qua": [], "so_lieu": []}
    return {
        "ket_qua": list(_results(desk, record, unit)) if unit else [],
        "so_lieu": statistics_view(record.statistics),
    }


def _results(desk: Desk, report: ResultReport, unit: Unit) -> Iterator[dict[str, Any]]:
    """Yield the unit's models, those of units under it too, with what this very report says of its own."""
    campaign, year = desk.campaign, desk.year
    own = {id(e): r for r in report.results if (e := campaign.registered(unit.code, r.initiative, year))}
    for place, row in enumerate(reported(campaign, year, unit), 1):
        mine = row.entry.unit.code == unit.code
        yield result_view(Reported(row.entry, own.get(id(row.entry)) if mine else row.result), place)


def _initiative_report(_desk: Desk, filed: Filed | None, _unit: Unit | None) -> dict[str, Any]:
    record = filed.record if filed else None
    shown = _evidence(record, pictures_by_name(filed)) if isinstance(record, InitiativeReport) else []
    return {"minh_chung": shown}


def _evidence(report: InitiativeReport, pictures: Mapping[str, SeenPhoto]) -> list[dict[str, str]]:
    return [
        {
            "chu_thich": evidence.caption,
            "tac_gia": "",
            "tep": pictures[evidence.file or ""].path if evidence.is_picture else "",
            "noi": "" if evidence.is_picture else evidence.link or evidence.file or "",
        }
        for evidence in report.evidence
    ]


def _assessment(desk: Desk, filed: Filed | None, unit: Unit | None) -> dict[str, Any]:
    record, criteria = (filed.record if filed else None), desk.campaign.plan.criteria
    written = {c.criterion: c for c in record.criteria} if isinstance(record, SelfAssessment) else {}
    known = assessed(desk.campaign, unit, desk.year) if unit and filed else {}
    points = [c.points for c in written.values() if c.points is not None]
    return {
        "tieu_chi": [
            _criterion(desk, criterion, place, written.get(criterion.code), known.get(criterion.code))
            for place, criterion in enumerate(criteria, 1)
        ],
        "co_diem": bool(points) or any(criterion.max_points is not None for criterion in criteria),
        "tong_diem": number(sum(points, Decimal(0))) if points else "",
    }


def _criterion(
    desk: Desk, criterion: Criterion, place: int, mine: CriterionAnswer | None, shown: Shown | None
) -> dict[str, Any]:
    """Return a criterion with what the unit says of it and what the data itself shows; the template words the latter."""
    said = mine.is_met if mine and mine.is_met is not None else None
    evidence = (
        (mine.evidence or "") if mine else "",
        desk.workshop.phrase("_danh-gia", _shown(shown)) if shown else "",
    )
    return {
        "tt": str(place),
        "ma": criterion.code,
        "ten": criterion.name,
        "dat": said if said is not None else (shown.is_met if shown else None),
        "toi_da": number(criterion.max_points) if criterion.max_points is not None else "",
        "diem": number(mine.points) if mine and mine.points is not None else "",
        "minh_chung": "; ".join(filter(None, evidence)),
    }


def _shown(shown: Shown) -> dict[str, str]:
    return {
        "ma": shown.criterion,
        "so": two_digits(shown.count),
        "tren": two_digits(shown.out_of) if shown.out_of is not None else "",
        "ngay": short_date(shown.sent_on) if shown.sent_on else "",
    }


def _reports_below(desk: Desk, unit: Unit) -> frozenset[str]:
    """Return the reports of a unit and of the units under it."""
    below = {u.code for u in desk.campaign.units_below(unit)}
    files = desk.campaign.files(RESULT_REPORT.slug, desk.year)
    return frozenset(path for f in files if f.unit in below for path in f.paths)


def _all_that_shows(desk: Desk, unit: Unit) -> frozenset[str]:
    """Return all by which the data itself knows a unit's year: what it and the units under it sent, what was recognised."""
    campaign = desk.campaign
    below = {u.code for u in campaign.units_below(unit)}
    filed = (path for f in campaign.filed if f.year == desk.year and f.unit in below for path in f.paths)
    recognised = (path for file in campaign.office_files_of(RECOGNITIONS.slug, desk.year) for path in file.paths)
    return frozenset((*filed, *recognised))


def _pages_of_report(desk: Desk, filed: Filed) -> PageLimit | None:
    limit = desk.campaign.plan.limits.initiative_report.max_pages
    return PageLimit(limit, filed.record.origin.mark) if limit and filed.record else None


_NOTHING = Part(lambda _desk, _filed, _unit: {}, frozenset())
PARTS: Mapping[str, Part] = {
    PROPOSAL.slug: Part(_proposal, frozenset(["cap_de_nghi"])),
    RESULT_REPORT.slug: Part(_result_report, frozenset(["ket_qua", "so_lieu"]), _reports_below),
    INITIATIVE_REPORT.slug: Part(_initiative_report, frozenset(["minh_chung"]), page_limit=_pages_of_report),
    SELF_ASSESSMENT.slug: Part(_assessment, frozenset(["tieu_chi", "co_diem", "tong_diem"]), _all_that_shows),
}


def part_of(kind: str) -> Part:
    """Return what a kind has besides its fields."""
    return PARTS.get(kind, _NOTHING)
