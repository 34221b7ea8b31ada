"""What stands on the sheets of forms and of the office's papers."""

from __future__ import annotations

from dvkgen.document.to_text import to_text
from tests.conftest import (
    LOCALITY,
    MODEL,
    PLAN,
    MakeRepo,
    brief,
    built,
    documents_in,
    errors_in,
)

RECOGNISED = "trich_yeu: Công nhận\nmo_hinh:\n  - {don_vi: a, mo_hinh: mot}\n"


def in_folder(kind: str, *texts: str) -> dict[str, str]:
    return {f"plans/mau/2026/{kind}/dot-{n}.yaml": text for n, text in enumerate(texts, 1)}


def test_the_only_level_and_field_are_implied(repo: MakeRepo) -> None:
    locality = LOCALITY.replace("      - {ma: phuong, ten: Phường}\n", "").replace(
        "      - {ma: van_hoa, ten: văn hóa - xã hội, ten_khac: [văn xã]}\n", ""
    )
    plan = PLAN.replace("cap: [thanh_pho, phuong]", "cap: thanh_pho")
    files = {
        "dia-phuong": locality,
        "ke-hoach": plan,
        "a/dang-ky": "ngay_gui: 10/01/2026\nmo_hinh:\n  - {ma: mot, ten: Một, tap_the: T}\n",
        "b/dang-ky": None,
    }
    documents = documents_in(repo(files))
    assert "Một" in str(documents["mau/2026/tong-hop/danh-sach-dang-ky-thanh-pho"])


def test_headings_and_tables_in_a_cell_keep_their_words(repo: MakeRepo) -> None:
    text = "|\n      Mở\n\n      # I. Đề mục\n\n      | a | b |\n      |---|---|\n      | c | d |"
    document = documents_in(repo(brief(text)))["mau/2026/a/trich-ngang"]
    assert "Mở\nI. Đề mục\na b\nc d" in to_text(document)
    assert built(repo(brief("|\n      |---|---|"))).written


def test_a_locality_words_a_form_in_its_own_way(repo: MakeRepo) -> None:
    root = repo({"plans/mau/van-ban/cong_van.html": "<p>Lời của địa phương: {{ noi_dung }}</p>"})
    assert "Lời của địa phương" in str(documents_in(root)["mau/2026/cong-van"])


def test_a_number_given_by_a_unit_is_printed(repo: MakeRepo) -> None:
    document = documents_in(repo({"a/dang-ky": MODEL.replace("ngay_gui", "so: 5-DS/CB\n    ngay_gui")}))[
        "mau/2026/a/bieu-tong-hop"
    ]
    assert document.sheets[0].letterhead
    assert document.sheets[0].letterhead.number == "Số 5-DS/CB"


def test_quotes_are_filled_around_a_forms_text_too(repo: MakeRepo) -> None:
    form = "ten_loai: BIỂU TỔNG HỢP, kinh_gui: 'Ban của {{ dia_phuong }}', noi_nhan: ['Nơi {{ nam }}']}"
    sheet = documents_in(repo({"ke-hoach": PLAN.replace("ten_loai: BIỂU TỔNG HỢP}", form)}))[
        "mau/2026/a/bieu-tong-hop"
    ].sheets[0]
    assert sheet.addressees
    assert sheet.recipients
    assert (sheet.addressees.names, sheet.recipients.groups[0].lines) == (("Ban của phường Mẫu.",), ("- Nơi 2026.",))


def test_a_level_may_be_named(repo: MakeRepo) -> None:
    assert errors_in(repo({"a/dang-ky": MODEL.replace("cap: phuong", "cap: Cấp phường")})) == []


def test_a_signer_without_a_name_gets_a_dotted_line(repo: MakeRepo) -> None:
    locality = LOCALITY.replace(
        "cap_tren: ĐẢNG BỘ PHƯỜNG MẪU}", "cap_tren: ĐẢNG BỘ PHƯỜNG MẪU, ky_ten: [{chuc_vu: BÍ THƯ}]}"
    )
    (signature,) = documents_in(repo({"dia-phuong": locality}))["mau/2026/a/bieu-tong-hop"].sheets[0].signatures
    assert (signature.title, set(signature.name)) == ("BÍ THƯ", {"."})


def test_the_head_is_taken_from_the_file_that_has_one(repo: MakeRepo) -> None:
    root = repo(in_folder("cong-nhan", "mo_hinh:\n  - {don_vi: b, mo_hinh: hai}\n", RECOGNISED))
    text = to_text(documents_in(root)["mau/2026/tong-hop/danh-sach-cong-nhan"])
    assert "Công nhận" in text
    assert "Hiến đất mở ngõ một" in text
    assert "Hiến sách mở quán hai" in text
