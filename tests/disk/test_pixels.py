"""The clean copy of a photo for print."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dvkgen.disk.photo import read_photo
from dvkgen.disk.pixels import print_copy
from dvkgen.findings import DvkgenError
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
    Image.new("1", (6000, 6000)).save(tmp_path / "to.png")
    assert "quá lớn" in read_photo(tmp_path, "to.png").problem
    assert "thư mục" in read_photo(tmp_path, ".").problem


def saved(form: str, mode: str, size: tuple[int, int], **options: Any) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, form, **options)
    return out.getvalue()


HUGE = {
    "webp": lambda: saved("WEBP", "RGB", (6_000, 6_000), lossless=True),
    "png": lambda: saved("PNG", "1", (12_000, 10_000)),
    "png of colours": lambda: saved("PNG", "P", (12_000, 10_000)),
    "gif": lambda: saved("GIF", "P", (12_000, 10_000)),
    "tiff": lambda: saved("TIFF", "1", (12_000, 10_000), compression="group4"),
    "bmp told larger": lambda: saved("BMP", "1", (64, 64)).replace(b"\x40\0\0\0\x40\0\0\0", b"\xff\x7f\0\0\xff\x7f\0\0", 1),
    "jpeg": lambda: saved("JPEG", "L", (12_001, 10_000)),
}  # fmt: skip


@pytest.mark.parametrize("kind", HUGE)
def test_a_huge_photo_is_refused_by_its_header(tmp_path: Path, kind: str) -> None:
    data = HUGE[kind]()
    (tmp_path / "x").write_bytes(data)
    tracemalloc.start()
    seen = read_photo(tmp_path, "x")
    with pytest.raises(DvkgenError, match="quá lớn"):
        print_copy(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "quá lớn" in seen.problem
    assert "triệu điểm ảnh" in seen.cure
    assert most < 8 * len(data) + 2_000_000


LARGEST = {
    "jpeg": lambda: saved("JPEG", "RGB", (12_000, 10_000), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"),
    "progressive jpeg": lambda: saved("JPEG", "RGB", (12_000, 10_000), progressive=True),
    "png": lambda: saved("PNG", "RGBA", (6_000, 5_000)),
    "webp": lambda: saved("WEBP", "RGBA", (6_000, 5_000), lossless=True),
    "cmyk": lambda: saved("TIFF", "CMYK", (6_000, 5_000), compression="tiff_lzw"),
    "deep": lambda: saved("PNG", "I;16", (6_000, 5_000)),
}  # fmt: skip
MEASURE = """
import re, sys
from pathlib import Path
from dvkgen.disk.photo import read_photo
from dvkgen.disk.pixels import print_copy
from dvkgen.findings import DvkgenError
seen = read_photo(Path(sys.argv[1]), "x")
print_copy((Path(sys.argv[1]) / "x").read_bytes())
print(seen.problem, seen.pixels, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
@pytest.mark.parametrize("kind", LARGEST)
def test_the_largest_photo_that_may_be_takes_less_than_a_gigabyte(tmp_path: Path, kind: str) -> None:
    (tmp_path / "x").write_bytes(LARGEST[kind]())
    done = subprocess.run([sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True)
    *problem, pixels, kilobytes = done.stdout.split()
    assert problem == []
    assert int(pixels) in (120_000_000, 30_000_000)
    assert int(kilobytes) < 1_000_000


@pytest.mark.parametrize("data", [b"", b"x", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8L", saved("PNG", "L", (9, 9))[:-40]])
def test_what_is_no_photo_any_more_is_told_when_it_is_printed(data: bytes) -> None:
    with pytest.raises(DvkgenError, match="hỏng"):
        print_copy(data)
