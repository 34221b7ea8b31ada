"""The two systems of rules side by side (Party, State), as a văn thư sees them first; in both formats."""

from __future__ import annotations

import re
import shutil
import textwrap
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dvkgen.build import Selection, build
from dvkgen.document.tree import Document, Paragraph, Role, plain
from dvkgen.load import load
from dvkgen.render.html import stylesheet
from dvkgen.render.metric import bold_width
from tests.conftest import BASE, SAMPLE, TODAY, MakeRepo, documents_in, findings_in, place
from tests.paper import W, docx_difference, pdf_difference, through_libreoffice, validator_errors
from tests.paper import pages as pages_of

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PARTY, STATE = ("dang-hd36-2018", "dang-hd05-2026"), ("nha-nuoc-nd30", "mttq-nd30")
PLAN = """
    loai: %s
    ky: 2026
    co_quan: dang_uy
    so: 7
    ngay: 05/2/2026
    trich_yeu: Về phong trào
    can_cu: [Căn cứ một, Căn cứ hai]
    kinh_gui: [Nơi một, Nơi hai]
    noi_dung: |
      # I. MỤC ĐÍCH
      Nội dung của văn bản.
    noi_nhan:
      - Nơi một
      - {nhom: [Nơi hai, Nơi ba], ghi_chu: (Thực hiện)}
    luu: VT
    ky_ten: [{quyen_han: TM. TẬP THỂ, chuc_vu: CHỦ TỊCH, ho_ten: Nguyễn Văn A}]
"""


