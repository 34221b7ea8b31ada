"""What only making a paper shows: too many pages, a locality's own Word file that differs or cannot be used.

`state` remembers it with the target, so that it is reported again when nothing is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from dvkgen.build.fingerprint import Seen
from dvkgen.compose.desk import Draft
from dvkgen.findings import Finding, Mark, Severity
from dvkgen.printed import two_digits
from dvkgen.rules import Rule

OWN_WORD_FAULT = Rule(
    "own-word-fault",
    Severity.ERROR,
    "Mẫu Word riêng phải mở được, thẻ {{ }} đúng tên, không bị Word cắt rời.",
)
OWN_WORD_DIFFERS = Rule(
    "own-word-differs",
    Severity.WARNING,
    "Bản Word làm theo mẫu riêng phải nói đúng những gì bản PDF nói.",
)
PAGE_LIMIT = Rule(
    "page-limit",
    Severity.ERROR,
    "Văn bản không quá số trang kế hoạch cho phép (toi_da_trang), đếm trên bản PDF đã làm.",
)
NOT_MADE = Rule(
    "paper-not-made",
    Severity.ERROR,
    """Văn bản phải làm được trong chừng mực thời gian và bộ nhớ, với khung và tệp còn nguyên.

    Thường vì nội dung quá dài, ảnh vừa bị xóa, hoặc khung.docx, khung.html bị sửa sai.""",
)


def deepest(draft: Draft) -> str:
    """Return the source that says most of a draft: the one deepest in the folders."""
    return max(draft.sources, key=lambda path: (path.count("/"), path))


def not_made(draft: Draft, why: str) -> Finding:
    """Return the finding of a paper that could not be made."""
    cure = "xem lại tệp nguồn, ảnh và khung của văn bản này, rồi gõ make lại"
    return NOT_MADE.at(Mark(deepest(draft)), f"không làm được {draft.target}: {why}", cure)


def forbids(draft: Draft, seen: Seen) -> bool:
    """Whether what was seen of a paper keeps it from going out."""
    return _is_too_long(draft, seen) or bool(draft.word_file and seen.fault)


def seen_by(draft: Draft, seen: Seen) -> Iterator[Finding]:
    """Yield the findings of what making a paper has shown."""
    if draft.limit and seen.pages and _is_too_long(draft, seen):
        message = f"văn bản làm ra dài {two_digits(seen.pages)} trang A4, nhiều nhất {two_digits(draft.limit.pages)}"
        yield PAGE_LIMIT.at(draft.limit.mark, message, "rút ngắn nội dung, hoặc bớt ảnh minh chứng")
    if draft.word_file and seen.difference:
        message = f"khác bản PDF của {draft.target}: {seen.difference}"
        cure = "sửa tệp Word, hoặc mẫu .html cùng tên, để hai bản nói như nhau"
        yield OWN_WORD_DIFFERS.at(Mark(draft.word_file), message, cure)
    if draft.word_file and seen.fault:
        yield OWN_WORD_FAULT.at(Mark(draft.word_file), seen.fault, "xem lại các thẻ trong tệp Word")


def _is_too_long(draft: Draft, seen: Seen) -> bool:
    return bool(draft.limit and seen.pages and seen.pages > draft.limit.pages)
