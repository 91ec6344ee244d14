"""Questions that a worker process answers: asked once, remembered as long as the ledger stays as it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from typing import Any, TypeVar

from tadmur.pipeline.edition import Edition
from tadmur.web import worker
from tadmur.web.asked import Asked
from tadmur.web.desk import Preparing
from tadmur.web.problems import Problem
from tadmur.web.worker import Worker

T = TypeVar("T")

PATIENCE_S = 2.0
"""A request waits so long for the worker before it answers that one should ask again."""


def ask(asked: Asked, at: Worker, key: tuple[Any, ...], what: str, function: Callable[..., T], *arguments: Any) -> T:
    """The worker's answer to ``function(*arguments)``, kept under ``key``.

    Raises:
        Preparing: it is not ready yet.
        TadmurError: as the function raises it.
    """
    job: tuple[Future[T], float] = asked.shown.remembered(
        ("job", *key), lambda: (at.submit(function, *arguments), time.monotonic())
    )
    try:
        return job[0].result(PATIENCE_S)
    except NotYet:
        raise Preparing(what, job[1]) from None
    except BrokenProcessPool as error:
        asked.shown.memory.pop(("job", *key), None)
        raise Problem(
            503, "The process that works this out has died.", "See whether memory is short, and try again"
        ) from error
    except BaseException:
        asked.shown.memory.pop(("job", *key), None)
        raise


def why(asked: Asked, edition: Edition, place_id: str, day: date) -> dict[str, Any]:
    """Why a place is believed to be held as it is."""
    desk = asked.desk
    at = desk.belief if edition.key.known_by is None else desk.past
    key = ("why", edition.name, place_id, day)
    found = ask(asked, at, key, "The evidence", worker.why_rows, edition.key, desk.options.settings, place_id, day)
    return asked.redaction.row(found[0])
