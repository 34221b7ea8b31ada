"""What papers refer to: numbers of other papers, forms and annexes, years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.lexicon import table
from dvkgen.checks.office import papers_of
from dvkgen.findings import Mark, Severity
from dvkgen.quotes import quotes_in
from dvkgen.schema.long_text import LongText
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.text import fold

_PARTY_BODIES = r"(?:TW|TƯ|[A-ZĐ]*(?:TU|ThU|ĐU|HU|QU)|ĐU[A-ZĐ]+|CB|BXDĐ|BTGDV[A-ZĐ]*)"
_STATE_BODIES = r"(?:UBND|HĐND|CP|TTg|QH\d*|UBTVQH\d*|SNV|BNV|BTC|SVHTT[A-ZĐL]*)"
_AS_STATE = re.compile(rf"\b(\d+)/(?:(\d{{4}})/)?([A-ZĐ][A-Za-zĐđ]{{1,3}})-({_PARTY_BODIES})\b(?![-/])")
_AS_PARTY = re.compile(rf"\b(\d+)-([A-ZĐ][A-Za-zĐđ]{{1,3}})/({_STATE_BODIES})\b")
_ONE_SIGN = re.compile(rf"\b(\d+)([-/])([A-ZĐ][A-Za-zĐđ]{{1,3}})\2({_PARTY_BODIES})\b(?![-/])")
_SPACED = re.compile(
    rf"(?<=số )(\d+)(?:[ \xa0]+-[ \xa0]*|-[ \xa0]+|[ \xa0]+)([A-ZĐ][A-Za-zĐđ]{{1,3}})[ \xa0]*/[ \xa0]*({_PARTY_BODIES})\b"
)


@check(Severity.WARNING)
def number_pattern(campaign: Campaign) -> Iterator[Problem]:
    """Số, ký hiệu văn bản được dẫn viết đúng lối của cơ quan ban hành: Đảng “66-KH/ĐU”, Nhà nước “66/KH-UBND”.

    Theo Hướng dẫn 36-HD/VPTW và 05-HD/VPTW (Đảng: gạch nối sau số), Nghị định 30/2020/NĐ-CP (Nhà nước: gạch chéo).
    """
    for found in campaign.texts.find(_AS_STATE):
        number, _, code, body = found.match.groups()
        message = f"“{found.match[0]}” là văn bản của Đảng viết theo lối Nhà nước"
        yield Problem(found.mark, message, f"văn bản của Đảng viết “{number}-{code}/{body}”; đối chiếu lại bản gốc")
    for found in campaign.texts.find(_ONE_SIGN):
        number, sign, code, body = found.match.groups()
        message = f"“{found.match[0]}” viết cả hai dấu là “{sign}”"
        yield Problem(found.mark, message, f"văn bản của Đảng viết “{number}-{code}/{body}”")
    for found in campaign.texts.find(_SPACED):
        number, code, body = found.match.groups()
        yield Problem(
            found.mark, f"“{found.match[0].strip()}” có dấu cách, thiếu dấu", f"viết liền “{number}-{code}/{body}”"
        )
    for found in campaign.texts.find(_AS_PARTY):
        number, code, body = found.match.groups()
        message = f"“{found.match[0]}” là văn bản của Nhà nước viết theo lối của Đảng"
        yield Problem(found.mark, message, f"văn bản của Nhà nước viết “{number}/{code}-{body}”; đối chiếu lại bản gốc")


_CITED = re.compile(r"[ \xa0](?:số[ \xa0:]+)?\d+(?:-([A-ZĐ][A-Za-zĐđ]{1,3})/|/(?:\d{4}/)?([A-ZĐ][A-Za-zĐđ]{1,3})-)")


@check(Severity.WARNING)
def type_code_of_cited_paper(campaign: Campaign) -> Iterator[Problem]:
    """Chữ viết tắt trong số, ký hiệu khớp với tên loại đứng trước: Kế hoạch là KH, Chương trình là CTr, Tờ trình là TTr.

    Chữ viết tắt theo Hướng dẫn 36-HD/VPTW, 05-HD/VPTW và Phụ lục III của Nghị định 30/2020/NĐ-CP.
    """
    codes_of = table("ma-loai-van-ban")
    kind_before = re.compile(rf"\b({'|'.join(codes_of)})$", re.IGNORECASE)
    for found in campaign.texts.find(_CITED):
        before = campaign.texts.whole[max(0, found.match.start() - 60) : found.match.start()]
        kind = kind_before.search(before)
        code = found.match[1] or found.match[2]
        # of “Thông báo kết luận số 12-TB/TU” the first kind is the paper's
        if any(code in codes and name in before.casefold() for name, codes in codes_of.items()):
            continue
        is_letter_of_state = bool(kind and kind[1].casefold() == "công văn" and found.match[2])
        if kind and code not in (right := codes_of[kind[1].casefold()]) and not is_letter_of_state:
            cure = f"ký hiệu của {kind[1].lower()} là {right[0]}; đối chiếu lại bản gốc"
            yield Problem(found.passage.at(found.index - len(kind[1])), f"{kind[1]} mà ký hiệu là {code}", cure)


# --- forms and annexes ----------------------------------------------------------------------------

_MENTION = re.compile(
    r"\b(mẫu|phụ lục|biểu)(?:[ \xa0]+số[ \xa0]*(\d{1,2})|[ \xa0]+(0\d[a-z]?|[IVX]{1,4}))(?![\w/])", re.IGNORECASE
)
_OTHERS = re.compile(
    r"[ \xa0]*(?:[^;\n]{0,40}\b(?:của|theo|kèm theo|ban hành)\b[^;\n]{0,20})?"
    r"\b(?:Nghị định|Nghị quyết|Thông tư|Hướng dẫn|Quyết định|Công văn|Quy định|Kế hoạch|Chỉ thị|Kết luận|Luật)\b"
    r"|[ \xa0]+của[ \xa0]+[A-ZĐÀ-Ỹ]"
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_ALL_OF_THEM = re.compile(
    r"(?:biểu mẫu|mẫu|phụ lục)(?: \w+){0,2} (?:đính kèm|kèm theo|gửi kèm)|(?:đính|gửi) kèm", re.IGNORECASE
)


def _called(name: str) -> tuple[str, str] | None:
    match = _MENTION.search(name)
    if not match:
        return None
    typed = match[2] or match[3]
    number = _ROMAN.get(typed.upper(), 0) or typed.lstrip("0").lower()
    return fold(match[1]), str(number)


@check(Severity.WARNING)
def mentioned_form_missing(campaign: Campaign) -> Iterator[Problem]:
    """Văn bản nhắc “Mẫu 04”, “phụ lục 02” thì phải có biểu mẫu hoặc phụ lục tên ấy (ten_goi).

    Trích tên bằng {{ bieu_mau.phieu_dang_ky }} thì không bao giờ sai. Mẫu của văn bản khác (“mẫu 03 theo Nghị định…”)
    không xét.
    """
    plan = campaign.plan
    known = {_called(form.name) for form in plan.forms if form.name} | {_called(annex.name) for annex in plan.annexes}
    for passage in campaign.texts.passages:
        if passage.record is not plan or not isinstance(passage.value, LongText):
            continue
        for match in _MENTION.finditer(passage.text):
            if _called(match[0]) not in known and not _OTHERS.match(passage.text, match.end()):
                message = f"nhắc “{match[0]}” mà kế hoạch không có mẫu hay phụ lục tên ấy"
                yield Problem(passage.at(match.start()), message, "thêm vào bieu_mau hoặc phu_luc, hoặc sửa ten_goi")


@check(Severity.WARNING)
def attached_form_unmentioned(campaign: Campaign) -> Iterator[Problem]:
    """Biểu mẫu in kèm (dinh_kem) và phụ lục được nhắc trong văn bản, bằng tên, {{ bieu_mau.… }}, hoặc “biểu mẫu đính kèm”.

    Phụ lục của văn bản nào thì văn bản ấy nhắc: báo cáo, thông báo, tờ trình của cơ quan cũng vậy.
    """
    plan = campaign.plan
    for _, paper in papers_of(campaign):
        whole = _said_in(paper)
        if not _ALL_OF_THEM.search(whole):
            yield from _unmentioned_annexes(paper, whole)
    whole = _said_in(plan)
    if _ALL_OF_THEM.search(whole):
        return
    mentioned = {_called(match[0]) for match in _MENTION.finditer(whole)}
    quoted = {quote.name for quote in quotes_in(whole)}
    for place, code in enumerate(plan.attached):
        form = next((form for form in plan.forms if form.code == code), None)
        named = bool(form and form.name and (fold(form.name) in fold(whole) or (_called(form.name) or "") in mentioned))
        if form and form.name and not named and f"bieu_mau.{code}" not in quoted:
            yield _unmentioned(plan.at("attached", place), form.name)
    yield from _unmentioned_annexes(plan, whole)


def _said_in(paper: OfficePaper) -> str:
    return "\n".join(text.text for text in (paper.lead_in, paper.body) if text)


def _unmentioned_annexes(paper: OfficePaper, whole: str) -> Iterator[Problem]:
    mentioned = {_called(match[0]) for match in _MENTION.finditer(whole)}
    for annex in paper.annexes:
        if fold(annex.name) not in fold(whole) and _called(annex.name) not in mentioned:
            yield _unmentioned(annex.at("name"), annex.name)


def _unmentioned(mark: Mark, name: str) -> Problem:
    return Problem(mark, f"“{name}” in kèm mà văn bản không nhắc đến", "nhắc trong noi_dung, hoặc bỏ khỏi văn bản")


# --- years ----------------------------------------------------------------------------------------

_YEAR = re.compile(
    r"“?\*{0,3}Dân vận khéo\*{0,3}[”\"]?(?:[ \xa0][^\W\d_]+){0,4}[ \xa0]+năm[ \xa0]+(\d{4})", re.IGNORECASE
)
_BY = r"(?:\btrước|\bchậm nhất(?: là)?|\bđến hết)[ \xa0]+\*{0,2}(?:ngày[ \xa0]+)?\*{0,2}"
_BY_DAY = re.compile(rf"{_BY}(\d{{1,2}})(?:/| tháng )(\d{{1,2}})(?:/| năm )(\d{{4}})")
_LOOKS_BACK = re.compile(
    r"\b(?:kết quả|tổng kết|sơ kết|đánh giá|so với|đã |phát huy|tiếp nối|từ năm|năm trước|giai đoạn|căn cứ|qua \d|tiêu biểu"
    r"|tuyên dương|biểu dương|rút kinh nghiệm|khen|công nhận|đạt|nhân rộng|trao)",
    re.IGNORECASE,
)
_NO_DEADLINE = re.compile(
    r"\b(?:sinh|kết nạp|thành lập|sắp xếp|ban hành|xảy ra|không tính|có từ|công tác|tính đến|số liệu|thường trú|ra mắt|đã)\b",
    re.IGNORECASE,
)


@check(Severity.WARNING)
def stale_year(campaign: Campaign) -> Iterator[Problem]:
    """Văn bản của kỳ này còn mang năm cũ: “phong trào “Dân vận khéo” năm 2025” trong kế hoạch 2026, hạn “trước ngày 15/3/2025”.

    Câu nhìn lại (kết quả, đánh giá, so với, căn cứ…) không xét. Viết {{ ky }}, {{ nam }}, {{ thoi_han.… }} thì không sót.
    """
    period, texts = campaign.plan.period, campaign.texts
    for found in texts.find(_YEAR):
        year, sentence = int(found.match[1]), _sentence(texts.whole, found.match.start())
        is_cited = found.passage.name == "legal_bases" or re.search(r"\bsố \d+", sentence)
        if found.passage.of_office and year not in period.years and not is_cited and not _LOOKS_BACK.search(sentence):
            mark = found.passage.at(found.index + len(found.match[0]) - 4)
            yield Problem(mark, f"“năm {year}” trong văn bản của {period}", "sửa năm, hoặc trích {{ ky }}")
    for found in texts.find(_BY_DAY):
        day, month, year = map(int, found.match.groups())
        is_past = _NO_DEADLINE.search(_sentence(texts.whole, found.match.start()))
        if found.passage.of_office and year not in (*period.years, period.last + 1) and not is_past:
            mark = found.passage.at(found.index + len(found.match[0]) - 4)
            message = f"hạn {day:02}/{month}/{year} trong văn bản của {period}"
            yield Problem(mark, message, "sửa năm, hoặc trích {{ thoi_han.… }}")


@check(Severity.WARNING)
def deadline_typed_otherwise(campaign: Campaign) -> Iterator[Problem]:
    """Hạn gõ tay trong văn bản (“trước ngày 15/10/2026”) phải là một thời hạn đã khai; trích {{ thoi_han.… }} thì không lệch.

    Kế hoạch không khai thời hạn nào thì không xét.
    """
    plan = campaign.plan
    days = (d.day_in(year, plan.period) for year in plan.period.years for d in plan.deadlines)
    known = {(day.year, day.month, day.day) for day in days if day}
    for found in campaign.texts.find(_BY_DAY) if known else ():
        day, month, year = map(int, found.match.groups())
        is_ours = found.passage.record is plan and isinstance(found.passage.value, LongText)
        if is_ours and year in plan.period.years and (year, month, day) not in known:
            declared = ", ".join(f"{{{{ thoi_han.{d.code} }}}}" for d in plan.deadlines[:3])
            message = f"hạn {day:02}/{month}/{year} không phải thời hạn nào đã khai"
            yield Problem(found.mark, message, f"trích thời hạn đã khai: {declared}")


_WHOLE_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")


@check(Severity.WARNING)
def impossible_date(campaign: Campaign) -> Iterator[Problem]:
    """Ngày tháng trong câu phải có thật: không có ngày 32/3/2026, 30/02/2026, tháng 13."""
    for found in campaign.texts.find(_WHOLE_DATE):
        day, month, year = map(int, found.match.groups())
        try:
            date(year, month, day)
        except ValueError:
            yield Problem(found.mark, f"không có ngày {found.match[0]}", "xem lại ngày và tháng")


def _sentence(text: str, position: int) -> str:
    """Return the sentence that a place lies in."""
    start = max(text.rfind(stop, 0, position) for stop in (". ", "\n", "; "))
    ends = [end for stop in (". ", "\n", "; ") if (end := text.find(stop, position)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]


_THROUGH_YEARS = re.compile(r"\bqua thời gian[ \xa0]+(\d{1,2})[ \xa0]+năm\b")


@check(Severity.WARNING)
def more_years_than_period(campaign: Campaign) -> Iterator[Problem]:
    """Văn bản của một năm không đòi kết quả “qua thời gian 5 năm”: mô hình mới của năm ấy không thể có.

    Kế hoạch nhiều năm thì không đòi quá số năm của kỳ.
    """
    years = len(campaign.plan.period.years)
    for found in campaign.texts.find(_THROUGH_YEARS):
        if found.passage.of_office and int(found.match[1]) > years:
            message = f"“{found.match[0]}” trong văn bản của {campaign.plan.period}"
            yield Problem(found.mark, message, "nói rõ chỉ đòi ở mô hình chuyển tiếp, hoặc bỏ")


CHECKS: tuple[Check, ...] = (
    number_pattern,
    type_code_of_cited_paper,
    mentioned_form_missing,
    attached_form_unmentioned,
    stale_year,
    deadline_typed_otherwise,
    impossible_date,
    more_years_than_period,
)
