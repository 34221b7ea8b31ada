from __future__ import annotations

import pytest

from tests.conftest import Files, MakeRepo, findings_in


def found(repo: MakeRepo, files: Files) -> set[tuple[int, int, str]]:
    return {(f.mark.line, f.mark.column, f.check) for f in findings_in(repo(files)) if f.severity == "error"}


def message(repo: MakeRepo, files: Files) -> str:
    return " ".join(f"{f.message} {f.help}" for f in findings_in(repo(files)) if f.severity == "error")


def test_all_errors_of_a_file_come_at_once_each_at_its_place(repo: MakeRepo) -> None:
    text = """
        ngay_gui: 31/02/2026
        mo_hinh:
          - ma: Một
            ten: x
            tap_the: [a]
            linh_vuc: kinh_te
            capp: phuong
          - ma: hai
            tu_nam: hai nghìn
        """
    assert found(repo, {"a/dang-ky": text}) == {
        (1, 11, "wrong-value"),
        (3, 9, "wrong-value"),
        (5, 14, "wrong-type"),
        (7, 5, "unknown-key"),
        (8, 5, "missing-key"),
        (9, 13, "wrong-value"),
    }


def test_an_unknown_key_is_offered_the_nearest_one(repo: MakeRepo) -> None:
    assert "có phải ý bạn là “linh_vuc”" in message(
        repo, {"a/dang-ky": "ngay_gui: 10/01/2026\nmo_hinh:\n  - {ma: a, ten: b, lin_vuc: c}\n"}
    )


def test_a_missing_key_says_what_it_is_for(repo: MakeRepo) -> None:
    assert "thiếu mục “ngay_gui”" in message(repo, {"a/dang-ky": "mo_hinh: []\n"})


@pytest.mark.parametrize(
    ("name", "text", "check"),
    [
        ("a/dang-ky", "- một danh sách\n", "yaml-syntax"),
        ("a/dang-ky", "chỉ chữ\n", "yaml-syntax"),
        ("a/dang-ky", "", "yaml-syntax"),
        ("ke-hoach", "loai: cong_van\nky: hai\nco_quan: dang_uy\ntrich_yeu: a\nnoi_dung: b\n", "wrong-value"),
        ("ke-hoach", "loai: thu\nky: 2026\nco_quan: dang_uy\ntrich_yeu: a\nnoi_dung: b\n", "wrong-value"),
        ("ke-hoach", "loai: cong_van\nky: 2027\nco_quan: dang_uy\ntrich_yeu: a\nnoi_dung: b\n", "wrong-period"),
        (
            "ke-hoach",
            "loai: cong_van\nky: 2026\nco_quan: dang_uy\ntrich_yeu: a\nnoi_dung: {tep: thieu.md}\n",
            "unreadable-file",
        ),
        (
            "ke-hoach",
            "loai: cong_van\nky: 2026\nco_quan: dang_uy\ntrich_yeu: a\nnoi_dung: {tep: ../../x.md}\n",
            "unreadable-file",
        ),
        ("submissions/mau/2026/a/dangky.yaml", "x: 1\n", "unknown-file"),
        ("submissions/mau/2026/c/dang-ky.yaml", "ngay_gui: 10/01/2026\nkhong_dang_ky: không\n", "unknown-unit"),
        ("submissions/mau/2031/a/dang-ky.yaml", "ngay_gui: 10/01/2026\n", "unknown-folder"),
        ("submissions/khac/2026/a/dang-ky.yaml", "ngay_gui: 10/01/2026\n", "unknown-folder"),
        ("plans/mau/2026/khenthuong.yaml", "x: 1\n", "unknown-file"),
        ("plans/mau/nam-nay/ke-hoach.yaml", "x: 1\n", "unknown-folder"),
    ],
)
def test_broken_files_are_findings(repo: MakeRepo, name: str, text: str, check: str) -> None:
    assert check in {c for _, _, c in found(repo, {name: text})}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("ngay_gui: 10/01/2026\nten: Đ".encode("cp1258"), "UTF-8"),
        ("ngay_gui: 10/01/2026".encode("utf-16"), "UTF-8"),
        (b"ngay_gui: 10/01/2026\x00", "ký tự điều khiển"),
        (b"ngay_gui: 10/01/2026 \x0b", "Word"),
    ],
)
def test_files_that_are_no_text_are_findings(repo: MakeRepo, data: bytes, said: str) -> None:
    assert said in message(repo, {"a/dang-ky": data})


def test_bom_and_crlf_are_accepted(repo: MakeRepo) -> None:
    text = "\ufeffngay_gui: 10/01/2026\r\nkhong_dang_ky: đang sắp xếp\r\n"
    assert findings_in(repo({"a/dang-ky": text.encode()})) == ()


def test_a_plan_may_draw_in_a_text_and_errors_in_it_point_into_it(repo: MakeRepo) -> None:
    plan = "loai: cong_van\nky: 2026\nco_quan: dang_uy\ntrich_yeu: a\nnoi_dung: {tep: nd.md}\n"
    root = repo({"ke-hoach": plan, "plans/mau/2026/nd.md": "một\n\nhai {{ la }}\n"})
    (finding,) = (f for f in findings_in(root) if f.check == "unknown-quote")
    assert str(finding.mark) == "plans/mau/2026/nd.md:3:5"
