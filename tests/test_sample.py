"""The samples are the acceptance case: what the papers of five localities hold, counted anew from their YAML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

import pytest
from ruamel.yaml import YAML

from dvkgen.document.tree import Document, Figure, Paragraph, Table, plain
from tests.conftest import SAMPLE, Papers, findings_in

LOCALITIES = ("dien-chau", "dong-da", "long-bien", "minh-xuan", "thanh-mien")
LEVELS = {"thanh_pho": "thanh-pho", "xa_phuong": "xa-phuong", "co_so": "co-so"}
SECTORS = ("kinh_te", "van_hoa_xa_hoi", "quoc_phong_an_ninh", "he_thong_chinh_tri")


@pytest.fixture(scope="module")
def documents(papers: Papers) -> Mapping[str, Document]:
    """Return every document of the samples."""
    found = {t: d for t, d in papers.documents.items() if t.split("/")[0] in LOCALITIES}
    assert {target.split("/")[0] for target in found} == set(LOCALITIES)
    assert len(found) >= 300
    return found


@pytest.fixture(scope="module")
def dong_da(papers: Papers) -> dict[str, Document]:
    """Return the documents of Đống Đa alone, whose lists and tallies are counted anew below."""
    return papers.of("dong-da")


def test_every_target_of_the_contract_is_owed(dong_da: dict[str, Document]) -> None:
    plan = {
        "cong-van",
        *(
            f"bieu-mau/{name}"
            for name in ("danh-sach-dang-ky", "bieu-tong-hop", "trich-ngang", "de-cuong", "tu-danh-gia")
        ),
    }
    totals = {f"tong-hop/danh-sach-dang-ky-{level}" for level in LEVELS.values()} | {
        "tong-hop/bieu-tong-hop",
        "tong-hop/trich-ngang",
        "tong-hop/to-trinh-khen-thuong",
    }
    units = {f"{unit}/{kind}" for unit, kinds in filed().items() for kind in kinds}
    assert {t.removeprefix("dong-da/2026/") for t in dong_da} == plan | totals | units


# --- an independent recount, straight from the YAML -----------------------------------------------


@cache
def raw(pattern: str) -> dict[str, dict[str, object]]:
    """Return the sample's files of a name by unit, as plain YAML."""
    yaml = YAML(typ="safe", pure=True)
    return {
        path.parent.name: yaml.load(path)
        for path in sorted((SAMPLE / "submissions/dong-da/2026").glob(f"*/{pattern}.yaml"))
    }


@cache
def units() -> list[dict[str, str]]:
    return list(YAML(typ="safe", pure=True).load(SAMPLE / "plans/dong-da/don-vi.yaml")["don_vi"])


@cache
def below() -> dict[str, set[str]]:
    return {u["ma"]: {u["ma"], *(v["ma"] for v in units() if v.get("truc_thuoc") == u["ma"])} for u in units()}


def models(of: set[str] | None = None) -> list[dict[str, object]]:
    """Return every registered model as written, with its unit."""
    found = raw("dang-ky")
    return [
        {**m, "don_vi_gui": u["ma"]}
        for u in units()
        if of is None or u["ma"] in of
        for m in found.get(u["ma"], {}).get("mo_hinh") or []
    ]  # type: ignore[attr-defined]


def filed() -> dict[str, set[str]]:
    """Return the papers that each unit must have, from the names of its files."""
    have = {u: {"danh-sach-dang-ky", "bieu-tong-hop"} for u, record in raw("dang-ky").items() if record.get("mo_hinh")}
    for kind in ("trich-ngang", "bai-viet", "tu-danh-gia"):
        for unit in raw(kind):
            have[unit].add(kind)
    return have


def subject(model: dict[str, object]) -> tuple[bool, str, str]:
    """Return whether a subject is a collective, its name, and whose it is."""
    names = {name: u["ma"] for u in units() for name in (u["ten"], *u.get("ten_khac", []))}
    who = model.get("tap_the") or model["ca_nhan"]
    name = who if isinstance(who, str) else who.get("ten") or who["ho_ten"]  # type: ignore[attr-defined]
    if "tap_the" in model and name in names:
        return True, "", names[name]
    home = who.get("don_vi") if isinstance(who, dict) else None
    return "tap_the" in model, name, str(names.get(home, home) if home else model["don_vi_gui"])


