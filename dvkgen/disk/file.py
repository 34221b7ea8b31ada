"""Reading a text file of the repository, UTF-8 with or without BOM and any line ending.

This module gives text and findings; what the text means is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unicodedata import combining, is_normalized

from dvkgen.disk import door
from dvkgen.disk.encoding import conflict, encoding_of, old_encoding
from dvkgen.findings import DvkgenError, Finding, Mark, Severity, mark_at
from dvkgen.rules import Cure, Rule
from dvkgen.text import LOOK_ALIKE, UNPRINTABLE, ZERO_WIDTH_DEBRIS, character_name, nfc, with_own_letters

UNREADABLE_FILE = Rule(
    "unreadable-file",
    Severity.ERROR,
    "Tệp phải đọc được: có thật, trong đúng thư mục, lưu bằng UTF-8, chữ Unicode.\n\n"
    "Chữ gõ bằng TCVN3 (.VnTime), VNI hoặc Windows-1258 phải chuyển sang Unicode; máy không tự đoán.",
)
HIDDEN_CHARACTERS = Rule(
    "hidden-characters",
    Severity.INFO,
    "Ký tự ẩn (dán từ trang mạng) và chữ có dấu rời (gõ trên máy Mac) được đọc đúng, nhưng tìm chữ thì không thấy: make fix chữa.",
    cures=(
        Cure("ký tự ẩn", partial(ZERO_WIDTH_DEBRIS.sub, ""), counts_signs=True),
        Cure("chữ cái của bảng chữ khác (Ð) thành chữ Việt (Đ)", with_own_letters, counts_signs=True),
        Cure("dòng chuyển về Unicode dựng sẵn (NFC)", nfc),
    ),
)

_SEPARATORS = ("\x85", "\u2028", "\u2029")


def read_text(root: Path, path: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the text of a file below the root with Unix line ends, or None; and why it cannot be read, or a notice."""
    try:
        data = door.read(root, path)
    except OSError as error:
        return None, (_unreadable(Mark(path), door.reason(error), "xem lại tên và quyền đọc của tệp"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(path, data, error.start),)
    # line separators of the web are spaces here: YAML would count them as lines, editors do not
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for separator in _SEPARATORS:
        text = text.replace(separator, " ")
    bad = UNPRINTABLE.search(text)
    if bad:
        return None, (_control_character(path, text, bad.start()),)
    if unfinished := conflict(path, text):
        return None, (unfinished,)
    if old := old_encoding(text):
        return None, (_old_text(mark_at(path, text, old[1]), old[0]),)
    return with_own_letters(text), tuple(_hidden(path, text))


def template_text(root: Path, common: Path, path: Path) -> str:
    """Return the text of a template of the repository's, or of those that come with dvkgen, below `common`; raises DvkgenError."""
    home = root if path.is_relative_to(root) else common
    try:
        return door.read(home, path.relative_to(home)).decode("utf-8")
    except OSError as error:
        raise DvkgenError(door.reason(error)) from error


def _hidden(path: str, text: str) -> Iterator[Finding]:
    """Yield the notice that a file has signs which nobody sees, or letters in pieces: they count and compare badly elsewhere."""
    debris = ZERO_WIDTH_DEBRIS.search(text)
    strange = LOOK_ALIKE.search(text) if not text.isascii() else None
    if debris or strange or not is_normalized("NFC", text):
        first = debris or strange
        place = first.start() if first else next((n for n, sign in enumerate(text) if combining(sign)), 0)
        what = "ký tự ẩn" if debris else "chữ có dấu rời (Unicode tổ hợp)"
        if strange and not debris:
            what = f"chữ “{strange[0]}” của bảng chữ khác, trông như “{with_own_letters(text)[place]}”"
        message = f"tệp có {what}; máy vẫn đọc đúng"
        yield HIDDEN_CHARACTERS.at(mark_at(path, text, place), message, "gõ make fix để chữa cả tệp")


class SourceLines:
    """The lines of a repository's text files, read when one is asked for; the last file is kept."""

    def __init__(self, root: Path) -> None:
        self.root, self.path = root, ""
        self.lines: list[str] = []

    def __call__(self, mark: Mark) -> str:
        """Return the line of a mark, nothing where the file is no text or has no such line."""
        if mark.path != self.path:
            try:
                text = door.read(self.root, mark.path).decode("utf-8-sig", errors="replace")
            except OSError:
                text = ""
            self.path, self.lines = mark.path, re.split(r"\r\n|\r|\n", text)
        return self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""


def _unreadable(mark: Mark, message: str, cure: str) -> Finding:
    return UNREADABLE_FILE.at(mark, message, cure)


def _not_utf8(path: str, data: bytes, start: int) -> Finding:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _unreadable(
            Mark(path), "tệp lưu bằng UTF-16", "lưu lại với bảng mã UTF-8 (Notepad: Save As, Encoding: UTF-8)"
        )
    before = data[:start].decode("utf-8-sig", errors="replace")
    mark, encoding = mark_at(path, before, len(before)), encoding_of(data)
    if encoding.startswith(("TCVN3", "VNI")):
        return _old_text(mark, encoding)
    said = f"có lẽ là {encoding}" if encoding else "có thể là TCVN3, VNI hoặc Windows-1258"
    cure = "mở tệp bằng Notepad hoặc VS Code và lưu lại với bảng mã UTF-8"
    return _unreadable(mark, f"tệp không phải UTF-8 ({said})", cure)


def _old_text(mark: Mark, encoding: str) -> Finding:
    cure = "chuyển sang Unicode bằng UniKey (Ctrl+Shift+F9: nguồn là bảng mã ấy, đích là Unicode), rồi đọc lại"
    return _unreadable(mark, f"chữ gõ bằng bảng mã {encoding}, in ra sẽ vỡ chữ", cure)


def _control_character(path: str, text: str, index: int) -> Finding:
    name = character_name(text[index])
    cure = "xóa ký tự này (thường do dán từ Word), gõ lại bằng dấu cách hoặc xuống dòng"
    return _unreadable(mark_at(path, text, index), f"có {name}, không in được", cure)
