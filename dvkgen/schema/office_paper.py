"""The head that every paper of an office shares: organ, number, subject, recipients, signature, annexes."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from dvkgen.schema.day import PaperDate, PaperDay
from dvkgen.schema.locality import Signer
from dvkgen.schema.long_text import PlacedPicture, Prose
from dvkgen.schema.record import Record
from dvkgen.schema.value import Code, Line, Lines, OrLine, Sentences, Whole, chosen, either, warn_of_brackets, wrong

_MOST = 40
"""Recipients at the most in one group: a brace and its note stand beside them on one page."""


def _some(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        raise wrong("nhóm nơi nhận để trống", "viết mỗi nơi một dòng, đầu dòng là “- ”")
    if len(names) > _MOST:
        raise wrong(f"nhóm có {len(names)} nơi nhận, quá {_MOST}", "gộp lại, hoặc chia thành nhiều nhóm")
    return names


class RecipientItem(Record):
    """Một nơi nhận, hoặc một nhóm nơi nhận có ghi chú bên cạnh dấu ngoặc."""

    names: Annotated[Sentences, AfterValidator(_some)] = Field(alias="nhom", title="các nơi nhận của nhóm")
    note: Line | None = Field(None, alias="ghi_chu", title="chữ bên cạnh dấu ngoặc")


_item = either("nhom")
COVERS = ("mot_trang", "hai_trang")


def _items(value: Any, info: ValidationInfo) -> Any:
    warn_of_brackets(value, info)
    if isinstance(value, str):
        return (_item(value),)
    return tuple(map(_item, value)) if isinstance(value, list) else value


RecipientItems = Annotated[tuple[Annotated[RecipientItem, OrLine()], ...], BeforeValidator(_items), OrLine()]


class Appendix(Record):
    """Phụ lục: an annex that is text, not a form."""

    name: Line = Field(alias="ten_goi", title="tên gọi: Phụ lục I")
    title: Lines = Field(alias="tieu_de", title="tiêu đề")
    orientation: Annotated[Literal["doc", "ngang"], chosen("doc", "ngang")] = Field(
        "doc", alias="huong_giay", title="doc | ngang"
    )
    body: Prose = Field(alias="noi_dung", title="nội dung")


class OfficePaper(Record):
    """Văn bản của một cơ quan của địa phương: what stands around its text."""

    last_keys: ClassVar[tuple[str, ...]] = ("noi_nhan", "luu", "ky_ten", "da_chot")

    year: Whole | None = Field(None, alias="nam", title="năm, dưới kế hoạch nhiều năm")
    organ: Code | None = Field(None, alias="co_quan", title="mã cơ quan ban hành")
    number: Line | None = Field(None, alias="so", title="số; để trống cho văn thư")
    symbol: Line | None = Field(None, alias="ky_hieu", title="ký hiệu: CV/ĐU")
    issued_on: PaperDay = Field(PaperDate(), alias="ngay", title="ngày trên văn bản")
    subject: Lines = Field((), alias="trich_yeu", title="trích yếu")
    covers: Annotated[Literal["mot_trang", "hai_trang"] | None, chosen(*COVERS)] = Field(
        None, alias="trang_bia", title="mot_trang: một trang bìa | hai_trang: bìa và bìa lót"
    )
    addressees: Sentences = Field((), alias="kinh_gui", title="kính gửi")
    legal_bases: Sentences = Field((), alias="can_cu", title="căn cứ")
    lead_in: Prose | None = Field(None, alias="mo_dau", title="đoạn mở đầu sau căn cứ")
    body: Prose | None = Field(None, alias="noi_dung", title="nội dung")
    annexes: tuple[Appendix, ...] = Field((), alias="phu_luc", title="phụ lục là văn bản")
    recipients: RecipientItems = Field((), alias="noi_nhan", title="nơi nhận")
    archive: Line | None = Field(None, alias="luu", title="nơi lưu")
    signers: tuple[Signer, ...] = Field((), alias="ky_ten", title="người ký")

    @property
    def pictures(self) -> tuple[PlacedPicture, ...]:
        """The photos that its texts and annexes name in lines of their own."""
        texts = (self.lead_in, self.body, *(annex.body for annex in self.annexes))
        return tuple(picture for text in texts if text for picture in text.pictures)
