"""`watch` in Chromium: whatever is typed reaches the page; nothing else does."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.conftest import SAMPLE
from tests.review.pairs import BASE

UNIT = "submissions/mau/2026/tdp-1/dang-ky.yaml"
SOON = 20_000
"""Milliseconds within which it must have come; how fast it is, `bench` says."""


@dataclass
class Watched:
    """A repository that is watched, the process, and where it answers."""

    root: Path
    process: subprocess.Popen[str]
    port: int

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text, (path, old)
        (self.root / path).write_text(text.replace(old, new), "utf-8")

    def built(self, target: str) -> int:
        return (self.root / "build" / target).stat().st_mtime_ns


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    root = tmp_path_factory.mktemp("theo-doi") / "kho"
    shutil.copytree(BASE, root)
    shutil.copytree(SAMPLE / "templates", root / "templates", ignore=shutil.ignore_patterns("kho"))
    call = [
        sys.executable,
        "-m",
        "dvkgen",
        "watch",
        "--root",
        str(root),
        "--port",
        "0",
        "--pdf",
        "typst",
        "--today",
        "2026-05-20",
    ]
    process = subprocess.Popen(call, cwd=SAMPLE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr
    port = 0
    for said in process.stderr:
        if match := re.search(r"http://127\.0\.0\.1:(\d+)/", said):
            port = int(match[1])
            break
    assert port
    yield Watched(root, process, port)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    with process.stderr as said:
        last = said.read()
        assert "Traceback" not in last
        assert "KeyboardInterrupt" not in last
    until = time.monotonic() + 10  # the server that forks workers goes when it sees its parent gone, a moment after it
    while members(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert members(process.pid) == []


def members(group: int) -> list[int]:
    """Return the processes that are left of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


@pytest.fixture
def shown(watched: Watched, page: Page) -> Page:
    page.goto(f"http://127.0.0.1:{watched.port}/")
    expect(page.locator("#tinh-trang")).to_contain_text("xong", timeout=SOON)
    return page


def pictures(page: Page) -> list[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('#trang img')].map(img => img.src)")
    return found


def reached(page: Page, act: Callable[[], None], name: str) -> None:
    """Do something; a picture of a paper comes that was not there, and then all is done."""
    before = pictures(page)
    act()
    page.wait_for_function(
        "([old, name]) => { const now = [...document.querySelectorAll('#trang img')]; return now.some(i => !old.includes(i.src) && i.alt.includes(name) && i.complete && i.naturalWidth > 500) }",
        arg=[before, name],
        timeout=SOON,
    )
    expect(page.locator("#tinh-trang")).to_contain_text("xong", timeout=SOON)


def test_a_name_an_included_text_a_photo_a_template_and_a_profile_reach_the_page(watched: Watched, shown: Page) -> None:
    root = watched.root
    reached(shown, lambda: watched.edit(UNIT, "9 ngõ sâu", "19 ngõ sâu"), "mau/2026/tdp-1")
    reached(
        shown,
        lambda: watched.edit("plans/mau/2026/van-ban/noi-dung.md", "việc người dân đang cần", "việc nhân dân đang cần"),
        "mau/2026/ke-hoach",
    )
    photo = root / "submissions/mau/2026/doan-tn/anh/thung.png"
    reached(shown, lambda: Image.radial_gradient("L").resize((1300, 1000)).save(photo), "mau/2026/doan-tn/bai-viet")
    template = root / "templates/van-ban/bai_viet.html"
    reached(
        shown,
        lambda: template.write_text(template.read_text("utf-8").replace("<p", "<p>Thử mẫu mới.</p>\n<p", 1), "utf-8"),
        "mau/2026/doan-tn/bai-viet",
    )


def test_a_profile_reaches_the_page(watched: Watched, shown: Page) -> None:
    profile = "templates/the-thuc/dang-hd36-2018/the-thuc.yaml"
    reached(shown, lambda: watched.edit(UNIT, "Vườn rau sạch", "Vườn rau xanh"), "mau/2026/tdp-1")
    reached(shown, lambda: watched.edit(profile, "le_trai: 30", "le_trai: 28"), "mau/")


def test_a_broken_file_shows_its_error_over_the_last_good_page(watched: Watched, shown: Page) -> None:
    reached(shown, lambda: watched.edit(UNIT, "Góc đọc sách", "Tủ đọc sách"), "mau/2026/tdp-1")
    good = pictures(shown)
    watched.edit(UNIT, "ngay_gui: 10/3/2026", "ngay_gui: [10/3/2026")
    expect(shown.locator("#cu")).to_be_visible(timeout=SOON)
    expect(shown.locator("#dieu")).to_contain_text(f"{UNIT}:", timeout=SOON)
    assert pictures(shown) == good
    expect(shown.locator("#tinh-trang")).to_contain_text("giữ lại vì lỗi", timeout=SOON)
    watched.edit(UNIT, "ngay_gui: [10/3/2026", "ngay_gui: 10/3/2026")
    expect(shown.locator("#cu")).to_be_hidden(timeout=SOON)
    expect(shown.locator("#tinh-trang")).to_contain_text("xong", timeout=SOON)


