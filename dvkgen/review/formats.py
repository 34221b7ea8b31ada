"""A review as text, Markdown, HTML and JSON. What people typed acts nowhere: not on a terminal, in a summary, in a browser.

This module words nothing: `outline` does.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from html import escape
from typing import Any, assert_never

from dvkgen.printers import LONGEST_SUMMARY, in_markdown
from dvkgen.printers.plain import line, shown
from dvkgen.review.change import PagePair, Review
from dvkgen.review.nodes import Grid, Heading, Item, Node, Pages, Role, Span
from dvkgen.review.outline import outline

# --- text -----------------------------------------------------------------------------------------

_IN_TEXT = {Role.ADDED: ("{+", "+}"), Role.REMOVED: ("[-", "-]"), Role.WARNING: ("! ", "")}


def as_text(review: Review) -> str:
    """Return a review for a terminal or a log: words added stand in {+ +}, words removed in [- -]."""
    return "".join(f"{text}\n" for node in outline(review) for text in _text_of(node))


def _text_of(node: Node) -> Iterator[str]:
    match node:
        case Heading(level=level, text=text):
            yield from ("",) if level > 1 else ()
            yield f"{'  ' * max(0, level - 2)}{line(text)}"
        case Item(depth=depth, spans=spans):
            yield f"{'  ' * (depth + 2)}{line(''.join(map(_span_in_text, spans)))}"
        case Grid(heads=heads, rows=rows):
            named = [head for head in heads if head]
            for row in rows:
                cells = (
                    f"{head} {cell}" if len(named) > 1 else cell for head, cell in zip(named, row[1:], strict=True)
                )
                yield f"{'  ' * 3}{line(row[0])}: {line(', '.join(cells))}"
        case Pages():
            return
        case _:
            assert_never(node)


def _span_in_text(span: Span) -> str:
    before, after = _IN_TEXT.get(span.role, ("", ""))
    return f"{before}{span.text}{after}"


# --- Markdown -------------------------------------------------------------------------------------

_IN_MARKDOWN = {
    Role.ADDED: ("<ins>", "</ins>"),
    Role.REMOVED: ("<del>", "</del>"),
    Role.STRONG: ("<b>", "</b>"),
    Role.PLACE: ("<code>", "</code>"),
    Role.WARNING: ("⚠ <b>", "</b>"),
}


def as_markdown(review: Review) -> str:
    """Return a review for the summary of a job or a comment; where it is too long for one, it says how much is left out."""
    lines = [text for node in outline(review) for text in _markdown_of(node)]
    size = 0
    for number, text in enumerate(lines):
        size += len(text.encode()) + 1
        if size > LONGEST_SUMMARY:
            left = len(lines) - number
            return "\n".join(
                (*lines[:number], "", f"… còn {left}/{len(lines)} dòng: xem bản HTML, hoặc gõ dvkgen review", "")
            )
    return "".join(f"{text}\n" for text in lines)


def _markdown_of(node: Node) -> Iterator[str]:
    match node:
        case Heading(level=level, text=text):
            yield from ("", f"{'#' * (level + 1)} {_clean(text)}", "")
        case Item(depth=depth, spans=spans):
            yield f"{'  ' * depth}- {''.join(map(_span_in_markdown, spans))}"
        case Grid(heads=heads, rows=rows):
            yield from ("", f"| {' | '.join(_clean(head) or ' ' for head in heads)} |", f"|{'---|' * len(heads)}")
            yield from (f"| {' | '.join(map(_clean, row))} |" for row in rows)
            yield ""
        case Pages():
            return
        case _:
            assert_never(node)


def _clean(text: str) -> str:
    return in_markdown(shown(text))


def _span_in_markdown(span: Span) -> str:
    before, after = _IN_MARKDOWN.get(span.role, ("", ""))
    text = span.text.strip()
    if not text:
        return span.text and " "
    lead, trail = " " * span.text.startswith(" "), " " * span.text.endswith(" ")
    return f"{lead}{before}{_clean(text)}{after}{trail}"


# --- HTML -----------------------------------------------------------------------------------------

_IN_HTML = {
    Role.PLAIN: ("", ""),
    Role.STRONG: ("<b>", "</b>"),
    Role.PLACE: ("<code>", "</code>"),
    Role.ADDED: ("<ins>", "</ins>"),
    Role.REMOVED: ("<del>", "</del>"),
    Role.WARNING: ("<strong>⚠ ", "</strong>"),
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:1.5rem auto;max-width:75rem;padding:0 1rem}
h2{border-bottom:1px solid;margin-top:2rem}h3{margin:1.2rem 0 .3rem}ul{margin:.2rem 0;padding-left:1.4rem}
ins{background:#d6f5d6;color:#0b3d0b;text-decoration:underline}del{background:#fbdcdc;color:#6b0f0f}
strong{background:#fff0c2;color:#4d3800}code{overflow-wrap:anywhere}
table{border-collapse:collapse;margin:.3rem 0 1rem}th,td{border:1px solid #888;padding:.15rem .5rem;text-align:left}
.trang{display:flex;gap:1rem;flex-wrap:wrap;margin:.5rem 0}.trang figure{margin:0;flex:1 1 20rem}
.trang img{width:100%;border:1px solid #888;background:#fff}
@media print{body{max-width:none}h2,h3{break-after:avoid}tr,figure{break-inside:avoid}}
"""


