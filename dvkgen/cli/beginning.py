"""How a repository, a locality, a year and a file begin, and whether this machine is ready: `init`, `new`, `doctor`, `rollover`, `template`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dvkgen.cli.options import ROOT, printed, tell
from dvkgen.printers.plain import line


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


@click.command()
@click.argument("name", metavar="[THƯ_MỤC | ĐỊA_PHƯƠNG]", default="")
@click.option(
    "--tu", "like", metavar="ĐỊA_PHƯƠNG", default="", help="Mở một địa phương, làm theo một địa phương có sẵn."
)
@click.option("--ten", "title", metavar="TÊN", default="", help="Tên trong câu của địa phương mới: “phường Bình Minh”.")
@click.option("--cap-tren", "parent", metavar="TÊN", default="", help="Đảng bộ cấp trên, chữ in hoa: “ĐẢNG BỘ TỈNH …”.")
@click.option("--ky", "period", metavar="KỲ", default="", help="Năm hoặc giai đoạn của kế hoạch: 2027, 2026-2030.")
@click.option(
    "--don-vi", "units", metavar="TỆP", type=click.Path(path_type=Path), help="Danh sách đơn vị: xlsx, csv hoặc txt."
)
@ROOT
def init(name: str, like: str, title: str, parent: str, period: str, units: Path | None, root: Path) -> None:
    """Mở một kho mới, hoặc một địa phương trong kho. Ví dụ: dvkgen init binh-minh --tu long-bien --ten "phường Bình Minh" --ky 2027."""
    from dvkgen.edit.skeleton import begin

    if not like:
        if title or parent or period or units:
            raise click.UsageError("thiếu --tu: làm theo địa phương nào (long-bien, dong-da…)")
        folder = root / name if name else root
        written = begin(folder)
        tell(
            *written,
            f"{len(written)} tệp đã viết vào {folder.resolve()}",
            "tiếp theo: dvkgen init <mã> --tu long-bien --ten “…”",
        )
        return
    if not name or not title:
        raise click.UsageError(
            "thiếu mã hoặc tên của địa phương mới: dvkgen init binh-minh --tu long-bien --ten “phường Bình Minh”"
        )
    from dvkgen.edit.locality import begin_locality
    from dvkgen.intake.files import listed_units

    listed = listed_units(units) if units else ()
    begin(root)
    begun = begin_locality(root.resolve(), name, like, title, parent, period, listed)
    click.echo(printed(tuple(begun.notes), "text", root), nl=False)
    tell(
        *begun.written,
        f"{len(begun.written)} tệp đã viết, {len(begun.notes)} chỗ phải xem lại (# xem lại); rồi gõ: dvkgen check",
    )


@click.command()
@click.argument("kind", metavar="LOẠI")
@click.argument("place", metavar="ĐỊA_PHƯƠNG/NĂM/ĐƠN_VỊ")
@ROOT
def new(kind: str, place: str, root: Path) -> None:
    """Viết một tệp để điền tay: mọi mục, lựa chọn và hạn nộp. Ví dụ: dvkgen new dang_ky dong-da/2026/chi-bo-tdp-04."""
    from dvkgen.cli.opened import loaded
    from dvkgen.edit.blank_file import write_blank

    click.echo(line(write_blank(loaded(root), kind, place)))


@click.command()
@ROOT
def doctor(root: Path) -> None:
    """Xem máy này đã đủ để làm văn bản chưa, thiếu gì thì làm gì. Ví dụ: dvkgen doctor."""
    from dvkgen.cli.health import looked_at

    found = list(looked_at(root.resolve()))
    for one in found:
        mark = "có " if one.is_well else "THIẾU" if one.is_needed else "–"
        click.echo(line(f"{mark:6}{one.what}: {one.seen}" + (f"; {one.cure}" if one.cure else "")))
    sys.exit(2 * any(one.is_needed and not one.is_well for one in found))


@click.command()
@click.argument("kind", metavar="LOẠI", default="")
@click.argument("locality", metavar="ĐỊA_PHƯƠNG", default="")
@click.option(
    "--xuat", "taken_out", metavar="TỆP", default="", help="Chép một mẫu có sẵn vào templates/: van-ban/ke_hoach.html."
)
@ROOT
def template(kind: str, locality: str, taken_out: str, root: Path) -> None:
    """Viết một tệp Word để bắt đầu mẫu riêng: plans/<địa phương>/van-ban/<loại>.docx. Ví dụ: dvkgen template bao_cao_ket_qua dien-chau."""
    if taken_out:
        from dvkgen.edit.skeleton import take_out

        tell(take_out(root.resolve(), taken_out))
        return
    if not locality:
        raise click.UsageError("thiếu LOẠI và ĐỊA_PHƯƠNG, hoặc --xuat: dvkgen template bao_cao_ket_qua dien-chau")
    from dvkgen.build import startable
    from dvkgen.build.local_templates import write_starting_file
    from dvkgen.cli.opened import loaded

    repository, wanted = loaded(root), kind.replace("-", "_")
    tell(write_starting_file(repository, startable(repository, wanted), locality, wanted))
