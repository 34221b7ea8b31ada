"""What a document kind is, and what its composers work with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.disk.paths import local_word
from dvkgen.document.markup import TemplateError, parse
from dvkgen.document.template import Templates
from dvkgen.document.tree import (
    Addressees,
    Block,
    Document,
    Letterhead,
    Orientation,
    OwnWord,
    Paragraph,
    Picture,
    Recipients,
    Sheet,
    Signature,
    Span,
    Title,
    plain,
)
from dvkgen.findings import Mark
from dvkgen.quotes import fill_quotes
from dvkgen.schema.form import Form


@dataclass(frozen=True)
class PageLimit:
    """How many pages of A4 a paper may have, and where it is reported that it has more."""

    pages: int
    mark: Mark


@dataclass(frozen=True)
class Draft:
    """A document owed: its target below `build/`, the files its facts stand in, and how to compose it.

    An error in one of `sources` withholds it; `compose` is only called where there is none.
    """

    target: str
    sources: frozenset[str]
    compose: Callable[[], Document]
    limit: PageLimit | None = None


@dataclass(frozen=True)
class Kind:
    """The composer of one kind of paper: its slug, which drafts a campaign owes, and its blank sheets as a form."""

    slug: str
    drafts: Callable[[Campaign, Workshop], Iterator[Draft]]
    blank: Callable[[Campaign, Workshop, Form], tuple[Sheet, ...]] | None = None


@dataclass(frozen=True)
class Workshop:
    """What composing needs besides the facts: the root, and the templates of this campaign."""

    root: Path
    locality: str
    templates: Templates
    begun: str = ""

    def sheet(
        self, kind: str, view: Mapping[str, Any], frame: Around, pictures: Mapping[str, Picture] | None = None
    ) -> Sheet:
        """Return a sheet: what the template of a kind writes for a view, with what stands around it."""
        try:
            fragment = parse(self.templates.render(kind, view), pictures or {})
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
            self._own_word(kind, view, frame, title),
        )

    def _own_word(self, kind: str, view: Mapping[str, Any], frame: Around, title: Title | None) -> OwnWord | None:
        """Return the locality's own Word file for a kind with the values it may print: those of the HTML template."""
        path = self.templates.word_of(kind)
        if path is None and kind != self.begun:
            return None
        values = {**dict(view), **frame.values(title)}
        if path is None:
            return OwnWord(local_word(self.locality, kind), "", values)
        return OwnWord(path.relative_to(self.root).as_posix(), sha256(path.read_bytes()).hexdigest(), values)


@dataclass(frozen=True)
class Around:
    """What stands around the text of a sheet; `end` is the mark that ends the text of a paper, `./.` of the State's."""

    orientation: Orientation = Orientation.PORTRAIT
    letterhead: Letterhead | None = None
    addressees: Addressees | None = None
    recipients: Recipients | None = None
    signatures: tuple[Signature, ...] = ()
    separator: str = ""
    is_ruled: bool = False
    end: str = ""

    def values(self, title: Title | None) -> dict[str, Any]:
        """Return the same as plain values, for a Word file of a locality's own."""
        head, ends = self.letterhead, self.recipients
        return {
            "cap_tren": list(head.parent_organ) if head else [],
            "co_quan": list(head.organ) if head else [],
            "tieu_de_trang": list(head.banner) if head else [],
            "so_ky_hieu": head.number if head else "",
            "dia_danh_ngay": head.place_and_date if head else "",
            "ten_loai": list(title.type_name) if title else [],
            "trich_yeu": [plain(line) for line in title.subject] if title else [],
            "kinh_gui": list(self.addressees.names) if self.addressees else [],
            "noi_nhan": [line for group in ends.groups for line in group.lines] if ends else [],
            "ky_ten": [
                {"quyen_han": list(s.capacity), "chuc_vu": s.title, "ghi_chu": s.note, "ho_ten": s.name}
                for s in self.signatures
            ],
        }

    def with_ends(self, letterhead: Letterhead | None, signatures: tuple[Signature, ...]) -> Around:
        """Return this with a letterhead above and signatures below."""
        return replace(self, letterhead=letterhead, signatures=signatures)


def ended(blocks: tuple[Block, ...], mark: str) -> tuple[Block, ...]:
    """Return the blocks with the full stop of the last paragraph replaced by the mark that ends a paper."""
    last = blocks[-1] if blocks else None
    if not mark or not isinstance(last, Paragraph) or not last.inlines:
        return blocks
    span = last.inlines[-1]
    if not isinstance(span, Span) or not span.text.rstrip().endswith("."):
        return blocks
    closed = Span(f"{span.text.rstrip()[:-1]}{mark}", span.bold, span.italic)
    return (*blocks[:-1], Paragraph((*last.inlines[:-1], closed), last.role))


def in_words(lines: Iterable[str], facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return lines of the plan's folder with the facts that they quote."""
    return tuple(fill_quotes(line, facts) for line in lines)
