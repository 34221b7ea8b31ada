"""Every check, kind, style and key is listed, documented and exampled."""

from __future__ import annotations

import ast
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from dvkgen import compose
from dvkgen.build import owed
from dvkgen.build.rule_book import RULES
from dvkgen.checks import CHECKS
from dvkgen.checks.check import Check
from dvkgen.checks.lexicon import phrases
from dvkgen.compose import names_of
from dvkgen.document.tree import Role
from dvkgen.edit.fix import CURED
from dvkgen.edit.locality import BEGINNING
from dvkgen.edit.rollover import ROLLOVER
from dvkgen.intake.merge import IMPORT_CONFLICT
from dvkgen.load import load
from dvkgen.load.decode import read_record
from dvkgen.load.profiles import read_stationery
from dvkgen.render.geometry import empty_rooms
from dvkgen.schema.answer import Answer
from dvkgen.schema.form import Form, FormCatalogue
from dvkgen.schema.kinds import (
    APPRAISALS,
    COMMENDATIONS,
    KINDS,
    PLANS,
    RECOGNITIONS,
    REGISTRATION,
    REPORTS,
    Filer,
    Layout,
    RecordKind,
    is_built_in,
    kind_of,
)
from dvkgen.schema.plan import PLAN_KINDS
from tests.conftest import SAMPLE, TODAY
from tools.glossary import GLOSSARY, key_rows, records, with_keys

UNWORDED_FORMS = "phieu"
"""The template that words forms of a locality's own which it does not word itself."""
PARTS_OF_PAPERS = ("phu_luc", "bang_chung", "bia")
"""Annexes, the common table of all units, covers: sheets of other papers."""
PROFILES = sorted((SAMPLE / "templates/the-thuc").glob("*/"))


def test_every_check_that_is_written_is_in_its_tuple() -> None:
    written = {
        node.name.replace("_", "-")
        for path in (SAMPLE / "dvkgen/checks").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(d, ast.Call) and getattr(d.func, "id", "") == "check" for d in node.decorator_list)
    }
    assert len(written) > 15
    assert written == {check.name for check in CHECKS}
    assert len(CHECKS) == len(written)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_has_a_manual(check: Check) -> None:
    assert check.rule.manual.endswith(".")
    assert check.rule.manual[0].isupper() or check.rule.manual[0] in "“{"


def test_a_finding_is_made_by_its_rule_and_no_other_way() -> None:
    makers = {
        path.relative_to(SAMPLE / "dvkgen").as_posix()
        for path in (SAMPLE / "dvkgen").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding"
    }
    assert makers == {"rules.py"}


