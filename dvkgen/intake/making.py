"""Making a record of what was found: names become codes, and what is not understood is told with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.intake import values
from dvkgen.intake.names import Known, Meant
from dvkgen.schema.answer import PICTURE_SUFFIXES
from dvkgen.schema.unit import Unit
from dvkgen.text import code_from

_CELL = re.compile(r"(?:[^:]*!)?[A-Z]{1,3}\d+")
PARTNERS = ("cung thuc hien", "phoi hop", "cung voi")
_ITEM = ("noi dung",)


@dataclass
class Draft:
    """The record of one file: what was understood, and in words what was not and where that stands."""

    kind: str
    keys: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    photos: dict[str, str] = field(default_factory=dict)
    said_codes: set[str] = field(default_factory=set)
    """Codes of models that stand in the file itself: whatever it calls such a model, it is that one."""

    def take_photo(self, name: str, part: str) -> str:
        """Return where a photo of the file goes in the unit's folder; nothing for one that is no photo, which is told."""
        ending = f".{part.rpartition('.')[2].lower()}".replace(".jpeg", ".jpg")
        if ending not in PICTURE_SUFFIXES:
            self.doubts.append(
                f"ảnh “{part.rpartition('/')[2]}” không phải kiểu ảnh dùng được: lưu thành .jpg rồi gửi lại"
            )
            return ""
        path = f"anh/{name}{ending}"
        self.photos[path] = part
        return path


class Making:
    """Makes the records of one unit in one year from what was found in a file called `source`."""

    def __init__(self, campaign: Campaign, unit: Unit, year: int, source: str) -> None:
        self.campaign, self.unit, self.year, self.source = campaign, unit, year, source
        self.passed_over: list[str] = []
        locality = campaign.locality
        self.sectors = Known(
            ((n, s.code) for s in locality.sectors for n in (s.name, s.heading, *s.aliases, s.code)), few=True
        )
        self.levels = Known(
            ((n, one.code) for one in locality.levels for n in (one.name, one.in_sentence, one.code)), few=True
        )
        self.units = values.units_known(campaign)
        mine = [e for e in campaign.entries(year) if e.unit.code == unit.code]
        self.models = Known((n, e.initiative.code) for e in mine for n in (e.initiative.name, e.initiative.code))

    def at(self, place: str) -> str:
        """Return how a place in the file is told: `ds.xlsx!Sheet1!C7`, `phieu.docx: Lĩnh vực`."""
        return f"{self.source}!{place}" if _CELL.match(place) else f"{self.source}: {place}"

    # --- single values ----------------------------------------------------------------------------

    def code(self, draft: Draft, known: Known[str], text: str, place: str) -> str:
        """Return the code of a name that is known, or nothing, which is told."""
        meant: Meant[str] = known.meant(text)
        if meant.sure is None:
            near = f"; có phải “{meant.near[0]}”?" if meant.near else ""
            draft.doubts.append(f"{self.at(place)}: không hiểu “{text}”{near}")
        return meant.sure or ""

    def model(self, draft: Draft, text: str, place: str) -> str:
        """Return by which code another file names a model of the unit; its name where it is not registered yet."""
        meant: Meant[str] = self.models.meant(text)
        if meant.sure:
            return meant.sure
        near = f"; có phải “{meant.near[0]}”?" if meant.near else ""
        draft.notes.append(f"{self.at(place)}: {self.unit.name} chưa đăng ký mô hình “{text}”{near}")
        return text

    def placed(self, sector: str, level: str) -> dict[str, str]:
        """Return the keys of a field and of a level; where the locality has only one, nobody types it."""
        locality = self.campaign.locality
        keys = (("linh_vuc", sector, locality.sectors), ("cap", level, locality.levels))
        return {key: value for key, value, known in keys if value and len(known) > 1}

    def initiative(self, draft: Draft, name: str, subject: str, *, is_collective: bool | None) -> dict[str, Any]:
        """Return the keys of a model: its code, its name, who carries it out and with whom."""
        said, aside = values.without_aside(values.tidy(name), beginning=_ITEM)
        model: dict[str, Any] = {"ten": said}
        if aside:
            model["la_noi_dung"] = "true"
        who, partners = values.without_aside(values.tidy(subject), beginning=PARTNERS)
        if who:
            model |= values.subject(who, self.campaign, is_collective=is_collective)
        codes = [self.code(draft, self.units, one.strip(), f"cùng thực hiện “{said}”") for one in in_aside(partners)]
        if any(codes):
            model["cung_thuc_hien"] = [code for code in codes if code]
        return model


def in_aside(aside: str) -> list[str]:
    """Return the names that an aside lists after its colon."""
    return [one for one in re.split(r"[,;]", aside.partition(":")[2] or "") if one.strip()]


def code_for(name: str, taken: Collection[str]) -> str:
    """Return a code for a model of that name, unlike those that are taken."""
    return code_from(name, taken) or code_from("mô hình", taken)


def with_codes(models: Sequence[dict[str, Any]]) -> None:
    """Give models of one list codes made of their names, unlike each other; one that came with a code keeps it."""
    taken = {model["ma"] for model in models if "ma" in model}
    for model in models:
        keys = dict(model)
        model.clear()
        model["ma"] = keys.get("ma") or code_for(keys["ten"], taken)
        model.update(keys)
        taken.add(model["ma"])
