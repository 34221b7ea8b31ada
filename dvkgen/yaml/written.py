"""Values of YAML as they were written: plain mappings and lists that remember their places."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from dvkgen.findings import Mark, Origin


class WrittenMap(dict[str, Any]):
    """A mapping as written: its `origin`, the mark of each key in `keys_at`, and whether it was written as `{a: b}`."""

    origin: Origin
    keys_at: Mapping[str, Mark]
    flow: bool = False

    @cached_property
    def key_before(self) -> Mapping[str, str]:
        """The key above each key but the first."""
        keys = list(self)
        return dict(zip(keys[1:], keys, strict=False))


class WrittenList(list[Any]):
    """A list as written: its mark, its items' marks, and whether it was written as `[a, b]`."""

    mark: Mark
    marks: tuple[Mark, ...]
    flow: bool
