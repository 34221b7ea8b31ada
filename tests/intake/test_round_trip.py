"""Every filled paper of the samples whose form is filled in on screen: record → form → import → the same record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from dvkgen.build import owed
from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import Filed
from dvkgen.disk.paths import BLANK_FORMS
from dvkgen.document.prose import plain_text
from dvkgen.document.tree import Document
from dvkgen.intake import Intake
from dvkgen.intake.blank import Blank, blank_of
from dvkgen.intake.filled import filled
from dvkgen.intake.making import Making
from dvkgen.intake.records import draft_of
from dvkgen.intake.wanted import Wanted
from dvkgen.intake.word import read_word
from dvkgen.load import Repository, load
from dvkgen.load.decode import Reading, decode
from dvkgen.load.submissions import expected_of
from dvkgen.render.docx import render_docx
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ARTICLE, REGISTRATION, REGISTRATION_LIST, REGISTRATION_SLIP
from dvkgen.schema.long_text import LongText
from dvkgen.schema.record import Record
from dvkgen.schema.submission import Filing
from dvkgen.schema.unit import Unit
from dvkgen.text import slug
from dvkgen.yaml.read import read_yaml
from dvkgen.yaml.typed import written_out
from tests.conftest import SAMPLE, TODAY, stationery
from tests.intake.filling import answers_of, fill_in

LEAST = 220
"""Filled papers of the samples whose form is handed out; an article has no form of its own but an outline."""
NEVER_ASKED = {
    "ma",
    "ngay_gui",
    "ngay",
    "so",
    "ky_ten",
    "tu_nam",
    "muc_tieu",
    "khong_tiep_tuc",
    "khong_dang_ky",
    "thoi_han",
}
"""Keys that no place of a form asks for: they stay as the office has them."""
ASKED_NOWHERE: Mapping[str, tuple[str, ...]] = {
    "trich_ngang": ("hinh_thuc",),
    "to_trinh": ("cap",),
    "bao_cao_mo_hinh": ("minh_chung",),
    "bao_cao_ket_qua": ("so_lieu",),
}
"""Keys of a kind that its form does not ask for: the award is the office's, photos are put in, figures of a whole unit are few."""


@dataclass(frozen=True)
class Case:
    """A filled paper of the samples, its form blank, and who sent it."""

    campaign: Campaign
    filed: Filed
    unit: Unit
    form: Form
    document: Document

    @property
    def blank(self) -> Blank:
        return blank_of(self.document)


@cache
def sample() -> Repository:
    return load(SAMPLE, TODAY)


@cache
def cases() -> tuple[Case, ...]:
    return tuple(_cases())


def _cases() -> Iterator[Case]:
    drafts = {draft.target: draft for draft in owed(sample())}
    blanks: dict[str, Document] = {}
    for campaign in sample().campaigns:
        for filed in campaign.filed:
            kind = REGISTRATION_LIST.slug if filed.kind == REGISTRATION.slug else filed.kind
            form = next((form for form in campaign.plan.forms if form.kind == kind), None)
            unit = campaign.unit(filed.unit)
            if form is None or filed.kind == ARTICLE.slug or _registers_nothing(filed):
                continue
            assert unit
            target = f"{campaign.slug}/{campaign.folder}/{BLANK_FORMS}/{slug(form.code)}"
            if target not in blanks:
                blanks[target] = drafts[target].compose()
            yield Case(campaign, filed, unit, form, blanks[target])


def _registers_nothing(filed: Filed) -> bool:
    return filed.kind == REGISTRATION.slug and not getattr(filed.record, "initiatives", ())


@cache
def blank_docx(target: str) -> bytes:
    document = next(case.document for case in cases() if case.document.target == target)
    return render_docx(document, stationery(document.profile), {})


def came_home(case: Case, *, strip: bool) -> bytes:
    return fill_in(
        blank_docx(case.document.target), answers_of(case.campaign, case.form, case.filed, case.unit), strip=strip
    )


def record_of(case: Case, docx: bytes) -> tuple[Filing | None, list[str]]:
    found = filled(read_word("gui.docx", docx), case.blank)
    draft = draft_of(Making(case.campaign, case.unit, case.filed.year, "gui.docx"), found, case.form)
    assert draft
    text = written_out({"ngay_gui": "01/01/2026", **draft.keys})
    value, _ = read_yaml(text, case.filed.path)
    record, errors = decode(
        expected_of(case.campaign).record_type(case.filed.kind), value, Reading(SAMPLE, case.filed.path)
    )
    return record, [*(error.message for error in errors), *draft.doubts, *found.left]


