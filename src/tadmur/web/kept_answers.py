"""Answers from what is kept of a ledger, with the tag that saves sending them twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from tadmur.web.answers import kept_answer
from tadmur.web.asked import Asked


def kept(
    asked: Asked, key: tuple[Any, ...], make: Callable[[], bytes], media_type: str = "application/json"
) -> Response:
    """An answer that follows from the shown copy of the ledger and ``key`` alone."""
    body, packed = asked.shown.bodies.get(key, make)
    tag = "-".join(str(part) for part in (asked.shown.revision, *key)).replace('"', "")
    answer = kept_answer(asked.request, body, packed, media_type=media_type, tag=tag)
    answer.headers["X-Revision"] = asked.shown.revision
    return answer
