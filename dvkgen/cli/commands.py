"""The commands: options, one call into the library, one printer, one exit. Nothing below this module reads the clock."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import click

from dvkgen import __version__
from dvkgen.bounds import bound_memory, bound_time
from dvkgen.cli.beginning import doctor, init, new, rollover, template
from dvkgen.cli.incoming import export, import_files
from dvkgen.cli.looking import board, review, watch
from dvkgen.cli.options import (
    OWN_FRAMES,
    PATHS,
    PDF,
    ROOT,
    TODAY,
    agreed,
    day_of,
    in_job,
    in_vietnamese,
    printed,
    relative,
    say,
    status,
    stop,
    summarize,
    tell,
)
from dvkgen.cli.replay import Replay, Said
from dvkgen.disk.paths import EVERY_FORMAT
from dvkgen.findings import DvkgenError, Severity, lies_in
from dvkgen.printers import FORMATS, counted
from dvkgen.printers.plain import line, shown
from dvkgen.render.native import has_system_libraries
from dvkgen.text import did_you_mean

_MOST_MEMORY = 2_000_000_000
"""Bytes of data that the program may hold, its workers left out, which have bounds of their own."""
_MOST_MINUTES = {"build": 240, "watch": 7 * 24 * 60}
_MOST_OTHERWISE = 15
"""Minutes that a command may take: a province's thousand units take a small part of it."""


