"""What changed and where we stand: `review`, `board`, `watch`."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from dvkgen.bounds import settle
from dvkgen.cli.options import PDF, ROOT, TODAY, day_of, printed, relative, status, tell
from dvkgen.disk.paths import BOARD, BUILD, PLANS
from dvkgen.findings import lies_in

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


@click.command()
@click.argument("localities", nargs=-1, metavar="[ĐỊA_PHƯƠNG]...")
@click.option(
    "--ra",
    "goal",
    metavar="THƯ_MỤC",
    type=click.Path(path_type=Path, file_okay=False),
    help="Ghi vào thư mục này thay vì build/.",
)
@TODAY
@ROOT
def board(localities: tuple[str, ...], goal: Path | None, today: datetime | None, root: Path) -> None:
    """Viết bảng theo dõi: ai đã gửi, chỉ tiêu thiếu gì, lỗi ở đâu. Ví dụ: dvkgen board dong-da --ra /tmp/bang."""
    from dvkgen.board.site import pages_of, put, put_below
    from dvkgen.build import check
    from dvkgen.build.paper_rules import template_fault
    from dvkgen.cli.opened import loaded
    from dvkgen.disk.named import made_folder
    from dvkgen.document.template import TemplateFault
    from dvkgen.text import did_you_mean

    repository, day = loaded(root, today), day_of(today)
    known = {campaign.slug for campaign in repository.campaigns}
    if unknown := [slug for slug in localities if slug not in known]:
        raise click.UsageError(f"không có địa phương “{unknown[0]}”; {did_you_mean(unknown[0], sorted(known))}")
    findings = check(repository)
    folder = made_folder(goal or repository.root / BUILD) if goal or localities else None
    try:
        pages = pages_of(repository, findings, day, folder, localities)
    except TemplateFault as fault:
        click.echo(printed((template_fault(fault, repository.root),), "text", root), nl=False)
        sys.exit(1)
    written = put_below(folder, pages) if folder else put(repository.root, pages)
    tell(*written, f"{len(written)} trang đã viết vào {goal or repository.root / BUILD}: mở {BOARD} bằng trình duyệt")
    sys.exit(status(findings))


@click.command()
@click.argument("paths", nargs=-1, metavar="[ĐƯỜNG_DẪN]...")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, help="Cổng trên 127.0.0.1; 0: cổng nào trống.")
@click.option("--mo", "opens", is_flag=True, help="Mở trình duyệt luôn.")
@PDF
@TODAY
@ROOT
def watch(paths: tuple[str, ...], port: int, opens: bool, pdf: str | None, today: datetime | None, root: Path) -> None:
    """Theo dõi trong lúc gõ: lưu tệp nào, lỗi và trang của nó hiện ngay trên trình duyệt. Ví dụ: dvkgen watch --mo."""
    from dvkgen.board.hub import Hub
    from dvkgen.board.live import Live
    from dvkgen.board.serving import serving
    from dvkgen.board.watching import changes
    from dvkgen.cli.opened import root_of

    wanted, here = relative(paths, root), root_of(root)
    live = Live(here, lambda: day_of(today), tell, Hub(), os.cpu_count() or 1, pdf or "")
    settle()
    with serving(live.site, port) as address:
        tell("đang làm lần đầu…")
        live.begin()
        tell(f"mở {address} bằng trình duyệt; Ctrl-C để dừng")
        if opens:
            from webbrowser import open_new_tab

            open_new_tab(address)
        for changed in changes(here):
            if mine := frozenset(path for path in changed if lies_in(path, wanted)):
                live.change(mine)
    tell("đã dừng")


def _named(sides: tuple[str, ...], root: Path) -> tuple[str, str, tuple[str, ...]]:
    """Return the old side, the new one and the paths of what was typed: a side is no path that is there."""
    if not sides:
        return "", "", ()
    first, *others = sides
    if others and all((Path(side) / PLANS).is_dir() for side in sides[:2]):
        return first, others[0], tuple(others[1:])
    if (root / first).exists() or Path(first).exists():
        return "", "", sides
    old, _, new = first.partition("..")
    return old, new.removeprefix("."), tuple(others)
