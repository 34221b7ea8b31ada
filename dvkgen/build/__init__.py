"""Building: stale targets to a pool of processes, atomic replace, pruning of what nobody owes any more.

What is rendered is what is hashed: a target is rebuilt when its `Document`, its frame or the program
changed, or when its file is not as it was written. The parent alone writes, papers and state.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from dvkgen.build import aftermath as made
from dvkgen.build.local_templates import lint_own_words, lint_wordings
from dvkgen.build.paper_rules import OUTPUT_LOCKED, SAME_TARGET, TEMPLATE_FAULT
from dvkgen.build.rule_book import RULES
from dvkgen.build.state import FORMATS, State, digest
from dvkgen.checks import run_checks
from dvkgen.compose import drafts
from dvkgen.compose.desk import Draft, PageLimit, Workshop
from dvkgen.disk.paths import BUILD, PROFILES, WORDINGS, templates_of, wording_homes
from dvkgen.document.template import TemplateFault, Templates
from dvkgen.document.tree import Document
from dvkgen.findings import DvkgenError, Finding, Mark, in_order, lies_in, paths_in_error
from dvkgen.load import Repository
from dvkgen.render.worker import Job, Rendered, ready, render
from dvkgen.text import did_you_mean

_POOL_FROM = 8
_LIBRARIES = ("weasyprint", "pydyf", "docxtpl", "lxml", "pillow", "fonttools")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Selection:
    """What of everything owed is wanted: paths, one kind of document, formats. Empty means all."""

    paths: tuple[str, ...] = ()
    only: str = ""
    formats: tuple[str, ...] = FORMATS


@dataclass
class Outcome:
    """What a build did: targets written (with the reason for each), fresh, withheld and pruned, and all findings."""

    written: dict[str, str] = field(default_factory=dict)
    fresh: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()


def check(repository: Repository) -> tuple[Finding, ...]:
    """Return every finding of a repository: of reading it, of every check, and of papers that would share a file.

    A paper that was too long when it was last made is told again, if it would be the same paper now.
    """
    every = list(owed(repository))
    found = _findings(repository, every)
    errors = paths_in_error(found)
    sound = [draft for draft in every if not _touched(draft, errors)]
    state = State(repository.root / BUILD)
    return in_order([*found, *made.remembered(sound, state, partial(_marks, repository))])


def _findings(repository: Repository, every: Sequence[Draft]) -> tuple[Finding, ...]:
    found = {*repository.findings, *_same_target(every), *lint_own_words(repository, every), *lint_wordings(repository)}
    for campaign in repository.campaigns:
        found.update(run_checks(campaign, RULES))
    return in_order(found)


def refuse_unknown_kind(repository: Repository, only: str) -> None:
    """Raise DvkgenError where no document of a repository is of the kind that is asked for."""
    names = {draft.target.rsplit("/", 1)[-1] for draft in owed(repository)}
    if only and not any(name.startswith(only.replace("_", "-")) for name in names):
        raise DvkgenError(f"không có loại văn bản “{only}”; {did_you_mean(only, sorted(names))}")


def owed(repository: Repository, starting: str = "") -> Iterator[Draft]:
    """Yield every document that the campaigns of a repository owe; `starting` is a kind whose Word file is being started."""
    common = templates_of(repository.root) / WORDINGS
    shared: dict[tuple[Path, ...], Templates] = {}
    for campaign in repository.campaigns:
        own = (repository.root / home for home in wording_homes(campaign.slug, campaign.folder))
        folders = (*(folder for folder in own if folder.is_dir()), common)
        templates = shared.setdefault(folders, Templates(folders))
        yield from drafts(campaign, Workshop(repository.root, campaign.slug, templates, starting))


def build(repository: Repository, selection: Selection, jobs: int, progress: Progress) -> Outcome:
    """Bring `build/` up to date and return what was done; papers touched by an error are withheld and removed."""
    folder = repository.root / BUILD
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise DvkgenError(f"không tạo được thư mục {folder}: có một tệp cùng tên, hoặc không có quyền ghi") from error
    every = list(owed(repository))
    state, outcome = State(folder), Outcome(findings=_findings(repository, every))
    errors = paths_in_error(outcome.findings)
    doubled = _twice(every)
    if any(path.startswith(f"{PROFILES}/") for path in errors):
        # which papers the broken layout would have governed is not known
        errors |= {path for draft in every for path in draft.sources}
    outcome.withheld = [draft.target for draft in every if _touched(draft, errors) or draft.target in doubled]
    sound = [draft for draft in every if draft.target not in outcome.withheld]
    try:
        outcome.pruned = state.prune({draft.target for draft in sound}) + state.remove(outcome.withheld)
        stale = list(_stale(sound, selection, repository, state, outcome))
        limits = {draft.target: draft.limit for draft in sound if draft.limit}
        for job, shown in _render_all(stale, repository, jobs, state, outcome, progress):
            _keep_seen(job, limits.get(job.document.target), shown, state, outcome)
    finally:
        state.save()
    return outcome


def _twice(every: Sequence[Draft]) -> set[str]:
    counted = Counter(draft.target for draft in every)
    return {target for target, count in counted.items() if count > 1}


def _same_target(every: Sequence[Draft]) -> Iterator[Finding]:
    """Yield a finding for each target that two papers would be written to."""
    for target in sorted(_twice(every)):
        sources = sorted({_deepest(draft) for draft in every if draft.target == target})
        message = f"hai văn bản cùng một tệp build/{target}: từ {' và '.join(sources)}"
        yield SAME_TARGET.at(Mark(sources[0]), message, "đổi mã, hoặc tên tệp, của một bên")


def _deepest(draft: Draft) -> str:
    """Return the source that says most of a draft: the one deepest in the folders."""
    return max(draft.sources, key=lambda path: (path.count("/"), path))


def _template_finding(fault: TemplateFault, root: Path) -> Finding:
    path = fault.path.relative_to(root).as_posix() if fault.path.is_relative_to(root) else fault.path.name
    return TEMPLATE_FAULT.at(
        Mark(path, fault.line),
        fault.message,
        "xem các mẫu cùng loại trong templates/van-ban, hoặc phieu.html với biểu mẫu riêng",
    )


def _touched(draft: Draft, errors: set[str]) -> bool:
    """Whether an error stands in a source of a draft, or in a folder that holds one."""
    return bool(errors) and any(
        path in errors or any(str(above) in errors for above in PurePosixPath(path).parents) for path in draft.sources
    )


def _stale(
    sound: Sequence[Draft], selection: Selection, repository: Repository, state: State, outcome: Outcome
) -> Iterator[Job]:
    faults: set[Finding] = set()
    errors = paths_in_error(outcome.findings)
    for draft in sound:
        if not _wanted(draft, selection):
            continue
        try:
            document = draft.compose()
        except TemplateFault as fault:
            outcome.withheld.append(draft.target)
            outcome.pruned += state.remove([draft.target])
            faults.add(_template_finding(fault, repository.root))
            continue
        own = made.local_word_of(document)
        if own and own.path in errors:
            outcome.withheld.append(draft.target)
            outcome.pruned += state.remove([draft.target])
            continue
        marks = _marks(repository, document)
        faults.update(made.differs(document, state.difference(draft.target, marks)))
        known = (
            *made.too_long(draft.limit, state.pages(draft.target, marks)),
            *made.faults(document, state.fault(draft.target, marks)),
        )
        if known:
            faults.update(known)
            outcome.withheld.append(draft.target)
            state.withhold(draft.target)
            continue
        wanted = tuple(dict.fromkeys((*selection.formats, *(("pdf",) if draft.limit else ()))))
        reasons = {form: reason for form in wanted if (reason := state.why_stale(draft.target, form, marks))}
        if reasons:
            outcome.written[draft.target] = next(iter(reasons.values()))
            yield Job(document, tuple(reasons), marks)
        else:
            outcome.fresh.append(draft.target)
    outcome.findings = in_order([*outcome.findings, *faults])


def _marks(repository: Repository, document: Document) -> dict[str, str]:
    """Return the fingerprints of all that a paper is made of: itself, its frame and profile, the program."""
    return {
        "van_ban": digest(repr(document).encode()),
        "khung": repository.frames[document.profile].fingerprint,
        "chuong_trinh": _program(),
    }


def _wanted(draft: Draft, selection: Selection) -> bool:
    name = PurePosixPath(draft.target).name
    if selection.only and not name.startswith(selection.only.replace("_", "-")):
        return False
    own = (*draft.sources, f"{BUILD}/{draft.target}")
    return any(lies_in(path, selection.paths) for path in own)


# --- what is fresh --------------------------------------------------------------------------------


@cache
def _program() -> str:
    """Return the fingerprint of the program: its own sources and the libraries that write the files."""
    home = Path(__file__).parent.parent
    own = (path.relative_to(home).as_posix().encode() + path.read_bytes() for path in sorted(home.rglob("*.py")))
    return digest(b"".join(own) + ",".join(version(name) for name in _LIBRARIES).encode())


# --- rendering ------------------------------------------------------------------------------------


def _keep_seen(job: Job, limit: PageLimit | None, shown: Rendered, state: State, outcome: Outcome) -> None:
    """Keep what making a paper has shown; one that is too long is taken away again."""
    document, target = job.document, job.document.target
    if limit or shown.difference or shown.fault:
        state.note(target, job.marks, pages=shown.pages, difference=shown.difference, fault=shown.fault)
    long = tuple(made.too_long(limit, shown.pages))
    faults = tuple(made.faults(document, shown.fault))
    if long or faults:
        state.withhold(target)
        outcome.written.pop(target, None)
        outcome.withheld.append(target)
    found = (*long, *made.differs(document, shown.difference), *faults)
    outcome.findings = in_order({*outcome.findings, *found})


def _render_all(
    stale: Sequence[Job], repository: Repository, jobs: int, state: State, outcome: Outcome, progress: Progress
) -> Iterator[tuple[Job, Rendered]]:
    """Write every stale paper, and yield each with what making it has shown."""
    locked: list[Finding] = []
    for done, (job, shown) in enumerate(_rendered(stale, repository, jobs), 1):
        for form, data in shown.files.items():
            try:
                state.put(job.document.target, form, data, job.marks)
            except OSError:
                outcome.written.pop(job.document.target, None)
                locked.append(_locked(f"{BUILD}/{job.document.target}.{form}"))
        yield job, shown
        progress(done, len(stale))
    outcome.findings = in_order([*outcome.findings, *locked])


def _rendered(stale: Sequence[Job], repository: Repository, jobs: int) -> Iterator[tuple[Job, Rendered]]:
    """Yield each job with its files: in this process where there are few, else by processes, the longest first."""
    if len(stale) < _POOL_FROM or jobs < 2:
        ready(repository.root, repository.frames)
        yield from ((job, render(job)) for job in stale)
        return
    context = get_context("spawn" if os.name == "nt" else "forkserver")
    pool = ProcessPoolExecutor(jobs, context, ready, (repository.root, repository.frames))
    try:
        yield from _finished(
            {pool.submit(render, job): job for job in sorted(stale, key=lambda job: -len(repr(job.document)))}
        )
    finally:
        pool.shutdown(cancel_futures=True)


def _finished(running: Mapping[Future[Rendered], Job]) -> Iterable[tuple[Job, Rendered]]:
    for future in as_completed(running):
        yield running[future], future.result()


def _locked(path: str) -> Finding:
    return OUTPUT_LOCKED.at(
        Mark(path),
        "không ghi được tệp này",
        "nếu tệp đang mở trong Word hoặc trình xem PDF thì đóng lại; nếu không, xem lại quyền ghi và thư mục trùng tên",
    )
