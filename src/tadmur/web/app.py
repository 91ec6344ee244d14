"""The application: routes, pages, errors in one shape, and the headers of every answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response

from tadmur import __version__
from tadmur.web import pages, problems
from tadmur.web.access import Access, HeadersMiddleware, HostMiddleware, Limits
from tadmur.web.answers import GZIP_LEVEL, WORTH_PACKING
from tadmur.web.asked import user_of
from tadmur.web.desk import Desk
from tadmur.web.options import ServeOptions
from tadmur.web.problems import Problem
from tadmur.web.routes import adding, figures, meta, places, reports, review, sources
from tadmur.web.routes import map as map_routes

API = "/api/v1"
DESCRIPTION = """\
Who holds what, since when, according to whom, and how sure: everything that the pages of a tadmur monitor show.
Every answer that shows knowledge takes `as_of` (event time) and `known_by` (knowledge time). Lists take `limit`,
`cursor`, `sort`, `order` and `format`. Errors are problem details (RFC 9457) with `next`, what to do. `202` says that
an answer is being worked out: ask again after `Retry-After` seconds.
"""
ROUTERS = (
    meta.router,
    map_routes.router,
    places.router,
    figures.router,
    adding.router,
    reports.router,
    sources.router,
    review.router,
)
PROBLEM = {
    "description": "Problem details (RFC 9457)",
    "content": {
        problems.MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail", "next"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "next": {"type": "string"},
                },
            }
        }
    },
}
ANSWERS = dict.fromkeys((202, 401, 403, 404, 409, 413, 422, 429, 503), PROBLEM)


def create_app(options: ServeOptions, desk: Desk | None = None) -> FastAPI:
    """The application of one ledger; ``desk`` is one that was started already.

    Raises:
        LedgerError: on start, when there is no ledger.
    """
    held = desk or Desk(options)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        if desk is None:
            held.start()
        yield
        held.end_streams()
        if desk is None:
            held.stop()

    app = FastAPI(
        title="tadmur",
        version=__version__,
        description=DESCRIPTION,
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        default_response_class=Response,
    )
    app.state.desk = held
    app.state.access = Access(options)
    app.state.limits = Limits(options.limits)
    problems.install(app)

    for router in ROUTERS:
        app.include_router(router, prefix=API, responses=ANSWERS)  # type: ignore[arg-type]
    app.add_api_route("/openapi.json", lambda: JSONResponse(app.openapi()), include_in_schema=False)
    app.add_api_route(f"{API}/openapi.json", lambda: JSONResponse(app.openapi()), include_in_schema=False)
    app.mount("/static", pages.KeptFiles(directory=pages.STATIC, check_dir=False), name="static")
    app.include_router(pages.router)

    @app.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    def missing(request: Request, path: str) -> Response:
        if path.startswith("api/"):
            raise Problem(404, "There is nothing at this address.", "See /docs for the addresses of the API")
        return pages.page_answer(request, user_of(request), "missing", "Not found", status=404)

    app.add_middleware(GZipMiddleware, minimum_size=WORTH_PACKING, compresslevel=GZIP_LEVEL)
    app.add_middleware(HostMiddleware, access=app.state.access)
    app.add_middleware(HeadersMiddleware)
    return app
