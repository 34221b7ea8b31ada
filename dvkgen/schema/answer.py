"""Answers to forms of text: articles, slips, plans and reports of models, proposals, reports, forms of one's own.

The fields of a form of text are declared by the form, so that the record type of a kind is made for each plan
(`with_fields`): what is built in and what a locality declares are checked, explained and printed alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, assert_never

from pydantic import Field, WithJsonSchema, create_model, model_validator

from dvkgen.findings import Mark
from dvkgen.schema.day import Day, PaperDay
from dvkgen.schema.form import FieldColumn, FormField
from dvkgen.schema.long_text import LongText, PlacedPicture, Prose
from dvkgen.schema.record import Record
from dvkgen.schema.submission import Actor, Filing, Initiative, Photo
from dvkgen.schema.value import Code, Flag, Line, Lines, Number, Whole, chosen, coded

_PREFIX = "o_"
"""What the names of declared fields begin with, so that none is the name of something a record has."""
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic")


class Answer(Filing):
    """Bài làm theo mẫu: what a unit fills into a form of text; the form says which fields there are."""

    form_fields: ClassVar[tuple[FormField, ...]] = ()

    def answer(self, code: str) -> Any:
        """Return what was filled into a field, None where it was left out."""
        return getattr(self, f"{_PREFIX}{code}", None)

    def answer_mark(self, code: str) -> Mark:
        """Return where a field was filled in, or where the record begins."""
        return self.at(f"{_PREFIX}{code}")


class Article(Answer, Actor):
    """Bài viết giới thiệu tấm gương, in the parts of the outline or as one text with their headings."""

    first_keys: ClassVar[tuple[str, ...]] = (
        "ngay_gui",
        "ngay",
        "so",
        "tieu_de",
        "tac_gia",
        "tap_the",
        "ca_nhan",
        "mo_hinh",
        "noi_dung",
    )
    last_keys: ClassVar[tuple[str, ...]] = ("anh",)

    title: Line = Field(alias="tieu_de", title="tiêu đề bài viết")
    author: Line | None = Field(None, alias="tac_gia", title="tác giả")
    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình đã đăng ký")
    whole: Prose | None = Field(None, alias="noi_dung", title="toàn bài trong một tệp, thay cho các phần")
    photos: tuple[Photo, ...] = Field((), alias="anh", title="ảnh minh họa")

    @property
    def parts(self) -> tuple[tuple[FormField, LongText], ...]:
        """The parts that were written, each with its field, in the order of the outline."""
        return tuple((field, text) for field in self.form_fields if (text := self.answer(field.code)))


class RegistrationSlip(Answer, Initiative):
    """Phiếu đăng ký: one model, registered by whoever carries it out."""

    first_keys: ClassVar[tuple[str, ...]] = ("ngay_gui", "ngay", *Initiative.first_keys)

    sent_on: Day = Field(alias="ngay_gui", title="ngày gửi")

    @model_validator(mode="before")
    @classmethod
    def _with_code(cls, value: Any) -> Any:
        return coded(value)


class InitiativeAnswer(Answer):
    """Bài làm về một mô hình đã đăng ký: its plan, an opinion on it."""

    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình đã đăng ký")


class Evidence(Record):
    """Minh chứng: a file or an address on the web."""

    file: Line | None = Field(None, alias="tep", title="đường dẫn từ thư mục đơn vị")
    link: Line | None = Field(None, alias="duong_dan", title="địa chỉ trên mạng")
    caption: Line = Field(alias="chu_thich", title="chú thích")

    @property
    def is_picture(self) -> bool:
        """Whether the file is a photo to print."""
        return (self.file or "").lower().endswith(PICTURE_SUFFIXES)


class InitiativeReport(InitiativeAnswer):
    """Báo cáo chi tiết mô hình, with its evidence."""

    last_keys: ClassVar[tuple[str, ...]] = ("minh_chung",)

    evidence: tuple[Evidence, ...] = Field((), alias="minh_chung", title="minh chứng: tệp hoặc đường dẫn")


class Proposal(Answer):
    """Tờ trình đề nghị công nhận: the models that a unit puts forward."""

    initiatives: Lines = Field(alias="mo_hinh", title="mã hoặc tên các mô hình đề nghị")
    level: Line | None = Field(None, alias="cap", title="cấp đề nghị công nhận")


class Statistic(Record):
    """Số liệu: one figure with its unit of measure."""

    name: Line = Field(alias="ten", title="tên số liệu")
    value: Number = Field(alias="gia_tri", title="giá trị")
    measure: Line | None = Field(None, alias="don_vi_tinh", title="đơn vị tính")


STATES = ("dat", "dang_lam", "khong_dat", "dung")


class InitiativeResult(Record):
    """Kết quả của một mô hình đã đăng ký."""

    initiative: Line = Field(alias="mo_hinh", title="mã hoặc tên mô hình đã đăng ký")
    state: Annotated[Literal["dat", "dang_lam", "khong_dat", "dung"], chosen(*STATES)] = Field(
        alias="trang_thai", title=" | ".join(STATES)
    )
    outcome: Line | None = Field(None, alias="ket_qua", title="kết quả")
    adopted_by: Whole | None = Field(None, alias="nhan_rong", title="mấy nơi học theo")
    statistics: tuple[Statistic, ...] = Field((), alias="so_lieu", title="số liệu")


class ResultReport(Answer):
    """Báo cáo kết quả (phụ lục 02) of one unit."""

    last_keys: ClassVar[tuple[str, ...]] = ("so_lieu",)

    deadline: Code | None = Field(None, alias="thoi_han", title="mã thời hạn, khi hai thời hạn cùng đòi báo cáo")
    results: tuple[InitiativeResult, ...] = Field((), alias="ket_qua_mo_hinh", title="kết quả từng mô hình")
    statistics: tuple[Statistic, ...] = Field((), alias="so_lieu", title="số liệu của cả đơn vị")


class CriterionAnswer(Record):
    """Tự đánh giá theo một tiêu chí."""

    criterion: Code = Field(alias="tieu_chi", title="mã tiêu chí")
    is_met: Flag | None = Field(None, alias="dat", title="đạt hay không")
    points: Number | None = Field(None, alias="diem", title="điểm tự chấm")
    evidence: Line | None = Field(None, alias="minh_chung", title="minh chứng")


class SelfAssessment(Answer):
    """Tự đánh giá theo các tiêu chí của kế hoạch."""

    criteria: tuple[CriterionAnswer, ...] = Field((), alias="tieu_chi", title="từng tiêu chí")


@cache
def with_fields(base: type[Answer], fields: tuple[FormField, ...]) -> type[Answer]:
    """Return a record with a key for each field of its form, but for those that it has already."""
    taken = set(base.keys())
    may_be_whole = issubclass(base, Article)
    own = {f"{_PREFIX}{f.code}": _declared(f, f.required and not may_be_whole) for f in fields if f.code not in taken}
    made: type[Answer] = create_model(base.__name__, __base__=base, __doc__=base.__doc__, **own)  # type: ignore[call-overload]
    made.form_fields = fields
    return made


def _declared(field: FormField, required: bool) -> tuple[Any, Any]:
    """Return type and default of a field's key."""
    kind = _type_of(field)
    if required:
        return kind, Field(alias=field.code, title=field.name)
    if field.kind in ("anh", "bang"):
        return kind, Field((), alias=field.code, title=field.name)
    return kind | None, Field(None, alias=field.code, title=field.name)


