"""Vietnamese text: words, folding of names, dates and numbers as printed, nearest names.

This module knows no YAML, no paper and no record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
ZERO_WIDTH_DEBRIS = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad]")
"""Of these signs those that never mean anything in Vietnamese; a joiner (U+200D) holds an emoji together."""
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_QUOTE = re.compile(r"\{\{([^{}]*)\}\}")
_QUOTED_NAME = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*")


def nfc(text: str) -> str:
    """Return the text in Unicode normal form C, as TCVN 6909:2001 keeps Vietnamese."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def count_words(text: str) -> int:
    """Return how many words Word's status bar shows: runs without white space, a lone dash being one.

    Zero-width characters are no characters, no-break spaces are spaces.
    """
    return len(ZERO_WIDTH.sub("", nfc(text)).split())


def without_marks(text: str) -> str:
    """Return a text in lower case without diacritics, character for character: `Đống Đa` becomes `dong da`."""
    table = {ord(c): "d" if c in "đĐ" else unicodedata.normalize("NFD", c)[0].lower()[0] for c in set(text)}
    return text.translate(table)


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Folded away: case, white space, kind of dash, zero-width characters and the place of the tone
    mark (`hoà` = `hòa`, `thuỷ` = `thủy`). Different tones stay different.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFD", ZERO_WIDTH.sub("", name)).casefold())
    plain = re.sub(r"\s*-\s*", "-", " ".join(plain.split()))
    return " ".join(_tones_last(word) for word in plain.split())


def _tones_last(word: str) -> str:
    """Return a decomposed word with its tone marks after its letters: where they stood is lost."""
    return "".join(sorted(word, key=_TONES.__contains__))


_TONE_PLACES = tuple(
    (f"{first_old}{second}", f"{first}{second_new}")
    for first, second, olds, news in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for first_old, second_new in zip(olds, news, strict=True)
)


_TONED = re.compile(
    "(?:[òóỏõọÒÓỎÕỌ][aeAE]|[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<![qQ])[ùúủũụÙÚỦŨỤ][yY]|(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\\W\\d_])"
)
_WORD_BEFORE = re.compile(r"[^\W\d_]*$")


def toned_words(text: str) -> Iterator[tuple[int, str]]:
    """Yield each word whose tone mark has two places (`hoà`, `hòa`), and where it begins."""
    for match in _TONED.finditer(text):
        begun = _WORD_BEFORE.search(text, max(0, match.start() - 4), match.start())
        start = begun.start() if begun else match.start()
        yield start, text[start : match.end()]


def with_tones(text: str, *, new: bool) -> str:
    """Return the text with the tone marks of open `oa`, `oe`, `uy` in one style: new `hoà, thuỷ`, old `hòa, thủy`.

    What stands between “ and ” is never touched.
    """
    pieces = re.split(r"(“[^”]*”?|(?:https?://|www\.)\S+)", text)
    return "".join(piece if piece.startswith(("“", "http", "www.")) else _placed(piece, new=new) for piece in pieces)


def _placed(text: str, *, new: bool) -> str:
    wanted = {(pair[0] if new else pair[1]): (pair[1] if new else pair[0]) for pair in _TONE_PLACES}

    def place(match: re.Match[str]) -> str:
        lower = wanted[match[0].lower()]
        return "".join(b.upper() if a.isupper() else b for a, b in zip(match[0], lower, strict=True))

    return re.sub(rf"(?<![qQ])({'|'.join(wanted)})(?![^\W\d_])", place, text, flags=re.IGNORECASE)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the one of `words` that the writer of `word` most probably meant, or None."""
    known = {_typed(w): w for w in words}
    close = get_close_matches(_typed(word), known, n=1, cutoff=0.7)
    return known[close[0]] if close else None


def _typed(name: str) -> str:
    """Return a name as a code would be typed: without marks, with hyphens."""
    return re.sub(r"[\s_-]+", "-", without_marks(nfc(name)).strip())


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return “có phải ý bạn là “…”?” for the nearest of `words`, or the list of them, or nothing."""
    choices = tuple(dict.fromkeys(words))
    close = nearest(word, choices)
    if close:
        return f"có phải ý bạn là “{close}”?"
    shown = ", ".join(choices[:12]) + (", …" if len(choices) > 12 else "")
    return f"các tên hợp lệ: {shown}" if shown else ""


def slug(code: str) -> str:
    """Return a code of YAML as it stands in a path: `danh_sach_dang_ky` becomes `danh-sach-dang-ky`."""
    return code.replace("_", "-")


def day_month(day: int, month: int) -> tuple[str, str]:
    """Return a day with two digits, and a month with two only for 1 and 2 (NĐ30 Phụ lục I, II.4)."""
    return f"{day:02}", f"{month:02}" if month <= 2 else str(month)


def short_date(when: date) -> str:
    """Return the date as it stands inside a sentence: `05/3/2026`, `15/01/2026`."""
    day, month = day_month(when.day, when.month)
    return f"{day}/{month}/{when.year}"


def paper_date(day: int | None, month: int | None, year: int | None) -> str:
    """Return a date as far as it is known: `05/3/2026`, `3/2026`, `2026`."""
    shown_day, shown_month = day_month(day or 1, month or 1)
    parts = ((day, shown_day), (month, shown_month if day else str(month)), (year, str(year)))
    return "/".join(shown for value, shown in parts if value is not None)


def two_digits(number: int) -> str:
    """Return a whole number as papers print it: `03` under ten, `3.500` from a thousand on."""
    return f"{number:02}" if 0 <= number < 10 else f"{number:,}".replace(",", ".")


def number_in_words(value: Decimal) -> str:
    """Return a number as Vietnamese prints it, with a decimal comma: `98,5`, `3500`."""
    return f"{value.normalize():f}".replace(".", ",")


def column_weights(columns: Iterable[Sequence[str]], letters: int) -> list[int]:
    """Return how wide each column of a table is against the others, where a line of it holds so many letters.

    Each has room for its longest word; what is left goes to those whose cells are longer.
    """
    texts = [list(column) for column in columns]
    least = [max((len(word) for text in column for word in text.split()), default=1) + 3 for column in texts]
    usual = [sum(map(len, column)) // max(1, len(column)) for column in texts]
    wishes = [max(0, min(long, 80) - room) for long, room in zip(usual, least, strict=True)]
    spare, wished = max(0, letters - sum(least)), max(1, sum(wishes))
    return [room + spare * wish // wished for room, wish in zip(least, wishes, strict=True)]


@dataclass(frozen=True, slots=True)
class Quote:
    """A `{{ name }}` in a text: what stands between the braces, and where (line and column from 0)."""

    name: str
    line: int
    column: int

    @property
    def is_name(self) -> bool:
        """Whether this is a name at all; anything else between braces is plain text."""
        return bool(_QUOTED_NAME.fullmatch(self.name))


def quotes_in(text: str) -> Iterator[Quote]:
    """Yield every `{{ … }}` of a text, in order."""
    for match in _QUOTE.finditer(text):
        before = text[: match.start()]
        yield Quote(match[1].strip(), before.count("\n"), match.start() - (before.rfind("\n") + 1))


def fill_quotes(text: str, facts: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """Return the text with each `{{ name }}` replaced by its fact; unknown names stay as typed."""

    def fact(match: re.Match[str]) -> str:
        value = facts.get(match[1].strip())
        return match[0] if value is None else escape(value)

    return _QUOTE.sub(fact, text) if "{{" in text else text
