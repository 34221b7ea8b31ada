"""Thể thức: a dated layout profile, as `templates/the-thuc/<profile>/the-thuc.yaml` tells it.

All numbers of a layout stand there (millimetres and points), each with the note of its source, and feed
both the styles of Word and the CSS. This module knows no records and no format.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from string import Formatter
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from dvkgen.schema.day import Day
from dvkgen.schema.kinds import is_of_type
from dvkgen.schema.layout import FONTS, STYLES
from dvkgen.schema.record import Record
from dvkgen.schema.value import Code, Flag, Line, Lines, Number, chosen, wrong
from dvkgen.text import fold, without_marks


def _within(low: int, high: int) -> AfterValidator:
    """Return the validator of a number that Word and paper can keep."""

    def check(value: Decimal) -> Decimal:
        if not low <= value <= high:
            raise wrong(f"{value} ngoài khoảng dùng được", f"viết một số từ {low} đến {high}")
        return value

    return AfterValidator(check)


def _shape(*names: str) -> AfterValidator:
    """Return the validator of a line with gaps `{name}`: these names and nothing else between the braces."""

    def check(line: str) -> str:
        try:
            found = [(name, spec, turn) for _, name, spec, turn in Formatter().parse(line) if name is not None]
        except ValueError:
            raise wrong(
                "dấu { } không đóng mở đúng cặp", f"các chỗ điền: {', '.join(f'{{{n}}}' for n in names)}"
            ) from None
        if any(name not in names or spec or turn for name, spec, turn in found):
            raise wrong("có chỗ điền không dùng được", f"các chỗ điền: {', '.join(f'{{{n}}}' for n in names)}")
        return line

    return AfterValidator(check)


def _as_family(value: str) -> str:
    """Return the name of one of the fonts that may be asked for."""
    if value not in FONTS:
        raise wrong(f"“{value[:40]}” không phải phông chữ dùng được", f"các phông: {', '.join(FONTS)}")
    return value


def _as_families(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_as_family, values))


Family = Annotated[Line, AfterValidator(_as_family)]
Side = Annotated[Number, _within(100, 900)]
Millimetres = Annotated[Number, _within(0, 300)]
Indent = Annotated[Number, _within(0, 60)]
Points = Annotated[Number, _within(0, 300)]
LetterSize = Annotated[Number, _within(4, 96)]
Share = Annotated[Number, _within(0, 100)]
Column = Annotated[Number, _within(10, 90)]
LEAST_TEXT = 80
"""Width and height in millimetres that margins must leave for the text."""
ALIGNMENTS = ("trai", "giua", "phai", "deu")


class Page(Record):
    """Trang giấy, in millimetres (page number: points)."""

    width: Side = Field(alias="rong", title="chiều rộng khổ giấy, mm")
    height: Side = Field(alias="cao", title="chiều cao khổ giấy, mm")
    top: Millimetres = Field(alias="le_tren", title="lề trên, mm")
    bottom: Millimetres = Field(alias="le_duoi", title="lề dưới, mm")
    left: Millimetres = Field(alias="le_trai", title="lề trái, mm")
    right: Millimetres = Field(alias="le_phai", title="lề phải, mm")
    number_from_edge: Millimetres = Field(alias="so_trang_cach_mep", title="số trang cách mép trên, mm")

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        if min(self.width - self.left - self.right, self.height - self.top - self.bottom) < LEAST_TEXT:
            raise wrong("lề quá lớn so với khổ giấy", "lề tính bằng mm, ví dụ le_trai: 30")
        return self


class Style(Record):
    """Kiểu: how one role of text looks. Sizes and gaps in points, indents in millimetres."""

    name: Line = Field(alias="ten", title="tên kiểu trong Word")
    size: LetterSize = Field(alias="co", title="cỡ chữ, pt")
    bold: Flag = Field(False, alias="dam", title="đậm")
    italic: Flag = Field(False, alias="nghieng", title="nghiêng")
    underlined: Flag = Field(False, alias="gach_chan", title="gạch chân")
    align: Annotated[Literal["trai", "giua", "phai", "deu"], chosen(*ALIGNMENTS)] = Field(
        "trai", alias="can", title="trai | giua | phai | deu"
    )
    pitch: Annotated[Number, _within(4, 200)] | None = Field(
        None, alias="gian_dong", title="giãn dòng chính xác, pt; không có: dòng đơn"
    )
    before: Points = Field(Decimal(0), alias="cach_tren", title="cách đoạn trên, pt")
    after: Points = Field(Decimal(0), alias="cach_duoi", title="cách đoạn dưới, pt")
    first_line: Indent = Field(Decimal(0), alias="thut_dau_dong", title="thụt dòng đầu, mm")
    left_indent: Indent = Field(Decimal(0), alias="thut_trai", title="thụt trái cả đoạn, mm")
    hanging: Indent = Field(Decimal(0), alias="treo", title="các dòng sau lùi vào so với dòng đầu, mm")
    keep_with_next: Flag = Field(False, alias="giu_voi_sau", title="không rời đoạn sau")


class Words(Record):
    """Chữ cố định của thể thức."""

    banner: Lines = Field(alias="tieu_de", title="tiêu đề bên phải đầu trang")
    below_organ: Line | None = Field(None, alias="duoi_co_quan", title="dấu dưới tên cơ quan")
    separator: Line | None = Field(None, alias="ngan_cach", title="dòng ngăn cách dưới trích yếu; không có: nét kẻ")
    number: Annotated[Line, _shape("so", "ky_hieu")] = Field(alias="so", title="mẫu dòng số, có {so} và {ky_hieu}")
    number_blank: Line = Field(alias="cho_so", title="khoảng trống cho số, mỗi dấu _ một dấu cách")
    symbol: Annotated[Line, _shape("loai", "co_quan")] = Field(
        alias="ky_hieu", title="mẫu ký hiệu, có {loai} và {co_quan}"
    )
    letter_symbol: Annotated[Line, _shape("loai", "co_quan")] = Field(
        alias="ky_hieu_cong_van", title="mẫu ký hiệu công văn"
    )
    date: Annotated[Line, _shape("dia_danh", "ngay", "thang", "nam")] = Field(
        alias="ngay_thang", title="mẫu dòng địa danh, ngày tháng"
    )
    date_blank: Line = Field(alias="cho_ngay", title="khoảng trống cho ngày, tháng")
    addressees: Line = Field(alias="kinh_gui", title="nhãn kính gửi")
    petition_addressees: Line | None = Field(None, alias="kinh_trinh", title="nhãn của tờ trình, nếu khác")
    recipients: Line = Field(alias="noi_nhan", title="nhãn nơi nhận")
    archive: Annotated[Line, _shape("noi_luu")] = Field(alias="luu", title="mẫu dòng lưu, có {noi_luu}")
    between: Line = Field(alias="giua_cac_muc", title="dấu sau mỗi nơi nhận")
    default_archive: Line | None = Field(None, alias="noi_luu", title="nơi lưu khi văn bản không nói: VT")
    on_behalf: Line = Field("T/M", alias="thay_mat", title="chữ viết tắt “thay mặt” trước quyền hạn: T/M | TM.")
    organ_symbols: dict[str, Line] = Field(
        default_factory=dict, alias="viet_tat_co_quan", title="chữ viết tắt của cơ quan có tên bắt đầu như vậy"
    )
    legal_basis_end: Line = Field(alias="cuoi_can_cu", title="dấu sau mỗi căn cứ")
    legal_basis_dash: Flag = Field(False, alias="can_cu_gach_dau", title="căn cứ bắt đầu bằng gạch đầu dòng")
    annexes_in_capitals: Flag = Field(False, alias="phu_luc_in_hoa", title="tên phụ lục viết chữ in hoa")
    end: Line = Field(alias="ket_thuc", title="dấu kết thúc phần chữ của văn bản")


class Blank(Record):
    """Chỗ trống trên mẫu phát ra, bằng dấu chấm."""

    organ: Lines = Field(alias="don_vi", title="tên đơn vị")
    date: Annotated[Line, _shape("dia_danh", "nam")] = Field(
        alias="ngay_thang", title="mẫu dòng ngày tháng, có {dia_danh} và {nam}"
    )
    place: Line = Field(".....", alias="dia_danh", title="chỗ điền địa danh, bằng dấu chấm")
    text_line: Line = Field(alias="dong", title="chỗ điền trong một dòng, bằng dấu chấm")
    long_line: Line = Field(alias="ca_dong", title="một dòng chấm dài bằng dòng chữ")
    row: Line = Field(alias="hang", title="hàng còn tiếp của một bảng")


class LetterheadLook(Record):
    """Đầu trang và chữ ký, in millimetres (rule: points)."""

    left_share: Column = Field(alias="cot_trai", title="bề rộng cột trái, phần trăm")
    rule_weight: Points = Field(alias="net_ke", title="độ dày nét kẻ, pt")
    rule_gap: Points = Field(alias="net_ke_cach", title="nét kẻ cách dòng chữ, pt")
    rule_share: Share = Field(alias="net_ke_dai", title="nét kẻ dài bằng mấy phần trăm dòng tiêu đề")
    organ_rule_share: Share = Field(Decimal(0), alias="net_co_quan_dai", title="nét kẻ dưới tên cơ quan, phần trăm")
    subject_rule_share: Share = Field(Decimal(0), alias="net_trich_yeu_dai", title="nét kẻ dưới trích yếu, phần trăm")
    after: Points = Field(alias="cach_sau", title="khoảng cách dưới đầu trang, pt")
    signature_room: Millimetres = Field(alias="cho_ky", title="khoảng trống để ký, mm")
    smallest: dict[Code, LetterSize] = Field(
        default_factory=dict,
        alias="co_nho_nhat",
        title="cỡ nhỏ nhất của các dòng đầu trang, khi một dòng không vừa cột",
    )
    signature_share: Column = Field(alias="cot_ky", title="bề rộng cột chữ ký khi có một ô ký, phần trăm")


class TableLook(Record):
    """Bảng: rules in points, padding in millimetres."""

    border: Points = Field(alias="vien", title="độ dày đường kẻ, pt")
    padding: Millimetres = Field(alias="dem_ngang", title="khoảng cách chữ với đường kẻ dọc, mm")
    padding_above: Points = Field(alias="dem_doc", title="khoảng cách chữ với đường kẻ ngang, pt")
    figure_height: Millimetres = Field(alias="anh_cao", title="chiều cao lớn nhất của ảnh, mm")


class Fitting(Record):
    """Vừa trang: numbers that may be set otherwise, within the rules, where pages would end badly. What is absent stays."""

    pitch: Annotated[Number, _within(4, 200)] | None = Field(None, alias="gian_dong", title="giãn dòng nội dung, pt")
    after: Points | None = Field(None, alias="cach_sau", title="khoảng cách dưới đầu trang, pt")
    signature_room: Millimetres | None = Field(None, alias="cho_ky", title="khoảng trống để ký, mm")
    cell_size: LetterSize | None = Field(None, alias="co_bang", title="cỡ chữ trong bảng, pt")
    cell_padding: Points | None = Field(None, alias="dem_doc", title="khoảng cách chữ với đường kẻ ngang, pt")
    figure_height: Millimetres | None = Field(None, alias="anh_cao", title="chiều cao lớn nhất của ảnh, mm")


class Scope(Record):
    """Áp dụng: whose papers keep a profile, from which day on, where nobody names one."""

    since: Day | None = Field(None, alias="tu_ngay", title="văn bản từ ngày này")
    organs: Lines = Field((), alias="co_quan", title="tên cơ quan bắt đầu bằng")


class Profile(Record):
    """Thể thức: every number and fixed word of one dated system of rules."""

    based_on: Line | None = Field(None, alias="dua_tren", title="thể thức gốc: những mục không ghi ở đây lấy từ đó")
    scope: Scope = Field(default_factory=lambda: Scope.model_validate({}), alias="ap_dung", title="áp dụng cho ai")
    name: Line = Field(alias="ten", title="tên thể thức")
    source: Line = Field(alias="nguon", title="văn bản quy định")
    family: Family = Field(alias="phong_chu", title="phông chữ")
    substitutes: Annotated[Lines, AfterValidator(_as_families)] = Field(
        (), alias="phong_thay_the", title="phông cùng bề rộng khi máy không có"
    )
    page: Page = Field(alias="trang", title="trang giấy")
    letterhead: LetterheadLook = Field(alias="dau_trang", title="đầu trang và chữ ký")
    table: TableLook = Field(alias="bang", title="bảng và ảnh")
    words: Words = Field(alias="chu", title="chữ cố định")
    blank: Blank = Field(alias="de_trong", title="chỗ trống trên mẫu")
    type_codes: dict[Code, Line] = Field(alias="ma_loai", title="chữ viết tắt tên loại")
    styles: dict[Code, Style] = Field(alias="kieu", title="các kiểu chữ")
    fittings: tuple[Fitting, ...] = Field(
        (), alias="vua_trang", title="những cách xếp thử lần lượt khi trang kết thúc xấu"
    )

    @model_validator(mode="after")
    def _has_every_style(self) -> Self:
        if missing := sorted(STYLES - self.styles.keys()):
            raise wrong(f"thiếu kiểu “{missing[0]}” trong mục kieu", "chép kiểu ấy từ một thể thức có sẵn")
        return self

    def type_code(self, kind: str, type_name: str = "") -> str:
        """Return the code (KH, BC, TTr) of papers of a kind or of a tên loại as printed, nothing where there is none."""
        printed = without_marks(type_name).replace(" ", "_")
        known = ((name, code) for name, code in self.type_codes.items() if is_of_type(kind, name) or printed == name)
        return next((code for _, code in known), "")

    def with_small_head(self) -> Profile:
        """Return the profile with the lines of its letterhead as small as its rules allow."""
        small = self.letterhead.smallest
        styles = {code: _with(style, size=small.get(code)) for code, style in self.styles.items()}
        return self.model_copy(update={"styles": styles})

    def organ_symbol(self, name: str) -> str:
        """Return the short name of an organ in a paper's symbol, by how its name begins; nothing where none is known."""
        begins = [start for start in self.words.organ_symbols if fold(name).startswith(fold(start))]
        return self.words.organ_symbols[max(begins, key=len)] if begins else ""

    def fitted(self, to: Fitting) -> Profile:
        """Return the profile with the numbers of a fitting in place of its own."""
        styles = {code: _fitted_style(code, style, to) for code, style in self.styles.items()}
        head = _with(self.letterhead, after=to.after, signature_room=to.signature_room)
        table = _with(self.table, padding_above=to.cell_padding, figure_height=to.figure_height)
        return self.model_copy(update={"styles": styles, "letterhead": head, "table": table})


