"""Who asks, what they may do, and the headers that keep pages to this server."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from threading import Lock
from typing import Any, ClassVar
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from tadmur.pipeline.edition import Audience
from tadmur.web.options import LOOPBACK_NAMES, ServeOptions
from tadmur.web.problems import Problem

COOKIE = "tadmur_session"
SESSION_HOURS = 12
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Role(StrEnum):
    """What somebody may do."""

    READER = "reader"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class User:
    """Who asks. ``csrf`` has to come back with everything that changes something."""

    name: str | None = None
    role: Role = Role.READER
    csrf: str | None = None

    @property
    def audience(self) -> Audience:
        """What they may read."""
        return Audience.ANALYST if self.role is Role.REVIEWER else Audience.PUBLIC


class Access:
    """Sessions, roles and the check of requests."""

    def __init__(self, options: ServeOptions) -> None:
        self._options = options
        self._sessions = URLSafeTimedSerializer(options.secret, salt="session")
        self._hosts = {*LOOPBACK_NAMES, *options.hosts} if options.is_loopback and not options.proxy_header else None
        if "*" in options.hosts:
            self._hosts = None

    def check_host(self, request: Request) -> None:
        """Refuse names that are not this server's: pages elsewhere reach a local server under a name of theirs."""
        if self._hosts is None:
            return
        host = request.headers.get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name not in self._hosts:
            raise Problem(
                421, "This server does not go by that name.", "Open it as localhost, or start it with --allow-host"
            )

    def user(self, request: Request) -> User:
        """Who asks: by the reverse proxy's header, else by the session."""
        options = self._options
        client = request.client.host if request.client else ""
        if options.proxy_header and client in options.proxies:
            name = request.headers.get(options.proxy_header, "").strip()
            if name:
                return User(name, Role.REVIEWER, self._csrf(name))
        cookie = request.cookies.get(COOKIE)
        if cookie and options.reviewers:
            try:
                body = self._sessions.loads(cookie, max_age=SESSION_HOURS * 3600)
                name, nonce = str(body["name"]), str(body["nonce"])
            except (BadSignature, KeyError, TypeError):
                return User()
            if name in options.reviewers:
                return User(name, Role.REVIEWER, self._csrf(nonce))
        return User()

    def log_in(self, token: str) -> tuple[str, str] | None:
        """Name and session of the reviewer whose token it is."""
        found = None
        for name, known in self._options.reviewers.items():
            if hmac.compare_digest(sha256(known.encode()).digest(), sha256(token.encode()).digest()):
                found = name
        if found is None:
            return None
        return found, self._sessions.dumps({"name": found, "nonce": secrets.token_urlsafe(12)})

    def check_change(self, request: Request, user: User) -> None:
        """Refuse a change that does not come from a page of ours.

        Raises:
            Problem: 401 for a reader, 403 without the session's token or from another site.
        """
        if user.role is not Role.REVIEWER or user.csrf is None:
            raise Problem(401, "Readers cannot change anything.", "Log in as a reviewer")
        if from_elsewhere(request):
            raise Problem(403, "This request comes from another site.", "Use the pages of this server")
        sent = request.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(sent.encode(), user.csrf.encode()):
            raise Problem(403, f"The header {CSRF_HEADER} is missing or old.", "Load the page again")

    def _csrf(self, about: str) -> str:
        return hmac.new(self._options.secret.encode(), f"csrf {about}".encode(), sha256).hexdigest()[:32]


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that a page of another site made this request."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")


class Limits:
    """How often each of the heavy calls may be made: so many at once, and so many a second after that.

    ``factor`` scales all of them but the attempts to sign in; 0 lifts them.
    """

    RATES: ClassVar = {
        "figure": (8.0, 0.5),
        "diff": (8.0, 0.5),
        "preview": (6.0, 0.2),
        "why": (60.0, 20.0),
        "export": (10.0, 0.2),
        "login": (30.0, 0.2),
    }  # fmt: skip
    MOST_CALLERS = 10_000

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._lock = Lock()
        self._left: dict[tuple[str, str], tuple[float, float]] = {}

    def take(self, what: str, who: str) -> None:
        """Count one call.

        Raises:
            Problem: 429 when there were too many.
        """
        factor = self._factor if what != "login" else max(self._factor, 1.0)
        if not factor:
            return
        burst, rate = (value * factor for value in self.RATES[what])
        now = time.monotonic()
        with self._lock:
            left, since = self._left.get((what, who), (burst, now))
            left = min(burst, left + (now - since) * rate)
            if left < 1:
                wait = max(1, round((1 - left) / rate))
                raise Problem(429, f"Too many calls of this kind ({what}).", headers={"Retry-After": str(wait)})
            if len(self._left) >= self.MOST_CALLERS:
                self._left.clear()
            self._left[what, who] = (left - 1, now)


def caller(request: Request, user: User, options: ServeOptions) -> str:
    """Who is counted: the reviewer, else the address, behind a proxy the one that it names."""
    if user.name:
        return f"user {user.name}"
    address = request.client.host if request.client else "nobody"
    if address in options.proxies and (forwarded := request.headers.get("x-forwarded-for")):
        return forwarded.rsplit(",", 1)[-1].strip()[:64]
    return address


def is_encrypted(request: Request, options: ServeOptions) -> bool:
    """Whether the browser speaks TLS, to this server or to a proxy that is believed."""
    client = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-proto", "") if client in options.proxies else ""
    return request.url.scheme == "https" or forwarded == "https"


class HeadersMiddleware:
    """Adds the headers that keep pages to this server to every answer."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self._app = app
        self._extra = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._extra]
            await send(message)

        await self._app(scope, receive, with_headers)


class HostMiddleware:
    """Refuses requests under a name that is not this server's."""

    def __init__(self, app: Callable[..., Awaitable[None]], *, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            try:
                self._access.check_host(Request(scope))
            except Problem as problem:
                await problem.response()(scope, receive, send)
                return
        await self._app(scope, receive, send)


def session_cookie(response: Response, session: str, *, secure: bool) -> None:
    """Give the browser a session that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        COOKIE, session, max_age=SESSION_HOURS * 3600, httponly=True, samesite="strict", secure=secure, path="/"
    )
