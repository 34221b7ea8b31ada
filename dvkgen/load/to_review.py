"""Places that a machine has marked to be looked at again, when a locality or a year began."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dvkgen.findings import Finding, Severity, mark_at
from dvkgen.rules import Rule

LEFT_TO_REVIEW = Rule(
    "left-to-review",
    Severity.WARNING,
    """Chỗ máy ghi “# xem lại” (khi mở một nơi, sang một năm) là chỗ còn theo nơi cũ, năm cũ: phải có người xem.

Xem xong chỗ nào thì xóa ghi chú ở chỗ ấy.""",
)
_REVIEW = re.compile("# xem lại", re.IGNORECASE)
_MOST_LINES = 12
"""Lines that a finding names."""


def left_to_review(text: str, path: str) -> Iterator[Finding]:
    """Yield a finding at the first of the places that are marked to be looked at again, which names the others."""
    marks = [mark_at(path, text, found.start()) for found in _REVIEW.finditer(text)]
    if marks:
        lines = [str(mark.line) for mark in marks]
        shown = ", ".join(lines[:_MOST_LINES]) + (", …" if len(lines) > _MOST_LINES else "")
        message = f"còn {len(marks)} chỗ ghi “# xem lại”: dòng {shown}"
        yield LEFT_TO_REVIEW.at(marks[0], message, "xem xong chỗ nào thì xóa ghi chú # xem lại ở chỗ ấy")