_RUNNING = ("noi_dung", "can_cu", "muc_gach", "muc_cong", "tieu_de_1", "tieu_de_2", "tieu_de_3", "tieu_de_4")
_IN_TABLES = ("o_bang", "o_bang_giua", "dau_cot")


def _fitted_style(code: str, style: Style, to: Fitting) -> Style:
    if code in _RUNNING:
        return _with(style, pitch=to.pitch)
    return _with(style, size=to.cell_size) if code in _IN_TABLES else style


R = TypeVar("R", bound=Record)


def _with(record: R, **numbers: Decimal | None) -> R:
    return record.model_copy(update={name: number for name, number in numbers.items() if number is not None})


@dataclass(frozen=True)
class Stationery:
    """A profile with the two files that papers are printed in: the bytes of `khung.docx`, the text of `khung.html`."""

    slug: str
    profile: Profile
    docx: bytes
    html: str

    @cached_property
    def fittings(self) -> tuple[Stationery, ...]:
        """It as it is, and then with each fitting of its profile."""
        fitted = (replace(self, profile=self.profile.fitted(fitting)) for fitting in self.profile.fittings)
        return (self, *fitted)

    @cached_property
    def fingerprint(self) -> str:
        """What changes whenever any number or word of the profile does, or either file."""
        return sha256(repr(self.profile).encode() + self.docx + self.html.encode()).hexdigest()[:32]
