"""Deadlines (thời hạn): what came late, what has not come, what is still ahead, and whether they follow each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.deadlines import answering, due_in, is_late, issued, owes, sent_days, waiting_for
from dvkgen.checks.check import Check, Problem, check
from dvkgen.findings import Related, Severity
from dvkgen.printed import paper_date, short_date
from dvkgen.schema.day import PaperDate
from dvkgen.schema.kinds import REGISTERING, RESULT_REPORT, SUMMARY_REPORT, kinds_due
from dvkgen.schema.office import SummaryReport
from dvkgen.schema.plan import Deadline
from dvkgen.schema.unit import Unit


def _due(campaign: Campaign) -> Iterator[tuple[Deadline, int, date, str]]:
    """Yield each deadline with a year, its day in that year, and a kind of file that it asks units for."""
    for year in campaign.plan.period.years:
        yield from ((deadline, year, day, kind) for deadline, day, kind in due_in(campaign, year))


@check(Severity.WARNING)
def late_submission(campaign: Campaign) -> Iterator[Problem]:
    """Văn bản gửi sau hạn (ngay_gui); mô hình bổ sung sau thì xét theo ngày gửi của chính nó.

    “Trước ngày 15/01” thì ngày 15 đã là muộn, trừ khi kế hoạch ghi han_bao_gom_ngay: true.
    """
    included = campaign.plan.counting.deadline_day_included
    for deadline, year, day, kind in _due(campaign):
        for filed in answering(campaign, deadline, kind, year):
            unit = campaign.unit(filed.unit)
            if unit and filed.record and owes(unit, deadline, kind):
                for mark, sent_on, what in sent_days(filed):
                    if is_late(sent_on, day, day_included=included):
                        severity = Severity.INFO if campaign.is_closed else None
                        related = (Related(deadline.origin.mark, "thời hạn"),)
                        yield Problem(
                            mark,
                            f"{what} gửi ngày {short_date(sent_on)}, hạn {deadline.name} là trước ngày {short_date(day)}",
                            "",
                            severity,
                            related,
                        )


_IN_ONE_LINE = 8
"""Units that are named in one line; more are listed khối by khối."""


@check(Severity.WARNING)
def missing_submission(campaign: Campaign) -> Iterator[Problem]:
    """Đơn vị chưa gửi văn bản mà thời hạn yêu cầu; trước hạn thì chỉ là thông tin.

    Đơn vị được miễn (mien) và thời hạn ghi bat_buoc: false không bị tính là thiếu. Thời hạn hằng năm chỉ nhắc năm
    gần nhất còn ở phía trước.
    """
    included = campaign.plan.counting.deadline_day_included
    ahead: set[tuple[str, str]] = set()
    for deadline, year, day, kind in _due(campaign):
        past = is_late(campaign.judged_on, day, day_included=included)
        if not deadline.required or (deadline.code, kind) in ahead:
            continue
        if not past:
            ahead.add((deadline.code, kind))
        waiting = waiting_for(campaign, deadline, kind, year)
        if not waiting:
            continue
        severity = Severity.INFO if campaign.is_closed or not past else None
        state = f"đã quá hạn trước ngày {short_date(day)}" if past else f"hạn trước ngày {short_date(day)}"
        yield Problem(
            deadline.origin.mark,
            f"{deadline.name}, {state}: {len(waiting)} đơn vị chưa gửi: {_by_group(campaign, waiting)}",
            "",
            severity,
        )


def _by_group(campaign: Campaign, units: Sequence[Unit]) -> str:
    """Return the names of units, of many khối by khối, each in a line of its own."""
    groups = {group.code: group.name for group in campaign.locality.groups}
    if len(units) <= _IN_ONE_LINE or not groups:
        return "; ".join(unit.name for unit in units)
    by_group: dict[str, list[str]] = {}
    for unit in units:
        by_group.setdefault(groups.get(unit.group or "", "Các đơn vị khác"), []).append(unit.name)
    return "".join(f"\n    {name} ({len(names)}): {'; '.join(names)}" for name, names in by_group.items())


@check(Severity.WARNING)
def office_deadline(campaign: Campaign) -> Iterator[Problem]:
    """Việc của chính cơ quan (thời hạn có co_quan): báo cáo tổng hợp, công nhận… chưa có khi đã quá hạn, hoặc gửi sau hạn.

    Báo cáo tổng hợp xét theo ngay_gui, không ghi thì theo ngày trên văn bản.
    """
    included = campaign.plan.counting.deadline_day_included
    for year in campaign.plan.period.years:
        for deadline in campaign.plan.deadlines:
            day = deadline.day_in(year, campaign.plan.period)
            for kind in deadline.kinds if deadline.organ and day else ():
                assert day is not None
                past = is_late(campaign.judged_on, day, day_included=included)
                severity = Severity.INFO if campaign.is_closed else None
                files = campaign.office_files_of(kind, year)
                if not files and past and deadline.required:
                    message = f"{deadline.name}, đã quá hạn trước ngày {short_date(day)}: chưa có {kind.replace('_', '-')}.yaml"
                    yield Problem(deadline.origin.mark, message, "", severity)
                for paper in (f.record for f in files if isinstance(f.record, SummaryReport)):
                    sent_on = paper.sent_on or _whole(paper.issued_on)
                    if sent_on and is_late(sent_on, day, day_included=included):
                        message = f"gửi ngày {short_date(sent_on)}, hạn {deadline.name} là trước ngày {short_date(day)}"
                        related = (Related(deadline.origin.mark, "thời hạn"),)
                        place = "sent_on" if paper.sent_on else "issued_on"
                        yield Problem(paper.at(place), message, "", severity, related)


def _whole(when: PaperDate) -> date | None:
    return date(when.year, when.month, when.day) if when.year and when.month and when.day else None


@check(Severity.WARNING)
def sent_in_future(campaign: Campaign) -> Iterator[Problem]:
    """Ngày gửi sau cả kỳ của kế hoạch và sau ngày kiểm tra: thường là gõ nhầm năm."""
    last = campaign.plan.period.last
    for filed in campaign.filed:
        if filed.record and filed.record.sent_on > campaign.as_of and filed.record.sent_on.year > last:
            yield Problem(
                filed.record.at("sent_on"),
                f"ngày gửi {short_date(filed.record.sent_on)} còn ở phía trước",
                "xem lại ngày, tháng, năm",
            )


@check(Severity.WARNING)
def dated_long_before(campaign: Campaign) -> Iterator[Problem]:
    """Ngày gửi, ngày của kế hoạch không sớm hơn quý cuối của năm trước: sớm hơn thường là gõ nhầm năm."""
    for filed in campaign.filed:
        if (
            filed.record
            and filed.year in campaign.plan.period.years
            and _is_long_before(filed.record.sent_on, filed.year)
        ):
            message = f"ngày gửi {short_date(filed.record.sent_on)} sớm hơn cả năm {filed.year}"
            yield Problem(filed.record.at("sent_on"), message, "xem lại năm")
    opened, first = issued(campaign), campaign.plan.period.first
    if opened != date.min and _is_long_before(opened, first):
        yield Problem(campaign.plan.at("issued_on"), f"ngày của kế hoạch sớm hơn cả năm {first}", "xem lại năm")


def _is_long_before(day: date, year: int) -> bool:
    return day < date(year - 1, 10, 1)


_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_SATURDAY = 5


@check(Severity.WARNING)
def deadline_order(campaign: Campaign) -> Iterator[Problem]:
    """Các thời hạn theo đúng trình tự: đăng ký, rồi bài viết và báo cáo của đơn vị, rồi báo cáo của cơ quan gửi cấp trên.

    Hạn của cơ quan phải sau hạn của đơn vị cùng loại việc; hạn không thể trước ngày ban hành kế hoạch.
    """
    for year in campaign.plan.period.years:
        due = [(d, day) for d in campaign.plan.deadlines if (day := d.day_in(year, campaign.plan.period))]
        registering = [pair for pair in due if set(REGISTERING) & set(kinds_due(pair[0])) and not pair[0].organ]
        reporting = [pair for pair in due if RESULT_REPORT.slug in kinds_due(pair[0]) and not pair[0].organ]
        upward = [pair for pair in due if pair[0].organ and SUMMARY_REPORT.slug in kinds_due(pair[0])]
        others = [pair for pair in due if pair not in registering]
        yield from _out_of_order(registering, others)
        yield from _out_of_order(
            [max(reporting, key=_day)] if reporting else [], [max(upward, key=_day)] if upward else []
        )
        yield from (_before_plan(campaign, d, day) for d, day in due if day < issued(campaign))


def _day(pair: tuple[Deadline, date]) -> date:
    return pair[1]


def _out_of_order(earlier: list[tuple[Deadline, date]], later: list[tuple[Deadline, date]]) -> Iterator[Problem]:
    for first, day in earlier:
        for second, other in later:
            if other <= day:
                message = f"hạn {second.name} ({short_date(other)}) không sau hạn {first.name} ({short_date(day)})"
                related = (Related(first.origin.mark, first.name),)
                yield Problem(second.origin.mark, message, "xem lại ngày của hai thời hạn", related=related)


def _before_plan(campaign: Campaign, deadline: Deadline, day: date) -> Problem:
    when = campaign.plan.issued_on
    if deadline.yearly:
        message = f"hạn {deadline.name} năm {day.year} ({short_date(day)}) đã qua khi ban hành kế hoạch: năm ấy không tính hạn này"
        return Problem(deadline.at("yearly"), message, f"thêm tu_nam: {day.year + 1}", Severity.INFO)
    message = f"hạn {deadline.name} trước cả ngày của kế hoạch ({paper_date(when.day, when.month, when.year)})"
    related = (Related(campaign.plan.at("issued_on"), "ngày của kế hoạch"),)
    return Problem(deadline.at("before"), message, "xem lại năm và tháng", related=related)


@check(Severity.INFO)
def deadline_on_holiday(campaign: Campaign) -> Iterator[Problem]:
    """Ngày cuối còn đúng hạn rơi vào thứ Bảy, Chủ nhật hoặc ngày lễ: nơi nhận nghỉ, đơn vị phải gửi sớm hơn.

    “Trước ngày 16/3/2026” thì ngày cuối là Chủ nhật 15/3. Tính cả Tết, Giỗ Tổ, ngày 24/11, ngày nghỉ bù và ngày hoán
    đổi; thứ Bảy phải làm bù thì không nêu, hạn đã qua cũng không.
    """
    included = campaign.plan.counting.deadline_day_included
    for year in campaign.plan.period.years:
        for deadline in campaign.plan.deadlines:
            day = deadline.day_in(year, campaign.plan.period)
            if not deadline.before or day is None or is_late(campaign.judged_on, day, day_included=included):
                continue
            last = day if included else day - timedelta(days=1)
            if _is_day_off(last):
                name = _DAYS[last.weekday()] if last.weekday() >= _SATURDAY else "ngày lễ"
                message = f"ngày cuối còn đúng hạn {deadline.name} là {name} {short_date(last)}"
                yield Problem(deadline.at("before"), message, "nhắc đơn vị gửi trước, hoặc chọn ngày khác")


def _is_day_off(day: date) -> bool:
    """Whether offices rest on a day (Bộ luật Lao động 2019, điều 112, with each year's days swapped)."""
    from holidays import country_holidays

    return not country_holidays("VN", years=day.year).is_working_day(day)


CHECKS: tuple[Check, ...] = (
    late_submission,
    missing_submission,
    office_deadline,
    sent_in_future,
    dated_long_before,
    deadline_order,
    deadline_on_holiday,
)
