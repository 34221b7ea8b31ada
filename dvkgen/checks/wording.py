"""How texts are written: words doubled, quotes unclosed, numbers left out, marks forgotten. Never an error.

The user's words are never changed; a quotation and what is typed in a number's place are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dvkgen.checks.check import Check, Problem, check
from dvkgen.findings import Severity
from dvkgen.model.campaign import Campaign
from dvkgen.model.value import LongText
from dvkgen.text import fold

_REDUPLICATED = """
    ai ào ầm ba bảy bốn bước cao càng chậm chiều chín chung chuyên cứ dần đâu đều đêm đỏ đời đông gần gì hai hay hằng
    khéo khẽ lâu lớp luôn mãi mười năm ngành ngày người nhanh nhà nhỏ nơi riêng rất sáng sáu sớm song sâu tám tầng
    tháng thấp thường to tối từ từng vù vừa vui xa xanh
"""
"""Words that are said twice."""
_COMPOUNDS = """
    an:ninh an:toàn an:sinh ban:hành bản:sắc bản:thân bản:chất bộ:máy bộ:phận bộ:đội cán:bộ cấp:ủy cấp:trên cấp:bách
    chi:bộ chi:ủy chi:tiết chi:phí chi:đoàn chính:quyền chính:trị chính:sách chính:phủ chính:thức chính:xác chủ:động
    chủ:thể chủ:trì chủ:tịch chủ:trương chủ:yếu chức:năng chức:vụ chức:danh chức:trách chức:sắc công:tác công:an
    công:chức công:dân công:nghệ công:nhân công:trình công:khai công:bố dân:chủ dân:vận dân:cư dân:tộc dân:phố dân:quân
    dân:sinh dân:số dân:gian dân:trí dẫn:đến dẫn:đầu đảng:ủy đảng:viên đảng:bộ đảng:phí đầu:tư đề:xuất đề:nghị đề:án
    địa:phương địa:bàn địa:chỉ điểm:mới điểm:mạnh điểm:yếu định:hướng định:kỳ đoàn:thể đoàn:viên đoàn:kết động:viên
    động:lực động:thái động:tác động:cơ đồng:bào đồng:chí đồng:thời giải:quyết giải:pháp giải:phóng giải:thích giao:thông
    hành:chính hành:động hành:vi hiện:đại hiện:nay hiện:có hiện:tại hiện:trạng hiện:thực hiện:vật hiện:hành hóa:đơn
    học:sinh học:tập học:viên hội:viên hội:nghị hội:đồng hội:thi hội:trường hội:họp hội:nhập hợp:tác hợp:lý hợp:pháp
    hợp:đồng hướng:dẫn kết:quả kết:hợp kết:nối kết:luận kết:nạp lực:lượng lý:luận lý:do lý:tưởng năng:lực năng:suất
    năng:động nghị:quyết nghị:định nhân:dân nhân:rộng nhân:viên nhân:sự nhân:lực nhân:văn nhân:đạo nhân:ái phát:triển
    phát:huy phát:động phát:hiện phát:hành phong:trào phong:cách phong:tục phòng:chống phòng:ngừa quan:trọng quan:tâm
    quan:hệ quan:điểm quan:sát quan:niệm quy:định quy:trình quy:mô quy:chế quyết:định quyết:tâm quyết:liệt sản:xuất
    sản:phẩm sinh:hoạt sinh:viên sinh:sống sinh:thái sinh:kế số:liệu số:lượng số:hóa sở:hữu sở:tại tác:động tác:phẩm
    tác:phong tâm:huyết tập:thể tập:trung tập:huấn thành:lập thành:phố thành:tích thành:viên thành:công thành:phần
    thành:ủy thành:tựu tham:gia tham:mưu tham:quan thể:hiện thể:thao thể:thức thể:dục thi:đua thi:hành thông:tin
    thông:qua thông:báo thực:hiện thực:tế thực:tiễn thực:trạng thực:phẩm thực:chất thực:hành tin:tưởng tin:học tiêu:chí
    tiêu:chuẩn tiêu:biểu toàn:dân toàn:diện toàn:xã toàn:phường toàn:tỉnh toàn:thể toàn:bộ toàn:quốc toàn:thành
    toàn:đảng toàn:hệ toàn:đoàn toàn:khối toàn:khu toàn:ngành toàn:thôn tổ:chức tổ:dân tổ:trưởng tổ:quốc trí:thức
    trí:tuệ trình:độ trình:bày trọng:tâm trọng:điểm trưởng:thành trưởng:ban trưởng:đoàn trưởng:phòng trưởng:thôn
    trường:hợp trường:học tư:tưởng tư:pháp tư:vấn tư:nhân ủy:ban ủy:viên vận:động vận:hành vận:tải vận:dụng vi:phạm
    viên:chức văn:hóa văn:bản văn:minh văn:phòng văn:nghệ xã:hội xã:viên
