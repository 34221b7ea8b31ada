"""What names mean: spellings of one name are one, the digits decide, and what is merely alike is left to a person."""

from __future__ import annotations

import pytest

from dvkgen.intake.names import Known

UNITS = (
    *(f"Chi bộ Tổ dân phố số {n}" for n in range(1, 13)),
    *("Chi bộ Trường Mầm non An Bình", "Chi bộ Trường Tiểu học An Bình", "Chi bộ Trường Trung học cơ sở An Bình"),
    *("Chi bộ Công an phường", "Chi bộ Trạm Y tế phường", "Hội Liên hiệp Phụ nữ phường", "Đảng ủy UBND phường"),
)
KNOWN = Known((name, name) for name in UNITS)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("chi bộ tổ dân phố số 12", "Chi bộ Tổ dân phố số 12"),
        ("CB TDP 05", "Chi bộ Tổ dân phố số 5"),
        ("TDP số 2", "Chi bộ Tổ dân phố số 2"),
        ("to dan pho 12", "Chi bộ Tổ dân phố số 12"),
        ("Tổ dân phố số 12 - Chi bộ", "Chi bộ Tổ dân phố số 12"),
        ("Trạm y tế", "Chi bộ Trạm Y tế phường"),
        ("CA phường", "Chi bộ Công an phường"),
        ("Hội phụ nữ", "Hội Liên hiệp Phụ nữ phường"),
        ("Chi bộ Truờng MN An Bình", "Chi bộ Trường Mầm non An Bình"),
        ("Đảng uỷ Uỷ ban nhân dân phường", "Đảng ủy UBND phường"),
    ],
)
def test_spellings_of_one_name(said: str, meant: str) -> None:
    assert KNOWN.meant(said).sure == meant


@pytest.mark.parametrize(
    "said",
    ["", "Chi bộ", "Tổ dân phố", "CHI BỘ TRƯỜNG HỌC", "TDP 21", "TDP 1 2", "Trường An Bình", "Hội Nông dân phường"],
)
def test_what_is_not_certain_is_left(said: str) -> None:
    assert KNOWN.meant(said).sure is None


def test_a_number_that_is_not_known_names_somebody_else() -> None:
    assert KNOWN.differs_in_digits("CHI BỘ TỔ DÂN PHỐ SỐ 33")
    assert not KNOWN.differs_in_digits("CHI BỘ TỔ DÂN PHỐ SỐ 3")
    assert not KNOWN.differs_in_digits("ĐẢNG BỘ PHƯỜNG AN BÌNH")


def test_two_of_the_same_words_are_nobody() -> None:
    known = Known([("Chi bộ Hòa Bình", "a"), ("Chi bộ Hoà Binh", "b")])
    assert known.meant("chi bo hoa binh").sure is None
    assert known.meant("Chi bộ Hòa Bình").sure == "a"
