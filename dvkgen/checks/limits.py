"""Limits that the forms set: photos, parts, nominations, goals; those of words stand in `budgets`."""

from __future__ import annotations

from collections.abc import Iterator

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import Filed
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.office import papers_of
from dvkgen.document.prose import heading_lines
from dvkgen.findings import Related, Severity
from dvkgen.printed import number_in_words, two_digits
from dvkgen.schema.answer import Answer, Article, pictures_of
from dvkgen.schema.form import Form, FormField
from dvkgen.schema.kinds import OUTLINE
from dvkgen.schema.long_text import LongText, PlacedPicture


def _articles(campaign: Campaign) -> Iterator[tuple[Filed, Article]]:
    for year in campaign.plan.period.years:
        yield from campaign.articles(year)


@check(Severity.ERROR)
def outline_part_missing(campaign: Campaign) -> Iterator[Problem]:
    """Bài viết phải có đủ các phần bắt buộc của đề cương, theo thứ tự.

    Viết từng phần (thong_tin, boi_canh, cach_lam, ket_qua, kinh_nghiem), hoặc cả bài ở noi_dung với các đề mục
    “# 1. …” đến “# 5. …”; không dùng cả hai cách.
    """
    form = campaign.form_of(OUTLINE.slug)
    for _, article in _articles(campaign):
        if article.whole and article.parts:
            yield Problem(
                article.at("whole"), "bài viết vừa có noi_dung vừa có từng phần", "giữ một trong hai cách viết"
            )
        elif article.whole:
            yield from _missing_headings(article.whole, form)
        else:
            written = {part.code for part, _ in article.parts}
            for part in _required(form):
                if part.code not in written:
                    yield Problem(
                        article.origin.mark,
                        f"bài viết thiếu phần “{part.name}”",
                        f"thêm “{part.code}: |” và nội dung ở các dòng dưới",
                    )


def _required(form: Form | None) -> list[FormField]:
    return [part for part in form.fields if part.required] if form else []


def _missing_headings(whole: LongText, form: Form | None) -> Iterator[Problem]:
    headings = heading_lines(whole.text)
    names = [part.code for part in form.fields] if form else []
    required = {part.code for part in _required(form)}
    places = {
        key: next((line for line, text in headings if text.startswith(f"{n}.")), None) for n, key in enumerate(names, 1)
    }
    for number, key in enumerate(names, 1):
        if key in required and places[key] is None:
            yield Problem(
                whole.first_line, f"bài viết thiếu phần {number} của đề cương", f"thêm đề mục “# {number}. …”"
            )
    found = [line for line in places.values() if line is not None]
    if found != sorted(found):
        yield Problem(whole.first_line, "các phần không theo thứ tự của đề cương", "xếp lại theo số 1, 2, 3…")


@check(Severity.ERROR)
def photo_count(campaign: Campaign) -> Iterator[Problem]:
    """Bài viết kèm đủ số ảnh kế hoạch quy định (02 đến 03 ảnh)."""
    limits = campaign.plan.limits.article.photos
    for _, article in _articles(campaign):
        count = len(pictures_of(article))
        if not limits.minimum <= count <= limits.maximum:
            wanted = f"{two_digits(limits.minimum)} đến {two_digits(limits.maximum)}"
            yield Problem(
                article.at("photos"),
                f"bài viết có {two_digits(count)} ảnh, cần {wanted} ảnh",
                "thêm hoặc bớt ảnh ở mục anh",
            )


@check(Severity.ERROR)
def photo_quality(campaign: Campaign) -> Iterator[Problem]:
    """Ảnh phải mở được và đủ lớn (từ 01 triệu điểm ảnh, đếm bằng điểm ảnh thật sau khi xoay cho đúng chiều).

    Dùng JPEG hoặc PNG; ảnh HEIC của iPhone phải xuất lại thành JPEG. Ảnh đặt trong bài có chú thích.
    """
    wanted = campaign.plan.limits.article.photos.megapixels
    yield from _unreadable_in_office_papers(campaign)
    records = (pair for year in campaign.plan.period.years for pair in campaign.records(Answer, year))
    for filed, record in records:
        for seen, photo in zip(filed.photos, pictures_of(record), strict=True):
            if not photo.caption and isinstance(photo, PlacedPicture):
                yield _without_caption(photo)
            if seen.problem:
                yield Problem(photo.at("file"), f"“{photo.file}”: {seen.problem}", seen.cure)
            elif isinstance(record, Article) and seen.pixels < wanted * 1_000_000:
                size = f"{seen.width} × {seen.height} = {seen.pixels / 1e6:.2f} MP".replace(".", ",")
                yield Problem(
                    photo.at("file"),
                    f"“{photo.file}” chỉ có {size}, cần từ {number_in_words(wanted)} MP",
                    "gửi ảnh gốc chưa thu nhỏ",
                )


