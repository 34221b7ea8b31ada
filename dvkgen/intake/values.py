"""Values as they stand on paper and in lists, as they are typed in YAML: days, numbers, persons, states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from dvkgen.campaign.campaign import Campaign
from dvkgen.intake.names import Known
from dvkgen.text import UNPRINTABLE, ZERO_WIDTH, fold, nfc, without_marks

_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*(?:[-./]|tháng|,)\s*(\d{1,2})\s*(?:[-./]|năm|,)\s*(\d{4})(?!\d)", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]\d{2}:\d{2}(?::\d{2})?.*)?$")
_LEFT_OPEN = re.compile(r"[.…_\s\u00a0]+")
_ASIDE = re.compile(r"\(([^()]*+)\)$")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_FIGURE = re.compile(r"(\d+(?:[.,]\d+)*)\s*(\D.*)?")


def tidy(text: str) -> str:
    """Return a text of one line: composed, without signs that nobody sees or no paper prints, and with single spaces."""
    return " ".join(UNPRINTABLE.sub("", ZERO_WIDTH.sub("", nfc(text))).replace("\u00a0", " ").split())


def is_open(text: str) -> bool:
    """Whether nothing was filled in: nothing at all, or the dots of the form."""
    return not text or _LEFT_OPEN.fullmatch(text) is not None


def day_in(text: str) -> str:
    """Return the first whole day that a text names, as it is typed in YAML; nothing where it names none."""
    if found := _ISO.search(text.strip()):
        year, month, day = map(int, found.groups())
    elif found := _DAY.search(text):
        day, month, year = map(int, found.groups())
    else:
        return ""
    try:
        return typed_day(date(year, month, day))
    except ValueError:
        return ""


def typed_day(day: date | datetime) -> str:
    """Return a day as it is typed in YAML."""
    return (
        f"{day.day:02}/{day.month:02}/{day.year}"
        if day.month < 3 or day.day < 10
        else f"{day.day}/{day.month}/{day.year}"
    )


def code_among(text: str, codes: Mapping[str, str]) -> str:
    """Return the code of which a text is the printed name, nothing where it is none's."""
    return next((code for code, name in codes.items() if fold(name) == fold(text)), "")


def whole_number(text: str) -> str:
    """Return the number that a cell holds, without the zero that forms print before a single digit."""
    found = re.fullmatch(r"0*(\d+)(?:[.,]0+)?", text.strip())
    return found[1] if found else ""


def number(text: str) -> str:
    """Return a number of paper as it is typed in YAML: there a dot parts thousands, and a single digit has a zero before it."""
    bare = re.sub(r"^0+(?=\d)", "", text.strip())
    return bare.replace(".", "") if _THOUSANDS.fullmatch(bare) else bare


def first_year(text: str) -> str:
    """Return the year that a text names first."""
    found = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)
    return found[0] if found else ""


def without_aside(text: str, *, beginning: Iterable[str]) -> tuple[str, str]:
    """Return a text without what stands in brackets at its end, where that begins with one of some words, and the latter."""
    found = _ASIDE.search(text.rstrip())
    said = without_marks(found[1]) if found else ""
    if found and any(said.startswith(word) for word in beginning):
        return text[: found.start()].rstrip(), found[1]
    return text, ""


# --- who carries out a model ----------------------------------------------------------------------


