"""What hostile, careless and unlucky input once broke: each a finding in its place, never a traceback or a wrong paper."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from dvkgen.build import Outcome, Selection, build
from dvkgen.build.state import STATE
from dvkgen.disk.photo import read_photo
from dvkgen.disk.pixels import print_copy
from dvkgen.document.to_text import to_text
from dvkgen.findings import DvkgenError, Finding
from dvkgen.load import load
from tests.checks.test_limits import ARTICLE, article, photo
from tests.conftest import LOCALITY, MODEL, PLAN, SAMPLE, TODAY, UNITS, Files, MakeRepo, documents_in, findings_in

HOME = "submissions/mau/2026"


def run(root: Path) -> Outcome:
    return build(load(root, TODAY), Selection(formats=("docx",)), 1, lambda done, of: None)


def errors(root: Path) -> list[Finding]:
    return [f for f in findings_in(root) if f.severity == "error"]


def brief(highlights: str) -> Files:
    return {
        "a/trich-ngang": f"ngay_gui: 30/9/2026\nde_nghi:\n  - tap_the: Chi bộ A\n    mo_hinh: mot\n    thanh_tich: {highlights}\n"
    }


@pytest.mark.parametrize(
    "name", ["//etc/passwd", "/etc/passwd", "../../../../etc/passwd", "\\\\\\\\etc\\\\passwd", "x" * 199, "c:/x"]
)
def test_no_text_or_photo_is_taken_from_outside(repo: MakeRepo, name: str) -> None:
    found = errors(
        repo({**brief("{tep: '" + name + "'}"), **article(text=ARTICLE.replace("anh/mot.jpg", "'" + name + "'"))})
    )
    assert {f.check for f in found} == {"unreadable-file", "photo-quality"}


def test_links_out_of_the_folder_are_not_followed(repo: MakeRepo, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("ngoai")
    (outside / "x.md").write_text("bí mật", "utf-8")
    root = repo(brief("{tep: l.md}"))
    (root / HOME / "a/l.md").symlink_to(outside / "x.md")
    assert [f.check for f in errors(root)] == ["unreadable-file"]


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


def test_a_level_without_a_list_is_told(repo: MakeRepo) -> None:
    found = errors(repo({"ke-hoach": PLAN.replace("cap: [thanh_pho, phuong]", "cap: [thanh_pho]")}))
    assert [(f.check, f.mark.path) for f in found] == [("plan-names", "plans/mau/2026/ke-hoach.yaml")]


@pytest.mark.parametrize("code", ["tong-hop", "bieu-mau"])
def test_codes_of_common_folders_are_no_units(repo: MakeRepo, code: str) -> None:
    assert "unit-list" in {
        f.check for f in errors(repo({"don-vi": UNITS.replace("ma: b,", f"ma: {code},"), "b/dang-ky": None}))
    }


def test_two_papers_never_share_a_target(repo: MakeRepo) -> None:
    forms = "      - {loai: bieu_tong_hop, ma: a_b}\n      - {loai: bieu_tong_hop, ma: a-b}\n"
    root = repo({"ke-hoach": PLAN.replace("    dinh_kem", forms + "    dinh_kem")})
    outcome = run(root)
    assert "same-target" in {f.check for f in outcome.findings}
    assert not (root / "build/mau/2026/bieu-mau/a-b.docx").exists()


@pytest.mark.parametrize(
    "name",
    [
        "a/dang-ky.YAML",
        "a/dang-ky.yaml.txt",
        "a/dang_ky/a.yaml",
        "dang-ky.yaml",
        "_a/dang-ky.yaml",
        "a/dang-ky.yaml/x.yaml",
        "a/dang-ky.yml",
    ],
)
def test_a_nearly_right_name_withholds_the_totals(repo: MakeRepo, name: str) -> None:
    root = repo({"a/dang-ky": MODEL if name.endswith(".yml") else None, f"{HOME}/{name}": MODEL})
    outcome = run(root)
    assert {f.mark.path.startswith(HOME) for f in outcome.findings if f.severity == "error"} == {True}
    assert not list((root / "build/mau/2026").glob("tong-hop/*"))


def test_a_broken_link_is_a_finding(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": None})
    (root / HOME / "a").mkdir(exist_ok=True)
    (root / HOME / "a/dang-ky.yaml").symlink_to("khong-co")
    assert [f.check for f in errors(root)] == ["unknown-file"]


def test_two_plans_do_not_cover_one_year(repo: MakeRepo) -> None:
    plan = PLAN.replace("ky: 2026", "ky: 2026 - 2027")
    assert "wrong-period" in {f.check for f in errors(repo({"plans/mau/2026-2027/ke-hoach.yaml": plan}))}
    assert "wrong-period" in {
        f.check for f in errors(repo({"plans/mau/2028-2030/ke-hoach.yaml": PLAN.replace("2026", "2028")}))
    }


@pytest.mark.parametrize("inner", [None, "plans/mau/don-vi/x.yaml"])
def test_units_stand_in_a_file_or_in_a_folder_not_both(repo: MakeRepo, inner: str | None) -> None:
    root = repo({inner: UNITS} if inner else {})
    (root / "plans/mau/don-vi").mkdir(exist_ok=True)
    assert errors(root)[0].mark.path.startswith("plans/mau/don-vi")


def test_units_may_stand_in_several_files(repo: MakeRepo) -> None:
    one, other = (f"don_vi:\n  - {{ma: {code}, ten: Chi bộ {code.upper()}, khoi: tdp}}\n" for code in "ab")
    assert errors(repo({"don-vi": None, "plans/mau/don-vi/mot.yaml": one, "plans/mau/don-vi/hai.yaml": other})) == []


@pytest.mark.parametrize("lose_state", [True, False])
def test_withheld_papers_leave_though_the_state_is_lost(repo: MakeRepo, lose_state: bool) -> None:
    root = repo({})
    run(root)
    if lose_state:
        (root / "build" / STATE).unlink()
    outcome = run(repo({"a/dang-ky": "x: ["}))
    left = {p.parent.name for p in (root / "build").rglob("*.docx")}
    assert not left & {"a", "tong-hop"}
    assert {"mau/2026/a/danh-sach-dang-ky", "mau/2026/a/bieu-tong-hop"} <= set(outcome.withheld)


def test_headings_and_tables_in_a_cell_keep_their_words(repo: MakeRepo) -> None:
    text = "|\n      Mở\n\n      # I. Đề mục\n\n      | a | b |\n      |---|---|\n      | c | d |"
    document = documents_in(repo(brief(text)))["mau/2026/a/trich-ngang"]
    assert "Mở\nI. Đề mục\na b\nc d" in to_text(document)
    assert run(repo(brief("|\n      |---|---|"))).written


@pytest.mark.parametrize(("mode", "value"), [("I;16", 20000), ("I", 20000)])
def test_deep_photos_are_not_printed_white(mode: str, value: int, tmp_path: Path) -> None:
    out = BytesIO()
    Image.new(mode, (1000, 1000), value).save(out, "PNG" if mode == "I;16" else "TIFF")
    with Image.open(BytesIO(print_copy(out.getvalue()))) as copy:
        assert abs(copy.convert("L").getpixel((5, 5)) - value // 256) < 4  # type: ignore[operator]


def test_photos_are_turned_upright_and_huge_ones_refused(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(photo(1200, 900, orientation=6))
    seen = read_photo(tmp_path, "x.jpg")
    assert (seen.width, seen.height) == (900, 1200)
    with Image.open(BytesIO(print_copy((tmp_path / "x.jpg").read_bytes()))) as copy:
        assert copy.size == (900, 1200)
    Image.new("1", (20000, 20000)).save(tmp_path / "to.png")
    assert "quá lớn" in read_photo(tmp_path, "to.png").problem
    assert "thư mục" in read_photo(tmp_path, ".").problem


@pytest.mark.parametrize(
    "rule", ["unregistered-initiative", "one-actor", "photo-quality", "sector-of-initiative", "plan-names"]
)
def test_rules_that_keep_papers_right_cannot_be_lowered(repo: MakeRepo, rule: str) -> None:
    weigh = LOCALITY + f"    kiem_tra:\n      - {{luat: {rule}, muc_do: bo_qua, ly_do: thử}}\n"
    found = errors(repo({"dia-phuong": weigh, "a/dang-ky": MODEL.replace("kinh_te", "la")}))
    assert {"unknown-rule", "sector-of-initiative"} <= {f.check for f in found}


@pytest.mark.parametrize(
    "name",
    ['"a\\x01b"', '"a\\0b"', '"a\\uFFFEb"', '"a\\uD800b"', "\u200b", "x" * 20_000, "y " * 5_000, "a " * 2_600_000],
)
def test_values_that_no_paper_holds_are_findings(repo: MakeRepo, name: str) -> None:
    found = errors(repo({"a/dang-ky": MODEL.replace("Hiến đất mở ngõ một", name)}))
    assert [(f.mark.path, f.mark.line, f.mark.column) for f in found] == [(f"{HOME}/a/dang-ky.yaml", 4, 10)]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_separators_of_the_web_are_spaces(repo: MakeRepo, separator: str) -> None:
    text = f"ngay_gui: 05/01/2026\nkhong_dang_ky: a{separator}{separator}  b"
    assert errors(repo({"a/dang-ky": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        "mo_hinh: " + "[" * 50_000 + "]" * 50_000,
        "a: " * 3 + "{a: " * 30_000,
        "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 900)),
    ],
)
def test_depth_is_a_finding(repo: MakeRepo, text: str) -> None:
    assert errors(repo({"a/dang-ky": text}))


def test_many_stars_do_not_hang(repo: MakeRepo) -> None:
    assert {f.check for f in errors(repo(brief("|\n      " + "*a " * 20_000)))} == {"achievement-word-limit"}


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
    outcome = run(root)
    assert {(f.mark.path, f.check) for f in outcome.findings if f.severity == "error"} == {(path, "template-fault")}
    assert (root / "build/mau/2026/cong-van.docx").exists()
    assert not list((root / "build").rglob("bieu-tong-hop.docx"))


def test_a_locality_words_a_form_in_its_own_way(repo: MakeRepo) -> None:
    root = repo({"plans/mau/van-ban/cong_van.html": "<p>Lời của địa phương: {{ noi_dung }}</p>"})
    assert "Lời của địa phương" in str(documents_in(root)["mau/2026/cong-van"])


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
    assert run(root).written
    assert (root / "quy.docx").exists()


def test_build_that_is_a_file_is_told(repo: MakeRepo) -> None:
    root = repo({})
    (root / "build").write_text("x", "utf-8")
    with pytest.raises(DvkgenError):
        run(root)


def test_a_folder_in_the_way_is_told_and_the_rest_is_built(repo: MakeRepo) -> None:
    root = repo({})
    (root / "build/mau/2026/cong-van.docx").mkdir(parents=True)
    outcome = run(root)
    assert [(f.check, f.mark.path) for f in outcome.findings if f.severity == "error"] == [
        ("output-locked", "build/mau/2026/cong-van.docx")
    ]
    assert (root / "build/mau/2026/tong-hop/bieu-tong-hop.docx").exists()


def test_a_broken_file_accuses_nobody_else(repo: MakeRepo) -> None:
    quota = (
        PLAN
        + "    chi_tieu:\n      - {ma: q, ten: Q, moi_don_vi: true, toi_thieu: 1}\n      - {ma: r, ten: R, toi_thieu: 9}\n"
    )
    sent = "co_quan: dang_uy\ntrich_yeu: x\nde_nghi:\n  - {don_vi: a, tap_the: Chi bộ A, mo_hinh: mot}\n"
    root = repo({**brief("Đạt 9 mô hình"), "khen-thuong": sent, "ke-hoach": quota, "a/dang-ky": "x: ["})
    assert {(f.mark.path, f.check) for f in findings_in(root)} == {(f"{HOME}/a/dang-ky.yaml", "yaml-syntax")}


def test_photos_of_an_article_in_a_folder_start_at_the_units_folder(repo: MakeRepo) -> None:
    files = dict(article())
    files[f"{HOME}/a/bai-viet/mot.yaml"] = files.pop("a/bai-viet")
    root = repo(files)
    assert errors(root) == []
    assert "mau/2026/a/bai-viet-mot" in documents_in(root)


def test_circles_and_doubled_codes_are_found_at_their_place(repo: MakeRepo) -> None:
    circle = UNITS.replace("ma: a,", "ma: a, truc_thuoc: b,").replace("ma: b,", "ma: b, truc_thuoc: a,")
    assert {f.check for f in errors(repo({"don-vi": circle}))} == {"unit-list"}
    doubled = LOCALITY.replace(
        "      - {ma: phuong, ten: Phường}\n", "      - {ma: phuong, ten: Phường}\n      - {ma: phuong, ten: Xã}\n"
    )
    assert ("plan-names", "plans/mau/dia-phuong.yaml") in {
        (f.check, f.mark.path) for f in errors(repo({"dia-phuong": doubled}))
    }


def test_names_of_files_and_folders_may_be_decomposed(repo: MakeRepo) -> None:
    root = repo(article(text=ARTICLE.replace("anh/", "ảnh/")))
    shutil.move(root / HOME / "a/anh", root / HOME / "a/a\u0309nh")
    assert errors(root) == []


def test_a_number_given_by_a_unit_is_printed(repo: MakeRepo) -> None:
    document = documents_in(repo({"a/dang-ky": MODEL.replace("ngay_gui", "so: 5-DS/CB\n    ngay_gui")}))[
        "mau/2026/a/bieu-tong-hop"
    ]
    assert document.sheets[0].letterhead
    assert document.sheets[0].letterhead.number == "Số 5-DS/CB"


def test_two_builds_at_once_keep_what_the_other_wrote(repo: MakeRepo) -> None:
    root = repo({})
    repository = load(root, TODAY)
    one = Selection(only="cong-van", formats=("docx",))
    build(
        repository,
        one,
        1,
        lambda done, of: (
            build(repository, Selection(only="bieu-tong-hop", formats=("docx",)), 1, lambda d, o: None) and None
        ),
    )
    assert {t.split("/")[-1] for t in json.loads((root / "build" / STATE).read_text("utf-8"))} == {
        "cong-van",
        "bieu-tong-hop",
    }


def test_a_folder_that_may_not_be_read_is_a_finding(repo: MakeRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    root, listed = repo({}), Path.iterdir

    def closed(path: Path) -> Iterator[Path]:
        if path.name == "a":
            raise PermissionError
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert [f.mark.path for f in errors(root)] == [f"{HOME}/a"]


def test_quotes_are_filled_around_a_forms_text_too(repo: MakeRepo) -> None:
    form = "ten_loai: BIỂU TỔNG HỢP, kinh_gui: 'Ban của {{ dia_phuong }}', noi_nhan: ['Nơi {{ nam }}']}"
    sheet = documents_in(repo({"ke-hoach": PLAN.replace("ten_loai: BIỂU TỔNG HỢP}", form)}))[
        "mau/2026/a/bieu-tong-hop"
    ].sheets[0]
    assert sheet.addressees
    assert sheet.recipients
    assert (sheet.addressees.names, sheet.recipients.groups[0].lines) == (("Ban của phường Mẫu.",), ("- Nơi 2026.",))


def test_a_finding_points_at_the_item_of_a_list(repo: MakeRepo) -> None:
    plan = PLAN.replace("nop: dang_ky}", "nop: dang_ky, don_vi: [a, la, b, khac]}")
    columns = [f.mark.column for f in errors(repo({"ke-hoach": plan}))]
    line = next(text for text in plan.splitlines() if "khac]" in text)[4:]
    assert columns == [line.index("la, b") + 1, line.index("khac]") + 1]


def test_a_level_may_be_named(repo: MakeRepo) -> None:
    assert errors(repo({"a/dang-ky": MODEL.replace("cap: phuong", "cap: Cấp phường")})) == []


def test_a_missing_space_after_a_colon_is_told_on_its_line(repo: MakeRepo) -> None:
    (finding,) = errors(repo({"a/dang-ky": MODEL.replace("ten: Hiến đất mở ngõ một", "ten:Hiến đất mở ngõ một")}))
    assert finding.mark.line == 4
    assert "dấu cách" in finding.message


def test_margins_leave_room_for_text(repo: MakeRepo) -> None:
    root = repo({})
    shutil.copytree(SAMPLE / "templates", root / "templates")
    profile = root / "templates/the-thuc/dang-hd36-2018/the-thuc.yaml"
    profile.write_text(profile.read_text("utf-8").replace("le_trai: 30 ", "le_trai: 350 "), "utf-8")
    assert ("wrong-value", "templates/the-thuc/dang-hd36-2018/the-thuc.yaml") in {
        (f.check, f.mark.path) for f in errors(root)
    }


def test_a_signer_without_a_name_gets_a_dotted_line(repo: MakeRepo) -> None:
    locality = LOCALITY.replace(
        "cap_tren: ĐẢNG BỘ PHƯỜNG MẪU}", "cap_tren: ĐẢNG BỘ PHƯỜNG MẪU, ky_ten: [{chuc_vu: BÍ THƯ}]}"
    )
    (signature,) = documents_in(repo({"dia-phuong": locality}))["mau/2026/a/bieu-tong-hop"].sheets[0].signatures
    assert (signature.title, set(signature.name)) == ("BÍ THƯ", {"."})
