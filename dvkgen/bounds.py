"""Bounds on what a process may take: data in memory, where the system keeps such bounds, and time."""

from __future__ import annotations

import gc
import os
import sys
from threading import Timer


def bound_memory(most: int) -> None:
    """Bound the bytes of data that this process may hold; what goes beyond ends in MemoryError. Windows knows no bound."""
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def most_held() -> int:
    """Return the most bytes of memory that this process has held at once; nothing where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def bound_time(seconds: float, message: str) -> None:
    """End this process with a message and status 2 if it is still there after so many seconds."""
    timer = Timer(seconds, _end, (message,))
    timer.daemon = True
    timer.start()


def be_silent() -> None:
    """Have this process say nothing on standard error: what libraries complain of there is no sentence for a user."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def settle() -> None:
    """Have the collector of this process leave alone what is loaded, and come seldom: papers leave little behind in rings."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SELDOM, 20, 100)


_SELDOM = 50_000
"""Objects that are made before the collector looks at the young ones; seven hundred are its custom."""


def _end(message: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()
    os._exit(2)
