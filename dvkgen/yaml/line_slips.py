"""Slips that a line of YAML shows by itself, and what to type instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from dvkgen.yaml.indentation import BLOCK_SIGN, Slip, aligned, head_end, value_at

BELOW = "đặt giá trị xuống dòng dưới, sau dấu >-"
ODD_SPACE = "đầu dòng có dấu cách lạ (chép từ Word hoặc trang mạng)"
ODD_SPACE_CURE = "xóa, gõ lại bằng dấu cách thường; hoặc gõ make fix"
ONE_PER_LINE = "viết mỗi mục một dòng, không dùng [ ] { }"
QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_SMART = "“”‘’"
_RESERVED = "@`%"
_BY_NEIGHBOUR = "\t"
"""What a slip gives for its mended line where only the lines above tell how far it is set in."""
MENDED = "x"
"""What stands in a copy for a value that was mended."""


def on_line(lines: Sequence[str], number: int) -> Slip | None:
    """Return the slip that a line shows by itself."""
    line = lines[number]
    start = head_end(line)
    slip = next(filter(None, (find(number, line, start, value_at(line)) for find in _ON_LINE)), None)
    return replace(slip, mended=aligned(lines, number)) if slip and slip.mended == _BY_NEIGHBOUR else slip


def _braces(number: int, line: str, _start: int, value: int) -> Slip | None:
    if not line.startswith("{{", value):
        return None
    cure = 'đặt cả giá trị trong nháy kép: "{{ … }}"'
    return Slip(number, value, "giá trị bắt đầu bằng {{", cure, f"{line[:value]}{MENDED}")


def _odd_space(number: int, line: str, _start: int, _value: int) -> Slip | None:
    match = re.match(r"[ \t]*([\xa0\u2000-\u200a\u202f\u3000])", line)
    if not match:
        return None
    indent = len(line) - len(line.lstrip())
    return Slip(number, match.start(1), ODD_SPACE, ODD_SPACE_CURE, " " * indent + line.lstrip())


def _dash(number: int, line: str, _start: int, _value: int) -> Slip | None:
    if match := re.match(r"[ ]*-(?=[^\W\d_])", line):
        at = match.end()
        return Slip(
            number, at, "thiếu dấu cách sau dấu gạch", f"viết “- {line[at:].strip()[:30]}”", f"{line[:at]} {line[at:]}"
        )
    if match := re.match(r"([ ]*)([–—•·*+])[ ]*(?=[a-z][a-z0-9_]*:)|([ ]*)([–—•])[ ]*(?=\S)", line):
        indent, sign = match[1] or match[3] or "", match[2] or match[4]
        message = f"dấu “{sign}” đầu dòng không phải dấu gạch của danh sách"
        mended = f"{indent}- {line[match.end() :]}"
        return Slip(number, len(indent), message, "viết “- ” bằng dấu trừ và một dấu cách", mended)
    return None


def _tab(number: int, line: str, start: int, _value: int) -> Slip | None:
    at = line.find("\t", 0, start)
    if at < 0:
        return None
    return Slip(
        number,
        at,
        "dùng phím Tab để thụt lề",
        "xóa Tab, gõ dấu cách cho thẳng cột với các dòng cùng cấp",
        _BY_NEIGHBOUR,
    )


def _odd_after_colon(number: int, line: str, start: int, _value: int) -> Slip | None:
    match = re.compile(r"[a-z][a-z0-9_]*:[ ]*([\xa0\u2000-\u200a\u202f\u3000]+)").match(line, start)
    if not match:
        return None
    message = "sau dấu hai chấm là dấu cách lạ (dấu cách không ngắt, chép từ Word hoặc trang mạng)"
    mended = f"{line[: match.start(1)]} {line[match.end(1) :]}".replace(":  ", ": ")
    return Slip(number, match.start(1), message, "xóa, gõ lại bằng dấu cách thường", mended)


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
    return Slip(number, value + 1, message, f"xuống dòng sau dấu {rest[0]}, chữ ở dòng dưới thụt vào", line)


def _list_beside_key(number: int, line: str, start: int, value: int) -> Slip | None:
    if value == start or not line.startswith("- ", value):
        return None
    cure = "xuống dòng, mỗi mục của danh sách một dòng; nếu là chữ: đặt sau dấu >-"
    return Slip(number, value, "dấu “- ” ngay sau dấu hai chấm", cure, f"{line[:value]}x")


def quotes(number: int, line: str, _start: int, value: int) -> Slip | None:
    """Return the slip of a value in quotes that do not close, or close too early."""
    sign = line[value : value + 1]
    if sign not in QUOTED:
        return None
    closed = QUOTED[sign].match(line, value)
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
    if second := re.search(r"[ ]([a-z]+(?:_[a-z0-9]+)+)$", text[: match.start()]):
        message, cure = f"mục “{second[1]}” viết trên cùng một dòng", f"xuống dòng trước “{second[1]}:”"
    if text[0] in _SMART:
        message = f"nháy cong {text[0]} không bảo vệ được dấu hai chấm bên trong"
        cure = f"giữ nháy cong nhưng {BELOW}"
    return Slip(number, value + match.start(), message, cure, f"{line[:value]}x")


_ON_LINE: tuple[Callable[[int, str, int, int], Slip | None], ...] = (
    _braces, _odd_space, _dash, _tab, _odd_after_colon, _no_space, _other_sign, _reserved, _after_block_sign, _list_beside_key, quotes, _colon,
)  # fmt: skip
