"""What keeps a paper from going out: errors in what it rests on, templates, and what lies in build/."""

from __future__ import annotations

import json

import pytest

from dvkgen.build import Selection, build
from dvkgen.build.state import STATE, State
from dvkgen.findings import DvkgenError
from dvkgen.load import load
from tests.conftest import (
    PLAN,
    TODAY,
    UNITS,
    MakeRepo,
    built,
)

REPORT = "ngay_gui: 10/9/2026\nlanh_dao: Tốt.\nket_qua_mo_hinh:\n  - {mo_hinh: mot, trang_thai: dat}\n"
SUMMARY = "co_quan: dang_uy\ntrich_yeu: Kết quả\nnoi_dung: |\n  Có {{ tong_hop.cong_nhan }}.\n\n  {{ bang.chi_tieu }}\n"


def test_two_papers_never_share_a_target(repo: MakeRepo) -> None:
    forms = "      - {loai: bieu_tong_hop, ma: a_b}\n      - {loai: bieu_tong_hop, ma: a-b}\n"
    root = repo({"ke-hoach": PLAN.replace("    dinh_kem", forms + "    dinh_kem")})
    outcome = built(root)
    assert "same-target" in {f.check for f in outcome.findings}
    assert not (root / "build/mau/2026/bieu-mau/a-b.docx").exists()


@pytest.mark.parametrize("lose_state", [True, False])
def test_withheld_papers_leave_though_the_state_is_lost(repo: MakeRepo, lose_state: bool) -> None:
    root = repo({})
    built(root)
    if lose_state:
        (root / "build" / STATE).unlink()
    outcome = built(repo({"a/dang-ky": "x: ["}))
    left = {p.parent.name for p in (root / "build").rglob("*.docx")}
    assert not left & {"a", "tong-hop"}
    assert {"mau/2026/a/danh-sach-dang-ky", "mau/2026/a/bieu-tong-hop"} <= set(outcome.withheld)


@pytest.mark.parametrize(
    "template",
    [
        "<p>{{ 1/0 }}</p>",
        "{{ range(9999999) | list }}",
        "{% if %}",
        "{{ la }}",
        "<p>",
        b"\xff",
        '<table data-cot="x"><tr><td colspan="y"/></tr></table>',
    ],
)
def test_a_faulty_template_withholds_its_own_kind_alone(repo: MakeRepo, template: str | bytes) -> None:
    path = "plans/mau/van-ban/bieu_tong_hop.html"
    root = repo({path: template})
    outcome = built(root)
    assert {(f.mark.path, f.check) for f in outcome.findings if f.severity == "error"} == {(path, "template-fault")}
    assert (root / "build/mau/2026/cong-van.docx").exists()
    assert not list((root / "build").rglob("bieu-tong-hop.docx"))


@pytest.mark.parametrize(
    "state",
    [
        b"[" * 100_000,
        b'{"../quy": {"docx": {}}}',
        json.dumps({"x\0": {"docx": {}}}).encode(),
        b'{"a/b": {"../x": {}}}',
        b'{"a/b": 3}',
        b"\xff",
    ],
)
def test_a_hostile_state_harms_nothing(repo: MakeRepo, state: bytes) -> None:
    root = repo({"build/" + STATE: state, "quy.docx": "của tôi"})
    assert built(root).written
    assert (root / "quy.docx").exists()


@pytest.mark.parametrize("pages", ['"²"', "3", "null", '"99999999999"'])
def test_a_tampered_state_only_means_building_anew(repo: MakeRepo, pages: str) -> None:
    limit = PLAN.replace(
        "    de_nghi_khen:", "    gioi_han:\n      bao_cao_mo_hinh: {toi_da_trang: 5}\n    de_nghi_khen:"
    )
    report = "ngay_gui: 10/9/2026\nmo_hinh: mot\nmuc_dich: a\ncach_lam: a\nket_qua: a\nlan_toa: a\n"
    root = repo({"ke-hoach": limit, "a/bao-cao-mo-hinh": report})
    built(root)
    state = root / "build/.dvkgen.json"
    import re

    state.write_text(re.sub(r'"trang": "1"', f'"trang": {pages}', state.read_text("utf-8")), "utf-8")
    assert not [f for f in built(root).findings if str(f.severity) == "error"]


def test_build_that_is_a_file_is_told(repo: MakeRepo) -> None:
    root = repo({})
    (root / "build").write_text("x", "utf-8")
    with pytest.raises(DvkgenError):
        built(root)


def test_a_folder_in_the_way_is_told_and_the_rest_is_built(repo: MakeRepo) -> None:
    root = repo({})
    (root / "build/mau/2026/cong-van.docx").mkdir(parents=True)
    outcome = built(root)
    assert [(f.check, f.mark.path) for f in outcome.findings if f.severity == "error"] == [
        ("output-locked", "build/mau/2026/cong-van.docx")
    ]
    assert (root / "build/mau/2026/tong-hop/bieu-tong-hop.docx").exists()


def test_two_builds_at_once_keep_what_the_other_wrote(repo: MakeRepo) -> None:
    root = repo({})
    repository = load(root, TODAY)
    one = Selection(only="cong-van", formats=("docx",))
    build(
        repository,
        one,
        1,
        lambda done, of: (
            build(repository, Selection(only="bieu-tong-hop", formats=("docx",)), 0, lambda d, o: None) and None
        ),
    )
    assert {t.split("/")[-1] for t in State(root / "build").targets} == {
        "cong-van",
        "bieu-tong-hop",
    }


def test_a_broken_file_of_the_office_withholds_every_year_it_may_belong_to(repo: MakeRepo) -> None:
    home = "plans/mau/2027-2028"
    root = repo(
        {
            f"{home}/ke-hoach.yaml": PLAN.replace("ky: 2026", "ky: 2027 - 2028"),
            f"{home}/cong-nhan/2028.yaml": "nam: 2028\nmo_hinh: [\n",
            f"{home}/bao-cao-tong-hop/2028.yaml": SUMMARY + "nam: 2028\n",
        }
    )
    assert "2028/tong-hop/bao-cao-tong-hop" in {t.removeprefix("mau/") for t in built(root).withheld}


def test_a_report_rests_on_those_of_units_below(repo: MakeRepo) -> None:
    units = UNITS.replace("{ma: b,", "{ma: b, truc_thuoc: a,")
    root = repo({"don-vi": units, "a/bao-cao-ket-qua": REPORT, "b/bao-cao-ket-qua": "lanh_dao: [\n"})
    assert {"a/bao-cao-ket-qua"} <= {t.split("/", 2)[2] for t in built(root).withheld}


def test_a_self_assessment_rests_on_all_that_it_draws_on(repo: MakeRepo) -> None:
    plan = PLAN + "    tieu_chi:\n      - {ma: bai_viet, ten: Bài viết}\n"
    files = {"ke-hoach": plan, "a/tu-danh-gia": "ngay_gui: 10/11/2026\n"}
    assert "a/tu-danh-gia" in {t.split("/", 2)[2] for t in built(repo({**files, "a/bai-viet": "x: [\n"})).withheld}
    broken = {**files, "a/bai-viet": None, "cong-nhan": "mo_hinh: [\n"}
    assert "a/tu-danh-gia" in {t.split("/", 2)[2] for t in built(repo(broken)).withheld}


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
        "mau/2028/tong-hop/bao-cao-tong-hop-2028" in built(root).withheld
        or "mau/2028/tong-hop/bao-cao-tong-hop" in built(root).withheld
    )
