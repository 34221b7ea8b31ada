"""The plans of a locality: its profile, its units, and what the office adds to a plan's folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.file import OfficeFile
from dvkgen.disk.folder import UNKNOWN_FILE, Listing
from dvkgen.disk.paths import locality_home, plan_home, year_label
from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.findings import Severity
from dvkgen.load.decode import Reading
from dvkgen.load.reader import UNKNOWN_FOLDER, Reader
from dvkgen.load.submissions import Expected, filed_in, registered_before
from dvkgen.rules import Rule
from dvkgen.schema.form import Form, completed
from dvkgen.schema.kinds import OFFICE_FILES, PLANS, record_of_office
from dvkgen.schema.locality import Locality
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.plan import REPORT_KINDS, Period, Plan
from dvkgen.schema.profile import Profile
from dvkgen.schema.record import Record
from dvkgen.schema.unit import Unit, UnitList
from dvkgen.text import did_you_mean, nearest, slug

WRONG_PERIOD = Rule(
    "wrong-period",
    Severity.ERROR,
    "Kỳ ghi trong tệp khớp với tên thư mục; mỗi năm của một nơi chỉ thuộc một kế hoạch.",
)

_OFFICE_STEMS = {slug(kind): kind for kind in OFFICE_FILES}
_LOCALITY_FILES = ("dia-phuong", "don-vi")
_MAIN = slug(PLANS[0].slug)
_OPENING = (_MAIN, *(slug(kind.slug) for kind in PLANS[1:]))
"""The files that may open a plan's folder: `ke-hoach` of every kind, or one that is named after its kind."""
_PLAN_FILES = (_MAIN, *_LOCALITY_FILES, *_OFFICE_STEMS)
_PERIOD_FOLDER = re.compile(r"(\d{4})(?:-(\d{4}))?(?:-([a-z][a-z0-9-]*))?")


@dataclass(frozen=True)
class Common:
    """What every plan is read with: the forms that come with dvkgen, and the layout profiles by their slugs."""

    forms: tuple[Form, ...]
    profiles: Mapping[str, Profile]


@dataclass(frozen=True)
class _Base:
    """What the plans of one locality share, or what one plan puts in its place."""

    slug: str
    locality: Locality | None
    locality_paths: tuple[str, ...]
    units: tuple[Unit, ...] | None
    unit_paths: tuple[str, ...]


def campaigns_of(reader: Reader, locality: str, common: Common) -> Iterator[Campaign]:
    """Yield the campaigns of one locality; none where its profile, units or plan cannot be read."""
    home = locality_home(locality)
    found = reader.list(home)
    _refuse_unknown(reader, home, found, _LOCALITY_FILES, "thư mục của địa phương")
    profile_path = _path_of(found, home, "dia-phuong")
    profile, _ = reader.read(Locality, profile_path)
    units, unit_paths = _units(reader, home, found)
    base = _Base(locality, profile, (profile_path,), units, unit_paths)
    for folder in found.folders:
        if folder in ("don-vi", "van-ban") or folder.startswith("_"):
            continue
        match = _PERIOD_FOLDER.fullmatch(folder)
        if match is None:
            cure = "đặt tên theo kỳ: 2026 hoặc 2026-2030, hai đợt một kỳ thì thêm chữ: 2026-dot-2"
            reader.error(f"{home}/{folder}", UNKNOWN_FOLDER, f"thư mục “{folder}” không phải tên một đợt", cure)
            continue
        period = Period(int(match[1]), int(match[2] or match[1]))
        yield from _campaign(reader, base, folder, period, match[3] or "", common)


def _path_of(found: Listing, home: str, stem: str) -> str:
    """Return the file of a name in a folder, .yaml or .yml; where it would stand if there is none."""
    return dict(found.files).get(stem, f"{home}/{stem}.yaml")


