"""Which record of one side is which of the other: by its code, else by its name, else by what it says."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from dvkgen.review.naming import actor_of, name_of
from dvkgen.schema.form import Form
from dvkgen.schema.plan import Deadline, Quota
from dvkgen.schema.record import Record
from dvkgen.schema.submission import Actor, DroppedInitiative, Initiative, Nomination
from dvkgen.schema.unit import Unit
from dvkgen.text import fold

T = TypeVar("T")
Pairs = list[tuple[T | None, T | None]]
FREE = (Initiative, Unit, Nomination, DroppedInitiative, Quota, Deadline)
"""Records whose order in their list says nothing: putting them in another order is no change."""
_ALIKE = 70
"""How much of two names must be the same, in per cent, for one to be the other's new name."""
_MOST_COMPARED = 250_000
"""Pairs of names that are compared; where more are left over, each is told as gone and as new."""


def pairs_of(old: Sequence[Record], new: Sequence[Record]) -> Pairs[Record]:
    """Return the records of two lists in pairs, in the order of the new list, those that are gone at the end."""
    left_old, left_new = dict(enumerate(old)), dict(enumerate(new))
    found: dict[int, Record] = {}
    for key in (_code, _as_it_is, _folded_name, _said):
        known: dict[Hashable, deque[int]] = {}
        for place, record in left_old.items():
            if (value := key(record)) is not None:
                known.setdefault(value, deque()).append(place)
        for place, record in list(left_new.items()):
            if (value := key(record)) is not None and known.get(value):
                found[place] = left_old.pop(known[value].popleft())
                del left_new[place]
    if len(left_old) * len(left_new) <= _MOST_COMPARED:
        for place, record in left_new.items():
            if (near := _nearest(record, left_old)) is not None:
                found[place] = left_old.pop(near)
    return [
        *((found.get(place), record) for place, record in enumerate(new)),
        *((one, None) for one in left_old.values()),
    ]


def _code(record: Record) -> Hashable:
    code = getattr(record, "code", "") or ""
    if isinstance(record, Form):
        return (record.kind, record.own_code, record.levels)
    if isinstance(record, Actor) and not isinstance(record, Initiative):
        return (getattr(record, "unit", None), fold(str(getattr(record, "initiative", ""))), fold(actor_of(record)))
    return (type(record).__name__, code) if code else None


def _as_it_is(record: Record) -> Hashable:
    return repr(record)


def _folded_name(record: Record) -> Hashable:
    return fold(name_of(record)) or None


def _said(record: Record) -> Hashable:
    """Return what a record is about beside its name: of a model who carries it out in which field."""
    if isinstance(record, Initiative):
        return None
    return fold(str(getattr(record, "initiative", ""))) or None


def _nearest(record: Record, others: Mapping[int, Record]) -> int | None:
    """Return the place of the record left over that is most probably the same under another name."""
    if isinstance(record, Initiative):
        who = fold(actor_of(record))
        same = {n: one for n, one in others.items() if isinstance(one, Initiative) and fold(actor_of(one)) == who}
        others = same or others
    name = fold(name_of(record))
    scored = [(fuzz.ratio(name, fold(name_of(other))), -place) for place, other in others.items()]
    best = max(scored, default=(0.0, 0))
    if best[0] >= _ALIKE:
        return -best[1]
    is_unnamed = not name and len(others) == 1 and not name_of(next(iter(others.values())))
    return next(iter(others)) if is_unnamed else None


def in_old_order(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    """Return a new list with what the old one has too in the old one's order; what is added keeps its place."""
    place = {key(one): number for number, one in enumerate(old)}
    known = iter(sorted((one for one in new if key(one) in place), key=lambda one: place[key(one)]))
    return tuple(next(known) if key(one) in place else one for one in new)
