"""The locality (địa phương): its organs, fields, levels and kinds of units, as `dia-phuong.yaml` tells them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from dvkgen.schema.record import Record
from dvkgen.schema.value import Code, Line, Lines, chosen
from dvkgen.text import fold

T = TypeVar("T")


class Signer(Record):
    """Người ký: one signature block, from the capacity down to the name."""

    capacity: Lines = Field((), alias="quyen_han", title="quyền hạn: T/M BAN THƯỜNG VỤ")
    title: Line | None = Field(None, alias="chuc_vu", title="chức vụ")
    name: Line | None = Field(None, alias="ho_ten", title="họ và tên")
    note: Line | None = Field(None, alias="ghi_chu", title="ghi chú dưới chức vụ: (Ký, đóng dấu)")


class Organ(Record):
    """Cơ quan: an organ that issues papers, as its letterhead names it."""

    parent_organ: Lines = Field((), alias="cap_tren", title="cơ quan cấp trên trực tiếp")
    name: Lines = Field(alias="ten", title="tên cơ quan ban hành, chữ in hoa")
    symbol: Line | None = Field(None, alias="ky_hieu", title="chữ viết tắt trong ký hiệu: ĐU")
    profile: Line | None = Field(None, alias="the_thuc", title="thể thức: một thư mục của templates/the-thuc")
    signers: tuple[Signer, ...] = Field((), alias="ky_ten", title="người ký thường lệ")


class Sector(Record):
    """Lĩnh vực: a field in which models are registered."""

    code: Code = Field(alias="ma", title="mã")
    name: Line = Field(alias="ten", title="tên trong câu")
    column_heading: Line | None = Field(None, alias="tieu_de_cot", title="tên trong đầu cột")
    aliases: Lines = Field((), alias="ten_khac", title="những tên khác của lĩnh vực này")

    @property
    def heading(self) -> str:
        """The name as it heads a column."""
        return self.column_heading or f"Lĩnh vực {self.name}"


class Level(Record):
    """Cấp đăng ký: the level at which a model is registered."""

    code: Code = Field(alias="ma", title="mã")
    name: Line = Field(alias="ten", title="tên ở hàng của bảng")
    name_in_sentence: Line | None = Field(None, alias="ten_trong_cau", title="tên trong câu: cấp phường")

    @property
    def in_sentence(self) -> str:
        """The level as a sentence or a title names it."""
        return self.name_in_sentence or f"cấp {self.name}"


class UnitGroup(Record):
    """Khối: what units of one kind share."""

    code: Code = Field(alias="ma", title="mã")
    name: Line = Field(alias="ten", title="tên khối")
    parent_organ: Lines = Field((), alias="cap_tren", title="cơ quan cấp trên trong đầu trang của đơn vị")
    symbol: Line | None = Field(None, alias="ky_hieu", title="chữ viết tắt tên đơn vị trong ký hiệu: CB")
    profile: Line | None = Field(None, alias="the_thuc", title="thể thức của văn bản đơn vị thuộc khối")
    signers: tuple[Signer, ...] = Field((), alias="ky_ten", title="người ký của đơn vị thuộc khối")


class PublishedCase(Record):
    """Một mô hình hoặc tấm gương đã được giới thiệu, không giới thiệu lại."""

    initiative: Line | None = Field(None, alias="ten", title="tên mô hình")
    person: Line | None = Field(None, alias="ca_nhan", title="họ tên cá nhân")
    source: Line | None = Field(None, alias="nguon", title="đã giới thiệu ở đâu")


RuleSeverity = Annotated[Literal["loi", "canh_bao", "goi_y", "bo_qua"], chosen("loi", "canh_bao", "goi_y", "bo_qua")]


class RuleWeight(Record):
    """Một luật kiểm tra mà địa phương cân nhắc khác, kèm lý do."""

    rule: Line = Field(alias="luat", title="tên luật, như in trong ngoặc vuông của kết quả kiểm tra")
    severity: RuleSeverity = Field(alias="muc_do", title="loi | canh_bao | goi_y | bo_qua")
    reason: Line = Field(alias="ly_do", title="lý do")


class Locality(Record):
    """Địa phương: what every plan of one ward or commune shares."""

    name: Line = Field(alias="ten", title="tên trong câu: phường Đống Đa")
    place_name: Line = Field(alias="dia_danh", title="địa danh trước ngày tháng")
    organs: dict[Code, Organ] = Field(alias="co_quan", title="các cơ quan ban hành văn bản")
    profile: Line | None = Field(None, alias="the_thuc", title="thể thức của mọi cơ quan")
    sectors: tuple[Sector, ...] = Field((), alias="linh_vuc", title="các lĩnh vực, theo thứ tự in")
    levels: tuple[Level, ...] = Field((), alias="cap", title="các cấp đăng ký, cao nhất trước")
    groups: tuple[UnitGroup, ...] = Field((), alias="khoi", title="các khối đơn vị")
    published: tuple[PublishedCase, ...] = Field((), alias="da_gioi_thieu", title="đã giới thiệu, không giới thiệu lại")
    tone_marks: Annotated[Literal["giu", "moi", "cu"], chosen("giu", "moi", "cu")] = Field(
        "giu", alias="dat_dau", title="dấu thanh trong văn bản làm ra: giu | moi (hoà) | cu (hòa)"
    )
    rule_weights: tuple[RuleWeight, ...] = Field((), alias="kiem_tra", title="luật kiểm tra cân nhắc khác")

    def sector(self, name: str | None) -> Sector | None:
        """Return the field that a code or one of its names means."""
        return _meant(name, ((s, (s.code, s.name, s.heading, *s.aliases)) for s in self.sectors))

    def level(self, name: str | None) -> Level | None:
        """Return the level that a code or one of its names means."""
        return _meant(name, ((level, (level.code, level.name, level.in_sentence)) for level in self.levels))

    def group(self, code: str | None) -> UnitGroup | None:
        """Return the kind of units of that code."""
        return next((group for group in self.groups if group.code == code), None)


def _meant(name: str | None, known: Iterable[tuple[T, tuple[str, ...]]]) -> T | None:
    """Return the first of what is known that is called so, in any spelling."""
    wanted = _folded(name or "")
    return next((thing for thing, names in known if wanted in map(_folded, names)), None)


def _folded(name: str) -> str:
    return fold(name).replace("_", "-")
