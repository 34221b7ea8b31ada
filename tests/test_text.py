from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dvkgen.printed import number_in_words, short_date, two_digits
from dvkgen.quotes import fill_quotes, quotes_in
from dvkgen.text import count_words, did_you_mean, fold, nearest, with_tones


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kinh tế - xã hội", 5),
        ("kinh tế – xã hội", 5),
        ("kinh tế-xã hội", 3),
        ("2021–2026", 1),
        ("- Nội dung", 3),
        ("Thành\u00a0phố Hà\u00a0Nội", 4),
        ("100\u202f000 đồng", 3),
        ("Dân\u200bvận khéo", 2),
        ("3.500 từ; 100%; 10/10/2026", 4),
        ("tập thể/cá nhân", 3),
        ("xanh,sạch,đẹp", 1),
        ("", 0),
        ("Thi đua", 2),
    ],
)
def test_words_are_counted_as_words_status_bar_does(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("Uỷ ban", "ủy  ban"),
        ("văn hóa – xã hội", "Văn hoá - xã hội"),
        ("chính trị-xã hội", "chính trị - xã hội"),
    ],
)
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ma", "mà"), ("mã", "mạ"), ("hoa", "hòa"), ("Tổ 1", "Tổ 2")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_dates_have_two_digits_for_days_and_for_the_first_two_months() -> None:
    assert [short_date(date(2026, m, 5)) for m in (1, 2, 3, 10)] == [
        "05/01/2026",
        "05/02/2026",
        "05/3/2026",
        "05/10/2026",
    ]


def test_numbers_print_as_papers_do() -> None:
    assert [two_digits(n) for n in (0, 3, 10, 3500)] == ["00", "03", "10", "3.500"]
    assert number_in_words(Decimal("98.50")) == "98,5"
    assert number_in_words(Decimal(3500)) == "3500"


def test_the_nearest_name_is_offered_and_else_all_of_them() -> None:
    assert nearest("kinh-te", ["kinh_te", "van_hoa"]) == "kinh_te"
    assert did_you_mean("y_te_cong_dong", ["kinh_te"]).startswith("các tên hợp lệ")
    assert did_you_mean("x", []) == ""


def test_quotes_are_filled_and_unknown_ones_stay() -> None:
    assert (
        fill_quotes("{{ ky }} {{nam}} {{ x }} {{ 7*7 }}", {"ky": "năm 2026", "nam": "2026"})
        == "năm 2026 2026 {{ x }} {{ 7*7 }}"
    )


def test_quotes_know_their_place_and_whether_they_are_names() -> None:
    found = list(quotes_in("một\nhai {{ thoi_han.dang_ky }} {{ 7*7 }}"))
    assert [(q.line, q.column, q.is_name) for q in found] == [(1, 4, True), (1, 27, False)]


@pytest.mark.parametrize(
    ("typed", "new", "old"),
    [
        ("hòa hoà", "hoà hoà", "hòa hòa"),
        ("ỦY BAN, UỶ BAN, thủy", "UỶ BAN, UỶ BAN, thuỷ", "ỦY BAN, ỦY BAN, thủy"),
        ("quý, quỷ, khoẻ khoắn, toàn, xoèn", "quý, quỷ, khoẻ khoắn, toàn, xoèn", "quý, quỷ, khỏe khoắn, toàn, xoèn"),
        ("“hòa bình” hòa", "“hòa bình” hoà", "“hòa bình” hòa"),
    ],
)
def test_tone_marks_are_placed_in_one_style_outside_quotations(typed: str, new: str, old: str) -> None:
    assert (with_tones(typed, new=True), with_tones(typed, new=False)) == (new, old)
