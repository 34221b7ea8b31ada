"""Blocks to WordprocessingML: real paragraphs in named styles, real tables, real footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

from dvkgen.document.control import Control
from dvkgen.document.tree import (
    Block,
    Cell,
    Figure,
    Heading,
    Inline,
    Inlines,
    Leader,
    Note,
    Orientation,
    Paragraph,
    Picture,
    RecipientGroup,
    Recipients,
    Span,
    Table,
)
from dvkgen.render.geometry import (
    MM_IN_POINTS,
    Row,
    brace_height,
    group_widths,
    kept_from,
    leads_in,
    picture_size,
    set_rows,
)
from dvkgen.render.word_controls import control_xml, repeated
from dvkgen.render.word_styles import MM_TWIPS, mm_twips
from dvkgen.schema.profile import Profile

EMU_MM = 36000
_A_PAGE = 24
"""Lines of a table that stand on one page: its head is not repeated."""
_LAYOUT = "bảng dàn trang, không phải bảng số liệu"
"""What a table without rules says of itself to screen readers; those of the frame say the same."""
_AFTER_TABLE = '<w:p><w:pPr><w:pStyle w:val="sau_bang"/></w:pPr></w:p>'


@dataclass
class Writing:
    """One DOCX being written: its footnotes and pictures so far, numbered from 1 over all sheets."""

    profile: Profile
    is_fillable: bool = False
    notes: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    controls: int = 0

    def filled_in(self, control: Control | None, shown: str) -> str:
        """Return what is printed at a place of a form, and on a blank form the content control around it."""
        if control is None or not self.is_fillable:
            return shown
        self.controls += 1
        return control_xml(control, shown, self.controls)

    def picture_number(self, picture: Picture) -> int:
        """Return the number of a picture, the same for the same picture."""
        if picture not in self.pictures:
            self.pictures.append(picture)
        return self.pictures.index(picture) + 1


def body_xml(blocks: tuple[Block, ...], text_width: float, writing: Writing, *, before_signature: bool) -> str:
    """Return the blocks of a sheet of `text_width` millimetres; the last ones stay with a signature after them."""
    last, kept = len(blocks) - 1, kept_from(blocks)
    return "".join(
        _block(block, text_width, writing, keep=(before_signature and n >= kept) or leads_in(blocks, n))
        + (_AFTER_TABLE if isinstance(block, Table) and n < last else "")
        for n, block in enumerate(blocks)
    )


def _block(block: Block, text_width: float, writing: Writing, *, keep: bool) -> str:
    match block:
        case Paragraph(inlines=inlines, role=role):
            return paragraph_xml(inlines, role, writing, room=text_width, keep=keep)
        case Heading(inlines=inlines, level=level):
            return paragraph_xml(inlines, f"tieu_de_{level}", writing)
        case Table():
            return _table(block, text_width, writing, keep=keep)
        case Figure():
            return _figure(block, text_width, writing)
        case _:
            assert_never(block)


def paragraph_xml(inlines: Inlines, style: str, writing: Writing, *, room: float = 0.0, keep: bool = False) -> str:
    """Return a paragraph in a named style; `keep` holds it on the page of what follows.

    `room` is the width of its column in millimetres, to whose end a dotted line runs.
    """
    kept = "<w:keepNext/>" if keep else ""
    led = any(isinstance(inline, Leader) for inline in inlines)
    stop = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{mm_twips(room)}"/></w:tabs>' if led else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{stop}</w:pPr>{runs_xml(inlines, writing)}</w:p>'


def runs_xml(inlines: Inlines, writing: Writing) -> str:
    """Return the runs of a line, footnotes becoming references."""
    return "".join(_inline(inline, writing) for inline in inlines)


def _inline(inline: Inline, writing: Writing) -> str:
    match inline:
        case Span():
            return writing.filled_in(inline.control, _run(inline))
        case Note():
            return _reference(inline, writing)
        case Leader():
            return writing.filled_in(inline.control, "<w:r><w:tab/></w:r>")
        case _:
            assert_never(inline)


def _run(span: Span) -> str:
    weight = ("<w:b/>" if span.bold else "") + ("<w:i/>" if span.italic else "")
    properties = f"<w:rPr>{weight}</w:rPr>" if weight else ""
    texts = ("<w:br/>".join(map(_text, piece.split("\n"))) for piece in span.text.split("\t"))
    return f"<w:r>{properties}{'<w:tab/>'.join(texts)}</w:r>" if span.text else ""


def _text(piece: str) -> str:
    return f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""


def _reference(note: Note, writing: Writing) -> str:
    number = len(writing.notes) + 1
    mark = '<w:r><w:rPr><w:rStyle w:val="so_cuoc_chu"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    text = "".join(map(_run, note.spans))
    writing.notes.append(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="cuoc_chu"/></w:pPr>{mark}{text}</w:p></w:footnote>'
    )
    return f'<w:r><w:rPr><w:rStyle w:val="so_cuoc_chu"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


# --- tables ---------------------------------------------------------------------------------------


def _table(table: Table, text_width: float, writing: Writing, *, keep: bool) -> str:
    widths = [mm_twips(text_width * share / 100) for share in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = set_rows(table, writing.profile, text_width * MM_IN_POINTS)
    # LibreOffice numbers no footnote in a head that may be repeated: one that cannot need it is no such head
    is_long = sum(row.lines for row in rows) > _A_PAGE
    repeats = is_long or not any(_has_note(row) for row in table.head)
    made = [
        _row(
            row.cells,
            widths,
            writing,
            is_head=row.is_head and repeats,
            unbroken=row.is_whole,
            keep=(keep and row.closes) or row.opens,
        )
        for row in rows
    ]
    body = "".join(_repeated_rows([row.cells for row in rows], made, writing))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Bang"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def _repeated_rows(
    rows: Sequence[Sequence[tuple[Cell, int, str]]], made: Sequence[str], writing: Writing
) -> Iterator[str]:
    """Yield rows; those of a blank form that ask for the same, one after the other, are one that can be repeated."""
    asked = (tuple(cell.control for cell, _, _ in row if cell.control) for row in rows)
    for same, group in groupby(zip(asked, made, strict=True), key=itemgetter(0)):
        written = [row for _, row in group]
        if same and writing.is_fillable and len(written) > 1:
            writing.controls += 1 + len(written)
            yield repeated(written, writing.controls - len(written))
        else:
            yield from written


def _has_note(cells: Sequence[Cell]) -> bool:
    return any(isinstance(inline, Note) for cell in cells for p in cell.paragraphs for inline in p.inlines)


def _row(row: Row, widths: list[int], writing: Writing, *, is_head: bool, unbroken: bool, keep: bool) -> str:
    kept = is_head or (keep and unbroken)
    cells = "".join(
        _cell(cell, sum(widths[start : start + cell.colspan]), merge, writing, keep=kept) for cell, start, merge in row
    )
    high = max((cell.height for cell, _, _ in row), default=0)
    least = f'<w:trHeight w:val="{mm_twips(high)}" w:hRule="atLeast"/>' if high else ""
    properties = ("<w:cantSplit/>" if unbroken else "") + least + ("<w:tblHeader/>" if is_head else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def _cell(cell: Cell, width: int, merge: str, writing: Writing, *, keep: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    centred = '<w:vAlign w:val="center"/>' if cell.paragraphs[0].role == "dau_cot" else ""
    if merge == "continue":
        content = f'<w:p><w:pPr><w:pStyle w:val="{cell.paragraphs[0].role}"/></w:pPr></w:p>'
    else:
        room = width / MM_TWIPS - 2 * float(writing.profile.table.padding)
        places = (_place_in(cell, p) for p in cell.paragraphs)
        content = "".join(paragraph_xml(p.inlines, p.role, writing, room=room, keep=keep) for p in places)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{centred}</w:tcPr>{content}</w:tc>'


def _place_in(cell: Cell, paragraph: Paragraph) -> Paragraph:
    """Return a paragraph of a cell; that of an empty one is where the cell is filled in."""
    return (
        replace(paragraph, inlines=(Span("", control=cell.control),))
        if cell.control and not paragraph.inlines
        else paragraph
    )


# --- recipients -----------------------------------------------------------------------------------


def recipients_xml(recipients: Recipients, orientation: Orientation, writing: Writing) -> str:
    """Return the lines of nơi nhận; a group with a note is a small table: its lines, a drawn brace, the note."""
    return "".join(_group(group, orientation, writing) for group in recipients.groups)


def _group(group: RecipientGroup, orientation: Orientation, writing: Writing) -> str:
    style = "noi_nhan_muc"
    lines = "".join(paragraph_xml((Span(line),), style, writing) for line in group.lines)
    if not group.note:
        return lines
    widths = group_widths(writing.profile, orientation)
    high = round(brace_height(group, writing.profile, widths[0]) / MM_IN_POINTS * EMU_MM)
    brace = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_brace(round(widths[1] * 0.7 * EMU_MM), high)}</w:p>'
    contents = (lines, brace, paragraph_xml((Span(group.note),), style, writing))
    columns = [mm_twips(width) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="{align}"/></w:tcPr>{content}</w:tc>'
        for width, align, content in zip(columns, ("top", "top", "center"), contents, strict=True)
    )
    layout = f'<w:tblLayout w:type="fixed"/><w:tblDescription w:val="{_LAYOUT}"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="khung_trong"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val="o_trong"/></w:pPr></w:p>'
    )


def _brace(wide: int, high: int) -> str:
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="{wide}" cy="{high}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1" name="ngoac"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rightBrace"><a:avLst/></a:prstGeom>'
        '<a:noFill/><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


# --- pictures -------------------------------------------------------------------------------------


def _figure(figure: Figure, text_width: float, writing: Writing) -> str:
    number = writing.picture_number(figure.picture)
    wide, high = (
        round(side * EMU_MM)
        for side in picture_size(figure.picture, text_width, float(writing.profile.table.figure_height))
    )
    alternative = quoteattr(figure.alternative)
    drawing = (
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" name="anh-{number}" descr={alternative}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="anh-{number}.jpg" descr={alternative}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rIdAnh{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline>"
    )
    holder = f'<w:p><w:pPr><w:pStyle w:val="anh"/></w:pPr><w:r><w:drawing>{drawing}</w:drawing></w:r></w:p>'
    return holder + paragraph_xml(figure.caption, "chu_thich", writing)
