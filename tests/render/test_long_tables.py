"""Tables with long rows and narrow columns, letterheads of long lines: nothing lost, nothing torn, in either format."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dvkgen.build import Selection
from dvkgen.document.to_text import to_text
from dvkgen.document.tree import Document, Table, plain
from dvkgen.render.engine import Engine
from dvkgen.render.geometry import MM_IN_POINTS, face_of, inner_width, text_width
from dvkgen.render.heads import has_room
from dvkgen.render.typeset import typeset
from tests.conftest import LOCALITY, PLAN, MakeRepo, built, documents_in, findings_in, stationery
from tests.inspection import Page, read_pages
from tests.paper import through_libreoffice

LONG = " ".join(f"Việc thứ {number} đã làm xong với {number} hộ dân ở tổ." for number in range(1, 20))
RESULTS = f"""
    ngay_gui: 10/9/2026
    lanh_dao: Đã chỉ đạo.
    ket_qua_mo_hinh:
      - {{mo_hinh: mot, trang_thai: dat, ket_qua: "{LONG}"}}
"""
BRIEF = f"ngay_gui: 10/9/2026\nde_nghi:\n  - tap_the: Chi bộ A\n    mo_hinh: mot\n    thanh_tich: |\n      {LONG}\n"


def both_formats(
    root: Path, targets: list[str], engine: str = "weasyprint"
) -> dict[str, tuple[tuple[Page, ...], tuple[Page, ...]]]:
    """Return the pages of papers: of the PDF, and of what LibreOffice makes of the DOCX."""
    built(root, Selection(), engine)
    docx = [root / f"build/{target}.docx" for target in targets]
    with TemporaryDirectory() as folder:
        office = through_libreoffice(docx, Path(folder))
        return {
            target: (read_pages(path.with_suffix(".pdf")), read_pages(office[path]))
            for target, path in zip(targets, docx, strict=True)
        }


def said(pages: tuple[Page, ...]) -> str:
    return " ".join(line.text for page in pages for line in page.lines)


@pytest.mark.parametrize("engine", Engine)
def test_a_long_result_runs_on_under_its_head_and_loses_nothing(repo: MakeRepo, engine: Engine) -> None:
    report = (
        "co_quan: dang_uy\ntrich_yeu: Kết quả\nkinh_gui: Thành ủy\nnoi_dung: |\n  Như sau:\n\n  {{ bang.ket_qua }}\n"
    )
    survey = "      - loai: khao_sat\n        bang_chung: true\n        truong: [{ma: mot, ten: Một, kieu: doan}]\n"
    root = repo(
        {
            "ke-hoach": PLAN.replace("    dinh_kem", f"{survey}    dinh_kem"),
            "a/bao-cao-ket-qua": RESULTS,
            "a/trich-ngang": BRIEF,
            "a/khao-sat": f"ngay_gui: 10/9/2026\nmot: |\n  {LONG * 3}\n",
            "plans/mau/2026/bao-cao-tong-hop.yaml": report,
        }
    )
    heads = {
        "mau/2026/a/bao-cao-ket-qua": "Kết quả",
        "mau/2026/a/trich-ngang": "Tóm tắt",
        "mau/2026/tong-hop/bao-cao-tong-hop": "Kết quả",
        "mau/2026/tong-hop/khao-sat": "Đơn vị",
    }
    for target, formats in both_formats(root, list(heads), engine).items():
        for pages in formats:
            words = said(pages)
            assert [n for n in range(1, 20) if f"thứ {n} " not in words.replace("\u00a0", " ")] == [], target
            with_rows = [page for page in pages if any("hộ dân" in line.text for line in page.lines)]
            assert all(page.has(heads[target]) for page in with_rows), target
            lowest = [max(line.bottom for line in page.lines) for page in pages[:-1]]
            assert all(page.height - low < (20 + 45) * MM_IN_POINTS for page, low in zip(pages, lowest, strict=False))


CRITERIA = ["Tính cần thiết", "Nội dung, cách làm", "Hiệu quả kinh tế", "Sức lan tỏa", "Tính bền vững", "Sự hài lòng"]


def torn_words(document: Document) -> list[str]:
    """Return the words of a document's tables that are wider than their columns."""
    profile = stationery(document.profile).profile
    found = []
    for sheet in typeset(document, profile).sheets:
        room = text_width(profile, sheet.orientation) * MM_IN_POINTS
        for table in (block for block in sheet.body if isinstance(block, Table)):
            for row in (*table.head, *table.rows):
                start = 0
                for cell in row:
                    share = sum(table.widths[start : start + cell.colspan])
                    start += cell.colspan
                    for paragraph in cell.paragraphs:
                        face = replace(face_of(profile, paragraph.role))
                        words = re.split(r"[ \n]", plain(paragraph.inlines))
                        found += [w for w in words if face.width(w) > inner_width(profile, room * share / 100)]
    return found


