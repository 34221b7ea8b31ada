"""What only making a paper shows: too many pages, a locality's own Word file that differs or cannot be used.

`state` remembers it with the target, so that it is told again when nothing is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from dvkgen.build.state import State
from dvkgen.compose.desk import Draft, PageLimit
from dvkgen.document.template import TemplateFault
from dvkgen.document.tree import Document, LocalWord
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


def too_long(limit: PageLimit | None, pages: int | None) -> Iterator[Finding]:
    """Yield the finding of a paper that has more pages than its form allows."""
    if limit and pages and pages > limit.pages:
        message = f"văn bản làm ra dài {two_digits(pages)} trang A4, nhiều nhất {two_digits(limit.pages)}"
        yield PAGE_LIMIT.at(limit.mark, message, "rút ngắn nội dung, hoặc bớt ảnh minh chứng")


def differs(document: Document, difference: str) -> Iterator[Finding]:
    """Yield the finding of a locality's own Word file that does not say what the PDF says."""
    own = local_word_of(document)
    if own and difference:
        message = f"khác bản PDF của {document.target}: {difference}"
        cure = "sửa tệp Word, hoặc mẫu .html cùng tên, để hai bản nói như nhau"
        yield OWN_WORD_DIFFERS.at(Mark(own.path), message, cure)


def faults(document: Document, fault: str) -> Iterator[Finding]:
    """Yield the finding of a locality's own Word file that could not be rendered."""
    own = local_word_of(document)
    if own and fault:
        yield OWN_WORD_FAULT.at(Mark(own.path), fault, "xem lại các thẻ trong tệp Word")


def local_word_of(document: Document) -> LocalWord | None:
    """Return the locality's own Word file that stands in place of a document's DOCX."""
    return document.sheets[0].local_word if document.sheets else None


def remembered(
    drafts: Sequence[Draft], state: State, marks_of: Callable[[Document], Mapping[str, str]]
) -> Iterator[Finding]:
    """Yield what the last making of papers has shown, for those that would be the same now."""
    for draft in drafts:
        is_long = draft.limit and state.has_more_pages(draft.target, draft.limit.pages)
        if is_long or state.has_difference(draft.target):
            with suppress(TemplateFault):
                document = draft.compose()
                marks = marks_of(document)
                yield from too_long(draft.limit, state.pages(draft.target, marks))
                yield from differs(document, state.difference(draft.target, marks))
                yield from faults(document, state.fault(draft.target, marks))
