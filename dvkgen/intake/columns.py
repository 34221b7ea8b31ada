"""The head of a list as people make them: in which row it stands, and what each column holds, by its words.

Heads in two rows, merged, abbreviated, in another order, with a title above: all the same. A column that nobody knows is
told, and may be named in a file of the office's own (`--cot`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dvkgen.intake.received import Box, Grid
from dvkgen.text import nfc, without_marks

SKIPPED = "bo_qua"
"""What a column is whose cells nobody needs."""
_WORD = re.compile(r"[a-z0-9]+")
_DEEPEST = 40
"""Rows among which a head stands."""
_FEWEST = 2
"""Columns that a head must have."""
_ABBREVIATED: Mapping[str, str] = {
    "tt": "so thu tu",
    "stt": "so thu tu",
    "mh": "mo hinh",
    "dvk": "dan van kheo",
    "dv": "don vi",
    "lv": "linh vuc",
    "ht": "ho ten",
    "cv": "chuc vu",
    "dk": "dang ky",
    "sl": "so luong",
}
_PHRASES: Mapping[str, tuple[str, ...]] = {
    SKIPPED: ("so thu tu", "so", "khoi", "email", "dia chi email", "so dien thoai", "dien thoai", "nguoi nhap"),
    "don_vi": (
        *("don vi", "ten don vi", "co quan don vi", "don vi dang ky", "chi bo", "ten chi bo", "co quan", "don vi gui"),
        *("ten co quan don vi", "don vi cong tac"),
    ),
    "chu_the": (
        *("ten tap the ca nhan thuc hien", "tap the ca nhan", "ten tap the ca nhan", "chu the", "chu the thuc hien"),
        *(
            "tap the ca nhan thuc hien",
            "nguoi thuc hien",
            "chu the mo hinh",
            "tap the ca nhan dang ky",
            "don vi thuc hien",
        ),
    ),
    "tap_the": ("tap the", "ten tap the", "tap the thuc hien", "ten tap the thuc hien", "tap the dang ky"),
    "ca_nhan": (
        "ca nhan",
        "ho ten",
        "ho va ten",
        "ca nhan thuc hien",
        "ten ca nhan",
        "ho ten ca nhan",
        "ho va ten ca nhan",
    ),
    "chuc_vu": ("chuc vu", "chuc danh"),
    "ten": (
        *("ten mo hinh", "mo hinh", "ten mo hinh dan van kheo", "mo hinh dan van kheo", "noi dung mo hinh"),
        *("ten mo hinh dang ky", "mo hinh dang ky", "ten mo hinh dien hinh", "ten mo hinh noi dung"),
    ),
    "linh_vuc": ("linh vuc", "linh vuc thuc hien", "thuoc linh vuc", "linh vuc dang ky"),
    "cap": ("cap", "cap dang ky", "dang ky cap", "cap cong nhan", "cap mo hinh"),
    "tu_nam": (
        "tu nam",
        "nam bat dau",
        "bat dau tu nam",
        "chuyen tiep tu nam",
        "trien khai tu nam",
        "nam bat dau thuc hien",
    ),
    "muc_tieu": ("muc tieu", "muc tieu nam nay", "muc tieu nam", "ket qua can dat"),
    "cung_thuc_hien": ("cung thuc hien", "don vi phoi hop", "phoi hop", "don vi cung thuc hien"),
    "ngay_gui": (
        "ngay gui",
        "dau thoi gian",
        "timestamp",
        "thoi gian gui",
        "ngay dang ky",
        "ngay nop",
        "moc thoi gian",
    ),
    "ma": ("ma", "ma mo hinh"),
    "la_noi_dung": ("loai", "mo hinh noi dung", "la noi dung"),
    "thanh_tich": ("tom tat thanh tich noi bat", "thanh tich", "tom tat thanh tich", "thanh tich noi bat"),
    "hinh_thuc": ("hinh thuc khen", "hinh thuc", "de nghi khen", "hinh thuc khen thuong"),
}
"""How heads of columns are worded, by what stands below them."""


def words(head: str) -> tuple[str, ...]:
    """Return the words of a head, abbreviations written out."""
    found = _WORD.findall(without_marks(nfc(head)))
    return tuple(" ".join(_ABBREVIATED.get(word, word) for word in found).split())


class Heads:
    """The heads that are known: those of every list, and `more` by the form that is asked for, which come first."""

    def __init__(self, more: Iterable[tuple[str, str]], named: Mapping[str, str]) -> None:
        self._known: dict[tuple[str, ...], str] = {
            words(phrase): key for key, every in _PHRASES.items() for phrase in every
        }
        self._known |= {words(head): key for head, key in more if words(head)}
        self._known |= {words(head): key for head, key in named.items()}

    def key(self, head: str, *, whole: bool = False) -> str:
        """Return what a column of that head holds, nothing where it is not known; `whole` heads say nothing else."""
        mine = words(head)
        if not mine:
            return ""
        if mine in self._known:
            return self._known[mine]
        if whole:
            return ""
        if _is_within(("tap", "the"), mine) and (_is_within(("ca", "nhan"), mine) or _is_within(("ho", "ten"), mine)):
            return "chu_the"
        within = [(phrase, key) for phrase, key in self._known.items() if len(phrase) > 1 and _is_within(phrase, mine)]
        return max(within, key=lambda pair: len(pair[0]))[1] if within else ""


def _is_within(phrase: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether words stand one after the other in others."""
    return any(tuple(whole[n : n + len(phrase)]) == tuple(phrase) for n in range(len(whole) - len(phrase) + 1))


