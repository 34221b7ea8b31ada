"""What a check is: a rule with the generator that looks for it in a campaign, named by its function."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dvkgen.campaign.campaign import Campaign
from dvkgen.findings import Mark, Related, Severity
from dvkgen.rules import Cure, Rule


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found: where, what, and how it is cured. A severity of its own overrides the rule's."""

    mark: Mark
    message: str
    help: str = ""
    severity: Severity | None = None
    related: tuple[Related, ...] = ()


Search = Callable[[Campaign], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over a campaign, and the search that finds where it is broken."""

    rule: Rule
    run: Search

    @property
    def name(self) -> str:
        """The name of its rule."""
        return self.rule.name


def check(severity: Severity, *, cures: tuple[Cure, ...] = ()) -> Callable[[Search], Check]:
    """Make a check of a generator: its rule is named after the function, whose docstring is the manual.

    Rules that are no errors are adjustable.
    """

    def make(search: Search) -> Check:
        name = getattr(search, "__name__", "").replace("_", "-")
        manual, is_adjustable = inspect.getdoc(search) or "", severity is not Severity.ERROR
        return Check(Rule(name, severity, manual, is_adjustable, cures), search)

    return make
