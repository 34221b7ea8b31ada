"""Keys of the contract that papers must show: tone marks, annexes, groups, slips, photos in fields, a plan's own files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dvkgen.build import FORMATS, Selection, build, owed
from dvkgen.document.to_text import to_text
from dvkgen.document.tree import Document, Figure, Orientation, Table, plain
from dvkgen.load import load
from tests.conftest import BASE, MODEL, PLAN, SAMPLE, TODAY, UNITS, Expect, MakeRepo, Papers, documents_in

SLIP = """
    ngay_gui: 12/01/2026
    ma: hai
    ten: Hiến sách mở quán hai
    ca_nhan: {ho_ten: Trần Thị B, chuc_vu: Tổ trưởng}
    linh_vuc: van_hoa
    cap: phuong
    thoi_gian: Cả năm
    dia_diem: Tổ 1
    ket_qua_du_kien: Xong trước tháng 6.
"""
TITLED = PLAN.replace("loai: cong_van", "loai: ke_hoach")


@pytest.mark.parametrize(("style", "said"), [("giu", "hòa, hoà"), ("moi", "hoà, hoà"), ("cu", "hòa, hòa")])
def test_tone_marks_are_kept_or_set_in_one_style_but_never_in_quotations_and_bases(
    repo: MakeRepo, style: str, said: str
) -> None:
    plan = PLAN.replace("Nội dung trước", "hòa, hoà; “*hòa* hoà” trước").replace(
        "trich_yeu:", "can_cu: [Căn cứ hòa hoà]\n    trich_yeu:"
    )
    root = repo({"ke-hoach": plan, "dia-phuong": BASE["dia-phuong"] + f"    dat_dau: {style}\n"})
    text = to_text(documents_in(root)["mau/2026/cong-van"])
    assert f"\n{said}; “hòa hoà” trước" in text
    assert "Căn cứ hòa hoà." in text


def test_annexes_follow_the_plan_with_pages_of_their_own(repo: MakeRepo) -> None:
    plan = (
        TITLED
        + "    phu_luc:\n      - {ten_goi: Phụ lục I, tieu_de: Phân công {{ ky }}, huong_giay: ngang, noi_dung: Việc.}\n".replace(
            "Phân công {{ ky }}", '"Phân công {{ ky }}"'
        )
    )
    sheets = documents_in(repo({"ke-hoach": plan}))["mau/2026/ke-hoach"].sheets
    assert [sheet.orientation for sheet in sheets][:2] == [Orientation.PORTRAIT, Orientation.LANDSCAPE]
    title = sheets[1].title
    assert title
    assert (title.type_name, plain(title.subject[0])) == (("Phụ lục I",), "Phân công năm 2026")


def test_slips_make_the_list_and_register_like_one(repo: MakeRepo) -> None:
    root = repo({"submissions/mau/2026/a/phieu-dang-ky/tran-thi-b.yaml": SLIP})
    documents = documents_in(root)
    assert "mau/2026/a/phieu-dang-ky-tran-thi-b" in documents
    for target in ("mau/2026/a/danh-sach-dang-ky", "mau/2026/tong-hop/danh-sach-dang-ky-phuong"):
        assert "Hiến sách mở quán hai" in to_text(documents[target])
    slip = to_text(documents["mau/2026/a/phieu-dang-ky-tran-thi-b"])
    assert "3. Mô hình mới: năm 2026" in slip
    assert slip.rstrip().endswith("(Ký, ghi rõ họ tên)\nTrần Thị B")


def test_slips_alone_answer_the_deadline_of_registration(expect: Expect) -> None:
    slips = {"a/dang-ky": None, "submissions/mau/2026/a/phieu-dang-ky/b.yaml": SLIP.replace("hai", "ba")}
    expect(slips, only=["missing-submission"])
    expect(
        {
            **slips,
            "submissions/mau/2026/a/phieu-dang-ky/b.yaml": SLIP.replace(
                "12/01/2026", "15/01/2026 #! late-submission"
            ).replace("hai", "ba"),
        }
    )


def test_the_same_model_in_a_list_and_in_a_slip_is_told(expect: Expect) -> None:
    slip = SLIP.replace("ma: hai", "ma: mot").replace(
        "ten: Hiến sách mở quán hai", "ten: Hiến đất mở ngõ một #! duplicate-initiative"
    )
    expect({"a/dang-ky": MODEL, "submissions/mau/2026/a/phieu-dang-ky/mot.yaml": slip})


def test_a_plan_may_bring_its_own_units_and_keys_of_the_profile(repo: MakeRepo) -> None:
    own_units = "don_vi:\n  - {ma: b, ten: Chi bộ B mới, khoi: tdp}\n  - {ma: a, ten: Chi bộ A, khoi: tdp}\n"
    root = repo(
        {
            "plans/mau/2026/don-vi.yaml": own_units,
            "plans/mau/2026/dia-phuong.yaml": "dia_danh: Nơi khác\n",
        }
    )
    repository = load(root, TODAY)
    assert not repository.findings
    (campaign,) = repository.campaigns
    assert [unit.name for unit in campaign.units] == ["Chi bộ B mới", "Chi bộ A"]
    assert (campaign.locality.place_name, campaign.locality.name) == ("Nơi khác", "phường Mẫu")
    assert "Nơi khác, ngày" in to_text(documents_in(root)["mau/2026/cong-van"])


def test_a_wrong_key_in_a_plans_own_profile_is_told_in_that_file(expect: Expect) -> None:
    expect({"plans/mau/2026/dia-phuong.yaml": "dia_danhh: X #! unknown-key\n"})


def test_a_unit_that_inherits_names_units_that_exist(expect: Expect) -> None:
    units = UNITS.replace("{ma: b,", "{ma: b, ke_thua: [a],") + "      - {ma: c, ten: C, ke_thua: [x]} #! unit-list\n"
    expect({"don-vi": units})


def test_a_goal_is_compared_with_that_of_the_unit_inherited_from(expect: Expect) -> None:
    units = UNITS + "      - {ma: c, ten: Chi bộ C, ke_thua: [b]}\n"
    goal = "        tu_nam: 2025\n        muc_tieu: 40 hộ%s\n"
    expect(
        {
            "don-vi": units,
            "submissions/mau/2025/b/dang-ky.yaml": MODEL.replace("2026", "2025").replace("mot", "cu")
            + "        muc_tieu: 40 hộ\n",
            "c/dang-ky": MODEL.replace("mot", "cu").replace("một", "cũ") + goal % " #! carried-over-goal",
        }
    )


PHOTO_FORM = """      - loai: phieu_anh
        ten_loai: PHIẾU ẢNH
        truong:
          - {ma: anh_chup, ten: Ảnh chụp, kieu: anh, bat_buoc: true}
