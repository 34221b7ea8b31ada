"""Whether what was sent is what is there already, as a reader would say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from dvkgen.document.prose import plain_text
from dvkgen.intake import values
from dvkgen.intake.making import Making
from dvkgen.text import fold

LISTS: Mapping[str, str] = {
    "mo_hinh": "ten",
    "ket_qua_mo_hinh": "mo_hinh",
    "de_nghi": "mo_hinh",
    "tieu_chi": "tieu_chi",
    "so_lieu": "ten",
    "anh": "chu_thich",
    "minh_chung": "chu_thich",
}
"""Lists of records, and the key by which two of their records are the same one."""


def said(value: Any) -> str:
    """Return a value as it is told, in one line."""
    if isinstance(value, Mapping):
        return ", ".join(said(one) for one in value.values())
    if isinstance(value, list):
        return "; ".join(map(said, value))
    text = values.tidy(str(value))
    return f"{text[:80]}…" if len(text) > 80 else text


class Sameness:
    """Whether two values mean the same to a reader: spelling of names, of days, of numbers, line breaks do not tell them apart."""

    def __init__(self, making: Making) -> None:
        self._ways: Mapping[str, Callable[[str], str]] = {
            "linh_vuc": lambda text: making.sectors.meant(text).sure or text,
            "cap": lambda text: making.levels.meant(text).sure or text,
            "don_vi": lambda text: making.units.meant(text).sure or text,
            "cung_thuc_hien": lambda text: making.units.meant(text).sure or text,
            "mo_hinh": lambda text: making.models.meant(text).sure or text,
            "ngay_gui": lambda text: values.day_in(text) or text,
            "ngay": lambda text: values.day_in(text) or text,
        }

    def records(self, key: str, mine: Any, new: Mapping[str, Any]) -> bool:
        """Whether two records of a list are of the same thing."""
        name = LISTS[key]
        if not isinstance(mine, Mapping) or not mine.get(name) or not new.get(name):
            return False
        one, other = str(mine[name]), str(new[name])
        if key == "de_nghi":
            same = (self.values(k, mine[k], new[k]) for k in ("tap_the", "ca_nhan") if k in mine and k in new)
            return self.values(name, one, other) and next(same, False)
        return self.values(name, one, other)

    def values(self, key: str, mine: Any, new: Any) -> bool:
        """Whether two values of a key are the same."""
        if isinstance(mine, Mapping) or isinstance(new, Mapping):
            return self._people(mine, new)
        if isinstance(mine, list) or isinstance(new, list):
            one, other = (value if isinstance(value, list) else [value] for value in (mine, new))
            return len(one) == len(other) and all(self.values(key, a, b) for a, b in zip(one, other, strict=True))
        way = self._ways.get(key, str)
        return _plain(way(str(mine))) == _plain(way(str(new)))

    def _people(self, mine: Any, new: Any) -> bool:
        one, other = (v if isinstance(v, Mapping) else {"ho_ten": v} for v in (mine, new))
        one, other = ({("ho_ten" if k == "ten" else k): v for k, v in p.items()} for p in (one, other))
        return all(self.values(key, one.get(key, ""), other[key]) for key in other)


def _plain(text: str) -> str:
    """Return what a reader sees of a text, the same for spellings that mean the same."""
    number = re.sub(r"^0+(?=\d)", "", text.strip())
    if re.fullmatch(r"\d+(?:[.,]\d+)*", number):
        return number.replace(".", ",") if number.count(".") == 1 and len(number.rpartition(".")[2]) != 3 else number
    return fold(values.tidy(plain_text(text) if "\n" in text else text))
