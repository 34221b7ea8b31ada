"""What attacks on forms, office papers, profiles and the new year brought to light; each stays mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvkgen.build import Outcome, Selection, build
from dvkgen.document.to_text import to_text
from dvkgen.edit.rollover import rollover
from dvkgen.findings import DvkgenError
from dvkgen.load import load
from tests.conftest import MODEL, PLAN, SAMPLE, TODAY, UNITS, Expect, Files, MakeRepo, documents_in, findings_in

REPORT = "ngay_gui: 10/9/2026\nlanh_dao: Tốt.\nket_qua_mo_hinh:\n  - {mo_hinh: mot, trang_thai: dat}\n"
SUMMARY = "co_quan: dang_uy\ntrich_yeu: Kết quả\nnoi_dung: |\n  Có {{ tong_hop.cong_nhan }}.\n\n  {{ bang.chi_tieu }}\n"
RECOGNISED = "trich_yeu: Công nhận\nmo_hinh:\n  - {don_vi: a, mo_hinh: mot}\n"


def run(root: Path) -> Outcome:
    return build(load(root, TODAY), Selection(formats=("docx",)), 1, lambda done, of: None)


def withheld(root: Path) -> set[str]:
    return {target.split("/", 2)[-1] for target in run(root).withheld}


def in_folder(kind: str, *texts: str) -> dict[str, str]:
    return {f"plans/mau/2026/{kind}/dot-{n}.yaml": text for n, text in enumerate(texts, 1)}


def test_a_broken_file_of_the_office_withholds_every_year_it_may_belong_to(repo: MakeRepo) -> None:
    home = "plans/mau/2027-2028"
    root = repo(
        {
            f"{home}/ke-hoach.yaml": PLAN.replace("ky: 2026", "ky: 2027 - 2028"),
            f"{home}/cong-nhan/2028.yaml": "nam: 2028\nmo_hinh: [\n",
            f"{home}/bao-cao-tong-hop/2028.yaml": SUMMARY + "nam: 2028\n",
        }
    )
    assert "2028/tong-hop/bao-cao-tong-hop" in {t.removeprefix("mau/") for t in run(root).withheld}


def test_a_model_is_recognised_once_whatever_file_says_so(expect: Expect) -> None:
    other = "mo_hinh:\n  - {don_vi: a, mo_hinh: mot} #! initiative-of-office\n"
    expect(in_folder("cong-nhan", RECOGNISED, other))


def test_a_model_is_appraised_once_whatever_file_says_so(expect: Expect) -> None:
    verdict = "tham_dinh:\n  - {don_vi: a, mo_hinh: mot, ket_luan: %s}%s\n"
    expect(in_folder("tham-dinh", verdict % ("tieu_bieu", ""), verdict % ("hoan", " #! initiative-of-office")))


def test_files_that_make_one_paper_have_one_head(expect: Expect) -> None:
    second = "trich_yeu: Công nhận đợt hai #! one-head\nmo_hinh:\n  - {don_vi: b, mo_hinh: hai}\n"
    expect(in_folder("cong-nhan", RECOGNISED, second))
    lists_only = "mo_hinh:\n  - {don_vi: b, mo_hinh: hai}\n"
    expect(in_folder("cong-nhan", lists_only, RECOGNISED), only=["one-head"])


def test_the_head_is_taken_from_the_file_that_has_one(repo: MakeRepo) -> None:
    root = repo(in_folder("cong-nhan", "mo_hinh:\n  - {don_vi: b, mo_hinh: hai}\n", RECOGNISED))
    text = to_text(documents_in(root)["mau/2026/tong-hop/danh-sach-cong-nhan"])
    assert "Công nhận" in text
    assert "Hiến đất mở ngõ một" in text
    assert "Hiến sách mở quán hai" in text


def test_a_report_rests_on_those_of_units_below(repo: MakeRepo) -> None:
    units = UNITS.replace("{ma: b,", "{ma: b, truc_thuoc: a,")
    root = repo({"don-vi": units, "a/bao-cao-ket-qua": REPORT, "b/bao-cao-ket-qua": "lanh_dao: [\n"})
    assert {"a/bao-cao-ket-qua"} <= {t.split("/", 2)[2] for t in run(root).withheld}


def test_a_self_assessment_rests_on_all_that_it_draws_on(repo: MakeRepo) -> None:
    plan = PLAN + "    tieu_chi:\n      - {ma: bai_viet, ten: Bài viết}\n"
    files = {"ke-hoach": plan, "a/tu-danh-gia": "ngay_gui: 10/11/2026\n"}
    assert "a/tu-danh-gia" in {t.split("/", 2)[2] for t in run(repo({**files, "a/bai-viet": "x: [\n"})).withheld}
    broken = {**files, "a/bai-viet": None, "cong-nhan": "mo_hinh: [\n"}
    assert "a/tu-danh-gia" in {t.split("/", 2)[2] for t in run(repo(broken)).withheld}


def test_a_quota_of_the_whole_period_rests_on_every_year(repo: MakeRepo) -> None:
    home = "plans/mau/2027-2028"
    plan = (
        PLAN.replace("ky: 2026", "ky: 2027 - 2028")
        + "    chi_tieu:\n      - {ma: q, ten: Q, ca_ky: true, toi_thieu: 1}\n"
    )
    root = repo(
        {
            f"{home}/ke-hoach.yaml": plan,
            f"{home}/bao-cao-tong-hop/2028.yaml": SUMMARY + "nam: 2028\n",
            "submissions/mau/2027/a/dang-ky.yaml": "mo_hinh: [\n",
        }
    )
    assert (
        "mau/2028/tong-hop/bao-cao-tong-hop-2028" in run(root).withheld
        or "mau/2028/tong-hop/bao-cao-tong-hop" in run(root).withheld
    )


def test_a_figure_in_another_measure_is_no_figure_of_the_quota(expect: Expect) -> None:
    plan = PLAN + '    chi_tieu:\n      - {ma: q, ten: Hồ sơ, toi_thieu: 98, don_vi_tinh: "%"}\n'
    statistics = 'so_lieu:\n  - ten: Hồ sơ\n    gia_tri: %s\n    don_vi_tinh: "%s"%s\n'
    expect({"ke-hoach": plan, "a/bao-cao-ket-qua": REPORT + statistics % ("10", "bộ", " #! measure-of-figure")})
    low = REPORT + statistics % ("97 #! quota-reached", "%", "")
    expect({"ke-hoach": plan, "a/bao-cao-ket-qua": low})
    expect(
        {"ke-hoach": plan, "a/bao-cao-ket-qua": REPORT + statistics % ("98", "%", "")},
        only=["measure-of-figure", "quota-reached"],
    )


def test_a_table_inside_a_sentence_is_told(expect: Expect) -> None:
    report = "trich_yeu: Kết quả\nnoi_dung: |\n  Theo {{ bang.ket_qua }} ở đây. #! office-paper-names\n"
    expect({"bao-cao-tong-hop": report})


@pytest.mark.parametrize("code", ["ma", "la_noi_dung", "ngay_gui"])
def test_a_slip_has_no_field_for_keys_that_it_cannot_print(expect: Expect, code: str) -> None:
    form = (
        f"      - loai: phieu_dang_ky\n        truong:\n          - {{ma: {code}, ten: X, kieu: dong}} #! form-fields\n"
    )
    expect({"ke-hoach": PLAN.replace("    dinh_kem:", form + "    dinh_kem:")})


def test_two_columns_of_one_code_are_told_and_stop_no_build(repo: MakeRepo, expect: Expect) -> None:
    form = "      - loai: phieu_x\n        truong:\n          - {ma: b, ten: B, kieu: bang, cot: [{ma: a, ten: A}, {ma: a, ten: A}]} #! form-fields\n"
    plan = PLAN.replace("    dinh_kem:", form + "    dinh_kem:")
    answer = "ngay_gui: 10/01/2026\nb:\n  - {a: x}\n"
    expect({"ke-hoach": plan, "a/phieu-x": answer})
    assert run(repo({"ke-hoach": plan.replace(" #! form-fields", ""), "a/phieu-x": answer})).withheld


@pytest.mark.parametrize("file", ["../b/dang-ky.yaml", "/etc/passwd", "khong-co.pdf"])
def test_evidence_stands_in_the_units_folder(repo: MakeRepo, file: str) -> None:
    report = (
        "ngay_gui: 10/9/2026\nmo_hinh: mot\nmuc_dich: a\ncach_lam: a\nket_qua: a\nlan_toa: a\n"
        f"minh_chung:\n  - {{tep: {file}, chu_thich: Tệp}}\n"
    )
    found = [f for f in findings_in(repo({"a/bao-cao-mo-hinh": report})) if f.check == "unreadable-file"]
    assert [(f.mark.line, str(f.severity)) for f in found] == [(8, "error")]


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
    outcome = run(root)
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


@pytest.mark.parametrize("pages", ['"²"', "3", "null", '"99999999999"'])
def test_a_tampered_state_only_means_building_anew(repo: MakeRepo, pages: str) -> None:
    limit = PLAN.replace(
        "    de_nghi_khen:", "    gioi_han:\n      bao_cao_mo_hinh: {toi_da_trang: 5}\n    de_nghi_khen:"
    )
    report = "ngay_gui: 10/9/2026\nmo_hinh: mot\nmuc_dich: a\ncach_lam: a\nket_qua: a\nlan_toa: a\n"
    root = repo({"ke-hoach": limit, "a/bao-cao-mo-hinh": report})
    run(root)
    state = root / "build/.dvkgen.json"
    import re

    state.write_text(re.sub(r'"trang": "1"', f'"trang": {pages}', state.read_text("utf-8")), "utf-8")
    assert not [f for f in run(root).findings if str(f.severity) == "error"]


@pytest.mark.parametrize("ending", ["dia-phuong.yml", "don-vi.yml"])
def test_yml_is_read_in_a_plans_folder_too(repo: MakeRepo, ending: str) -> None:
    text = "dia_danh: Khác\n" if ending.startswith("dia") else UNITS
    assert not [f for f in findings_in(repo({f"plans/mau/2026/{ending}": text})) if str(f.severity) == "error"]


def test_names_of_files_become_names_of_papers(expect: Expect) -> None:
    expect({"submissions/mau/2026/a/phieu-dang-ky/Phiếu Hai.yaml": "ngay_gui: 10/01/2026 #! unknown-file\n"})


@pytest.mark.parametrize("group", ["{nhom: [], ghi_chu: x}", "{nhom: , ghi_chu: x}"])
def test_a_group_of_recipients_is_never_empty(expect: Expect, group: str) -> None:
    expect({"ke-hoach": PLAN + f"    noi_nhan:\n      - {group} #! wrong-value\n"})


# --- the new year ---------------------------------------------------------------------------------


def test_a_unit_merged_from_two_carries_the_models_of_both(repo: MakeRepo) -> None:
    units = UNITS.replace("{ma: a,", "{ma: a, den_nam: 2026,").replace("{ma: b,", "{ma: b, den_nam: 2026,")
    root = repo({"don-vi": units + "      - {ma: c, ten: C, tu_nam: 2027, ke_thua: [a, b]}\n"})
    written = rollover(load(root, TODAY), "mau", 2027).written
    assert {p for p in written if "submissions" in p} == {f"submissions/mau/2027/c/dang-ky/{u}.yaml" for u in "ab"}


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_carried(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": "mo_hinh: [\n", "plans/mau/2026/ghi-chu.md": b"\xff\xfe\x00"})
    rolled = rollover(load(root, TODAY), "mau", 2027)
    assert "submissions/mau/2027/b/dang-ky.yaml" in rolled.written
    assert "submissions/mau/2026/a/dang-ky.yaml" in {n.mark.path for n in rolled.notes}


def test_a_file_in_the_way_is_told(repo: MakeRepo) -> None:
    root = repo({})
    (root / "submissions/mau/2027").mkdir(parents=True)
    (root / "submissions/mau/2027/a").write_text("x", "utf-8")
    rolled = rollover(load(root, TODAY), "mau", 2027)
    assert [str(n.severity) for n in rolled.notes if n.mark.path.startswith("submissions/mau/2027/a")] == ["error"]


def test_of_two_campaigns_the_one_that_is_meant_is_rolled_over(repo: MakeRepo) -> None:
    files: Files = {
        "plans/mau/2026-ubnd/ke-hoach.yaml": PLAN,
        "submissions/mau/2026-ubnd/a/dang-ky.yaml": MODEL,
    }
    root = repo(files)
    rolled = rollover(load(root, TODAY), "mau", 2027, "ubnd")
    assert {p.split("/")[2] for p in rolled.written} == {"2027-ubnd"}
    told = rollover(load(root, TODAY), "mau", 2027).notes
    assert [n for n in told if "--dot ubnd" in n.message]
    with pytest.raises(DvkgenError, match="--dot"):
        rollover(load(root, TODAY), "mau", 2027, "khac")


def test_flow_style_and_leap_days_survive_the_roll_over(repo: MakeRepo) -> None:
    plan = PLAN.replace("truoc_ngay: 15/01/2026", "truoc_ngay: 29/02/2028").replace("ky: 2026", "ky: 2028")
    root = repo(
        {
            "ke-hoach": None,
            "plans/mau/2028/ke-hoach.yaml": plan,
            "submissions/mau/2028/a/dang-ky.yaml": MODEL.replace("2026", "2028"),
        }
    )
    (root / "plans/mau/2026").rmdir()
    rollover(load(root, TODAY), "mau", 2029)
    text = (root / "plans/mau/2029/ke-hoach.yaml").read_text("utf-8")
    assert "truoc_ngay: 28/02/2029 # xem lại: thời hạn\n" in text
    assert not [
        f for f in findings_in(root, TODAY) if f.mark.path.startswith("plans/mau/2029") and str(f.severity) == "error"
    ]
