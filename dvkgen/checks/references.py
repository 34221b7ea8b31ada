"""What units file: names that must exist, and files that must not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import Filed
from dvkgen.checks.check import Check, Problem, check
from dvkgen.findings import Mark, Related, Severity
from dvkgen.schema.answer import Article, InitiativeAnswer, Proposal, ResultReport
from dvkgen.schema.kinds import ACHIEVEMENT_BRIEF, REGISTERING
from dvkgen.schema.office import Commendation, Commendations
from dvkgen.schema.submission import Actor, Filing, Initiative
from dvkgen.text import did_you_mean, fold, nearest


def registered(campaign: Campaign) -> Iterator[tuple[Filed, Initiative]]:
    """Yield every model that units register in the years of the plan, each with its file."""
    for year in campaign.plan.period.years:
        yield from campaign.registered_in(year)


def _actors(campaign: Campaign) -> Iterator[Actor]:
    yield from (initiative for _, initiative in registered(campaign))
    for year in campaign.plan.period.years:
        yield from (nomination for _, brief in campaign.briefs(year) for nomination in brief.nominations)
        yield from (article for _, article in campaign.articles(year))
    for record in campaign.office_records(Commendations):
        yield from (*record.chosen, *record.awarded)


@check(Severity.ERROR)
def one_actor(campaign: Campaign) -> Iterator[Problem]:
    """Mỗi mô hình, đề nghị khen, bài viết có đúng một chủ thể: tap_the hoặc ca_nhan.

    Có cả hai thì không biết xếp vào nhóm nào của danh sách; không có thì không biết của ai.
    """
    for actor in _actors(campaign):
        if actor.subject is None:
            both = actor.collective is not None
            message = "có cả tap_the và ca_nhan" if both else "thiếu chủ thể: tap_the hoặc ca_nhan"
            yield Problem(
                actor.at("individual") if both else actor.origin.mark,
                message,
                "giữ một trong hai mục tap_the, ca_nhan" if both else "thêm “tap_the: <tên>” hoặc “ca_nhan: <họ tên>”",
            )


@check(Severity.ERROR)
def sector_of_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Lĩnh vực của mô hình phải là một lĩnh vực trong dia-phuong.yaml; bắt buộc khi địa phương có từ hai lĩnh vực.

    Viết mã (kinh_te) hoặc tên, kể cả tên khác đã khai ở ten_khac.
    """
    known = [sector.code for sector in campaign.locality.sectors]
    for _, initiative in registered(campaign):
        if initiative.sector and not campaign.locality.sector(initiative.sector):
            yield Problem(
                initiative.at("sector"),
                f"không có lĩnh vực “{initiative.sector}”",
                did_you_mean(initiative.sector, known),
            )
        elif not initiative.sector and len(known) > 1:
            yield Problem(
                initiative.origin.mark,
                f"mô hình “{initiative.name}” thiếu lĩnh vực",
                f"thêm “linh_vuc: …”, một trong: {', '.join(known)}",
            )


@check(Severity.ERROR)
def level_of_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Cấp đăng ký phải là một cấp trong dia-phuong.yaml; bắt buộc khi địa phương có từ hai cấp.

    Cấp ghi trong tờ trình và đề nghị khen cũng vậy.
    """
    known = [level.code for level in campaign.locality.levels]
    for _, initiative in registered(campaign):
        if initiative.level and not campaign.locality.level(initiative.level):
            yield Problem(
                initiative.at("level"), f"không có cấp “{initiative.level}”", did_you_mean(initiative.level, known)
            )
        elif not initiative.level and len(known) > 1:
            yield Problem(
                initiative.origin.mark,
                f"mô hình “{initiative.name}” thiếu cấp đăng ký",
                f"thêm “cap: …”, một trong: {', '.join(known)}",
            )
    proposals = [p for year in campaign.plan.period.years for _, p in campaign.records(Proposal, year)]
    sent_up = [c for record in campaign.office_records(Commendations) for c in (*record.chosen, *record.awarded)]
    records: list[Proposal | Commendation] = [*proposals, *sent_up]
    for record in records:
        if record.level and not campaign.locality.level(record.level):
            yield Problem(record.at("level"), f"không có cấp “{record.level}”", did_you_mean(record.level, known))


@check(Severity.ERROR)
def partner_of_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Đơn vị cùng thực hiện phải là đơn vị khác, có trong don-vi.yaml."""
    known = [unit.code for unit in campaign.units]
    for filed, initiative in registered(campaign):
        for place, partner in enumerate(initiative.partners):
            unit = campaign.unit_called(partner)
            if unit is None:
                yield Problem(
                    initiative.at("partners", place), f"không có đơn vị “{partner}”", did_you_mean(partner, known)
                )
            elif unit.code == filed.unit:
                yield Problem(
                    initiative.at("partners", place), f"“{partner}” chính là đơn vị đăng ký", "chỉ ghi các đơn vị khác"
                )


