"""Filling in a blank form as its writer would in Word: each control takes what stands on the paper of a record."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import Filed
from dvkgen.compose.answer_view import fields_view, number
from dvkgen.compose.controls import MET, STATES
from dvkgen.document.prose import plain_text
from dvkgen.printed import two_digits
from dvkgen.render.word_package import parsed, unpacked, zipped
from dvkgen.schema.answer import (
    Answer,
    InitiativeAnswer,
    InitiativeReport,
    InitiativeResult,
    Proposal,
    RegistrationSlip,
    ResultReport,
    SelfAssessment,
)
from dvkgen.schema.form import Form
from dvkgen.schema.submission import AchievementBrief, Registration
from dvkgen.schema.unit import Unit
from tests.paper import W


@dataclass
class Answers:
    """What is written into a form: single places by key, and rows of tables."""

    single: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)


# --- what a record says on paper ------------------------------------------------------------------


def answers_of(campaign: Campaign, form: Form, filed: Filed, unit: Unit) -> Answers:
    """Return what a unit that meant this record would write into the form."""
    match filed.record:
        case Registration():
            return Answers(rows=list(_models(campaign, form, filed, unit)))
        case AchievementBrief() as record:
            return Answers(rows=list(_nominations(campaign, record, filed, unit)))
        case Answer():
            return _text(campaign, form, filed, unit)
        case _:
            raise AssertionError(filed.path)


def _models(campaign: Campaign, form: Form, filed: Filed, unit: Unit) -> Iterator[dict[str, str]]:
    assert isinstance(filed.record, Registration)
    for model in filed.record.initiatives:
        entry = campaign.entry_of(unit, model)
        assert entry.subject
        level = f"@{entry.level.code}" if entry.level and form.levels else ""
        sector = f".{entry.sector.code}" if entry.sector else ""
        partners = f" (cùng thực hiện: {', '.join(p.name for p in entry.partners)})" if entry.partners else ""
        who = "tap_the" if entry.subject.is_collective else "ca_nhan"
        yield {
            f"mo_hinh.{who}{level}": entry.subject.shown + partners,
            f"mo_hinh.ten{sector}{level}": model.name + (" (nội dung)" if model.is_item else ""),
        }


def _nominations(campaign: Campaign, record: AchievementBrief, filed: Filed, unit: Unit) -> Iterator[dict[str, str]]:
    for one in record.nominations:
        subject = campaign.subject_of(one, unit)
        entry = campaign.registered(unit.code, one.initiative, filed.year)
        assert subject
        assert entry
        yield {
            "de_nghi.chu_the": subject.shown,
            "de_nghi.mo_hinh": entry.initiative.name,
            "de_nghi.linh_vuc": entry.sector.name if entry.sector else "",
            "de_nghi.thanh_tich": plain_text(one.highlights.text),
        }


def _text(campaign: Campaign, form: Form, filed: Filed, unit: Unit) -> Answers:
    record = filed.record
    made = Answers()
    about = (
        campaign.registered(unit.code, record.initiative, filed.year) if isinstance(record, InitiativeAnswer) else None
    )
    if isinstance(record, RegistrationSlip):
        about = campaign.entry_of(unit, record)
        made.single["ten"] = record.name
    for one in fields_view(form, filed, about)["cac_truong"]:
        if one["kieu"] == "doan":
            made.single[one["ma"]] = plain_text(one["gia_tri"]) if one["gia_tri"] else ""
        elif one["kieu"] not in ("bang", "anh"):
            made.single[one["ma"]] = one["gia_tri"]
    if about and not isinstance(record, RegistrationSlip):
        made.single |= {"mo_hinh": about.initiative.name, "chu_the": about.subject.shown if about.subject else ""}
    _write_more(campaign, filed, unit, made)
    return made


def _write_more(campaign: Campaign, filed: Filed, unit: Unit, made: Answers) -> None:
    """Write what a kind asks for besides its fields."""
    record = filed.record
    match record:
        case Proposal(initiatives=names):
            entries = [campaign.registered(unit.code, name, filed.year) for name in names]
            made.rows = [
                {"mo_hinh.ten": e.initiative.name, "mo_hinh.chu_the": e.subject.shown}
                for e in entries
                if e and e.subject
            ]
        case ResultReport(results=results):
            made.rows = [_result(campaign, one, filed, unit) for one in results]
        case SelfAssessment(criteria=criteria):
            for one in criteria:
                key = f"tieu_chi.{one.criterion}"
                met = {} if one.is_met is None else {f"{key}.dat": MET[str(one.is_met).lower()]}
                points = {} if one.points is None else {f"{key}.diem": number(one.points)}
                made.rows.append(met | points | ({f"{key}.minh_chung": one.evidence} if one.evidence else {}))
        case InitiativeReport(initiative=name) if about := campaign.registered(unit.code, name, filed.year):
            made.single["tu_nam"] = str(about.initiative.since or filed.year)


def _result(campaign: Campaign, one: InitiativeResult, filed: Filed, unit: Unit) -> dict[str, str]:
    entry = campaign.registered(unit.code, one.initiative, filed.year)
    assert entry
    lines = [one.outcome] if one.outcome else []
    for s in one.statistics:
        space = "" if s.measure == "%" else " "
        lines.append(f"{s.name}: {number(s.value)}{space + s.measure if s.measure else ''}")
    if one.adopted_by is not None:
        lines.append(f"Nhân rộng: {two_digits(one.adopted_by)} nơi")
    return {
        "ket_qua_mo_hinh.mo_hinh": entry.initiative.name,
        "ket_qua_mo_hinh.chu_the": entry.subject.shown if entry.subject else "",
        "ket_qua_mo_hinh.trang_thai": STATES[one.state],
        "ket_qua_mo_hinh.ket_qua": "\n".join(lines),
    }


# --- writing into the file ------------------------------------------------------------------------


def fill_in(docx: bytes, answers: Answers, *, day: str = "", strip: bool = False) -> bytes:
    """Return a blank form with its controls filled in; with `strip` as somebody typed it anew, without controls."""
    parts = unpacked(docx)
    root = parsed(parts["word/document.xml"])
    for section in [s for s in root.iter(f"{W}sdt") if _is_section(s)]:
        _fill_rows(section, answers.rows)
    for control in list(root.iter(f"{W}sdt")):
        if not _is_section(control) and (tag := _tag(control)):
            beside = next((row[tag] for row in answers.rows if tag in row), "") if not _in_section(control) else ""
            if text := answers.single.get(tag, "") or beside:
                _write(control, text)
    if day:
        _write_day(root, day)
    if strip:
        for control in list(root.iter(f"{W}sdt")):
            _unwrap(control)
        parts = {name: part for name, part in parts.items() if not name.startswith("customXml/")}
    parts["word/document.xml"] = etree.tostring(root, encoding="UTF-8")
    return zipped(parts)


def _is_section(control: etree._Element) -> bool:
    return control.find(f"{W}sdtPr/{W}tag") is None


def _in_section(control: etree._Element) -> bool:
    return any(_is_section(above) for above in control.iterancestors(f"{W}sdt"))


def _tag(control: etree._Element) -> str:
    found = control.find(f"{W}sdtPr/{W}tag")
    return found.get(f"{W}val", "") if found is not None else ""


def _fill_rows(section: etree._Element, rows: Sequence[Mapping[str, str]]) -> None:
    """Write the rows that a repeating section asks for, adding some of its kind as Word does; sections within are items."""
    content = section.find(f"{W}sdtContent")
    assert content is not None
    items = [item for item in content if item.tag == f"{W}sdt" and _is_section(item)]
    if not items:
        return
    tags = {_tag(c) for c in items[0].iter(f"{W}sdt")} - {""}
    mine = [row for row in rows if all(tag[:64] in tags for tag in row)]
    for _ in range(len(mine) - len(items)):
        items[-1].addnext(copy.deepcopy(items[0]))
        items = [item for item in content if item.tag == f"{W}sdt"]
    for item, row in zip(items, mine, strict=False):
        for control in item.iter(f"{W}sdt"):
            if text := next((t for key, t in row.items() if key[:64] == _tag(control)), ""):
                _write(control, text)


def _write(control: etree._Element, text: str) -> None:
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    assert properties is not None
    assert content is not None
    for shown in properties.findall(f"{W}showingPlcHdr"):
        properties.remove(shown)
    for child in list(content):
        content.remove(child)
    run = etree.SubElement(content, f"{W}r")
    for number_of_line, line in enumerate(text.split("\n")):
        if number_of_line:
            etree.SubElement(run, f"{W}br")
        etree.SubElement(run, f"{W}t").text = line


def _unwrap(control: etree._Element) -> None:
    content, parent = control.find(f"{W}sdtContent"), control.getparent()
    assert content is not None
    assert parent is not None
    place = parent.index(control)
    for child in reversed(list(content)):
        parent.insert(place, child)
    parent.remove(control)


def _write_day(root: etree._Element, day: str) -> None:
    text = next(t for t in root.iter(f"{W}t") if "ngày" in (t.text or "") and "tháng" in (t.text or ""))
    text.text = day
