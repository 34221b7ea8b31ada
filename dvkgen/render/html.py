"""A `Document` to HTML: the frame `khung.html` around blocks, and the CSS of the profile's styles.

Everything drawn later by WeasyPrint is decided here; this module adds no word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape

from dvkgen.content import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inlines,
    Note,
    Orientation,
    Paragraph,
    Sheet,
    Span,
    Table,
)
from dvkgen.layout import Frame, Profile, Style
from dvkgen.render.geometry import SINGLE_SPACING, empty_rooms, picture_size, text_width
from dvkgen.template import compiled, safe

_ALIGN = {"trai": "left", "giua": "center", "phai": "right", "deu": "justify"}
_compiled = cache(compiled)


def render_html(document: Document, frame: Frame) -> str:
    """Return the HTML page of a document; pictures are named `anh:<digest>`."""
    sheets = [_sheet_view(sheet, frame.profile) for sheet in document.sheets]
    view = {
        "title": document.title,
        "author": document.author,
        "sheets": sheets,
        "pages": safe("\n".join(_page_rules(document, frame.profile))),
    }
    return _compiled(frame.html)(view)


def _sheet_view(sheet: Sheet, profile: Profile) -> dict[str, object]:
    title = sheet.title
    return {
        "letterhead": sheet.letterhead,
        "title": title and {
            "type_name": title.type_name,
            "subject": [safe(_line(line)) for line in title.subject],
            "subtitle": title.subtitle,
            "separator": title.separator,
        },
        "addressees": sheet.addressees,
        "body": safe("\n".join(_block(block, profile, sheet.orientation) for block in sheet.body)),
        "recipients": sheet.recipients,
        "signatures": sheet.signatures,
    }  # fmt: skip


# --- blocks ---------------------------------------------------------------------------------------


def _block(block: Block, profile: Profile, orientation: Orientation) -> str:
    match block:
        case Paragraph(inlines=inlines, role=role):
            return f'<p class="{role}">{_line(inlines)}</p>'
        case Heading(inlines=inlines, level=level):
            return f'<h{level + 1} class="tieu_de_{level}">{_line(inlines)}</h{level + 1}>'
        case Table():
            return _table(block)
        case Figure():
            return _figure(block, profile, orientation)


def _line(inlines: Inlines) -> str:
    return "".join(_span(inline) if isinstance(inline, Span) else _note(inline) for inline in inlines)


def _note(note: Note) -> str:
    return f'<span class="cuoc_chu">{"".join(map(_span, note.spans))}</span>'


def _span(span: Span) -> str:
    text = escape(span.text, quote=False).replace("\t", '<span class="tab">\t</span>')
    text = f"<i>{text}</i>" if span.italic else text
    return f"<b>{text}</b>" if span.bold else text


def _table(table: Table) -> str:
    columns = "".join(f'<col style="width:{width:.4f}%">' for width in table.widths)
    head = "".join(_row(row, "th") for row in table.head)
    body = "".join(_row(row, "td") for row in table.rows)
    kind = "bang" if table.rows_unbroken else "bang hang_dai"
    return f'<table class="{kind}"><colgroup>{columns}</colgroup>{f"<thead>{head}</thead>" if head else ""}<tbody>{body}</tbody></table>'


def _row(row: tuple[Cell, ...], tag: str) -> str:
    return f"<tr>{''.join(_cell(cell, tag) for cell in row)}</tr>"


def _cell(cell: Cell, tag: str) -> str:
    spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
        f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    )
    content = "".join(f'<p class="{p.role}">{_line(p.inlines)}</p>' for p in cell.paragraphs)
    return f"<{tag}{spans}>{content}</{tag}>"


def _figure(figure: Figure, profile: Profile, orientation: Orientation) -> str:
    width, height = picture_size(figure.picture, text_width(profile, orientation), float(profile.table.figure_height))
    size = f"width:{width:.3f}mm;height:{height:.3f}mm"
    image = f'<img src="anh:{figure.picture.digest}" alt="{escape(figure.alternative)}" style="{size}">'
    return f'<figure><div class="anh">{image}</div><figcaption class="chu_thich">{_line(figure.caption)}</figcaption></figure>'


# --- CSS ------------------------------------------------------------------------------------------


def _page_rules(document: Document, profile: Profile) -> Iterator[str]:
    for number, sheet in enumerate(document.sheets, 1):
        sides = (profile.page.width, profile.page.height)
        size = " ".join(f"{side:g}mm" for side in (sides if sheet.orientation is Orientation.PORTRAIT else sides[::-1]))
        yield f"@page to{number} {{ size: {size} }} .to{number} {{ page: to{number} }}"
        yield f"@page :nth(1 of to{number}) {{ counter-reset: page 1; @top-center {{ content: none }} }}"


def stylesheet(profile: Profile) -> str:
    """Return the CSS of a profile: its page, its styles by their codes, its rooms and tables."""
    styles = (_style(f".{code}", style) for code, style in profile.styles.items())
    return "\n".join((*_page(profile), *styles, *_rooms(profile), *_tables(profile)))


def _page(profile: Profile) -> Iterator[str]:
    page, number = profile.page, profile.styles["so_trang"]
    family = ", ".join(f'"{name}"' for name in (profile.family, *profile.substitutes))
    margins = " ".join(f"{edge:g}mm" for edge in map(float, (page.top, page.right, page.bottom, page.left)))
    running = f"content: counter(page); font: {number.size:g}pt {family}; vertical-align: top; padding-top: {page.number_from_edge:g}mm"
    yield f"@page {{ size: A4; margin: {margins}; font: {number.size:g}pt {family}; @top-center {{ {running} }} }}"
    yield f"body {{ font: {profile.styles['noi_dung'].size:g}pt {family} }}"


def _style(selector: str, style: Style) -> str:
    rules = {
        "font-size": f"{style.size:g}pt",
        "font-weight": "bold" if style.bold else "normal",
        "font-style": "italic" if style.italic else "normal",
        "text-decoration": "underline" if style.underlined else "none",
        "text-align": _ALIGN[style.align],
        "line-height": f"{style.pitch:g}pt" if style.pitch else f"{SINGLE_SPACING}",
        "margin": f"{style.before:g}pt 0 {style.after:g}pt {style.left_indent:g}mm",
        "text-indent": f"{style.first_line:g}mm",
        "break-after": "avoid" if style.keep_with_next else "auto",
    }
    return f"{selector} {{ {'; '.join(f'{name}: {value}' for name, value in rules.items())} }}"


def _rooms(profile: Profile) -> Iterator[str]:
    for code, points in empty_rooms(profile).items():
        yield f".{code} {{ height: {points:g}pt }}"
    head = profile.letterhead
    rule = (
        f"border-bottom: {head.rule_weight:g}pt solid; width: {head.rule_share:g}%; margin: {head.rule_gap:g}pt auto 0"
    )
    yield f".net_ke hr {{ border: 0; {rule} }}"
    yield f".dau_trang .trai {{ width: {head.left_share:g}% }} .chu_ky .trai {{ width: {100 - head.signature_share:g}% }}"


def _tables(profile: Profile) -> Iterator[str]:
    look = profile.table
    rule, padding = f"{look.border:g}pt solid", f"{look.padding_above:g}pt {look.padding:g}mm"
    yield f".bang {{ border-collapse: separate; border-top: {rule}; border-left: {rule} }}"
    yield f".bang th, .bang td {{ border-right: {rule}; border-bottom: {rule}; padding: {padding} }}"
    yield ".bang, .bang th, .bang td { box-decoration-break: clone }"
