"""What units filed for a year: one folder for each unit, one file or a folder of files for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import Filed
from dvkgen.disk import door
from dvkgen.disk.file import UNREADABLE_FILE
from dvkgen.disk.folder import UNKNOWN_FILE, files_below, listing
from dvkgen.disk.paths import filings_home, year_label
from dvkgen.findings import Mark, Severity
from dvkgen.load.decode import Reading
from dvkgen.load.reader import UNKNOWN_FOLDER, Reader
from dvkgen.rules import Rule
from dvkgen.schema.answer import InitiativeReport, pictures_of
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import FILED, OUTLINE, REGISTERING, form_with_fields_of, record_type
from dvkgen.schema.submission import Filing
from dvkgen.schema.unit import Unit
from dvkgen.text import did_you_mean, nearest, slug

_OF_OFFICE = ("doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "pdf", "txt")
_IMPORTED = ("docx", "xlsx", "xls", "ods", "csv")
"""Endings of files that `import` takes in."""
UNKNOWN_UNIT = Rule(
    "unknown-unit",
    Severity.ERROR,
    "Thư mục bài nộp mang mã của một đơn vị trong don-vi.yaml.",
)


@dataclass(frozen=True)
class Expected:
    """What a plan expects of units: the units of its locality, its forms, and those that come with dvkgen."""

    locality: str
    units: tuple[Unit, ...] | None
    forms: tuple[Form, ...]
    built_in: tuple[Form, ...]

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kinds of files that units may send, by the name of the file."""
        own = [form.kind for form in self.forms if form.fields and form.kind != OUTLINE.slug]
        return {slug(kind): kind for kind in (*FILED, *own)}

    def record_type(self, kind: str) -> type[Filing]:
        """Return the record of a kind: with the fields of the plan's form, else of the built-in one."""
        form = form_with_fields_of(kind)
        fields = next((f.fields for f in (*self.forms, *self.built_in) if f.kind == form and f.fields), ())
        return record_type(kind, fields)


def expected_of(campaign: Campaign) -> Expected:
    """Return what the plan of a campaign expects of units."""
    return Expected(campaign.slug, campaign.units, campaign.plan.forms, campaign.built_in)


def filed_in(reader: Reader, expected: Expected, year: int, label: str) -> Iterator[Filed]:
    """Yield every file that units sent for a year, readable or not."""
    home = filings_home(expected.locality, label)
    codes = [unit.code for unit in expected.units or ()]
    found = reader.list(home)
    for stem, path in found.files:
        message, cure = "tệp này không nằm trong thư mục của đơn vị nào", "chuyển vào thư mục mang mã đơn vị"
        reader.error(path, UNKNOWN_FILE, message, cure)
        yield _unread(expected, "", year, stem, path)
    yield from (_unread(expected, "", year, stem, path) for stem, path in found.odd)
    for unit in found.folders:
        if expected.units is not None and unit not in codes:
            message = f"thư mục “{unit}” không phải mã của một đơn vị"
            reader.error(f"{home}/{unit}", UNKNOWN_UNIT, message, did_you_mean(unit, codes))
        yield from _filed_by(reader, expected, unit, year, f"{home}/{unit}")


def registered_before(reader: Reader, expected: Expected, year: int, suffix: str) -> Iterator[Filed]:
    """Yield the registrations of the year before the period: this year's goals are compared with theirs.

    Where another plan has that year, what is wrong with them is that plan's to tell.
    """
    label = year_label(year, suffix)
    home = filings_home(expected.locality, label)
    if not door.is_folder(reader.root, home):
        return
    if (expected.locality, label) in reader.years:
        reader = Reader(reader.root, reader.today)
    else:
        reader.years[expected.locality, label] = ""
        message = f"không kế hoạch nào có kỳ “{label}”: chỉ đọc để so mục tiêu với năm nay"
        reader.findings.append(UNKNOWN_FOLDER.at(Mark(home), message, severity=Severity.INFO))
    for unit in listing(reader.root, home).folders:
        for kind in REGISTERING:
            path = f"{home}/{unit}/{slug(kind)}.yaml"
            if door.is_file(reader.root, path):
                yield _file(reader, expected, unit, year, kind, "", path)


def _filed_by(reader: Reader, expected: Expected, unit: str, year: int, home: str) -> Iterator[Filed]:
    found = reader.list(home)
    used: set[str] = set()
    for stem, path in found.files:
        if stem in expected.kinds:
            filed = _file(reader, expected, unit, year, expected.kinds[stem], "", path)
            used.update(_drawn_in(filed))
            yield filed
        else:
            message = f"không có loại tệp “{stem}.yaml”"
            reader.error(path, UNKNOWN_FILE, message, did_you_mean(stem, expected.kinds))
            yield _unread(expected, unit, year, stem, path)
    yield from (_unread(expected, unit, year, stem, path) for stem, path in found.odd)
    for folder in found.folders:
        for filed in _filed_below(reader, expected, unit, year, home, folder):
            used.update(_drawn_in(filed))
            yield filed
    for stem, path in found.others:
        if path not in used:
            _tell_other(reader, expected, stem, path)


