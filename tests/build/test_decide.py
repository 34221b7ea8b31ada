"""What is to be done about a paper follows from values alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dvkgen.build.decide import (
    Built,
    Fresh,
    OnDisk,
    Selection,
    Stale,
    Withheld,
    decide,
    formats_to_make,
    sound,
)
from dvkgen.build.fingerprint import NOTHING_SEEN, Fingerprint, Seen
from dvkgen.compose.desk import Draft, PageLimit
from dvkgen.document.tree import Document
from dvkgen.findings import Mark

NOW = Fingerprint("a", "b", "c")
SOURCE = "submissions/mau/2026/a/dang-ky.yaml"


def never() -> Document:
    raise AssertionError("nothing is composed to decide")


DRAFT = Draft("mau/2026/a/x", "x", frozenset([SOURCE]), never)
LIMITED = replace(DRAFT, limit=PageLimit(2, Mark(SOURCE, 3)))
WORDED = replace(DRAFT, word_file="plans/mau/van-ban/x.docx")


def decided(last: Built | None, seen: Seen = NOTHING_SEEN, draft: Draft = DRAFT):  # type: ignore[no-untyped-def]
    return decide(draft, NOW, {"docx": last}, seen)


def test_a_paper_made_of_the_same_and_lying_as_it_was_written_is_fresh() -> None:
    assert decided(Built(NOW, OnDisk.AS_WRITTEN)) == Fresh()


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (None, "mới"),
        (Built(replace(NOW, document="x"), OnDisk.MISSING), "nội dung đổi"),
        (Built(replace(NOW, stationery="x"), OnDisk.AS_WRITTEN), "thể thức đổi"),
        (Built(replace(NOW, program="x"), OnDisk.EDITED), "chương trình đổi"),
        (Built(NOW, OnDisk.MISSING), "thiếu tệp"),
        (Built(NOW, OnDisk.EDITED), "tệp bị sửa"),
    ],
)
def test_a_stale_paper_says_why(last: Built | None, reason: str) -> None:
    assert decided(last) == Stale({"docx": reason})


def test_an_error_in_the_word_file_in_its_place_touches_a_draft() -> None:
    assert sound([WORDED], frozenset([str(WORDED.word_file)])) == []


@pytest.mark.parametrize(
    ("draft", "seen", "check"),
    [(LIMITED, Seen(pages=3), "page-limit"), (WORDED, Seen(fault="hỏng"), "own-word-fault")],
)
def test_what_its_last_making_showed_withholds_a_paper_and_is_kept(draft: Draft, seen: Seen, check: str) -> None:
    decision = decided(Built(NOW, OnDisk.AS_WRITTEN), seen, draft)
    assert isinstance(decision, Withheld)
    assert decision.keeps_what_was_seen
    assert [finding.check for finding in decision.why] == [check]


@pytest.mark.parametrize(("draft", "seen"), [(LIMITED, Seen(pages=2)), (WORDED, Seen(difference="khác"))])
def test_as_many_pages_as_allowed_and_a_difference_withhold_nothing(draft: Draft, seen: Seen) -> None:
    assert decided(Built(NOW, OnDisk.AS_WRITTEN), seen, draft) == Fresh()


@pytest.mark.parametrize(
    ("errors", "is_sound"),
    [
        (set(), True),
        ({"submissions/mau/2026/b/dang-ky.yaml"}, True),
        ({SOURCE}, False),
        ({"submissions/mau/2026/a"}, False),
        ({"templates/the-thuc/dang-hd36-2018/the-thuc.yaml"}, False),
    ],
)
def test_an_error_in_a_source_or_in_its_folder_or_in_any_layout_touches_a_draft(
    errors: set[str], is_sound: bool
) -> None:
    assert sound([DRAFT], frozenset(errors)) == ([DRAFT] if is_sound else [])


def test_two_papers_of_one_target_are_both_unsound() -> None:
    assert sound([DRAFT, replace(DRAFT, kind="y")], frozenset()) == []


def test_the_pages_of_a_limited_paper_are_counted_on_its_pdf() -> None:
    assert formats_to_make(LIMITED, Selection(formats=("docx",))) == ("docx", "pdf")
    assert formats_to_make(DRAFT, Selection(formats=("docx",))) == ("docx",)
