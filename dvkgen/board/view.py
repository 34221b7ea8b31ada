"""What the pages of the board show, as plain values under the names that its templates use.

Every number is computed where papers and checks compute theirs: nothing is counted here a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from dvkgen.board.links import Links
from dvkgen.board.quotas import quota_view, tally_view
from dvkgen.board.reminders import reminders
from dvkgen.board.shown import Shown, View, days_left, group_name, is_ahead, years_shown
from dvkgen.campaign.campaign import grouped
from dvkgen.campaign.counting import models_only
from dvkgen.campaign.standing import COMPLETE, Due, Standing, State, dues, standings
from dvkgen.campaign.titles import kind_title
from dvkgen.compose.desk import Draft
from dvkgen.disk.paths import BLANK_FORMS, PLANS, SUBMISSIONS, TOTALS
from dvkgen.findings import Finding, Mark, Severity, paths_in_error
from dvkgen.printed import short_date
from dvkgen.printers.plain import line, shown
from dvkgen.printers.text import NAMES
from dvkgen.schema.kinds import kind_of

_CLASSES: Mapping[State, str] = {
    State.SENT: "xong",
    State.LATE: "muon",
    State.FAULTY: "loi",
    State.MISSING: "thieu",
    State.AHEAD: "cho",
    State.OPTIONAL: "mien",
    State.EXEMPT: "mien",
    State.NOT_ASKED: "khong",
}
_SIGNS: Mapping[State, str] = {
    State.SENT: "✓",
    State.LATE: "◷",
    State.FAULTY: "✗",
    State.MISSING: "!",
    State.AHEAD: "…",
    State.OPTIONAL: "○",
    State.EXEMPT: "○",
    State.NOT_ASKED: "–",
}
_OFFICE = "Cơ quan"


def campaign_view(at: Shown) -> View:
    """Return everything that the board shows of a campaign in a year."""
    errors = frozenset(paths_in_error(at.findings))
    due = dues(at.campaign, at.year)
    cells = {one: list(standings(at.campaign, one, errors)) for one in due}
    told = list(reminders(at, due, cells))
    return {
        "ten": line(at.campaign.plan.period_in_words if len(years_shown(at.campaign)) == 1 else f"năm {at.year}"),
        "ma": f"{at.campaign.slug}-{at.campaign.label(at.year)}",
        "da_chot": at.campaign.is_closed,
        "sau_nay": is_ahead(at),
        "thoi_han": [_due_view(at, one, cells[one]) for one in due],
        "ke_tiep": _next(at, due, cells),
        "khoi": list(_groups(at, due, cells)),
        "chi_tieu": [view for quota in at.campaign.plan.quotas if (view := quota_view(at, quota))],
        "tinh_ca_loi": _counted_though_faulty(cells),
        "tong_hop": tally_view(at),
        "nhac": told,
        "phai_goi": sum(one["so_don_vi"] for one in told),
        "dieu_phai_xem": list(_findings_by_unit(at)),
        "van_ban": list(_papers(at)),
    }


# --- units and deadlines --------------------------------------------------------------------------


def _due_view(at: Shown, due: Due, cells: Sequence[Standing]) -> View:
    asked = [cell for cell in cells if cell.state not in (State.NOT_ASKED, State.OPTIONAL)]
    return {
        "ten": line(due.deadline.name),
        "loai": line(kind_title(at.campaign, due.kind, due.kind)),
        "ngay": short_date(due.day),
        "bat_buoc": due.deadline.required,
        "cho": at.links.place(due.deadline.origin.mark),
        "dem": _counted(cells),
        "xong": sum(cell.state in COMPLETE for cell in asked),
        "phai_nop": len(asked),
    }


def _next(at: Shown, due: Sequence[Due], cells: Mapping[Due, list[Standing]]) -> View | None:
    """Return the deadline that comes next for which somebody is waited for, and who that is."""
    if at.campaign.is_closed or is_ahead(at):
        return None
    waiting = {one: [cell.unit.name for cell in cells[one] if cell.state is State.AHEAD] for one in due}
    one = min((one for one in due if waiting[one]), key=lambda one: one.day, default=None)
    if one is None:
        return None
    return {
        "ten": line(one.deadline.name),
        "ngay": short_date(one.day),
        "con": days_left(at.campaign, one.day),
        "don_vi": list(map(line, waiting[one])),
    }


def _counted_though_faulty(cells: Mapping[Due, list[Standing]]) -> list[str]:
    """Return the units whose registration holds an error: what can be read of it counts for quotas all the same."""
    faulty = (c for one, mine in cells.items() if kind_of(one.kind).registers for c in mine if c.state is State.FAULTY)
    return list(dict.fromkeys(line(cell.unit.name) for cell in faulty))


def _counted(cells: Iterable[Standing]) -> list[View]:
    """Return how many units stand how, in the order in which states are told; none of those that nobody asks for."""
    counts = Counter(cell.state for cell in cells)
    return [
        {"trang_thai": str(state), "lop": _CLASSES[state], "dau": _SIGNS[state], "so": counts[state]}
        for state in State
        if counts[state] and state is not State.NOT_ASKED
    ]


def _groups(at: Shown, due: Sequence[Due], cells: Mapping[Due, list[Standing]]) -> Iterator[View]:
    """Yield each khối with its units, each with a cell for each deadline, and its counts."""
    by_unit = {(one, cell.unit.code): cell for one in due for cell in cells[one]}
    faults = Counter(unit for finding in at.findings if (unit := _unit_of(at, finding.mark)))
    units = at.campaign.units_in(at.year)
    entries = at.campaign.entries(at.year)
    models = Counter(entry.unit.code for entry in models_only(entries))
    items = Counter(entry.unit.code for entry in entries if entry.initiative.is_item)
    for name, members in grouped(units, lambda unit: group_name(at.campaign, unit)).items():
        rows = [
            {
                "ten": line(unit.name),
                "ma": unit.code,
                "o": [_cell(at, by_unit[one, unit.code]) for one in due],
                "so_dieu": faults[unit.code],
                "so_mo_hinh": models[unit.code],
                "so_noi_dung": items[unit.code],
            }
            for unit in members
        ]
        counts = [_counted(by_unit[one, unit.code] for unit in members) for one in due]
        yield {"ten": line(name), "don_vi": rows, "dem": counts}


def _cell(at: Shown, cell: Standing) -> View:
    mark = cell.files[0].record.origin.mark if cell.files and cell.files[0].record else None
    if cell.files and mark is None:
        mark = Mark(cell.files[0].path)
    return {
        "trang_thai": str(cell.state),
        "lop": _CLASSES[cell.state],
        "dau": _SIGNS[cell.state],
        "cho": at.links.place(mark) if mark else None,
        "ly_do": line(cell.unit.reason or "") if cell.state is State.EXEMPT else "",
    }


# --- findings -------------------------------------------------------------------------------------


def _unit_of(at: Shown, mark: Mark) -> str:
    """Return the unit in whose folder a place lies, nothing for other places."""
    parts = PurePosixPath(mark.path).parts
    here = parts[:3] == (SUBMISSIONS, at.campaign.slug, at.campaign.label(at.year))
    return parts[3] if here and len(parts) > 3 else ""


def _is_here(at: Shown, mark: Mark) -> bool:
    """Whether a place belongs to the campaign in its year, or to the office's files that its page shows."""
    home = (PLANS, at.campaign.slug)
    parts = PurePosixPath(mark.path).parts
    is_office = parts[:2] == home and (len(parts) < 4 or parts[2] in (at.campaign.folder, "van-ban", "don-vi"))
    present = at.year == years_shown(at.campaign)[0]
    return bool(_unit_of(at, mark)) or (is_office and present)


