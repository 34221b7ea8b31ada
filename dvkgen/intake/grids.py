"""Tables of a form as they come home: which of the form's tables a grid is, and what stands in each of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dvkgen.document.control import LONGEST_NAME, Control
from dvkgen.intake.blank import Lines, key_of
from dvkgen.intake.received import Box, Grid
from dvkgen.intake.values import is_open, tidy

_HEAD = 4
"""Rows of a table among which its head stands."""


def table_of(grid: Grid, tables: Sequence[Lines], above: str) -> Lines | None:
    """Return the table of the form that a grid is a copy of: by its controls, else by the title above it and its heads."""
    tags = {one.tag for row in grid.rows for box in row for one in box.held if one.tag}
    for table in tables:
        if tags & {control.key[:LONGEST_NAME] for row in table.rows for _, control in row if control}:
            return table
    alike = [table for table in tables if _has_heads(grid, table)]
    return next((table for table in alike if table.above and table.above in above), next(iter(alike), None))


def _has_heads(grid: Grid, table: Lines) -> bool:
    above = [key_of(box.text) for row in grid.rows[:_HEAD] for box in row]
    heads = [key for head in table.heads if (key := key_of(head))]
    return bool(heads) and sum(head in above for head in heads) * 3 >= len(heads) * 2


def rows_of(grid: Grid, table: Lines) -> Iterator[dict[str, str]]:
    """Yield what stands in each row that is filled in, by key; rows that are always there say which group begins."""
    order = _columns(grid, table)
    groups = list(_groups(table))
    at = 0
    for row in grid.rows[_head_rows(grid, table) :]:
        said = [row[place] if place is not None else Box("") for place in order]
        fixed = next((n for n, group in enumerate(groups) if _is_row(said, group.fixed)), None)
        if fixed is not None and not any(one.held for one in said):
            at = fixed
            yield from _one(said, groups[fixed].beside)
            continue
        by_name = next((group.beside for group in groups if group.beside and _is_row(said, group.fixed)), None)
        yield from _one(said, by_name if by_name is not None else groups[at].controls if groups else ())


@dataclass(frozen=True)
class _Group:
    """A row that is always there, the places beside its words, and the places of the rows below it."""

    fixed: tuple[str, ...]
    beside: tuple[Control | None, ...]
    controls: tuple[Control | None, ...]


def _groups(table: Lines) -> Iterator[_Group]:
    fixed: tuple[str, ...] = ()
    beside: tuple[Control | None, ...] = ()
    below: tuple[Control | None, ...] = ()
    for row in table.rows:
        words, controls = tuple(key_of(text) for text, _ in row), tuple(control for _, control in row)
        names = [word for word in words[1:] if word]
        if names:
            if fixed or below:
                yield _Group(fixed, beside, below)
            fixed, beside, below = words, controls if any(controls) else (), ()
        elif any(controls) and not below:
            below = controls
    yield _Group(fixed, beside, below)


def _is_row(said: Sequence[Box], words: Sequence[str]) -> bool:
    """Whether a row says what one of the form's own does."""
    mine = [key_of(box.text) for box in said]
    return (
        any(words)
        and all(not theirs or theirs == own for theirs, own in zip(words[1:], mine[1:], strict=False))
        and (any(words[1:]) or words[:1] == tuple(mine[:1]))
    )


def _one(said: Sequence[Box], controls: Sequence[Control | None]) -> Iterator[dict[str, str]]:
    row = {}
    for box, control in zip(said, controls, strict=False):
        if control:
            text = "\n".join(one.text for one in box.held) if box.held else box.text
            text = "\n".join(tidy(line) for line in text.split("\n") if not is_open(tidy(line)))
            if text:
                row[control.key] = text
    if row:
        yield row


def _head_rows(grid: Grid, table: Lines) -> int:
    """Return how many rows of a grid are its head."""
    heads = {key_of(head) for head in table.heads if key_of(head)}
    of_head = [n for n, row in enumerate(grid.rows[:_HEAD]) if any(key_of(box.text) in heads for box in row)]
    return max(of_head, default=-1) + 1


def _columns(grid: Grid, table: Lines) -> list[int | None]:
    """Return in which column of a grid each column of the form stands, as their heads say, else in the same order."""
    heads = [key_of(head) for head in table.heads]
    places: dict[str, int] = {}
    for row in grid.rows[: _head_rows(grid, table)]:
        places |= {key_of(box.text): place for place, box in enumerate(row) if box.text}
    wide = len(grid.rows[0]) if grid.rows else 0
    if sum(head in places for head in heads) * 3 < len(heads) * 2:
        return [n if n < wide else None for n in range(len(heads))]
    return [
        places.get(head, n if wide == len(heads) and n not in places.values() else None) for n, head in enumerate(heads)
    ]


def all_rows(rows: Sequence[Mapping[str, str]], beginning: str) -> list[dict[str, str]]:
    """Return the rows of one list of a record, by what stands after its name in their keys."""
    found = []
    for row in rows:
        mine = {key.removeprefix(f"{beginning}."): text for key, text in row.items() if key.startswith(f"{beginning}.")}
        if mine:
            found.append(mine)
    return found
