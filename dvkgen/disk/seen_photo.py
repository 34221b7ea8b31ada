"""What a photo that a file names was found to be.

This module knows no picture library, so that whoever holds facts may hold this one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """A photo that an article names, as found on disk: pixels after orientation, or what is wrong with it.

    `likeness` is the same, save a few bits, for two copies of one picture; empty for a plain surface.
    """

    path: str
    digest: str = ""
    width: int = 0
    height: int = 0
    likeness: str = ""
    problem: str = ""
    cure: str = ""

    @property
    def pixels(self) -> int:
        """Width times height."""
        return self.width * self.height
