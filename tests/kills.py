"""Builds that are killed at any moment, several at once, and on a full disk: the next one gives what a clean one gives.

`python -m tests.kills [KILLS]` lays out a root of 30 units and prints, for each way in which builds come to grief, how
often the papers then differ from those of a clean build, file by file; the exit status is 1 where any does.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from tests.build.test_pool import processes_with
from tests.conftest import BASE as SMALL
from tests.conftest import SENT, build_call, place

UNITS = 30
MOST_SECONDS = 120
HERE = Path(__file__).resolve().parent.parent


def laid_out(root: Path) -> None:
    import textwrap

    units = "".join(f"  - {{ma: u{n}, ten: Chi bộ số {n}, khoi: tdp}}\n" for n in range(UNITS))
    for name in ("dia-phuong", "ke-hoach"):
        write(root / place(name), textwrap.dedent(SMALL[name]).lstrip("\n"))
    write(root / place("don-vi"), f"don_vi:\n{units}")
    for number in range(UNITS):
        model = f"  - ma: m\n    ten: Hiến đất mở ngõ {number}\n    tap_the: Chi bộ số {number}\n    linh_vuc: kinh_te\n    cap: phuong\n"
        write(root / SENT / f"u{number}/dang-ky.yaml", f"ngay_gui: 10/01/2026\nmo_hinh:\n{model}")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def started(root: Path, mark: str = "") -> subprocess.Popen[bytes]:
    call = build_call(root, "-j", "2", "--format", "docx")
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(call, cwd=HERE, env={**os.environ, "MARK": mark}, **quiet)  # type: ignore[call-overload,no-any-return]


def sums(root: Path) -> dict[str, str]:
    files = (path for path in (root / "build").rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


class Trial:
    """A root, the papers of a clean build of it, and what has differed from them."""

    def __init__(self) -> None:
        self.root = Path(mkdtemp(prefix="kills-"))
        laid_out(self.root)
        start = time.monotonic()
        self.finish()
        self.seconds, self.clean = time.monotonic() - start, sums(self.root)
        self.faults: list[str] = []
        print(f"{len(self.clean)} papers in {self.seconds:.1f} s")

    def finish(self, status: int = 0) -> None:
        done = started(self.root)
        said = b"".join(done.communicate(timeout=MOST_SECONDS))
        if done.returncode != status or b"Traceback" in said:
            raise SystemExit(f"a build ended with {done.returncode}: {said.decode()[-500:]}")

    def judge(self, what: str, *, whole: bool) -> None:
        found = sums(self.root)
        wrong = [name for name, digest in found.items() if self.clean.get(name) != digest]
        missing = sorted(self.clean.keys() - found.keys()) if whole else []
        self.faults += [f"{what}: {name}" for name in (*wrong, *missing)]

    def kill(self, times: int) -> None:
        """Kill a build at random moments: the parent, by two signals, or a worker; and judge what lies there."""
        chance, left, told = random.Random(11), 0, {}
        for number in range(times):
            how = ("SIGKILL", "SIGTERM", "a worker")[number % 3]
            mark = f"kills-{uuid4()}"
            build = started(self.root, mark)
            time.sleep(chance.uniform(0.2, self.seconds))
            if how == "a worker":
                crew = [number for number in processes_with(mark) if number != build.pid]
                if crew:
                    os.kill(max(crew), signal.SIGKILL)
                said = b"".join(build.communicate(timeout=MOST_SECONDS))
                if build.returncode not in (0, 1) or b"Traceback" in said:
                    self.faults.append(f"worker killed: {build.returncode} {said.decode()[-200:]}")
            else:
                build.send_signal(getattr(signal, how))
                build.communicate(timeout=MOST_SECONDS)
            told[how] = told.get(how, 0) + 1
            deadline = time.monotonic() + 10
            while processes_with(mark) and time.monotonic() < deadline:
                time.sleep(0.05)
            left += len(processes_with(mark))
            self.judge(f"kill {number} {how}", whole=False)
            if number % 4 == 3:
                self.finish()
                self.judge(f"after kill {number}", whole=True)
                self.faults += [f"left over: {path}" for path in (self.root / "build").rglob("*.tmp")]
                shutil.rmtree(self.root / "build")
        print(f"{times} kills {told}: {left} processes left behind")

    def at_once(self, times: int) -> None:
        """Run four builds at once from nothing."""
        for number in range(times):
            shutil.rmtree(self.root / "build", ignore_errors=True)
            four = [started(self.root) for _ in range(4)]
            said = [b"".join(build.communicate(timeout=4 * MOST_SECONDS)) for build in four]
            self.faults += [f"at once {number}: {b.returncode}" for b in four if b.returncode]
            self.faults += [f"at once {number}: {text.decode()[-200:]}" for text in said if b"Traceback" in text]
            self.judge(f"four at once, {number}", whole=True)
        print(f"{times} times four builds at once")

    def on_a_full_disk(self) -> None:
        """Build where two megabytes are too little, then where they are enough."""
        place = self.root / "build"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        size = "256k"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False).returncode:
            print("no right to mount a small disk: left out")
            return
        try:
            build = started(self.root)
            said = b"".join(build.communicate(timeout=MOST_SECONDS)).decode()
            print(f"a full disk: status {build.returncode}, {said.strip().splitlines()[-1][:160]}")
            if "Traceback" in said or build.returncode not in (1, 2):
                self.faults.append(f"full disk: {build.returncode} {said[-300:]}")
            self.judge("full disk", whole=False)
            subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)
            self.finish()
            self.judge("the disk given room", whole=True)
        finally:
            subprocess.run(["umount", str(place)], check=False)


def main() -> int:
    trial = Trial()
    trial.on_a_full_disk()
    trial.at_once(10)
    shutil.rmtree(trial.root / "build")
    trial.kill(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    print(f"{len(trial.faults)} faults", *trial.faults[:20], sep="\n")
    shutil.rmtree(trial.root, ignore_errors=True)
    return int(bool(trial.faults))


if __name__ == "__main__":
    sys.exit(main())
