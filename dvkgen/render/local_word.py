"""A locality's own Word file in place of our DOCX: rendered in the sandbox, linted, compared with the PDF's words.

The file is a docxtpl template with the values that the kind's HTML template sees; what differs is told, not mended.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from docxtpl import DocxTemplate

from dvkgen.document.template import fault_in_words, word_environment
from dvkgen.document.to_text import to_text
from dvkgen.document.tree import Document, LocalWord
from dvkgen.findings import DvkgenError
from dvkgen.render.docx import zipped
from dvkgen.render.word_review import Left, issued, renumbered

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_MOST_BYTES = 20_000_000
_CURLY = re.compile("[“”‘’]")
_OPENING = re.compile(r"\{%\s*for\b")
_CLOSING = re.compile(r"\{%\s*endfor\b")


class LocalWordFault(DvkgenError):
    """A locality's Word file that cannot be rendered: its path and why."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.message = path, message


@dataclass(frozen=True, slots=True)
class WordProblem:
    """What is wrong with a Word file, how it is cured, and whether it can be used all the same."""

    message: str
    cure: str
    usable: bool = False


def render_local_word(own: LocalWord, template: bytes) -> bytes:
    """Return the DOCX of a locality's own Word file, the same bytes for the same values; raises LocalWordFault."""
    try:
        document = DocxTemplate(BytesIO(zipped(issued(_parts(template))[0])))
        document.render(dict(own.values), jinja_env=word_environment())
        out = BytesIO()
        document.save(out)
        parts = renumbered(_parts(out.getvalue()))
    except Exception as error:
        raise LocalWordFault(own.path, fault_in_words(error)) from error
    if any(mark in text for text in _everywhere(parts) for mark in ("{{", "{%")):
        raise LocalWordFault(own.path, "còn thẻ {{ }} hoặc {% %} chưa được thay")
    if len(parts["word/document.xml"]) > _MOST_BYTES:
        raise LocalWordFault(own.path, "văn bản làm ra quá dài")
    return zipped(parts)