def test_a_page_with_an_error_of_a_check_in_it_is_never_shown_as_the_last_good_one(
    watched: Watched, shown: Page
) -> None:
    reached(shown, lambda: watched.edit(UNIT, "Thắp đèn trong", "Thắp sáng"), "mau/2026/tdp-1")
    good = pictures(shown)
    known = "linh_vuc: kinh_te\n    cap: phuong\n  - ma: den-ngo"
    watched.edit(UNIT, known, known.replace("kinh_te", "y_te"))
    expect(shown.locator("#cu")).to_be_visible(timeout=SOON)
    expect(shown.locator("#dieu")).to_contain_text("y_te", timeout=SOON)
    assert pictures(shown) == good
    watched.edit(UNIT, known.replace("kinh_te", "y_te"), known)
    expect(shown.locator("#cu")).to_be_hidden(timeout=SOON)
    expect(shown.locator("#tinh-trang")).to_contain_text("xong", timeout=SOON)


def test_ten_edits_in_a_second_are_one_and_what_it_writes_wakes_nothing(watched: Watched, shown: Page) -> None:
    told = """() => { window.heard = []; const news = new EventSource('/su-kien');
        news.addEventListener('tinh-trang', event => window.heard.push(JSON.parse(event.data).chu)); }"""
    shown.evaluate(told)
    shown.wait_for_function("() => window.heard.length > 0")
    shown.evaluate("window.heard.length = 0")
    known = "ở Tổ dân phố số 1\n    tap_the: Tổ dân phố số 1\n    linh_vuc: kinh_te\n    cap: phuong"
    breaks, last = 0, time.monotonic()
    for number in range(20):
        other = f"ở {number} {known[2:]}"
        watched.edit(UNIT, *((known, other) if number % 2 == 0 else (f"ở {number - 1} {known[2:]}", known)))
        breaks, last = breaks + (time.monotonic() - last > 0.11), time.monotonic()
        time.sleep(0.045)
    shown.wait_for_function("() => window.heard.includes('xong')", timeout=SOON)
    time.sleep(2)
    rebuilds = shown.evaluate("window.heard.filter(x => x === 'đang làm').length")
    assert 1 <= rebuilds <= 2 + breaks  # one, and one more where a busy machine stops the watcher for a moment
    (watched.root / "submissions/mau/2026/tdp-1/~$dang-ky.docx").write_bytes(b"x")
    (watched.root / "submissions/mau/2026/tdp-1/.dang-ky.yaml.swp").write_bytes(b"x")
    (watched.root / "build/la.txt").write_bytes(b"x")
    shown.evaluate("window.heard.length = 0")
    time.sleep(1.5)
    assert shown.evaluate("window.heard") == []


def ask(watched: Watched, method: str, path: str, host: str = "") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", watched.port, timeout=5)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{watched.port}")
    connection.putheader("Content-Length", "0")
    connection.endheaders()
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data


def test_strangers_are_refused(watched: Watched) -> None:
    assert ask(watched, "GET", "/index.html")[0] == 200
    assert ask(watched, "GET", "/mau/2026/ke-hoach.pdf")[1][:4] == b"%PDF"
    for host in ("a.vn", f"a.vn:{watched.port}", "127.0.0.1", f"127.0.0.1.a.vn:{watched.port}", "[::1]:1"):
        assert ask(watched, "GET", "/index.html", host)[0] == 421, host
    secret = watched.root.parent / "bi-mat.html"
    secret.write_text("bí mật", "utf-8")
    (watched.root / "build/ra.html").symlink_to(secret)
    try:
        for path in (
            "/../bi-mat.html",
            "/..%2f..%2fbi-mat.html",
            "/%2e%2e/%2e%2e/bi-mat.html",
            "//etc/passwd",
            "/.dvkgen.json",
            "/ra.html",
            "/mau/../../plans/mau/don-vi.yaml",
            "/..\\bi-mat.html",
            "/%00.html",
            "/hinh/../x.png",
        ):
            status, data = ask(watched, "GET", path)
            assert status == 404, path
            assert "bí mật".encode() not in data
    finally:
        (watched.root / "build/ra.html").unlink()
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"):
        assert ask(watched, method, "/index.html")[0] == 405, method
    address = socket.gethostbyname(socket.gethostname())
    with socket.socket() as other:
        assert address.startswith("127.") or other.connect_ex((address, watched.port)) != 0


def test_a_port_that_is_taken_is_one_sentence(watched: Watched) -> None:
    call = [sys.executable, "-m", "dvkgen", "watch", "--root", str(watched.root), "--port", str(watched.port)]
    done = subprocess.run(call, cwd=SAMPLE, capture_output=True, text=True, check=False, env={**os.environ})
    assert done.returncode == 2
    assert "--port 0" in done.stderr
    assert "Traceback" not in done.stderr
