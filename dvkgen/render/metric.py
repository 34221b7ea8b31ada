"""How wide a line is in Times New Roman Bold: a drawn rule must be as long as the words above it.

Widths are those of the face itself, thousandths of an em (metric-compatible faces share them), so that no
font need be installed to write DOCX. This module knows nothing else of fonts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_BOLD: Mapping[int, str] = {
    250: "  .,",
    278: "il/'",
    333: "fjt-():",
    389: "sI",
    444: "cerz",
    500: "agovxyJ0123456789“”–",
    554: "ơ",
    556: "bdhknpquSđ",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "wACDNRUVXYĐ",
    778: "GHKOQƠ",
    796: "Ư",
    833: "m",
    944: "M",
    1000: "W",
}
_WIDTHS: Mapping[str, int] = {letter: width for width, letters in _BOLD.items() for letter in letters}
_HORN = "\u031b"
_UNKNOWN = 600


def bold_width(text: str, size: float) -> float:
    """Return the width in points of a bold line of `size` points; marks above and below letters add nothing."""
    return sum(_WIDTHS.get(_base(letter), _UNKNOWN) for letter in text) * size / 1000


def _base(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", decomposed[0] + _HORN) if _HORN in decomposed else decomposed[0]
