"""Findings as people read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from dvkgen.findings import Finding, Mark, Severity
from dvkgen.printers.plain import NOT_SHOWN, disarmed, plain

NAMES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "thông tin"}
_COLOURS = {Severity.ERROR: 31, Severity.WARNING: 33, Severity.INFO: 36}


def as_text(findings: Sequence[Finding], source: Callable[[Mark], str] = lambda _: "", *, colour: bool = False) -> str:
    """Return findings as `file:line:column: severity: message [check]`, each with its line, its cure and other places.

    `source` gives the line of a mark.
    """
    pairs = zip(findings, plain(findings), strict=True)
    return "".join(
        f"{line}\n" for finding, clean in pairs for line in _lines(clean, source(finding.mark), colour=colour)
    )


def _lines(finding: Finding, written: str, *, colour: bool) -> list[str]:
    name = NAMES[finding.severity]
    shown = f"\x1b[{_COLOURS[finding.severity]}m{name}\x1b[0m" if colour else name
    lines = [f"{finding.mark}: {shown}: {finding.message} [{finding.check}]"]
    if finding.help:
        lines.append(f"    cách sửa: {finding.help}")
    lines += [f"    xem thêm: {related.mark}: {related.message}" for related in finding.related]
    first, *others = (_OTHER_LINE.sub("\\\\n", line) for line in lines)
    return [first, *_excerpt(finding.mark, written), *others]


_OTHER_LINE = re.compile("\n(?!    )")
"""A line break that is not ours: our own further lines are indented."""


_BEFORE, _AFTER = 60, 40
"""Characters of a long line that are shown before and after the place of a finding."""


def _excerpt(mark: Mark, written: str) -> Iterator[str]:
    """Yield the line of a finding and a caret under its place."""
    line = disarmed(NOT_SHOWN.sub(" ", written.replace("\t", " ")))
    if not line.strip() or "\0" in written:  # no text to show: a Word file
        return
    start = max(0, mark.column - 1 - _BEFORE)
    cut = line[start : mark.column - 1 + _AFTER]
    lead = ("…" if start else "") + cut[: mark.column - 1 - start]
    gutter = f"{mark.line:>6} | "
    yield f"{gutter}{'…' if start else ''}{cut}{'…' if mark.column - 1 + _AFTER < len(line) else ''}"
    yield f"{' ' * (len(gutter) - 2)}| {' ' * sum(map(_cells_of, lead))}^"


def _cells_of(character: str) -> int:
    """Return how many cells of a terminal a character takes."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def counted(findings: Sequence[Finding]) -> str:
    """Return how many findings of each severity there are, in words."""
    parts = [
        f"{count} {NAMES[severity]}"
        for severity in Severity
        if (count := sum(f.severity is severity for f in findings))
    ]
    return ", ".join(parts) or "không có lỗi"


def with_cure(finding: Finding) -> str:
    """Return what a finding says, with its cure."""
    return f"{finding.message}\nCách sửa: {finding.help}" if finding.help else finding.message
