"""What sheets of several kinds share: the titles of forms, and papers of the office with their text and annexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from dvkgen.compose import ends, frame
from dvkgen.compose.controls import controls_of
from dvkgen.compose.desk import Desk, pictures
from dvkgen.compose.frame import Frame, in_words
from dvkgen.document.tree import Picture, Sheet
from dvkgen.printed import day_month
from dvkgen.quotes import fill_quotes
from dvkgen.schema.form import HINTS, Form
from dvkgen.schema.kinds import KINDS, LETTER, footnote_places, is_of_type
from dvkgen.schema.locality import Level
from dvkgen.schema.office_paper import COVERS, Appendix, OfficePaper
from dvkgen.schema.unit import Unit

_TABLE = re.compile(r"^[ \t]*\{\{\s*bang\.(\w+)\s*\}\}[ \t]*$", re.MULTILINE)
_MARK = re.compile("(?<![ \t])[ \t]*+⁽[⁰¹²³⁴-⁹]++⁾")
_GAP = re.compile("(?<![ \u00a0]) *+\u00a0[ \u00a0]*+")
"""What is left open for the clerk in a number or a date."""
_NO_NOTES = dict.fromkeys((column for kind in KINDS for column in kind.columns), "")

P = TypeVar("P", bound=OfficePaper)
TableView = Callable[[str], Mapping[str, Any]]
"""What the template of a table sees, by the table's name."""

FORM_NAMES = frozenset(
    (
        "trong",
        "ten_loai",
        "trich_yeu",
        "phu_de",
        "mo_dau",
        "ghi_chu",
        "cuoc_chu",
        "nam",
        "cap",
        "linh_vuc",
        "ma_linh_vuc",
    )
)
OFFICE_NAMES = frozenset(["ten_loai", "trich_yeu", "phu_de", "can_cu", "mo_dau", "noi_dung", "nam", "trong"])
"""The names of the values that the templates of every form, and of every paper of the office, see."""


# --- forms ----------------------------------------------------------------------------------------


def form_view(desk: Desk, form: Form, known: Mapping[str, str], *, is_blank: bool = False) -> dict[str, Any]:
    """Return what every form's template sees: its title, note, lead-in and footnotes, with the facts they quote.

    What is said to whoever fills it in stands on the blank form alone, but for what the form keeps.
    """
    shown = set(HINTS) if is_blank else set(form.kept)
    unmarked = str if is_blank else _without_marks
    return {
        "trong": is_blank,
        "ten_loai": in_words(form.type_name, known),
        "trich_yeu": tuple(unmarked(line) for line in in_words(form.subject, known) if line.strip(" .…")),
        "phu_de": fill_quotes(form.subtitle or "", known) if "phu_de" in shown else "",
        "mo_dau": unmarked(fill_quotes(form.lead_in.text, known)) if form.lead_in else "",
        "ghi_chu": fill_quotes(form.note.text, known) if form.note and "ghi_chu" in shown else "",
        "cuoc_chu": footnotes(form, known, is_blank=is_blank),
        "nam": known["nam"],
        "cap": known.get("cap", ""),
        "linh_vuc": [sector.heading for sector in desk.campaign.locality.sectors],
        "ma_linh_vuc": [sector.code for sector in desk.campaign.locality.sectors],
    }


def _without_marks(text: str) -> str:
    """Return a line of a form without the marks ⁽¹⁾ that point whoever fills it in to a note."""
    return _MARK.sub("", text)


def footnotes(form: Form, known: Mapping[str, str], *, is_blank: bool) -> Mapping[str, str]:
    """Return the footnote of each column or field of a form at which one may hang, empty where none does.

    They tell whoever fills it in how: a filled form has them where the form keeps them.
    """
    typed = form.footnotes if is_blank or "cuoc_chu" in form.kept else {}
    return {place: fill_quotes(typed.get(place, ""), known) for place in footnote_places(form)}


def filled_facts(
    desk: Desk, unit: Unit, level: Level | None = None, initiative: str = "", subject: str = ""
) -> Mapping[str, str]:
    """Return the facts that a form may quote as a unit fills it in: of whom and of which model it speaks."""
    return {"cap": "", **desk.facts(level, unit), "mo_hinh": initiative, "chu_the": subject}


def blank_facts(desk: Desk, level: Level | None = None) -> Mapping[str, str]:
    """Return the facts that a blank form may quote; what only a writer knows is a dotted gap."""
    words, levels = frame.of_plan(desk.campaign).profile.blank, desk.campaign.locality.levels
    gap, only = words.text_line, levels[0] if len(levels) == 1 else None
    known = {"cap": f"cấp {words.place}", **desk.facts(level or only), "mo_hinh": gap, "chu_the": gap, "don_vi": gap}
    return known | ({"nam": f"{known['nam'][:2]}…"} if len(desk.campaign.plan.period.years) > 1 else {})


def blank_sheet(desk: Desk, form: Form, view: Mapping[str, Any], level: Level | None = None) -> Sheet:
    """Return a sheet of a form as handed out; `view` is what its template sees besides the title."""
    title = form_view(desk, form, blank_facts(desk, level), is_blank=True)
    around = frame.of_blank_form(desk.campaign, form, blank_facts(desk))
    return desk.sheet(form.kind, title | dict(view), around, controls=controls_of(desk.campaign, form, level))


