"""What a name in a file means among the names that are known: units, fields, levels, models.

Spellings of one name are one: case, tone places, abbreviations, words left out or in another order, no diacritics. The
digits decide: “TDP 12” is never “Tổ dân phố số 2”. What is merely alike is `near`: shown, and left to a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from dvkgen.text import fold, nfc, with_own_letters, without_marks

_SHORT: Mapping[str, str] = {
    "tdp": "to dan pho",
    "tdv": "to dan van",
    "cb": "chi bo",
    "db": "dang bo",
    "du": "dang uy",
    "dbbp": "dang bo bo phan",
    "mn": "mam non",
    "th": "tieu hoc",
    "tieuhoc": "tieu hoc",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "gdnn": "giao duc nghe nghiep",
    "gdtx": "giao duc thuong xuyen",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ca": "cong an",
    "qs": "quan su",
    "bchqs": "ban chi huy quan su",
    "ttpvhcc": "trung tam phuc vu hanh chinh cong",
    "pvhcc": "phuc vu hanh chinh cong",
    "hcc": "hanh chinh cong",
    "hpn": "hoi phu nu",
    "lhpn": "lien hiep phu nu",
    "hlhpn": "hoi lien hiep phu nu",
    "hnd": "hoi nong dan",
    "ccb": "cuu chien binh",
    "hccb": "hoi cuu chien binh",
    "dtn": "doan thanh nien",
    "tncs": "thanh nien cong san",
    "hcm": "ho chi minh",
    "vhxh": "van hoa xa hoi",
    "vp": "van phong",
    "tyt": "tram y te",
    "tdcc": "tap the",
    "p": "phuong",
    "ndt": "nha dan tri",
    "ktht": "kinh te ha tang",
    "anqp": "an ninh quoc phong",
    "qpan": "quoc phong an ninh",
    "httct": "he thong chinh tri",
    "xdhtct": "xay dung he thong chinh tri",
}
"""Abbreviations as offices write them, without diacritics."""
_EMPTY = frozenset(["so", "cua", "va", "cac", "linh", "vuc", "cap", "tai", "dong", "chi", "tap", "the", "ve"])
"""Words that do not tell one name from another."""
_ADDED = frozenset(["dang", "ky", "de", "nghi", "cong", "nhan", "mo", "hinh", "thuoc", "phat", "trien"])
"""Words that may stand around the name of a field or a level and mean nothing else."""
_BRANCH = re.compile(r"\bchi (hoi|doan)\b")
"""A branch is not the union that it belongs to."""
_WORD = re.compile(r"\d+|[^\W\d_]+")
_NUMERALS: Mapping[str, str] = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
}
_LIKE = 90.0
"""Of a hundred, how alike two names are that may be one."""
_LEAST_SHARE = 0.5
"""Share of a known name's telling words that a shorter one must have."""
_COMMON = frozenset(["chi", "bo", "dang", "uy", "phuong", "xa"])
"""Words of names of units that many share."""

T = TypeVar("T")


@dataclass(frozen=True)
class Meant(Generic[T]):
    """What a name means: `sure`, or what is merely `near`; neither where it is nothing that is known."""

    sure: T | None = None
    near: tuple[T, ...] = ()


@lru_cache(maxsize=16_384)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others: without diacritics, abbreviations written out, numbers bare."""
    plain = _BRANCH.sub(r"chi\1", without_marks(nfc(with_own_letters(name))))
    written = " ".join(_SHORT.get(word, word) for word in _WORD.findall(plain))
    every = tuple(str(int(word)) if word.isdigit() else word for word in written.split())
    return tuple(word for word in every if word not in _EMPTY) or every


def digits_of(name: str) -> Counter[str]:
    """Return the numbers in a name, Roman ones too where nothing else is a number."""
    words = words_of(name)
    return Counter(word for word in words if word.isdigit()) or Counter(
        _NUMERALS[w] for w in words[-1:] if w in _NUMERALS
    )


class Known(Generic[T]):
    """Names that are known, each with what it means; several names may mean the same.

    Where they are `few` that answer one question, as fields and levels do, a name with words of its own beside is none of
    them for certain: “kinh tế, văn hóa” is not “kinh tế”.
    """

    def __init__(self, names: Iterable[tuple[str, T]], *, few: bool = False) -> None:
        self._few = few
        self._names = [(name, words_of(name), digits_of(name), meaning) for name, meaning in names if name.strip()]
        self._folded = {fold(name): meaning for name, *_, meaning in reversed(self._names)}

    def meant(self, name: str) -> Meant[T]:
        """Return what a name means."""
        if not name.strip():
            return Meant()
        if (same := self.spelt(name)) is not None:
            return Meant(same)
        words, digits = words_of(name), digits_of(name)
        part = [
            meaning
            for _, theirs, numbers, meaning in self._names
            if numbers == digits
            and _is_part(words, theirs, _ADDED if self._few else _COMMON)
            and not (self._few and set(words) - {*theirs, *_ADDED})
        ]
        if one := _only(part):
            return Meant(one)
        return Meant(None, self._near(words, digits))

    def spelt(self, name: str) -> T | None:
        """Return what a name means that has the very words of a known one, however they are spelt and ordered; else None."""
        if (known := self._folded.get(fold(name))) is not None:
            return known
        words, digits = Counter(words_of(name)), digits_of(name)
        return _only([m for _, theirs, numbers, m in self._names if numbers == digits and Counter(theirs) == words])

    def differs_in_digits(self, name: str) -> bool:
        """Whether a name has the words of a known one and other numbers: it names one that is not known."""
        digits, bare = digits_of(name), Counter(word for word in words_of(name) if not word.isdigit())
        return (
            bool(digits)
            and self.meant(name).sure is None
            and any(
                numbers and numbers != digits and Counter(word for word in theirs if not word.isdigit()) == bare
                for _, theirs, numbers, _ in self._names
            )
        )

    def _near(self, words: Sequence[str], digits: Counter[str]) -> tuple[T, ...]:
        said = " ".join(words)
        scored = [
            (fuzz.token_sort_ratio(said, " ".join(theirs)), place, meaning)
            for place, (_, theirs, numbers, meaning) in enumerate(self._names)
            if numbers == digits
        ]
        close = sorted((s for s in scored if s[0] >= _LIKE), key=lambda s: (-s[0], s[1]))
        return tuple({id(meaning): meaning for *_, meaning in close}.values())[:3]


def _is_part(words: Sequence[str], whole: Sequence[str], common: Set[str]) -> bool:
    """Whether a name is a known one with words left out, or put before and after it."""
    mine, theirs = Counter(words), Counter(whole)
    if not (mine < theirs or theirs < mine):
        return False
    few, many = sorted(sum(n for word, n in one.items() if word not in common) for one in (mine, theirs))
    return few > 0 and few >= many * _LEAST_SHARE


def _only(found: Sequence[T]) -> T | None:
    distinct = {id(one): one for one in found}
    return next(iter(distinct.values())) if len(distinct) == 1 else None
