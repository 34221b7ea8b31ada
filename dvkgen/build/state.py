"""What lies in `build/`, and of what it was made: fingerprints, atomic replace, pruning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from dvkgen.build.decide import Built, OnDisk
from dvkgen.build.fingerprint import NOTHING_SEEN, Fingerprint, Seen, digest
from dvkgen.disk import door
from dvkgen.disk.paths import BOARD, EVERY_FORMAT, PHOTOS, STATE
from dvkgen.disk.seal import sealed, unsealed

_SEEN = "da_thay"
"""Under this key what was seen of a target is kept beside its files."""
_NAME = r"[^./\\:\x00-\x1f\ud800-\udfff][^/\\:\x00-\x1f\ud800-\udfff]{0,199}"
_TARGET = re.compile(rf"{_NAME}(/{_NAME})+")
"""Folders and a name as people choose them; nothing that leads up, or is hidden."""
_Entry = dict[str, dict[str, str]]


class State:
    """What was built, of what: one JSON file in `build/`, a cache and never a witness.

    Only what this program has sealed on this machine is believed; a damaged or foreign state means building anew, as
    `fresh` does. Two builds at once each keep what the other wrote: only targets that this one touched are its to say.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self.folder, self.fresh = folder, fresh
        self.targets = {} if fresh else self._read()
        self.touched: set[str] = set()

    def _read(self) -> dict[str, _Entry]:
        try:
            read = unsealed(door.read_plain(self.folder, STATE))
            return {
                target: {
                    name: {str(k): str(v) for k, v in facts.items()}
                    for name, facts in entry.items()
                    if name in (*EVERY_FORMAT, _SEEN)
                }
                for target, entry in read.items()
                if _TARGET.fullmatch(target)
            }
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def built(self, target: str, file_format: str) -> Built | None:
        """Return how a file was made last and how it lies there now, None where it never was."""
        known = self.targets.get(target, {}).get(file_format)
        if known is None:
            return None
        return Built(_fingerprint(known), self._on_disk(target, file_format, known.get("tep")))

    def _on_disk(self, target: str, file_format: str, written: str | None) -> OnDisk:
        try:
            same = digest(door.read_plain(self.folder, f"{target}.{file_format}")) == written
        except OSError:
            return OnDisk.MISSING
        return OnDisk.AS_WRITTEN if same else OnDisk.EDITED

    def put(self, target: str, file_format: str, data: bytes, now: Fingerprint) -> None:
        """Put a file in place as a whole and remember of what it was made."""
        door.replace_plain(self.folder, f"{target}.{file_format}", data)
        self.touched.add(target)
        self.targets.setdefault(target, {})[file_format] = {**_facts(now), "tep": digest(data)}

    def note(self, target: str, now: Fingerprint, seen: Seen) -> None:
        """Remember what making a document showed."""
        self.touched.add(target)
        shown = {"trang": str(seen.pages or ""), "khac": seen.difference, "loi": seen.fault}
        self.targets.setdefault(target, {})[_SEEN] = {**_facts(now), **shown}

    def seen(self, target: str, now: Fingerprint) -> Seen:
        """Return what making this very document showed, nothing where it was another one."""
        known = self.targets.get(target, {}).get(_SEEN, {})
        return _seen(known) if known and _fingerprint(known) == now else NOTHING_SEEN

    def last_seen(self, target: str) -> Seen:
        """Return what the last making of a target showed, whatever it was made of."""
        return _seen(self.targets.get(target, {}).get(_SEEN, {}))

    def withhold(self, target: str) -> None:
        """Remove the files of a target but not what was seen of it."""
        seen = self.targets.get(target, {}).get(_SEEN)
        self.remove([target])
        if seen:
            self.targets[target] = {_SEEN: seen}

    def prune(self, owed_now: set[str]) -> list[str]:
        """Remove papers that nobody owes any more; return their targets.

        A fresh state removes whatever else lies in the folder, links and files of any kind, and returns their paths. What
        a build that was killed has left half written goes in any case.
        """
        door.sweep(self.folder)
        if not self.fresh:
            return self.remove([target for target in self.targets if target not in owed_now])
        papers = (f"{target}.{end}" for target in owed_now for end in EVERY_FORMAT)
        boards = (f"{target.partition('/')[0]}/{BOARD}" for target in owed_now)
        return door.clear(self.folder, frozenset((*papers, *boards, BOARD, PHOTOS)))

    def remove(self, targets: Iterable[str]) -> list[str]:
        """Remove the papers of some targets, known or not, and folders left empty; return those that were there."""
        removed = []
        for target in dict.fromkeys(targets):
            self.touched.add(target)
            self.targets.pop(target, None)
            gone = [door.remove_plain(self.folder, f"{target}.{file_format}") for file_format in EVERY_FORMAT]
            removed += [target] if any(gone) else []
        return removed

    def save(self) -> None:
        """Write what is known now, keeping what another build has written of other targets meanwhile; or raises OSError."""
        others = {} if self.fresh else {t: entry for t, entry in self._read().items() if t not in self.touched}
        known = {target: entry for target, entry in self.targets.items() if target in self.touched}
        door.replace_plain(self.folder, STATE, sealed({**others, **known}))


def _facts(now: Fingerprint) -> dict[str, str]:
    return {"van_ban": now.document, "khung": now.stationery, "chuong_trinh": now.program}


def _fingerprint(facts: Mapping[str, str]) -> Fingerprint:
    return Fingerprint(facts.get("van_ban", ""), facts.get("khung", ""), facts.get("chuong_trinh", ""))


def _seen(facts: Mapping[str, str]) -> Seen:
    pages = facts.get("trang", "")
    counted = int(pages) if re.fullmatch(r"[0-9]{1,6}", pages) else None
    return Seen(counted, facts.get("khac", ""), facts.get("loi", ""))