"""


def test_photos_in_fields_and_in_evidence_are_printed_and_looked_at(repo: MakeRepo, expect: Expect) -> None:
    photo = (SAMPLE / "tests/cases/phuong-nho/submissions/nho/2026/doan/anh/mot.png").read_bytes()
    answer = "ngay_gui: 12/01/2026\nanh_chup:\n  - {tep: anh/mot.png, chu_thich: Họp tổ}\n"
    report = (
        "ngay_gui: 10/9/2026\nmo_hinh: mot\nmuc_dich: a\ncach_lam: a\nket_qua: a\nlan_toa: a\n"
        "minh_chung:\n  - {tep: anh/mot.png, chu_thich: Buổi họp}\n  - {duong_dan: vi.du/clip, chu_thich: Phim}\n"
    )
    plan = PLAN.replace("    dinh_kem:", PHOTO_FORM + "    dinh_kem:")
    files = {
        "ke-hoach": plan,
        "a/phieu-anh": answer,
        "a/bao-cao-mo-hinh": report,
        "submissions/mau/2026/a/anh/mot.png": photo,
    }
    root = repo(files)
    documents = documents_in(root)
    for kind in ("phieu-anh", "bao-cao-mo-hinh"):
        assert [b for b in documents[f"mau/2026/a/{kind}"].sheets[0].body if isinstance(b, Figure)]
    missing = answer.replace("anh/mot.png, chu_thich: Họp tổ}", "anh/khong.png, chu_thich: Họp tổ} #! photo-quality")
    expect({"ke-hoach": plan, "a/phieu-anh": missing})


@pytest.fixture(scope="module")
def small(papers: Papers) -> dict[str, Document]:
    """Return the papers of the small commune, which has every kind."""
    return papers.of("xa-nho")


def test_every_structure_gives_the_same_bytes_in_another_folder_on_another_day(
    papers: Papers, small: dict[str, Document], tmp_path: Path
) -> None:
    home = tmp_path / "khac" / "sau"
    shutil.copytree(SAMPLE / "tests/cases/xa-nho", home)
    chosen = [target for target in papers.chosen if target in small]
    selection = Selection(paths=tuple(f"build/{target}" for target in chosen))
    build(load(home, TODAY.replace(year=2027)), selection, 2, lambda done, of: None)
    names = [f"build/{target}.{ending}" for target in chosen for ending in FORMATS]
    assert len(names) > 30
    assert [name for name in names if (home / name).read_bytes() != (papers.root / name).read_bytes()] == []


def test_a_recipients_group_stands_beside_a_brace_in_a_table(small: dict[str, Document]) -> None:
    recipients = small["xa-nho/2026/ke-hoach"].sheets[0].recipients
    assert recipients
    assert [(len(group.lines), group.note) for group in recipients.groups] == [(1, ""), (2, "Thực hiện"), (1, "")]


def test_columns_of_an_authors_table_are_as_wide_as_what_they_hold(repo: MakeRepo) -> None:
    rows = (
        "      | TT | Nhiệm vụ |\n      |---|---|\n      | 1 | Rà soát, đăng ký mô hình với cấp ủy trước thời hạn |\n"
    )
    root = repo(
        {"ke-hoach": PLAN.replace("      Nội dung trước ngày {{ thoi_han.dang_ky }}, theo mẫu kèm theo.\n", rows)}
    )
    (table,) = (b for b in documents_in(root)["mau/2026/cong-van"].sheets[0].body if isinstance(b, Table))
    assert table.widths[0] < table.widths[1] / 4


def test_minutes_and_notice_print_the_totals_that_they_quote_and_rest_on_all_that_was_filed(repo: MakeRepo) -> None:
    appraisal = """
        doan:
          - {ho_ten: Nguyễn Văn A, vai_tro: Trưởng đoàn}
        tham_dinh:
          - {don_vi: a, mo_hinh: mot, ket_luan: cong_nhan}
        bien_ban:
          noi_dung: Toàn phường đăng ký {{ tong_hop.mo_hinh }} mô hình.
    """
    root = repo({"tham-dinh": appraisal})
    target = "mau/2026/tong-hop/bien-ban-tham-dinh"
    assert "Toàn phường đăng ký 02 mô hình." in to_text(documents_in(root)[target])
    (draft,) = (draft for draft in owed(load(root, TODAY)) if draft.target == target)
    assert "submissions/mau/2026/b/dang-ky.yaml" in draft.sources
