"""The plan or công văn of one campaign and the forms it hands out, as `ke-hoach.yaml` tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from dvkgen.schema.day import Day, EveryYear
from dvkgen.schema.form import Form
from dvkgen.schema.long_text import Prose
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.record import Record
from dvkgen.schema.value import Code, Flag, Line, Lines, Number, Whole, chosen, wrong


@dataclass(frozen=True, slots=True)
class Period:
    """Kỳ: the years of a plan, first and last."""

    first: int
    last: int

    @property
    def years(self) -> tuple[int, ...]:
        """Every year of the period."""
        return tuple(range(self.first, self.last + 1))

    def __str__(self) -> str:
        return f"năm {self.first}" if self.first == self.last else f"giai đoạn {self.first} - {self.last}"


_PERIOD = r"(\d{4})(?:\s*[-–]\s*(\d{4}))?"
_PERIOD_SCHEMA = {"type": ["integer", "string"], "pattern": rf"^\s*{_PERIOD}\s*$", "examples": ["2026", "2026 - 2030"]}


def _period(value: Any) -> Period:
    text = value.strip() if isinstance(value, str) else ""
    match = re.fullmatch(_PERIOD, text)
    if not match or int(match[2] or match[1]) < int(match[1]) or int(match[2] or match[1]) - int(match[1]) > 20:
        raise wrong(f"“{text}” không phải một năm hay một giai đoạn", "viết 2026 hoặc 2026 - 2030")
    return Period(int(match[1]), int(match[2] or match[1]))


class Quota(Record):
    """Chỉ tiêu: how many models are expected of whom."""

    code: Code = Field(alias="ma", title="mã")
    name: Line = Field(alias="ten", title="tên chỉ tiêu")
    minimum: Number | None = Field(None, alias="toi_thieu", title="ít nhất")
    maximum: Number | None = Field(None, alias="toi_da", title="nhiều nhất")
    level: Code | None = Field(None, alias="cap", title="chỉ tính cấp này")
    group: Code | None = Field(None, alias="khoi", title="chỉ tính khối này")
    units: Lines = Field((), alias="don_vi", title="chỉ tính các đơn vị này")
    sector: Line | None = Field(None, alias="linh_vuc", title="chỉ tính lĩnh vực này")
    actor: Annotated[Literal["tap_the", "ca_nhan"] | None, chosen("tap_the", "ca_nhan")] = Field(
        None, alias="loai_chu_the", title="tap_the | ca_nhan"
    )
    each_unit: Flag = Field(False, alias="moi_don_vi", title="từng đơn vị phải đạt")
    is_aim: Flag = Field(False, alias="phan_dau", title="phấn đấu: không đạt chỉ là thông tin")
    part_of: Code | None = Field(None, alias="thuoc", title="là một phần của chỉ tiêu nào")
    whole_period: Flag = Field(False, alias="ca_ky", title="tính cả kỳ thay vì từng năm")
    measure: Line | None = Field(None, alias="don_vi_tinh", title="đơn vị tính, với chỉ tiêu không đếm mô hình")


class Deadline(Record):
    """Thời hạn: what is owed by when, and by whom."""

    code: Code = Field(alias="ma", title="mã")
    name: Line = Field(alias="ten", title="tên thời hạn")
    before: Day | None = Field(None, alias="truoc_ngay", title="trước ngày")
    yearly: EveryYear | None = Field(None, alias="hang_nam", title="trước ngày này hằng năm")
    from_year: Whole | None = Field(None, alias="tu_nam", title="từ năm")
    kinds: Lines = Field((), alias="nop", title="loại văn bản phải nộp")
    groups: Lines = Field((), alias="khoi", title="khối phải nộp")
    units: Lines = Field((), alias="don_vi", title="đơn vị phải nộp")
    organ: Code | None = Field(None, alias="co_quan", title="cơ quan của địa phương phải nộp")
    required: Flag = Field(True, alias="bat_buoc", title="không nộp là thiếu")

    def day_in(self, year: int, period: Period) -> date | None:
        """Return the day before which it is owed for a year of a period, or None where nothing is owed then."""
        if self.yearly:
            return None if year < (self.from_year or year) else self.yearly.of(year)
        if self.before and len(period.years) > 1 and self.before.year != year:
            return None
        return self.before


ACTOR_RULES = ("khac_nhau", "cong_don")
CARRIED_RULES = ("dang_ky_lai", "luon_tinh", "khong_tinh")
JOINT_RULES = ("don_vi_dau", "moi_don_vi")


class CountingRules(Record):
    """Quy tắc đếm: what no document settles, as explicit settings."""

    actors: Annotated[Literal["khac_nhau", "cong_don"], chosen(*ACTOR_RULES)] = Field(
        "khac_nhau", alias="chu_the", title="khac_nhau | cong_don"
    )
    higher_counts_below: Flag = Field(
        False, alias="cap_tren_tinh_cap_duoi", title="mô hình cấp trên cũng tính ở cấp dưới"
    )
    carried_over: Annotated[Literal["dang_ky_lai", "luon_tinh", "khong_tinh"], chosen(*CARRIED_RULES)] = Field(
        "dang_ky_lai", alias="mo_hinh_cu", title="dang_ky_lai | luon_tinh | khong_tinh"
    )
    joint: Annotated[Literal["don_vi_dau", "moi_don_vi"], chosen(*JOINT_RULES)] = Field(
        "don_vi_dau", alias="mo_hinh_chung", title="don_vi_dau | moi_don_vi"
    )
    items_count: Flag = Field(True, alias="tinh_noi_dung", title="nội dung có tính vào chỉ tiêu")
    deadline_day_included: Flag = Field(False, alias="han_bao_gom_ngay", title="nộp đúng ngày hạn còn là đúng hạn")


class BriefLimits(Record):
    """Giới hạn của trích ngang."""

    max_words: Whole = Field(350, alias="toi_da_tu", title="số từ tối đa")


class PhotoLimits(Record):
    """Giới hạn của ảnh kèm bài viết."""

    minimum: Whole = Field(2, alias="toi_thieu", title="ít nhất mấy ảnh")
    maximum: Whole = Field(3, alias="toi_da", title="nhiều nhất mấy ảnh")
    megapixels: Number = Field(Decimal(1), alias="megapixel", title="mỗi ảnh từ mấy triệu điểm ảnh")


class ArticleLimits(Record):
    """Giới hạn của bài viết."""

    max_words: Whole = Field(3500, alias="toi_da_tu", title="số từ tối đa")
    photos: PhotoLimits = Field(default_factory=lambda: PhotoLimits.model_validate({}), alias="anh", title="ảnh")


class InitiativeReportLimits(Record):
    """Giới hạn của báo cáo chi tiết mô hình."""

    max_pages: Whole | None = Field(None, alias="toi_da_trang", title="số trang tối đa")


class Limits(Record):
    """Giới hạn của các văn bản đơn vị nộp."""

    brief: BriefLimits = Field(
        default_factory=lambda: BriefLimits.model_validate({}), alias="trich_ngang", title="trích ngang"
    )
    article: ArticleLimits = Field(
        default_factory=lambda: ArticleLimits.model_validate({}), alias="bai_viet", title="bài viết"
    )
    initiative_report: InitiativeReportLimits = Field(
        default_factory=lambda: InitiativeReportLimits.model_validate({}),
        alias="bao_cao_mo_hinh",
        title="báo cáo chi tiết mô hình",
    )


class CommendationLimits(Record):
    """Đề nghị khen: how many a unit may propose and the locality may send up."""

    maximum: Whole | None = Field(None, alias="toi_da", title="địa phương gửi lên nhiều nhất")
    per_unit: Whole | None = Field(None, alias="toi_da_moi_don_vi", title="mỗi đơn vị đề nghị nhiều nhất")
    level: Code | None = Field(None, alias="cap", title="cấp khen")


class Criterion(Record):
    """Tiêu chí: what a unit assesses itself by at the year's end."""

    code: Code = Field(alias="ma", title="mã")
    name: Line = Field(alias="ten", title="nội dung tiêu chí")
    max_points: Number | None = Field(None, alias="toi_da_diem", title="số điểm tối đa")


