"""Findings for other programs, read back by readers that are not ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from junitparser import JUnitXml
from pydantic import BaseModel
from sarif_pydantic import Sarif

from dvkgen.build.rule_book import RULES
from dvkgen.cli.commands import dvkgen
from dvkgen.disk.file import SourceLines
from dvkgen.findings import Finding, Mark, Related, Severity
from dvkgen.printers import FORMATS, MOST_ANNOTATIONS, as_markdown, as_text
from dvkgen.printers.exchange import as_junit, as_rdjson, as_sarif
from dvkgen.printers.github import as_github
from tests.conftest import SAMPLE, MakeRepo

HOSTILE = "lỗi “A & B” <b>, 100% |: dòng\nhai ]]> \x07 🎉 ::error::"
SHOWN = HOSTILE.replace("\x07", "\\u0007")
FINDINGS = (
    Finding(Mark("plans/mẫu x/a,b:c.yaml", 3, 5), "unknown-key", Severity.ERROR, HOSTILE, "viết | lại"),
    Finding(
        Mark("plans/mau/a.yaml", 1, 1),
        "missing-file",
        Severity.WARNING,
        "muộn",
        "",
        (Related(Mark("b.yaml", 2, 2), "ở đây"),),
    ),
    Finding(Mark("plans/mau/a.yaml", 9, 1), "lạ", Severity.INFO, "biết vậy"),
)


def many(count: int) -> tuple[Finding, ...]:
    grave = Finding(Mark("z.yaml", 1, 1), "x", Severity.ERROR, "cuối cùng mà nặng nhất")
    return (*(Finding(Mark("a.yaml", n + 1), "y", Severity.WARNING, f"thứ {n}") for n in range(count - 1)), grave)


def strangers(model: BaseModel, where: str = "") -> list[str]:
    """Return every property that the reader did not know."""
    found = [f"{where}.{name}" for name in model.model_extra or {}]
    for name in type(model).model_fields:
        value = getattr(model, name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, BaseModel):
                found += strangers(item, f"{where}.{name}")
    return found


def test_sarif_is_read_with_every_place_and_no_strange_property() -> None:
    log = Sarif.model_validate_json(as_sarif(FINDINGS))
    # the standard has it, this reader does not know it
    assert (log.version, strangers(log)) == ("2.1.0", [".runs.columnKind"])
    (run,) = log.runs
    rules = [rule.id for rule in run.tool.driver.rules or []]
    assert [(rules[r.rule_index], r.rule_id, r.level.value) for r in run.results] == [
        ("unknown-key", "unknown-key", "error"), ("missing-file", "missing-file", "warning"), ("lạ", "lạ", "note"),
    ]  # fmt: skip
    place = run.results[0].locations[0].physical_location
    assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", place.artifact_location.uri), "a URI is plain ASCII"
    assert unquote(place.artifact_location.uri) == FINDINGS[0].mark.path
    assert (place.region.start_line, place.region.start_column) == (3, 5)
    assert run.results[0].message.text == f"{SHOWN}\nCách sửa: viết | lại"
    assert run.results[1].related_locations[0].message.text == "ở đây"


def test_sarif_explains_the_rules_that_spoke() -> None:
    finding = RULES["late-submission"].at(Mark("a.yaml"), "muộn")
    (rule,) = json.loads(as_sarif((finding,)))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["fullDescription"]["text"] == RULES["late-submission"].manual


def test_junit_fails_on_errors_alone() -> None:
    xml = JUnitXml.fromstring(as_junit(FINDINGS).encode())
    suites = list(xml)
    assert [(s.name, s.tests, s.failures) for s in suites] == [
        ("plans/mẫu x/a,b:c.yaml", 1, 1),
        ("plans/mau/a.yaml", 2, 0),
    ]
    (case,) = suites[0]
    assert case.result[0].message == SHOWN
    assert "plans/mẫu x/a,b:c.yaml:3:5" in case.result[0].text
    assert "b.yaml" not in case.result[0].text
    assert all(case.is_passed for case in suites[1])
    assert "muộn" in next(iter(suites[1])).system_out


def test_junit_of_nothing_is_one_test_passed() -> None:
    (suite,) = JUnitXml.fromstring(as_junit(()).encode())
    assert (suite.tests, suite.failures, [case.is_passed for case in suite]) == (1, 0, [True])


COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]*)::(?P<data>.*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as GitHub's runner does."""

    def plain(escaped: str) -> str:
        for code, char in (("%2C", ","), ("%3A", ":"), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            escaped = escaped.replace(code, char)
        return escaped

    found = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(pair.split("=", 1) for pair in match["properties"].split(","))
        found.append((match["name"], {key: plain(value) for key, value in properties.items()}, plain(match["data"])))
    return found


def test_github_shows_the_place_and_the_whole_message() -> None:
    first, second, third = commands(as_github(FINDINGS))
    assert first == (
        "error",
        {"file": FINDINGS[0].mark.path, "line": "3", "col": "5", "title": "unknown-key"},
        f"{SHOWN}\nCách sửa: viết | lại",
    )
    assert (second[0], second[2]) == ("warning", "muộn\nb.yaml:2:2: ở đây")
    assert third[0] == "notice"


def test_github_shows_the_gravest_nine_and_says_so() -> None:
    shown = commands(as_github(many(37)))
    assert len(shown) == MOST_ANNOTATIONS + 1 == 10
    assert shown[0][0] == "error"
    assert shown[-1][2].startswith("hiển thị 9/37")
    assert len(commands(as_github(many(9)))) == 9


def test_summary_of_a_job_holds_all_that_fits() -> None:
    text = as_markdown(FINDINGS)
    rows = [line for line in text.splitlines() if line.startswith("| <code>")]
    assert len(rows) == 3
    assert all(row.count("|") == 5 for row in rows), "a bar in a message splits no cell"
    assert "<b>" not in text
    huge = as_markdown(many(30_000))
    assert len(huge.encode()) < 1_000_000
    assert re.search(r"hiển thị \d+/30000", huge)


def test_rdjson_names_lines_and_severities() -> None:
    log = json.loads(as_rdjson(FINDINGS))
    assert log["source"] == {"name": "dvkgen"}
    assert [(d["severity"], d["location"]["range"]["start"]) for d in log["diagnostics"]] == [
        ("ERROR", {"line": 3}), ("WARNING", {"line": 1}), ("INFO", {"line": 9}),
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_check_prints_every_format_and_fails_as_asked(
    repo: MakeRepo, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repo({"a/dang-ky": "ngay_gui: 20/01/2026\nkhong_dang_ky: bận\n", "b/dang-ky": None})
    summary = root / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    call = ["check", "--root", str(root), "--today", "22/11/2026", "--format", form]
    result: Any = CliRunner().invoke(dvkgen, call)
    assert result.exit_code == 0, result.output
    assert "submissions/mau/2026" in result.stdout
    assert CliRunner().invoke(dvkgen, [*call, "--fail-on", "warning"]).exit_code == 1
    assert summary.exists() == (form == "github")


def test_every_format_takes_no_finding() -> None:
    assert FORMATS["text"](()) == FORMATS["github"](()) == ""
    assert json.loads(FORMATS["json"](())) == []
    assert Sarif.model_validate_json(FORMATS["sarif"](())).runs[0].results == []
    assert as_markdown(()) == "### dvkgen: không có lỗi\n"


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("ten: x", 6, "     3 | ten: x", "       |      ^"),
        ("te\u0302n: x", 7, "     3 | te\u0302n: x", "       |      ^"),
        ("日本: x", 5, "     3 | 日本: x", "       |       ^"),
        ("a\tb", 3, "     3 | a b", "       |   ^"),
        ("x" * 200, 101, f"     3 | …{'x' * 100}…", f"       | {' ' * 61}^"),
    ],
)
def test_the_caret_stands_under_its_place_whatever_stands_before_it(
    line: str, column: int, shown: str, caret: str
) -> None:
    text = as_text([Finding(Mark("a.yaml", 3, column), "x", Severity.ERROR, "sai")], lambda mark: line)
    assert text.splitlines()[1:] == [shown, caret]


def test_a_place_without_a_line_has_no_excerpt(tmp_path: Path) -> None:
    finding = Finding(Mark("khong-co.yaml", 3, 1), "x", Severity.ERROR, "sai")
    assert as_text([finding], SourceLines(tmp_path)) == "khong-co.yaml:3:1: lỗi: sai [x]\n"


def test_the_sarif_sdk_finds_our_sarif_valid(tmp_path: Path) -> None:
    """Its validator holds the official schema of SARIF 2.1.0, and rules of its own; none of them finds an error."""
    home = SAMPLE / "tests/validator/node_modules/@microsoft"
    (tool,) = (*home.glob("sarif-multitool-*/Sarif.Multitool"), *home.glob("sarif-multitool-*/Sarif.Multitool.exe"))
    tool.chmod(0o755)
    strange, empty = json.loads(as_sarif(FINDINGS)), json.loads(as_sarif(FINDINGS))
    strange["runs"][0]["la"] = 1
    del empty["runs"][0]["tool"]
    texts = {"good": as_sarif(FINDINGS), "none": as_sarif(()), "many": as_sarif(many(40))}
    texts |= {"strange": json.dumps(strange), "empty": json.dumps(empty)}
    found = _judged(tool, texts, tmp_path)
    # that we have no home page is told each time: the log was read to its end
    assert found == {
        "good": {"SARIF2005"},
        "none": {"SARIF2005"},
        "many": {"SARIF2005"},
        "strange": {"SARIF2005", "JSON1005"},
        "empty": {"JSON1002"},
    }


def _judged(tool: Path, texts: Mapping[str, str], home: Path) -> dict[str, set[str]]:
    """Return the rules that each text breaks, by its name: one process reads them all."""
    paths = {name: home / f"{name}.sarif" for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name], "utf-8")
    log = home / "validated.json"
    command = [str(tool), "validate", *map(str, paths.values()), "--output", str(log), "--log", "ForceOverwrite"]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
    (run,) = json.loads(log.read_text("utf-8-sig"))["runs"]
    found: dict[str, set[str]] = {name: set() for name in texts}
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        found[Path(place).stem].add(result["ruleId"])
    # SARIF2004: a rule's name beside its index is told twice, as GitHub wants it
    return {name: rules - {"SARIF2004"} for name, rules in found.items()}
