"""What units file: the head of every file, registrations of models, briefs of achievements."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field

from dvkgen.schema.day import Day, PaperDate, PaperDay
from dvkgen.schema.locality import Signer
from dvkgen.schema.long_text import Prose
from dvkgen.schema.record import Record
from dvkgen.schema.value import Code, Flag, Line, Lines, OrLine, Whole, coded, either


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

    collective: Annotated[Collective | None, BeforeValidator(either("ten")), OrLine()] = Field(
        None, alias="tap_the", title="tập thể thực hiện"
    )
    individual: Annotated[Individual | None, BeforeValidator(either("ho_ten")), OrLine()] = Field(
        None, alias="ca_nhan", title="cá nhân thực hiện"
    )

    @property
    def subject(self) -> Collective | Individual | None:
        """The collective or the individual, or None where both or neither are given."""
        return None if self.collective and self.individual else self.collective or self.individual


class Initiative(Actor):
    """Mô hình “Dân vận khéo” as registered; an item marked `is_item` is a “nội dung”."""

    first_keys: ClassVar[tuple[str, ...]] = (
        "ma",
        "ten",
        "tu_nam",
        "muc_tieu",
        "la_noi_dung",
        "tap_the",
        "ca_nhan",
        "cung_thuc_hien",
        "linh_vuc",
        "cap",
    )

    code: Code = Field("", alias="ma", title="mã ngắn, giữ nguyên qua các năm; không ghi thì lấy từ tên")
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

    def unsigned(self) -> Self:
        """Return the same without number and signatures: they are of this file alone."""
        return self.model_copy(update={"number": None, "signers": ()})

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

    initiatives: Annotated[tuple[Initiative, ...], BeforeValidator(coded)] = Field(
        (), alias="mo_hinh", title="các mô hình đăng ký"
    )
    dropped: tuple[DroppedInitiative, ...] = Field((), alias="khong_tiep_tuc", title="mô hình không tiếp tục")
    nothing_because: Line | None = Field(None, alias="khong_dang_ky", title="năm nay không đăng ký, vì sao")


class Nomination(Actor):
    """Đề nghị khen: one collective or individual put forward, with what was achieved."""

    first_keys: ClassVar[tuple[str, ...]] = ("tap_the", "ca_nhan")

    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình đã đăng ký")
    award: Line | None = Field(None, alias="hinh_thuc", title="hình thức khen")
    highlights: Prose = Field(alias="thanh_tich", title="tóm tắt thành tích nổi bật")


class AchievementBrief(Filing):
    """Trích ngang thành tích (Mẫu 03) of one unit."""

    nominations: tuple[Nomination, ...] = Field(alias="de_nghi", title="các đề nghị khen")


class Photo(Record):
    """Ảnh minh họa of an article, or in a field of photos."""

    file: Line = Field(alias="tep", title="đường dẫn từ thư mục đơn vị")
    caption: Line = Field(alias="chu_thich", title="chú thích")
    author: Line | None = Field(None, alias="tac_gia", title="người chụp")
