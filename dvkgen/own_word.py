"""The Word files that localities put in place of ours: linted before any author meets their faults, and begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from dvkgen.content import OwnWord
from dvkgen.documents.kind import Draft
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.load import Repository
from dvkgen.made import own_word_of
from dvkgen.state import replace_file


def lint_own_words(repository: Repository, drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Yield what is wrong with the Word files of localities' own, before any author meets it."""
    for path in sorted(repository.root.glob("plans/*/**/van-ban/*.docx")):
        if path.name.startswith(("~", ".")):
            continue
        from dvkgen.render.own_word import lint

        place = path.relative_to(repository.root).as_posix()
        values = _values_for(place, drafts)
        for problem in lint(path.read_bytes(), values) if values is not None else ():
            severity = Severity.WARNING if problem.usable else Severity.ERROR
            yield Finding(Mark(place), "own-word-fault", severity, problem.message, problem.cure)
        if values is None:
            message = f"không văn bản nào dùng tệp Word “{path.name}”"
            cure = "đặt tên tệp theo loại văn bản, ví dụ danh_sach_dang_ky.docx"
            yield Finding(Mark(place), "own-word-fault", Severity.WARNING, message, cure)


def _values_for(place: str, drafts: Sequence[Draft]) -> frozenset[str] | None:
    """Return the names of the values that a Word file may print: those of any paper that uses it."""
    found = _own_of(place, drafts)
    return frozenset(found[1].values) if found else None


def _own_of(place: str, drafts: Sequence[Draft]) -> tuple[Draft, OwnWord] | None:
    """Return the first paper that a Word file stands in for, with its values."""
    locality, kind = place.split("/")[1], Path(place).stem.replace("_", "-")
    for draft in drafts:
        if draft.target.startswith(f"{locality}/") and draft.target.rsplit("/", 1)[-1].startswith(kind):
            with suppress(DvkgenError):
                own = own_word_of(draft.compose())
                if own and own.path == place:
                    return draft, own
    return None


def write_starting_file(repository: Repository, drafts: Sequence[Draft], locality: str, kind: str) -> str:
    """Write a Word file to begin with for a kind of a locality, and return what to do with it.

    `drafts` must be told to keep the values of that kind. Raises DvkgenError where there is nothing to begin with.
    """
    from dvkgen.render.own_word import starting_file
    from dvkgen.render.word_styles import styles_xml

    place = f"plans/{locality}/van-ban/{kind}.docx"
    target = repository.root / place
    if target.exists():
        raise DvkgenError(f"{place} đã có; xóa hoặc đổi tên tệp ấy trước")
    found = _own_of(place, drafts)
    if found is None:
        raise DvkgenError(f"{locality} không có văn bản nào loại “{kind}” để lấy các tên")
    draft, own = found
    frame = repository.frames[draft.compose().profile]
    replace_file(target, starting_file(frame.docx, styles_xml(frame.profile), own.values))
    return f"{place}: mở bằng Word, giữ các thẻ {{{{ }}}} và {{% %}} cần dùng, trình bày theo mẫu của cấp trên, rồi gõ make"
