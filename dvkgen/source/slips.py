"""What a person meant where YAML gives up: the slip, the line it was made on, and what to type instead.

The parser tells where it lost its way, which is often lines later. A slip is looked for on that line and the one
before it, mended in a copy, and the copy is parsed again: so all slips of a file are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

BELOW = "đặt giá trị xuống dòng dưới, sau dấu >-"
ONE_PER_LINE = "viết mỗi mục một dòng, không dùng [ ] { }"


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: line and column counted from 0, what is wrong, the cure, and the line as it would parse."""

    line: int
    column: int
    message: str
    cure: str
    mended: str


_HEAD = re.compile(r"[ \t]*(?:-[ \t]+)*")
_KEY = re.compile(r"([a-z][a-z0-9_]*)[ ]*:(?=[ ]|$)")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_SMART = "“”‘’"
_RESERVED = "@`%"
_BLOCK_SIGN = re.compile(r"[|>][+-]?\d?[+-]?[ ]*(?:#.*)?")


def slip_at(lines: Sequence[str], parsed_to: int, opened_at: int | None, *, in_quotes: bool = False) -> Slip | None:
    """Return the slip that made the parser give up on a line, or None where none is recognised.

    `opened_at` is the line on which the parser says that the thing it was reading began; inside quotes all that
    follows was swallowed, so that it is looked at first.
    """
    kept = block_lines(lines)
    above = (n for n in range(min(parsed_to, len(lines)) - 1, -1, -1) if _is_structure(lines[n], kept, n))
    order = (parsed_to, *islice(above, 2), opened_at)
    near = [n for n in ((opened_at, *order) if in_quotes else order) if n is not None and 0 <= n < len(lines)]
    for find in (_on_line, _between_lines):
        for number in dict.fromkeys(near):
            if number not in kept and (slip := find(lines, number)):
                return slip
    return _misaligned(lines, kept, parsed_to) or _without_colon(lines, near) or _unclosed(lines, near)


def _is_structure(line: str, kept: frozenset[int], number: int) -> bool:
    return number not in kept and bool(line.strip()) and not line.lstrip().startswith("#")


def block_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines that are text of a block after `|` or `>`; its first line tells how far it is set in."""
    found: set[int] = set()
    within, inner = -1, 0
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if within >= 0 and (not line.strip() or indent >= max(inner, within + 1)):
            found.add(number)
            inner = inner or (indent if line.strip() else 0)
            continue
        within, inner = (indent if _BLOCK_SIGN.fullmatch(line, _value_at(line)) else -1), 0
    return frozenset(found)


def _value_at(line: str) -> int:
    """Return where a line's value begins, after its dashes and its key."""
    head = _HEAD.match(line)
    start = head.end() if head else 0
    key = _KEY.match(line, start)
    value = key.end() if key else start
    return value + len(line[value:]) - len(line[value:].lstrip())


def _on_line(lines: Sequence[str], number: int) -> Slip | None:
    """Return the slip that a line shows by itself."""
    line = lines[number]
    head = _HEAD.match(line)
    start = head.end() if head else 0
    return next(filter(None, (find(number, line, start, _value_at(line)) for find in _ON_LINE)), None)


def _tab(number: int, line: str, start: int, _value: int) -> Slip | None:
    at = line.find("\t", 0, start)
    if at < 0:
        return None
    mended = line[:start].replace("-\t", "- ").replace("\t", "  ") + line[start:]
    return Slip(number, at, "dùng phím Tab để thụt lề", "thay mỗi Tab bằng hai dấu cách", mended)


def _no_space(number: int, line: str, start: int, _value: int) -> Slip | None:
    match = re.compile(r"([a-z][a-z0-9_]*):(?=[^\s/:])").match(line, start)
    if not match:
        return None
    at = match.end() - 1
    cure = f"viết “{match[1]}: {line[match.end() :][:20].strip()}”, sau dấu hai chấm có dấu cách"
    return Slip(number, at, "thiếu dấu cách sau dấu hai chấm", cure, f"{line[: at + 1]} x")


