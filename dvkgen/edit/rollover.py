"""Sang năm: a new year's files from last year's, with everything that must be looked at again marked.

What is written is a beginning: `ngay_gui` is left open, so that `check` asks for every file until a unit has sent it.
No file that exists is touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from os.path import lexists
from pathlib import Path, PurePosixPath
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import Filed
from dvkgen.campaign.totals import reported
from dvkgen.disk import door
from dvkgen.disk.paths import filings_home, locality_home, year_label
from dvkgen.edit.period import REVIEW, next_period
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.load import Repository
from dvkgen.rules import Rule
from dvkgen.schema.kinds import OFFICE_FILES, REGISTERING
from dvkgen.schema.submission import Registration
from dvkgen.schema.unit import Unit
from dvkgen.text import code_from, did_you_mean, slug
from dvkgen.yaml.edit import edited, put

ROLLOVER = Rule(
    "rollover",
    Severity.WARNING,
    """Chỗ phải xem khi sang năm mới: ngày, số, hạn nộp, mục tiêu đã chuyển từ năm trước.

Những chỗ ấy cũng mang ghi chú “# xem lại” trong tệp; xem xong chỗ nào thì xóa ghi chú ở chỗ ấy.""",
)

_OFFICE_STEMS = tuple(map(slug, OFFICE_FILES))


@dataclass
class Rolled:
    """What a roll-over did: the files it wrote, and the places that must be looked at again."""

    written: list[str] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


def rollover(repository: Repository, locality: str, year: int, suffix: str = "") -> Rolled:
    """Write the beginning of a year for a locality: a plan where none covers it, and what its units carry on.

    Where a locality runs several campaigns, `suffix` is what stands after the period in the name of the one meant.
    """
    last = _campaign_of(repository, locality, year - 1, suffix)
    rolled = Rolled()
    if not any(_is_meant(c, locality, year, last.suffix) for c in repository.campaigns):
        _new_plan(repository.root, last, year, rolled)
    for other in (c for c in repository.campaigns if c is not last and _is_meant(c, locality, year - 1, c.suffix)):
        message = f"đợt này chưa sang năm: chạy lại với --dot {other.suffix}"
        rolled.notes.append(ROLLOVER.at(Mark(other.plan_path), message, severity=Severity.INFO))
    for unit in last.units_in(year):
        _carry_on(repository.root, last, unit, year, rolled)
    for path in rolled.written:
        rolled.notes.extend(_old_years(repository.root, path, year - 1))
    return rolled


def _campaign_of(repository: Repository, locality: str, year: int, suffix: str) -> Campaign:
    known = [c for c in repository.campaigns if c.slug == locality and year in c.plan.period.years]
    meant = [c for c in known if c.suffix == suffix] or (known if len(known) == 1 and not suffix else [])
    if not meant:
        names = {c.slug for c in repository.campaigns}
        cure = did_you_mean(locality, names) if locality not in names else "sửa lỗi ở kế hoạch năm trước rồi chạy lại"
        if known:
            cure = f"có các đợt: {', '.join(c.folder for c in known)}; chọn bằng --dot và chữ sau tên kỳ"
        raise DvkgenError(f"không có kế hoạch đọc được của “{locality}” cho năm {year}; {cure}")
    return meant[0]


def _is_meant(campaign: Campaign, locality: str, year: int, suffix: str) -> bool:
    return (campaign.slug, campaign.suffix) == (locality, suffix) and year in campaign.plan.period.years


# --- the plan -------------------------------------------------------------------------------------


def _new_plan(root: Path, last: Campaign, year: int, rolled: Rolled) -> None:
    """Copy the plan's folder for a period of the same length: dates a period later, number and signature day open."""
    old, long = last.plan.period, len(last.plan.period.years)
    name = f"{year}" if long == 1 else f"{year}-{year + long - 1}"
    home = root / locality_home(last.slug)
    target = home / year_label(name, last.suffix)
    for path in door.files_below(root, (home / last.folder).relative_to(root)):
        relative = path.relative_to(home / last.folder)
        hidden = any(part.startswith((".", "~")) for part in relative.parts)
        if not hidden and relative.parts[0].split(".")[0] not in _OFFICE_STEMS:
            try:
                data = door.read(root, path.relative_to(root), door.MOST_PHOTO)
            except OSError as error:
                place = Mark(path.relative_to(root).as_posix())
                rolled.notes.append(ROLLOVER.at(place, f"chưa chép sang năm mới: {door.reason(error)}"))
                continue
            if relative.as_posix() == "ke-hoach.yaml":
                data = edited(data.decode("utf-8-sig"), lambda plan: next_period(plan, year - old.first, name)).encode()
            _write(root, target / relative, data, rolled)


# --- what units carry on --------------------------------------------------------------------------


def _carry_on(root: Path, last: Campaign, unit: Unit, year: int, rolled: Rolled) -> None:
    """Write what a unit, and the units it inherits from, registered last year as carried over."""
    home = root / filings_home(last.slug, last.label(year)) / unit.code
    for heir_of in (unit.code, *unit.inherits):
        for kind in REGISTERING:
            for filed in last.files(kind, year - 1, heir_of):
                if filed.record:
                    _carry_file(root, last, filed, _place_of(unit, filed, home), year, rolled)
                else:
                    message = "chưa chép sang năm mới: tệp này đang có lỗi"
                    rolled.notes.append(ROLLOVER.at(Mark(filed.path), message))


