"""What the server has open: a copy of the ledger, its lists and editions, and the watch for changes."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tadmur.pipeline.edition import (
    Audience,
    Edition,
    EditionKey,
    ensure_catalogue,
    has_catalogue,
    has_cells,
    open_edition,
    open_lists,
)
from tadmur.pipeline.redaction import Redaction
from tadmur.store.ledger import View
from tadmur.store.lists import Lists
from tadmur.store.snapshot import Snapshot, signature, take_snapshot
from tadmur.terms.errors import TadmurError
from tadmur.web.kept import KeptBodies
from tadmur.web.options import ServeOptions
from tadmur.web.problems import Problem
from tadmur.web.worker import Worker, cells, make_edition

LOG = logging.getLogger("tadmur.web")
LOOK_EVERY_S = 1.0
STOPPING = "stopping"
"""The event that ends streams of events."""
REST_AFTER_S = 600.0
EDITIONS_OPEN = 12
COPIES_KEPT = 2
SMALL_BYTES = 64_000_000
"""Up to this size a ledger's catalogue is made at once, which is sooner done than starting a process for it."""
BODIES_BYTES = 128_000_000


class Preparing(Problem):
    """What is asked for is being made: 202, and when to ask again."""

    def __init__(self, what: str, since: float) -> None:
        seconds = time.monotonic() - since
        super().__init__(
            202,
            f"{what} is being worked out.",
            "Ask again in a moment",
            headers={"Retry-After": "1" if seconds < 20 else "5", "Cache-Control": "no-store"},
            state="preparing",
            seconds=round(seconds, 1),
        )


@dataclass
class Shown:
    """One copy of the ledger with what is open of it."""

    snapshot: Snapshot
    lists: Lists
    redaction: Redaction
    delays: Mapping[str, float] = field(default_factory=dict)
    """Hours by which claims of a class are kept from the public."""
    review_revision: int = 0
    """Number of the newest act of review."""
    editions: OrderedDict[EditionKey, Edition] = field(default_factory=OrderedDict)
    jobs: dict[EditionKey, tuple[Future[None], float]] = field(default_factory=dict)
    memory: dict[Any, Any] = field(default_factory=dict)
    """What was found out of this copy, and what is being found out."""
    bodies: KeptBodies = field(default_factory=lambda: KeptBodies(BODIES_BYTES))
    """Answers that stay the same as long as this copy is shown."""

    @property
    def revision(self) -> str:
        """Names the state of the ledger."""
        return self.snapshot.revision

    def remembered(self, key: Any, make: Callable[[], Any], *, most: int = 4096) -> Any:
        """The answer for ``key``, made when it is not known yet."""
        if key not in self.memory:
            if len(self.memory) >= most:
                self.memory.clear()
            self.memory[key] = make()
        return self.memory[key]


