"""What units claim: models named so that one knows them, goals that rise, figures, papers and photos that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import Filed
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.lexicon import phrases, words
from dvkgen.findings import Mark, Related, Severity
from dvkgen.schema.answer import Article, pictures_of
from dvkgen.schema.submission import Filing, Nomination
from dvkgen.text import fold

_BY_COUNT = re.compile(r"\b\d+[ \xa0]+(?:không|có|tốt|biết|cùng|rõ|sẵn|xin|luôn|sạch|xanh)\b", re.IGNORECASE)
_LEAST_WORDS = 3


@check(Severity.WARNING)
def vague_initiative_name(campaign: Campaign) -> Iterator[Problem]:
    """Tên mô hình nói rõ vận động ai, làm việc gì, ở đâu; không chỉ là một lĩnh vực: “Bảo vệ môi trường”, “Mô hình số 1”.

    Tên được xem là chung chung khi bỏ những chữ ai cũng dùng (mô hình, dân vận khéo, thực hiện, phường…) thì còn dưới
    ba từ, hoặc chỉ còn tên một lĩnh vực.
    """
    empty, areas = set(map(fold, words("chu-ai-cung-dung"))), tuple(map(fold, phrases("linh-vuc-cong-tac")))
    around = empty | set(map(fold, words("chu-quanh-linh-vuc")))
    for year in campaign.plan.period.years:
        for _, initiative in campaign.registered_in(year):
            said = [fold(word) for word in re.findall(r"[^\W\d_]+", initiative.name)]
            telling = [word for word in said if word not in empty]
            spoken = " ".join(said)
            rests = [spoken.replace(area, " ", 1) for area in areas if area in spoken] or [spoken]
            is_area = any(all(word in around for word in rest.split()) for rest in rests)
            if not _BY_COUNT.search(initiative.name) and (len(telling) < _LEAST_WORDS or is_area):
                message = f"tên mô hình “{initiative.name}” chung chung"
                cure = "nói rõ vận động ai làm việc gì, ở đâu: “Vận động nhân dân ngõ 34 bàn giao mặt bằng”"
                yield Problem(initiative.at("name"), message, cure)


_DATES = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})?|\b(?:19|20)\d{2}\b")
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:số|ngõ|ngách|tổ|khu|thôn|lớp|tổ dân phố)[ \xa0]+\d+|\b\d+[-/](?:\d{4}/)?[A-ZĐ][A-Za-zĐ]*[-/]\S+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?")
_LESS_IS_MORE = re.compile(r"\b(?:giảm|còn|dưới|không quá|hạ|bớt)\b", re.IGNORECASE)


@check(Severity.WARNING)
def goal_not_higher(campaign: Campaign) -> Iterator[Problem]:
    """Mục tiêu của mô hình chuyển tiếp cao hơn năm trước: cùng một câu mà con số thấp hơn thì bị nêu.

    Mục tiêu giữ nguyên do luật carried-over-goal nêu.
    """
    for year in campaign.plan.period.years:
        for entry in campaign.entries(year):
            before = campaign.last_year_of(entry, year)
            now = _DATES.sub("", entry.initiative.goal or "")
            then = _DATES.sub("", (before.initiative.goal if before else "") or "")
            if (
                before
                and now
                and not _LESS_IS_MORE.search(now)
                and _NUMBER.sub("#", fold(now)) == _NUMBER.sub("#", fold(then))
            ):
                lower = [(a, b) for a, b in zip(_figures(now), _figures(then), strict=True) if a < b]
                if lower and not any(a > b for a, b in zip(_figures(now), _figures(then), strict=True)):
                    related = (Related(before.initiative.at("goal"), f"năm {year - 1}: {then}"),)
                    message = f"mục tiêu của “{entry.initiative.name}” thấp hơn năm {year - 1}"
                    yield Problem(entry.initiative.at("goal"), message, "đặt mục tiêu cao hơn năm trước", None, related)


def _figures(text: str) -> list[float]:
    return [float(number.replace(".", "").replace(",", ".")) for number in _NUMBER.findall(text)]


@check(Severity.WARNING)
def brief_without_figures(campaign: Campaign) -> Iterator[Problem]:
    """Tóm tắt thành tích có số liệu cụ thể (Mẫu 03 đòi thời gian, kết quả, con số); ngày tháng, số nhà, số văn bản thì không phải."""
    for year in campaign.plan.period.years:
        for _, brief in campaign.briefs(year):
            for nomination in brief.nominations:
                if not re.search(r"\d", _NAMED_BY_NUMBER.sub("", _DATES.sub("", nomination.highlights.text))):
                    message = "tóm tắt thành tích không có con số nào"
                    yield Problem(
                        nomination.highlights.at(0),
                        message,
                        "nêu kết quả bằng số: bao nhiêu hộ, bao nhiêu mét, bao nhiêu phần trăm",
                    )


@check(Severity.WARNING)
def article_against_nomination(campaign: Campaign) -> Iterator[Problem]:
    """Bài viết và đề nghị khen về cùng một người, một tập thể không trái nhau: cùng mô hình, cùng chức vụ."""
    for year in campaign.plan.period.years:
        for unit in campaign.units:
            nominations = [n for _, brief in campaign.briefs(year, unit.code) for n in brief.nominations]
            for _, article in campaign.articles(year, unit.code) if nominations else ():
                about = campaign.subject_of(article, unit)
                for nomination in nominations:
                    subject = campaign.subject_of(nomination, unit)
                    if about and subject and about.key[0] == subject.key[0]:
                        yield from _contradictions(campaign, unit.code, year, article, nomination)


def _contradictions(
    campaign: Campaign, unit: str, year: int, article: Article, nomination: Nomination
) -> Iterator[Problem]:
    written = campaign.registered(unit, article.initiative, year)
    nominated = campaign.registered(unit, nomination.initiative, year)
    if written and nominated and written is not nominated:
        related = (Related(nomination.at("initiative"), f"đề nghị khen về “{nominated.initiative.name}”"),)
        message = f"bài viết về “{written.initiative.name}”, đề nghị khen cùng chủ thể về mô hình khác"
        yield Problem(article.at("initiative"), message, "xem lại mo_hinh ở một trong hai tệp", related=related)
    one, other = article.individual, nomination.individual
    if one and other and one.title and other.title and fold(one.title) != fold(other.title):
        related = (Related(other.at("title"), f"đề nghị khen ghi “{other.title}”"),)
        message = f"bài viết ghi chức vụ “{one.title}”, đề nghị khen ghi khác"
        yield Problem(one.at("title"), message, "viết một chức vụ ở cả hai", related=related)


_ALIKE = 12
"""Bits of 256 in which two copies of one picture may differ: smaller, recompressed, a little brighter."""


@check(Severity.WARNING)
def same_photo(campaign: Campaign) -> Iterator[Problem]:
    """Một ảnh không minh họa cho hai bài: so bằng hình, nên ảnh thu nhỏ hay nén lại vẫn nhận ra."""
    seen: list[tuple[str, int, str, Mark, Filed]] = []
    for year in campaign.plan.period.years:
        for filed, record in campaign.records(Filing, year):
            for photo, named in zip(filed.photos, pictures_of(record), strict=True):
                if photo.digest and not photo.problem:
                    seen.append((photo.digest, int(photo.likeness or "0", 16), photo.likeness, named.at("file"), filed))
    reported: set[Mark] = set()
    for (one, likeness, has, at, first), (other, other_likeness, has2, mark, filed) in combinations(seen, 2):
        alike = one == other or (has and has2 and (likeness ^ other_likeness).bit_count() <= _ALIKE)
        if alike and first.path != filed.path and mark not in reported:
            reported.add(mark)
            message = f"ảnh này cũng ở {first.path}"
            yield Problem(mark, message, "dùng ảnh của chính mô hình này", related=(Related(at, "ảnh kia"),))


CHECKS: tuple[Check, ...] = (
    vague_initiative_name,
    goal_not_higher,
    brief_without_figures,
    article_against_nomination,
    same_photo,
)
