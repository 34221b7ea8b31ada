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

from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.layout import Frame, Profile
from dvkgen.model.campaign import Campaign, Filed, SeenPhoto
from dvkgen.model.locality import Locality, Organ
from dvkgen.model.plan import Period, Plan
from dvkgen.model.record import Record
from dvkgen.model.submission import AchievementBrief, Article, Commendations, Filing, Photo, Registration
from dvkgen.model.unit import Unit, UnitList
from dvkgen.source.decode import Reading, read_record
from dvkgen.source.photo import look_at
from dvkgen.text import did_you_mean, nearest

FILES: Mapping[str, type[Filing]] = {"dang-ky": Registration, "trich-ngang": AchievementBrief, "bai-viet": Article}
LATER: Mapping[str, type[Record]] = {"khen-thuong": Commendations}
_PLAN_FILES = ("ke-hoach", *LATER)
_LOCALITY_FILES = ("dia-phuong", "don-vi")
_PERIOD_FOLDER = re.compile(r"(\d{4})(?:-(\d{4}))?(?:-([a-z][a-z0-9-]*))?")
_YEAR_FOLDER = re.compile(r"(\d{4})(?:-([a-z][a-z0-9-]*))?")
_OWN_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Repository:
    """What `load` returns: the campaigns, the layout frames, and the findings of reading them."""

    root: Path
    campaigns: tuple[Campaign, ...]
    frames: Mapping[str, Frame]
    findings: tuple[Finding, ...]


def templates_of(root: Path) -> Path:
    """Return the folder of templates: the repository's own, else the one that comes with dvkgen."""
    own = root / "templates"
    return own if own.is_dir() else _OWN_TEMPLATES


def load(root: Path, today: date) -> Repository:
    """Return everything below `plans/` and `submissions/` of a root folder, as of a day."""
    loader = _Loader(root, today)
    frames = _frames(templates_of(root), loader)
    campaigns = tuple(c for slug in loader.folders("plans") for c in loader.campaigns(slug))
    loader.refuse_strangers()
    for campaign in campaigns:
        loader.refuse_unknown_profiles(campaign, tuple(frames))
    return Repository(root, campaigns, frames, tuple(loader.findings))


def _frames(templates: Path, loader: _Loader) -> Mapping[str, Frame]:
    frames: dict[str, Frame] = {}
    for folder in sorted((templates / "the-thuc").glob("*/")):
        profile, findings, _ = read_record(Profile, templates.parent, f"templates/the-thuc/{folder.name}/the-thuc.yaml")
        loader.findings.extend(findings)
        if profile:
            try:
                docx, html = (folder / "khung.docx").read_bytes(), (folder / "khung.html").read_text("utf-8")
            except OSError as error:
                raise DvkgenError(f"thể thức {folder.name} thiếu tệp khung: {error.filename}") from error
            frames[folder.name] = Frame(folder.name, profile, docx, html)
    return frames


