"""Changing a YAML file of a user without losing its comments, quotes and order.

Scalars stay the text that was typed (`012` keeps its zero), as when files are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, PlainScalarString
from ruamel.yaml.tokens import CommentToken

from dvkgen.findings import DvkgenError
from dvkgen.yaml.read import AllText

_WIDE = 100_000


def edited(text: str, change: Callable[[CommentedMap], None]) -> str:
    """Return a file's text after a change to its mapping; what the change leaves alone stays as it was typed.

    Raises DvkgenError for the few files that can be read, but not be changed so.
    """
    yaml = YAML()
    yaml.Resolver = AllText
    yaml.preserve_quotes, yaml.width = True, _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        mapping = yaml.load(text)
    except (YAMLError, AssertionError, UnicodeError, RecursionError) as error:
        raise DvkgenError("tệp có dấu Tab hay ký tự lạ trong một giá trị; gõ make fmt rồi thử lại") from error
    change(mapping)
    out = StringIO()
    yaml.dump(mapping, out)
    return out.getvalue()


def put(mapping: CommentedMap, key: str, value: str, *, after: str = "", comment: str = "") -> None:
    """Set a key of a mapping, new ones after another key, with a comment at the end of its line."""
    if key in mapping:
        mapping[key] = PlainScalarString(value)
    else:
        keys = list(mapping)
        mapping.insert(keys.index(after) + 1 if after in keys else len(keys), key, PlainScalarString(value))
    if comment:
        mapping.fa.set_block_style()  # a comment inside { } would run into the next key
        mapping.yaml_add_eol_comment(comment, key, column=0)


def added(target: Any, key: str, value: Any) -> None:
    """Put a new value under a key of a mapping, or at the end of a list, in blocks; long texts stand below `|`."""
    node = _node(value)
    if isinstance(target, CommentedMap):
        remark = _taken_remark(target)
        target[key] = node
        if remark:
            tokens, place = _below(target)
            tokens[place] = CommentToken(remark, CommentMark(0), None)
    else:
        target.append(node)


def _below(node: Any) -> tuple[list[Any], int]:
    """Return where ruamel keeps what stands behind and below the innermost last value: a list of tokens, the place in it."""
    key = next(reversed(node)) if isinstance(node, CommentedMap) else len(node) - 1
    inner = node[key]
    if isinstance(inner, (CommentedMap, CommentedSeq)) and inner:
        return _below(inner)
    return node.ca.items.setdefault(key, [None] * 4), 2 if isinstance(node, CommentedMap) else 0


def _taken_remark(mapping: CommentedMap) -> str:
    """Take the lines of comment that stand below a mapping, and so above what follows it, off its last line."""
    if not mapping or mapping.fa.flow_style():
        return ""
    tokens, place = _below(mapping)
    line, _, below = tokens[place].value.partition("\n") if tokens[place] else ("", "", "")
    if not below.strip():
        return ""
    tokens[place].value = f"{line}\n"
    return f"\n{below}"


def _node(value: Any) -> Any:
    if isinstance(value, Mapping):
        return CommentedMap((key, _node(one)) for key, one in value.items())
    if isinstance(value, list):
        return CommentedSeq(_node(one) for one in value)
    if value in ("", "~"):
        return DoubleQuotedScalarString(value)  # bare, it would be read as nothing
    return LiteralScalarString(f"{value.rstrip()}\n") if "\n" in value else value


def remarked(mapping: CommentedMap, comment: str) -> None:
    """Set a comment at the end of the line of the last key that has a value in one line."""
    short = [key for key, value in mapping.items() if isinstance(value, str)]
    if short:
        mapping.fa.set_block_style()  # a comment inside { } would run into the next key
        mapping.yaml_add_eol_comment(comment, short[-1], column=0)


def noted(mapping: CommentedMap, key: str, comment: str) -> None:
    """Set a comment on a line of its own above a key."""
    mapping.fa.set_block_style()
    mapping.yaml_set_comment_before_after_key(key, before=comment, indent=mapping.lc.col or 0)


def walk(node: Any, change: Callable[[str], str]) -> None:
    """Change every text of a written value in place; keys and codes stay."""
    pairs = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else ()
    for key, value in list(pairs):
        if isinstance(value, str):
            if key != "ma" and (new := change(value)) != value:
                node[key] = type(value)(new)
        else:
            walk(value, change)


def drop(node: Any, key: str) -> None:
    """Take a key out of a written value, wherever it stands."""
    if isinstance(node, dict):
        node.pop(key, None)
    for value in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
        drop(value, key)


def plain(value: Any) -> Any:
    """Return a written value as plain mappings and lists: what is copied of it brings no comment along."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else str(value)