@check(Severity.ERROR)
def unregistered_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Trích ngang, bài viết, báo cáo, tờ trình và mọi bài làm về mô hình chỉ nói về mô hình đơn vị đã đăng ký trong năm.

    Mục mo_hinh ghi mã của mô hình trong dang-ky.yaml hoặc phiếu đăng ký của đơn vị, hoặc tên đầy đủ.
    """
    for year in campaign.plan.period.years:
        for filed, reference, mark in _named(campaign, year):
            if campaign.is_readable(filed.unit, year, *REGISTERING) and not campaign.registered(
                filed.unit, reference, year
            ):
                codes = [e.initiative.code for e in campaign.entries(year) if e.unit.code == filed.unit]
                yield Problem(
                    mark,
                    f"đơn vị không đăng ký mô hình “{reference}” năm {year}",
                    register_or_name(reference, codes),
                )


def register_or_name(reference: str, codes: Sequence[str]) -> str:
    """Return the cure where a model is named that its unit has not registered: the nearest code, else to register it."""
    if nearest(reference, codes):
        return did_you_mean(reference, codes)
    others = f"; nếu nói về mô hình khác thì ghi mã của nó: {', '.join(codes)}" if codes else ""
    return f"đăng ký mô hình ấy trong dang-ky.yaml hoặc phiếu đăng ký{others}"


def _named(campaign: Campaign, year: int) -> Iterator[tuple[Filed, str, Mark]]:
    """Yield every model that a file of a unit names, and where."""
    yield from ((f, n.initiative, n.at("initiative")) for f, b in campaign.briefs(year) for n in b.nominations)
    for filed, record in campaign.records(Filing, year):
        match record:
            case Article(initiative=reference) | InitiativeAnswer(initiative=reference):
                yield filed, reference, record.at("initiative")
            case Proposal(initiatives=references):
                yield from ((filed, name, record.at("initiatives", place)) for place, name in enumerate(references))
            case ResultReport(results=results):
                yield from ((filed, result.initiative, result.at("initiative")) for result in results)


@check(Severity.ERROR)
def published_case(campaign: Campaign) -> Iterator[Problem]:
    """Bài viết không giới thiệu lại mô hình hoặc cá nhân đã được giới thiệu (da_gioi_thieu trong dia-phuong.yaml)."""
    for year in campaign.plan.period.years:
        for filed, article in campaign.articles(year):
            entry = campaign.registered(filed.unit, article.initiative, year)
            model = fold(entry.initiative.name if entry else article.initiative)
            person = fold(article.individual.name) if article.individual else None
            for case in campaign.locality.published:
                if (case.initiative and fold(case.initiative) == model) or (
                    case.person and fold(case.person) == person
                ):
                    source = f" trong {case.source}" if case.source else ""
                    related = (Related(case.origin.mark, "đã giới thiệu"),)
                    yield Problem(
                        article.at("initiative"),
                        f"“{case.initiative or case.person}” đã được giới thiệu{source}",
                        "chọn mô hình hoặc tấm gương khác",
                        related=related,
                    )


@check(Severity.ERROR)
def commendation_without_brief(campaign: Campaign) -> Iterator[Problem]:
    """Đề nghị khen trong khen-thuong.yaml phải chọn từ trích ngang của chính đơn vị ấy: cùng mô hình, cùng chủ thể."""
    for year in campaign.plan.period.years:
        for commendation in campaign.commendations(year) or ():
            unit = campaign.unit(commendation.unit)
            if unit is None:
                known = (u.code for u in campaign.units)
                message = f"không có đơn vị “{commendation.unit}”"
                yield Problem(commendation.at("unit"), message, did_you_mean(commendation.unit, known))
                continue
            proposed = [n for _, brief in campaign.briefs(year, unit.code) for n in brief.nominations]
            known_all = campaign.is_readable(unit.code, year, *REGISTERING, ACHIEVEMENT_BRIEF.slug)
            if (
                known_all
                and commendation.subject
                and not any(campaign.is_chosen(commendation, n, unit, year) for n in proposed)
            ):
                message = f"{unit.name} không đề nghị khen chủ thể này về mô hình “{commendation.initiative}”"
                cure = "xem lại trich-ngang.yaml của đơn vị: mo_hinh, tap_the hoặc ca_nhan phải trùng"
                if not proposed:
                    message = f"{unit.name} chưa có trich-ngang.yaml năm {year}"
                    cure = "đề nghị khen được chọn từ trích ngang: viết trich-ngang.yaml của đơn vị trước"
                yield Problem(commendation.origin.mark, message, cure)


CHECKS: tuple[Check, ...] = (
    one_actor,
    sector_of_initiative,
    level_of_initiative,
    partner_of_initiative,
    unregistered_initiative,
    published_case,
    commendation_without_brief,
)
