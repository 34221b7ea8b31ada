"""Draw the photos of the samples: plain pictures of at least one megapixel, the same bytes each time."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent / "submissions"
PHOTOS = {
    "dong-da/2026/chi-bo-tdp-05/anh/doi-thoai.jpg": (1440, 1080),
    "dong-da/2026/chi-bo-tdp-05/anh/ban-giao.jpg": (1440, 960),
    "dong-da/2026/chi-bo-tdp-05/anh/ngo-moi.jpg": (1080, 1440),
    "dong-da/2026/chi-bo-tieu-hoc-binh-minh/anh/cong-truong.jpg": (1440, 960),
    "dong-da/2026/chi-bo-tieu-hoc-binh-minh/anh/bep-an.jpg": (1280, 960),
    "dong-da/2026/chi-bo-hanh-chinh-cong/anh/quay-luu-dong.jpg": (1440, 960),
    "dong-da/2026/chi-bo-hanh-chinh-cong/anh/ho-so-tan-nha.jpg": (1280, 960),
    "dong-da/2026/chi-bo-hanh-chinh-cong/anh/tra-loi-48-gio.jpg": (1440, 1080),
    "dien-chau/2026/hoi-phu-nu/anh/can-phe-lieu.jpg": (1440, 960),
    "dien-chau/2026/hoi-phu-nu/anh/trao-the.jpg": (1440, 960),
}


def street(size: tuple[int, int], seed: int) -> Image.Image:
    """Return a street: sky, a row of houses with windows, a road, people as plain figures."""
    width, height = size
    chance = random.Random(seed)
    picture = Image.new("RGB", size, (176, 212, 232))
    draw = ImageDraw.Draw(picture)
    ground = height * 7 // 10
    draw.rectangle((0, ground, width, height), fill=(120, 116, 110))
    left = 0
    while left < width:
        right = left + chance.randint(width // 9, width // 5)
        _house(draw, (left, chance.randint(height // 6, height * 4 // 10), right, ground), chance)
        left = right
    for _ in range(chance.randint(5, 9)):
        _person(
            draw,
            chance.randint(width // 12, width * 11 // 12),
            chance.randint(ground + height // 9, height - 10),
            height,
            chance,
        )
    return picture


def _house(draw: ImageDraw.ImageDraw, box: tuple[int, int, int, int], chance: random.Random) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, fill=tuple(chance.randint(150, 235) for _ in range(3)), outline=(90, 80, 70), width=3)
    step = max(40, (right - left) // 3)
    for x in range(left + 18, right - 30, step):
        for y in range(top + 24, bottom - 60, 84):
            draw.rectangle((x, y, x + 30, y + 44), fill=(70, 96, 120), outline=(240, 236, 226), width=3)


def _person(draw: ImageDraw.ImageDraw, x: int, foot: int, height: int, chance: random.Random) -> None:
    tall = height // 6
    head = tall // 5
    coat = tuple(chance.randint(30, 200) for _ in range(3))
    draw.ellipse((x - head // 2, foot - tall, x + head // 2, foot - tall + head), fill=(226, 186, 150))
    draw.rectangle((x - head, foot - tall + head, x + head, foot - tall // 3), fill=coat)
    draw.rectangle((x - head // 2, foot - tall // 3, x + head // 2, foot), fill=(50, 54, 64))


def main() -> None:
    """Write every photo below the sample submissions."""
    for seed, (name, size) in enumerate(PHOTOS.items()):
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        street(size, seed).save(path, "JPEG", quality=82)


if __name__ == "__main__":
    main()
