"""What a rule is: whatever is found wrong is found by one, and no finding is made in another way.

A rule stands beside the code that finds what it speaks of; the whole book is bound in `build.rule_book`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dvkgen.findings import Finding, Mark, Related, Severity


@dataclass(frozen=True, slots=True)
class Cure:
    """What `fix` may do by itself about what a rule finds: `what` names it, `mend` gives the text as it should be.

    With `keys` it mends the values at these keys of a YAML file, and each of them alone; else whole lines, those of
    prose too unless it is only about the `structure` of YAML; with `of_passages` it mends a long text as a whole, lines
    added where they are wanted. A cure `on_request` is applied where it is asked for.
    """

    what: str
    mend: Callable[[str], str]
    keys: tuple[str, ...] = ()
    of_structure: bool = False
    of_passages: bool = False
    counts_signs: bool = False
    on_request: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, how grave it is to break it, what it asks for and why (in Vietnamese), and its cures.

    A locality may weigh an adjustable rule otherwise.
    """

    name: str
    severity: Severity
    manual: str
    is_adjustable: bool = False
    cures: tuple[Cure, ...] = ()

    def at(
        self,
        mark: Mark,
        message: str,
        cure: str = "",
        *,
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """Return the finding that the rule is broken at a place; a severity of its own overrides the rule's."""
        return Finding(mark, self.name, severity or self.severity, message, cure, related, self.manual)
