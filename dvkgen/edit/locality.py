"""A locality that begins like another one: its plan, forms and layout under its own name, with its own units.

Nothing is taken along that is the other's own: submissions, persons, numbers, dates of papers, names of units. Wherever a
text still names the other locality or its year, `# xem lại` stands, and the place is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from os.path import lexists
from pathlib import Path
from typing import Any

from dvkgen.disk import door
from dvkgen.disk.paths import COMMON, PLANS, WORDINGS, locality_home
from dvkgen.edit.period import REVIEW, next_period
from dvkgen.edit.renaming import bare, parent_in, renaming, value_of
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.rules import Rule
from dvkgen.schema.kinds import OFFICE_FILES
from dvkgen.text import code_from, did_you_mean, nfc, slug
from dvkgen.yaml.edit import added, drop, edited, noted, plain, put, remarked, walk
from dvkgen.yaml.typed import scalar

BEGINNING = Rule(
    "beginning",
    Severity.WARNING,
    """Chỗ phải xem khi mở một nơi theo mẫu của nơi khác: tên, số, ngày, người ký, tệp chép nguyên từ nơi kia.

Những chỗ ấy cũng mang ghi chú “# xem lại” trong tệp; xem xong chỗ nào thì xóa ghi chú ở chỗ ấy.""",
)
_PERIOD = re.compile(r"(\d{4})(?:-(\d{4}))?")
_PERSONAL = ("da_gioi_thieu", "so")
_OFFICE_STEMS = tuple(map(slug, OFFICE_FILES))
_OF_UNITS = ("don_vi", "mien", "truc_thuoc")
_LEAST = 3
"""Letters of a khối's name that are enough to find it by."""
_COUNTED = ("toi_thieu", "toi_da")


@dataclass(frozen=True)
class NewUnit:
    """A unit of a locality that begins: its name, and the khối as its list calls it."""

    name: str
    group: str = ""


@dataclass
class Begun:
    """What the beginning of a locality did: the files it wrote, and the places that must be looked at."""

    written: list[str] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


def known_models(root: Path) -> dict[str, Path]:
    """Return the localities that another may begin like, with the root they stand below: of the repository, then of dvkgen."""
    found: dict[str, Path] = {}
    for home in (COMMON.parent, root):
        if door.is_folder(home, PLANS):
            names = (entry.name for entry in door.entries(home, PLANS))
            found |= {name: home for name in names if door.is_file(home, f"{PLANS}/{name}/dia-phuong.yaml")}
    return found


