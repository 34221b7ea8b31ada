"""Measure what the design promises, each against the naive way of doing it, on the sample: `make bench`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from dvkgen.build import Selection, build, owed
from dvkgen.disk.pixels import print_copy
from dvkgen.document.tree import pictures_in
from dvkgen.load import load
from dvkgen.render.docx import _compile, render_docx
from dvkgen.render.pdf import _stylesheet, find_fonts, lay_out
from dvkgen.yaml import read as reader

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 22)


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of some runs."""
    best = float("inf")
    for _ in range(times):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def row(name: str, ours: float, naive: float, against: str) -> None:
    print(f"{name:<34} {ours:>8.3f} s   {naive / ours:>6.1f} x  {against} ({naive:.3f} s)")


def copy(folder: Path) -> Path:
    for part in ("plans", "submissions"):
        shutil.copytree(ROOT / part, folder / part, dirs_exist_ok=True)
    return folder


def building(root: Path) -> None:
    """A whole build with processes, one without, one with nothing to do, one with one name changed."""

    def whole(jobs: int) -> None:
        shutil.rmtree(root / "build", ignore_errors=True)
        build(load(root, DAY), Selection(), jobs, lambda _done, _of: None)

    pooled, alone = seconds(lambda: whole(2), 1), seconds(lambda: whole(1), 1)
    row("build all, 2 processes", pooled, alone, "one process")
    command = [sys.executable, "-m", "dvkgen", "build", "--today", "2026-11-22", "--root", str(root)]
    idle = seconds(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True))
    row("build with nothing to do (process)", idle, pooled, "build all")
    file = root / "submissions/dong-da/2026/chi-bo-tdp-04/dang-ky.yaml"
    file.write_text(file.read_text("utf-8").replace("chống ngập úng", "chống ngập"), "utf-8")
    row(
        "build after one name changed",
        seconds(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True), 1),
        pooled,
        "build all",
    )
    command[3] = "check"
    row(
        "check (process)",
        seconds(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True)),
        pooled,
        "build all",
    )


def rendering(root: Path) -> None:
    """One document again and again: kept frames, styles and fonts against making them anew each time."""
    repository = load(root, DAY)
    document = next(
        d for d in (draft.compose() for draft in owed(repository)) if d.target.endswith("tdp-05/bieu-tong-hop")
    )
    frame = repository.stationery[document.profile]

    def anew(forget: Callable[[], None], render: Callable[[], object]) -> Callable[[], None]:
        def work() -> None:
            for _ in range(10):
                forget()
                render()

        return work

    def forget_pdf() -> None:
        _stylesheet.cache_clear()
        find_fonts.cache_clear()

    cases: tuple[tuple[str, Callable[[], bytes], Callable[[], None]], ...] = (
        ("10 x DOCX of one tally", lambda: render_docx(document, frame, {}), _compile.cache_clear),
        ("10 x PDF of one tally", lambda: lay_out(document, frame, {}).pdf(), forget_pdf),
    )
    for name, render, forget in cases:
        render()
        row(name, seconds(anew(lambda: None, render)), seconds(anew(forget, render)), "frame, styles, fonts anew")
    article = next(d for d in (draft.compose() for draft in owed(repository)) if pictures_in(d))
    photos = {p.digest: (root / p.path).read_bytes() for p in pictures_in(article)}
    small = {digest: print_copy(data) for digest, data in photos.items()}
    ours = seconds(lambda: lay_out(article, frame, small).pdf())
    whole = seconds(lambda: lay_out(article, frame, photos).pdf())
    row("PDF of an article, photos for print", ours, whole, "photos as sent")


def reading() -> None:
    """All YAML of the sample: C parser to nodes against pure Python to nodes, and against a round-trip load."""
    from ruamel.yaml import YAML

    texts = [path.read_text("utf-8") for path in sorted(ROOT.glob("submissions/**/*.yaml"))]
    ours = seconds(lambda: [reader.read_yaml(text, "x") for text in texts])
    pure = seconds(lambda: [YAML(typ="safe", pure=True).compose(text) for text in texts], 1)
    row("YAML of the sample", ours, pure, "pure Python nodes, no values")
    row("YAML of the sample", ours, seconds(lambda: [YAML().load(text) for text in texts], 1), "round-trip load")


def remembering(root: Path) -> None:
    """Reading the sample with its photos known by their bytes against decoding them."""
    memory = root / "build/.anh.json"
    kept = seconds(lambda: load(root, DAY))

    def forgotten() -> None:
        memory.unlink(missing_ok=True)
        load(root, DAY)

    anew = seconds(forgotten)
    row("reading, photos remembered", kept, anew, "photos decoded")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = copy(Path(folder))
        reading()
        remembering(root)
        rendering(root)
        building(root)


if __name__ == "__main__":
    main()