def test_every_rule_is_in_the_book() -> None:
    written = {
        node.args[0].value
        for path in (SAMPLE / "dvkgen").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Rule"
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(written) > 20
    # notes of a roll-over and of an import are no rules that a file could break
    assert written | {check.name for check in CHECKS} == {*RULES, ROLLOVER.name, IMPORT_CONFLICT.name, BEGINNING.name}
    assert all(rule.manual.endswith(".") for rule in RULES.values())


def test_every_cure_that_hangs_on_a_rule_is_tried_by_fix() -> None:
    assert {rule.name for rule in RULES.values() if rule.cures} == {rule.name for rule in CURED}


@pytest.mark.parametrize("path", sorted((SAMPLE / "dvkgen/checks/words").glob("*")), ids=lambda path: path.stem)
def test_every_list_of_words_tells_its_source(path: Path) -> None:
    head = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    assert [line for line in head if line.startswith("# Nguồn: ")]
    assert len(phrases(path.stem)) > 0
    assert any(path.stem in module.read_text("utf-8") for module in (SAMPLE / "dvkgen/checks").glob("*.py"))


def templates() -> set[str]:
    """Return the kinds of paper that are worded; parts of papers begin with an underscore."""
    return {p.stem for p in (SAMPLE / "templates/van-ban").glob("[!_]*.html")}


def test_every_kind_of_paper_has_a_row_a_template_and_a_composer() -> None:
    composed = {composer.kind for composer in compose.COMPOSERS} - {UNWORDED_FORMS}
    only_files = {REGISTRATION.slug, APPRAISALS.slug, RECOGNITIONS.slug, COMMENDATIONS.slug}
    papers = {kind.slug for kind in KINDS} - only_files
    # one composer serves every kind that opens a folder; reports have theirs for those beside a plan
    assert papers - {kind.slug for kind in PLANS[1:] if kind not in REPORTS} == composed
    assert papers == templates() - {UNWORDED_FORMS, *PARTS_OF_PAPERS}
    assert [kind.slug for kind in PLANS] == list(PLAN_KINDS)


def test_every_composer_is_listed() -> None:
    homes = [
        p
        for p in (SAMPLE / "dvkgen/compose").glob("*.py")
        if re.search(r"^COMPOSERS? = ", p.read_text("utf-8"), re.MULTILINE)
    ]
    listed = (SAMPLE / "dvkgen/compose/__init__.py").read_text("utf-8")
    assert len(homes) >= 10
    assert [p.stem for p in homes if f"{p.stem}.COMPOSER" not in listed] == []


def test_every_paper_of_a_kind_sees_the_names_that_a_word_file_in_its_place_may_print() -> None:
    seen: dict[str, list[frozenset[str]]] = {}
    for root in (SAMPLE, SAMPLE / "tests/cases/xa-nho"):
        repository = load(root, TODAY)
        for kind in {draft.kind for draft in owed(repository)}:
            for draft in owed(repository, starting=kind):
                word = draft.compose().sheets[0].local_word if draft.kind == kind else None
                if word:
                    seen.setdefault(kind, []).append(frozenset(word.values))
    assert len(seen) > 20
    assert [kind for kind, found in seen.items() if not all(names_of(kind) <= names for names in found)] == []
    assert [kind for kind, found in seen.items() if names_of(kind) not in found] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_row_says_whose_files_it_is_of(kind: RecordKind) -> None:
    assert (kind.filer is None) == (kind.record is None)
    assert kind.title
    assert kind.file_name == kind.slug.replace("_", "-")
    assert kind_of(kind.slug) is kind
    assert is_built_in(kind.slug)


def test_a_kind_in_no_row_is_a_form_of_a_localitys_own() -> None:
    own = kind_of("bao_cao_quy")
    assert not is_built_in("bao_cao_quy")
    assert (own.filer, own.record, own.layout) == (Filer.UNIT, Answer, Layout.FIELDS)


def test_every_form_that_comes_with_dvkgen_is_of_a_kind_with_a_form() -> None:
    assert {form.kind for form in built_in()} <= {kind.slug for kind in KINDS if kind.layout}


def built_in() -> tuple[Form, ...]:
    """Return the forms that come with dvkgen."""
    catalogue, findings, _ = read_record(FormCatalogue, SAMPLE, "templates/van-ban/bieu-mau.yaml")
    assert not findings
    assert catalogue is not None
    return catalogue.forms


def test_every_built_in_form_of_text_words_all_its_fields() -> None:
    forms = [form for form in built_in() if form.fields and form.kind != "de_cuong"]
    assert len(forms) >= 6
    for form in forms:
        template = (SAMPLE / f"templates/van-ban/{form.kind}.html").read_text("utf-8")
        everything = "cac_truong" in template
        assert everything or all(field.code in template for field in form.fields), form.kind


def test_every_key_has_a_vietnamese_name_and_a_title() -> None:
    assert len(records()) > 20
    for kind in records():
        for name, field in kind.model_fields.items():
            assert field.alias, f"{kind.__name__}.{name} has no key"
            assert re.fullmatch(r"[a-z][a-z0-9_]*", field.alias)
            assert field.title, f"{kind.__name__}.{name} has no title"


def test_the_glossary_holds_every_record() -> None:
    glossary = (SAMPLE / "GLOSSARY.md").read_text("utf-8")
    missing = {kind.__name__ for kind in records() if f"`{kind.__name__}`" not in glossary}
    assert missing == set()


def test_the_glossary_lists_every_key_with_its_fields() -> None:
    glossary = GLOSSARY.read_text("utf-8")
    assert len(list(key_rows())) > 100
    assert with_keys(glossary) == glossary, "run make glossary"


@pytest.mark.parametrize("folder", PROFILES, ids=lambda folder: folder.name)
def test_every_number_of_a_profile_has_its_source(folder: Path) -> None:
    lines = (folder / "the-thuc.yaml").read_text("utf-8").splitlines()
    numbers = [line for line in lines if re.search(r": -?\d[\d,]*(\s|$)", line) and not line.lstrip().startswith("#")]
    is_based_on_another = any(line.startswith("dua_tren:") for line in lines)
    assert len(numbers) > (0 if is_based_on_another else 60)
    assert [line for line in numbers if not re.search(r"\d\s+# \S", line)] == []


@pytest.mark.parametrize("folder", PROFILES, ids=lambda folder: folder.name)
def test_a_profile_styles_every_role_and_every_style_of_its_frames(folder: Path) -> None:
    text = (folder / "the-thuc.yaml").read_text("utf-8")
    frames, findings = read_stationery((SAMPLE / "templates",))
    assert not findings
    styles = set(frames[folder.name].profile.styles)
    assert {str(role) for role in Role} | {f"tieu_de_{n}" for n in range(1, 5)} <= styles
    with zipfile.ZipFile(BytesIO(frames[folder.name].docx)) as package:
        frame = package.read("word/document.xml").decode()
    used = set(re.findall(r'<w:pStyle w:val="([^"]+)"', frame))
    assert used - set(empty_rooms(frames[folder.name].profile)) <= styles
    assert not re.search(r"<w:t[^>]*>[^<{]*[A-Za-zÀ-ỹ][^<{]*</w:t>", frame), "the frame holds a word"
    assert [name for name in re.findall(r"^    ten: (.*)$", text, re.MULTILINE) if "," in name] == []
