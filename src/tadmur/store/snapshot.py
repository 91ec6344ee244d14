"""A copy of a ledger to read from while another process writes to it.

DuckDB gives a file to one writer or to several readers, never to both at once. A copy of the file and of its
write-ahead log is a whole ledger as of the last commit, as long as nobody changed either while it was being made: the
log is only ever added to, a torn last entry is left out on opening, and the file itself changes at checkpoints alone.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tadmur.store.ledger import View
from tadmur.terms.errors import LedgerError

BLOCK = 1 << 22
ATTEMPTS = 5
NAME = "ledger.duckdb"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole copy. ``revision`` is a hash of its bytes: the same ledger has the same one."""

    revision: str
    path: Path


def signature(ledger: Path) -> tuple[tuple[int, int], ...]:
    """Time of change in nanoseconds and size of a ledger's file and log: it differs after every commit."""
    return tuple((stat.st_mtime_ns, stat.st_size) for file in files_of(ledger) if (stat := _stat(file)) is not None)


def files_of(ledger: Path) -> tuple[Path, Path]:
    """The file of a ledger and its write-ahead log, which may not be there."""
    return ledger, ledger.with_name(f"{ledger.name}.wal")


def take_snapshot(ledger: Path, folder: Path) -> Snapshot:
    """Copies the ledger into ``folder``/revision/ledger.duckdb; an equal copy that is there already is used.

    Raises:
        LedgerError: there is no ledger, or it never stood still long enough to be copied.
    """
    if not ledger.is_file():
        raise LedgerError(
            "there is no ledger here", where=str(ledger), remedy="Make one with: tadmur run REPORTS --out DIR"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(ATTEMPTS):
        with _draft(folder) as draft:
            before = signature(ledger)
            revision = _copied(ledger, draft)
            if signature(ledger) == before and _opens(draft / NAME):
                final = folder / revision
                if not (final / NAME).is_file():
                    shutil.rmtree(final, ignore_errors=True)
                    os.replace(draft, final)
                return Snapshot(revision, final / NAME)
    raise LedgerError(
        "the ledger is being written to without a pause, so that no whole copy can be made",
        where=str(ledger),
        remedy="Wait a moment; a run that reads reports pauses after each of them",
    )


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    draft = folder / f".{secrets.token_hex(6)}.draft"
    draft.mkdir()
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copied(ledger: Path, draft: Path) -> str:
    total = sha256()
    for source, target in zip(files_of(ledger), files_of(draft / NAME), strict=True):
        if not source.is_file():
            continue
        with source.open("rb") as read, target.open("wb") as write:
            while block := read.read(BLOCK):
                total.update(block)
                write.write(block)
    return total.hexdigest()[:16]


def _opens(path: Path) -> bool:
    try:
        with View(path):
            return True
    except LedgerError:
        return False


def _stat(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except FileNotFoundError:
        return None