class _Loader:
    """Walks the folders of one repository and collects what it finds wrong."""

    def __init__(self, root: Path, today: date) -> None:
        self.root, self.today = root, today
        self.findings: list[Finding] = []
        self.seen_years: set[tuple[str, str]] = set()

    def folders(self, *parts: str) -> list[str]:
        """Return the names of the folders in a folder, sorted; those beginning with `_` or `.` are nobody's."""
        folder = self.root.joinpath(*parts)
        names = (entry.name for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else ()
        return sorted(name for name in names if name[0] not in "_.")

    def yaml_stems(self, *parts: str) -> Iterator[tuple[str, str]]:
        """Yield stem and path of each YAML file in a folder, sorted."""
        folder = self.root.joinpath(*parts)
        for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
            if entry.suffix in (".yaml", ".yml") and entry.is_file():
                yield entry.stem, "/".join((*parts, entry.name))

    def error(self, path: str, check: str, message: str, cure: str) -> None:
        self.findings.append(Finding(Mark(path), check, Severity.ERROR, message, cure))

    def read(self, kind: type[R], path: str) -> tuple[R | None, tuple[str, ...]]:
        """Return a record and the texts it draws in, keeping its findings."""
        record, findings, texts = read_record(kind, self.root, path)
        self.findings.extend(findings)
        return record, texts

    # --- plans ------------------------------------------------------------------------------------

    def campaigns(self, slug: str) -> Iterator[Campaign]:
        """Yield the campaigns of one locality; none where its profile, units or plan cannot be read."""
        home = ("plans", slug)
        locality_path = "/".join((*home, "dia-phuong.yaml"))
        locality, _ = self.read(Locality, locality_path)
        units, unit_paths = self._units(*home)
        self._refuse_unknown_files(home, _LOCALITY_FILES)
        for folder in self.folders(*home):
            if folder in ("don-vi", "van-ban"):
                continue
            match = _PERIOD_FOLDER.fullmatch(folder)
            if not match:
                self.error(
                    f"plans/{slug}/{folder}",
                    "unknown-folder",
                    f"thư mục “{folder}” không phải tên một đợt",
                    "đặt tên theo kỳ: 2026 hoặc 2026-2030, hai đợt một kỳ thì thêm chữ: 2026-dot-2",
                )
                continue
            yield from self._campaign((slug, folder, match[3] or ""), locality, locality_path, units, unit_paths)

    def _units(self, *home: str) -> tuple[tuple[Unit, ...] | None, tuple[str, ...]]:
        paths = ["/".join((*home, "don-vi.yaml"))]
        if self.root.joinpath(*home, "don-vi").is_dir():
            paths = [path for _, path in self.yaml_stems(*home, "don-vi")]
        lists = [self.read(UnitList, path)[0] for path in paths]
        if not lists or any(units is None for units in lists):
            return None, tuple(paths)
        return tuple(unit for units in lists if units for unit in units.units), tuple(paths)

    def _campaign(
        self,
        names: tuple[str, str, str],
        locality: Locality | None,
        locality_path: str,
        units: tuple[Unit, ...] | None,
        unit_paths: tuple[str, ...],
    ) -> Iterator[Campaign]:
        slug, folder, word = names
        home = ("plans", slug, folder)
        self._refuse_unknown_files(home, _PLAN_FILES)
        plan_path = "/".join((*home, "ke-hoach.yaml"))
        plan, texts = self.read(Plan, plan_path)
        later = {
            stem: (path, self.read(LATER[stem], path)[0]) for stem, path in self.yaml_stems(*home) if stem in LATER
        }
        if plan and _PERIOD_FOLDER.fullmatch(folder) and not folder.startswith(_folder_name(plan.period)):
            self.error(
                plan_path,
                "wrong-period",
                f"kỳ của kế hoạch ({plan.period}) khác tên thư mục “{folder}”",
                f"sửa mục ky, hoặc đổi tên thư mục thành {_folder_name(plan.period)}",
            )
            return
        years = plan.period.years if plan else ()
        filed = tuple(f for year in years for f in self._filed(slug, year, word, units or ()))
        filed += tuple(self._registered_before(slug, years[0] - 1, word)) if years else ()
        if locality is None or units is None or plan is None:
            return
        commendations = later.get("khen-thuong", ("", None))[1]
        assert commendations is None or isinstance(commendations, Commendations)
        yield Campaign(
            slug, folder, word, locality, plan, units, filed, commendations, self.today,
            locality_path, unit_paths, plan_path, texts, tuple(path for path, _ in later.values()),
        )  # fmt: skip

    def _refuse_unknown_files(self, home: tuple[str, ...], known: tuple[str, ...]) -> None:
        for stem, path in self.yaml_stems(*home):
            if stem not in known:
                self.error(
                    path, "unknown-file", f"không có loại tệp “{stem}.yaml” ở thư mục này", did_you_mean(stem, known)
                )

    # --- submissions ------------------------------------------------------------------------------

    def _filed(self, slug: str, year: int, word: str, units: tuple[Unit, ...]) -> Iterator[Filed]:
        label = f"{year}-{word}" if word else str(year)
        self.seen_years.add((slug, label))
        home = ("submissions", slug, label)
        codes = [unit.code for unit in units]
        for unit in self.folders(*home):
            if units and unit not in codes:
                self.error(
                    "/".join((*home, unit)),
                    "unknown-unit",
                    f"thư mục “{unit}” không phải mã của một đơn vị",
                    did_you_mean(unit, codes),
                )
            yield from self._filed_by(unit, year, (*home, unit))

    def _registered_before(self, slug: str, year: int, word: str) -> Iterator[Filed]:
        """Yield the registrations of the year before the period: this year's goals are compared with theirs."""
        label = f"{year}-{word}" if word else str(year)
        self.seen_years.add((slug, label))
        for unit in self.folders("submissions", slug, label):
            path = f"submissions/{slug}/{label}/{unit}/dang-ky.yaml"
            if (self.root / path).is_file():
                yield self._file(unit, year, "dang-ky", "", path)

    def _filed_by(self, unit: str, year: int, home: tuple[str, ...]) -> Iterator[Filed]:
        for stem, path in self.yaml_stems(*home):
            if stem in FILES:
                yield self._file(unit, year, stem, "", path)
            else:
                self.error(path, "unknown-file", f"không có loại tệp “{stem}.yaml”", did_you_mean(stem, FILES))
                yield Filed(unit, year, _kind(nearest(stem, FILES) or ""), stem, path, (), None)
        for folder in (name for name in self.folders(*home) if name in FILES):
            for stem, path in self.yaml_stems(*home, folder):
                yield self._file(unit, year, folder, stem, path)

    def _file(self, unit: str, year: int, stem: str, name: str, path: str) -> Filed:
        record, texts = self.read(FILES[stem], path)
        photos = tuple(self._photo(path, photo) for photo in record.photos) if isinstance(record, Article) else ()
        return Filed(unit, year, _kind(stem), name, path, texts, record, photos)

    def _photo(self, path: str, photo: Photo) -> SeenPhoto:
        reading = Reading(self.root, path)
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
                self.findings.append(
                    Finding(
                        record.at("profile"),
                        "unknown-profile",
                        Severity.ERROR,
                        message,
                        did_you_mean(record.profile, known),
                    )
                )

    def refuse_strangers(self) -> None:
        """Report folders of submissions that no plan asks for."""
        localities = {slug for slug, _ in self.seen_years} | set(self.folders("plans"))
        for slug in self.folders("submissions"):
            if slug not in localities:
                self.error(
                    f"submissions/{slug}",
                    "unknown-folder",
                    f"không có địa phương “{slug}” trong plans/",
                    did_you_mean(slug, sorted(localities)),
                )
                continue
            known = sorted(label for of, label in self.seen_years if of == slug)
            for label in self.folders("submissions", slug):
                if known and label not in known:
                    self.error(
                        f"submissions/{slug}/{label}",
                        "unknown-folder",
                        f"không kế hoạch nào của {slug} có kỳ “{label}”",
                        did_you_mean(label, known),
                    )


def _kind(stem: str) -> str:
    return stem.replace("-", "_")


def _folder_name(period: Period) -> str:
    return str(period.first) if period.first == period.last else f"{period.first}-{period.last}"
