"""What units file (đăng ký, trích ngang, bài viết) and what the office records later (khen thưởng)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from dvkgen.model.locality import Signer
from dvkgen.model.record import Record
from dvkgen.model.value import (
    Code,
    Day,
    Flag,
    Line,
    Lines,
    LongText,
    PaperDate,
    PaperDay,
    Prose,
    Sentences,
    Whole,
    either,
)


class Collective(Record):
    """Tập thể: a collective that carries out a model."""

    name: Line = Field(alias="ten", title="tên tập thể")
    unit: Line | None = Field(None, alias="don_vi", title="đơn vị")


class Individual(Record):
    """Cá nhân: a person who carries out a model."""

    name: Line = Field(alias="ho_ten", title="họ và tên")
    title: Line | None = Field(None, alias="chuc_vu", title="chức vụ")
    unit: Line | None = Field(None, alias="don_vi", title="đơn vị")


class Actor(Record):
    """Chủ thể: whoever has exactly one of `collective` and `individual`."""

    collective: Annotated[Collective | None, BeforeValidator(either("ten"))] = Field(
        None, alias="tap_the", title="tập thể thực hiện"
    )
    individual: Annotated[Individual | None, BeforeValidator(either("ho_ten"))] = Field(
        None, alias="ca_nhan", title="cá nhân thực hiện"
    )

    @property
    def subject(self) -> Collective | Individual | None:
        """The collective or the individual, or None where both or neither are given."""
        return None if self.collective and self.individual else self.collective or self.individual


class Initiative(Actor):
    """Mô hình “Dân vận khéo” as registered; an item marked `is_item` is a “nội dung”."""

    code: Code = Field(alias="ma", title="mã ngắn, giữ nguyên qua các năm")
    name: Line = Field(alias="ten", title="tên mô hình")
    since: Whole | None = Field(None, alias="tu_nam", title="năm bắt đầu, nếu chuyển tiếp")
    goal: Line | None = Field(None, alias="muc_tieu", title="mục tiêu năm nay")
    partners: Lines = Field((), alias="cung_thuc_hien", title="mã các đơn vị cùng thực hiện")
    sector: Line | None = Field(None, alias="linh_vuc", title="lĩnh vực")
    level: Line | None = Field(None, alias="cap", title="cấp đăng ký")
    is_item: Flag = Field(False, alias="la_noi_dung", title="là nội dung, không phải mô hình")
    sent_on: Day | None = Field(None, alias="ngay_gui", title="ngày gửi, nếu bổ sung sau")


class Filing(Record):
    """The head of every file that a unit sends."""

    sent_on: Day = Field(alias="ngay_gui", title="ngày gửi")
    dated: PaperDay | None = Field(None, alias="ngay", title="ngày trên văn bản")
    number: Line | None = Field(None, alias="so", title="số, ký hiệu trên văn bản")
    signers: tuple[Signer, ...] = Field((), alias="ky_ten", title="người ký")

    @property
    def issued_on(self) -> PaperDate:
        """The date on the paper: the day it was sent unless the file says another."""
        return self.dated or PaperDate(self.sent_on.year, self.sent_on.month, self.sent_on.day)


class DroppedInitiative(Record):
    """Một mô hình năm trước không tiếp tục."""

    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình")
    reason: Line = Field(alias="ly_do", title="lý do")


class Registration(Filing):
    """Đăng ký: the models of one unit in one year."""

    initiatives: tuple[Initiative, ...] = Field((), alias="mo_hinh", title="các mô hình đăng ký")
    dropped: tuple[DroppedInitiative, ...] = Field((), alias="khong_tiep_tuc", title="mô hình không tiếp tục")
    nothing_because: Line | None = Field(None, alias="khong_dang_ky", title="năm nay không đăng ký, vì sao")


class Nomination(Actor):
    """Đề nghị khen: one collective or individual put forward, with what was achieved."""

    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình đã đăng ký")
    award: Line | None = Field(None, alias="hinh_thuc", title="hình thức khen")
    highlights: Prose = Field(alias="thanh_tich", title="tóm tắt thành tích nổi bật")


class AchievementBrief(Filing):
    """Trích ngang thành tích (Mẫu 03) of one unit."""

    nominations: tuple[Nomination, ...] = Field(alias="de_nghi", title="các đề nghị khen")


class Photo(Record):
    """Ảnh minh họa of an article."""

    file: Line = Field(alias="tep", title="đường dẫn từ thư mục đơn vị")
    caption: Line = Field(alias="chu_thich", title="chú thích")
    author: Line | None = Field(None, alias="tac_gia", title="người chụp")


ARTICLE_PARTS = ("thong_tin", "boi_canh", "cach_lam", "ket_qua", "kinh_nghiem")


class Article(Filing, Actor):
    """Bài viết giới thiệu tấm gương, in the parts of the outline or as one text with their headings."""

    title: Line = Field(alias="tieu_de", title="tiêu đề bài viết")
    author: Line | None = Field(None, alias="tac_gia", title="tác giả")
    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình đã đăng ký")
    information: Prose | None = Field(None, alias="thong_tin", title="phần 1")
    context: Prose | None = Field(None, alias="boi_canh", title="phần 2")
    approach: Prose | None = Field(None, alias="cach_lam", title="phần 3")
    results: Prose | None = Field(None, alias="ket_qua", title="phần 4")
    lessons: Prose | None = Field(None, alias="kinh_nghiem", title="phần 5")
    whole: Prose | None = Field(None, alias="noi_dung", title="toàn bài trong một tệp, thay cho các phần")
    photos: tuple[Photo, ...] = Field((), alias="anh", title="ảnh minh họa")

    @property
    def parts(self) -> tuple[tuple[str, LongText], ...]:
        """The parts that were written, each with its key, in the order of the outline."""
        texts = (self.information, self.context, self.approach, self.results, self.lessons)
        return tuple((key, text) for key, text in zip(ARTICLE_PARTS, texts, strict=True) if text)


class Commendation(Actor):
    """Một đề nghị khen thưởng mà địa phương chọn gửi lên."""

    unit: Code = Field(alias="don_vi", title="mã đơn vị")
    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình")
    level: Code | None = Field(None, alias="cap", title="cấp đề nghị")
    award: Line | None = Field(None, alias="hinh_thuc", title="hình thức khen")


class Commendations(Record):
    """`khen-thuong.yaml`: what the locality sends up, chosen from the units' briefs."""

    organ: Code = Field(alias="co_quan", title="cơ quan đề nghị")
    subject: Line = Field(alias="trich_yeu", title="trích yếu")
    issued_on: PaperDay = Field(PaperDate(), alias="ngay", title="ngày trên văn bản")
    addressees: Sentences = Field((), alias="kinh_gui", title="nơi nhận chính")
    signers: tuple[Signer, ...] = Field((), alias="ky_ten", title="người ký")
    chosen: tuple[Commendation, ...] = Field(alias="de_nghi", title="các đề nghị gửi lên")
