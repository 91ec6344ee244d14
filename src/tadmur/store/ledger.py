"""Writer and View over the ledger file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tadmur.store.connection import check_version, connect, raise_interrupt
from tadmur.store.queries import (
    has_table,
    insert_rows,
    kept_delays,
    kept_shapes,
    kept_sources,
    kept_title,
    ledger_claim,
    ledger_claims,
    report_row,
    rows_digest,
    stored_maps,
    stored_reports,
)
from tadmur.store.reviews import StoredReview, forget_words, insert_reviews, review_revision, stored_reviews
from tadmur.store.rows import LedgerClaim, MapReading, StoredReport, claim_row, decode, encode, naive_utc, stored_report
from tadmur.store.schema import SCHEMA_VERSION, TABLES
from tadmur.terms.control_map import NO_LANGUAGE
from tadmur.terms.errors import ConflictError, LedgerError, NotInLedger, OutputError
from tadmur.terms.grading import Grading, Reliability
from tadmur.terms.report import Report
from tadmur.terms.review import Review
from tadmur.terms.run import Run
from tadmur.terms.source import Source

if TYPE_CHECKING:
    import duckdb


class View:
    """Read-only access to a ledger."""

    def __init__(self, path: Path) -> None:
        """Open the ledger at ``path``.

        Raises:
            LedgerError: when there is no ledger there, or another version wrote it.
        """
        if not path.is_file():
            raise LedgerError(
                "there is no ledger here", where=str(path), remedy="Make one with: tadmur run REPORTS --out DIR"
            )
        self.path = path
        self._connection = connect(path, read_only=True)
        check_version(self._connection, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._connection.close()
        raise_interrupt(error)

    def reports(self, *, known_by: datetime | None = None) -> list[StoredReport]:
        """All reports by publication, then id. ``known_by`` leaves out what was published later or has no date."""
        return stored_reports(self._connection, known_by)

    def report_ids(self, *, known_by: datetime | None = None) -> set[str]:
        """Ids of the reports, without their texts; ``known_by`` as in :meth:`reports`."""
        rows = self._connection.execute(
            "SELECT report_id FROM reports WHERE $known_by IS NULL OR known_at <= $known_by",
            {"known_by": naive_utc(known_by)},
        ).fetchall()
        return {name for (name,) in rows}

    def pack_ids(self) -> list[str]:
        """Ids of the packs that reports were read with, in order."""
        rows = self._connection.execute("SELECT DISTINCT pack_id FROM reports WHERE pack_id IS NOT NULL").fetchall()
        return sorted(name for (name,) in rows)

    def report(self, report_id: str) -> StoredReport:
        """One report, by its id or by an unambiguous beginning of it.

        Raises:
            LedgerError: when none or several reports match.
        """
        rows = self._connection.execute(
            "SELECT text, body, duplicate_of, pack_id, similarity FROM reports "
            "WHERE starts_with(report_id, ?) OR caller_id = ? ORDER BY report_id",
            [report_id, report_id],
        ).fetchall()
        if len(rows) != 1:
            found = "no report" if not rows else f"{len(rows)} reports"
            raise NotInLedger(
                f"{found} with id {report_id!r}",
                where=str(self.path),
                remedy="List the ids with: tadmur claims --db LEDGER --format jsonl",
            )
        return stored_report(rows[0])

    def claims(self, *, report_id: str | None = None, known_by: datetime | None = None) -> list[LedgerClaim]:
        """All claims by publication, report and position; ``known_by`` as in :meth:`reports`."""
        return ledger_claims(self._connection, report_id, known_by)

    def sources(self) -> tuple[Source, ...]:
        """The monitor's own sources, which no pack has, by id."""
        return kept_sources(self._connection)

    def echoes(self) -> dict[str, str]:
        """report_id of each report that rests on an earlier one, to that one's; empty for a ledger made before."""
        if not has_table(self._connection, "echoes"):
            return {}
        return dict(self._connection.execute("SELECT report_id, original_id FROM echoes ORDER BY report_id").fetchall())

    def gradings(self, *, known_by: datetime | None = None) -> list[Grading]:
        """What analysts said of sources, oldest first; ``known_by`` leaves out what was said later."""
        if not has_table(self._connection, "gradings"):
            return []
        rows = self._connection.execute(
            "SELECT source, reliability, graded_by, graded_at, note FROM gradings "
            "WHERE $known_by IS NULL OR graded_at <= $known_by ORDER BY graded_at, rowid",
            {"known_by": naive_utc(known_by)},
        ).fetchall()
        return [
            Grading(source, Reliability(grade), by, at.replace(tzinfo=UTC), note)
            for source, grade, by, at, note in rows
        ]

    def reviews(self, *, known_by: datetime | None = None) -> list[StoredReview]:
        """All acts of review in the order of writing; ``known_by`` leaves out what was done later."""
        return stored_reviews(self._connection, known_by)

    def review_revision(self) -> int:
        """The number of the newest act of review, 0 where there is none."""
        return review_revision(self._connection)

    def title(self) -> str | None:
        """What the monitor calls itself in its settings."""
        return kept_title(self._connection)

    def delays(self) -> dict[str, float]:
        """Hours by which claims of a class are kept from the public; see the monitor's settings."""
        return kept_delays(self._connection)

    def buried(self) -> list[tuple[str, str, str, datetime]]:
        """(report_id, reason, by whom, when in naive UTC) of the reports that were removed, oldest first."""
        if not has_table(self._connection, "tombstones"):
            return []
        return self._connection.execute(
            "SELECT report_id, reason, removed_by, removed_at FROM tombstones ORDER BY removed_at, report_id"
        ).fetchall()

    def audit(self) -> list[tuple[datetime, str, str]]:
        """(when, who, what) of every act that has to be accounted for, oldest first."""
        if not has_table(self._connection, "audit"):
            return []
        rows = self._connection.execute("SELECT noted_at, who, act FROM audit ORDER BY rowid").fetchall()
        return [(at.replace(tzinfo=UTC), who, act) for at, who, act in rows]

    def claim(self, claim_id: str) -> LedgerClaim:
        """One claim, by its id or by an unambiguous beginning of it.

        Raises:
            LedgerError: when none or several claims match.
        """
        rows = self._connection.execute(
            "SELECT body, geocoding FROM claims WHERE starts_with(claim_id, ?) ORDER BY claim_id LIMIT 2", [claim_id]
        ).fetchall()
        if len(rows) != 1:
            raise NotInLedger(
                f"{'no claim' if not rows else 'more than one claim'} with id {claim_id!r}",
                where=str(self.path),
                remedy="List the ids with: tadmur claims --db LEDGER --format jsonl",
            )
        return ledger_claim(*rows[0])

    def runs(self) -> list[Run]:
        """The runs that made the ledger, newest last."""
        rows = self._connection.execute("SELECT body FROM runs ORDER BY rowid").fetchall()
        return [decode(body, Run) for (body,) in rows]

    def maps(self, source: str) -> list[StoredReport]:
        """The imported maps of a source, by day."""
        return stored_maps(self._connection, source)

    def map_sources(self) -> list[str]:
        """Whose maps were imported, in order of name."""
        rows = self._connection.execute(
            "SELECT DISTINCT publisher FROM reports WHERE language = ? ORDER BY publisher", [NO_LANGUAGE]
        ).fetchall()
        return [name for (name,) in rows]

    def shapes(self, names: Iterable[str]) -> dict[str, bytes]:
        """Polygons of maps by their digest, as well-known binary."""
        return kept_shapes(self._connection, names)

    def digest(self) -> str:
        """SHA-256 of the rows, in hexadecimal: equal for equal content, whatever the file's own bytes."""
        return rows_digest(self._connection)