def _tell_other(reader: Reader, expected: Expected, stem: str, path: str) -> None:
    """Report a file that is not read and that no other file speaks of: it may be what the unit meant to send."""
    kind, ending = nearest(stem, expected.kinds), path.rpartition(".")[2].lower()
    if ending in _IMPORTED:
        message, cure = (
            "máy không đọc thẳng tệp này: bài nộp là tệp .yaml",
            f'nhập nó bằng lệnh: dvkgen import "{path}"',
        )
        reader.findings.append(UNKNOWN_FILE.at(Mark(path), message, cure, severity=Severity.WARNING))
        return
    cure = f"viết {kind or slug(REGISTERING[0])}.yaml, rồi chuyển tệp này ra khỏi thư mục của đơn vị"
    if ending in _OF_OFFICE:
        cure = f"{cure}, hoặc nêu nó làm minh chứng"
    message = "máy không đọc tệp này: bài nộp là tệp .yaml"
    severity = Severity.ERROR if kind else Severity.WARNING
    reader.findings.append(UNKNOWN_FILE.at(Mark(path), message, cure, severity=severity))


def _drawn_in(filed: Filed) -> Iterator[str]:
    """Yield the files of which a file speaks: its texts, and what it names as evidence."""
    yield from filed.paths
    home = filed.path.rsplit("/", 2 if filed.name else 1)[0]
    if isinstance(filed.record, InitiativeReport):
        yield from (f"{home}/{evidence.file}" for evidence in filed.record.evidence if evidence.file)


def _filed_below(reader: Reader, expected: Expected, unit: str, year: int, home: str, folder: str) -> Iterator[Filed]:
    if folder not in expected.kinds:
        for path in files_below(reader.root, f"{home}/{folder}"):
            message = f"thư mục “{folder}” không phải một loại văn bản"
            reader.error(path, UNKNOWN_FOLDER, message, did_you_mean(folder, expected.kinds))
            yield _unread(expected, unit, year, folder, path)
        return
    inner = reader.list(f"{home}/{folder}")
    for path in (path for deeper in inner.folders for path in files_below(reader.root, f"{home}/{folder}/{deeper}")):
        message = f"tệp nằm sâu hơn một thư mục: máy chỉ đọc các tệp ngay trong {folder}/"
        reader.error(path, UNKNOWN_FILE, message, f"chuyển lên {folder}/")
        yield _unread(expected, unit, year, folder, path)
    for stem, path in inner.others:
        _tell_other(reader, expected, folder if stem else stem, path)
    for stem, path in inner.files:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem):
            cure = "đặt tên bằng chữ thường không dấu, số và gạch nối: tran-thi-b.yaml"
            reader.error(path, UNKNOWN_FILE, f"tên tệp “{stem}” không dùng được", cure)
            yield _unread(expected, unit, year, folder, path)
            continue
        yield _file(reader, expected, unit, year, expected.kinds[folder], stem, path)
    yield from (_unread(expected, unit, year, folder, path) for _, path in inner.odd)


def _file(reader: Reader, expected: Expected, unit: str, year: int, kind: str, name: str, path: str) -> Filed:
    home = path.rsplit("/", 2 if name else 1)[0]
    record, texts = reader.read(expected.record_type(kind), path, home)
    reading = Reading(reader.root, path, home)
    photos = tuple(reader.photo(reading, picture.file or "") for picture in pictures_of(record)) if record else ()
    if isinstance(record, InitiativeReport):
        _refuse_missing_evidence(reader, reading, record)
    return Filed(unit, year, kind, name, path, texts, record, photos)


def _refuse_missing_evidence(reader: Reader, reading: Reading, report: InitiativeReport) -> None:
    """Report evidence that is no photo and whose file is not in the unit's folder."""
    for evidence in report.evidence:
        if evidence.file and not evidence.is_picture:
            try:
                there = door.is_file(reader.root, reading.find(evidence.file))
            except ValueError:
                there = False
            if not there:
                message = f"không có tệp minh chứng “{evidence.file}” trong thư mục của đơn vị"
                reader.error_at(evidence.at("file"), UNREADABLE_FILE, message, "xem lại tên tệp, hoặc dùng duong_dan")


def _unread(expected: Expected, unit: str, year: int, stem: str, path: str) -> Filed:
    """Return a file that cannot be read as what it probably is: totals that would need it are withheld."""
    kind = expected.kinds.get(nearest(stem, expected.kinds) or "", "")
    return Filed(unit, year, kind, path.rsplit("/", 1)[-1], path, (), None)
