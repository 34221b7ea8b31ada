"""How a paper of the office is made up: its symbol, its end, its recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.office import papers_of
from dvkgen.findings import Severity
from dvkgen.schema.locality import Organ
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.plan import Plan
from dvkgen.text import fold


def _issued(campaign: Campaign) -> Iterator[tuple[OfficePaper, Organ]]:
    """Yield the plan and the office's later papers, each with the organ that issues it."""
    for paper in (campaign.plan, *(paper for _, paper in papers_of(campaign))):
        organ = campaign.locality.organs.get(paper.organ or campaign.plan.organ)
        if organ:
            yield paper, organ


@check(Severity.WARNING)
def symbol_of_paper(campaign: Campaign) -> Iterator[Problem]:
    """Ký hiệu gõ sẵn (ky_hieu) của văn bản viết đúng lối của cơ quan: Đảng “KH/ĐU”, Nhà nước “KH-UBND”.

    Chữ viết tắt đầu ký hiệu khớp với loại văn bản: kế hoạch là KH, công văn là CV. Để trống thì máy lập từ tên loại và
    ký hiệu cơ quan. Mục so chỉ ghi con số: máy tự thêm ký hiệu vào sau.
    """
    yield from _wrong_type_code(campaign.plan)
    for paper, organ in _issued(campaign):
        if paper.number and (number := re.match(r"(\d+)\s*[-/]", paper.number)):
            message = f"so “{paper.number}” có cả ký hiệu, in ra ký hiệu hai lần"
            yield Problem(paper.at("number"), message, f"chỉ ghi con số: “so: {number[1]}”")
        if paper.symbol:
            wanted, other = ("/", "-") if organ.is_of_party else ("-", "/")
            if wanted not in paper.symbol and other in paper.symbol:
                message = f"ký hiệu “{paper.symbol}” không theo lối của {' '.join(organ.name)}"
                yield Problem(
                    paper.at("symbol"), message, f"viết “{paper.symbol.replace(other, wanted, 1)}”, hoặc bỏ mục này"
                )


_TYPE_CODES = {"ke_hoach": "KH", "cong_van": "CV", "huong_dan": "HD", "chuong_trinh": "CTr", "thong_bao": "TB"}


def _wrong_type_code(plan: Plan) -> Iterator[Problem]:
    """Report a plan's own symbol that begins with the code of another kind of paper."""
    typed = re.split(r"[/-]", plan.symbol or "")[0].strip()
    right = _TYPE_CODES[plan.form]
    if typed in _TYPE_CODES.values() and typed != right:
        message = f"ký hiệu “{plan.symbol}” là của loại văn bản khác, mục loai ghi {plan.form}"
        yield Problem(
            plan.at("symbol"), message, f"viết “{right}{(plan.symbol or '').strip()[len(typed) :]}”, hoặc bỏ mục này"
        )


_ARCHIVE = fold("Lưu")
_SLASH = re.compile(r"\./\.?\s*$")


@check(Severity.WARNING)
def party_paper_ends_with_slash(campaign: Campaign) -> Iterator[Problem]:
    """Văn bản của Đảng kết thúc bằng dấu chấm, không có “./.” của văn bản hành chính nhà nước.

    Ở văn bản của Nhà nước và MTTQ, “./.” gõ dở dang thành “./” cũng bị nêu.
    """
    for paper, organ in _issued(campaign):
        match = _SLASH.search(paper.body.text) if paper.body else None
        if paper.body and match and (organ.is_of_party or match[0].strip() == "./"):
            mark = paper.body.at_index(match.start())
            cure = "bỏ, chỉ để dấu chấm" if organ.is_of_party else "viết “./.”"
            yield Problem(mark, f"văn bản kết thúc bằng “{match[0].strip()}”", cure)


@check(Severity.WARNING)
def recipient_lines(campaign: Campaign) -> Iterator[Problem]:
    """Nơi nhận: mỗi dòng một nơi, không gõ gạch đầu dòng hay dấu câu (thể thức tự thêm), dòng “Lưu” ở cuối, không trùng.

    “Như kính gửi” chỉ dùng khi văn bản có kính gửi.
    """
    for paper, _ in _issued(campaign):
        lines = [(item.at("names", place), name) for item in paper.recipients for place, name in enumerate(item.names)]
        seen: set[str] = set()
        for number, (mark, line) in enumerate(lines, 1):
            if re.match(r"[-+–•]\s", line):
                yield Problem(mark, f"“{line}” có gạch đầu dòng", "bỏ gạch: thể thức tự thêm")
            if re.search(r"[,;.:][,;.]*$", line):
                yield Problem(mark, f"“{line}” có dấu câu thừa ở cuối", "bỏ: thể thức tự thêm")
            if fold(line) in seen:
                yield Problem(mark, f"“{line}” ghi hai lần", "bỏ một dòng")
            if fold(line).startswith(_ARCHIVE) and number < len(lines):
                yield Problem(mark, "dòng “Lưu” không ở cuối", "chuyển xuống cuối, hoặc dùng mục luu")
            if fold(line) == fold("Như kính gửi") and not paper.addressees:
                yield Problem(
                    mark, "“Như kính gửi” mà văn bản không có kính gửi", "ghi kinh_gui, hoặc nêu tên nơi nhận"
                )
            seen.add(fold(line))
        if lines and not paper.archive and not any(fold(line).startswith(_ARCHIVE) for _, line in lines):
            yield Problem(lines[-1][0], "nơi nhận chưa có dòng “Lưu”", "thêm “luu: …”, hoặc một dòng “Lưu …” ở cuối")


CHECKS: tuple[Check, ...] = (symbol_of_paper, party_paper_ends_with_slash, recipient_lines)
