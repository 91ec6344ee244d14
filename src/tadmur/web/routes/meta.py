"""What the head of every page needs, and the stream of changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from tadmur import __version__
from tadmur.export.limits import LIMITS, MACHINE_CODED
from tadmur.export.map_symbols import STRENGTHS, party_colours
from tadmur.export.situation import Party
from tadmur.pipeline.chronicle import AGE_STEP_DAYS, CONTESTED, NO_EVIDENCE, NO_PARTY
from tadmur.pipeline.edition import Edition
from tadmur.reconcile.labels import CODES, STALE_AFTER_DAYS
from tadmur.terms.errors import TadmurError
from tadmur.web.answers import json_answer
from tadmur.web.asked import AskedNow
from tadmur.web.desk import STOPPING, Preparing

router = APIRouter(tags=["monitor"])
HEARTBEAT_S = 15.0
MOST_WAITING = 100
NOTHING_YET: dict[str, Any] = {"days": None, "parties": [], "counts": {}, "packs": {}, "boundaries": None}


@router.get("/meta", summary="Title, revision, days, parties, boundary set, who asks")
def meta(asked: AskedNow) -> Response:
    """Everything that pages show around their content. ``state`` is "preparing" until the first picture
    is made, and "empty" where the ledger has nothing to make one of; ``status`` then says why."""
    desk, shown = asked.desk, asked.shown
    known_from, known_to = shown.remembered("known days", shown.lists.days_of_reports)
    body: dict[str, Any] = {
        "title": desk.options.title or "Conflict monitor",
        "version": __version__,
        "revision": shown.revision,
        "status": desk.status,
        "state": "ready",
        "user": {"name": asked.user.name, "role": asked.user.role.value},
        "csrf": asked.user.csrf,
        "review_revision": shown.review_revision if asked.user.csrf else None,
        "can_log_in": bool(desk.options.reviewers),
        "audience": asked.audience.value,
        "knowledge": {"first": known_from, "last": known_to},
        "labels": [item.value for item in CODES],
        "frame": {
            "contested": CONTESTED,
            "none": NO_PARTY,
            "no_evidence": NO_EVIDENCE,
            "age_step_days": AGE_STEP_DAYS,
            "stale_after_days": STALE_AFTER_DAYS,
        },
        "strengths": [{"from": low, "name": name} for low, name in STRENGTHS],
        "limits": LIMITS,
        "machine_coded": MACHINE_CODED,
    }
    try:
        edition = asked.main_edition()
    except Preparing:
        return json_answer({**body, **NOTHING_YET, "state": "preparing"}, cache="no-store")
    except TadmurError as error:
        return json_answer({**body, **NOTHING_YET, "state": "empty", "status": error.sentence()}, cache="no-store")
    about = shown.remembered(("meta", edition.name), lambda: _of(edition))
    body |= about | {"days": {**about["days"], "shown": str(asked.day(edition))}}
    return json_answer(body, cache="no-store")


def _of(edition: Edition) -> dict[str, Any]:
    about, chronicle = edition.about, edition.chronicle
    return {
        "edition": edition.name,
        "days": {
            "first": date.fromordinal(max(chronicle.first_day, 1)).isoformat(),
            "last": date.fromordinal(chronicle.last_day).isoformat(),
            "newest": about["newest_day"],
        },
        "parties": parties_of(edition),
        "boundaries": {"set": about["boundary_set"], "version": about["boundary_version"]},
        "counts": about["counts"],
        "packs": about["packs"],
    }


def parties_of(edition: Edition) -> list[dict[str, Any]]:
    """The parties that frames number, in that order; ``symbol`` is the number of the shape on maps."""
    known = {row["actor_id"]: row for row in edition.about["parties"]}
    rows = [known.get(name, {"actor_id": name, "name": name, "colour": None}) for name in edition.chronicle.parties]
    colours = party_colours([Party(row["actor_id"], row["name"], row["colour"]) for row in rows])
    return [
        {**row, "colour": colours[row["actor_id"]], "index": number, "symbol": number, "pattern": number}
        for number, row in enumerate(rows)
    ]


@router.get("/events", summary="Server-sent events: revision, reading, edition")
async def events(request: Request) -> Response:
    """``revision``: the ledger changed and pages may be asked for anew. ``reading``: a change is being worked in.
    ``edition``: a picture that was being prepared is ready."""
    desk = request.app.state.desk
    loop = asyncio.get_running_loop()
    waiting: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue(MOST_WAITING)

    def put(item: tuple[str, dict[str, Any]]) -> None:
        if not waiting.full():
            waiting.put_nowait(item)

    def tell(event: str, data: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(put, (event, data))

    async def stream() -> AsyncIterator[bytes]:
        forget = desk.on_event(tell)
        try:
            yield _event("hello", {"revision": desk.shown.revision})
            while True:
                try:
                    event, data = await asyncio.wait_for(waiting.get(), HEARTBEAT_S)
                    if event == STOPPING:
                        return
                    yield _event(event, data)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            forget()

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), headers=headers, media_type="text/event-stream")


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(data) + b"\n\n"
