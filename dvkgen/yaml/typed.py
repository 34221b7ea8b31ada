"""Keys of a record as the text of a YAML file, typed as staff would type it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dvkgen.yaml.read import read_yaml
from dvkgen.yaml.written import WrittenMap


def written_out(keys: Mapping[str, Any]) -> str:
    """Return a whole file with these keys: texts, lists of texts, and records within; long texts stand in blocks."""
    return "".join(f"{line}\n" for line in _map(keys, 0))


def _map(keys: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, value in keys.items():
        first, *rest = _value(value, indent)
        yield f"{' ' * indent}{key}:{first}"
        yield from rest


def _value(value: Any, indent: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield ""
        yield from _map(value, indent + 2)
    elif isinstance(value, list):
        yield ""
        for item in value:
            yield from _item(item, indent + 2)
    elif "\n" in value:
        yield " |"
        yield from (f"{' ' * (indent + 2)}{line}".rstrip() for line in value.split("\n"))
    else:
        yield f" {scalar(value)}"


def _item(item: Any, indent: int) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{' ' * indent}- {scalar(item)}"
        return
    first, *rest = _map(item, indent + 2)
    yield f"{' ' * indent}- {first.lstrip()}"
    yield from rest


def scalar(text: str) -> str:
    """Return a text of one line as it is typed: in quotes where it would be read as anything else."""
    if text and text == text.strip() and _is_plain(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_plain(text: str) -> bool:
    read, findings = read_yaml(f"k: {text}\n", "")
    return not findings and isinstance(read, WrittenMap) and read.get("k") == text and len(read) == 1
