"""What changed in each file of a campaign, and what a reviewer must look at: late, closed, or of several units at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.deadlines import answering, due_in, is_late
from dvkgen.campaign.file import Filed, OfficeFile
from dvkgen.disk.seen_photo import SeenPhoto
from dvkgen.findings import Mark
from dvkgen.printed import short_date
from dvkgen.review.change import Change, ChangedFile, Kind
from dvkgen.review.filings import FilePair, office_pairs, owner
from dvkgen.review.naming import Spelling
from dvkgen.review.records import Moves, Speaker, list_changes, record_changes, whole
from dvkgen.schema.kinds import kind_of
from dvkgen.schema.record import Record

_VERBS = {Kind.ADDED: "thêm", Kind.REMOVED: "xóa"}


def office_changes(old: Campaign | None, new: Campaign | None) -> Iterator[ChangedFile]:
    """Yield what changed in the files of the office: the locality, its units, the plan, what is added to it."""
    speaker = Speaker(Spelling(old), Spelling(new))
    latest = new or old
    assert latest is not None
    place = latest.locality_paths[-1]
    told = _between(speaker, old.locality if old else None, new.locality if new else None)
    yield from _changed("Địa phương", (place, place), tuple(told), (old, new))
    changes = (
        *_between(speaker, old.plan if old else None, new.plan if new else None),
        *_photo_changes(_plan_photos(old), _plan_photos(new)),
    )
    yield from _changed(kind_of(latest.plan.kind).title, (latest.plan_path, latest.plan_path), changes, (old, new))
    units = tuple(list_changes(speaker, old.units if old else (), new.units if new else (), (), "đơn vị"))
    path = (latest.units_paths or latest.locality_paths)[-1]
    yield from _changed("Danh sách đơn vị", (path, path), units, (old, new))
    for was, now in office_pairs(old, new):
        yield from _office_file(speaker, was, now)


def _plan_photos(campaign: Campaign | None) -> Iterable[SeenPhoto]:
    return campaign.plan_photos.values() if campaign else ()


def _office_file(speaker: Speaker, old: OfficeFile | None, new: OfficeFile | None) -> Iterator[ChangedFile]:
    latest = new or old
    assert latest is not None
    changes = (
        *_record_changes(speaker, old, new),
        *_photo_changes(old.photos.values() if old else (), new.photos.values() if new else ()),
    )
    paths = (new.path if new else "", old.path if old else "")
    yield from _changed(kind_of(latest.kind).title, paths, changes, (old, new))


def filing_changes(
    old: Campaign | None, new: Campaign | None, pairs: list[FilePair], moved: Mapping[int, Moves]
) -> Iterator[ChangedFile]:
    """Yield what changed in the files of units."""
    for pair in pairs:
        campaign = new if pair.new else old
        assert campaign is not None
        was, now = pair.old, pair.new
        spellings = (Spelling(old, was.unit if was else ""), Spelling(new, now.unit if now else ""))
        speaker = Speaker(*spellings, moved.get(pair.latest.year, {}))
        changes = (
            *_record_changes(speaker, was, now),
            *_photo_changes(was.photos if was else (), now.photos if now else ()),
        )
        paths = (now.path if now else "", was.path if was else "")
        yield from _changed(owner(campaign, pair.latest), paths, changes, (was, now))


def _changed(
    title: str, paths: tuple[str, str], changes: tuple[Change, ...], sides: tuple[object, object]
) -> Iterator[ChangedFile]:
    """Yield a file where anything in it changed; `paths` are the new and the old one."""
    before, after = sides
    kind = Kind.CHANGED if before and after else Kind.ADDED if after else Kind.REMOVED
    if changes or kind is not Kind.CHANGED:
        yield ChangedFile(title, paths[0] or paths[1], paths[1] or paths[0], kind, changes)


def _between(speaker: Speaker, old: Record | None, new: Record | None) -> Iterator[Change]:
    """Yield what changed between two records of a file; of one that is on one side only what it says."""
    if old is not None and new is not None:
        yield from record_changes(speaker, old, new)
    elif new is not None:
        yield from whole(speaker, new, Kind.ADDED)
    elif old is not None:
        yield from whole(speaker, old, Kind.REMOVED)


def _record_changes(
    speaker: Speaker, old: Filed | OfficeFile | None, new: Filed | OfficeFile | None
) -> Iterator[Change]:
    """Yield what changed in a file; of one that can be read on one side only, that alone."""
    if old and new and (old.record is None or new.record is None):
        if (old.record is None) != (new.record is None):
            words = {True: "không đọc được", False: "đọc được"}
            yield Change(Mark(new.path), (), "tệp", Kind.CHANGED, words[old.record is None], words[new.record is None])
        return
    yield from _between(speaker, old.record if old else None, new.record if new else None)


def _photo_changes(old: Iterable[SeenPhoto], new: Iterable[SeenPhoto]) -> Iterator[Change]:
    """Yield the photos whose file holds another picture than before."""
    before = {photo.path: photo for photo in old}
    for photo in new:
        was = before.get(photo.path)
        if was and (was.digest, was.problem) != (photo.digest, photo.problem):
            told, now = _photo(was), _photo(photo)
            now = f"{now}, ảnh khác" if told == now else now
            what = f"ảnh {photo.path.rpartition('/')[2]}"
            yield Change(Mark(photo.path), (), what, Kind.CHANGED, told, now, is_weighty=True)


def _photo(photo: SeenPhoto) -> str:
    return photo.problem or f"{photo.width} × {photo.height} điểm ảnh"


def units_of(
    files: Iterable[ChangedFile], old: Campaign | None, new: Campaign | None, pairs: Iterable[FilePair]
) -> tuple[str, ...]:
    """Return the names of the units whose files were touched."""
    touched = {file.path for file in files}
    names: dict[str, str] = {}
    for pair in pairs:
        if pair.latest.path in touched:
            known = (campaign.unit(pair.latest.unit) for campaign in (new, old) if campaign)
            names[pair.latest.unit] = next((unit.name for unit in known if unit), pair.latest.unit)
    return tuple(names.values())


def with_warnings(
    files: Iterable[ChangedFile], campaign: Campaign, pairs: Iterable[FilePair], units: int
) -> Iterator[ChangedFile]:
    """Yield the files with what a reviewer must look at, by the deadlines of a campaign; `units` says of how many units they are.

    The campaign is the older one, where there is one: a change that moves a deadline is not judged by it.
    """
    by_path = {pair.latest.path: pair for pair in pairs}
    for file in files:
        pair = by_path.get(file.path)
        warnings = [*_late(campaign, pair.latest, file.kind)] if pair else []
        if campaign.is_closed and campaign.plan.closed_on:
            day = short_date(campaign.plan.closed_on)
            warnings.append(f"{_VERBS.get(file.kind, 'sửa')} sau ngày chốt phong trào {day}")
        yield replace(file, warnings=tuple(warnings), units_beside=units - 1 if pair else 0)


def _late(campaign: Campaign, filed: Filed, kind: Kind) -> Iterator[str]:
    """Yield the deadlines after which a file is touched, by the day of the review."""
    included = campaign.plan.counting.deadline_day_included
    if filed.year not in campaign.plan.period.years:
        return
    for deadline, day, asked in due_in(campaign, filed.year):
        answers = kind_of(filed.kind).registers and kind_of(asked).registers
        meant = answers or any(
            file.path == filed.path for file in answering(campaign, deadline, asked, filed.year, filed.unit)
        )
        if (meant or asked == filed.kind) and is_late(campaign.as_of, day, day_included=included):
            yield f"{_VERBS.get(kind, 'sửa')} sau hạn {deadline.name} (trước ngày {short_date(day)})"
            return
