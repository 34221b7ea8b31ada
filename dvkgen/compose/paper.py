"""A paper of one of the locality's organs: title block or công văn, bases, text with tables, recipients, annexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from dvkgen.campaign.campaign import Campaign
from dvkgen.compose import form as forms
from dvkgen.compose import letterhead, look
from dvkgen.compose.kind import Workshop, in_words
from dvkgen.compose.look import Look
from dvkgen.document.tree import Orientation, Sheet
from dvkgen.quotes import fill_quotes
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import KINDS, LETTER, MINUTES, PETITION, is_of_type
from dvkgen.schema.office_paper import Appendix, OfficePaper

_TABLE = re.compile(r"^[ \t]*\{\{\s*bang\.(\w+)\s*\}\}[ \t]*$", re.MULTILINE)

_NO_NOTES = dict.fromkeys((column for kind in KINDS for column in kind.columns), "")

P = TypeVar("P", bound=OfficePaper)
TableView = Callable[[str], Mapping[str, Any]]
"""What the template of a table sees, by the table's name."""


def office_sheets(
    campaign: Campaign,
    workshop: Workshop,
    kind: str,
    paper: OfficePaper,
    known: Mapping[str, str],
    view: Mapping[str, Any] | None = None,
    table: TableView | None = None,
) -> tuple[Look, list[Sheet]]:
    """Return the look of a paper and its sheets: the paper itself and its annexes.

    `known` are the facts that it may quote, `view` what its template sees besides, `table` gives the view of a
    table that its text asks for.
    """
    organ = look.organ_of(campaign, paper.organ)
    year = paper.year or paper.issued_on.year or int(known["nam"])
    own = look.of_organ(campaign, organ, paper.issued_on)
    words, subject = own.profile.words, in_words(paper.subject, known)
    symbol = letterhead.symbol_of(own.profile, kind, paper.symbol, organ.symbol)
    number = letterhead.number_line(own.profile, paper.number, symbol) if symbol or paper.number else ""
    is_letter = is_of_type(kind, LETTER)
    head = letterhead.of_organ(
        campaign, own.profile, organ, paper.issued_on, year, number, subject if is_letter else ()
    )
    around = forms.around_title(
        own,
        Orientation.PORTRAIT,
        letterhead.addressees(own.profile, in_words(paper.addressees, known), petition=is_of_type(kind, PETITION)),
        letterhead.recipients(own.profile, _items(paper, known), _archive(campaign, paper, kind)),
    ).with_ends(head, letterhead.signatures(paper.signers or organ.signers or campaign.plan.signers))
    seen = {
        "ten_loai": (),
        "trich_yeu": () if is_letter else subject,
        "phu_de": "",
        "can_cu": letterhead.closed(
            in_words(paper.legal_bases, known), words.legal_basis_end, dash=words.legal_basis_dash
        ),
        "mo_dau": fill_quotes(paper.lead_in.text, known) if paper.lead_in else "",
        "noi_dung": segments(paper.body.text if paper.body else "", known, table),
        "nam": known["nam"],
        **(view or {}),
    }
    annexes = (_annex(workshop, own, annex, known, number) for annex in paper.annexes)
    return own, [workshop.sheet(kind, seen, around), *annexes]


def head_of(papers: Sequence[P]) -> P:
    """Return the one of several files of a kind that has the head of their common paper."""
    return next((paper for paper in papers if paper.subject or paper.body), papers[0])


def blank_sheet(campaign: Campaign, workshop: Workshop, form: Form, view: Mapping[str, Any]) -> Sheet:
    """Return a paper of the office as a blank form: dotted lines, empty rows."""
    seen = forms.blank_view(campaign, form) | {"can_cu": (), "noi_dung": (), **view}
    return forms.blank_sheet(campaign, workshop, form, seen)


def _archive(campaign: Campaign, paper: OfficePaper, kind: str) -> str | None:
    """Return where a paper is kept: as it says, else as the plan says if the same organ issues both; minutes need not say."""
    if paper.archive is not None:
        return paper.archive
    if is_of_type(kind, MINUTES) and not paper.recipients:
        return None
    return campaign.plan.archive if paper.organ in (None, campaign.plan.organ) else ""


def _items(paper: OfficePaper, known: Mapping[str, str]) -> list[Any]:
    return [
        item.model_copy(update={"names": in_words(item.names, known), "note": fill_quotes(item.note or "", known)})
        for item in paper.recipients
    ]


def segments(text: str, known: Mapping[str, str], table: TableView | None) -> list[dict[str, Any]]:
    """Return a text in pieces: prose, and the tables that stand alone in their paragraphs."""
    pieces = _TABLE.split(text) if table else [text]
    return list(_segments(pieces, known, table))


def _segments(pieces: list[str], known: Mapping[str, str], table: TableView | None) -> Iterator[dict[str, Any]]:
    for place, piece in enumerate(pieces):
        if place % 2 == 0 and piece.strip():
            yield {"van": fill_quotes(piece, known)}
        elif place % 2 and table:
            yield {
                "bang": piece,
                "hang": [],
                "nhom": {},
                "tong": [],
                "linh_vuc": [],
                "cuoc_chu": _NO_NOTES,
                **table(piece),
            }


def _annex(workshop: Workshop, own: Look, annex: Appendix, known: Mapping[str, str], number: str) -> Sheet:
    around = forms.around_title(own, Orientation(annex.orientation), None, None, separated=False, is_ruled=False)
    view = {
        "ten_goi": annex.name,
        "trich_yeu": in_words(annex.title, known),
        "so": number,
        "noi_dung": segments(annex.body.text, known, None),
    }
    return workshop.sheet("phu_luc", view, around)
