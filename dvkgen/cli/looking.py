"""What changed and where we stand: `review`, `board`, `watch`."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from dvkgen.bounds import settle
from dvkgen.cli.options import ROOT, TODAY, day_of, relative, status, tell

_FORMATS = ("text", "markdown", "html", "json")


@click.command()
@click.argument("sides", nargs=-1, metavar="[CŨ[..MỚI]] [ĐƯỜNG_DẪN]...")
@click.option("--format", "format_name", type=click.Choice(_FORMATS), default="text", help="Dạng kết quả.")
@click.option("--trang", "pages", is_flag=True, help="Vẽ các trang khác nhau, trước và sau cạnh nhau (dạng html).")
@click.option("--ra", "goal", metavar="TỆP", type=click.Path(path_type=Path), help="Ghi vào tệp này thay vì in ra.")
@TODAY
@ROOT
def review(
    sides: tuple[str, ...], format_name: str, pages: bool, goal: Path | None, today: datetime | None, root: Path
) -> None:
    """So hai bản của kho: mô hình, chỉ tiêu, văn bản nào đổi. Ví dụ: dvkgen review main, dvkgen review HEAD~1..HEAD --format html --trang."""
    old, new, paths = _named(sides, root)
    wanted = relative(paths, root)
    settle()
    from dvkgen.disk import door
    from dvkgen.review.compare import compared
    from dvkgen.review.formats import FORMATS
    from dvkgen.review.pair import pair

    with pair(root, day_of(today), old, new) as both:
        found = compared(both, wanted)
        told = found.review
        if pages:
            from dvkgen.review.pages import with_pages

            told = with_pages(found, both, os.cpu_count() or 1)
    text = FORMATS[format_name](told)
    if goal:
        door.replace(goal.resolve().parent, goal.name, text.encode())
        tell(f"đã ghi {goal}")
    else:
        click.echo(text, nl=False)
    sys.exit(status(told.born))


def _named(sides: tuple[str, ...], root: Path) -> tuple[str, str, tuple[str, ...]]:
    """Return the old side, the new one and the paths of what was typed: a side is no path that is there."""
    if not sides:
        return "", "", ()
    first, *others = sides
    if others and all((Path(side) / "plans").is_dir() for side in sides[:2]):
        return first, others[0], tuple(others[1:])
    if (root / first).exists() or Path(first).exists():
        return "", "", sides
    old, _, new = first.partition("..")
    return old, new.removeprefix("."), tuple(others)
