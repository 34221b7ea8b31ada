"""Layout profiles and frames: what neither Word nor paper can keep is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dvkgen.findings import DvkgenError
from dvkgen.load import load
from dvkgen.render.engine import Engine
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


CHANGES = {
    "a blank": ("khung.html", b"<body>", b"<body> "),
    "a comment": ("khung.html", b"</body>", b"<!-- x --></body>"),
    "a style": ("khung.html", b"</head>", b"<style>p{color:white}</style></head>"),
    "nothing at all": ("khung.html", None, b""),
    "a byte of the package": ("khung.docx", b"PK\x05\x06\0\0", b"PK\x05\x06\0\0"),
}


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("home", ["templates/the-thuc", "templates/the-thuc/dang-hd36-2018"])
def test_a_frame_that_is_not_ours_is_used_only_where_the_caller_says_so(repo: MakeRepo, kind: str, home: str) -> None:
    root, (name, old, new) = repo({}), CHANGES[kind]
    shutil.copytree(SAMPLE / "templates", root / "templates")
    data = (root / f"templates/the-thuc/{name}").read_bytes()
    changed = new if old is None else data.replace(old, new, 1) + (b"x" if old == new else b"")
    (root / home / name).write_bytes(changed)
    told = [f for f in load(root, TODAY).findings if f.check == "own-frame"]
    assert [f.mark.path for f in told] == [f"{home}/{name}"]
    assert built(root).written == {}
    allowed = {
        engine: not [f for f in load(root, TODAY, own_frames=True, pdf=engine).findings if f.check == "own-frame"]
        for engine in Engine
    }
    # where Typst prints, khung.html would say what no page says
    assert allowed == {Engine.WEASYPRINT: True, Engine.TYPST: name == "khung.docx"}


def test_our_frame_is_ours_with_the_line_ends_of_windows_too(repo: MakeRepo) -> None:
    root = repo({})
    shutil.copytree(SAMPLE / "templates", root / "templates")
    frame = root / "templates/the-thuc/khung.html"
    frame.write_bytes(frame.read_bytes().replace(b"\n", b"\r\n"))
    assert load(root, TODAY).findings == ()


FAMILIES = (
    *('x"; } @font-face { src: url(http://x) } .a { font: "', "x'", "x\\", "x;y", "url(x)", "x{y}", "</style>", "x\ny", "x, y"),
    *("", " ", "-x", "x" * 40, "Thời", "x/*y*/", "{{ 7*7 }}"),
)  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("key", ["phong_chu", "phong_thay_the"])
def test_no_name_of_a_font_reaches_style_sheets_as_more_than_a_name(repo: MakeRepo, family: str, key: str) -> None:
    root = repo({})
    shutil.copytree(SAMPLE / "templates", root / "templates")
    profile = root / "templates/the-thuc/dang-hd36-2018/the-thuc.yaml"
    lines = [line for line in profile.read_text("utf-8").split("\n") if not line.startswith(f"{key}:")]
    typed = json.dumps(family, ensure_ascii=False)
    profile.write_text("\n".join((f"{key}: {typed if key == 'phong_chu' else f'[{typed}]'}", *lines)), "utf-8")
    assert [f for f in errors_in(root) if f.mark.path.endswith("the-thuc.yaml")]
    assert not documents_made(root)


def documents_made(root: Path) -> list[Path]:
    built(root)
    return list((root / "build").rglob("*.docx"))