@dataclass(frozen=True)
class Columns:
    """What the columns of a grid hold: keys by column, heads of those that are not known, the row after the head."""

    keys: Mapping[int, str]
    unknown: Mapping[int, str]
    body: int

    def values(self, row: Sequence[Box]) -> dict[str, Box]:
        """Return the cells of a row by what they hold."""
        return {key: row[column] for column, key in self.keys.items() if key != SKIPPED and column < len(row)}

    def is_poorer_than(self, other: Columns) -> bool:
        """Whether these are only a few of the columns of another head."""
        return set(self.keys.values()) < set(other.keys.values()) or len(self.keys) < len(other.keys)


KEYS = tuple(_PHRASES)
"""What a column may hold of a list of models or of proposals."""


def columns_of(grid: Grid, heads: Heads) -> Columns | None:
    """Return what the columns of a grid hold, by the row or the two rows that say most of it; None where none says enough."""
    best: Columns | None = None
    for number in range(min(_DEEPEST, len(grid.rows))):
        for deep in (1, 2):
            found = _read(grid, number, deep, heads)
            if found and (best is None or _said(found) > _said(best)):
                best = found
    return best


def _said(columns: Columns) -> tuple[int, int]:
    keys = {key for key in columns.keys.values() if key != SKIPPED}
    return len(keys), -len(columns.unknown)


def _read(grid: Grid, number: int, deep: int, heads: Heads) -> Columns | None:
    rows = grid.rows[number : number + deep]
    if len(rows) < deep or (deep > 1 and not _goes_on(rows)):
        return None
    keys: dict[int, str] = {}
    unknown: dict[int, str] = {}
    for column, said in enumerate(_columns(rows)):
        key = next((key for head in said if (key := heads.key(head))), "")
        if key and (key == SKIPPED or key not in keys.values()):
            keys[column] = key
        elif said:
            unknown[column] = " / ".join(dict.fromkeys(reversed(said)))
    useful = [key for key in keys.values() if key != SKIPPED]
    return Columns(keys, unknown, number + deep) if len(useful) >= _FEWEST else None


def _goes_on(rows: Sequence[Sequence[Box]]) -> bool:
    """Whether a second row belongs to a head: it says something below cells that were merged, and repeats no number."""
    upper, lower = rows
    below_merged = [low for up, low in zip(upper, lower, strict=False) if low.text and (up.is_covered or up.text)]
    is_data = any(re.fullmatch(r"\d+", box.text) for box in lower)
    return bool(below_merged) and not is_data and (any(box.is_covered for box in (*upper, *lower)))


def _columns(rows: Sequence[Sequence[Box]]) -> Iterator[list[str]]:
    """Yield what stands above each column, the lowest first; a cell merged over several columns heads them all."""
    for column in range(max(map(len, rows), default=0)):
        said = []
        for row in reversed(rows):
            place = column
            while place and place < len(row) and row[place].is_covered and not row[place].text:
                place -= 1
            if place < len(row) and row[place].text and (place == column or row is rows[0]):
                said.append(row[place].text)
        yield list(dict.fromkeys(said))
