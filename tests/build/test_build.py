from __future__ import annotations

import errno
from pathlib import Path

import pytest

from dvkgen import build as building
from dvkgen.build import Outcome, Selection, build, state
from dvkgen.build.state import STATE, State
from dvkgen.load import load
from tests.conftest import MODEL, PLAN, TODAY, Files, MakeRepo

DOCX = Selection(formats=("docx",))


def run(root: Path, selection: Selection = DOCX, processes: int = 0) -> Outcome:
    return build(load(root, TODAY), selection, processes, lambda done, of: None)


def built(root: Path) -> set[str]:
    return {
        p.relative_to(root / "build").as_posix()
        for p in (root / "build").rglob("*")
        if p.is_file() and not p.name.startswith(".")
    }


def names(targets: object) -> set[str]:
    assert isinstance(targets, (dict, list))
    return {"/".join(target.split("/")[2:]) for target in targets}


ALL = {
    "cong-van", "bieu-mau/danh-sach-dang-ky", "bieu-mau/bieu-tong-hop", "bieu-mau/trich-ngang",
    "a/danh-sach-dang-ky", "a/bieu-tong-hop", "b/danh-sach-dang-ky", "b/bieu-tong-hop",
    "tong-hop/danh-sach-dang-ky-phuong", "tong-hop/danh-sach-dang-ky-thanh-pho", "tong-hop/bieu-tong-hop",
}  # fmt: skip
TOTALS = {name for name in ALL if name.startswith("tong-hop/")}


def test_a_second_build_renders_nothing(repo: MakeRepo) -> None:
    root = repo({})
    assert names(run(root).written) == ALL
    second = run(root)
    assert (names(second.written), names(second.fresh)) == (set(), ALL)


def test_a_changed_name_rebuilds_exactly_the_papers_that_print_it(repo: MakeRepo) -> None:
    root = repo({})
    run(root)
    again = run(repo({"a/dang-ky": MODEL.replace("Hiến đất mở ngõ một", "Mô hình mới")}))
    assert names(again.written) == {"a/danh-sach-dang-ky", "tong-hop/danh-sach-dang-ky-phuong"}
    assert set(again.written.values()) == {"nội dung đổi"}


def test_a_moved_line_rebuilds_nothing(repo: MakeRepo) -> None:
    root = repo({})
    run(root)
    assert not run(repo({"a/dang-ky": "\n# ghi chú\n\n" + MODEL})).written


@pytest.mark.parametrize(
    ("files", "withheld"),
    [
        ({"a/dang-ky": "mo_hinh: [\n"}, TOTALS),
        ({"a/dang-ky": MODEL.replace("kinh_te", "y_te")}, TOTALS | {"a/danh-sach-dang-ky", "a/bieu-tong-hop"}),
        ({"submissions/mau/2026/a/dang-kyy.yaml": MODEL}, TOTALS | {"a/danh-sach-dang-ky", "a/bieu-tong-hop"}),
        ({"submissions/mau/2026/zz/dang-ky.yaml": MODEL}, TOTALS),
        ({"a/trich-ngang": "de_nghi: 1\n"}, set()),
        ({"a/bai-viet": "x: 1\n"}, set()),
        ({"ke-hoach": PLAN.replace("Về phong trào {{ ky }}", "Về {{ la }}")}, ALL),
    ],
)  # fmt: skip
def test_an_error_withholds_what_it_touches_and_every_total_that_would_be_wrong(
    repo: MakeRepo, files: Files, withheld: set[str]
) -> None:
    root = repo({})
    run(root)
    outcome = run(repo(files))
    gone = withheld | (
        {"a/danh-sach-dang-ky", "a/bieu-tong-hop"} if withheld == TOTALS and "a/dang-ky" in files else set()
    )
    assert {name.removesuffix(".docx").split("/", 2)[2] for name in built(root)} == ALL - gone
    assert names(outcome.withheld) >= withheld - {"a/danh-sach-dang-ky", "a/bieu-tong-hop"}


def test_a_cured_file_brings_its_papers_back(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": "hỏng"})
    run(root)
    run(repo({}))
    assert names([name.removesuffix(".docx") for name in built(root)]) == ALL


def test_a_total_of_what_has_come_is_issued_though_units_are_missing(repo: MakeRepo) -> None:
    assert names(run(repo({"b/dang-ky": None})).written) >= TOTALS


def test_what_nobody_owes_any_more_is_removed_and_nothing_else(repo: MakeRepo) -> None:
    root = repo({})
    run(root)
    mine = root / "build/mau/2026/b/cua-toi.txt"
    mine.write_text("của tôi", "utf-8")
    (root / "submissions/mau/2026/b/dang-ky.yaml").unlink()
    outcome = run(root)
    assert names(outcome.pruned) == {"b/danh-sach-dang-ky", "b/bieu-tong-hop"}
    assert mine.exists()
    assert not list(root.glob("build/mau/2026/b/*.docx"))


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"a": 1}', '{"a": {"docx": "x"}}'])
def test_a_damaged_state_only_means_building_anew(repo: MakeRepo, damage: str) -> None:
    root = repo({})
    run(root)
    (root / "build" / STATE).write_text(damage, "utf-8")
    assert names(run(root).written) == ALL


