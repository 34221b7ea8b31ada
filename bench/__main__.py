"""Measure what the design promises against the ways in which it is done otherwise, all in one run: `make bench`.

`make bench` takes a repository of 60 made-up units besides the sample's; `make bench ARGS=--full` also 200 and 1,000, and
a list of 10,000 rows. The table and the chart go into `bench/RESULTS.md`. Figures are seconds and ratios of one run on
one machine; nothing here is a test.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from bench import peers, repository
from dvkgen.build import owed
from dvkgen.disk.pixels import print_copy
from dvkgen.document.tree import Document, Table, pictures_in
from dvkgen.load import load
from dvkgen.render import typst_pdf
from dvkgen.render.docx import render_docx
from dvkgen.render.typeset import typeset

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 22)
RESULTS = Path(__file__).with_name("RESULTS.md")
_ALONE = 12
"""Papers that are made one process each; the others are reckoned by them."""
_NAME = "chống ngập úng"
_WIDEST = 40


@dataclass(frozen=True)
class Row:
    """A measured thing: its name, seconds, how often it goes into what it is measured against, and how it was measured."""

    name: str
    seconds: float
    ratio: float | None = None
    against: str = ""

    def __str__(self) -> str:
        times = f"{self.ratio:.2f}" if self.ratio is not None else ""
        return f"| {self.name} | {self.seconds:.3f} | {times} | {self.against} |"


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def command(root: Path, *words: str) -> Callable[[], object]:
    """Return what runs a command on a repository, in a process of its own."""
    call = [sys.executable, "-m", "dvkgen", *words, "--root", str(root), "--today", DAY.isoformat()]

    def run() -> None:
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode > 1 or "Traceback" in done.stderr:
            raise SystemExit(f"{' '.join(call)} ended with {done.returncode}: {done.stderr[-400:]}")

    return run


def cold(root: Path, *words: str) -> float:
    """Return how long a build from nothing takes."""
    shutil.rmtree(root / "build", ignore_errors=True)
    return seconds(command(root, "build", *words))


def documents(root: Path) -> list[Document]:
    return [draft.compose() for draft in owed(load(root, DAY))]


def against_peers(root: Path, units: int) -> Iterator[Row]:
    """Cold builds, both formats, by each engine and by one process and two, beside the same papers made otherwise."""
    looks = load(root, DAY).stationery
    papers = documents(root)
    images = {p.digest: print_copy((root / p.path).read_bytes()) for d in papers for p in pictures_in(d)}
    of = f"{len(papers)} papers, {units} units"
    naive = seconds(lambda: peers.naive(documents(root), looks, images))
    yield Row(f"naive docxtpl and WeasyPrint, one process ({of})", naive)
    for engine in ("weasyprint", "typst"):
        one, two = (cold(root, "--pdf", engine, "-j", str(jobs)) for jobs in (1, 2))
        yield Row(f"build, {engine}, -j1", one, naive / one, "naive")
        yield Row(f"build, {engine}, -j2", two, naive / two, "naive")
        yield Row(f"… two processes, {engine}", two, one / two, "one process")
    built = two
    files = [root / f"build/{paper.target}.docx" for paper in papers]
    office = seconds(lambda: peers.office(files))
    yield Row(
        "LibreOffice, all DOCX to PDF in batches of 200", office, office / built, "build, typst, -j2, both formats"
    )
    some = [paper.target for paper in papers[:: max(1, len(papers) // _ALONE)]]
    alone = root.with_name("alone")
    shutil.copytree(root, alone, ignore=shutil.ignore_patterns("build"))
    each = seconds(lambda: peers.one_by_one(alone, some, "--pdf", "weasyprint")) / len(some) * len(papers)
    yield Row(
        f"one process per paper (reckoned from {len(some)})", each, each / built, "build, typst, -j2, both formats"
    )
    docx, stock = (
        seconds(lambda: [render_docx(paper, looks[paper.profile], images) for paper in papers]),
        seconds(lambda: [peers.naive_docx(paper, looks[paper.profile]) for paper in papers]),
    )
    yield Row("DOCX alone, all sheets", docx, stock / docx, "stock docxtpl, each sheet a file")


def with_little_to_do(root: Path, units: int) -> Iterator[Row]:
    """Builds of which nothing or one name has changed, checks, and how long a bare start takes."""
    whole = cold(root, "--pdf", "typst", "-j", "2")
    yield Row(f"cold build, typst, -j2, {units} units", whole)
    command(root, "build", "--pdf", "typst")()
    idle = min(seconds(command(root, "build", "--pdf", "typst")) for _ in range(3))
    start = min(seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True)) for _ in range(5))
    bare = [sys.executable, "-c", "import dvkgen.cli.commands"]
    imports = min(seconds(lambda: subprocess.run(bare, cwd=ROOT, check=True)) for _ in range(5))
    yield Row("a bare interpreter", start)
    yield Row("… with the command's imports", imports)
    yield Row(f"nothing to do, {units} units", idle, idle / whole, "cold build")
    file = root / "submissions/dong-da/2026/chi-bo-tdp-04/dang-ky.yaml"
    file.write_text(file.read_text("utf-8").replace(_NAME, "chống ngập"), "utf-8")
    edit = seconds(command(root, "build", "--pdf", "typst", "-j", "2"))
    yield Row(f"one name edited, {units} units", edit, edit / whole, "cold build")
    for memory in (root / "build").glob(".da-noi-*"):
        memory.unlink()
    first = seconds(command(root, "check"))
    yield Row(f"check, {units} units", first)
    yield Row("check, nothing changed", seconds(command(root, "check")), None)
    help_call = [sys.executable, "-m", "dvkgen", "--help"]
    shown = min(seconds(lambda: subprocess.run(help_call, cwd=ROOT, capture_output=True, check=True)) for _ in range(3))
    yield Row("--help", shown)


def long_list(rows: int) -> Iterator[Row]:
    """A list of many rows in both formats, by Typst."""
    found = load(ROOT, DAY)
    whole = next(d.compose() for d in owed(found) if d.target.endswith("tong-hop/danh-sach-dang-ky-xa-phuong"))
    sheet, look = whole.sheets[0], found.stationery[whole.profile]
    blocks = tuple(
        replace(b, rows=tuple(b.rows[n % len(b.rows)] for n in range(rows))) if isinstance(b, Table) else b
        for b in sheet.body
    )
    paper = typeset(replace(whole, sheets=(replace(sheet, body=blocks),)), look.profile)
    yield Row(f"DOCX of a list of {rows} rows", seconds(lambda: render_docx(paper, look, {})))
    start = perf_counter()
    laid_out = typst_pdf.lay_out(paper, look, {})
    laid_out.pdf()
    yield Row(f"PDF of it, {laid_out.page_count} pages, typst, one layout", perf_counter() - start)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row(f"… most memory of this process: {most:.0f} MB", 0.0)


def measured(folder: Path, *, full: bool) -> Iterator[Row]:
    for units in (60, 200) if full else (60,):
        yield from against_peers(repository.write(folder / f"p{units}/a", units), units)
    for units in (200, 1000) if full else (60,):
        yield from with_little_to_do(repository.write(folder / f"n{units}/a", units), units)
    if full:
        for rows in (1000, 10_000):
            yield from long_list(rows)


def chart(rows: list[Row]) -> Iterator[str]:
    """Yield bars of the seconds that all papers take, longest first."""
    whole = [row for row in rows if row.name.startswith(("naive", "build,", "LibreOffice", "one process"))]
    most = max((row.seconds for row in whole), default=1.0)
    for row in sorted(whole, key=lambda row: -row.seconds):
        yield f"{row.seconds:9.1f} s {'█' * max(1, round(row.seconds / most * _WIDEST)):<{_WIDEST}} {row.name}"


def main() -> None:
    full, rows = "--full" in sys.argv, list[Row]()
    with tempfile.TemporaryDirectory() as folder:
        for row in measured(Path(folder), full=full):
            print(row, flush=True)
            rows.append(row)
    when = datetime.now(UTC).date().isoformat()
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    head = f"# What was measured\n\n`make bench{' ARGS=--full' if full else ''}`, {when}; {machine}. Seconds of one run, everything side by side.\n"
    table = "\n".join(("| what | seconds | times | against |", "|---|---|---|---|", *map(str, rows)))
    RESULTS.write_text(f"{head}\n{table}\n\n```\n" + "\n".join(chart(rows)) + "\n```\n", "utf-8")


if __name__ == "__main__":
    main()
