"""Lists of words that rules go by, as `words/*.txt` tell them, each with its source.

A line that begins with `#` tells what a list is and where it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dvkgen.disk import door

_HOME = Path(__file__).parent / "words"


@cache
def phrases(name: str) -> tuple[str, ...]:
    """Return the lines of a list, one phrase each."""
    lines = door.read(_HOME, f"{name}.txt").decode("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list, which stand side by side on its lines."""
    return frozenset(word for line in phrases(name) for word in line.split())


@cache
def table(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return a list of names, each with the words after its colon."""
    pairs = (line.partition(":") for line in phrases(name))
    return {key: tuple(rest.split()) for key, _, rest in pairs}
