"""What the office adds to the plan's folder: appraisals, recognitions, commendations, its own report."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from dvkgen.schema.day import Day
from dvkgen.schema.long_text import Prose
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.record import Record
from dvkgen.schema.submission import Actor
from dvkgen.schema.value import Code, Line, Number, Whole, chosen


class PanelMember(Record):
    """Thành viên đoàn thẩm định."""

    name: Line = Field(alias="ho_ten", title="họ và tên")
    title: Line | None = Field(None, alias="chuc_vu", title="chức vụ")
    role: Line | None = Field(None, alias="vai_tro", title="vai trò trong đoàn")


class Visit(Record):
    """Một buổi thẩm định."""

    unit: Code = Field(alias="don_vi", title="mã đơn vị")
    day: Day = Field(alias="ngay", title="ngày")
    time: Line | None = Field(None, alias="gio", title="giờ")
    place: Line | None = Field(None, alias="dia_diem", title="địa điểm")


VERDICTS = ("cong_nhan", "tieu_bieu", "khong_cong_nhan", "hoan")
TITLES = ("cong_nhan", "tieu_bieu")


class Appraisal(Record):
    """Kết quả thẩm định một mô hình."""

    unit: Code = Field(alias="don_vi", title="mã đơn vị")
    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình")
    points: dict[Code, Number] = Field(default_factory=dict, alias="diem", title="điểm từng tiêu chí")
    verdict: Annotated[Literal["cong_nhan", "tieu_bieu", "khong_cong_nhan", "hoan"], chosen(*VERDICTS)] = Field(
        alias="ket_luan", title=" | ".join(VERDICTS)
    )
    opinion: Prose | None = Field(None, alias="nhan_xet", title="nhận xét")

    @property
    def total(self) -> Decimal | None:
        """The sum of the points, None where none were given."""
        return sum(self.points.values(), Decimal(0)) if self.points else None


class Appraisals(Record):
    """`tham-dinh.yaml`: the panel, its visits, what it found, and the heads of its notice and minutes."""

    year: Whole | None = Field(None, alias="nam", title="năm, dưới kế hoạch nhiều năm")
    panel: tuple[PanelMember, ...] = Field((), alias="doan", title="đoàn thẩm định")
    visits: tuple[Visit, ...] = Field((), alias="lich", title="lịch thẩm định")
    appraised: tuple[Appraisal, ...] = Field((), alias="tham_dinh", title="kết quả thẩm định")
    notice: OfficePaper | None = Field(None, alias="thong_bao", title="phần đầu của thông báo")
    minutes: OfficePaper | None = Field(None, alias="bien_ban", title="phần đầu của biên bản")


class Recognition(Record):
    """Một mô hình được công nhận."""

    unit: Code = Field(alias="don_vi", title="mã đơn vị")
    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình")
    honour: Annotated[Literal["cong_nhan", "tieu_bieu"], chosen(*TITLES)] = Field(
        "cong_nhan", alias="danh_hieu", title=" | ".join(TITLES)
    )


class Recognitions(OfficePaper):
    """`cong-nhan.yaml`: the models that the locality recognises."""

    recognised: tuple[Recognition, ...] = Field(alias="mo_hinh", title="các mô hình được công nhận")


class Commendation(Actor):
    """Một đề nghị khen thưởng mà địa phương chọn gửi lên."""

    first_keys: ClassVar[tuple[str, ...]] = ("don_vi",)

    unit: Code = Field(alias="don_vi", title="mã đơn vị")
    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình")
    level: Code | None = Field(None, alias="cap", title="cấp đề nghị")
    award: Line | None = Field(None, alias="hinh_thuc", title="hình thức khen")


class Commendations(OfficePaper):
    """`khen-thuong.yaml`: what the locality sends up, chosen from the units' briefs, and what came back."""

    chosen: tuple[Commendation, ...] = Field((), alias="de_nghi", title="các đề nghị gửi lên")
    awarded: tuple[Commendation, ...] = Field((), alias="da_khen", title="đã được khen")


class SummaryReport(OfficePaper):
    """`bao-cao-tong-hop.yaml`: the office's own report, with numbers drawn from the submissions."""

    deadline: Code | None = Field(None, alias="thoi_han", title="mã thời hạn")
    sent_on: Day | None = Field(None, alias="ngay_gui", title="ngày gửi cấp trên")


class OfficeReport(SummaryReport):
    """`bao-cao.yaml`, `bao-cao-6-thang.yaml`, `bao-cao-nam.yaml` beside a plan: a report of the office.

    `kind` and `period` may stand here as where the report opens a folder of its own; the folder says the same.
    """

    kind: Line | None = Field(None, alias="loai", title="bao_cao | bao_cao_6_thang | bao_cao_nam")
    period: Line | None = Field(None, alias="ky", title="năm, hoặc giai đoạn")
