"""Values to records: every error of a file at once, each with its mark and a Vietnamese message.

Messages hang on pydantic's error types, never on its English sentences. Files that a record names
(`{tep: …}`) are read through the `Reading` handed to the validators.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dvkgen.disk import door
from dvkgen.disk.file import UNREADABLE_FILE, read_text
from dvkgen.disk.paths import PLANS, SHARED
from dvkgen.findings import Finding, Mark, Origin, Severity, Written
from dvkgen.load.to_review import left_to_review
from dvkgen.rules import Rule
from dvkgen.schema.record import Record, record_at
from dvkgen.schema.value import WRONG_VALUE, mistake
from dvkgen.text import did_you_mean, nearest, nfc
from dvkgen.yaml.read import YAML_SYNTAX, read_yaml, slips_of_sentence
from dvkgen.yaml.written import WrittenList, WrittenMap

UNKNOWN_KEY = Rule(
    "unknown-key",
    Severity.ERROR,
    "Mỗi mục phải là một mục có trong hướng dẫn, ở đúng chỗ của nó; gõ sai thì máy nêu mục gần nhất.",
)
MISSING_KEY = Rule(
    "missing-key",
    Severity.ERROR,
    "Các mục bắt buộc phải có: lỗi đứng ở chỗ lẽ ra có mục ấy.",
)
WRONG_TYPE = Rule(
    "wrong-type",
    Severity.ERROR,
    "Chỗ của một danh sách viết danh sách (“- ”), chỗ của các mục con viết các mục con.",
)

R = TypeVar("R", bound=Record)


class Reading:
    """What the validators of one file may ask for: the files it names, and a place for warnings."""

    def __init__(self, root: Path, path: str, home: str = "") -> None:
        self.root = root
        self.folder = PurePosixPath(home) if home else PurePosixPath(path).parent
        self.findings: list[Finding] = []
        self.texts: list[str] = []

    def note(self, finding: Finding) -> None:
        """Note a finding about a value that is accepted all the same."""
        self.findings.append(finding)

    def find(self, name: str) -> str:
        """Return the path of a file named in a record; it starts at the plan's or unit's folder and stays in it.

        Raises the mistake to report where it leaves the folder, by a link too; `_chung/…` is `plans/_chung/…`.
        """
        parts = PurePosixPath(name.replace("\\", "/")).parts
        outside = not parts or ".." in parts or parts[0].startswith("/") or ":" in parts[0]
        home = PurePosixPath(PLANS) if parts[:1] == (SHARED,) else self.folder
        path = "" if outside else self._spelt(home, parts)
        if outside or not door.stays(self.root, str(home), path):
            raise mistake(
                UNREADABLE_FILE, f"đường dẫn “{name}” ra ngoài thư mục của tệp này", "đặt tệp vào cùng thư mục"
            )
        return path

    def _spelt(self, home: PurePosixPath, parts: tuple[str, ...]) -> str:
        """Return the path as the disk spells it: names differing in NFC and NFD are one name."""
        path = home
        for part in parts:
            try:
                names = {nfc(entry.name): entry.name for entry in door.entries(self.root, str(path))}
            except OSError:
                names = {}
            path = path / names.get(nfc(part), part)
        return str(path)

    def text(self, name: str) -> Written:
        """Return the text of the file named in a record, or raise the mistake to report."""
        path = self.find(name)
        self.texts.append(path)
        content, findings = read_text(self.root, path)
        if content is None:
            self.findings.extend(findings if door.is_file(self.root, path) else ())
            raise mistake(UNREADABLE_FILE, f"“{name}”: {findings[0].message}", findings[0].help)
        self.findings.extend(findings)
        written = Written(nfc(content))
        written.mark = written.first_line = Mark(path)
        written.line_by_line = True
        return written


def read_record(
    kind: type[R], root: Path, path: str, home: str = ""
) -> tuple[R | None, tuple[Finding, ...], tuple[str, ...]]:
    """Return the record written in a file, every finding in it, and the text files it drew in.

    The record is None where the file has an error that leaves no whole record. Files that it names start at `home`,
    or at its own folder.
    """
    value, findings = read_mapping(root, path)
    if value is None:
        return None, findings, ()
    reading = Reading(root, path, home)
    record, errors = decode(kind, value, reading)
    return record, (*findings, *reading.findings, *errors), tuple(reading.texts)


def read_mapping(root: Path, path: str) -> tuple[WrittenMap | None, tuple[Finding, ...]]:
    """Return the mapping written in a file and every finding of its syntax; no mapping where it has an error."""
    text, notices = read_text(root, path)
    if text is None:
        return None, notices
    value, slips = read_yaml(text, path)
    findings = (*notices, *slips, *left_to_review(text, path))
    if value is None or any(f.severity is Severity.ERROR for f in findings):
        return None, findings
    if not isinstance(value, WrittenMap):
        if isinstance(value, str) and (slips := tuple(slips_of_sentence(text, path))):
            return None, (*findings, *slips)
        wrong = YAML_SYNTAX.at(Mark(path), "tệp phải gồm các mục “ten_muc: giá trị”", "xem mẫu trong README")
        return None, (*findings, wrong)
    return value, findings


def overlaid(below: WrittenMap, above: WrittenMap, *, inside: bool = False) -> WrittenMap:
    """Return one mapping laid over another, key by key; with `inside` the maps within them too.

    Each key keeps the place where it was written.
    """
    result = WrittenMap(below)
    for key, value in above.items():
        under = below.get(key)
        if inside and isinstance(under, WrittenMap) and isinstance(value, WrittenMap):
            result[key] = overlaid(under, value, inside=True)
        else:
            result[key] = value
    result.origin = Origin(above.origin.mark, {**below.origin.fields, **above.origin.fields})
    result.keys_at = {**below.keys_at, **above.keys_at}
    return result


def decode(kind: type[R], value: WrittenMap, reading: Reading) -> tuple[R | None, tuple[Finding, ...]]:
    """Return the record for a written mapping, or None with every error in it."""
    try:
        return kind.model_validate(value, context=reading), ()
    except ValidationError as error:
        every = error.errors(include_url=False)
        explained = {place for details in every if (place := _explained(kind, details))}
        return None, tuple(_finding(kind, value, d) for d in every if not _is_explained(d, explained))


def _is_explained(details: ErrorDetails, explained: set[tuple[int | str, ...]]) -> bool:
    loc = details["loc"]
    return details["type"] == "missing" and (loc in explained or (*loc[:-1], "") in explained)


def _explained(kind: type[Record], details: ErrorDetails) -> tuple[int | str, ...] | None:
    """Return the missing key that an unknown one explains: it was misspelt, or a sentence was taken for it (then "")."""
    loc = details["loc"]
    if details["type"] != "extra_forbidden":
        return None
    here = record_at(kind, loc[:-1])
    close = nearest(str(loc[-1]), here.keys() if here else ())
    if close:
        return (*loc[:-1], close)
    return (*loc[:-1], "") if not re.fullmatch(_CODE, str(loc[-1])) else None


def _finding(kind: type[Record], value: WrittenMap, details: ErrorDetails) -> Finding:
    loc, context = details["loc"], details.get("ctx", {})
    last = loc[-1] if loc else ""
    key = f"mục thứ {last + 1}" if isinstance(last, int) else last
    mark = _mark(value, loc, key_of_last=details["type"] == "extra_forbidden")
    match details["type"]:
        case "mistake":
            rule: Rule = context["rule"]
            if "place" in context:
                mark = _mark(value, (*loc, context["place"]), key_of_last=False)
            return rule.at(mark, context["message"], context["help"], severity=Severity.ERROR)
        case "extra_forbidden":
            return _unknown_key(kind, value, loc, mark)
        case "missing":
            owner = record_at(kind, loc[:-1])
            title = owner.title_of(key) if owner else ""
            return MISSING_KEY.at(
                mark,
                f"thiếu mục “{key}”",
                f"thêm “{key}: …” ({title})" if title else f"thêm “{key}: …”",
            )
        case "string_too_long":
            message = f"“{key}” dài quá {context['max_length']} ký tự"
            return WRONG_VALUE.at(mark, message, "rút ngắn")
        case "tuple_type" | "list_type":
            example = _example(record_at(kind, loc))
            cure = f"viết mỗi mục một dòng, đầu dòng là “- ”, ví dụ “- {example}”"
            return WRONG_TYPE.at(mark, f"“{key}” phải là một danh sách", cure)
        case _:
            example = _example(record_at(kind, loc))
            cure = f"viết các mục ở dòng dưới, thụt vào hai dấu cách, ví dụ “{example}”"
            return WRONG_TYPE.at(mark, f"“{key}” phải gồm các mục “ten_muc: giá trị”", cure)


def _example(kind: type[Record] | None) -> str:
    """Return the first key that a record must have, as it would be typed."""
    if kind is None:
        return "…"
    fields = kind.model_fields.values()
    first = next((field for field in fields if field.is_required()), next(iter(fields)))
    return f"{first.alias}: …"


def _unknown_key(kind: type[Record], value: WrittenMap, loc: Sequence[int | str], mark: Mark) -> Finding:
    """Return the finding of a key that may not stand here, with what was probably meant."""
    key, here = str(loc[-1]), record_at(kind, loc[:-1])
    known = here.keys() if here else ()
    owner = _at(value, loc[:-1])
    message, cure = f"không có mục “{key}” ở đây", did_you_mean(key, known)
    if isinstance(owner, WrittenMap) and owner.flow and owner.get(key) is None:
        before = owner.key_before.get(key)
        if ":" in key:
            name, _, rest = key.partition(":")
            message = "thiếu dấu cách sau dấu hai chấm"
            return UNKNOWN_KEY.at(mark, message, f"viết “{name}: {rest}”")
        cut = f"{owner[before] or ''},{key}" if before else key
        message = f"dấu phẩy trong {{ }} cắt “{cut}” làm đôi"
        cure = "viết mỗi mục một dòng, không dùng { }; hoặc đặt giá trị trong nháy kép"
    elif isinstance(owner, WrittenMap) and owner.get(owner.key_before.get(key, "")) == "" and " " in key:
        message, cure = "đoạn văn sau dấu | chưa thụt vào", "thụt đoạn văn vào sâu hơn mục ở trên hai dấu cách"
    elif not re.fullmatch(_CODE, key) and nearest(key, known) is None:
        message, cure = f"{_SENTENCE}{key}” làm YAML hiểu là một mục", "đặt cả câu xuống dòng dưới, sau dấu >-"
    elif isinstance(owner, WrittenMap) and (above := _empty_above(owner, key)) and nearest(key, known) is None:
        cure = f"có phải mục con của “{above}” ở trên? thụt vào thêm hai dấu cách"
    elif nearest(key, known) is None and (home := _home_of(key, kind, loc[:-1])):
        cure = f"“{key}” là mục của {home}: xem lại thụt lề"
    return UNKNOWN_KEY.at(mark, message, cure)


_CODE = r"[A-Za-z0-9_-]+"
_SENTENCE = "dấu “: ” sau “"


def _empty_above(owner: WrittenMap, key: str) -> str:
    """Return the key just above another one if it was left empty, as where its own keys are not set in."""
    above = owner.key_before.get(key, "")
    return above if above and owner[above] is None else ""


def _home_of(key: str, kind: type[Record], loc: Sequence[int | str]) -> str:
    """Return what a misplaced key belongs to, of the records around its place and those one step below it."""
    names = [step for step in loc if isinstance(step, str)]
    for depth in range(len(names) - 1, -1, -1):
        around = record_at(kind, names[:depth])
        if around and around.title_of(key):
            return f"“{names[depth - 1]}”" if depth else "cả tệp"
    here = record_at(kind, names)
    inner = ((name, record_at(kind, [*names, name])) for name in (here.keys() if here else ()))
    return next((f"“{name}”" for name, record in inner if record and record.title_of(key)), "")


def _at(value: Any, loc: Sequence[int | str]) -> Any:
    """Return what was written at `loc`, None where nothing was."""
    for step in loc:
        if isinstance(value, WrittenMap) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, WrittenList) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _mark(value: Any, loc: Sequence[int | str], *, key_of_last: bool) -> Mark:
    """Return the place of the value at `loc`, or of the nearest thing around it that was written."""
    mark: Mark = value.origin.mark
    for depth, step in enumerate(loc):
        if isinstance(value, WrittenMap) and step in value:
            last = depth == len(loc) - 1
            mark = value.keys_at[str(step)] if last and key_of_last else value.origin.fields[str(step)]
            value = value[str(step)]
        elif isinstance(value, WrittenList) and isinstance(step, int) and step < len(value):
            mark, value = value.marks[step], value[step]
        else:
            break
    return mark
