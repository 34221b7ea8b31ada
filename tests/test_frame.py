"""One source for the frame: `khung.docx` is what `tools/make_frame.py` writes, part for part."""

from __future__ import annotations

import zipfile

from tests.conftest import SAMPLE
from tools.make_frame import parts

FRAME = SAMPLE / "templates/the-thuc/khung.docx"


def test_the_frame_is_what_its_tool_writes_part_for_part() -> None:
    with zipfile.ZipFile(FRAME) as package:
        kept = {name: package.read(name).decode() for name in package.namelist()}
    assert len(kept) > 5
    assert kept == parts(), "python tools/make_frame.py templates/the-thuc/khung.docx"
