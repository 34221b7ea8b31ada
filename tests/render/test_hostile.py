"""Whatever stands in a unit's text comes out unchanged on both papers."""

from __future__ import annotations

from pathlib import Path

from dvkgen.build import Selection, build
from dvkgen.document.to_text import to_text
from dvkgen.load import load
from tests.checks.test_limits import photo
from tests.conftest import PLAN, TODAY, MakeRepo, documents_in
from tests.paper import docx_difference, fonts, pdf_difference, validator_errors

NASTY = "A & B <b>c</b> > \" ' {{ 7*7 }} {% x %} ]]> <!-- &amp; 😀 te\u0302n\u0301 C\ttab _x_ `y` #z $ % @"
NASTY_READ = "A & B <b>c</b> > \" ' {{ 7*7 }} {% x %} ]]> <!-- &amp; 😀 têń C\ttab _x_ `y` #z $ % @"


def quoted(text: str, indent: int) -> str:
    return ">-\n" + " " * indent + text


FILES = {
    "don-vi": f"don_vi:\n  - ma: a\n    ten: {quoted(NASTY, 6)}\n    ky_ten:\n      - quyen_han: {quoted(NASTY, 10)}\n        chuc_vu: {quoted(NASTY, 10)}\n"
    f"        ho_ten: {quoted(NASTY, 10)}\n        ghi_chu: {quoted(NASTY, 10)}\n  - ma: b\n    ten: B\n",
    "ke-hoach": PLAN.replace(
        "ten_loai: BIỂU TỔNG HỢP}",
        "ten_loai: BIỂU TỔNG HỢP, ky_ten: [{quyen_han: XÁC NHẬN}, {quyen_han: CHỦ THỂ, ghi_chu: (Ký)}]}",
    ),
    "a/dang-ky": f"ngay_gui: 10/01/2026\nmo_hinh:\n  - ma: mot\n    ten: {quoted(NASTY, 6)}\n    tap_the: {quoted(NASTY + ' tập thể', 6)}\n"
    f"    linh_vuc: kinh_te\n    cap: phuong\n  - ma: hai\n    ten: {quoted(NASTY + ' hai', 6)}\n    ca_nhan:\n      ho_ten: {quoted(NASTY, 8)}\n"
    f"      chuc_vu: {quoted(NASTY, 8)}\n      don_vi: {quoted(NASTY + ' nơi', 8)}\n    linh_vuc: van_hoa\n    cap: thanh_pho\n",
    "a/trich-ngang": f"ngay_gui: 30/9/2026\nde_nghi:\n  - tap_the: {quoted(NASTY, 6)}\n    mo_hinh: mot\n    thanh_tich: |\n      {NASTY}\n\n      - {NASTY}\n",
    "a/bai-viet": f"ngay_gui: 01/6/2026\ntieu_de: {quoted(NASTY, 2)}\ntac_gia: {quoted(NASTY, 2)}\nca_nhan: {quoted(NASTY, 2)}\nmo_hinh: mot\n"
    + "".join(f"{part}: |\n  {NASTY}\n" for part in ("thong_tin", "boi_canh", "cach_lam", "ket_qua", "kinh_nghiem"))
    + "anh:\n"
    + "".join(
        f"  - tep: {name}.jpg\n    chu_thich: {quoted(NASTY, 6)}\n    tac_gia: {quoted(NASTY, 6)}\n" for name in "xy"
    ),
    **{f"submissions/mau/2026/a/{name}.jpg": photo(1000, 1000) for name in "xy"},
}


def test_hostile_text_comes_out_unchanged_on_both_papers(repo: MakeRepo) -> None:
    root = repo(FILES)
    outcome = build(load(root, TODAY), Selection(), 0, lambda done, of: None)
    assert not [f for f in outcome.findings if f.severity == "error"]
    documents = documents_in(root)
    wanted = [t for t in documents if "/a/" in t]
    assert sorted(Path(t).name for t in wanted) == ["bai-viet", "bieu-tong-hop", "danh-sach-dang-ky", "trich-ngang"]
    for target in wanted:
        assert NASTY_READ in to_text(documents[target])
    telling = {target: document for target, document in documents.items() if NASTY_READ in to_text(document)}
    assert len(telling) > len(wanted)
    for target, document in telling.items():
        assert docx_difference(document, root / f"build/{target}.docx") == ""
        assert pdf_difference(document, root / f"build/{target}.pdf") == ""
    assert validator_errors([root / f"build/{t}.docx" for t in wanted]) == {}


def test_the_readers_see_a_difference(repo: MakeRepo) -> None:
    """The comparison of words can fail: each paper is compared with another document."""
    root = repo({})
    build(load(root, TODAY), Selection(), 0, lambda done, of: None)
    documents = documents_in(root)
    one, other = "mau/2026/a/danh-sach-dang-ky", "mau/2026/b/danh-sach-dang-ky"
    assert docx_difference(documents[one], root / f"build/{other}.docx") != ""
    assert pdf_difference(documents[one], root / f"build/{other}.pdf") != ""
    assert fonts(root / f"build/{one}.pdf")
