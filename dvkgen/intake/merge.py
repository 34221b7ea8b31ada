"""What was sent laid beside what is in the repository: what is new is added, what is the same stays, what differs is told.

Nothing that is there is ever overwritten. Comments and order of a file stay; importing the same file twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.disk import door
from dvkgen.disk.paths import filings_home
from dvkgen.document.prose import plain_text
from dvkgen.edit.change import Change
from dvkgen.edit.fmt import shape_of
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.intake import values
from dvkgen.intake.making import Draft, Making
from dvkgen.intake.records import ABOUT_A_MODEL
from dvkgen.load import Repository
from dvkgen.load.decode import read_mapping
from dvkgen.load.submissions import expected_of
from dvkgen.rules import Rule
from dvkgen.schema.kinds import REGISTRATION, REGISTRATION_SLIP
from dvkgen.schema.unit import Unit
from dvkgen.text import code_from, fold, slug
from dvkgen.yaml.canonical import canonical
from dvkgen.yaml.edit import added, edited
from dvkgen.yaml.typed import written_out
from dvkgen.yaml.written import WrittenMap

IMPORT_CONFLICT = Rule("import-conflict", Severity.ERROR, "")
_LISTS: Mapping[str, str] = {
    "mo_hinh": "ten",
    "ket_qua_mo_hinh": "mo_hinh",
    "de_nghi": "mo_hinh",
    "tieu_chi": "tieu_chi",
    "so_lieu": "ten",
    "anh": "chu_thich",
    "minh_chung": "chu_thich",
}
"""Lists of records, and the key by which two of their records are the same one."""


@dataclass
class Merged:
    """What an import would do for one unit: files to write, photos to put down, and what differs."""

    changes: list[Change] = field(default_factory=list)
    photos: dict[str, bytes] = field(default_factory=dict)
    conflicts: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def merged(repository: Repository, making: Making, draft: Draft, pictures: Mapping[str, bytes]) -> Merged:
    """Return what it takes to have a record in the repository."""
    result = Merged()
    home = f"{filings_home(making.campaign.slug, making.campaign.label(making.year))}/{making.unit.code}"
    draft.keys = {key: value for key, value in draft.keys.items() if value not in ("", [], {})}
    path = _path(making, draft, home)
    if draft.kind == REGISTRATION.slug:
        _leave_slips(making, draft)
        if not draft.keys.get("mo_hinh"):
            return result
    if door.is_file(repository.root, path):
        _add(repository, making, draft, path, result)
        # a photo that is there under another name is not put down again
        said = "".join(change.after for change in result.changes)
        draft.photos = {name: part for name, part in draft.photos.items() if name in said}
    else:
        text = written_out(draft.keys)
        shape = shape_of(expected_of(making.campaign).record_type(draft.kind))
        result.changes.append(Change(path, "", canonical(text, shape) or text, ("tệp mới",)))
    for name, part in draft.photos.items():
        place = f"{home}/{name}"
        if not door.is_file(repository.root, place):
            result.photos[place] = pictures[part]
        elif door.read(repository.root, place, door.MOST_PHOTO) != pictures[part]:
            message = "đã có một ảnh khác cùng tên"
            result.conflicts.append(IMPORT_CONFLICT.at(Mark(place), message, "đổi tên ảnh đang có, rồi nhập lại"))
    return result


def _path(making: Making, draft: Draft, home: str) -> str:
    """Return the file of a record: of a kind of which there may be several, the one about the same model."""
    single = f"{home}/{slug(draft.kind)}.yaml"
    if draft.kind == REGISTRATION_SLIP.slug:
        return _slip_path(making, draft, home)
    about = draft.keys.get("mo_hinh")
    if draft.kind not in ABOUT_A_MODEL or not isinstance(about, str):
        return single
    mine = making.campaign.files(draft.kind, making.year, making.unit.code)
    for filed in mine:
        entry = making.campaign.registered(making.unit.code, str(getattr(filed.record, "initiative", "")), making.year)
        if filed.record and (entry.initiative.code if entry else "") == about:
            return filed.path
    return f"{home}/{slug(draft.kind)}/{code_from(about, ())}.yaml" if mine else single


def _slip_path(making: Making, draft: Draft, home: str) -> str:
    meant = making.models.meant(str(draft.keys.get("ten", ""))).sure
    for filed in making.campaign.files(draft.kind, making.year, making.unit.code):
        if filed.record and meant and getattr(filed.record, "code", "") == meant:
            return filed.path
    return f"{home}/{slug(draft.kind)}/{draft.name or 'phieu'}.yaml"


def _leave_slips(making: Making, draft: Draft) -> None:
    """Leave out of a list the models that the unit has registered by slips: a list is made of them."""
    slips = making.campaign.files(REGISTRATION_SLIP.slug, making.year, making.unit.code)
    codes = {getattr(filed.record, "code", "") for filed in slips if filed.record}
    draft.keys["mo_hinh"] = [
        one for one in draft.keys.get("mo_hinh", []) if making.models.meant(one["ten"]).sure not in codes
    ]


# --- a file that is there -------------------------------------------------------------------------


def _add(repository: Repository, making: Making, draft: Draft, path: str, result: Merged) -> None:
    there, findings = read_mapping(repository.root, path)
    if there is None:
        why = findings[0].message if findings else "không đọc được"
        result.conflicts.append(IMPORT_CONFLICT.at(Mark(path), f"tệp đang có lỗi: {why}", "sửa tệp này rồi nhập lại"))
        return
    beside = _Beside(making, path, result)
    beside.compare(there, draft.keys, top=True)
    if beside.additions:
        try:
            text = door.read(repository.root, path).decode("utf-8-sig")
            after = _edited(text, beside.apply)
        except DvkgenError as error:
            result.conflicts.append(IMPORT_CONFLICT.at(Mark(path), str(error), "gõ dvkgen fmt rồi nhập lại"))
            return
        result.changes.append(Change(path, text, after, tuple(dict.fromkeys(beside.done))))


def _edited(text: str, change: Callable[[Any], None]) -> str:
    """Return a text after a change, its lines ended as they were."""
    after = edited(text.replace("\r\n", "\n"), change)
    return after.replace("\n", "\r\n") if "\r\n" in text else after


class _Beside:
    """Lays new keys beside a mapping that is there; `additions` are put in by `apply`, by their places."""

    def __init__(self, making: Making, path: str, result: Merged) -> None:
        self.making, self.path, self.result = making, path, result
        self.additions: list[tuple[tuple[str | int, ...], str, Any]] = []
        self.done: list[str] = []
        self._later = ""
        self._same = Sameness(making)

    def compare(
        self, there: WrittenMap, new: Mapping[str, Any], at: tuple[str | int, ...] = (), *, top: bool = False
    ) -> None:
        """Compare keys that are there with those that were sent."""
        if top and there.get("ngay_gui") and new.get("ngay_gui"):
            self._settle_day(str(there["ngay_gui"]), new)
            new = {key: value for key, value in new.items() if key != "ngay_gui"}
        for key, value in new.items():
            mine = there.get(key)
            if key in ("tap_the", "ca_nhan") and not mine and any(there.get(k) for k in ("tap_the", "ca_nhan")):
                other = next(k for k in ("tap_the", "ca_nhan") if there.get(k))
                if fold(_said(there[other])) != fold(_said(value)):  # who the same words mean has been decided
                    self._differ(there, other, value)
            elif key == "ma" and mine:
                continue
            elif mine in (None, "", []):
                self.additions.append((at, key, value))
                self.done.append(f"thêm {key}")
            elif isinstance(value, list) and key in _LISTS and all(isinstance(one, Mapping) for one in value):
                self._compare_lists(there, key, value, at)
            elif not self._same.values(key, mine, value):
                self._differ(there, key, value)

    def _settle_day(self, there: str, new: Mapping[str, Any]) -> None:
        """Keep the day of the file; models that come later have a day of their own, by which lateness is judged."""
        if self._same.values("ngay_gui", there, new["ngay_gui"]):
            return
        self._later = str(new["ngay_gui"])
        self.result.notes.append(
            f"{self.path}: ngày gửi trong kho là {there}, tệp này {self._later}: giữ ngày trong kho"
        )

    def _compare_lists(
        self, there: WrittenMap, key: str, new: Sequence[Mapping[str, Any]], at: tuple[str | int, ...]
    ) -> None:
        mine = there[key]
        taken: set[int] = set()
        for one in new:
            place = next(
                (n for n, old in enumerate(mine) if n not in taken and self._same.records(key, old, one)), None
            )
            if place is None:
                self.additions.append(((*at, key), "", self._with_code(one, mine)))
                self.done.append(f"thêm “{one.get('ten') or one.get(_LISTS[key], '')}”")
            else:
                taken.add(place)
                new_keys = {k: v for k, v in one.items() if k != "tep"}
                self.compare(mine[place], new_keys, (*at, key, place))

    def _with_code(self, one: Mapping[str, Any], mine: Sequence[Any]) -> Mapping[str, Any]:
        if "ma" not in one:
            return one
        if self._later and "ngay_gui" not in one:
            one = {**one, "ngay_gui": self._later}
        codes = {str(old.get("ma")) for old in mine if isinstance(old, Mapping)}
        codes |= {str(new.get("ma")) for _, _, new in self.additions if isinstance(new, Mapping)}
        return {**one, "ma": code_from(str(one["ten"]), codes)}

    def _differ(self, there: WrittenMap, key: str, value: Any) -> None:
        mark = there.origin.fields.get(key, there.origin.mark)
        message = f"{key}: trong kho là “{_said(there.get(key))}”, tệp gửi ghi “{_said(value)}”"
        cure = "chọn một: sửa dòng này theo tệp gửi, hoặc giữ nguyên và báo lại đơn vị"
        self.result.conflicts.append(IMPORT_CONFLICT.at(mark, message, cure))

    def apply(self, mapping: Any) -> None:
        """Put in what is new."""
        for at, key, value in self.additions:
            target: Any = mapping
            for step in at:
                target = target[step]
            added(target, key, value)


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_said(one) for one in value.values())
    if isinstance(value, list):
        return "; ".join(map(_said, value))
    text = values.tidy(str(value))
    return f"{text[:80]}…" if len(text) > 80 else text


class Sameness:
    """Whether two values mean the same to a reader: spelling of names, of days, of numbers, line breaks do not tell them apart."""

    def __init__(self, making: Making) -> None:
        self._making = making
        self._ways: Mapping[str, Callable[[str], str]] = {
            "linh_vuc": lambda text: making.sectors.meant(text).sure or text,
            "cap": lambda text: making.levels.meant(text).sure or text,
            "don_vi": lambda text: making.units.meant(text).sure or text,
            "cung_thuc_hien": lambda text: making.units.meant(text).sure or text,
            "mo_hinh": lambda text: making.models.meant(text).sure or text,
            "ngay_gui": lambda text: values.day_in(text) or text,
            "ngay": lambda text: values.day_in(text) or text,
        }

    def records(self, key: str, mine: Any, new: Mapping[str, Any]) -> bool:
        """Whether two records of a list are of the same thing."""
        name = _LISTS[key]
        if not isinstance(mine, Mapping) or not mine.get(name) or not new.get(name):
            return False
        one, other = str(mine[name]), str(new[name])
        if key == "de_nghi":
            same = (self.values(k, mine[k], new[k]) for k in ("tap_the", "ca_nhan") if k in mine and k in new)
            return self.values(name, one, other) and next(same, False)
        return self.values(name, one, other)

    def values(self, key: str, mine: Any, new: Any) -> bool:
        """Whether two values of a key are the same."""
        if isinstance(mine, Mapping) or isinstance(new, Mapping):
            return self._people(mine, new)
        if isinstance(mine, list) or isinstance(new, list):
            one, other = (value if isinstance(value, list) else [value] for value in (mine, new))
            return len(one) == len(other) and all(self.values(key, a, b) for a, b in zip(one, other, strict=True))
        way = self._ways.get(key, str)
        return _plain(way(str(mine))) == _plain(way(str(new)))

    def _people(self, mine: Any, new: Any) -> bool:
        one, other = (v if isinstance(v, Mapping) else {"ho_ten": v} for v in (mine, new))
        one, other = ({("ho_ten" if k == "ten" else k): v for k, v in p.items()} for p in (one, other))
        return all(self.values(key, one.get(key, ""), other[key]) for key in other)


def _plain(text: str) -> str:
    """Return what a reader sees of a text, the same for spellings that mean the same."""
    number = re.sub(r"^0+(?=\d)", "", text.strip())
    if re.fullmatch(r"\d+(?:[.,]\d+)*", number):
        return number.replace(".", ",") if number.count(".") == 1 and len(number.rpartition(".")[2]) != 3 else number
    return fold(values.tidy(plain_text(text) if "\n" in text else text))


def unreadable_units(campaign: Campaign, year: int, unit: Unit) -> Iterator[str]:
    """Yield the files of a unit that cannot be read, among which what is sent may stand already."""
    yield from (f.path for f in campaign.filed if f.year == year and f.unit == unit.code and f.record is None)
