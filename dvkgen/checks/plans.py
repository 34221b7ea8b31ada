"""What the office writes: codes and quotes in plan, forms and unit list that must exist and mean one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.checks.check import Check, Problem, check
from dvkgen.findings import Mark, Related, Severity
from dvkgen.printed import two_digits
from dvkgen.quotes import quotes_in
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import (
    FILED,
    OFFICE_FILES,
    REGISTRATION_LIST,
    SHORT_NAMES,
    footnote_places,
    has_fixed_columns,
)
from dvkgen.schema.long_text import LongText
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.plan import Deadline, Quota
from dvkgen.schema.record import Record
from dvkgen.schema.unit import RESERVED_CODES, Unit
from dvkgen.text import did_you_mean, fold


@check(Severity.ERROR)
def unit_list(campaign: Campaign) -> Iterator[Problem]:
    """Danh sách đơn vị: mỗi mã, mỗi tên một đơn vị; khối và đơn vị cấp trên phải có thật.

    Mã tong-hop và bieu-mau là tên thư mục của văn bản chung, không đặt cho đơn vị. Đơn vị không trực thuộc vòng tròn.
    """
    seen: dict[str, Mark] = {}
    groups = [group.code for group in campaign.locality.groups]
    for unit in campaign.units:
        for name in dict.fromkeys((unit.code, *map(fold, (unit.name, *unit.aliases)))):
            if name in seen and seen[name] != unit.origin.mark:
                yield Problem(
                    unit.at("name"),
                    f"“{unit.name}” ({unit.code}) trùng mã hoặc tên với một đơn vị khác",
                    "đổi mã hoặc tên của một đơn vị",
                    related=(Related(seen[name], "đơn vị kia"),),
                )
            seen.setdefault(name, unit.origin.mark)
        if unit.code in RESERVED_CODES:
            yield Problem(unit.at("code"), f"mã “{unit.code}” dành cho văn bản chung", "đặt mã khác cho đơn vị")
        above = _above(campaign, unit)
        if len(above) > _MOST_ABOVE or any(upper.code == unit.code for upper in above):
            shape = f"qua hơn {_MOST_ABOVE} cấp" if len(above) > _MOST_ABOVE else "vòng tròn"
            yield Problem(unit.at("under"), f"{unit.name} trực thuộc {shape}", "xem lại mục truc_thuoc của các đơn vị")
        if unit.group and unit.group not in groups:
            yield Problem(unit.at("group"), f"không có khối “{unit.group}”", did_you_mean(unit.group, groups))
        if unit.inherits:
            yield from unknown_codes(unit, "inherits", "đơn vị", [u.code for u in campaign.units if u is not unit])
        if unit.under and (unit.under == unit.code or not campaign.unit(unit.under)):
            yield Problem(
                unit.at("under"),
                f"không có đơn vị cấp trên “{unit.under}”",
                did_you_mean(unit.under, (u.code for u in campaign.units if u is not unit)),
            )


_MOST_ABOVE = 20
"""Units above a unit: no ladder of offices is as high."""


def _above(campaign: Campaign, unit: Unit) -> list[Unit]:
    """Return the units above a unit, nearest first, as far as they do not repeat."""
    above: dict[str, Unit] = {}
    while unit.under and (upper := campaign.unit(unit.under)) and upper.code not in above and len(above) <= _MOST_ABOVE:
        above[upper.code] = unit = upper
    return list(above.values())


@check(Severity.ERROR)
def plan_names(campaign: Campaign) -> Iterator[Problem]:
    """Mã dùng trong kế hoạch phải có thật: cơ quan, cấp, khối, đơn vị, lĩnh vực, loại văn bản, biểu mẫu; mỗi mã một nghĩa."""
    plan, locality = campaign.plan, campaign.locality
    levels = [level.code for level in locality.levels]
    yield from unknown_codes(plan, "organ", "cơ quan", list(locality.organs))
    yield from unknown_codes(plan, "attached", "biểu mẫu", [form.code for form in plan.forms])
    yield from unknown_codes(plan.commendations, "level", "cấp", levels)
    for quota in plan.quotas:
        yield from _codes_of_quota(campaign, quota)
    for deadline in plan.deadlines:
        yield from _codes_of_deadline(campaign, deadline)
    for form in plan.forms:
        yield from unknown_codes(form, "levels", "cấp", levels)
        yield from _unused(form)
    yield from _levels_without_list(campaign)
    named: tuple[tuple[Sequence[Record], str], ...] = (
        (locality.sectors, "lĩnh vực"),
        (locality.levels, "cấp"),
        (locality.groups, "khối"),
        (plan.quotas, "chỉ tiêu"),
        (plan.deadlines, "thời hạn"),
        (plan.forms, "biểu mẫu"),
        (plan.criteria, "tiêu chí"),
    )
    for records, what in named:
        yield from _same_code(records, what)


def _codes_of_quota(campaign: Campaign, quota: Quota) -> Iterator[Problem]:
    plan, locality = campaign.plan, campaign.locality
    yield from unknown_codes(quota, "level", "cấp", [level.code for level in locality.levels])
    yield from unknown_codes(quota, "group", "khối", [group.code for group in locality.groups])
    yield from unknown_codes(quota, "units", "đơn vị", [unit.code for unit in campaign.units])
    yield from unknown_codes(quota, "part_of", "chỉ tiêu", [q.code for q in plan.quotas if q is not quota])
    if quota.sector and not locality.sector(quota.sector):
        known = (sector.code for sector in locality.sectors)
        yield Problem(quota.at("sector"), f"không có lĩnh vực “{quota.sector}”", did_you_mean(quota.sector, known))


def _codes_of_deadline(campaign: Campaign, deadline: Deadline) -> Iterator[Problem]:
    plan, locality = campaign.plan, campaign.locality
    own = (form.kind for form in plan.forms if form.fields)
    kinds = (*OFFICE_FILES, *SHORT_NAMES) if deadline.organ else (*FILED, *SHORT_NAMES, *own)
    yield from unknown_codes(deadline, "organ", "cơ quan", list(locality.organs))
    yield from unknown_codes(deadline, "groups", "khối", [group.code for group in locality.groups])
    yield from unknown_codes(deadline, "units", "đơn vị", [unit.code for unit in campaign.units])
    yield from unknown_codes(deadline, "kinds", "loại văn bản", kinds)
    if (deadline.before is None) == (deadline.yearly is None):
        message = f"thời hạn “{deadline.name}” phải có đúng một trong truoc_ngay, hang_nam"
        yield Problem(deadline.origin.mark, message, "viết truoc_ngay: 15/01/2026, hoặc hang_nam: 15/11")


def _levels_without_list(campaign: Campaign) -> Iterator[Problem]:
    """Report levels at which models are registered and that no list prints: they would stand in the tally alone."""
    lists = [form for form in campaign.plan.forms if form.kind == REGISTRATION_LIST.slug]
    if not lists or any(not form.levels for form in lists):
        return
    printed = {code for form in lists for code in form.levels}
    for level in campaign.locality.levels:
        entries = [e for year in campaign.plan.period.years for e in campaign.entries(year) if e.level is level]
        if entries and level.code not in printed:
            message = f"{two_digits(len(entries))} mô hình {level.in_sentence} không có danh sách nào in"
            yield Problem(
                lists[-1].at("levels"), message, f"thêm {level.code} vào mục cap của một mẫu danh_sach_dang_ky"
            )


def _unused(form: Form) -> Iterator[Problem]:
    """Report parts and footnotes for which a kind of form has no place: they would vanish in silence."""
    if form.fields and has_fixed_columns(form.kind):
        yield Problem(
            form.at("fields"),
            f"mẫu {form.kind} không có chỗ cho truong",
            "mẫu này là bảng, các cột do chương trình đếm",
        )
    places = footnote_places(form)
    for place in form.footnotes:
        if place not in places:
            message = f"mẫu {form.kind} không có chỗ “{place}” cho cước chú"
            yield Problem(form.at("footnotes"), message, did_you_mean(place, places))


def unknown_codes(record: Record, name: str, what: str, known: Sequence[str]) -> Iterator[Problem]:
    """Report the codes of a field that are none of those known."""
    value = getattr(record, name)
    codes = value if isinstance(value, tuple) else (value,) if value else ()
    for place, code in enumerate(codes):
        if code not in known:
            yield Problem(record.at(name, place), f"không có {what} “{code}”", did_you_mean(code, known))


def _same_code(records: Iterable[Record], what: str) -> Iterator[Problem]:
    seen: dict[str, Mark] = {}
    for record in records:
        code, mark = getattr(record, "code", ""), record.origin.mark
        if code in seen:
            yield Problem(
                mark,
                f"hai {what} cùng mã “{code}”",
                "đặt cho một trong hai một mã khác (mục ma)",
                related=(Related(seen[code], "mã này ở đây"),),
            )
        seen.setdefault(code, mark)


@check(Severity.ERROR)
def unknown_quote(campaign: Campaign) -> Iterator[Problem]:
    """Tên trong {{ … }} của kế hoạch và biểu mẫu phải là một điều đã khai: {{ thoi_han.dang_ky }}, {{ ky }}, {{ nam }}.

    {{ cap }} và {{ don_vi }} chỉ có trong biểu mẫu. Chữ trong {{ }} mà không thể là một tên, như {{ 7*7 }}, được in
    nguyên văn và chỉ bị cảnh báo.
    """
    known = facts(campaign.locality, campaign.plan, campaign.plan.period.first)
    in_forms = {**known, "cap": "", "don_vi": "", "mo_hinh": "", "chu_the": ""}
    plan = campaign.plan
    yield from quotes_in_paper(plan, known)
    for form in plan.forms:
        yield from _quotes_of(
            form, ("subject", "subtitle", "lead_in", "note", "addressees", "recipients", "type_name"), in_forms
        )
        yield from _quotes_in_hints(form, in_forms)


def quotes_in_paper(paper: OfficePaper, known: Mapping[str, str]) -> Iterator[Problem]:
    """Report unknown quotes in whatever an office's paper prints."""
    yield from _quotes_of(paper, ("subject", "addressees", "legal_bases", "lead_in", "body"), known)
    for item in paper.recipients:
        yield from _quotes_of(item, ("names", "note"), known)
    for annex in paper.annexes:
        yield from _quotes_of(annex, ("title", "body"), known)


