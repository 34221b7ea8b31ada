"""The desk at which a paper is composed: a campaign, the workshop of its templates, and a year.

What a composer needs besides is on the paper itself. This module knows no kind of paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.compose.frame import Frame
from dvkgen.disk import door
from dvkgen.disk.paths import FORMATS, local_word
from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.document.markup import Controls, parse
from dvkgen.document.measured import TemplateError
from dvkgen.document.template import TemplateFault, Templates
from dvkgen.document.tree import Block, Document, Figure, Heading, LocalWord, Paragraph, Picture, Sheet, Span, Title
from dvkgen.findings import Mark
from dvkgen.schema.form import Form
from dvkgen.schema.locality import Level
from dvkgen.schema.unit import Unit

_END = re.compile(r"(?:\s*(?:\./\.?|\.\s*/\s*\.?|(?<!\.)\.))+\s*$")
"""How authors end a text: with a full stop, with `./.`, or with a part of it."""
_LAST = 60
"""Signs at the end of a text among which that stands."""


@dataclass(frozen=True)
class PageLimit:
    """How many pages of A4 a paper may have, and where it is reported that it has more."""

    pages: int
    mark: Mark


@dataclass(frozen=True)
class Draft:
    """A paper owed: its target below `build/`, the kind of its first sheet, and how to compose it.

    An error in one of `sources` withholds it; `compose` is only called where there is none. `word_file` is the Word
    file of the locality's own that stands in place of its DOCX. `without` gives the draft that leaves files out and
    says so, of a paper that may go out without them.
    """

    target: str
    kind: str
    sources: frozenset[str]
    compose: Callable[[], Document]
    word_file: str | None = None
    limit: PageLimit | None = None
    formats: tuple[str, ...] = FORMATS
    without: Callable[[frozenset[str]], Draft] | None = None


@dataclass(frozen=True)
class Workshop:
    """Where sheets are written: the templates of one campaign, and the Word files that a locality put in their place.

    `starting` is a kind whose Word file is being started: its sheets keep the values that such a file may print.
    """

    root: Path
    locality: str
    templates: Templates
    starting: str = ""

    def word_file(self, kind: str) -> str | None:
        """Return the path of the locality's own Word file for a kind, from the root."""
        path = self.templates.word_of(kind)
        return path.relative_to(self.root).as_posix() if path else None

    def sheet(
        self,
        kind: str,
        view: Mapping[str, Any],
        frame: Frame,
        pictures: Mapping[str, Picture] | None = None,
        controls: Controls | None = None,
    ) -> Sheet:
        """Return a sheet: what the template of a kind writes for a view, in its frame; a blank form has controls."""
        try:
            fragment = parse(self.templates.render(kind, view), pictures or {}, controls)
        except TemplateError as mistake:
            raise self.templates.fault(kind, str(mistake)) from mistake
        title = (
            Title(fragment.type_name, fragment.subject, fragment.subtitle, frame.separator, frame.is_ruled)
            if fragment.type_name
            else None
        )
        return Sheet(
            frame.orientation,
            frame.letterhead,
            title,
            frame.addressees,
            ended(fragment.blocks, frame.end),
            frame.recipients,
            frame.signatures,
            self._local_word(kind, {**view, **frame.values(title)}),
            frame.label,
            fragment.after,
        )

    def phrase(self, name: str, view: Mapping[str, Any]) -> str:
        """Return a part of a sentence as its template words it."""
        return " ".join(self.templates.render(name, view).split())

    def _local_word(self, kind: str, values: Mapping[str, Any]) -> LocalWord | None:
        """Return the locality's own Word file for a kind with the values it may print: those of the HTML template."""
        place = self.word_file(kind)
        if place:
            try:
                data = door.read(self.root, place, door.MOST_WORD_FILE)
            except OSError as error:
                raise TemplateFault(self.root / place, 1, door.reason(error)) from error
            return LocalWord(place, sha256(data).hexdigest(), values)
        return LocalWord(local_word(self.locality, kind), "", values) if kind == self.starting else None


