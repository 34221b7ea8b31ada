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
from dvkgen.findings import DvkgenError

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_MOST_PIXELS, _MOST_OTHERWISE = 120_000_000, 30_000_000
"""Pixels of a JPEG, which is decoded to a fraction of its size, and of other pictures, which are decoded whole."""
_LARGE = 16_000_000
_PRINT_PIXELS = 1800
_READABLE = "dùng ảnh JPEG hoặc PNG"


def decoded(path: str, digest: str, data: bytes) -> SeenPhoto:
    """Return what the bytes of a photo show: its real pixels, or the problem with it in Vietnamese.

    Its header is judged before anything is decoded; a large JPEG is decoded to a fraction of its size.
    """
    try:
        with _opened(data) as image:
            if problem := _problem(image):
                return SeenPhoto(path, digest, problem=problem[0], cure=problem[1])
            size = image.size
            with _without_warnings():
                if size[0] * size[1] > _LARGE:
                    image.draft("RGB", (_PRINT_PIXELS, _PRINT_PIXELS))
                image.load()
                turned = image.getexif().get(0x0112, 1) >= 5
            width, height = size[::-1] if turned else size
            return SeenPhoto(path, digest, width, height, _likeness(image))
    except UnidentifiedImageError:
        return SeenPhoto(path, digest, problem="tệp không phải ảnh đọc được", cure=_READABLE)
    except Exception:
        return SeenPhoto(
            path, digest, problem="ảnh bị hỏng hoặc thiếu dữ liệu", cure="chép lại ảnh gốc, rồi mở thử trước khi gửi"
        )


def _problem(image: Image.Image) -> tuple[str, str] | None:
    """Return what the header of a picture says against it, and the cure."""
    is_jpeg = image.format in ("JPEG", "MPO")
    most = _MOST_PIXELS if is_jpeg else _MOST_OTHERWISE
    if image.width * image.height > most:
        cure = f"thu nhỏ ảnh xuống dưới {most // 1_000_000} triệu điểm ảnh{'' if is_jpeg else ', hoặc lưu dạng JPEG'}"
        return f"ảnh quá lớn ({image.width} × {image.height} điểm)", cure
    return ("ảnh số thực không in được", _READABLE) if image.mode == "F" else None


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
    """Return a JPEG for print of a photo's bytes: turned upright, RGB, at most 1800 pixels a side, no metadata.

    Raises DvkgenError where they are no photo that may be printed: the file was another one a moment ago.
    """
    try:
        with _opened(data) as image, _without_warnings():
            if problem := _problem(image):
                raise DvkgenError(problem[0])
            image.draft("RGB", (_PRINT_PIXELS, _PRINT_PIXELS))  # decoded no larger than it needs to be
            upright = ImageOps.exif_transpose(image)
            flat = _on_white(upright)
            flat.thumbnail((_PRINT_PIXELS, _PRINT_PIXELS))
            out = BytesIO()
            flat.save(out, "JPEG", quality=88, optimize=True)
            return out.getvalue()
    except (DvkgenError, MemoryError):
        raise
    except Exception as error:
        raise DvkgenError("ảnh bị hỏng, hoặc vừa bị đổi") from error


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return image.convert("RGB")
