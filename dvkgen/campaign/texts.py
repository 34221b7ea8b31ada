"""The texts of a campaign as one string, in which a place is a place in a file.

This module knows no rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from dvkgen.findings import Mark
from dvkgen.schema.long_text import LongText
from dvkgen.schema.record import Record
from dvkgen.text import without_marks

_BLOCK_STARTS = ("- ", "+ ", "#", "|", "[^", "![")
_SINGLE_BLOCKS = ("#", "|", "![")
_QUOTED = re.compile(r"“[^“”\n]*”")
_CITED = re.compile(r"\bsố[ \xa0]+\d+[^;\n]*")
_MASK = "\x01"
_GAP = "\n\n\x02\n\n"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text as it was typed: of which record and field, whether the office wrote it, and where it stands."""

    record: Record
    name: str
    place: int | None
    value: str | LongText
    of_office: bool

    @property
    def text(self) -> str:
        """The text itself."""
        return self.value if isinstance(self.value, str) else self.value.text

    def at(self, index: int) -> Mark:
        """Return the mark of a character of the text; of a text in one line the mark of its value."""
        if isinstance(self.value, str):
            return self.record.at(self.name, self.place)
        return self.value.at_index(index)


@dataclass(frozen=True, slots=True)
class Found:
    """What a pattern found: the passage, where in it, and the match itself."""

    passage: Passage
    index: int
    match: re.Match[str]

    @property
    def mark(self) -> Mark:
        """Where it stands."""
        return self.passage.at(self.index)


class Texts:
    r"""Several passages as one string of the same characters, in which only the kind of a line break changes.

    In `whole` a line break inside a paragraph is a space, so that `\\n` ends a paragraph, an item or a heading. In
    `plain` quotations and citations of papers are blanked: they are others' words.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages = tuple(passages)
        self.starts: list[int] = []
        pieces, position = [], 0
        for passage in self.passages:
            piece = flowing(passage.text)
            self.starts.append(position)
            pieces.append(piece)
            position += len(piece) + len(_GAP)
        self.whole = _GAP.join(pieces)

    @cached_property
    def plain(self) -> str:
        """The whole with quotations and citations blanked, character for character."""
        unquoted = _QUOTED.sub(lambda m: f"“{_MASK * (len(m[0]) - 2)}”", self.whole)
        return _CITED.sub(lambda m: _MASK * len(m[0]), unquoted)

    @cached_property
    def bare(self) -> str:
        """The whole in lower case without diacritics, character for character."""
        return without_marks(self.whole)

    def find(self, pattern: re.Pattern[str], text: str | None = None, hints: Iterable[str] = ()) -> Iterator[Found]:
        """Yield what a pattern finds in the whole, or in another text of the same length.

        Where hints are given, one of them stands in whatever the pattern finds: without any it is not tried.
        """
        searched = self.whole if text is None else text
        known = tuple(hints)
        if known and not any(hint in searched for hint in known):
            return
        for match in pattern.finditer(searched):
            yield Found(*self.place(match.start()), match)

    def place(self, position: int) -> tuple[Passage, int]:
        """Return the passage at a place of the whole, and the place in it."""
        number = bisect_right(self.starts, position) - 1
        return self.passages[number], position - self.starts[number]

    def around(self, match: re.Match[str], before: int, after: int) -> str:
        """Return what was found with so many characters on either side, in one line, for a message to show."""
        return self.whole[max(0, match.start() - before) : match.end() + after].strip("\n\x02 ").replace("\n", " ")

    def flowing(self, passage: Passage) -> str:
        """Return a passage as it stands in the whole: its line breaks end paragraphs, items and headings."""
        return flowing(passage.text)

    def paragraph(self, position: int) -> str:
        """Return the paragraph or item of the whole that a place lies in."""
        start, end = self.whole.rfind("\n", 0, position) + 1, self.whole.find("\n", position)
        return self.whole[start : end if end >= 0 else None]


def flowing(text: str) -> str:
    """Return a text of the same length in which line breaks inside a paragraph are spaces."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in pairwise(lines):
        last, first = before.strip(), line.lstrip(" ")
        soft = last and first and not last.startswith(_SINGLE_BLOCKS) and not first.startswith(_BLOCK_STARTS)
        joined.append((" " if soft else "\n") + line)
    return "".join(joined)


def passages_of(record: Record, *, of_office: bool) -> Iterator[Passage]:
    """Yield every text in a record and the records within it; a value without a space is a code or a number."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        for place, item in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            if isinstance(item, Record):
                yield from passages_of(item, of_office=of_office)
            elif isinstance(item, LongText) or (isinstance(item, str) and " " in item):
                yield Passage(record, name, place, item, of_office)
        if isinstance(value, dict):
            for inner in value.values():
                if isinstance(inner, Record):
                    yield from passages_of(inner, of_office=of_office)
                elif isinstance(inner, str) and " " in inner:
                    yield Passage(record, name, None, inner, of_office)
