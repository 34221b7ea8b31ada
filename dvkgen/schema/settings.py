"""What a repository chooses for all its papers: `dvkgen.yaml` at its root."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dvkgen.schema.layout import ENGINES
from dvkgen.schema.record import Record
from dvkgen.schema.value import chosen


class Settings(Record):
    """Lựa chọn chung của kho."""

    pdf: Annotated[Literal["auto", "weasyprint", "typst"], chosen(*ENGINES)] = Field(
        "auto", alias="pdf", title="auto | weasyprint | typst: bộ xếp trang của tệp PDF"
    )
