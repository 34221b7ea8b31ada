"""Templates of localities' own, wordings (.html) and Word files (.docx): linted before any author meets their faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from os.path import lexists
from pathlib import Path, PurePosixPath
from typing import Any

from dvkgen.build.aftermath import OWN_WORD_FAULT
from dvkgen.build.paper_rules import template_fault
from dvkgen.compose import names_of
from dvkgen.compose.desk import Draft
from dvkgen.disk import door
from dvkgen.disk.paths import local_word, template_layers, worded_kinds, wording_homes
from dvkgen.document.template import TemplateFault
from dvkgen.document.tree import Document
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.load import Repository
from dvkgen.rules import Rule
from dvkgen.schema.form import Form
from dvkgen.text import did_you_mean

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


def lint_local_words(repository: Repository, drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Yield what is wrong with the Word files of localities' own, before any author meets it."""
    kinds = {draft.word_file: draft.kind for draft in drafts if draft.word_file}
    homes = {home for c in repository.campaigns for home in wording_homes(c.slug, c.folder)}
    for place in (place for home in sorted(homes) for place in _files(repository.root, home, ".docx")):
        if place in kinds:
            yield from _faults_of(repository, place, names_of(kinds[place]))
        else:
            message = f"không văn bản nào dùng tệp Word “{PurePosixPath(place).name}”"
            cure = "đặt tên tệp theo loại văn bản, ví dụ danh_sach_dang_ky.docx"
            yield OWN_WORD_FAULT.at(Mark(place), message, cure, severity=Severity.WARNING)


def _faults_of(repository: Repository, place: str, names: frozenset[str]) -> Iterator[Finding]:
    from dvkgen.render.local_word import lint

    try:
        data = door.read(repository.root, place, door.MOST_WORD_FILE)
    except OSError as error:
        yield OWN_WORD_FAULT.at(Mark(place), door.reason(error), "chép tệp Word thật vào đây")
        return
    for problem in lint(data, names, next(iter(repository.stationery.values()))):
        severity = Severity.WARNING if problem.usable else None
        yield OWN_WORD_FAULT.at(Mark(place), problem.message, problem.cure, severity=severity)


def lint_wordings(repository: Repository) -> Iterator[Finding]:
    """Yield what is wrong with the wordings of localities' own: used by no kind, or silent about a field of their form."""
    for campaign in repository.campaigns:
        # a wording beside the plans serves all of them
        forms = (form for c in repository.campaigns if c.slug == campaign.slug for form in c.plan.forms)
        kinds = {*worded_kinds(template_layers(repository.root)), *(form.kind for form in forms)}
        for folder in reversed(wording_homes(campaign.slug, campaign.folder)):
            for place in _files(repository.root, folder, ".html"):
                kind = PurePosixPath(place).stem
                form = next((form for form in campaign.plan.forms if form.kind == kind and form.fields), None)
                if kind not in kinds:
                    cure = did_you_mean(kind, sorted(kind for kind in kinds if not kind.startswith("_")))
                    yield UNUSED_WORDING.at(Mark(place), f"không văn bản nào dùng mẫu “{kind}.html”", cure)
                    continue
                try:
                    wording = door.read(repository.root, place).decode("utf-8", "replace")
                except OSError as error:
                    fault = TemplateFault(repository.root / place, 1, door.reason(error))
                    yield template_fault(fault, repository.root)
                    continue
                if form:
                    yield from _unprinted(place, wording, form)


def _files(root: Path, folder: str, ending: str) -> list[str]:
    """Return the paths in a folder of templates with an ending: none where there is no such folder."""
    try:
        there = door.entries(root, folder)
    except OSError:
        return []
    return sorted(f"{folder}/{file.name}" for file in there if file.suffix == ending and file.name[0] not in "~.")


def _unprinted(place: str, wording: str, form: Form) -> Iterator[Finding]:
    """Yield the fields of a form that its wording never prints: what units fill in there would vanish in silence."""
    missing = [field for field in form.fields if field.code not in wording]
    if missing and "cac_truong" not in wording:
        names = ", ".join(f"“{field.name}”" for field in missing)
        cure = f"in bằng {{{{ o.{missing[0].code}.gia_tri }}}}, hoặc xem phieu.html trong templates/van-ban"
        yield UNPRINTED_FIELD.at(Mark(place), f"mẫu không in các trường {names}", cure)


def write_starting_file(repository: Repository, drafts: Sequence[Draft], locality: str, kind: str) -> str:
    """Write a Word file to start with for a kind of a locality, and return what to do with it.

    `drafts` are free of errors, and told to keep the values of that kind. Raises DvkgenError where there is nothing to start with.
    """
    from dvkgen.render.local_word import starting_file
    from dvkgen.render.word_styles import styles_xml

    place = local_word(locality, kind)
    if lexists(repository.root / place):
        raise DvkgenError(f"{place} đã có; xóa hoặc đổi tên tệp ấy trước")
    document = _with_most_to_say(draft for draft in drafts if draft.kind == kind and _is_of(draft, locality))
    if document is None:
        raise DvkgenError(f"{locality} không có văn bản nào loại “{kind}” không vướng lỗi để lấy các tên")
    stationery, values = repository.stationery[document.profile], _values(document)
    door.replace(repository.root, place, starting_file(stationery.docx, styles_xml(stationery.profile), values))
    return f"{place}: mở bằng Word, giữ các thẻ {{{{ }}}} và {{% %}} cần dùng, trình bày theo mẫu của cấp trên, rồi gõ make"


def _is_of(draft: Draft, locality: str) -> bool:
    return draft.target.startswith(f"{locality}/")


def _with_most_to_say(drafts: Iterable[Draft]) -> Document | None:
    """Return the paper with the most values to show: what is started with names them all."""
    documents = (document for draft in drafts if (document := _composed(draft)))
    return max(documents, key=lambda document: len(repr(_values(document))), default=None)


def _composed(draft: Draft) -> Document | None:
    """Return the paper of a draft, None where its template cannot be used."""
    try:
        return draft.compose()
    except DvkgenError:
        return None


def _values(document: Document) -> Mapping[str, Any]:
    word = document.sheets[0].local_word
    return word.values if word else {}