def _units(reader: Reader, home: str, found: Listing) -> tuple[tuple[Unit, ...] | None, tuple[str, ...]]:
    """Return the units of `don-vi.yaml`, or of the files in `don-vi/`, joined; None where one cannot be read.

    Where there is neither there are no paths, and nothing is told yet: a report needs no units.
    """
    if not any("don-vi" in names for names in (dict(found.files), dict(found.odd), found.folders)):
        return None, ()
    paths = [_path_of(found, home, "don-vi")]
    if "don-vi" in found.folders:
        paths = [path for _, path in reader.list(f"{home}/don-vi").files]
        if any(stem == "don-vi" for stem, _ in found.files):
            message, cure = "có cả don-vi.yaml và thư mục don-vi/", "giữ một trong hai"
            reader.error(f"{home}/don-vi.yaml", UNKNOWN_FILE, message, cure)
            return None, ()
        if not paths:
            message, cure = "thư mục don-vi/ không có tệp nào", "chép danh sách đơn vị vào đây"
            reader.error(f"{home}/don-vi", UNKNOWN_FOLDER, message, cure)
    lists = [reader.read(UnitList, path)[0] for path in paths]
    if not lists or any(units is None for units in lists):
        return None, tuple(paths)
    return tuple(unit for units in lists if units for unit in units.units), tuple(paths)


def _opening(found: Listing) -> str:
    """Return the name of the file that opens a plan's folder: `ke-hoach`, or one named after its kind where there is none."""
    stems = [stem for stem, _ in found.files]
    return next((stem for stem in _OPENING if stem in stems), _MAIN)


def _without_units(reader: Reader, base: _Base, plan: Plan) -> _Base:
    """Return what a plan is read with where no units are told: none for a report, for any other plan that is an error."""
    if plan.kind in REPORT_KINDS:
        return replace(base, units=())
    path = f"{locality_home(base.slug)}/don-vi.yaml"
    reader.read(UnitList, path)
    return replace(base, unit_paths=(path,))


def _of_plan(reader: Reader, base: _Base, home: str, found: Listing) -> _Base:
    """Return what a plan's folder puts in place of the locality's: keys of its profile, its units."""
    stems = [stem for stem, _ in found.files]
    if "dia-phuong" in stems:
        own, below = _path_of(found, home, "dia-phuong"), base.locality_paths[0]
        locality = reader.read_over(Locality, below, own) if base.locality else None
        base = replace(base, locality=locality, locality_paths=(below, own))
    if "don-vi" in stems or "don-vi" in found.folders:
        units, paths = _units(reader, home, found)
        base = replace(base, units=units, unit_paths=paths)
    return base


def _campaign(
    reader: Reader, shared: _Base, folder: str, period: Period, suffix: str, common: Common
) -> Iterator[Campaign]:
    home = plan_home(shared.slug, folder)
    found = reader.list(home)
    main = _opening(found)
    _refuse_unknown(reader, home, found, (main, *_PLAN_FILES), "thư mục của đợt")
    plan_path = _path_of(found, home, main)
    plan, texts = reader.read(Plan, plan_path)
    base = _of_plan(reader, shared, home, found)
    if base.units is None and not base.unit_paths and plan:
        base = _without_units(reader, base, plan)
    labels = {year: year_label(year, suffix) for year in period.years}
    if not _takes_years(reader, base.slug, tuple(labels.values()), plan_path):
        return
    if plan:
        plan = plan.model_copy(update={"forms": completed(plan.forms, common.forms)})
    expected = Expected(base.slug, base.units, plan.forms if plan else (), common.forms)
    wanted = labels if reader.wants(base.slug) else {}
    filed = tuple(f for year, label in wanted.items() for f in filed_in(reader, expected, year, label))
    office_files = tuple(_office_files(reader, home, found, period, main))
    if plan and plan.period != period:
        message = f"kỳ của kế hoạch ({plan.period}) khác tên thư mục “{folder}”"
        cure = f"sửa mục ky, hoặc tên thư mục: {_folder_name(plan.period)}"
        reader.error_at(plan.at("period"), WRONG_PERIOD, message, cure)
        return
    if base.locality is None or base.units is None or plan is None:
        return
    before = tuple(registered_before(reader, expected, period.first - 1, suffix)) if wanted else ()
    yield Campaign(
        slug=base.slug,
        folder=folder,
        suffix=suffix,
        locality=base.locality,
        plan=plan,
        units=base.units,
        filed=filed + before,
        office_files=office_files,
        as_of=reader.today,
        locality_paths=base.locality_paths,
        units_paths=base.unit_paths,
        plan_path=plan_path,
        plan_texts=texts,
        plan_photos=_photos(reader, plan, plan_path, home),
        built_in=common.forms,
        profiles=common.profiles,
    )


