"""What a person meant where YAML gives up: the slip, the line it was made on, and what to type instead.

The parser tells where it lost its way, which is often lines later. A slip is looked for on that line and the one
before it, mended in a copy, and the copy is parsed again: so all slips of a file are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from dvkgen.source.indentation import BLOCK_SIGN, HEAD, KEY, Slip, block_lines, is_structure, misaligned, value_at

BELOW = "đặt giá trị xuống dòng dưới, sau dấu >-"
ODD_SPACE = "đầu dòng có dấu cách lạ (chép từ Word hoặc trang mạng)"
ODD_SPACE_CURE = "xóa, gõ lại bằng dấu cách thường; hoặc gõ make fix"
ONE_PER_LINE = "viết mỗi mục một dòng, không dùng [ ] { }"


_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_SMART = "“”‘’"
_RESERVED = "@`%"
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


def slip_at(lines: Sequence[str], parsed_to: int, opened_at: int | None, *, in_quotes: bool = False) -> Slip | None:
    """Return the slip that made the parser give up on a line, or None where none is recognised.

    `opened_at` is the line on which the parser says that the thing it was reading began; inside quotes all that
    follows was swallowed, so that it is looked at first.
    """
    kept = block_lines(lines)
    above = (n for n in range(min(parsed_to, len(lines)) - 1, -1, -1) if is_structure(lines[n], kept, n))
    order = (parsed_to, *islice(above, 2), opened_at)
    near = [n for n in ((opened_at, *order) if in_quotes else order) if n is not None and 0 <= n < len(lines)]
    for find in (_on_line, _between_lines):
        for number in dict.fromkeys(near):
            if number not in kept and (slip := find(lines, number)):
                return slip
    return misaligned(lines, kept, parsed_to) or _without_colon(lines, near) or _unclosed(lines, near)


def _on_line(lines: Sequence[str], number: int) -> Slip | None:
    """Return the slip that a line shows by itself."""
    line = lines[number]
    head = HEAD.match(line)
    start = head.end() if head else 0
    return next(filter(None, (find(number, line, start, value_at(line)) for find in _ON_LINE)), None)


def _odd_space(number: int, line: str, _start: int, _value: int) -> Slip | None:
    match = re.match(r"[ \t]*([\xa0\u2000-\u200a\u202f\u3000])", line)
    if not match:
        return None
    indent = len(line) - len(line.lstrip())
    return Slip(number, match.start(1), ODD_SPACE, ODD_SPACE_CURE, " " * indent + line.lstrip())


def _dash(number: int, line: str, _start: int, _value: int) -> Slip | None:
    if match := re.match(r"([ ]*)-(?=[a-z][a-z0-9_]*:(?: |$))", line):
        at = match.end()
        return Slip(
            number, at, "thiếu dấu cách sau dấu gạch", f"viết “- {line[at:].strip()[:30]}”", f"{line[:at]} {line[at:]}"
        )
    if match := re.match(r"([ ]*)([–—•])[ ]*(?=\S)", line):
        message = f"dấu “{match[2]}” đầu dòng không phải dấu gạch của danh sách"
        return Slip(
            number,
            match.start(2),
            message,
            "viết “- ” bằng dấu trừ và một dấu cách",
            f"{match[1]}- {line[match.end() :]}",
        )
    return None


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
    if rest[:1] not in ("|", ">") or BLOCK_SIGN.fullmatch(rest):
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
    _odd_space, _dash, _tab, _no_space, _other_sign, _reserved, _after_block_sign, _list_beside_key, _quotes, _colon,
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
    """Return the slip of a sentence that goes on at the margin of the key above it."""
    above = next((n for n in range(number - 1, -1, -1) if lines[n].strip()), None)
    text = lines[number].strip()
    first = text.split(" ")[0]
    if (
        above is None
        or ":" in text
        or text.startswith(("-", "#"))
        or (re.fullmatch(r"[a-z0-9_]+", first) and first.isascii())
    ):
        return None
    head = HEAD.match(lines[above])
    key = KEY.match(lines[above], head.end()) if head else None
    if key is None or BLOCK_SIGN.fullmatch(lines[above], value_at(lines[above])):
        return None
    if not lines[above][key.end() :].strip() or own > len(lines[above]) - len(lines[above].lstrip()):
        return None
    cure = "nối vào cuối dòng trên, hoặc thụt dòng này vào sâu hơn dòng trên"
    return Slip(number, own, "dòng này viết tiếp câu ở dòng trên mà không thụt vào", cure, "")


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
        at = value_at(lines[number])
        if lines[number][at : at + 1] in ("[", "{"):
            message = f"dấu {lines[number][at]} mở mà không đóng, hoặc có dấu “: ”, dấu nháy bên trong"
            return Slip(number, at, message, ONE_PER_LINE, f"{lines[number][:at]}x")
    return None