def numbers(some: list[dict[str, object]]) -> list[str]:
    """Return the four numbers of a row of the tally, counted from plain YAML."""
    own = [m for m in some if not m.get("la_noi_dung")]
    collective, single = ([m for m in own if ("tap_the" in m) is kind] for kind in (True, False))
    return [
        str(n)
        for n in (
            len({subject(m) for m in collective}),
            len(collective),
            len({subject(m) for m in single}),
            len(single),
        )
    ]


def table_rows(document: Document, sheet: int = 0) -> list[list[str]]:
    """Return the cells of the first table of a sheet, as text."""
    table = next(b for b in document.sheets[sheet].body if isinstance(b, Table))
    return [["\n".join(plain(p.inlines) for p in cell.paragraphs) for cell in row] for row in table.rows]


def tally_rows(of: set[str] | None) -> list[list[str]]:
    mine = models(of)
    expected = []
    for level in LEVELS:
        at = [m for m in mine if m["cap"] == level]
        expected.append(numbers(at))
        expected += [numbers([m for m in at if m["linh_vuc"] == sector]) for sector in SECTORS]
    return [*expected, numbers(mine)]


def test_every_tally_equals_an_independent_recount(dong_da: dict[str, Document]) -> None:
    tallies = {t: d for t, d in dong_da.items() if t.endswith("/bieu-tong-hop") and "bieu-mau" not in t}
    assert len(tallies) > 20
    for target, document in tallies.items():
        unit = target.split("/")[2]
        assert [row[-4:] for row in table_rows(document)] == tally_rows(
            None if unit == "tong-hop" else below()[unit]
        ), target


def test_every_list_equals_an_independent_recount(dong_da: dict[str, Document]) -> None:
    checked = 0
    for target, document in dong_da.items():
        if "/danh-sach-dang-ky" not in target or "bieu-mau" in target:
            continue
        unit = target.split("/")[2]
        mine = models(None if unit == "tong-hop" else below()[unit])
        levels = (
            [lv for lv, s in LEVELS.items() if target.endswith(s)]
            if unit == "tong-hop"
            else [lv for lv in LEVELS if any(m["cap"] == lv for m in mine)]
        )
        assert len(document.sheets) == len(levels)
        for number, level in enumerate(levels):
            at = [m for m in mine if m["cap"] == level]
            rows = table_rows(document, number)
            split = next(n for n, row in enumerate(rows) if row[0] == "II")
            for part, kind in ((rows[1:split], "tap_the"), (rows[split + 1 : -1], "ca_nhan")):
                assert [row[0] for row in part] == [str(n) for n in range(1, len(part) + 1)]
                shown = Counter(
                    (SECTORS[next(n for n, cell in enumerate(row[2:]) if cell)], "".join(row[2:])) for row in part
                )
                assert shown == Counter(
                    (str(m["linh_vuc"]), str(m["ten"]) + (" (nội dung)" if m.get("la_noi_dung") else ""))
                    for m in at
                    if kind in m
                )
            assert rows[-1][1:] == [
                str(sum(m["linh_vuc"] == s and not m.get("la_noi_dung") for m in at)) for s in SECTORS
            ]
            checked += 1
    assert checked > 50


def test_the_sample_is_as_large_as_it_must_be() -> None:
    found = models()
    assert len(units()) >= 24
    assert len({u["khoi"] for u in units()}) == 4
    assert len(found) >= 60
    assert {(m["linh_vuc"], "tap_the" in m) for m in found} == {(s, kind) for s in SECTORS for kind in (True, False)}
    assert {m["cap"] for m in found} == set(LEVELS)
    assert any(m.get("tu_nam") for m in found)
    briefs = [d["thanh_tich"] for record in raw("trich-ngang").values() for d in record["de_nghi"]]  # type: ignore[attr-defined]
    assert len(briefs) == 4
    assert all(250 <= len(text.split()) <= 350 for text in briefs)
    assert len(raw("bai-viet")) == 3


def test_the_papers_of_articles_show_their_photos(documents: Mapping[str, Document]) -> None:
    articles = {t: d for t, d in documents.items() if t.endswith("/bai-viet")}
    assert len(articles) == 3
    for document in articles.values():
        figures = [b for b in document.sheets[0].body if isinstance(b, Figure)]
        assert 2 <= len(figures) <= 3
        assert all(f.picture.width * f.picture.height >= 1_000_000 for f in figures)
        words = sum(len(plain(b.inlines).split()) for b in document.sheets[0].body if isinstance(b, Paragraph))
        assert 2500 <= words <= 3600


def test_the_sample_has_warnings_to_show_and_no_error() -> None:
    found = Counter(str(f.severity) for f in findings_in(SAMPLE))
    assert found["error"] == 0
    assert found["warning"] > 0
