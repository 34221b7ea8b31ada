"""What is read from where: names that are nearly right, links, folders, files of several kinds."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.checks.test_limits import ARTICLE, article
from tests.conftest import (
    MODEL,
    PLAN,
    SENT,
    UNITS,
    Expect,
    MakeRepo,
    brief,
    built,
    documents_in,
    errors_in,
    findings_in,
)


@pytest.mark.parametrize(
    "name",
    [
        "a/dang-ky.YAML",
        "a/dang-ky.yaml.txt",
        "a/dang_ky/a.yaml",
        "dang-ky.yaml",
        "_a/dang-ky.yaml",
        "a/dang-ky.yaml/x.yaml",
        "a/dang-ky.yml",
    ],
)
def test_a_nearly_right_name_withholds_the_totals(repo: MakeRepo, name: str) -> None:
    root = repo({"a/dang-ky": MODEL if name.endswith(".yml") else None, f"{SENT}/{name}": MODEL})
    outcome = built(root)
    assert {f.mark.path.startswith(SENT) for f in outcome.findings if f.severity == "error"} == {True}
    assert not list((root / "build/mau/2026").glob("tong-hop/*"))


def test_a_broken_link_is_a_finding(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": None})
    (root / SENT / "a").mkdir(exist_ok=True)
    (root / SENT / "a/dang-ky.yaml").symlink_to("khong-co")
    assert [f.check for f in errors_in(root)] == ["unknown-file"]


def test_two_plans_do_not_cover_one_year(repo: MakeRepo) -> None:
    plan = PLAN.replace("ky: 2026", "ky: 2026 - 2027")
    assert "wrong-period" in {f.check for f in errors_in(repo({"plans/mau/2026-2027/ke-hoach.yaml": plan}))}
    assert "wrong-period" in {
        f.check for f in errors_in(repo({"plans/mau/2028-2030/ke-hoach.yaml": PLAN.replace("2026", "2028")}))
    }


@pytest.mark.parametrize("inner", [None, "plans/mau/don-vi/x.yaml"])
def test_units_stand_in_a_file_or_in_a_folder_not_both(repo: MakeRepo, inner: str | None) -> None:
    root = repo({inner: UNITS} if inner else {})
    (root / "plans/mau/don-vi").mkdir(exist_ok=True)
    assert errors_in(root)[0].mark.path.startswith("plans/mau/don-vi")


def test_units_may_stand_in_several_files(repo: MakeRepo) -> None:
    one, other = (f"don_vi:\n  - {{ma: {code}, ten: Chi bộ {code.upper()}, khoi: tdp}}\n" for code in "ab")
    assert errors_in(repo({"don-vi": None, "plans/mau/don-vi/mot.yaml": one, "plans/mau/don-vi/hai.yaml": other})) == []


@pytest.mark.parametrize(
    "name", ["//etc/passwd", "/etc/passwd", "../../../../etc/passwd", "\\\\\\\\etc\\\\passwd", "x" * 199, "c:/x"]
)
def test_no_text_or_photo_is_taken_from_outside(repo: MakeRepo, name: str) -> None:
    found = errors_in(
        repo({**brief("{tep: '" + name + "'}"), **article(text=ARTICLE.replace("anh/mot.jpg", "'" + name + "'"))})
    )
    assert {f.check for f in found} == {"unreadable-file", "photo-quality"}


def test_links_out_of_the_folder_are_not_followed(repo: MakeRepo, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("ngoai")
    (outside / "x.md").write_text("bí mật", "utf-8")
    root = repo(brief("{tep: l.md}"))
    (root / SENT / "a/l.md").symlink_to(outside / "x.md")
    assert [f.check for f in errors_in(root)] == ["unreadable-file"]


def test_a_folder_that_may_not_be_read_is_a_finding(repo: MakeRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    root, listed = repo({}), os.scandir

    def closed(path: Path) -> Any:
        if Path(path).name == "a":
            raise PermissionError
        return listed(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert [f.mark.path for f in errors_in(root)] == [f"{SENT}/a"]


def test_names_of_files_and_folders_may_be_decomposed(repo: MakeRepo) -> None:
    root = repo(article(text=ARTICLE.replace("anh/", "ảnh/")))
    shutil.move(root / SENT / "a/anh", root / SENT / "a/a\u0309nh")
    assert errors_in(root) == []


@pytest.mark.parametrize("ending", ["dia-phuong.yml", "don-vi.yml"])
def test_yml_is_read_in_a_plans_folder_too(repo: MakeRepo, ending: str) -> None:
    text = "dia_danh: Khác\n" if ending.startswith("dia") else UNITS
    assert not [f for f in findings_in(repo({f"plans/mau/2026/{ending}": text})) if str(f.severity) == "error"]


def test_photos_of_an_article_in_a_folder_start_at_the_units_folder(repo: MakeRepo) -> None:
    files = dict(article())
    files[f"{SENT}/a/bai-viet/mot.yaml"] = files.pop("a/bai-viet")
    root = repo(files)
    assert errors_in(root) == []
    assert "mau/2026/a/bai-viet-mot" in documents_in(root)


def test_a_broken_file_accuses_nobody_else(repo: MakeRepo) -> None:
    quota = (
        PLAN
        + "    chi_tieu:\n      - {ma: q, ten: Q, moi_don_vi: true, toi_thieu: 1}\n      - {ma: r, ten: R, toi_thieu: 9}\n"
    )
    sent = "co_quan: dang_uy\nkinh_gui: Thành ủy\ntrich_yeu: x\nde_nghi:\n  - {don_vi: a, tap_the: Chi bộ A, mo_hinh: mot}\n"
    root = repo({**brief("Đạt 9 mô hình"), "khen-thuong": sent, "ke-hoach": quota, "a/dang-ky": "x: ["})
    assert {(f.mark.path, f.check) for f in findings_in(root)} == {(f"{SENT}/a/dang-ky.yaml", "yaml-syntax")}


@pytest.mark.parametrize("file", ["../b/dang-ky.yaml", "/etc/passwd", "khong-co.pdf"])
def test_evidence_stands_in_the_units_folder(repo: MakeRepo, file: str) -> None:
    report = (
        "ngay_gui: 10/9/2026\nmo_hinh: mot\nmuc_dich: a\ncach_lam: a\nket_qua: a\nlan_toa: a\n"
        f"minh_chung:\n  - {{tep: {file}, chu_thich: Tệp}}\n"
    )
    found = [f for f in findings_in(repo({"a/bao-cao-mo-hinh": report})) if f.check == "unreadable-file"]
    assert [(f.mark.line, str(f.severity)) for f in found] == [(8, "error")]


def test_names_of_files_become_names_of_papers(expect: Expect) -> None:
    expect({"submissions/mau/2026/a/phieu-dang-ky/Phiếu Hai.yaml": "ngay_gui: 10/01/2026 #! unknown-file\n"})
