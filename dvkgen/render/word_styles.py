"""`styles.xml` of a profile: every style of `the-thuc.yaml` as a named style of Word, and a few that only hold room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from dvkgen.render.geometry import empty_rooms
from dvkgen.schema.profile import Profile, Style

MM_TWIPS = 1440 / 25.4
_ALIGN = {"trai": "left", "giua": "center", "phai": "right", "deu": "both"}
_IN_CELLS = ("o_bang", "o_bang_giua", "dau_cot")
"""Styles of tables: LibreOffice keeps no lines together in a row that runs on, and other programs shall break alike."""
_HEADINGS = ("tieu_de_1", "tieu_de_2", "tieu_de_3", "tieu_de_4")
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True, order=True)
class Spaced:
    """A style with the rooms that stand above and below its paragraphs."""

    base: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The id of the style: its base, with the rooms it holds."""
        return "-".join((self.base, *self.above, *(f"{room}_duoi" for room in self.below)))


def twips(points: Decimal | float) -> int:
    """Return points as twentieths of a point."""
    return round(float(points) * 20)


def mm_twips(millimetres: Decimal | float) -> int:
    """Return millimetres as twentieths of a point."""
    return round(float(millimetres) * MM_TWIPS)


def styles_xml(profile: Profile, spaced: Iterable[Spaced] = ()) -> str:
    """Return the whole part `word/styles.xml`; `spaced` are the styles that hold rooms besides."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:styles xmlns:w="{NAMESPACE}">{_defaults(profile)}'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="kytu"><w:name w:val="Default Paragraph Font"/></w:style>'
        f"{_table_styles(profile)}{''.join(_rooms(profile))}"
        f"{''.join(_style(code, style) for code, style in profile.styles.items())}"
        f"{''.join(_spaced_style(one, profile) for one in sorted(spaced))}"
        f"{_label_style(profile)}"
        '<w:style w:type="character" w:styleId="so_cuoc_chu"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        "</w:styles>"
    )


def _label_style(profile: Profile) -> str:
    """Return the look of the label “Kính gửi:” where the one addressed stands beside it."""
    slant = "<w:i/>" if profile.styles["kinh_gui_nhan"].italic else ""
    return f'<w:style w:type="character" w:styleId="nhan_kinh_gui"><w:name w:val="DVK Nhãn kính gửi"/><w:rPr>{slant}</w:rPr></w:style>'


def _defaults(profile: Profile) -> str:
    family = quoteattr(profile.family)
    size = round(profile.styles["noi_dung"].size * 2)
    fonts = f"<w:rFonts w:ascii={family} w:hAnsi={family} w:eastAsia={family} w:cs={family}/>"
    run = f'<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr>'
    return f"<w:docDefaults><w:rPrDefault>{run}</w:rPrDefault><w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"


def _table_styles(profile: Profile) -> str:
    look = profile.table
    side = mm_twips(look.padding)
    border = "".join(
        f'<w:{edge} w:val="single" w:sz="{round(look.border * 8)}" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return _table_style(
        "Bang", "Table Grid", f"<w:tblBorders>{border}</w:tblBorders>", (twips(look.padding_above), side)
    ) + _table_style("khung_trong", "DVK Khung trống", "", (0, 0))


def _table_style(code: str, name: str, borders: str, margins: tuple[int, int]) -> str:
    above, side = margins
    edges = (("top", above), ("left", side), ("bottom", above), ("right", side))
    cell = "".join(f'<w:{edge} w:w="{width}" w:type="dxa"/>' for edge, width in edges)
    return f'<w:style w:type="table" w:styleId="{code}"><w:name w:val="{name}"/><w:tblPr>{borders}<w:tblCellMar>{cell}</w:tblCellMar></w:tblPr></w:style>'


_ROOM_NAMES = {
    "net_ke": "DVK Nét kẻ",
    "sau_dau_trang": "DVK Sau đầu trang",
    "sau_tieu_de": "DVK Sau tiêu đề",
    "sau_kinh_gui": "DVK Sau kính gửi",
    "truoc_chu_ky": "DVK Trước chữ ký",
    "sau_bang": "DVK Sau bảng",
    "cho_ky": "DVK Chỗ ký",
    "o_trong": "DVK Ô trống",
}


def _rooms(profile: Profile) -> Iterator[str]:
    """Yield the styles of empty paragraphs that only hold room, each of an exact height."""
    for code, points in empty_rooms(profile).items():
        yield _room(code, _ROOM_NAMES[code], points)


def _room(code: str, name: str, points: float) -> str:
    spacing = f'<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="{twips(points)}" w:lineRule="exact"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr>{spacing}</w:pPr><w:rPr><w:sz w:val="2"/></w:rPr></w:style>'
    )


def _spaced_style(spaced: Spaced, profile: Profile) -> str:
    """Return a style that differs from its base in the room above and below alone."""
    base, rooms = profile.styles[spaced.base], empty_rooms(profile)
    names = " · ".join(
        (base.name, *(_ROOM_NAMES[room].removeprefix("DVK ") for room in (*spaced.above, *spaced.below)))
    )
    before = twips(float(base.before) + sum(rooms[room] for room in spaced.above))
    after = twips(float(base.after) + sum(rooms[room] for room in spaced.below))
    return (
        f'<w:style w:type="paragraph" w:styleId="{spaced.code}"><w:name w:val={quoteattr(names)}/><w:basedOn w:val="{spaced.base}"/>'
        f'<w:pPr><w:spacing w:before="{before}" w:after="{after}"/></w:pPr></w:style>'
    )


def _style(code: str, style: Style) -> str:
    after = '<w:next w:val="noi_dung"/>' if code in _HEADINGS else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val={quoteattr(style.name)}/><w:basedOn w:val="Normal"/>{after}<w:qFormat/>'
        f"<w:pPr>{_paragraph(code, style)}</w:pPr><w:rPr>{_run(style)}</w:rPr></w:style>"
    )


def _paragraph(code: str, style: Style) -> str:
    pitch = f' w:line="{twips(style.pitch)}" w:lineRule="exact"' if style.pitch else ' w:line="240" w:lineRule="auto"'
    spacing = f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}"{pitch}/>'
    first = f'w:hanging="{mm_twips(style.hanging)}"' if style.hanging else f'w:firstLine="{mm_twips(style.first_line)}"'
    indent = f'<w:ind w:left="{mm_twips(style.left_indent + style.hanging)}" {first}/>'
    keep = "<w:keepNext/>" if style.keep_with_next else ""
    outline = f'<w:outlineLvl w:val="{_HEADINGS.index(code)}"/>' if code in _HEADINGS else ""
    widows = '<w:widowControl w:val="0"/>' if code in _IN_CELLS else "<w:widowControl/>"
    return f'{keep}{widows}{spacing}{indent}<w:jc w:val="{_ALIGN[style.align]}"/>{outline}'


def _run(style: Style) -> str:
    size = round(style.size * 2)
    weight = ("<w:b/>" if style.bold else "") + ("<w:i/>" if style.italic else "")
    line = '<w:u w:val="single"/>' if style.underlined else ""
    return f'{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{line}'
