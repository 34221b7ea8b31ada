"""Pages before and after: only papers that say something else are set, only pages that differ are drawn and marked."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

from PIL import Image

from dvkgen.review.compare import compared
from dvkgen.review.formats import as_html, as_text
from dvkgen.review.pages import with_pages
from dvkgen.review.pair import pair
from tests.conftest import SAMPLE
from tests.review.pairs import DAY, cases

RED = (215, 40, 40)


def test_the_pages_that_differ_stand_side_by_side(tmp_path: Path) -> None:
    case = next(case for case in cases() if case.name.endswith("che-cap"))
    old, new = case.lay(tmp_path)
    with pair(new, DAY, str(old), str(new)) as both:
        review = with_pages(compared(both), both, 2)
    papers = [paper for campaign in review.campaigns for paper in campaign.papers]
    assert {paper.target: [p.new_number for p in paper.pages or ()] for paper in papers}
    pairs = [pages for paper in papers for pages in paper.pages or ()]
    assert review.drawn == sum(bool(p.old) + bool(p.new) for p in pairs) > 0
    for data in (data for p in pairs for data in (p.old, p.new) if data):
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        assert picture.width > 700
    both_sided = next(p for p in pairs if p.old and p.new)
    marked = Image.open(io.BytesIO(both_sided.new)).convert("RGB")
    assert any(abs(r - RED[0]) < 30 and g < 90 and b < 90 for _, (r, g, b) in marked.getcolors(1 << 24) or ())
    page = as_html(review)
    assert page.count("<img ") == review.drawn
    assert all(b64decode(data)[:4] == b"\x89PNG" for data in re.findall(r"base64,([^\"]+)", page))
    assert f"{review.drawn} trang đã vẽ" in as_text(review)


def test_nothing_is_drawn_where_nothing_changed(tmp_path: Path) -> None:
    case = next(case for case in cases() if case.is_empty)
    old, new = case.lay(tmp_path)
    with pair(new, DAY, str(old), str(new)) as both:
        review = with_pages(compared(both), both, 2)
    assert review.drawn == 0
    assert review.is_empty


def test_the_command_writes_one_page_and_says_so(tmp_path: Path) -> None:
    case = next(case for case in cases() if case.name.endswith("doi-ten"))
    old, new = case.lay(tmp_path)
    call = [sys.executable, "-m", "dvkgen", "review", f"{old}", f"{new}", "--root", str(new), "--today", "2026-05-20"]
    html = subprocess.run(
        [*call, "--format", "html", "--ra", str(tmp_path / "so.html")],
        cwd=SAMPLE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (html.returncode, html.stdout) == (0, "")
    assert "Nuôi lợn đất giúp 16 hộ" in (tmp_path / "so.html").read_text("utf-8")
    told = subprocess.run([*call, "--format", "json"], cwd=SAMPLE, capture_output=True, text=True, check=False)
    assert json.loads(told.stdout)["counts"]["thay đổi"] == 1
    wrong = subprocess.run(
        [*call[:4], "khong-co", "--root", str(new)], cwd=SAMPLE, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