@pytest.mark.parametrize("count", [4, 5, 6])
def test_columns_of_criteria_hold_whole_words(repo: MakeRepo, count: int) -> None:
    criteria = "\n".join(
        f'      - {{ma: c{n}, ten: "{name}", toi_da_diem: 10}}' for n, name in enumerate(CRITERIA[:count])
    )
    points = ", ".join(f"c{n}: 9,5" for n in range(count))
    appraised = (
        "doan: [{ho_ten: Nguyễn Văn A, vai_tro: Trưởng đoàn}]\nlich: [{don_vi: a, ngay: 15/9/2026}]\n"
        f"tham_dinh: [{{don_vi: a, mo_hinh: mot, diem: {{{points}}}, ket_luan: cong_nhan}}]\n"
        "bien_ban: {co_quan: dang_uy, trich_yeu: Thẩm định}\n"
    )
    plan = f"{PLAN.rstrip()}\n    tieu_chi:\n{criteria}\n"
    root = repo({"ke-hoach": plan, "plans/mau/2026/tham-dinh.yaml": appraised.replace("9,5", '"9,5"')})
    assert torn_words(documents_in(root)["mau/2026/tong-hop/bien-ban-tham-dinh"]) == []


@pytest.mark.parametrize(
    "cell", ["https://thanhuy.vi-du.vn/chuyen-muc/dan-van/mo-hinh-diem-cua-phuong-2026.html", "a" * 90, "x/" * 40]
)
def test_a_long_link_wraps_and_leaves_room_to_the_other_columns(repo: MakeRepo, cell: str) -> None:
    table = f"| TT | Nội dung công việc | Đơn vị chủ trì | Địa chỉ |\n\n      |---|---|---|---|\n      | 1 | Rà soát | Chi bộ | {cell} |"
    plan = PLAN.replace("Nội dung trước", table.replace("\n\n", "\n") + "\n\n      Nội dung trước")
    document = documents_in(repo({"ke-hoach": plan}))["mau/2026/cong-van"]
    assert set(torn_words(document)) == {cell}, "the link wraps, and no other word is broken"


@pytest.mark.parametrize("engine", Engine)
def test_the_last_row_stays_with_the_signature_in_both_formats(repo: MakeRepo, engine: Engine) -> None:
    targets = {}
    for lines in (8, 10, 12, 13, 14, 15):
        text = " ".join(LONG.split()[: lines * 14])
        root = repo({"a/trich-ngang": BRIEF.replace(LONG, text)})
        for pages in both_formats(root, ["mau/2026/a/trich-ngang"], engine)["mau/2026/a/trich-ngang"]:
            last = [line.text for line in pages[-1].lines]
            end = next(n for n, line in enumerate(last) if line.startswith(("Nơi nhận", "T/M", "....")))
            targets[lines, len(pages)] = end
    assert all(end >= 1 for (_, pages), end in targets.items() if pages > 1), targets


@pytest.mark.parametrize(
    ("typed", "whole", "told"),
    [
        ("[BAN CHỈ ĐẠO, QUY CHẾ DÂN CHỦ, CƠ SỞ]", True, 0),
        ("[ỦY BAN MẶT TRẬN TỔ QUỐC, VIỆT NAM PHƯỜNG MẪU]", True, 0),
        ("[BAN CHỈ ĐẠO THỰC HIỆN QUY CHẾ DÂN CHỦ Ở CƠ SỞ, PHƯỜNG MẪU]", False, 1),
    ],
)
def test_typed_lines_of_a_letterhead_stay_lines_or_are_told(repo: MakeRepo, typed: str, whole: bool, told: int) -> None:
    locality = LOCALITY.replace("ten: ĐẢNG ỦY PHƯỜNG MẪU", f"ten: {typed}")
    root = repo({"dia-phuong": locality})
    assert len([f for f in findings_in(root) if f.check == "letterhead-line"]) == told
    document = documents_in(root)["mau/2026/cong-van"]
    profile, sheet = stationery(document.profile).profile, document.sheets[0]
    assert sheet.letterhead
    fits = has_room(sheet.letterhead, sheet.orientation, profile)
    head = typeset(document, profile if fits else profile.with_small_head()).sheets[0].letterhead
    assert head
    lines = tuple(part.strip() for part in typed.strip("[]").split(","))
    assert (head.organ == lines) == whole
    assert " ".join(lines) in " ".join(to_text(document).split())