@dataclass(frozen=True)
class Desk:
    """A campaign, its workshop, and the year of the paper."""

    campaign: Campaign
    workshop: Workshop
    year: int

    def years(self) -> Iterator[Desk]:
        """Yield a desk for each year of the plan."""
        yield from (replace(self, year=year) for year in self.campaign.plan.period.years)

    def answered_years(self) -> Iterator[Desk]:
        """Yield a desk for each year for which units have filed anything; of a one-year plan always that year."""
        years = self.campaign.plan.period.years
        is_filed = {filed.year for filed in self.campaign.filed}
        yield from (replace(self, year=year) for year in years if len(years) == 1 or year in is_filed)

    def facts(self, level: Level | None = None, unit: Unit | None = None) -> Mapping[str, str]:
        """Return the facts that a text of this year may quote."""
        return facts(self.campaign.locality, self.campaign.plan, self.year, level, unit)

    def target(self, folder: str, kind: str, name: str = "") -> str:
        """Return the target of a paper of this year, in the folder of a unit or in `TOTALS`."""
        return self.campaign.target(self.year, folder, kind, name)

    def draft(
        self, target: str, kind: str, sources: Iterable[str], compose: Callable[[], Document], *,
        limit: PageLimit | None = None,
    ) -> Draft:  # fmt: skip
        """Return the draft of a paper of a kind."""
        return Draft(target, kind, frozenset(sources), compose, self.workshop.word_file(kind), limit)

    def sheet(
        self,
        kind: str,
        view: Mapping[str, Any],
        frame: Frame,
        pictures: Mapping[str, Picture] | None = None,
        controls: Controls | None = None,
    ) -> Sheet:
        """Return a sheet of a kind."""
        return self.workshop.sheet(kind, view, frame, pictures, controls)


@dataclass(frozen=True)
class Composer:
    """The composer of one kind of paper: which drafts a campaign owes, and its blank sheets where it is a form.

    `names` are those of the values that its template sees, and so a Word file of a locality's own may print; the
    frame adds its own (`frame.NAMES`).
    """

    kind: str
    drafts: Callable[[Desk], Iterator[Draft]]
    names: frozenset[str]
    blank: Callable[[Desk, Form], tuple[Sheet, ...]] | None = None


def paper(frame: Frame, target: str, title: str, author: str, sheets: Iterable[Sheet]) -> Document:
    """Return the document of some sheets in the profile of a frame."""
    return Document(target, frame.profile_slug, title, author, tuple(sheets))


def pictures(photos: Mapping[str, SeenPhoto]) -> dict[str, Picture]:
    """Return photos for a template, which finds them by their paths and by the names under which a record gives them."""
    found = {name: Picture(seen.path, seen.digest, seen.width, seen.height) for name, seen in photos.items()}
    return found | {picture.path: picture for picture in found.values()}


def one_line(*parts: str) -> str:
    """Return the title of a document as its properties show it: parts in one line."""
    return " ".join(" ".join(part.split()) for part in parts if part)


def ended(blocks: tuple[Block, ...], mark: str) -> tuple[Block, ...]:
    """Return the blocks with the mark that ends a paper after the last words, however its author ended them.

    After a table the mark of the State's papers stands in a line of its own; pictures at the end stand below it.
    """
    last = blocks[-1] if blocks else None
    if not mark or last is None:
        return blocks
    if isinstance(last, Figure):
        return (*ended(blocks[:-1], mark), last)
    if not isinstance(last, Paragraph):
        return (*blocks, Paragraph((Span(mark),))) if mark != "." and not isinstance(last, Heading) else blocks
    span = last.inlines[-1] if last.inlines else None
    if not isinstance(span, Span):
        return blocks
    bare = f"{span.text[:-_LAST]}{_END.sub('', span.text[-_LAST:])}"
    if bare == span.text or bare.endswith("."):
        return blocks
    closed = Span(f"{bare}{mark}", span.bold, span.italic)
    return (*blocks[:-1], Paragraph((*last.inlines[:-1], closed), last.role))
