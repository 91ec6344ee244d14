"""What Writer and View both ask of a ledger's tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tadmur.store.rows import LedgerClaim, StoredReport, decode, encode, naive_utc, stored_report
from tadmur.terms.claim import Claim
from tadmur.terms.control_map import NO_LANGUAGE
from tadmur.terms.place import Geocoding
from tadmur.terms.report import Report
from tadmur.terms.source import Source

if TYPE_CHECKING:
    import duckdb

_ROWS_AT_ONCE = 5_000
_COLUMN_TYPES = "SELECT data_type FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position"


def report_row(report: Report, pack_id: str | None, extraction: str | None) -> list[Any]:
    """Values for the columns of the table ``reports``, in order."""
    return [
        report.report_id,
        report.caller_id,
        report.title,
        report.publisher,
        report.source_id,
        report.url,
        naive_utc(report.published_at),
        naive_utc(report.known_at),
        report.language,
        None,
        None,
        pack_id,
        extraction,
        report.text,
        encode(replace(report, text="", duplicate_of=None)),
    ]


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]], tail: str = ""
) -> None:
    """Many rows at once: one list a column, which is a hundred times quicker than one statement a row."""
    if not rows:
        return
    kinds = [kind for (kind,) in connection.execute(_COLUMN_TYPES, [table]).fetchall()]
    columns = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in kinds)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        block = rows[start : start + _ROWS_AT_ONCE]
        connection.execute(
            f"INSERT INTO {table} SELECT {columns} {tail}", [list(column) for column in zip(*block, strict=True)]
        )


def kept_shapes(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> dict[str, bytes]:
    wanted = sorted(set(names))
    if not wanted:
        return {}
    rows = connection.execute(
        "SELECT sha256, wkb FROM shapes WHERE sha256 IN (SELECT unnest(CAST(? AS VARCHAR[])))", [wanted]
    ).fetchall()
    return dict(rows)


def stored_maps(connection: duckdb.DuckDBPyConnection, source: str) -> list[StoredReport]:
    rows = connection.execute(
        "SELECT text, body, duplicate_of, pack_id, similarity FROM reports "
        "WHERE publisher = ? AND language = ? ORDER BY published_at, report_id",
        [source, NO_LANGUAGE],
    ).fetchall()
    return [stored_report(row) for row in rows]


def has_table(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the ledger has a table: one made before may not."""
    rows = connection.execute("SELECT 1 FROM information_schema.tables WHERE table_name = ?", [name]).fetchall()
    return bool(rows)


def kept_sources(connection: duckdb.DuckDBPyConnection) -> tuple[Source, ...]:
    """The monitor's own sources."""
    row = connection.execute("SELECT value FROM ledger WHERE key = 'sources'").fetchone()
    return tuple(decode(row[0], list[Source])) if row else ()


def kept_title(connection: duckdb.DuckDBPyConnection) -> str | None:
    """What the monitor calls itself."""
    row = connection.execute("SELECT value FROM ledger WHERE key = 'title'").fetchone()
    return str(row[0]) if row else None


def kept_delays(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Publication delays in hours, by class."""
    row = connection.execute("SELECT value FROM ledger WHERE key = 'delays'").fetchone()
    return decode(row[0], dict[str, float]) if row else {}


def stored_reports(connection: duckdb.DuckDBPyConnection, known_by: datetime | None) -> list[StoredReport]:
    """Reports by publication, then id."""
    rows = connection.execute(
        "SELECT text, body, duplicate_of, pack_id, similarity FROM reports "
        "WHERE $known_by IS NULL OR known_at <= $known_by ORDER BY published_at NULLS LAST, report_id",
        {"known_by": naive_utc(known_by)},
    ).fetchall()
    return [stored_report(row) for row in rows]


def ledger_claims(
    connection: duckdb.DuckDBPyConnection, report_id: str | None, known_by: datetime | None
) -> list[LedgerClaim]:
    """Claims by publication, report and position, all or of one report."""
    rows = connection.execute(
        "SELECT c.body, c.geocoding FROM claims c JOIN reports r USING (report_id) "
        "WHERE ($report_id IS NULL OR c.report_id = $report_id) "
        "AND ($known_by IS NULL OR r.known_at <= $known_by) "
        "ORDER BY r.published_at NULLS LAST, c.report_id, c.span_start, c.span_end, c.claim_id",
        {"report_id": report_id, "known_by": naive_utc(known_by)},
    ).fetchall()
    return [ledger_claim(body, place) for body, place in rows]


def ledger_claim(body: str, place: str | None) -> LedgerClaim:
    """A claim with its geocoding from their JSON."""
    return LedgerClaim(decode(body, Claim), decode(place, Geocoding) if place else None)


_LATER_TABLES = {
    "reviews": "noted_at, act_id, body",
    "echoes": "report_id, original_id, probability",
    "gradings": "graded_at, source, reliability, graded_by, note",
}
"""Tables that ledgers made before them lack, with what results follow from in their order."""


def rows_digest(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the rows that results follow from."""
    total = sha256()
    for table, key in (("ledger", "key"), ("reports", "report_id"), ("claims", "claim_id")):
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall():
            total.update(repr(row).encode("utf-8"))
    for table, columns in _LATER_TABLES.items():
        if has_table(connection, table):
            for row in connection.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}").fetchall():
                total.update(repr(row).encode("utf-8"))
    return total.hexdigest()
