"""Which files of a repository changed: those that matter to a paper, in one go when nobody has touched any for a moment.

This module is the only importer of watchfiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from time import monotonic

from watchfiles import Change, watch

from dvkgen.disk.paths import PLANS, ROOT_FILE, SUBMISSIONS, TEMPLATES

_TICK, _QUIET, _LONGEST = 20, 120, 1_500
"""Milliseconds between looks; without a change after which what changed is told; after which it is told in any case."""
_OF_PROGRAMS = re.compile(r"\..*|~\$.*|.*~|.*\.(?:tmp|swp|swx|part|crdownload)|#.*#|4913")
"""Names of files that editors and Word keep for themselves."""


def changes(root: Path) -> Iterator[frozenset[str]]:
    """Yield the paths that changed, those of one moment together, until Ctrl-C."""
    places = [place for name in (PLANS, SUBMISSIONS, TEMPLATES, ROOT_FILE) if (place := root / name).exists()]

    def matters(_: Change, path: str) -> bool:
        inner = PurePosixPath(Path(path).relative_to(root).as_posix()).parts if Path(path).is_relative_to(root) else ()
        return bool(inner) and not any(_OF_PROGRAMS.fullmatch(part) for part in inner)

    told = watch(
        *places,
        watch_filter=matters,
        debounce=_TICK,
        step=_TICK,
        rust_timeout=_QUIET,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    with suppress(KeyboardInterrupt):  # the library would tell in English that it was stopped
        for paths in _settled(told):
            yield frozenset(Path(path).relative_to(root).as_posix() for path in paths)


def _settled(told: Iterable[set[tuple[Change, str]]]) -> Iterator[set[str]]:
    """Yield the paths of one moment: the library waits for no more files, but not for no more changes of one file."""
    paths: set[str] = set()
    began = 0.0
    for found in told:
        began = began if paths else monotonic()
        paths |= {path for _, path in found}
        if paths and (not found or monotonic() - began > _LONGEST / 1000):
            yield paths
            paths = set()
