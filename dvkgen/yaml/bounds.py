"""How much a YAML file may hold: items in a list, keys beside each other, levels within each other.

No office types as much; a file that holds more would only take time and memory.
"""

from __future__ import annotations

import re

from ruamel.yaml import YAML
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import Node, SequenceNode

MOST_ITEMS, MOST_KEYS = 5_000, 500
"""Items of a list, and keys of one record."""
_DEEPEST = 200
_MAYBE_DEEP = re.compile(rf"^(?: {{{_DEEPEST}}}|[ \t]*+(?:[-?:][ \t]++){{{_DEEPEST}}})", re.MULTILINE)


def is_bottomless(text: str) -> bool:
    """Whether a text nests so deep that the C parser would overrun its stack when it composes it.

    Where there may be that much, the parser itself tells, step by step and without composing anything; it raises
    ruamel's error where the text is no YAML.
    """
    if text.count("[") + text.count("{") <= _DEEPEST and not _MAYBE_DEEP.search(text):
        return False
    depth = 0
    for event in YAML(typ="safe").parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False


def most_of(node: Node) -> int:
    """Return how much a list or a record may hold."""
    return MOST_ITEMS if isinstance(node, SequenceNode) else MOST_KEYS