def differing(case: Case, ours: Any, theirs: Any, inside: str = "") -> Iterator[str]:
    """Yield the keys that the form asks for and of which the record that came home says something else."""
    for name, field in type(theirs).model_fields.items():
        key = field.alias or name
        mine, meant = getattr(ours, name), getattr(theirs, name)
        if not _is_asked(case, key, inside) or (not mine and not meant):
            continue
        if isinstance(meant, tuple) and meant and isinstance(meant[0], Record):
            mine, meant = (sorted(v, key=_named) if key == "mo_hinh" else v for v in (mine, meant))
            meant = [one for one in meant if key != "tieu_chi" or one.is_met is not None or one.evidence]
            if len(mine) != len(meant):
                yield f"{inside}{key}: {len(mine)} thay vì {len(meant)}"
            for one, other in zip(mine, meant, strict=False):
                yield from differing(case, one, other, f"{inside}{key}.")
        elif _plain(case, key, mine) != _plain(case, key, meant):
            yield f"{inside}{key}: {mine!r} thay vì {meant!r}"


def _named(record: Any) -> str:
    return str(getattr(record, "name", ""))


def _is_asked(case: Case, key: str, inside: str) -> bool:
    kind, locality = case.filed.kind, case.campaign.locality
    if key in NEVER_ASKED or (not inside and key in ASKED_NOWHERE.get(kind, ())):
        return False
    if kind == "trich_ngang" and key == "hinh_thuc":
        return False
    if kind == REGISTRATION.slug and key == "cap":
        return len(locality.levels) > 1 and bool(case.form.levels)
    if kind == "tu_danh_gia" and key == "diem":
        return any("diem" in control for control in case.blank.controls)
    if kind == REGISTRATION_SLIP.slug and not inside:
        places = {"tap_the": ("tap_the", "ca_nhan"), "ca_nhan": ("tap_the", "ca_nhan")}.get(key, (key,))
        return any(place in case.blank.controls for place in places)
    return True


def _plain(case: Case, key: str, value: Any) -> Any:
    if isinstance(value, LongText):
        return plain_text(value.text).split()
    if isinstance(value, str) and key == "mo_hinh":
        entry = case.campaign.registered(case.unit.code, value, case.filed.year)
        return entry.initiative.code if entry else value
    return value


@pytest.mark.parametrize("strip", [False, True], ids=["controls", "labels alone"])
def test_what_was_filled_in_comes_home(strip: bool) -> None:
    wrong: dict[str, Sequence[str]] = {}
    for case in cases():
        record, told = record_of(case, came_home(case, strip=strip))
        found = list(differing(case, record, case.filed.record)) if record else ["không đọc được"]
        if found or (told and not _is_excused(case, told)):
            wrong[case.filed.path] = (*found, *told)
    assert wrong == {}
    assert len(cases()) >= LEAST
    assert len(Counter(case.filed.kind for case in cases())) >= 9


def _is_excused(case: Case, told: Sequence[str]) -> bool:
    """Whether what is told is true: a slip does not ask for the field of a model, so its file lacks it until the office adds it."""
    return case.filed.kind == REGISTRATION_SLIP.slug and all("linh_vuc" in one or "tap_the" in one for one in told)


@pytest.mark.parametrize("strip", [False, True], ids=["controls", "labels alone"])
def test_importing_what_is_there_changes_nothing(strip: bool) -> None:
    intake = Intake(sample())
    wrong: dict[str, Sequence[str]] = {}
    for case in cases():
        label = case.campaign.label(case.filed.year)
        wanted = Wanted(case.campaign.slug, label, case.unit.code, case.form.code)
        taken = intake.take("gui.docx", came_home(case, strip=strip), wanted)
        told = [text for text in taken.undone if "ngày gửi" not in text]
        if taken.changes or taken.conflicts or told or not taken.what:
            diff = [line for change in taken.changes for line in change.diff().splitlines() if line[:1] in "+-"]
            wrong[case.filed.path] = (*diff, *(finding.message for finding in taken.conflicts), *told)
    assert wrong == {}
