"""What a person meant where YAML gives up: the slip, the line it was made on, and what to type instead.

The parser tells where it lost its way, which is often lines later. A slip is looked for on that line and the one
before it, mended in a copy, and the copy is parsed again: so all slips of a file are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from dvkgen.yaml.indentation import (
    BLOCK_SIGN,
    KEY,
    Slip,
    block_lines,
    indent_of,
    is_structure,
    key_in,
    misaligned,
    value_at,
)
from dvkgen.yaml.line_slips import BELOW, MENDED, ONE_PER_LINE, QUOTED, on_line, quotes

PARSER_SAYS = (
    ("found character '\\t'", "dùng phím Tab", "thay mỗi Tab bằng hai dấu cách"),
    ("mapping values are not allowed", "có dấu “: ” bên trong một giá trị", BELOW),
    ("unexpected end of stream", "dấu nháy mở mà không đóng", f"thêm dấu nháy đóng, hoặc {BELOW}"),
    ("expected <block end>", "thụt lề không khớp với các dòng trên", "căn thẳng cột với các mục cùng cấp"),
    (
        "could not find expected ':'",
        "thiếu dấu hai chấm, hoặc thiếu dấu cách sau dấu hai chấm",
        "viết “ten_muc: giá trị”",
    ),
    ("expected ',' or", "thiếu dấu phẩy hoặc dấu đóng ] }", ONE_PER_LINE),
    ("expected the node content", "thiếu giá trị, hoặc thiếu dấu đóng ] }", ONE_PER_LINE),
    ("but found another document", "có dòng “---” ở giữa tệp", "xóa dòng đó: mỗi tệp chỉ có một văn bản YAML"),
)
"""By what the parser says where no slip is recognised: message and cure."""


_NO_SIGNS = ("l", "I", "｜", "¦")
"""What is typed in place of the sign | where it is not found on the keyboard."""


def slip_at(lines: Sequence[str], parsed_to: int, opened_at: int | None, *, in_quotes: bool = False) -> Slip | None:
    """Return the slip that made the parser give up on a line, or None where none is recognised.

    `opened_at` is the line on which the parser says that the thing it was reading began; inside quotes all that
    follows was swallowed, so that it is looked at first.
    """
    kept = block_lines(lines)
    above = (n for n in range(min(parsed_to, len(lines)) - 1, -1, -1) if is_structure(lines[n], kept, n))
    order = (parsed_to, *islice(above, 2), opened_at)
    near = [n for n in ((opened_at, *order) if in_quotes else order) if n is not None and 0 <= n < len(lines)]
    if opened := _open_quote(lines, kept, parsed_to):
        return opened
    unsigned = _without_block_sign(lines, parsed_to)
    if unsigned and lines[unsigned.line][unsigned.column :].strip() in _NO_SIGNS:
        return unsigned
    for find in (on_line, _between_lines):
        for number in dict.fromkeys(near):
            if number not in kept and (slip := find(lines, number)):
                return slip
    return misaligned(lines, kept, parsed_to) or _without_colon(lines, near) or _unclosed(lines, near) or unsigned


def _open_quote(lines: Sequence[str], kept: frozenset[int], parsed_to: int) -> Slip | None:
    """Return the slip of a quote that is closed by a later one, so that the keys between them were swallowed."""
    for number, line in enumerate(lines[: parsed_to + 1]):
        value = value_at(line)
        if number in kept or line[value : value + 1] not in QUOTED or QUOTED[line[value]].match(line, value):
            continue
        following = next((text for text in lines[number + 1 :] if text.strip()), "")
        if key_in(following):
            return quotes(number, line, 0, value)
    return None


def _without_block_sign(lines: Sequence[str], parsed_to: int) -> Slip | None:
    """Return the slip of prose under a key that has neither a sign nor a value."""
    last = next((n for n in range(min(parsed_to, len(lines) - 1), -1, -1) if lines[n].strip()), 0)
    own = indent_of(lines[last])
    for number in range(last - 1, -1, -1):
        key = key_in(lines[number])
        value = lines[number][key.end() :].strip() if key else ""
        if key and indent_of(lines[number]) < own and (not value or value in _NO_SIGNS):
            below = next(line for line in lines[number + 1 :] if line.strip()).lstrip()
            if not value and (below.startswith(("-", "*", "(", "{")) or KEY.match(below)):
                return None
            message = f"chữ “{value}” không phải dấu |" if value else f"đoạn văn dưới “{key[1]}:” thiếu dấu |"
            return Slip(number, key.end(), message, f"viết “{key[1]}: |”", lines[number])
    return None


def _between_lines(lines: Sequence[str], number: int) -> Slip | None:
    """Return the slip that a line and the one below it show together."""
    line = lines[number]
    own = indent_of(line)
    following = next((n for n in range(number + 1, len(lines)) if lines[n].strip()), None)
    if following is None:
        return _continued(lines, number, own)
    below = lines[following]
    indent = indent_of(below)
    if (announced := re.fullmatch(r"[ ]*(?:- +)*([a-z][a-z0-9_]*) +([|>][-+]?)[ ]*", line)) and indent > own:
        mended = f"{line[: announced.end(1)]}: {announced[2]}"
        return Slip(
            number, announced.end(1), f"thiếu dấu hai chấm sau “{announced[1]}”", f"viết “{mended.strip()}”", mended
        )
    lone = re.fullmatch(r"[ ]*(?:- +)*([a-z][a-z0-9_]*)[ ]*", line)
    if lone and indent > own and (below.lstrip().startswith("- ") or KEY.match(below, indent)):
        message = f"thiếu dấu hai chấm sau “{lone[1]}”"
        return Slip(number, lone.end(1), message, f"viết “{lone[1]}:”", f"{line.rstrip()}:")
    value = value_at(line)
    is_text = not (KEY.match(below, indent) or below.lstrip().startswith(("- ", "#")))
    if BLOCK_SIGN.fullmatch(line, value) and indent <= own and is_text:
        cure = f"thụt đoạn văn vào {own + 2} dấu cách, mọi dòng như nhau"
        message = f"đoạn văn sau dấu {line[value]} chưa thụt vào"
        # the lines after it are out of place too: nothing more is told of this file
        return Slip(following, indent, message, cure, below)
    return _continued(lines, number, own)


def _continued(lines: Sequence[str], number: int, own: int) -> Slip | None:
    """Return the slip of a sentence that goes on at the margin of the text or of the key above it."""
    above = next((n for n in range(number - 1, -1, -1) if lines[n].strip()), None)
    text = lines[number].strip()
    if above is None or text.startswith(("-", "#")) or KEY.match(text) or re.fullmatch(r"[a-z0-9_]+( .*)?", text):
        return None
    if above in block_lines(lines):
        inner = indent_of(lines[above])
        message, cure = "dòng này ra ngoài đoạn văn ở trên", f"thụt vào {inner} dấu cách như các dòng trên"
        return Slip(number, own, message, cure, lines[number])
    key = key_in(lines[above])
    value = lines[above][key.end() :].strip() if key else ""
    if not value or BLOCK_SIGN.fullmatch(value):
        return None
    if own > indent_of(lines[above]):
        colon = re.search(r":(?=[ ]|$)", lines[number])
        message = "có dấu “: ” trong câu viết tiếp ở dòng dưới"
        return (
            Slip(number, colon.start(), message, f"đặt cả câu {BELOW.removeprefix('đặt giá trị ')}", "")
            if colon
            else None
        )
    cure = "nối vào cuối dòng trên, hoặc thụt dòng này vào sâu hơn dòng trên"
    return Slip(number, own, "dòng này viết tiếp câu ở dòng trên mà không thụt vào", cure, "")


def _without_colon(lines: Sequence[str], near: Sequence[int]) -> Slip | None:
    """Return the slip of a key without its colon: alone on its line, or before its value."""
    for number in near:
        match = re.fullmatch(r"([ ]*(?:- +)*)([a-z][a-z0-9_]*)([ ].*|)", lines[number])
        if match and match[2] != MENDED:
            message = f"thiếu dấu hai chấm sau “{match[2]}”"
            rest = match[3].strip()
            mended = f"{match[1]}{match[2]}: {rest if BLOCK_SIGN.fullmatch(rest) else MENDED if rest else ''}".rstrip()
            return Slip(number, match.end(2), message, f"viết “{match[2]}: …”", mended)
    return None


def _unclosed(lines: Sequence[str], near: Sequence[int]) -> Slip | None:
    """Return the slip of a bracket that is never closed."""
    for number in reversed(near):
        at = value_at(lines[number])
        rest = lines[number][at:]
        is_open = rest.count("[") + rest.count("{") > rest.count("]") + rest.count("}") or number == near[0]
        if rest[:1] in ("[", "{") and is_open:
            message = f"dấu {lines[number][at]} mở mà không đóng, hoặc có dấu “: ”, dấu nháy bên trong"
            return Slip(number, at, message, ONE_PER_LINE, f"{lines[number][:at]}x")
    return None
