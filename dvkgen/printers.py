"""Findings to text and JSON; the only place where a finding becomes words on a screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dvkgen.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from dvkgen.build import Outcome
    from dvkgen.load import Repository

_NAMES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "thông tin"}
_COLOURS = {Severity.ERROR: 31, Severity.WARNING: 33, Severity.INFO: 36}


def as_text(findings: Sequence[Finding], *, colour: bool = False) -> str:
    """Return findings as `file:line:column: severity: message [check]`, each with its cure and the places it speaks of."""
    return "".join(f"{line}\n" for finding in findings for line in _lines(finding, colour=colour))


def _lines(finding: Finding, *, colour: bool) -> list[str]:
    name = _NAMES[finding.severity]
    shown = f"\x1b[{_COLOURS[finding.severity]}m{name}\x1b[0m" if colour else name
    lines = [f"{finding.mark}: {shown}: {finding.message} [{finding.check}]"]
    if finding.help:
        lines.append(f"    cách sửa: {finding.help}")
    lines += [f"    xem thêm: {related.mark}: {related.message}" for related in finding.related]
    return lines


def as_json(findings: Sequence[Finding]) -> str:
    """Return findings as a JSON list, in the shape of the contract."""
    return json.dumps([_fields(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def _fields(finding: Finding) -> dict[str, object]:
    mark = finding.mark
    return {
        "path": mark.path,
        "line": mark.line,
        "column": mark.column,
        "check": finding.check,
        "severity": str(finding.severity),
        "message": finding.message,
        "help": finding.help,
        "related": [_place(related) for related in finding.related],
    }


def _place(related: Related) -> dict[str, object]:
    return {
        "path": related.mark.path,
        "line": related.mark.line,
        "column": related.mark.column,
        "message": related.message,
    }


FORMATS: Mapping[str, Callable[[Sequence[Finding]], str]] = {"text": as_text, "json": as_json}


def counted(findings: Sequence[Finding]) -> str:
    """Return how many findings of each severity there are, in words."""
    parts = [
        f"{count} {_NAMES[severity]}"
        for severity in Severity
        if (count := sum(f.severity is severity for f in findings))
    ]
    return ", ".join(parts) or "không có lỗi"


def summary(outcome: Outcome, *, explain: bool) -> Iterator[str]:
    """Yield the lines that tell what a build did, with the reason for each paper where asked for."""
    if explain:
        yield from (f"  {target}: {reason}" for target, reason in sorted(outcome.written.items()))
    parts = [f"{len(outcome.written)} văn bản đã làm", f"{len(outcome.fresh)} không đổi"]
    parts += [f"{len(outcome.pruned)} đã xóa"] if outcome.pruned else []
    yield f"{', '.join(parts)} · {counted(outcome.findings)}"
    if outcome.withheld:
        yield f"{len(outcome.withheld)} văn bản chưa làm vì có lỗi ở tệp nguồn:"
        yield from (f"  {target}" for target in outcome.withheld)


def weights(repository: Repository) -> Iterator[str]:
    """Yield the rules that a locality weighs differently: no summary hides them."""
    for weight in dict.fromkeys(w for campaign in repository.campaigns for w in campaign.locality.rule_weights):
        yield f"luật {weight.rule} tính là {weight.severity}: {weight.reason}"
