"""A new year from last year: what stays is copied, what must be looked at again is marked, nothing is overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dvkgen.edit.rollover import Rolled, rollover
from dvkgen.findings import DvkgenError
from dvkgen.load import load
from tests.conftest import MODEL, PLAN, TODAY, UNITS, Files, MakeRepo, errors_in, findings_in

LONG = {
    "plans/mau/2026-2030/ke-hoach.yaml": PLAN.replace("ky: 2026", "ky: 2026 - 2030").replace(
        "truoc_ngay: 15/01/2026", "hang_nam: 15/01"
    ),
    "ke-hoach": None,
}
REPORT = """
    ngay_gui: 10/11/2026
    lanh_dao: Tốt.
    ket_qua_mo_hinh:
      - {mo_hinh: mot, trang_thai: %s, ket_qua: chợ đã chuyển}
"""


def roll(root: Path, year: int = 2027) -> Rolled:
    return rollover(load(root, TODAY), "mau", year)


def test_a_new_plan_is_a_year_later_with_number_and_day_left_open(repo: MakeRepo) -> None:
    plan = PLAN.replace("co_quan: dang_uy", "co_quan: dang_uy\n    so: 12   # số cũ\n    da_chot: 31/12/2026")
    root = repo({"ke-hoach": plan, "khen-thuong": "trich_yeu: Khen\n"})
    rolled = roll(root)
    text = (root / "plans/mau/2027/ke-hoach.yaml").read_text("utf-8")
    assert "ky: 2027\n" in text
    assert "truoc_ngay: 15/01/2027" in text
    assert "da_chot" not in text
    assert "12" not in text.split("trich_yeu")[0].split("so:")[1].split("\n")[0].split("#")[0]
    assert "{{ thoi_han.dang_ky }}" in text
    assert not (root / "plans/mau/2027/khen-thuong.yaml").exists()
    assert {note.mark.path for note in rolled.notes} >= {"plans/mau/2027/ke-hoach.yaml"}
    assert load(root, date(2027, 1, 2)).campaigns[-1].plan.period.first == 2027


def test_models_are_carried_over_with_their_goals_to_be_raised(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": MODEL + "        muc_tieu: 40 hộ   # ghi chú của chi bộ\n"})
    roll(root)
    text = (root / "submissions/mau/2027/a/dang-ky.yaml").read_text("utf-8")
    assert text.split("\n")[0] == "ngay_gui: # xem lại: ngày đơn vị gửi"
    assert "tu_nam: 2026\n" in text
    assert "muc_tieu: 40 hộ # xem lại: cao hơn năm 2026" in text
    missing = {(f.mark.path, f.check) for f in findings_in(root, date(2027, 1, 2)) if str(f.severity) == "error"}
    assert ("submissions/mau/2027/a/dang-ky.yaml", "wrong-value") in missing


def test_once_sent_a_goal_that_was_not_raised_is_still_told(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": MODEL + "        muc_tieu: 40 hộ\n"})
    roll(root)
    path = root / "submissions/mau/2027/a/dang-ky.yaml"
    path.write_text(path.read_text("utf-8").replace("ngay_gui:", "ngay_gui: 10/01/2027", 1), "utf-8")
    told = [f for f in findings_in(root, date(2027, 1, 12)) if f.check == "carried-over-goal"]
    assert [f.mark.path for f in told] == ["submissions/mau/2027/a/dang-ky.yaml"]


def test_what_was_stopped_is_dropped_with_its_reason(repo: MakeRepo) -> None:
    root = repo({"a/bao-cao-ket-qua": REPORT % "dung"})
    roll(root)
    text = (root / "submissions/mau/2027/a/dang-ky.yaml").read_text("utf-8")
    assert "khong_tiep_tuc:" in text
    assert "ly_do: chợ đã chuyển" in text
    assert "ma: mot" not in text


def test_slips_are_carried_over_as_slips(repo: MakeRepo) -> None:
    slip = """
        ngay_gui: 10/01/2026
        ma: mot
        ten: >-
          Mô hình 3 có: có tổ
        tap_the: Chi bộ A
        linh_vuc: kinh_te
        cap: phuong
        thoi_gian: cả năm
        dia_diem: tổ 1
        ket_qua_du_kien: tốt
    """
    root = repo({"a/dang-ky": None, "submissions/mau/2026/a/phieu-dang-ky/mot.yaml": slip})
    roll(root)
    text = (root / "submissions/mau/2027/a/phieu-dang-ky/mot.yaml").read_text("utf-8")
    assert "tu_nam: 2026\n" in text
    assert "  Mô hình 3 có: có tổ\n" in text


def test_within_a_plan_of_several_years_only_submissions_are_begun(repo: MakeRepo) -> None:
    root = repo(LONG)
    (root / "plans/mau/2026").rmdir()
    rolled = roll(root)
    assert rolled.written == ["submissions/mau/2027/a/dang-ky.yaml", "submissions/mau/2027/b/dang-ky.yaml"]


def test_a_new_unit_inherits_the_models_of_those_it_was_merged_from(repo: MakeRepo) -> None:
    units = (
        UNITS.replace("{ma: b,", "{ma: b, den_nam: 2026,")
        + "      - {ma: c, ten: Chi bộ C, tu_nam: 2027, ke_thua: [b]}\n"
    )
    root = repo({**LONG, "don-vi": units})
    (root / "plans/mau/2026").rmdir()
    assert roll(root).written == ["submissions/mau/2027/a/dang-ky.yaml", "submissions/mau/2027/c/dang-ky/b.yaml"]


def test_no_file_that_exists_is_touched(repo: MakeRepo) -> None:
    root = repo({})
    roll(root)
    path = root / "submissions/mau/2027/a/dang-ky.yaml"
    path.write_text("của tôi", "utf-8")
    with pytest.raises(DvkgenError):
        rollover(load(root, TODAY), "khong-co", 2027)
    again = roll(root)
    assert path.read_text("utf-8") == "của tôi"
    assert again.written == []


def test_every_place_that_still_names_the_old_year_is_listed(repo: MakeRepo) -> None:
    root = repo({"ke-hoach": PLAN.replace("Nội dung trước", "Năm 2026 làm trước")})
    told = {(n.mark.path, n.mark.line) for n in roll(root).notes if "còn nói năm 2026" in n.message}
    text = (root / "plans/mau/2027/ke-hoach.yaml").read_text("utf-8").split("\n")
    assert told == {("plans/mau/2027/ke-hoach.yaml", n) for n, line in enumerate(text, 1) if "Năm 2026" in line}


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


@pytest.mark.parametrize("name", ["Hiến đất\tmở ngõ một", "Hiến đất \t mở ngõ một"])
def test_a_file_that_cannot_be_changed_is_told_and_the_others_are_carried_on(repo: MakeRepo, name: str) -> None:
    root = repo({"a/dang-ky": MODEL.replace("Hiến đất mở ngõ một", name)})
    assert errors_in(root) == []
    rolled = rollover(load(root, TODAY), "mau", 2027)
    assert [note for note in rolled.notes if "chưa chép" in note.message and note.mark.path.endswith("a/dang-ky.yaml")]
    assert (root / "submissions/mau/2027/b/dang-ky.yaml").exists()
