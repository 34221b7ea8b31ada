"""The catalogue of kinds: one row for each kind of file that is sent and each kind of paper that comes out.

What a kind *is* is asked here: who files it, which record its file holds, how its form is laid out, where footnotes may
hang. A kind that is in no row is a form of a locality's own: its fields are declared by a plan and filled in by units.
Codes of types stand in the layout profiles (`ma_loai`), and the composer of a paper in `compose`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from dvkgen.schema.answer import (
    Answer,
    Article,
    InitiativeAnswer,
    InitiativeReport,
    Proposal,
    RegistrationSlip,
    ResultReport,
    SelfAssessment,
    with_fields,
)
from dvkgen.schema.form import Form, FormField
from dvkgen.schema.office import Appraisals, Commendations, OfficeReport, Recognitions, SummaryReport
from dvkgen.schema.plan import Deadline, Plan
from dvkgen.schema.record import Record
from dvkgen.schema.submission import AchievementBrief, Filing, Registration
from dvkgen.text import slug


class Filer(Enum):
    """Who puts the files of a kind into the repository."""

    UNIT = auto()
    OFFICE = auto()


class Layout(Enum):
    """How the form of a kind is laid out: columns of its own, the parts of an article, a paper of the office, or fields."""

    TABLE = auto()
    OUTLINE = auto()
    OFFICE_PAPER = auto()
    FIELDS = auto()


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of file or paper. `filer` and `record` are of its files, None where it is a paper made from others.

    `layout` is that of its form, None where it is never handed out blank; `fields_of` names the form whose fields its
    files have, where that is another kind's; `columns` are those at which a footnote may hang; `printable_keys` are
    keys of its record that its form may print as fields; `short` is its other name in deadlines.
    """

    slug: str
    title: str
    filer: Filer | None = None
    record: type[Record] | None = None
    layout: Layout | None = None
    registers: bool = False
    opens_campaign: bool = False
    fields_of: str = ""
    columns: tuple[str, ...] = ()
    printable_keys: tuple[str, ...] = ()
    short: str = ""

    @property
    def file_name(self) -> str:
        """The name of its files, without ending."""
        return slug(self.slug)


def _plan(code: str, title: str) -> RecordKind:
    return RecordKind(code, title, Filer.OFFICE, Plan, opens_campaign=True)


def _text(code: str, title: str, record: type[Answer], *, short: str = "") -> RecordKind:
    return RecordKind(code, title, Filer.UNIT, record, Layout.FIELDS, short=short)


def _office_sheet(code: str, title: str) -> RecordKind:
    return RecordKind(code, title, layout=Layout.OFFICE_PAPER)


REPORTS = (
    _plan("bao_cao", "Báo cáo"),
    _plan("bao_cao_6_thang", "Báo cáo 6 tháng"),
    _plan("bao_cao_nam", "Báo cáo năm"),
)
"""Reports of the office: one opens a folder that has no plan, others stand beside what opens it."""
PLANS = (
    _plan("ke_hoach", "Kế hoạch"),
    _plan("cong_van", "Công văn"),
    _plan("huong_dan", "Hướng dẫn"),
    _plan("chuong_trinh", "Chương trình"),
    _plan("thong_bao", "Thông báo"),
    *REPORTS,
)
REGISTRATION = RecordKind("dang_ky", "Đăng ký mô hình", Filer.UNIT, Registration, registers=True)
REGISTRATION_LIST = RecordKind(
    "danh_sach_dang_ky", "Danh sách đăng ký", layout=Layout.TABLE, columns=("chu_the", "mo_hinh")
)
TALLY = RecordKind(
    "bieu_tong_hop", "Biểu tổng hợp số lượng", layout=Layout.TABLE, columns=("cap", "tap_the", "ca_nhan")
)
ACHIEVEMENT_BRIEF = RecordKind(
    "trich_ngang",
    "Trích ngang thành tích",
    Filer.UNIT,
    AchievementBrief,
    Layout.TABLE,
    columns=("chu_the", "mo_hinh", "linh_vuc", "thanh_tich"),
)
OUTLINE = RecordKind("de_cuong", "Đề cương bài viết", layout=Layout.OUTLINE)
ARTICLE = RecordKind("bai_viet", "Bài viết", Filer.UNIT, Article, fields_of=OUTLINE.slug)
REGISTRATION_SLIP = RecordKind(
    "phieu_dang_ky",
    "Phiếu đăng ký",
    Filer.UNIT,
    RegistrationSlip,
    Layout.FIELDS,
    registers=True,
    printable_keys=("ten", "tap_the", "ca_nhan", "linh_vuc", "cap", "tu_nam", "muc_tieu", "cung_thuc_hien"),
)
INITIATIVE_PLAN = _text("ke_hoach_mo_hinh", "Kế hoạch triển khai mô hình", InitiativeAnswer)
INITIATIVE_REPORT = _text("bao_cao_mo_hinh", "Báo cáo chi tiết mô hình", InitiativeReport)
OPINION = _text("nhan_xet", "Nhận xét về mô hình", InitiativeAnswer)
PROPOSAL = _text("to_trinh", "Tờ trình đề nghị công nhận", Proposal)
RESULT_REPORT = _text("bao_cao_ket_qua", "Báo cáo kết quả", ResultReport, short="bao_cao")
SELF_ASSESSMENT = _text("tu_danh_gia", "Tự đánh giá", SelfAssessment)
APPRAISALS = RecordKind("tham_dinh", "Thẩm định", Filer.OFFICE, Appraisals)
APPRAISAL_NOTICE = _office_sheet("thong_bao_tham_dinh", "Thông báo lịch thẩm định")
APPRAISAL_MINUTES = _office_sheet("bien_ban_tham_dinh", "Biên bản thẩm định")
RECOGNITIONS = RecordKind("cong_nhan", "Công nhận", Filer.OFFICE, Recognitions)
RECOGNITION_LIST = _office_sheet("danh_sach_cong_nhan", "Danh sách công nhận")
COMMENDATIONS = RecordKind("khen_thuong", "Khen thưởng", Filer.OFFICE, Commendations)
COMMENDATION_PROPOSAL = RecordKind("to_trinh_khen_thuong", "Tờ trình khen thưởng")
SUMMARY_REPORT = RecordKind("bao_cao_tong_hop", "Báo cáo tổng hợp", Filer.OFFICE, SummaryReport)

