"""Which files of a repository changed: those that matter to a paper, in one go when nobody has touched any for a moment.

This module is the only importer of watchfiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from watchfiles import Change, watch

from dvkgen.disk.paths import PLANS, ROOT_FILE, SUBMISSIONS, TEMPLATES

_QUIET, _LONGEST = 130, 1_500
"""Milliseconds without a change after which what changed is told, and after which it is told in any case."""
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
        debounce=_LONGEST,
        step=_QUIET,
        rust_timeout=500,
        ignore_permission_denied=True,
    )
    with suppress(KeyboardInterrupt):  # the library would tell in English that it was stopped
        for found in told:
            yield frozenset(Path(path).relative_to(root).as_posix() for _, path in found)
