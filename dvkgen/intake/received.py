"""What a unit has sent, as any program would see it: lines and grids of cells, with what stands in the controls of a form.

A Word file, a workbook and a list in CSV are the same to whoever takes them further. This module knows no file format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dvkgen.document.control import FormMark


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in a control of a form, empty where nothing was filled in: by its tag, if there is one, and its alias."""

    tag: str
    alias: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `is_inside` says that it goes on in a control that began in an earlier one."""

    text: str
    held: tuple[Held, ...] = ()
    pictures: tuple[str, ...] = ()
    is_strong: bool = False
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid: its text, how its place is told (C7), and whether it is covered by one that was merged with it.

    `is_below` says that the one it is merged with stands above it.
    """

    text: str
    place: str = ""
    held: tuple[Held, ...] = ()
    is_covered: bool = False
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table or a sheet: rows of equal length, and how it is called.

    A small table may only lay words out, as a letterhead does: `lines` are its paragraphs, none of a larger one.
    """

    rows: tuple[tuple[Box, ...], ...]
    name: str = ""
    lines: tuple[Line, ...] = ()


Part = Line | Grid


@dataclass(frozen=True)
class Received:
    """A file as it was received: its name, what stands in it, of which form it is a copy, and its photos by name.

    `notes` say what stands in it that cannot be read, `version` which dvkgen made the form.
    """

    name: str
    parts: tuple[Part, ...]
    form: FormMark | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    version: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its paragraphs, those of small tables among them."""
        return tuple(line for part in self.parts for line in ((part,) if isinstance(part, Line) else part.lines))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """Its tables."""
        return tuple(part for part in self.parts if isinstance(part, Grid))

    def texts(self) -> Iterator[str]:
        """Yield every text in it."""
        for part in self.parts:
            if isinstance(part, Line):
                yield part.text
            else:
                yield from (box.text for row in part.rows for box in row if box.text)


class Unreadable(Exception):
    """A file that cannot be read; the message says why in Vietnamese, `cure` what to do."""

    def __init__(self, why: str, cure: str = "") -> None:
        super().__init__(why)
        self.why, self.cure = why, cure
