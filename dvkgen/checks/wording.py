"""How texts are written: words doubled, quotes unclosed, numbers left out, marks forgotten. Never an error.

The user's words are never changed; a quotation and what is typed in a number's place are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.lexicon import words
from dvkgen.checks.pasted import runs_together
from dvkgen.findings import Severity
from dvkgen.schema.long_text import LongText
from dvkgen.text import fold

_TWICE = re.compile(r"(?<![\w-])([^\W\d_]+)[ \xa0]+\1(?![\w-])(?:[ \xa0]+([^\W\d_]+))?", re.IGNORECASE)
_PAIR_TWICE = re.compile(r"(?<![\w-])([^\W\d_]{2,}[ \xa0][^\W\d_]{2,})[ \xa0]+\1(?![\w-])")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \xa0]+$")


@check(Severity.WARNING)
def doubled_word(campaign: Campaign) -> Iterator[Problem]:
    """Một từ, một cặp từ gõ hai lần liền nhau: “thực hiện hiện mô hình”, “Ban Ban Xây dựng Đảng”, “đăng ký đăng ký”.

    Từ láy (ngày ngày, nơi nơi, dần dần), hai từ ghép đứng cạnh nhau (an toàn toàn phường, mô hình hình thành) và một
    chức danh trước một tên riêng (Trưởng ban Ban Công tác Mặt trận) không bị tính.
    """
    texts = campaign.texts
    said_twice, compounds = words("tu-lay"), set(map(fold, words("tu-ghep")))
    organs = words("tu-chi-co-quan")
    for found in texts.find(_TWICE):
        first, second = found.match[0].split()[:2]
        word, following = first.casefold(), (found.match[2] or "").casefold()
        before = _WORD_BEFORE.search(texts.whole, max(0, found.match.start() - 12), found.match.start())
        ends = before is not None and fold(f"{before[1]}:{word}") in compounds
        begins = fold(f"{word}:{following}") in compounds
        # two capitals are a name (Lò Lò) unless it is an organ's: then one of them is too many
        is_name = second[0].isupper() and (first[0].islower() or word not in organs)
        # đi đi về về; nhà nhà nào cũng
        after = texts.whole[found.match.end() : found.match.end() + 20].casefold()
        is_rhythm = following in ("nào", "gì", "cũng") or bool(re.match(rf"[ \xa0]+{re.escape(following)}\b", after))
        if not (word in said_twice or is_name or is_rhythm or (ends and begins)):
            yield Problem(found.mark, f"từ “{first}” gõ hai lần liền nhau", "bỏ một, hoặc thêm dấu câu ở giữa")
    for found in texts.find(_PAIR_TWICE):
        if not set(found.match[1].casefold().split()) & said_twice:
            yield Problem(found.mark, f"“{found.match[1]}” gõ hai lần liền nhau", "bỏ một")


_MARKS = re.compile(r"[“”\"\n]")
_INCHES = re.compile(r"\d\"")


@check(Severity.WARNING)
def unbalanced_quotes(campaign: Campaign) -> Iterator[Problem]:
    """Dấu nháy mở bằng “ thì đóng bằng ”, trong cùng một đoạn; không lẫn nháy thẳng " với nháy cong.

    Nháy thẳng thường do gõ bằng bộ gõ không tự đổi, hoặc chép từ trang mạng.
    """
    texts = campaign.texts
    opened: list[int] = []
    straight = False
    for match in _MARKS.finditer(texts.whole + "\n"):
        at, sign = match.start(), match[0]
        if sign == "“":
            opened.append(at)
        elif sign == "”" and opened:
            opened.pop()
        elif sign == "”":
            yield _quote_problem(campaign, at, "nháy ” đóng mà không mở")
        elif sign == '"' and opened:
            yield _quote_problem(campaign, at, 'nháy mở bằng “ mà đóng bằng nháy thẳng "')
            opened.pop()
        elif sign == '"' and not _INCHES.match(texts.whole, max(0, at - 1)):
            if not straight and "“" in texts.whole:
                yield _quote_problem(campaign, at, 'nháy thẳng ", các chỗ khác dùng “ ”')
            straight = not straight
        elif sign == "\n":
            if opened:
                yield _quote_problem(campaign, opened[0], "nháy “ mở mà không đóng")
            opened, straight = [], False


def _quote_problem(campaign: Campaign, position: int, message: str) -> Problem:
    passage, index = campaign.texts.place(position)
    return Problem(passage.at(index), message, "viết “…” cho cả hai đầu")


_COUNTED = "mô hình|tập thể|cá nhân|đơn vị|chi bộ|bài viết|bài|ảnh|trang|điểm|nội dung|hộ|phần trăm"
_SLOTS = tuple(
    map(
        re.compile,
        (
            r"(?:ít nhất|tối thiểu|không quá|không dưới|nhiều nhất)[^\S\n]+(?=(?:mô hình|tập thể|bài viết|ảnh|trang(?! trọng)|điểm)\b)",
            r"(?:ít nhất|tối thiểu|tối đa|không quá|không dưới|nhiều nhất)[^\S\n]{2,}(?=[^\W\d_])(?!(?:mô hình|tập thể|ảnh|trang|điểm)\b)",
            rf"(?<![ \xa0])[ \xa0]{{2,}}+(?=(?:{_COUNTED})\b|%)(?<!nhất  )(?<!thiểu  )(?<!quá  )(?<!dưới  )(?<!tối đa  )",
            r"[ \xa0]%(?<=[^\W\d_]..)(?<!điểm %)(?<!tỷ lệ %)(?<!tỉ lệ %)(?<!theo %)(?<!đơn vị %)(?<!phần %)(?<!  %)",
            r"trước ngày[^\S\n]*(?=,|;|\.(?:\s|$))",
            r"có từ[^\S\n]+đến\b",
        ),
    )
)


@check(Severity.WARNING)
def empty_number_slot(campaign: Campaign) -> Iterator[Problem]:
    """Chỗ của một con số còn bỏ trống: “có ít nhất  mô hình”, “đạt  %”.

    Con số nên được trích từ chi_tieu, ví dụ {{ chi_tieu.tong.toi_thieu }}: sửa một nơi, mọi chỗ đổi theo.
    """
    for found in chain.from_iterable(map(campaign.texts.find, _SLOTS)):
        around = campaign.texts.whole[max(0, found.match.start() - 15) : found.match.end() + 15]
        if "…" not in around and "..." not in around:
            after = found.passage.text[found.index :][: len(found.match[0])].strip()
            said = after or found.passage.text[: found.index].rsplit(None, 2)[-1]
            yield Problem(found.mark, f"thiếu con số ở chỗ “{said} … ”", "điền con số, hoặc trích {{ chi_tieu.… }}")


_WRECKAGE = re.compile(
    r"\b(?:[pP]hường hội(?! (?:nhập|nghị|họp|thảo|đồng|viên|làng|ý|tụ|đàm))|(?:hợp tác|thị) phường|[pP]hường luận"
    r"|(?:[pP]hường|[xX]ã) (?:ủy|uỷ)(?! (?:quyền|thác|nhiệm|ban|lạo))|thành phố táo|tỉnh phố)\b"
)
_WRECKED = (
    "hường hội",
    "ác phường",
    "hị phường",
    "hường luận",
    "hường ủy",
    "hường uỷ",
    "ã ủy",
    "ã uỷ",
    "hành phố t",
    "hành phố g",
    "tỉnh phố",
)


@check(Severity.WARNING)
def replacement_wreckage(campaign: Campaign) -> Iterator[Problem]:
    """Chữ hỏng vì thay hàng loạt khi đổi tên cấp: “phản biện phường hội” (xã hội), “Phường ủy” (Đảng ủy phường)."""
    for found in campaign.texts.find(_WRECKAGE, hints=_WRECKED):
        message = f"“{found.match[0]}” trông như chữ hỏng vì thay hàng loạt"
        yield Problem(found.mark, message, "đọc lại chỗ này: xã hội, hợp tác xã, Đảng ủy phường…?")


_STUCK = tuple(
    map(
        re.compile,
        (
            r"\d{1,4}(?!(?:tấn|cái|chiếc|ngày|giờ|phút|bis)\b)(?:[a-z]*[à-ỹđăâêôơư][a-zà-ỹ]*|[a-zà-ỹ]{3,})(?![\w./@])",
            r"%(?=[^\W\d_]{2})",
            r"\b(?:năm|ngày|tháng)(?=\d)",
            r"[,;](?=[^\W\d_]{2})(?<=[^\W\d_]{2}.)",
            r"[ \xa0][,;:](?=[ \n]|[^\W\d_])(?<=[^\W\d_]..)",
            r"[ \xa0]\.(?=[ \n]|[A-ZĐÀ-Ỹ])(?<=[^\W\d_]..)",
            r"\.(?=[A-ZĐÀ-Ỹ][a-zà-ỹ])(?<=[a-zà-ỹ]{2}.)",
            r",,+|;;+",
            r"\([ \xa0]|[ \xa0]\)",
        ),
    )
)
"""Signs and figures that touch what they should not, or do not touch what they should; a pass for each is the faster."""


_DATE_BEFORE = re.compile(r"\d{1,2}/\d{1,2}/$")
_DOUBLED = (
    re.compile(rf"(?<![ \xa0])[ \xa0]{{2,}}+(?=[^\W\d_])(?!(?:{_COUNTED}|tháng|năm)\b)"),
    re.compile(r"\.\.(?![./…])(?<![./…]..)"),
)
_BEFORE_NUMBER = ("ít nhất", "tối thiểu", "tối đa", "không quá", "không dưới", "nhiều nhất", "từ")


@check(Severity.WARNING)
def missing_space(campaign: Campaign) -> Iterator[Problem]:
    """Sau dấu phẩy, chấm phẩy có một dấu cách, trước chúng thì không; số và chữ không dính nhau: “mẫu 01gửi”.

    Hai dấu cách liền nhau giữa hai chữ và hai dấu chấm liền nhau cũng bị nêu.
    """
    texts = campaign.texts
    for found in chain.from_iterable(map(texts.find, _DOUBLED)):
        typed = found.passage.text[found.index : found.index + len(found.match[0])]
        before = texts.whole[max(0, found.match.start() - 10) : found.match.start()]
        is_inside = typed == ".." or before[-1:].isalpha()
        if is_inside and "\n" not in typed and not before.endswith(_BEFORE_NUMBER):
            what = "hai dấu chấm liền nhau" if typed == ".." else "hai dấu cách liền nhau"
            yield Problem(found.mark, f"{what}: “{texts.around(found.match, 10, 10)}”", "bỏ một")
    for found in chain.from_iterable(map(texts.find, _STUCK)):
        before = texts.whole[max(0, found.match.start() - 8) : found.match.start()]
        if found.match[0][0].isdigit() and re.search(r"[\w./@:-]$", before) and not _DATE_BEFORE.search(before):
            continue
        if before.endswith("ngày"):
            continue  # an empty slot, told by its own rule
        shown = found.match[0].strip()
        where = texts.around(found.match, 8, 8).strip()
        what = f"“{shown}” dính liền" if shown[0].isdigit() else f"dấu “{shown}” đặt sai chỗ trống: “{where}”"
        yield Problem(found.mark, what, "sửa dấu cách")


_ENDED = (".", "./", ";", ":", ",", "…", "!", "?", "}}", "|")


@check(Severity.WARNING)
def paragraph_without_end(campaign: Campaign) -> Iterator[Problem]:
    """Đoạn văn, gạch đầu dòng trong văn bản của cơ quan kết thúc bằng dấu câu; mục cuối của một dãy không kết thúc bằng “;”.

    Không xét đề mục, bảng, mục dưới sáu từ, đoạn dưới mười hai từ và dòng in đậm đứng riêng.
    """
    for passage in campaign.texts.passages:
        if not (passage.of_office and isinstance(passage.value, LongText)) or runs_together(passage.text):
            continue
        blocks = _blocks(campaign.texts.flowing(passage))
        for (start, text), (_, following) in zip(blocks, [*blocks[1:], (0, "")], strict=True):
            is_item = text.startswith(("- ", "+ "))
            plain = text.rstrip('*”") ')
            words = len(text.split())
            is_label = bool(_LABEL.match(text)) and (words < _LONG_LABEL or bool(re.search(r" 2[.)] ", text)))
            if (
                text.startswith(_NO_SENTENCE)
                or is_label
                or words < (_LONG if is_item else _LONG_PARAGRAPH)
                or not plain
            ):
                continue
            end = passage.at(start + len(text) - 1)
            if not text.rstrip("* ").endswith((*_ENDED, ")", "”")) and not plain.endswith(_ENDED):
                yield Problem(end, f"đoạn “…{text[-24:]}” thiếu dấu câu ở cuối", "thêm dấu chấm, hoặc dấu ;")
            elif plain.endswith(";") and is_item and not following.startswith(("- ", "+ ")):
                message = f"mục cuối “…{text[-24:]}” kết thúc bằng dấu ;"
                yield Problem(end, message, "mục cuối của dãy kết thúc bằng dấu chấm")


_LONG, _LONG_PARAGRAPH, _LONG_LABEL = 6, 12, 25
"""Words from which an item, a paragraph, a paragraph that begins with a number is a sentence: shorter ones are labels."""
_LABEL = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|[IVX]+\.|[a-zđ]\)|Bước \d+[.:])[ \xa0]")
_NO_SENTENCE = ("#", "|", "[^", "**", "![")


def _blocks(text: str) -> list[tuple[int, str]]:
    """Return the paragraphs and items of a text with the places where they begin."""
    found, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((position + len(line) - len(line.lstrip()), line.strip()))
        position += len(line) + 1
    return found


_NUMBERED = re.compile(r"^(?:#{1,4} +)?\*{0,3}(\d{1,2}(?:\.\d{1,2})+)(\.?)[ \xa0](?=\*{0,3}[A-ZĐÀ-Ỹ])", re.MULTILINE)


@check(Severity.WARNING)
def uneven_numbering(campaign: Campaign) -> Iterator[Problem]:
    """Đề mục con đánh số một kiểu trong cả văn bản: “2.1.” đi với “3.1.”, không lẫn “2.1” không chấm."""
    for passage in campaign.texts.passages:
        if not (passage.of_office and isinstance(passage.value, LongText)):
            continue
        matches = list(_NUMBERED.finditer(passage.text))
        bare = [m for m in matches if not m[2]]
        if bare and len(bare) < len(matches):
            odd = bare if 2 * len(bare) <= len(matches) else [m for m in matches if m[2]]
            for match in odd:
                other = "có" if not match[2] else "không có"
                message = f"đề mục “{match[1]}{match[2]}” khác kiểu: các đề mục khác {other} dấu chấm sau số"
                yield Problem(passage.at(match.start(1)), message, "đánh số một kiểu")


_NUMBER_LINE = re.compile(r"[ ]*(\d{1,2})[.)][ \xa0]")


@check(Severity.WARNING)
def numbered_lines_joined(campaign: Campaign) -> Iterator[Problem]:
    """Các dòng “1. …”, “2. …” liền nhau in thành một đoạn: giữa hai đoạn phải có một dòng trống."""
    for passage in campaign.texts.passages:
        is_prose = isinstance(passage.value, LongText) and not runs_together(passage.text)
        lines = passage.text.split("\n") if is_prose else []
        reported = False
        for number, (above, line) in enumerate(pairwise(lines), 1):
            one, other = _NUMBER_LINE.match(above), _NUMBER_LINE.match(line)
            follows = bool(one and other and int(other[1]) == int(one[1]) + 1)
            if follows and not reported and isinstance(passage.value, LongText):
                message = f"“{line.strip()[:24]}…” và các số sau bị nối vào dòng trên"
                yield Problem(passage.value.at(number), message, "thêm một dòng trống giữa hai số")
            reported = follows


CHECKS: tuple[Check, ...] = (
    doubled_word,
    unbalanced_quotes,
    empty_number_slot,
    replacement_wreckage,
    missing_space,
    paragraph_without_end,
    uneven_numbering,
    numbered_lines_joined,
)
