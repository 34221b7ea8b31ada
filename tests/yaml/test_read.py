from __future__ import annotations

import textwrap

import pytest
from ruamel.yaml import YAML

from dvkgen.yaml import read as source
from dvkgen.yaml.read import read_yaml


def first(text: str) -> tuple[int, int, str]:
    value, findings = read_yaml(textwrap.dedent(text).lstrip("\n"), "t.yaml")
    assert findings, value
    return findings[0].mark.line, findings[0].mark.column, findings[0].message


def test_scalars_stay_text() -> None:
    value, findings = read_yaml("so: 012\nco: no\nngay: 2026-13-40\nsdt: 0123\nrong:\nnga: ~\n", "t.yaml")
    assert dict(value) == {"so": "012", "co": "no", "ngay": "2026-13-40", "sdt": "0123", "rong": None, "nga": None}
    assert findings == ()


def test_text_is_composed_to_nfc() -> None:
    value, _ = read_yaml("te\u0302n: Thi \u0111ua ye\u0302u nu\u031bo\u031b\u0301c", "t.yaml")
    assert dict(value) == {"tên": "Thi đua yêu nước"}


def test_values_know_where_they_stand() -> None:
    value, _ = read_yaml("a:\n  - b: |\n      một\n      hai\n    c:\n", "t.yaml")
    entry = value["a"][0]
    assert (entry.origin.mark.line, entry.origin.mark.column) == (2, 5)
    assert (entry["b"].mark.line, entry["b"].mark.column) == (2, 8)
    assert (entry["b"].first_line.line, entry["b"].first_line.column) == (3, 7)
    assert (entry.origin.fields["c"].line, entry.origin.fields["c"].column) == (5, 5)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: 1\nten: Thi đua: yêu nước\n", 2, 13, "“: ”"),
        ("a:\n\tb: 1\n", 2, 1, "Tab"),
        ("a: @x\n", 1, 4, "ký tự YAML dành riêng"),
        ("a: *x\n", 1, 4, "*"),
        ("a: &neo x\n", 1, 4, "&"),
        ("a: !nhan x\n", 1, 4, "!"),
        ('a: "mở\nb: 1\n', 1, 4, "dấu nháy mở"),
        ("a: 1\na: 2\n", 2, 1, "viết hai lần"),
        ("a: &x [1]\nb: *x\n", 1, 4, "&"),
        ("a: 1\n---\nb: 2\n", 2, 1, "---"),
        ("a: 1\n b: 2\n", 2, 2, "thụt lề"),
        ("", 1, 1, "tệp trống"),
        ("# chỉ ghi chú\n", 1, 1, "tệp trống"),
        ("? [a]\n: 1\n", 1, 3, "tên mục"),
    ],
)
def test_what_may_not_stand_there_is_found_at_its_place(text: str, line: int, column: int, said: str) -> None:
    found = first(text)
    assert found[:2] == (line, column)
    assert said in found[2]


def test_a_text_cut_at_a_hash_is_told_and_a_comment_is_not() -> None:
    assert "#34" in first("ten: Ngõ #34\n")[2]
    assert read_yaml("ten: Ngõ   # ghi chú\n", "t.yaml")[1] == ()


def test_bombs_and_depth_are_findings() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert read_yaml(bomb, "t.yaml")[1]
    assert "quá sâu" in first("a: " + "[" * 3000 + "]" * 3000)[2]


CORPUS = [
    "a: b\n",
    "a:\n  - x: 1\n    y: |\n      dài\n      hai\n  - x:\n    y: >-\n      gấp\n      lại\n",
    "đ: [1, 'hai', \"ba\", {k: v}]\n😀: 'q''x'\n",
    "a:\nb: ~\nc: ''\n",
    "a: một\n  tiếp dòng\nb: 'hai\n  dòng'\n",
]


@pytest.mark.parametrize("text", CORPUS)
def test_both_parsers_give_the_same_values_and_marks(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert YAML(typ="safe").Parser is not YAML(typ="safe", pure=True).Parser, "the C parser is not installed"
    by_c = marks(read_yaml(text, "t.yaml")[0])
    monkeypatch.setattr(source, "compose", lambda text: YAML(typ="safe", pure=True).compose(text))
    assert marks(read_yaml(text, "t.yaml")[0]) == by_c


def marks(value: object) -> object:
    match value:
        case source.WrittenMap():
            return {k: (value.origin.fields[k], value.keys_at[k], marks(v)) for k, v in value.items()}
        case source.WrittenList():
            return value.mark, value.marks, value.flow, [marks(item) for item in value]
        case None:
            return None
        case _:
            return str(value), value.mark, value.first_line, value.line_by_line  # type: ignore[attr-defined]
