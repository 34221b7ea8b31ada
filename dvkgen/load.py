"""A root folder to a `Repository`: every plan with what answers it, and every finding of reading them.

The table `FILES` says which record a file name means. This module opens no file of a user itself;
`source` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from dvkgen.findings import Finding, Mark, Severity
from dvkgen.layout import Frame
from dvkgen.model.campaign import Campaign, Filed, SeenPhoto
from dvkgen.model.locality import Locality, Organ
from dvkgen.model.plan import Period, Plan
from dvkgen.model.record import Record
from dvkgen.model.submission import AchievementBrief, Article, Commendations, Filing, Photo, Registration
from dvkgen.model.unit import Unit, UnitList
from dvkgen.source.decode import Reading, read_record
from dvkgen.source.folder import Listing, files_below, listing
from dvkgen.source.frame import read_frames, templates_of
from dvkgen.source.photo import look_at
from dvkgen.text import did_you_mean, nearest

FILES: Mapping[str, type[Filing]] = {"dang-ky": Registration, "trich-ngang": AchievementBrief, "bai-viet": Article}
LATER: Mapping[str, type[Record]] = {"khen-thuong": Commendations}
_PLAN_FILES = ("ke-hoach", *LATER)
_LOCALITY_FILES = ("dia-phuong", "don-vi")
_PERIOD_FOLDER = re.compile(r"(\d{4})(?:-(\d{4}))?(?:-([a-z][a-z0-9-]*))?")

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Repository:
    """What `load` returns: the campaigns, the layout frames, and the findings of reading them."""

    root: Path
    campaigns: tuple[Campaign, ...]
    frames: Mapping[str, Frame]
    findings: tuple[Finding, ...]


def load(root: Path, today: date) -> Repository:
    """Return everything below `plans/` and `submissions/` of a root folder, as of a day."""
    loader = _Loader(root, today)
    frames, findings = read_frames(templates_of(root))
    loader.findings.extend(findings)
    localities = tuple(slug for slug in loader.list("plans").folders if not slug.startswith("_"))
    campaigns = tuple(c for slug in localities for c in loader.campaigns(slug))
    loader.refuse_strangers(localities)
    for campaign in campaigns:
        loader.refuse_unknown_profiles(campaign, tuple(frames))
    return Repository(root, campaigns, frames, tuple(loader.findings))


class _Loader:
    """Walks the folders of one repository and collects what it finds wrong."""

    def __init__(self, root: Path, today: date) -> None:
        self.root, self.today = root, today
        self.findings: list[Finding] = []
        self.years: dict[tuple[str, str], str] = {}

    def error(self, path: str, check: str, message: str, cure: str) -> None:
        self.findings.append(Finding(Mark(path), check, Severity.ERROR, message, cure))

    def list(self, folder: str) -> Listing:
        """Return what lies in a folder, keeping its findings."""
        found = listing(self.root, folder)
        self.findings.extend(found.findings)
        return found

    def read(self, kind: type[R], path: str, home: str = "") -> tuple[R | None, tuple[str, ...]]:
        """Return a record and the texts it draws in, keeping its findings."""
        record, findings, texts = read_record(kind, self.root, path, home)
        self.findings.extend(findings)
        return record, texts

    # --- plans ------------------------------------------------------------------------------------

    def campaigns(self, slug: str) -> Iterator[Campaign]:
        """Yield the campaigns of one locality; none where its profile, units or plan cannot be read."""
        home = f"plans/{slug}"
        found = self.list(home)
        self._refuse_unknown(home, found, _LOCALITY_FILES, "thư mục của địa phương")
        locality, _ = self.read(Locality, f"{home}/dia-phuong.yaml")
        units, unit_paths = self._units(home, found)
        for folder in found.folders:
            if folder in ("don-vi", "van-ban") or folder.startswith("_"):
                continue
            match = _PERIOD_FOLDER.fullmatch(folder)
            if match is None:
                cure = "đặt tên theo kỳ: 2026 hoặc 2026-2030, hai đợt một kỳ thì thêm chữ: 2026-dot-2"
                self.error(f"{home}/{folder}", "unknown-folder", f"thư mục “{folder}” không phải tên một đợt", cure)
                continue
            period = Period(int(match[1]), int(match[2] or match[1]))
            base = _Base(slug, locality, f"{home}/dia-phuong.yaml", units, unit_paths)
            yield from self._campaign(base, folder, period, match[3] or "")

    def _units(self, home: str, found: Listing) -> tuple[tuple[Unit, ...] | None, tuple[str, ...]]:
        """Return the units of `don-vi.yaml`, or of the files in `don-vi/`, joined; None where one cannot be read."""
        paths = [f"{home}/don-vi.yaml"]
        if "don-vi" in found.folders:
            inner = self.list(f"{home}/don-vi")
            paths = [path for _, path in inner.files]
            if any(stem == "don-vi" for stem, _ in found.files):
                self.error(
                    f"{home}/don-vi.yaml", "unknown-file", "có cả don-vi.yaml và thư mục don-vi/", "giữ một trong hai"
                )
                return None, ()
            if not paths:
                self.error(
                    f"{home}/don-vi",
                    "unknown-folder",
                    "thư mục don-vi/ không có tệp nào",
                    "chép danh sách đơn vị vào đây",
                )
        lists = [self.read(UnitList, path)[0] for path in paths]
        if not lists or any(units is None for units in lists):
            return None, tuple(paths)
        return tuple(unit for units in lists if units for unit in units.units), tuple(paths)

    def _campaign(self, base: _Base, folder: str, period: Period, word: str) -> Iterator[Campaign]:
        home = f"plans/{base.slug}/{folder}"
        found = self.list(home)
        self._refuse_unknown(home, found, _PLAN_FILES, "thư mục của đợt")
        plan_path = f"{home}/ke-hoach.yaml"
        plan, texts = self.read(Plan, plan_path)
        later = {stem: (path, self.read(LATER[stem], path)[0]) for stem, path in found.files if stem in LATER}
        labels = {year: f"{year}-{word}" if word else str(year) for year in period.years}
        taken = [self.years[base.slug, label] for label in labels.values() if (base.slug, label) in self.years]
        if taken:
            self.error(
                plan_path,
                "wrong-period",
                f"kỳ này đã có kế hoạch {taken[0]}",
                "thêm một chữ sau tên thư mục: 2026-dot-2",
            )
            return
        self.years |= {(base.slug, label): plan_path for label in labels.values()}
        filed = tuple(f for year, label in labels.items() for f in self._filed(base, year, label))
        if plan and plan.period != period:
            message, cure = (
                f"kỳ của kế hoạch ({plan.period}) khác tên thư mục “{folder}”",
                f"sửa mục ky, hoặc tên thư mục: {_folder_name(plan.period)}",
            )
            self.findings.append(Finding(plan.at("period"), "wrong-period", Severity.ERROR, message, cure))
            return
        if base.locality is None or base.units is None or plan is None:
            return
        before = tuple(self._registered_before(base, period.first - 1, word))
        commendations = later.get("khen-thuong", ("", None))[1]
        assert commendations is None or isinstance(commendations, Commendations)
        yield Campaign(
            base.slug, folder, word, base.locality, plan, base.units, filed + before, commendations, self.today,
            base.locality_path, base.unit_paths, plan_path, texts, tuple(path for path, _ in later.values()),
        )  # fmt: skip

    def _refuse_unknown(self, home: str, found: Listing, known: tuple[str, ...], where: str) -> None:
        for stem, path in found.files:
            if stem not in known:
                self.error(
                    path, "unknown-file", f"không có loại tệp “{stem}.yaml” ở {where}", did_you_mean(stem, known)
                )
        for folder in found.folders:
            kind = nearest(folder, LATER) if known is _PLAN_FILES else None
            if kind:
                cure = f"gộp vào một tệp {kind}.yaml"
                self.error(f"{home}/{folder}", "unknown-folder", f"thư mục “{folder}” không được đọc ở đây", cure)

    # --- submissions ------------------------------------------------------------------------------

    def _filed(self, base: _Base, year: int, label: str) -> Iterator[Filed]:
        home = f"submissions/{base.slug}/{label}"
        codes = [unit.code for unit in base.units or ()]
        found = self.list(home)
        for stem, path in found.files:
            self.error(
                path,
                "unknown-file",
                "tệp này không nằm trong thư mục của đơn vị nào",
                "chuyển vào thư mục mang mã đơn vị",
            )
            yield _unread("", year, stem, path)
        yield from (_unread("", year, stem, path) for stem, path in found.odd)
        for unit in found.folders:
            if base.units is not None and unit not in codes:
                message = f"thư mục “{unit}” không phải mã của một đơn vị"
                self.error(f"{home}/{unit}", "unknown-unit", message, did_you_mean(unit, codes))
            yield from self._filed_by(unit, year, f"{home}/{unit}")

    def _registered_before(self, base: _Base, year: int, word: str) -> Iterator[Filed]:
        """Yield the registrations of the year before the period: this year's goals are compared with theirs."""
        label = f"{year}-{word}" if word else str(year)
        home = f"submissions/{base.slug}/{label}"
        if (base.slug, label) in self.years or not (self.root / home).is_dir():
            return
        self.years[base.slug, label] = ""
        message = f"không kế hoạch nào có kỳ “{label}”: chỉ đọc để so mục tiêu với năm nay"
        self.findings.append(Finding(Mark(home), "unknown-folder", Severity.INFO, message))
        for unit in listing(self.root, home).folders:
            path = f"{home}/{unit}/dang-ky.yaml"
            if (self.root / path).is_file():
                yield self._file(unit, year, "dang-ky", "", path)

    def _filed_by(self, unit: str, year: int, home: str) -> Iterator[Filed]:
        found = self.list(home)
        for stem, path in found.files:
            if stem in FILES:
                yield self._file(unit, year, stem, "", path)
            else:
                self.error(path, "unknown-file", f"không có loại tệp “{stem}.yaml”", did_you_mean(stem, FILES))
                yield _unread(unit, year, stem, path)
        yield from (_unread(unit, year, stem, path) for stem, path in found.odd)
        for folder in found.folders:
            yield from self._filed_in(unit, year, home, folder)

    def _filed_in(self, unit: str, year: int, home: str, folder: str) -> Iterator[Filed]:
        if folder not in FILES:
            for path in files_below(self.root, f"{home}/{folder}"):
                message = f"thư mục “{folder}” không phải một loại văn bản"
                self.error(path, "unknown-folder", message, did_you_mean(folder, FILES))
                yield _unread(unit, year, folder, path)
            return
        inner = self.list(f"{home}/{folder}")
        for stem, path in inner.files:
            yield self._file(unit, year, folder, stem, path)
        yield from (_unread(unit, year, folder, path) for _, path in inner.odd)

    def _file(self, unit: str, year: int, stem: str, name: str, path: str) -> Filed:
        home = path.rsplit("/", 2 if name else 1)[0]
        record, texts = self.read(FILES[stem], path, home)
        reading = Reading(self.root, path, home)
        photos = tuple(self._photo(reading, photo) for photo in record.photos) if isinstance(record, Article) else ()
        return Filed(unit, year, _kind(stem), name, path, texts, record, photos)

    def _photo(self, reading: Reading, photo: Photo) -> SeenPhoto:
        try:
            return look_at(self.root, reading.find(photo.file))
        except ValueError as error:
            return SeenPhoto(photo.file, problem=str(error), cure="đặt ảnh vào thư mục của đơn vị")

    def refuse_unknown_profiles(self, campaign: Campaign, known: tuple[str, ...]) -> None:
        """Report a thể thức that no folder of templates/the-thuc holds."""
        organs: tuple[Locality | Organ, ...] = tuple(campaign.locality.organs.values())
        for record in (campaign.locality, *organs):
            if record.profile and record.profile not in known:
                message = f"không có thể thức “{record.profile}” dùng được trong templates/the-thuc"
                cure = did_you_mean(record.profile, known)
                self.findings.append(Finding(record.at("profile"), "unknown-profile", Severity.ERROR, message, cure))

    def refuse_strangers(self, localities: tuple[str, ...]) -> None:
        """Report folders of submissions that no plan asks for."""
        for slug in self.list("submissions").folders:
            if slug not in localities:
                cure = did_you_mean(slug, localities)
                self.error(f"submissions/{slug}", "unknown-folder", f"không có địa phương “{slug}” trong plans/", cure)
                continue
            known = sorted(label for of, label in self.years if of == slug)
            for label in self.list(f"submissions/{slug}").folders:
                if known and label not in known:
                    message = f"không kế hoạch nào của {slug} có kỳ “{label}”"
                    self.error(f"submissions/{slug}/{label}", "unknown-folder", message, did_you_mean(label, known))


@dataclass(frozen=True)
class _Base:
    """What the plans of one locality share."""

    slug: str
    locality: Locality | None
    locality_path: str
    units: tuple[Unit, ...] | None
    unit_paths: tuple[str, ...]


def _unread(unit: str, year: int, stem: str, path: str) -> Filed:
    """Return a file that cannot be read as what it probably is: totals that would need it are withheld."""
    return Filed(unit, year, _kind(nearest(stem, FILES) or ""), stem, path, (), None)


def _kind(stem: str) -> str:
    return stem.replace("-", "_")


def _folder_name(period: Period) -> str:
    return str(period.first) if period.first == period.last else f"{period.first}-{period.last}"
