"""Small repositories from a dict, a helper for checks, and golden texts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from dvkgen.build import Outcome, Selection, build, check, owed
from dvkgen.document.tree import Document
from dvkgen.findings import Finding
from dvkgen.load import Repository, load
from dvkgen.load.profiles import read_stationery
from dvkgen.schema.profile import Stationery
from tests.structure import one_of_each

TODAY = date(2026, 11, 22)
SAMPLE = Path(__file__).resolve().parent.parent

LOCALITY = """
    ten: phường Mẫu
    dia_danh: Mẫu
    co_quan:
      dang_uy: {cap_tren: ĐẢNG BỘ THÀNH PHỐ, ten: ĐẢNG ỦY PHƯỜNG MẪU, ky_hieu: ĐU}
    linh_vuc:
      - {ma: kinh_te, ten: kinh tế}
      - {ma: van_hoa, ten: văn hóa - xã hội, ten_khac: [văn xã]}
    cap:
      - {ma: thanh_pho, ten: Thành phố}
      - {ma: phuong, ten: Phường}
    khoi:
      - {ma: tdp, ten: Tổ dân phố, cap_tren: ĐẢNG BỘ PHƯỜNG MẪU}
"""
PLAN = """
    loai: cong_van
    ky: 2026
    co_quan: dang_uy
    trich_yeu: Về phong trào {{ ky }}
    noi_dung: |
      Nội dung trước ngày {{ thoi_han.dang_ky }}, theo mẫu kèm theo.
    thoi_han:
      - {ma: dang_ky, ten: Đăng ký, truoc_ngay: 15/01/2026, nop: dang_ky}
    de_nghi_khen: {toi_da: 1, toi_da_moi_don_vi: 1}
    bieu_mau:
      - {loai: danh_sach_dang_ky, ten_goi: Mẫu 01, ten_loai: DANH SÁCH, cap: [thanh_pho, phuong], huong_giay: ngang}
      - {loai: bieu_tong_hop, ten_goi: Mẫu 02, ten_loai: BIỂU TỔNG HỢP}
      - {loai: trich_ngang, ten_goi: Mẫu 03, ten_loai: TRÍCH NGANG, cuoc_chu: {thanh_tich: không quá 350 từ}}
    dinh_kem: [danh_sach_dang_ky]
"""
UNITS = """
    don_vi:
      - {ma: a, ten: Chi bộ A, khoi: tdp, ten_khac: [CB A]}
      - {ma: b, ten: Chi bộ B, khoi: tdp}
"""
MODEL = """
    ngay_gui: 10/01/2026
    mo_hinh:
      - ma: mot
        ten: Hiến đất mở ngõ một
        tap_the: Chi bộ A
        linh_vuc: kinh_te
        cap: phuong
"""
LATER = """
    ngay_gui: 10/01/2026
    mo_hinh:
      - ma: hai
        ten: Hiến sách mở quán hai
        ca_nhan: Trần Thị B
        linh_vuc: van_hoa
        cap: thanh_pho