def as_html(review: Review) -> str:
    """Return a review as one page that holds all it shows; it runs nothing and asks nobody for anything."""
    title = _safe(f"So bản: {review.old_name} → {review.new_name}")
    head = (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    return f"{head}{''.join(_html_of_all(outline(review)))}</main>\n</body>\n</html>\n"


def _html_of_all(nodes: Iterator[Node]) -> Iterator[str]:
    """Yield the page piece by piece; items of one depth after another make nested lists."""
    depth = 0
    for node in nodes:
        wanted = node.depth + 1 if isinstance(node, Item) else 0
        yield from ("</li></ul>\n" for _ in range(depth - wanted))
        if wanted and depth >= wanted:
            yield "</li>\n"
        yield from ("<ul>" for _ in range(min(1, wanted - depth)))
        yield from ("<li><ul>" for _ in range(wanted - depth - 1))
        depth = wanted
        yield from _html_of(node)
    yield from ("</li></ul>\n" for _ in range(depth))


def _html_of(node: Node) -> Iterator[str]:
    match node:
        case Heading(level=level, text=text):
            yield f"<h{level}>{_safe(text)}</h{level}>\n"
        case Item(spans=spans):
            yield f"<li>{''.join(map(_span_in_html, spans))}"
        case Grid(heads=heads, rows=rows):
            named = "".join(f'<th scope="col">{_safe(head)}</th>' for head in heads[1:])
            yield f"<table><thead><tr><td></td>{named}</tr></thead><tbody>"
            for row in rows:
                cells = "".join(f"<td>{_safe(cell)}</td>" for cell in row[1:])
                yield f'<tr><th scope="row">{_safe(row[0])}</th>{cells}</tr>\n'
            yield "</tbody></table>\n"
        case Pages(target=target, pairs=pairs):
            yield from (_pair_in_html(target, pair) for pair in pairs)
        case _:
            assert_never(node)


def _pair_in_html(target: str, pair: PagePair) -> str:
    sides = (("trước", pair.old_number, pair.old), ("sau", pair.new_number, pair.new))
    figures = (_figure(target, when, number, data) for when, number, data in sides)
    return f'<div class="trang">{"".join(figures)}</div>\n'


def _figure(target: str, when: str, number: int | None, data: bytes) -> str:
    if number is None:
        return f"<figure><figcaption>{when}: không có trang này</figcaption></figure>"
    caption = _safe(f"{when}: {target}, trang {number}")
    picture = f'<img src="data:image/png;base64,{b64encode(data).decode()}" alt="{caption}">' if data else ""
    return f"<figure><figcaption>{caption}</figcaption>{picture}</figure>"


def _span_in_html(span: Span) -> str:
    before, after = _IN_HTML[span.role]
    return f"{before}{_safe(span.text)}{after}"


def _safe(text: str) -> str:
    return escape(shown(text), quote=True)


# --- JSON -----------------------------------------------------------------------------------------


def as_json(review: Review) -> str:
    """Return a review for other programs; of pages their numbers."""
    told = {
        "old": review.old_name,
        "new": review.new_name,
        "empty": review.is_empty,
        "counts": review.counts,
        "notes": review.notes,
        "campaigns": [asdict(campaign, dict_factory=_plainly) for campaign in review.campaigns],
        "born": [_finding(found) for found in review.born],
        "cured": [_finding(found) for found in review.cured],
        "said_the_same": review.said_the_same,
        "other_files": [asdict(file, dict_factory=_plainly) for file in review.other_files],
        "drawn": review.drawn,
    }
    return json.dumps(_shown(told), ensure_ascii=False, indent=2) + "\n"


def _plainly(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the fields of a value but for pictures."""
    return {name: value for name, value in pairs if not isinstance(value, bytes) and name != "manual"}


def _finding(found: Any) -> dict[str, Any]:
    return asdict(found, dict_factory=_plainly)


def _shown(value: Any) -> Any:
    """Return a value in which no text acts."""
    match value:
        case str():
            return shown(value)
        case Mapping():
            return {name: _shown(one) for name, one in value.items()}
        case list() | tuple():
            return [_shown(one) for one in value]
        case _:
            return value


FORMATS: Mapping[str, Callable[[Review], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "html": as_html,
    "json": as_json,
}
