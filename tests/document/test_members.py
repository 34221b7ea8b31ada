"""Nothing falls through: every consumer of blocks and spans knows every member, and markup refuses what it does not."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import get_args

import pytest

from dvkgen.compose.tone import in_tone_style
from dvkgen.document.markup import parse
from dvkgen.document.measured import TemplateError
from dvkgen.document.to_text import to_text
from dvkgen.document.tree import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    Leader,
    Note,
    Orientation,
    Paragraph,
    Picture,
    Sheet,
    Span,
    Table,
)
from dvkgen.render.html import render_html
from dvkgen.render.word_body import Writing, body_xml
from tests.conftest import SAMPLE, stationery

LINE = (Span("hoà bình"), Note((Span("cước chú"),)), Leader())
PICTURE = Picture("a.jpg", "0" * 64, 10, 10)
MEMBERS: Mapping[type, Block] = {
    Paragraph: Paragraph(LINE),
    Heading: Heading(LINE, 1),
    Table: Table((100.0,), (), ((Cell((Paragraph(LINE),)),),)),
    Figure: Figure(PICTURE, LINE, "hoà bình"),
}
PROFILE = stationery("dang-hd36-2018")


def document(block: Block) -> Document:
    sheet = Sheet(Orientation.PORTRAIT, None, None, None, (block,), None, ())
    return Document("mau/2026/x", "dang-hd36-2018", "x", "y", (sheet,))


def as_word(block: Block) -> str:
    writing = Writing(PROFILE.profile)
    return body_xml((block,), 165, writing, before_signature=False) + "".join(writing.notes)


CONSUMERS: Mapping[str, Callable[[Block], str]] = {
    "to_text": lambda block: to_text(document(block)),
    "html": lambda block: render_html(document(block), PROFILE),
    "word": as_word,
    "tone": lambda block: to_text(in_tone_style(document(block), "moi")),
}


def test_every_member_is_put_to_the_test() -> None:
    assert set(MEMBERS) == set(get_args(Block))
    assert {type(inline) for inline in LINE} == set(get_args(Inline))


@pytest.mark.parametrize("consumer", CONSUMERS)
@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.__name__)
def test_every_consumer_says_the_words_of_every_block_and_span(consumer: str, member: type) -> None:
    said = CONSUMERS[consumer](MEMBERS[member])
    assert "hoà bình" in said
    assert "cước chú" in said


def test_every_match_over_blocks_or_spans_names_each_and_ends_in_assert_never() -> None:
    blocks, spans = ({kind.__name__ for kind in get_args(union)} for union in (Block, Inline))
    seen = 0
    for path in (SAMPLE / "dvkgen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = class_patterns(node) if isinstance(node, ast.Match) else set()
            if names and (names <= blocks or names <= spans):
                assert names in (blocks, spans), f"{path.name}:{node.lineno} knows only {names}"  # type: ignore[attr-defined]
                assert "assert_never" in ast.unparse(node.cases[-1])  # type: ignore[attr-defined]
                seen += 1
    assert seen >= 8


def class_patterns(node: ast.Match) -> set[str]:
    return {p.cls.id for p in ast.walk(node) if isinstance(p, ast.MatchClass) and isinstance(p.cls, ast.Name)}


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>a</p> lạc <p>b</p>", "chữ “lạc” nằm ngoài mọi thẻ"),
        ("<ul><li>a</li></ul>", "thẻ <ul> không dùng được ở đây"),
        ('<table data-cot="1"><tr><td><p>a</p><ul><li>b</li></ul></td></tr></table>', "<ul> không dùng được trong một ô"),
        ('<table data-cot="1"><tr><td><p>a</p><figure/></td></tr></table>', "<figure> không dùng được trong một ô"),
        ('<table data-cot="1"><tr><td>a<p>b</p></td></tr></table>', "chữ phải nằm trong thẻ <p>"),
        ('<table data-cot="1"><tbody><tr><td>a</td></tr></tbody></table>', "<tbody> không dùng được trong <table>"),
        ('<table data-cot="1"><tr><p>a</p></tr></table>', "<p> không dùng được trong <tr>"),
        ('<table data-cot="1"><tr>lạc<td>a</td></tr></table>', "chữ “lạc” nằm trong <tr>"),
        ("<p>a<u>b</u></p>", "thẻ <u> không dùng được trong một đoạn"),
        ('<p>a<span class="cuoc_chu">b<span class="cuoc_chu">c</span></span></p>', "cước chú nằm trong một cước chú"),
        ('<figure><p>a</p></figure>', "<p> không dùng được trong <figure>"),
        ('<p class="la">a</p>', "không có kiểu đoạn “la”"),
    ],
)  # fmt: skip
def test_markup_refuses_what_it_does_not_know(html: str, said: str) -> None:
    with pytest.raises(TemplateError) as refused:
        parse(html, {})
    assert said in str(refused.value)