def _type_of(field: FormField) -> Any:  # noqa: PLR0911 - a line for each kind
    """Return the type of what is filled into a field."""
    match field.kind:
        case "dong":
            return Line
        case "doan":
            return Prose
        case "so":
            return Number
        case "ngay":
            return PaperDay
        case "anh":
            return tuple[Photo, ...]
        case "chon":
            of_choice = {"anyOf": [{"enum": list(field.choices)}, {"type": ["number", "boolean"]}]}
            return Annotated[str, chosen(*field.choices), WithJsonSchema(of_choice)]
        case "bang":
            columns = {f"{_PREFIX}{c.code}": _cell(c) for c in field.columns}
            return tuple[create_model(f"Row_{field.code}", __base__=Record, **columns), ...]  # type: ignore[call-overload,misc]
        case _:
            assert_never(field.kind)


def _cell(column: FieldColumn) -> tuple[Any, Any]:
    return Line | None, Field(None, alias=column.code, title=column.name)


def cells_of(row: Record) -> tuple[str, ...]:
    """Return the cells of a row that was filled into a field of kind `bang`."""
    return tuple(getattr(row, name) or "" for name in type(row).model_fields)


Pictured = Photo | Evidence | PlacedPicture


def pictures_of(record: Filing) -> tuple[Pictured, ...]:
    """Return what a file names that is printed as a picture: in its keys, then in its texts by a line of their own."""
    found: list[Pictured] = list(record.photos) if isinstance(record, Article) else []
    if isinstance(record, InitiativeReport):
        found += [evidence for evidence in record.evidence if evidence.is_picture]
    if isinstance(record, Answer):
        found += [photo for f in record.form_fields if f.kind == "anh" for photo in record.answer(f.code) or ()]
        found += [picture for text in _texts_of(record) for picture in text.pictures]
    return tuple(found)


def _texts_of(record: Answer) -> Iterator[LongText]:
    values = (record.answer(field.code) for field in record.form_fields)
    yield from (value for value in values if isinstance(value, LongText))
    if isinstance(record, Article) and record.whole:
        yield record.whole
