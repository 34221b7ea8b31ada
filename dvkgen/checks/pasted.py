"""Text pasted from Word, where each line is a paragraph: how it is known, and how it is set apart.

A single line break is a space in long texts, so that prose may be broken anywhere; a paste without blank lines prints
its headings within sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks.check import Check, Problem, check
from dvkgen.findings import Severity
from dvkgen.rules import Cure
from dvkgen.schema.long_text import LongText

_NUMBERS = tuple(
    map(
        re.compile,
        (
            r"(?:Phần|PHẦN|Chương|CHƯƠNG)[ \xa0](?:[IVX]+|thứ|THỨ|\d+)\b",
            r"[A-HĐ][.)\-/][ \t\xa0]*(?=[A-ZĐÀ-Ỹ]{2})",
            r"[IVX]{1,5}[.)\-/–]{1,2}[ \t\xa0]*(?=\S)",
            r"(?:Điều[ \xa0])?\d{1,2}[.)\-/]{1,2}[ \t\xa0]+(?=\S)",
            r"\d{1,2}\.\d{1,2}[.)]?[ \t\xa0]+(?=\S)",
            r"\d{1,2}(?:\.\d{1,2}){2}[.)]?[ \t\xa0]+(?=\S)",
            r"Bước[ \xa0]\d+[.:]",
        ),
    )
)
"""How headings are numbered, the highest first."""
_BULLET = re.compile(r"[–—•▪■●○◦·✓➢][ \t\xa0]*(?=\S)")
_MARKED = ("#", "- ", "+ ", "|", "[^", "![")
_ENDS = (".", ";", ",", ":", "…")
_SENTENCE_INSIDE = re.compile(r"[a-zà-ỹ]{2}[.!?] [A-ZĐÀ-Ỹ]")
_MOST_WORDS, _FEWEST_HEADINGS, _FEWEST_JOINED = 25, 2, 3
_CONTINUED = 4
"""One line in so many may go on with the sentence above it: authors break a line now and then."""
_DEEPEST = 4


def _rank(line: str) -> int | None:
    """Return how high a line stands that looks like a heading, 0 the highest; None where it does not."""
    rank = next((n for n, number in enumerate(_NUMBERS) if number.match(line)), None)
    is_title = len(line.split()) <= _MOST_WORDS and (line.isupper() or not line.endswith(_ENDS))
    return rank if is_title else None


def is_pasted(text: str) -> bool:
    """Whether a text has a paragraph in each line without blank lines between them, or headings that nothing marks."""
    return runs_together(text) or _has_bare_headings(_stripped(text))


@lru_cache(64)
def runs_together(text: str) -> bool:
    """Whether a text has a paragraph in each line without blank lines between them: all of it prints as one."""
    lines = _stripped(text)
    joined = [
        (above, line)
        for above, line in pairwise(lines)
        if above and line and not above.startswith(("#", "|")) and not line.startswith(_MARKED)
    ]
    torn = [pair for pair in joined if _begins_anew(pair[1]) or _rank(pair[0]) is not None]
    if len(torn) >= _FEWEST_JOINED and sum(_rank(line) is not None for line in lines) >= _FEWEST_HEADINGS:
        # a text broken within its sentences, as a PDF gives it, has such lines too
        return _CONTINUED * sum(map(_goes_on, joined)) <= len(joined)
    return _is_made_of_paragraphs(lines)


def _stripped(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n")]


def _begins_anew(line: str) -> bool:
    return bool(_BULLET.match(line)) or any(number.match(line) for number in _NUMBERS)


def _goes_on(pair: tuple[str, str]) -> bool:
    """Whether a line goes on with the sentence of the line above it."""
    above, line = pair
    is_whole = above.endswith((*_ENDS, "!", "?", "”")) or _rank(above) is not None
    return line[0].islower() or not (is_whole or _begins_anew(line))


def _is_made_of_paragraphs(lines: Sequence[str]) -> bool:
    """Whether a text without a blank line has lines of several sentences: prose is broken within a sentence or after it."""
    prose = [line for line in lines if not line.startswith(_MARKED)]
    several = sum(bool(_SENTENCE_INSIDE.search(line)) for line in prose)
    is_whole = all(lines) and all(line.endswith((*_ENDS, "!", "?", "”")) for line in prose)
    return is_whole and len(prose) >= _FEWEST_JOINED and 2 * several > len(prose)


def _has_bare_headings(lines: Sequence[str]) -> bool:
    """Whether headings in capitals stand in lines of their own, and none of the text is marked as one."""
    capitals = sum(line.isupper() and _rank(line) is not None for line in _alone(lines))
    return capitals >= _FEWEST_HEADINGS and not any(line.startswith("#") for line in lines)


def _alone(lines: Sequence[str]) -> list[str]:
    """Return the lines with a blank one, or nothing, above and below them."""
    padded = ("", *lines, "")
    return [line for above, line, below in zip(padded, lines, padded[2:], strict=False) if line and not above + below]


def set_apart(text: str) -> str:
    """Return a pasted text with a blank line between its paragraphs and `#` before its headings; another one as it is."""
    if not is_pasted(text):
        return text
    lines = _stripped(text)
    if runs_together(text):
        typed = [line for line in lines if line]
        ranks = _ranks(typed)
        apart = _with_gaps([_block(line, ranks) for line in typed])
    else:
        alone = _alone(lines)
        ranks = _ranks(alone)
        apart = [_block(line, ranks) if line in alone else line for line in lines]
    return "\n".join(apart).rstrip("\n") + ("\n" if text.endswith("\n") else "")


def _ranks(lines: Sequence[str]) -> list[int]:
    return sorted({rank for line in lines if (rank := _rank(line)) is not None})


def _with_gaps(blocks: Sequence[str]) -> list[str]:
    """Return blocks with a blank line between them, items and rows of a table aside."""
    apart = list(blocks[:1])
    for above, block in pairwise(blocks):
        is_list = any(above.startswith(marks) and block.startswith(marks) for marks in (("- ", "+ "), ("|",), ("[^",)))
        apart += [block] if is_list else ["", block]
    return apart


def _block(line: str, ranks: Sequence[int]) -> str:
    """Return a line as a block of its own, marked as what it is."""
    rank = _rank(line)
    if line.startswith(_MARKED):
        return line
    if rank is not None:
        return f"{'#' * min(ranks.index(rank) + 1, _DEEPEST)} {' '.join(line.split())}"
    return _BULLET.sub("- ", line, count=1)


@check(Severity.WARNING, cures=(Cure("bài dán từ Word được tách đoạn", set_apart, of_passages=True),))
def pasted_text(campaign: Campaign) -> Iterator[Problem]:
    """Bài dán từ Word mỗi dòng một đoạn phải có dòng trống giữa các đoạn, dấu # trước đề mục: xuống dòng đơn là dấu cách.

    Nêu một lần cho cả tệp; make fix tách giúp, xem trước rồi mới ghi.
    """
    told: set[str] = set()
    for passage in campaign.texts.passages:
        value = passage.value
        if not isinstance(value, LongText) or not is_pasted(value.text) or value.first_line.path in told:
            continue
        told.add(value.first_line.path)
        cure = "gõ make fix để tách đoạn, xem trước rồi mới ghi; hoặc thêm dòng trống giữa các đoạn, # trước đề mục"
        yield Problem(value.at(0), f"bài dán từ Word: {_what_becomes(value.text)}", cure)


def _what_becomes(text: str) -> str:
    headings = sum(_rank(line) is not None for line in _stripped(text))
    if not runs_together(text):
        return f"{headings} đề mục không có dấu # sẽ in như đoạn thường"
    return f"mỗi dòng một đoạn, {f'{headings} đề mục và ' if headings else ''}các đoạn sẽ in nối vào nhau"


CHECKS: tuple[Check, ...] = (pasted_text,)
