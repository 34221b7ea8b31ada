"""The canonical shape of a YAML file: order of keys, two spaces a level, prose in blocks, quotes where they are needed.

Written from the composed nodes and the lines of the file, so that no comment and no value is lost: what comes out is
read again and compared, and a file of which anything would change is left as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from dvkgen.findings import Severity
from dvkgen.yaml.indentation import block_lines, indent_of
from dvkgen.yaml.read import compose, read_yaml
from dvkgen.yaml.written import WrittenMap

_COMMENT = re.compile(r"[ \t]+(#.*)$")
_COMMENT_SOMEWHERE = re.compile(r"(?<![ \t])[ \t]++(#.*)$")
MODELINE = "# yaml-language-server:"
"""How a comment begins that tells an editor the schema of a file."""
_LOOKS_LIKE_MORE = re.compile(r"[\d:.,+%_eExX-]+|yes|no|on|off|true|false|null|~", re.IGNORECASE)
"""Texts that other readers of YAML take for a number, a time or a truth: their quotes stay."""
_SHORT = 4
"""Words from which a text that needs protection stands below `>-`; shorter ones stand in quotes."""


@dataclass(frozen=True)
class Shape:
    """What is known of a record: the order of its keys, its keys that are prose, and the shapes of its values."""

    keys: tuple[str, ...] = ()
    prose: frozenset[str] = frozenset()
    inner: Callable[[str], Shape] | None = None


def canonical(text: str, shape: Shape) -> str | None:
    """Return a file's text in canonical shape; None where it cannot be read, or where something would be lost."""
    value, findings = read_yaml(text, "")
    is_read = isinstance(value, WrittenMap) and not any(f.severity is Severity.ERROR for f in findings)
    if not is_read or re.search(r"^(?:---|%)", text, re.MULTILINE):
        return None
    node = compose(text)
    assert isinstance(node, MappingNode)
    made = _Writer(text).file(node, shape)
    again, _ = read_yaml(made, "")
    return made if _same(value, again) and _comments(text) == _comments(made) else None


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same, but for white space at the ends of lines, which no paper shows."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return [line.rstrip() for line in one.rstrip().split("\n")] == [
            line.rstrip() for line in other.rstrip().split("\n")
        ]
    return one is None and other is None


def _comments(text: str) -> list[str]:
    """Return the comments of a file, sorted: their lines may move with the keys that they stand above."""
    lines, blocks = text.split("\n"), block_lines(text.split("\n"))
    found = (re.search(r"(?:^|[ \t])(#.*)$", line) for n, line in enumerate(lines) if n not in blocks)
    return sorted(match[1].rstrip() for match in found if match)


