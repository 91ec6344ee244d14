"""JSON lines: one report a row, each row read and judged on its own."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tadmur.terms.errors import ReportError

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _row(data: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(data.decode("utf-8"))
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(f"byte {error.start} is not UTF-8", where=where, remedy="Save the file as UTF-8") from error
    except UnicodeEncodeError as error:
        raise ReportError(
            "the row holds half of a surrogate pair", where=where, remedy="Correct its \\u escapes"
        ) from error
    except (json.JSONDecodeError, RecursionError) as error:
        column = f", column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ReportError(
            f"the row is not valid JSON{column}", where=where, remedy="Write one JSON object a line, or drop this line"
        ) from error
    if not isinstance(row, dict):
        raise ReportError("the row is not a JSON object", where=where, remedy='Write rows like {"text": "..."}')
    return row


def read_rows(
    path: Path, *, max_bytes: int, on_error: Callable[[ReportError], None]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file and line, row) for every sound row; the others go to ``on_error``. Holds one row in memory at a time."""
    number = rows = 0
    with path.open("rb") as lines:
        while data := lines.readline(max_bytes + 1):
            number += 1
            where = f"{path}, line {number}"
            if number == 1:
                if data.startswith(_UTF_16):
                    raise ReportError("the file is UTF-16", where=str(path), remedy="Save the file as UTF-8")
                data = data.removeprefix(codecs.BOM_UTF8)
            if len(data) > max_bytes:
                while data and not data.endswith(b"\n"):
                    data = lines.readline(max_bytes + 1)
                rows += 1
                on_error(
                    ReportError(
                        f"the row has more than {max_bytes / 1e6:.1f} MB",
                        where=where,
                        remedy="Split it or raise the limit",
                    )
                )
                continue
            if not data.strip():
                continue
            rows += 1
            try:
                yield where, _row(data, where)
            except ReportError as error:
                on_error(error)
    if not rows:
        raise ReportError("the file is empty", where=str(path), remedy="Leave it out, or fill it")
