"""Reading one repository: records from paths, and what was found wrong on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeVar

from dvkgen.disk.folder import Listing, listing
from dvkgen.disk.photo import read_photo
from dvkgen.disk.photo_memory import PhotoMemory
from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.findings import Finding, Mark, Severity
from dvkgen.load.decode import Reading, decode, overlaid, read_mapping, read_record
from dvkgen.rules import Rule
from dvkgen.schema.record import Record

UNKNOWN_FOLDER = Rule(
    "unknown-folder",
    Severity.ERROR,
    "Tên thư mục phải là một địa phương, một kỳ, một đơn vị hoặc một loại văn bản có thật.",
)

R = TypeVar("R", bound=Record)


class Reader:
    """Reads the files of one repository and collects what it finds wrong.

    `years` tells which plan took which year, `kinds` which record each file was read as; `only` names the localities
    whose submissions are wanted, None for all.
    """

    def __init__(self, root: Path, today: date, *, fresh: bool = False, only: frozenset[str] | None = None) -> None:
        self.root, self.today, self.only = root, today, only
        self.findings: list[Finding] = []
        self.years: dict[tuple[str, str], str] = {}
        self.photos = PhotoMemory(root, fresh=fresh)
        self.kinds: dict[str, type[Record]] = {}

    def wants(self, locality: str) -> bool:
        """Whether the submissions of a locality are read."""
        return self.only is None or locality in self.only

    def error(self, path: str, rule: Rule, message: str, cure: str) -> None:
        """Note an error of a whole file or folder."""
        self.error_at(Mark(path), rule, message, cure)

    def error_at(self, mark: Mark, rule: Rule, message: str, cure: str) -> None:
        """Note an error at a place."""
        self.findings.append(rule.at(mark, message, cure))

    def list(self, folder: str) -> Listing:
        """Return what lies in a folder, keeping its findings."""
        found = listing(self.root, folder)
        self.findings.extend(found.findings)
        return found

    def read(self, kind: type[R], path: str, home: str = "") -> tuple[R | None, tuple[str, ...]]:
        """Return a record and the texts it draws in, keeping its findings."""
        self.kinds[path] = kind
        record, findings, texts = read_record(kind, self.root, path, home)
        self.findings.extend(findings)
        return record, texts

    def photo(self, reading: Reading, file: str) -> SeenPhoto:
        """Return the photo that a record names, or the problem with it."""
        try:
            return read_photo(self.root, reading.find(file), self.photos)
        except ValueError as error:
            return SeenPhoto(file, problem=str(error), cure="đặt ảnh vào cùng thư mục với tệp này")

    def read_over(self, kind: type[R], below: str, above: str) -> R | None:
        """Return the record of one file laid over another, key by key; the file below has been read before."""
        base, _ = read_mapping(self.root, below)
        self.kinds[above] = kind
        value, findings = read_mapping(self.root, above)
        self.findings.extend(findings)
        if base is None or value is None:
            return None
        record, errors = decode(kind, overlaid(base, value), Reading(self.root, above))
        self.findings.extend(error for error in errors if error.mark.path != below)
        return record
