"""Nothing that is typed ends in a traceback: mutated sample files, and files made to hurt, within bounds."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvkgen.build import check
from dvkgen.disk.file import SourceLines, read_text
from dvkgen.edit.fix import cured
from dvkgen.findings import Severity
from dvkgen.load import load
from dvkgen.printers import FORMATS, as_text
from dvkgen.yaml.canonical import Shape, canonical
from dvkgen.yaml.read import read_yaml
from tests.conftest import SAMPLE, TODAY, MakeRepo, findings_in

SMALL = SAMPLE / "tests/cases/xa-nho"
FILES = tuple(
    sorted(p for home in ("plans", "submissions") for p in (SMALL / home).rglob("*") if p.suffix in (".yaml", ".html"))
)
YAML_FILES = tuple(sorted((SAMPLE / "submissions").rglob("*.yaml")) + sorted((SAMPLE / "plans").rglob("*.yaml")))
NASTY = (
    ":", ": ", " #", "- ", "\t", "\n", "\r\n", "“", "”", '"', "'", "{", "}", "[", "]", "|", ">", "&", "*", "!", "%", "@", "`", ",",
    "\x00", "\x0b", "\ufeff", "\u200b", "\u0301", "😀", "{{ 7*7 }}", "{{", "{% for %}", "<b>", "&amp;", "---", "...", "<<<<<<< x",
    "0", "01/13/2026", "~", "null", "\\", "$", "  ", "§", "®µ¸",
)  # fmt: skip
SETTINGS = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@st.composite
def mutations(draw: st.DrawFn) -> list[tuple[str, float, float, str]]:
    """Return what is to be done to a text: an action, two places as shares of its length, and a bit of text."""
    actions = st.sampled_from(["insert", "delete", "cut", "double", "indent", "swap", "replace"])
    share = st.floats(0, 1, allow_nan=False)
    return draw(st.lists(st.tuples(actions, share, share, st.sampled_from(NASTY)), min_size=1, max_size=4))


def mutated(text: str, steps: list[tuple[str, float, float, str]]) -> str:
    for action, one, other, bit in steps:
        first, last = sorted((int(one * len(text)), int(other * len(text))))
        lines = text.split("\n")
        row, second = int(one * (len(lines) - 1)), int(other * (len(lines) - 1))
        match action:
            case "insert":
                text = text[:first] + bit + text[first:]
            case "delete":
                text = text[:first] + text[min(last, first + 40) :]
            case "cut":
                text = text[:last]
            case "replace":
                text = text[:first] + bit + text[first + len(bit) :]
            case "double":
                text = "\n".join([*lines[: row + 1], *lines[row:]])
            case "indent":
                lines[row] = " " * (second % 7) + lines[row].lstrip()
                text = "\n".join(lines)
            case _:
                lines[row], lines[second] = lines[second], lines[row]
                text = "\n".join(lines)
    return text


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("nho")
    shutil.copytree(SMALL, root, dirs_exist_ok=True)
    return root


def test_there_is_something_to_mutate() -> None:
    assert len(FILES) > 15
    assert len(YAML_FILES) > 200


@given(place=st.integers(0, len(FILES) - 1), steps=mutations())
@settings(SETTINGS, max_examples=150)
def test_a_mutated_repository_is_checked_and_told_in_every_format(place: int, steps: list, small: Path) -> None:  # type: ignore[type-arg]
    file = small / FILES[place].relative_to(SMALL)
    kept = file.read_bytes()
    try:
        file.write_bytes(mutated(kept.decode(), steps).encode("utf-8", "surrogatepass"))
        found = check(load(small, TODAY))
        assert as_text(found, SourceLines(small)).count("\n") >= len(found)
        assert all(form(found) is not None for form in FORMATS.values())
        assert all(f.mark.line >= 1 and f.mark.column >= 1 and f.message for f in found)
    finally:
        file.write_bytes(kept)


@given(place=st.integers(0, len(YAML_FILES) - 1), steps=mutations())
@settings(SETTINGS, max_examples=400)
def test_tidying_loses_nothing_and_is_done_once(place: int, steps: list, small: Path) -> None:  # type: ignore[type-arg]
    (small / "t.yaml").write_bytes(mutated(YAML_FILES[place].read_text("utf-8"), steps).encode())
    text, refused = read_text(small, "t.yaml")
    if text is None:
        assert refused
        return
    value, findings = read_yaml(text, "t.yaml")
    assert value is not None or findings
    shape = Shape(("mo_hinh", "ngay_gui", "ten", "ma"), frozenset({"thanh_tich", "noi_dung"}))
    made = canonical(text, shape)
    assert made is None or canonical(made, shape) == made
    done = cured(text.encode("utf-8", "replace"), is_yaml=True, iso=True)
    again = cured(done.text.encode(), is_yaml=True, iso=True) if done else None
    assert again is None or done is None or again.text == done.text


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "alias-bomb": BOMB.encode(),
    "deep-list": b"mo_hinh: " + b"[" * 100_000,
    "deep-map": b"a: " + b"{a: " * 50_000,
    "deep-block": "".join(f"{' ' * n}a:\n" for n in range(1500)).encode(),
    "deep-dashes": ("- " * 20_000 + "x").encode(),
    "long-value": b"ngay_gui: 10/01/2026\nkhong_dang_ky: " + "từ ".encode() * 1_250_000,
    "long-word": b"ngay_gui: 10/01/2026\nkhong_dang_ky: " + b"x" * 5_000_000,
    "long-broken-value": b"ngay_gui: 10/01/2026\nkhong_dang_ky: a: " + b"x " * 2_500_000,
    "long-open-quote": b'ngay_gui: "' + b"x\n" * 200_000,
    "many-keys": "".join(f"k{n}: x\n" for n in range(20_000)).encode(),
    "many-slips": "".join(f"k{n}: a: b\n" for n in range(2_000)).encode(),
    "nul": b"ngay_gui: 10/01/2026\0\0\0\n",
    "not-utf8": bytes(range(128, 256)) * 1000,
    "tabs": b"\t" * 1_000_000,
    "only-quotes": b'"' * 300_000,
    "only-colons": b": " * 300_000,
    "only-braces": b"{}" * 200_000,
    "spaces": b" " * 3_000_000 + b"x: 1",
}
SECONDS, MEGABYTES = 30, 1_500
_ONE = """
import sys
from datetime import date
from pathlib import Path
from dvkgen.build import check
from dvkgen.load import load
found = check(load(Path(sys.argv[1]), date(2026, 11, 22)))
assert any(f.mark.path == "submissions/mau/2026/a/dang-ky.yaml" for f in found), found
"""


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_hurt_is_a_finding_within_time_and_memory(name: str, repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": HOSTILE[name]})
    done = subprocess.run(
        [sys.executable, "-c", _ONE, str(root)],
        preexec_fn=_bounded,
        timeout=SECONDS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_one_broken_file_hides_nothing_of_the_others(repo: MakeRepo) -> None:
    root = repo({"a/dang-ky": "ngay_gui: @\n", "b/dang-ky": "ngay_gui: 31/02/2026\nkhong_dang_ky: x y\n"})
    errors = {(f.mark.path, f.check) for f in findings_in(root) if f.severity is Severity.ERROR}
    assert errors == {
        ("submissions/mau/2026/a/dang-ky.yaml", "yaml-syntax"),
        ("submissions/mau/2026/b/dang-ky.yaml", "wrong-value"),
    }
