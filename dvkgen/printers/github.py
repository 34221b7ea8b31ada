"""Findings for GitHub: annotations beside the lines, and the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dvkgen.findings import Finding, Severity
from dvkgen.printers.plain import plain
from dvkgen.printers.text import NAMES, counted, with_cure

MOST_ANNOTATIONS = 9
"""Annotations to print: GitHub shows ten of a kind for a step and drops the rest without a word."""
LONGEST_SUMMARY = 900_000
"""Bytes of a job's summary; GitHub refuses more than a megabyte."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(findings: Sequence[Finding]) -> str:
    """Return workflow commands that GitHub shows beside the lines: the gravest nine, and how many there are in all."""
    gravest = sorted(plain(findings), key=lambda finding: list(Severity).index(finding.severity))[:MOST_ANNOTATIONS]
    lines = [_annotation(finding) for finding in gravest]
    if len(findings) > len(gravest):
        lines.append(
            f"::notice title=dvkgen::hiển thị {len(gravest)}/{len(findings)}; tất cả ở bản tóm tắt của lần chạy này"
        )
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding) -> str:
    mark, text = finding.mark, "\n".join((with_cure(finding), *(f"{r.mark}: {r.message}" for r in finding.related)))
    place = f"file={_property(mark.path)},line={mark.line},col={mark.column},title={_property(finding.check)}"
    return f"::{_COMMANDS[finding.severity]} {place}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_markdown(findings: Sequence[Finding]) -> str:
    """Return all findings as a table for the summary of a job, cut with a count where GitHub would refuse it."""
    head = f"### dvkgen: {counted(findings)}\n\n| chỗ | mức | nội dung | cách sửa |\n|---|---|---|---|\n"
    rows: list[str] = []
    size = len(head.encode())
    for finding in plain(findings):
        said = (NAMES[finding.severity], f"{finding.message} [{finding.check}]", finding.help)
        row = f"| <code>{in_markdown(str(finding.mark))}</code> | {' | '.join(map(in_markdown, said))} |\n"
        size += len(row.encode())
        if size > LONGEST_SUMMARY:
            return f"{head}{''.join(rows)}\n… hiển thị {len(rows)}/{len(findings)}\n"
        rows.append(row)
    return head + "".join(rows) if rows else head.partition("\n")[0] + "\n"


_MEANS_SOMETHING = re.compile(r"[\\`*_{}\[\]()<>#+!|~:&\"'$@]")
_BEGINS_A_LINK = re.compile(r"www(?=\.)", re.IGNORECASE)


def in_markdown(text: str) -> str:
    """Return a text as a cell or an item of Markdown: every sign as itself, no link, picture, mention or mark-up."""
    signs = _MEANS_SOMETHING.sub(lambda sign: f"&#{ord(sign[0])};", re.sub(r"\s+", " ", text))
    # what is split by a comment is neither an address nor a person
    return _BEGINS_A_LINK.sub(r"\g<0><!-- -->", signs.replace("&#64;", "&#64;<!-- -->"))
