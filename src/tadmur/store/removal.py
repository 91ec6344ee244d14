"""Taking a report out of a ledger: its text and its words go for good, a tombstone with the reason stays."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tadmur.store.ledger import View, Writer
from tadmur.terms.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That a report was here, and why it is no more."""

    report_id: str
    reason: str
    removed_by: str
    removed_at: datetime


def remove_report(path: Path, report_id: str, *, reason: str, who: str, at: datetime) -> Tombstone:
    """Removes a report with its claims; it will not be taken in again.

    The ledger is written anew without it, so that no byte of its text stays in the file.

    Args:
        report_id: the report's id, the beginning of it, or the caller's own id.

    Raises:
        LedgerError: none or several reports have that id; copies of it are named, since they hold the same words.
        OutputError: the ledger cannot be written; it is then as it was.
    """
    with View(path) as view:
        report = view.report(report_id).report
        copies = [item.report for item in view.reports() if item.report.duplicate_of == report.report_id]
    if copies:
        names = ", ".join(copy.caller_id or copy.report_id for copy in copies)
        raise LedgerError(
            f"{len(copies)} copies of this report hold the same words ({names})",
            where=str(path),
            remedy="Remove the copies first, each with its own tadmur remove",
        )
    stone = Tombstone(report.report_id, reason, who, at)
    with _rewritten(path) as draft, Writer(draft) as writer:
        writer.bury(stone.report_id, reason=reason, who=who, at=at)
    return stone


@contextmanager
def _rewritten(path: Path) -> Iterator[Path]:
    """A copy of the ledger to change; what is left of it at the end takes the ledger's place, packed anew."""
    import duckdb

    drafts = [path.with_name(f".{path.name}.{secrets.token_hex(4)}.{step}") for step in ("changed", "packed")]
    changed, packed = drafts
    try:
        _copy(duckdb, path, changed)
        yield changed
        _copy(duckdb, changed, packed)
        os.replace(packed, path)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
            draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)


def _copy(duckdb: object, source: Path, target: Path) -> None:
    """All rows of one ledger file into a new one; pages that were freed are not among them."""
    with duckdb.connect() as connection:  # type: ignore[attr-defined]
        for name, path, mode in (("source", source, " (READ_ONLY)"), ("target", target, "")):
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {name}{mode}")
        connection.execute("COPY FROM DATABASE source TO target")


def tombstones(path: Path) -> list[Tombstone]:
    """Reports that were removed from a ledger, oldest first."""
    with View(path) as view:
        return [Tombstone(name, reason, who, at.replace(tzinfo=UTC)) for name, reason, who, at in view.buried()]
