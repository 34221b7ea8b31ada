"""What is told to the pages that are open: the last news of each kind, and whatever comes after it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any

_BREATH = 5.0
"""Seconds after which a page that is told nothing is told that it is still listened to."""


class Hub:
    """Hands news to every page that listens; one that comes later is told the last of each kind first."""

    def __init__(self) -> None:
        self._listening: list[SimpleQueue[bytes | None]] = []
        self._last: dict[str, bytes] = {}
        self._lock = Lock()

    def tell(self, kind: str, news: Any) -> None:
        """Tell every page news of a kind."""
        event = f"event: {kind}\ndata: {json.dumps(news, ensure_ascii=False)}\n\n".encode()
        with self._lock:
            self._last[kind] = event
            for queue in self._listening:
                queue.put(event)

    def close(self) -> None:
        """End what every page hears."""
        with self._lock:
            for queue in self._listening:
                queue.put(None)

    @contextmanager
    def listening(self) -> Iterator[Iterator[bytes]]:
        """Yield what one page is to hear, until the hub is closed."""
        queue: SimpleQueue[bytes | None] = SimpleQueue()
        with self._lock:
            for event in self._last.values():
                queue.put(event)
            self._listening.append(queue)
        try:
            yield _heard(queue)
        finally:
            with self._lock:
                self._listening.remove(queue)


def _heard(queue: SimpleQueue[bytes | None]) -> Iterator[bytes]:
    while True:
        try:
            event = queue.get(timeout=_BREATH)
        except Empty:
            event = b": con day\n\n"
        if event is None:
            return
        yield event
