"""A change to a user's file: shown before it is made, and made as a whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from dvkgen.disk import door
from dvkgen.findings import DvkgenError


@dataclass(frozen=True, slots=True)
class Change:
    """A file that would be written anew: its path from the root, before and after, and what was done, in words."""

    path: str
    before: str
    after: str
    done: tuple[str, ...] = ()

    def diff(self) -> str:
        """Return the change as a unified diff."""
        lines = unified_diff(_lines(self.before), _lines(self.after), f"a/{self.path}", f"b/{self.path}")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")]


def write(root: Path, changes: Sequence[Change]) -> None:
    """Write changed files, each as a whole; raises `DvkgenError` where one cannot be written."""
    for change in changes:
        try:
            door.replace(root, change.path, change.after.encode())
        except OSError as error:
            raise DvkgenError(f"không ghi được {change.path}: {error.strerror}; xem lại quyền ghi") from None
