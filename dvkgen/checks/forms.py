"""Forms of text: what a plan declares of its fields, and what units fill into them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dvkgen.campaign import profile_choice
from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.deadlines import due_in
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.plans import unknown_codes
from dvkgen.findings import Mark, Severity
from dvkgen.printed import number_in_words
from dvkgen.schema.answer import (
    CriterionAnswer,
    Evidence,
    InitiativeReport,
    ResultReport,
    SelfAssessment,
)
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import (
    FILED,
    OUTLINE,
    REGISTERING,
    RESULT_REPORT,
    Layout,
    forms_with_fixed_columns,
    kind_of,
    record_filled_in,
)
from dvkgen.schema.profile import Profile
from dvkgen.schema.submission import Initiative
from dvkgen.schema.unit import Unit
from dvkgen.text import did_you_mean


@check(Severity.ERROR)
def form_fields(campaign: Campaign) -> Iterator[Problem]:
    """Các trường của một biểu mẫu: mỗi mã một trường, không trùng các mục có sẵn; kieu: chon có lua_chon, kieu: bang có cot.

    Phiếu đăng ký có thể gọi lại các mục của mô hình (ten, linh_vuc, cap, tu_nam, muc_tieu) để in chúng ở chỗ ấy.
    Biểu mẫu riêng của địa phương phải có truong.
    """
    for form in campaign.plan.forms:
        known = (*FILED, *forms_with_fixed_columns(), OUTLINE.slug)
        if form.kind not in known and not form.fields:
            cure = f"{did_you_mean(form.kind, known)}; biểu mẫu riêng thì thêm truong"
            yield Problem(form.at("kind"), f"không có loại biểu mẫu “{form.kind}”, và mẫu không có truong", cure)
        yield from _fields_of(form)
        if form.common_table:
            yield from unknown_codes(form.common_table, "columns", "trường", [field.code for field in form.fields])


def _fields_of(form: Form) -> Iterator[Problem]:
    taken = set(record_filled_in(form).keys()) - set(kind_of(form.kind).printable_keys)
    seen: set[str] = set()
    for field in form.fields:
        if field.code in taken:
            cure = "đặt mã khác, ví dụ thêm một chữ phía sau"
            yield Problem(field.at("code"), f"mã “{field.code}” là một mục có sẵn của tệp bài nộp", cure)
        if field.code in seen:
            yield Problem(field.at("code"), f"hai trường cùng mã “{field.code}”", "đặt mã khác cho một trường")
        seen.add(field.code)
        if (field.kind == "chon") != bool(field.choices):
            yield Problem(
                field.origin.mark, f"trường “{field.name}”: kieu: chon đi với lua_chon", "thêm lua_chon: [..]"
            )
        columns = [column.code for column in field.columns]
        if len(columns) != len(set(columns)):
            yield Problem(field.origin.mark, f"trường “{field.name}” có hai cột cùng mã", "đặt mã khác cho một cột")
        if (field.kind == "bang") != bool(field.columns):
            yield Problem(field.origin.mark, f"trường “{field.name}”: kieu: bang đi với cot", "thêm cot: [{ma, ten}]")


@check(Severity.ERROR)
def evidence_source(campaign: Campaign) -> Iterator[Problem]:
    """Mỗi minh chứng có đúng một trong hai: tep (tệp trong thư mục đơn vị) hoặc duong_dan (địa chỉ trên mạng)."""
    for year in campaign.plan.period.years:
        for _, report in campaign.records(InitiativeReport, year):
            yield from (
                _one_source(evidence) for evidence in report.evidence if bool(evidence.file) == bool(evidence.link)
            )


def _one_source(evidence: Evidence) -> Problem:
    both = "vừa có tep vừa có duong_dan" if evidence.file else "thiếu tep hoặc duong_dan"
    return Problem(evidence.origin.mark, f"minh chứng “{evidence.caption}” {both}", "giữ đúng một trong hai mục")


@check(Severity.ERROR)
def report_deadline(campaign: Campaign) -> Iterator[Problem]:
    """Báo cáo kết quả phải nói nó nộp cho thời hạn nào (thoi_han) khi trong năm có hai thời hạn cùng đòi báo cáo."""
    for year in campaign.plan.period.years:
        due = [deadline.code for deadline, _, kind in due_in(campaign, year) if kind == RESULT_REPORT.slug]
        for _, report in campaign.reports(year):
            if report.deadline is None and len(due) > 1:
                cure = f"thêm “thoi_han: …”, một trong: {', '.join(due)}"
                yield Problem(report.origin.mark, "báo cáo không nói nộp cho thời hạn nào", cure)
            elif report.deadline is not None and report.deadline not in due:
                message = f"không có thời hạn “{report.deadline}” đòi báo cáo năm {year}"
                yield Problem(report.at("deadline"), message, did_you_mean(report.deadline, due))


@check(Severity.WARNING)
def result_of_every_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Báo cáo kết quả có một mục cho mỗi mô hình đơn vị đã đăng ký, và mỗi mô hình chỉ một mục."""
    for year in campaign.plan.period.years:
        for filed, report in campaign.reports(year):
            mine = [entry for entry in campaign.entries(year) if entry.unit.code == filed.unit]
            named = [campaign.registered(filed.unit, result.initiative, year) for result in report.results]
            yield from _unreported(report, [e.initiative for e in mine if all(e is not other for other in named)])
            seen: list[object] = []
            for result, entry in zip(report.results, named, strict=True):
                if entry and any(entry is other for other in seen):
                    message = f"“{entry.initiative.name}” có hai mục kết quả"
                    yield Problem(result.at("initiative"), message, "giữ một mục", Severity.ERROR)
                seen.append(entry)


