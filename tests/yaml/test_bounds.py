"""YAML that is not there, too deep, or of another kind: one sentence, and the process lives."""

from __future__ import annotations

import pytest

from dvkgen.yaml.bounds import MOST_ITEMS, MOST_KEYS
from dvkgen.yaml.read import read_yaml

DEEP = 100_000


@pytest.mark.parametrize("text", ["", "---", "~", "---\n~\n", "# ghi chú\n", "--- ~", "\n\n"])
def test_a_file_that_holds_nothing_is_told(text: str) -> None:
    value, findings = read_yaml(text, "t.yaml")
    assert value is None
    assert [finding.message for finding in findings] == ["tệp trống"]


@pytest.mark.parametrize(
    "text",
    [
        "- " * DEEP,
        "- " * DEEP + "a",
        "? " * DEEP + "a",
        "- ? " * DEEP,
        "[" * DEEP,
        "{a: " * DEEP,
        "\n".join(" " * depth + "-" for depth in range(2000)),
        "\n".join(" " * depth + "a:" for depth in range(2000)),
        "\n".join(" " * 380 * step + "- " * 190 for step in range(20)),
        "a: " + '["]",' * DEEP,
        "a: " + "[']'," * DEEP,
        "a: " + "[ #]\n " * DEEP,
    ],
    ids=range(12),
)
def test_what_nests_too_deep_is_told(text: str) -> None:
    value, findings = read_yaml(text, "t.yaml")
    assert value is None
    assert [finding.message for finding in findings] == ["các mục lồng nhau quá sâu"]


@pytest.mark.parametrize(
    "text",
    ["- " * 150 + "{a: " * 80, "x: [ ' ]\ny: " + '["]",' * DEEP, "a:\n" + "\t- " * DEEP, "{? " * DEEP, "&a [" * DEEP],
)
def test_what_is_deep_and_wrong_besides_is_told_as_either(text: str) -> None:
    value, findings = read_yaml(text, "t.yaml")
    assert value is None
    assert findings


def test_a_text_set_in_far_is_not_deep() -> None:
    value, findings = read_yaml("a: |\n" + (" " * 300 + "một\n") * 300, "t.yaml")
    assert value["a"].startswith("một\nmột")
    assert not findings


@pytest.mark.parametrize(
    "text", ["%YAML 1.3\n---\na: 1", "a: \x01b", 'a: "\x0b"', "a: \ufffe", "a: \ud800", "%YAML 1.9\n--- 1"]
)
def test_what_the_parser_refuses_is_told(text: str) -> None:
    value, findings = read_yaml(text, "t.yaml")
    assert value is None
    assert [finding.severity for finding in findings] == ["error"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:\n" + "  - x\n" * (MOST_ITEMS + 1), "quá 5000 mục"),
        ("a: [" + "x, " * (MOST_ITEMS + 1) + "x]", "quá 5000 mục"),
        ("a:\n" + "  - [x]\n" * 200_000, "quá 5000 mục"),
        ("".join(f"k{n}: 1\n" for n in range(MOST_KEYS + 1)), "quá 500 mục"),
        ("a: {" + ", ".join(f"k{n}: 1" for n in range(MOST_KEYS + 1)) + "}", "quá 500 mục"),
        ("".join(f"? k{n}\n" for n in range(MOST_KEYS + 1)), "quá 500 mục"),
    ],
    ids=range(6),
)
def test_what_holds_too_much_is_told_and_cut(text: str, said: str) -> None:
    value, findings = read_yaml(text, "t.yaml")
    assert [finding.message for finding in findings] == [said]
    held = value.get("a", value)
    assert len(held) in (MOST_ITEMS, MOST_KEYS)


def test_as_much_as_may_be_is_read() -> None:
    value, findings = read_yaml("a:\n" + "  - x\n" * MOST_ITEMS, "t.yaml")
    assert not findings
    assert len(value["a"]) == MOST_ITEMS
