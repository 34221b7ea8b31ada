"""Corpora of hostile files, laid in every place where such a file may stand: no traceback, no hang, bounded memory.

`python -m tests.corpora FOLDER [SHARE OF]` reads what it finds in a folder: `*.json` lists of texts (the YAML test suite,
naughty strings), pictures, and Word files; and adds mutations of the samples. Each input is loaded, checked, formatted,
cured and composed; Word files are rendered. It prints a line for each traceback and hang, and the figures at the end;
the exit status is 1 where there was any. `SHARE OF` takes a part of the inputs: `0 2`, `1 2` for two processes.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from dvkgen.build import Selection, build, check, owed
from dvkgen.edit.fix import cures
from dvkgen.edit.fmt import formatted
from dvkgen.findings import DvkgenError
from dvkgen.load import load
from dvkgen.printers import FORMATS
from tests.conftest import BASE, SAMPLE, SENT, TODAY, place
from tests.test_mutations import NASTY

MOST_SECONDS = 20
ARTICLE = "ngay_gui: 30/9/2026\nmo_hinh: mot\ntieu_de: Bài\nanh: [{tep: anh.jpg, chu_thich: Cảnh}]\nnoi_dung: Bài.\n"
TEXT_PLACES = (
    *(place(name) for name in ("dia-phuong", "don-vi", "ke-hoach", "a/dang-ky", "a/trich-ngang", "a/bao-cao-ket-qua", "a/bai-viet")),
    *(place(name) for name in ("khen-thuong", "tham-dinh", "cong-nhan", "bao-cao-tong-hop")),
    *("plans/mau/van-ban/cong_van.html", f"{SENT}/a/bai.md", "templates/the-thuc/dang-hd36-2018/the-thuc.yaml", "templates/van-ban/bieu-mau.yaml"),
)  # fmt: skip
FORMS = ("{}", "{}: 1\n", "ngay_gui: {}\n", "ngay_gui: 10/01/2026\nghi_chu: |\n  {}\n", "- {}\n")
WORD_PLACES = ("plans/mau/van-ban/danh_sach_dang_ky.docx", "templates/the-thuc/khung.docx")
PHOTO = f"{SENT}/a/anh.jpg"
MUTATED = (
    "plans/mau/dia-phuong.yaml",
    "plans/mau/don-vi.yaml",
    "plans/mau/2026/ke-hoach.yaml",
    f"{SENT}/a/dang-ky.yaml",
)

Input = tuple[str, bytes]


def texts(corpora: Path) -> Iterator[str]:
    for file in sorted(corpora.rglob("*.json")):
        if file.stat().st_size < 5_000_000:
            value = json.loads(file.read_text("utf-8", "replace"))
            yield from (text for text in value if isinstance(text, str)) if isinstance(value, list) else ()


def inputs(corpora: Path) -> Iterator[Input]:
    """Yield all inputs: the path of a file in the small repository, and its bytes."""
    chance = random.Random(7)
    for number, text in enumerate(texts(corpora)):
        forms = ("{}",) if "\n" in text else FORMS
        for where in TEXT_PLACES:
            for form in forms if number % 2 else forms[:2]:
                yield where, form.replace("{}", text).encode("utf-8", "surrogatepass")
    for file in sorted(f for f in corpora.rglob("*") if f.is_file()):
        data = file.read_bytes() if file.stat().st_size < 8_000_000 else b""
        if "images" in file.parts:
            yield from (
                (PHOTO, changed)
                for changed in (data, data[: len(data) // 2], spoiled(data, chance), spoiled(data, chance))
            )
        if file.suffix == ".docx":
            yield from (
                (where, changed)
                for where in WORD_PLACES
                for changed in (data, *(spoiled(data, chance) for _ in range(12)))
            )
    for _ in range(25_000):
        where = chance.choice(MUTATED)
        yield where, mutated(base()[where], chance).encode("utf-8", "surrogatepass")


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """Return some bytes with a few of them other ones."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 5)):
        first, last = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0:
                text = text[:first] + chance.choice(NASTY) + text[first:]
            case 1:
                text = text[:first] + text[min(last, first + 30) :]
            case 2:
                lines = text.split("\n")
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                text = "\n".join(lines)
            case _:
                text = text[:last]
    return text


def base() -> dict[str, str]:
    import textwrap

    files = {place(name): textwrap.dedent(text).lstrip("\n") for name, text in BASE.items()}
    return {**files, place("a/bai-viet"): ARTICLE}


def tried(root: Path, where: str) -> None:
    """Have everything read and make of a repository what it can; whatever is a fault of ours is raised."""
    try:
        repository = load(root, TODAY)
    except DvkgenError:
        return
    findings = check(repository)
    for form in FORMATS.values():
        form(findings)
    list(formatted(repository, ()))
    list(cures(root, ()))
    kinds = {"docx": "danh-sach-dang-ky", "html": "cong-van"}
    if where.endswith(".docx"):
        build(repository, Selection(only=kinds["docx"], formats=("docx",)), 0, lambda done, of: None)
        return
    for draft in owed(repository):
        if not any(f.severity == "error" for f in findings):
            draft.compose()


def interrupt(*_: object) -> None:
    raise TimeoutError


def run(corpora: Path, share: int, of: int) -> int:
    root = Path(mkdtemp(prefix="corpora-"))
    shutil.copytree(SAMPLE / "templates", root / "templates")
    for where, text in base().items():
        (root / where).parent.mkdir(parents=True, exist_ok=True)
        (root / where).write_text(text, "utf-8")
    signal.signal(signal.SIGALRM, interrupt)
    seen: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    longest = 0.0
    for number, (where, data) in enumerate(inputs(corpora)):
        if number % of != share:
            continue
        path = root / where
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        start = time.monotonic()
        signal.alarm(MOST_SECONDS)
        try:
            tried(root, where)
        except TimeoutError:
            seen[f"hang {where}"] += 1
            print("HANG", where, data[:80], flush=True)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno}"
            seen[key] += 1
            if seen[key] == 1:
                print("TRACEBACK", where, key, error, data[:120], flush=True)
                (root.parent / f"fault-{share}-{number}").write_bytes(data)
        finally:
            signal.alarm(0)
        longest = max(longest, time.monotonic() - start)
        kinds[Path(where).suffix] += 1
        path.write_bytes(before) if before is not None else path.unlink()
        if number % 5000 < of:
            print(number, dict(kinds), f"{longest:.1f} s", most_memory(), flush=True)
    print(sum(kinds.values()), "inputs", dict(kinds), "faults", dict(seen), f"longest {longest:.1f} s", most_memory())
    shutil.rmtree(root)
    return int(bool(seen))


def most_memory() -> str:
    status = Path("/proc/self/status").read_text("utf-8")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return f"{int(found[1]) // 1000} MB" if found else ""


if __name__ == "__main__":
    part, parts = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (0, 1)
    sys.exit(run(Path(sys.argv[1]), part, parts))