def test_a_file_edited_or_lost_in_build_is_made_again(repo: MakeRepo) -> None:
    root = repo({})
    run(root)
    (root / "build/mau/2026/cong-van.docx").write_bytes(b"x")
    (root / "build/mau/2026/tong-hop/bieu-tong-hop.docx").unlink()
    assert {k.split("/", 2)[2]: v for k, v in run(root).written.items()} == {
        "cong-van": "tệp bị sửa",
        "tong-hop/bieu-tong-hop": "thiếu tệp",
    }


def test_paths_and_kinds_select(repo: MakeRepo) -> None:
    root = repo({})
    assert names(run(root, Selection(paths=("submissions/mau/2026/b",), formats=("docx",))).written) == TOTALS | {
        "b/danh-sach-dang-ky",
        "b/bieu-tong-hop",
    }
    assert names(run(root, Selection(only="cong_van", formats=("docx",))).written) == {"cong-van"}
    assert names(run(root).written) == ALL - TOTALS - {"b/danh-sach-dang-ky", "b/bieu-tong-hop", "cong-van"}


WORKBOOKS = ("bieu-mau/danh-sach-dang-ky", "bieu-mau/trich-ngang")
"""Forms that are handed out as workbooks too."""


def test_two_folders_give_the_same_bytes(repo: MakeRepo, tmp_path: Path) -> None:
    root = repo({})
    run(root, Selection())
    other = tmp_path / "khac" / "sau"
    other.mkdir(parents=True)
    for part in ("plans", "submissions"):
        (root / part).rename(other / part)
    building.build(load(other, TODAY.replace(year=2027)), Selection(), 2, lambda done, of: None)
    files = built(root)
    assert len(files) == 2 * len(ALL) + len(WORKBOOKS)
    assert {
        name for name in files if (root / "build" / name).read_bytes() != (other / "build" / name).read_bytes()
    } == set()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("is_state", [True, False])
def test_a_full_disk_is_told_once_and_hides_no_finding(
    repo: MakeRepo, monkeypatch: pytest.MonkeyPatch, number: int, is_state: bool
) -> None:
    root = repo({"a/dang-ky": MODEL.replace("10/01/2026", "20/01/2026")})
    replace = state.door.replace_plain

    def full(folder: Path, path: str, data: bytes) -> None:
        if (path == STATE) == is_state:
            raise OSError(number, "no room")
        replace(folder, path, data)

    monkeypatch.setattr(state.door, "replace_plain", full)
    outcome = run(root)
    (told,) = (f for f in outcome.findings if f.check == "output-locked")
    assert "đĩa đầy" in told.message
    assert [f for f in outcome.findings if f.check == "late-submission"]
    assert bool(outcome.written) == is_state


def test_a_locked_file_is_told_and_the_rest_is_built(repo: MakeRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = state.door.replace_plain

    def locked(folder: Path, path: str, data: bytes) -> None:
        if Path(path).name == "cong-van.docx":
            raise PermissionError
        replace(folder, path, data)

    monkeypatch.setattr(state.door, "replace_plain", locked)
    root = repo({})
    outcome = run(root)
    assert [(f.mark.path, f.check) for f in outcome.findings if f.severity == "error"] == [
        ("build/mau/2026/cong-van.docx", "output-locked")
    ]
    monkeypatch.undo()
    assert names(run(root).written) == {"cong-van"}


def test_an_interrupted_build_keeps_what_is_done_and_leaves_no_half_file(repo: MakeRepo) -> None:
    root = repo({})

    def interrupt(done: int, of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(load(root, TODAY), DOCX, 0, interrupt)
    assert len(built(root)) == 3
    assert not list((root / "build").rglob("*.tmp"))
    assert len(State(root / "build").targets) == 3
    assert len(run(root).written) == len(ALL) - 3


def test_a_unit_with_nothing_to_register_has_no_papers(repo: MakeRepo) -> None:
    root = repo({"b/dang-ky": "ngay_gui: 10/01/2026\nkhong_dang_ky: sắp sáp nhập\n"})
    assert names(run(root).written) == ALL - {"b/danh-sach-dang-ky", "b/bieu-tong-hop"}
