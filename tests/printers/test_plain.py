"""What a stranger has typed acts nowhere: on no terminal, in no log, in no annotation, XML, table or summary."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from dvkgen.findings import Finding, Mark, Related, Severity
from dvkgen.printers import FORMATS, as_markdown
from dvkgen.printers.plain import line, shown
from tests.conftest import MakeRepo, findings_in, place

ACTING = {
    "an escape": "\x1b]0;lén\x07",
    "an escape of one sign": "\x9b31m",
    "a line of its own": "x\n::error file=a::lén",
    "a line after a return": "x\r::error::lén",
    "a line by another sign": "x\u2028::warning::lén\x85::error::lén",
    "a command after blanks": "\n   ::add-mask::lén",
    "an old command": "\n##[error]lén",
    "an old command in a line": "x ##[stop-commands]lén",
    "backspaces": "xx\b\blén",
    "a turned direction": "\u202elén\u202c",
    "an isolated direction": "\u2067lén\u2069",
    "a mark of direction": "\u200flén",
    "tags that nobody sees": "\U000e0041lén",
    "half a character": "\udcff",
    "a null": "\x00",
    "no character": "\uffff",
}
SUMMARY = {
    "a link": "[lén](http://example.com)",
    "a picture": "![lén](http://example.com/x.png)",
    "an address": "http://example.com",
    "an address without a scheme": "www.example.com WWW.example.com",
    "a person": "@nguyen-van-a a@example.com",
    "mark-up": "<img src=x onerror=1> <!-- <script>",
    "an entity": "&lt;img&gt;",
    "code": "`x` ``|`` ~~x~~ **x** __x__",
    "a number of a thread": "#12 owner/repo#12",
    "mathematics": "$\\href{http://x}{y}$ \\(x\\)",
    "a line of a table": "x\n|---|\n| y |",
    "a bar after a backslash": "\\| x \\\\| y",
}
MAY_ACT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e0fff]"
)


def finding(text: str) -> Finding:
    related = (Related(Mark(f"plans/{text}/b.yaml"), text),)
    return Finding(Mark(f"plans/{text}/a.yaml", 2, 1), "x", Severity.ERROR, f"sai {text}", text, related)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", ACTING)
def test_nothing_acts_in_any_format(kind: str, form: str) -> None:
    text = FORMATS[form]([finding(ACTING[kind])])
    text.encode()
    assert not MAY_ACT.search(text)
    commands = [row for row in text.split("\n") if re.match(r"\s*(::|##\[)", row)]
    assert len(commands) == (form == "github")
    assert "##[" not in text
    if form in ("json", "sarif", "rdjson"):
        said = json.dumps(json.loads(text), ensure_ascii=False)
        assert not MAY_ACT.search(said)
    if form == "junit":
        ET.fromstring(text)


@pytest.mark.parametrize("kind", [*ACTING, *SUMMARY])
def test_the_summary_of_a_job_is_words_alone(kind: str) -> None:
    text = as_markdown([finding({**ACTING, **SUMMARY}[kind])])
    (row,) = text.strip().split("\n")[4:]
    cells = re.sub(r"&#\d+;|<!-- -->|</?code>", "", row).split("|")
    assert len(cells) == 6
    assert not re.search(r"[\[\]()!<>*_`~#$@\\&:]", "".join(cells))
    assert not re.search(r"www\.|@\w", row, re.IGNORECASE)
    assert not MAY_ACT.search(text)


@pytest.mark.parametrize("text", ["", "Đảng ủy\txã", "🎉👨‍👩‍👧", "một\nhai", "e\u0323\u0302", "日本"])
def test_what_acts_nowhere_stays_as_it_is(text: str) -> None:
    assert shown(text) == text
    assert line(text).count("\n") == 0


KEYS = ["\\e]0;lén\\a", "\\n::error::lén", "\\u202elén", "lén\\x9b1m", "\\u2028lén"]


@pytest.mark.parametrize("command", ["check", "build --only cong-van"])
def test_no_key_of_a_file_acts_on_a_terminal(repo: MakeRepo, command: str) -> None:
    units = [f"don-vi-{number}" for number in range(len(KEYS))]
    known = "".join(f"  - {{ma: {unit}, ten: Chi bộ {unit}, khoi: tdp}}\n" for unit in units)
    files = {f"{unit}/dang-ky": f'"{key}": 1\nngay_gui: 10/01/2026\n' for unit, key in zip(units, KEYS, strict=True)}
    root = repo({"don-vi": f"don_vi:\n{known}", "a/dang-ky": None, "b/dang-ky": None} | files)
    assert {found.mark.path for found in findings_in(root)} >= {place(name) for name in files}
    call = [sys.executable, "-m", "dvkgen", *command.split(), "--root", str(root), "--today", "2026-11-22"]
    done = subprocess.run(call, capture_output=True, check=False)
    text = (done.stdout + done.stderr).decode()
    assert done.returncode in (0, 1)
    assert not MAY_ACT.search(text)
    assert not re.search(r"^\s*::", text, re.MULTILINE)


NAMES = (b"\xff\xfe", b"x\x1b]0;y\x07", b"a\n::error::b", "x\u202ey".encode(), b"::error::z")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("form", ["text", "github", "build"])
def test_no_name_of_a_folder_acts(repo: MakeRepo, form: str) -> None:
    root = repo({})
    for name in NAMES:
        typed = os.fsdecode(name)
        (root / "submissions/mau/2026" / typed).mkdir()
        (root / "plans" / typed / "2026").mkdir(parents=True)
    assert len(findings_in(root)) >= 2 * len(NAMES)
    call = ["build", "--explain", "--only", "cong-van"] if form == "build" else ["check", "--format", form]
    done = subprocess.run([sys.executable, "-m", "dvkgen", *call, "--root", str(root), "--today", "2026-11-22"], capture_output=True, check=False)  # fmt: skip
    text = (done.stdout + done.stderr).decode()
    assert "Traceback" not in text
    assert done.returncode in (0, 1)
    assert not MAY_ACT.search(text)
    commands = re.findall(r"^\s*::.*", text, re.MULTILINE)
    assert all(re.match(r"::(error|warning|notice) (file=(plans|submissions)/|title=dvkgen)", c) for c in commands)
