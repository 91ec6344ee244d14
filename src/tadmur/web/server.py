"""The server itself: the socket, and a clean end."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import uvicorn

from tadmur.terms.errors import OutputError
from tadmur.web.app import create_app
from tadmur.web.desk import Desk
from tadmur.web.options import ServeOptions

MOST_WAITING = 512
GRACE_S = 2
SWITCH_S = 0.001
"""How long a thread may keep the interpreter while others wait: answers are short, and many are made at once."""


class _Server(uvicorn.Server):
    """Uvicorn that says when it listens, and lets streams of events end first when it stops."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun, self._stopping = begun, stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self._begun()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End in order on Ctrl-C and on SIGTERM; the process goes on after that."""
        before = {sig: signal.signal(sig, self._end) for sig in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)

    def _end(self, sig: int, frame: FrameType | None) -> None:
        self._stopping()
        self.handle_exit(sig, frame)


def serve(options: ServeOptions, *, started: Callable[[str], None], log: bool) -> None:
    """Serve until interrupted; ``started`` is told the address once requests are answered.

    Raises:
        LedgerError: there is no ledger.
        OutputError: the address is in use or not this machine's.
    """
    sys.setswitchinterval(SWITCH_S)
    listening = _socket(options)
    desk = Desk(options)
    try:
        desk.start()
        app = create_app(options, desk)
        config = uvicorn.Config(
            app,
            log_level="info" if log else "warning",
            access_log=log,
            backlog=MOST_WAITING,
            timeout_graceful_shutdown=GRACE_S,
            server_header=False,
            proxy_headers=False,
        )
        begun = partial(started, _url(options, listening))
        _Server(config, begun, desk.end_streams).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        desk.stop()
        listening.close()


def _socket(options: ServeOptions) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((options.host, options.port))
    except OSError as error:
        listening.close()
        raise OutputError(
            f"the server cannot listen here ({error.strerror or error})",
            where=f"{options.host}:{options.port}",
            remedy="Choose another --port, or stop what uses this one",
        ) from error
    return listening


def _url(options: ServeOptions, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"http://{host}:{port}/"
