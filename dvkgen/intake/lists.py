"""A list of models, of proposals or of answers, as an office or a unit keeps it in a sheet: what each unit sends.

A row is one model or one answer. Rows that name a group, a unit, a field or a level say so of the rows below them; rows of
totals, of numbers and of heads said again are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dvkgen.campaign.campaign import Campaign
from dvkgen.intake.columns import Columns, Heads, columns_of
from dvkgen.intake.names import Known
from dvkgen.intake.received import Box, Grid
from dvkgen.intake.values import is_open, tidy, units_known
from dvkgen.text import fold, without_marks

_TOTAL = re.compile(r"(?:tong|cong|tong cong|tong so|cong chung)\b[:.]?")
_NUMBERS = re.compile(r"\(?\d{1,2}\)?|[a-z]")
_GROUPS: Mapping[str, bool] = {"tap the": True, "ca nhan": False}
_ROMAN = re.compile(r"(?:[ivx]+|[a-d]|\d{1,3})[.)]?")


@dataclass
class Row:
    """A row of a list: its cells by key, where it stands, and what the rows above said of it."""

    cells: dict[str, str]
    places: dict[str, str]
    unit: str = ""
    sector: str = ""
    level: str = ""
    is_collective: bool | None = None
    above: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it stands."""
        return next(iter(self.places.values()), "")


@dataclass
class _Around:
    unit: str = ""
    sector: str = ""
    level: str = ""
    is_collective: bool | None = None
    subject: str = ""


class ListReader:
    """Reads the rows of a grid; `left` is what stands in it that nobody asked for, by place."""

    def __init__(self, campaign: Campaign, heads: Heads) -> None:
        locality = campaign.locality
        self._heads, self._units = heads, units_known(campaign)
        self._sectors = Known((n, s.code) for s in locality.sectors for n in (s.name, s.heading, *s.aliases))
        self._level_names = [(one.in_sentence, one.code) for one in locality.levels]
        self._levels = Known((n, one.code) for one in locality.levels for n in (one.name, one.in_sentence))
        self.left: list[str] = []

    def unit(self, name: str) -> str:
        """Return the code of the unit that a name certainly means, nothing otherwise."""
        return self._units.meant(tidy(name)).sure or ""

    def columns(self, grid: Grid) -> Columns | None:
        """Return what the columns of a grid hold."""
        return columns_of(grid, self._heads)

    def rows(self, grid: Grid, columns: Columns) -> Iterator[Row]:
        """Yield the rows of a list that say something."""
        around = _Around(level=self._level_above(grid, columns))
        for boxes in grid.rows[columns.body :]:
            said = [box for box in boxes if not is_open(tidy(box.text))]
            if not said or _is_passed_over(said):
                continue
            if self._is_about_others(said, around):
                continue
            held = {key: box for key, box in columns.values(boxes).items() if not is_open(tidy(box.text))}
            if not held or all(self._heads.key(box.text) == key for key, box in held.items()):
                continue
            yield self._row(held, columns.values(boxes), around, grid)
            self._note_others(boxes, columns, grid)

    def _level_above(self, grid: Grid, columns: Columns) -> str:
        """Return the one level that the title of a list names, or its sheet; nothing where none is named, or several are."""
        above = [box.text for row in grid.rows[: columns.body] for box in row]
        said = fold(" ".join((grid.name, *above)))
        named = [code for name, code in self._level_names if fold(name) in said]
        return named[0] if len(set(named)) == 1 else ""

    def _row(self, held: Mapping[str, Box], every: Mapping[str, Box], around: _Around, grid: Grid) -> Row:
        sheet = f"{grid.name}!" if grid.name else ""
        row = Row(
            {key: _lines(box.text) for key, box in held.items()},
            {key: f"{sheet}{box.place}" for key, box in held.items()},
            *(around.unit, around.sector, around.level, around.is_collective),
        )
        who = next((key for key in ("chu_the", "tap_the", "ca_nhan") if key in row.cells), "")
        merged = any(every[key].is_covered for key in ("chu_the", "tap_the", "ca_nhan") if key in every)
        if who:
            around.subject = row.cells[who]
        elif merged and around.subject:
            row.cells["chu_the"] = around.subject
        return row

    def _is_about_others(self, said: list[Box], around: _Around) -> bool:
        """Take in a row that names what the rows below it belong to; whether it is one."""
        words = [tidy(box.text) for box in said if not _ROMAN.fullmatch(without_marks(tidy(box.text)))]
        if len(words) != 1:
            return False
        name = re.sub(r"^(?:[IVX]+|[A-D]|\d+)[.)]\s*", "", words[0]).rstrip(":")
        bare = without_marks(name)
        if bare in _GROUPS:
            around.is_collective, around.subject = _GROUPS[bare], ""
        elif sector := self._sectors.meant(name).sure:
            around.sector = sector
        elif level := self._levels.meant(name).sure:
            around.level = level
        elif unit := self._units.meant(name).sure:
            around.unit, around.subject = unit, ""
        else:
            return False
        return True

    def _note_others(self, boxes: tuple[Box, ...], columns: Columns, grid: Grid) -> None:
        sheet = f"{grid.name}!" if grid.name else ""
        self.left.extend(
            f"{sheet}{boxes[column].place} ({head}): “{tidy(boxes[column].text)[:60]}”"
            for column, head in columns.unknown.items()
            if column < len(boxes) and not is_open(tidy(boxes[column].text))
        )


def _lines(text: str) -> str:
    return "\n".join(line for raw in text.split("\n") if (line := tidy(raw)))


def _is_passed_over(said: list[Box]) -> bool:
    """Whether a row holds totals, or only the numbers of columns."""
    words = [without_marks(tidy(box.text)) for box in said]
    rest = [word for word in words if not re.fullmatch(r"[\d.,]+", word)]
    if rest and all(_TOTAL.match(word) for word in rest):
        return True
    return len(words) > 1 and all(_NUMBERS.fullmatch(word) for word in words)
