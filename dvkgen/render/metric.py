"""How wide words are in Times New Roman: rules, columns, titles and letterheads are laid out by it, in both formats alike.

Widths are those of the four faces themselves, thousandths of an em (metric-compatible families share them), so that no
font need be installed to write DOCX. This module knows nothing else of fonts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """A face in a size of points: `width` gives how wide a text is in it, in points."""

    size: float
    bold: bool = False
    italic: bool = False

    def width(self, text: str) -> float:
        """Return the width of a line in points; marks above and below letters add nothing, a tab one space."""
        return sum(map(_WIDTHS[self.bold, self.italic].__getitem__, text)) * self.size / 1000

    def knows(self, text: str) -> bool:
        """Whether the width of every letter is known."""
        widths = _WIDTHS[self.bold, self.italic]
        return all(letter in widths or widths[letter] != _UNKNOWN or _base(letter) in widths for letter in text)


def bold_width(text: str, size: float) -> float:
    """Return the width in points of a bold line of `size` points."""
    return Face(size, bold=True).width(text)


_REGULAR: Mapping[int, str] = {
    180: "'",
    200: "|",
    250: " ,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr‘’·",
    350: "•",
    389: "Js",
    444: "?acez“”",
    408: '"',
    480: "{}",
    500: "#$*0123456789_bdghknopquvxy–đ",
    529: "ơ",
    542: "ư",
    556: "FPS",
    564: "+<=>×",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐƠ",
    776: "Ư",
    778: "&m",
    833: "%",
    889: "M",
    944: "W",
    1000: "—…",
}
_BOLD: Mapping[int, str] = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt‘’·",
    350: "•",
    389: "Is",
    394: "{}",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–“”",
    554: "ơ",
    555: '"',
    556: "Sbdhknpquđ",
    570: "+<=>×",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQƠ",
    796: "Ư",
    833: "&m",
    944: "M",
    1000: "%W—…",
}
_ITALIC: Mapping[int, str] = {
    214: "'",
    250: " ,.·",
    275: "|",
    278: "/\\fijlt",
    333: "!()-:;I`‘’",
    350: "•",
    389: "[]rsz",
    400: "{}",
    420: '"',
    444: "Jcekvxy",
    500: "#$*0123456789?S_abdghnopqu–đ",
    534: "ơ",
    545: "ư",
    556: "LTYZ“”",
    611: "ABEFPRVX",
    667: "CKNw",
    675: "+<=>×",
    722: "DGHOQUmĐƠ",
    754: "Ư",
    778: "&",
    833: "%MW",
    889: "—…",
}
_BOLD_ITALIC: Mapping[int, str] = {
    220: "|",
    250: " ,.·",
    278: "'/\\ijlt",
    333: "()-:;[]`f‘’",
    348: "{}",
    350: "•",
    389: "!Irsz",
    444: "cevy",
    500: "#$*0123456789?J_abdgkopqx–“”đ",
    537: "ơ",
    555: '"',
    556: "Shnu",
    570: "+<=>×",
    599: "ư",
    611: "LPTYZ",
    667: "ABCEFKRVXw",
    722: "DGNOQUĐƠ",
    775: "Ư",
    778: "&Hm",
    833: "%",
    889: "MW",
    1000: "—…",
}


class _Widths(dict[str, int]):
    """The width of every letter of a face, worked out for one with marks when it is first met."""

    def __init__(self, by_width: Mapping[int, str]) -> None:
        super().__init__((letter, width) for width, letters in by_width.items() for letter in letters)

    def __missing__(self, letter: str) -> int:
        base = _base(letter)
        if base not in self:
            return _UNKNOWN
        self[letter] = width = self[base]
        return width


_WIDTHS: Mapping[tuple[bool, bool], _Widths] = {
    (False, False): _Widths(_REGULAR),
    (True, False): _Widths(_BOLD),
    (False, True): _Widths(_ITALIC),
    (True, True): _Widths(_BOLD_ITALIC),
}
_HORN = "\u031b"
_UNKNOWN = 600
_BLANKS = str.maketrans("\u00a0\t\n", "   ")


def _base(letter: str) -> str:
    if letter.isascii():
        return letter.translate(_BLANKS)
    if letter == "\u00a0":
        return " "
    decomposed = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", decomposed[0] + _HORN) if _HORN in decomposed else decomposed[0]
