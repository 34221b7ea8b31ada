"""What an office keeps, as a workbook for those who work in Excel: lists, tally, quotas, who has filed.

Every cell is text: nothing that a unit typed is ever a formula. Its first sheet comes home as it went out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import quota_results, tally
from dvkgen.campaign.deadlines import answering, due_in, is_late, owes
from dvkgen.campaign.file import Filed
from dvkgen.intake.values import typed_day
from dvkgen.printed import short_date
from dvkgen.render.xlsx_mark import EXPORT, PROPERTY
from dvkgen.schema.answer import RegistrationSlip
from dvkgen.schema.submission import Filing, Initiative

Rows = Iterable[Sequence[str]]
REGISTERED = (
    "STT",
    "Đơn vị",
    "Mã",
    "Tập thể",
    "Cá nhân",
    "Tên mô hình",
    "Lĩnh vực",
    "Cấp đăng ký",
    "Từ năm",
    "Mục tiêu năm nay",
)
_MORE = ("Cùng thực hiện", "Loại", "Ngày gửi")
_COUNTED = ("Tổng hợp", "Chỉ tiêu")
"""Sheets whose digits are numbers of ours: they can be summed. What units typed is text."""
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - the same state is the same bytes
_WIDTHS = (6, 34, 22, 34, 34, 60, 24, 18, 10, 40, 34, 12, 14)


def exported(campaign: Campaign, year: int) -> bytes:
    """Return the workbook of one year of a campaign."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    title = f"{campaign.locality.name}, {campaign.label(year)}"
    book.set_properties({"title": title, "author": campaign.locality.name, "created": _MADE})
    book.set_custom_property(PROPERTY, f"{campaign.slug}/{campaign.folder}/{EXPORT}")
    base = {
        "font_name": "Times New Roman",
        "font_size": 12,
        "text_wrap": True,
        "valign": "top",
        "num_format": "@",
        "border": 1,
    }
    head = book.add_format({**base, "bold": True, "align": "center", "bg_color": "#E7E6E6"})
    cell = book.add_format(base)
    count = book.add_format({**base, "num_format": "0"})
    for name, heads, rows in _sheets(campaign, year):
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for column, text in enumerate(heads):
            page.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else 18)
            page.write_string(0, column, text, head)
        number = 0
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                if text.isdigit() and name in _COUNTED:
                    page.write_number(number, column, int(text), count)
                else:
                    page.write_string(number, column, text, cell)
        page.autofilter(0, 0, max(1, number), len(heads) - 1)
    book.close()
    return made.getvalue()


def _sheets(campaign: Campaign, year: int) -> Iterator[tuple[str, Sequence[str], Rows]]:
    yield f"Đăng ký {year}", (*REGISTERED, *_MORE), _registered(campaign, year)
    yield (
        "Tổng hợp",
        ("Cấp", "Lĩnh vực", "Tập thể", "Mô hình của tập thể", "Cá nhân", "Mô hình của cá nhân"),
        _tally(campaign, year),
    )
    yield "Chỉ tiêu", ("STT", "Chỉ tiêu", "Đơn vị", "Ít nhất", "Nhiều nhất", "Đã đăng ký"), _quotas(campaign, year)
    due = due_in(campaign, year)
    heads = [f"{deadline.name} (trước {short_date(day)})" for deadline, day, _ in due]
    yield "Đã gửi", ("STT", "Đơn vị", "Khối", *heads), _filed(campaign, year)


def _registered(campaign: Campaign, year: int) -> Rows:
    for place, (filed, model) in enumerate(campaign.registered_in(year), 1):
        unit = campaign.unit(filed.unit)
        if unit is None:
            continue
        entry = campaign.entry_of(unit, model)
        subject = entry.subject
        who = ("", "") if subject is None else (subject.shown, "") if subject.is_collective else ("", subject.shown)
        yield (
            *(str(place), unit.name, model.code, *who, model.name),
            entry.sector.name if entry.sector else "",
            entry.level.in_sentence if entry.level else "",
            *(str(model.since or ""), model.goal or "", "; ".join(partner.name for partner in entry.partners)),
            *("nội dung" if model.is_item else "mô hình", typed_day(_sent_on(filed, model))),
        )


def _sent_on(filed: Filed, model: Initiative) -> datetime:
    record = filed.record
    assert isinstance(record, Filing)
    day = record.sent_on if isinstance(record, RegistrationSlip) else model.sent_on or record.sent_on
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day, not a time


def _tally(campaign: Campaign, year: int) -> Rows:
    counted = tally(campaign.entries(year), campaign.locality, campaign.plan.counting)
    for level in counted.levels:
        if level.level:
            yield level.level.name, "", *map(str, level.counts.numbers)
        for sector, counts in level.sectors:
            yield "", sector.heading, *map(str, counts.numbers)
    yield "Tổng", "", *map(str, counted.total.numbers)


def _quotas(campaign: Campaign, year: int) -> Rows:
    for place, quota in enumerate(campaign.plan.quotas, 1):
        least, most = (str(value) if value is not None else "" for value in (quota.minimum, quota.maximum))
        results = () if quota.measure else quota_results(campaign, quota, year)
        if not results:
            yield str(place), quota.name, quota.measure or "", least, most, ""
        for result in results:
            yield str(place), quota.name, result.unit.name if result.unit else "", least, most, str(result.reached)


def _filed(campaign: Campaign, year: int) -> Rows:
    due = due_in(campaign, year)
    for place, unit in enumerate(campaign.units_in(year), 1):
        group = campaign.locality.group(unit.group)
        states = []
        for deadline, day, kind in due:
            files = answering(campaign, deadline, kind, year, unit.code)
            if not owes(unit, deadline, kind):
                states.append("được miễn" if unit.exempt else "không phải gửi")
            elif not files:
                states.append("chưa gửi")
            elif any(file.record is None for file in files):
                states.append("có lỗi")
            else:
                sent = min(file.record.sent_on for file in files if file.record)
                late = is_late(sent, day, day_included=campaign.plan.counting.deadline_day_included)
                states.append(f"{'gửi muộn' if late else 'đã gửi'} {short_date(sent)}")
        yield str(place), unit.name, group.name if group else "", *states
