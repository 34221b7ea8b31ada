"""The files that answer a plan: what units sent, and what the office adds to the plan's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.schema.answer import RegistrationSlip
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.record import Record
from dvkgen.schema.submission import Filing, Initiative, Registration


@dataclass(frozen=True)
class Filed:
    """A file that a unit sent: whose, for which year, of which kind; no record where it cannot be read.

    `name` is the file's own name where a folder of files stands for one file, else empty; `texts` are
    the files that it draws in, `photos` its photos in the order of the record.
    """

    unit: str
    year: int
    kind: str
    name: str
    path: str
    texts: tuple[str, ...]
    record: Filing | None
    photos: tuple[SeenPhoto, ...] = ()

    @property
    def initiatives(self) -> tuple[Initiative, ...]:
        """The models that it registers, as a list or as a slip."""
        match self.record:
            case Registration(initiatives=initiatives):
                return initiatives
            case RegistrationSlip() as slip:
                return (slip,)
            case _:
                return ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The file and the texts it draws in: what a paper made from it rests on."""
        return (self.path, *self.texts)


@dataclass(frozen=True)
class OfficeFile:
    """A file that the office adds to the plan's folder: of which kind, for which year; no record where it cannot be read.

    `photos` are those that its texts name, as they name them.
    """

    kind: str
    year: int
    path: str
    texts: tuple[str, ...]
    record: Record | None
    photos: Mapping[str, SeenPhoto] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """The file and the texts it draws in."""
        return (self.path, *self.texts)

    def holds(self, paper: OfficePaper) -> bool:
        """Whether it is a paper, or has it in one of its keys."""
        return self.record is paper or any(getattr(self.record, key, None) is paper for key in ("notice", "minutes"))
