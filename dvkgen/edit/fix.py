"""The cures that are certain (`fix`): what would be written is shown first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dvkgen.disk.paths import PLANS, SUBMISSIONS
from dvkgen.edit.change import Change
from dvkgen.findings import lies_in
from dvkgen.yaml.cures import cured

_TEXTS = (".yaml", ".yml", ".md")


def cures(root: Path, wanted: tuple[str, ...], *, iso: bool = False) -> Iterator[Change]:
    """Yield each text file below plans/ and submissions/ that a certain cure would change."""
    for home in (PLANS, SUBMISSIONS):
        for file in sorted((root / home).rglob("*")):
            path = file.relative_to(root).as_posix()
            if file.suffix not in _TEXTS or not file.is_file() or not lies_in(path, wanted):
                continue
            data = file.read_bytes()
            done = cured(data, is_yaml=file.suffix != ".md", iso=iso)
            if done and done.text.encode() != data:
                before = data.decode().replace("\r\n", "\n")
                yield Change(path, before, done.text, tuple(f"{n} {what}" for what, n in done.counts.items()))
