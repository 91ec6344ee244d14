"""Lists out of a catalogue: filtered, sorted, counted, and paged by where the last page ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tadmur.store.catalogue import VIEWS
from tadmur.store.queries import ledger_claim
from tadmur.store.row_index import RowIndex
from tadmur.store.rows import LedgerClaim, StoredReport, decode, naive_utc, stored_report
from tadmur.terms.clock import isoformat
from tadmur.terms.errors import InputError
from tadmur.terms.review import ClaimReview

if TYPE_CHECKING:
    import duckdb
    import msgspec

FIRST_STRETCH = 2048
MEMORY = "256MB"
THREADS = 1
"""Of each query: many readers ask at once, and each is answered soonest by one thread of its own."""
ROWS_AT_ONCE = 1000
IN_ORDER = "published_at"
"""Rows are numbered in the order of this column."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of SQL with its parameters."""

    sql: str
    values: tuple[Any, ...] = ()


def is_one_of(column: str, values: Sequence[str]) -> Condition:
    """The column holds one of the values."""
    return Condition(f"{column} IN (SELECT unnest(CAST(? AS VARCHAR[])))", (list(values),))


def is_numbered(numbers: Sequence[int]) -> Condition:
    """The row has one of the numbers."""
    return Condition("n IN (SELECT unnest(CAST(? AS BIGINT[])))", (list(numbers),))


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What of a list is asked for.

    Attributes:
        view: ``claims_public``, ``claims_analyst``, ``reports_public`` or ``reports_analyst``.
        columns: what is given back; ``sort`` one column of the view, unknown values last.
        numbers: the first and the last row to look at, where that is known.
    """

    view: str
    columns: tuple[str, ...]
    sort: str = "n"
    descending: bool = False
    conditions: tuple[Condition, ...] = field(default=())
    numbers: tuple[int, int] | None = None

    @property
    def order(self) -> str:
        """The order as SQL: by the sorted column, what is unknown last, then by number."""
        direction = "DESC" if self.descending else "ASC"
        if self.sort == IN_ORDER:
            return f"{IN_ORDER} IS NULL, n {direction}"
        return f"{self.sort} {direction} NULLS LAST, n {direction}"

    @property
    def conditions_key(self) -> str:
        """The same for the same rows, whatever their order."""
        return f"{self.conditions!r} {self.numbers}"

    def where(self) -> tuple[str, list[Any]]:
        """The conditions as SQL."""
        sqls = [f"({condition.sql})" for condition in self.conditions]
        if self.numbers is not None:
            sqls.append(f"n BETWEEN {self.numbers[0]} AND {self.numbers[1]}")
        found = " AND ".join(sqls) or "TRUE"
        return found, [value for condition in self.conditions for value in condition.values]


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page ended: the value of the sorted column and the row's number."""

    value: Any
    n: int


