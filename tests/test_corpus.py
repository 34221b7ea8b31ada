r"""A corpus of broken inputs, as people really err, each with everything that is found: file, line, column, rule.

`tests/cases/broken/*.txt`: `#### ` begins a case, `@ ` a file of it (with an encoding where it is not UTF-8), `> ` what
must be found. The other files are those of the small sound repository of `conftest`. `\t`, `\x0b` and `\x00` are written
out; information is left aside.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dvkgen.findings import Severity
from tests.conftest import SAMPLE, MakeRepo, findings_in

HOME = SAMPLE / "tests/cases/broken"
_ESCAPES = {"\\t": "\t", "\\x0b": "\x0b", "\\x00": "\0"}


@dataclass
class Case:
    topic: str
    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)


def _encoded(text: str, encoding: str) -> bytes:
    for escape, character in _ESCAPES.items():
        text = text.replace(escape, character)
    match encoding:
        case "nfd":
            return unicodedata.normalize("NFD", text).encode()
        case "bom-crlf":
            return text.replace("\n", "\r\n").encode("utf-8-sig")
        case _:
            return text.encode(encoding or "utf-8")


def cases() -> Iterator[Case]:
    for path in sorted(HOME.glob("*.txt")):
        for part in re.split(r"^#### ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            name, _, rest = part.partition("\n")
            case = Case(path.stem, name)
            case.wanted = re.findall(r"^> (.*)$", rest, re.MULTILINE)
            rest = re.sub(r"^> .*\n", "", rest, flags=re.MULTILINE)
            for file in re.split(r"^@ ", rest, flags=re.MULTILINE)[1:]:
                head, _, text = file.partition("\n")
                place, _, encoding = head.partition(" ")
                case.files[place] = _encoded(text, encoding)
            yield case


CASES = tuple(cases())


def test_the_corpus_is_large_and_its_names_are_distinct() -> None:
    assert len(CASES) >= 150
    assert len({(case.topic, case.name) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.topic}: {case.name}")
def test_everything_is_found_at_its_place(case: Case, repo: MakeRepo, request: pytest.FixtureRequest) -> None:
    found = findings_in(repo(case.files))
    told = [f"{f.mark} {f.check}" for f in found if f.severity is not Severity.INFO]
    if request.config.getoption("--update-golden"):
        _write(HOME / f"{case.topic}.txt", case.name, told)
    else:
        assert told == case.wanted
        assert all(f.message and not f.message.isascii() for f in found)
    assert told, "nothing is found"


def _write(path: Path, name: str, told: list[str]) -> None:
    """Put what is found at the end of a case."""
    parts = re.split(r"^(?=#### )", path.read_text("utf-8"), flags=re.MULTILINE)
    for number, part in enumerate(parts):
        if part.startswith(f"#### {name}\n"):
            kept = re.sub(r"^> .*\n", "", part, flags=re.MULTILINE)
            parts[number] = kept + "".join(f"> {line}\n" for line in told)
    path.write_text("".join(parts), "utf-8")
