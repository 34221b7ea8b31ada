"""What was found wrong, and where.

A user's mistake is a value: everything that looks for mistakes returns `Finding`s, and only
`printers` turns them into text. This module stands at the bottom; everybody may import it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DvkgenError(Exception):
    """A broken environment or a wrong call, told in Vietnamese; never a mistake in a user's file."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A point in a source file: path relative to the root, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Mark("")


def mark_at(path: str, text: str, index: int) -> Mark:
    """Return the mark of the character of `text` at `index`."""
    before = text[:index]
    return Mark(path, before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)


@dataclass(frozen=True)
class Origin:
    """Where a record and each of its keys were written.

    Every Origin equals every other, so that moving a line changes no record and rebuilds nothing.
    """

    mark: Mark = field(default=NOWHERE, compare=False)
    fields: Mapping[str, Mark] = field(default_factory=dict, compare=False)


class Written(str):
    """A text as written in a file: it remembers its `mark`, and where its `first_line` of content stands.

    `line_by_line` is true where the lines of the text are lines of the file (a `|` block, a file of its
    own), so that a place inside the text can be told as a place in the file.
    """

    mark: Mark = NOWHERE
    first_line: Mark = NOWHERE
    line_by_line: bool = False


class Severity(StrEnum):
    """How grave a finding is: an error withholds papers, a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding speaks of."""

    mark: Mark
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or notice: the only shape of it, from a YAML comma to a missed quota; `manual` is its rule's page."""

    mark: Mark
    check: str
    severity: Severity
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    manual: str = field(default="", repr=False, compare=False)


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def in_order(findings: frozenset[Finding] | set[Finding] | tuple[Finding, ...] | list[Finding]) -> tuple[Finding, ...]:
    """Return findings sorted by file, line and column, the graver first where they share a place."""
    return tuple(sorted(findings, key=lambda f: (f.mark, _RANK[f.severity], f.check, f.message)))


def paths_in_error(findings: Iterable[Finding]) -> set[str]:
    """Return the files and folders in which an error stands."""
    return {finding.mark.path for finding in findings if finding.severity is Severity.ERROR}


def lies_in(path: str, wanted: tuple[str, ...]) -> bool:
    """Whether a path is one of the files and folders wanted, or below one; everything is where none is named."""
    return not wanted or any(path == place or path.startswith(f"{place}/") for place in wanted)
