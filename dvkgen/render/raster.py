"""Pages of a PDF as pictures, for reviewers and for whoever types: never for paper."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image

SCALE = 1.4
"""Pixels of a picture for each point of the page: about 100 in an inch."""


def pictures(pdf: bytes) -> Iterator[Image.Image]:
    """Yield the pages of a PDF as pictures of about 100 pixels an inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            yield page.render(scale=SCALE).to_pil().convert("RGB")
            page.close()
    finally:
        document.close()


def as_png(picture: Image.Image, *, small: bool = True) -> bytes:
    """Return a picture as PNG, as small as it gets or as soon as it gets."""
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=small, compress_level=9 if small else 1)
    return file.getvalue()
