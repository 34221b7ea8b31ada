"""How a repository, a locality and a year begin: `rollover`."""

from __future__ import annotations

from pathlib import Path

import click

from dvkgen.cli.options import ROOT, printed, tell


@click.command()
@click.argument("locality", metavar="ĐỊA_PHƯƠNG")
@click.argument("year", type=click.IntRange(2000, 2100), metavar="NĂM")
@click.option("--dot", "suffix", metavar="CHỮ", default="", help="Chữ sau tên kỳ, khi một nơi có hai đợt: 2026-ubnd.")
@ROOT
def rollover(locality: str, year: int, suffix: str, root: Path) -> None:
    """Mở một năm mới từ năm trước: chép những gì giữ lại, đánh dấu những gì phải xem lại."""
    from dvkgen.cli.opened import loaded
    from dvkgen.edit.rollover import rollover as roll

    rolled = roll(loaded(root), locality, year, suffix)
    click.echo(printed(tuple(rolled.notes), "text", root), nl=False)
    tell(*rolled.written, f"{len(rolled.written)} tệp đã viết, {len(rolled.notes)} chỗ phải xem lại")