def _quotes_in_hints(form: Form, known: Mapping[str, str]) -> Iterator[Problem]:
    for part in form.fields:
        yield from _quotes_of(part, ("hint",), known)
    for note in form.footnotes.values():
        yield from _quotes(note, form.at("footnotes"), known)


def _quotes_of(record: Record, names: Sequence[str], known: Mapping[str, str]) -> Iterator[Problem]:
    for name in names:
        value = getattr(record, name)
        if isinstance(value, LongText):
            yield from _quotes(value, record.at(name), known)
        else:
            is_list = isinstance(value, tuple)
            for place, line in enumerate(value if is_list else (value,) if value else ()):
                yield from _quotes(line, record.at(name, place if is_list else None), known)


def _quotes(text: str | LongText, mark: Mark, known: Mapping[str, str]) -> Iterator[Problem]:
    for quote in quotes_in(text.text if isinstance(text, LongText) else text):
        at = text.at(quote.line, quote.column) if isinstance(text, LongText) else mark
        if not quote.is_name:
            yield Problem(
                at,
                f"“{{{{ {quote.name} }}}}” không phải một tên, được in nguyên văn",
                "viết tên một điều đã khai, ví dụ {{ ky }}",
                Severity.WARNING,
            )
        elif quote.name not in known:
            yield Problem(at, f"không có điều nào tên “{quote.name}” để trích", did_you_mean(quote.name, known))


_HALF = re.compile(r"\{{1,2}\s*(?:[a-z][a-z0-9_]*\.[a-z0-9_.-]+|ky|nam|dia_phuong|cap|don_vi)\s*\}{0,2}")


@check(Severity.ERROR)
def half_quote(campaign: Campaign) -> Iterator[Problem]:
    """Trích một điều đã khai thì mở bằng {{ và đóng bằng }}: thiếu một dấu là in nguyên văn “{ thoi_han.dang_ky }”."""
    for found in campaign.texts.find(_HALF, hints=("{",)):
        whole = found.match[0]
        if found.passage.of_office and not (whole.startswith("{{") and whole.endswith("}}")):
            name = whole.strip("{} \n")
            yield Problem(found.mark, f"“{whole}” thiếu dấu ngoặc", f"viết “{{{{ {name} }}}}”")


CHECKS: tuple[Check, ...] = (unit_list, plan_names, unknown_quote, half_quote)
