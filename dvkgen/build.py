"""Building: stale targets to a pool of processes, atomic replace, pruning of what nobody owes any more.

What is rendered is what is hashed: a target is rebuilt when its `Document`, its frame or the program
changed, or when its file is not as it was written. The parent alone writes, papers and state.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from dvkgen.checks import run_checks
from dvkgen.documents import drafts
from dvkgen.documents.kind import Draft, Workshop
from dvkgen.findings import Finding, Mark, Severity, in_order
from dvkgen.layout import Frame
from dvkgen.load import Repository, templates_of
from dvkgen.render.job import Job, ready, render
from dvkgen.template import Templates

FORMATS = ("docx", "pdf")
STATE = ".dvkgen.json"
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
    """Return every finding of a repository: of reading it and of every check, each once, in order."""
    found = set(repository.findings)
    for campaign in repository.campaigns:
        found.update(run_checks(campaign))
    return in_order(found)


def owed(repository: Repository) -> Iterator[Draft]:
    """Yield every document that the campaigns of a repository owe."""
    profiles = {slug: frame.profile for slug, frame in repository.frames.items()}
    for campaign in repository.campaigns:
        own = tuple(repository.root / "plans" / campaign.slug / part / "van-ban" for part in (campaign.folder, ""))
        templates = Templates((*own, templates_of(repository.root) / "van-ban"))
        yield from drafts(campaign, Workshop(profiles, templates))


def build(repository: Repository, selection: Selection, jobs: int, progress: Progress) -> Outcome:
    """Bring `build/` up to date and return what was done; papers touched by an error are withheld and removed."""
    folder = repository.root / "build"
    folder.mkdir(exist_ok=True)
    state, outcome = _State(folder), Outcome(findings=check(repository))
    errors = {f.mark.path for f in outcome.findings if f.severity is Severity.ERROR}
    every = list(owed(repository))
    outcome.withheld = [draft.target for draft in every if _touched(draft, errors)]
    sound = [draft for draft in every if draft.target not in outcome.withheld]
    try:
        outcome.pruned = state.prune({draft.target for draft in sound})
        stale = list(_stale(sound, selection, repository.frames, state, outcome))
        _render_all(stale, repository, jobs, state, outcome, progress)
    finally:
        state.save()
    return outcome


def _touched(draft: Draft, errors: set[str]) -> bool:
    """Whether an error stands in a source of a draft, or in a folder that holds one."""
    return any(
        path in errors or any(str(above) in errors for above in PurePosixPath(path).parents) for path in draft.sources
    )


def _stale(
    sound: Sequence[Draft], selection: Selection, frames: Mapping[str, Frame], state: _State, outcome: Outcome
) -> Iterator[Job]:
    looks = {slug: _frame_digest(frame) for slug, frame in frames.items()}
    for draft in sound:
        if not _wanted(draft, selection):
            continue
        document = draft.compose()
        marks = {
            "van_ban": _digest(repr(document).encode()),
            "khung": looks[document.profile],
            "chuong_trinh": _program(),
        }
        reasons = {form: reason for form in selection.formats if (reason := state.why_stale(draft.target, form, marks))}
        if reasons:
            outcome.written[draft.target] = next(iter(reasons.values()))
            yield Job(document, tuple(reasons), marks)
        else:
            outcome.fresh.append(draft.target)


def _wanted(draft: Draft, selection: Selection) -> bool:
    name = PurePosixPath(draft.target).name
    if selection.only and not name.startswith(selection.only.replace("_", "-")):
        return False
    own = (*draft.sources, f"build/{draft.target}")
    return not selection.paths or any(path == p or path.startswith(f"{p}/") for path in own for p in selection.paths)


# --- what is fresh --------------------------------------------------------------------------------


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


@cache
def _program() -> str:
    """Return the fingerprint of the program: its own sources and the libraries that write the files."""
    home = Path(__file__).parent
    own = (path.relative_to(home).as_posix().encode() + path.read_bytes() for path in sorted(home.rglob("*.py")))
    return _digest(b"".join(own) + ",".join(version(name) for name in _LIBRARIES).encode())


def _frame_digest(frame: Frame) -> str:
    return _digest(repr(frame.profile).encode() + frame.docx + frame.html.encode())


class _State:
    """What was built, of what: one JSON file in `build/`; a damaged one only means building anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.targets: dict[str, dict[str, dict[str, str]]] = {}
        try:
            read = json.loads((folder / STATE).read_text("utf-8"))
            self.targets = {str(t): {str(f): dict(marks) for f, marks in forms.items()} for t, forms in read.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            self.targets = {}

    def why_stale(self, target: str, form: str, marks: Mapping[str, str]) -> str:
        """Return why a file must be written, or nothing where it is as it should be."""
        known = self.targets.get(target, {}).get(form)
        if known is None:
            return "mới"
        reasons = {"van_ban": "nội dung đổi", "khung": "thể thức đổi", "chuong_trinh": "chương trình đổi"}
        changed = next((reason for name, reason in reasons.items() if known.get(name) != marks[name]), "")
        if changed:
            return changed
        try:
            same = _digest(self.path(target, form).read_bytes()) == known.get("tep")
        except OSError:
            return "thiếu tệp"
        return "" if same else "tệp bị sửa"

    def path(self, target: str, form: str) -> Path:
        return self.folder / f"{target}.{form}"

    def put(self, target: str, form: str, data: bytes, marks: Mapping[str, str]) -> None:
        """Put a file in place as a whole and remember of what it was made."""
        _replace(self.path(target, form), data)
        self.targets.setdefault(target, {})[form] = {**marks, "tep": _digest(data)}

    def prune(self, owed_now: set[str]) -> list[str]:
        """Remove what this program built and nobody owes any more, and folders left empty; return the targets."""
        gone = [target for target in self.targets if target not in owed_now]
        for target in gone:
            for form in self.targets.pop(target):
                path = self.path(target, form)
                path.unlink(missing_ok=True)
                _remove_empty(path.parent, self.folder)
        return gone

    def save(self) -> None:
        _replace(self.folder / STATE, json.dumps(self.targets, indent=0, sort_keys=True).encode())


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        half.write_bytes(data)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _remove_empty(folder: Path, stop: Path) -> None:
    while folder != stop and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


# --- rendering ------------------------------------------------------------------------------------


def _render_all(
    stale: Sequence[Job], repository: Repository, jobs: int, state: _State, outcome: Outcome, progress: Progress
) -> None:
    locked: list[Finding] = []
    for done, (job, files) in enumerate(_rendered(stale, repository, jobs), 1):
        for form, data in files.items():
            try:
                state.put(job.document.target, form, data, job.marks)
            except PermissionError:
                locked.append(_locked(f"build/{job.document.target}.{form}"))
        progress(done, len(stale))
    outcome.findings = in_order([*outcome.findings, *locked])


def _rendered(stale: Sequence[Job], repository: Repository, jobs: int) -> Iterator[tuple[Job, Mapping[str, bytes]]]:
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


def _finished(running: Mapping[Future[Mapping[str, bytes]], Job]) -> Iterable[tuple[Job, Mapping[str, bytes]]]:
    for future in as_completed(running):
        yield running[future], future.result()


def _locked(path: str) -> Finding:
    return Finding(
        Mark(path),
        "output-locked",
        Severity.ERROR,
        "không ghi được tệp này",
        "tệp đang mở trong Word hoặc trình xem PDF: đóng lại rồi chạy lại lệnh",
    )