def _other_sign(number: int, line: str, start: int, _value: int) -> Slip | None:
    match = re.compile(r"([a-z][a-z0-9_]*)[ ]*([=：;])[ ]*(?=\S|$)").match(line, start)
    if not match:
        return None
    message = f"dấu “{match[2]}” thay cho dấu hai chấm"
    return Slip(number, match.start(2), message, f"viết “{match[1]}: …”", f"{line[: match.end(1)]}: x")


def _reserved(number: int, line: str, start: int, value: int) -> Slip | None:
    sign = line[value : value + 1]
    if not sign or sign not in f"{_RESERVED}*&":
        return None
    message = f"giá trị bắt đầu bằng dấu {sign}" + ("" if sign in "*&" else ", ký tự YAML dành riêng")
    cure = BELOW if value > start else "đặt dấu >- ở đó, chữ xuống dòng dưới; hoặc bỏ dấu ấy"
    return Slip(number, value, message, cure, f"{line[:value]}x")


def _after_block_sign(number: int, line: str, _start: int, value: int) -> Slip | None:
    rest = line[value:].rstrip()
    if rest[:1] not in ("|", ">") or _BLOCK_SIGN.fullmatch(rest):
        return None
    message = f"chữ viết ngay sau dấu {rest[0]}"
    return Slip(
        number, value + 1, message, f"xuống dòng sau dấu {rest[0]}, chữ ở dòng dưới thụt vào", f"{line[:value]}x"
    )


def _list_beside_key(number: int, line: str, start: int, value: int) -> Slip | None:
    if value == start or not line.startswith("- ", value):
        return None
    cure = "xuống dòng, mỗi mục của danh sách một dòng; nếu là chữ: đặt sau dấu >-"
    return Slip(number, value, "dấu “- ” ngay sau dấu hai chấm", cure, f"{line[:value]}x")


def _quotes(number: int, line: str, _start: int, value: int) -> Slip | None:
    sign = line[value : value + 1]
    if sign not in _QUOTED:
        return None
    closed = _QUOTED[sign].match(line, value)
    mended = f"{line[:value]}x"
    if not closed:
        message = "dấu nháy mở mà không đóng" if sign == '"' else "dấu nháy đơn mở mà không đóng"
        return Slip(number, value, message, f"thêm dấu nháy đóng ở cuối, hoặc {BELOW}", mended)
    rest = line[closed.end() :].strip()
    if rest and not rest.startswith(("#", ",", "}", "]", ":")):
        cure = f"bỏ hai dấu nháy thẳng rồi {BELOW}, hoặc dùng nháy cong “ ” trong câu"
        return Slip(number, closed.end(), "chữ thừa sau dấu nháy đóng", cure, mended)
    return None


def _colon(number: int, line: str, start: int, value: int) -> Slip | None:
    text = re.sub(r"[ ]#.*$", "", line[value:])
    match = re.search(r":(?=[ ]|$)", text)
    if value == start or text[:1] in ("", "[", "{", '"', "'") or not match:
        return None
    message, cure = "có dấu “: ” bên trong một giá trị", BELOW
    if text[0] in _SMART:
        message = f"nháy cong {text[0]} không bảo vệ được dấu hai chấm bên trong"
        cure = f"giữ nháy cong nhưng {BELOW}"
    return Slip(number, value + match.start(), message, cure, f"{line[:value]}x")


_ON_LINE: tuple[Callable[[int, str, int, int], Slip | None], ...] = (
    _tab, _no_space, _other_sign, _reserved, _after_block_sign, _list_beside_key, _quotes, _colon,
)  # fmt: skip


