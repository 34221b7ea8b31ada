"""A locality's own Word file in place of our DOCX: rendered in the sandbox, linted, compared with the PDF's words.

The file is a docxtpl template with the values that the kind's HTML template sees; what differs is told, not mended. Of
the file only text and styles are taken, cleaned (`word_allowed`); all other parts, and the pages, are our frame's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from dvkgen.document.template import fault_in_words, word_environment
from dvkgen.document.to_text import to_text
from dvkgen.document.tree import Document, LocalWord
from dvkgen.findings import DvkgenError
from dvkgen.render.word_allowed import clean
from dvkgen.render.word_frame import frame_parts, on_our_pages
from dvkgen.render.word_package import WordPackageFault, parsed, serialized, unpacked, zipped
from dvkgen.render.word_review import Left, issued, renumber
from dvkgen.render.word_styles import NAMESPACE, styles_xml
from dvkgen.schema.profile import Profile, Stationery

_W = f"{{{NAMESPACE}}}"
_TEXT, _STYLES = "word/document.xml", "word/styles.xml"
_TAG = re.compile(r"\{\{[^{}]*+(?:[{}](?![{}%])[^{}]*+)*+\}\}|\{%[^{%]*+(?:%(?!\})[^{%]*+|\{(?![{%])[^{%]*+)*+%\}")
_MOST_BYTES, _MOST_TEMPLATE, _MOST_SIGNS = 8_000_000, 1_000_000, 2_000
"""Bytes of a text that is made and of one with tags in it, and signs `{` in the latter."""
_CURLY = re.compile("[“”‘’]")
_OPENING = re.compile(r"\{%\s*for\b")
_CLOSING = re.compile(r"\{%\s*endfor\b")
_SIGNS = {f"{_W}{name}": " " for name in ("tab", "br", "cr")} | {f"{_W}noBreakHyphen": "-"}
"""Elements that stand for a sign."""
_LEFT_OUT = (
    ("đầu trang, cuối trang (máy chỉ đặt số trang)", re.compile(r"word/(?:header|footer)\d*\.xml")),
    ("macro, tệp nhúng", re.compile(r"word/(?:vbaProject\.bin|embeddings/.*|activeX/.*)")),
)
"""Parts of a Word file that its author may expect to see again."""
_SAID, _NUMBER = re.compile(rb"<w:t(?: [^<>]{0,99})?>([^<]*)<"), re.compile(r"[\d–-]")


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


@dataclass(frozen=True)
class _Usable:
    """A Word file as it may be used: its text, its styles, and what was taken out of them."""

    text: etree._Element
    styles: etree._Element
    left: Left
    told: Mapping[str, int]


def _usable(template: bytes, profile: Profile) -> _Usable:
    """Return what of a Word file may be used; raises WordPackageFault."""
    parts = unpacked(template)
    text, families = parsed(parts[_TEXT]), _families(profile)
    if [child.tag for child in text] not in ([f"{_W}body"], [f"{_W}background", f"{_W}body"]):
        raise WordPackageFault("tệp không phải .docx đọc được")
    left, told = issued(text), Counter(_left_out(parts))
    told.update(clean(text, families))
    styles = parsed(parts[_STYLES] if _STYLES in parts else f'<w:styles xmlns:w="{NAMESPACE}"/>'.encode())
    clean(styles, families)
    if len(serialized(text)) > _MOST_TEMPLATE or sum(t.count("{") for t in _paragraphs(text)) > _MOST_SIGNS:
        raise WordPackageFault("tệp Word quá dài, hoặc có quá nhiều thẻ {{ }}")
    _add_ours(styles, profile)
    return _Usable(text, styles, left, told)


def _families(profile: Profile) -> tuple[str, ...]:
    return ("Times New Roman", profile.family, *profile.substitutes)


def _left_out(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield for each part that goes what its author may miss: headers of words, embedded files."""
    for name, data in parts.items():
        words = b"".join(_SAID.findall(data)).decode("utf-8", "replace")
        is_silent = data.lstrip().startswith(b"<") and not _NUMBER.sub("", words).strip()
        yield from (what for what, shape in _LEFT_OUT if shape.fullmatch(name) and not is_silent)


def _add_ours(styles: etree._Element, profile: Profile) -> None:
    """Add those of our styles that a Word file does not have; what is told of no text goes by our defaults."""
    ours = parsed(styles_xml(profile).encode())
    known = {style.get(f"{_W}styleId") for style in styles.iter(f"{_W}style")}
    for defaults in list(styles.iterchildren(f"{_W}docDefaults")):
        styles.remove(defaults)
    added = [style for style in ours.iterchildren(f"{_W}style") if style.get(f"{_W}styleId") not in known]
    styles.insert(0, ours[0])
    has_default = {s.get(f"{_W}type") for s in styles if s.get(f"{_W}default")}
    for style in added:
        if style.get(f"{_W}type") in has_default:
            style.attrib.pop(f"{_W}default", "")
    styles.extend(added)


