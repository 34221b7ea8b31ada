"""Vietnamese text: words, folding of names, dates and numbers as printed, nearest names.

This module knows no YAML, no paper and no record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache

PLACED_PICTURE = re.compile(r"!\[(.*)\]\(([^()\n]+)\)")
"""A photo by a line of its own in a long text: its caption, and its file."""
ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
ZERO_WIDTH_DEBRIS = re.compile("[\u200b\u200c\u200e\u200f\u2060\ufeff\u00ad]")
"""Of these signs those that never mean anything in Vietnamese; a joiner (U+200D) holds an emoji together."""
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u202a-\u202e\u2061-\u206f\u3164"
    "\ud800-\udfff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that neither XML nor paper knows, that turn the direction of words, or that are letters nobody sees."""
_CHARACTERS = {"\x0b": "ngắt dòng mềm của Word (Shift+Enter)", "\x0c": "ngắt trang"}
_TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "AL")
_CODE_WORD = re.compile("[a-z0-9]+")
_LONGEST_CODE = 50
"""Letters of a code that is made from a name."""
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
_LOOK_ALIKES = str.maketrans("ÐƉðɖАВЕКМНОРСТХасеорху", "ĐĐđđABEKMHOPCTXaceopxy")
"""Letters of other alphabets that look like ours: eth for đ, Cyrillic ones."""
LOOK_ALIKE = re.compile("[ÐƉðɖ]|(?<=[A-Za-zÀ-ỹ])[АВЕКМНОРСТХасеорху]|[АВЕКМНОРСТХасеорху](?=[A-Za-zÀ-ỹ])")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def nfc(text: str) -> str:
    """Return the text in Unicode normal form C, as TCVN 6909:2001 keeps Vietnamese."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def with_own_letters(text: str) -> str:
    """Return the text with letters of other alphabets that only look Vietnamese as ours: `Ð` (eth) becomes `Đ`."""
    while not text.isascii() and LOOK_ALIKE.search(text):
        text = LOOK_ALIKE.sub(lambda match: match[0].translate(_LOOK_ALIKES), text)
    return text


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

    Folded away: case, white space, kind of dash and of apostrophe, zero-width characters and the place of the tone
    mark (`hoà` = `hòa`, `thuỷ` = `thủy`). Different tones stay different.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFD", ZERO_WIDTH.sub("", name)).casefold())
    plain = plain.translate(_APOSTROPHES)
    plain = re.sub(" ?- ?", "-", " ".join(plain.split()))
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
        head = _WORD_BEFORE.search(text, max(0, match.start() - 4), match.start())
        start = head.start() if head else match.start()
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


def code_from(name: str, taken: Collection[str] = ()) -> str:
    """Return a code made from a name, shortened at a word, with a number after it where it is taken; nothing for no letters."""
    made = ""
    for word in _CODE_WORD.findall(without_marks(nfc(name))):
        if made and len(made) + 1 + len(word) > _LONGEST_CODE:
            break
        made = f"{made}-{word}" if made else word[:_LONGEST_CODE]
    number = 1
    while made and (made if number == 1 else f"{made}-{number}") in taken:
        number += 1
    return made if number == 1 else f"{made}-{number}"


def slug(code: str) -> str:
    """Return a code of YAML as it stands in a path: `danh_sach_dang_ky` becomes `danh-sach-dang-ky`."""
    return code.replace("_", "-")


def character_name(character: str) -> str:
    """Return what an unprintable character is called in a finding."""
    kind = "đổi chiều chữ" if unicodedata.bidirectional(character) in _TURNING else "điều khiển"
    return _CHARACTERS.get(character, f"ký tự {kind} U+{ord(character):04X}")
