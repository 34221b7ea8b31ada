from __future__ import annotations

from io import BytesIO
from pathlib import Path

import weasyprint  # noqa: F401 - it tells Pillow to accept files that are cut short
from PIL import Image

from dvkgen.disk.photo import read_photo


def test_a_photo_that_is_cut_short_is_refused_whatever_else_is_imported(tmp_path: Path) -> None:
    out = BytesIO()
    Image.effect_noise((400, 300), 60).save(out, "JPEG")
    (tmp_path / "a.jpg").write_bytes(out.getvalue()[:9000])
    assert "hỏng" in read_photo(tmp_path, "a.jpg").problem
