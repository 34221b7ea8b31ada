"""Templates of localities' own, wordings (.html) and Word files (.docx): linted before any author meets their faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import itemgetter
from pathlib import Path

from dvkgen.build.aftermath import OWN_WORD_FAULT, local_word_of
from dvkgen.compose.desk import Draft
from dvkgen.disk.file import replace_file
from dvkgen.disk.paths import PLANS, WORDINGS, local_word, templates_of, worded_kinds, wording_homes
from dvkgen.document.tree import LocalWord
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.load import Repository
from dvkgen.rules import Rule
from dvkgen.schema.form import Form
from dvkgen.text import did_you_mean, slug

UNUSED_WORDING = Rule(
    "unused-wording",
    Severity.WARNING,
    "Mẫu chữ riêng phải được dùng: tên tệp là loại của một biểu mẫu hay văn bản.",
)
UNPRINTED_FIELD = Rule(
    "unprinted-field",
    Severity.WARNING,
    "Mẫu chữ riêng in mọi trường đã khai: trường không in là điều đơn vị viết mà không ai thấy.",
)


def lint_own_words(repository: Repository, drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Yield what is wrong with the Word files of localities' own, before any author meets it."""
    for path in sorted(repository.root.glob(f"{PLANS}/*/**/{WORDINGS}/*.docx")):
        if path.name.startswith(("~", ".")):
            continue
        from dvkgen.render.local_word import lint

        place = path.relative_to(repository.root).as_posix()
        values = _values_for(place, drafts)
        for problem in lint(path.read_bytes(), values) if values is not None else ():
            severity = Severity.WARNING if problem.usable else None
            yield OWN_WORD_FAULT.at(Mark(place), problem.message, problem.cure, severity=severity)
        if values is None:
            message = f"không văn bản nào dùng tệp Word “{path.name}”"
            cure = "đặt tên tệp theo loại văn bản, ví dụ danh_sach_dang_ky.docx"
            yield OWN_WORD_FAULT.at(Mark(place), message, cure, severity=Severity.WARNING)


def lint_wordings(repository: Repository) -> Iterator[Finding]:
    """Yield what is wrong with the wordings of localities' own: used by no kind, or silent about a field of their form."""
    for campaign in repository.campaigns:
        # a wording beside the plans serves all of them
        forms = (form for c in repository.campaigns if c.slug == campaign.slug for form in c.plan.forms)
        kinds = {*worded_kinds(templates_of(repository.root)), *(form.kind for form in forms)}
        for folder in reversed(wording_homes(campaign.slug, campaign.folder)):
            for path in sorted((repository.root / folder).glob("*.html")):
                place = f"{folder}/{path.name}"
                form = next((form for form in campaign.plan.forms if form.kind == path.stem and form.fields), None)
                if path.stem not in kinds:
                    cure = did_you_mean(path.stem, sorted(kind for kind in kinds if not kind.startswith("_")))
                    message = f"không văn bản nào dùng mẫu “{path.name}”"
                    yield UNUSED_WORDING.at(Mark(place), message, cure)
                elif form:
                    yield from _unprinted(place, path.read_text("utf-8", "replace"), form)


def _unprinted(place: str, wording: str, form: Form) -> Iterator[Finding]:
    """Yield the fields of a form that its wording never prints: what units fill in there would vanish in silence."""
    missing = [field for field in form.fields if field.code not in wording]
    if missing and "cac_truong" not in wording:
        names = ", ".join(f"“{field.name}”" for field in missing)
        cure = f"in bằng {{{{ o.{missing[0].code}.gia_tri }}}}, hoặc xem phieu.html trong templates/van-ban"
        yield UNPRINTED_FIELD.at(Mark(place), f"mẫu không in các trường {names}", cure)


def _values_for(place: str, drafts: Sequence[Draft]) -> frozenset[str] | None:
    """Return the names of the values that a Word file may print: those of any paper that uses it."""
    found = _own_of(place, drafts)
    return frozenset(found[1].values) if found else None


def _own_of(place: str, drafts: Sequence[Draft]) -> tuple[Draft, LocalWord] | None:
    """Return the paper that a Word file stands in for and that has most to say, with its values."""
    locality, kind = place.split("/")[1], slug(Path(place).stem)
    found: list[tuple[int, Draft, LocalWord]] = []
    for draft in drafts:
        if draft.target.startswith(f"{locality}/") and draft.target.rsplit("/", 1)[-1].startswith(kind):
            with suppress(DvkgenError, AssertionError, LookupError):
                own = local_word_of(draft.compose())
                if own and own.path == place:
                    found.append((len(repr(own.values)), draft, own))
    return max(found, key=itemgetter(0))[1:] if found else None


def write_starting_file(repository: Repository, drafts: Sequence[Draft], locality: str, kind: str) -> str:
    """Write a Word file to begin with for a kind of a locality, and return what to do with it.

    `drafts` must be told to keep the values of that kind. Raises DvkgenError where there is nothing to begin with.
    """
    from dvkgen.render.local_word import starting_file
    from dvkgen.render.word_styles import styles_xml

    place = local_word(locality, kind)
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
