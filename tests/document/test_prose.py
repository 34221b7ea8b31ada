from __future__ import annotations

import pytest

from dvkgen.document.markup import parse
from dvkgen.document.measured import TemplateError
from dvkgen.document.prose import heading_lines, plain_text, to_html
from dvkgen.document.tree import Heading, Note, Paragraph, Role, Span, Table


def blocks(text: str) -> tuple[object, ...]:
    return parse(to_html(text), {}).blocks


def test_single_line_breaks_are_spaces_and_blank_lines_end_paragraphs() -> None:
    assert plain_text("Câu một.\nCâu hai.\n\nĐoạn hai.") == "Câu một. Câu hai.\nĐoạn hai."


def test_marks_begin_items_whatever_their_indentation() -> None:
    roles = [b.role for b in blocks("Mở\n- một\n   tiếp\n    + hai\n- ba") if isinstance(b, Paragraph)]
    assert roles == [Role.BODY, Role.ITEM, Role.SUBITEM, Role.ITEM]
    assert plain_text("- một\n   tiếp") == "- một tiếp"


@pytest.mark.parametrize(
    "line", ["1. một", "2.1. hai", "a) ba", "(1) bốn", "* năm", "#sáu", "-bảy", "> tám", "    chín", "---", "==="]
)
def test_authors_numbers_and_signs_are_text(line: str) -> None:
    (only,) = blocks(line)
    assert only == Paragraph((Span(line.strip()),))


def test_headings_keep_the_number_their_author_typed() -> None:
    assert blocks("# II. CHỈ TIÊU\nvăn\n#### Bước 1: x") == (
        Heading((Span("II. CHỈ TIÊU"),), 1),
        Paragraph((Span("văn"),)),
        Heading((Span("Bước 1: x"),), 4),
    )
    assert heading_lines("# 1. A\nx\n## B\n# 2. C") == ((0, "1. A"), (3, "2. C"))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("**đậm**", (Span("đậm", bold=True),)),
        ("*nghiêng*", (Span("nghiêng", italic=True),)),
        ("***cả hai***", (Span("cả hai", bold=True, italic=True),)),
        ("“*Dân vận khéo*”", (Span("“"), Span("Dân vận khéo", italic=True), Span("”"))),
        ("**a *b* c**", (Span("a ", bold=True), Span("b", bold=True, italic=True), Span(" c", bold=True))),
        ("5*3*2", (Span("5*3*2"),)),
        (r"\*sao\*", (Span("*sao*"),)),
        ("* rời *", (Span("* rời *"),)),
        (
            "_x_ `y` <b>z</b> &amp; & {{ 7*7 }} {% x %} &#39;",
            (Span("_x_ `y` <b>z</b> &amp; & {{ 7*7 }} {% x %} &#39;"),),
        ),
        ("![a](b) [x](y) https://x.y <a@b.c>", (Span("![a](b) [x](y) https://x.y <a@b.c>"),)),
        ("cột\ttab 😀", (Span("cột\ttab 😀"),)),
    ],
)
def test_only_stars_have_a_meaning_inside_a_line(text: str, spans: tuple[Span, ...]) -> None:
    assert blocks(text) == (Paragraph(spans),)


def test_a_table_has_a_head_where_a_rule_says_so() -> None:
    (table,) = blocks("| A | B |\n|---|---|\n| 1 | *hai* |")
    assert isinstance(table, Table)
    assert (len(table.head), len(table.rows)) == (1, 1)
    assert plain_text("| A | B |\n|---|---|\n| 1 | *hai* |").split() == ["A", "B", "1", "hai"]


def test_a_footnote_stands_at_its_mark_and_is_counted_without_it() -> None:
    (paragraph,) = blocks("Số liệu[^1] này.\n\n[^1]: Theo *báo cáo*.")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines[1] == Note((Span("Theo "), Span("báo cáo", italic=True), Span(".")))
    assert blocks("không có [^9]") == (Paragraph((Span("không có [^9]"),)),)


@pytest.mark.parametrize(
    "html",
    [
        "<p>",
        "<div>x</div>",
        "<p><u>x</u></p>",
        '<p class="la">x</p>',
        "<table><tr><td>x</td></tr></table>",
        "<figure></figure>",
    ],
)
def test_what_is_not_in_the_subset_is_refused(html: str) -> None:
    with pytest.raises(TemplateError):
        parse(html, {})