class Lists:
    """A catalogue and the copy of the ledger that it was made from, open for reading by many threads."""

    def __init__(self, ledger: Path, catalogue: Path, index: Path) -> None:
        import duckdb

        self.index = RowIndex(index)

        self._connection = duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY})
        for name, path in (("ledger", ledger), ("catalogue", catalogue)):
            quoted = str(path).replace("'", "''")
            self._connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        for statement in filter(str.strip, VIEWS.split(";")):
            self._connection.execute(statement)

    def close(self) -> None:
        """Close the files."""
        self._connection.close()

    def _rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> duckdb.DuckDBPyConnection:
        return self._connection.cursor().execute(sql, values)

    def page(
        self, query: ListQuery, *, limit: int, after: PageEnd | None = None
    ) -> tuple[list[msgspec.Raw], PageEnd | None]:
        """Up to ``limit`` rows as JSON, and where they end; ``None`` when nothing follows."""
        import duckdb

        try:
            keys = self._keys(query, limit + 1, after)
        except duckdb.Error as error:
            if after is None:
                raise
            raise InputError("the cursor does not fit this list", remedy="Begin again without a cursor") from error
        end = PageEnd(keys[limit - 1][1], keys[limit - 1][0]) if len(keys) > limit else None
        table, audience = query.view.split("_")
        return self.index.rows(table, [n for n, _ in keys[:limit]], public=audience == "public"), end

    def _keys(self, query: ListQuery, limit: int, after: PageEnd | None) -> list[tuple[int, Any]]:
        """Number and sorted value of up to ``limit`` rows."""
        if query.sort == IN_ORDER:
            return self._keys_in_order(query, limit, after)
        where, values = query.where()
        if after is not None:
            more, bounds = _after(query, after)
            where, values = f"{where} AND ({more})", [*values, *bounds]
        sql = f"SELECT n, {query.sort} FROM {query.view} WHERE {where} ORDER BY {query.order} LIMIT {limit}"
        return self._rows(sql, values).fetchall()

    def _keys_in_order(self, query: ListQuery, limit: int, after: PageEnd | None) -> list[tuple[int, Any]]:
        """The same where rows lie in the order asked for: stretch by stretch, until there are enough."""
        where, values = query.where()
        direction = "DESC" if query.descending else "ASC"
        found: list[tuple[int, Any]] = []
        for low, high in self._stretches(query, None if after is None else after.n):
            sql = (
                f"SELECT n, {IN_ORDER} FROM {query.view} WHERE n BETWEEN {low} AND {high} AND {where} "
                f"ORDER BY n {direction} LIMIT {limit - len(found)}"
            )
            found += self._rows(sql, values).fetchall()
            if len(found) >= limit:
                break
        return found

    def _stretches(self, query: ListQuery, after: int | None) -> Iterator[tuple[int, int]]:
        """From and to which number to look, longer and longer; rows without a date have the last numbers."""
        dated, every = self._sizes[query.view.split("_")[0]]
        first, last = query.numbers or (1, every)
        if not query.descending:
            low = first if after is None else max(first, after + 1)
            yield from ((low + a, low + b - 1) for a, b in _growing(min(last, every) - low + 1))
            return
        for low, high in ((1, dated), (dated + 1, every)):
            if after is not None and low <= after <= high:
                high = after - 1
            elif after is not None and after > high:
                continue
            low, high = max(low, first), min(high, last)
            yield from ((high - b + 1, high - a) for a, b in _growing(high - low + 1))

    def numbers_between(self, table: str, first: date | None, last: date | None) -> tuple[int, int] | None:
        """The first and the last row published from ``first`` to ``last``; ``None`` where neither is given."""
        if first is None and last is None:
            return None
        days = self._days[table]
        low = 1 if first is None else int(np.searchsorted(days, first.toordinal(), side="left")) + 1
        return low, len(days) if last is None else int(np.searchsorted(days, last.toordinal(), side="right"))

    @cached_property
    def _days(self) -> dict[str, NDArray[np.int32]]:
        """Day (ordinal) of publication of the rows that have one, by table."""
        epoch = date(1970, 1, 1).toordinal()
        days = {}
        for table in ("claims", "reports"):
            dated = f"FROM catalogue.{table} WHERE {IN_ORDER} IS NOT NULL ORDER BY n"
            days[table] = self._rows(f"SELECT epoch({IN_ORDER}) // 86400 AS day {dated}").fetchnumpy()["day"].astype(
                np.int32
            ) + np.int32(epoch)
        return days

    @cached_property
    def _sizes(self) -> dict[str, tuple[int, int]]:
        """Rows with a date, and all rows, by table."""
        sizes = {}
        for table in ("claims", "reports"):
            row = self._rows(f"SELECT count({IN_ORDER}), count(*) FROM catalogue.{table}").fetchone()
            sizes[table] = (int(row[0]), int(row[1])) if row else (0, 0)
        return sizes

    def count(self, query: ListQuery) -> int:
        """How many rows there are on all pages."""
        where, values = query.where()
        row = self._rows(f"SELECT count(*) FROM {query.view} WHERE {where}", values).fetchone()
        return int(row[0]) if row else 0

    def every(self, query: ListQuery) -> Iterator[dict[str, Any]]:
        """All rows, some at a time."""
        where, values = query.where()
        sql = f"SELECT {', '.join(query.columns)} FROM {query.view} WHERE {where} ORDER BY {query.order}"
        cursor = self._rows(sql, values)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for row in _dicts(rows, list(query.columns)):
                yield {name: plain(value) for name, value in row.items()}

    def counts_by(self, query: ListQuery, column: str) -> list[tuple[Any, int]]:
        """How many rows have each value of a column, most first."""
        where, values = query.where()
        sql = f"SELECT {column}, count(*) AS c FROM {query.view} WHERE {where} GROUP BY 1 ORDER BY c DESC, 1"
        return self._rows(sql, values).fetchall()

    def claim(self, claim_id: str) -> LedgerClaim | None:
        """A claim by its id, as it stands after review; also one that does not count any more."""
        found = self._claims("claim_id = ?", claim_id)
        return found[0] if found else None

    def claims_of(self, report_id: str, *, counting: bool = True) -> list[LedgerClaim]:
        """The claims of a report by position, as they stand after review; ``counting`` leaves out what is out."""
        return self._claims(f"report_id = ? AND {'counts' if counting else 'TRUE'}", report_id)

    def _claims(self, where: str, value: str) -> list[LedgerClaim]:
        rows = self._rows(
            f"SELECT body, geocoding, review FROM catalogue.standing WHERE {where} "
            f"UNION ALL SELECT body, geocoding, NULL FROM (SELECT *, TRUE AS counts FROM ledger.claims) WHERE {where} "
            "AND report_id NOT IN (SELECT report_id FROM catalogue.touched)",
            [value, value],
        ).fetchall()
        found = [
            replace(ledger_claim(body, geocoding), review=decode(review, ClaimReview) if review else None)
            for body, geocoding, review in rows
        ]
        return sorted(found, key=lambda row: (row.claim.span.start, row.claim.span.end, row.claim.claim_id))

    def report(self, report_id: str) -> StoredReport | None:
        """A report by its id."""
        row = self._rows(
            "SELECT text, body, duplicate_of, pack_id, similarity FROM ledger.reports WHERE report_id = ?", [report_id]
        ).fetchone()
        return None if row is None else stored_report(row)

    def copies_of(self, report_id: str) -> list[str]:
        """Ids of the reports that are duplicates of one."""
        rows = self._rows(
            "SELECT report_id FROM catalogue.reports WHERE duplicate_of = ? ORDER BY n", [report_id]
        ).fetchall()
        return [name for (name,) in rows]

    def people(self) -> list[tuple[str, str, str]]:
        """(report_id, name, role) of the private persons who are named as speaking."""
        return self._rows("SELECT report_id, name, role FROM catalogue.people ORDER BY ALL").fetchall()

    def actor_names(self) -> dict[str, str]:
        """actor_id to neutral name, of the packs that reports were read with."""
        return dict(self._rows("SELECT actor_id, name FROM catalogue.actors").fetchall())

    def place_names(self) -> list[str]:
        """Names of the places that claims name."""
        rows = self._rows("SELECT DISTINCT place_name FROM catalogue.claims WHERE place_name IS NOT NULL ORDER BY 1")
        return [name for (name,) in rows.fetchall()]

    def days_of_reports(self) -> tuple[str | None, str | None]:
        """Knowledge time of the first and the newest report."""
        row = self._rows("SELECT min(known_at), max(known_at) FROM catalogue.reports").fetchone()
        return (plain(row[0]), plain(row[1])) if row else (None, None)

    def newest_report(self) -> datetime | None:
        """Knowledge time, in naive UTC, of the newest report."""
        row = self._rows("SELECT max(known_at) FROM catalogue.reports").fetchone()
        return row[0] if row else None

    def newest_knowledge(self, known_by: datetime | None) -> datetime | None:
        """When, in naive UTC, something last came to be known up to then; ``None`` when no report was known."""
        row = self._rows(
            "SELECT max(known_at) FROM catalogue.knowledge WHERE $by IS NULL OR known_at <= $by",
            {"by": naive_utc(known_by)},
        ).fetchone()
        return row[0] if row else None


def _growing(length: int) -> Iterator[tuple[int, int]]:
    """(from, to) of stretches of ``length``, each eight times as long as the one before."""
    begin, size = 0, FIRST_STRETCH
    while begin < length:
        yield begin, min(length, begin + size)
        begin, size = begin + size, size * 8


def _after(query: ListQuery, place: PageEnd) -> tuple[str, list[Any]]:
    """The rows behind a place, as SQL."""
    than = "<" if query.descending else ">"
    if place.value is None:
        return f"{query.sort} IS NULL AND n {than} ?", [place.n]
    return (
        f"{query.sort} {than} ? OR ({query.sort} = ? AND n {than} ?) OR {query.sort} IS NULL",
        [place.value, place.value, place.n],
    )


def _dicts(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def plain(value: Any) -> Any:
    """A value as JSON has it: instants, which the ledger keeps without a zone, in UTC."""
    if isinstance(value, datetime):
        return isoformat(value.replace(tzinfo=UTC))
    return value.isoformat() if isinstance(value, date) else value
