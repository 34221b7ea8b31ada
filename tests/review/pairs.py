"""Pairs of repositories from `tests/cases/review/`: a base, and for each case what somebody did to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image
from ruamel.yaml import YAML

from dvkgen.edit.change import write
from dvkgen.edit.fmt import formatted
from dvkgen.load import load
from tests.conftest import SAMPLE

HOME = SAMPLE / "tests/cases/review"
BASE = HOME / "goc"
DAY = date(2026, 5, 20)


@dataclass(frozen=True)
class Case:
    """One case: what was done before the older side, what between the two, and whether nothing may be told of it."""

    name: str
    title: str
    day: date
    before: tuple[Mapping[str, Any], ...]
    steps: tuple[Mapping[str, Any], ...]
    is_empty: bool

    def lay(self, folder: Path) -> tuple[Path, Path]:
        """Return the two sides as folders."""
        old, new = folder / "cu", folder / "moi"
        shutil.copytree(BASE, old)
        for step in self.before:
            _do(old, step)
        shutil.copytree(old, new)
        for step in self.steps:
            _do(new, step)
        return old, new


def cases() -> Iterator[Case]:
    """Yield every case, by its number."""
    for path in sorted(HOME.glob("*.yaml")):
        read = YAML(typ="safe").load(path)
        day = read.get("ngay", DAY)
        steps = (tuple(read.get(key) or ()) for key in ("truoc_do", "sua"))
        yield Case(path.stem, read["ten"], date.fromisoformat(str(day)), *steps, bool(read.get("rong")))


def _do(root: Path, step: Mapping[str, Any]) -> None:  # noqa: C901 - a case for each kind of step
    match dict(step):
        case {"thay": path, "cu": old, "moi": new}:
            text = (root / path).read_text("utf-8")
            assert text.count(old) == 1, (path, old)
            (root / path).write_text(text.replace(old, new), "utf-8")
        case {"viet": path, "noi_dung": text}:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        case {"noi": path, "noi_dung": text}:
            (root / path).write_text((root / path).read_text("utf-8") + text, "utf-8")
        case {"lap": path, "lan": times, "dong": line}:
            more = "".join(line.replace("{n}", str(n)) for n in range(1, times + 1))
            (root / path).write_text((root / path).read_text("utf-8") + more, "utf-8")
        case {"xoa": path}:
            (root / path).unlink()
            if not any((root / path).parent.iterdir()):
                (root / path).parent.rmdir()
        case {"doi_ten": path, "thanh": goal}:
            (root / path).rename(root / goal)
        case {"crlf": path}:
            (root / path).write_bytes((root / path).read_bytes().replace(b"\n", b"\r\n"))
        case {"anh": path, "rong": width, "cao": height}:
            Image.linear_gradient("L").resize((width, height)).save(root / path)
        case {"lenh": "fmt"}:
            changes = [
                change for change in formatted(load(root, DAY), (), modeline=False) if change.after != change.before
            ]
            assert changes, "the base is as tidy as fmt would make it"
            write(root, changes)
        case _:
            raise AssertionError(json.dumps(step, ensure_ascii=False))
