"""Errors of the API in one shape: problem details for HTTP APIs (RFC 9457), with what to do next."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from tadmur.terms.errors import (
    ConflictError,
    InputError,
    LedgerError,
    MissingExtra,
    NotInLedger,
    OutputError,
    ReferenceMissing,
    ServiceError,
    SettingsError,
    TadmurError,
)

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger("tadmur.web")
STATUS = (
    (InputError, 422),
    (SettingsError, 422),
    (NotInLedger, 404),
    (ConflictError, 409),
    (LedgerError, 503),
    (ReferenceMissing, 503),
    (MissingExtra, 501),
    (ServiceError, 502),
    (OutputError, 507),
)
"""The first that fits decides; anything else that tadmur raises on purpose is 400."""
NEXT = {
    404: "Go back to the map, or search for the place, party, source or report",
    405: "See /docs for the methods of each address",
    429: "Wait a moment and ask again",
    500: "Try again; the server's own log has the details",
}


class Problem(Exception):
    """An error to be answered with.

    Args:
        status: of HTTP.
        detail: what went wrong, one sentence.
        next_step: what to do.
        headers: of the answer, beside those of every answer.
    """

    def __init__(
        self, status: int, detail: str, next_step: str = "", *, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.next_step, self.headers, self.more = status, detail, next_step, headers, more

    def response(self) -> Response:
        """The answer."""
        title = HTTPStatus(self.status).phrase
        body = {
            "type": "about:blank",
            "title": title,
            "status": self.status,
            "detail": self.detail,
            "next": self.next_step or NEXT.get(self.status, ""),
            **self.more,
        }
        return Response(msgspec.json.encode(body), self.status, self.headers, MEDIA_TYPE)


def not_found(what: str, name: str) -> Problem:
    """There is no such thing."""
    return Problem(404, f"There is no {what} {name!r} in this ledger, or it is not public.")


def install(app: FastAPI) -> None:
    """Answers every error of ``app`` in the one shape."""

    @app.exception_handler(Problem)
    async def on_problem(request: Request, error: Problem) -> Response:
        return error.response()

    @app.exception_handler(TadmurError)
    async def on_purpose(request: Request, error: TadmurError) -> Response:
        status = next((code for kind, code in STATUS if isinstance(error, kind)), 400)
        detail = f"{error.what[:1].upper()}{error.what[1:].rstrip('.')}."
        headers = {"Retry-After": "2"} if status == 503 else None
        return Problem(status, detail, error.remedy, headers=headers, where=error.where).response()

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> Response:
        details = {404: "There is nothing at this address.", 405: "This address does not take that method."}
        detail = details.get(error.status_code, str(error.detail))
        return Problem(error.status_code, detail, headers=dict(error.headers or {})).response()

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        found = [
            {"in": ".".join(str(part) for part in item["loc"]), "problem": str(item["msg"])} for item in error.errors()
        ]
        first = found[0] if found else {"in": "request", "problem": "cannot be read"}
        return Problem(
            422, f"{first['in']}: {first['problem']}.", "Mend what is named and ask again; /docs has the parameters",
            errors=found,
        ).response()  # fmt: skip

    @app.exception_handler(Exception)
    async def on_anything(request: Request, error: Exception) -> Response:
        LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return Problem(500, "The server made a mistake with this request.").response()
