"""A campaign: one plan with all that answers it, seen on one day.

Views are methods that compute; nothing is stored twice.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from dvkgen.campaign.entry import Entry, Subject
from dvkgen.campaign.file import Filed, OfficeFile
from dvkgen.campaign.texts import Texts, passages_of
from dvkgen.disk.paths import target_of, year_label
from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.schema.answer import Article, ResultReport
from dvkgen.schema.form import Form
from dvkgen.schema.locality import Locality, Organ
from dvkgen.schema.office import Commendation, Commendations
from dvkgen.schema.office_paper import OfficePaper
from dvkgen.schema.plan import Plan
from dvkgen.schema.profile import Profile
from dvkgen.schema.record import Record
from dvkgen.schema.submission import AchievementBrief, Actor, Filing, Initiative, Nomination, Registration
from dvkgen.schema.unit import Unit
from dvkgen.text import fold

R = TypeVar("R", bound=Filing)
L = TypeVar("L", bound=Record)
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Campaign:
    """Phong trào ở một nơi, một kỳ. `slug` names the locality's folder, `folder` the plan's.

    `built_in` are the forms that come with dvkgen, for kinds that the plan does not hand out itself; `profiles` the
    layout profiles that can be read, by their slugs.
    """

    slug: str
    folder: str
    suffix: str
    locality: Locality
    plan: Plan
    units: tuple[Unit, ...]
    filed: tuple[Filed, ...]
    office_files: tuple[OfficeFile, ...]
    as_of: date
    locality_paths: tuple[str, ...]
    units_paths: tuple[str, ...]
    plan_path: str
    plan_texts: tuple[str, ...] = ()
    plan_photos: Mapping[str, SeenPhoto] = field(default_factory=dict)
    built_in: tuple[Form, ...] = field(default=())
    profiles: Mapping[str, Profile] = field(default_factory=dict)

    @property
    def judged_on(self) -> date:
        """The day on which lateness is judged: today, or the day the campaign was closed if earlier."""
        return min(self.as_of, self.plan.closed_on) if self.plan.closed_on else self.as_of

    @property
    def is_closed(self) -> bool:
        """Whether the campaign is closed: what is missing stays as information."""
        return bool(self.plan.closed_on and self.plan.closed_on <= self.as_of)

    def label(self, year: int) -> str:
        """Return the name of a year's folder in `submissions/` and `build/`."""
        return year_label(year, self.suffix)

    def target(self, year: int, unit: str, kind: str, name: str = "") -> str:
        """Return the target of a paper of a year, of a unit or of `TOTALS`."""
        return target_of(self.slug, self.label(year), unit, kind, name)

    @property
    def common_paths(self) -> tuple[str, ...]:
        """The files on which every paper of the campaign rests."""
        return (*self.locality_paths, *self.units_paths, self.plan_path)

    def photos_of(self, paper: OfficePaper) -> Mapping[str, SeenPhoto]:
        """Return the photos that the texts of a paper of the office name, as they name them."""
        if paper is self.plan:
            return self.plan_photos
        return {name: seen for file in self.office_files for name, seen in file.photos.items() if file.holds(paper)}

    @property
    def organ(self) -> Organ | None:
        """The organ that issues the plan."""
        return self.locality.organs.get(self.plan.organ)

    @cached_property
    def texts(self) -> Texts:
        """Every text of the campaign: the office's first, in the order of its files, then the units'."""
        office = (self.locality, *self.units, self.plan, *(x.record for x in self.office_files if x.record))
        filed = (f.record for f in self.filed if f.record and f.year in self.plan.period.years)
        return Texts(
            (
                *(passage for record in office for passage in passages_of(record, of_office=True)),
                *(passage for record in filed for passage in passages_of(record, of_office=False)),
            )
        )

    @cached_property
    def _units_by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    def unit(self, code: str) -> Unit | None:
        """Return the unit of that code."""
        return self._units_by_code.get(code)

    @cached_property
    def _units_by_name(self) -> dict[str, Unit]:
        return {fold(name): unit for unit in reversed(self.units) for name in (*unit.aliases, unit.name)}

    def unit_called(self, name: str) -> Unit | None:
        """Return the unit that a code or a name in any spelling means."""
        return self._units_by_code.get(name) or self._units_by_name.get(fold(name))

    def units_in(self, year: int) -> tuple[Unit, ...]:
        """Return the units that exist in a year, in the order of printing."""
        return tuple(unit for unit in self.units if unit.exists_in(year))

    def units_below(self, unit: Unit) -> tuple[Unit, ...]:
        """Return the unit itself and all units under it, in the order of printing."""
        below, left = {unit.code}, [unit.code]
        while left:
            nearest = [code for code in self._codes_under.get(left.pop(), ()) if code not in below]
            below.update(nearest)
            left.extend(nearest)
        return tuple(self.units[place] for place in sorted(self._places[code] for code in below))

    @cached_property
    def _codes_under(self) -> dict[str, list[str]]:
        """The codes of the units right under each that has any."""
        under = grouped((unit for unit in self.units if unit.under), lambda unit: unit.under or "")
        return {code: [unit.code for unit in units] for code, units in under.items()}

    def files(self, kind: str, year: int, unit: str | None = None) -> tuple[Filed, ...]:
        """Return the files of a kind, readable or not, of a year and perhaps of one unit."""
        return tuple(f for f in self._filed(year, unit) if f.kind == kind)

    def is_readable(self, unit: str, year: int, *kinds: str) -> bool:
        """Whether every file of some kinds that a unit sent could be read: if not, what is missing is not known."""
        return all(f.record for kind in kinds for f in self.files(kind, year, unit))

    def records(self, kind: type[R], year: int, unit: str | None = None) -> tuple[tuple[Filed, R], ...]:
        """Return the readable records of a type, each with its file, units in the order of printing."""
        found = ((f, f.record) for f in self._filed(year, unit) if isinstance(f.record, kind))
        order = self._places
        return tuple(sorted(found, key=lambda pair: (order.get(pair[0].unit, len(order)), pair[0].path)))

    def _filed(self, year: int, unit: str | None) -> Sequence[Filed]:
        return self._filed_in.get(year, ()) if unit is None else self._filed_by.get((year, unit), ())

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit.code: place for place, unit in enumerate(self.units)}

    @cached_property
    def _filed_in(self) -> dict[int, list[Filed]]:
        return grouped(self.filed, lambda filed: filed.year)

    @cached_property
    def _filed_by(self) -> dict[tuple[int, str], list[Filed]]:
        return grouped(self.filed, lambda filed: (filed.year, filed.unit))

    def form_of(self, kind: str, level: str | None = None) -> Form | None:
        """Return the form of a kind: the one that the plan hands out (for a level, see `Plan.form_of`), else the built-in one."""
        return self.plan.form_of(kind, level) or next((form for form in self.built_in if form.kind == kind), None)

    def office_files_of(self, kind: str, year: int) -> tuple[OfficeFile, ...]:
        """Return the files of a kind that the office has added for a year, readable or not."""
        return tuple(file for file in self.office_files if file.kind == kind and file.year == year)

    def office_records(self, kind: type[L], year: int | None = None) -> tuple[L, ...]:
        """Return the readable records of a type that the office has added, of one year or of all."""
        return tuple(x.record for x in self.office_files if isinstance(x.record, kind) and year in (None, x.year))

    def commendations(self, year: int) -> tuple[Commendation, ...] | None:
        """Return what the locality sends up in a year, None before it has chosen."""
        files = self.office_records(Commendations, year)
        return tuple(chosen for record in files for chosen in record.chosen) if files else None

    def reports(self, year: int, unit: str | None = None) -> tuple[tuple[Filed, ResultReport], ...]:
        """Return the result reports of a year."""
        return self.records(ResultReport, year, unit)

    def registrations(self, year: int, unit: str | None = None) -> tuple[tuple[Filed, Registration], ...]:
        """Return the registrations of a year."""
        return self.records(Registration, year, unit)

    def briefs(self, year: int, unit: str | None = None) -> tuple[tuple[Filed, AchievementBrief], ...]:
        """Return the trích ngang of a year."""
        return self.records(AchievementBrief, year, unit)

    def articles(self, year: int, unit: str | None = None) -> tuple[tuple[Filed, Article], ...]:
        """Return the articles of a year."""
        return self.records(Article, year, unit)

    def entries(self, year: int) -> tuple[Entry, ...]:
        """Return every registered model of a year, in the order of `don-vi.yaml` and then of the file."""
        return self._entries.get(year, ())

    @cached_property
    def _entries(self) -> dict[int, tuple[Entry, ...]]:
        years = (self.plan.period.first - 1, *self.plan.period.years)
        return {year: tuple(self._entries_in(year)) for year in years}

    @cached_property
    def _entries_by_unit(self) -> dict[tuple[int, str], list[Entry]]:
        of_years = ((year, entry) for year, entries in self._entries.items() for entry in entries)
        pairs = grouped(of_years, lambda pair: (pair[0], pair[1].unit.code))
        return {key: [entry for _, entry in found] for key, found in pairs.items()}

    def _entries_in(self, year: int) -> list[Entry]:
        return [
            self.entry_of(unit, initiative)
            for filed, initiative in self.registered_in(year)
            if (unit := self.unit(filed.unit))
        ]

    def entry_of(self, unit: Unit, initiative: Initiative) -> Entry:
        """Return the entry of a model that `unit` registers; unknown names become None, a check reports them."""
        locality = self.locality
        return Entry(
            initiative,
            unit,
            self.subject_of(initiative, unit),
            locality.sector(initiative.sector) if initiative.sector else _only(locality.sectors),
            locality.level(initiative.level) if initiative.level else _only(locality.levels),
            tuple(u for code in initiative.partners if (u := self.unit_called(code))),
        )

    def registered_in(self, year: int) -> tuple[tuple[Filed, Initiative], ...]:
        """Return the models of a year as they were registered, in lists and in slips, each with its file."""
        return tuple((filed, one) for filed, _ in self.records(Filing, year) for one in filed.initiatives)

    def entries_below(self, unit: Unit, year: int) -> tuple[Entry, ...]:
        """Return the models of a unit and of the units under it."""
        return tuple(e for below in self.units_below(unit) for e in self._entries_by_unit.get((year, below.code), ()))

    def registered(self, unit: str, reference: str, year: int) -> Entry | None:
        """Return the model that another file of a unit means by its code or its full name."""
        mine = self._entries_by_unit.get((year, unit), ())
        by_code = next((e for e in mine if e.initiative.code == reference), None)
        return by_code or next((e for e in mine if fold(e.initiative.name) == fold(reference)), None)

    def last_year_of(self, entry: Entry, year: int) -> Entry | None:
        """Return what a model of a year was in the year before: in its unit, or in those its unit has inherited from."""
        units = (entry.unit.code, *entry.unit.inherits)
        found = (self.registered(unit, entry.initiative.code, year - 1) for unit in units)
        return next(filter(None, found), None)

    def subject_of(self, actor: Actor, unit: Unit) -> Subject | None:
        """Return who an actor in a file of `unit` is, or None where both or neither are named."""
        subject = actor.subject
        if subject is None:
            return None
        own = self.unit_called(subject.name)
        belongs = self.unit_called(subject.unit) if subject.unit else unit
        home = belongs.code if belongs else fold(subject.unit or "")
        key = ("unit", own.code) if own and actor.collective else (fold(subject.name), home)
        named_unit = (belongs.name if belongs else subject.unit) if subject.unit else None
        office = getattr(subject, "title", None)
        shown = ", ".join(part for part in (subject.name, office, named_unit) if part)
        stands_alone = bool(own or named_unit)
        return Subject(key, bool(actor.collective), shown, shown if stands_alone else f"{shown}, {unit.name}")

    def is_chosen(self, commendation: Commendation, nomination: Nomination, unit: Unit, year: int) -> bool:
        """Whether what the locality sends up is this nomination of a unit: the same model and the same subject."""
        ours, theirs = self.subject_of(commendation, unit), self.subject_of(nomination, unit)
        model = self.registered(unit.code, nomination.initiative, year)
        same_model = model is not None and model is self.registered(unit.code, commendation.initiative, year)
        return same_model and ours is not None and theirs is not None and ours.key == theirs.key


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Return items in lists by their keys, in the order in which they come."""
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _only(known: tuple[T, ...]) -> T | None:
    """Return the one field or level of a locality that has a single one: it need not be typed."""
    return known[0] if len(known) == 1 else None
