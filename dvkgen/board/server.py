"""The board over HTTP, for this machine alone: pages and papers in `build/`, pictures in memory, news as server-sent events.

The standard library's server suffices: a page or two, GET alone, on 127.0.0.1. Whoever asks under another name than this
machine's own (a page somewhere that has its name lead here) is refused, and so is every path that leaves `build/`.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dvkgen.board.hub import Hub
from dvkgen.disk import door
from dvkgen.disk.paths import BOARD, BUILD

ADDRESS = "127.0.0.1"
NEWS, PICTURES = "/su-kien", "/hinh/"
_OPENED = {".html", ".pdf", ".docx", ".xlsx"}
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
}


class Site:
    """What is served: the page at the top, the pictures that are shown now, what lies in `build/`."""

    def __init__(self, root: Path, page: Callable[[], str], hub: Hub) -> None:
        self.folder, self.page, self.hub = root / BUILD, page, hub
        self.pictures: Mapping[str, bytes] = {}

    def found(self, path: str) -> tuple[str, bytes] | None:
        """Return the type and the bytes of what a path names, None where it names nothing that is served."""
        if path == "/":
            return "text/html; charset=utf-8", self.page().encode()
        if path.startswith(PICTURES):
            picture = self.pictures.get(path.removeprefix(PICTURES).removesuffix(".png"))
            return ("image/png", picture) if picture else None
        name = unquote(path).lstrip("/")
        name = f"{name}{BOARD}" if name.endswith("/") else name
        if Path(name).suffix not in _OPENED or any(part.startswith(".") for part in name.split("/")) or "\\" in name:
            return None
        try:
            data = door.read_plain(self.folder, name)
        except (OSError, ValueError):
            return None
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return (f"{kind}; charset=utf-8" if kind.startswith("text/") else kind), data


class _Handler(BaseHTTPRequestHandler):
    server: ThreadingHTTPServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "dvkgen", ""

    def __init__(self, site: Site, *args: object) -> None:
        self.site = site
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with what is there."""
        host, _, port = (self.headers.get("Host") or "").rpartition(":")
        if host not in (ADDRESS, "localhost") or port != str(self.server.server_port):
            self._say(HTTPStatus.MISDIRECTED_REQUEST, "text/plain; charset=utf-8", "chỉ trả lời máy này".encode())
            return
        path = urlsplit(self.path).path
        if path == NEWS:
            self._tell_news()
        elif found := self.site.found(path):
            self._say(HTTPStatus.OK, *found)
        else:
            said = "không có ở đây; tệp YAML thì mở bằng trình soạn thảo của bạn"
            self._say(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", said.encode())

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Return for every other method one that refuses it."""
        if name.startswith("do_"):
            return partial(self._say, HTTPStatus.METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", "chỉ đọc".encode())
        raise AttributeError(name)

    def _say(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.close_connection = status is not HTTPStatus.OK
        self.send_response(status)
        for name, value in (*_HEADERS.items(), ("Content-Type", kind), ("Content-Length", str(len(data)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _tell_news(self) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        for name, value in (*_HEADERS.items(), ("Content-Type", "text/event-stream; charset=utf-8")):
            self.send_header(name, value)
        self.end_headers()
        with self.site.hub.listening() as heard:
            for event in heard:
                self.wfile.write(event)
                self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing: a terminal shows what was typed last, not who looked at it."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of a page that was closed in the middle of a word."""


def server_of(site: Site, port: int) -> ThreadingHTTPServer:
    """Return a server on this machine's own address; raises OSError where the port is taken. Port 0 takes any."""
    return _Server((ADDRESS, port), partial(_Handler, site))
