"""What a check is: a generator over a campaign, named by its function, with its docstring as its manual."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dvkgen.campaign.campaign import Campaign
from dvkgen.findings import Mark, Related, Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: where, what, and how it is cured. A severity of its own overrides the rule's."""

    mark: Mark
    message: str
    help: str = ""
    severity: Severity | None = None
    related: tuple[Related, ...] = ()


Rule = Callable[[Campaign], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with its name, its severity and its manual in Vietnamese."""

    name: str
    severity: Severity
    manual: str
    run: Rule


def check(severity: Severity) -> Callable[[Rule], Check]:
    """Make a check of a generator: named after the function, its docstring being the manual."""

    def make(rule: Rule) -> Check:
        name = getattr(rule, "__name__", "").replace("_", "-")
        return Check(name, severity, inspect.getdoc(rule) or "", rule)

    return make