"""
PLACES = {
    "dia-phuong": "plans/mau/dia-phuong.yaml",
    "don-vi": "plans/mau/don-vi.yaml",
    "ke-hoach": "plans/mau/2026/ke-hoach.yaml",
    **{name: f"plans/mau/2026/{name}.yaml" for name in ("khen-thuong", "tham-dinh", "cong-nhan", "bao-cao-tong-hop")},
}
SENT = "submissions/mau/2026"


def pytest_configure(config: pytest.Config) -> None:
    """Have what is sealed in tests sealed with a key of their own."""
    if not hasattr(config, "workerinput"):
        os.environ["XDG_STATE_HOME"] = mkdtemp(prefix="dvkgen-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Forget that key."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["XDG_STATE_HOME"], ignore_errors=True)


BASE = {"dia-phuong": LOCALITY, "don-vi": UNITS, "ke-hoach": PLAN, "a/dang-ky": MODEL, "b/dang-ky": LATER}


def place(name: str) -> str:
    """Return the path of a short name: `ke-hoach`, `a/dang-ky` (a unit's file), or a path as it is."""
    if name in PLACES:
        return PLACES[name]
    return name if "." in name else f"{SENT}/{name}.yaml"


@dataclass(frozen=True)
class Papers:
    """The samples and the small commune, one paper of each structure built in both formats.

    `documents` are all papers that are owed, `chosen` those built.
    """

    root: Path
    documents: Mapping[str, Document]
    chosen: Mapping[str, Document]

    def of(self, locality: str) -> dict[str, Document]:
        """Return the papers of a locality."""
        return {target: paper for target, paper in self.documents.items() if target.startswith(f"{locality}/")}

    def file(self, target: str, ending: str, engine: str = "weasyprint") -> Path:
        """Return a file of a paper that was built; both engines set every PDF."""
        return (self.root if engine == "weasyprint" else self.root / engine) / f"build/{target}.{ending}"


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """Return the papers that outside readers judge: built once, by whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root, done = shared / "papers", shared / "papers-done"
    try:
        root.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.1)
        documents = documents_in(root)
        return Papers(root, documents, one_of_each(documents))
    try:
        documents = _laid_out(root)
        chosen = one_of_each(documents)
        selection = Selection(paths=tuple(f"build/{target}" for target in chosen))
        outcome = build(load(root, TODAY), selection, 2, lambda _done, _of: None)
        assert not [f for f in outcome.findings if f.severity == "error"]
        assert set(outcome.written) == set(chosen)
        _set_by_typst(root, selection)
    finally:
        done.touch()
    return Papers(root, documents, chosen)


def _set_by_typst(root: Path, selection: Selection) -> None:
    """Make the PDFs of the same papers a second time, through Typst."""
    for part in ("plans", "submissions"):
        shutil.copytree(root / part, root / "typst" / part)
    repository = load(root / "typst", TODAY, pdf="typst")
    build(repository, replace(selection, formats=("pdf",)), 2, lambda _done, _of: None)


def _laid_out(root: Path) -> dict[str, Document]:
    for home in (SAMPLE, SAMPLE / "tests/cases/xa-nho"):
        for part in ("plans", "submissions"):
            shutil.copytree(home / part, root / part, dirs_exist_ok=True)
    return documents_in(root)


Files = Mapping[str, str | bytes | None]
MakeRepo = Callable[[Files], Path]


@pytest.fixture
def repo(tmp_path: Path) -> MakeRepo:
    """Return a function that lays out a small repository: the base files, changed by those given (None: left out)."""

    def make(files: Files) -> Path:
        for name, content in {**BASE, **files}.items():
            path = tmp_path / place(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            elif content is not None:
                path.write_text(textwrap.dedent(content).lstrip("\n"), "utf-8")
            else:
                path.unlink(missing_ok=True)
        return tmp_path

    return make


def brief(highlights: str) -> Files:
    """Return the brief of a unit about the model of the base files: `highlights` as typed after their key."""
    text = f"ngay_gui: 30/9/2026\nde_nghi:\n  - tap_the: Chi bộ A\n    mo_hinh: mot\n    thanh_tich: {highlights}\n"
    return {"a/trich-ngang": text}


@cache
def stationery(profile: str) -> Stationery:
    """Return a layout profile of the repository with its two frames."""
    return read_stationery((SAMPLE / "templates",))[0][profile]


def findings_in(root: Path, today: date = TODAY) -> tuple[Finding, ...]:
    """Return every finding of a repository."""
    return check(load(root, today))


def errors_in(root: Path, today: date = TODAY) -> list[Finding]:
    """Return the findings of a repository that withhold papers."""
    return [finding for finding in findings_in(root, today) if finding.severity == "error"]


def built(root: Path, selection: Selection | None = None, engine: str = "") -> Outcome:
    """Build a repository, DOCX only unless told otherwise, and return what was done."""
    return build(load(root, TODAY, pdf=engine), selection or Selection(formats=("docx",)), 0, lambda _done, _of: None)


def documents_in(root: Path, today: date = TODAY) -> dict[str, Document]:
    """Return every document of a sound repository, by target."""
    repository: Repository = load(root, today)
    return {draft.target: draft.compose() for draft in owed(repository)}


_MARK = re.compile(r"\s+#! (?P<checks>[\w, -]+)$")


def _marks(path: str, text: str) -> Iterator[tuple[str, int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if match := _MARK.search(line):
            yield from ((path, number, name.strip()) for name in match["checks"].split(","))


Expect = Callable[..., None]
SEEN: set[str] = set()


@pytest.fixture
def expect(repo: MakeRepo) -> Expect:
    """Return a helper that compares the findings of files with the marks `#! check-name` on their lines.

    Other findings than those of `only` (or of the checks marked) are none of the test's business: missing and late
    submissions, say.
    """

    def compare(files: Files, only: Iterable[str] = (), today: date = TODAY) -> None:
        wanted: set[tuple[str, int, str]] = set()
        clean: dict[str, str | bytes | None] = {}
        for name, content in files.items():
            if isinstance(content, str):
                text = textwrap.dedent(content).lstrip("\n")
                wanted.update(_marks(place(name), text))
                clean[name] = "\n".join(_MARK.sub("", line) for line in text.split("\n"))
            else:
                clean[name] = content
        names = set(only) | {check for _, _, check in wanted}
        assert names, "say which check is meant"
        found = {(f.mark.path, f.mark.line, f.check) for f in findings_in(repo(clean), today) if f.check in names}
        assert found == wanted
        SEEN.update(names)

    return compare


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--update-golden`."""
    parser.addoption("--update-golden", action="store_true", help="write the golden texts anew")


def build_call(root: Path, *options: str) -> list[str]:
    """Return the command that builds a repository in a process of its own."""
    return [sys.executable, "-m", "dvkgen", "build", "--root", str(root), "--today", TODAY.isoformat(), *options]


def run_build(
    root: Path, *options: str, paths: Sequence[Path] = (), cwd: Path = SAMPLE
) -> subprocess.CompletedProcess[str]:
    """Build in a process of its own, which looks for modules in `paths` first, and then where it runs."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    call = build_call(root, "-j", "1", *options)
    return subprocess.run(call, capture_output=True, text=True, check=False, cwd=cwd, env=env)


WITHOUT_LIBRARIES = """
import ctypes, sys
real = ctypes.CDLL
class Hidden(real):
    def __init__(self, name, *args, **options):
        if name and any(part in str(name) for part in ("pango", "gobject", "harfbuzz", "fontconfig")):
            raise OSError(f"cannot load library {name}")
        super().__init__(name, *args, **options)
ctypes.CDLL = Hidden
sys.modules["weasyprint"] = None
"""


@pytest.fixture(scope="session")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder on whose path neither WeasyPrint nor its system libraries are found."""
    folder = tmp_path_factory.mktemp("hidden")
    (folder / "sitecustomize.py").write_text(WITHOUT_LIBRARIES, "utf-8")
    return folder
