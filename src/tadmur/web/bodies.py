"""Bodies of requests, read up to a size."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request

from tadmur.web.problems import Problem


async def whole_body(request: Request, most_bytes: int) -> bytes:
    """The body.

    Raises:
        Problem: 413, it is larger.
    """
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most_bytes:
            raise Problem(413, f"The body has more than {most_bytes:,} bytes.", "Send less at once")
        pieces.append(piece)
    return b"".join(pieces)


async def json_body(request: Request, most_bytes: int) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        Problem: 413 or 422, it is too large, or no JSON object.
    """
    try:
        found = msgspec.json.decode(await whole_body(request, most_bytes))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(422, f"The body is not JSON ({error}).", "Send a JSON object") from error
    if not isinstance(found, dict):
        raise Problem(422, "The body is not a JSON object.", "Send a JSON object")
    return found


def json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """How a JSON body is described in the API's own description."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
