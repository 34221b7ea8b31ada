"""What units file: names that must exist, and files that must not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from dvkgen.checks.check import Check, Problem, check
from dvkgen.findings import Mark, Related, Severity
from dvkgen.model.answer import REGISTERING, Article, InitiativeAnswer, Proposal, ResultReport
from dvkgen.model.campaign import Campaign, Filed
from dvkgen.model.office import Commendations
from dvkgen.model.submission import Actor, Filing, Initiative
from dvkgen.text import did_you_mean, fold


def _registered(campaign: Campaign) -> Iterator[tuple[Filed, Initiative]]:
    for year in campaign.plan.period.years:
        yield from campaign.registered_in(year)


def _actors(campaign: Campaign) -> Iterator[Actor]:
    yield from (initiative for _, initiative in _registered(campaign))
    for year in campaign.plan.period.years:
        yield from (nomination for _, brief in campaign.briefs(year) for nomination in brief.nominations)
        yield from (article for _, article in campaign.articles(year))
    for record in campaign.later_records(Commendations):
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
                actor.at("individual") if both else actor.origin.mark, message, "giữ một trong hai mục tap_the, ca_nhan"
            )


@check(Severity.ERROR)
def sector_of_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Lĩnh vực của mô hình phải là một lĩnh vực trong dia-phuong.yaml; bắt buộc khi địa phương có từ hai lĩnh vực.

    Viết mã (kinh_te) hoặc tên, kể cả tên khác đã khai ở ten_khac.
    """
    known = [sector.code for sector in campaign.locality.sectors]
    for _, initiative in _registered(campaign):
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
    """Cấp đăng ký phải là một cấp trong dia-phuong.yaml; bắt buộc khi địa phương có từ hai cấp."""
    known = [level.code for level in campaign.locality.levels]
    for _, initiative in _registered(campaign):
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


@check(Severity.ERROR)
def partner_of_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Đơn vị cùng thực hiện phải là đơn vị khác, có trong don-vi.yaml."""
    known = [unit.code for unit in campaign.units]
    for filed, initiative in _registered(campaign):
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
def duplicate_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Một mô hình chỉ đăng ký một lần.

    Trong một đơn vị không có hai mô hình cùng mã hoặc cùng tên. Mô hình chung do đơn vị đứng đầu đăng ký, các
    đơn vị kia được ghi ở cung_thuc_hien, không đăng ký lại. Hai đơn vị trùng tên mô hình mà không khai là
    mô hình chung thì chỉ cảnh báo.
    """
    for year in campaign.plan.period.years:
        seen: dict[object, Initiative] = {}
        for entry in campaign.entries(year):
            initiative, unit = entry.initiative, entry.unit
            name = fold(initiative.name)
            first = seen.get((unit.code, initiative.code)) or seen.get((unit.code, name))
            elsewhere = seen.get(name)
            if first:
                yield _twice(
                    initiative,
                    first,
                    f"“{initiative.name}” đăng ký hai lần trong một đơn vị",
                    "giữ một, xóa một; hai mô hình khác nhau thì đổi ma và ten",
                )
            elif elsewhere:
                joint = unit.code in elsewhere.partners or bool(entry.partners)
                yield _twice(
                    initiative, elsewhere, f"“{initiative.name}” đơn vị khác đã đăng ký",
                    "mô hình chung chỉ do đơn vị đứng đầu đăng ký, đơn vị kia ghi ở cung_thuc_hien", None if joint else Severity.WARNING,
                )  # fmt: skip
            seen.setdefault((unit.code, initiative.code), initiative)
            seen.setdefault((unit.code, name), initiative)
            seen.setdefault(name, initiative)


def _twice(
    initiative: Initiative, first: Initiative, message: str, cure: str, severity: Severity | None = None
) -> Problem:
    return Problem(initiative.at("name"), message, cure, severity, (Related(first.at("name"), "đăng ký ở đây"),))


@check(Severity.ERROR)
def registration_says_something(campaign: Campaign) -> Iterator[Problem]:
    """Bản đăng ký hoặc nêu các mô hình (mo_hinh), hoặc nêu vì sao không đăng ký (khong_dang_ky), không cả hai.

    Mô hình ghi ở khong_tiep_tuc thì không đăng ký lại trong cùng bản.
    """
    for year in campaign.plan.period.years:
        for _, record in campaign.registrations(year):
            if record.initiatives and record.nothing_because:
                yield Problem(
                    record.at("nothing_because"), "vừa có mo_hinh vừa có khong_dang_ky", "giữ một trong hai mục"
                )
            elif not record.initiatives and not record.nothing_because:
                yield Problem(
                    record.origin.mark,
                    "bản đăng ký không có mô hình nào",
                    "thêm mo_hinh, hoặc “khong_dang_ky: <lý do>”",
                )
            names = {fold(name) for i in record.initiatives for name in (i.code, i.name)}
            for dropped in record.dropped:
                if fold(dropped.initiative) in names:
                    yield Problem(
                        dropped.at("initiative"),
                        f"“{dropped.initiative}” vừa đăng ký vừa ghi là không tiếp tục",
                        "giữ một trong hai",
                    )


@check(Severity.ERROR)
def start_year_of_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Năm bắt đầu của mô hình chuyển tiếp (tu_nam) phải trước năm đăng ký; mô hình mới thì bỏ mục này."""
    for filed, initiative in _registered(campaign):
        if initiative.since and not 1900 < initiative.since < filed.year:
            yield Problem(
                initiative.at("since"),
                f"tu_nam {initiative.since} không trước năm đăng ký {filed.year}",
                "mô hình mới thì xóa mục tu_nam",
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
                    did_you_mean(reference, codes) or "đăng ký mô hình trong dang-ky.yaml trước",
                )


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


@check(Severity.WARNING)
def dropped_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Mô hình ghi ở khong_tiep_tuc phải là mô hình đơn vị (hoặc đơn vị mà nó kế thừa) đã đăng ký năm trước.

    Không có bài nộp năm trước của đơn vị thì không xét.
    """
    for year in campaign.plan.period.years:
        for filed, record in campaign.registrations(year):
            unit = campaign.unit(filed.unit)
            before = [e for e in campaign.entries(year - 1) if unit and e.unit.code in (unit.code, *unit.inherits)]
            names = {fold(name) for e in before for name in (e.initiative.code, e.initiative.name)}
            for dropped in record.dropped if before else ():
                if fold(dropped.initiative) not in names:
                    codes = [entry.initiative.code for entry in before]
                    message = f"năm {year - 1} đơn vị không đăng ký mô hình “{dropped.initiative}”"
                    yield Problem(dropped.at("initiative"), message, did_you_mean(dropped.initiative, codes))


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
            known_all = campaign.is_readable(unit.code, year, *REGISTERING, "trich_ngang")
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
    duplicate_initiative,
    registration_says_something,
    start_year_of_initiative,
    unregistered_initiative,
    dropped_initiative,
    published_case,
    commendation_without_brief,
)
