"""Answers kept by content: the same text is asked of the same model once, however often a run starts again."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from tadmur.terms.errors import OutputError


def answer_key(model: str, contract: str, text: str, language: str | None) -> str:
    """SHA-256 over all that an answer depends on."""
    return sha256("\x00".join((model, contract, language or "", text)).encode("utf-8")).hexdigest()


class Answers:
    """A file of answers. Each is committed on its own, so a run may be stopped at any moment."""

    def __init__(self, path: Path) -> None:
        """Open or create the file.

        Raises:
            OutputError: it cannot be created, or is no file of answers.
        """
        self._path = path
        try:
            self._connection = sqlite3.connect(path)
            with self._connection:
                self._connection.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, content TEXT)")
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def __enter__(self) -> Answers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def get(self, key: str) -> str | None:
        """The answer kept under ``key``, if there is one."""
        row = self._connection.execute("SELECT content FROM answers WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def keep(self, key: str, content: str) -> None:
        """Keep an answer."""
        try:
            with self._connection:
                self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", [key, content])
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: sqlite3.Error) -> OutputError:
        return OutputError(
            f"answers cannot be kept here ({error})",
            where=str(self._path),
            remedy="Free some space, or move the file away and run the same command again",
        )
