"""What was sent laid beside what is in the repository: what is new is added, what is the same stays, what differs is told.

Nothing that is there is ever overwritten. Comments and order of a file stay; importing the same file twice changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dvkgen.disk import door
from dvkgen.disk.paths import filings_home
from dvkgen.edit.change import Change
from dvkgen.edit.fmt import shape_of
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.intake.making import Draft, Making, code_for
from dvkgen.intake.records import ABOUT_A_MODEL
from dvkgen.intake.sameness import LISTS, Sameness, said
from dvkgen.load import Repository
from dvkgen.load.decode import read_mapping
from dvkgen.load.submissions import expected_of
from dvkgen.rules import Rule
from dvkgen.schema.kinds import REGISTRATION, REGISTRATION_SLIP
from dvkgen.text import code_from, fold, slug
from dvkgen.yaml.canonical import canonical
from dvkgen.yaml.edit import added, edited
from dvkgen.yaml.typed import written_out
from dvkgen.yaml.written import WrittenMap

_REMARK = re.compile(r"(?:^|(?<=\s))#[^\r\n]*+", re.MULTILINE)
IMPORT_CONFLICT = Rule(
    "import-conflict",
    Severity.ERROR,
    """Tệp đơn vị gửi ghi khác điều đã có trong kho: nhập không bao giờ ghi đè, người giữ kho chọn bên nào đúng.

Theo tệp gửi thì sửa dòng trong kho rồi nhập lại; theo kho thì để nguyên và báo lại đơn vị.""",
)


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
        text = "".join(change.after for change in result.changes)
        draft.photos = {name: part for name, part in draft.photos.items() if name in text}
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
    beside = _Beside(making, path, result, draft.said_codes)
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
    if lost := Counter(_REMARK.findall(text)) - Counter(_REMARK.findall(after)):
        raise DvkgenError(f"chú thích “{next(iter(lost)).strip()[:60]}” đứng giữa {{ }} hay [ ] sẽ mất")
    return after.replace("\n", "\r\n") if "\r\n" in text else after


class _Beside:
    """Lays new keys beside a mapping that is there; `additions` are put in by `apply`, by their places."""

    def __init__(self, making: Making, path: str, result: Merged, said_codes: Collection[str]) -> None:
        self.making, self.path, self.result, self.said_codes = making, path, result, frozenset(said_codes)
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
                if fold(said(there[other])) != fold(said(value)):  # who the same words mean has been decided
                    self._differ(there, other, value)
            elif key == "ma" and mine:
                continue
            elif mine in (None, "", []):
                self.additions.append((at, key, value))
                self.done.append(f"thêm {key}")
            elif (
                isinstance(mine, list)
                and isinstance(value, list)
                and key in LISTS
                and all(isinstance(one, Mapping) for one in value)
            ):
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
        codes = {str(old.get("ma")) for old in mine if isinstance(old, Mapping)}
        for one in new:
            place = self._place_of(key, one, mine, taken)
            if place is None:
                self.additions.append(((*at, key), "", self._with_code(one, codes)))
                self.done.append(f"thêm “{one.get('ten') or one.get(LISTS[key], '')}”")
            else:
                taken.add(place)
                new_keys = {k: v for k, v in one.items() if k != "tep"}
                self.compare(mine[place], new_keys, (*at, key, place))

    def _place_of(self, key: str, one: Mapping[str, Any], mine: Sequence[Any], taken: Collection[int]) -> int | None:
        """Return where a record stands already: under its own code where the file says that, else under its name."""
        left = [(n, old) for n, old in enumerate(mine) if n not in taken]
        if one.get("ma") in self.said_codes:
            own = (n for n, old in left if isinstance(old, Mapping) and str(old.get("ma")) == one["ma"])
            if (place := next(own, None)) is not None:
                return place
        return next((n for n, old in left if self._same.records(key, old, one)), None)

    def _with_code(self, one: Mapping[str, Any], codes: set[str]) -> Mapping[str, Any]:
        if "ma" not in one:
            return one
        if self._later and "ngay_gui" not in one:
            one = {**one, "ngay_gui": self._later}
        code = one["ma"] if one["ma"] in self.said_codes - codes else code_for(str(one["ten"]), codes)
        codes.add(code)
        return {**one, "ma": code}

    def _differ(self, there: WrittenMap, key: str, value: Any) -> None:
        mark = there.origin.fields.get(key, there.origin.mark)
        message = f"{key}: trong kho là “{said(there.get(key))}”, tệp gửi ghi “{said(value)}”"
        cure = "chọn một: sửa dòng này theo tệp gửi, hoặc giữ nguyên và báo lại đơn vị"
        self.result.conflicts.append(IMPORT_CONFLICT.at(mark, message, cure))

    def apply(self, mapping: Any) -> None:
        """Put in what is new."""
        for at, key, value in self.additions:
            target: Any = mapping
            for step in at:
                target = target[step]
            added(target, key, value)
