"""What people typed acts in no format, and nothing is cut in silence."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import Markdown

from dvkgen.findings import Finding, Mark, Severity
from dvkgen.review.change import (
    Change,
    ChangedCampaign,
    ChangedFile,
    ChangedPaper,
    Kind,
    Review,
    Row,
    Table,
    words_between,
)
from dvkgen.review.formats import FORMATS, as_html, as_json, as_markdown, as_text
from tests.review.pairs import DAY, cases

HOSTILE = (
    "<script>alert(1)</script>",
    "</del></main><img src=x onerror=alert(1)>",
    "a | b | c",
    "`code` ``` khối",
    "@all @nguyenvana",
    "::set-output name=a::b",
    "##[error] giả",
    "\x1b[31mđỏ\x1b[0m\x07",
    "\u202eđảo\u202c \u2066x\u2069",
    "dòng một\n# dòng hai\n::error::ba",
    "[liên kết](http://a.vn) http://a.vn www.a.vn ![ảnh](http://a.vn/x.png)",
    "&lt;b&gt; &amp; \" '",
    "{{ 7*7 }} {% include 'x' %}",
    "$x^2$ ~~gạch~~ **đậm** _nghiêng_",
)
MARK = Mark("submissions/<b>/a|b.yaml", 3)


def review_of(text: str, times: int = 1) -> Review:
    """Return a review in which a text stands wherever a user's text can."""
    change = Change(MARK, (text,), text, Kind.CHANGED, text, text)
    long = Change(MARK, (text,), text, words=words_between(f"{text} một hai", f"{text} một ba"))
    file = ChangedFile(text, MARK.path, text, Kind.CHANGED, (change, long) * times, (text,))
    table = Table(text, (Row(text, (text, "số"), (text, "1"), ("2", text)),))
    paper = ChangedPaper(f"a/{text}", Kind.CHANGED, (), text)
    found = Finding(MARK, "rule", Severity.ERROR, text, text)
    return Review(
        text, text, (ChangedCampaign(text, (file,), (table,), (paper,)),), (found,), (found,), (text,), (file,)
    )


class Tags(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_holds_it_as_words(text: str) -> None:
    page, plain = read(as_html(review_of(text))), read(as_html(review_of("lành")))
    assert page.tags == plain.tags
    assert [name for name, _ in page.attributes] == [name for name, _ in plain.attributes]
    assert not {name for name, _ in page.attributes} & {"src", "href", "onerror"}
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", as_html(review_of(text)))


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_holds_it_as_words(text: str) -> None:
    told, plain = as_markdown(review_of(text)), as_markdown(review_of("lành"))
    assert told.count("\n") == plain.count("\n")
    shown, harmless = (read(Markdown(extensions=["tables"]).convert(text)) for text in (told, plain))
    assert shown.tags == harmless.tags
    assert not re.search(r"(?<!&#64;<!-- -->)@|::|##\[|https?://|(?<!\w)www\.", told)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", told)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_terminal_and_a_log_show_it_as_words(text: str) -> None:
    told = as_text(review_of(text))
    assert told.count("\n") == as_text(review_of("lành")).count("\n")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", told)
    assert not re.search(r"(?m)^\s*::|##\[", told)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_holds_it(text: str) -> None:
    told = json.loads(as_json(review_of(text)))
    assert told["counts"]["tệp đổi nội dung"] == 1
    assert not re.search("[\x00-\x08\x1b\u202e]", as_json(review_of(text)))


def test_ten_thousand_changes_are_all_there_or_counted() -> None:
    review = review_of("một thay đổi có tên vừa phải, đủ dài để đầy trang", 5_000)
    for name in ("text", "html", "json"):
        assert FORMATS[name](review).count("đủ dài để đầy trang") > 20_000
    told = as_markdown(review)
    assert len(told.encode()) < 1_000_000
    left = re.search(r"… còn (\d+)/(\d+) dòng", told)
    assert left
    assert int(left[1]) == int(left[2]) - told[: left.start()].rstrip("\n").count("\n") - 1


def test_a_thousand_models_are_told_one_by_one(tmp_path: Path) -> None:
    from dvkgen.review.compare import compared
    from dvkgen.review.pair import pair

    case = next(case for case in cases() if case.name.endswith("mot-nghin"))
    old, new = case.lay(tmp_path)
    with pair(new, DAY, str(old), str(new)) as both:
        told = as_text(compared(both).review)
    assert all(f"thêm mô hình “Mô hình thứ {n}”" in told for n in range(1, 1001))
