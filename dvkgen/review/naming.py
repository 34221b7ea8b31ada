"""What records and their values are called in a review, as the office would say it.

This module compares nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.compose.controls import STATES
from dvkgen.printed import number_in_words, paper_date, short_date
from dvkgen.schema.answer import CriterionAnswer, Evidence, InitiativeResult, Statistic
from dvkgen.schema.day import PaperDate, YearlyDay
from dvkgen.schema.form import Form, FormField
from dvkgen.schema.locality import Level, Organ, RuleWeight, Sector, Signer, UnitGroup
from dvkgen.schema.long_text import LongText
from dvkgen.schema.office import Appraisal, Commendation, PanelMember, Recognition, Visit
from dvkgen.schema.office_paper import Appendix, RecipientItem
from dvkgen.schema.plan import Criterion, Deadline, Quota
from dvkgen.schema.record import Record
from dvkgen.schema.submission import Actor, DroppedInitiative, Initiative, Nomination, Photo
from dvkgen.schema.unit import Unit

NOUNS: Mapping[type[Record], str] = {
    Initiative: "mô hình",
    DroppedInitiative: "mô hình không tiếp tục",
    Nomination: "đề nghị khen",
    Unit: "đơn vị",
    Quota: "chỉ tiêu",
    Deadline: "thời hạn",
    Criterion: "tiêu chí",
    Form: "biểu mẫu",
    FormField: "trường",
    Sector: "lĩnh vực",
    Level: "cấp",
    UnitGroup: "khối",
    Organ: "cơ quan",
    Signer: "người ký",
    RuleWeight: "luật",
    Photo: "ảnh",
    Evidence: "minh chứng",
    Statistic: "số liệu",
    InitiativeResult: "kết quả mô hình",
    CriterionAnswer: "tự đánh giá tiêu chí",
    Appraisal: "thẩm định",
    Recognition: "công nhận",
    Commendation: "đề nghị khen",
    PanelMember: "thành viên đoàn",
    Visit: "lịch thẩm định",
    Appendix: "phụ lục",
    RecipientItem: "nơi nhận",
}
_TITLES = {"cong_nhan": "công nhận", "tieu_bieu": "tiêu biểu"}
_NAMES = ("name", "initiative", "file", "criterion", "title", "unit", "caption", "kind", "rule", "names")
"""The fields in which a record says what it is, the best first."""
_CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "state": ("trạng thái", STATES),
    "verdict": ("kết luận", {**_TITLES, "khong_cong_nhan": "không công nhận", "hoan": "hoãn"}),
    "honour": ("danh hiệu", _TITLES),
    "orientation": ("hướng giấy", {"doc": "dọc", "ngang": "ngang"}),
    "actor": ("loại chủ thể", {"tap_the": "tập thể", "ca_nhan": "cá nhân"}),
}
"""Fields in which one of a few codes stands: what they are called, and the words for the codes."""
_NOTHING = "(không ghi)"
_REMARK = re.compile(r"[,;:(]")


def noun_of(record: Record, otherwise: str) -> str:
    """Return what a record is: “mô hình”, “thời hạn”."""
    return next((noun for kind, noun in NOUNS.items() if isinstance(record, kind)), otherwise)


def name_of(record: Record, model: str = "") -> str:
    """Return what a record calls itself, nothing where it has no name; `model` is the name of the model it is about."""
    model = model or getattr(record, "initiative", "")
    if isinstance(record, Actor) and not isinstance(record, Initiative):
        return f"{actor_of(record)}, {model}" if record.subject else str(model)
    if isinstance(record, Statistic) and record.measure:
        return f"{record.name} ({record.measure})"
    for name in _NAMES:
        value = model if name == "initiative" else getattr(record, name, None)
        if value:
            return "; ".join(value) if isinstance(value, tuple) else str(value)
    return ""


def actor_of(actor: Actor) -> str:
    """Return who carries out a model, or is put forward."""
    if actor.subject is None:
        return _NOTHING
    parts = (actor.subject.name, getattr(actor.subject, "title", None), actor.subject.unit)
    kind = "tập thể" if actor.collective else "cá nhân"
    return f"{kind} {', '.join(part for part in parts if part)}"


def field_title(kind: type[Record], name: str) -> str:
    """Return what a field is called: its title without remarks; a key where its title lists choices."""
    field = kind.model_fields[name]
    title, alias = field.title or "", field.alias or name
    short = _REMARK.split(title)[0].strip()
    return _CHOICES[name][0] if name in _CHOICES else alias if not short or "|" in title else short


@dataclass(frozen=True)
class Spelling:
    """How one side spells codes: fields, levels, khối, units and models by the names that they have there."""

    campaign: Campaign | None
    unit: str = ""
    """The unit whose file it is, whose models are meant."""

    def _model(self, reference: str, unit: str) -> str:
        """Return the name of the model that a unit's file means, in any of the years."""
        if self.campaign is None:
            return reference
        found = (self.campaign.registered(unit, reference, year) for year in self.campaign.plan.period.years)
        return next((entry.initiative.name for entry in found if entry), reference)

    def meant(self, name: str, value: Any) -> Any:
        """Return what a value of a field means: the name for a code that the locality knows, else the value."""
        if self.campaign is None or not isinstance(value, str):
            return value
        locality = self.campaign.locality
        found: Sector | Level | UnitGroup | Unit | None
        match name:
            case "sector":
                found = locality.sector(value)
            case "level":
                found = locality.level(value)
            case "group":
                found = locality.group(value)
            case "unit" | "under":
                found = self.campaign.unit_called(value)
            case "initiative":
                return self._model(value, self.unit)
            case _:
                return value
        return found.name if found else value

    def called(self, record: Record, otherwise: str) -> str:
        """Return what a record is and its name, as a heading."""
        whose = self.campaign and self.campaign.unit_called(str(getattr(record, "unit", "")))
        model = str(getattr(record, "initiative", "") or "")
        name = name_of(record, self._model(model, whose.code if whose else self.unit))
        if not name:
            return noun_of(record, otherwise)
        return f"{noun_of(record, otherwise)} {name if '“' in name else f'“{name}”'}"

    def shown(self, name: str, value: Any) -> str:
        """Return a value as it is told."""
        if name in _CHOICES and isinstance(value, str):
            return _CHOICES[name][1].get(value, value)
        return shown_value(self.meant(name, value))