def _takes_years(reader: Reader, locality: str, labels: tuple[str, ...], plan_path: str) -> bool:
    """Whether a plan has its years for itself; it takes them, or the finding is noted that another one has."""
    taken = [reader.years[locality, label] for label in labels if (locality, label) in reader.years]
    if taken:
        cure = "thêm một chữ sau tên thư mục: 2026-dot-2"
        reader.error(plan_path, WRONG_PERIOD, f"kỳ này đã có kế hoạch {taken[0]}", cure)
        return False
    reader.years |= {(locality, label): plan_path for label in labels}
    return True


def _office_files(reader: Reader, home: str, found: Listing, period: Period, main: str) -> Iterator[OfficeFile]:
    """Yield what the office has added to the file that opens a plan's folder, one file or a folder of files of a kind."""
    paths = [(stem, path) for stem, path in found.files if stem in _OFFICE_STEMS and stem != main]
    for folder in found.folders:
        if folder in _OFFICE_STEMS:
            paths += [(folder, path) for _, path in reader.list(f"{home}/{folder}").files]
    for stem, path in paths:
        kind = _OFFICE_STEMS[stem]
        record, texts = reader.read(record_of_office(kind), path, home)
        if record is None:
            # of which year it was is not known: no paper of any year that needs it may go out without it
            yield from (OfficeFile(kind, year, path, texts, None) for year in period.years)
            continue
        year = getattr(record, "year", None) or period.first
        if record and len(period.years) > 1 and getattr(record, "year", None) is None:
            message, cure = "kế hoạch nhiều năm: tệp này phải nói của năm nào", f"thêm “nam: {period.first}”"
            reader.error(path, WRONG_PERIOD, message, cure)
        elif record and year not in period.years:
            reader.error_at(record.at("year"), WRONG_PERIOD, f"năm {year} ngoài {period}", "sửa mục nam")
        yield OfficeFile(kind, year, path, texts, record, _photos(reader, record, path, home))


def _photos(reader: Reader, record: Record | None, path: str, home: str) -> Mapping[str, SeenPhoto]:
    """Return the photos that the papers of a file name in their texts, as they name them."""
    heads = (record, getattr(record, "notice", None), getattr(record, "minutes", None))
    papers = [head for head in heads if isinstance(head, OfficePaper)]
    reading = Reading(reader.root, path, home)
    return {p.file: reader.photo(reading, p.file) for paper in papers for p in paper.pictures}


def _refuse_unknown(reader: Reader, home: str, found: Listing, known: tuple[str, ...], where: str) -> None:
    for stem, path in found.files:
        if stem not in known:
            message = f"không có loại tệp “{stem}.yaml” ở {where}"
            reader.error(path, UNKNOWN_FILE, message, did_you_mean(stem, known))
    for folder in found.folders if _MAIN in known else ():
        close = nearest(folder, (*_OFFICE_STEMS, "van-ban", "don-vi"))
        if close and close != folder:
            message = f"thư mục “{folder}” không được đọc ở đây"
            reader.error(f"{home}/{folder}", UNKNOWN_FOLDER, message, did_you_mean(folder, (close,)))


def _folder_name(period: Period) -> str:
    return str(period.first) if period.first == period.last else f"{period.first}-{period.last}"
