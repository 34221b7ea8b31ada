"""What is wrong with a paper before it is made, or when its file is written."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path

from dvkgen.build.aftermath import deepest
from dvkgen.build.decide import doubled
from dvkgen.campaign import profile_choice
from dvkgen.campaign.campaign import Campaign
from dvkgen.compose import letterhead
from dvkgen.compose.desk import Draft
from dvkgen.disk.paths import BUILD
from dvkgen.document.template import TemplateFault
from dvkgen.document.tree import Orientation
from dvkgen.findings import Finding, Mark, Severity
from dvkgen.render.heads import overlong
from dvkgen.rules import Rule
from dvkgen.schema.locality import Organ
from dvkgen.schema.unit import UnitOrgan

SAME_TARGET = Rule(
    "same-target",
    Severity.ERROR,
    "Hai văn bản không được cùng làm ra một tệp trong build/.",
)
TEMPLATE_FAULT = Rule(
    "template-fault",
    Severity.ERROR,
    "Mẫu chữ (van-ban/*.html) phải đúng cú pháp và chỉ dùng những tên có thật.",
)
OUTPUT_LOCKED = Rule(
    "output-locked",
    Severity.ERROR,
    "Tệp trong build/ phải ghi được: thường là đang mở trong Word hoặc trình xem PDF.",
)


LETTERHEAD_LINE = Rule(
    "letterhead-line",
    Severity.WARNING,
    """Dòng tên cơ quan đã ngắt sẵn phải đứng vừa một dòng bên trái Quốc hiệu hoặc tiêu đề Đảng.

    Chương trình đã thử nới cột và dùng cỡ chữ nhỏ nhất mà thể thức cho phép; dòng vẫn dài quá thì bị ngắt giữa chừng.""",
)


_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def letterhead_lines(campaign: Campaign) -> Iterator[Finding]:
    """Yield a finding for each typed line of a letterhead that fits its column in no size that the rules allow."""
    when = campaign.plan.issued_on
    for organ in campaign.locality.organs.values():
        yield from _overlong(campaign, profile_choice.of_organ(campaign, organ, when), organ)
    for unit in campaign.units:
        if unit.organ:
            yield from _overlong(campaign, profile_choice.of_unit(campaign, unit, when), unit.organ)


def _overlong(campaign: Campaign, slug: str, organ: Organ | UnitOrgan) -> Iterator[Finding]:
    profile = campaign.profiles.get(slug)
    if profile is None:
        return
    head = letterhead.of_lines(campaign, profile, organ.parent_organ, organ.name)
    for line in overlong(head, Orientation.PORTRAIT, profile.with_small_head()):
        field, lines = ("name", organ.name) if line in organ.name else ("parent_organ", organ.parent_organ)
        yield LETTERHEAD_LINE.at(
            organ.at(field, lines.index(line)),
            f"dòng “{line}” dài quá cột trái của đầu trang",
            "ngắt thành hai dòng, hoặc viết gọn lại",
        )


def same_targets(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Yield a finding for each target that two papers would be written to."""
    for target in sorted(doubled(drafts)):
        sources = sorted({deepest(draft) for draft in drafts if draft.target == target})
        message = f"hai văn bản cùng một tệp build/{target}: từ {' và '.join(sources)}"
        yield SAME_TARGET.at(Mark(sources[0]), message, "đổi mã, hoặc tên tệp, của một bên")


def template_fault(fault: TemplateFault, root: Path) -> Finding:
    """Return the finding of a template that cannot be used."""
    path = fault.path.relative_to(root).as_posix() if fault.path.is_relative_to(root) else fault.path.name
    cure = "xem các mẫu cùng loại trong templates/van-ban, hoặc phieu.html với biểu mẫu riêng"
    return TEMPLATE_FAULT.at(Mark(path, fault.line), fault.message, cure)


def locked(name: str, error: OSError) -> Finding:
    """Return the finding of a file in `build/` that cannot be written; of a disk that is full there is one for all."""
    if error.errno in _NO_ROOM:
        cure = "xóa bớt tệp để có chỗ, rồi gõ make lại; các văn bản đã ghi vẫn nguyên vẹn"
        return OUTPUT_LOCKED.at(Mark(BUILD), "đĩa đầy, hoặc quá hạn mức: không ghi thêm được văn bản nào", cure)
    return OUTPUT_LOCKED.at(
        Mark(f"{BUILD}/{name}"),
        "không ghi được tệp này",
        "nếu tệp đang mở trong Word hoặc trình xem PDF thì đóng lại; nếu không, xem lại quyền ghi và thư mục trùng tên",
    )