REPORT_KINDS = ("bao_cao", "bao_cao_6_thang", "bao_cao_nam")
"""Reports of the office, which may stand in a plan's place where there is no plan, or beside one."""
PLAN_KINDS = ("ke_hoach", "cong_van", "huong_dan", "chuong_trinh", "thong_bao", *REPORT_KINDS)
PlanKind = Literal[
    "ke_hoach", "cong_van", "huong_dan", "chuong_trinh", "thong_bao", "bao_cao", "bao_cao_6_thang", "bao_cao_nam"
]


class Plan(OfficePaper):
    """Kế hoạch, công văn: the paper that opens a campaign, and the rules it sets."""

    first_keys: ClassVar[tuple[str, ...]] = ("loai", "ky", "ten_ky")

    kind: Annotated[PlanKind, chosen(*PLAN_KINDS)] = Field(alias="loai", title=" | ".join(PLAN_KINDS))
    period: Annotated[Period, PlainValidator(_period), WithJsonSchema(_PERIOD_SCHEMA)] = Field(
        alias="ky", title="năm, hoặc giai đoạn"
    )
    period_name: Line | None = Field(None, alias="ten_ky", title="tên kỳ như in ra")
    organ: Code = Field(alias="co_quan", title="mã cơ quan ban hành")
    subject: Lines = Field(alias="trich_yeu", title="trích yếu")
    body: Prose = Field(alias="noi_dung", title="nội dung")
    quotas: tuple[Quota, ...] = Field((), alias="chi_tieu", title="chỉ tiêu")
    deadlines: tuple[Deadline, ...] = Field((), alias="thoi_han", title="thời hạn")
    counting: CountingRules = Field(
        default_factory=lambda: CountingRules.model_validate({}), alias="quy_tac_dem", title="quy tắc đếm"
    )
    limits: Limits = Field(default_factory=lambda: Limits.model_validate({}), alias="gioi_han", title="giới hạn")
    commendations: CommendationLimits = Field(
        default_factory=lambda: CommendationLimits.model_validate({}), alias="de_nghi_khen", title="số đề nghị khen"
    )
    criteria: tuple[Criterion, ...] = Field((), alias="tieu_chi", title="tiêu chí tự đánh giá")
    forms: tuple[Form, ...] = Field((), alias="bieu_mau", title="các biểu mẫu")
    attached: Lines = Field((), alias="dinh_kem", title="mã các biểu mẫu in kèm")
    closed_on: Day | None = Field(None, alias="da_chot", title="ngày chốt phong trào")

    @property
    def period_in_words(self) -> str:
        """The period as printed: “năm 2026”."""
        return self.period_name or str(self.period).replace(" - ", "\u00a0-\u00a0")

    def form_of(self, kind: str, level: str | None = None) -> Form | None:
        """Return the form of a kind that a level prints: the one whose `cap` names it, else the one without `cap`."""
        same = [form for form in self.forms if form.kind == kind]
        exact = next((form for form in same if level and level in form.levels), None)
        return exact or next((form for form in same if not (form.levels and level)), None)
