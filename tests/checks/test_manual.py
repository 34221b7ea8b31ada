"""Every rule's page: its wrong example is found on its line, its right example is not, and the page is fit to read."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image

from dvkgen.build.rule_book import RULES
from dvkgen.checks.examples import examples_of
from dvkgen.cli.report import manual
from dvkgen.rules import Rule
from tests.conftest import SAMPLE, Expect

SHOWN_BY_A_BUILD = {
    "output-locked", "own-frame", "own-word-differs", "own-word-fault", "page-limit", "paper-not-made", "same-locality", "other-locality", "same-target", "template-fault", "unknown-folder",
    "unknown-unit", "unprinted-field", "unused-wording",
}  # fmt: skip
"""Rules about folders, templates and made papers: no file of text shows them; tests of their own do."""


def picture(seed: int, side: int = 1000) -> bytes:
    """Return a photo of its own look: blurred squares placed by a seed."""
    image, out = Image.new("L", (8, 8)), BytesIO()
    image.putdata([(seed * 7919 + n * n * 31 + n * seed * 17) % 256 for n in range(64)])
    image.resize((side, side), Image.Resampling.BICUBIC).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def pictures() -> Mapping[str, bytes]:
    home = "submissions/mau/2026"
    return {
        f"{home}/a/anh/mot.jpg": picture(1),
        f"{home}/a/anh/hai.jpg": picture(2),
        f"{home}/b/anh/nhu-mot.jpg": picture(1, 1100),
        f"{home}/b/anh/rieng.jpg": picture(3),
        f"{home}/b/anh/khac.jpg": picture(4),
    }


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.name not in SHOWN_BY_A_BUILD], ids=lambda r: r.name)
def test_the_wrong_example_is_found_and_the_right_one_is_not(rule: Rule, expect: Expect) -> None:
    examples = tuple(examples_of(rule.name))
    wrong = {example.path: example.text for example in examples if example.is_wrong}
    right = {example.path: example.text for example in examples if not example.is_wrong}
    assert f"#! {rule.name}" in "".join(wrong.values())
    assert right
    assert "#!" not in "".join(right.values())
    gone: dict[str, str | None] = {f"submissions/mau/2026/{unit}/dang-ky.yaml": None for unit in "ab"}
    expect({**pictures(), **gone, **wrong}, only=[rule.name])
    for path in set(wrong) - set(right):
        gone[path] = None
    expect({**pictures(), **gone, **right}, only=[rule.name])


def test_every_rule_has_a_page_and_every_example_a_rule() -> None:
    files = {path.stem for path in (SAMPLE / "dvkgen/checks/vi-du").glob("*")}
    assert files == set(RULES) - SHOWN_BY_A_BUILD
    assert len(files) > 70


def test_a_page_tells_name_severity_reason_and_both_examples() -> None:
    page = manual(RULES["doubled-word"])
    assert page.startswith("doubled-word (cảnh báo)\n")
    assert "Sai, plans/mau/2026/ke-hoach.yaml:" in page
    assert "\n     ->   Chủ thể thực hiện hiện mô hình là các chi bộ.\n" in page
    assert "Đúng, plans/mau/2026/ke-hoach.yaml:" in page
    assert "không hạ xuống được" in manual(RULES["one-actor"])
