"""Spreadsheets as people make them, in `tests/cases/import/`: each with the files that come of it, or the exact refusal.

A case tells its file (`!tep`; `!san`: as another program saved it), rows with cells between `|`, what is merged (`!gop`), hidden (`!an`), what is there already
(`!co`), the columns that the office has named (`!cot`), the call (`!lenh`); below `===` stands what comes of it.
`pytest --update-golden` writes that anew.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dvkgen.cli.commands import dvkgen
from tests.conftest import SAMPLE, findings_in

HOME = SAMPLE / "tests/cases/import"
CASES = sorted(path for path in HOME.glob("*.txt") if not path.name.startswith("00"))


@dataclass
class Case:
    """One spreadsheet, the call that takes it in, and what comes of it."""

    file: str = ""
    coding: str = "utf-8"
    ready: bytes = b""
    is_decomposed: bool = False
    sheets: list[tuple[str, list[list[str]], list[str], list[int]]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    there: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    call: list[str] = field(default_factory=list)


def read(text: str) -> Case:
    case, place = Case(), ""
    for line in text.partition("\n=== ")[0].splitlines()[1:]:
        word, _, rest = line.partition(" ")
        if place and not line.startswith("!"):
            case.there[place] += f"{line}\n"
        elif word == "!co":
            place = rest
            case.there[place] = ""
        elif line.startswith("!"):
            place = ""
            _say(case, word, rest)
        else:
            case.raw.append(line)
            _sheet(case)[1].append(line.split("|"))
    return case


def _say(case: Case, word: str, rest: str) -> None:
    match word:
        case "!tep":
            case.file = rest
        case "!san":
            case.ready = (HOME / "files" / rest).read_bytes()
        case "!ma":
            case.coding = rest
        case "!nfd":
            case.is_decomposed = True
        case "!trang":
            case.sheets.append((rest, [], [], []))
        case "!gop":
            _sheet(case)[2].append(rest)
        case "!an":
            _sheet(case)[3].append(int(rest))
        case "!cot":
            case.columns.append(rest)
        case "!lenh":
            case.call = rest.split()
        case _:
            raise AssertionError(word)


def _sheet(case: Case) -> tuple[str, list[list[str]], list[str], list[int]]:
    if not case.sheets:
        case.sheets.append(("Sheet1", [], [], []))
    return case.sheets[-1]


def written(case: Case) -> bytes:
    """Return the bytes of the spreadsheet of a case."""
    if case.ready:
        return case.ready
    if not case.file.endswith(".xlsx"):
        return (
            "\n".join(case.raw).replace("\\n", "\n").encode(case.coding) if case.coding != "cp1258" else _in_1258(case)
        )
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows, merged, hidden in case.sheets:
        page = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                _put(page, number, column, unicodedata.normalize("NFD", text) if case.is_decomposed else text)
        for area in merged:
            page.merge_cells(area)
        for number in hidden:
            page.row_dimensions[number].hidden = True
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _in_1258(case: Case) -> bytes:
    # Windows-1258 has letters with circumflex, breve and horn, and the five tones as signs of their own
    text = "\n".join(case.raw)
    split = "".join(_with_tone_apart(letter) for letter in unicodedata.normalize("NFC", text))
    return split.encode("cp1258")


def _with_tone_apart(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(sign for sign in parts[1:] if sign in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in tones)) + tones
    return letter


def _put(page: Worksheet, row: int, column: int, text: str) -> None:
    cell = page.cell(row, column)
    kind, _, rest = text.strip("{}").partition(":") if text.startswith("{") and text.endswith("}") else ("", "", "")
    match kind:
        case "ngay":
            cell.value = datetime.fromisoformat(rest)
        case "so":
            cell.value = float(rest)
        case "cong-thuc":
            cell.value = rest
        case "chu":
            cell.value = rest
            cell.data_type = "s"
        case _:
            cell.value = text.replace("\\n", "\n") or None


def base() -> Iterator[tuple[str, str]]:
    text = (HOME / "00-dia-phuong.txt").read_text("utf-8")
    for part in text.split("=== ")[1:]:
        name, _, content = part.partition("\n")
        yield name.strip(), content


def laid_out(case: Case, root: Path) -> list[str]:
    for name, content in (*base(), *case.there.items()):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (root / "gui").mkdir()
    (root / "gui" / case.file).write_bytes(written(case))
    more = []
    if case.columns:
        (root / "cot.yaml").write_text("\n".join(case.columns), "utf-8")
        more = ["--cot", str(root / "cot.yaml")]
    return ["import", str(root / "gui" / case.file), *case.call, *more, "--yes", "--root", str(root)]


def outcome(root: Path, output: str, status: int, before: dict[str, bytes]) -> str:
    """Return what came of an import: each file that is new or changed, what was said, and the exit status."""
    parts = []
    for path in sorted((root / "submissions").rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        if before.get(name) != path.read_bytes():
            parts.append(f"=== {name}\n{path.read_text('utf-8')}")
    said = "".join(f"{line}\n" for line in output.splitlines() if _is_said(line))
    return "".join((*parts, f"=== mã {status}\n{said}"))


def _is_said(line: str) -> bool:
    return (
        line.startswith(("chưa xong:", "submissions/"))
        or " [import-conflict]" in line
        or ": hàng " in line
        or any(words in line for words in ("công thức", "đầu trang ghi", "đầu bảng nhận ra", "mã viết thành"))
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_spreadsheet(path: Path, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    from click.testing import CliRunner

    text = path.read_text("utf-8")
    case = read(text)
    call = laid_out(case, tmp_path)
    before = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in (tmp_path / "submissions").rglob("*.yaml")}
    result = CliRunner().invoke(dvkgen, call)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    found = outcome(tmp_path, result.output, result.exit_code, before)
    head = text.partition("\n=== ")[0]
    if pytestconfig.getoption("--update-golden"):
        path.write_text(f"{head.rstrip()}\n{found}", "utf-8")
        return
    assert f"=== {text.partition(chr(10) + '=== ')[2]}" == found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_second_time_nothing_changes(path: Path, tmp_path: Path) -> None:
    from click.testing import CliRunner

    call = laid_out(read(path.read_text("utf-8")), tmp_path)
    CliRunner().invoke(dvkgen, call)
    before = {p: p.read_bytes() for p in (tmp_path / "submissions").rglob("*") if p.is_file()}
    CliRunner().invoke(dvkgen, call)
    assert {p: p.read_bytes() for p in (tmp_path / "submissions").rglob("*") if p.is_file()} == before
    broken = [f for f in findings_in(tmp_path) if f.check in ("yaml-syntax", "unreadable-file")]
    assert broken == []


def test_there_are_forty_of_them() -> None:
    assert len(CASES) >= 40
