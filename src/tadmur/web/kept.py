"""Answers that are kept as long as the ledger stays as it is, up to so many bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from tadmur.web.answers import packed

Body = tuple[bytes, bytes | None]
"""A body, and the same as gzip where that is worth it."""


class KeptBodies:
    """Bodies by key; those asked for longest ago go first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._bodies: OrderedDict[Any, Body] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any, make: Callable[[], bytes]) -> Body:
        """The body for ``key``, made when it is not there."""
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
                return self._bodies[key]
        body = make()
        found = (body, packed(body))
        with self._lock:
            if key not in self._bodies:
                self._bodies[key] = found
                self._size += _size(found)
            while self._size > self._most and len(self._bodies) > 1:
                self._size -= _size(self._bodies.popitem(last=False)[1])
        return found


def _size(body: Body) -> int:
    return len(body[0]) + len(body[1] or b"")
