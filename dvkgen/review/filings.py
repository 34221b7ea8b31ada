"""Which file of one side is which of the other, and which models went from one file to another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dvkgen.campaign.campaign import Campaign, grouped
from dvkgen.campaign.file import Filed, OfficeFile
from dvkgen.campaign.titles import kind_title
from dvkgen.review.matching import in_old_order
from dvkgen.review.records import Move, Moves
from dvkgen.schema.answer import RegistrationSlip
from dvkgen.schema.kinds import kind_of
from dvkgen.schema.record import Record
from dvkgen.schema.submission import AchievementBrief, Initiative, Registration
from dvkgen.text import fold


@dataclass(frozen=True)
class FilePair:
    """A file of units on both sides, None on the side where it is not."""

    old: Filed | None
    new: Filed | None

    @property
    def latest(self) -> Filed:
        """The file as it is, or as it was where it is gone."""
        found = self.new or self.old
        assert found is not None
        return found


def file_pairs(old: Campaign | None, new: Campaign | None) -> list[FilePair]:
    """Return the files that units sent in pairs; one that only has another name in its folder is the same file."""
    renamed = _renamed_units(old, new)
    left_old, left_new = list(old.filed if old else ()), list(new.filed if new else ())
    found: list[FilePair] = []

    def own(filed: Filed) -> Hashable:
        return (renamed.get(filed.unit, filed.unit), filed.year, filed.kind, filed.name)

    def content(filed: Filed) -> Hashable:
        unit = renamed.get(filed.unit, filed.unit)
        return (unit, filed.year, filed.kind, repr(filed.record)) if filed.record else None

    def subject(filed: Filed) -> Hashable:
        unit, about = renamed.get(filed.unit, filed.unit), _about(filed.record)
        return (unit, filed.year, filed.kind, about) if about else None

    for key in (own, content, subject):
        left_old, left_new = _paired(left_old, left_new, key, found)
    found += [FilePair(None, filed) for filed in left_new] + [FilePair(filed, None) for filed in left_old]
    return sorted(found, key=lambda pair: pair.latest.path)


def _paired(
    old: list[Filed], new: list[Filed], key: Callable[[Filed], Hashable], found: list[FilePair]
) -> tuple[list[Filed], list[Filed]]:
    """Put files of one key into pairs; return what is left on either side."""
    known = grouped((filed for filed in old if key(filed) is not None), key)
    left: list[Filed] = []
    for filed in new:
        same = known.get(key(filed))
        if same:
            found.append(FilePair(same.pop(0), filed))
        else:
            left.append(filed)
    paired = {id(pair.old) for pair in found}
    return [filed for filed in old if id(filed) not in paired], left


def _about(record: Record | None) -> str:
    """Return the model that a file is about, nothing where it is about none or about several."""
    if isinstance(record, RegistrationSlip):
        return fold(record.name)
    return fold(str(getattr(record, "initiative", "") or ""))


def _renamed_units(old: Campaign | None, new: Campaign | None) -> Mapping[str, str]:
    """Return the new code of each unit that has only changed its code."""
    if old is None or new is None:
        return {}
    now = {fold(unit.name): unit.code for unit in new.units}
    kept = {unit.code for unit in new.units}
    return {unit.code: now[fold(unit.name)] for unit in old.units if unit.code not in kept and fold(unit.name) in now}


_Placed = tuple[Filed, Initiative]


def moves(old: Campaign | None, new: Campaign | None, pairs: Iterable[FilePair]) -> Mapping[int, Moves]:
    """Return the models of each year that went from one file to another, by their codes: each with whose the files are."""
    if old is None or new is None:
        return {}
    lost: dict[tuple[int, str], list[_Placed]] = {}
    gained: dict[tuple[int, str], list[_Placed]] = {}
    for pair in pairs:
        before, after = ({i.code: i for i in filed.initiatives} if filed else {} for filed in (pair.old, pair.new))
        for found, these, others, filed in ((lost, before, after, pair.old), (gained, after, before, pair.new)):
            for code in (these.keys() - others.keys()) if filed else ():
                assert filed is not None
                found.setdefault((pair.latest.year, code), []).append((filed, these[code]))
    moved: dict[int, dict[str, Move]] = {}
    for year, code in sorted(lost.keys() & gained.keys()):
        if step := _step(lost[year, code], gained[year, code]):
            (left, model), (reached, _) = step
            moved.setdefault(year, {})[code] = Move(owner(old, left), owner(new, reached), model)
    return moved


def _step(lost: list[_Placed], gained: list[_Placed]) -> tuple[_Placed, _Placed] | None:
    """Return from where to where a model went: the same by name, or the only one of its code on either side."""
    named = {fold(model.name): (filed, model) for filed, model in lost}
    same = ((named[fold(now.name)], (filed, now)) for filed, now in gained if fold(now.name) in named)
    alone = (lost[0], gained[0]) if len(lost) == len(gained) == 1 else None
    step = next(same, alone)
    return step if step and step[0][0].path != step[1][0].path else None


def owner(campaign: Campaign, filed: Filed) -> str:
    """Return whose file it is and of which kind, as a heading."""
    unit = campaign.unit(filed.unit)
    title = kind_title(campaign, filed.kind, kind_of(filed.kind).title)
    named = f" ({filed.name})" if filed.name else ""
    return f"{unit.name if unit else filed.unit}: {title.lower() if title.isupper() else title[:1].lower() + title[1:]}{named}"


def office_pairs(old: Campaign | None, new: Campaign | None) -> Iterator[tuple[OfficeFile | None, OfficeFile | None]]:
    """Yield the files that the office added to a plan's folder, in pairs."""
    keys = (lambda file: (file.kind, file.year, file.path.rpartition("/")[2]), lambda file: (file.kind, file.year))
    left_old, left_new = list(old.office_files if old else ()), list(new.office_files if new else ())
    for key in keys:
        known = grouped(left_old, key)
        for file in list(left_new):
            if same := known.get(key(file)):
                match = same.pop(0)
                left_old = [other for other in left_old if other is not match]
                left_new = [other for other in left_new if other is not file]
                yield match, file
    yield from ((file, None) for file in left_old)
    yield from ((None, file) for file in left_new)


