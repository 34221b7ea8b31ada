"""Values that no paper holds, or that were typed strangely: findings at their place."""

from __future__ import annotations

import pytest

from tests.conftest import (
    MODEL,
    PLAN,
    SENT,
    MakeRepo,
    brief,
    errors_in,
)


@pytest.mark.parametrize(
    "name",
    ['"a\\x01b"', '"a\\0b"', '"a\\uFFFEb"', '"a\\uD800b"', "\u200b", "x" * 20_000, "y " * 5_000, "a " * 400_000],
)
def test_values_that_no_paper_holds_are_findings(repo: MakeRepo, name: str) -> None:
    found = errors_in(repo({"a/dang-ky": MODEL.replace("Hiến đất mở ngõ một", name)}))
    assert [(f.mark.path, f.mark.line, f.mark.column) for f in found] == [(f"{SENT}/a/dang-ky.yaml", 4, 10)]


def test_a_file_of_five_megabytes_is_not_read(repo: MakeRepo) -> None:
    (found,) = errors_in(repo({"a/dang-ky": MODEL.replace("Hiến đất mở ngõ một", "a " * 2_600_000)}))
    assert "tệp lớn quá 1 MB" in found.message


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_separators_of_the_web_are_spaces(repo: MakeRepo, separator: str) -> None:
    text = f"ngay_gui: 05/01/2026\nkhong_dang_ky: a{separator}{separator}  b"
    assert errors_in(repo({"a/dang-ky": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        "mo_hinh: " + "[" * 50_000 + "]" * 50_000,
        "a: " * 3 + "{a: " * 30_000,
        "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 900)),
    ],
)
def test_depth_is_a_finding(repo: MakeRepo, text: str) -> None:
    assert errors_in(repo({"a/dang-ky": text}))


def test_many_stars_do_not_hang(repo: MakeRepo) -> None:
    assert {f.check for f in errors_in(repo(brief("|\n      " + "*a " * 20_000)))} == {"achievement-word-limit"}


def test_a_missing_space_after_a_colon_is_told_on_its_line(repo: MakeRepo) -> None:
    (finding,) = errors_in(repo({"a/dang-ky": MODEL.replace("ten: Hiến đất mở ngõ một", "ten:Hiến đất mở ngõ một")}))
    assert finding.mark.line == 4
    assert "dấu cách" in finding.message


def test_a_finding_points_at_the_item_of_a_list(repo: MakeRepo) -> None:
    plan = PLAN.replace("nop: dang_ky}", "nop: dang_ky, don_vi: [a, la, b, khac]}")
    columns = [f.mark.column for f in errors_in(repo({"ke-hoach": plan}))]
    line = next(text for text in plan.splitlines() if "khac]" in text)[4:]
    assert columns == [line.index("la, b") + 1, line.index("khac]") + 1]


UNSEEN = {
    "tags": "\U000e004b\U000e0048", "an invisible sign": "\u2062", "a joiner of graphemes": "\u034f", "a Mongolian mark": "\u180e",
    "a blank letter": "\u3164", "another blank letter": "\u115f", "a half blank letter": "\uffa0", "a turned direction": "\u202e",
    "an isolated direction": "\u2067", "an annotation": "\ufff9", "an object": "\ufffc", "an Arabic mark": "\u061c",
}  # fmt: skip


@pytest.mark.parametrize("kind", UNSEEN)
def test_letters_that_nobody_sees_are_told(repo: MakeRepo, kind: str) -> None:
    root = repo({"a/dang-ky": MODEL.replace("mở ngõ một", f"mở{UNSEEN[kind]} ngõ một")})
    assert [f for f in errors_in(root) if "không in được" in f.message]
    escaped = "".join(f"\\U{ord(sign):08x}" for sign in UNSEEN[kind])
    root = repo({"a/dang-ky": MODEL.replace("Hiến đất mở ngõ một", f'"Hiến đất{escaped}"')})
    assert [f for f in errors_in(root) if "không in được" in f.message]
