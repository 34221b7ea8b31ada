"""A server that answers while something else goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from dvkgen.board.server import ADDRESS, Site, server_of
from dvkgen.findings import DvkgenError


@contextmanager
def serving(site: Site, port: int) -> Iterator[str]:
    """Yield the address at which a site answers meanwhile; raises DvkgenError where its port is taken."""
    try:
        server = server_of(site, port)
    except OSError as error:
        raise DvkgenError(f"cổng {port} đang có chương trình khác dùng: thêm --port 0 để chọn cổng trống") from error
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{ADDRESS}:{server.server_address[1]}/"
    finally:
        site.hub.close()
        server.shutdown()
        server.server_close()
        thread.join()
