"""The lines of a YAML file as a person sees them: keys, values, blocks of text, and columns that do not agree.

This module knows no parser: it must tell something of a file that no parser reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: line and column counted from 0, what is wrong, the cure, and the line as it would parse."""

    line: int
    column: int
    message: str
    cure: str
    mended: str


HEAD = re.compile(r"[ \t]*(?:-[ \t]+)*")
KEY = re.compile(r"""((?:[a-z][a-z0-9_-]*|"[^"]*"|'[^']*'))[ ]*:(?=[ ]|$)""")
BLOCK_SIGN = re.compile(r"[|>][+-]?\d?[+-]?[ ]*(?:#.*)?")
"""How a line begins: dashes, a key; and how a block of text is announced."""


def block_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines that are text of a block after `|` or `>`; its first line tells how far it is set in."""
    found: set[int] = set()
    within, inner = -1, 0
    for number, line in enumerate(lines):
        indent = indent_of(line)
        if within >= 0 and (not line.strip() or indent >= max(inner, within + 1)):
            found.add(number)
            inner = inner or (indent if line.strip() else 0)
            continue
        sign = BLOCK_SIGN.fullmatch(line, value_at(line))
        within = indent if sign else -1
        depth = re.search(r"\d", sign[0].split("#")[0]) if sign else None
        inner = within + int(depth[0]) if depth else 0
    return frozenset(found)


def indent_of(line: str) -> int:
    """Return by how many spaces a line is set in."""
    return len(line) - len(line.lstrip(" "))


def head_end(line: str) -> int:
    """Return where a line's key or value begins, after its blanks and dashes."""
    head = HEAD.match(line)
    return head.end() if head else 0


def key_in(line: str) -> re.Match[str] | None:
    """Return the key of a line, after its dashes, with its colon."""
    return KEY.match(line, head_end(line))


def value_at(line: str) -> int:
    """Return where a line's value begins, after its dashes and its key."""
    key = key_in(line)
    value = key.end() if key else head_end(line)
    return value + len(line[value:]) - len(line[value:].lstrip())


def is_structure(line: str, kept: frozenset[int], number: int) -> bool:
    """Whether a line is neither blank nor a comment nor text of a block."""
    return number not in kept and bool(line.strip()) and not line.lstrip().startswith("#")


def misaligned(lines: Sequence[str], kept: frozenset[int], parsed_to: int) -> Slip | None:
    """Return the last line, up to where the parser gave up, that stands in no column of the lines above it."""
    columns: list[tuple[int, bool]] = [(0, False)]
    opened: dict[int, int] = {}
    opens, found = False, None
    for number, line in enumerate(lines[: parsed_to + 1]):
        if not is_structure(line, kept, number):
            continue
        indent, is_item = indent_of(line), line.lstrip().startswith("- ")
        above = list(columns)
        is_deeper = indent > columns[-1][0]
        while len(columns) > 1 and indent < columns[-1][0]:
            columns.pop()
        if is_item and indent < above[-1][0] and not any(of_items for _, of_items in above) and above[-1][0] in opened:
            first = opened[above[-1][0]]
            text = lines[first].lstrip()
            return Slip(
                first, above[-1][0], f"thiếu dấu “- ” trước “{text[:20]}…”", f"viết “- {text[:30]}”", lines[first]
            )
        is_beside_items = columns[-1] == (indent, True) and not is_item
        if is_beside_items or (indent != columns[-1][0] and not (is_deeper and opens)):
            nearest = _nearest(above, indent, is_item=is_item)
            if number - 1 in kept and lines[number - 1].strip():
                nearest = indent_of(lines[number - 1])
            message = f"thụt lề {indent} dấu cách, các dòng cùng cấp ở trên thụt {nearest}"
            found = Slip(number, indent, message, "căn thẳng cột với các dòng cùng cấp", " " * nearest + line.lstrip())
            columns, indent = [column for column in above if column[0] <= nearest], nearest
        if indent > columns[-1][0]:
            columns.append((indent, is_item))
            opened[indent] = number
        if is_item:
            columns.append((indent + head_end(line) - indent_of(line), False))
        opens = line.rstrip().endswith(":") or bool(re.search(r":[ ]+#", line))
    return found


def _nearest(columns: Sequence[tuple[int, bool]], indent: int, *, is_item: bool) -> int:
    """Return the column of items, or of keys, that a line was most probably meant to stand in."""
    alike = [column for column, of_items in columns if of_items == is_item] or [column for column, _ in columns]
    return min(alike, key=lambda column: (abs(column - indent), -column))


def aligned(lines: Sequence[str], number: int) -> str:
    """Return a line set in as the one above it: an item where that one has a dash too, else a key."""
    above = next((lines[n] for n in range(number - 1, -1, -1) if lines[n].strip()), "")
    text = lines[number].lstrip().replace("-\t", "- ")
    indent = len(above) - len(above.lstrip())
    opens = above.rstrip().endswith(":") or BLOCK_SIGN.fullmatch(above, value_at(above))
    deeper = indent + 2 if opens else head_end(above)
    return " " * (indent if text.startswith("- ") and above.lstrip().startswith("- ") else deeper) + text


_ODD_INDENT = re.compile(r"^[ \t]*[\xa0\u2000-\u200a\u202f\u3000]\s*")


def plainly_indented(line: str) -> str:
    """Return a line set in by plain spaces, where it begins with others (copied from Word or a page of the web)."""
    return _ODD_INDENT.sub(lambda match: " " * len(match[0]), line)
