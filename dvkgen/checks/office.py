"""What the office records in the course of a year: organs, units, models, criteria and quotes that must exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.facts import facts
from dvkgen.campaign.totals import TABLES, quoted_totals
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.plans import quotes_in_paper, unknown_codes
from dvkgen.checks.references import register_or_name
from dvkgen.findings import Related, Severity
from dvkgen.printed import number_in_words
from dvkgen.quotes import quotes_in
from dvkgen.schema.kinds import REGISTERING
from dvkgen.schema.office import Appraisal, Appraisals, Commendations, Recognitions, SummaryReport
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.record import Record
from dvkgen.text import did_you_mean


def papers_of(campaign: Campaign) -> Iterator[tuple[int, OfficePaper]]:
    """Yield every paper that the office adds to its plan, each with its year."""
    for file in campaign.office_files:
        match file.record:
            case OfficePaper() as paper:
                yield file.year, paper
            case Appraisals(notice=notice, minutes=minutes):
                yield from ((file.year, head) for head in (notice, minutes) if head)


@check(Severity.ERROR)
def office_paper_names(campaign: Campaign) -> Iterator[Problem]:
    """Văn bản của cơ quan (thẩm định, công nhận, khen thưởng, báo cáo tổng hợp): cơ quan, thời hạn và mọi {{ … }} phải có thật.

    {{ tong_hop.… }} là các con số của năm, {{ bang.… }} đứng một mình trong một đoạn là một bảng.
    """
    organs, deadlines = list(campaign.locality.organs), [d.code for d in campaign.plan.deadlines]
    for year, paper in papers_of(campaign):
        yield from unknown_codes(paper, "organ", "cơ quan", organs)
        known = _known(campaign, year)
        yield from quotes_in_paper(paper, known)
        yield from _tables_in_sentences(paper, known)
        if isinstance(paper, SummaryReport):
            yield from unknown_codes(paper, "deadline", "thời hạn", deadlines)
            if paper.body is None:
                yield Problem(paper.origin.mark, "báo cáo chưa có noi_dung", "thêm “noi_dung: |”")


def _tables_in_sentences(paper: OfficePaper, known: Mapping[str, str]) -> Iterator[Problem]:
    """Report tables that are quoted inside a sentence: they are printed only alone in their paragraph."""
    lines = paper.body.text.split("\n") if paper.body else []
    for quote in quotes_in("\n".join(lines)):
        if quote.name in known and quote.name.startswith("bang.") and paper.body:
            alone = lines[quote.line].strip().startswith("{{") and lines[quote.line].strip().endswith("}}")
            if not alone or lines[quote.line].count("{{") > 1:
                message, cure = (
                    f"bảng “{quote.name}” đứng trong một câu",
                    "để {{ … }} một mình một dòng, giữa hai dòng trống",
                )
                yield Problem(paper.body.at(quote.line, quote.column), message, cure)


def _known(campaign: Campaign, year: int) -> Mapping[str, str]:
    tables = {f"bang.{name}": "" for name in TABLES}
    return {**facts(campaign.locality, campaign.plan, year), **quoted_totals(campaign, year), **tables}


@check(Severity.ERROR)
def initiative_of_office(campaign: Campaign) -> Iterator[Problem]:
    """Thẩm định và công nhận chỉ nêu đơn vị có thật và mô hình mà đơn vị ấy đã đăng ký trong năm, mỗi mô hình một lần."""
    units = [unit.code for unit in campaign.units]
    seen: dict[tuple[object, ...], Record] = {}
    for file in campaign.office_files:
        for item in _named(file.record):
            unit, reference = getattr(item, "unit", ""), getattr(item, "initiative", None)
            if campaign.unit(unit) is None:
                yield Problem(item.at("unit"), f"không có đơn vị “{unit}”", did_you_mean(unit, units))
            elif reference and campaign.is_readable(unit, file.year, *REGISTERING):
                entry = campaign.registered(unit, reference, file.year)
                codes = [e.initiative.code for e in campaign.entries(file.year) if e.unit.code == unit]
                key = (file.kind, file.year, unit, entry.initiative.code if entry else reference)
                if entry is None:
                    message = f"đơn vị không đăng ký mô hình “{reference}” năm {file.year}"
                    yield Problem(item.at("initiative"), message, register_or_name(reference, codes))
                elif key in seen:
                    related = (Related(seen[key].origin.mark, "lần nêu đầu"),)
                    message = f"mô hình “{reference}” nêu hai lần"
                    yield Problem(item.at("initiative"), message, "giữ một mục", related=related)
                seen.setdefault(key, item)


@check(Severity.ERROR)
def one_head(campaign: Campaign) -> Iterator[Problem]:
    """Nhiều tệp cùng loại (cong-nhan/, khen-thuong/, tham-dinh/) gộp thành một văn bản: chỉ một tệp ghi phần đầu.

    Phần đầu là co_quan, so, ngay, trich_yeu, noi_dung… Các tệp khác chỉ ghi danh sách, hoặc ghi phần đầu y như nhau.
    """
    heads: dict[tuple[str, int], tuple[Record, object]] = {}
    for file in campaign.office_files:
        for name, paper in _heads(file.record):
            said = {key: getattr(paper, key) for key in OfficePaper.model_fields if key in paper.model_fields_set}
            said.pop("year", None)
            first = heads.get((name, file.year)) if said else None
            if first and first[1] != said:
                related = (Related(first[0].origin.mark, "phần đầu ở đây"),)
                message = "phần đầu của văn bản đã ghi ở một tệp khác, khác với ở đây"
                yield Problem(paper.origin.mark, message, "giữ phần đầu ở một tệp, xóa ở tệp kia", related=related)
            if said:
                heads.setdefault((name, file.year), (paper, said))


def _heads(record: Record | None) -> Iterator[tuple[str, OfficePaper]]:
    match record:
        case Recognitions() | Commendations():
            yield type(record).__name__, record
        case Appraisals(notice=notice, minutes=minutes):
            yield from ((name, head) for name, head in (("notice", notice), ("minutes", minutes)) if head)


def _named(record: Record | None) -> Iterator[Record]:
    match record:
        case Appraisals():
            yield from (*record.appraised, *record.visits)
        case Recognitions():
            yield from record.recognised
        case Commendations():
            yield from record.awarded


@check(Severity.ERROR)
def points_of_appraisal(campaign: Campaign) -> Iterator[Problem]:
    """Điểm thẩm định cho theo mã tiêu chí của kế hoạch, không quá toi_da_diem của tiêu chí."""
    criteria = {criterion.code: criterion for criterion in campaign.plan.criteria}
    for record in campaign.office_records(Appraisals):
        for appraisal in record.appraised:
            for code, points in appraisal.points.items():
                most = criteria[code].max_points if code in criteria else None
                if code not in criteria:
                    yield Problem(appraisal.at("points"), f"không có tiêu chí “{code}”", did_you_mean(code, criteria))
                elif most is not None and points > most:
                    message = (
                        f"“{criteria[code].name}” được {number_in_words(points)} điểm, tối đa {number_in_words(most)}"
                    )
                    yield Problem(appraisal.at("points"), message, "xem lại điểm")


@check(Severity.WARNING)
def recognition_against_appraisal(campaign: Campaign) -> Iterator[Problem]:
    """Mô hình được công nhận mà đoàn thẩm định kết luận khác: chưa đủ điều kiện, hoãn, hoặc không tiêu biểu."""
    for year in campaign.plan.period.years:
        verdicts = {
            (a.unit, entry.initiative.code): a
            for record in campaign.office_records(Appraisals, year)
            for a in record.appraised
            if (entry := campaign.registered(a.unit, a.initiative, year))
        }
        for record in campaign.office_records(Recognitions, year):
            for recognition in record.recognised:
                entry = campaign.registered(recognition.unit, recognition.initiative, year)
                verdict = verdicts.get((recognition.unit, entry.initiative.code)) if entry else None
                if verdict and _contradicts(verdict, recognition.honour):
                    message = f"đoàn thẩm định kết luận “{verdict.verdict}” về mô hình “{recognition.initiative}”"
                    yield Problem(recognition.at("initiative"), message, "xem lại tham-dinh.yaml hoặc danh sách này")


def _contradicts(appraisal: Appraisal, honour: str) -> bool:
    return appraisal.verdict in ("khong_cong_nhan", "hoan") or (
        honour == "tieu_bieu" and appraisal.verdict != "tieu_bieu"
    )


CHECKS: tuple[Check, ...] = (
    office_paper_names,
    initiative_of_office,
    one_head,
    points_of_appraisal,
    recognition_against_appraisal,
)
