"""One registered model as lists and sums ask of it: whose it is, and which field and level it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from dvkgen.schema.locality import Level, Sector
from dvkgen.schema.submission import Initiative
from dvkgen.schema.unit import Unit


@dataclass(frozen=True, slots=True)
class Subject:
    """Who carries out a model: the key by which two mentions are one, and how it is printed.

    `shown_to_all` adds the filing unit where the name alone would be ambiguous in a list of all units.
    """

    key: tuple[str, str]
    is_collective: bool
    shown: str
    shown_to_all: str


@dataclass(frozen=True)
class Entry:
    """One registered model (or “nội dung”) with everything that lists and sums ask of it.

    `partners` are the other units of a joint model.
    """

    initiative: Initiative
    unit: Unit
    subject: Subject | None
    sector: Sector | None
    level: Level | None
    partners: tuple[Unit, ...]
