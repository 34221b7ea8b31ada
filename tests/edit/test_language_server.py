"""The editor's YAML server with our schemas: it flags what `check` refuses, offers what may stand there, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvkgen.build import check
from dvkgen.edit.editor_schema import write_schemas
from dvkgen.findings import Severity
from dvkgen.load import load
from tests.edit.language_server import LanguageServer
from tests.review.pairs import BASE, DAY

UNIT = "submissions/mau/2026/tdp-1/dang-ky.yaml"
BRIEF = "submissions/mau/2026/tdp-1/trich-ngang.yaml"
ARTICLE = "submissions/mau/2026/doan-tn/bai-viet.yaml"
PLAN, PLACE, UNITS = "plans/mau/2026/ke-hoach.yaml", "plans/mau/dia-phuong.yaml", "plans/mau/don-vi.yaml"
BROKEN = (
    (UNIT, "linh_vuc: kinh_te\n    cap: phuong\n  - ma: den-ngo", "linh_vuc: y_te\n    cap: phuong\n  - ma: den-ngo"),
    (UNIT, "    cap: thanh_pho", "    cap: tinh"),
    (
        UNIT,
        "    tap_the: Tổ dân phố số 1\n    linh_vuc: van_hoa\n    cap: thanh_pho",
        "    linh_vuc: van_hoa\n    cap: thanh_pho",
    ),
    (UNIT, "    ca_nhan: {", "    tap_the: Tổ dân phố số 1\n    ca_nhan: {"),
    (UNIT, "ngay_gui: 10/3/2026", "ngay_gui: 31/4/2026"),
    (UNIT, "ngay_gui: 10/3/2026", "ngay_gui: 10-3-2026"),
    (UNIT, "ngay_gui: 10/3/2026", "ngay_gui: 3/2026"),
    (UNIT, "  - ma: vuon-rau\n    ten: ", "  - ma: vuon-rau\n    tenn: "),
    (UNIT, "    ten: Ngõ nở hoa thay bãi rác ở Tổ dân phố số 1\n", ""),
    (UNIT, "  - ma: cho-sach", "  - ma: Chợ sạch"),
    (UNIT, "ho_ten: Trần Thị B", "hoten: Trần Thị B"),
    (UNIT, "mo_hinh:\n", "mo_hinh: một\nmo_hinh_2:\n"),
    (UNIT, "  - ma: ngo-hoa\n", "  - ma: ngo-hoa\n    tu_nam: năm ngoái\n"),
    (UNIT, "  - ma: ngo-hoa\n", "  - ma: ngo-hoa\n    cung_thuc_hien: [tdp-99]\n"),
    (UNIT, "  - ma: ngo-hoa\n", "  - ma: ngo-hoa\n    la_noi_dung: có lẽ\n"),
    (BRIEF, "    mo_hinh: ngo-hoa\n", ""),
    (BRIEF, "  - tap_the: Tổ dân phố số 1\n    mo_hinh", "  - mo_hinh"),
    (ARTICLE, "tieu_de: Bốn mươi hộ và ba chiếc thùng\n", ""),
    (ARTICLE, "anh:\n", "hinh:\n"),
    (PLAN, "toi_thieu: 42", "toi_thieu: bốn mươi hai"),
    (PLAN, "truoc_ngay: 20/3/2026", "truoc_ngay: 30/02/2026"),
    (PLAN, "loai: ke_hoach\n", "loai: kế hoạch\n"),
    (PLACE, "dia_danh: Mẫu\n", ""),
    (UNITS, "ten: Đoàn Thanh niên, khoi: doan_the", "khoi: doan_the"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("soan") / "kho"
    shutil.copytree(BASE, root)
    write_schemas(load(root, DAY))
    return root


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[LanguageServer]:
    server = LanguageServer(home)
    yield server
    server.close()


def test_there_are_twenty() -> None:
    assert len(BROKEN) >= 20


@pytest.mark.parametrize("path", [UNIT, BRIEF, ARTICLE, PLAN, PLACE, UNITS])
def test_a_good_file_is_not_flagged(server: LanguageServer, home: Path, path: str) -> None:
    assert server.flagged(path, (home / path).read_text("utf-8")) == []


@pytest.mark.parametrize(("path", "old", "new"), BROKEN)
def test_a_broken_file_is_flagged_where_check_finds_it(
    server: LanguageServer, home: Path, tmp_path: Path, path: str, old: str, new: str
) -> None:
    text = (home / path).read_text("utf-8")
    assert text.count(old) == 1, text.count(old)
    flagged = server.flagged(path, text.replace(old, new))
    root = tmp_path / "kho"
    shutil.copytree(BASE, root)
    (root / path).write_text(text.replace(old, new), "utf-8")
    found = {f.mark.line for f in check(load(root, DAY)) if f.severity is Severity.ERROR and f.mark.path == path}
    assert found, "check finds nothing wrong"
    assert flagged, f"check: {found}"
    nearest = min(abs(line - other) for line, _ in flagged for other in found)
    assert nearest <= 4, (flagged, found)  # what a record lacks, or has twice, is flagged where it begins


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        (UNIT, "ngay_gui: 10/3/2026\nmo_hinh:\n  - ten: Một\n    linh_vuc: ▮\n", {"kinh_te", "van_hoa"}),
        (UNIT, "ngay_gui: 10/3/2026\nmo_hinh:\n  - ten: Một\n    cap: ▮\n", {"thanh_pho", "phuong", "co_so"}),
        (
            UNIT,
            "ngay_gui: 10/3/2026\nmo_hinh:\n  - ten: Một\n    cung_thuc_hien:\n      - ▮\n",
            {"tdp-2", "hoi-phu-nu"},
        ),
        (UNIT, "ngay_gui: 10/3/2026\nmo_hinh:\n  - ten: Một\n    ▮\n", {"linh_vuc", "cap", "tap_the", "ca_nhan"}),
        (UNIT, "ngay_gui: 10/3/2026\nmo_hinh:\n  - ten: Một\n    la_noi_dung: ▮\n", {"có", "không"}),
        (BRIEF, "ngay_gui: 10/3/2026\nde_nghi:\n  - tap_the: Một\n    mo_hinh: ▮\n", {"ngo-hoa", "lon-dat"}),
        (PLAN, "loai: ▮\n", {"ke_hoach", "cong_van"}),
        (UNIT, "▮\n", {"ngay_gui", "mo_hinh"}),
    ],
)
def test_what_may_stand_there_is_offered(server: LanguageServer, path: str, text: str, wanted: set[str]) -> None:
    offered = server.offered(path, text)
    assert wanted <= set(offered)
    assert not {"true", "false", "null"} & set(offered)
