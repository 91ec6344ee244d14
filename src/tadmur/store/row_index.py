"""Rows of lists as they are sent, by number, and an index of their words: one SQLite file beside the catalogue.

The catalogue is laid out by columns, which finds the rows of a page at once and gathers them slowly: here each is one
look-up.
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING

from tadmur.store.catalogue import MEMORY, ROWS, VIEWS

if TYPE_CHECKING:
    import duckdb
    import msgspec

ROWS_AT_ONCE = 20_000
INSTANTS = frozenset({"published_at", "known_at", "time_earliest", "time_latest"})
WORDS = {
    "claims": ("quote", "quote_public"),
    "reports": ("concat_ws(' ', title, publisher, caller_id)", "title_public"),
}
"""For each table the words that are found, and what stands instead of them in public."""
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE {table} (n INTEGER PRIMARY KEY, body BLOB NOT NULL, public BLOB);
CREATE VIRTUAL TABLE {table}_words USING fts5(
    public, raw, content='', tokenize='unicode61 remove_diacritics 2', detail=full
);
"""
"""``body`` is the row as JSON and ``public`` what the public reads instead, where that differs. Of the words ``public``
has what everybody reads, ``raw`` the words as they stand where these name a private person."""


def make_row_index(catalogue: Path, target: Path) -> None:
    """Writes the rows and words of a catalogue; the file is whole or not there."""
    import duckdb

    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    quoted = str(catalogue).replace("'", "''")
    try:
        with (
            duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as connection,
            closing(sqlite3.connect(draft)) as index,
        ):
            connection.execute(f"ATTACH '{quoted}' AS catalogue (READ_ONLY)")
            for statement in filter(str.strip, VIEWS.split(";")):
                connection.execute(statement)
            for table in WORDS:
                _fill(connection, index, table)
            index.commit()
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _fill(connection: duckdb.DuckDBPyConnection, index: sqlite3.Connection, table: str) -> None:
    index.executescript(_TABLES.format(table=table))
    fields = ", ".join(f"'{name}': {_value(name)}" for name in ROWS[table])
    for block in _blocks(connection, f"SELECT n, CAST(to_json({{{fields}}}) AS VARCHAR) FROM {table}_analyst"):
        index.executemany(f"INSERT INTO {table} (n, body) VALUES (?, ?)", block)
    words, public = WORDS[table]
    private = f"{public} IS NOT NULL" + (
        " OR speaker_public IS NOT NULL OR speaker_private" if table == "claims" else ""
    )
    numbers = f"SELECT n FROM catalogue.{table} WHERE {private}"
    sql = f"SELECT CAST(to_json({{{fields}}}) AS VARCHAR), n FROM {table}_public WHERE n IN ({numbers})"
    for block in _blocks(connection, sql):
        index.executemany(f"UPDATE {table} SET public = ? WHERE n = ?", block)
    sql = (
        f"SELECT n, coalesce({public}, {words}), CASE WHEN {public} IS NOT NULL THEN {words} END FROM catalogue.{table}"
    )
    for block in _blocks(connection, sql):
        index.executemany(f"INSERT INTO {table}_words (rowid, public, raw) VALUES (?, ?, ?)", block)
    index.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('optimize')")


def _value(name: str) -> str:
    return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ')" if name in INSTANTS else name


def _blocks(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[list[tuple[object, ...]]]:
    rows = connection.execute(sql)
    while block := rows.fetchmany(ROWS_AT_ONCE):
        yield block


class RowIndex:
    """The rows and words, open for reading by many threads."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._of_thread = local()

    def rows(self, table: str, numbers: Sequence[int], *, public: bool) -> list[msgspec.Raw]:
        """The rows with ``numbers``, in that order, as JSON."""
        import msgspec

        body = "coalesce(public, body)" if public else "body"
        marks = ", ".join("?" * len(numbers))
        found = dict(self._connection().execute(f"SELECT n, {body} FROM {table} WHERE n IN ({marks})", list(numbers)))
        return [msgspec.Raw(found[number].encode()) for number in numbers]

    def find(self, table: str, text: str, *, public: bool, most: int) -> list[int]:
        """Numbers of the rows that hold the words of ``text`` one after the other, the newest ``most`` of them.

        Case and accents do not count, and the last word may be only begun. Nothing is found for a text without words.
        """
        words = re.findall(r"\w+", text)
        if not words:
            return []
        phrase = f'"{" ".join(words)}"*'
        query = f"public : {phrase}" if public else phrase
        rows = self._connection().execute(
            f"SELECT rowid FROM {table}_words WHERE {table}_words MATCH ? ORDER BY rowid DESC LIMIT ?", [query, most]
        )
        return [number for (number,) in rows]

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = sqlite3.connect(self._address, uri=True)
        found: sqlite3.Connection = self._of_thread.connection
        return found
