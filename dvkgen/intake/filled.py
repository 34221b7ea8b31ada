"""What was filled into a form of text: the value of each of its places, found by control, by alias, or by its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from dvkgen.document.control import LONGEST_NAME, Control
from dvkgen.intake.blank import Blank, Fixed, Slot, key_of
from dvkgen.intake.grids import rows_of, table_of
from dvkgen.intake.received import Grid, Line, Received
from dvkgen.intake.values import is_open, tidy

LONG = ("doan", "anh")
"""Kinds of places that take more than a line."""
_ALIKE = 92.0
"""Of a hundred, how alike a label that was typed anew is to that of the form."""
_FEWEST = 6
"""Letters of a label that is looked for within a line."""


@dataclass
class Filled:
    """What was found in a filled copy of a form: texts by key, rows of tables, photos by key, and what nothing asked for.

    `places` are the cells of a list in which the texts stand.
    """

    values: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    photos: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    missing: list[Control] = field(default_factory=list)
    places: Mapping[str, str] = field(default_factory=dict)


def filled(received: Received, blank: Blank) -> Filled:
    """Return what was filled into a copy of a form."""
    found = Filled()
    reader, tables, above = _Reader(blank, found), list(blank.tables), ""
    for part in received.parts:
        if isinstance(part, Line):
            reader.read(part)
            above += key_of(part.text)
            continue
        table = table_of(part, tables, above)
        if table:
            found.rows.extend(rows_of(part, table))
            tables.remove(table)
        elif part.lines:
            for line in part.lines:
                reader.read(line)
                above += key_of(line.text)
            continue
        else:
            reader.read_table(part)
        above = ""
    reader.done()
    asked = [one.control for one in blank.order if isinstance(one, Slot)]
    found.missing = [control for control in asked if control.key not in found.values]
    return found


# --- places in running text -----------------------------------------------------------------------


class _Labels:
    """The labels and fixed words of a form, as they are looked for in a line."""

    def __init__(self, blank: Blank) -> None:
        self._order = blank.order
        self._slots = [one for one in blank.order if isinstance(one, Slot) and one.key]
        self._fixed = [(place, one) for place, one in enumerate(blank.order) if isinstance(one, Fixed)]
        self._by_alias = {control.name[:LONGEST_NAME]: control for control in blank.controls.values()}
        self._by_tag = {control.key[:LONGEST_NAME]: control for control in blank.controls.values()}
        self._ends, self._heads = blank.ends, blank.heads - {""}

    def control(self, tag: str, alias: str) -> Control | None:
        """Return the place of a form that a control of a file is: by its tag, else by its alias."""
        return self._by_tag.get(tag) or self._by_alias.get(alias)

    def heads(self, line: Line) -> bool:
        """Whether a line is of the letterhead as the form prints it."""
        return key_of(line.text) in self._heads

    def ends(self, line: Line) -> bool:
        """Whether the text of the form has ended: a line of who signs it, or of to whom it goes."""
        return key_of(line.text) in self._ends

    def fixed(self, line: Line) -> int | None:
        """Return the place of the words of the form that a line says: of a hint, a heading, a title; None of others."""
        key = key_of(line.text)
        return next((place for place, one in self._fixed if key and one.is_in(key)), None)

    def after(self, place: int) -> Slot | None:
        """Return the place to be filled in that has no label but stands below what is at a place of the form."""
        rest = self._order[place + 1 :]
        below = next((one for one in rest if not (isinstance(one, Fixed) and one.is_head)), None)
        return below if isinstance(below, Slot) and not below.key else None

    def after_slot(self, slot: Slot) -> Slot | None:
        """Return the place without a label below another one."""
        return self.after(self._order.index(slot))

    def slot(self, line: Line) -> tuple[Slot, str] | None:
        """Return the place that a line is the label of, with what stands after it."""
        before, colon, after = line.text.partition(":")
        ways = ((line.text, ""), (before, after)) if colon else ((line.text, ""),)
        for text, rest in ways:
            key = key_of(text)
            exact = next((slot for slot in self._slots if slot.key == key), None)
            if exact:
                return exact, rest
        if (begun := self._begun(line.text)) is not None:
            return begun
        key = key_of(before)
        alike = [slot for slot in self._slots if min(len(key), len(slot.key)) >= _FEWEST]
        best = max(alike, key=lambda slot: fuzz.ratio(key, slot.key), default=None)
        return (best, after) if best and fuzz.ratio(key, best.key) >= _ALIKE else None

    def _begun(self, text: str) -> tuple[Slot, str] | None:
        """Return the place that goes on in the line of its label without a colon, as in a title."""
        key = key_of(text)
        slot = next(
            (s for s in self._slots if ":" not in s.label and s.control.kind not in LONG and key.startswith(s.key)),
            None,
        )
        if slot is None:
            return None
        ends = next(n for n in range(len(text) + 1) if key_of(text[:n]) == slot.key)
        return slot, text[ends:].lstrip("”\"' :-")


class _Reader:
    """Reads the lines of a file one after the other: what stands at each place, until the next one."""

    def __init__(self, blank: Blank, found: Filled) -> None:
        self._labels, self._found = _Labels(blank), found
        self._kinds = {control.key: control.kind for control in blank.controls.values()}
        self._texts: dict[str, list[str]] = {}
        self._open: Slot | Control | None = None
        self._uncaptioned: list[tuple[str, int]] = []
        self._is_within = False

    @property
    def _key(self) -> str:
        return "" if self._open is None else (self._open if isinstance(self._open, Control) else self._open.control).key

    def read(self, line: Line) -> None:
        """Take in the next line."""
        held = [(c, one.text) for one in line.held if (c := self._labels.control(one.tag, one.alias))]
        if held:
            self._is_within = True
            for control, text in held:
                self._open = control
                self._texts.setdefault(control.key, []).extend(text.split("\n"))
        elif not self._is_known(line):
            self._go_on(line)
        self._take_pictures(line)

    def _is_known(self, line: Line) -> bool:
        """Take in a line that is the form's own: one of its labels, its words, or its end."""
        if self._labels.heads(line):
            return True
        if self._labels.ends(line):
            self._open, self._is_within = None, False
            return True
        if labelled := self._labels.slot(line):
            self._is_within = True
            self._open, rest = labelled
            self._texts.setdefault(self._key, []).append(rest)
            return True
        place = self._labels.fixed(line)
        if place is not None:
            self._is_within = True
            self._open = self._labels.after(place) or (None if self._is_filled() else self._open)
        return place is not None

    def _is_filled(self) -> bool:
        return any(not is_open(tidy(text)) for text in self._texts.get(self._key, ()))

    def _go_on(self, line: Line) -> None:
        """Take in a line of somebody's own words: it belongs to the place that is open, or to none."""
        if line.is_inside or is_open(tidy(line.text)) or not key_of(line.text):
            return
        is_long = self._kinds.get(self._key) in LONG
        if self._key and not is_long and self._is_filled() and isinstance(self._open, Slot):
            self._open = self._labels.after_slot(self._open)
            is_long = self._open is not None
        if self._uncaptioned and self._kinds.get(self._key) == "anh":
            key, place = self._uncaptioned.pop(0)
            self._found.photos[key][place] = (self._found.photos[key][place][0], tidy(line.text))
        elif self._key and (is_long or not self._is_filled()):
            self._texts.setdefault(self._key, []).extend(line.text.split("\n"))
        elif self._is_within:  # above is the letterhead, below who signs
            self._found.left.append(tidy(line.text))

    def read_table(self, grid: Grid) -> None:
        """Take in a table that is none of the form's: a part of the text that is open, else it belongs to nothing."""
        rows = [[tidy(box.text).replace("|", "/") for box in row] for row in grid.rows]
        if self._key and self._kinds.get(self._key) in LONG:
            head, *rest = (f"| {' | '.join(row)} |" for row in rows)
            self._texts.setdefault(self._key, []).append("\n".join((head, f"|{'---|' * len(rows[0])}", *rest)))
        else:
            self._found.left.extend(text for row in rows for text in row if not is_open(text))

    def _take_pictures(self, line: Line) -> None:
        for name in line.pictures if self._key else ():
            mine = self._found.photos.setdefault(self._key, [])
            mine.append((name, ""))
            self._uncaptioned.append((self._key, len(mine) - 1))

    def done(self) -> None:
        """Settle the values of all places."""
        for key, lines in self._texts.items():
            kept = [line if line.startswith("|") else tidy(line) for line in lines if not is_open(tidy(line))]
            self._found.values[key] = paragraphs(kept) if self._kinds[key] in LONG else " ".join(kept)


def paragraphs(lines: Sequence[str]) -> str:
    """Return lines as a long text of YAML: items one below the other, other paragraphs apart."""
    made = ""
    for line in lines:
        is_item = line.startswith(("- ", "+ "))
        made += ("\n" if is_item or not made else "\n\n") + line if made else line
    return made
