"""What photos were found to be, kept between two runs: a photo is decoded once, then known by its bytes.

This module opens no picture; `photo` does.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from dvkgen.disk import door
from dvkgen.disk.paths import BUILD, PHOTOS
from dvkgen.disk.seal import sealed, unsealed
from dvkgen.disk.seen_photo import SeenPhoto

_VERSION = "3"
"""To be raised when what is found in a photo changes."""
_FACTS = {"width": int, "height": int, "likeness": str, "problem": str, "cure": str}
_MOST = 5_000


class PhotoMemory:
    """The photos of a repository that earlier runs have looked at; a damaged or foreign memory is an empty one.

    `fresh` is one that begins anew.
    """

    def __init__(self, root: Path, *, fresh: bool = False) -> None:
        self.folder = root / BUILD
        self.known: dict[str, Any] = {}
        self.is_new = False
        with suppress(OSError, ValueError, AttributeError):
            known = {} if fresh else unsealed(door.read_plain(self.folder, PHOTOS)).get(_VERSION)
            self.known = known if isinstance(known, dict) else {}

    def recall(self, path: str, digest: str) -> SeenPhoto | None:
        """Return a photo as it was found, or None where its bytes are new."""
        facts = self.known.get(digest)
        if not isinstance(facts, dict) or {k: type(v) for k, v in facts.items()} != _FACTS:
            return None
        return SeenPhoto(path, digest, **facts)

    def keep(self, photo: SeenPhoto) -> SeenPhoto:
        """Remember a photo, and return it."""
        self.known[photo.digest] = {name: getattr(photo, name) for name in _FACTS}
        self.is_new = True
        return photo

    def save(self) -> None:
        """Write down what is known, the latest photos only; a folder that cannot be written is left alone."""
        if self.is_new:
            latest = dict(list(self.known.items())[-_MOST:])
            with suppress(OSError):
                door.replace_plain(self.folder, PHOTOS, sealed({_VERSION: latest}))