def _between_lines(lines: Sequence[str], number: int) -> Slip | None:
    """Return the slip that a line and the one below it show together."""
    line = lines[number]
    following = next((n for n in range(number + 1, len(lines)) if lines[n].strip()), None)
    if following is None:
        return None
    below = lines[following]
    indent, own = len(below) - len(below.lstrip(" ")), len(line) - len(line.lstrip(" "))
    lone = re.fullmatch(r"[ ]*(?:- +)*([a-z][a-z0-9_]*)[ ]*", line)
    if lone and indent > own and (below.lstrip().startswith("- ") or _KEY.match(below, indent)):
        message = f"thiếu dấu hai chấm sau “{lone[1]}”"
        return Slip(number, lone.end(1), message, f"viết “{lone[1]}:”", f"{line.rstrip()}:")
    value = _value_at(line)
    is_text = not (_KEY.match(below, indent) or below.lstrip().startswith(("- ", "#")))
    if _BLOCK_SIGN.fullmatch(line, value) and indent <= own and is_text:
        cure = f"thụt đoạn văn vào {own + 2} dấu cách, mọi dòng như nhau"
        message = f"đoạn văn sau dấu {line[value]} chưa thụt vào"
        return Slip(following, indent, message, cure, f"{' ' * (own + 2)}{below.lstrip()}")
    return None


def _without_colon(lines: Sequence[str], near: Sequence[int]) -> Slip | None:
    """Return the slip of a key without its colon: alone on its line, or before its value."""
    for number in near:
        match = re.fullmatch(r"([ ]*(?:- +)*)([a-z][a-z0-9_]*)([ ].*|)", lines[number])
        if match:
            message = f"thiếu dấu hai chấm sau “{match[2]}”"
            mended = f"{match[1]}{match[2]}: {'x' if match[3].strip() else ''}".rstrip()
            return Slip(number, match.end(2), message, f"viết “{match[2]}: …”", mended)
    return None


def _unclosed(lines: Sequence[str], near: Sequence[int]) -> Slip | None:
    """Return the slip of a bracket that is never closed."""
    for number in reversed(near):
        at = _value_at(lines[number])
        if lines[number][at : at + 1] in ("[", "{"):
            message = f"dấu {lines[number][at]} mở mà không đóng, hoặc có dấu “: ”, dấu nháy bên trong"
            return Slip(number, at, message, ONE_PER_LINE, f"{lines[number][:at]}x")
    return None


def _misaligned(lines: Sequence[str], kept: frozenset[int], parsed_to: int) -> Slip | None:
    """Return the last line, up to where the parser gave up, that stands in no column of the lines above it."""
    columns: list[tuple[int, bool]] = [(0, False)]
    opens, found = True, None
    for number, line in enumerate(lines[: parsed_to + 1]):
        if not _is_structure(line, kept, number):
            continue
        indent, is_item = len(line) - len(line.lstrip(" ")), line.lstrip().startswith("- ")
        above = list(columns)
        is_deeper = indent > columns[-1][0]
        while len(columns) > 1 and indent < columns[-1][0]:
            columns.pop()
        if indent != columns[-1][0] and not (is_deeper and opens):
            nearest = _nearest(above, indent, is_item=is_item)
            if number - 1 in kept and lines[number - 1].strip():
                nearest = len(lines[number - 1]) - len(lines[number - 1].lstrip(" "))
            message = f"thụt lề {indent} dấu cách, các dòng cùng cấp ở trên thụt {nearest}"
            found = Slip(number, indent, message, "căn thẳng cột với các dòng cùng cấp", " " * nearest + line.lstrip())
            columns, indent = [column for column in above if column[0] <= nearest], nearest
        if indent > columns[-1][0]:
            columns.append((indent, is_item))
        head = _HEAD.match(line)
        if head and is_item:
            columns.append((indent + head.end() - len(line) + len(line.lstrip(" ")), False))
        opens = line.rstrip().endswith(":") or bool(re.search(r":[ ]+#", line))
    return found


def _nearest(columns: Sequence[tuple[int, bool]], indent: int, *, is_item: bool) -> int:
    """Return the column of items, or of keys, that a line was most probably meant to stand in."""
    alike = [column for column, of_items in columns if of_items == is_item] or [column for column, _ in columns]
    return min(alike, key=lambda column: (abs(column - indent), -column))
