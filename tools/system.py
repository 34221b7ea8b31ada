"""Make sure of what lies outside Python: shared libraries, a font, and for the tests their outside readers.

`python3 tools/system.py run` before the first build, `… test` before the first test. What is missing is
installed where apt may be used (as root or with sudo that asks no password); elsewhere one message names it
and how to get it. Uses the standard library alone: it runs before anything is installed.
"""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

FAMILIES = ("Times New Roman", "Tinos", "Liberation Serif")


@dataclass(frozen=True)
class Need:
    """Something that must be there: what it is called, Debian's package for it, and how to see whether it is there."""

    what: str
    package: str
    is_there: Callable[[], bool]


def library(name: str) -> Callable[[], bool]:
    """Return whether the system has a shared library."""
    return lambda: ctypes.util.find_library(name) is not None


def command(*names: str) -> Callable[[], bool]:
    """Return whether the system has one of some commands."""
    return lambda: any(shutil.which(name) for name in names)


def runs(*call: str) -> bool:
    """Whether a command is there and ends well."""
    return bool(shutil.which(call[0])) and subprocess.run(call, capture_output=True, check=False).returncode == 0


def has_font() -> bool:
    """Return whether Times New Roman or a face of the same widths with Vietnamese is installed."""
    if shutil.which("fc-list") is None:
        return sys.platform in ("win32", "darwin")
    query = ["fc-list", ":lang=vi", "family"]
    families = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    return any(family in families for family in FAMILIES)


WEASYPRINT = (
    Need("thư viện Pango", "libpango-1.0-0", library("pango-1.0")),
    Need("thư viện PangoFT2", "libpangoft2-1.0-0", library("pangoft2-1.0")),
    Need("thư viện HarfBuzz (tách phông)", "libharfbuzz-subset0", library("harfbuzz-subset")),
)
"""What a build may do without: Typst sets the PDFs where these are missing."""
RUN = (
    *WEASYPRINT,
    Need("lệnh fc-list", "fontconfig", lambda: sys.platform in ("win32", "darwin") or command("fc-list")()),
    Need("phông Times New Roman, Tinos hoặc Liberation Serif 2", "fonts-croscore", has_font),
    Need("python3-venv", "python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None),
)
TEST = (
    *RUN,
    Need("LibreOffice Writer", "libreoffice-writer-nogui", command("soffice")),
    Need("LibreOffice cho Python (UNO)", "python3-uno", lambda: runs("/usr/bin/python3", "-c", "import uno")),
    Need("Poppler (pdfinfo, pdffonts)", "poppler-utils", command("pdffonts")),
    Need("Node.js", "nodejs", command("node")),
    Need("npm", "npm", command("npm")),
    Need("Chromium", "chromium", command("chromium")),
    Need("git", "git", command("git")),
)


def missing(needs: Sequence[Need]) -> list[Need]:
    """Return what is not there."""
    return [need for need in needs if not need.is_there()]


def installer() -> list[str] | None:
    """Return the words before an apt-get command, or None where apt may not be used without asking."""
    if shutil.which("apt-get") is None:
        return None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    allowed = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0
    return sudo if allowed else None


def install(needs: Sequence[Need], prefix: Sequence[str]) -> None:
    """Install Debian's packages for what is missing; what fails is seen by looking again."""
    packages = [need.package for need in needs]
    print("Đang cài:", ", ".join(packages), file=sys.stderr)  # noqa: T201
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*prefix, "apt-get", "update"], check=False, **quiet)  # type: ignore[call-overload]
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    words = [*prefix, *environment, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    subprocess.run(words, check=False, **quiet)  # type: ignore[call-overload]


def advice(needs: Sequence[Need]) -> str:
    """Return one message that names what is missing and how to get it."""
    names = "\n".join(f"  - {need.what}" for need in needs)
    packages = " ".join(need.package for need in needs)
    return (
        f"Máy này còn thiếu:\n{names}\n"
        f"Debian, Ubuntu: sudo apt-get install {packages}\n"
        "macOS: brew install pango harfbuzz fontconfig (kiểm thử: thêm poppler node libreoffice)\n"
        "Windows: phông Times New Roman có sẵn; Pango không bắt buộc (hướng dẫn “Installation” của WeasyPrint, MSYS2)"
    )


def main(what: str) -> int:
    """Install or name what is missing; return the exit status."""
    if sys.version_info < (3, 11):
        print("Cần Python 3.11 trở lên; gọi: make PYTHON=python3.11", file=sys.stderr)  # noqa: T201
        return 2
    needs = TEST if what == "test" else RUN
    if (lacking := missing(needs)) and (prefix := installer()) is not None:
        install(lacking, prefix)
        lacking = missing(needs)
    if what != "test" and lacking and all(need in WEASYPRINT for need in lacking):
        print("Máy không có thư viện của WeasyPrint: bản PDF do Typst xếp trang.", file=sys.stderr)  # noqa: T201
        return 0
    if lacking:
        print(advice(lacking), file=sys.stderr)  # noqa: T201
    return 2 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else "run"))
