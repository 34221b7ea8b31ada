"""fmt and fix: nothing is lost, nothing is done twice, and what is written is shown first."""

from __future__ import annotations

import os
import re
import textwrap
from pathlib import Path

import pytest

from dvkgen.edit.change import Change
from dvkgen.edit.fix import cured, cures
from dvkgen.edit.fmt import formatted
from dvkgen.load import load
from dvkgen.yaml.canonical import Shape, canonical
from tests.cli.test_commands import dvkgen
from tests.conftest import MODEL, SAMPLE, TODAY, MakeRepo, place


def tidied(root: Path, name: str, *, modeline: bool = False) -> str:
    """Return a file of a repository as fmt would write it."""
    path = place(name)
    changes = {c.path: c.after for c in formatted(load(root, TODAY), (path,), modeline=modeline)}
    return changes.get(path, (root / path).read_text("utf-8"))


UNTIDY = """
    # đăng ký của chi bộ, gửi qua thư

    # ngày văn thư nhận
    ngay_gui:   "10/01/2026"
    mo_hinh:
        # mô hình cũ của ngõ
        - cap: phuong      # cấp phường
          ten: 'Vận động nhân dân ngõ 34: hiến đất'
          linh_vuc: kinh_te
          # mã giữ nguyên
          ma: mot
          tap_the: "Chi bộ A"
          muc_tieu: ""

    # khong_dang_ky: chưa có
"""
TIDY = """
    # đăng ký của chi bộ, gửi qua thư

    # ngày văn thư nhận
    ngay_gui: 10/01/2026
    mo_hinh:
      # mô hình cũ của ngõ
      # mã giữ nguyên
      - ma: mot
        ten: >-
          Vận động nhân dân ngõ 34: hiến đất
        muc_tieu: ""
        tap_the: Chi bộ A
        linh_vuc: kinh_te
        cap: phuong      # cấp phường
    # khong_dang_ky: chưa có
"""


def test_fmt_orders_keys_sets_in_by_two_and_quotes_where_needed(repo: MakeRepo) -> None:
    made = tidied(repo({"a/dang-ky": UNTIDY}), "a/dang-ky")
    assert made == textwrap.dedent(TIDY).lstrip("\n").replace("ngay_gui: 10", "ngay_gui: 10")


def test_fmt_puts_prose_in_blocks_and_leaves_braces_alone(repo: MakeRepo) -> None:
    brief = "ngay_gui: 30/9/2026\nde_nghi:\n  - {tap_the: Chi bộ A,   mo_hinh: mot, thanh_tich: Đạt 9 hộ}\n  - tap_the: Chi bộ A\n    mo_hinh: mot\n    thanh_tich: Vận động 42 hộ hiến đất.\n"
    made = tidied(repo({"a/trich-ngang": brief}), "a/trich-ngang")
    assert "  - {tap_the: Chi bộ A,   mo_hinh: mot, thanh_tich: Đạt 9 hộ}\n" in made
    assert "    thanh_tich: |\n      Vận động 42 hộ hiến đất.\n" in made


def test_fmt_leaves_a_file_alone_that_cannot_be_read(repo: MakeRepo) -> None:
    broken = "mo_hinh: [\nngay_gui: 10/01/2026\n"
    assert tidied(repo({"a/dang-ky": broken}), "a/dang-ky") == broken


@pytest.mark.parametrize("home", ["", "tests/cases/xa-nho", "tests/cases/phuong-nho"])
def test_fmt_is_done_once(home: str) -> None:
    root = SAMPLE / home
    changes = {change.path: change for change in formatted(load(root, TODAY), ())}
    assert home or changes == {}, "the sample is in canonical shape"
    for change in changes.values():
        repository = load(root, TODAY)
        from dvkgen.edit.fmt import shape_of

        assert canonical(change.after, shape_of(repository.kinds[change.path])) == change.after


