"""Localities that are mistaken for each other."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import LOCALITY, PLAN, UNITS, MakeRepo, findings_in

OTHER = LOCALITY.replace("phường Mẫu", "phường Khác").replace("PHƯỜNG MẪU", "PHƯỜNG KHÁC")


def told(root: Path) -> set[tuple[str, str]]:
    return {(f.mark.path, f.check) for f in findings_in(root) if f.check in ("same-locality", "other-locality")}


def beside(repo: MakeRepo, locality: str, plan: str = PLAN) -> Path:
    return repo({
        "plans/khac/dia-phuong.yaml": locality, "plans/khac/don-vi.yaml": UNITS, "plans/khac/2026/ke-hoach.yaml": plan,
    })  # fmt: skip


def test_two_localities_of_one_name_are_told_at_both(repo: MakeRepo) -> None:
    assert told(beside(repo, LOCALITY)) == {
        (f"plans/{name}/dia-phuong.yaml", "same-locality") for name in ("mau", "khac")
    }


def test_a_plan_that_names_another_locality_is_told(repo: MakeRepo) -> None:
    plan = PLAN.replace("Nội dung trước ngày", "Nội dung của Phường Mẫu trước ngày")
    assert told(beside(repo, OTHER, plan)) == {("plans/khac/2026/ke-hoach.yaml", "other-locality")}


def test_localities_that_name_themselves_are_not_told(repo: MakeRepo) -> None:
    assert told(beside(repo, OTHER)) == set()
