"""What a review is set from: headings, items, tables and pages, each with what is said in it, none with how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from dvkgen.review.change import PagePair


class Role(Enum):
    """How a piece of a line is set."""

    PLAIN = auto()
    STRONG = auto()
    PLACE = auto()
    ADDED = auto()
    REMOVED = auto()
    WARNING = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    text: str
    role: Role = Role.PLAIN


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, the title of the review being of level 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, so many levels below the heading."""

    depth: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its heads; each row has as many cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a paper that differ."""

    target: str
    pairs: tuple[PagePair, ...]


Node = Heading | Item | Grid | Pages
