"""A small server of the chat-completions protocol on the loopback address, whose answers a test scripts."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the server sends: a status, and either a model's message or a raw body; perhaps late."""

    content: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    error: str = ""
    delay_s: float = 0.0


Script = Callable[[Request], Reply]


def claims_reply(*items: dict[str, Any]) -> Reply:
    """A well-formed answer; fields that an item leaves out say nothing."""
    blank = {
        "trigger": "", "kind": "control_gain", "actor": "", "opponent": "", "place": "", "relation": "at",
        "asserted": True, "modality": "actual", "hedge": "", "amount": "",
    }  # fmt: skip
    return Reply(json.dumps({"claims": [{**blank, **item} for item in items]}))


def text_of(request: Request) -> str:
    """The report's words in a request."""
    text: str = json.loads(request["messages"][1]["content"])["text"]
    return text


class ChatServer:
    """Keeps the requests it got; answers come from ``script``, or one after another from a list of replies."""

    def __init__(self, script: Script | Sequence[Reply]) -> None:
        self.requests: list[Request] = []
        self.keys: list[str] = []
        replies = iter(script) if not callable(script) else None
        self._script: Script = script if callable(script) else lambda request: next(replies)  # type: ignore[arg-type]
        self.url = ""

    def reply_to(self, request: Request, key: str) -> Reply:
        self.requests.append(request)
        self.keys.append(key)
        return self._script(request)


@contextmanager
def serving(script: Script | Sequence[Reply]) -> Iterator[ChatServer]:
    """The server, listening until the block ends."""
    chat = ChatServer(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = chat.reply_to(body, self.headers.get("Authorization", ""))
            time.sleep(reply.delay_s)
            message = {"role": "assistant", "content": reply.content}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            answer: dict[str, Any] = {
                "id": "c1", "object": "chat.completion", "created": 0, "model": body["model"], "choices": [choice],
            }  # fmt: skip
            payload = answer if reply.status == 200 else {"error": {"message": reply.error or "refused"}}
            data = json.dumps(payload).encode()
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client did not wait: a test of its patience

        def log_message(self, *args: object) -> None:
            """Nothing: the test tells what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    chat.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
