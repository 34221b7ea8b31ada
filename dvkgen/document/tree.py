"""What is on paper, in no format: `Document`, `Sheet`, blocks and spans. All strings are final.

Both renderers and `to_text` know every member of `Block`; a test keeps them complete. This module
knows neither records nor file formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dvkgen.document.control import Control, FormMark


class Orientation(StrEnum):
    """How a sheet of A4 lies."""

    PORTRAIT = "doc"
    LANDSCAPE = "ngang"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one weight and slant; with a control it is what a blank form shows where it is filled in."""

    text: str
    bold: bool = False
    italic: bool = False
    control: Control | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, standing where its mark stands; renderers number them through the whole document."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Leader:
    """A dotted line to the line's end: what is set in place of the dots that end a paragraph."""

    control: Control | None = None


Inline = Span | Note | Leader
Inlines = tuple[Inline, ...]


class Role(StrEnum):
    """What a paragraph is; each role is a style of the profile, named alike in Word and CSS."""

    BODY = "noi_dung"
    LEGAL_BASIS = "can_cu"
    ITEM = "muc_gach"
    SUBITEM = "muc_cong"
    NOTE = "ghi_chu"
    CAPTION = "chu_thich"
    COVER_ORGAN = "bia_co_quan"
    COVER_TITLE = "bia_ten"
    COVER_SUBJECT = "bia_trich_yeu"
    COVER_PLACE = "bia_noi"
    ARTICLE_TITLE = "tieu_de_bai"
    PORTRAYED = "chu_the"
    AUTHOR = "tac_gia"
    CELL = "o_bang"
    CELL_CENTRED = "o_bang_giua"
    COLUMN_HEADING = "dau_cot"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in the style of its role."""

    inlines: Inlines
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4, with the number that its author typed."""

    inlines: Inlines
    level: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its paragraphs, how many columns and rows it takes, and how high it is at least in millimetres.

    With a control it is one that a blank form leaves empty.
    """

    paragraphs: tuple[Paragraph, ...]
    colspan: int = 1
    rowspan: int = 1
    height: float = 0.0
    control: Control | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: widths of its columns in per cent of the text width, head rows (repeated on each page), rows."""

    widths: tuple[float, ...]
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]

    def opens_group(self, number: int) -> bool:
        """Whether a row names those below it: bold words in its first cells alone. It stays with the next row."""
        said = [[i for p in cell.paragraphs for i in p.inlines if isinstance(i, Span)] for cell in self.rows[number]]
        words = [span for spans in said for span in spans]
        is_bold = bool(words) and all(span.bold for span in words)
        return is_bold and number + 1 < len(self.rows) and not any(said[_NAMING:])


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo for print: path from the root, fingerprint of the file, pixels after orientation."""

    path: str
    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A photo with its caption."""

    picture: Picture
    caption: Inlines
    alternative: str


_NAMING = 2
"""Cells of a row that names a group: its number and its name."""
Block = Paragraph | Heading | Table | Figure


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Đầu trang: who issues the paper, under which banner, with which number, where and when.

    `mark_below_organ` is the star of a Party paper, empty where a rule is drawn; `subject` is the
    subject of a công văn, which stands under its number. `left_share` is how wide its left column is, in per cent of
    the text's width, once it is set; 0 is as the profile says.
    """

    parent_organ: tuple[str, ...]
    organ: tuple[str, ...]
    mark_below_organ: str
    banner: tuple[str, ...]
    number: str
    subject: tuple[str, ...]
    place_and_date: str
    left_share: float = 0.0

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines in reading order."""
        left = (*self.parent_organ, *self.organ, self.mark_below_organ)
        return (*left, *self.banner, self.number, *self.subject, self.place_and_date)


@dataclass(frozen=True, slots=True)
class Title:
    """Tên loại and trích yếu of a paper, with what separates them from the text: a line of words, or a drawn rule."""

    type_name: tuple[str, ...]
    subject: tuple[Inlines, ...]
    subtitle: str
    separator: str
    is_ruled: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines in reading order."""
        return (*self.type_name, *map(plain, self.subject), self.subtitle, self.separator)


@dataclass(frozen=True, slots=True)
class Addressees:
    """Kính gửi: a label and those addressed; one stands beside the label, several stand below it."""

    label: str
    names: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines in reading order."""
        return (self.label, *self.names)


@dataclass(frozen=True, slots=True)
class RecipientGroup:
    """Recipients, marks and punctuation included; those with a note are joined by a brace with the note beside it."""

    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Nơi nhận: a label and its groups of lines."""

    label: str
    groups: tuple[RecipientGroup, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines in reading order."""
        return (self.label, *(line for group in self.groups for line in (*group.lines, group.note)))


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature block: capacity, title of office, note, room to sign, name."""

    capacity: tuple[str, ...]
    title: str
    note: str
    name: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines in reading order."""
        return (*self.capacity, self.title, self.note, self.name)


@dataclass(frozen=True, slots=True)
class LocalWord:
    """A Word file that a locality puts in place of our DOCX: its path and fingerprint, and the values it prints."""

    path: str
    digest: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One run from letterhead to signature; its pages are numbered from 1.

    `label` is how the plan calls a form or an annex (Mẫu số 01), above all else; `after` stands below the signatures.
    """

    orientation: Orientation
    letterhead: Letterhead | None
    title: Title | None
    addressees: Addressees | None
    body: tuple[Block, ...]
    recipients: Recipients | None
    signatures: tuple[Signature, ...]
    local_word: LocalWord | None = None
    label: str = ""
    after: tuple[Block, ...] = ()

    @property
    def ends(self) -> tuple[Recipients | Signature, ...]:
        """What stands below the text in reading order: nơi nhận beside one signature, below several."""
        recipients = (self.recipients,) if self.recipients else ()
        return (*self.signatures, *recipients) if len(self.signatures) > 1 else (*recipients, *self.signatures)


@dataclass(frozen=True, slots=True)
class Document:
    """A file to issue: `target` is its path below `build/` without ending, `profile` the layout it keeps.

    `form` says of which form it is a blank: then its controls are filled in on screen.
    """

    target: str
    profile: str
    title: str
    author: str
    sheets: tuple[Sheet, ...]
    form: FormMark | None = None


def pictures_in(document: Document) -> tuple[Picture, ...]:
    """Return the pictures of a document, each once."""
    return tuple(
        dict.fromkeys(b.picture for s in document.sheets for b in (*s.body, *s.after) if isinstance(b, Figure))
    )


def plain(inlines: Iterable[Inline]) -> str:
    """Return the text of a line without the notes that hang on it."""
    return "".join(i.text for i in inlines if isinstance(i, Span))