class _Writer:
    """Writes the nodes of one file anew."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.blocks = block_lines(self.lines)
        self.used: set[int] = set()

    def file(self, node: MappingNode, shape: Shape) -> str:
        """Return the whole file: its header, its keys, and the comments after the last of them."""
        header = self._header(node.start_mark.line)
        body = list(self._map(node, 0, shape))
        left = (n for n in range(len(self.lines)) if n not in self.used and self._is_own_comment(n))
        return "\n".join([*header, *body, *(self.lines[n].rstrip() for n in left)]).rstrip("\n") + "\n"

    def _header(self, first: int) -> list[str]:
        """Return the lines that belong to the file and not to its first key: down to a blank line, or to a modeline."""
        ends = (n for n in range(first - 1, -1, -1) if not self.lines[n].strip() or self.lines[n].startswith(MODELINE))
        end = next(ends, -1)
        self.used.update(range(end + 1))
        return [line.strip() for line in self.lines[: end + 1]]

    def _is_own_comment(self, number: int) -> bool:
        return number not in self.blocks and self.lines[number].lstrip().startswith("#")

    def _above(self, line: int, indent: int) -> list[str]:
        """Return the comments and the blank line directly above a line that no other key has taken."""
        found: list[str] = []
        for number in range(line - 1, -1, -1):
            if number in self.used or (self.lines[number].strip() and not self._is_own_comment(number)):
                break
            self.used.add(number)
            text = self.lines[number].strip()
            if text or (found and found[0]) or (not found and number):
                found.insert(0, " " * indent + text if text else "")
        return found

    def _map(self, node: MappingNode, indent: int, shape: Shape) -> Iterator[str]:
        entries = [self._entry(key, value, indent, shape) for key, value in node.value]
        order = {key: place for place, key in enumerate(shape.keys)}
        places = [order.get(key.value, len(order)) for key, _ in node.value]
        for place in sorted(range(len(entries)), key=lambda n: (places[n], n)):
            yield from entries[place]
        yield from self._below(node, indent)

    def _below(self, node: Node, indent: int) -> Iterator[str]:
        """Yield the comments after the last key or item of a value that stand in its column: they are not the next key's."""
        end = min(node.end_mark.line, len(self.lines))
        numbers = []
        for number in range(end - 1, -1, -1):
            text = self.lines[number]
            if number in self.used or (text.strip() and not self._is_own_comment(number)):
                break
            numbers.append(number)
        for number in reversed(numbers):
            text = self.lines[number]
            if not text.strip() or len(text) - len(text.lstrip()) < max(1, node.start_mark.column):
                break
            self.used.add(number)
            yield " " * indent + text.strip()

    def _entry(self, key: ScalarNode, value: Node, indent: int, shape: Shape) -> list[str]:
        above = self._above(key.start_mark.line, indent)
        if isinstance(value, ScalarNode) and value.start_mark.line > key.end_mark.line:
            above += self._above(value.start_mark.line, indent)
        name = self.text[key.start_mark.index : key.end_mark.index]
        lines = list(
            self._value(
                value,
                indent,
                shape.inner(key.value) if shape.inner else shape,
                prose=key.value in shape.prose,
                after=key,
            )
        )
        return [*above, f"{' ' * indent}{name}:{lines[0]}", *lines[1:]]

    def _value(self, node: Node, indent: int, shape: Shape, *, prose: bool, after: Node) -> Iterator[str]:
        """Yield the lines of a value: what follows the colon or the dash, then the lines below it."""
        if isinstance(node, ScalarNode):
            yield from self._scalar(node, indent, prose=prose)
        elif isinstance(node, CollectionNode) and node.flow_style:
            yield from self._flow(node, indent)
        else:
            yield self._beside(after.end_mark.line)
            if isinstance(node, MappingNode):
                yield from self._map(node, indent + 2, shape)
            elif isinstance(node, SequenceNode):
                yield from self._list(node, indent + 2, shape)

    def _beside(self, line: int) -> str:
        """Return the comment at the end of a line that opens a block."""
        match = _COMMENT_SOMEWHERE.search(self.lines[line])
        return match[0].rstrip() if match else ""

    def _list(self, node: SequenceNode, indent: int, shape: Shape) -> Iterator[str]:
        for item in node.value:
            start = self._dash(item)
            yield from self._above(start, indent)
            if start < item.start_mark.line and (beside := self._beside(start)):
                yield " " * indent + beside.strip()
            if isinstance(item, MappingNode) and not item.flow_style and item.value:
                lines = list(self._map(item, indent + 2, shape))
                first = next(n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
                yield from (f"{' ' * indent}{line.strip()}" for line in lines[:first] if line.strip())
                yield f"{' ' * indent}- {lines[first].lstrip()}"
                yield from lines[first + 1 :]
            elif isinstance(item, SequenceNode) and not item.flow_style:
                yield f"{' ' * indent}-"
                yield from self._list(item, indent + 2, shape)
            else:
                lines = list(self._value(item, indent, shape, prose=False, after=item))
                yield f"{' ' * indent}-{lines[0]}"
                yield from lines[1:]
        yield from self._below(node, indent)

    def _dash(self, item: Node) -> int:
        """Return the line of an item's dash, which may stand above the item."""
        line: int = item.start_mark.line
        while line > 0 and not re.match(r"[ ]*-(?:[ ]|$)", self.lines[line]):
            line -= 1
        return line

    def _flow(self, node: Node, indent: int) -> Iterator[str]:
        raw = self.text[node.start_mark.index : node.end_mark.index].split("\n")
        rest = [" " * (indent + 4) + line.strip() for line in raw[1:]]
        lines = [f" {raw[0].rstrip()}", *rest]
        end = _COMMENT.match(self.lines[node.end_mark.line], node.end_mark.column)
        lines[-1] += end[0].rstrip() if end else ""
        yield from lines

    def _scalar(self, node: ScalarNode, indent: int, *, prose: bool) -> Iterator[str]:
        if node.style in ("|", ">"):
            yield from self._block(node, indent)
            return
        end = node.end_mark
        comment = _COMMENT.match(self.lines[end.line], end.column) if end.line < len(self.lines) else None
        beside = comment[0].rstrip() if comment else ""
        raw = self.text[node.start_mark.index : node.end_mark.index]
        if not raw:
            yield beside
        elif (
            prose
            and node.value.strip()
            and not beside
            and "\n" not in node.value
            and not re.search(r"^\s|\s$", node.value)
        ):
            yield from (" |", " " * (indent + 2) + node.value)
        elif "\n" in raw:
            yield from self._several(node, raw, indent, beside)
        else:
            yield from _protected(node, raw, indent, beside)

    def _several(self, node: ScalarNode, raw: str, indent: int, beside: str) -> Iterator[str]:
        """Yield a text of several lines, typed without a sign or in quotes, as a folded block."""
        if node.style in ("'", '"') or beside:
            yield from (f" {raw}{beside}",) if node.style in ("'", '"') else _folded(node.value, indent, beside)
            return
        lines = [line.strip() for line in raw.split("\n")]
        yield " >-"
        yield from (" " * (indent + 2) + line if line else "" for line in lines)

    def _block(self, node: ScalarNode, indent: int) -> Iterator[str]:
        first = node.start_mark.line
        sign = self.lines[first][node.start_mark.column :].rstrip()
        inner = [self.lines[n] for n in range(first + 1, len(self.lines))][: self._length(first)]
        while inner and not inner[-1].strip():
            inner.pop()
        deep = min((indent_of(line) for line in inner if line.strip()), default=0)
        yield f" {sign}"
        yield from (" " * (indent + 2) + line[deep:].rstrip() if line.strip() else "" for line in inner)

    def _length(self, first: int) -> int:
        number = first + 1
        while number in self.blocks:
            number += 1
        return number - first - 1


def _folded(value: str, indent: int, beside: str) -> Sequence[str]:
    return (f" >-{beside}", " " * (indent + 2) + value)


def _protected(node: ScalarNode, raw: str, indent: int, beside: str) -> Sequence[str]:
    """Return a text in one line: plain where that means the same, else in quotes if short, else below `>-`."""
    value: str = node.value
    if node.style is None or node.style == "":
        return (f" {raw}{beside}",)
    if _is_plain(value):
        return (f" {value}{beside}",)
    short = len(value.split()) < _SHORT or value != value.strip() or not value.isprintable()
    if short or beside:
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return (f' "{quoted}"{beside}',) if value.isprintable() else (f" {raw}{beside}",)
    return _folded(value, indent, beside)


def _is_plain(value: str) -> bool:
    """Whether a text typed without quotes is read as the same text."""
    if not value or value != value.strip() or "\n" in value or _LOOKS_LIKE_MORE.fullmatch(value):
        return False
    read, findings = read_yaml(f"k: {value}\n", "")
    return not findings and isinstance(read, WrittenMap) and read.get("k") == value
