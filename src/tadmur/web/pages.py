"""The pages: one shell for all, whose scripts fetch the rest, and the files that they are made of."""

from __future__ import annotations

import mimetypes
import os
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from tadmur.reference.gazetteer import DATA
from tadmur.web.access import Access, Limits, User, caller, is_encrypted, session_cookie
from tadmur.web.asked import reviewer_of, user_of

ROOM = Path(str(files("tadmur.web")))
STATIC = ROOM / "static"
PAGES = {
    "/": ("map", "Map"),
    "/reports": ("reports", "Reports"),
    "/reports/{name}": ("report", "Report"),
    "/claims": ("claims", "Claims"),
    "/claims/{name}": ("claim", "Claim"),
    "/sources": ("sources", "Sources"),
    "/sources/{name:path}": ("source", "Source"),
    "/contradictions": ("contradictions", "Contradictions"),
    "/figures": ("figures", "Figures"),
    "/harm": ("harm", "Harm"),
    "/diff": ("diff", "What changed"),
    "/review": ("review", "Review"),
    "/add": ("add", "Add a report"),
    "/about": ("about", "About"),
    "/docs": ("docs", "Interface for programs"),
}
"""Address of each page to its name in the shell and its title."""
FAR_FUTURE = "public, max-age=31536000, immutable"
router = APIRouter(include_in_schema=False)

for ending, kind in ((".mjs", "text/javascript"), (".pmtiles", "application/octet-stream"), (".woff2", "font/woff2")):
    mimetypes.add_type(kind, ending)


@lru_cache(maxsize=1)
def static_version() -> str:
    """Hash of all static files: a new one for new files, so that browsers may keep the old ones for good."""
    total = sha256()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file():
            total.update(str(file.relative_to(STATIC)).encode())
            total.update(file.read_bytes())
    return total.hexdigest()[:12]


@lru_cache(maxsize=1)
def _templates() -> Environment:
    loader = FileSystemLoader(ROOM / "templates")
    return Environment(loader=loader, autoescape=select_autoescape(default=True, default_for_string=True))


def page_answer(request: Request, user: User, page: str, title: str, *, status: int = 200, **more: Any) -> Response:
    """The shell of a page."""
    options = request.app.state.desk.options
    body = (
        _templates()
        .get_template("shell.html.j2")
        .render(
            page=page,
            title=title,
            version=static_version(),
            user=user.name,
            role=user.role.value,
            can_log_in=bool(options.reviewers),
            monitor=options.title or "Conflict monitor",
            **more,
        )
    )
    return HTMLResponse(body, status, {"Cache-Control": "no-store"})


def _add(path: str, page: str, title: str) -> None:
    def answer(request: Request, user: Annotated[User, Depends(user_of)]) -> Response:
        return page_answer(request, user, page, title)

    router.add_api_route(path, answer, methods=["GET", "HEAD"], name=page)


for address, (page_name, page_title) in PAGES.items():
    _add(address, page_name, page_title)


@router.get("/login")
def login_page(request: Request, user: Annotated[User, Depends(user_of)], next: str = "/") -> Response:  # noqa: A002
    return page_answer(request, user, "login", "Sign in", next=_own_page(next))


@router.post("/login")
def log_in(
    request: Request,
    user: Annotated[User, Depends(user_of)],
    token: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002
) -> Response:
    """Token in, session out; the browser sends the session back with every request to this server alone."""
    access: Access = request.app.state.access
    limits: Limits = request.app.state.limits
    options = request.app.state.desk.options
    limits.take("login", caller(request, user, options))
    found = access.log_in(token.strip())
    if found is None:
        error = "No reviewer has this token." if options.reviewers else "This server was started without reviewers."
        return page_answer(request, user, "login", "Sign in", status=401, error=error, next=_own_page(next))
    answer = RedirectResponse(_own_page(next), 303)
    session_cookie(answer, found[1], secure=is_encrypted(request, options))
    return answer


@router.post("/logout")
def log_out(user: Annotated[User, Depends(reviewer_of)]) -> Response:
    """Forget the session."""
    answer = Response(status_code=204)
    answer.delete_cookie("tadmur_session", path="/")
    return answer


@router.get("/basemap/{name}")
def basemap(name: str) -> Response:
    """A basemap of the reference data, whole or in ranges."""
    if not name.endswith(".pmtiles") or "/" in name or name.startswith("."):
        return Response(status_code=404)
    file = DATA / name
    if not file.is_file():
        return Response(status_code=404)
    return FileResponse(file, media_type="application/octet-stream", headers={"Cache-Control": "public, max-age=86400"})


class KeptFiles(StaticFiles):
    """Static files: for good where the address has the hash of all files, else asked for anew by their tag."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file with how long it may be kept."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        versioned = f"v={static_version()}".encode() in scope.get("query_string", b"")
        answer.headers["Cache-Control"] = FAR_FUTURE if versioned else "no-cache"
        return answer


def _own_page(target: str) -> str:
    """An address on this server; anything else becomes the map."""
    parts = urlsplit(target)
    own = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if own and "\\" not in target and target.isprintable() else "/"
