"""Letterhead, addressees, recipients and signatures in the words of a profile (thể thức)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dvkgen.content import Addressees, Letterhead, Recipients, Signature
from dvkgen.layout import Profile
from dvkgen.model.campaign import Campaign
from dvkgen.model.locality import Organ, Signer
from dvkgen.model.plan import Form, Plan
from dvkgen.model.unit import Unit
from dvkgen.model.value import PaperDate
from dvkgen.text import day_month

NBSP = "\u00a0"


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


def symbol_of(profile: Profile, plan: Plan, organ: Organ) -> str:
    """Return the symbol of a paper: as given, else made from kind and organ by the profile."""
    if plan.symbol:
        return plan.symbol
    shape = profile.words.letter_symbol if plan.form == "cong_van" else profile.words.symbol
    return shape.format(loai=profile.type_codes.get(plan.form, ""), co_quan=organ.symbol or "")


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


def of_unit(
    campaign: Campaign, profile: Profile, unit: Unit, when: PaperDate, year: int, number: str | None = None
) -> Letterhead:
    """Return the letterhead of a unit: its own lines, else its khối's parent organ and its name in capitals."""
    own, group = unit.organ, campaign.locality.group(unit.group)
    parent = (own.parent_organ if own else ()) or (group.parent_organ if group else ())
    name = (own.name if own else ()) or (unit.name.upper(),)
    place = date_line(profile, campaign.locality.place_name, when, year)
    shown = number_line(profile, number, "").rstrip("-/ ") if number else ""
    return Letterhead(parent, name, profile.words.below_organ or "", profile.words.banner, shown, (), place)


def blank(profile: Profile, year: int) -> Letterhead:
    """Return the letterhead of a form as handed out: dotted lines."""
    dotted = profile.blank.date.format(nam=year)
    return Letterhead((), profile.blank.organ, profile.words.below_organ or "", profile.words.banner, "", (), dotted)


def addressees(profile: Profile, names: Sequence[str]) -> Addressees | None:
    """Return “Kính gửi”: one name as it is, several each with a dash, with the profile's punctuation."""
    if not names:
        return None
    if len(names) == 1:
        return Addressees(profile.words.addressees, (f"{names[0]}.",))
    return Addressees(profile.words.addressees, closed(names, profile.words.between))


def recipients(profile: Profile, names: Sequence[str], archive: str | None) -> Recipients | None:
    """Return “Nơi nhận” with its dashes, punctuation and the line of the archive."""
    lines = list(names)
    if archive is not None and not any(line.startswith("Lưu") for line in lines):
        lines.append(profile.words.archive.format(noi_luu=archive).strip())
    return Recipients(profile.words.recipients, closed(lines, profile.words.between)) if lines else None


def closed(lines: Sequence[str], between: str, *, dash: bool = True) -> tuple[str, ...]:
    """Return the lines of a list, each with its dash and a mark after it, the last with a full stop."""
    last = len(lines) - 1
    return tuple(f"{'- ' if dash else ''}{line}{'.' if n == last else between}" for n, line in enumerate(lines))


def signatures(signers: Iterable[Signer], unnamed: str = "") -> tuple[Signature, ...]:
    """Return the blocks of those who sign; `unnamed` stands where a name is not known."""
    return tuple(Signature(s.capacity, s.title or "", s.note or "", s.name or unnamed) for s in signers)


def form_signatures(profile: Profile, form: Form) -> tuple[Signature, ...]:
    """Return the blocks of a form as the plan prints it, with dotted lines for the names."""
    return signatures(form.signatures, profile.blank.text_line)


def unit_signatures(
    campaign: Campaign, profile: Profile, form: Form, unit: Unit, own: Iterable[Signer]
) -> tuple[Signature, ...]:
    """Return who signs what a unit files: as the file says, else the unit, else its khối, else the form's blocks."""
    group = campaign.locality.group(unit.group)
    for signers in (tuple(own), unit.signers, group.signers if group else ()):
        if signers:
            return signatures(signers, profile.blank.text_line)
    return form_signatures(profile, form)