def main() -> None:
    """Run the command line; a broken environment ends with one message and status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    signal.signal(signal.SIGTERM, _ended)
    bound_memory(_MOST_MEMORY)
    try:
        dvkgen(standalone_mode=False)
    except DvkgenError as error:
        stop(f"dvkgen: {line(str(error))}", 2)
    except (MemoryError, RecursionError):
        stop("dvkgen: kho cần quá nhiều bộ nhớ; tệp mới thêm gần đây có lẽ quá lớn hoặc lồng quá sâu", 2)
    except click.ClickException as error:
        stop(
            f"dvkgen: dùng sai: {line(in_vietnamese(error))}\nGõ dvkgen --help để xem các lệnh, dvkgen <lệnh> --help để xem cách dùng",
            2,
        )
    except (click.Abort, KeyboardInterrupt):
        stop("\ndvkgen: đã dừng; các tệp đã xong vẫn nguyên vẹn, chạy lại để làm tiếp", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _ended(number: int, _frame: object) -> None:
    """Leave in good order when the system asks to: what is half done is taken away."""
    sys.exit(128 + number)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.option("--version", is_flag=True, help="Phiên bản của chương trình.")
@click.option("--verbose", is_flag=True, help="Cùng --version: cả phiên bản Python và các thư viện.")
@click.pass_context
def dvkgen(context: click.Context, version: bool, verbose: bool) -> None:
    """Văn bản của phong trào thi đua “Dân vận khéo”: từ YAML ra DOCX và PDF."""
    if version:
        from dvkgen.cli.report import libraries

        click.echo("\n".join((f"dvkgen {__version__}", *(libraries() if verbose else ()))))
        context.exit()
    most = _MOST_MINUTES.get(context.invoked_subcommand or "", _MOST_OTHERWISE)
    bound_time(60 * most, f"dvkgen: chạy quá {most} phút; tệp mới thêm gần đây có lẽ quá lớn")
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(2)


@dvkgen.command()
@PATHS
@click.option("--only", metavar="LOẠI", default="", help="Chỉ làm một loại văn bản, ví dụ: bieu-tong-hop.")
@click.option(
    "--format",
    "formats",
    default=",".join(EVERY_FORMAT),
    help="docx, pdf, xlsx, ngăn bằng dấu phẩy; không ghi: tất cả.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, help="Số tiến trình làm song song.")
@click.option("--cluster", metavar="ĐỊA_CHỈ", help="Giao cho cụm máy Dask làm, ví dụ: tcp://may-chu:8786.")
@click.option("--explain", is_flag=True, help="Nói rõ vì sao mỗi văn bản được làm lại.")
@click.option("--fresh", is_flag=True, help="Không tin gì có sẵn trong build/: làm lại tất cả, xóa tệp thừa.")
@PDF
@OWN_FRAMES
@TODAY
@ROOT
def build(  # noqa: PLR0913, PLR0917 - one for each option
    paths: tuple[str, ...],
    only: str,
    formats: str,
    jobs: int,
    cluster: str | None,
    explain: bool,
    fresh: bool,
    pdf: str | None,
    own_frames: bool,
    today: datetime | None,
    root: Path,
) -> None:
    """Kiểm tra rồi làm ra các văn bản trong build/."""
    wanted = tuple(dict.fromkeys(part.strip() for part in formats.split(",")))
    if unknown := [part for part in wanted if part not in EVERY_FORMAT]:
        raise click.UsageError(f"không có định dạng “{unknown[0]}”; chọn docx, pdf, xlsx, ngăn bằng dấu phẩy")
    below = relative(paths, root)
    call = (below, only, wanted, explain, own_frames, pdf, has_system_libraries(), sys.stdout.isatty())
    replay = Replay(root.resolve(), day_of(today), "build", *call)
    if not fresh and (said := replay.recall()):
        say(said)
    with replay.watching() as looked:
        from dvkgen.board.site import leave
        from dvkgen.build import Selection, refuse_unknown_kind
        from dvkgen.build import build as built
        from dvkgen.build.makers import Cluster
        from dvkgen.cli.opened import loaded
        from dvkgen.cli.report import lasting, papers_left, said_of

        with click.progressbar(
            length=1, label="Đang làm văn bản", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:

            def progress(done: int, of: int) -> None:
                bar.length, bar.pos = of, done - 1
                bar.update(1)

            repository = loaded(root, today, fresh=fresh, own_frames=own_frames, pdf=pdf or "")
            refuse_unknown_kind(repository, only)
            makers = Cluster(cluster, tell) if cluster else jobs
            outcome = built(repository, Selection(below, only, wanted), makers, progress, fresh=fresh)
            boards = leave(repository, outcome, day_of(today))
        if not fresh and (next_time := lasting(outcome)):
            replay.keep(looked, (*papers_left(outcome), *boards), said_of(next_time, repository, explain=explain))
    say(said_of(outcome, repository, explain=explain))


@dvkgen.command()
@PATHS
@click.option("--format", "format_name", type=click.Choice(list(FORMATS)), default="text", help="Dạng kết quả.")
@click.option("--fail-on", type=click.Choice(["error", "warning"]), default="error", help="Mức nào thì trả mã 1.")
@OWN_FRAMES
@TODAY
@ROOT
def check(
    paths: tuple[str, ...], format_name: str, fail_on: str, own_frames: bool, today: datetime | None, root: Path
) -> None:
    """Kiểm tra mọi tệp, không làm văn bản nào."""
    wanted = relative(paths, root)
    call = (wanted, format_name, fail_on, own_frames, sys.stdout.isatty())
    replay = Replay(root.resolve(), day_of(today), "check", *call)
    if not in_job(format_name) and (said := replay.recall()):
        say(said)
    with replay.watching() as looked:
        from dvkgen.build import check as findings_of
        from dvkgen.cli.opened import loaded
        from dvkgen.cli.report import weights

        repository = loaded(root, today, own_frames=own_frames)
        found = tuple(f for f in findings_of(repository) if lies_in(f.mark.path, wanted))
        notes = (counted(found), *weights(repository))
        said = Said(printed(found, format_name, root), notes, status(found, fail_on))
        replay.keep(looked, (), said)
    summarize(found, format_name)
    say(said)


@dvkgen.command()
@click.argument("names", nargs=-1, metavar="[LUẬT]...")
def rules(names: tuple[str, ...]) -> None:
    """Sổ tay các luật kiểm tra, mỗi luật một ví dụ sai và một ví dụ đúng."""
    from dvkgen.build.rule_book import RULES
    from dvkgen.cli.report import contents, manual
    from dvkgen.edit.locality import BEGINNING
    from dvkgen.edit.rollover import ROLLOVER
    from dvkgen.intake.merge import IMPORT_CONFLICT

    told = (BEGINNING, ROLLOVER, IMPORT_CONFLICT)  # by commands that write, not by a check
    known = {**RULES, **{rule.name: rule for rule in told}}
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"không có luật “{unknown[0]}”; {did_you_mean(unknown[0], known)}")
    pages = "\n".join(manual(known[name]) for name in names or RULES)
    click.echo(pages if names else f"{contents(RULES.values())}\n{pages}", nl=False)


@dvkgen.command()
@PATHS
@ROOT
def words(paths: tuple[str, ...], root: Path) -> None:
    """Số từ đã dùng và cho phép của mọi bài có giới hạn, và câu làm quá giới hạn."""
    from dvkgen.checks.budgets import budgets_of
    from dvkgen.cli.opened import loaded
    from dvkgen.cli.report import word_budgets

    wanted, repository = relative(paths, root), loaded(root)
    found = (budget for campaign in repository.campaigns for budget in budgets_of(campaign))
    click.echo(shown(word_budgets([b for b in found if lies_in(b.mark.path, wanted)])), nl=False)
    sys.exit(status(repository.findings))


@dvkgen.command()
@PATHS
@click.option("--check", "only_check", is_flag=True, help="Chỉ nói tệp nào sẽ đổi, trả mã 1 nếu có.")
@click.option("--modeline", is_flag=True, help="Ghi dòng đầu chỉ cho trình soạn thảo biết JSON Schema của tệp.")
@ROOT
def fmt(paths: tuple[str, ...], only_check: bool, modeline: bool, root: Path) -> None:
    """Xếp lại tệp YAML cho gọn một kiểu: thứ tự mục, thụt lề, dấu nháy; không đổi giá trị, không mất ghi chú."""
    from dvkgen.cli.opened import loaded
    from dvkgen.edit.change import write
    from dvkgen.edit.fmt import formatted, left_alone

    wanted, repository = relative(paths, root), loaded(root)
    found = list(formatted(repository, wanted, modeline=modeline))
    changes = [change for change in found if change.after != change.before]
    if not only_check:
        write(root, changes)
    click.echo("".join(f"{line(change.path)}\n" for change in changes), nl=False)
    kept = (f"{change.path}: {done}" for change in found for done in change.done)
    tell(
        *kept,
        f"{len(changes)} tệp {'chưa đúng kiểu' if only_check else 'đã xếp lại'}",
        *left_alone(repository, wanted),
    )
    sys.exit(int(only_check and bool(changes)))


@dvkgen.command()
@PATHS
@click.option("--yes", is_flag=True, help="Ghi luôn, không hỏi.")
@click.option("--iso", is_flag=True, help="Đổi cả ngày đã viết đúng (15/01/2026) thành 2026-01-15.")
@ROOT
def fix(paths: tuple[str, ...], yes: bool, iso: bool, root: Path) -> None:
    """Chữa những gì chắc chắn: Unicode dựng sẵn, ký tự ẩn, CRLF, cách viết ngày, bài dán từ Word; cho xem trước rồi mới ghi."""
    from dvkgen.edit.change import write
    from dvkgen.edit.fix import cures

    changes = list(cures(root.resolve(), relative(paths, root), iso=iso))
    for change in changes:
        click.echo(shown(change.diff()), nl=False)
        tell(f"{change.path}: {'; '.join(change.done)}")
    if changes and (yes or agreed("Ghi các thay đổi này?")):
        write(root, changes)
        tell(f"{len(changes)} tệp đã chữa")
    else:
        tell("chưa ghi gì; thêm --yes để ghi" if changes else "không có gì phải chữa")


@dvkgen.command()
@ROOT
def schema(root: Path) -> None:
    """Viết các JSON Schema để trình soạn thảo nhắc khi gõ: .vscode/schema/ và .vscode/settings.json."""
    from dvkgen.cli.opened import loaded
    from dvkgen.edit.editor_schema import write_schemas

    repository = loaded(root)
    changed = write_schemas(repository)
    errors = tuple(f for f in repository.findings if f.severity is Severity.ERROR)
    click.echo(printed(errors, "text", root), nl=False)
    tell(f"{changed} tệp đã đổi trong .vscode/")
    sys.exit(status(repository.findings))


for _command in (init, new, doctor, import_files, export, review, board, watch, rollover, template):
    dvkgen.add_command(_command)
