"""What a command says at its end: what was built, which rules are weighed otherwise, the manual, the words used.

This module knows whatever the commands know; it is imported where a command has something to say.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version

from dvkgen.build import Outcome
from dvkgen.build.aftermath import NOT_MADE
from dvkgen.build.paper_rules import OUTPUT_LOCKED
from dvkgen.checks import ADJUSTABLE
from dvkgen.checks.budgets import Budget
from dvkgen.checks.examples import examples_of
from dvkgen.cli.options import printed, status
from dvkgen.cli.replay import Said
from dvkgen.disk.paths import FORMATS, SUBMISSIONS
from dvkgen.load import Repository
from dvkgen.printers.text import NAMES, counted
from dvkgen.render.engine import Engine
from dvkgen.render.native import has_system_libraries
from dvkgen.rules import Rule


def said_of(outcome: Outcome, repository: Repository, *, explain: bool) -> Said:
    """Return what is said of a build: its findings, what was done, and the status with which the command ends."""
    notes = (*summary(outcome, explain=explain), *engine_said(repository), *weights(repository))
    return Said(printed(outcome.findings, "text", repository.root), notes, status(outcome.findings))


_NOT_LASTING = frozenset({NOT_MADE.name, OUTPUT_LOCKED.name})


def lasting(outcome: Outcome) -> Outcome | None:
    """Return what the next build will do if nothing changes; None where this one does not know: papers were not made."""
    made_all = not outcome.withheld or not outcome.written
    if not made_all or any(finding.check in _NOT_LASTING for finding in outcome.findings):
        return None
    return replace(outcome, written={}, fresh=[*outcome.fresh, *outcome.written], pruned=[])


def papers_left(outcome: Outcome) -> Iterator[str]:
    """Yield the files of papers that were decided on, whether they are in `build/` or must not be."""
    targets = (*outcome.written, *outcome.fresh, *outcome.withheld)
    yield from (f"{target}.{file_format}" for target in targets for file_format in FORMATS)


def summary(outcome: Outcome, *, explain: bool) -> Iterator[str]:
    """Yield the lines that tell what a build did, with the reason for each paper where asked for."""
    if explain:
        yield from (f"  {target}: {reason}" for target, reason in sorted(outcome.written.items()))
    parts = [f"{len(outcome.written)} văn bản đã làm", f"{len(outcome.fresh)} không đổi"]
    parts += [f"{len(outcome.pruned)} đã xóa"] if outcome.pruned else []
    yield f"{', '.join(parts)} · {counted(outcome.findings)}"
    if outcome.withheld:
        yield f"{len(outcome.withheld)} văn bản chưa làm vì có lỗi ở tệp nguồn:"
        yield from (f"  {target}{_because(outcome, target)}" for target in outcome.withheld)


_LIBRARIES = (
    *("docxtpl", "jinja2", "lxml", "markdown", "pillow", "pydantic", "pydyf", "python-docx", "ruamel.yaml"),
    *("tinycss2", "tinyhtml5", "typst", "weasyprint", "fonttools"),
)
"""The libraries that read what users wrote, or write papers."""


def libraries() -> Iterator[str]:
    """Yield the versions of Python, the system and the libraries that read and write files."""
    yield f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield from (f"{name} {version(name)}" for name in sorted(_LIBRARIES))


_MOST_NAMED = 3


def _because(outcome: Outcome, target: str) -> str:
    """Return which files keep a paper back: those of units first, which hold up the papers of others."""
    files = sorted(outcome.because.get(target, ()), key=lambda path: not path.startswith(SUBMISSIONS))
    more = f" và {len(files) - _MOST_NAMED} tệp khác" if len(files) > _MOST_NAMED else ""
    return f" · chờ sửa {', '.join(files[:_MOST_NAMED])}{more}" if files else ""


def weights(repository: Repository) -> Iterator[str]:
    """Yield the rules that a locality weighs differently: no summary hides them."""
    for weight in dict.fromkeys(w for campaign in repository.campaigns for w in campaign.locality.rule_weights):
        if weight.rule in ADJUSTABLE:
            yield f"luật {weight.rule} tính là {weight.severity}: {weight.reason}"


def engine_said(repository: Repository) -> Iterator[str]:
    """Yield a line where Typst sets the pages because the system libraries of WeasyPrint are not there."""
    if repository.engine is Engine.TYPST and not has_system_libraries():
        yield "PDF do Typst xếp trang: máy này không có thư viện Pango của WeasyPrint"


def contents(rules: Iterable[Rule]) -> str:
    """Return the list of all rules, each with its severity and the first sentence of its page."""
    lines = [
        "Sổ tay các luật. Luật không phải mức lỗi thì địa phương cân nhắc lại được: kiem_tra trong dia-phuong.yaml.",
        "",
    ]
    for rule in rules:
        first = rule.manual.split("\n\n")[0].replace("\n", " ")
        lines.append(f"{rule.name:<30} {NAMES[rule.severity]:<10} {first}")
    return "\n".join(lines) + "\n"


def manual(rule: Rule) -> str:
    """Return a rule's page of the manual: name, severity, what it asks for, a wrong and a right example."""
    fixed = "" if rule.is_adjustable else ", không hạ xuống được"
    lines = [f"{rule.name} ({NAMES[rule.severity]}{fixed})", "", *_indented(rule.manual)]
    examples = list(examples_of(rule.name))
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


_MARK = re.compile(r"(?<! )[ ]++#! [\w, -]+$")
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