class Desk:
    """What is shown now. Start it once; it follows the ledger by itself.

    Three processes work for it: ``belief`` on the picture of all that is known, ``past`` on earlier knowledge, figures
    and harm, ``text`` on reading.
    """

    def __init__(self, options: ServeOptions) -> None:
        self.options = options
        self.belief, self.past, self.text = Worker(), Worker(), Worker()
        self.status = "starting"
        self._shown: Shown | None = None
        self._seen: Any = None
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._listeners: list[Callable[[str, dict[str, Any]], None]] = []
        self._watch = threading.Thread(target=self._follow, name="ledger watch", daemon=True)

    def start(self) -> None:
        """Open the ledger and begin to follow it.

        Raises:
            LedgerError: there is no ledger, or it cannot be copied.
        """
        self._seen = signature(self.options.ledger)
        self._show(take_snapshot(self.options.ledger, self.options.cache))
        self._watch.start()

    def end_streams(self) -> None:
        """Tell those who listen that no more events come."""
        self._tell(STOPPING, {})

    def stop(self) -> None:
        """Close everything."""
        self._stop.set()
        self._wake.set()
        for worker in (self.belief, self.past, self.text):
            worker.close()
        if self._watch.is_alive():
            self._watch.join(timeout=5)

    @property
    def shown(self) -> Shown:
        """The present copy."""
        if self._shown is None:
            raise Preparing("The ledger", time.monotonic())
        return self._shown

    def look(self) -> None:
        """Look for changes now."""
        self._wake.set()

    def on_event(self, listener: Callable[[str, dict[str, Any]], None]) -> Callable[[], None]:
        """Tell ``listener`` of every event, from any thread; gives back how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def edition(self, audience: Audience, known_by: datetime | None = None, *, shown: Shown | None = None) -> Edition:
        """The edition for an audience as known by a time. One that cannot be made is not tried again.

        Raises:
            Preparing: it has to be made first.
            TadmurError: it cannot be made.
        """
        shown = shown or self.shown
        key = EditionKey(shown.snapshot.path, audience, known_by)
        with self._lock:
            if key in shown.editions:
                shown.editions.move_to_end(key)
                return shown.editions[key]
            found = None if key in shown.jobs else open_edition(key, self.options.settings)
            if found is None:
                job, since = self._job(shown, key)
                if not job.done():
                    raise Preparing("The picture" if known_by is None else "The picture as known by then", since)
                try:
                    job.result()
                except BrokenProcessPool as error:
                    del shown.jobs[key]
                    raise Problem(
                        503,
                        "The process that works out pictures has died.",
                        "See whether memory is short, and try again",
                    ) from error
                del shown.jobs[key]
                found = open_edition(key, self.options.settings)
                if found is None:
                    raise Problem(503, "The picture could not be kept.", "See whether the disk is full")
            shown.editions[key] = found
            while len(shown.editions) > EDITIONS_OPEN:
                shown.editions.popitem(last=False)
            return found

    def _job(self, shown: Shown, key: EditionKey) -> tuple[Future[None], float]:
        if key not in shown.jobs:
            worker = self.belief if key.known_by is None else self.past
            job = worker.submit(make_edition, key, self.options.settings)
            shown.jobs[key] = (job, time.monotonic())
            job.add_done_callback(lambda _: self._tell("edition", {"revision": shown.revision}))
        return shown.jobs[key]

    def _show(self, snapshot: Snapshot) -> None:
        if not has_catalogue(snapshot.path):
            if snapshot.path.stat().st_size < SMALL_BYTES:
                ensure_catalogue(snapshot.path)
            else:
                self.belief.submit(ensure_catalogue, snapshot.path).result()
        lists = open_lists(snapshot.path)
        with View(snapshot.path) as view:
            delays, reviews = view.delays(), view.review_revision()
        shown = Shown(snapshot, lists, Redaction.of(lists), delays, reviews)
        audiences = list(Audience) if self.options.reviewers or self.options.proxy_header else [Audience.PUBLIC]
        keys = [EditionKey(snapshot.path, audience) for audience in audiences]
        missing = [key for key in keys if open_edition(key, self.options.settings) is None]
        if self._shown is not None:
            for key in missing:
                self.belief.submit(make_edition, key, self.options.settings).result()
            missing = []
        self._shown = shown
        with self._lock:
            for key in missing:
                self._job(shown, key)
        if not has_cells(keys[0], self.options.settings):
            self.belief.submit(cells, keys[0], self.options.settings)
        self.status = "showing"
        self._tell("revision", {"revision": shown.revision})
        self._tidy()

    def _follow(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(LOOK_EVERY_S)
            self._wake.clear()
            for worker in (self.past, self.text):
                worker.rest(REST_AFTER_S)
            try:
                seen = signature(self.options.ledger)
                if seen == self._seen or not seen:
                    continue
                snapshot = take_snapshot(self.options.ledger, self.options.cache)
                if snapshot.revision != self.shown.revision:
                    self.status = "reading changes"
                    self._tell("reading", {"revision": snapshot.revision})
                    self._show(snapshot)
                self._seen = seen
            except TadmurError as error:
                self.status = error.sentence()
                LOG.warning("%s", error.sentence())
            except Exception:
                if self._stop.is_set():
                    return
                self.status = "the newest state of the ledger could not be read"
                LOG.exception("the ledger could not be followed")

    def _tell(self, event: str, data: dict[str, Any]) -> None:
        for listener in list(self._listeners):
            listener(event, data)

    def _tidy(self) -> None:
        """Delete older copies, the newest of them left for requests that are still on their way."""
        folders = [item for item in self.options.cache.iterdir() if item.is_dir() and not item.name.startswith(".")]
        folders.sort(key=lambda item: item.stat().st_mtime, reverse=True)
        keep = {self.shown.revision, *(item.name for item in folders[:COPIES_KEPT])}
        for item in folders:
            if item.name not in keep:
                shutil.rmtree(item, ignore_errors=True)