def begin_locality(
    root: Path, code: str, like: str, name: str, parent: str, period: str, units: Sequence[NewUnit]
) -> Begun:
    """Write a locality that begins like another one; raises DvkgenError where that cannot be, and touches nothing that is there."""
    models = known_models(root)
    if like not in models:
        raise DvkgenError(f"không có địa phương “{like}” để làm theo; {did_you_mean(like, models)}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
        raise DvkgenError(f"“{code}” không dùng làm tên thư mục được; viết như {code_from(name) or 'binh-minh'}")
    if lexists(root / locality_home(code)):
        raise DvkgenError(f"đã có {locality_home(code)}/; không ghi đè")
    return _Beginning(models[like], like, root, code, name, parent).run(period, units)


class _Beginning:
    """One locality being written."""

    def __init__(self, source: Path, like: str, root: Path, code: str, name: str, parent: str) -> None:
        self._source, self._root = source, root
        self._from, self._to = locality_home(like), locality_home(code)
        self._parent = parent.strip()
        text = door.read(source, f"{self._from}/dia-phuong.yaml").decode("utf-8-sig")
        self._old_name = value_of(text, "ten")
        self._rename = renaming(self._old_name, nfc(name.strip()))
        self._old_parent = parent_in(text)
        if self._old_parent and (new_parent := parent_in(self._parent)):
            here, above = self._rename, renaming(self._old_parent, new_parent)
            self._rename = lambda text: above(here(text))
        self._listed: tuple[NewUnit, ...] = ()
        self._groups: dict[str, str] = {}
        self._begun = Begun()

    def run(self, period: str, units: Sequence[NewUnit]) -> Begun:
        """Write all files and look them over."""
        folder, first = self._plan_folder()
        name, later = _named(period, folder, first)
        self._listed = tuple(units)
        self._write("dia-phuong.yaml", self._locality(self._read("dia-phuong.yaml")))
        self._write("don-vi.yaml", self._units(units))
        for path in door.files_below(self._source, f"{self._from}/{folder}"):
            relative = path.relative_to(self._source / self._from / folder)
            if relative.parts[0].split(".")[0] not in _OFFICE_STEMS and not relative.name.startswith((".", "~")):
                self._take(f"{folder}/{relative.as_posix()}", f"{name}/{relative.as_posix()}", name, later)
        for path in door.files_below(self._source, f"{self._from}/{WORDINGS}"):
            own = path.relative_to(self._source / self._from).as_posix()
            self._take(own, own, name, 0)
        years = {str(first), str(first - 1)} - {name[:4]} if later else set()
        for written in self._begun.written:
            self._begun.notes.extend(self._places(written, years))
        return self._begun

    # --- files ------------------------------------------------------------------------------------

    def _read(self, path: str) -> str:
        return door.read(self._source, f"{self._from}/{path}").decode("utf-8-sig")

    def _write(self, path: str, data: str | bytes) -> None:
        place = f"{self._to}/{path}"
        try:
            door.replace(self._root, place, data if isinstance(data, bytes) else data.encode())
        except OSError as error:
            raise DvkgenError(f"không ghi được {place}: {door.reason(error)}") from error
        self._begun.written.append(place)

    def _take(self, path: str, target: str, period: str, later: int) -> None:
        if path.endswith("ke-hoach.yaml"):
            self._write(target, edited(self._read(path), lambda plan: self._plan(plan, period, later)))
        elif path.endswith((".md", ".html", ".yaml")):
            self._write(target, self._rename(self._read(path)))
        else:
            data = door.read(self._source, f"{self._from}/{path}", door.MOST_PHOTO)
            self._write(target, data)
            self._begun.notes.append(
                BEGINNING.at(Mark(f"{self._to}/{target}"), "chép nguyên từ nơi kia: mở ra xem lại")
            )

    def _plan_folder(self) -> tuple[str, int]:
        names = [entry.name for entry in door.entries(self._source, self._from)]
        plans = [name for name in names if door.is_file(self._source, f"{self._from}/{name}/ke-hoach.yaml")]
        if not plans:
            raise DvkgenError(f"{self._from} không có kế hoạch nào để làm theo")
        folder = max(plans)
        return folder, int(folder[:4])

    # --- their contents ---------------------------------------------------------------------------

    def _locality(self, text: str) -> str:
        return edited(text, self._change_locality)

    def _change_locality(self, locality: Any) -> None:
        walk(locality, self._rename)
        for key in _PERSONAL:
            drop(locality, key)
        _open_names(locality)
        top = {str(line) for organ in locality["co_quan"].values() for line in _lines(organ.get("cap_tren"))}
        own = self._rename(self._old_name).rpartition(" ")[2].upper()
        for organ in locality["co_quan"].values():
            lines = _lines(organ.get("cap_tren"))
            if lines and not any(own in line for line in lines if line in top):
                is_party = lines[0].startswith(("ĐẢNG", "THÀNH ỦY", "TỈNH ỦY"))
                given = self._parent if is_party else ""
                put(organ, "cap_tren", given or lines[0], comment="" if given else REVIEW)
        for group in locality.get("khoi") or ():
            self._groups |= {str(group["ten"]).casefold(): str(group["ma"]), str(group["ma"]): str(group["ma"])}
        for name in dict.fromkeys(unit.group.strip() for unit in self._listed if unit.group.strip()):
            if not self._group(name):
                self._add_group(locality, name)

    def _add_group(self, locality: Any, name: str) -> None:
        """Add a khối that the list of units has, with the letterhead and the signature of the first one there is."""
        first = next((unit.name for unit in self._listed if unit.group.strip() == name), "")
        alike = (one for one in locality.get("khoi") or () if _signs_for(one, first))
        like: Any = next(alike, {})
        code = code_from(name, tuple(self._groups.values())).replace("-", "_")
        group = {
            "ma": code,
            "ten": name,
            **{key: plain(like[key]) for key in ("cap_tren", "ky_hieu", "ky_ten") if key in like},
        }
        if "khoi" not in locality:
            added(locality, "khoi", [])
        added(locality["khoi"], "", group)
        put(locality["khoi"][-1], "ten", name, comment=f"{REVIEW}: khối theo danh sách đơn vị; xem đầu trang, chữ ký")
        self._groups |= {name.casefold(): code, code: code}

    def _plan(self, plan: Any, period: str, later: int) -> None:
        next_period(plan, later, period)
        walk(plan, self._rename)
        _open_names(plan)
        for key in ("can_cu", "mo_dau"):
            if key in plan:
                noted(plan, key, f"{REVIEW}: số, ngày của các văn bản nêu ở đây")
        for place in ("thoi_han", "chi_tieu"):
            for one in plan.get(place) or ():
                for key in _OF_UNITS:
                    if one.pop(key, None) is not None:
                        noted(one, next(iter(one)), f"{REVIEW}: ghi lại {key}, theo don-vi.yaml của mình")
        for quota in plan.get("chi_tieu") or ():
            for key in _COUNTED:
                if key in quota:
                    put(quota, key, str(quota[key]), comment=f"{REVIEW}: chỉ tiêu của mình")

    def _units(self, units: Sequence[NewUnit]) -> str:
        """Return `don-vi.yaml` with the units of a list, each with the code that its name gives."""
        if not units:
            return (
                "# Mỗi đơn vị một dòng “- ten: …”; khoi là mã một khối trong dia-phuong.yaml.\n"
                f"don_vi:\n  - ten: Đơn vị thứ nhất  # {REVIEW}: thay bằng các đơn vị của mình\n"
            )
        taken: set[str] = set()
        lines = ["don_vi:"]
        for unit in units:
            code = code_from(unit.name, taken)
            taken.add(code)
            group = self._group(unit.group)
            told = (
                f"  # {REVIEW}: khối “{unit.group}” chưa có trong dia-phuong.yaml" if unit.group and not group else ""
            )
            lines.append(f"  - ma: {code}")
            lines.append(f"    ten: {scalar(unit.name)}{told}")
            lines += [f"    khoi: {group}"] if group else []
        return "\n".join(lines) + "\n"

    def _group(self, typed: str) -> str:
        """Return the code of the khối that a list means, by its name or a part of it."""
        wanted = typed.casefold().strip()
        if not wanted:
            return ""
        short = wanted.removeprefix("khối ").strip()
        fitting = [code for name, code in self._groups.items() if name in (wanted, short)]
        fitting = fitting or [code for name, code in self._groups.items() if len(short) > _LEAST and short in name]
        return fitting[0] if len(set(fitting)) == 1 else ""

    def _places(self, path: str, years: set[str]) -> Iterator[Finding]:
        """Yield each line of a written file that is marked, or that still names the other locality or its year."""
        if not path.endswith((".yaml", ".md", ".html")):
            return
        names = [name for one in (bare(self._old_name), self._old_parent) if one for name in (one, one.upper())]
        old = re.compile("|".join((*map(re.escape, names), *(rf"(?<!\d){year}(?!\d)" for year in years))))
        for number, line in enumerate(door.read(self._root, path).decode("utf-8", "replace").splitlines(), 1):
            if REVIEW in line:
                yield BEGINNING.at(Mark(path, number), line.strip(), severity=Severity.INFO)
            elif found := old.search(line):
                yield BEGINNING.at(
                    Mark(path, number, found.start() + 1), f"còn nói “{found[0]}”: {' '.join(line.split())[:80]}"
                )


def _named(period: str, folder: str, first: int) -> tuple[str, int]:
    """Return the name of the new plan's folder and how many years later it begins; raises DvkgenError."""
    if not period:
        return folder, 0
    match = _PERIOD.fullmatch(period)
    if not match:
        raise DvkgenError(f"kỳ “{period}” không đúng; viết 2027 hoặc 2026-2030")
    return period, int(match[1]) - first


def _signs_for(group: Any, unit: str) -> bool:
    """Whether units of a khối sign as one of that name would: a chi bộ as a chi bộ."""
    said = " ".join(str(signer.get("quyen_han", "")) for signer in group.get("ky_ten") or ())
    kind = " ".join(unit.split()[:2]).upper()
    return bool(kind) and kind in said


def _open_names(node: Any) -> None:
    """Take persons out of a written value, and mark where whoever signs is to be named."""
    if isinstance(node, Mapping):
        signer: Any = node
        if signer.pop("ho_ten", None) is not None and signer:
            remarked(signer, f"{REVIEW}: thêm ho_ten của người ký")
        for value in node.values():
            _open_names(value)
    elif isinstance(node, list):
        for value in node:
            _open_names(value)


def _lines(value: Any) -> list[str]:
    return [str(line) for line in value] if isinstance(value, list) else [str(value)] if value else []
