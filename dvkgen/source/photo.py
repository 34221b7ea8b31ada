"""Photos: what they are, and a clean copy for print.

Phone photos are stored sideways with a note in their EXIF, and Word ignores that note while WeasyPrint
keeps it: both papers therefore get the same turned, plain RGB copy.
This module is the only importer of Pillow, and imports it only when a photo is looked at.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from dvkgen.model.campaign import SeenPhoto
from dvkgen.source.photo_memory import PhotoMemory

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_MOST_PIXELS = 120_000_000
_PRINT_PIXELS = 1800
_READABLE = "dùng ảnh JPEG hoặc PNG"


def look_at(root: Path, path: str, memory: PhotoMemory | None = None) -> SeenPhoto:
    """Return what a photo is: its fingerprint and real pixels, or the problem with it in Vietnamese.

    The whole picture is decoded: a header alone does not show that the rest of the file is missing. A photo that
    the memory knows by its bytes is not decoded again.
    """
    if (root / path).is_dir():
        return SeenPhoto(path, problem="đây là một thư mục", cure="ghi tên tệp ảnh trong thư mục ấy")
    try:
        data = (root / path).read_bytes()
    except OSError:
        return SeenPhoto(
            path, problem="không có tệp ảnh này", cure="xem lại tên tệp, kể cả .jpg hay .jpeg, chữ hoa hay chữ thường"
        )
    digest = sha256(data).hexdigest()
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim"):
        return SeenPhoto(path, digest, problem="ảnh HEIC của iPhone không dùng được", cure="xuất lại ảnh thành JPEG")
    memory = memory or PhotoMemory(root)
    return memory.recall(path, digest) or memory.keep(_decoded(path, digest, data))


def _decoded(path: str, digest: str, data: bytes) -> SeenPhoto:
    from PIL import UnidentifiedImageError

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
            return SeenPhoto(path, digest, width, height, _look(image))
    except UnidentifiedImageError:
        return SeenPhoto(path, digest, problem="tệp không phải ảnh đọc được", cure=_READABLE)
    except (OSError, ValueError, SyntaxError):
        return SeenPhoto(
            path, digest, problem="ảnh bị hỏng hoặc thiếu dữ liệu", cure="chép lại ảnh gốc, rồi mở thử trước khi gửi"
        )


_SIDE = 16
_FLAT = 8
"""Levels of grey within which a picture is a plain surface, which has no look of its own."""


def _look(image: Image) -> str:
    """Return in which of 16 rows of 16 pairs of neighbours the right one is lighter: a picture's look (dHash)."""
    from PIL import ImageOps

    small = ImageOps.exif_transpose(_on_white(image)).convert("L").resize((_SIDE + 1, _SIDE))
    grey = small.tobytes()
    if max(grey) - min(grey) < _FLAT:
        return ""
    rows = (grey[start : start + _SIDE + 1] for start in range(0, len(grey), _SIDE + 1))
    bits = "".join("1" if right > left else "0" for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):0{_SIDE * _SIDE // 4}x}"


def _opened(data: bytes) -> Image:
    """Open a picture of one of our formats; its size is ours to judge, before anything is decoded."""
    from PIL import Image as Module

    Module.MAX_IMAGE_PIXELS = None
    with _without_warnings():
        return Module.open(BytesIO(data), formats=_FORMATS)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep Pillow's English warnings (damaged EXIF) off the screen, and let it refuse a file that is cut short.

    WeasyPrint tells Pillow to accept such files as soon as it is imported.
    """
    from PIL import ImageFile

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def print_copy(data: bytes) -> bytes:
    """Return a JPEG for print of a photo's bytes: turned upright, RGB, at most 1800 pixels a side, no metadata."""
    from PIL import ImageOps

    with _opened(data) as image, _without_warnings():
        image.draft("RGB", (2 * _PRINT_PIXELS, 2 * _PRINT_PIXELS))
        upright = ImageOps.exif_transpose(image)
        flat = _on_white(upright)
        flat.thumbnail((_PRINT_PIXELS, _PRINT_PIXELS))
        out = BytesIO()
        flat.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue()


def _on_white(image: Image) -> Image:
    from PIL import Image as Module

    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Module.new("RGBA", layered.size, "white")
        return Module.alpha_composite(white, layered).convert("RGB")
    return image.convert("RGB")