@dataclass(frozen=True)
class Made:
    """A plan and a công văn under one profile: their documents, their DOCX, and the profile's CSS."""

    plan: Document
    letter: Document
    home: Path
    css: Mapping[str, str]

    def part(self, name: str) -> ET.Element:
        with zipfile.ZipFile(self.home / "ke-hoach.docx") as package:
            return ET.fromstring(package.read(name))

    def word_style(self, code: str) -> tuple[str, str]:
        """Return size (half points) and look of a named style of the DOCX: b, i, u."""
        element = next(s for s in self.part("word/styles.xml") if s.get(f"{W}styleId") == code)
        run = element.find(f"{W}rPr")
        assert run is not None
        look = "".join(mark for mark in "biu" if run.find(f"{W}{mark}") is not None)
        size = run.find(f"{W}sz")
        assert size is not None
        return size.get(f"{W}val", ""), look

    def css_style(self, code: str) -> tuple[str, str]:
        """Return the same of the CSS."""
        rule = self.css[code]
        looks = (("b", "font-weight: bold"), ("i", "font-style: italic"), ("u", "text-decoration: underline"))
        look = "".join(mark for mark, words in looks if words in rule)
        size = re.search(r"font-size: ([\d.]+)pt", rule)
        assert size
        return f"{float(size[1]) * 2:g}", look


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Made]:
    """Return a plan and a công văn under each profile."""
    found = {}
    for profile in (*PARTY, *STATE):
        documents: dict[str, Document] = {}
        for kind in ("cong_van", "ke_hoach"):
            root = tmp_path_factory.mktemp(profile)
            locality = BASE["dia-phuong"] + f"    the_thuc: {profile}\n"
            for name, text in {**BASE, "dia-phuong": locality, "ke-hoach": PLAN % kind}.items():
                path = root / place(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
            repository = load(root, TODAY)
            build(repository, Selection(only=kind), 0, lambda done, of: None)
            documents[kind] = documents_in(root)[f"mau/2026/{kind.replace('_', '-')}"]
        rules = stylesheet(repository.stationery[profile].profile)
        css = {m[1]: m[2] for m in re.finditer(r"^\.(\w+) \{ (.*) \}$", rules, re.MULTILINE)}
        found[profile] = Made(documents["ke_hoach"], documents["cong_van"], root / "build/mau/2026", css)
    return found


def both(made: Mapping[str, Made], code: str, party: tuple[str, str], state: tuple[str, str]) -> None:
    for profiles, wanted in ((PARTY, party), (STATE, state)):
        for profile in profiles:
            assert made[profile].word_style(code) == wanted, (profile, code)
            assert made[profile].css_style(code) == wanted, (profile, code)


def test_the_banner_is_the_partys_or_the_states(made: Mapping[str, Made]) -> None:
    for profile in PARTY:
        head = made[profile].plan.sheets[0].letterhead
        assert head
        assert head.banner == ("ĐẢNG CỘNG SẢN VIỆT NAM",)
    for profile in STATE:
        head = made[profile].plan.sheets[0].letterhead
        assert head
        assert head.banner == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    both(made, "tieu_de", ("30", "b"), ("28", "b"))
    assert made["nha-nuoc-nd30"].word_style("quoc_hieu") == ("26", "b")


def test_under_the_organ_stands_a_star_or_a_rule_and_under_the_subject_hyphens_or_a_rule(
    made: Mapping[str, Made],
) -> None:
    for profile in (*PARTY, *STATE):
        paper, party = made[profile], profile in PARTY
        sheet = paper.plan.sheets[0]
        assert sheet.letterhead
        assert sheet.title
        assert sheet.letterhead.mark_below_organ == ("*" if party else "")
        assert (sheet.title.separator, sheet.title.is_ruled) == (("-----", False) if party else ("", True))
        rules = {
            anchor.find(f"{WP}docPr").get("name"): int(anchor.find(f"{WP}extent").get("cx")) / 12700  # type: ignore[union-attr,arg-type]
            for anchor in paper.part("word/document.xml").iter(f"{WP}anchor")
        }
        lines = {"net-ke-tieu-de": (sheet.letterhead.banner[-1], 15 if party else 14, 1.0)}
        if not party:
            lines["net-ke-co-quan"] = (sheet.letterhead.organ[-1], 13, 0.4)
            lines["net-ke-trich-yeu"] = (plain(sheet.title.subject[-1]), 14, 0.4)
        assert set(rules) == {*lines, "ngoac"}
        for name, (line, size, share) in lines.items():
            assert rules[name] == pytest.approx(bold_width(line, size) * share, abs=0.5), (profile, name)


def test_numbers_and_symbols(made: Mapping[str, Made]) -> None:
    numbers = {
        profile: tuple(
            d.sheets[0].letterhead.number for d in (made[profile].plan, made[profile].letter) if d.sheets[0].letterhead
        )
        for profile in made
    }
    assert {numbers[p] for p in PARTY} == {("Số 07-KH/ĐU", "Số 07-CV/ĐU")}
    assert {numbers[p] for p in STATE} == {("Số: 07/KH-ĐU", "Số: 07/ĐU")}


def test_the_subject_of_a_letter_is_small_and_italic_or_upright(made: Mapping[str, Made]) -> None:
    both(made, "trich_yeu_cong_van", ("24", "i"), ("26", ""))
    assert all(m.letter.sheets[0].letterhead.subject == ("Về phong trào",) for m in made.values())  # type: ignore[union-attr]
    assert all(m.letter.sheets[0].title is None for m in made.values())


def test_legal_bases_are_upright_or_italic_with_or_without_dashes(made: Mapping[str, Made]) -> None:
    both(made, "can_cu", ("28", ""), ("28", "i"))
    bases = {
        profile: [
            plain(b.inlines) for b in m.plan.sheets[0].body if isinstance(b, Paragraph) and b.role is Role.LEGAL_BASIS
        ]
        for profile, m in made.items()
    }
    assert bases["dang-hd36-2018"] == bases["nha-nuoc-nd30"] == ["Căn cứ một;", "Căn cứ hai."]
    assert bases["dang-hd05-2026"] == ["- Căn cứ một;", "- Căn cứ hai."]


def test_who_signs_is_set_bold_only_where_the_rules_say_so(made: Mapping[str, Made]) -> None:
    both(made, "quyen_han", ("28", "b"), ("28", "b"))
    both(made, "chuc_vu", ("28", ""), ("28", "b"))
    both(made, "ho_ten", ("28", "b"), ("28", "b"))


def test_recipients_and_the_archive(made: Mapping[str, Made]) -> None:
    both(made, "noi_nhan", ("28", "u"), ("24", "bi"))
    both(made, "noi_nhan_muc", ("24", ""), ("22", ""))
    lines = {
        profile: [line for group in m.plan.sheets[0].recipients.groups for line in group.lines]  # type: ignore[union-attr]
        for profile, m in made.items()
    }
    assert lines["dang-hd36-2018"] == ["- Nơi một,", "- Nơi hai,", "- Nơi ba,", "- Lưu VT."]
    assert lines["dang-hd05-2026"] == ["- Nơi một;", "- Nơi hai;", "- Nơi ba;", "- Lưu VT."]
    assert lines["nha-nuoc-nd30"] == ["- Nơi một;", "- Nơi hai;", "- Nơi ba;", "- Lưu: VT."]


def test_the_label_of_the_addressees_is_italic_or_upright(made: Mapping[str, Made]) -> None:
    both(made, "kinh_gui_nhan", ("28", "i"), ("28", ""))


def test_the_text_ends_with_its_mark(made: Mapping[str, Made]) -> None:
    ends = {profile: plain(m.plan.sheets[0].body[-1].inlines) for profile, m in made.items()}  # type: ignore[union-attr]
    assert {ends[p] for p in PARTY} == {"Nội dung của văn bản."}
    assert {ends[p] for p in STATE} == {"Nội dung của văn bản./."}


def test_lines_are_of_exact_height_or_single(made: Mapping[str, Made]) -> None:
    for profile in made:
        exact = profile in PARTY
        assert ("line-height: 18pt" in made[profile].css["noi_dung"]) is exact
        style = next(s for s in made[profile].part("word/styles.xml") if s.get(f"{W}styleId") == "noi_dung")
        spacing = style.find(f"{W}pPr/{W}spacing")
        assert spacing is not None
        assert spacing.get(f"{W}lineRule") == ("exact" if exact else "auto")
        assert int(spacing.get(f"{W}after", "0")) >= 120


def test_every_paper_reads_alike_in_both_formats_and_is_valid(made: Mapping[str, Made], tmp_path: Path) -> None:
    paths = []
    for m in made.values():
        path = m.home / "ke-hoach"
        assert docx_difference(m.plan, path.with_suffix(".docx")) == ""
        assert pdf_difference(m.plan, path.with_suffix(".pdf")) == ""
        paths.append(path.with_suffix(".docx"))
    assert validator_errors(paths) == {}
    office = through_libreoffice(paths, tmp_path / "lo")
    assert [pages_of(office[p]) for p in paths] == [pages_of(p.with_suffix(".pdf")) for p in paths]


# --- which layout a paper keeps where nobody names one --------------------------------------------

STATE_LOCALITY = """
    ten: xã X
    dia_danh: X
    co_quan:
      dang_uy: {ten: ĐẢNG ỦY XÃ X, ky_hieu: ĐU}
      ubnd: {ten: [ỦY BAN NHÂN DÂN, XÃ X], ky_hieu: UBND}
      mttq: {ten: ỦY BAN MTTQ VIỆT NAM XÃ X, ky_hieu: MTTQ-BTT}
      khac: {ten: CƠ QUAN KHÁC}
    khoi:
      - {ma: tdp, ten: Tổ dân phố}
      - {ma: nn, ten: Khối Nhà nước, the_thuc: nha-nuoc-nd30}
"""


@pytest.mark.parametrize(
    ("organ", "day", "profile"),
    [
        ("dang_uy", "26/5/2026", "dang-hd36-2018"),
        ("dang_uy", "27/5/2026", "dang-hd05-2026"),
        ("dang_uy", "5/2026", "dang-hd36-2018"),
        ("dang_uy", "6/2026", "dang-hd05-2026"),
        ("ubnd", "01/2026", "nha-nuoc-nd30"),
        ("mttq", "01/2026", "mttq-nd30"),
        ("khac", "01/2026", "dang-hd36-2018"),
    ],
)
def test_without_a_name_organ_and_date_choose_the_layout(repo: MakeRepo, organ: str, day: str, profile: str) -> None:
    plan = f"loai: ke_hoach\nky: 2026\nco_quan: {organ}\nngay: {day}\ntrich_yeu: a\nnoi_dung: b.\n"
    root = repo({"dia-phuong": STATE_LOCALITY, "ke-hoach": plan, "a/dang-ky": None, "b/dang-ky": None})
    assert documents_in(root)["mau/2026/ke-hoach"].profile == profile


def test_a_unit_keeps_its_own_layout_except_on_forms_of_the_plan(repo: MakeRepo) -> None:
    units = """
        don_vi:
          - {ma: a, ten: Chi bộ A, khoi: tdp}
          - {ma: b, ten: Hội Phụ nữ xã, khoi: tdp}
          - {ma: c, ten: Đơn vị C, khoi: nn}
          - {ma: d, ten: Đơn vị D, khoi: nn, the_thuc: mttq-nd30}
    """
    plan = """
        loai: ke_hoach
        ky: 2026
        co_quan: dang_uy
        ngay: 02/2026
        trich_yeu: a
        noi_dung: b.
        bieu_mau:
          - {loai: danh_sach_dang_ky, ten_loai: DANH SÁCH}
    """
    filed = {
        f"{unit}/dang-ky": f"ngay_gui: 10/9/2026\nmo_hinh:\n  - {{ma: m, ten: Mô hình {unit}, tap_the: Tập thể}}\n"
        for unit in "abcd"
    }
    reports = {f"{unit}/bao-cao-ket-qua": "ngay_gui: 10/9/2026\nlanh_dao: Tốt.\n" for unit in "abcd"}
    root = repo({"dia-phuong": STATE_LOCALITY, "don-vi": units, "ke-hoach": plan, **filed, **reports})
    documents = documents_in(root)
    assert {unit: documents[f"mau/2026/{unit}/bao-cao-ket-qua"].profile for unit in "abcd"} == {
        "a": "dang-hd05-2026",
        "b": "mttq-nd30",
        "c": "nha-nuoc-nd30",
        "d": "mttq-nd30",
    }
    assert {documents[f"mau/2026/{unit}/danh-sach-dang-ky"].profile for unit in "abcd"} == {"dang-hd05-2026"}


def test_a_profile_of_a_localitys_own_tells_only_what_differs(repo: MakeRepo) -> None:
    root = repo({"dia-phuong": BASE["dia-phuong"] + "    the_thuc: rieng\n"})
    shutil.copytree(SAMPLE / "templates", root / "templates")
    own = root / "templates/the-thuc/rieng/the-thuc.yaml"
    own.parent.mkdir()
    own.write_text("ten: Riêng\nnguon: Quy định riêng\ndua_tren: nha-nuoc-nd30\ntrang: {le_trai: 35}\n", "utf-8")
    repository = load(root, TODAY)
    assert not repository.findings
    profile, base = repository.stationery["rieng"].profile, repository.stationery["nha-nuoc-nd30"].profile
    assert (profile.page.left, profile.page.right) == (35, base.page.right)
    own.write_text("ten: Riêng\nnguon: Quy định riêng\ndua_tren: khong-co\n", "utf-8")
    found = {(f.mark.path, f.mark.line, f.check) for f in load(root, TODAY).findings}
    assert ("templates/the-thuc/rieng/the-thuc.yaml", 3, "unknown-profile") in found


@pytest.mark.parametrize(("symbol", "said"), [("KHO/ĐU", 0), ("TBO/ĐU", 1), ("TB/ĐU", 0), ("KHO-ĐU", 1)])
def test_a_locality_with_a_profile_of_its_own_is_judged_by_its_own_codes(
    repo: MakeRepo, symbol: str, said: int
) -> None:
    plan = (PLAN % "ke_hoach").replace("    so: 7\n", f"    so: 7\n    ky_hieu: {symbol}\n")
    root = repo({"dia-phuong": BASE["dia-phuong"] + "    the_thuc: rieng\n", "ke-hoach": plan})
    shutil.copytree(SAMPLE / "templates", root / "templates")
    own = root / "templates/the-thuc/rieng/the-thuc.yaml"
    own.parent.mkdir()
    codes = "{ke_hoach: KHO, thong_bao: TBO}"
    own.write_text(f"ten: Riêng\nnguon: Quy định riêng\ndua_tren: dang-hd36-2018\nma_loai: {codes}\n", "utf-8")
    assert len([f for f in findings_in(root) if f.check == "symbol-of-paper"]) == said
