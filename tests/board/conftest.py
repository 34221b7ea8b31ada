"""A real browser, and the board of the samples in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from dvkgen.board.site import pages_of, put
from dvkgen.build import check
from dvkgen.load import Repository, load
from tests.conftest import SAMPLE, TODAY

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that fails the test where its script fails."""
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return the samples, with their board in `build/`."""
    root = tmp_path_factory.mktemp("bang") / "kho"
    for part in ("plans", "submissions"):
        shutil.copytree(SAMPLE / part, root / part)
    repository = load(root, TODAY)
    put(root, pages_of(repository, check(repository), TODAY))
    return repository


def address(path: Path) -> str:
    return path.as_uri()
