"""What the files that were named would change in the repository, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from dvkgen.edit.change import Change
from dvkgen.findings import Finding
from dvkgen.intake.merge import Merged


@dataclass
class Taken:
    """What a file is taken for: in words, what would be written, what differs, what is left undone, what is worth a look."""

    source: str
    what: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    photos: dict[str, bytes] = field(default_factory=dict)
    conflicts: list[Finding] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    def add(self, one: Merged) -> None:
        """Take in what it takes to have one record in the repository."""
        self.changes.extend(one.changes)
        self.photos |= one.photos
        self.conflicts.extend(one.conflicts)
        self.notes.extend(one.notes)
