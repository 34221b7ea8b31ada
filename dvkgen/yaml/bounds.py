"""How much a YAML file may hold: items in a list, keys beside each other, levels within each other.

No office types as much; a file that holds more would only take time and memory.
"""

from __future__ import annotations

import re

from ruamel.yaml.nodes import Node, SequenceNode

MOST_ITEMS, MOST_KEYS = 5_000, 500
"""Items of a list, and keys of one record."""
_DEEPEST = 200
_MAYBE_DEEP = re.compile(rf"^(?: {{{_DEEPEST}}}| *+(?:[-?:][ \t]++){{{_DEEPEST}}})", re.MULTILINE)
_LINE_START = re.compile(r"^( *+)((?:[-?:][ \t]++)*+)(\S?)", re.MULTILINE)


def is_bottomless(text: str) -> bool:
    """Whether brackets, or items set in below each other, nest so deep that the C parser would overrun its stack."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[{\]}]", text) if text.count("[") + text.count("{") > _DEEPEST else ():
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest > _DEEPEST or (bool(_MAYBE_DEEP.search(text)) and _depth_of_items(text) > _DEEPEST)


def _depth_of_items(text: str) -> int:
    """Return how many items stand one within the other at the most, by where their lines begin."""
    above: list[tuple[int, int]] = []
    depth = deepest = 0
    for start in _LINE_START.finditer(text):
        if not start[2] and not start[3]:
            continue
        indent, levels = len(start[1]), len(start[2].split()) + bool(start[3])
        while above and above[-1][0] >= indent:
            depth -= above.pop()[1]
        above.append((indent, levels))
        depth += levels
        deepest = max(deepest, depth)
    return deepest


def most_of(node: Node) -> int:
    """Return how much a list or a record may hold."""
    return MOST_ITEMS if isinstance(node, SequenceNode) else MOST_KEYS
