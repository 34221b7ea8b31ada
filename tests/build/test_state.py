"""What is remembered of papers: under whatever names people choose, and nothing of what a forged memory says."""

from __future__ import annotations

import hmac
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from dvkgen.build import Selection, build
from dvkgen.build.fingerprint import digest
from dvkgen.build.state import State
from dvkgen.disk.paths import STATE
from dvkgen.disk.seal import sealed, unsealed
from dvkgen.load import load
from tests.conftest import TODAY, UNITS, MakeRepo, built

ODD = ("chi_bo_1", "Chi-Bo-B", "chi bộ c", "chi.bo.d")


def test_papers_are_remembered_and_taken_away_under_any_name(repo: MakeRepo) -> None:
    root = repo({})
    (root / "plans/mau").rename(root / "plans/Phường_Mẫu")
    (root / "submissions/mau").rename(root / "submissions/Phường_Mẫu")
    first = built(root)
    assert len(first.written) > 1
    assert not built(root).written
    (root / "submissions/Phường_Mẫu/2026/a/dang-ky.yaml").unlink()
    gone = [target for target in first.written if "/a/" in target]
    assert gone
    assert set(gone) <= set(built(root).pruned)
    assert not [file for file in (root / "build").rglob("*") if file.is_file() and "/a/" in file.as_posix()]


@pytest.mark.parametrize("code", ["chi_bo_1", "chi-bo-1"])
def test_a_unit_with_an_underscore_is_remembered(repo: MakeRepo, code: str) -> None:
    root = repo({"don-vi": UNITS.replace("ma: a,", f"ma: {code},")})
    (root / "submissions/mau/2026/a").rename(root / f"submissions/mau/2026/{code}")
    assert built(root).written
    assert not built(root).written


@pytest.mark.parametrize(
    "target", ["../x/y", "a/../../y", "/etc/y", "a/.git/y", "a", "a//y", "a/\ud800", "c:/y", "a\\b/y"]
)
def test_a_forged_memory_leads_nowhere(tmp_path: Path, target: str) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    (folder / STATE).write_bytes(sealed({target: {"pdf": {}}, "mau/2026/x": {"pdf": {}}}))
    assert list(State(folder).targets) == ["mau/2026/x"]


DAMAGED = (
    *("", "[]", "null", "{}", '{"a/b": 9e400}', '{"a/b": {"da_thay": {"trang": "zz"}}}', "[" * 100_000),
    *("\n{}", "é\n{}", f"{'0' * 64}\n{{}}", f"{'0' * 64}", "null\n", '{"dau": null, "nho": {}}'),
)


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_memory_means_building_anew(repo: MakeRepo, text: str) -> None:
    root = repo({})
    (root / "build").mkdir()
    (root / "build" / STATE).write_text(text, "utf-8")
    (root / "build/.anh.json").write_text(text, "utf-8")
    assert built(root).written


ODD_MEMORIES = (
    [],
    9e400,
    {"a/b": 9e400},
    {"a/b": {"pdf": "zz"}},
    {"a/b": {"pdf": {"tep": [1]}}},
    {"2": []},
    {"2": {"x": {}}},
)


@pytest.mark.parametrize("kept", ODD_MEMORIES)
def test_what_is_odd_under_our_own_seal_is_no_traceback_either(repo: MakeRepo, kept: Any) -> None:
    root = repo({})
    (root / "build").mkdir()
    for name in (STATE, ".anh.json"):
        (root / "build" / name).write_bytes(sealed(kept))
    assert built(root).written


# --- a cache, never a witness ---------------------------------------------------------------------

PAPER = "build/mau/2026/cong-van.docx"
FORGED = b"PK forged"


def forged(root: Path) -> dict[str, Any]:
    """Put other bytes in the place of a paper, and return a state that says they are what was written."""
    kept = unsealed((root / "build" / STATE).read_bytes())
    (root / PAPER).write_bytes(FORGED)
    kept["mau/2026/cong-van"]["docx"]["tep"] = digest(FORGED)
    return kept


def _as_it_was(kept: Any, seal: str) -> bytes:
    return f"{seal}\n{json.dumps(kept, indent=0, sort_keys=True)}".encode()


def _by_another_key(kept: Any) -> bytes:
    body = json.dumps(kept, indent=0, sort_keys=True).encode()
    return _as_it_was(kept, hmac.new(b"x" * 32, body, sha256).hexdigest())


FORGERIES = {
    "unsealed": lambda kept: json.dumps(kept).encode(),
    "an empty seal": lambda kept: _as_it_was(kept, ""),
    "another key": _by_another_key,
    "no key": lambda kept: _as_it_was(kept, hmac.new(b"", json.dumps(kept).encode(), sha256).hexdigest()),
    "a plain digest": lambda kept: _as_it_was(kept, sha256(json.dumps(kept).encode()).hexdigest()),
    "the seal of before": None,
}


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_forged_state_makes_no_forged_paper_fresh(repo: MakeRepo, kind: str) -> None:
    root = repo({})
    built(root)
    right = (root / PAPER).read_bytes()
    before = (root / "build" / STATE).read_text("utf-8").partition("\n")[0]
    kept, forge = forged(root), FORGERIES[kind]
    (root / "build" / STATE).write_bytes(forge(kept) if forge else _as_it_was(kept, before))
    assert "mau/2026/cong-van" in built(root).written
    assert (root / PAPER).read_bytes() == right


def test_a_fresh_build_believes_nothing_and_leaves_nothing_that_nobody_owes(repo: MakeRepo) -> None:
    root = repo({})
    first = built(root)
    (root / "build" / STATE).write_bytes(sealed(forged(root)))
    assert not built(root).written
    stray = root / "build/mau/2026/chi-bo-x/quyet-dinh.pdf"
    stray.parent.mkdir()
    stray.write_bytes(FORGED)
    secret = root / "bi-mat.txt"
    secret.write_text("x", "utf-8")
    strays = [root / "build" / name for name in ("a.html", "mau/2026/x.PDF", "mau/2026/x.docm", "mau/2026/.docx", ".x")]
    for file in strays:
        file.write_bytes(FORGED)
    links = [
        root / "build" / name for name in ("mau/2026/l.pdf", "mau/2026/cong-van.pdf", "xx", "mau/2026/dangling.docx")
    ]
    for link, goal in zip(links, (secret, "/etc/passwd", "/etc", "nowhere"), strict=True):
        link.symlink_to(goal)
    outcome = build(load(root, TODAY, fresh=True), Selection(formats=("docx",)), 0, lambda done, of: None, fresh=True)
    assert outcome.written.keys() == first.written.keys()
    assert (root / PAPER).read_bytes() != FORGED
    assert not stray.parent.exists()
    assert [place for place in (*strays, *links) if place.exists() or place.is_symlink()] == []
    assert secret.read_text("utf-8") == "x"
    assert not built(root).written


def test_where_no_key_can_be_kept_everything_is_made_each_time(repo: MakeRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    root, home = repo({}), repo({}) / "nha"
    home.write_text("", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    assert built(root).written
    assert built(root).written


def test_what_a_killed_build_left_half_written_goes(repo: MakeRepo) -> None:
    root = repo({})
    built(root)
    left, mine = root / "build/mau/.x.pdf.999999999.tmp", root / f"build/mau/.x.pdf.{os.getpid()}.tmp"
    left.write_bytes(b"x")
    mine.write_bytes(b"x")
    built(root)
    assert not left.exists()
    assert mine.exists()