def _findings_by_unit(at: Shown) -> Iterator[View]:
    """Yield the findings of the office and of each unit, with place and cure."""
    mine = [finding for finding in at.findings if _is_here(at, finding.mark)]
    by_unit = grouped(mine, lambda finding: _unit_of(at, finding.mark))
    for code in _in_order(at, by_unit, ("",)):
        unit = at.campaign.unit(code)
        found = by_unit[code]
        yield {
            "ten": line(unit.name if unit else code or _OFFICE),
            "ma": line(code) or "co-quan",
            "so_loi": sum(finding.severity is Severity.ERROR for finding in found),
            "so_canh_bao": sum(finding.severity is Severity.WARNING for finding in found),
            "dieu": [finding_view(at.links, finding) for finding in found],
        }


def _in_order(at: Shown, codes: Iterable[str], first: tuple[str, ...]) -> list[str]:
    """Return codes in the order of printing: those of the office, those of units, whatever nobody knows."""
    known = dict.fromkeys((*first, *(unit.code for unit in at.campaign.units)))
    place = {code: number for number, code in enumerate(known)}
    return sorted(codes, key=lambda code: place.get(code, len(place)))


def finding_view(links: Links, finding: Finding) -> View:
    """Return a finding as a template sees it."""
    return {
        "muc": NAMES[finding.severity],
        "lop": {Severity.ERROR: "loi", Severity.WARNING: "muon", Severity.INFO: "cho"}[finding.severity],
        "noi_dung": shown(finding.message),
        "cach_sua": shown(finding.help),
        "luat": finding.check,
        "cho": links.place(finding.mark),
    }