def test_a_modeline_names_the_schema_from_the_file_and_is_kept_fresh(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": "# yaml-language-server: $schema=cu.json\n" + textwrap.dedent(MODEL).lstrip("\n")})
    first, rest = tidied(root, "a/dang-ky", modeline=True).split("\n", 1)
    schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert schema
    home = (root / place("a/dang-ky")).parent
    assert os.path.normpath(home / schema[1]) == str(root / ".vscode/schema/mau/2026/dang-ky.json")
    assert rest == textwrap.dedent(MODEL).lstrip("\n")


def cure(root: Path, *, iso: bool = False) -> dict[str, Change]:
    return {Path(change.path).name: change for change in cures(root, (), iso=iso)}


def test_fix_cures_signs_nobody_sees_and_touches_no_word(repo: MakeRepo) -> None:
    text = textwrap.dedent(MODEL).lstrip("\n").replace("Hiến đất", "Hie\u0302\u0301n\u200b đất").replace("\n", "\r\n")
    change = cure(repo({"a/dang-ky": b"\xef\xbb\xbf" + text.encode()}))["dang-ky.yaml"]
    assert change.after == textwrap.dedent(MODEL).lstrip("\n")
    assert change.done == (
        "7 dòng kết thúc kiểu Windows (CRLF)",
        "2 ký tự ẩn",
        "1 dòng chuyển về Unicode dựng sẵn (NFC)",
    )
    assert "+    ten: Hiến đất mở ngõ một\n" in change.diff()


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("10-01-2026", "2026-01-10"),
        ("10.1.2026", "2026-01-10"),
        ("ngày 10 tháng 01 năm 2026", "2026-01-10"),
        ("2026/01/10", "2026-01-10"),
        ('"10.01.2026"', "2026-01-10"),
        ("31-02-2026", "31-02-2026"),
        ("10/01/2026", "10/01/2026"),
        ("01/2026", "01/2026"),
        ("mai", "mai"),
    ],
)
def test_fix_writes_dates_that_are_not_read_in_iso(repo: MakeRepo, typed: str, iso: str) -> None:
    root = repo({"a/dang-ky": MODEL.replace("10/01/2026", typed)})
    change = cure(root).get("dang-ky.yaml")
    after = change.after if change else (root / place("a/dang-ky")).read_text("utf-8")
    assert f"ngay_gui: {iso}\n" in after


def test_fix_changes_dates_that_are_read_only_where_asked_and_none_in_prose(repo: MakeRepo) -> None:
    brief = "ngay_gui: 30/9/2026\nde_nghi:\n  - tap_the: Chi bộ A\n    mo_hinh: mot\n    thanh_tich: |\n      ngay: 10.01.2026 họp 9 lần.\n"
    after = cure(repo({"a/trich-ngang": brief}), iso=True)["trich-ngang.yaml"].after
    assert after == brief.replace("30/9/2026", "2026-09-30")


@pytest.mark.parametrize(
    "line",
    [
        'ten: "Thông báo lịch họp, ngay: 10.01.2026"',
        "viec-chinh: |\n  ngay: 10.01.2026",
        '"muc_tieu": |\n  ngay: 10.01.2026',
        "ghi_chu: |2\n      Lịch đã chốt,\n  ngay: 10.01.2026",
        "tu_nam: 2024  # đổi từ ngay: 10.01.2026",
        "ten: {a: 'x, ngay: 10.01.2026'}",
    ],
)
def test_fix_changes_no_day_that_is_part_of_a_text_or_a_comment(line: str) -> None:
    text = f"ngay: 10.01.2026\n{line}\n"
    done = cured(text.encode(), is_yaml=True, iso=True)
    assert done
    assert done.text in (f"ngay: 2026-01-10\n{line}\n", text)


CANONICAL = [
    "# xem lại\nmo_hinh:\n  - # xem lại\n    ma: x\n    ten: y\n",
    "de_nghi:\n  - ca_nhan: {ho_ten: Trần Thị B,\n      chuc_vu: Tổ trưởng}\n    ma: x\n",
    "mo_hinh:\n  - ma: x\n    # cuối mô hình\nso: 012\n",
    "mo_hinh:\n    - ma: x\n      # cuối mô hình\n    # cuối danh sách\nso: 012\n",
]


@pytest.mark.parametrize("text", CANONICAL)
def test_fmt_keeps_every_comment_by_what_it_speaks_of(text: str) -> None:
    shape = Shape(("so", "mo_hinh"), frozenset(), lambda key: Shape(("ma",)))
    made = canonical(text, shape)
    assert made
    assert sorted(re.findall("#.*", made)) == sorted(re.findall("#.*", text))
    assert canonical(made, shape) == made
    if "cuối mô hình" in text:
        assert made.startswith("so: 012\n")
        assert "\n    # cuối mô hình" in made


