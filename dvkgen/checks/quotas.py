"""Quotas (chỉ tiêu): what the plan expects against what is registered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import QuotaResult, quota_results
from dvkgen.campaign.totals import statistics_for
from dvkgen.checks.check import Check, Problem, check
from dvkgen.findings import Mark, Related, Severity
from dvkgen.printed import number_in_words, two_digits
from dvkgen.schema.answer import Answer
from dvkgen.schema.kinds import REGISTERING
from dvkgen.schema.plan import Quota
from dvkgen.text import fold


@check(Severity.WARNING)
def quota_reached(campaign: Campaign) -> Iterator[Problem]:
    """Số mô hình đăng ký so với chỉ tiêu của kế hoạch, của từng đơn vị nơi chỉ tiêu giao cho mỗi đơn vị.

    Trước hạn đăng ký, sau khi phong trào đã chốt, và với chỉ tiêu phấn đấu: chỉ là thông tin. Chỉ tiêu có
    don_vi_tinh không đếm mô hình: nó được so với số liệu cùng tên trong các báo cáo kết quả.
    """
    for year in campaign.plan.period.years:
        if year > campaign.judged_on.year:
            continue
        for quota in campaign.plan.quotas:
            if not quota.whole_period or year == campaign.plan.period.last:
                yield from (
                    _measured(campaign, quota, year)
                    if quota.measure
                    else _judge(campaign, quota, quota_results(campaign, quota, year), year)
                )


@check(Severity.ERROR)
def quota_parts(campaign: Campaign) -> Iterator[Problem]:
    """Các phần của một chỉ tiêu (thuoc) phải có thể cộng lại thành chỉ tiêu ấy.

    Phần nào cũng đạt mức nhiều nhất mà tổng vẫn dưới mức ít nhất của chỉ tiêu chung, hoặc mức ít nhất của các phần
    đã vượt mức nhiều nhất của chỉ tiêu chung, thì kế hoạch tự mâu thuẫn.
    """
    for whole in campaign.plan.quotas:
        parts = [quota for quota in campaign.plan.quotas if quota.part_of == whole.code]
        least = sum((quota.minimum or 0 for quota in parts), Decimal(0))
        most = sum((quota.maximum for quota in parts if quota.maximum is not None), Decimal(0))
        bounded = parts and all(quota.maximum is not None for quota in parts)
        if bounded and whole.minimum is not None and most < whole.minimum:
            yield _cannot_add_up(
                whole, parts, f"các phần cộng lại nhiều nhất {most}, chỉ tiêu “{whole.name}” ít nhất {whole.minimum}"
            )
        elif parts and whole.maximum is not None and least > whole.maximum:
            yield _cannot_add_up(
                whole, parts, f"các phần cộng lại ít nhất {least}, chỉ tiêu “{whole.name}” nhiều nhất {whole.maximum}"
            )


@check(Severity.WARNING)
def quota_beyond_parts(campaign: Campaign) -> Iterator[Problem]:
    """Mức nhiều nhất của một chỉ tiêu chung nên là mức các phần (thuoc) có thể cộng lại: 60–70 mà các phần chỉ tới 64.

    Chỉ tiêu phấn đấu thì chỉ là thông tin. Các phần không thể tới cả mức ít nhất thì là lỗi, do luật quota-parts nêu.
    """
    for whole in campaign.plan.quotas:
        parts = [quota for quota in campaign.plan.quotas if quota.part_of == whole.code]
        most = sum((quota.maximum for quota in parts if quota.maximum is not None), Decimal(0))
        bounded = parts and all(quota.maximum is not None for quota in parts)
        if bounded and whole.maximum is not None and (whole.minimum or 0) <= most < whole.maximum:
            least = sum((quota.minimum or 0 for quota in parts), Decimal(0))
            related = tuple(Related(part.origin.mark, f"phần “{part.name}”") for part in parts)
            message = f"các phần cộng lại {least}–{most}, “{whole.name}” ghi tới {whole.maximum}"
            severity = Severity.INFO if whole.is_aim else None
            yield Problem(
                whole.at("maximum"), message, "xem lại các con số, hoặc nói phần chênh ở đâu ra", severity, related
            )


def _cannot_add_up(whole: Quota, parts: list[Quota], message: str) -> Problem:
    related = tuple(Related(part.origin.mark, f"phần “{part.name}”") for part in parts)
    return Problem(whole.origin.mark, message, "xem lại các con số toi_thieu, toi_da", related=related)


@check(Severity.WARNING)
def measure_of_figure(campaign: Campaign) -> Iterator[Problem]:
    """Số liệu cùng tên với một chỉ tiêu phải cùng đơn vị tính với chỉ tiêu ấy, nếu không nó không được tính."""
    measured = {fold(quota.name): quota for quota in campaign.plan.quotas if quota.measure}
    for year in campaign.plan.period.years if measured else ():
        for _, report in campaign.reports(year):
            for statistic in report.statistics:
                quota = measured.get(fold(statistic.name))
                if quota and statistic.measure and fold(statistic.measure) != fold(quota.measure or ""):
                    message = f"“{statistic.name}” tính bằng {statistic.measure}, chỉ tiêu tính bằng {quota.measure}"
                    related = (Related(quota.at("measure"), "chỉ tiêu"),)
                    yield Problem(
                        statistic.at("measure"), message, "ghi số liệu theo đơn vị tính của chỉ tiêu", None, related
                    )


@check(Severity.ERROR)
def negative_figure(campaign: Campaign) -> Iterator[Problem]:
    """Số người, số hộ, số nơi không thể âm: dấu “-” trước số thường là gạch đầu dòng gõ nhầm.

    Tỷ lệ tăng, giảm (đơn vị tính là %) thì âm được; số trong trường kieu: so của biểu mẫu cũng xét như số đếm.
    """
    for year in campaign.plan.period.years:
        for _, report in campaign.reports(year):
            for statistic in (*report.statistics, *(s for result in report.results for s in result.statistics)):
                if statistic.value < 0 and statistic.measure != "%":
                    yield _negative(statistic.at("value"), statistic.value)
        for _, answer in campaign.records(Answer, year):
            for field in (field for field in answer.form_fields if field.kind == "so"):
                value = answer.answer(field.code)
                if isinstance(value, Decimal) and value < 0:
                    yield _negative(answer.answer_mark(field.code), value)


def _negative(mark: Mark, value: Decimal) -> Problem:
    typed = f"{value}".replace(".", ",")
    return Problem(
        mark, f"“{typed}” là số âm", f"có phải {typed.lstrip('-')}? Số giảm thì viết thành chữ, hoặc ghi tỷ lệ %"
    )


def _judge(campaign: Campaign, quota: Quota, results: tuple[QuotaResult, ...], year: int) -> Iterator[Problem]:
    severity = Severity.INFO if quota.is_aim or campaign.is_closed or not _is_due(campaign, year) else None
    short = [r for r in results if quota.minimum is not None and r.reached < quota.minimum]
    over = [r for r in results if quota.maximum is not None and r.reached > quota.maximum]
    for results_off, word, bound in (
        (short, "phấn đấu" if quota.is_aim else "cần ít nhất", quota.minimum),
        (over, "nhiều nhất", quota.maximum),
    ):
        if results_off and bound is not None:
            limit = two_digits(int(bound)) if bound == int(bound) else str(bound)
            yield Problem(
                quota.origin.mark,
                f"{quota.name}: {_reached(results_off)}, {word} {limit} (năm {year})",
                severity=severity,
            )


def _measured(campaign: Campaign, quota: Quota, year: int) -> Iterator[Problem]:
    """Report each unit whose own figure misses a quota that has a unit of measure."""
    for unit, statistic in statistics_for(campaign, quota, year):
        low = quota.minimum is not None and statistic.value < quota.minimum
        high = quota.maximum is not None and statistic.value > quota.maximum
        if low or high:
            bound = quota.minimum if low else quota.maximum
            assert bound is not None
            word = "ít nhất" if low else "nhiều nhất"
            severity = Severity.INFO if quota.is_aim or campaign.is_closed else None
            related = (Related(quota.origin.mark, "chỉ tiêu"),)
            message = f"{unit.name}: {quota.name} {number_in_words(statistic.value)}, {word} {number_in_words(bound)}"
            yield Problem(statistic.at("value"), f"{message} {quota.measure} (năm {year})", "", severity, related)


def _reached(results: list[QuotaResult]) -> str:
    if results[0].unit is None:
        return f"đăng ký {two_digits(results[0].reached)} mô hình"
    return "; ".join(f"{r.unit.name}: {two_digits(r.reached)}" for r in results if r.unit)


def _is_due(campaign: Campaign, year: int) -> bool:
    """Whether registration for a year has closed: before that a quota is only still open."""
    days = [
        day
        for d in campaign.plan.deadlines
        if set(REGISTERING) & set(d.kinds) and (day := d.day_in(year, campaign.plan.period))
    ]
    return not days or campaign.judged_on >= max(days)


CHECKS: tuple[Check, ...] = (quota_reached, quota_parts, quota_beyond_parts, measure_of_figure, negative_figure)
