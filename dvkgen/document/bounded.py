"""The environment of templates that may come from a stranger: sandboxed, and bounded in steps and in text.

Every turn of a loop, call, included template and item given to a filter is a step; what would make a text or a number
out of all measure is refused before it is made. So no template runs for ever or fills the memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any, cast

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.runtime import markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from dvkgen.document.weighed import TooMuch, integer, joined, measure, rounded, summed, weigh

MOST_STEPS, MOST_NUMBERED = 1_000_000, 10_000
"""Steps of one paper, numbers of one `range`."""
_INCLUDED = 100
"""An included template costs as much as so many steps."""
_BITS = 256
_SIGNS_A_STEP = 100
_DEEP = frozenset({"soft_str", "do_sort", "do_unique", "do_min", "do_max", "do_groupby", "do_dictsort"})
"""Filters that go into what they are given, by the names of their functions."""
_SIZED = (str, list, tuple, dict, set, frozenset, range)
_WIDE = re.compile(r"\d{4}|\*")
_FILTERS = frozenset(
    re.findall(
        r"\w+",
        "abs attr capitalize count d default dictsort e escape first float forceescape groupby items last "
        "length list lower map max min reject rejectattr reverse safe select selectattr sort string "
        "striptags title trim truncate unique upper wordcount ",
    )
)
_METHODS = frozenset(
    re.findall(
        r"\w+",
        "capitalize casefold count endswith find index isalpha isdigit islower isspace isupper lower lstrip "
        "partition removeprefix removesuffix rfind rpartition rsplit rstrip split splitlines startswith strip "
        "swapcase title upper ",
    )
)
_GLOBALS = ("dict", "namespace")


class _Measured(Template):
    """A template whose text is measured while it is written, whoever has it written."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return cast("BoundedEnvironment", self.environment).written(self, dict(*args, **kwargs))


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """A strict, escaping environment in which work has bounds; `written` gives what a template writes."""

    template_class = _Measured
    intercepted_binops = frozenset(["*", "**", "+", "%"])

    def __init__(self, loader: BaseLoader | None = None) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=loader,
            auto_reload=False,
            optimized=False,  # nothing of a template runs before it is run within bounds
        )
        self.finalize = self.put
        self.left = MOST_STEPS
        known = self.filters
        self.filters = {name: self._paid(known[name]) for name in _FILTERS} | {
            "round": rounded,
            "sum": self._paid(summed),
            "int": integer,
            "join": self._paid(joined),
        }
        self.globals = {name: self.globals[name] for name in _GLOBALS} | {"range": _range}

    def written(self, template: Template, view: Mapping[str, Any]) -> str:
        """Return what a template writes for a view; raises TooMuch, and whatever the template itself runs into."""
        self.left = MOST_STEPS
        pieces, length = [], 0
        for piece in template.generate(view):
            length += len(piece)
            measure(length)
            pieces.append(piece)
        return "".join(pieces)

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises TooMuch where none are left."""
        self.left -= steps
        if self.left < 0:
            raise TooMuch(f"mẫu chạy quá {MOST_STEPS} bước: bớt vòng lặp lồng nhau")

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield what a loop goes over, a step for each."""
        for item in items:
            self.spend()
            yield item

    def joined(self, *parts: Any) -> Any:
        """Return the texts of `~` one after the other, of bounded length."""
        measure(sum(_length(part) for part in parts))
        return markup_join(parts)

    def put(self, value: Any) -> Any:
        """Return a value that is to be written, or compared, if it is of bounded size; its length is counted in steps.

        So what a macro or a block gathers before anything is written has a bound, too.
        """
        self.spend(_length(weigh(value)) // _SIGNS_A_STEP)
        return value

    held = staticmethod(weigh)

    def keyed(self, key: Any) -> Any:
        """Return a key of a dictionary: a word or a number."""
        if not isinstance(key, str | int | float):
            raise TooMuch("tên trong {…: …} phải là chữ hoặc số")
        return key

    def call(self, context: Any, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: D102 - as in Jinja
        self.spend(1 + _length(getattr(called, "__self__", "")) // _SIGNS_A_STEP)
        for arg in (*args, *kwargs.values()):
            weigh(arg)
        return super().call(context, called, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: D102 - as in Jinja
        _weigh(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: D102 - as in Jinja
        if isinstance(obj, str | bytes):
            return attr in _METHODS
        return not isinstance(obj, int | float) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Return nothing: `format` is a method like others, and not among those that may be used."""

    def _load_template(self, name: str, globals: Any) -> Template:  # noqa: A002 - as in Jinja
        self.spend(_INCLUDED)
        return super()._load_template(name, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return cast("nodes.Template", _Bounds(self).visit(super()._parse(source, name, filename)))

    def _paid(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that counts the items it is given."""

        @wraps(function)
        def paid(*args: Any, **kwargs: Any) -> Any:
            for arg in (*args[1:], *kwargs.values(), *(args[:1] if function.__name__ in _DEEP else ())):
                weigh(arg)
            self.spend(
                1
                + sum(
                    len(arg) // (_SIGNS_A_STEP if isinstance(arg, str) else 1)
                    for arg in args
                    if isinstance(arg, _SIZED)
                )
            )
            return function(*args, **kwargs)

        return paid


class _Bounds(NodeTransformer):
    """Leads the loops and the `~` of a template through its environment."""

    def __init__(self, environment: BoundedEnvironment) -> None:
        self.environment = environment

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - as in Jinja
        """Return a loop whose turns are counted; one that calls itself is refused."""
        self.generic_visit(node)
        if node.recursive:
            raise TemplateSyntaxError("recursive", node.lineno)
        node.iter = self._through("counted", [cast("nodes.Expr", node.iter)], node.lineno)
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802 - as in Jinja
        """Return a comparison of values of bounded size."""
        self.generic_visit(node)
        node.expr = cast("nodes.Expr", self._through("put", [node.expr], node.lineno))
        for operand in node.ops:
            operand.expr = cast("nodes.Expr", self._through("put", [operand.expr], node.lineno))
        return node

    def visit_List(self, node: nodes.List | nodes.Tuple) -> nodes.Node:  # noqa: N802 - as in Jinja
        """Return a list of items that are no deep heap."""
        self.generic_visit(node)
        if getattr(node, "ctx", "load") == "load":
            node.items = [self._through("held", [item], node.lineno) for item in node.items]
        return node

    visit_Tuple = visit_List  # noqa: N815 - as in Jinja

    def visit_Pair(self, node: nodes.Pair) -> nodes.Node:  # noqa: N802 - as in Jinja
        """Return an item of a dictionary, whose key is a word or a number."""
        self.generic_visit(node)
        node.key = self._through("keyed", [node.key], node.lineno)
        node.value = self._through("held", [node.value], node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - as in Jinja
        """Return the call that joins texts."""
        self.generic_visit(node)
        return self._through("joined", node.nodes, node.lineno)

    def _through(self, method: str, args: list[nodes.Expr], line: int) -> nodes.Call:
        attribute = nodes.EnvironmentAttribute(method, lineno=line, environment=self.environment)
        return nodes.Call(attribute, args, [], None, None, lineno=line, environment=self.environment)


def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > MOST_NUMBERED:
        raise TooMuch(f"range đếm quá {MOST_NUMBERED} số")
    return numbers


def _length(value: Any) -> int:
    return len(value) if isinstance(value, _SIZED) else 20


def _weigh(operator: str, left: Any, right: Any) -> None:
    """Raise TooMuch where an operation would make something out of all measure."""
    if operator == "+" and isinstance(left, _SIZED) and isinstance(right, _SIZED):
        measure(len(left) + len(right))
    elif operator == "%" and isinstance(left, str):
        if _WIDE.search(left) or isinstance(right, dict):
            raise TooMuch("mẫu dùng % với độ rộng quá lớn hoặc với tên: viết bằng ~")
        measure(len(left) + sum(map(_length, right if isinstance(right, tuple) else (right,))))
    elif operator == "*" and (isinstance(left, _SIZED) or isinstance(right, _SIZED)):
        sized, times = (left, right) if isinstance(left, _SIZED) else (right, left)
        measure(len(sized) * times if isinstance(times, int) else 0)
    elif isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
        if bits > _BITS:
            raise TooMuch("mẫu tính với số quá lớn")