@pytest.mark.parametrize(
    "text",
    [
        "chi_tieu:\n    - {ma: a,\n         ten: b}\n",
        "a:\n  - {ma: a,   # c\n     ten: A B,\n     ca_nhan: {ho_ten: B,\n       chuc_vu: C}\n    }\n",
        "ten:\n    # tên do chi ủy đặt\n    Vận động nhân dân\nma: x\n",
        "a: |\n  Một  \n   \n  Hai\nb: 1\n",
    ],
)
def test_fmt_is_stable_at_once(text: str) -> None:
    made = canonical(text, Shape())
    assert made
    assert canonical(made, Shape()) == made


def test_fmt_leaves_a_file_with_a_document_mark_alone_and_says_so(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": "# Đăng ký\n---\n" + textwrap.dedent(MODEL).lstrip("\n")})
    ran = dvkgen(root, "fmt", "submissions")
    assert "a/dang-ky.yaml: để nguyên" in ran.stderr


@pytest.mark.parametrize(
    "text",
    [
        "ten: >-\n  Vận động nhân dân ngõ 6\n  \xa0hiến đất\n",
        "noi_dung: |\n  Một\n  \u3000Hai\n",
        'a:\n  - ten: Mô hình: x\n    b: "xong, ngay: 6.1.2026"\n',
    ],
)
def test_fix_leaves_alone_what_it_would_change_in_meaning(text: str) -> None:
    done = cured(text.encode(), is_yaml=True, iso=True)
    assert done
    assert done.text == text


def test_writing_follows_links_keeps_modes_and_refuses_what_is_read_only(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": UNTIDY})
    file, real = root / place("a/dang-ky"), root / "submissions/that.yaml"
    file.rename(real)
    file.symlink_to(real)
    real.chmod(0o664)
    assert dvkgen(root, "fmt", "submissions").returncode == 0
    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o664
    assert "ngay_gui: 10/01/2026\n" in real.read_text("utf-8")
    real.write_text(textwrap.dedent(UNTIDY).lstrip("\n"), "utf-8")
    real.chmod(0o444)
    refused = dvkgen(root, "fmt", "submissions")
    assert refused.returncode == 2
    assert "không ghi được" in refused.stderr


def test_a_modeline_is_not_written_into_a_broken_file(repo: MakeRepo) -> None:
    broken = 'ngay_gui: "06/01/2026\n'
    assert tidied(repo({"a/dang-ky": broken}), "a/dang-ky", modeline=True) == broken


def test_fix_leaves_old_encodings_and_emoji_alone(repo: MakeRepo) -> None:
    family = textwrap.dedent(MODEL).replace("Hiến", "👨‍👩‍👧 Hiến")
    assert cure(repo({"a/dang-ky": family, "b/dang-ky": "ngay_gui: 1\nten: C«ng hoµ x· héi\xad\n"})) == {}


def test_the_commands_show_first_and_write_when_told(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": textwrap.dedent(UNTIDY).lstrip("\n").replace("10/01/2026", "10-01-2026")})
    file = root / place("a/dang-ky")
    before = file.read_bytes()
    shown = dvkgen(root, "fix")
    assert (shown.returncode, file.read_bytes()) == (0, before)
    assert '-ngay_gui:   "10-01-2026"' in shown.stdout
    assert "+ngay_gui:   2026-01-10" in shown.stdout
    assert "chưa ghi gì" in shown.stderr
    assert dvkgen(root, "fix", "--yes").returncode == 0
    only = dvkgen(root, "fmt", "--check", "submissions")
    assert (only.returncode, only.stdout) == (1, f"{place('a/dang-ky')}\n")
    assert dvkgen(root, "fmt").returncode == 0
    assert file.read_text("utf-8") == textwrap.dedent(TIDY).lstrip("\n").replace("10/01/2026", "2026-01-10")
    assert dvkgen(root, "fmt", "--check").returncode == 0
    assert "không có gì phải chữa" in dvkgen(root, "fix").stderr


@pytest.mark.parametrize("sign", ["\0", "\x0b", "\x1f", "\ufffe"])
def test_fix_leaves_a_file_alone_that_has_signs_which_neither_yaml_nor_paper_knows(sign: str) -> None:
    assert cured(f"ngay_gui: 10.01.2026\nten: a{sign}b\n".encode(), is_yaml=True, iso=True) is None


def test_fmt_names_as_left_alone_only_what_it_has_left_alone(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": UNTIDY.replace("kinh_te", "kinhte"), "b/dang-ky": "ngay_gui: [\n"})
    done = dvkgen(root, "fmt", "submissions")
    assert done.stdout == f"{place('a/dang-ky')}\n"
    assert f"để nguyên: {place('b/dang-ky')}" in done.stderr
    assert place("a/dang-ky") not in done.stderr.split("để nguyên")[1]
