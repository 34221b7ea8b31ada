"""The pixels of photos: decoded once to know them, and turned into a clean copy for print.

Phone photos are stored sideways with a note in their EXIF, and Word ignores that note while WeasyPrint
keeps it: both papers therefore get the same turned, plain RGB copy.
This module is the only importer of Pillow, and is imported only when a photo is new or printed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from dvkgen.disk.seen_photo import SeenPhoto

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_MOST_PIXELS = 120_000_000
_PRINT_PIXELS = 1800
_READABLE = "dùng ảnh JPEG hoặc PNG"


def decoded(path: str, digest: str, data: bytes) -> SeenPhoto:
    """Return what the bytes of a photo show: its real pixels, or the problem with it in Vietnamese."""
    try:
        with _opened(data) as image:
            if image.width * image.height > _MOST_PIXELS:
                size = f"{image.width} × {image.height} điểm"
                return SeenPhoto(
                    path, digest, problem=f"ảnh quá lớn ({size})", cure="thu nhỏ ảnh xuống dưới 120 triệu điểm ảnh"
                )
            if image.mode == "F":
                return SeenPhoto(path, digest, problem="ảnh số thực không in được", cure=_READABLE)
            with _without_warnings():
                image.load()
                turned = image.getexif().get(0x0112, 1) >= 5
            width, height = (image.height, image.width) if turned else image.size
            return SeenPhoto(path, digest, width, height, _likeness(image))
    except UnidentifiedImageError:
        return SeenPhoto(path, digest, problem="tệp không phải ảnh đọc được", cure=_READABLE)
    except Exception:
        return SeenPhoto(
            path, digest, problem="ảnh bị hỏng hoặc thiếu dữ liệu", cure="chép lại ảnh gốc, rồi mở thử trước khi gửi"
        )


_SIDE = 16
_FLAT = 8
"""Levels of grey within which a picture is a plain surface, which has no look of its own."""


def _likeness(image: Image.Image) -> str:
    """Return in which of 16 rows of 16 pairs of neighbours the right one is lighter: a picture's look (dHash)."""
    small = ImageOps.exif_transpose(_on_white(image)).convert("L").resize((_SIDE + 1, _SIDE))
    grey = small.tobytes()
    if max(grey) - min(grey) < _FLAT:
        return ""
    rows = (grey[start : start + _SIDE + 1] for start in range(0, len(grey), _SIDE + 1))
    bits = "".join("1" if right > left else "0" for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):0{_SIDE * _SIDE // 4}x}"


def _opened(data: bytes) -> Image.Image:
    """Open a picture of one of our formats; its size is ours to judge, before anything is decoded."""
    Image.MAX_IMAGE_PIXELS = None
    with _without_warnings():
        return Image.open(BytesIO(data), formats=_FORMATS)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep Pillow's English warnings (damaged EXIF) off the screen, and let it refuse a file that is cut short.

    WeasyPrint tells Pillow to accept such files as soon as it is imported.
    """
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def print_copy(data: bytes) -> bytes:
    """Return a JPEG for print of a photo's bytes: turned upright, RGB, at most 1800 pixels a side, no metadata."""
    with _opened(data) as image, _without_warnings():
        image.draft("RGB", (2 * _PRINT_PIXELS, 2 * _PRINT_PIXELS))
        upright = ImageOps.exif_transpose(image)
        flat = _on_white(upright)
        flat.thumbnail((_PRINT_PIXELS, _PRINT_PIXELS))
        out = BytesIO()
        flat.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return image.convert("RGB")
