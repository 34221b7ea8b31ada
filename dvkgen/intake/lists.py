"""A list of models, of proposals or of answers, as an office or a unit keeps it in a sheet: what each unit sends.

A row is one model or one answer. Rows that name a group, a unit, a field or a level say so of the rows below them; rows of
totals, of numbers and of heads said again are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dvkgen.campaign.campaign import Campaign
from dvkgen.intake.columns import SKIPPED, Columns, Heads, columns_of
from dvkgen.intake.names import Known
from dvkgen.intake.received import Box, Grid
from dvkgen.intake.values import is_open, tidy, units_known
from dvkgen.text import fold, without_marks

_TOTAL = re.compile(r"(?:tong|cong)(?: (?:cong|so|chung|mo hinh|don vi))*+\s*+[:.]?\s*+[\d.,]*+(?: mo hinh| don vi)?")
_NUMBERS = re.compile(r"\(?\d{1,2}\)?|[a-z]")
_GROUPS: Mapping[str, bool] = {"tap the": True, "ca nhan": False}
SUBJECTS = ("chu_the", "tap_the", "ca_nhan")
"""Columns that say who carries a model out."""
_CARRIED = ("don_vi", "linh_vuc", "cap", "tu_nam", "ngay_gui")
"""What a cell that is merged over several rows says of all of them, beside whose they are."""
_HEADING = re.compile(r"(?:danh sach|(?:[ivx]+|[a-d])[.)])")
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
    last: dict[str, Box] = field(default_factory=dict)


class ListReader:
    """Reads the rows of a grid; `left` is what stands in it that nobody asked for, by place."""

    def __init__(self, campaign: Campaign, heads: Heads) -> None:
        locality = campaign.locality
        self._heads, self._units = heads, units_known(campaign)
        self._sectors = Known(
            ((n, s.code) for s in locality.sectors for n in (s.name, s.heading, *s.aliases)), few=True
        )
        self._level_names = [(one.in_sentence, one.code) for one in locality.levels]
        self._levels = Known(((n, one.code) for one in locality.levels for n in (one.name, one.in_sentence)), few=True)
        self.left: list[str] = []

    def unit(self, name: str) -> str:
        """Return the code of the unit that a name certainly means, nothing otherwise."""
        return self._units.meant(tidy(name)).sure or ""

    def columns(self, grid: Grid) -> Columns | None:
        """Return what the columns of a grid hold."""
        return columns_of(grid, self._heads)

    def rows(self, grid: Grid, columns: Columns) -> Iterator[Row]:
        """Yield the rows of a list that say something."""
        above = [box.text for row in grid.rows[: columns.body] for box in row]
        around = _Around(level=self._level_in((grid.name, *above)))
        heads = [{fold(row[n].text) for row in grid.rows[: columns.body]} for n in range(len(grid.rows[0]))]
        for number, boxes in enumerate(grid.rows[columns.body :], columns.body + 1):
            said = {n: box for n, box in enumerate(boxes) if not is_open(tidy(box.text))}
            if not said or _is_passed_over(list(said.values())) or self._is_head(said, columns, heads):
                continue
            following = grid.rows[number] if number < len(grid.rows) else ()
            if self._is_about_others(said, columns, around, following):
                continue
            every = columns.values(boxes)
            if held := _held(every, around):
                yield self._row(held, every, around, grid)
            self._note_others(boxes, columns, grid)

    def _is_head(self, said: Mapping[int, Box], columns: Columns, heads: list[set[str]]) -> bool:
        """Whether a row says the head again, in its own words or as any list does."""
        if all(fold(box.text) in heads[n] for n, box in said.items()):
            return True
        keyed = [self._heads.key(box.text, whole=True) == columns.keys.get(n, "?") for n, box in said.items()]
        return len(keyed) > 1 and all(keyed)

    def _level_in(self, texts: Iterable[str]) -> str:
        """Return the one level that titles of a list name; nothing where none is named, or several are."""
        said = fold(" ".join(texts))
        named = [code for name, code in self._level_names if fold(name) in said]
        return named[0] if len(set(named)) == 1 else ""

    def _row(self, held: Mapping[str, Box], every: Mapping[str, Box], around: _Around, grid: Grid) -> Row:
        sheet = f"{grid.name}!" if grid.name else ""
        row = Row(
            {key: _lines(box.text) for key, box in held.items()},
            {key: f"{sheet}{box.place}" for key, box in held.items()},
            *(around.unit, around.sector, around.level, around.is_collective),
        )
        who = next((key for key in SUBJECTS if key in row.cells), "")
        merged = any(every[key].is_covered for key in SUBJECTS if key in every)
        if who:
            around.subject = row.cells[who]
        elif merged and around.subject:
            row.cells["chu_the"] = around.subject
        return row

    def _is_about_others(
        self, said: Mapping[int, Box], columns: Columns, around: _Around, following: Sequence[Box]
    ) -> bool:
        """Take in a row that names what the rows below it belong to; whether it is one."""
        aside = {n for n, box in said.items() if columns.keys.get(n, SKIPPED) == SKIPPED and _is_numeral(box)}
        words = [tidy(box.text) for n, box in said.items() if n not in aside]
        if len(words) != 1 or any(_goes_on(said[n], following[n : n + 1]) for n in aside):
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
        elif _HEADING.match(without_marks(words[0])) and (level := self._level_in(words)):
            around.level = level
        else:
            return False
        return True

    def _note_others(self, boxes: tuple[Box, ...], columns: Columns, grid: Grid) -> None:
        sheet = f"{grid.name}!" if grid.name else ""
        self.left.extend(
            f"{sheet}{boxes[column].place} ({head}): “{tidy(boxes[column].text)[:60]}”"
            for column, head in (*columns.unknown.items(), *_headless(boxes, columns))
            if column < len(boxes) and not is_open(tidy(boxes[column].text))
        )


def _held(every: Mapping[str, Box], around: _Around) -> dict[str, Box]:
    """Return the cells of a row that say something; where one goes on from above, what it says there."""
    held = {key: box for key, box in every.items() if not is_open(tidy(box.text))}
    around.last = {key: box for key, box in around.last.items() if key in every and every[key].is_below} | held
    return held | {key: around.last[key] for key in _CARRIED if key in around.last} if held else held


def _headless(boxes: tuple[Box, ...], columns: Columns) -> Iterator[tuple[int, str]]:
    """Yield the columns of a row in which nobody expects words: those without a head, and words among the numbers."""
    for column, box in enumerate(boxes):
        if column not in columns.keys and column not in columns.unknown:
            yield column, "cột không có tên"
        elif column == 0 and columns.keys.get(0) == SKIPPED and re.search(r"[^\W\d_]{3}", box.text):
            yield column, "cột số thứ tự"


def _is_numeral(box: Box) -> bool:
    return _ROMAN.fullmatch(without_marks(tidy(box.text))) is not None


def _goes_on(number: Box, following: Sequence[Box]) -> bool:
    """Whether the next row has the next number: then this one is a row of the list like that, no heading."""
    texts = [tidy(box.text).rstrip(".)") for box in (number, *following)]
    return len(texts) == 2 and all(text.isdecimal() for text in texts) and int(texts[1]) == int(texts[0]) + 1


def _lines(text: str) -> str:
    return "\n".join(line for raw in text.split("\n") if (line := tidy(raw)))


def _is_passed_over(said: list[Box]) -> bool:
    """Whether a row holds totals, or only the numbers of columns."""
    words = [without_marks(tidy(box.text)) for box in said]
    rest = [word for word in words if not re.fullmatch(r"[\d.,]+", word)]
    if rest and all(_TOTAL.fullmatch(word) for word in rest):
        return True
    return len(words) > 1 and all(_NUMBERS.fullmatch(word) for word in words)
