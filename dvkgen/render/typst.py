"""A `Document` as the data that `khung.typ` sets: plain values alone, so that nothing a user typed is ever read as code.

Lengths are points. This module adds no word.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count

from dvkgen.document.tree import (
    Addressees,
    Document,
    Letterhead,
    Orientation,
    RecipientGroup,
    Recipients,
    Sheet,
    Signature,
    Title,
)
from dvkgen.render.geometry import SINGLE_SPACING, brace_height, empty_rooms, group_widths, rule_shares
from dvkgen.render.typst_blocks import Levels, blocks_data, let_break
from dvkgen.render.typst_inlines import Data, in_points, inlines_data, is_plain, number_notes
from dvkgen.schema.profile import Profile, Style

_ALIGN = {"trai": "left", "giua": "center", "phai": "right", "deu": "justify"}
_ASCENT, _DESCENT = 0.891, 0.216
"""How far letters of Times New Roman reach above and below their line, in ems."""
Place = tuple[int, int, int]
"""Where a page must end: the sheet, the block in it, and in a table the row, before which it ends."""


def document_data(document: Document, profile: Profile, breaks: Collection[Place] = (), *, loose: bool = False) -> Data:
    """Return what is to be set; pages end at `breaks` besides, and with `loose` what is too high for a page may break."""
    sheets = [
        _sheet(sheet, profile, [(block, row) for place, block, row in sorted(breaks) if place == number])
        for number, sheet in enumerate(document.sheets)
    ]
    number_notes(sheets, count(1))
    if loose:
        let_break(sheets)
    return {"title": document.title, "author": document.author, "long": loose, "sheets": sheets}


def look_data(profile: Profile) -> Data:
    """Return the numbers of a profile."""
    head, page, table, shares = profile.letterhead, profile.page, profile.table, rule_shares(profile)
    rooms = empty_rooms(profile)
    edges = {"top": page.top, "bottom": page.bottom, "left": page.left, "right": page.right}
    return {
        "family": [profile.family, *profile.substitutes],
        "page": {**{name: in_points(edge) for name, edge in edges.items()}, "number": in_points(page.number_from_edge)},
        "rule": {
            "room": rooms["net_ke"],
            "gap": float(head.rule_gap),
            "weight": float(head.rule_weight),
            "banner": shares["net_tieu_de"],
            "organ": shares["net_co_quan"],
            "subject": shares["net_trich_yeu"],
        },
        "rooms": dict(rooms),
        "table": {"rule": float(table.border), "side": in_points(table.padding), "above": float(table.padding_above)},
        "label_slant": "italic" if profile.styles["kinh_gui_nhan"].italic else "normal",
        "signature_left": 100 - float(head.signature_share),
        "styles": {code: _style(style) for code, style in profile.styles.items()},
    }


def _style(style: Style) -> Data:
    size = float(style.size)
    pitch = float(style.pitch) if style.pitch else size * SINGLE_SPACING
    top = size * _ASCENT + (pitch - size * (_ASCENT + _DESCENT)) / 2
    return {
        "size": size,
        "weight": "bold" if style.bold else "regular",
        "slant": "italic" if style.italic else "normal",
        "underlined": style.underlined,
        "align": _ALIGN[style.align],
        "top": top,
        "bottom": pitch - top,
        "before": float(style.before),
        "after": float(style.after),
        "left": in_points(style.left_indent),
        "first": in_points(style.first_line),
        "hanging": in_points(style.hanging),
        "sticky": style.keep_with_next,
        "is_plain": is_plain(style),
    }


# --- what stands around the text -------------------------------------------------------------------


def _sheet(sheet: Sheet, profile: Profile, breaks: Sequence[tuple[int, int]]) -> Data:
    sides = (in_points(profile.page.width), in_points(profile.page.height))
    width, height = sides if sheet.orientation is Orientation.PORTRAIT else sides[::-1]
    has_end, levels = bool(sheet.signatures or sheet.recipients), Levels()
    return {
        "width": width,
        "height": height,
        "label": sheet.label,
        "letterhead": sheet.letterhead and _letterhead(sheet.letterhead, profile),
        "title": sheet.title and _title(sheet.title, levels),
        "addressees": sheet.addressees and _addressees(sheet.addressees),
        "body": list(blocks_data(sheet.body, profile, sheet.orientation, breaks, levels, before_signature=has_end)),
        "recipients": sheet.recipients and _recipients(sheet.recipients, profile, sheet.orientation),
        "signatures": [_signature(signature) for signature in sheet.signatures],
        "after": list(blocks_data(sheet.after, profile, sheet.orientation, (), levels, before_signature=False)),
    }


def _letterhead(head: Letterhead, profile: Profile) -> Data:
    return {
        "parent_organ": head.parent_organ,
        "organ": head.organ,
        "mark": head.mark_below_organ,
        "banner": head.banner,
        "number": head.number,
        "subject": head.subject,
        "place_and_date": head.place_and_date,
        "left_share": head.left_share or float(profile.letterhead.left_share),
    }


def _title(title: Title, levels: Levels) -> Data:
    for _ in title.type_name:
        levels.enter(1)
    return {
        "type_name": title.type_name,
        "subject": [inlines_data(line) for line in title.subject],
        "subtitle": title.subtitle,
        "separator": title.separator,
        "is_ruled": title.is_ruled,
    }


def _addressees(addressees: Addressees) -> Data:
    return {"label": addressees.label, "names": addressees.names}


def _recipients(recipients: Recipients, profile: Profile, orientation: Orientation) -> Data:
    return {"label": recipients.label, "groups": [_group(group, profile, orientation) for group in recipients.groups]}


def _group(group: RecipientGroup, profile: Profile, orientation: Orientation) -> Data:
    widths = group_widths(profile, orientation)
    height = brace_height(group, profile, widths[0]) if group.note else 0
    return {
        "lines": group.lines,
        "note": group.note,
        "widths": [in_points(width) for width in widths],
        "height": height,
    }


def _signature(signature: Signature) -> Data:
    return {
        "capacity": signature.capacity,
        "title": signature.title,
        "note": signature.note,
        "name": signature.name,
    }
