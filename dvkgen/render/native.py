"""Whether the system libraries of WeasyPrint are there; nothing else is asked of them here."""

from __future__ import annotations

import os
import sys
from ctypes import CDLL
from functools import cache

_NEEDED = (
    ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
)
"""Each by its names on Linux, macOS and Windows."""
_WINDOWS_HOMES = r"C:\msys64\ucrt64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
"""Where WeasyPrint looks for them on Windows, if WEASYPRINT_DLL_DIRECTORIES names no other folders."""


@cache
def has_system_libraries() -> bool:
    """Whether the system libraries load that WeasyPrint stands on."""
    if sys.platform == "win32":
        for home in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _WINDOWS_HOMES).split(";"):
            if os.path.isdir(home):  # noqa: PTH112 - a folder of the system, not of the repository
                os.add_dll_directory(home)
    return all(any(map(_loads, names)) for names in _NEEDED)


def _loads(name: str) -> bool:
    try:
        CDLL(name)
    except OSError:
        return False
    return True
