"""What a long text would print otherwise than its author meant: markup of other programs, footnotes, lists of Word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.texts import Passage
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.pasted import runs_together
from dvkgen.document.prose import plain_text
from dvkgen.findings import Severity
from dvkgen.schema.answer import Answer
from dvkgen.schema.long_text import LongText
from dvkgen.schema.office_paper import Appendix, OfficePaper
from dvkgen.text import PLACED_PICTURE

_MARK = re.compile(r"\[\^([^\]\n]*)\](?!:)")
_NOTE = re.compile(r"^[ \t]*\[\^([^\]\n]*)\]:", re.MULTILINE)
_INLINE_NOTE = re.compile(r"\^\[[^\]\n]*\]")
_NAME = re.compile(r"[\w-]+")
_STARS = re.compile(r"\*\*|(?<![\s*])\*(?![\w*])|(?<![\w*])\*(?![\s*])")
_RAW = (
    (re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?: [^<>\n]*)?/?>"), "thẻ HTML", "bỏ thẻ; xuống đoạn bằng một dòng trống"),
    (
        re.compile(r"!?\[[^\[\]\n]+\]\([^()\s]+\)"),
        "liên kết hoặc ảnh kiểu Markdown",
        "viết địa chỉ thành chữ; ảnh đặt một mình một dòng: ![chú thích](ten-anh.jpg)",
    ),
    (
        re.compile(r"(?<![\w_])__?(?=[^\s_])[^_\n]*[^\s_]__?(?![\w_])"),
        "dấu gạch dưới quanh chữ",
        "chữ nghiêng viết *…*, chữ đậm viết **…**",
    ),
    (re.compile(r"^[ \t]*([-*_=])\1{2,}[ \t]*$", re.MULTILINE), "dòng kẻ", "xóa dòng này"),
    (re.compile(r"\\[-_#>.+!`()\[\]]"), "dấu \\ trước một dấu", "bỏ dấu \\: các dấu ấy in nguyên"),
    (re.compile(r"`[^`\n]+`"), "dấu ` quanh chữ", "dùng ngoặc kép “…”"),
    (re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE), "dấu > đầu dòng", "bỏ dấu >: không có kiểu trích dẫn"),
)
"""What other programs take for markup and is printed as it stands: how it looks, what it is, what to do."""
_QUOTE = re.compile(r"\{\{[^{}\n]*\}\}")
_ITEM = re.compile(
    r"[ \t]*(?:[–—•▪■●○◦·✓➢*][ \t\xa0]+|[a-zđ][.)][ \t\xa0]+|[IVX]{1,4}[.)][ \t\xa0]+|Bước \d+[.:][ \t\xa0]+)\S"
)


def _long_texts(campaign: Campaign) -> Iterator[tuple[Passage, LongText]]:
    for passage in campaign.texts.passages:
        if isinstance(passage.value, LongText):
            yield passage, passage.value


@check(Severity.ERROR)
def footnote_marks(campaign: Campaign) -> Iterator[Problem]:
    """Mỗi dấu [^1] có đúng một dòng “[^1]: …”, và mỗi dòng ấy có dấu của nó: không lời nào mất, không dấu nào in nguyên.

    Tên cước chú là chữ hoặc số viết liền; kiểu ^[…] của phần mềm khác không dùng được.
    """
    for passage, value in _long_texts(campaign):
        marks = [(match.start(), match[1]) for match in _MARK.finditer(passage.text)]
        notes = [(match.start(), match[1]) for match in _NOTE.finditer(passage.text)]
        marked, noted = {name for _, name in marks}, Counter(name for _, name in notes)
        for place, name in (*marks, *notes):
            if not _NAME.fullmatch(name):
                yield Problem(value.at_index(place), f"tên cước chú “{name}” không dùng được", "đặt số: [^1]")
        for place, name in marks:
            if _NAME.fullmatch(name) and not noted[name]:
                yield Problem(
                    value.at_index(place), f"dấu [^{name}] không có lời", f"thêm dòng “[^{name}]: …”, hoặc xóa dấu"
                )
        for name, place in {name: at for at, name in notes}.items():
            if noted[name] > 1:
                yield Problem(value.at_index(place), f"có {noted[name]} dòng “[^{name}]: …”", "đặt mỗi lời một số")
            elif _NAME.fullmatch(name) and name not in marked:
                yield Problem(
                    value.at_index(place),
                    f"lời cước chú [^{name}] không có dấu trong bài",
                    f"đặt [^{name}] vào chỗ cần chú, hoặc xóa dòng này",
                )
        for match in _INLINE_NOTE.finditer(passage.text):
            yield Problem(
                value.at_index(match.start()),
                "cước chú kiểu ^[…] in nguyên",
                "đặt [^1] ở đây, và dòng “[^1]: …” ở cuối",
            )


@check(Severity.WARNING)
def raw_markup(campaign: Campaign) -> Iterator[Problem]:
    """Dấu của Markdown, HTML mà bài dài không hiểu thì in nguyên ra giấy.

    Bài dài chỉ hiểu: # đề mục, - và + đầu dòng, | bảng, *nghiêng*, **đậm**, [^1] cước chú.
    """
    for passage, value in _long_texts(campaign):
        text = _without_pictures(passage)
        for pattern, what, cure in _RAW:
            for match in _once_a_line(pattern.finditer(text), text):
                yield Problem(value.at_index(match.start()), f"{what} in nguyên: “{match[0].strip()[:30]}”", cure)
        for quote in () if passage.of_office else _QUOTE.finditer(passage.text):
            message = f"“{quote[0]}” in nguyên: bài của đơn vị không có chỗ điền"
            yield Problem(value.at_index(quote.start()), message, "viết ra chữ")
        for at in _lone_stars(passage.text):
            cure = "đóng mở đủ cặp, sát chữ: *nghiêng*, **đậm**"
            yield Problem(value.at_index(at), "dấu * không thành cặp in nguyên", cure)


def _without_pictures(passage: Passage) -> str:
    """Return a text with the photos that it prints blanked, character for character."""
    if not isinstance(passage.record, (Answer, Appendix, OfficePaper)) or "![" not in passage.text:
        return passage.text
    lines = passage.text.split("\n")
    return "\n".join(" " * len(line) if PLACED_PICTURE.fullmatch(line.strip()) else line for line in lines)


def _once_a_line(matches: Iterable[re.Match[str]], text: str) -> Iterator[re.Match[str]]:
    """Yield the first match of each line."""
    end = -1
    for match in matches:
        if match.start() > end:
            yield match
            end = text.find("\n", match.start())
            if end < 0:
                return


def _lone_stars(text: str) -> Iterator[int]:
    """Yield for each paragraph where the first star stands of one that marks nothing."""
    place = 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        if (
            "*" in paragraph
            and not paragraph.lstrip().startswith("* ")
            and _STARS.search(plain_text(paragraph.replace("\\*", "")))
        ):
            yield place + paragraph.index("*")
        place += len(paragraph)


@check(Severity.WARNING)
def list_lines_joined(campaign: Campaign) -> Iterator[Problem]:
    """Dòng bắt đầu bằng –, •, *, a), I., Bước 1. là chữ thường: không có dòng trống ở trên thì nối vào đoạn trên.

    Mục gạch đầu dòng bắt đầu bằng “- ” hoặc “+ ”.
    """
    for passage, value in _long_texts(campaign):
        if runs_together(passage.text):
            continue
        told = False
        for number, (above, line) in enumerate(pairwise(passage.text.split("\n")), 1):
            is_item = bool(_ITEM.match(line))
            if above.strip() and not above.lstrip().startswith("#") and is_item and not told:
                message = f"“{line.strip()[:24]}…” bị nối vào dòng trên"
                yield Problem(value.at(number), message, "thêm một dòng trống ở trên, hoặc viết “- ” thay cho dấu ấy")
                told = True
            told = told and bool(line.strip())


CHECKS: tuple[Check, ...] = (footnote_marks, raw_markup, list_lines_joined)
