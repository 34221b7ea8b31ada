"""The clean copy of a photo for print."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from dvkgen.disk.photo import read_photo
from dvkgen.disk.pixels import print_copy
from tests.checks.test_limits import photo


@pytest.mark.parametrize(("mode", "value"), [("I;16", 20000), ("I", 20000)])
def test_deep_photos_are_not_printed_white(mode: str, value: int, tmp_path: Path) -> None:
    out = BytesIO()
    Image.new(mode, (1000, 1000), value).save(out, "PNG" if mode == "I;16" else "TIFF")
    with Image.open(BytesIO(print_copy(out.getvalue()))) as copy:
        assert abs(copy.convert("L").getpixel((5, 5)) - value // 256) < 4  # type: ignore[operator]


def test_photos_are_turned_upright_and_huge_ones_refused(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(photo(1200, 900, orientation=6))
    seen = read_photo(tmp_path, "x.jpg")
    assert (seen.width, seen.height) == (900, 1200)
    with Image.open(BytesIO(print_copy((tmp_path / "x.jpg").read_bytes()))) as copy:
        assert copy.size == (900, 1200)
    Image.new("1", (20000, 20000)).save(tmp_path / "to.png")
    assert "quá lớn" in read_photo(tmp_path, "to.png").problem
    assert "thư mục" in read_photo(tmp_path, ".").problem
