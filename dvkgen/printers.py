"""Findings to text and to what other programs read; the only place where a finding becomes words on a screen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from dvkgen import __version__
from dvkgen.findings import Finding, Mark, Related, Severity

if TYPE_CHECKING:
    from dvkgen.build import Outcome
    from dvkgen.load import Repository

_NAMES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "thông tin"}
_COLOURS = {Severity.ERROR: 31, Severity.WARNING: 33, Severity.INFO: 36}


def as_text(findings: Sequence[Finding], *, colour: bool = False) -> str:
    """Return findings as `file:line:column: severity: message [check]`, each with its cure and the places it speaks of."""
    return "".join(f"{line}\n" for finding in findings for line in _lines(finding, colour=colour))


def _lines(finding: Finding, *, colour: bool) -> list[str]:
    name = _NAMES[finding.severity]
    shown = f"\x1b[{_COLOURS[finding.severity]}m{name}\x1b[0m" if colour else name
    lines = [f"{finding.mark}: {shown}: {finding.message} [{finding.check}]"]
    if finding.help:
        lines.append(f"    cách sửa: {finding.help}")
    lines += [f"    xem thêm: {related.mark}: {related.message}" for related in finding.related]
    return lines


def as_json(findings: Sequence[Finding]) -> str:
    """Return findings as a JSON list, in the shape of the contract."""
    return _as_json([_fields(finding) for finding in findings])


def _fields(finding: Finding) -> dict[str, object]:
    mark = finding.mark
    return {
        "path": mark.path,
        "line": mark.line,
        "column": mark.column,
        "check": finding.check,
        "severity": str(finding.severity),
        "message": finding.message,
        "help": finding.help,
        "related": [_place(related) for related in finding.related],
    }


def _place(related: Related) -> dict[str, object]:
    return {
        "path": related.mark.path,
        "line": related.mark.line,
        "column": related.mark.column,
        "message": related.message,
    }


# --- GitHub: annotations and the summary of a job -------------------------------------------------

MOST_ANNOTATIONS = 9
"""Annotations to print: GitHub shows ten of a kind for a step and drops the rest without a word."""
_LONGEST_SUMMARY = 900_000
"""Bytes of a job's summary; GitHub refuses more than a megabyte."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(findings: Sequence[Finding]) -> str:
    """Return workflow commands that GitHub shows beside the lines: the gravest nine, and how many there are in all."""
    gravest = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))[:MOST_ANNOTATIONS]
    lines = [_annotation(finding) for finding in gravest]
    if len(findings) > len(gravest):
        lines.append(
            f"::notice title=dvkgen::hiển thị {len(gravest)}/{len(findings)}; tất cả ở bản tóm tắt của lần chạy này"
        )
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding) -> str:
    mark, text = finding.mark, "\n".join((_told(finding), *(f"{r.mark}: {r.message}" for r in finding.related)))
    place = f"file={_property(mark.path)},line={mark.line},col={mark.column},title={_property(finding.check)}"
    return f"::{_COMMANDS[finding.severity]} {place}::{_data(text)}"


def _told(finding: Finding) -> str:
    return f"{finding.message}\nCách sửa: {finding.help}" if finding.help else finding.message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_markdown(findings: Sequence[Finding]) -> str:
    """Return all findings as a table for the summary of a job, cut with a count where GitHub would refuse it."""
    head = f"### dvkgen: {counted(findings)}\n\n| chỗ | mức | nội dung | cách sửa |\n|---|---|---|---|\n"
    rows: list[str] = []
    size = len(head.encode())
    for finding in findings:
        cells = (f"`{finding.mark}`", _NAMES[finding.severity], f"{finding.message} [{finding.check}]", finding.help)
        row = f"| {' | '.join(map(_cell, cells))} |\n"
        size += len(row.encode())
        if size > _LONGEST_SUMMARY:
            return f"{head}{''.join(rows)}\n… hiển thị {len(rows)}/{len(findings)}\n"
        rows.append(row)
    return head + "".join(rows) if rows else head.partition("\n")[0] + "\n"


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("|", "\\|").replace("<", "&lt;"))