def _without_caption(picture: PlacedPicture) -> Problem:
    return Problem(picture.mark, f"ảnh “{picture.file}” không có chú thích", f"viết ![chú thích]({picture.file})")


def _unreadable_in_office_papers(campaign: Campaign) -> Iterator[Problem]:
    for paper in (campaign.plan, *(paper for _, paper in papers_of(campaign))):
        photos = campaign.photos_of(paper)
        for picture in paper.pictures:
            if not picture.caption:
                yield _without_caption(picture)
            if photos[picture.file].problem:
                yield Problem(
                    picture.mark, f"“{picture.file}”: {photos[picture.file].problem}", photos[picture.file].cure
                )


@check(Severity.ERROR)
def nominations_of_unit(campaign: Campaign) -> Iterator[Problem]:
    """Mỗi đơn vị đề nghị khen không quá số mà kế hoạch cho phép (de_nghi_khen.toi_da_moi_don_vi)."""
    limit = campaign.plan.commendations.per_unit
    for year in campaign.plan.period.years if limit is not None else ():
        for unit in campaign.units:
            proposed = [n for _, brief in campaign.briefs(year, unit.code) for n in brief.nominations]
            if limit is not None and len(proposed) > limit:
                yield Problem(
                    proposed[limit].origin.mark,
                    f"đơn vị đề nghị khen {two_digits(len(proposed))}, nhiều nhất {two_digits(limit)}",
                    "chọn lại, giữ đề nghị tiêu biểu nhất",
                )


@check(Severity.ERROR)
def nominations_sent_up(campaign: Campaign) -> Iterator[Problem]:
    """Địa phương gửi lên không quá số đề nghị khen mà kế hoạch cho phép (de_nghi_khen.toi_da)."""
    limit = campaign.plan.commendations.maximum
    for year in campaign.plan.period.years if limit is not None else ():
        sent = campaign.commendations(year) or ()
        if limit is not None and len(sent) > limit:
            related = (Related(campaign.plan.commendations.at("maximum"), "số cho phép"),)
            yield Problem(
                sent[limit].origin.mark,
                f"gửi lên {two_digits(len(sent))} đề nghị, nhiều nhất {two_digits(limit)}",
                "chọn lại trong khen-thuong.yaml",
                related=related,
            )


@check(Severity.ERROR)
def carried_over_goal(campaign: Campaign) -> Iterator[Problem]:
    """Mô hình chuyển tiếp (có tu_nam) phải có mục tiêu năm nay khi kế hoạch chỉ tính mô hình đăng ký lại.

    Mục tiêu chép nguyên năm trước thì cảnh báo: mô hình cũ được tính khi đăng ký với mục tiêu cao hơn.
    """
    if campaign.plan.counting.carried_over != "dang_ky_lai":
        return
    for year in campaign.plan.period.years:
        for entry in campaign.entries(year):
            initiative = entry.initiative
            before = campaign.last_year_of(entry, year)
            if initiative.since and not initiative.goal:
                yield Problem(
                    initiative.origin.mark,
                    f"mô hình chuyển tiếp “{initiative.name}” thiếu mục tiêu năm {year}",
                    "thêm “muc_tieu: …” cao hơn năm trước",
                )
            elif initiative.goal and before and before.initiative.goal == initiative.goal:
                related = (Related(before.initiative.at("goal"), "mục tiêu năm trước"),)
                yield Problem(
                    initiative.at("goal"),
                    f"mục tiêu của “{initiative.name}” giữ nguyên của năm {year - 1}",
                    "đặt mục tiêu cao hơn năm trước",
                    Severity.WARNING,
                    related,
                )


CHECKS: tuple[Check, ...] = (
    outline_part_missing,
    photo_count,
    photo_quality,
    nominations_of_unit,
    nominations_sent_up,
    carried_over_goal,
)