def render_local_word(own: LocalWord, template: bytes, stationery: Stationery) -> bytes:
    """Return the DOCX of a locality's own Word file, the same bytes for the same values; raises LocalWordFault."""
    try:
        usable, parts = _usable(template, stationery.profile), frame_parts(stationery.docx)
        parts = {**parts, _STYLES: serialized(usable.styles)}
        document = DocxTemplate(BytesIO(zipped({**parts, _TEXT: serialized(usable.text)})))
        document.render(dict(own.values), jinja_env=word_environment())
        out = BytesIO()
        document.save(out)
        made = parsed(unpacked(out.getvalue())[_TEXT])
        clean(made, _families(stationery.profile))
        renumber(made)
        on_our_pages(made, parts, stationery.profile)
    except Exception as error:
        raise LocalWordFault(own.path, fault_in_words(error)) from error
    if any(mark in text for text in _paragraphs(made) for mark in ("{{", "{%")):
        raise LocalWordFault(own.path, "còn thẻ {{ }} hoặc {% %} chưa được thay")
    text = serialized(made)
    if len(text) > _MOST_BYTES:
        raise LocalWordFault(own.path, "văn bản làm ra quá dài")
    return zipped({**parts, _TEXT: text})


def difference(document: Document, docx: bytes) -> str:
    """Return where the words of a DOCX part from those of the paper, or nothing where they are the same."""
    found = " ".join(_paragraphs(parsed(unpacked(docx)[_TEXT]))).split()
    wanted = to_text(document).split()
    pairs = enumerate(zip((*wanted, ""), (*found, ""), strict=False))
    place = next((n for n, (ours, theirs) in pairs if ours != theirs), None)
    if place is None or wanted == found:
        return ""
    return f"bản PDF có “{' '.join(wanted[place : place + 6])}”, tệp Word có “{' '.join(found[place : place + 6])}”"


def _paragraphs(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_W}p"):
        yield "".join(_SIGNS.get(e.tag, e.text or "") for e in paragraph.iter(f"{_W}t", *_SIGNS))


# --- lint -----------------------------------------------------------------------------------------


def lint(template: bytes, names: Iterable[str], stationery: Stationery) -> Iterator[WordProblem]:
    """Yield what is wrong with a Word file that may print the values called `names`."""
    try:
        usable = _usable(template, stationery.profile)
    except WordPackageFault as fault:
        yield WordProblem(str(fault), "lưu lại bằng Word, dạng .docx, không đặt mật khẩu, chỉ gồm chữ và bảng")
        return
    try:
        variables = _variables(usable.text, frame_parts(stationery.docx))
    except Exception as error:
        yield WordProblem(fault_in_words(error), "mỗi {% if %}, {% for %} phải có {% endif %}, {% endfor %}")
        variables = set()
    yield from _left_behind(usable.left)
    for what, count in usable.told.items():
        yield WordProblem(f"{count} chỗ có {what}: không in ra văn bản", "xóa đi, hoặc gõ thành chữ", usable=True)
    known = set(names)
    for name in sorted(variables - known):
        yield WordProblem(f"dùng một tên không có: {name}", f"các tên dùng được: {', '.join(sorted(known))}")
    for paragraph in usable.text.iter(f"{_W}p"):
        yield from _in_paragraph(paragraph)
    for cell in usable.text.iter(f"{_W}tc"):
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


def _variables(text: etree._Element, parts: Mapping[str, bytes]) -> set[str]:
    document = DocxTemplate(BytesIO(zipped({**parts, _TEXT: serialized(text)})))
    undeclared: set[str] = document.get_undeclared_template_variables(jinja_env=word_environment())
    return undeclared


def _in_paragraph(paragraph: etree._Element) -> Iterator[WordProblem]:
    texts = [text.text or "" for text in paragraph.iter(f"{_W}t")]
    rest = _TAG.sub("", "".join(texts))
    if any(mark in rest for mark in ("{{", "}}", "{%", "%}")):
        yield WordProblem(f"thẻ thiếu dấu mở hoặc đóng: “{rest.strip()[:60]}”", "viết đủ hai dấu: {{ tên }}, {% … %}")
    whole = {tag for text in texts for tag in _TAG.findall(text)}
    for tag in _TAG.findall("".join(texts)):
        if _CURLY.search(tag):
            yield WordProblem(f"dấu nháy cong trong thẻ {tag}", "gõ nháy thẳng ' hoặc \" trong thẻ")
        if tag not in whole:
            yield WordProblem(f"thẻ {tag} bị Word tách thành nhiều đoạn", "xóa và gõ lại cả thẻ một lượt", usable=True)


def _in_cell(cell: etree._Element) -> Iterator[WordProblem]:
    text = "".join(piece.text or "" for piece in cell.iter(f"{_W}t"))
    if len(_OPENING.findall(text)) != len(_CLOSING.findall(text)):
        cure = "lặp cả hàng của bảng thì viết {%tr for … %} và {%tr endfor %}, mỗi thẻ một hàng riêng"
        yield WordProblem("vòng {% for %} mở ở một ô mà đóng ở chỗ khác", cure)


# --- a starting file ------------------------------------------------------------------------------


def starting_file(frame: bytes, styles: str, values: Mapping[str, Any]) -> bytes:
    """Return a Word file to begin with: a line for each value, lists as loops, in the styles of a profile."""
    parts = dict(frame_parts(frame))
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