def _parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _everywhere(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the paragraphs of the text, of headers and of footers."""
    for name in parts:
        if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
            yield from _paragraphs(parts, name)


def difference(document: Document, docx: bytes) -> str:
    """Return where the words of a DOCX part from those of the paper, or nothing where they are the same."""
    found = " ".join(_paragraphs(_parts(docx))).split()
    wanted = to_text(document).split()
    pairs = enumerate(zip((*wanted, ""), (*found, ""), strict=False))
    place = next((n for n, (ours, theirs) in pairs if ours != theirs), None)
    if place is None or wanted == found:
        return ""
    return f"bản PDF có “{' '.join(wanted[place : place + 6])}”, tệp Word có “{' '.join(found[place : place + 6])}”"


def _paragraphs(parts: Mapping[str, bytes], part: str = "word/document.xml") -> Iterator[str]:
    for paragraph in ET.fromstring(parts[part]).iter(f"{_W}p"):  # noqa: S314 - our own rendering
        yield "".join(text.text or "" for text in paragraph.iter(f"{_W}t"))


# --- lint -----------------------------------------------------------------------------------------


def lint(template: bytes, names: Iterable[str]) -> Iterator[WordProblem]:
    """Yield what is wrong with a Word file that may print the values called `names`."""
    try:
        parts, left = issued(_parts(template))
        body = ET.fromstring(parts["word/document.xml"])  # noqa: S314 - expat refuses entity bombs
    except (zipfile.BadZipFile, KeyError, SyntaxError, RuntimeError):
        yield WordProblem("tệp không phải .docx đọc được", "lưu lại bằng Word, dạng .docx, không đặt mật khẩu")
        return
    try:
        variables = _variables(zipped(parts))
    except Exception as error:
        yield WordProblem(fault_in_words(error), "mỗi {% if %}, {% for %} phải có {% endif %}, {% endfor %}")
        variables = set()
    yield from _left_behind(left)
    known = set(names)
    for name in sorted(variables - known):
        yield WordProblem(f"dùng một tên không có: {name}", f"các tên dùng được: {', '.join(sorted(known))}")
    for paragraph in body.iter(f"{_W}p"):
        yield from _in_paragraph(paragraph)
    for cell in body.iter(f"{_W}tc"):
        yield from _in_cell(cell)


def _left_behind(left: Left) -> Iterator[WordProblem]:
    """Yield what a review left in a Word file: no paper prints it, and its author should know."""
    for count, what, cure in (
        (left.tracked, "chỗ sửa đang theo dõi (Track Changes); văn bản in như đã chấp nhận hết", "Review, Accept All"),
        (left.comments, "lời bình (Comment) không in ra văn bản", "Review, Delete All Comments"),
        (left.bookmarks, "dấu trang (Bookmark) không in ra văn bản", "Insert, Bookmark, Delete"),
        (left.hidden, "đoạn chữ ẩn (Hidden) không in ra văn bản", "chọn đoạn ấy, Font, bỏ Hidden, hoặc xóa"),
    ):
        if count:
            yield WordProblem(f"tệp còn {count} {what}", cure, usable=True)


def _variables(template: bytes) -> set[str]:
    document = DocxTemplate(BytesIO(template))
    undeclared: set[str] = document.get_undeclared_template_variables(jinja_env=word_environment())
    return undeclared


def _in_paragraph(paragraph: ET.Element) -> Iterator[WordProblem]:
    texts = [text.text or "" for text in paragraph.iter(f"{_W}t")]
    rest = _TAG.sub("", "".join(texts))
    if any(mark in rest for mark in ("{{", "}}", "{%", "%}")):
        yield WordProblem(f"thẻ thiếu dấu mở hoặc đóng: “{rest.strip()[:60]}”", "viết đủ hai dấu: {{ tên }}, {% … %}")
    for tag in _TAG.findall("".join(texts)):
        if _CURLY.search(tag):
            yield WordProblem(f"dấu nháy cong trong thẻ {tag}", "gõ nháy thẳng ' hoặc \" trong thẻ")
        if not any(tag in text for text in texts):
            yield WordProblem(f"thẻ {tag} bị Word tách thành nhiều đoạn", "xóa và gõ lại cả thẻ một lượt", usable=True)


def _in_cell(cell: ET.Element) -> Iterator[WordProblem]:
    text = "".join(piece.text or "" for piece in cell.iter(f"{_W}t"))
    if len(_OPENING.findall(text)) != len(_CLOSING.findall(text)):
        cure = "lặp cả hàng của bảng thì viết {%tr for … %} và {%tr endfor %}, mỗi thẻ một hàng riêng"
        yield WordProblem("vòng {% for %} mở ở một ô mà đóng ở chỗ khác", cure)


# --- a starting file ------------------------------------------------------------------------------


def starting_file(frame: bytes, styles: str, values: Mapping[str, Any]) -> bytes:
    """Return a Word file to begin with: a line for each value, lists as loops, in the styles of a profile."""
    with zipfile.ZipFile(BytesIO(frame)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    lines = "".join(_line(name, value) for name, value in values.items() if not name.startswith(("cham", "trong")))
    whole = parts["word/document.xml"].decode()
    head, tail = whole[: whole.index("<w:body>") + 8], whole[whole.rindex("<w:sectPr") :]
    parts["word/document.xml"] = f"{head}{lines}{tail}".encode()
    parts["word/styles.xml"] = styles.encode()
    return zipped(parts)


def _line(name: str, value: Any) -> str:
    match value:
        case list() | tuple():
            inner = _item(value[0] if value else "")
            return "".join((_p(f"{{%p for muc in {name} %}}"), *map(_p, inner), _p("{%p endfor %}")))
        case Mapping():
            return ""
        case bool():
            return _p(f"{{% if {name} %}}{{% endif %}}")
        case _:
            return _p(f"{{{{ {name} }}}}")


def _item(item: Any) -> list[str]:
    if isinstance(item, Mapping):
        return [
            f"{{{{ muc.{key} }}}}" if isinstance(value, str) else f"{{{{ muc.{key} | join(' ') }}}}"
            for key, value in item.items()
            if isinstance(value, str) or (isinstance(value, list) and all(isinstance(part, str) for part in value))
        ]
    return ["{{ muc }}"]


def _p(text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="noi_dung"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
