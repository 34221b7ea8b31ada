"""What a user has typed, as it may be shown: no sign of it moves a cursor, turns the direction of words, or begins a line.

Everything that other people's texts reach goes through here: terminals, logs of pipelines, annotations, XML, pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from dvkgen.findings import Finding, Mark

_COMMAND = re.compile(r"^([^\S\n]*+)(::)", re.MULTILINE)
NOT_SHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)
"""Control characters but the tab and the line break, directions, tags, halves of characters."""


def shown(text: str) -> str:
    """Return a text of any number of lines with nothing in it that acts: what would is told by its number."""
    visible = NOT_SHOWN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
    return disarmed(_COMMAND.sub(r"\1·\2", visible))


def disarmed(text: str) -> str:
    """Return a text, as wide as it was, without what runners of pipelines take for a command anywhere in a line."""
    return text.replace("##[", "#·[")


def line(text: str) -> str:
    """Return a text that is one line, and stays one."""
    return shown(text.replace("\n", "\\n").replace("\t", " "))


def plain(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings whose texts may be shown anywhere: messages and cures may have lines, places have none."""
    return tuple(
        replace(
            finding,
            mark=_place(finding.mark),
            message=shown(finding.message),
            help=shown(finding.help),
            related=tuple(replace(r, mark=_place(r.mark), message=shown(r.message)) for r in finding.related),
        )
        for finding in findings
    )


def _place(mark: Mark) -> Mark:
    return replace(mark, path=line(mark.path))
