"""What the commands share: options, paths as they are typed, and how findings and notes reach the screen."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import click

from dvkgen.cli.replay import Said
from dvkgen.disk.file import SourceLines
from dvkgen.disk.paths import BUILD, PLANS, SUBMISSIONS
from dvkgen.findings import Finding, Severity
from dvkgen.printers import FORMATS, as_markdown, as_text
from dvkgen.printers.plain import line, shown
from dvkgen.schema.layout import ENGINES
from dvkgen.text import did_you_mean, nearest

TODAY = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Xét hạn như thể hôm nay là ngày này."
)
ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Thư mục gốc, nơi có plans/ và submissions/.",
)
OWN_FRAMES = click.option(
    "--own-frames", is_flag=True, help="Cho dùng khung.docx, khung.html khác khung của dvkgen: chỉ khi đã xem kỹ."
)
PDF = click.option(
    "--pdf",
    type=click.Choice(ENGINES),
    help="Bộ xếp trang PDF; không ghi: như pdf trong dvkgen.yaml, hoặc auto (WeasyPrint nếu máy có thư viện, không thì Typst).",
)
PATHS = click.argument("paths", nargs=-1, metavar="[ĐƯỜNG_DẪN]...")


def day_of(today: datetime | None) -> date:
    """Return the day that is asked for, else today."""
    return today.date() if today else date.today()  # noqa: DTZ011 - deadlines are judged by the local calendar


def tell(*lines: str) -> None:
    """Print notes and progress, which go to standard error."""
    for text in lines:
        click.echo(line(text), err=True)


def _is_awaited(place: Path, root: Path) -> bool:
    """Whether a place that is not there yet is one that units will fill: below a locality that is known."""
    parts = place.relative_to(root).parts if place.is_relative_to(root) else ()
    return len(parts) > 1 and parts[0] in (SUBMISSIONS, BUILD) and (root / PLANS / parts[1]).is_dir()


def relative(paths: tuple[str, ...], root: Path) -> tuple[str, ...]:
    """Return paths as they stand in findings, relative to the root; they may be typed so, or from this folder."""
    here, found = root.resolve(), []
    for path in paths:
        meant = ((here / path).resolve(), Path(path).resolve())
        within = [place for place in meant if place.is_relative_to(here)]
        places = [place for place in within if place.exists()] or [
            place for place in within if _is_awaited(place, here)
        ]
        if not places:
            raise click.UsageError(f"không có “{path}” trong kho")
        found.append(places[0].relative_to(here).as_posix())
    return tuple(found)


def printed(findings: tuple[Finding, ...], format_name: str, root: Path) -> str:
    """Return findings in a format; text with the lines they stand on, in colour on a terminal."""
    if format_name == "text":
        return as_text(findings, SourceLines(root), colour=sys.stdout.isatty())
    return FORMATS[format_name](findings)


def say(said: Said) -> NoReturn:
    """Print findings and notes, and end the program with their status."""
    click.echo(said.shown, nl=False)
    tell(*said.notes)
    sys.exit(said.status)


def in_job(format_name: str) -> str:
    """Return the file into which findings of a format go besides: the summary of the job that runs, if there is one."""
    return os.environ.get("GITHUB_STEP_SUMMARY", "") if format_name == "github" else ""


def summarize(findings: tuple[Finding, ...], format_name: str) -> None:
    """Add findings to the summary of the job that runs, where it has one."""
    if job := in_job(format_name):
        with Path(job).open("a", encoding="utf-8") as file:
            file.write(as_markdown(findings))


def status(findings: tuple[Finding, ...], fail_on: str = "error") -> int:
    """Return the exit status: 1 where a finding is an error, or of the severity to fail on."""
    return int(any(f.severity is Severity.ERROR or f.severity == fail_on for f in findings))


def agreed(question: str) -> bool:
    """Return whether whoever sits at the terminal says yes; nobody does where there is none."""
    return sys.stdin.isatty() and click.prompt(f"{question} [c/K]", "", show_default=False).strip().lower() in _YES


_YES = ("c", "có", "y", "yes")


def in_vietnamese(error: click.ClickException) -> str:
    """Return what a wrong call was, in Vietnamese; our own messages are so already."""
    match error:
        case click.NoSuchOption():
            near = nearest(error.option_name, error.possibilities or ())
            return f"không có tùy chọn “{error.option_name}”" + (f"; có phải ý bạn là “{near}”?" if near else "")
        case click.MissingParameter(param=click.Parameter() as param):
            return f"thiếu {param.metavar or param.name}"
        case click.BadParameter(param=click.Parameter() as param):
            choices = (
                f"; chọn {', '.join(map(str, param.type.choices))}"
                if isinstance(param.type, click.Choice)
                else "; viết như 10/01/2027"
                if isinstance(param.type, click.DateTime)
                else ""
            )
            return f"giá trị của “{(param.opts or [param.name])[-1]}” không dùng được{choices}"
        case click.UsageError() if error.message.startswith("No such command"):
            typed = error.message.removeprefix("No such command").strip(" .'")
            group = error.ctx.command if error.ctx else None
            known = group.commands if isinstance(group, click.Group) else ()
            return f"không có lệnh “{typed}”; {did_you_mean(typed, known)}"
        case _:
            return error.format_message()


def stop(message: str, status: int) -> NoReturn:
    """End the program with one message and a status."""
    click.echo(shown(message), err=True)
    sys.exit(status)
