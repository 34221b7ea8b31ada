"""Forms (biểu mẫu) that a plan hands out: built in or of a locality's own, told in the same keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from dvkgen.schema.locality import Signer
from dvkgen.schema.long_text import Prose
from dvkgen.schema.record import Record
from dvkgen.schema.value import BlankLine, Code, Flag, Line, Lines, OrFlag, Sentences, Whole, as_flag, chosen

FIELD_KINDS = ("dong", "doan", "so", "ngay", "chon", "anh", "bang")
"""A line, a long text, a number, a date, one of some choices, photos, a table."""
FieldKind = Literal["dong", "doan", "so", "ngay", "chon", "anh", "bang"]


class FieldColumn(Record):
    """Một cột của trường kiểu bảng."""

    code: Code = Field(alias="ma", title="mã")
    name: Line = Field(alias="ten", title="tên ở đầu cột")


class FormField(Record):
    """Trường: a part of a form that its writer fills in."""

    code: Code = Field(alias="ma", title="mã")
    name: Line = Field(alias="ten", title="tên, như in trên mẫu")
    kind: Annotated[FieldKind, chosen(*FIELD_KINDS)] = Field("doan", alias="kieu", title=" | ".join(FIELD_KINDS))
    required: Flag = Field(False, alias="bat_buoc", title="bắt buộc")
    max_words: Whole | None = Field(None, alias="toi_da_tu", title="số từ tối đa")
    hint: Prose | None = Field(None, alias="goi_y", title="gợi ý cho người viết")
    choices: Lines = Field((), alias="lua_chon", title="các lựa chọn, với kieu: chon")
    columns: tuple[FieldColumn, ...] = Field((), alias="cot", title="các cột, với kieu: bang")


FormSigner = Literal["don_vi", "chu_the"]


class FormSignature(Signer):
    """A signature block of a form, and whose name the filled form puts there."""

    whose: Annotated[FormSigner, chosen("don_vi", "chu_the")] = Field("don_vi", alias="ai_ky", title="don_vi | chu_the")


HINTS = ("phu_de", "ghi_chu", "cuoc_chu")
"""What a form says to whoever fills it in."""
FAULTY = ("giu_lai", "bo_qua")


class CommonTable(Record):
    """Bảng chung của mọi đơn vị: its title, its columns and their order, and what becomes of it where one answer has an error."""

    type_name: Lines = Field((), alias="ten_loai", title="tên bảng, chữ in hoa")
    subject: Lines = Field((), alias="trich_yeu", title="trích yếu của bảng")
    columns: Lines = Field((), alias="cot", title="mã các trường, theo thứ tự cột; không có: mọi trường của mẫu")
    faulty: Annotated[Literal["giu_lai", "bo_qua"], chosen(*FAULTY)] = Field(
        "giu_lai", alias="phieu_loi", title="giu_lai: còn phiếu lỗi thì chưa in bảng | bo_qua: in bảng, ghi rõ thiếu ai"
    )


def _common_table(value: Any) -> Any:
    """Let true stand for a table as it comes, false for none."""
    if value is None or isinstance(value, dict):
        return value
    return {} if as_flag(value) else None


class Form(Record):
    """Biểu mẫu: a form that the plan hands out, blank and to be filled in."""

    kind: Code = Field(alias="loai", title="loại biểu mẫu")
    own_code: Code | None = Field(None, alias="ma", title="mã, khi một loại có hai mẫu")
    name: Line | None = Field(None, alias="ten_goi", title="tên gọi trong văn bản: Mẫu số 01")
    type_name: Lines = Field((), alias="ten_loai", title="tên loại, chữ in hoa")
    subject: Lines = Field((), alias="trich_yeu", title="trích yếu")
    subtitle: Line | None = Field(None, alias="phu_de", title="dòng dưới tiêu đề")
    levels: Lines = Field((), alias="cap", title="mỗi cấp một tờ")
    orientation: Annotated[Literal["doc", "ngang"], chosen("doc", "ngang")] = Field(
        "doc", alias="huong_giay", title="doc | ngang"
    )
    letterhead: Annotated[Literal["cua_mau", "cua_don_vi"], chosen("cua_mau", "cua_don_vi")] = Field(
        "cua_mau",
        alias="dau_trang",
        title="cua_mau: mọi đơn vị điền đúng mẫu đã in | cua_don_vi: theo thể thức của đơn vị",
    )
    is_labelled: Flag = Field(True, alias="in_ten_goi", title="in tên gọi ở đầu mẫu phát ra; false: không in")
    kept: Annotated[tuple[Literal["phu_de", "ghi_chu", "cuoc_chu"], ...], chosen(*HINTS)] = Field(
        (), alias="giu_lai", title=f"{', '.join(HINTS)}: lời nào in cả trên bản đã điền; không có: chỉ in trên mẫu"
    )
    has_place: Flag = Field(False, alias="in_dia_danh", title="dòng ngày của mẫu phát ra in sẵn địa danh")
    is_separated: Flag = Field(False, alias="ngan_cach", title="có dòng ngăn cách dưới tiêu đề của mẫu")
    addressees: Sentences = Field((), alias="kinh_gui", title="kính gửi")
    lead_in: Prose | None = Field(None, alias="mo_dau", title="đoạn mở đầu")
    note: Prose | None = Field(None, alias="ghi_chu", title="ghi chú dưới bảng")
    recipients: Sentences = Field((), alias="noi_nhan", title="nơi nhận")
    archive: BlankLine | None = Field(None, alias="luu", title="nơi lưu; để trống trong nháy: chỉ in “Lưu”")
    signatures: tuple[FormSignature, ...] = Field((), alias="ky_ten", title="các ô ký, từ trái sang phải")
    common_table: Annotated[CommonTable | None, BeforeValidator(_common_table), OrFlag()] = Field(
        None, alias="bang_chung", title="true: thêm một bảng chung của mọi đơn vị; hoặc các mục của bảng ấy"
    )
    fields: tuple[FormField, ...] = Field((), alias="truong", title="các phần của mẫu")
    footnotes: dict[Code, Line] = Field(
        default_factory=dict, alias="cuoc_chu", title="cước chú ở một cột hoặc một phần"
    )

    @property
    def code(self) -> str:
        """The form's code: its own, or its kind."""
        return self.own_code or self.kind


class FormCatalogue(Record):
    """`templates/van-ban/bieu-mau.yaml`: the forms that come with dvkgen; what a plan leaves out is taken from here."""

    forms: tuple[Form, ...] = Field(alias="bieu_mau", title="các biểu mẫu có sẵn")


def completed(forms: Sequence[Form], built_in: Sequence[Form]) -> tuple[Form, ...]:
    """Return a plan's forms, each with what it leaves out taken from the built-in form of its kind."""
    known = {form.kind: form for form in built_in}
    return tuple(form.over(known[form.kind]) if form.kind in known else form for form in forms)
