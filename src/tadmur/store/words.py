"""Words of claims, found at once in a million of them: a full-text index beside the catalogue."""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import local

ROWS_AT_ONCE = 20_000
_TABLE = (
    "CREATE VIRTUAL TABLE words USING fts5(public, raw, content='', tokenize='unicode61 remove_diacritics 2', "
    "detail=full)"
)
"""``public`` has what everybody reads, ``raw`` the words as they stand where these name a private person."""


def make_words(catalogue: Path, target: Path) -> None:
    """Writes the index of a catalogue's quotes; the file is whole or not there."""
    import duckdb

    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with (
            duckdb.connect(str(catalogue), read_only=True, config={"threads": 2}) as connection,
            closing(sqlite3.connect(draft)) as index,
        ):
            index.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLE}")
            rows = connection.execute(
                "SELECT n, coalesce(quote_public, quote), CASE WHEN quote_public IS NOT NULL THEN quote END FROM claims"
            )
            while block := rows.fetchmany(ROWS_AT_ONCE):
                index.executemany("INSERT INTO words (rowid, public, raw) VALUES (?, ?, ?)", block)
            index.execute("INSERT INTO words (words) VALUES ('optimize')")
            index.commit()
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


class Words:
    """The index, open for reading by many threads."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._of_thread = local()

    def find(self, text: str, *, public: bool, most: int) -> list[int]:
        """Numbers of the claims that hold the words of ``text`` one after the other, the newest ``most`` of them.

        Case and accents do not count, and the last word may be only begun. Nothing is found for a text without words.
        """
        words = re.findall(r"\w+", text)
        if not words:
            return []
        phrase = f'"{" ".join(words)}"*'
        query = f"public : {phrase}" if public else phrase
        rows = self._connection().execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?", [query, most]
        )
        return [number for (number,) in rows]

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = sqlite3.connect(self._address, uri=True)
        found: sqlite3.Connection = self._of_thread.connection
        return found
