"""Letterheads in the words of a profile (thể thức): organ, banner, number, place and date."""

from __future__ import annotations

from collections.abc import Sequence

from dvkgen.campaign.campaign import Campaign
from dvkgen.document.tree import Letterhead
from dvkgen.printed import day_month
from dvkgen.schema.day import PaperDate
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import LETTER, is_of_type
from dvkgen.schema.locality import Organ
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.profile import Profile
from dvkgen.schema.submission import Filing
from dvkgen.schema.unit import Unit

NBSP = "\u00a0"
_NO_SYMBOL = "......"


def _gap(blank: str) -> str:
    """Return a gap for the clerk: one no-break space for each `_` of the profile."""
    return blank.replace("_", NBSP)


def date_line(profile: Profile, place: str, when: PaperDate, year: int) -> str:
    """Return place and date; what is not known is left open for the clerk to fill in."""
    gap = _gap(profile.words.date_blank)
    day, month = day_month(when.day or 1, when.month or 1)
    return profile.words.date.format(
        dia_danh=place, ngay=day if when.day else gap, thang=month if when.month else gap, nam=when.year or year
    )


def number_line(profile: Profile, number: str | None, symbol: str) -> str:
    """Return `Số 12-CV/ĐU`; a number that is not given is never invented."""
    shown = f"0{number}" if number and number.isdigit() and len(number) == 1 else number
    return profile.words.number.format(so=shown or _gap(profile.words.number_blank), ky_hieu=symbol)


def symbol_of(profile: Profile, kind: str, given: str | None, organ_symbol: str | None) -> str:
    """Return the symbol of a paper: as given, else made from its kind and its organ; nothing where a kind has none."""
    if given:
        return given
    is_letter, code = is_of_type(kind, LETTER), profile.type_code(kind)
    shape = profile.words.letter_symbol if is_letter else profile.words.symbol
    if not code and not is_letter:
        return ""
    return shape.format(loai=code, co_quan=organ_symbol or "").strip("-/")


def number_of_office(profile: Profile, kind: str, paper: OfficePaper, organ: Organ) -> str:
    """Return the number line of a paper of an organ, nothing where its kind has no symbol and it no number."""
    symbol = symbol_of(profile, kind, paper.symbol, organ.symbol)
    return number_line(profile, paper.number, symbol) if symbol or paper.number else ""


def of_lines(campaign: Campaign, profile: Profile, parent: Sequence[str], name: Sequence[str]) -> Letterhead:
    """Return a letterhead of some lines, for measuring: with the longest date there is."""
    longest = date_line(profile, campaign.locality.place_name, PaperDate(2028, 12, 28), 2028)
    return Letterhead(
        tuple(parent), tuple(name), profile.words.below_organ or "", profile.words.banner, "", (), longest
    )


def of_organ(
    campaign: Campaign,
    profile: Profile,
    organ: Organ,
    when: PaperDate,
    year: int,
    number: str = "",
    subject: Sequence[str] = (),
) -> Letterhead:
    """Return the letterhead of an organ of the locality."""
    return Letterhead(
        organ.parent_organ, organ.name, profile.words.below_organ or "", profile.words.banner,
        number, tuple(subject), date_line(profile, campaign.locality.place_name, when, year),
    )  # fmt: skip


def of_unit(campaign: Campaign, profile: Profile, form: Form, unit: Unit, record: Filing, year: int) -> Letterhead:
    """Return the letterhead of a unit: its own lines, else its khối's parent organ and its name in capitals."""
    own, group = unit.organ, campaign.locality.group(unit.group)
    parent = (own.parent_organ if own else ()) or (group.parent_organ if group else ())
    name = (own.name if own else ()) or (unit.name.upper(),)
    place = date_line(profile, campaign.locality.place_name, record.issued_on, year)
    known = profile.organ_symbol(" ".join(name))
    symbol = (own.symbol if own else None) or known or (group.symbol if group else None)
    number = _number_of_unit(profile, form, record.number, symbol)
    return Letterhead(parent, name, profile.words.below_organ or "", profile.words.banner, number, (), place)


def _number_of_unit(profile: Profile, form: Form, number: str | None, symbol: str | None) -> str:
    """Return the number line of a unit's paper: as typed; on its own paper with gaps for what is not known."""
    if number and not number.isdigit():
        return number_line(profile, number, "").rstrip("-/ ")
    if form.letterhead == "cua_don_vi" and profile.type_code(form.kind, " ".join(form.type_name)):
        return number_line(profile, number, _symbol_of_form(profile, form, symbol or _NO_SYMBOL))
    return number_line(profile, number, "").rstrip("-/ ") if number else ""


def _symbol_of_form(profile: Profile, form: Form, organ_symbol: str) -> str:
    return profile.words.symbol.format(
        loai=profile.type_code(form.kind, " ".join(form.type_name)), co_quan=organ_symbol
    )


def blank(campaign: Campaign, profile: Profile, form: Form) -> Letterhead:
    """Return the letterhead of a form as handed out: dotted lines, the number too where the filled form has one."""
    period = campaign.plan.period
    year = str(period.first) if len(period.years) == 1 else f"{str(period.first)[:2]}…"
    place = campaign.locality.place_name if form.has_place else profile.blank.place
    dotted = profile.blank.date.format(nam=year, dia_danh=place)
    has_number = form.letterhead == "cua_don_vi" and profile.type_code(form.kind, " ".join(form.type_name))
    number = number_line(profile, None, _symbol_of_form(profile, form, _NO_SYMBOL)) if has_number else ""
    return Letterhead(
        (), profile.blank.organ, profile.words.below_organ or "", profile.words.banner, number, (), dotted
    )
