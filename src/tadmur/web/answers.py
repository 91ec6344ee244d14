"""Answers: JSON, tables as files, and what says whether a browser has them already."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

_ENCODER = msgspec.json.Encoder()
GZIP_LEVEL = 1
WORTH_PACKING = 1024


def json_answer(body: Any, *, status: int = 200, cache: str = "no-cache") -> Response:
    """A body as JSON."""
    return Response(_ENCODER.encode(body), status, {"Cache-Control": cache}, "application/json")


def kept_answer(request: Request, body: bytes, packed: bytes | None, *, media_type: str, tag: str) -> Response:
    """A body that follows from ``tag`` alone: nothing is sent where the browser has it already."""
    etag = f'"{tag}"'
    headers = {"ETag": etag, "Cache-Control": "private, max-age=0, must-revalidate", "Vary": "Accept-Encoding, Cookie"}
    known = [item.strip().removeprefix("W/") for item in request.headers.get("if-none-match", "").split(",")]
    if etag in known:
        return Response(status_code=304, headers=headers)
    if packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=media_type)
    return Response(body, headers=headers, media_type=media_type)


def packed(body: bytes) -> bytes | None:
    """The body as gzip, or ``None`` where it is too small for that."""
    return gzip.compress(body, GZIP_LEVEL, mtime=0) if len(body) >= WORTH_PACKING else None


def table_file(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], form: str, name: str) -> Response:
    """All rows of a table as a download, CSV or JSON Lines."""
    lines = _csv(rows, columns) if form == "csv" else _json_lines(rows)
    media_type = "text/csv; charset=utf-8" if form == "csv" else "application/jsonl; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-store"}
    return StreamingResponse(lines, headers=headers, media_type=media_type)


def _csv(rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for number, row in enumerate(rows):
        writer.writerow([_cell(row.get(name)) for name in columns])
        if number % 200 == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cell(value: Any) -> Any:
    """A cell; lists and objects as JSON, and nothing that a spreadsheet would take for a formula."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        yield _ENCODER.encode(row) + b"\n"
