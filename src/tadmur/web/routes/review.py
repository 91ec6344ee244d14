"""The analyst's hand: a queue, acts of review, their log, and reviewed readings as training data."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from tadmur.pipeline.edition import Audience, EditionKey
from tadmur.web import worker
from tadmur.web.access import Role, User
from tadmur.web.answers import json_answer
from tadmur.web.asked import Asked, AskedNow, ReviewerNow
from tadmur.web.bodies import json_body, json_schema
from tadmur.web.jobs import ask
from tadmur.web.lists import PagingNow, kept_list
from tadmur.web.problems import Problem

router = APIRouter(prefix="/review", tags=["review"])
MOST_BYTES = 1_000_000
QUEUE_COLUMNS = (
    *("claim_id", "report_id", "kind", "quote", "actor", "opponent", "speaker", "place_id", "place_name"),
    *("published_at", "title", "score", "place_days", "chance_wrong", "stake", "state", "probability"),
    *("probability_without", "reasons"),
)
ACTS = {
    "type": "object",
    "description": "One act, or several in `acts`; docs/guides/reviewing.md describes each.",
    "properties": {
        "act": {"type": "string"},
        "acts": {"type": "array", "items": {"type": "object"}},
        "claim_id": {"type": "string"},
        "report_id": {"type": "string"},
        "source": {"type": "string"},
        "payload": {"type": "object"},
        "comment": {"type": "string"},
        "expected_revision": {"type": "integer"},
        "dry_run": {"type": "boolean"},
    },
}


def reviewing(asked: AskedNow) -> Asked:
    """A question that only reviewers may ask."""
    if asked.user.role is not Role.REVIEWER:
        raise Problem(401, "Only reviewers see this.", "Log in as a reviewer")
    return asked


ReviewingNow = Annotated[Asked, Depends(reviewing)]


@router.get("/queue", summary="Claims to look at, what would change the picture most first")
def queue(asked: ReviewingNow, paging: PagingNow, seen: Annotated[bool, Query()] = False) -> Response:
    """``score`` is in place-days that a look is expected to change. ``seen`` brings reviewed claims, too."""
    desk = asked.desk
    key = EditionKey(asked.shown.snapshot.path, Audience.ANALYST)
    rows = ask(asked, desk.belief, ("queue", seen), "The queue", worker.queue, key, desk.options.settings, seen)
    return kept_list(asked, paging, rows, columns=QUEUE_COLUMNS, sorts=QUEUE_COLUMNS[:-1], name="queue")


@router.post(
    "/acts", summary="Accept, correct, reject, merge, split, add, grade, comment, undo", openapi_extra=json_schema(ACTS)
)
async def acts(request: Request, user: ReviewerNow) -> Response:
    """Acts are only ever added. With ``expected_revision`` (``review_revision`` of ``/meta`` or of the last answer) an
    act on a claim or source that somebody else acted on since is refused: 409. ``dry_run`` says what would become of
    it. The answer has the claims before and after; the map follows with the event ``revision``."""
    return await _recorded(request, user, await json_body(request, MOST_BYTES))


@router.post("/undo", summary="Take an act back", openapi_extra=json_schema(ACTS))
async def undo(request: Request, user: ReviewerNow) -> Response:
    """The act stays in the log and does not count any more. An undo can be undone."""
    body = await json_body(request, MOST_BYTES)
    return await _recorded(request, user, {**body, "act": "undo"})


async def _recorded(request: Request, user: User, body: dict[str, Any]) -> Response:
    expected, dry_run, several = body.pop("expected_revision", None), body.pop("dry_run", False), body.pop("acts", None)
    if not (expected is None or (isinstance(expected, int) and not isinstance(expected, bool))):
        raise Problem(422, "expected_revision: not a number.", "Give review_revision of /meta")
    if several is not None and not (isinstance(several, list) and all(isinstance(item, dict) for item in several)):
        raise Problem(422, "acts: not a list of acts.", "See docs/guides/reviewing.md")
    desk = request.app.state.desk
    key = EditionKey(desk.shown.snapshot.path, Audience.ANALYST)
    more = {"by": user.name, "at": datetime.now(UTC), "expected_revision": expected, "dry_run": bool(dry_run)}
    requests = [body] if several is None else several
    job = desk.text.submit(worker.record_acts, desk.options.ledger, key, desk.options.settings, requests, more)
    found = await asyncio.wrap_future(job)
    desk.look()
    return json_answer(found, cache="no-store")


@router.get("/log", summary="All acts, newest first")
def log(asked: ReviewingNow, paging: PagingNow) -> Response:
    """Who did what and when, whether it counts, and what undid it."""
    desk = asked.desk
    found = desk.text.submit(worker.review_log, desk.options.ledger, asked.shown.snapshot.path).result()
    columns = tuple(found["items"][0]) if found["items"] else ("act_id",)
    answer = kept_list(asked, paging, found["items"], columns=columns, sorts=columns, name="review-log")
    answer.headers["X-Review-Revision"] = str(found["revision"])
    return answer


@router.get("/export", summary="Reviewed readings as training data, JSON Lines")
def export(
    asked: ReviewingNow, pseudonyms: Annotated[bool, Query(description="Reviewers by number.")] = True
) -> Response:
    """Each claim as the machine read it and as it stands, with the text around it."""
    asked.limit("export")
    desk = asked.desk
    rows = desk.text.submit(worker.training_data, asked.shown.snapshot.path, pseudonyms).result()
    headers = {"Content-Disposition": 'attachment; filename="reviewed.jsonl"', "Cache-Control": "no-store"}
    lines = (msgspec.json.encode(row) + b"\n" for row in rows)
    return StreamingResponse(lines, headers=headers, media_type="application/jsonl; charset=utf-8")