def shown_value(value: Any) -> str:  # noqa: PLR0911 - a line for each kind
    """Return a value in words: days and numbers as papers print them."""
    match value:
        case None | () | "":
            return _NOTHING
        case bool():
            return "có" if value else "không"
        case Decimal():
            return number_in_words(value)
        case date():
            return short_date(value)
        case PaperDate() | YearlyDay():
            return _day(value)
        case LongText():
            return value.text
        case tuple():
            return "; ".join(map(shown_value, value))
        case dict():
            return "; ".join(f"{key}: {shown_value(one)}" for key, one in value.items())
        case Record():
            return described(value)
        case _:
            return str(value)


def _day(value: PaperDate | YearlyDay) -> str:
    if isinstance(value, YearlyDay):
        return f"{value.day:02}/{value.month:02} hằng năm"
    return paper_date(value.day, value.month, value.year) or _NOTHING


def described(record: Record, spelling: Spelling | None = None, *, left_out: frozenset[str] = frozenset()) -> str:
    """Return the short values of a record in one line, long texts left out: they are told by themselves."""
    speaks = spelling or Spelling(None)
    parts = [f"chủ thể: {actor_of(record)}"] if isinstance(record, Actor) and record.subject else []
    for name in type(record).model_fields:
        value = getattr(record, name)
        is_actor = isinstance(record, Actor) and name in ("collective", "individual")
        if name in left_out or is_actor or value in (None, (), "", False) or _is_told_by_itself(value):
            continue
        parts.append(f"{field_title(type(record), name)}: {speaks.shown(name, value)}")
    return "; ".join(parts)


def _is_told_by_itself(value: Any) -> bool:
    """Whether a value is a long text, a record, or a list of records: these are told one by one."""
    return isinstance(value, (LongText, Record)) or (isinstance(value, tuple) and isinstance(value[0], Record))
