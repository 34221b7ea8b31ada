"""Which of the old encodings of Vietnamese a text was typed in, and the marks that git leaves in a file.

Old texts are named, never converted: one wrong guess would print a name that nobody has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dvkgen.findings import Finding, Mark, Severity
from dvkgen.rules import Rule

MERGE_CONFLICT = Rule(
    "merge-conflict",
    Severity.ERROR,
    "Tệp không còn dấu xung đột của git (<<<<<<<, >>>>>>>): hai người cùng sửa một chỗ, phải chọn.",
)

_OLD: Mapping[str, re.Pattern[str]] = {
    "TCVN3 (phông .VnTime)": re.compile(r"[µ¸¶·¹¨»¾¼½Æ©®ª«¬\xad](?<=[A-Za-z®§].)|[§®](?=\w)"),
    "VNI (phông VNI-Times)": re.compile(r"[øûïåäëñØÛÏÅÄËÑ]|[öÖ][aeiouôơ]|[aeiouy][üöÜÖ]"),
}
"""How words in an old encoding look when they are taken for Unicode: letters that no Vietnamese word has."""
_LEAST_SIGNS = 3
_LINE = re.compile(r"[^\n]+")
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_MARKER = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)


def old_encoding(text: str) -> tuple[str, int] | None:
    """Return the old encoding that a text shows, and the place of its first sign; None for a text in Unicode."""
    if text.isascii():
        return None
    lines = [match for match in _LINE.finditer(text) if not match[0].isascii() and not _is_unicode(match[0])]
    for name, signs in _OLD.items():
        found = [m for line in lines for m in signs.finditer(text, line.start(), line.end())]
        if len(found) >= _LEAST_SIGNS and len({m[0] for m in found}) > 1:
            return name, found[0].start()
    return None


def _is_unicode(line: str) -> bool:
    """Whether a line has letters that only Vietnamese in Unicode has."""
    return bool(_VIETNAMESE.search(line))


def encoding_of(data: bytes) -> str:
    """Return the most probable encoding of bytes that are not UTF-8."""
    for name, codec in (("Windows-1258", "cp1258"), ("Windows-1252", "cp1252")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        old = old_encoding(text)
        if old:
            return old[0]
        if name == "Windows-1258" and re.search("[\u0300\u0301\u0303\u0309\u0323đ]", text):
            return name
    return ""


def conflict(path: str, text: str) -> Finding | None:
    """Return the finding of the marks of a merge that was not finished, None where there are none."""
    match = _MARKER.search(text)
    if not match:
        return None
    mark = Mark(path, text.count("\n", 0, match.start()) + 1)
    message = "tệp còn dấu xung đột của git: hai người cùng sửa một chỗ"
    cure = "giữ phần đúng, xóa các dòng <<<<<<<, ======= và >>>>>>> rồi lưu lại"
    return MERGE_CONFLICT.at(mark, message, cure)
