"""Fetch one file over the network: resumable, checked, with progress. Only commands whose purpose it is call this.

An interrupted download leaves ``NAME.part`` with ``NAME.part.json`` (the validator of the server's file); the next call
goes on from there if the server still has the same file, and begins anew if not.
"""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tadmur.reference.checksums import sha256_of
from tadmur.terms.errors import InputError, OutputError, ReferenceMissing

Progress = Callable[[int, int | None], None]
"""Called with the bytes that are there and the bytes that are expected, ``None`` where the server does not say."""
TIMEOUT_S = 30
_CHUNK = 1 << 16
_COMPLETE, _PARTIAL, _BEYOND = 200, 206, 416


def fetch(
    url: str, target: Path, *, sha256: str | None = None, progress: Progress = lambda done, expected: None
) -> str:
    """Download ``url`` to ``target``; returns its SHA-256 in hexadecimal.

    Raises:
        InputError: the address is not one of the web, or the server has no such file.
        ReferenceMissing: there is no network or no server, or the file is not the one that ``sha256`` names.
        OutputError: the file cannot be written.
    """
    if not url.startswith(("https://", "http://")):
        raise InputError("this is no address of the web", where=url, remedy="Give one that begins with https://")
    partial = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _download(url, partial, progress)
        found = sha256_of(partial)
    except OSError as error:
        what = f"the file cannot be written ({error.strerror or error})"
        raise OutputError(what, where=str(target), remedy="Free some space, or set TADMUR_DATA") from error
    if sha256 is not None and found != sha256.lower():
        _forget(partial)
        raise ReferenceMissing(
            f"the file has the checksum {found}, not {sha256}: it is damaged, or another edition",
            where=url,
            remedy="Try again; if it stays so, compare with the publisher's own checksum",
        )
    os.replace(partial, target)
    _forget(partial)
    return found


def _download(url: str, partial: Path, progress: Progress) -> None:
    done = partial.stat().st_size if partial.is_file() else 0
    validator = _validator(partial) if done else None
    if done and validator is None:
        _forget(partial)
        done = 0
    headers = {"User-Agent": "tadmur", "Accept-Encoding": "identity"}
    if done and validator:
        headers |= {"Range": f"bytes={done}-", "If-Range": validator}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=TIMEOUT_S) as answer:
            done = done if answer.status == _PARTIAL else 0
            length = answer.headers.get("Content-Length")
            expected = done + int(length) if length else None
            _remember(partial, answer.headers.get("ETag") or answer.headers.get("Last-Modified"))
            with partial.open("ab" if done else "wb") as stream:
                progress(done, expected)
                while chunk := answer.read(_CHUNK):
                    stream.write(chunk)
                    done += len(chunk)
                    progress(done, expected)
    except urllib.error.HTTPError as error:
        if error.code == _BEYOND:
            _forget(partial)
            _download(url, partial, progress)
            return
        what = f"the server answers {error.code} {error.reason}"
        raise InputError(what, where=url, remedy="Check the country code; the publisher may not cover it") from error
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise _unreachable(url, getattr(error, "reason", error)) from error
    if expected is not None and done < expected:
        raise _unreachable(url, f"the connection ended after {done} of {expected} bytes")


def _unreachable(url: str, reason: object) -> ReferenceMissing:
    return ReferenceMissing(
        f"the download failed ({reason})",
        where=url,
        remedy="This command needs a network. What came is kept: run it again to go on; all others work without one",
    )


def _state(partial: Path) -> Path:
    return partial.with_name(partial.name + ".json")


def _remember(partial: Path, validator: str | None) -> None:
    _state(partial).write_text(json.dumps({"validator": validator}), encoding="utf-8")


def _validator(partial: Path) -> str | None:
    try:
        state: dict[str, Any] = json.loads(_state(partial).read_text(encoding="utf-8"))
        return str(state["validator"]) if state["validator"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _forget(partial: Path) -> None:
    partial.unlink(missing_ok=True)
    _state(partial).unlink(missing_ok=True)
