"""Each pair of repositories says what changed, and nothing else; its numbers are those that anyone counts from the YAML."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from dvkgen.build import check
from dvkgen.load import load
from dvkgen.review.change import Kind, Review
from dvkgen.review.compare import compared
from dvkgen.review.formats import as_text
from dvkgen.review.pair import pair
from tests.review.pairs import HOME, Case, cases

CASES = tuple(cases())


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 30
    assert sum(case.is_empty for case in CASES) >= 6


def reviewed(case: Case, folder: Path) -> tuple[Review, Path, Path]:
    old, new = case.lay(folder)
    with pair(new, case.day, str(old), str(new)) as both:
        return compared(both).review, old, new


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_pair(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    review, old, new = reviewed(case, tmp_path)
    assert review.is_empty == case.is_empty, as_text(review)
    _numbers_are_right(review, old, new)
    _findings_are_right(review, case, old, new)
    told = as_text(review).replace(str(tmp_path), "")
    assert told.partition("\nPhải để ý\n")[2].partition("\n\n")[0].count("! ") == review.counts["chỗ phải để ý"]
    shown = told if len(told) < 20_000 else f"{told[:2_000]}…\n"
    kept = HOME / f"{case.name}.txt"
    if request.config.getoption("--update-golden"):
        kept.write_text(shown, "utf-8")
    assert kept.read_text("utf-8") == shown


def counted(root: Path) -> Counter[str]:
    """Return how many models each unit has, and each field at each level, from the YAML alone."""
    found: Counter[str] = Counter()
    for path in sorted((root / "submissions/mau/2026").glob("*/dang-ky.yaml")):
        try:
            models = YAML(typ="safe").load(path)["mo_hinh"]
        except Exception:
            continue
        for model in models:
            found.update(("mô hình", f"cấp {model['cap']}", f"của {path.parent.name}"))
    return found


def _numbers_are_right(review: Review, old: Path, new: Path) -> None:
    """The totals that the review tells are those that were counted on either side."""
    before, after = counted(old), counted(new)
    rows = {
        (table.title, row.what): row for campaign in review.campaigns for table in campaign.tables for row in table.rows
    }
    names = {"cấp thanh_pho": "Thành phố", "cấp phuong": "Phường", "cấp co_so": "Cơ sở"}
    if not all(
        (root / "submissions/mau/2026/tdp-1/dang-ky.yaml").read_text("utf-8").count("mo_hinh:\n  - [") == 0
        for root in (old, new)
    ):
        return
    total = rows.get(("Tổng số", "mô hình"))
    assert (total is not None) == (before["mô hình"] != after["mô hình"])
    if total:
        assert (total.old, total.new) == ((str(before["mô hình"]),), (str(after["mô hình"]),))
    for key, name in names.items():
        row = rows.get(("Biểu tổng hợp", name))
        for side, number in ((row and row.old, before[key]), (row and row.new, after[key])):
            assert side is None or int(side[1]) + int(side[3]) == number, name
        assert before[key] == after[key] or row is not None


def _findings_are_right(review: Review, case: Case, old: Path, new: Path) -> None:
    """Whatever `check` finds on one side only is told, by its words."""
    before, after = (Counter((f.check, f.message) for f in check(load(root, case.day))) for root in (old, new))
    born, cured = (Counter((f.check, f.message) for f in found) for found in (review.born, review.cured))
    assert after - before <= born
    assert before - after <= cured
    assert Counter(dict(before)) + born == Counter(dict(after)) + cured


def test_what_a_reviewer_must_look_at_is_marked(tmp_path: Path) -> None:
    marked, together = {}, {}
    for name in ("sua-muon", "sau-chot", "hai-don-vi"):
        case = next(case for case in CASES if case.name.endswith(name))
        review, _, _ = reviewed(case, tmp_path / name)
        together[name] = [(campaign.units, [f.units_beside for f in campaign.files]) for campaign in review.campaigns]
        marked[name] = [file.warnings for campaign in review.campaigns for file in campaign.files]
    assert "sửa sau hạn Đăng ký mô hình" in marked["sua-muon"][0][0]
    assert any("sau ngày chốt phong trào 30/11/2026" in warning for warning in marked["sau-chot"][0])
    assert together["hai-don-vi"] == [(("Hội Liên hiệp Phụ nữ", "Chi bộ Tổ dân phố số 1"), [1, 1])]
    assert together["sua-muon"] == [((), [0])]


def test_a_model_that_moves_is_neither_gone_nor_new(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name.endswith("chuyen-don-vi"))
    review, _, _ = reviewed(case, tmp_path)
    changes = [change for campaign in review.campaigns for file in campaign.files for change in file.changes]
    assert {change.kind for change in changes} == {Kind.MOVED}
    assert {change.what for change in changes} == {"mô hình “Sạp hàng sạch trước chợ”", "cấp đăng ký", "chủ thể"} - {
        "chủ thể"
    }


def test_files_that_say_what_they_said_are_named_and_no_others(tmp_path: Path) -> None:
    named = {}
    for name in ("thu-tu", "van-ban", "tron", "hong-tep"):
        case = next(case for case in CASES if case.name.endswith(name))
        named[name] = reviewed(case, tmp_path / name)[0].said_the_same
    assert named == {
        "thu-tu": ("plans/mau/don-vi.yaml", "submissions/mau/2026/tdp-1/dang-ky.yaml"),
        "van-ban": (),
        "tron": ("submissions/mau/2026/doan-tn/dang-ky.yaml",),
        "hong-tep": (),
    }
