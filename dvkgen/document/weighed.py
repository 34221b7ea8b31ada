"""What values of templates weigh, and the filters that would make heavy ones: each refused before it is made.

A single call of a filter or an operator may take for ever, and nothing ends it then; so its operands are looked at first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from jinja2 import pass_eval_context
from jinja2.filters import do_join, do_round

from dvkgen.findings import DvkgenError

MOST_TEXT = 5_000_000
"""Characters of one text, and of all that a list holds; what is no text counts as twenty."""
_MOST_DIGITS, _MOST_SIGNS, _DEEPEST = 10, 30, 12
_HOLDING = (list, tuple, dict, set, frozenset)


class TooMuch(DvkgenError):
    """A template that asks for more than a paper may take."""


def measure(length: int) -> None:
    """Raise TooMuch where a text, or a list, is longer than it may be."""
    if length > MOST_TEXT:
        raise TooMuch(f"mẫu viết quá {MOST_TEXT // 1_000_000} triệu ký tự")


def weigh(value: Any) -> Any:
    """Return a value; raises TooMuch where it is a list or the like, and all that it holds is out of measure."""
    if isinstance(value, _HOLDING):
        weight(value)
    return value


def weight(value: Any) -> int:
    """Return how much a value holds, each part counted as often as it stands there; raises TooMuch where that is too much."""
    total, left = 0, [(value, 0)]
    while left:
        held, deep = left.pop()
        total += len(held) if isinstance(held, str | range) else 20
        if isinstance(held, _HOLDING):
            if deep > _DEEPEST:
                raise TooMuch(f"mẫu lồng danh sách quá {_DEEPEST} cấp")
            measure(total + 20 * len(held))
            inner = (*held.keys(), *held.values()) if isinstance(held, dict) else held
            left += ((item, deep + 1) for item in inner)
        measure(total)
    return total


def rounded(value: float, precision: int = 0, method: str = "common") -> float:
    """Return a number rounded to at most ten digits after the point: more would take for ever."""
    if abs(precision) > _MOST_DIGITS:
        raise TooMuch(f"round làm tròn nhiều nhất {_MOST_DIGITS} chữ số")
    return do_round(value, precision, method)  # type: ignore[arg-type]


def summed(values: Iterable[Any], attribute: str | int | None = None, start: float = 0) -> Any:
    """Return the sum of numbers; lists are not put together."""
    items = values if attribute is None else [_attribute(item, attribute) for item in values]
    total: Any = start
    for item in (total, *items):
        if not isinstance(item, int | float | Decimal):
            raise TooMuch("sum chỉ cộng các con số")
    return sum(items, total)


def _attribute(item: Any, name: str | int) -> Any:
    return item[name] if isinstance(item, Mapping) else getattr(item, str(name))


def integer(value: Any, default: int = 0) -> int:
    """Return a value as a whole number, the default where it is none; of a text, at most thirty signs."""
    try:
        return int(str(value)[:_MOST_SIGNS] if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        return default


@pass_eval_context
def joined(context: Any, values: Iterable[Any], between: str = "", attribute: str | int | None = None) -> Any:
    """Return texts one after the other, of bounded length."""
    items, length = [], 0
    for value in values:
        item = value if attribute is None else _attribute(value, attribute)
        length += len(between) + weight(item)
        measure(length)
        items.append(item)
    return do_join(context, items, between)
