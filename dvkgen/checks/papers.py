"""How a paper of the office is made up: its symbol, its end, its recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dvkgen.campaign.campaign import Campaign, grouped
from dvkgen.campaign.profile_choice import of_organ, of_unit, superseded_by
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.office import papers_of
from dvkgen.findings import Severity
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import COMMENDATIONS, REPORT, is_of_type, kind_of
from dvkgen.schema.locality import Organ
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.plan import Plan
from dvkgen.schema.profile import Profile
from dvkgen.text import fold


def _issued(campaign: Campaign) -> Iterator[tuple[OfficePaper, Organ, Profile]]:
    """Yield the plan and the office's other papers, each with the organ that issues it and the profile it keeps."""
    for paper in (campaign.plan, *(paper for _, paper in papers_of(campaign))):
        organ = campaign.locality.organs.get(paper.organ or campaign.plan.organ)
        profile = campaign.profiles.get(of_organ(campaign, organ, paper.issued_on)) if organ else None
        if organ and profile:
            yield paper, organ, profile


@check(Severity.WARNING)
def symbol_of_paper(campaign: Campaign) -> Iterator[Problem]:
    """Ký hiệu gõ sẵn (ky_hieu) của văn bản viết đúng lối của cơ quan: Đảng “KH/ĐU”, Nhà nước “KH-UBND”.

    Chữ viết tắt đầu ký hiệu khớp với loại văn bản: kế hoạch là KH, công văn là CV. Để trống thì máy lập từ tên loại và
    ký hiệu cơ quan. Mục so chỉ ghi con số: máy tự thêm ký hiệu vào sau.
    """
    for paper, organ, profile in _issued(campaign):
        if paper is campaign.plan:
            yield from _wrong_type_code(campaign.plan, profile)
        if paper.number and (number := re.match(r"(\d+)\s*[-/]", paper.number)):
            message = f"so “{paper.number}” có cả ký hiệu, in ra ký hiệu hai lần"
            yield Problem(paper.at("number"), message, f"chỉ ghi con số: “so: {number[1]}”")
        if paper.symbol:
            wanted, other = ("/", "-") if "/" in profile.words.symbol else ("-", "/")
            if wanted not in paper.symbol and other in paper.symbol:
                message = f"ký hiệu “{paper.symbol}” không theo lối của {' '.join(organ.name)}"
                yield Problem(
                    paper.at("symbol"), message, f"viết “{paper.symbol.replace(other, wanted, 1)}”, hoặc bỏ mục này"
                )


def _wrong_type_code(plan: Plan, profile: Profile) -> Iterator[Problem]:
    """Report a plan's own symbol that begins with the code of another kind of paper in the profile that it keeps."""
    typed = re.split(r"[/-]", plan.symbol or "")[0].strip()
    right = profile.type_code(plan.kind)
    if typed in profile.type_codes.values() and typed != right:
        message = f"ký hiệu “{plan.symbol}” là của loại văn bản khác, mục loai ghi {plan.kind}"
        meant = f"{right}{(plan.symbol or '').strip()[len(typed) :]}"
        yield Problem(plan.at("symbol"), message, f"viết “{meant.lstrip('/-')}”, hoặc bỏ mục này")


@check(Severity.INFO)
def symbol_of_unit(campaign: Campaign) -> Iterator[Problem]:
    """Đơn vị gửi báo cáo, tờ trình theo thể thức của mình cần có ký hiệu (ky_hieu), nếu không số văn bản in dở: “/BC-......”.

    Ký hiệu ghi ở co_quan của đơn vị hoặc ở khối; tên quen thuộc (Chi bộ, Đảng ủy, Ủy ban nhân dân…) thì máy biết.
    """
    kinds = grouped(campaign.filed, lambda filed: filed.unit)
    for unit in campaign.units:
        group, own = campaign.locality.group(unit.group), unit.organ
        profile = campaign.profiles.get(of_unit(campaign, unit, campaign.plan.issued_on))
        name = " ".join((own.name if own else ()) or (unit.name.upper(),))
        known = (own and own.symbol) or (group and group.symbol) or (profile and profile.organ_symbol(name))
        forms = (campaign.form_of(filed.kind) for filed in kinds.get(unit.code, ()))
        is_numbered = any(form and form.letterhead == "cua_don_vi" and _has_number(form, profile) for form in forms)
        if not known and is_numbered:
            message = f"{unit.name} chưa có ký hiệu: số văn bản in “-......”"
            yield Problem(unit.at("name"), message, "thêm “co_quan: {ky_hieu: …}”")


def _has_number(form: Form, profile: Profile | None) -> bool:
    """Whether papers of a form bear a number: their type has a code in the layout."""
    return bool(profile and profile.type_code(form.kind, " ".join(form.type_name)))


def _sent(campaign: Campaign) -> Iterator[tuple[str, OfficePaper]]:
    """Yield the reports and proposals of the office, each with the title of its kind."""
    kinds = ((campaign.plan.kind, campaign.plan), *((file.kind, file.record) for file in campaign.office_files))
    for code, paper in kinds:
        kind = kind_of(code)
        if isinstance(paper, OfficePaper) and (is_of_type(code, REPORT) or kind is COMMENDATIONS):
            yield kind.title.lower() if is_of_type(code, REPORT) else "tờ trình khen thưởng", paper


