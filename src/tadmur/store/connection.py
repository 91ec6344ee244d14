"""Opening a ledger file, and the errors that may come of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tadmur.store.schema import SCHEMA_VERSION
from tadmur.terms.errors import LedgerError, OutputError

if TYPE_CHECKING:
    import duckdb


def connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    import duckdb

    try:
        return duckdb.connect(str(path), read_only=read_only, config={"threads": 2})
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise LedgerError(
                "the ledger is in use by another process",
                where=str(path),
                remedy="Wait until the other run has ended, then start again",
            ) from error
        if not read_only and not path.exists():
            raise OutputError(
                f"the ledger cannot be created ({str(error).splitlines()[0]})",
                where=str(path),
                remedy="Choose another folder with --out, or free some space",
            ) from error
        raise not_a_ledger(path) from error
    except duckdb.Error as error:
        raise not_a_ledger(path) from error


def raise_interrupt(error: BaseException | None) -> None:
    """DuckDB turns Ctrl-C during a query into an error of its own; here it becomes the interrupt that it was."""
    if isinstance(error, RuntimeError) and "interrupted" in str(error).lower():
        raise KeyboardInterrupt from error


def not_a_ledger(path: Path) -> LedgerError:
    return LedgerError(
        "this file is not a ledger, or it is damaged",
        where=str(path),
        remedy="Make a new one with: tadmur run REPORTS --out DIR",
    )


def check_version(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    import duckdb

    try:
        row = connection.execute("SELECT value FROM ledger WHERE key = 'schema'").fetchone()
    except duckdb.CatalogException as error:
        raise not_a_ledger(path) from error
    if row is None or row[0] != SCHEMA_VERSION:
        raise LedgerError(
            f"the ledger has schema {row[0] if row else 'none'}, this version reads {SCHEMA_VERSION}",
            where=str(path),
            remedy="Make a new one from the reports with: tadmur run REPORTS --out DIR",
        )
