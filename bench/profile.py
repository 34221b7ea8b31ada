"""Where the time of a build goes: `make profile`, `make profile ARGS="60 weasyprint"` (units, engine).

A generated repository is built from nothing by one process under the standard library's profiler, which makes everything
slower and small functions slower than large ones: it tells where to look, not how long it takes.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
from pathlib import Path

from bench import repository
from bench.__main__ import DAY
from dvkgen.build import Selection, build
from dvkgen.load import load

_SHOWN = 40
"""Functions that are shown, by the time that they and what they call take, and by their own."""


def main(units: int, engine: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = repository.write(Path(folder) / "a", units)
        with cProfile.Profile() as profile:
            build(load(root, DAY, pdf=engine), Selection(), 0, lambda *_: None)
    stats = pstats.Stats(profile)
    for order in ("cumulative", "tottime"):
        stats.sort_stats(order).print_stats(_SHOWN)


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    main(int(given.get(0, "20")), given.get(1, "typst"))
