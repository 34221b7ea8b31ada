"""Write the list of keys in GLOSSARY.md anew, from the records: `make glossary`.

The other lists are written by people; a test holds them against the records.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from dvkgen.schema.answer import Answer
from dvkgen.schema.form import FormCatalogue
from dvkgen.schema.kinds import KINDS
from dvkgen.schema.locality import Locality
from dvkgen.schema.profile import Profile
from dvkgen.schema.record import Record, record_at
from dvkgen.schema.settings import Settings
from dvkgen.schema.unit import UnitList

HEADING = "## Keys"
GLOSSARY = Path(__file__).resolve().parent.parent / "GLOSSARY.md"


def records() -> set[type[Record]]:
    """Return every record that a user's file may hold."""
    found: set[type[Record]] = set()
    waiting: list[type[Record]] = [Locality, UnitList, Profile, FormCatalogue, Answer, Settings]
    waiting += [kind.record for kind in KINDS if kind.record]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += [inner for key in kind.keys() if (inner := record_at(kind, [key])) and inner is not kind]  # noqa: SIM118 - a method of records
    return found


def key_rows() -> Iterator[str]:
    """Yield a row for each key that is typed in YAML, with the fields that it becomes."""
    keys: dict[str, set[str]] = {}
    for kind in records():
        for name, field in kind.model_fields.items():
            keys.setdefault(field.alias or name, set()).add(name)
    for key in sorted(keys):
        yield f"| `{key}` | {', '.join(f'`{name}`' for name in sorted(keys[key]))} |"


def with_keys(glossary: str) -> str:
    """Return a glossary with its list of keys as the records have it."""
    head = glossary[: glossary.index(HEADING)]
    rows = "\n".join(key_rows())
    return (
        f"{head}{HEADING}\n\nWhat is typed in YAML, and the fields it becomes.\n\n| key | fields |\n|---|---|\n{rows}\n"
    )


if __name__ == "__main__":
    GLOSSARY.write_text(with_keys(GLOSSARY.read_text("utf-8")), "utf-8")
    sys.exit(0)