def subject(text: str, campaign: Campaign, *, is_collective: bool | None) -> dict[str, object]:
    """Return the keys of a subject: `tap_the` or `ca_nhan`; where nobody says which, a name of a person is a person's.

    On paper a person is followed by office and unit.
    """
    first, dash, after = text.partition(" - ")
    if dash and looks_like_person(tidy(first)):
        text = f"{first}, {after}"
    name, *rest = [part.strip() for part in tidy(text).split(",") if part.strip()] or [""]
    if is_collective is None:
        is_collective = not looks_like_person(name) or campaign.unit_called(tidy(text)) is not None
    if is_collective:
        return {"tap_the": _collective(tidy(text), campaign)}
    name = _PREFIXES.sub("", name)
    if not rest:
        return {"ca_nhan": name}
    # names of units hold commas: the longest end that is one is the unit
    known = next((n for n in range(len(rest)) if campaign.unit_called(", ".join(rest[n:]))), None)
    begins = known if known is not None else max(1, len(rest) - 1)
    office, unit = ", ".join(rest[:begins]), ", ".join(rest[begins:])
    return {"ca_nhan": {"ho_ten": name} | {key: v for key, v in (("chuc_vu", office), ("don_vi", unit)) if v}}


def _collective(text: str, campaign: Campaign) -> object:
    if (code := units_known(campaign).spelt(text)) and (unit := campaign.unit(code)):
        return unit.name
    before, comma, after = text.rpartition(", ")
    if comma and campaign.unit_called(text) is None and campaign.unit_called(after):
        return {"ten": before, "don_vi": after}
    return text


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FAMILY_NAMES = _words(
    "bui cao chu chau dam dang dao dau dinh diep do doan doi dong duong ha hoang ho hua huynh khuc kieu la lam le lo luc "
    "luong luu ly ma mac mai ngo nguyen nong ong pham phan phung quach quan ta thach than thai tieu to ton tran trieu "
    "trinh truong tu vi vo vu vuong"
)
_NOT_PERSONS = _words("to chi dang doan hoi ban truong tram phong uy cong an xom thon khu cau lac bo")
_COLLECTIVES = _words(
    "to chi dang doan hoi ban truong tram phong uy cong xom thon khu clb nhom doi mat lien trung hop quy nha tap ubnd"
)
_PREFIXES = re.compile(r"^(?:đồng chí|đ/c|ông|bà|anh|chị|cô|chú|bác)\s+", re.IGNORECASE)
_FEWEST, _MOST = 2, 6


def looks_like_person(name: str) -> bool:
    """Whether a name is that of a person: it begins with a family name, and has capitals throughout."""
    bare = _PREFIXES.sub("", name)
    words = bare.split()
    first, second = (without_marks(word) for word in (*words[:2], "", "")[:2])
    if (
        not _FEWEST <= len(words) <= _MOST
        or first not in _FAMILY_NAMES
        or not all(word[:1].isupper() for word in words)
    ):
        return False
    return not (first in _NOT_PERSONS and second in ("dan", "chuc", "cong", "san", "uy", "bo", "thanh", "phu", "lien"))


def looks_like_collective(name: str) -> bool:
    """Whether a name begins as those of offices, unions and groups do."""
    return without_marks(name.partition(" ")[0]) in _COLLECTIVES and not looks_like_person(name)


def units_known(campaign: Campaign) -> Known[str]:
    """Return the units of a campaign, by all their names, as their codes."""
    return _known(tuple((name, one.code) for one in campaign.units for name in (one.name, *one.aliases, one.code)))


@lru_cache(maxsize=8)
def _known(names: tuple[tuple[str, str], ...]) -> Known[str]:
    return Known(names)


def statistics(lines: Iterable[str]) -> tuple[str, str, list[dict[str, str]]]:
    """Return what a cell of results says: the outcome in words, in how many places it was taken over, and the figures."""
    outcome, adopted, figures = [], "", []
    for line in lines:
        name, colon, value = line.partition(":")
        figure = _FIGURE.fullmatch(value.strip()) if colon else None
        if colon and without_marks(name).strip() == "nhan rong":
            adopted = whole_number(value.split()[0]) if value.split() else ""
        elif figure:
            measure = {"don_vi_tinh": figure[2].strip()} if figure[2] else {}
            figures.append({"ten": name.strip(), "gia_tri": number(figure[1]), **measure})
        else:
            outcome.append(line)
    return " ".join(outcome), adopted, figures
