"""Codes that nobody types are made of names; templates of one's own stand in for those that come with dvkgen, file by file."""

from __future__ import annotations

from dvkgen.build import owed
from dvkgen.findings import Severity
from dvkgen.load import load
from dvkgen.text import code_from
from tests.conftest import SAMPLE, TODAY, MakeRepo, findings_in

MODELS = """
    ngay_gui: 10/01/2026
    mo_hinh:
      - {ten: "Vận động nhân dân Tổ dân phố số 12 hiến đất mở đường", tap_the: Chi bộ A, linh_vuc: kinh_te, cap: phuong}
      - {ten: "Vận động nhân dân Tổ dân phố số 12 hiến đất mở rộng ngõ", tap_the: Chi bộ A, linh_vuc: kinh_te, cap: phuong}
      - {ma: hai, ten: Tủ sách, tap_the: Chi bộ A, linh_vuc: kinh_te, cap: phuong}
"""


def test_a_code_is_made_of_a_name_and_shortened_at_a_word() -> None:
    assert code_from("Vận động nhân dân Tổ dân phố số 12") == "van-dong-nhan-dan-to-dan-pho-so-12"
    assert code_from("Đường hoa", ("duong-hoa", "duong-hoa-2")) == "duong-hoa-3"
    assert len(code_from("Vận động nhân dân các tổ dân phố hiến đất mở đường, chỉnh trang ngõ xóm")) <= 50
    assert code_from("…") == ""


def test_models_without_codes_are_told_apart(repo: MakeRepo) -> None:
    campaign = load(repo({"a/dang-ky": MODELS}), TODAY).campaigns[0]
    codes = [e.initiative.code for e in campaign.entries(2026) if e.unit.code == "a"]
    first = "van-dong-nhan-dan-to-dan-pho-so-12-hien-dat-mo"
    assert codes == [first, f"{first}-2", "hai"]


def test_units_without_codes_are_called_after_their_names(repo: MakeRepo) -> None:
    root = repo({"plans/mau/don-vi.yaml": "don_vi:\n  - {ma: a, ten: Chi bộ A}\n  - {ten: Chi bộ Trạm Y tế}\n"})
    assert [unit.code for unit in load(root, TODAY).campaigns[0].units] == ["a", "chi-bo-tram-y-te"]


def test_a_name_that_gives_no_code_is_told(repo: MakeRepo) -> None:
    root = repo({"plans/mau/don-vi.yaml": "don_vi:\n  - {ten: '…'}\n"})
    assert any(f.severity is Severity.ERROR and f.mark.path.endswith("don-vi.yaml") for f in findings_in(root))


def test_a_file_to_import_is_told_with_the_command(repo: MakeRepo) -> None:
    root = repo({"submissions/mau/2026/b/Danh sách TDP 1.docx": b"PK"})
    found = [f for f in findings_in(root) if "Danh sách TDP 1.docx" in f.mark.path]
    assert [(f.severity, f.help) for f in found] == [
        (Severity.WARNING, 'nhập nó bằng lệnh: dvkgen import "submissions/mau/2026/b/Danh sách TDP 1.docx"')
    ]


def test_a_template_of_ones_own_replaces_that_one_alone(repo: MakeRepo) -> None:
    own = (SAMPLE / "templates/van-ban/danh_sach_dang_ky.html").read_text("utf-8")
    root = repo({"templates/van-ban/danh_sach_dang_ky.html": f'{own}<p class="ghi_chu">Dòng của phường.</p>\n'})
    blanks = {draft.target: draft for draft in owed(load(root, TODAY)) if "/bieu-mau/" in draft.target}
    mine = blanks["mau/2026/bieu-mau/danh-sach-dang-ky"].compose()
    assert "Dòng của phường." in str(mine.sheets[0].body)
    assert "Dòng của phường." not in str(blanks["mau/2026/bieu-mau/trich-ngang"].compose().sheets[0].body)
