"""Quotes `{{ name }}` in a text: where they stand, and the facts that take their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

_QUOTE = re.compile(r"\{\{([^{}]*)\}\}")
_QUOTED_NAME = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Quote:
    """A `{{ name }}` in a text: what stands between the braces, and where (line and column from 0)."""

    name: str
    line: int
    column: int

    @property
    def is_name(self) -> bool:
        """Whether this is a name at all; anything else between braces is plain text."""
        return bool(_QUOTED_NAME.fullmatch(self.name))


def quotes_in(text: str) -> Iterator[Quote]:
    """Yield every `{{ … }}` of a text, in order."""
    for match in _QUOTE.finditer(text):
        before = text[: match.start()]
        yield Quote(match[1].strip(), before.count("\n"), match.start() - (before.rfind("\n") + 1))


def fill_quotes(text: str, facts: Mapping[str, str], escape: Callable[[str], str] = str) -> str:
    """Return the text with each `{{ name }}` replaced by its fact; unknown names stay as typed."""

    def fact(match: re.Match[str]) -> str:
        value = facts.get(match[1].strip())
        return match[0] if value is None else escape(value)

    return _QUOTE.sub(fact, text) if "{{" in text else text
