"""Findings to text and to what other programs read; the only place where a finding becomes words on a screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dvkgen.findings import Finding
from dvkgen.printers.exchange import as_json, as_junit, as_rdjson, as_sarif
from dvkgen.printers.github import LONGEST_SUMMARY, MOST_ANNOTATIONS, as_github, as_markdown, in_markdown
from dvkgen.printers.text import as_text, counted

__all__ = ["FORMATS", "LONGEST_SUMMARY", "MOST_ANNOTATIONS", "as_markdown", "as_text", "counted", "in_markdown"]

FORMATS: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "rdjson": as_rdjson,
}