def in_order_of(old: Campaign, new: Campaign, pairs: Iterable[FilePair]) -> Campaign:
    """Return the new campaign as if nobody had put anything in another order, or a file under another name.

    Papers of both sides are compared so: a paper in which only lines changed places is told by nobody.
    """
    same = {
        id(pair.new): replace(pair.old, photos=pair.new.photos)
        for pair in pairs
        if pair.old and pair.new and pair.old.record == pair.new.record and pair.old.unit == pair.new.unit
    }
    before = {id(pair.new): pair.old for pair in pairs if pair.new and pair.old}
    filed = (same.get(id(file), file) for file in (_ordered(before.get(id(one)), one, same) for one in new.filed))
    units = in_old_order(old.units, new.units, lambda unit: unit.code)
    quotas = in_old_order(old.plan.quotas, new.plan.quotas, lambda quota: quota.code)
    deadlines = in_old_order(old.plan.deadlines, new.plan.deadlines, lambda deadline: deadline.code)
    plan = new.plan.model_copy(update={"quotas": quotas, "deadlines": deadlines})
    return replace(new, filed=tuple(filed), units=units, plan=plan)


def _ordered(old: Filed | None, new: Filed, same: Mapping[int, Filed]) -> Filed:
    """Return a file with its models and nominations in the order of the older one."""
    if old is None or id(new) in same or old.record == new.record:
        return new
    match old.record, new.record:
        case Registration() as before, Registration() as after:
            ordered = in_old_order(before.initiatives, after.initiatives, lambda one: one.code)
            dropped = in_old_order(before.dropped, after.dropped, lambda one: fold(one.initiative))
            record: Registration | AchievementBrief = after.model_copy(
                update={"initiatives": ordered, "dropped": dropped}
            )
        case AchievementBrief() as before_brief, AchievementBrief() as after_brief:
            nominations = in_old_order(
                before_brief.nominations, after_brief.nominations, lambda one: repr((one.initiative, one.subject))
            )
            record = after_brief.model_copy(update={"nominations": nominations})
        case _:
            return new
    return replace(new, record=record)