# --- papers ---------------------------------------------------------------------------------------


def _papers(at: Shown) -> Iterator[View]:
    """Yield the papers of the office and of each unit, each with its files, or why there is none."""
    errors = frozenset(paths_in_error(at.findings))
    own = f"{at.campaign.slug}/{at.campaign.label(at.year)}/"
    plan = f"{at.campaign.slug}/{at.campaign.folder}/"
    present = at.year == years_shown(at.campaign)[0]
    mine = [d for d in at.drafts if d.target.startswith(own) or (present and d.target.startswith(plan))]
    by_owner = grouped(mine, lambda draft: PurePosixPath(draft.target).parts[2] if draft.target.count("/") > 2 else "")
    names = {"": _OFFICE, TOTALS: "Tổng hợp", BLANK_FORMS: "Mẫu trống"}
    for code in _in_order(at, by_owner, tuple(names)):
        unit = at.campaign.unit(code)
        yield {
            "ten": names.get(code) or line(unit.name if unit else code),
            "ma": line(code) or "co-quan",
            "van_ban": [_paper_view(at, code, draft, errors) for draft in by_owner[code]],
        }


def _of_what(at: Shown, unit: str, code: str) -> str:
    """Return what a part of a file name stands for: a level, a model of the unit; the part itself where nobody knows it."""
    level, entry = at.campaign.locality.level(code.replace("-", "_")), at.campaign.registered(unit, code, at.year)
    return level.name if level else f"“{entry.initiative.name}”" if entry else code


def _paper_view(at: Shown, unit: str, draft: Draft, errors: frozenset[str]) -> View:
    name = PurePosixPath(draft.target).name
    title = kind_title(at.campaign, draft.kind, draft.kind)
    rest = name.removeprefix(draft.kind.replace("_", "-")).strip("-")
    files = [(end, f"{draft.target}.{end}") for end in draft.formats if f"{draft.target}.{end}" in at.there]
    because = sorted(errors.intersection(draft.sources))
    return {
        "ten": line(f"{title} ({_of_what(at, unit, rest)})" if rest else title),
        "dich": line(draft.target),
        "tep": [{"dang": end.upper(), "lien_ket": at.links.paper(draft.target, end)} for end, _ in files],
        "pdf": at.links.paper(draft.target, "pdf") if f"{draft.target}.pdf" in at.there else "",
        "vi_sao": ", ".join(map(line, because)) if not files else "",
    }
