"""The commands: options, one call into the library, one printer, one exit. Nothing below this module reads the clock."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvkgen import __version__
from dvkgen.findings import DvkgenError, Finding, Severity
from dvkgen.printers import FORMATS, as_markdown, as_text, counted, summary, weights

if TYPE_CHECKING:
    from dvkgen.load import Repository

_TODAY = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Xét hạn như thể hôm nay là ngày này."
)
_ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Thư mục gốc, nơi có plans/ và submissions/.",
)
_PATHS = click.argument("paths", nargs=-1, metavar="[ĐƯỜNG_DẪN]...")


def main() -> None:
    """Run the command line; a broken environment ends with one message and status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        dvkgen(standalone_mode=False)
    except DvkgenError as error:
        _stop(f"dvkgen: {error}", 2)
    except click.ClickException as error:
        _stop(f"dvkgen: dùng sai: {error.format_message()}\nXem README.vi.md, mục “Việc thường gặp”", 2)
    except (click.Abort, KeyboardInterrupt):
        _stop("\ndvkgen: đã dừng; các tệp đã xong vẫn nguyên vẹn, chạy lại để làm tiếp", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _stop(message: str, status: int) -> None:
    click.echo(message, err=True)
    sys.exit(status)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dvkgen")
def dvkgen() -> None:
    """Văn bản của phong trào thi đua “Dân vận khéo”: từ YAML ra DOCX và PDF."""


@dvkgen.command()
@_PATHS
@click.option("--only", metavar="LOẠI", default="", help="Chỉ làm một loại văn bản, ví dụ: bieu-tong-hop.")
@click.option("--format", "formats", default="docx,pdf", help="docx, pdf hoặc docx,pdf.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Số tiến trình làm song song.")
@click.option("--explain", is_flag=True, help="Nói rõ vì sao mỗi văn bản được làm lại.")
@_TODAY
@_ROOT
def build(
    paths: tuple[str, ...], only: str, formats: str, jobs: int, explain: bool, today: datetime | None, root: Path
) -> None:
    """Kiểm tra rồi làm ra các văn bản trong build/."""
    from dvkgen import build as building
    from dvkgen import state

    wanted = tuple(dict.fromkeys(part.strip() for part in formats.split(",")))
    if unknown := [part for part in wanted if part not in state.FORMATS]:
        raise click.UsageError(f"không có định dạng “{unknown[0]}”; chọn docx, pdf hoặc docx,pdf")
    selection = building.Selection(_relative(paths, root), only, wanted)
    with click.progressbar(length=1, label="Đang làm văn bản", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(done: int, of: int) -> None:
            bar.length, bar.pos = of, done - 1
            bar.update(1)

        repository = _load(root, today)
        building.refuse_unknown_kind(repository, only)
        outcome = building.build(repository, selection, jobs, show)
    _print(outcome.findings, "text")
    _tell(*summary(outcome, explain=explain), *weights(repository))
    sys.exit(_status(outcome.findings))


@dvkgen.command()
@_PATHS
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="Dạng kết quả.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", help="Mức nào thì trả mã 1.")
@_TODAY
@_ROOT
def check(paths: tuple[str, ...], form: str, fail_on: str, today: datetime | None, root: Path) -> None:
    """Kiểm tra mọi tệp, không làm văn bản nào."""
    from dvkgen import build as building

    wanted = _relative(paths, root)
    repository = _load(root, today)
    found = tuple(f for f in building.check(repository) if building.lies_in(f.mark.path, wanted))
    _print(found, form)
    _tell(counted(found), *weights(repository))
    sys.exit(_status(found, fail_on))


@dvkgen.command()
def rules() -> None:
    """Sổ tay các luật kiểm tra."""
    from dvkgen.checks import CHECKS

    for rule in CHECKS:
        click.echo(f"{rule.name} ({rule.severity})\n\n    " + rule.manual.replace("\n", "\n    ").rstrip() + "\n")


@dvkgen.command()
@click.argument("locality", metavar="ĐỊA_PHƯƠNG")
@click.argument("year", type=click.IntRange(2000, 2100), metavar="NĂM")
@click.option("--dot", "word", metavar="CHỮ", default="", help="Chữ sau tên kỳ, khi một nơi có hai đợt: 2026-ubnd.")
@_ROOT
def rollover(locality: str, year: int, word: str, root: Path) -> None:
    """Mở một năm mới từ năm trước: chép những gì giữ lại, đánh dấu những gì phải xem lại."""
    from dvkgen.rollover import rollover as roll

    rolled = roll(_load(root, None), locality, year, word)
    _print(tuple(rolled.notes), "text")
    _tell(*rolled.written, f"{len(rolled.written)} tệp đã viết, {len(rolled.notes)} chỗ phải xem lại")


@dvkgen.command()
@click.argument("kind", metavar="LOẠI")
@click.argument("locality", metavar="ĐỊA_PHƯƠNG")
@_ROOT
def template(kind: str, locality: str, root: Path) -> None:
    """Viết một tệp Word để bắt đầu mẫu riêng: plans/<địa phương>/van-ban/<loại>.docx."""
    from dvkgen.build import owed
    from dvkgen.own_template import write_starting_file

    repository, wanted = _load(root, None), kind.replace("-", "_")
    _tell(write_starting_file(repository, list(owed(repository, wanted)), locality, wanted))


@dvkgen.command()
@_ROOT
def schema(root: Path) -> None:
    """Viết các JSON Schema để trình soạn thảo nhắc khi gõ: .vscode/schema/ và .vscode/settings.json."""
    from dvkgen.schema import write_schemas

    repository = _load(root, None)
    changed = write_schemas(repository)
    _print(tuple(f for f in repository.findings if f.severity is Severity.ERROR), "text")
    _tell(f"{changed} tệp đã đổi trong .vscode/")
    sys.exit(_status(repository.findings))


def _tell(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)


def _load(root: Path, today: datetime | None) -> Repository:
    from dvkgen.load import load

    if not (root / "plans").is_dir():
        raise DvkgenError(
            f"không có thư mục plans/ ở {root.resolve()}; chạy lệnh ở thư mục gốc của kho, hoặc dùng --root"
        )
    return load(root.resolve(), today.date() if today else date.today())  # noqa: DTZ011 - deadlines are judged by the local calendar


def _relative(paths: tuple[str, ...], root: Path) -> tuple[str, ...]:
    """Return paths as they stand in findings, relative to the root; they may be typed so, or from this folder."""
    here, found = root.resolve(), []
    for path in paths:
        places = [place for place in (Path(path).resolve(), (here / path).resolve()) if place.exists()]
        if not places or not places[0].is_relative_to(here):
            raise click.UsageError(f"không có “{path}” trong kho")
        found.append(places[0].relative_to(here).as_posix())
    return tuple(found)


def _print(findings: tuple[Finding, ...], form: str) -> None:
    coloured = form == "text" and sys.stdout.isatty()
    click.echo(as_text(findings, colour=True) if coloured else FORMATS[form](findings), nl=False)
    if form == "github" and (job := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(job).open("a", encoding="utf-8") as file:
            file.write(as_markdown(findings))


def _status(findings: tuple[Finding, ...], fail_on: str = "error") -> int:
    return int(any(f.severity is Severity.ERROR or f.severity == fail_on for f in findings))