def _unreported(report: ResultReport, missing: list[Initiative]) -> Iterator[Problem]:
    for initiative in missing:
        cure = f"thêm “- mo_hinh: {initiative.code}” ở ket_qua_mo_hinh"
        yield Problem(report.at("results"), f"báo cáo chưa nói đến mô hình “{initiative.name}”", cure)


@check(Severity.ERROR)
def criterion_of_assessment(campaign: Campaign) -> Iterator[Problem]:
    """Tự đánh giá chỉ nêu tiêu chí của kế hoạch (tieu_chi), mỗi tiêu chí một lần, điểm không quá toi_da_diem."""
    criteria = {criterion.code: criterion for criterion in campaign.plan.criteria}
    for year in campaign.plan.period.years:
        for _, record in campaign.records(SelfAssessment, year):
            seen: dict[str, Mark] = {}
            for answer in record.criteria:
                if answer.criterion not in criteria:
                    message = f"không có tiêu chí “{answer.criterion}”"
                    yield Problem(answer.at("criterion"), message, did_you_mean(answer.criterion, criteria))
                elif answer.criterion in seen:
                    yield Problem(answer.at("criterion"), f"tiêu chí “{answer.criterion}” nêu hai lần", "giữ một mục")
                else:
                    yield from _too_many_points(answer, criteria[answer.criterion].max_points)
                seen[answer.criterion] = answer.origin.mark


def _too_many_points(answer: CriterionAnswer, most: Decimal | None) -> Iterator[Problem]:
    if most is not None and answer.points is not None and answer.points > most:
        message = f"tự chấm {number_in_words(answer.points)} điểm, tối đa {number_in_words(most)}"
        yield Problem(answer.at("points"), message, "xem lại điểm")


@check(Severity.INFO)
def letterhead_of_form(campaign: Campaign) -> Iterator[Problem]:
    """Mẫu in sẵn tiêu đề (dau_trang: cua_mau) thì UBND, Mặt trận, đoàn thể điền vào cũng mang tiêu đề ấy; nhắc một lần.

    Muốn mỗi đơn vị theo thể thức của mình: dau_trang: cua_don_vi.
    """
    printed = campaign.profiles.get(profile_choice.of_plan(campaign))
    for form in campaign.plan.forms if printed else ():
        is_list = kind_of(form.kind).layout is Layout.TABLE and form.kind not in FILED
        kinds = REGISTERING if is_list else (form.kind,)
        filing = {filed.unit for filed in campaign.filed if filed.kind in kinds}
        others = [unit.name for unit in campaign.units if unit.code in filing and _has_another(campaign, unit, printed)]
        if form.letterhead == "cua_mau" and others:
            named = "; ".join(others[:3]) + ("…" if len(others) > 3 else "")
            message = f"{len(others)} đơn vị có thể thức riêng điền mẫu này dưới tiêu đề in sẵn: {named}"
            yield Problem(form.at("letterhead"), message, "muốn theo thể thức của đơn vị: dau_trang: cua_don_vi")


def _has_another(campaign: Campaign, unit: Unit, printed: Profile | None) -> bool:
    own = campaign.profiles.get(profile_choice.of_unit(campaign, unit, campaign.plan.issued_on))
    return own is not None and printed is not None and own.words.banner != printed.words.banner


CHECKS: tuple[Check, ...] = (
    form_fields,
    evidence_source,
    report_deadline,
    result_of_every_initiative,
    criterion_of_assessment,
    letterhead_of_form,
)
