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
NICER_BY = 5
PICTURES_KEPT = 2


class Worker:
    """One process that takes jobs one after the other; a new one is started when it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._busy = 0
        self._used = time.monotonic()

    def submit(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        """Do ``function`` (one that can be pickled) in the process."""
        with self._lock:
            for _ in range(2):
                if self._pool is None:
                    context = multiprocessing.get_context("spawn")
                    self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(os.getpid(),))
                try:
                    job = self._pool.submit(function, *arguments)
                    self._busy += 1
                    job.add_done_callback(self._done)
                    return job
                except BrokenProcessPool:
                    self._pool = None
            raise RuntimeError("the worker process cannot be started")

    def _done(self, job: Future[Any]) -> None:
        self._busy -= 1
        self._used = time.monotonic()

    def rest(self, after_s: float) -> None:
        """End the process when it has had nothing to do for so long: what it keeps takes memory."""
        if not self._busy and time.monotonic() - self._used > after_s:
            self.close()

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
    """Leave Ctrl-C to the server, end when it is gone, and let it go first: it answers at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICER_BY)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


_pictures: OrderedDict[Any, Any] = OrderedDict()


def picture_for(key: Any, settings: Any) -> Any:
    """The picture of an edition, kept from the last question where it is the same."""
    from tadmur.pipeline.edition import edition_picture, what_it_shows

    shown = what_it_shows(key)
    if shown not in _pictures:
        _pictures[shown] = edition_picture(key, settings)
        while len(_pictures) > PICTURES_KEPT:
            _pictures.popitem(last=False)
    _pictures.move_to_end(shown)
    return _pictures[shown]


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


_readers: dict[Any, Any] = {}


def reader_for(key: Any, settings: Any) -> Any:
    """A reader of reports with the ledger's own sources; its parser stays loaded."""
    from tadmur.pipeline.monitor import Monitor
    from tadmur.pipeline.reading import ReportReader
    from tadmur.store.ledger import View

    with View(key.ledger) as view:
        sources = view.sources()
    if (settings, sources) not in _readers:
        _readers.clear()
        _readers[settings, sources] = ReportReader(settings, Monitor(sources=sources))
    return _readers[settings, sources]


def diff(earlier: Any, later: Any, settings: Any, day: Any) -> dict[str, Any]:
    """What is seen differently between two times of knowledge."""
    from tadmur.pipeline.page_rows import diff_rows

    return diff_rows(picture_for(earlier, settings), picture_for(later, settings), day)


def explanation(key: Any, settings: Any, claim_id: str) -> dict[str, Any]:
    """How a claim came about."""
    from tadmur.pipeline.explanation import explanation_of

    return explanation_of(key.ledger, claim_id, reader_for(key, settings))


def preview(key: Any, settings: Any, handed: Any, now: Any) -> list[dict[str, Any]]:
    """Reports with their claims, before they are saved."""
    from tadmur.pipeline import adding

    return adding.preview(reader_for(key, settings), handed, now)


def add(ledger: Any, key: Any, settings: Any, handed: Any, now: Any) -> dict[str, Any]:
    """Take reports into the ledger."""
    from tadmur.pipeline import adding

    return adding.add(ledger, reader_for(key, settings), handed, now)


def cells(key: Any, settings: Any) -> bytes:
    """The cells of an edition's settlements as triangles, kept beside the edition."""
    from tadmur.pipeline.edition import edition_cells

    return edition_cells(key, settings)


def queue(key: Any, settings: Any, seen: bool) -> list[dict[str, Any]]:
    """Claims to look at."""
    from tadmur.pipeline.review_pages import queue_rows

    return queue_rows(picture_for(key, settings), settings, seen=seen)


def record_acts(ledger: Any, key: Any, settings: Any, requests: Any, more: dict[str, Any]) -> dict[str, Any]:
    """Add acts of review to the ledger."""
    from tadmur.pipeline import review_pages

    return review_pages.record_acts(ledger, requests, reader_for(key, settings), **more)


def review_log(ledger: Any, copy: Any) -> dict[str, Any]:
    """All acts of review."""
    from tadmur.pipeline.review_pages import log_rows

    return log_rows(ledger, copy)


def training_data(copy: Any, pseudonyms: bool) -> list[dict[str, Any]]:
    """Reviewed readings."""
    from tadmur.pipeline.review_pages import exported

    return exported(copy, pseudonyms=pseudonyms)
