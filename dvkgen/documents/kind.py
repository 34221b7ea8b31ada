"""What a document kind is, and what its composers work with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dvkgen.content import Addressees, Document, Letterhead, Orientation, Picture, Recipients, Sheet, Signature, Title
from dvkgen.findings import DvkgenError
from dvkgen.layout import Profile
from dvkgen.markup import TemplateError, parse
from dvkgen.model.campaign import Campaign
from dvkgen.model.locality import Organ
from dvkgen.model.plan import Form
from dvkgen.template import Templates
from dvkgen.text import fill_quotes

DEFAULT_PROFILE = "dang-hd36-2018"


@dataclass(frozen=True)
class Draft:
    """A document owed: its target below `build/`, the files its facts stand in, and how to compose it.

    An error in one of `sources` withholds it; `compose` is only called where there is none.
    """

    target: str
    sources: frozenset[str]
    compose: Callable[[], Document]


@dataclass(frozen=True)
class Kind:
    """One document kind: its slug in YAML, its title, which drafts a campaign owes, and its blank sheets as a form."""

    slug: str
    title: str
    drafts: Callable[[Campaign, Workshop], Iterator[Draft]]
    blank: Callable[[Campaign, Workshop, Form], tuple[Sheet, ...]] | None = None


@dataclass(frozen=True)
class Workshop:
    """What composing needs besides the facts: layout profiles, and the templates of this campaign."""

    profiles: Mapping[str, Profile]
    templates: Templates

    def profile_slug(self, campaign: Campaign, organ: Organ | None) -> str:
        """Return the layout that an organ's papers keep."""
        return (organ.profile if organ else None) or campaign.locality.profile or DEFAULT_PROFILE

    def profile(self, slug: str) -> Profile:
        """Return a layout profile by its slug."""
        try:
            return self.profiles[slug]
        except KeyError:
            raise DvkgenError(f"không có thể thức “{slug}” trong templates/the-thuc") from None

    def sheet(
        self, kind: str, view: Mapping[str, Any], frame: Around, pictures: Mapping[str, Picture] | None = None
    ) -> Sheet:
        """Return a sheet: what the template of a kind writes for a view, with what stands around it."""
        try:
            fragment = parse(self.templates.render(kind, view), pictures or {})
        except TemplateError as mistake:
            raise self.templates.fault(kind, str(mistake)) from mistake
        title = (
            Title(fragment.type_name, fragment.subject, fragment.subtitle, frame.separator)
            if fragment.type_name
            else None
        )
        return Sheet(
            frame.orientation,
            frame.letterhead,
            title,
            frame.addressees,
            fragment.blocks,
            frame.recipients,
            frame.signatures,
        )


@dataclass(frozen=True)
class Around:
    """What stands around the text of a sheet."""

    orientation: Orientation = Orientation.PORTRAIT
    letterhead: Letterhead | None = None
    addressees: Addressees | None = None
    recipients: Recipients | None = None
    signatures: tuple[Signature, ...] = ()
    separator: str = ""


def in_words(lines: Iterable[str], facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return lines of the plan's folder with the facts that they quote."""
    return tuple(fill_quotes(line, facts) for line in lines)
