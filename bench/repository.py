"""Repositories to measure on, of any size: the sample of Đống Đa, and made-up units with what they register and report.

The same seed and size give the same files. `python -m bench.repository FOLDER UNITS` writes one.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_DOES = ("Vận động nhân dân", "Phối hợp các đoàn thể", "Tuyên truyền từng nhà", "Cùng hộ dân", "Nhóm nòng cốt")
_WHAT = ("hiến đất mở ngõ", "phân loại rác tại nhà", "thắp sáng đường thôn", "giữ sạch kênh mương", "học chữ buổi tối")
_HOW = ("trước mỗi kỳ họp", "theo từng cụm dân cư", "bằng quỹ quay vòng", "cùng trường học", "mỗi sáng thứ Bảy")
_SECTORS = ("kinh_te", "van_hoa_xa_hoi", "quoc_phong_an_ninh", "he_thong_chinh_tri")
_LEVELS = ("xa_phuong", "co_so")
_FIRST = 101
"""The number of the first made-up unit: the sample has units of lower ones."""
_MOST = 1000
"""Units of a ward at the most."""
_FEW = 5
"""Of so many units one sends an achievement brief."""


def write(folder: Path, units: int, seed: int = 7) -> Path:
    """Write a repository of so many units besides those of the sample, in wards of a thousand, and return its folder."""
    chance = random.Random(seed)
    for ward, done in enumerate(range(0, units, _MOST)):
        _write_ward(folder, f"dong-da-{ward + 1}" if ward else "dong-da", min(_MOST, units - done), chance)
    return folder


def _write_ward(folder: Path, slug: str, units: int, chance: random.Random) -> None:
    for part in ("plans/{}", "submissions/{}/2026"):
        shutil.copytree(ROOT / part.format("dong-da"), folder / part.format(slug), dirs_exist_ok=True)
    with (folder / f"plans/{slug}/don-vi.yaml").open("a", encoding="utf-8") as file:
        file.writelines(_units(units))
    for number in range(_FIRST, _FIRST + units):
        home = folder / f"submissions/{slug}/2026" / _code(number)
        home.mkdir(parents=True)
        models = chance.randint(1, 3)
        (home / "dang-ky.yaml").write_text("".join(_registration(number, models, chance)), "utf-8")
        if number % _FEW == 0:
            (home / "trich-ngang.yaml").write_text(_brief(number, chance), "utf-8")


def _code(number: int) -> str:
    return f"chi-bo-{number:05}"


def _units(units: int) -> Iterator[str]:
    for number in range(_FIRST, _FIRST + units):
        yield f"  - {{ma: {_code(number)}, ten: Chi bộ Tổ dân phố số {number}, khoi: to_dan_pho}}\n"


def _registration(number: int, models: int, chance: random.Random) -> Iterator[str]:
    yield f"ngay_gui: {chance.randint(1, 14):02}/01/2026\nmo_hinh:\n"
    for place in range(models):
        name = f"{chance.choice(_DOES)} {chance.choice(_WHAT)} {chance.choice(_HOW)} ở Tổ dân phố số {number}"
        yield f"  - ma: viec-{place}\n    ten: {name}, việc {['một', 'hai', 'ba'][place]}\n"
        yield f"    tap_the: Chi bộ Tổ dân phố số {number}\n"
        yield f"    linh_vuc: {chance.choice(_SECTORS)}\n    cap: {chance.choice(_LEVELS)}\n"


def _brief(number: int, chance: random.Random) -> str:
    done = " ".join(
        f"Đã {chance.choice(_WHAT)} {chance.choice(_HOW)} với {chance.randint(20, 90)} hộ." for _ in range(12)
    )
    return (
        f"ngay_gui: 20/9/2026\nde_nghi:\n  - tap_the: Chi bộ Tổ dân phố số {number}\n"
        f"    mo_hinh: viec-0\n    thanh_tich: {done}\n"
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
