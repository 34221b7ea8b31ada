"""Findings, manuals and counts as people read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dvkgen.findings import Finding, Mark, Severity

if TYPE_CHECKING:
    from dvkgen.build import Outcome
    from dvkgen.checks.budgets import Budget
    from dvkgen.checks.manual import Manual
    from dvkgen.load import Repository

_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f]")
NAMES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "thông tin"}
_COLOURS = {Severity.ERROR: 31, Severity.WARNING: 33, Severity.INFO: 36}


def as_text(findings: Sequence[Finding], source: Callable[[Mark], str] = lambda _: "", *, colour: bool = False) -> str:
    """Return findings as `file:line:column: severity: message [check]`, each with its line, its cure and other places.

    `source` gives the line of a mark.
    """
    return "".join(f"{line}\n" for finding in findings for line in _lines(finding, source, colour=colour))


def _lines(finding: Finding, source: Callable[[Mark], str], *, colour: bool) -> list[str]:
    name = NAMES[finding.severity]
    shown = f"\x1b[{_COLOURS[finding.severity]}m{name}\x1b[0m" if colour else name
    lines = [f"{finding.mark}: {shown}: {finding.message} [{finding.check}]", *_excerpt(finding.mark, source)]
    if finding.help:
        lines.append(f"    cách sửa: {finding.help}")
    lines += [f"    xem thêm: {related.mark}: {related.message}" for related in finding.related]
    return lines


_BEFORE, _AFTER = 60, 40
"""Characters of a long line that are shown before and after the place of a finding."""


def _excerpt(mark: Mark, source: Callable[[Mark], str]) -> Iterator[str]:
    """Yield the line of a finding and a caret under its place."""
    line = _NOT_SHOWN.sub(" ", source(mark))
    if not line.strip():
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
    from dvkgen.checks import RULES

    for weight in dict.fromkeys(w for campaign in repository.campaigns for w in campaign.locality.rule_weights):
        rule = RULES.get(weight.rule)
        if rule and rule.is_adjustable:
            yield f"luật {weight.rule} tính là {weight.severity}: {weight.reason}"


def told(finding: Finding) -> str:
    """Return what a finding says, with its cure."""
    return f"{finding.message}\nCách sửa: {finding.help}" if finding.help else finding.message


def contents(rules: Iterable[Manual]) -> str:
    """Return the list of all rules, each with its severity and the first sentence of its page."""
    lines = [
        "Sổ tay các luật. Luật không phải mức lỗi thì địa phương cân nhắc lại được: kiem_tra trong dia-phuong.yaml.",
        "",
    ]
    for rule in rules:
        first = rule.text.split("\n\n")[0].replace("\n", " ")
        lines.append(f"{rule.name:<30} {NAMES[rule.severity]:<10} {first}")
    return "\n".join(lines) + "\n"


def manual(rule: Manual) -> str:
    """Return a rule's page of the manual: name, severity, what it asks for, a wrong and a right example."""
    fixed = "" if rule.is_adjustable else ", không hạ xuống được"
    lines = [f"{rule.name} ({NAMES[rule.severity]}{fixed})", "", *_indented(rule.text)]
    examples = list(rule.examples())
    right = {(example.path, example.text) for example in examples if not example.is_wrong}
    shared = {pair for example in examples if example.is_wrong and (pair := (example.path, example.text)) in right}
    shown = [e for e in examples if e.is_wrong or (e.path, e.text) not in shared]
    for example in sorted(shown, key=lambda e: (e.path, e.text) not in shared):
        word = "Có" if (example.path, example.text) in shared else "Sai" if example.is_wrong else "Đúng"
        lines += ["", f"    {word}, {example.path}:", ""]
        lines += [
            _MARK.sub("", f"{_POINTER if _MARK.search(x) else _PLAIN}{x}") for x in example.text.rstrip().split("\n")
        ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


_MARK = re.compile(r"[ ]+#! [\w, -]+$")
_PLAIN, _POINTER = " " * 8, "     -> "
"""What stands before the lines of an example, and before the one on which the rule speaks."""


def _indented(text: str, spaces: int = 4) -> list[str]:
    return [" " * spaces + line for line in text.rstrip("\n").split("\n")]


def word_budgets(budgets: Sequence[Budget]) -> str:
    """Return a table of limited texts: words used and allowed, LibreOffice's count, and the sentence that is too much."""
    lines = [f"{'đã dùng':>13}  {'LibreOffice':>11}  bài"] if budgets else []
    for budget in sorted(budgets, key=lambda budget: budget.mark):
        share = f"{budget.used}/{budget.limit}"
        lines.append(f"{share:>13}  {budget.used_in_libreoffice:>11}  {budget.mark}: {budget.what}")
        if crossing := budget.crossing():
            lines.append(f"{'':>13}  quá {budget.used - budget.limit} từ, từ câu {crossing.mark}: {crossing.text}")
    return "".join(f"{line}\n" for line in lines)