KINDS: tuple[RecordKind, ...] = (
    *PLANS,
    REGISTRATION,
    REGISTRATION_LIST,
    TALLY,
    ACHIEVEMENT_BRIEF,
    OUTLINE,
    ARTICLE,
    REGISTRATION_SLIP,
    INITIATIVE_PLAN,
    INITIATIVE_REPORT,
    OPINION,
    PROPOSAL,
    RESULT_REPORT,
    SELF_ASSESSMENT,
    APPRAISALS,
    APPRAISAL_NOTICE,
    APPRAISAL_MINUTES,
    RECOGNITIONS,
    RECOGNITION_LIST,
    COMMENDATIONS,
    COMMENDATION_PROPOSAL,
    SUMMARY_REPORT,
)
_OWN = RecordKind("", "Biểu mẫu riêng của địa phương", Filer.UNIT, Answer, Layout.FIELDS)


def kind_of(code: str) -> RecordKind:
    """Return the row of a kind; of a kind that is in none, the row that a locality's own forms share."""
    return next((kind for kind in KINDS if kind.slug == code), _OWN)


def is_built_in(code: str) -> bool:
    """Whether a kind comes with dvkgen."""
    return kind_of(code) is not _OWN


FILED = tuple(kind.slug for kind in KINDS if kind.filer is Filer.UNIT)
"""The kinds of files that units send; a plan's own forms add theirs."""
OFFICE_FILES = tuple(
    kind.slug for kind in KINDS if kind.filer is Filer.OFFICE and (not kind.opens_campaign or kind in REPORTS)
)
"""The kinds of files that the office adds to a plan's folder."""
REGISTERING = tuple(kind.slug for kind in KINDS if kind.registers)
"""The kinds of files that register models."""
FORMS_OF_TEXT = tuple(kind for kind in KINDS if kind.layout is Layout.FIELDS)
"""The kinds whose forms are fields one by one."""
SHORT_NAMES = tuple(kind.short for kind in KINDS if kind.short)
"""Other names of kinds, which deadlines may use."""


def has_fixed_columns(code: str) -> bool:
    """Whether the form of a kind is a table or a paper whose columns dvkgen fills: it has no place for fields."""
    return kind_of(code).layout in (Layout.TABLE, Layout.OFFICE_PAPER)


def forms_with_fixed_columns() -> Iterator[str]:
    """Yield the kinds of such forms, tables first."""
    yield from (kind.slug for kind in KINDS if kind.layout is Layout.TABLE)
    yield from (kind.slug for kind in KINDS if kind.layout is Layout.OFFICE_PAPER)


def kinds_due(deadline: Deadline) -> tuple[str, ...]:
    """Return the kinds of files that a deadline asks for, by their full names."""
    full = {kind.short: kind.slug for kind in KINDS if kind.short}
    return tuple(full.get(code, code) for code in deadline.kinds)


def footnote_places(form: Form) -> tuple[str, ...]:
    """Return the columns or fields of a form at which a footnote may hang."""
    return (*kind_of(form.kind).columns, *(field.code for field in form.fields))


def form_with_fields_of(code: str) -> str:
    """Return the kind of the form whose fields the files of a kind have: its own, of an article the outline."""
    return kind_of(code).fields_of or code


def record_filed(code: str) -> type[Filing]:
    """Return the record of a kind of file that units send, without the fields of its form."""
    kind = kind_of(code)
    is_filing = kind.filer is Filer.UNIT and kind.record is not None and issubclass(kind.record, Filing)
    return kind.record if is_filing else Answer  # type: ignore[return-value]


def record_type(code: str, fields: tuple[FormField, ...]) -> type[Filing]:
    """Return the record of a kind of file that units send, with a key for each field of its form."""
    base = record_filed(code)
    return with_fields(base, fields) if issubclass(base, Answer) else base


def record_filled_in(form: Form) -> type[Filing]:
    """Return the record of the files that fill in a form: of the outline the article."""
    return record_filed(next((kind.slug for kind in KINDS if kind.fields_of == form.kind), form.kind))


def record_of_office(code: str) -> type[Record]:
    """Return the record of a kind of file that the office adds to a plan's folder."""
    kind = kind_of(code)
    assert kind.record is not None
    return OfficeReport if kind in REPORTS else kind.record


LETTER, PETITION, MINUTES, REPORT = "cong_van", "to_trinh", "bien_ban", "bao_cao"
"""Types of papers (tên loại) that are laid out in a way of their own."""


def is_of_type(code: str, type_name: str) -> bool:
    """Whether papers of a kind are of a tên loại: kinds are named after it, `bao_cao_ket_qua` is a báo cáo."""
    return code == type_name or code.startswith(f"{type_name}_")
