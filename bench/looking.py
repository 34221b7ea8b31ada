"""How soon one sees: a review of one edit, the board of a thousand units in a browser, an edit under `watch`.

`python -m bench.looking` prints a table: seconds, and how often what each is measured against goes into it. Needs Chromium.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from playwright.sync_api import sync_playwright

from bench import repository
from bench.__main__ import DAY, ROOT, Row, seconds
from dvkgen.board.site import pages_of, put
from dvkgen.build import check, owed
from dvkgen.compose.desk import Draft
from dvkgen.load import load
from dvkgen.render.worker import FilesBelow, Job, Workplace, attempt

_UNIT = "submissions/dong-da/2026/chi-bo-tdp-04/dang-ky.yaml"
_PAPER = "dong-da/2026/chi-bo-tdp-04/bieu-tong-hop"
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def rows(folder: Path) -> Iterator[Row]:
    samples = folder / "mau"
    for part in ("plans", "submissions"):
        shutil.copytree(ROOT / part, samples / part)
    yield from _review(samples)
    yield from _watch(samples)
    yield from _paint(repository.write(folder / "nghin", 1000))


def _call(*words: str) -> list[str]:
    return [sys.executable, "-m", "dvkgen", *words, "--today", DAY.isoformat()]


def _review(root: Path) -> Iterator[Row]:
    """Measure a review of one edit over five localities against checking both sides, each in a process of its own."""
    git = ["git", "-C", str(root), "-c", "user.name=A", "-c", "user.email=a@b"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "a"]):
        subprocess.run([*git, *words], check=True)
    _edit(root, "210 m", "220 m")
    review, once = _call("review", "HEAD", "--root", str(root)), _call("check", "--root", str(root), "--format", "json")
    times = [seconds(lambda: subprocess.run(review, cwd=ROOT, capture_output=True, check=True)) for _ in range(5)]
    naive = sum(seconds(lambda: subprocess.run(once, cwd=ROOT, capture_output=True, check=False)) for _ in range(2))
    yield Row("check of either side, one after the other", naive)
    yield Row("review of one edit over five localities", min(times), naive / min(times), "checking both sides")
    drawn = [*review, "--format", "html", "--trang", "--ra", str(root / "so-ban.html")]
    took = seconds(lambda: subprocess.run(drawn, cwd=ROOT, capture_output=True, check=True))
    count = (root / "so-ban.html").read_text("utf-8").count("<img ")
    yield Row(f"the same with pages: {count} drawn", took)
    _edit(root, "220 m", "210 m")


def _edit(root: Path, old: str, new: str) -> None:
    text = (root / _UNIT).read_text("utf-8")
    assert old in text
    (root / _UNIT).write_text(text.replace(old, new), "utf-8")


def _watch(root: Path) -> Iterator[Row]:
    """Measure from the saving of an edit until its page is shown, against one setting of that paper in a warm process."""
    for engine in ("typst", "weasyprint"):
        known = load(root, DAY, pdf=engine)
        draft = next(draft for draft in owed(known) if draft.target == _PAPER)
        workplace = Workplace(FilesBelow(root), known.stationery, known.engine)
        made = partial(_made, draft, workplace)
        once = min(seconds(made) for _ in range(6))
        yield Row(f"one page set, {engine}", once)
        process = subprocess.Popen(
            _call("watch", "--root", str(root), "--port", "0", "--pdf", engine),
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr
        address = next(match[0] for said in process.stderr if (match := re.search(r"http://\S+", said)))
        try:
            took = min(_shown(root, address, number) for number in range(3))
        finally:
            process.terminate()
            process.wait()
        yield Row(f"watch: from saving to the picture, {engine}", took, took / once, "one page set (times slower)")


def _made(draft: Draft, workplace: Workplace) -> None:
    attempt(Job(draft.compose(), ("pdf",)), workplace)


def _shown(root: Path, address: str, number: int) -> float:
    old, new = (("xa_phuong", "co_so"), ("co_so", "xa_phuong"))[number % 2]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_QUIET))
        page = browser.new_page()
        page.goto(address)
        page.wait_for_function("() => document.getElementById('tinh-trang').dataset.chu === 'xong'")
        time.sleep(1)
        before = page.evaluate("[...document.querySelectorAll('#trang img')].map(img => img.src)")
        text = (root / _UNIT).read_text("utf-8")
        start = perf_counter()
        (root / _UNIT).write_text(text.replace(f"cap: {old}", f"cap: {new}", 1), "utf-8")
        page.wait_for_function(
            "old => [...document.querySelectorAll('#trang img')].some(i => !old.includes(i.src) && i.complete)",
            arg=before,
        )
        took = perf_counter() - start
        page.wait_for_function("() => document.getElementById('tinh-trang').dataset.chu === 'xong'")
        browser.close()
    return took


def _paint(root: Path) -> Iterator[Row]:
    """Measure the making of the board of a thousand units, and when a browser has painted it first and has loaded it."""
    known = load(root, DAY)
    findings = check(known)
    made: dict[str, str] = {}
    yield Row("board of 1,028 units made", seconds(lambda: made.update(pages_of(known, findings, DAY))))
    put(root, made)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_QUIET))
        page = browser.new_page()
        page.goto((root / "build/dong-da/index.html").as_uri())
        page.wait_for_timeout(500)
        painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
        loaded = page.evaluate("performance.timing.loadEventEnd - performance.timing.navigationStart") / 1000
        cells = page.evaluate("document.querySelectorAll('table.han td[data-loc]').length")
        browser.close()
    yield Row(f"… painted first ({cells} cells, {len(made['dong-da/index.html']) / 1e6:.1f} MB)", painted)
    yield Row("… loaded, its script run", loaded)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print("| what | seconds | times | against |\n|---|---|---|---|")
        for row in rows(Path(place)):
            print(row, flush=True)
