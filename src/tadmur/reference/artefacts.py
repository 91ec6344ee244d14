"""Read and write the artefacts beside the gazetteer."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from tadmur.reference.gazetteer import DATA
from tadmur.terms.errors import ReferenceMissing

REMEDY = "Install tadmur again, or build it: tadmur reference build --geo FOLDER"


@cache
def read_manifest() -> dict[str, Any]:
    """``data/MANIFEST.json``: of each artefact its size, checksum, sources, licences and row counts.

    Raises:
        ReferenceMissing: the file is absent or damaged.
    """
    path = DATA / "MANIFEST.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReferenceMissing(f"the manifest cannot be read ({error})", where=str(path), remedy=REMEDY) from error
    return manifest


def query_artefact(name: str, query: str, *values: float | str) -> list[tuple[Any, ...]]:
    """Rows of a query to the SQLite file ``data/NAME``.

    Raises:
        ReferenceMissing: the file is absent or damaged.
    """
    return query_file(DATA / name, query, *values)


def query_file(path: Path, query: str, *values: float | str) -> list[tuple[Any, ...]]:
    """Rows of a query to a SQLite file that is never written to.

    Raises:
        ReferenceMissing: the file is absent or damaged.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            return connection.execute(query, values).fetchall()
    except sqlite3.DatabaseError as error:
        raise ReferenceMissing(f"the artefact cannot be read ({error})", where=str(path), remedy=REMEDY) from error


def write_sqlite(path: Path, schema: str, tables: Mapping[str, Iterable[tuple[Any, ...]]]) -> None:
    """A SQLite file with the rows of ``tables``, put in place when complete; same rows, same bytes."""
    partial = path.with_name(path.name + ".part")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as connection:
        connection.executescript(f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; {schema}")
        for table, rows in tables.items():
            _insert(connection, table, iter(rows))
        connection.commit()
        connection.execute("VACUUM")
    _fix_header(partial)
    os.replace(partial, path)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    first = next(rows, None)
    if first is not None:
        statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
        connection.execute(statement, first)
        connection.executemany(statement, rows)


def _fix_header(path: Path) -> None:
    """Blank what SQLite writes about itself: change counters and its own version number."""
    with path.open("r+b") as stream:
        for offset in (24, 92, 96):
            stream.seek(offset)
            stream.write((1).to_bytes(4, "big"))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that it is either the old one or the whole new one."""
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(content)
    os.replace(partial, path)
