"""Whether a file is the one that was built."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tadmur.terms.errors import ReferenceMissing


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify_checksum(path: Path, stated: str, *, remedy: str) -> None:
    """Read a file whole and compare its SHA-256 with the one stated, in hexadecimal.

    Raises:
        ReferenceMissing: it cannot be read, or is another file.
    """
    try:
        found = sha256_of(path)
    except OSError as error:
        raise ReferenceMissing(f"the artefact cannot be read ({error})", where=str(path), remedy=remedy) from error
    if found != stated:
        raise ReferenceMissing(f"checksum {found[:12]}, not {stated[:12]}", where=str(path), remedy=remedy)