_ARCHIVE = fold("Lưu")
_OF_THE_PARTY = "T/M"
_OFFICE_OF_THE_STATE = re.compile(r"\bVT\b")
_SLASH = re.compile(r"\./\.?\s*$")


@check(Severity.WARNING)
def party_paper_ends_with_slash(campaign: Campaign) -> Iterator[Problem]:
    """Văn bản của Đảng kết thúc bằng dấu chấm, không có “./.” của văn bản hành chính nhà nước.

    Ở văn bản của Nhà nước và MTTQ, “./.” gõ dở dang thành “./” cũng bị nêu.
    """
    for paper, _, profile in _issued(campaign):
        is_plain = "/" not in profile.words.end
        match = _SLASH.search(paper.body.text) if paper.body else None
        if paper.body and match and (is_plain or match[0].strip() == "./"):
            mark = paper.body.at_index(match.start())
            cure = "bỏ, chỉ để dấu chấm" if is_plain else "viết “./.”"
            yield Problem(mark, f"văn bản kết thúc bằng “{match[0].strip()}”", cure)


@check(Severity.WARNING)
def recipient_lines(campaign: Campaign) -> Iterator[Problem]:
    """Nơi nhận: mỗi dòng một nơi, không gõ gạch đầu dòng hay dấu câu (thể thức tự thêm), dòng “Lưu” ở cuối, không trùng.

    “Như kính gửi” chỉ dùng khi văn bản có kính gửi. Báo cáo, tờ trình phải gửi tới một nơi nào đó ngoài nơi lưu. Văn bản
    của Đảng lưu ở văn phòng cấp ủy, không ghi “VT” (Hướng dẫn 36-HD/VPTW).
    """
    for kind, sent in _sent(campaign):
        if not sent.recipients and not sent.addressees:
            place = sent.at("archive") if sent.archive else sent.origin.mark
            yield Problem(place, f"{kind} không ghi gửi cho ai", "thêm kinh_gui, và noi_nhan: “- Như kính gửi”")
    for paper, _, profile in _issued(campaign):
        yield from _lines_of(paper)
        archive = paper.archive or ""
        if profile.words.on_behalf == _OF_THE_PARTY and _OFFICE_OF_THE_STATE.search(archive):
            cure = f"viết “{_OFFICE_OF_THE_STATE.sub('VPĐU', archive)}”"
            yield Problem(paper.at("archive"), f"“Lưu {archive}” là cách ghi của Nhà nước", cure)


def _lines_of(paper: OfficePaper) -> Iterator[Problem]:
    lines = [(item.at("names", place), name) for item in paper.recipients for place, name in enumerate(item.names)]
    seen: set[str] = set()
    for number, (mark, line) in enumerate(lines, 1):
        if re.match(r"[-+–•]\s", line):
            yield Problem(mark, f"“{line}” có gạch đầu dòng", "bỏ gạch: thể thức tự thêm")
        if line.endswith((",", ";", ".", ":")):
            yield Problem(mark, f"“{line}” có dấu câu thừa ở cuối", "bỏ: thể thức tự thêm")
        if fold(line) in seen:
            yield Problem(mark, f"“{line}” ghi hai lần", "bỏ một dòng")
        if fold(line).startswith(_ARCHIVE) and number < len(lines):
            yield Problem(mark, "dòng “Lưu” không ở cuối", "chuyển xuống cuối, hoặc dùng mục luu")
        if fold(line) == fold("Như kính gửi") and not paper.addressees:
            yield Problem(mark, "“Như kính gửi” mà văn bản không có kính gửi", "ghi kinh_gui, hoặc nêu tên nơi nhận")
        seen.add(fold(line))
    if lines and not paper.archive and not any(fold(line).startswith(_ARCHIVE) for _, line in lines):
        yield Problem(lines[-1][0], "nơi nhận chưa có dòng “Lưu”", "thêm “luu: …”, hoặc một dòng “Lưu …” ở cuối")


@check(Severity.WARNING)
def outdated_layout(campaign: Campaign) -> Iterator[Problem]:
    """Thể thức định sẵn (the_thuc) không nên là quy định đã được thay trước ngày của văn bản.

    Bỏ the_thuc thì máy chọn theo tên cơ quan và ngày của văn bản.
    """
    locality = campaign.locality
    organ = campaign.organ
    pinned = (organ.profile if organ else None) or locality.profile
    now = superseded_by(campaign, pinned, organ, campaign.plan.issued_on) if organ and pinned else None
    if organ and pinned and now:
        place = organ.at("profile") if organ.profile else locality.at("profile")
        message = f"thể thức “{pinned}” đã được thay bằng “{now}” trước ngày của kế hoạch"
        yield Problem(place, message, "bỏ mục the_thuc, hoặc ghi thể thức mới")


CHECKS: tuple[Check, ...] = (
    outdated_layout,
    symbol_of_paper,
    symbol_of_unit,
    party_paper_ends_with_slash,
    recipient_lines,
)
