"""What comes in from units and goes out to offices: `import`, `export`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from dvkgen.cli.options import ROOT, agreed, printed, tell
from dvkgen.printers.plain import line, shown


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="TỆP...", type=click.Path(path_type=Path))
@click.option("--noi", "locality", metavar="ĐỊA_PHƯƠNG", default="", help="Tệp của địa phương nào.")
@click.option("--ky", "period", metavar="KỲ", default="", help="Tệp của đợt hoặc năm nào: 2026, 2026-ubnd.")
@click.option("--don-vi", "unit", metavar="MÃ", default="", help="Tệp của đơn vị nào: mã hoặc tên.")
@click.option(
    "--loai", "kind", metavar="LOẠI", default="", help="Tệp thuộc loại nào: dang-ky, phieu-dang-ky, trich-ngang…"
)
@click.option(
    "--ngay-gui",
    "sent_on",
    type=click.DateTime(["%d/%m/%Y", "%Y-%m-%d"]),
    help="Ngày đơn vị gửi; không ghi: lấy ngày trên văn bản.",
)
@click.option("--cot", "columns", metavar="TỆP", type=click.Path(path_type=Path), help="Tệp YAML nói cột nào là gì.")
@click.option(
    "--bang-ma", "encoding", type=click.Choice(["tcvn3", "vni"]), help="Chữ gõ theo bảng mã cũ: đổi sang Unicode."
)
@click.option("--yes", is_flag=True, help="Ghi luôn, không hỏi.")
@ROOT
def import_files(  # noqa: PLR0913, PLR0917 - one for each option
    files: tuple[Path, ...],
    locality: str,
    period: str,
    unit: str,
    kind: str,
    sent_on: datetime | None,
    columns: Path | None,
    encoding: str | None,
    yes: bool,
    root: Path,
) -> None:
    """Nhập tệp Word, Excel, CSV đơn vị gửi: xem trước rồi mới ghi. Ví dụ: dvkgen import "Danh sách TDP 1.docx" --ngay-gui 10/01/2026."""
    from dvkgen.cli.opened import loaded
    from dvkgen.intake import Intake
    from dvkgen.intake.columns import KEYS
    from dvkgen.intake.files import named_columns, received_files
    from dvkgen.intake.values import typed_day
    from dvkgen.intake.wanted import Wanted
    from dvkgen.intake.writing import proposed_columns, write

    repository = loaded(root)
    day = typed_day(sent_on) if sent_on else ""
    wanted = Wanted(locality, period, unit, kind, day, named_columns(columns) if columns else {}, encoding or "")
    intake = Intake(repository)
    taken = [intake.take(name, data, wanted) for name, data in received_files(files)]
    for one in taken:
        tell(*one.what)
        for change in one.changes:
            click.echo(shown(change.diff()), nl=False)
        tell(*(f"{path}: ảnh mới, {len(data) // 1024} KB" for path, data in one.photos.items()), *one.notes)
        click.echo(printed(tuple(one.conflicts), "text", root), nl=False)
    count = sum(len(one.changes) + len(one.photos) for one in taken)
    if count and (yes or agreed(f"Ghi {count} tệp?")):
        written = write(repository.root, taken)
        tell(f"{len(written)} tệp đã ghi")
        count = 0
    undone = [text for one in taken for text in one.undone]
    for text in undone:
        click.echo(f"chưa xong: {line(text)}")
    if names := {head: key for one in taken for head, key in one.columns.items()}:
        tell(
            "cột chưa rõ; ghi các dòng sau vào một tệp, thay bo_qua bằng điều cột ấy chứa, rồi thêm --cot TỆP:",
            *proposed_columns(names),
            "các mục: " + ", ".join(KEYS) + "; hoặc mã trường của biểu mẫu",
        )
    conflicts = sum(len(one.conflicts) for one in taken)
    if count:
        tell("chưa ghi gì" if sys.stdin.isatty() else "chưa ghi gì; thêm --yes để ghi")
    elif not undone and not conflicts:
        tell("mọi thứ trong tệp đã có trong kho" if not any(one.changes or one.photos for one in taken) else "xong")
    sys.exit(int(bool(undone or conflicts or count)))


@click.command("export")
@click.argument("locality", metavar="ĐỊA_PHƯƠNG")
@click.argument("period", metavar="KỲ")
@click.option(
    "--ra",
    "target",
    metavar="TỆP.xlsx",
    type=click.Path(path_type=Path),
    help="Ghi vào tệp nào; không ghi: build/<nơi>-<kỳ>.xlsx.",
)
@ROOT
def export(locality: str, period: str, target: Path | None, root: Path) -> None:
    """Bảng Excel: mô hình đăng ký, tổng hợp, chỉ tiêu, ai đã gửi. Ví dụ: dvkgen export dong-da 2026 --ra dong-da.xlsx."""
    from dvkgen.cli.opened import loaded
    from dvkgen.disk.named import write_named
    from dvkgen.disk.paths import BUILD
    from dvkgen.intake.outgoing import exported

    repository = loaded(root)
    campaign, year = repository.campaign_of(locality, period)
    place = target or repository.root / BUILD / f"{locality}-{period}.xlsx"
    write_named(place, exported(campaign, year))
    click.echo(line(str(place)))
