"""Findings in the formats that other programs read: JSON, SARIF, reviewdog's, JUnit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from dvkgen import __version__
from dvkgen.findings import Finding, Mark, Related, Severity
from dvkgen.printers.plain import plain
from dvkgen.printers.text import NAMES, with_cure


def as_json(findings: Sequence[Finding]) -> str:
    """Return findings as a JSON list, in the shape of the contract."""
    return _as_json([_fields(finding) for finding in plain(findings)])


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


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(findings: Sequence[Finding]) -> str:
    """Return findings as SARIF 2.1.0, with the manual of each rule that found something."""
    findings = plain(findings)
    manuals = {finding.check: finding.manual for finding in findings}
    names = sorted(manuals)
    rules = [{"id": name, **({"fullDescription": {"text": manuals[name]}} if manuals[name] else {})} for name in names]
    results = [
        {
            "ruleId": finding.check,
            "ruleIndex": names.index(finding.check),
            "level": _LEVELS[finding.severity],
            "message": {"text": with_cure(finding)},
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
            "message": with_cure(finding),
            "location": _lines_only(finding.mark),
            "severity": str(finding.severity).upper(),
            "code": {"value": finding.check},
            "relatedLocations": [{"message": r.message, "location": _lines_only(r.mark)} for r in finding.related],
        }
        for finding in plain(findings)
    ]
    return _as_json({"source": {"name": "dvkgen"}, "diagnostics": diagnostics})


def _lines_only(mark: Mark) -> dict[str, Any]:
    return {"path": mark.path, "range": {"start": {"line": mark.line}}}


def as_junit(findings: Sequence[Finding]) -> str:
    """Return findings as JUnit XML, a suite for each file: an error is a failure, the others are told in its output."""
    root = ET.Element("testsuites", name="dvkgen")
    by_file = {path: list(found) for path, found in groupby(plain(findings), key=lambda finding: finding.mark.path)}
    for path, found in (by_file or {"dvkgen": []}).items():
        errors = str(sum(finding.severity is Severity.ERROR for finding in found))
        suite = ET.SubElement(root, "testsuite", name=path, tests=str(len(found) or 1), failures=errors)
        for finding in found:
            case = ET.SubElement(suite, "testcase", classname=path, name=f"{finding.mark.line}: {finding.check}")
            text = f"{finding.mark}: {NAMES[finding.severity]}: {with_cure(finding)}"
            if finding.severity is Severity.ERROR:
                failure = ET.SubElement(case, "failure", type=finding.check, message=finding.message)
                failure.text = text
            else:
                ET.SubElement(case, "system-out").text = text
        if not found:
            ET.SubElement(suite, "testcase", classname="dvkgen", name="không có lỗi")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