# --- formats of other tools -----------------------------------------------------------------------

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_sarif(findings: Sequence[Finding]) -> str:
    """Return findings as SARIF 2.1.0, with the manual of each rule that found something."""
    from dvkgen.checks import CHECKS

    manuals = {rule.name: rule.manual for rule in CHECKS}
    names = sorted({finding.check for finding in findings})
    rules = [
        {"id": name, **({"fullDescription": {"text": manuals[name]}} if name in manuals else {})} for name in names
    ]
    results = [
        {
            "ruleId": finding.check,
            "ruleIndex": names.index(finding.check),
            "level": _LEVELS[finding.severity],
            "message": {"text": _told(finding)},
            "locations": [_location(finding.mark)],
            "relatedLocations": [
                {"id": n, "message": {"text": related.message}, **_location(related.mark)}
                for n, related in enumerate(finding.related)
            ],
        }
        for finding in findings
    ]
    driver = {"name": "dvkgen", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return _as_json(log)


def _location(mark: Mark) -> dict[str, Any]:
    region = {"startLine": mark.line, "startColumn": mark.column}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(mark.path)}, "region": region}}


def as_rdjson(findings: Sequence[Finding]) -> str:
    """Return findings as reviewdog reads them; without columns, which it counts in bytes of a line we do not hold."""
    diagnostics = [
        {
            "message": _told(finding),
            "location": _lines_only(finding.mark),
            "severity": str(finding.severity).upper(),
            "code": {"value": finding.check},
            "relatedLocations": [{"message": r.message, "location": _lines_only(r.mark)} for r in finding.related],
        }
        for finding in findings
    ]
    return _as_json({"source": {"name": "dvkgen"}, "diagnostics": diagnostics})


def _lines_only(mark: Mark) -> dict[str, Any]:
    return {"path": mark.path, "range": {"start": {"line": mark.line}}}


def as_junit(findings: Sequence[Finding]) -> str:
    """Return findings as JUnit XML, a suite for each file: an error is a failure, the others are told in its output."""
    root = ET.Element("testsuites", name="dvkgen")
    by_file = {path: list(found) for path, found in groupby(findings, key=lambda finding: finding.mark.path)}
    for path, found in (by_file or {"dvkgen": []}).items():
        errors = str(sum(finding.severity is Severity.ERROR for finding in found))
        suite = ET.SubElement(root, "testsuite", name=_xml(path), tests=str(len(found) or 1), failures=errors)
        for finding in found:
            case = ET.SubElement(suite, "testcase", classname=_xml(path), name=f"{finding.mark.line}: {finding.check}")
            text = f"{finding.mark}: {_NAMES[finding.severity]}: {_told(finding)}"
            if finding.severity is Severity.ERROR:
                failure = ET.SubElement(case, "failure", type=finding.check, message=_xml(finding.message))
                failure.text = _xml(text)
            else:
                ET.SubElement(case, "system-out").text = _xml(text)
        if not found:
            ET.SubElement(suite, "testcase", classname="dvkgen", name="không có lỗi")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "rdjson": as_rdjson,
}


# --- counts and summaries -------------------------------------------------------------------------


def counted(findings: Sequence[Finding]) -> str:
    """Return how many findings of each severity there are, in words."""
    parts = [
        f"{count} {_NAMES[severity]}"
        for severity in Severity
        if (count := sum(f.severity is severity for f in findings))
    ]
    return ", ".join(parts) or "không có lỗi"


def summary(outcome: Outcome, *, explain: bool) -> Iterator[str]:
    """Yield the lines that tell what a build did, with the reason for each paper where asked for."""
    if explain:
        yield from (f"  {target}: {reason}" for target, reason in sorted(outcome.written.items()))
    parts = [f"{len(outcome.written)} văn bản đã làm", f"{len(outcome.fresh)} không đổi"]
    parts += [f"{len(outcome.pruned)} đã xóa"] if outcome.pruned else []
    yield f"{', '.join(parts)} · {counted(outcome.findings)}"
    if outcome.withheld:
        yield f"{len(outcome.withheld)} văn bản chưa làm vì có lỗi ở tệp nguồn:"
        yield from (f"  {target}" for target in outcome.withheld)


def weights(repository: Repository) -> Iterator[str]:
    """Yield the rules that a locality weighs differently: no summary hides them."""
    for weight in dict.fromkeys(w for campaign in repository.campaigns for w in campaign.locality.rule_weights):
        yield f"luật {weight.rule} tính là {weight.severity}: {weight.reason}"
