"""What every record shares: frozen pydantic models that remember where they were written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from dvkgen.findings import Mark, Origin
from dvkgen.schema.long_text import LongText


class Record(BaseModel):
    """A fact as written: frozen, compared without its origin."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, validate_by_name=False)
    first_keys: ClassVar[tuple[str, ...]] = ()
    last_keys: ClassVar[tuple[str, ...]] = ()
    """Keys that come before and after the others in a tidy file, where the order of the fields is another."""
    _origin: Origin = PrivateAttr(default_factory=Origin)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        record = handler(value)
        origin = getattr(value, "origin", None)
        if isinstance(origin, Origin):
            record._origin = origin
        return record

    @property
    def origin(self) -> Origin:
        """Where this record was written."""
        return self._origin

    def at(self, name: str, place: int | None = None) -> Mark:
        """Return where the value of a field, or an item of its list, was written; the record where it was left out."""
        alias = type(self).model_fields[name].alias or name
        whole = self._origin.fields.get(alias, self._origin.mark)
        return whole if place is None else self._origin.fields.get(f"{alias}.{place}", whole)

    def over(self, below: Self) -> Self:
        """Return this record with every field that was left out taken from another one below it."""
        left_out = type(self).model_fields.keys() - self.model_fields_set
        return self.model_copy(update={name: getattr(below, name) for name in left_out})

    @classmethod
    def ordered_keys(cls) -> tuple[str, ...]:
        """Return the keys in the order in which a tidy file has them."""
        every = cls.keys()
        middle = (key for key in every if key not in cls.last_keys)
        return tuple(dict.fromkeys((*cls.first_keys, *middle, *cls.last_keys)))

    @classmethod
    def prose_keys(cls) -> frozenset[str]:
        """Return the keys whose values are long texts."""
        fields = cls.model_fields.items()
        return frozenset(f.alias or name for name, f in fields if _mentions(f.annotation, LongText))

    @classmethod
    def title_of(cls, key: str) -> str:
        """Return the Vietnamese title of the field typed as `key`."""
        found = next((f for f in cls.model_fields.values() if f.alias == key), None)
        return (found.title or "") if found else ""

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the keys a user may type, in their order."""
        return tuple(f.alias or name for name, f in cls.model_fields.items())


def record_at(kind: type[Record], loc: Sequence[int | str]) -> type[Record] | None:
    """Return the record type found at `loc` inside a record of type `kind`."""
    current: Any = kind
    for step in loc:
        if isinstance(step, int):
            continue
        if not (isinstance(current, type) and issubclass(current, Record)):
            continue
        annotation = next((f.annotation for f in current.model_fields.values() if f.alias == step), None)
        current = _record_in(annotation)
    return current if isinstance(current, type) and issubclass(current, Record) else None


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _record_in(arg))), None)


def _mentions(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_mentions(inner, kind) for inner in get_args(annotation))
