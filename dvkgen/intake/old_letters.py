"""Vietnamese as it was typed for old fonts, TCVN3 (.VnTime) and VNI (VNI-Times), in Unicode: on request alone.

Which of them a text is in, its letters only suggest: one wrong guess would print a name that nobody has. TCVN3 as in
TCVN 5712:1993, VN3; its capitals with tones are the small letters in a font of capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from dvkgen.disk.encoding import old_encoding
from dvkgen.intake.received import Box, Grid, Held, Line, Received, Unreadable
from dvkgen.text import nfc

_TCVN3: Mapping[str, str] = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ®¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_SHAPES = {
    "â": ("\u0302", ""),
    "á": ("\u0302", "\u0301"),
    "à": ("\u0302", "\u0300"),
    "å": ("\u0302", "\u0309"),
    "ã": ("\u0302", "\u0303"),
    "ä": ("\u0302", "\u0323"),
    "ê": ("\u0306", ""),
    "é": ("\u0306", "\u0301"),
    "è": ("\u0306", "\u0300"),
    "ú": ("\u0306", "\u0309"),
    "ü": ("\u0306", "\u0303"),
    "ë": ("\u0306", "\u0323"),
}
_VNI_ALONE: Mapping[str, str] = {
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}
_VNI_PAIR = re.compile("([aeiouyôöAEIOUYÔÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])")


def refuse_old_letters(text: str) -> None:
    """Raise Unreadable where a text is typed for an old font."""
    if old := old_encoding(text):
        raise Unreadable(
            f"chữ gõ theo bảng mã cũ {old[0]}", "chuyển mã bằng --bang-ma tcvn3 hoặc vni, rồi xem kỹ kết quả"
        )


def in_unicode(received: Received, encoding: str) -> Received:
    """Return a file with all its texts in Unicode, which were typed in TCVN3 or VNI."""
    change = _from_tcvn3 if encoding == "tcvn3" else _from_vni
    return replace(received, parts=tuple(_changed(part, change) for part in received.parts))


def _changed(part: Line | Grid, change: Callable[[str], str]) -> Line | Grid:
    if isinstance(part, Line):
        return replace(part, text=change(part.text), held=_held(part.held, change))
    return replace(part, rows=tuple(tuple(_box(box, change) for box in row) for row in part.rows))


def _box(box: Box, change: Callable[[str], str]) -> Box:
    return replace(box, text=change(box.text), held=_held(box.held, change))


def _held(held: tuple[Held, ...], change: Callable[[str], str]) -> tuple[Held, ...]:
    return tuple(replace(one, text=change(one.text)) for one in held)


def _from_tcvn3(text: str) -> str:
    words = ("".join(_TCVN3.get(letter, letter) for letter in word) for word in re.split(r"(\s+)", text))
    return "".join(_in_capitals(word) for word in words)


def _in_capitals(word: str) -> str:
    """Return a word in capitals where all its letters that have one form are: those with tones come small."""
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    is_capital = len(plain) > 1 and all(letter.isupper() for letter in plain)
    return word.upper() if is_capital else word


def _from_vni(text: str) -> str:
    paired = _VNI_PAIR.sub(_joined, text)
    return nfc("".join(_alone(letter) for letter in paired))


def _joined(pair: re.Match[str]) -> str:
    first, second = _alone(pair[1]), pair[2].lower()
    shape, tone = _VNI_SHAPES.get(second, ("", _VNI_TONES.get(second, "")))
    return nfc(f"{first}{shape}{tone}")


def _alone(letter: str) -> str:
    known = _VNI_ALONE.get(letter.lower())
    return letter if known is None else known.upper() if letter.isupper() else known
