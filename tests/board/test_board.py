"""The board in Chromium: every number is that of `check` and of the tally, and everybody can read, search and print it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Page, Request

from dvkgen.board.shown import years_shown
from dvkgen.build import check
from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import quota_results, tally
from dvkgen.campaign.totals import statistics_for
from dvkgen.load import Repository
from dvkgen.printers.exchange import as_json
from tests.board.conftest import address
from tests.conftest import SAMPLE

LOCALITIES = ("dien-chau", "dong-da", "long-bien", "minh-xuan", "thanh-mien")
AXE = SAMPLE / "tests/validator/node_modules/axe-core/axe.min.js"
ROWS = """section => [...section.querySelectorAll('table.han tr[data-don-vi]')].map(row =>
    [row.dataset.donVi, ...[...row.cells].slice(1).map(cell => cell.innerText.replace(/^\\S /, '').replace(/ \\(.*/s, '').trim())])"""


def place(samples: Repository, slug: str = "") -> Path:
    return samples.root / "build" / slug / "index.html"


def sections(samples: Repository, slug: str) -> list[tuple[Campaign, int]]:
    mine = [campaign for campaign in samples.campaigns if campaign.slug == slug]
    return [(campaign, year) for campaign in mine for year in years_shown(campaign)]


@pytest.mark.parametrize("slug", LOCALITIES)
def test_every_cell_is_what_check_says(samples: Repository, page: Page, slug: str) -> None:
    findings = json.loads(as_json(check(samples)))
    page.goto(address(place(samples, slug)))
    for campaign, year in sections(samples, slug):
        section = page.locator(f"section[id='{slug}-{campaign.label(year)}']")
        rows = {row[0]: row[1:] for row in section.evaluate(ROWS)} if section.locator("table.han").count() else {}
        assert set(rows) <= {unit.code for unit in campaign.units_in(year)}
        names = {unit.name: unit.code for unit in campaign.units}
        home = f"submissions/{slug}/{campaign.label(year)}/"
        waiting: dict[str, set[str]] = defaultdict(set)
        for found in findings:
            match = re.match(
                r"(.*), (?:đã quá )?hạn trước ngày (\S+): \d+ đơn vị chưa gửi: (.*)", found["message"], re.DOTALL
            )
            if (
                found["check"] == "missing-submission"
                and found["path"] == campaign.plan_path
                and match
                and match[2].endswith(str(year))
            ):
                listed = re.sub(r"\n    [^:]*\(\d+\): ", "; ", match[3])
                waiting[match[1]] |= {names[name] for name in listed.split("; ") if name}
        late = {
            found["path"].removeprefix(home).split("/")[0]
            for found in findings
            if found["check"] == "late-submission" and found["path"].startswith(home)
        }
        shown_late = {code for code, cells in rows.items() if "gửi muộn" in cells}
        assert shown_late == late
        heads = (
            section.evaluate("s => [...s.querySelectorAll('table.han thead th a')].map(a => a.textContent)")
            if rows
            else []
        )
        missing: dict[str, set[str]] = defaultdict(set)
        for code, cells in rows.items():
            for head, cell in zip(heads, cells, strict=False):
                if cell in ("chưa gửi", "chưa đến hạn"):
                    missing[head].add(code)
        assert {head: codes for head, codes in missing.items() if codes} == {
            head: codes for head, codes in waiting.items() if codes
        }
        counts = {code: int(cells[-1]) for code, cells in rows.items()}
        told: dict[str, int] = defaultdict(int)
        for found in findings:
            if found["path"].startswith(home):
                told[found["path"].removeprefix(home).split("/")[0]] += 1
        assert {code: n for code, n in counts.items() if n} == dict(told)


@pytest.mark.parametrize("slug", LOCALITIES)
def test_quotas_and_tally_are_those_that_are_counted(samples: Repository, page: Page, slug: str) -> None:
    page.goto(address(place(samples, slug)))
    seen = 0
    for campaign, year in sections(samples, slug):
        section = page.locator(f"section[id='{slug}-{campaign.label(year)}']")
        for quota in campaign.plan.quotas:
            row = (
                section.locator("table.chi-tieu tbody tr")
                .filter(has=page.get_by_role("link", name=quota.name, exact=True))
                .first
            )
            words = row.inner_text()
            results = quota_results(campaign, quota, year)
            if quota.measure:
                figures = len(statistics_for(campaign, quota, year))
                assert (f"/{figures} đơn vị đạt" if figures else "chưa có số liệu") in words
            elif quota.each_unit:
                met = sum((quota.minimum or 0) <= result.reached for result in results)
                assert (f"{met}/{len(results)} đơn vị đạt" if results else "chưa có số liệu") in words
            else:
                asked = quota.minimum if quota.minimum is not None else quota.maximum
                assert f"{results[0].reached}/{asked}" in words
                assert (f"thiếu {asked - results[0].reached}" in words) == (
                    asked is not None and results[0].reached < asked
                )
            seen += 1
        counted = tally(campaign.entries(year), campaign.locality, campaign.plan.counting)
        if section.locator("table.tong-hop").count():
            last = section.locator("table.tong-hop tr").last
            assert [int(n) for n in last.locator("td").all_inner_texts()] == list(counted.total.numbers)
    assert seen or not any(campaign.plan.quotas for campaign, _ in sections(samples, slug))


def test_every_finding_and_every_paper_is_there_once(samples: Repository, page: Page) -> None:
    findings = check(samples)
    shown = []
    for slug in LOCALITIES:
        page.goto(address(place(samples, slug)))
        shown += page.evaluate(
            "[...document.querySelectorAll('ul.dieu li')].map(li => li.querySelector('a').textContent)"
        )
    page.goto(address(place(samples)))
    common = page.evaluate("[...document.querySelectorAll('ul.dieu li')].map(li => li.querySelector('a').textContent)")
    shown += common
    warned = page.evaluate(
        "[...document.querySelectorAll('td[data-nhan=\"Cảnh báo\"]')].map(td => Number(td.innerText))"
    )
    assert sum(warned) == sum(f.severity == "warning" and str(f.mark) not in common for f in findings)
    assert sorted(shown) == sorted(str(found.mark) for found in findings)


def test_a_number_is_searched_as_a_number_and_marks_do_not_matter(samples: Repository, page: Page) -> None:
    page.goto(address(place(samples, "dong-da")))
    visible = (
        "[...document.querySelectorAll('table.han tr[data-don-vi]')].filter(r => !r.hidden).map(r => r.dataset.donVi)"
    )
    for typed, codes in (
        ("to dan pho 12", ["chi-bo-tdp-12"]),
        ("TDP", []),
        ("Tổ dân phố số 1", ["chi-bo-tdp-01"]),
        ("cong an", ["chi-bo-cong-an"]),
    ):
        page.get_by_role("searchbox").fill(typed)
        assert page.evaluate(visible) == codes
    page.get_by_role("searchbox").fill("")
    assert len(page.evaluate(visible)) == 28


def test_filters_are_worked_by_keyboard_alone(samples: Repository, page: Page) -> None:
    page.goto(address(place(samples, "dong-da")))
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "tim":
            break
    assert page.evaluate("document.activeElement.id") == "tim"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.querySelector('form.tim').elements.loc.value") == "thieu"
    shown = page.evaluate("[...document.querySelectorAll('table.han tr[data-don-vi]')].filter(r => !r.hidden).length")
    marked = page.evaluate(
        "[...document.querySelectorAll('table.han tr[data-don-vi]')].filter(r => r.querySelector('td.thieu')).length"
    )
    assert 0 < shown == marked < 28
    assert f"{shown}/28" in page.locator("#dem").inner_text()


def test_a_phone_shows_it_without_scrolling_sideways(samples: Repository, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for slug in ("", *LOCALITIES):
        page.goto(address(place(samples, slug)))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, slug
        wide = "[...document.querySelectorAll('table.xep td')].some(cell => cell.getBoundingClientRect().right > 360)"
        assert not page.evaluate(wide), slug


def test_it_prints_on_a4_with_heads_on_each_page(samples: Repository, page: Page, tmp_path: Path) -> None:
    page.goto(address(place(samples, "long-bien")))
    page.pdf(path=tmp_path / "in.pdf", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "in.pdf") as printed:
        assert {(round(p.width), round(p.height)) for p in printed.pages} == {(842, 595)}
        texts = [p.extract_text() or "" for p in printed.pages]
    names = [unit.name for campaign in samples.campaigns if campaign.slug == "long-bien" for unit in campaign.units]
    with_rows = [text for text in texts if sum(f"{name} ✓" in text or f"{name} !" in text for name in names) > 2]
    assert len(with_rows) > 1
    assert all(re.search(r"Đơn vị|Điều phải", "\n".join(text.split("\n")[:4])) for text in with_rows), with_rows
    assert not any("xem trang" in text for text in texts)


@pytest.mark.parametrize("slug", ["", *LOCALITIES])
def test_axe_finds_nothing(samples: Repository, browser: object, slug: str) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme="dark" if slug == "dong-da" else "light")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(address(place(samples, slug)))
    page.add_script_tag(path=AXE)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html)]))")
    context.close()
    assert found == []


def test_nothing_leaves_the_page_and_no_foreign_script_runs(samples: Repository, page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(_of(request)))
    for slug in ("", *LOCALITIES):
        page.goto(address(place(samples, slug)))
    assert asked == [address(place(samples, slug)) for slug in ("", *LOCALITIES)]
    text = place(samples, "dong-da").read_text("utf-8")
    (tmp_path / "x.html").write_text(
        text.replace(
            "<h1>", "<script>document.title='X'</script><img src=http://a.vn/x onerror=\"document.title='Y'\"><h1>", 1
        ),
        "utf-8",
    )
    refused: list[str | None] = []
    page.on("requestfailed", lambda request: refused.append(request.failure))
    page.goto(address(tmp_path / "x.html"))
    page.wait_for_timeout(200)
    assert page.title() not in ("X", "Y")
    assert refused == ["csp"]


def _of(request: Request) -> str:
    return request.url


def test_it_is_read_without_script(samples: Repository, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(address(place(samples, "dong-da")))
    assert page.get_by_text("Hội Chữ thập đỏ phường").count() > 0
    assert page.locator("form.tim").is_hidden()
    assert page.locator("button.xem").count() == 0 or page.locator("button.xem").first.is_hidden()
    context.close()
