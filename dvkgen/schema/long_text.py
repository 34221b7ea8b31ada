"""Long texts: prose of several paragraphs, typed in place or in a file of its own, with the photos that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from dvkgen.findings import NOWHERE, Mark, Written
from dvkgen.schema.value import LINE_SCHEMA, as_line, refuse_endless, wrong
from dvkgen.text import PLACED_PICTURE, ZERO_WIDTH

LONGEST_TEXT = 200_000
"""Characters at the most in a long text: about 100 pages."""


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A photo that a long text names in a line of its own: the file as typed, the caption, and where it stands."""

    file: str
    caption: str
    mark: Mark = field(default=NOWHERE, compare=False)

    def at(self, _key: str) -> Mark:
        """Return where it was written, as a record tells of its keys."""
        return self.mark


@dataclass(frozen=True, slots=True)
class LongText:
    """Prose of several paragraphs, and where its first line was written."""

    text: str
    first_line: Mark = field(default=NOWHERE, compare=False)
    line_by_line: bool = field(default=False, compare=False)

    def at(self, line: int, column: int = 0) -> Mark:
        """Return the mark of a place in the text (line and column counted from 0)."""
        if not self.line_by_line:
            return self.first_line
        start = self.first_line
        return Mark(start.path, start.line + line, start.column + column)

    @property
    def pictures(self) -> tuple[PlacedPicture, ...]:
        """The photos that stand in lines of their own."""
        lines = enumerate(self.text.split("\n")) if "![" in self.text else ()
        found = ((number, line, PLACED_PICTURE.fullmatch(line.strip())) for number, line in lines)
        return tuple(
            PlacedPicture(match[2].strip(), match[1].strip(), self.at(number, len(line) - len(line.lstrip())))
            for number, line, match in found
            if match
        )

    def at_index(self, index: int) -> Mark:
        """Return the mark of a character of the text."""
        before = self.text[:index]
        return self.at(before.count("\n"), index - (before.rfind("\n") + 1))


def _long_text(value: Any, info: ValidationInfo) -> LongText:
    if isinstance(value, dict):
        if set(value) != {"tep"} or info.context is None:
            cure = "thêm dấu | ngay sau dấu hai chấm của mục, nội dung ở các dòng dưới; hoặc ghi {tep: noi-dung.md}"
            raise wrong("phải là một đoạn văn hoặc {tep: tên tệp}", cure)
        value = info.context.text(as_line(value["tep"]))
    if not isinstance(value, str):
        raise wrong("phải là một đoạn văn", "thêm dấu | ngay sau dấu hai chấm của mục, nội dung ở các dòng dưới")
    if not ZERO_WIDTH.sub("", value).strip():
        raise wrong("để trống", "viết nội dung, hoặc xóa cả mục này")
    if re.fullmatch(r"\s*[\w./-]+\.(?:md|txt|docx?)\s*", value):
        raise wrong(f"“{value.strip()}” là tên một tệp, không phải đoạn văn", f"viết {{tep: {value.strip()}}}")
    refuse_endless(value, LONGEST_TEXT)
    if isinstance(value, Written):
        return LongText(str(value).rstrip(), value.first_line, value.line_by_line)
    return LongText(value.rstrip())


_FILE_SCHEMA = {
    "type": "object",
    "properties": {"tep": LINE_SCHEMA},
    "required": ["tep"],
    "additionalProperties": False,
    "description": "tệp .md chứa đoạn văn",
}
Prose = Annotated[LongText, PlainValidator(_long_text), WithJsonSchema({"anyOf": [LINE_SCHEMA, _FILE_SCHEMA]})]
