"""A small web server on 127.0.0.1 that can break off, answer ranges, change its mind, and count."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """What the server holds: ``files`` by path; ``break_after`` bytes it closes the connection, as often as told."""

    files: dict[str, bytes] = field(default_factory=dict)
    break_after: int | None = None
    breaks: int = 0
    etags: bool = True
    version: int = 1
    ranges: list[str | None] = field(default_factory=list)
    address: str = ""


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """Run the server; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = site.files.get(self.path)
            site.ranges.append(self.headers.get("Range"))
            if content is None:
                self.send_error(404)
                return
            tag = f'"{site.version}"'
            start = 0
            wanted = self.headers.get("Range")
            if wanted and site.etags and self.headers.get("If-Range") == tag:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
                self.send_response(206)
            else:
                self.send_response(200)
            body = content[start:]
            self.send_header("Content-Length", str(len(body)))
            if site.etags:
                self.send_header("ETag", tag)
            self.end_headers()
            if site.breaks > 0 and site.break_after is not None:
                site.breaks -= 1
                self.wfile.write(body[: site.break_after])
                self.close_connection = True
                return
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        site.address = f"http://127.0.0.1:{server.server_port}"
        yield site.address
    finally:
        server.shutdown()
        server.server_close()
