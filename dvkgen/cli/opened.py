"""The repository that a command works on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from dvkgen.cli.options import day_of
from dvkgen.disk.paths import PLANS
from dvkgen.findings import DvkgenError
from dvkgen.load import Repository, load


def loaded(
    root: Path, today: datetime | None = None, *, fresh: bool = False, own_frames: bool = False, pdf: str = ""
) -> Repository:
    """Return the repository below a root folder, as of a day or of today; raises `DvkgenError` where there is none."""
    return load(root_of(root), day_of(today), fresh=fresh, own_frames=own_frames, pdf=pdf)


def root_of(root: Path) -> Path:
    """Return where a repository really lies; raises `DvkgenError` where there is none."""
    if not (root / PLANS).is_dir():
        raise DvkgenError(
            f"không có thư mục plans/ ở {root.resolve()}; chạy lệnh ở thư mục gốc của kho, hoặc dùng --root"
        )
    return root.resolve()