class Writer:
    """Adds to a ledger; creates the file when there is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = connect(path, read_only=False)
        self._connection.execute(TABLES)
        if not self._connection.execute("SELECT 1 FROM ledger WHERE key = 'schema'").fetchall():
            self._connection.execute("INSERT INTO ledger VALUES ('schema', ?)", [SCHEMA_VERSION])
        check_version(self._connection, path)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._connection.close()
        raise_interrupt(error)

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        import duckdb

        self._connection.execute("BEGIN")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except duckdb.IOException as error:
            raise OutputError(
                f"the ledger cannot be written ({str(error).splitlines()[0]})",
                where=str(self.path),
                remedy="Free some space and run the same command again: finished reports are kept",
            ) from error
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise

    def keep_sources(self, sources: Sequence[Source]) -> tuple[Source, ...]:
        """Adds the monitor's own sources to those kept before, the newer winning; returns all, by id."""
        kept = kept_sources(self._connection)
        merged = {source.source_id: source for source in (*kept, *sources)}
        every = tuple(merged[name] for name in sorted(merged))
        if every != kept:
            with self._transaction() as connection:
                connection.execute("INSERT OR REPLACE INTO ledger VALUES ('sources', ?)", [encode(every)])
        return every

    def keep_title(self, title: str | None) -> None:
        """Keeps the monitor's title; without one, what was kept before stays."""
        if title and title != kept_title(self._connection):
            with self._transaction() as connection:
                connection.execute("INSERT OR REPLACE INTO ledger VALUES ('title', ?)", [title])

    def keep_delays(self, delays: Mapping[str, float]) -> None:
        """Keeps the publication delays of the newest settings; those of an empty mapping leave what was kept before."""
        if delays and dict(delays) != kept_delays(self._connection):
            with self._transaction() as connection:
                connection.execute("INSERT OR REPLACE INTO ledger VALUES ('delays', ?)", [encode(dict(delays))])

    def bury(self, report_id: str, *, reason: str, who: str, at: datetime) -> None:
        """Deletes a report, its claims and its echoes, and the words in acts of review on it.

        A tombstone and a line in the audit log stay.
        """
        with self._transaction() as connection:
            for table, column in (("claims", "report_id"), ("echoes", "report_id"), ("echoes", "original_id")):
                connection.execute(f"DELETE FROM {table} WHERE {column} = ?", [report_id])
            connection.execute("DELETE FROM reports WHERE report_id = ?", [report_id])
            forget_words(connection, report_id)
            connection.execute("INSERT INTO tombstones VALUES (?, ?, ?, ?)", [report_id, reason, who, naive_utc(at)])
        self.note(at, who, f"removed report {report_id}: {reason}")

    def is_buried(self, report_id: str) -> bool:
        """Whether a report was removed and is not to be taken in again."""
        found = self._connection.execute("SELECT 1 FROM tombstones WHERE report_id = ?", [report_id]).fetchone()
        return found is not None

    def note(self, at: datetime, who: str, act: str) -> None:
        """Adds a line to the audit log."""
        with self._transaction() as connection:
            connection.execute("INSERT INTO audit VALUES (?, ?, ?)", [naive_utc(at), who, act])

    def extraction_of(self, report_id: str) -> str | None:
        """The settings a report was last read with, or ``None`` when it has not been read."""
        row = self._connection.execute("SELECT extraction FROM reports WHERE report_id = ?", [report_id]).fetchone()
        return row[0] if row else None

    def add_report(self, report: Report) -> bool:
        """Store a report that is not known yet; says whether it was new."""
        if self._connection.execute("SELECT 1 FROM reports WHERE report_id = ?", [report.report_id]).fetchone():
            return False
        with self._transaction() as connection:
            connection.execute(f"INSERT INTO reports VALUES ({', '.join('?' * 15)})", report_row(report, None, None))
        return True

    def mark_duplicates(self, links: Sequence[tuple[str, str, float]]) -> bool:
        """Set all (duplicate, original, similarity) links at once; says whether anything changed."""
        rows = self._connection.execute(
            "SELECT report_id, duplicate_of, similarity FROM reports WHERE duplicate_of IS NOT NULL ORDER BY report_id"
        ).fetchall()
        if rows == sorted(links):
            return False
        with self._transaction() as connection:
            connection.execute("UPDATE reports SET duplicate_of = NULL, similarity = NULL")
            for duplicate, original, similarity in sorted(links):
                connection.execute(
                    "UPDATE reports SET duplicate_of = ?, similarity = ? WHERE report_id = ?",
                    [original, similarity, duplicate],
                )
        return True

    def mark_echoes(self, links: Sequence[tuple[str, str, float]]) -> bool:
        """Set all (report, original, probability) links of rewritten reports at once; says whether anything changed."""
        rows = self._connection.execute("SELECT report_id, original_id, probability FROM echoes ORDER BY report_id")
        if rows.fetchall() == sorted(links):
            return False
        with self._transaction() as connection:
            connection.execute("DELETE FROM echoes")
            for link in sorted(links):
                connection.execute("INSERT INTO echoes VALUES (?, ?, ?)", list(link))
        return True

    def add_grading(self, grading: Grading) -> None:
        """Add what an analyst says of a source; nothing said before is changed."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO gradings VALUES (?, ?, ?, ?, ?)",
                [
                    grading.source,
                    grading.reliability.value,
                    grading.graded_by,
                    naive_utc(grading.graded_at),
                    grading.note,
                ],
            )

    def add_reviews(
        self, acts: Sequence[tuple[Review, LedgerClaim | None]], *, expected_revision: int | None = None
    ) -> int:
        """Add acts of review, each with the claim as the machine read it, all or nothing; see ``insert_reviews``."""
        import duckdb

        try:
            with self._transaction() as connection:
                return insert_reviews(connection, acts, expected_revision)
        except (duckdb.ConstraintException, duckdb.TransactionException) as error:
            raise ConflictError(
                "somebody else wrote an act at the same moment", where=str(self.path), remedy="Try again"
            ) from error

    def add_reading(
        self, report_id: str, *, pack_id: str | None, extraction: str, claims: Sequence[LedgerClaim]
    ) -> None:
        """Replace what was read in one report, all or nothing."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM claims WHERE report_id = ?", [report_id])
            for row in claims:
                connection.execute(f"INSERT INTO claims VALUES ({', '.join('?' * 17)})", claim_row(row))
            connection.execute(
                "UPDATE reports SET pack_id = ?, extraction = ? WHERE report_id = ?", [pack_id, extraction, report_id]
            )

    def replace_maps(self, maps: Sequence[MapReading], *, gone: Sequence[str] = ()) -> None:
        """Store imported maps with their claims and shapes, all or nothing; ``gone`` are reports that they replace."""
        reports = [report_row(item.report, item.pack_id, item.extraction) for item in maps]
        claims = [claim_row(row) for item in maps for row in item.claims]
        shapes = sorted({name: shape for item in maps for name, shape in item.shapes.items()}.items())
        with self._transaction() as connection:
            for report_id in sorted({*gone, *(item.report.report_id for item in maps)}):
                connection.execute("DELETE FROM claims WHERE report_id = ?", [report_id])
                connection.execute("DELETE FROM reports WHERE report_id = ?", [report_id])
            insert_rows(connection, "reports", reports)
            insert_rows(connection, "claims", claims)
            insert_rows(connection, "shapes", shapes, "ON CONFLICT DO NOTHING")

    def shapes(self, names: Iterable[str]) -> dict[str, bytes]:
        """Polygons of maps by their digest, as well-known binary."""
        return kept_shapes(self._connection, names)

    def maps(self, source: str) -> list[StoredReport]:
        """The imported maps of a source, by day."""
        return stored_maps(self._connection, source)

    def reports(self) -> list[StoredReport]:
        """All reports by publication, then id."""
        return stored_reports(self._connection, None)

    def add_run(self, run: Run) -> None:
        """Record how the present state came about; nothing is written when the newest run was the same."""
        body = encode(run)
        newest = self._connection.execute("SELECT body FROM runs ORDER BY rowid DESC LIMIT 1").fetchone()
        if newest == (body,):
            return
        with self._transaction() as connection:
            connection.execute("DELETE FROM runs WHERE run_id = ?", [run.run_id])
            connection.execute("INSERT INTO runs VALUES (?, ?)", [run.run_id, body])
