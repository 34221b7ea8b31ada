"""What this program wrote down for itself, sealed with a key that lies outside of any repository.

What lies in `build/` may have come with a stranger's change. Under a seal of this machine it is what this program has
written; anything else is nobody's.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from dvkgen.disk import door

_LENGTH = 32


def sealed(kept: Any) -> bytes:
    """Return as bytes what is to be kept, under the seal of this machine; where that cannot be, nothing will believe it."""
    data = json.dumps(kept, indent=0, sort_keys=True).encode()
    return b"%s\n%s" % (_seal_of(data), data)


def unsealed(data: bytes) -> Any:
    """Return what was sealed on this machine; raises ValueError for anything else."""
    seal, _, kept = data.partition(b"\n")
    if not seal or not hmac.compare_digest(seal, _seal_of(kept)):
        raise ValueError("sealed by nobody known")
    return json.loads(kept)


def _seal_of(data: bytes) -> bytes:
    key = _key(_home())
    return hmac.new(key, data, sha256).hexdigest().encode() if key else b""


def _home() -> Path | None:
    """Return the folder in which this machine keeps what a user's programs note, None where there is none."""
    named = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        home = Path(named) if named else Path.home() / ".local/state"
    except RuntimeError:
        return None
    return home / "dvkgen" if home.is_absolute() else None


@cache
def _key(home: Path | None) -> bytes:
    """Return the key of this machine, made where there is none; no bytes where none can be kept."""
    if home is None:
        return b""
    try:
        return _read(home) or _made(home)
    except OSError:
        return b""


def _read(home: Path) -> bytes:
    try:
        key = door.read(home, "khoa")
    except FileNotFoundError:
        return b""
    return key if len(key) == _LENGTH else b""


def _made(home: Path) -> bytes:
    home.mkdir(parents=True, exist_ok=True)
    door.make_secret(home, "khoa", secrets.token_bytes(_LENGTH))
    return _read(home)  # of two programs that make one at a time, the first has made it