def _place_of(unit: Unit, filed: Filed, home: Path) -> Path:
    """Return where a file goes in the new year; lists of units that were merged lie side by side in a folder."""
    if filed.name:
        return home / slug(filed.kind) / PurePosixPath(filed.path).name
    return home / slug(filed.kind) / f"{filed.unit}.yaml" if unit.inherits else home / f"{slug(filed.kind)}.yaml"


def _carry_file(root: Path, last: Campaign, filed: Filed, target: Path, year: int, rolled: Rolled) -> None:
    stopped = {
        row.entry.initiative.code: row.result.outcome or "dừng thực hiện"
        for row in reported(last, year - 1)
        if row.entry.unit.code == filed.unit and row.result and row.result.state == "dung"
    }
    change = _next_list if isinstance(filed.record, Registration) else _next_slip
    if not isinstance(filed.record, Registration) and getattr(filed.record, "code", "") in stopped:
        return
    text = door.read(root, filed.path).decode("utf-8-sig")
    try:
        made = edited(text, lambda written: change(written, year, stopped))
    except DvkgenError as error:
        rolled.notes.append(ROLLOVER.at(Mark(filed.path), f"chưa chép sang năm mới: {error}"))
        return
    _write(root, target, made.encode(), rolled)


def _next_list(written: Any, year: int, stopped: Mapping[str, str]) -> None:
    _open_head(written)
    if "khong_dang_ky" in written:
        put(written, "khong_dang_ky", str(written["khong_dang_ky"]), comment=f"{REVIEW}: lý do năm {year - 1}")
    written.pop("khong_tiep_tuc", None)
    models = written.get("mo_hinh") or []
    taken = {str(model["ma"]) for model in models if "ma" in model}
    for model in (model for model in models if "ma" not in model and "ten" in model):
        taken.add(_with_code(model, taken))
    dropped = [model for model in models if str(model.get("ma", "")) in stopped]
    for model in [model for model in models if model not in dropped]:
        model.pop("ngay_gui", None)
        _carried(model, year)
    if dropped:
        written["mo_hinh"] = [model for model in models if model not in dropped]
        written["khong_tiep_tuc"] = [
            {"mo_hinh": str(model["ten"]), "ly_do": stopped[str(model["ma"])]} for model in dropped
        ]


def _next_slip(written: Any, year: int, stopped: Mapping[str, str]) -> None:  # noqa: ARG001 - lists need it
    _open_head(written)
    if "ma" not in written:
        _with_code(written, ())
    _carried(written, year)


def _with_code(model: Any, taken: Collection[str]) -> str:
    """Write the code that a model has by its name: it is kept over the years, whatever the model will be called."""
    code = code_from(str(model.get("ten", "")), taken)
    put(model, "ma", code)
    model.move_to_end("ma", last=False)
    return code


def _open_head(written: Any) -> None:
    put(written, "ngay_gui", "", comment=f"{REVIEW}: ngày đơn vị gửi")
    for key in ("ngay", "so"):
        written.pop(key, None)


def _carried(model: Any, year: int) -> None:
    """Mark a model as carried over: its first year stays, its goal must be set higher."""
    if str(model.get("la_noi_dung", "false")) == "true":
        return
    if "tu_nam" not in model:
        put(model, "tu_nam", str(year - 1), after="ten")
    put(
        model,
        "muc_tieu",
        " ".join(str(model.get("muc_tieu", "")).split()),
        after="tu_nam",
        comment=f"{REVIEW}: cao hơn năm {year - 1}",
    )


# --- files and old years --------------------------------------------------------------------------


def _write(root: Path, target: Path, data: bytes, rolled: Rolled) -> None:
    path = target.relative_to(root).as_posix()
    if lexists(target):
        message = "tệp đã có, không ghi đè"
        rolled.notes.append(ROLLOVER.at(Mark(path), message, severity=Severity.INFO))
        return
    try:
        door.replace(root, path, data)
    except OSError:
        message, cure = "không ghi được tệp này", "xem lại quyền ghi, và tệp trùng tên với thư mục"
        rolled.notes.append(ROLLOVER.at(Mark(path), message, cure, severity=Severity.ERROR))
        return
    rolled.written.append(path)


def _old_years(root: Path, path: str, year: int) -> Iterator[Finding]:
    """Yield each line of a written file that still names last year, or is marked to be looked at again."""
    if not path.endswith((".yaml", ".md", ".html")):
        return
    old: Callable[[str], re.Match[str] | None] = re.compile(rf"(?<!\d){year}(?!\d)").search
    for number, line in enumerate(door.read(root, path).decode("utf-8", "replace").splitlines(), 1):
        found = old(line.split(f"# {REVIEW}")[0])
        if found and not line.lstrip().startswith("tu_nam"):
            message = f"còn nói năm {year}: “{_around(line, found.start())}”"
            yield ROLLOVER.at(Mark(path, number, found.start() + 1), message)
        elif f"# {REVIEW}" in line:
            yield ROLLOVER.at(Mark(path, number, 1), line.strip(), severity=Severity.INFO)


def _around(line: str, place: int) -> str:
    return " ".join(line[max(0, place - 30) : place + 20].split())