"""
"""Compound words that may begin with the word before them: `an toàn toàn phường`, `Ban Xây dựng Đảng Đảng ủy`."""
_TWICE = re.compile(r"(?<![\w-])([^\W\d_]{2,})[ \xa0]+\1(?![\w-])(?:[ \xa0]+([^\W\d_]+))?", re.IGNORECASE)


@check(Severity.WARNING)
def doubled_word(campaign: Campaign) -> Iterator[Problem]:
    """Một từ gõ hai lần liền nhau: “thực hiện hiện mô hình”, “Ban Ban Xây dựng Đảng”.

    Từ láy (ngày ngày, nơi nơi, dần dần) và hai từ ghép đứng cạnh nhau (an toàn toàn phường, Ban Xây dựng Đảng Đảng ủy)
    không bị tính.
    """
    twice, compounds = set(_REDUPLICATED.split()), set(map(fold, _COMPOUNDS.split()))
    for found in campaign.texts.find(_TWICE):
        word, following = found.match[1].casefold(), (found.match[2] or "").casefold()
        if word not in twice and fold(f"{word}:{following}") not in compounds:
            yield Problem(found.mark, f"từ “{found.match[1]}” gõ hai lần liền nhau", "bỏ một, hoặc thêm dấu câu ở giữa")


_MARKS = re.compile(r"[“”\"\n]")
_INCHES = re.compile(r"\d\"")


@check(Severity.WARNING)
def unbalanced_quotes(campaign: Campaign) -> Iterator[Problem]:
    """Dấu nháy mở bằng “ thì đóng bằng ”, trong cùng một đoạn; không lẫn nháy thẳng " với nháy cong.

    Nháy thẳng thường do gõ bằng bộ gõ không tự đổi, hoặc chép từ trang mạng.
    """
    texts = campaign.texts
    opened: int | None = None
    straight = False
    for match in _MARKS.finditer(texts.whole + "\n"):
        at, sign = match.start(), match[0]
        if sign == "“" and opened is None:
            opened = at
        elif sign == "“" or (sign == "\n" and opened is not None):
            yield _quote_problem(campaign, opened if opened is not None else at, "nháy “ mở mà không đóng")
            opened = at if sign == "“" else None
        elif sign == "”" and opened is None:
            yield _quote_problem(campaign, at, "nháy ” đóng mà không mở")
        elif sign == '"' and opened is not None:
            yield _quote_problem(campaign, at, 'nháy mở bằng “ mà đóng bằng nháy thẳng "')
            opened = None
        elif sign == '"' and not _INCHES.match(texts.whole, max(0, at - 1)):
            if not straight and "“" in texts.whole:
                yield _quote_problem(campaign, at, 'nháy thẳng ", các chỗ khác dùng “ ”')
            straight = not straight
        elif sign == "”":
            opened = None
        straight = straight and sign != "\n"


def _quote_problem(campaign: Campaign, position: int, message: str) -> Problem:
    passage, index = campaign.texts.place(position)
    return Problem(passage.at(index), message, "viết “…” cho cả hai đầu")


_COUNTED = "mô hình|tập thể|cá nhân|đơn vị|chi bộ|bài viết|bài|ảnh|trang|điểm|nội dung|hộ|phần trăm"
_SLOTS = re.compile(
    r"(?:ít nhất|tối thiểu|không quá|không dưới|nhiều nhất)[^\S\n]+(?=(?:mô hình|tập thể|bài viết|ảnh|trang|điểm)\b)"
    r"|(?:ít nhất|tối thiểu|tối đa|không quá|không dưới|nhiều nhất)[^\S\n]{2,}(?=[^\W\d_])"
    rf"|[^\S\n]{{2,}}(?:(?=(?:{_COUNTED})\b|%)|(?<=[tT]ừ  )đến\b)|[^\W\d_][^\S\n]%"
)


@check(Severity.WARNING)
def empty_number_slot(campaign: Campaign) -> Iterator[Problem]:
    """Chỗ của một con số còn bỏ trống: “có ít nhất  mô hình”, “đạt  %”.

    Con số nên được trích từ chi_tieu, ví dụ {{ chi_tieu.tong.toi_thieu }}: sửa một nơi, mọi chỗ đổi theo.
    """
    for found in campaign.texts.find(_SLOTS):
        around = campaign.texts.paragraph(found.match.start())
        if "…" not in around and "..." not in around:
            after = found.passage.text[found.index :][: len(found.match[0])].strip()
            said = after or found.passage.text[: found.index].rsplit(None, 2)[-1]
            yield Problem(found.mark, f"thiếu con số ở chỗ “{said} … ”", "điền con số, hoặc trích {{ chi_tieu.… }}")


_WRECKAGE = re.compile(
    r"\b(?:[pP]hường hội|(?:hợp tác|thị) phường|[pP]hường luận|(?:[pP]hường|[xX]ã) (?:ủy|uỷ)(?! (?:quyền|thác|nhiệm|ban))"
    r"|thành phố (?:táo|thức|giấc)|tỉnh phố)\b"
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


_STUCK = re.compile(
    r"\d{1,4}(?!(?:tấn|cái|chiếc|ngày|giờ|phút)\b)[a-zà-ỹ]{3,}(?![\w./@])"
    r"|[,;](?=[^\W\d_]{2})(?<=[^\W\d_]{2}.)|[ \xa0][,;:](?=[ \n])(?<=[^\W\d_]..)"
)


_DOUBLED = re.compile(rf"(?<=[^\W\d_])[ \xa0]{{2,}}(?=[^\W\d_])(?!(?:{_COUNTED}|tháng|năm)\b)|(?<![./])\.\.(?![./])")
_BEFORE_NUMBER = ("ít nhất", "tối thiểu", "tối đa", "không quá", "không dưới", "nhiều nhất", "từ")


@check(Severity.WARNING)
def missing_space(campaign: Campaign) -> Iterator[Problem]:
    """Sau dấu phẩy, chấm phẩy có một dấu cách, trước chúng thì không; số và chữ không dính nhau: “mẫu 01gửi”.

    Hai dấu cách liền nhau giữa hai chữ và hai dấu chấm liền nhau cũng bị nêu.
    """
    whole = campaign.texts.whole
    for found in campaign.texts.find(_DOUBLED):
        typed = found.passage.text[found.index : found.index + len(found.match[0])]
        before = whole[max(0, found.match.start() - 10) : found.match.start()]
        if "\n" not in typed and not before.endswith(_BEFORE_NUMBER):
            what = "hai dấu chấm liền nhau" if typed == ".." else "hai dấu cách liền nhau"
            where = (before + whole[found.match.start() : found.match.end() + 10]).strip("\n\x02 ")
            yield Problem(found.mark, f"{what}: “{where}”", "bỏ một")
    for found in campaign.texts.find(_STUCK):
        if found.match[0][0].isdigit() and re.match(r"[\w./@:-]", whole[found.match.start() - 1 : found.match.start()]):
            continue
        shown = found.match[0].strip()
        where = whole[max(0, found.match.start() - 8) : found.match.end() + 8].strip("\n\x02 ")
        what = f"“{shown}” dính liền" if shown[0].isdigit() else f"dấu “{shown}” đặt sai chỗ trống: “{where.strip()}”"
        yield Problem(found.mark, what, "sửa dấu cách")


_END = re.compile(r"[^\n]*[^\s](?=[^\S\n]*(?:\n|$))")
_ENDED = (".", ";", ":", ",", "…", "!", "?", "}}", "|")


@check(Severity.WARNING)
def paragraph_without_end(campaign: Campaign) -> Iterator[Problem]:
    """Đoạn văn, gạch đầu dòng trong văn bản của cơ quan kết thúc bằng dấu câu; mục cuối của một dãy không kết thúc bằng “;”.

    Không xét đề mục, bảng, mục dưới sáu từ, đoạn dưới mười hai từ và dòng in đậm đứng riêng.
    """
    for passage in campaign.texts.passages:
        if not (passage.of_office and isinstance(passage.value, LongText)):
            continue
        blocks = _blocks(campaign.texts.flowing(passage))
        for (start, text), (_, following) in zip(blocks, [*blocks[1:], (0, "")], strict=True):
            is_item = text.startswith(("- ", "+ "))
            plain = text.rstrip('*”") ')
            words = len(text.split())
            is_label = bool(_LABEL.match(text)) and words < _LONG_LABEL
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
_NO_SENTENCE = ("#", "|", "[^", "**")


def _blocks(text: str) -> list[tuple[int, str]]:
    """Return the paragraphs and items of a text with the places where they begin."""
    found, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append((position + len(line) - len(line.lstrip()), line.strip()))
        position += len(line) + 1
    return found


_NUMBERED = re.compile(r"^(?:#{1,4} +)?\*{0,3}(\d{1,2}(?:\.\d{1,2})+)(\.?)[ \xa0]", re.MULTILINE)


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


CHECKS: tuple[Check, ...] = (
    doubled_word,
    unbalanced_quotes,
    empty_number_slot,
    replacement_wreckage,
    missing_space,
    paragraph_without_end,
    uneven_numbering,
)
