"""Layout profiles and frames: what neither Word nor paper can keep is refused."""

from __future__ import annotations

import shutil

import pytest

from dvkgen.findings import DvkgenError
from dvkgen.load import load
from tests.conftest import (
    SAMPLE,
    TODAY,
    MakeRepo,
    built,
    errors_in,
)


def test_margins_leave_room_for_text(repo: MakeRepo) -> None:
    root = repo({})
    shutil.copytree(SAMPLE / "templates", root / "templates")
    profile = root / "templates/the-thuc/dang-hd36-2018/the-thuc.yaml"
    profile.write_text(profile.read_text("utf-8").replace("le_trai: 30 ", "le_trai: 350 "), "utf-8")
    assert ("wrong-value", "templates/the-thuc/dang-hd36-2018/the-thuc.yaml") in {
        (f.check, f.mark.path) for f in errors_in(root)
    }


@pytest.mark.parametrize(
    "line",
    [
        "dua_tren: [a]", "dua_tren: {a: b}", "trang: {le_trai: -30}", "trang: {rong: 999999}", "dau_trang: {cot_trai: 150}",
        "phong_chu: Một phông chữ có tên dài hơn ba mươi mốt chữ", 'chu: {so: "Số {khong_co}"}', 'chu: {so: "Số {so"}',
        'chu: {so: "{so.__class__}"}', 'chu: {ngay_thang: "{thang!r}"}',
    ],
)  # fmt: skip
def test_a_profile_that_word_or_paper_cannot_keep_is_told_and_withholds(repo: MakeRepo, line: str) -> None:
    import shutil

    root = repo({})
    shutil.copytree(SAMPLE / "templates", root / "templates", dirs_exist_ok=True)
    own = root / "templates/the-thuc/rieng/the-thuc.yaml"
    own.parent.mkdir(exist_ok=True)
    base = "" if line.startswith("dua_tren") else "dua_tren: nha-nuoc-nd30\n"
    own.write_text(f"ten: R\nnguon: R\n{base}{line}\n", "utf-8")
    outcome = built(root)
    told = [f for f in outcome.findings if str(f.severity) == "error"]
    assert {f.mark.path for f in told} == {"templates/the-thuc/rieng/the-thuc.yaml"}
    assert outcome.written == {}


def test_a_frame_that_is_no_word_file_is_one_message(repo: MakeRepo) -> None:
    import shutil

    root = repo({})
    shutil.copytree(SAMPLE / "templates", root / "templates", dirs_exist_ok=True)
    (root / "templates/the-thuc/khung.docx").write_bytes(b"x")
    with pytest.raises(DvkgenError, match=r"khung\.docx"):
        load(root, TODAY)
