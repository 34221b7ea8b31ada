"""Of what a paper is made, and what making it showed: the two values that the state keeps of each target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.looked import sources
from dvkgen.document.tree import Document
from dvkgen.schema.profile import Stationery

_LIBRARIES = ("weasyprint", "pydyf", "typst", "docxtpl", "xlsxwriter", "lxml", "pillow", "fonttools")


def digest(data: bytes) -> str:
    """Return the digest of some bytes, by which they are known."""
    return sha256(data).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What changes whenever a paper would: its document, the profile and frame it stands in, the program."""

    document: str
    stationery: str
    program: str

    def change_since(self, other: Fingerprint) -> str:
        """Return in Vietnamese what has changed since another one, nothing where they are the same."""
        if self.document != other.document:
            return "nội dung đổi"
        if self.stationery != other.stationery:
            return "thể thức đổi"
        return "chương trình đổi" if self.program != other.program else ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What only making a paper shows: the pages of its PDF, and how a locality's own Word file differs or fails."""

    pages: int | None = None
    difference: str = ""
    fault: str = ""


NOTHING_SEEN = Seen()


def fingerprint_of(document: Document, stationery: Stationery, engine: str) -> Fingerprint:
    """Return of what a document would be made now, and by which engine."""
    return Fingerprint(digest(repr(document).encode()), stationery.fingerprint, _program(engine))


@cache
def _program(engine: str) -> str:
    """Return the digest of the program, and of what sets the pages."""
    return digest(",".join((engine, *program().values())).encode())


@cache
def program() -> Mapping[str, str]:
    """Return what the bytes of papers depend on beside what they say, by name: the program's own sources, each library."""
    home = Path(__file__).parent.parent
    own = (
        path.as_posix().encode() + door.read(home, path) for path in sorted(p.relative_to(home) for p in sources(home))
    )
    return {"dvkgen": digest(b"".join(own)), **{name: version(name) for name in _LIBRARIES}}
