"""What is wrong with a paper before it is made, or when its file is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dvkgen.build.decide import doubled
from dvkgen.compose.desk import Draft
from dvkgen.disk.paths import BUILD
from dvkgen.document.template import TemplateFault
from dvkgen.findings import Finding, Mark, Severity
from dvkgen.rules import Rule

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


def same_targets(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Yield a finding for each target that two papers would be written to."""
    for target in sorted(doubled(drafts)):
        sources = sorted({_deepest(draft) for draft in drafts if draft.target == target})
        message = f"hai văn bản cùng một tệp build/{target}: từ {' và '.join(sources)}"
        yield SAME_TARGET.at(Mark(sources[0]), message, "đổi mã, hoặc tên tệp, của một bên")


def _deepest(draft: Draft) -> str:
    """Return the source that says most of a draft: the one deepest in the folders."""
    return max(draft.sources, key=lambda path: (path.count("/"), path))


def template_fault(fault: TemplateFault, root: Path) -> Finding:
    """Return the finding of a template that cannot be used."""
    path = fault.path.relative_to(root).as_posix() if fault.path.is_relative_to(root) else fault.path.name
    cure = "xem các mẫu cùng loại trong templates/van-ban, hoặc phieu.html với biểu mẫu riêng"
    return TEMPLATE_FAULT.at(Mark(path, fault.line), fault.message, cure)


def locked(target: str, file_format: str) -> Finding:
    """Return the finding of a file that cannot be written."""
    return OUTPUT_LOCKED.at(
        Mark(f"{BUILD}/{target}.{file_format}"),
        "không ghi được tệp này",
        "nếu tệp đang mở trong Word hoặc trình xem PDF thì đóng lại; nếu không, xem lại quyền ghi và thư mục trùng tên",
    )
