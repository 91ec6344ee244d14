"""A process of its own for what takes long: fits, figures, readings. The server only looks things up."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")
PICTURES_KEPT = 2


class Worker:
    """One process that takes jobs one after the other; a new one is started when it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        """Do ``function`` (one that can be pickled) in the process."""
        with self._lock:
            for _ in range(2):
                if self._pool is None:
                    context = multiprocessing.get_context("spawn")
                    self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(os.getpid(),))
                try:
                    return self._pool.submit(function, *arguments)
                except BrokenProcessPool:
                    self._pool = None
            raise RuntimeError("the worker process cannot be started")

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            processes = list((pool._processes or {}).values())
            pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.kill()


def _begin(parent: int) -> None:
    """Leave Ctrl-C to the server, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


_pictures: OrderedDict[Any, Any] = OrderedDict()


def picture_for(key: Any, settings: Any) -> Any:
    """The picture of an edition, kept from the last question where it is the same."""
    from tadmur.pipeline.edition import edition_picture

    if key not in _pictures:
        _pictures[key] = edition_picture(key, settings)
        while len(_pictures) > PICTURES_KEPT:
            _pictures.popitem(last=False)
    _pictures.move_to_end(key)
    return _pictures[key]


def make_edition(key: Any, settings: Any) -> None:
    """Make an edition and keep its picture for the questions that follow."""
    from tadmur.pipeline import edition

    edition.ensure_catalogue(key.ledger)
    if edition.open_edition(key, settings) is None:
        edition.make_edition(key, settings, picture_for(key, settings))


def why_rows(key: Any, settings: Any, place_id: str, day: Any) -> list[dict[str, Any]]:
    """Why a place is believed to be held as it is on a day."""
    from tadmur.pipeline.why import reasons

    return list(reasons(picture_for(key, settings), [place_id], day))
