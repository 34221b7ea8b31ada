"""What changed between two records, value by value, in the words of the office.

Order, spelling of codes, line breaks inside a paragraph: what changes nothing that is said is no change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dvkgen.campaign.texts import flowing
from dvkgen.findings import Mark
from dvkgen.review.change import Change, Kind, words_between
from dvkgen.review.matching import FREE, pairs_of
from dvkgen.review.naming import Spelling, actor_of, described, field_title, name_of, shown_value
from dvkgen.schema.answer import Statistic
from dvkgen.schema.long_text import LongText
from dvkgen.schema.plan import Deadline, Quota
from dvkgen.schema.record import Record
from dvkgen.schema.submission import Actor, Initiative
from dvkgen.text import code_from

_ACTOR = ("collective", "individual")
_KINDS = {"level": Kind.MOVED, "sector": Kind.MOVED}
"""Fields of a model whose change moves it elsewhere in lists and sums."""
_VERDICTS = frozenset({"state", "verdict", "honour"})
"""Fields that say what came of a model."""
_SENTENCE = 6
"""Words of which one that differs is overlooked."""
_SLIP = 10
"""How many times a number is what it was, where a comma has slipped."""


@dataclass(frozen=True)
class Move:
    """A model that went from one file to another: whose they are, and how it stood in the first."""

    origin: str
    goal: str
    before: Record


Moves = Mapping[str, Move]
"""Models that went from one file to another, by their codes."""


@dataclass(frozen=True)
class Speaker:
    """What is known beside the two records: how each side spells codes, and which models went from one file to another."""

    old: Spelling
    new: Spelling
    moves: Moves = field(default_factory=dict)

    def spelling(self, kind: Kind) -> Spelling:
        """Return how the side spells codes on which something stands that is new or gone."""
        return self.new if kind is Kind.ADDED else self.old


def record_changes(speaker: Speaker, old: Record, new: Record, of: tuple[str, ...] = ()) -> Iterator[Change]:
    """Yield what changed between two records of one thing, outermost first."""
    fields = {**type(old).model_fields, **type(new).model_fields}
    if isinstance(old, Actor) and isinstance(new, Actor) and (was := actor_of(old)) != (now := actor_of(new)):
        yield Change(_actor_mark(new), of, "chủ thể", Kind.MOVED, was, now)
    for name in fields:
        if isinstance(new, Actor) and name in _ACTOR:
            continue
        a, b = _value(old, name), _value(new, name)
        if _says_the_same(speaker, name, a, b) or (name == "code" and _has_made_code(old) and _has_made_code(new)):
            continue
        yield from _value_changes(speaker, _At(old, new, name, of), a, b)


@dataclass(frozen=True)
class _At:
    """A field of two records, and of what they are."""

    old: Record
    new: Record
    name: str
    of: tuple[str, ...]

    @property
    def holder(self) -> Record:
        """The record that has the field: the new one, unless only the old one has it."""
        return self.new if self.name in type(self.new).model_fields else self.old

    @property
    def title(self) -> str:
        """What the field is called."""
        return field_title(type(self.holder), self.name)

    @property
    def mark(self) -> Mark:
        """Where its value stands now, or stood where it is gone."""
        return _mark(self.holder if _value(self.new, self.name) not in (None, ()) else self.old, self.name)


def _mark(record: Record, name: str) -> Mark:
    return record.at(name) if name in type(record).model_fields else record.origin.mark


def _actor_mark(actor: Actor) -> Mark:
    return actor.at("collective" if actor.collective else "individual")


def _value(record: Record, name: str) -> Any:
    return getattr(record, name, None)


def _says_the_same(speaker: Speaker, name: str, a: Any, b: Any) -> bool:
    if isinstance(a, LongText) and isinstance(b, LongText):
        return said(a.text) == said(b.text)
    return bool(a == b or speaker.old.meant(name, a) == speaker.new.meant(name, b))


def said(text: str) -> str:
    """Return a long text without what only lays it out: line breaks inside a paragraph, blank lines and spaces."""
    return "\n".join(" ".join(line.split()) for line in flowing(text).split("\n") if line.strip())


def _value_changes(speaker: Speaker, at: _At, a: Any, b: Any) -> Iterator[Change]:
    if _is_list(a) or _is_list(b):
        yield from list_changes(speaker, a or (), b or (), at.of, at.title)
    elif isinstance(a, dict) or isinstance(b, dict):
        yield from _dict_changes(speaker, at, a or {}, b or {})
    elif isinstance(a, Record) or isinstance(b, Record):
        yield from _inner_changes(speaker, at, a, b)
    elif isinstance(a, LongText) or isinstance(b, LongText):
        yield _text_change(at, a, b)
    else:
        yield _plain_change(speaker, at, a, b)


def _has_made_code(record: Record) -> bool:
    """Whether a record's code is the one that is made from its name, where none is written."""
    return getattr(record, "code", "") == code_from(str(getattr(record, "name", "")))


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Record)


def _text_change(at: _At, a: LongText | None, b: LongText | None) -> Change:
    was, now = (said(text.text) if text else "" for text in (a, b))
    kind = Kind.CHANGED if a and b else Kind.ADDED if b else Kind.REMOVED
    return Change(at.mark, at.of, at.title, kind, words=words_between(was, now))


def _plain_change(speaker: Speaker, at: _At, a: Any, b: Any) -> Change:
    kind = Kind.RENAMED if at.name == "name" else Kind.CHANGED
    if isinstance(at.new, Initiative):
        kind = _KINDS.get(at.name, kind)
    was, now = speaker.old.shown(at.name, a), speaker.new.shown(at.name, b)
    if was == now:  # spelt otherwise, or a list of lines in another order
        was, now = shown_value(a), shown_value(b)
    words = words_between(was, now) if kind is not Kind.MOVED and _are_alike(was, now) else ()
    is_weighty = isinstance(at.new, (Quota, Deadline, Statistic)) or at.name in _VERDICTS
    return Change(at.mark, at.of, at.title, kind, was, now, words, is_weighty, _out_of_scale(a, b))


