"""What a file is taken for: whose it is, of which campaign and year, which form; and what whoever runs the command says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from dvkgen.campaign.campaign import Campaign
from dvkgen.document.control import FormMark
from dvkgen.intake.received import Line, Received, Unreadable
from dvkgen.intake.values import day_in, is_open, tidy, units_known
from dvkgen.load import Repository
from dvkgen.schema.unit import Unit
from dvkgen.text import fold, slug, without_marks

_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_COPIES = re.compile(r"[_\-.()\[\]]+|\b(?:ban sao|copy|final|moi|v\d+)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """What is said on the command line; empty where it is to be found out.

    `columns` name heads that are not known, `encoding` the old one in which the file was typed.
    """

    locality: str = ""
    period: str = ""
    unit: str = ""
    kind: str = ""
    sent_on: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""


def campaign_of(repository: Repository, wanted: Wanted, received: Received) -> Campaign:
    """Return the campaign that a file answers; raises Unreadable where that is not certain."""
    every = repository.campaigns
    if not every:
        raise Unreadable("kho chưa có kế hoạch nào đọc được", "sửa lỗi mà dvkgen check nêu rồi nhập lại")
    if received.form:
        return _of_mark(every, wanted, received.form)
    at = [c for c in every if wanted.locality in ("", c.slug)]
    if wanted.locality and not at:
        raise Unreadable(
            f"không có địa phương “{wanted.locality}”", f"các địa phương: {', '.join(sorted({c.slug for c in every}))}"
        )
    of_period = [c for c in at if not wanted.period or wanted.period in (c.folder, *map(c.label, c.plan.period.years))]
    if not of_period:
        raise Unreadable(f"không có đợt “{wanted.period}”", f"các đợt: {', '.join(sorted({c.folder for c in at}))}")
    named = [c for c in of_period if _names(received, c)]
    found = named or of_period
    if len({c.slug for c in found}) > 1:
        raise Unreadable("không rõ tệp của địa phương nào", "thêm --noi, ví dụ --noi " + found[0].slug)
    if len(found) > 1:
        years = {int(year) for text in received.texts() for year in _YEAR.findall(text)}
        found = [c for c in found if years.intersection(c.plan.period.years)] or found
    if len(found) > 1:
        raise Unreadable(
            "không rõ tệp của đợt nào", f"thêm --ky, một trong: {', '.join(sorted(c.folder for c in found))}"
        )
    return found[0]


def _of_mark(every: Sequence[Campaign], wanted: Wanted, mark: FormMark) -> Campaign:
    found = next((c for c in every if (c.slug, c.folder) == (mark.locality, mark.folder)), None)
    name = f"mẫu {slug(mark.code)} của {mark.locality}, đợt {mark.folder}"
    if found is None:
        raise Unreadable(f"tệp là {name}; kho này không có đợt ấy", "gửi lại đơn vị đúng mẫu của đợt này")
    if wanted.locality not in ("", mark.locality) or (
        wanted.period and wanted.period not in (found.folder, *map(found.label, found.plan.period.years))
    ):
        raise Unreadable(
            f"tệp là {name}, không phải của nơi và đợt đã nêu", "bỏ --noi, --ky; hoặc gửi lại đơn vị đúng mẫu"
        )
    return found


def _names(received: Received, campaign: Campaign) -> bool:
    names = (fold(campaign.locality.name), fold(campaign.locality.place_name))
    return any(name in fold(text) for text in received.texts() for name in names if len(text) < 400)


def year_of(campaign: Campaign, wanted: Wanted, received: Received) -> int:
    """Return for which year of a campaign a file is; raises Unreadable where several may be meant."""
    years = campaign.plan.period.years
    if len(years) == 1:
        return years[0]
    if wanted.period:
        named = [year for year in years if wanted.period == campaign.label(year)]
        if named:
            return named[0]
    named = [year for grid in received.grids for year in years if str(year) in grid.name]
    if len(set(named)) == 1:
        return named[0]
    said = dict.fromkeys(int(y) for line in received.texts() for y in _YEAR.findall(line) if len(line) < 200)
    meant = [year for year in said if year in years]
    if len(meant) == 1:
        return meant[0]
    raise Unreadable(
        f"không rõ tệp của năm nào trong {campaign.folder}", f"thêm --ky, ví dụ --ky {campaign.label(years[0])}"
    )


def unit_of(campaign: Campaign, wanted: Wanted, received: Received, subjects: Iterable[str] = ()) -> Unit | None:
    """Return the unit that sent a file: as is said, else by its letterhead, its name, or who carries out its models."""
    known = units_known(campaign)
    if wanted.unit:
        code = known.meant(wanted.unit).sure
        if code is None:
            near = known.meant(wanted.unit).near
            raise Unreadable(
                f"không có đơn vị “{wanted.unit}”", f"có phải “{near[0]}”?" if near else "xem mã trong don-vi.yaml"
            )
        return campaign.unit(code)
    above, head = said_above(received, _UNIT_LABELS), list(_letterhead(received))
    for text in (*above, *head):
        if known.differs_in_digits(text):
            raise Unreadable(
                f"đầu trang ghi “{text}”: danh sách đơn vị không có tên ấy", "xem lại tệp; hoặc thêm --don-vi MÃ"
            )
    stem = _COPIES.sub(" ", PurePath(received.name).stem)
    places = (above, head, (stem, _without_kind(stem)), subjects)
    return next((unit for place in places if (unit := _only_unit(campaign, place))), None)


def unit_above(campaign: Campaign, received: Received) -> Unit | None:
    """Return the unit that a file names above its title or its table, None where it names none for certain."""
    places = (said_above(received, _UNIT_LABELS), _letterhead(received))
    return next((unit for place in places if (unit := _only_unit(campaign, place))), None)


def _only_unit(campaign: Campaign, texts: Iterable[str]) -> Unit | None:
    known = units_known(campaign)
    found = {code for text in texts if (code := known.meant(text).sure)}
    below = {unit.under for code in found if (unit := campaign.unit(code)) and unit.under}
    found = found - below if len(found) > 1 else found  # a unit's letterhead names the one above it too
    return campaign.unit(found.pop()) if len(found) == 1 else None


_KIND_WORDS = re.compile(
    r"\b(?:danh sach|dang ky|bieu tong hop|trich ngang|thanh tich|bao cao|ket qua|phieu|to trinh|mau|so \d+ mau|nam|20\d{2}|\d{4})\b"
)


def _without_kind(stem: str) -> str:
    return " ".join(_KIND_WORDS.sub(" ", without_marks(stem)).split())


_UNIT_LABELS = ("don vi gui", "don vi", "ten don vi")
_DAY_LABELS = ("ngay gui", "ngay")


def said_above(received: Received, labels: Sequence[str]) -> list[str]:
    """Return what stands beside some labels above the tables of a sheet: in the next cell, or in the same one after a colon."""
    found = []
    for row in (row for grid in received.grids for row in grid.rows[:12]):
        said = [tidy(box.text) for box in row if box.text.strip()]
        for n, text in enumerate(said):
            label, _, rest = text.partition(":")
            if without_marks(label).strip() in labels and len(said) <= _FEW:
                found.append(rest.strip() or (said[n + 1] if n + 1 < len(said) else ""))
    return [text for text in found if text]


_FEW = 4
"""Cells of a row that says something of the whole list: heads of columns stand in rows of more."""


def _letterhead(received: Received) -> Iterator[str]:
    """Yield the lines above the title: the first of a file, down to its day."""
    for line in received.lines[:12]:
        if not is_open(tidy(line.text)):
            yield from map(tidy, line.text.split("\n"))
        if line.text.strip().startswith(("DANH SÁCH", "PHIẾU", "BÁO CÁO", "TRÍCH NGANG", "KẾ HOẠCH", "TỜ TRÌNH")):
            return


def day_of(wanted: Wanted, received: Received) -> str:
    """Return the day on which a file was sent, as it is typed: as is said, else the day on the paper; nothing where neither is."""
    above = next((day for text in said_above(received, _DAY_LABELS) if (day := day_in(text))), "")
    return wanted.sent_on or above or next((day for line in received.lines if (day := _day_of_paper(line))), "")


def _day_of_paper(line: Line) -> str:
    text = tidy(line.text)
    is_dateline = re.search(r"ngày\s*\d{1,2}\s*tháng\s*\d{1,2}\s*năm\s*\d{4}\s*$", text, re.IGNORECASE)
    return day_in(text[is_dateline.start() :]) if is_dateline and len(text) < 90 else ""
