"""Cures that are certain: signs that nobody sees, line ends, dates in another shape. Words are never touched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dvkgen.disk.encoding import old_encoding
from dvkgen.text import ZERO_WIDTH_DEBRIS, nfc
from dvkgen.yaml.indentation import block_lines
from dvkgen.yaml.read import read_yaml

_DATED = re.compile(
    r"(?P<key>(?:^|[\s{,-])(?:ngay_gui|ngay|truoc_ngay|da_chot): *)(?P<value>[^\s,}#][^,}#\n]*?)(?=\s*(?:[,}#]|$))"
)
_DAYS = ("ngay_gui", "ngay", "truoc_ngay", "da_chot")
_ODD_INDENT = re.compile(r"^[ \t]*[\xa0\u2000-\u200a\u202f\u3000]\s*")
_DAY_FIRST = re.compile(r"(?:ngày )?(\d{1,2})(?:\s*[-./]\s*| tháng )(\d{1,2})(?:\s*[-./]\s*| năm )(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
_ACCEPTED = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


@dataclass
class Cured:
    """A file's text after its cures, and how often each was applied."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, what: str, times: int) -> None:
        """Note that a cure was applied so many times."""
        if times:
            self.counts[what] = self.counts.get(what, 0) + times


def cured(data: bytes, *, is_yaml: bool, iso: bool) -> Cured | None:
    """Return the text of a file with every certain cure applied; None where it is not UTF-8, or in an old encoding.

    With `iso` dates that are read as they are become ISO 8601 too.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if old_encoding(text):
        return None
    done = Cured(text)
    done.note("dòng kết thúc kiểu Windows (CRLF)", text.count("\r"))
    done.text = text.replace("\r\n", "\n").replace("\r", "\n")
    done.note("ký tự ẩn", len(ZERO_WIDTH_DEBRIS.findall(done.text)))
    done.text = ZERO_WIDTH_DEBRIS.sub("", done.text)
    lines = done.text.split("\n")
    composed = [nfc(line) for line in lines]
    done.note("dòng chuyển về Unicode dựng sẵn (NFC)", sum(a != b for a, b in zip(lines, composed, strict=True)))
    if is_yaml:
        blocks = block_lines(composed)
        plain = [line if n in blocks else _ODD_INDENT.sub(_spaces, line) for n, line in enumerate(composed)]
        if read_yaml("\n".join(composed), "")[1] or not _differs(composed, plain):
            done.note("dòng thụt lề bằng dấu cách lạ", sum(a != b for a, b in zip(composed, plain, strict=True)))
            composed = plain
        blocks = block_lines(composed)
        dated = [line if n in blocks else _with_iso_dates(line, iso=iso) for n, line in enumerate(composed)]
        before, after = (read_yaml("\n".join(text), "")[0] for text in (composed, dated))
        if before is not None and _only_dates_differ(before, after):
            done.note("ngày", sum(a != b for a, b in zip(composed, dated, strict=True)))
            composed = dated
    done.text = "\n".join(composed)
    return done


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _differs(one: list[str], other: list[str]) -> bool:
    """Whether two texts are read as different values."""
    first, second = (read_yaml("\n".join(lines), "")[0] for lines in (one, other))
    return bool(first != second)


def _only_dates_differ(before: Any, after: Any, key: str = "") -> bool:
    """Whether a file reads the same but for its days; what cannot be read is not changed."""
    match before, after:
        case dict(), dict():
            return before.keys() == after.keys() and all(_only_dates_differ(before[k], after[k], k) for k in before)
        case list(), list():
            return len(before) == len(after) and all(map(_only_dates_differ, before, after))
        case _:
            return before == after or (key in _DAYS and isinstance(before, str) and _iso(before, iso=True) == after)


def _with_iso_dates(line: str, *, iso: bool) -> str:
    def replaced(match: re.Match[str]) -> str:
        return match["key"] + (_iso(match["value"].strip("\"' "), iso=iso) or match["value"])

    typed, mark, comment = line.partition(" #")
    return line if line.lstrip().startswith("#") else _DATED.sub(replaced, typed) + mark + comment


def _iso(value: str, *, iso: bool) -> str:
    """Return a whole date in ISO 8601, or nothing where it is none, or is read as it is and may stay."""
    if _ACCEPTED.fullmatch(value) and not iso:
        return ""
    if match := _DAY_FIRST.fullmatch(value):
        day, month, year = map(int, match.groups())
    elif match := _YEAR_FIRST.fullmatch(value):
        year, month, day = map(int, match.groups())
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