def total_sheet(desk: Desk, form: Form, around: Frame, view: Mapping[str, Any], level: Level | None = None) -> Sheet:
    """Return a sheet of a form for the whole locality."""
    return desk.sheet(form.kind, form_view(desk, form, desk.facts(level)) | dict(view), around)


# --- papers of the office -------------------------------------------------------------------------


def office_sheets(
    desk: Desk,
    kind: str,
    paper: OfficePaper,
    known: Mapping[str, str],
    view: Mapping[str, Any] | None = None,
    table: TableView | None = None,
) -> tuple[Frame, list[Sheet]]:
    """Return the frame of a paper and its sheets: the paper itself and its annexes.

    `known` are the facts that it may quote, `view` what its template sees besides, `table` gives the view of a
    table that its text asks for.
    """
    around = frame.of_office_paper(desk.campaign, kind, paper, known)
    seen = {**_office_view(kind, paper, around, known), **(view or {})}
    seen["noi_dung"] = list(_segments(paper.body.text if paper.body else "", known, table))
    shown = pictures(desk.campaign.photos_of(paper))
    sheet = desk.sheet(kind, seen, around, shown)
    annexes = (_annex(desk, around, sheet, annex, known, shown) for annex in paper.annexes)
    return around, [*_covers(desk, around, sheet, paper, known), sheet, *annexes]


def _office_view(kind: str, paper: OfficePaper, around: Frame, known: Mapping[str, str]) -> dict[str, Any]:
    words = around.profile.words
    bases = in_words(paper.legal_bases, known)
    return {
        "ten_loai": (),
        "trich_yeu": () if is_of_type(kind, LETTER) else in_words(paper.subject, known),
        "phu_de": "",
        "can_cu": ends.closed(bases, words.legal_basis_end, dash=words.legal_basis_dash),
        "mo_dau": fill_quotes(paper.lead_in.text, known) if paper.lead_in else "",
        "noi_dung": [],
        "nam": known["nam"],
        "trong": False,
    }


def head_of(papers: Sequence[P]) -> P:
    """Return the one of several files of a kind that has the head of their common paper."""
    return next((paper for paper in papers if paper.subject or paper.body), papers[0])


def blank_office_sheet(desk: Desk, form: Form, view: Mapping[str, Any]) -> Sheet:
    """Return a paper of the office as a blank form: dotted lines, empty rows."""
    words = frame.of_plan(desk.campaign).profile.blank
    dots = {"trong": True, "cham": words.text_line, "cham_dong": words.long_line}
    return blank_sheet(desk, form, {"can_cu": (), "noi_dung": (), **dots, **view})


def _segments(text: str, known: Mapping[str, str], table: TableView | None) -> Iterator[dict[str, Any]]:
    """Yield a text in pieces: prose, and the tables that stand alone in their paragraphs."""
    for place, piece in enumerate(_TABLE.split(text) if table else [text]):
        if place % 2 == 0 and piece.strip():
            yield {"van": fill_quotes(piece, known)}
        elif place % 2 and table:
            empty = {"hang": [], "nhom": {}, "tong": [], "tinh_mot_lan": False, "linh_vuc": [], "cuoc_chu": _NO_NOTES}
            yield {"bang": piece, **empty, **table(piece)}


def _covers(desk: Desk, around: Frame, sheet: Sheet, paper: OfficePaper, known: Mapping[str, str]) -> Iterator[Sheet]:
    """Yield the cover of a paper, and the title page after it, where it asks for them."""
    head, title, when = around.letterhead, sheet.title, paper.issued_on
    view = {
        "co_quan": (*head.parent_organ, *head.organ) if head else (),
        "ten_loai": title.type_name if title else (),
        "trich_yeu": in_words(paper.subject, known),
        "dia_danh": desk.campaign.locality.place_name,
        "thang": day_month(1, when.month)[1] if when.month else "",
        "nam": str(when.year or known["nam"]),
    }
    pages = COVERS.index(paper.covers) + 1 if paper.covers else 0
    yield from (desk.sheet("bia", view, frame.of_cover(around)) for _ in range(pages))


def _annex(
    desk: Desk, around: Frame, sheet: Sheet, annex: Appendix, known: Mapping[str, str], shown: Mapping[str, Picture]
) -> Sheet:
    """Return the sheet of an annex; it says to which paper it belongs: type, number, date, organ (NĐ30, Phụ lục I, III.1)."""
    head, title = around.letterhead, in_words(annex.title, known)
    number, day = (head.number, head.place_and_date.partition(", ")[2]) if head else ("", "")
    view = {
        "ten_goi": annex.name,
        "trich_yeu": tuple(line.upper() for line in title) if around.profile.words.annexes_in_capitals else title,
        "loai": " ".join(sheet.title.type_name).capitalize() if sheet.title else "Công văn",
        "so": _GAP.sub("…", re.sub(r"^Số:? ?", "", number)),
        "ngay": _GAP.sub(" … ", day).strip(),
        "co_quan": frame.in_a_sentence(desk.campaign, head.organ) if head else "",
        "noi_dung": list(_segments(annex.body.text, known, None)),
    }
    return desk.sheet("phu_luc", view, frame.of_annex(around, annex), shown)
