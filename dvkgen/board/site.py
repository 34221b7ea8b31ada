"""The pages of the board of a repository, and how they come into `build/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dvkgen.board.links import links_from
from dvkgen.board.page import Pages
from dvkgen.board.shown import Shown, years_shown
from dvkgen.board.view import campaign_view, finding_view
from dvkgen.build import Outcome, owed
from dvkgen.build.paper_rules import locked, template_fault
from dvkgen.campaign.campaign import Campaign, grouped
from dvkgen.compose.desk import Draft
from dvkgen.disk import door
from dvkgen.disk.paths import BOARD, BUILD, EVERY_FORMAT, locality_of
from dvkgen.document.template import TemplateFault
from dvkgen.findings import Finding
from dvkgen.load import Repository
from dvkgen.printed import short_date
from dvkgen.printers.plain import line

_TITLE = "Bảng theo dõi phong trào “Dân vận khéo”"


def pages_of(
    repository: Repository,
    findings: Sequence[Finding],
    today: date,
    folder: Path | None = None,
    only: Sequence[str] = (),
) -> Mapping[str, str]:
    """Return the pages of the board by their paths below a folder, `build/` unless another is named.

    One is of the repository, the others of its localities, or of those that are named. Raises TemplateFault where a
    template of the board cannot be used.
    """
    root, goal = repository.root, folder or repository.root / BUILD
    pages, drafts = Pages(root), list(owed(repository))
    there = _there(root, drafts)
    of_slug = grouped(repository.campaigns, lambda campaign: campaign.slug)
    by_slug = grouped(findings, lambda finding: locality_of(finding.mark.path, or_its_folder=True))
    made: dict[str, str] = {}
    places = []
    for slug, campaigns in of_slug.items():
        mine = by_slug.get(slug, [])
        links = links_from(goal / slug, root)
        views = [
            campaign_view(Shown(campaign, year, mine, drafts, there, links))
            for campaign in sorted(campaigns, key=_latest_first, reverse=True)
            for year in years_shown(campaign)
        ]
        place = {
            "ten": line(_as_title(campaigns[0].locality.name)),
            "ma": slug,
            "dot": views,
            "lien_ket": f"{slug}/{BOARD}",
            "ve_kho": f"../{BOARD}",
        }
        places.append(place)
        if not only or slug in only:
            title = f"{place['ten']}: {_TITLE}"
            made[f"{slug}/{BOARD}"] = pages.page("noi", title, {"noi": place, "ngay": short_date(today)})
    links = links_from(goal, root)
    common = [finding_view(links, f) for slug, found in by_slug.items() if slug not in of_slug for f in found]
    view = {"cac_noi": list(map(_in_short, places)), "dieu_chung": common, "ngay": short_date(today)}
    return {BOARD: pages.page("kho", _TITLE, view), **made}


def _as_title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _latest_first(campaign: Campaign) -> tuple[int, str]:
    return campaign.plan.period.last, campaign.suffix


def _in_short(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of the repository shows of a locality: how many units must be called in each period."""
    return {**place, "dot": [{**view, "muon": _late(view)} | _faults(view) for view in place["dot"]]}


def _faults(view: Mapping[str, Any]) -> dict[str, int]:
    """Return how many errors and warnings of a period there are."""
    return {name: sum(of[name] for of in view["dieu_phai_xem"]) for name in ("so_loi", "so_canh_bao")}


def _late(view: Mapping[str, Any]) -> int:
    """Return how many units of a period have sent something late."""
    units = (unit for group in view["khoi"] for unit in group["don_vi"])
    return sum(any(cell["lop"] == "muon" for cell in unit["o"]) for unit in units)


def _there(root: Path, drafts: Sequence[Draft]) -> frozenset[str]:
    """Return the files of papers that lie in `build/`."""
    names = (f"{draft.target}.{end}" for draft in drafts for end in EVERY_FORMAT)
    return frozenset(name for name in names if (root / BUILD / name).is_file())


def leave(repository: Repository, outcome: Outcome, today: date) -> Iterable[str]:
    """Bring the board in `build/` up to date after a build and return its files; what stands in its way is noted in the outcome."""
    try:
        pages = pages_of(repository, outcome.findings, today)
        put(repository.root, pages)
    except TemplateFault as fault:
        outcome.note(template_fault(fault, repository.root))
        return ()
    except OSError as error:
        outcome.note(locked(BOARD, error))
        return ()
    return pages


def put(root: Path, pages: Mapping[str, str]) -> list[str]:
    """Put the pages into `build/` that are not there as they are, take away those of localities that are gone; return what changed."""
    folder = door.make_plain_folder(root, BUILD)
    changed = put_below(folder, pages)
    return [*changed, *(path for path in _stale(folder, pages) if door.remove_plain(folder, path))]


def put_below(folder: Path, pages: Mapping[str, str]) -> list[str]:
    """Put the pages below a folder that are not there as they are; return their paths."""
    changed = [path for path, page in pages.items() if _lies(folder, path) != page.encode()]
    for path in changed:
        door.replace_plain(folder, path, pages[path].encode())
    return changed


def _lies(folder: Path, path: str) -> bytes:
    try:
        return door.read_plain(folder, path)
    except OSError:
        return b""


def _stale(folder: Path, pages: Mapping[str, str]) -> Iterator[str]:
    """Yield the pages of localities that are gone."""
    paths = (f"{name}/{BOARD}" for name in door.plain_folders(folder))
    yield from (path for path in paths if path not in pages and (folder / path).is_file())