def _are_alike(was: str, now: str) -> bool:
    """Whether two values are sentences that have most words in common, so that what differs is hard to see."""
    one, other = was.split(), now.split()
    shared = (Counter(one) & Counter(other)).total()
    return min(len(one), len(other)) >= _SENTENCE and 2 * shared >= max(len(one), len(other))


def _out_of_scale(was: Any, now: Any) -> str:
    """Return in words that a number is ten times what it was or more, or a tenth or less: a comma that slipped, a nought."""
    if not all(isinstance(n, Decimal | int) and not isinstance(n, bool) and n > 0 for n in (was, now)):
        return ""
    times = max(was, now) / min(was, now)
    if times < _SLIP:
        return ""
    return f"gấp {times:.0f} lần" if now > was else f"chỉ còn 1/{times:.0f}"


def _inner_changes(speaker: Speaker, at: _At, a: Record | None, b: Record | None) -> Iterator[Change]:
    if a is not None and b is not None:
        yield from record_changes(speaker, a, b, (*at.of, at.title))
    elif b is not None:
        yield from one_sided(speaker, b, Kind.ADDED, at.of, at.title)
    elif a is not None:
        yield from one_sided(speaker, a, Kind.REMOVED, at.of, at.title)


def _dict_changes(speaker: Speaker, at: _At, a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Change]:
    for key in {**b, **a}:
        was, now = a.get(key), b.get(key)
        if was == now:
            continue
        if isinstance(was, Record) or isinstance(now, Record):
            below = _At(at.old, at.new, at.name, (*at.of, f"{at.title} {key}"))
            yield from _inner_changes(speaker, below, was, now)
        else:
            yield Change(at.mark, at.of, f"{at.title} {key}", Kind.CHANGED, shown_value(was), shown_value(now))


def list_changes(
    speaker: Speaker, old: Sequence[Record], new: Sequence[Record], of: tuple[str, ...], title: str
) -> Iterator[Change]:
    """Yield what changed between two lists of records: what is new, gone, another, or stands in another order.

    `title` is what the list is called.
    """
    pairs = pairs_of(old, new)
    for a, b in pairs:
        if a is not None and b is not None:
            if a != b:
                yield from record_changes(speaker, a, b, (*of, speaker.new.called(b, title)))
        elif b is not None:
            yield from one_sided(speaker, b, Kind.ADDED, of, title)
        elif a is not None:
            yield from one_sided(speaker, a, Kind.REMOVED, of, title)
    kept = [(a, b) for a, b in pairs if a is not None and b is not None]
    place = {id(one): number for number, one in enumerate(old)}
    order = [place[id(a)] for a, _ in kept]
    if order != sorted(order) and not isinstance(kept[0][1], FREE):
        was = "; ".join(name_of(old[number]) for number in sorted(order))
        yield Change(
            kept[0][1].origin.mark, of, f"thứ tự {title}", Kind.REORDERED, was, "; ".join(name_of(b) for _, b in kept)
        )


def one_sided(speaker: Speaker, record: Record, kind: Kind, of: tuple[str, ...], otherwise: str) -> Iterator[Change]:
    """Yield that a record is new or gone, under its name, with what it said; or that it went elsewhere."""
    heading = speaker.spelling(kind).called(record, otherwise)
    short = described(record, speaker.spelling(kind), left_out=_LEFT_OUT)
    yield from _alone(speaker, record, _Place(kind, of, heading, (*of, heading)), short)


def whole(speaker: Speaker, record: Record, kind: Kind) -> Iterator[Change]:
    """Yield what a file says that is new or gone: its short values in one line, then whatever it holds."""
    yield from _alone(speaker, record, _Place(kind, (), "nội dung", ()), described(record, speaker.spelling(kind)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands that is new or gone: of what it is, what it is called, and of what its parts are."""

    kind: Kind
    of: tuple[str, ...]
    what: str
    inner: tuple[str, ...]


def _alone(speaker: Speaker, record: Record, at: _Place, short: str) -> Iterator[Change]:
    """Yield that a record stands on one side only: its short values, then what it holds; of a model that moved whence and whither."""
    move = speaker.moves.get(record.code) if isinstance(record, Initiative) else None
    if move:
        yield Change(record.origin.mark, at.of, speaker.new.called(record, at.what), Kind.MOVED, move.origin, move.goal)
        yield from record_changes(speaker, move.before, record, at.inner) if at.kind is Kind.ADDED else ()
        return
    if short or at.inner:
        was, now = ("", short) if at.kind is Kind.ADDED else (short, "")
        yield Change(record.origin.mark, at.of, at.what, at.kind, was, now)
    yield from _held(speaker, record, at.inner, at.kind)


def _held(speaker: Speaker, record: Record, of: tuple[str, ...], kind: Kind) -> Iterator[Change]:
    """Yield the long texts and the records within a record that is new or gone."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        title = field_title(type(record), name)
        if isinstance(value, LongText):
            text = said(value.text)
            words = words_between("", text) if kind is Kind.ADDED else words_between(text, "")
            yield Change(record.at(name), of, title, kind, words=words)
        is_actor = isinstance(record, Actor) and name in _ACTOR
        for inner in () if is_actor else value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Record):
                yield from one_sided(speaker, inner, kind, of, title)


_LEFT_OUT = frozenset({"name", "initiative"})
"""What a heading has said already."""
