"""What a blank form is besides a paper: the places that are filled in, and of which form it is a copy."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NAME = 64
"""Letters that Word keeps of a control's tag and of its alias."""


@dataclass(frozen=True, slots=True)
class Control:
    """Chỗ điền: a place of a blank form, which programs know by its `key` and people by its `name`.

    `kind` is that of a field of a form. What stands in it before it is filled in is what is printed.
    """

    key: str
    name: str
    kind: str = "dong"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormMark:
    """Of which form a document is a blank: its locality, the folder of its plan, the form's code."""

    locality: str
    folder: str
    code: str
