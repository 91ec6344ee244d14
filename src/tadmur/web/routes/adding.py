"""Adding a report: pasted or dropped, shown with its claims first, saved by a reviewer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.responses import Response

from tadmur.pipeline.adding import MOST_BYTES, Handed
from tadmur.pipeline.edition import EditionKey
from tadmur.web import worker
from tadmur.web.access import User, caller, from_elsewhere
from tadmur.web.answers import json_answer
from tadmur.web.asked import ReviewerNow, instant, user_of
from tadmur.web.bodies import json_body
from tadmur.web.problems import Problem

router = APIRouter(tags=["adding"])
FIELDS = {
    "publisher": {"type": "string", "maxLength": 300},
    "published_at": {"type": "string", "description": "Where the text does not say; 2016-03-20 or with a time."},
    "name": {"type": "string", "maxLength": 200, "description": "Name of the file."},
}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}, **FIELDS}}
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}, **FIELDS},
                }
            },
        },
    }
}
ROOM_FOR_FIELDS = 10_000


@router.post("/reports/preview", summary="Read a report and show its claims; nothing is saved", openapi_extra=BODY)
async def preview(request: Request, user: Annotated[User, Depends(user_of)]) -> Response:
    """JSON with ``text``, or a form with ``file`` (.txt, .md, .jsonl). ``reports`` are as ``/reports/{report_id}``."""
    if from_elsewhere(request):
        raise Problem(403, "This request comes from another site.", "Use the pages of this server")
    desk = request.app.state.desk
    request.app.state.limits.take("preview", caller(request, user, desk.options))
    handed = await _handed(request)
    key = EditionKey(desk.shown.snapshot.path, user.audience)
    job = desk.text.submit(worker.preview, key, desk.options.settings, handed, datetime.now(UTC))
    return json_answer({"reports": await asyncio.wrap_future(job)}, cache="no-store")


@router.post("/reports", summary="Take a report into the ledger", openapi_extra=BODY, status_code=201)
async def save(request: Request, user: ReviewerNow) -> Response:
    """The body is that of ``/reports/preview``. 503 while a run is writing to the ledger."""
    desk = request.app.state.desk
    handed = await _handed(request)
    key = EditionKey(desk.shown.snapshot.path, user.audience)
    job = desk.text.submit(worker.add, desk.options.ledger, key, desk.options.settings, handed, datetime.now(UTC))
    found = await asyncio.wrap_future(job)
    desk.look()
    return json_answer(found, status=201, cache="no-store")


async def _handed(request: Request) -> Handed:
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        if int(request.headers.get("content-length") or 0) > MOST_BYTES + ROOM_FOR_FIELDS:
            raise Problem(413, f"The file has more than {MOST_BYTES:,} bytes.", "Read large files with tadmur run")
        try:
            form = await request.form(max_files=1, max_fields=10, max_part_size=MOST_BYTES)
        except MultiPartException as error:
            raise Problem(422, f"The form cannot be read ({error.message}).", "Send one file") from error
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Problem(422, "file: missing.", "Send a file, or JSON with text")
        fields: dict[str, Any] = {name: value for name, value in form.items() if isinstance(value, str)}
        content = await file.read(MOST_BYTES + 1)
        fields.setdefault("name", file.filename or "pasted.txt")
    else:
        fields = await json_body(request, 2 * MOST_BYTES)
        text = fields.get("text")
        if not isinstance(text, str) or not text.strip():
            raise Problem(422, "text: missing.", "Paste the text of a report")
        content = text.encode("utf-8", errors="replace")
    if len(content) > MOST_BYTES:
        raise Problem(413, f"The report has more than {MOST_BYTES:,} bytes.", "Read large files with tadmur run")
    return Handed(
        content,
        _text(fields, "name") or "pasted.txt",
        _text(fields, "publisher"),
        instant("published_at", _text(fields, "published_at")),
    )


def _text(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > 1000:
        raise Problem(422, f"{name}: not a short text.", "Leave it out, or write it as text")
    return value.strip() or None
