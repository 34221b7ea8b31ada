"""The units (đơn vị) that answer a plan, as `don-vi.yaml` tells them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dvkgen.disk.paths import BLANK_FORMS, TOTALS
from dvkgen.schema.locality import Signer
from dvkgen.schema.record import Record
from dvkgen.schema.value import Code, Line, Lines, Whole, coded

RESERVED_CODES = (TOTALS, BLANK_FORMS)
"""Names of folders in `build/` that are no unit's."""


class UnitOrgan(Record):
    """The letterhead of a unit where it is not its name in capitals."""

    parent_organ: Lines = Field((), alias="cap_tren", title="cơ quan cấp trên")
    name: Lines = Field((), alias="ten", title="tên đơn vị, chữ in hoa")
    symbol: Line | None = Field(None, alias="ky_hieu", title="chữ viết tắt tên đơn vị trong ký hiệu")


class Unit(Record):
    """Đơn vị: a party cell, office, school or association that files submissions."""

    last_keys: ClassVar[tuple[str, ...]] = ("ky_ten",)

    code: Code = Field("", alias="ma", title="mã, cũng là tên thư mục bài nộp; không ghi thì lấy từ tên")
    name: Line = Field(alias="ten", title="tên đơn vị")
    aliases: Lines = Field((), alias="ten_khac", title="những tên khác của đơn vị")
    group: Code | None = Field(None, alias="khoi", title="khối")
    under: Code | None = Field(None, alias="truc_thuoc", title="mã đơn vị cấp trên, nếu trực thuộc một đơn vị khác")
    signers: tuple[Signer, ...] = Field((), alias="ky_ten", title="người ký văn bản của đơn vị")
    organ: UnitOrgan | None = Field(None, alias="co_quan", title="đầu trang")
    profile: Line | None = Field(None, alias="the_thuc", title="thể thức của văn bản đơn vị")
    inherits: Lines = Field((), alias="ke_thua", title="mã các đơn vị cũ mà đơn vị này kế thừa")
    exempt: Lines = Field((), alias="mien", title="loại văn bản không phải nộp")
    reason: Line | None = Field(None, alias="ly_do", title="lý do không phải nộp")
    from_year: Whole | None = Field(None, alias="tu_nam", title="có từ năm")
    until_year: Whole | None = Field(None, alias="den_nam", title="có đến hết năm")

    def exists_in(self, year: int) -> bool:
        """Whether the unit exists in that year."""
        return (self.from_year or year) <= year <= (self.until_year or year)


class UnitList(Record):
    """`don-vi.yaml`."""

    units: Annotated[tuple[Unit, ...], BeforeValidator(coded)] = Field(
        alias="don_vi", title="các đơn vị, theo thứ tự in"
    )
