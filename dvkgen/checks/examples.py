"""The examples of every rule, those of reading and making papers too; the tests run them.

An example is a file of a small repository; the line on which the rule speaks ends in `#! name-of-the-rule`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dvkgen.disk import door

_EXAMPLES = Path(__file__).parent / "vi-du"


@dataclass(frozen=True, slots=True)
class Example:
    """A file of an example, and whether it is a wrong one."""

    is_wrong: bool
    path: str
    text: str


def examples_of(rule: str) -> Iterator[Example]:
    """Yield the files of a rule's wrong example and then of the right one; none where only a build can show it."""
    path = _EXAMPLES / f"{rule}.txt"
    for part in door.read(path.parent, path.name).decode("utf-8").split("=== ")[1:] if path.is_file() else ():
        head, _, text = part.partition("\n")
        word, _, file = head.partition(" ")
        yield Example(word == "sai", file, text)
