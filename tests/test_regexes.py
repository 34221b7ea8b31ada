"""Regular expressions on hostile text: each in the way it is used takes time that grows as the text does."""

from __future__ import annotations

import ast
import importlib
import re
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import dvkgen

HOME = Path(dvkgen.__file__).parent
WAYS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
SHORT, LONG = 4_000, 200_000
MOST_SECONDS = 0.8
"""For the long text; what is linear takes a twentieth of it."""
MOST_GROWTH = 110
LEAST = 150
BOUNDED = {
    "dvkgen.checks.wording._WORD_BEFORE": "looks at a window of twelve signs",
    "dvkgen.text._WORD_BEFORE": "looks at a window of four signs",
    "dvkgen.compose.desk._END": "looks at the last sixty signs of a text",
    "dvkgen.disk.folder._COPIES": "looks at names of files",
    "dvkgen.disk.folder._NEARLY": "looks at names of files",
    "dvkgen.document.prose._LINE_STARTS": "is matched at the beginning of a line alone",
}
"""Expressions whose text is bounded, whatever a file holds."""


@dataclass(frozen=True)
class Used:
    """A regular expression: where it stands, and the methods by which it is used there or by those who import it."""

    place: str
    pattern: str
    flags: int
    ways: tuple[str, ...]


def modules() -> Iterator[tuple[str, ModuleType, ast.Module]]:
    for path in sorted(HOME.rglob("*.py")):
        name = ".".join(path.relative_to(HOME.parent).with_suffix("").parts).removesuffix(".__init__")
        if not name.endswith("__main__"):
            yield name, importlib.import_module(name), ast.parse(path.read_text("utf-8"))


def compiled_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """Yield the expressions that a value holds, however deep."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 5:
        held: tuple[Any, ...] = ()
        if isinstance(value, tuple | list | set | frozenset):
            held = tuple(value)
        elif isinstance(value, Mapping):
            held = (*value.keys(), *value.values())
        elif isinstance(value, partial):
            held = (value.func, *value.args, *value.keywords.values())
        elif is_dataclass(value) and not isinstance(value, type):
            held = tuple(getattr(value, field.name) for field in fields(value))
        elif isinstance(getattr(value, "__self__", None), re.Pattern):
            held = (value.__self__,)
        for inner in held:
            yield from compiled_in(inner, depth + 1)


def ways_by_name(trees: list[ast.Module]) -> dict[str, set[str]]:
    """Return by which methods each name is used, in any module."""
    found: dict[str, set[str]] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Attribute) and node.attr in WAYS and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def expressions() -> list[Used]:
    known = list(modules())
    named = ways_by_name([tree for *_, tree in known])
    found: dict[tuple[str, int], Used] = {}
    for name, module, tree in known:
        for variable, value in vars(module).items():
            if variable.startswith("__"):
                continue
            for expression in compiled_in(value):
                direct = tuple(named.get(variable, ())) if isinstance(value, re.Pattern) else ()
                used = Used(
                    f"{name}.{variable}",
                    expression.pattern,
                    expression.flags,
                    direct or ("finditer", "match", "fullmatch"),
                )
                key = (expression.pattern, expression.flags)
                if key in found:
                    used = Used(found[key].place, *key, tuple({*found[key].ways, *used.ways}))
                found[key] = used
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=way), args=[ast.Constant(value=str(text)), *_]) if way in WAYS:  # fmt: skip
                    key = (text, re.compile(text).flags)
                    ways = {*found[key].ways, way} if key in found else {way}
                    found[key] = Used(f"{name}:{node.lineno}", *key, tuple(ways))
    return sorted(found.values(), key=lambda used: used.place)


SIGNS = (
    *("a", "A", "Đ", "1", " ", "\u00a0", ".", ",", "-", "–", "_", "/", "\\", "{", "}", "[", "]", "(", ")", "<", ">", '"', "'"),
    *("“", "”", "#", "*", "!", ":", ";", "\n", "\t", "\r", "%", "=", "|", "`", "~", "+", "&", "@", "…", "²", "e\u0323", "\u200b"),
    *("a ", "1 ", "1.", "a.", "A. ", "- ", "  - ", "a: ", "\n ", " \n", "\n\n", "a\n", "1.000 ", "01/01/2026 ", "{{", "{% ", "{{ a ", "![", "[a", "(a"),
    *("“a", "a-", "a/", "ab-1 ", "Nguyễn Văn ", "và ", "số ", "ngày ", "1 mô hình ", "Nghị định ", "của ", "Bước 1: ", "…a", "a, ", "a; ", "<p>"),
)  # fmt: skip


def seconds(used: Used, way: str, text: str) -> float:
    expression = re.compile(used.pattern, used.flags)
    start = time.perf_counter()
    try:
        signal.setitimer(signal.ITIMER_REAL, 8 * MOST_SECONDS)
        match way:
            case "sub" | "subn":
                expression.sub("", text)
            case "split":
                expression.split(text)
            case "finditer" | "findall":
                for _ in expression.finditer(text):
                    pass
            case _:
                getattr(expression, way)(text)
    except TimeoutError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.perf_counter() - start


def units_of(used: Used) -> list[str]:
    own = sorted(set(re.findall(r"[^\W\d_]{2,12}", used.pattern)))[:12]
    return [*SIGNS, *(f"{word} " for word in own)]


def too_slow(used: Used) -> Iterator[str]:
    for way in used.ways if used.place not in BOUNDED else ():
        for unit in units_of(used):
            for end in ("", "\x00!"):
                short = seconds(used, way, unit * (SHORT // len(unit)) + end)
                if short < MOST_SECONDS / 200:
                    continue
                # fifty times the text takes fifty times as long where it is linear, and 2,500 times where it is not
                if seconds(used, way, unit * (LONG // len(unit)) + end) > max(MOST_SECONDS, MOST_GROWTH * short):
                    yield f"{used.place} {way} {unit!r}"
                    return


def interrupt(*_: object) -> None:
    raise TimeoutError


def test_there_are_expressions_to_examine() -> None:
    assert len(expressions()) > LEAST


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no such clock")
@pytest.mark.parametrize("share", range(4))
def test_every_expression_is_linear(share: int) -> None:
    signal.signal(signal.SIGALRM, interrupt)
    assert [slow for used in expressions()[share::4] for slow in too_slow(used)] == []
