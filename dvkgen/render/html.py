"""A `Document` to HTML: the frame `khung.html` around blocks, and the CSS of the profile's styles.

Everything drawn later by WeasyPrint is decided here; this module adds no word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import assert_never

from dvkgen.document.template import compiled, safe
from dvkgen.document.tree import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    Leader,
    Note,
    Orientation,
    Paragraph,
    RecipientGroup,
    Recipients,
    Sheet,
    Span,
    Table,
)
from dvkgen.render.geometry import (
    MM_IN_POINTS,
    SINGLE_SPACING,
    WHOLE,
    SetRow,
    brace_height,
    empty_rooms,
    group_widths,
    kept_from,
    leads_in,
    picture_size,
    rule_shares,
    set_rows,
    text_width,
)
from dvkgen.schema.profile import Profile, Stationery, Style

_ALIGN = {"trai": "left", "giua": "center", "phai": "right", "deu": "justify"}
_FIRST = ' class="dau_hang"'
_compiled = cache(compiled)


def render_html(document: Document, stationery: Stationery) -> str:
    """Return the HTML page of a document; pictures are named `anh:<digest>`."""
    sheets = [_sheet_view(sheet, stationery.profile) for sheet in document.sheets]
    view = {
        "title": document.title,
        "author": document.author,
        "sheets": sheets,
        "pages": safe(page_rules(document, stationery.profile)),
    }
    return _compiled(stationery.html)(view)


def _sheet_view(sheet: Sheet, profile: Profile) -> dict[str, object]:
    title, has_end = sheet.title, bool(sheet.signatures or sheet.recipients)
    return {
        "label": sheet.label,
        "letterhead": sheet.letterhead,
        "title": title and {
            "type_name": title.type_name,
            "subject": [safe(_line(line)) for line in title.subject],
            "subtitle": title.subtitle,
            "separator": title.separator,
            "is_ruled": title.is_ruled,
        },
        "addressees": sheet.addressees,
        "body": safe("\n".join(_blocks(sheet.body, profile, sheet.orientation, before_signature=has_end))),
        "recipients": sheet.recipients and _recipients(sheet.recipients, profile, sheet.orientation),
        "signatures": sheet.signatures,
        "after": safe("\n".join(_blocks(sheet.after, profile, sheet.orientation))),
    }  # fmt: skip


# --- blocks ---------------------------------------------------------------------------------------


def _blocks(
    blocks: Sequence[Block], profile: Profile, orientation: Orientation, *, before_signature: bool = False
) -> Iterator[str]:
    last, kept = len(blocks) - 1, kept_from(blocks) if before_signature else len(blocks)
    for number, block in enumerate(blocks):
        follows = "lien_sau" if leads_in(blocks, number) else ""
        yield _block(block, profile, orientation, kept="lien_ky" if number >= kept else follows)
        if isinstance(block, Table) and number < last:
            yield '<div class="sau_bang"></div>'


def _block(block: Block, profile: Profile, orientation: Orientation, *, kept: str) -> str:
    match block:
        case Paragraph(inlines=inlines, role=role):
            return f'<p class="{f"{role} {kept}".strip()}">{_line(inlines)}</p>'
        case Heading(inlines=inlines, level=level):
            return f'<h{level + 1} class="tieu_de_{level}">{_line(inlines)}</h{level + 1}>'
        case Table():
            return _table(block, profile, text_width(profile, orientation) * MM_IN_POINTS)
        case Figure():
            return _figure(block, profile, orientation)
        case _:
            assert_never(block)


def _line(inlines: Inlines) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Span():
            return _span(inline)
        case Note():
            return _note(inline)
        case Leader():
            return '<span class="cham"></span>'
        case _:
            assert_never(inline)


def _note(note: Note) -> str:
    return f'<span class="cuoc_chu">{"".join(map(_span, note.spans))}</span>'


def _span(span: Span) -> str:
    text = WHOLE.sub(r'<span class="lien">\g<0></span>', escape(span.text, quote=False)).replace(
        "\t", '<span class="tab">\t</span>'
    )
    text = text.replace("\n", "<br>")
    text = f"<i>{text}</i>" if span.italic else text
    return f"<b>{text}</b>" if span.bold else text


def _table(table: Table, profile: Profile, room: float) -> str:
    columns = "".join(f'<col style="width:{width:.4f}%">' for width in table.widths)
    lines = [_row(row, first=n == 0) for n, row in enumerate(set_rows(table, profile, room))]
    heads = len(table.head)
    head = f"<thead>{''.join(lines[:heads])}</thead>" if heads else ""
    return f'<table class="bang"><colgroup>{columns}</colgroup>{head}<tbody>{"".join(lines[heads:])}</tbody></table>'


def _row(row: SetRow, *, first: bool) -> str:
    applied = (("dau_bang", first), ("giu", row.closes or row.opens), ("chia", not row.is_whole))
    classes, tag = " ".join(name for name, applies in applied if applies), "th" if row.is_head else "td"
    cells = "".join(_cell(cell, tag, first=start == 0) for cell, start, merge in row.cells if merge != "continue")
    return f'<tr class="{classes}">{cells}</tr>' if classes else f"<tr>{cells}</tr>"


def _cell(cell: Cell, tag: str, *, first: bool) -> str:
    spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    spans += f' style="height:{cell.height:g}mm"' if cell.height else ""
    spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    content = "".join(f'<p class="{p.role}">{_line(p.inlines)}</p>' for p in cell.paragraphs)
    return f"<{tag}{_FIRST if first else ''}{spans}>{content}</{tag}>"


def _figure(figure: Figure, profile: Profile, orientation: Orientation) -> str:
    width, height = picture_size(figure.picture, text_width(profile, orientation), float(profile.table.figure_height))
    size = f"width:{width:.3f}mm;height:{height:.3f}mm"
    image = f'<img src="anh:{figure.picture.digest}" alt="{escape(figure.alternative)}" style="{size}">'
    return f'<figure><div class="anh">{image}</div><figcaption class="chu_thich">{_line(figure.caption)}</figcaption></figure>'


def _recipients(recipients: Recipients, profile: Profile, orientation: Orientation) -> dict[str, object]:
    groups = "\n".join(_group(group, profile, orientation) for group in recipients.groups)
    return {"label": recipients.label, "groups": safe(groups)}


def _group(group: RecipientGroup, profile: Profile, orientation: Orientation) -> str:
    lines = "".join(f'<p class="noi_nhan_muc">{escape(line, quote=False)}</p>' for line in group.lines)
    if not group.note:
        return lines
    wide, brace, beside = group_widths(profile, orientation)
    drawn = _brace(brace * MM_IN_POINTS, brace_height(group, profile, wide))
    note = f'<p class="noi_nhan_muc">{escape(group.note, quote=False)}</p>'
    cells = zip((wide, brace, beside), (lines, drawn, note), strict=True)
    columns = "".join(f'<div style="width:{width:.3f}mm">{content}</div>' for width, content in cells)
    return f'<div class="khung nhom"><div>{columns}</div></div>'


def _brace(wide: float, high: float) -> str:
    middle, half, curve = wide * 0.45, high / 2, min(wide, high / 4)
    path = (
        f"M{wide * 0.15:.2f},0.5 Q{middle:.2f},0.5 {middle:.2f},{curve:.2f} V{half - curve:.2f} "
        f"Q{middle:.2f},{half:.2f} {wide * 0.8:.2f},{half:.2f} Q{middle:.2f},{half:.2f} {middle:.2f},{half + curve:.2f} "
        f"V{high - curve:.2f} Q{middle:.2f},{high - 0.5:.2f} {wide * 0.15:.2f},{high - 0.5:.2f}"
    )
    drawn = f'<path d="{path}" fill="none" stroke="black" stroke-width="0.75"/>'
    return f'<svg class="ngoac" width="{wide:.2f}pt" height="{high:.2f}pt" viewBox="0 0 {wide:.2f} {high:.2f}">{drawn}</svg>'


# --- CSS ------------------------------------------------------------------------------------------


def page_rules(document: Document, profile: Profile) -> str:
    """Return the CSS that belongs to one document: the size of each sheet, and where its numbers begin."""
    sides, rules = (profile.page.width, profile.page.height), list[str]()
    for number, sheet in enumerate(document.sheets, 1):
        size = " ".join(f"{side:g}mm" for side in (sides if sheet.orientation is Orientation.PORTRAIT else sides[::-1]))
        rules.append(f"@page to{number} {{ size: {size} }} .to{number} {{ page: to{number} }}")
        rules.append(f"@page :nth(1 of to{number}) {{ counter-reset: page 1; @top-center {{ content: none }} }}")
    return "\n".join(rules)


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
        "margin": f"{style.before:g}pt 0 {style.after:g}pt {style.left_indent + style.hanging:g}mm",
        "text-indent": f"{style.first_line - style.hanging:g}mm",
        "break-after": "avoid" if style.keep_with_next else "auto",
    }
    return f"{selector} {{ {'; '.join(f'{name}: {value}' for name, value in rules.items())} }}"


def _rooms(profile: Profile) -> Iterator[str]:
    for code, points in empty_rooms(profile).items():
        yield f".{code} {{ height: {points:g}pt }}"
    head = profile.letterhead
    yield f".net_ke {{ box-sizing: border-box; padding-top: {head.rule_gap:g}pt }}"
    yield f".net_ke hr {{ border: 0; border-bottom: {head.rule_weight:g}pt solid black; margin: 0 auto }}"
    for code, share in rule_shares(profile).items():
        yield f".{code} hr {{ width: {share:g}% }}"
    label = profile.styles["kinh_gui_nhan"]
    yield f".nhan_kinh_gui {{ font-style: {'italic' if label.italic else 'normal'} }}"
    yield f".dau_trang .trai {{ width: {head.left_share:g}% }} .chu_ky .trai {{ width: {100 - head.signature_share:g}% }}"


def _tables(profile: Profile) -> Iterator[str]:
    look = profile.table
    rule, side = f"{look.border:g}pt solid", float(look.padding) * MM_IN_POINTS
    yield f".bang th, .bang td {{ border-right: {rule}; border-bottom: {rule}; box-decoration-break: clone }}"
    # a cell's text is as wide as in Word, where rules lie on the cells' edges and take no room
    yield f".bang th, .bang td {{ padding: {look.padding_above:g}pt {side - float(look.border):g}pt {look.padding_above:g}pt {side:g}pt }}"
    yield f".bang p:empty {{ min-height: {SINGLE_SPACING}em }}"
    yield f".bang .dau_hang {{ border-left: {rule} }} .bang .dau_bang th, .bang .dau_bang td {{ border-top: {rule} }}"
