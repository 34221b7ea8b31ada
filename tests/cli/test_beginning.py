"""`init`, `new`, `doctor`: a repository, a locality and a file that begin, and a machine that is looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dvkgen.cli.commands import dvkgen
from dvkgen.findings import Severity
from dvkgen.load import load
from tests.conftest import TODAY, MakeRepo, findings_in

UNITS = "TT,Tên đơn vị,Khối\n1,Chi bộ Tổ dân phố số 1,Tổ dân phố\n2,Chi bộ Trạm Y tế,Khối lạ\n"
MODELS = ("dien-chau", "dong-da", "long-bien", "minh-xuan", "thanh-mien")


def call(root: Path, *words: str) -> Result:
    return CliRunner().invoke(dvkgen, [*words, "--root", str(root)])


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    assert call(tmp_path, "init").exit_code == 0
    return tmp_path


def test_an_empty_repository_has_all_that_git_make_and_editors_ask_for(empty: Path) -> None:
    files = {p.relative_to(empty).as_posix() for p in empty.rglob("*") if p.is_file()}
    assert files >= {
        *(
            "plans/.gitkeep",
            "submissions/.gitkeep",
            ".gitignore",
            ".gitattributes",
            "Makefile",
            "dvk.cmd",
            "dvkgen.yaml",
        ),
        *("README.md", ".github/workflows/dvkgen.yml", ".vscode/tasks.json", ".pre-commit-config.yaml"),
        *(".gitlab-ci.yml", ".forgejo/workflows/dvkgen.yml"),
    }
    assert b"\r\n" in (empty / "dvk.cmd").read_bytes()
    assert "pull_request_target" not in (empty / ".github/workflows/dvkgen.yml").read_text("utf-8")
    assert findings_in(empty) == ()


def test_what_is_there_stays(empty: Path) -> None:
    (empty / "Makefile").write_text("own:\n", "utf-8")
    (empty / "README.md").unlink()
    assert call(empty, "init").exit_code == 0
    assert (empty / "Makefile").read_text("utf-8") == "own:\n"
    assert (empty / "README.md").exists()


@pytest.mark.parametrize("like", MODELS)
def test_a_locality_begins_like_each_of_ours_and_is_clean(empty: Path, like: str) -> None:
    (empty / "dv.csv").write_text(UNITS, "utf-8")
    words = ("--tu", like, "--ten", "phường Bình Minh", "--cap-tren", "ĐẢNG BỘ TỈNH HẢI AN", "--ky", "2027")
    made = call(empty, "init", "binh-minh", *words, "--don-vi", str(empty / "dv.csv"))
    assert made.exit_code == 0, made.output
    said = "".join(path.read_text("utf-8") for path in (empty / "plans/binh-minh").rglob("*") if path.is_file())
    for gone in ("ho_ten:", "Nguyễn Văn", "Trần Thị", "da_gioi_thieu"):
        assert gone not in said
    assert "chi-bo-to-dan-pho-so-1" in said
    place = {"dien-chau": "Diễn Châu", "dong-da": "Đống Đa", "long-bien": "Long Biên"}.get(like)
    assert place is None or (place not in said and place.upper() not in said)
    found = [f for f in findings_in(empty) if f.severity is not Severity.INFO]
    # what is left is marked: a year in a sentence, a khối that the list has and the locality has not
    assert {f.check for f in found} <= {"left-to-review", "stale-year"}
    assert not list((empty / "submissions").rglob("*.yaml"))


def test_places_to_look_at_are_listed_and_marked(empty: Path) -> None:
    made = call(empty, "init", "binh-minh", "--tu", "long-bien", "--ten", "xã Bình Minh", "--ky", "2027")
    plan = (empty / "plans/binh-minh/2027/ke-hoach.yaml").read_text("utf-8")
    marked = [n for n, line in enumerate(plan.splitlines(), 1) if "# xem lại" in line]
    assert len(marked) > 5
    assert all(f"plans/binh-minh/2027/ke-hoach.yaml:{n}:" in made.output for n in marked)
    assert "ĐẢNG ỦY XÃ BÌNH MINH" in (empty / "plans/binh-minh/dia-phuong.yaml").read_text("utf-8")


def test_the_province_and_the_groups_of_the_list_are_the_new_ones(empty: Path) -> None:
    rows = [f"{n};Chi bộ thôn số {n};Thôn" for n in range(1, 4)]
    (empty / "dv.csv").write_text("\n".join(("TT;Tên đơn vị;Khối", *rows)), "utf-8")
    words = ("--tu", "dien-chau", "--ten", "xã An Bình", "--cap-tren", "ĐẢNG BỘ TỈNH HẢI AN", "--ky", "2027")
    assert call(empty, "init", "an-binh", *words, "--don-vi", str(empty / "dv.csv")).exit_code == 0
    said = "".join(path.read_text("utf-8") for path in (empty / "plans/an-binh").rglob("*") if path.is_file())
    assert "Nghệ An" not in said
    assert "NGHỆ AN" not in said
    assert "tỉnh Hải An" in said
    assert "khoi: thon" in said
    assert "xã hội" in said
    (campaign,) = load(empty, TODAY).campaigns
    group = campaign.locality.group("thon")
    assert group is not None
    assert group.signers[0].capacity == ("T/M CHI BỘ",)


def test_what_is_left_to_review_is_told_until_it_is_gone(empty: Path) -> None:
    call(empty, "init", "binh-minh", "--tu", "long-bien", "--ten", "phường Bình Minh", "--ky", "2027")
    plan = empty / "plans/binh-minh/2027/ke-hoach.yaml"
    assert any(f.check == "left-to-review" and f.mark.path.endswith("ke-hoach.yaml") for f in findings_in(empty))
    plan.write_text(re.sub(" *# xem lại.*", "", plan.read_text("utf-8")), "utf-8")
    assert not any(f.check == "left-to-review" and f.mark.path.endswith("ke-hoach.yaml") for f in findings_in(empty))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--tu", "long-bin", "--ten", "x"), "có phải ý bạn là “long-bien”?"),
        (("--ten", "x"), "thiếu --tu"),
        (("--tu", "long-bien"), "thiếu mã hoặc tên"),
        (("--tu", "long-bien", "--ten", "x", "--ky", "hai nghìn"), "không đúng"),
    ],
)
def test_wrong_calls_are_told(empty: Path, words: tuple[str, ...], said: str) -> None:
    made = call(empty, "init", "binh-minh", *words)
    assert made.exit_code != 0
    assert said in f"{made.output}{made.exception}"
    assert not (empty / "plans/binh-minh").exists()


def test_a_locality_that_is_there_is_never_written_over(empty: Path) -> None:
    words = ("init", "binh-minh", "--tu", "dong-da", "--ten", "phường Bình Minh")
    assert call(empty, *words).exit_code == 0
    again = call(empty, *words)
    assert again.exit_code != 0
    assert "không ghi đè" in str(again.exception)


def test_a_new_file_has_every_key_and_becomes_a_filing_once_filled_in(repo: MakeRepo) -> None:
    root = repo({"b/dang-ky": None})
    made = call(root, "new", "dang_ky", "mau/2026/b")
    assert made.exit_code == 0
    path = root / "submissions/mau/2026/b/dang-ky.yaml"
    text = path.read_text("utf-8")
    assert made.output.strip() == "submissions/mau/2026/b/dang-ky.yaml"
    assert "trước ngày 15/01/2026" in text
    assert "kinh_te | van_hoa" in text
    assert any(f.severity is Severity.ERROR and f.mark.path.endswith("b/dang-ky.yaml") for f in findings_in(root))
    assert call(root, "new", "dang_ky", "mau/2026/b").exit_code != 0
    values = {
        "ngay_gui": "10/01/2026",
        "ten": "Vận động các hộ trồng hoa dọc ngõ 34",
        "tap_the": "Chi bộ B",
        "linh_vuc": "kinh_te",
        "cap": "phuong",
    }
    for key, value in values.items():
        text = re.sub(rf"^([ -]*){key}:.*$", rf"\g<1>{key}: {value}", text, count=1, flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    assert [f for f in findings_in(root) if f.mark.path.endswith("b/dang-ky.yaml")] == []


@pytest.mark.parametrize("place", ["mau/2026", "khac/2026/b", "mau/2031/b", "mau/2026/bb"])
def test_a_file_for_nobody_is_refused(repo: MakeRepo, place: str) -> None:
    made = call(repo({}), "new", "dang_ky", place)
    assert made.exit_code != 0
    assert not isinstance(made.exception, KeyError)


def test_the_doctor_names_what_it_looked_at(repo: MakeRepo) -> None:
    made = call(repo({}), "doctor")
    assert made.exit_code == 0
    for what in ("Python", "Pango", "Phông chữ", "git", "LibreOffice", "build/"):
        assert what in made.output
