"""Building: what is owed is decided on, rendered, put in place; what nobody owes any more is removed.

What is rendered is what is hashed: a target is rebuilt when its `Document`, its frame or the program changed, or when
its file is not as it was written. The parent alone writes, papers and state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import assert_never

from dvkgen.build.aftermath import forbids, not_made, seen_by
from dvkgen.build.decide import (
    Decision,
    Fresh,
    Selection,
    Stale,
    Withheld,
    decide,
    formats_to_make,
    is_touched,
    largest_first,
    sound,
    spared,
)
from dvkgen.build.fingerprint import Fingerprint, Seen, fingerprint_of
from dvkgen.build.local_templates import lint_local_words, lint_wordings
from dvkgen.build.makers import Makers, rendered, warm
from dvkgen.build.neighbours import localities_named
from dvkgen.build.paper_rules import letterhead_lines, locked, same_targets, template_fault
from dvkgen.build.rule_book import RULES
from dvkgen.build.state import State
from dvkgen.checks import run_checks
from dvkgen.compose import drafts
from dvkgen.compose.desk import Draft, Workshop
from dvkgen.disk import door
from dvkgen.disk.file import template_text
from dvkgen.disk.paths import BUILD, FORMATS, STATE, WORDINGS, template_layers, wording_homes
from dvkgen.document.template import TemplateFault, Templates
from dvkgen.findings import DvkgenError, Finding, in_order, paths_in_error
from dvkgen.load import Repository
from dvkgen.render.worker import Job, Rendered
from dvkgen.text import did_you_mean

__all__ = ["FORMATS", "Outcome", "Selection", "build", "check", "examined", "owed", "refuse_unknown_kind", "startable"]

Progress = Callable[[int, int], None]


@dataclass
class Outcome:
    """What a build did: targets written (with the reason for each), fresh, withheld and pruned, and all findings.

    `because` names the files with an error on which a target rests.
    """

    written: dict[str, str] = field(default_factory=dict)
    fresh: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    because: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def note(self, *found: Finding) -> None:
        """Add findings to those there are, each once."""
        if found:
            self.findings = in_order({*self.findings, *found})

    def in_order_of(self, targets: Iterable[str]) -> Outcome:
        """Return it with its papers in the order of some targets, whichever was made first."""
        place = {target: number for number, target in enumerate(targets)}
        written = {target: self.written[target] for target in sorted(self.written, key=place.__getitem__)}
        fresh, withheld = (sorted(named, key=place.__getitem__) for named in (self.fresh, self.withheld))
        return replace(self, written=written, fresh=fresh, withheld=withheld)


def owed(repository: Repository, starting: str = "") -> Iterator[Draft]:
    """Yield every paper that the campaigns of a repository owe; `starting` is a kind whose Word file is being started."""
    layers = tuple(layer / WORDINGS for layer in template_layers(repository.root))
    shared: dict[tuple[Path, ...], Templates] = {}
    for campaign in repository.campaigns:
        homes = (repository.root / home for home in wording_homes(campaign.slug, campaign.folder))
        own = tuple(home for home in homes if door.is_folder(repository.root, home.relative_to(repository.root)))
        templates = shared.setdefault(own, Templates(own, layers, partial(template_text, repository.root, layers[-1])))
        yield from drafts(campaign, Workshop(repository.root, campaign.slug, templates, starting))


def startable(repository: Repository, kind: str) -> list[Draft]:
    """Return the papers that no error touches, with the values of a kind whose Word file is being started."""
    every = list(owed(repository, kind))
    errors = frozenset(paths_in_error(examined(repository, every)))
    return sound([spared(draft, errors) for draft in every], errors)


def refuse_unknown_kind(repository: Repository, only: str) -> None:
    """Raise DvkgenError where no document of a repository is of the kind that is asked for."""
    names = {draft.target.rsplit("/", 1)[-1] for draft in owed(repository)}
    if only and not any(name.startswith(only.replace("_", "-")) for name in names):
        raise DvkgenError(f"không có loại văn bản “{only}”; {did_you_mean(only, sorted(names))}")


def check(repository: Repository) -> tuple[Finding, ...]:
    """Return every finding of a repository: of reading it, of every check, and of papers that would share a file.

    A paper that was too long when it was last made is reported again, if it would be the same paper now.
    """
    every = list(owed(repository))
    found = examined(repository, every)
    errors = frozenset(paths_in_error(found))
    state = State(repository.root / BUILD)
    untouched = (draft for each in every if not is_touched(draft := spared(each, errors), errors))
    return in_order([*found, *(f for draft in untouched for f in _remembered(draft, repository, state))])


def build(
    repository: Repository, selection: Selection, makers: Makers, progress: Progress, *, fresh: bool = False
) -> Outcome:
    """Bring `build/` up to date and return what was done; papers touched by an error are withheld and removed.

    Papers are made by so many processes, each within bounds of time and memory; where it is 0 by this one, unbounded;
    or by a cluster. With `fresh` nothing that lies in `build/` is believed: every paper is made, and what nobody owes is removed.
    """
    state, every = State(_folder(repository.root), fresh=fresh), list(owed(repository))
    outcome = Outcome(findings=examined(repository, every))
    errors = frozenset(paths_in_error(outcome.findings))
    makeable = sound([spared(draft, errors) for draft in every], errors)
    outcome.withheld = _without(every, makeable)
    outcome.because = {draft.target: why for draft in every if (why := tuple(sorted(errors & draft.sources)))}
    try:
        outcome.pruned = state.prune({draft.target for draft in makeable}) + state.remove(outcome.withheld)
        orders: dict[str, _Order] = {}
        wanted = largest_first(filter(selection.takes, makeable))

        def jobs() -> Iterator[Job]:
            for order in _orders(wanted, selection, repository, state, outcome):
                if not orders:
                    warm(repository, makers)
                orders[order.job.document.target] = order
                yield order.job

        for done, (job, result) in enumerate(rendered(jobs(), repository, makers), 1):
            _keep(orders[job.document.target], result, state, outcome)
            progress(done, max(done, len(wanted) - len(outcome.fresh)))
    finally:
        try:
            state.save()
        except OSError as error:
            outcome.note(locked(STATE, error))
    return outcome.in_order_of(draft.target for draft in every)


def _folder(root: Path) -> Path:
    try:
        return door.make_plain_folder(root, BUILD)
    except OSError as error:
        why = error.why if isinstance(error, door.Refused) else "có một tệp cùng tên, hoặc không có quyền ghi"
        raise DvkgenError(f"không tạo được thư mục {root / BUILD}: {why}") from error


def examined(repository: Repository, every: Sequence[Draft]) -> tuple[Finding, ...]:
    """Return every finding of a repository that owes some papers, but for what only their making shows."""
    found = {
        *repository.findings,
        *same_targets(every),
        *localities_named(repository.campaigns),
        *lint_local_words(repository, every),
        *lint_wordings(repository),
    }
    for campaign in repository.campaigns:
        found.update(letterhead_lines(campaign))
        found.update(run_checks(campaign, RULES))
    return in_order(found)


def _without(every: Sequence[Draft], makeable: Sequence[Draft]) -> list[str]:
    kept = {draft.target for draft in makeable}
    return [draft.target for draft in every if draft.target not in kept]


@dataclass(frozen=True)
class _Order:
    """A draft to be made: the job for a renderer, and of what it will be made."""

    draft: Draft
    job: Job
    fingerprint: Fingerprint


def _orders(
    wanted: Sequence[Draft],
    selection: Selection,
    repository: Repository,
    state: State,
    outcome: Outcome,
) -> Iterator[_Order]:
    """Yield an order for each stale one of the papers that are wanted, and note in the outcome what is decided on the others."""
    for draft in wanted:
        try:
            document = draft.compose()
        except TemplateFault as fault:
            _withhold(draft, Withheld((template_fault(fault, repository.root),)), state, outcome)
            continue
        now = fingerprint_of(document, repository.stationery[document.profile], repository.engine)
        built = {name: state.built(draft.target, name) for name in formats_to_make(draft, selection)}
        seen = state.seen(draft.target, now)
        decision: Decision = decide(draft, now, built, seen)
        match decision:
            case Withheld():
                _withhold(draft, decision, state, outcome)
            case Fresh():
                outcome.note(*seen_by(draft, seen))
                outcome.fresh.append(draft.target)
            case Stale(reasons=reasons):
                outcome.note(*seen_by(draft, seen))
                outcome.written[draft.target] = next(iter(reasons.values()))
                yield _Order(draft, Job(document, tuple(reasons)), now)
            case _:
                assert_never(decision)


def _withhold(draft: Draft, decision: Withheld, state: State, outcome: Outcome) -> None:
    outcome.note(*decision.why)
    outcome.withheld.append(draft.target)
    if decision.keeps_what_was_seen:
        state.withhold(draft.target)
    else:
        outcome.pruned += state.remove([draft.target])


def _keep(order: _Order, result: Rendered, state: State, outcome: Outcome) -> None:
    """Put the files of a paper in place, and keep what making it has shown; one that is too long is taken away again."""
    draft, target = order.draft, order.draft.target
    if result.refusal:
        outcome.written.pop(target, None)
        _withhold(draft, Withheld((not_made(draft, result.refusal),)), state, outcome)
        return
    for file_format, data in result.files.items():
        try:
            state.put(target, file_format, data, order.fingerprint)
        except OSError as error:
            outcome.written.pop(target, None)
            outcome.note(locked(f"{target}.{file_format}", error))
    seen = Seen(result.pages, result.difference, result.fault)
    if draft.limit or seen.difference or seen.fault:
        state.note(target, order.fingerprint, seen)
    if forbids(draft, seen):
        state.withhold(target)
        outcome.written.pop(target, None)
        outcome.withheld.append(target)
    outcome.note(*seen_by(draft, seen))


def _remembered(draft: Draft, repository: Repository, state: State) -> Iterator[Finding]:
    """Yield what the last making of a paper has shown, if it would be the same paper now."""
    if not any(seen_by(draft, state.last_seen(draft.target))):
        return
    try:
        document = draft.compose()
    except TemplateFault:
        return
    now = fingerprint_of(document, repository.stationery[document.profile], repository.engine)
    yield from seen_by(draft, state.seen(draft.target, now))
