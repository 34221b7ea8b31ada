"""A pair of repositories to a review: campaign by campaign what changed, and what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dvkgen.build import examined, owed
from dvkgen.build.neighbours import localities_named
from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.drawn import drawn_in
from dvkgen.disk.paths import TEMPLATES, locality_of
from dvkgen.document.tree import Document
from dvkgen.findings import Finding, in_order, lies_in, paths_in_error
from dvkgen.load import Repository
from dvkgen.review.change import ChangedCampaign, ChangedFile, Review
from dvkgen.review.files import filing_changes, office_changes, units_of, with_warnings
from dvkgen.review.filings import file_pairs, in_order_of, moves
from dvkgen.review.numbers import tables
from dvkgen.review.others import other_changes, unread_changes
from dvkgen.review.pair import Pair
from dvkgen.review.papers import documents_of, paper_changes

Papers = Mapping[str, Document]


@dataclass(frozen=True)
class Compared:
    """A review, and the papers of both sides from which pages can be drawn."""

    review: Review
    old_papers: Papers
    new_papers: Papers


def compared(pair: Pair, paths: tuple[str, ...] = ()) -> Compared:
    """Return what changed between two sides; where paths are named, only files below them, and what follows in their campaigns."""
    old, new = (_touched(side, pair.localities) for side in (pair.old, pair.new))
    before, after = _findings(old, pair.old), _findings(new, pair.new)
    errors = frozenset(paths_in_error(before)), frozenset(paths_in_error(after))
    campaigns, renamed, papers = [], dict[str, str](), (dict[str, Document](), dict[str, Document]())
    for was, now in _campaign_pairs(old.campaigns, new.campaigns):
        pairs = file_pairs(was, now)
        names = {
            pair.new.path: pair.old.path for pair in pairs if pair.new and pair.old and pair.new.path != pair.old.path
        }
        ordered = in_order_of(was, now, pairs) if was and now else now
        meant = errors[0], frozenset(names.get(path, path) for path in errors[1])
        sides = (
            documents_of(old, was, meant[0]) if was else {},
            documents_of(new, ordered, meant[1]) if ordered else {},
        )
        renamed |= names
        latest = now or was
        assert latest is not None
        files = [*office_changes(was, now), *filing_changes(was, now, pairs, moves(was, now, pairs))]
        units = units_of(files, was, now, pairs)
        wanted = (file for file in files if lies_in(file.path, paths))
        found = ChangedCampaign(
            _title(latest),
            tuple(with_warnings(wanted, was or latest, pairs, len(units))),
            tuple(tables(was, ordered, meant)),
            paper_changes(*sides),
            units if len(units) > 1 else (),
        )
        if found.files or ((found.tables or found.papers) and not paths):
            campaigns.append(found)
            for every, side in zip(papers, sides, strict=True):
                every.update({target: document for target, document in side.items() if document})
    born, cured = _born_and_cured(before, after, renamed)
    born, cured = (tuple(f for f in found if lies_in(f.mark.path, paths)) for found in (born, cured))
    others = tuple(other_changes(pair, renamed))
    silent, faulty = [path for path in _untold(pair, campaigns, others) if lies_in(path, paths)], errors[0] | errors[1]
    unread = [path for path in silent if path in faulty]
    others = (*unread_changes(pair, unread), *(file for file in others if lies_in(file.path, paths)))
    same = tuple(path for path in silent if path not in faulty and path in pair.after.files)
    notes = tuple(_notes(others, len(unread)))
    review = Review(pair.before.name, pair.after.name, tuple(campaigns), born, cured, notes, others, same)
    return Compared(review, *papers)


def _touched(repository: Repository, localities: frozenset[str]) -> Repository:
    """Return the part of a repository in which the sides differ."""
    campaigns = tuple(campaign for campaign in repository.campaigns if campaign.slug in localities)
    here = {"", *localities}
    findings = tuple(f for f in repository.findings if locality_of(f.mark.path, or_its_folder=True) in here)
    return replace(repository, campaigns=campaigns, findings=findings)


def _findings(part: Repository, whole: Repository) -> tuple[Finding, ...]:
    """Return the findings of the part that differs; whether localities are mistaken for each other is asked of them all."""
    return in_order({*examined(part, list(owed(part))), *localities_named(whole.campaigns)})


def _campaign_pairs(
    old: Iterable[Campaign], new: Iterable[Campaign]
) -> Iterator[tuple[Campaign | None, Campaign | None]]:
    before, after = ({(c.slug, c.folder): c for c in campaigns} for campaigns in (old, new))
    yield from ((before.get(key), after.get(key)) for key in sorted({**before, **after}))


def _title(campaign: Campaign) -> str:
    suffix = f" ({campaign.suffix})" if campaign.suffix else ""
    return f"{campaign.locality.name} · {campaign.plan.period_in_words}{suffix}"


def _born_and_cured(
    before: tuple[Finding, ...], after: tuple[Finding, ...], renamed: Mapping[str, str]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that are new and those that are gone: what only moved to another line is neither."""

    def key(finding: Finding) -> tuple[str, ...]:
        path = renamed.get(finding.mark.path, finding.mark.path)
        return (path, finding.check, finding.severity, finding.message)

    there, here = Counter(map(key, before)), Counter(map(key, after))
    return tuple(_left(after, key, there)), tuple(_left(before, key, here))


def _left(
    findings: Iterable[Finding], key: Callable[[Finding], tuple[str, ...]], known: Counter[tuple[str, ...]]
) -> Iterator[Finding]:
    left = Counter(known)
    for finding in findings:
        if left[key(finding)] > 0:
            left[key(finding)] -= 1
        else:
            yield finding


def _untold(pair: Pair, campaigns: Iterable[ChangedCampaign], others: Iterable[ChangedFile]) -> list[str]:
    """Return the files that differ and of which nothing is told: they say what they said, or hold an error and were not read.

    None is among them that a changed file draws in.
    """
    told = {path for c in campaigns for file in c.files for path in (file.path, file.old_path)}
    told |= {file.path for file in others}
    drawn = (one for side in (pair.old, pair.new) for campaign in side.campaigns for one in drawn_in(campaign))
    told |= {path for one in drawn if one.path in told for path in one.paths}
    return sorted(pair.changed - told)


def _notes(others: Iterable[ChangedFile], unread: int) -> Iterator[str]:
    if unread:
        yield f"{unread} tệp đã đổi đang có lỗi, máy không đọc được nên chỉ so từng chữ: xem dưới “Tệp khác”"
    if any(file.path.startswith(f"{TEMPLATES}/") for file in others):
        yield (
            f"{TEMPLATES}/ có thay đổi: cả hai bản đều được làm thử bằng mẫu và thể thức đang có trong kho, "
            "nên bản so này không cho thấy mẫu mới in ra sao; phải xem riêng"
        )
