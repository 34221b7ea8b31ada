"""What a change cannot reach: links out of the root, links in build/, what is no plain file, files without end."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

import dvkgen
from dvkgen.disk import door
from dvkgen.disk.looked import sources
from dvkgen.disk.photo import read_photo
from dvkgen.edit.fix import cures
from dvkgen.findings import DvkgenError
from tests.conftest import MakeRepo, built, errors_in, findings_in

SECRET = "MATKHAU=bi-mat-cua-may"


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder beside the repository in which every file holds a secret."""
    home = tmp_path_factory.mktemp("that-mat")
    for name in ("dang-ky.yaml", "don-vi.yaml", "ke-hoach.yaml", "danh_sach_dang_ky.html", "phu.html", "anh.jpg"):
        (home / name).write_text(f"<p>{SECRET}\n\t: [", "utf-8")
    (home / "danh_sach_dang_ky.docx").write_bytes(SECRET.encode())
    return home


def linked(root: Path, path: str, to: Path) -> None:
    """Put a link in place of whatever lies at a path."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(to)


def nothing_leaks(root: Path) -> None:
    """Check, build and look for the secret in what is said and made."""
    said = repr(findings_in(root)) + repr(built(root).findings)
    assert SECRET not in said
    assert "that-mat" not in said
    for file in (root / "build").rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("submissions/mau/2026/a/dang-ky.yaml", "dang-ky.yaml"),
        ("plans/mau/don-vi.yaml", "don-vi.yaml"),
        ("plans/mau/2026/ke-hoach.yaml", "ke-hoach.yaml"),
        ("submissions/mau/2026/c", ""),
        ("plans/mau/2025", ""),
        ("plans/la", ""),
        ("submissions/mau/2025", ""),
    ],
)
def test_a_link_out_of_the_repository_is_named_and_not_read(
    repo: MakeRepo, outside: Path, path: str, name: str
) -> None:
    root = repo({})
    linked(root, path, outside / name)
    nothing_leaks(root)
    assert {finding.mark.path for finding in findings_in(root) if "liên kết ra ngoài kho" in finding.message} == {path}


@pytest.mark.parametrize("path", ["plans", "submissions", "plans/mau", "submissions/mau"])
def test_a_folder_of_the_contract_that_leads_out_gives_nothing(repo: MakeRepo, outside: Path, path: str) -> None:
    root = repo({})
    (root / path).rename(outside / "that")
    linked(root, path, outside / "that")
    assert any("liên kết ra ngoài kho" in finding.message for finding in findings_in(root))
    nothing_leaks(root)


def test_a_template_that_leads_out_is_not_read(repo: MakeRepo, outside: Path) -> None:
    root = repo({})
    linked(root, "plans/mau/van-ban/danh_sach_dang_ky.html", outside / "danh_sach_dang_ky.html")
    nothing_leaks(root)
    assert [f.mark.path for f in errors_in(root)] == ["plans/mau/van-ban/danh_sach_dang_ky.html"]


@pytest.mark.parametrize("name", ["phu.html", "../../../ngoai/phu.html", "/etc/hostname", "/proc/self/environ"])
def test_a_template_includes_nothing_from_outside(repo: MakeRepo, outside: Path, name: str) -> None:
    root = repo({"plans/mau/van-ban/danh_sach_dang_ky.html": f"{{% include '{name}' %}}"})
    linked(root, "plans/mau/van-ban/phu.html", outside / "phu.html")
    nothing_leaks(root)
    assert not list((root / "build").rglob("danh-sach*"))


def test_a_word_file_that_leads_out_is_not_read(repo: MakeRepo, outside: Path) -> None:
    root = repo({})
    linked(root, "plans/mau/van-ban/danh_sach_dang_ky.docx", outside / "danh_sach_dang_ky.docx")
    nothing_leaks(root)
    assert [f.mark.path for f in errors_in(root)] == ["plans/mau/van-ban/danh_sach_dang_ky.docx"]


def test_a_photo_that_leads_out_is_not_read(repo: MakeRepo, outside: Path) -> None:
    text = (
        "ngay_gui: 30/9/2026\nmo_hinh: mot\ntieu_de: Bài\nanh: [{tep: anh.jpg, chu_thich: Cảnh}]\nnoi_dung: Một bài.\n"
    )
    root = repo({"a/bai-viet": text})
    linked(root, "submissions/mau/2026/a/anh.jpg", outside / "anh.jpg")
    nothing_leaks(root)
    assert any("ngoài" in finding.message for finding in findings_in(root))


def test_a_link_within_the_repository_is_read(repo: MakeRepo) -> None:
    root = repo({"b/dang-ky": None, "submissions/mau/2026/a/dang-ky.yaml": None})
    repo({"submissions/mau/2026/b/dang-ky.yaml": None})
    (root / "chung.yaml").write_text(
        "ngay_gui: 10/01/2026\nmo_hinh:\n- {ma: mot, ten: Một, tap_the: Chi bộ A, linh_vuc: kinh_te, cap: phuong}\n",
        "utf-8",
    )
    linked(root, "submissions/mau/2026/a/dang-ky.yaml", root / "chung.yaml")
    assert not errors_in(root)


# --- build/ ----------------------------------------------------------------------------------------


def test_build_that_is_a_link_is_refused(repo: MakeRepo, outside: Path) -> None:
    root = repo({})
    before = sorted(outside.iterdir())
    linked(root, "build", outside)
    with pytest.raises(DvkgenError, match="liên kết"):
        built(root)
    findings_in(root)
    assert sorted(outside.iterdir()) == before


def test_a_folder_in_build_that_is_a_link_is_neither_written_to_nor_pruned(repo: MakeRepo, outside: Path) -> None:
    root = repo({})
    built(root)
    kept = outside / "mau"
    (root / "build/mau").rename(kept)
    before = {file: file.stat().st_mtime_ns for file in kept.rglob("*")}
    linked(root, "build/mau", kept)
    (root / "submissions/mau/2026/a/dang-ky.yaml").unlink()
    outcome = built(root)
    assert not outcome.written
    assert [f for f in outcome.findings if f.severity == "error"]
    assert {file: file.stat().st_mtime_ns for file in kept.rglob("*")} == before


@pytest.mark.parametrize("name", [".dvkgen.json", ".anh.json"])
def test_a_memory_that_is_a_link_is_not_believed_nor_written(repo: MakeRepo, outside: Path, name: str) -> None:
    root = repo({})
    kept = outside / "nho.json"
    kept.write_text("{}")
    linked(root, f"build/{name}", kept)
    with suppress(DvkgenError):
        built(root)
    assert kept.read_text() == "{}"


def test_a_paper_that_is_a_link_is_not_written_through(repo: MakeRepo, outside: Path) -> None:
    root = repo({})
    built(root)
    paper = next((root / "build").rglob("*.docx"))
    kept = outside / "giay.docx"
    kept.write_bytes(b"giay")
    linked(root, paper.relative_to(root).as_posix(), kept)
    outcome = built(root)
    assert kept.read_bytes() == b"giay"
    assert [f for f in outcome.findings if f.severity == "error"]


# --- what is no plain file -------------------------------------------------------------------------


def _sparse(place: Path, size: int) -> None:
    place.write_bytes(b"")
    os.truncate(place, size)


ODD: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "device": lambda place: place.symlink_to("/dev/zero"),
    "folder": lambda place: place.mkdir(),
    "ring": lambda place: place.symlink_to(place.name),
    "nowhere": lambda place: place.symlink_to("khong-co"),
    "endless": lambda place: _sparse(place, door.MOST_PHOTO + 1),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "path",
    [
        "plans/mau/dia-phuong.yaml",
        "plans/mau/don-vi.yaml",
        "plans/mau/2026/ke-hoach.yaml",
        "submissions/mau/2026/a/dang-ky.yaml",
        "submissions/mau/2026/a/la.yaml",
        "plans/mau/van-ban/danh_sach_dang_ky.html",
        "plans/mau/van-ban/danh_sach_dang_ky.docx",
        "submissions/mau/2026/a/anh.jpg",
    ],
)
def test_what_is_no_plain_file_is_told(repo: MakeRepo, path: str, odd: str) -> None:
    photo = "ngay_gui: 30/9/2026\nmo_hinh: mot\ntieu_de: Bài\nanh: [{tep: anh.jpg, chu_thich: Cảnh}]\nnoi_dung: Bài.\n"
    root = repo({"a/bai-viet": photo} if path.endswith(".jpg") else {})
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).unlink(missing_ok=True)
    ODD[odd](root / path)
    assert findings_in(root)
    built(root)
    list(cures(root, ()))


@pytest.mark.parametrize(
    ("link", "goal"),
    [
        ("plans/mau/x.yaml", ".git/config"),
        ("submissions/mau/x.yaml", "plans/mau/y.yaml"),
        ("submissions/mau/x.yaml", ".github/workflows/x.yml"),
        ("plans/mau/x.yaml", "Makefile"),
        ("templates/x.html", "dvkgen/x.py"),
    ],
)
@pytest.mark.parametrize("is_there", [True, False])
def test_no_link_leads_writing_into_another_folder_of_the_root(
    tmp_path: Path, link: str, goal: str, is_there: bool
) -> None:
    for path in (link, goal):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    if is_there:
        (tmp_path / goal).write_text("x", "utf-8")
    (tmp_path / link).symlink_to(tmp_path / goal)
    with pytest.raises(door.Refused):
        door.replace(tmp_path, link, b"y")
    assert (tmp_path / goal).exists() == is_there
    assert not is_there or (tmp_path / goal).read_text("utf-8") == "x"


@pytest.mark.parametrize("name", ["x" * 300, "é" * 150 + ".md", "a/" * 3000, "\0", "\udcff" * 200])
def test_a_name_that_no_disk_takes_is_the_name_of_nothing(tmp_path: Path, name: str) -> None:
    assert not door.is_file(tmp_path, name)
    assert not door.is_folder(tmp_path, name)
    assert read_photo(tmp_path, name).problem


# --- by construction -------------------------------------------------------------------------------

TOUCHING = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "walk", "scandir",
    "unlink", "rmdir", "mkdir", "makedirs", "rename", "symlink_to", "touch", "listdir", "rmtree", "copytree", "copyfile",
}  # fmt: skip
ALLOWED = {
    ("bounds.py", "open"): "standard error of a worker becomes the null device",
    ("cli/commands.py", "open"): "standard output becomes the null device when a reader closes a pipe",
    ("cli/options.py", "open"): "the job summary is a file the pipeline names",
}


def test_nothing_outside_the_disk_room_touches_the_disk() -> None:
    home = Path(dvkgen.__file__).parent
    found = {}
    for file in sorted(home.rglob("*.py")):
        place = file.relative_to(home).as_posix()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = (
                called.attr
                if isinstance(called, ast.Attribute)
                else "open"
                if getattr(called, "id", "") == "open"
                else ""
            )
            if name in TOUCHING and not place.startswith("disk/") and (place, name) not in ALLOWED:
                found[f"{place}:{getattr(node, 'lineno', 0)}"] = name
    assert not found


def test_the_program_is_its_frame_too() -> None:
    found = {path.name for path in sources(Path(door.__file__).parents[1])}
    assert {"door.py", "khung.typ"} <= found
