"""Addresses on the board: from a page in `build/` to papers beside it and to the files of the repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_from_bytes

from dvkgen.disk.paths import BUILD
from dvkgen.findings import Mark
from dvkgen.printers.plain import line


@dataclass(frozen=True)
class Links:
    """The addresses of one page: what leads from it to `build/` and to the root, each empty or ending with “/”."""

    to_build: str
    to_root: str

    def paper(self, target: str, file_format: str) -> str:
        """Return the address of a file of a paper."""
        return f"{self.to_build}{_quoted(target)}.{file_format}"

    def source(self, mark: Mark) -> str:
        """Return the address of a place in a file of the repository; its line is told beside it."""
        return f"{self.to_root}{_quoted(mark.path)}#L{mark.line}"

    def place(self, mark: Mark) -> dict[str, object]:
        """Return a place as a template sees it: where it leads, and how it is told."""
        return {"lien_ket": self.source(mark), "cho": line(str(mark))}


def links_from(folder: Path, root: Path) -> Links:
    """Return the addresses of a page that lies in a folder."""
    ways = (os.path.relpath(goal, folder).replace(os.sep, "/") for goal in (root / BUILD, root))
    return Links(*("" if way == "." else f"{_quoted(way)}/" for way in ways))


def _quoted(path: str) -> str:
    """Return a path as it stands in an address, whatever bytes its names are made of."""
    return quote_from_bytes(os.fsencode(path))
