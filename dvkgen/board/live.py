"""The board live: one warm process that looks at what changed, draws its page at once, then brings all of `build/` up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from dvkgen.board.hub import Hub
from dvkgen.board.links import links_from
from dvkgen.board.page import Pages
from dvkgen.board.server import PICTURES, Site
from dvkgen.board.site import leave
from dvkgen.board.view import finding_view
from dvkgen.build import Selection, build, owed
from dvkgen.build.decide import is_touched, spared
from dvkgen.build.paper_rules import template_fault
from dvkgen.build.rule_book import RULES
from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.drawn import drawn_in
from dvkgen.checks import run_checks
from dvkgen.compose.desk import Draft
from dvkgen.disk import door
from dvkgen.disk.paths import BUILD, homes_of, locality_of
from dvkgen.document.template import TemplateFault
from dvkgen.document.tree import Document
from dvkgen.findings import DvkgenError, Finding, in_order, lies_in, paths_in_error
from dvkgen.load import Repository, load
from dvkgen.printers.plain import line
from dvkgen.render.raster import as_png, pictures
from dvkgen.render.worker import FilesBelow, Job, Workplace, attempt

_MOST_PAGES, _MOST_PAPERS = 3, 2
"""Pages that are shown of a paper, and papers of one change."""


@dataclass
class _Drawn:
    """A paper as it was drawn last: digests of its pages, and those that are shown."""

    title: str
    digests: tuple[str, ...]
    shown: tuple[tuple[int, bytes], ...]


@dataclass
class Live:
    """A repository that is being typed into. `today` gives the day; `tell` is told a line for the terminal."""

    root: Path
    today: Callable[[], date]
    tell: Callable[[str], None]
    hub: Hub
    processes: int
    pdf: str = ""
    site: Site = field(init=False)
    drawn: dict[str, _Drawn] = field(default_factory=dict)
    focus: tuple[str, ...] = ()
    """The papers that are shown now."""
    repository: Repository | None = None

    def __post_init__(self) -> None:
        self.site = Site(self.root, self.page, self.hub)

    def page(self) -> str:
        """Return the page that shows the news; raises TemplateFault where its template cannot be used."""
        return Pages(self.root).page("truc-tiep", "dvkgen: đang theo dõi", {}, script="truc-tiep.js", connect="'self'")

    def begin(self) -> None:
        """Bring everything up to date, and have what draws pages loaded."""
        self.repository = load(self.root, self.today(), pdf=self.pdf)
        self._complete(self.repository, Selection())
        self._warm()

    def change(self, paths: frozenset[str]) -> None:
        """Show at once what a change comes to, then bring `build/` and the board up to date."""
        self.hub.tell("tinh-trang", {"chu": "đang làm", "tep": sorted(map(line, paths))})
        try:
            touched = self._reloaded(paths)
            self._show(touched, paths)
            self._complete(touched, _selection(paths), paths)
        except (DvkgenError, OSError) as error:
            why = line(door.reason(error) if isinstance(error, OSError) else str(error))
            self.tell(why)
            self.hub.tell("tinh-trang", {"chu": "không làm được", "loi": why})

    def _reloaded(self, paths: frozenset[str]) -> Repository:
        """Return the repository with the localities that were touched read anew; all of them where all may be."""
        before = self.repository
        slugs = {locality_of(path) for path in paths}
        if before is None or "" in slugs or not slugs <= {campaign.slug for campaign in before.campaigns}:
            self.repository = load(self.root, self.today(), pdf=self.pdf)
            return self.repository
        read = load(self.root, self.today(), pdf=self.pdf, only=frozenset(slugs))
        self.repository = read.sharing(before, frozenset(slugs))
        return self.repository

    # --- what is shown at once ---

    def _show(self, repository: Repository, paths: frozenset[str]) -> None:
        """Draw the pages that rest on what changed; where it is broken keep the last good ones, marked as old."""
        drafts = self._resting_on(repository, paths)
        shown = drafts[:_MOST_PAPERS]
        self.focus = tuple(draft.target for draft in shown) or self.focus
        slugs = {locality_of(path) for path in paths}
        checked = {f for c in repository.campaigns if c.slug in slugs for f in run_checks(c, RULES)}
        found = in_order({*checked, *repository.findings})
        errors = frozenset(paths_in_error(found))
        told = [finding for finding in found if finding.mark.path in paths]
        stale = not errors.isdisjoint(paths)
        for draft in shown:
            ready = spared(draft, errors)
            if is_touched(ready, errors):
                stale = True
                continue
            try:
                self._draw(repository, ready)
                if draft is not shown[-1]:  # whoever waits sees the first before the next is set
                    self._tell_pages(stale=stale)
            except TemplateFault as fault:
                told.append(template_fault(fault, self.root))
                stale = True
        self._tell_pages(stale=stale)
        self._tell_findings(told, paths)
        self.tell(f"{', '.join(sorted(map(line, paths))[:3])}: {'có lỗi' if told else 'đã vẽ'}")

    def _resting_on(self, repository: Repository, paths: frozenset[str]) -> list[Draft]:
        """Return the papers that rest on what changed, those first that rest on least; of a template or photo those shown."""
        localities = {locality_of(path) for path in paths}
        near = [c for c in repository.campaigns if c.slug in localities or "" in localities]
        every = list(owed(replace(repository, campaigns=tuple(near))))
        meant = paths | {owner for campaign in near for owner in _owners(campaign, paths)}
        direct = [draft for draft in every if meant & draft.sources or draft.word_file in paths]
        by_focus = [draft for target in self.focus for draft in every if draft.target == target]
        if not direct or "" in localities or any("/van-ban/" in path and path.endswith(".html") for path in paths):
            return by_focus or every[:1]
        shown = [draft for draft in direct if draft.target in self.focus]
        least = sorted(direct, key=lambda draft: (len(draft.sources), draft.target.count("/") * -1))
        return list(dict.fromkeys((*shown, *least)))[:_MOST_PAPERS] if shown else least

    def _draw(self, repository: Repository, draft: Draft) -> None:
        """Set a paper and keep the pictures of its pages that differ from those drawn before."""
        document = draft.compose()
        workplace = Workplace(FilesBelow(self.root), repository.stationery, repository.engine)
        made = attempt(Job(document, ("pdf",)), workplace)
        if made.refusal:
            raise DvkgenError(made.refusal)
        self._keep_pages(draft.target, document, made.files["pdf"])

    def _keep_pages(self, target: str, document: Document, pdf: bytes) -> None:
        pages = list(pictures(pdf))
        digests = tuple(sha256(page.tobytes()).hexdigest() for page in pages)
        before = self.drawn[target].digests if target in self.drawn else ()
        new = [n for n, digest in enumerate(digests) if n >= len(before) or before[n] != digest]
        shown = (new or list(range(len(pages))))[:_MOST_PAGES]
        if target in self.drawn and not new and len(before) == len(digests):
            return
        self.drawn[target] = _Drawn(
            document.title, digests, tuple((n + 1, as_png(pages[n], small=False)) for n in shown)
        )

    def _tell_pages(self, *, stale: bool) -> None:
        """Tell the pages which pictures to show."""
        papers: list[dict[str, Any]] = []
        served: dict[str, bytes] = {}
        for target in self.focus:
            if target not in self.drawn:
                continue
            drawn = self.drawn[target]
            names = []
            for number, data in drawn.shown:
                name = sha256(data).hexdigest()[:24]
                served[name] = data
                names.append({"trang": number, "hinh": f"{PICTURES}{name}.png"})
            papers.append(
                {"dich": line(target), "ten": line(drawn.title), "so_trang": len(drawn.digests), "trang": names}
            )
        self.site.pictures = {**dict(list(self.site.pictures.items())[-20:]), **served}
        self.hub.tell("trang", {"cu": stale, "van_ban": papers})

    def _tell_findings(self, findings: Iterable[Finding], paths: frozenset[str]) -> None:
        links = links_from(self.root / BUILD, self.root)
        views = [finding_view(links, finding) for finding in findings]
        self.hub.tell("dieu", {"tep": sorted(map(line, paths)), "dieu": views})

    # --- all of build/ ---

    def _complete(self, repository: Repository, selection: Selection, paths: frozenset[str] = frozenset()) -> None:
        """Bring `build/` and the board up to date, and tell what was found in the files that changed."""
        outcome = build(repository, selection, self.processes, lambda _done, _of: None)
        leave(repository, outcome, self.today())
        if paths:
            self._tell_findings((f for f in outcome.findings if lies_in(f.mark.path, tuple(paths))), paths)
        self.hub.tell("tinh-trang", {"chu": "xong", "so": len(outcome.written), "giu": len(outcome.withheld)})
        self.hub.tell("bang", {"so": len(outcome.findings)})

    def _warm(self) -> None:
        """Set one small paper, so that whatever setting needs is loaded before anybody waits for it."""
        assert self.repository is not None
        errors = frozenset(paths_in_error(self.repository.findings))
        small = (d for d in owed(self.repository) if not is_touched(spared(d, errors), errors) and "pdf" in d.formats)
        for draft in sorted(small, key=lambda draft: len(draft.sources))[:1]:
            self._draw(self.repository, draft)


def _selection(paths: frozenset[str]) -> Selection:
    """Return the papers that a change may touch: those of its localities, all where it belongs to all."""
    slugs = {locality_of(path) for path in paths}
    if "" in slugs:
        return Selection()
    return Selection(tuple(sorted(home for slug in slugs for home in homes_of(slug))))


def _owners(campaign: Campaign, paths: frozenset[str]) -> Iterator[str]:
    """Yield the files that name a photo which changed."""
    yield from (drawn.path for drawn in drawn_in(campaign) if not paths.isdisjoint(drawn.photos))
