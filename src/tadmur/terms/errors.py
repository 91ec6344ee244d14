"""The error tree. Every message says what went wrong, where, and what to do next.

TadmurError
├── InputError          something a user handed in cannot be used
│   ├── ReportError     one report: empty, binary, undecodable, too large
│   └── NoReports       nothing to read at all
├── SettingsError       a setting, a pack or a user file is wrong
├── ReferenceMissing    an artefact (gazetteer, boundaries, language model) is not installed
├── LedgerError         the ledger cannot be opened, or is not one of ours
│   ├── NotInLedger     nothing in the ledger has that id, or several things do
│   └── ConflictError   somebody else changed it first
└── OutputError         a result cannot be written: disk full, folder not writable
"""

from __future__ import annotations

from typing import Any


class TadmurError(Exception):
    """Base of all errors that tadmur raises on purpose.

    Args:
        what: what went wrong, one clause.
        where: the file, row, report or setting it concerns; empty when there is none.
        remedy: what the user can do next, one clause; empty when nothing helps.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(self.sentence())

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.what, self.where, self.remedy)

    def sentence(self) -> str:
        """The whole message: ``where: what. remedy.``"""
        head = f"{self.where}: {self.what}" if self.where else self.what
        tail = f" {self.remedy[0].upper()}{self.remedy[1:].rstrip('.')}." if self.remedy else ""
        return f"{head.rstrip('.')}.{tail}"


def _again(kind: type[TadmurError], what: str, where: str, remedy: str) -> TadmurError:
    """An error that comes from another process, as it was raised there."""
    return kind(what, where=where, remedy=remedy)


class InputError(TadmurError):
    """Something that a user handed in cannot be used."""

    exit_code = 3


class ReportError(InputError):
    """One report cannot be read; the rest of the batch goes on."""


class NoReports(InputError):
    """The paths given hold no report at all."""


class SettingsError(TadmurError):
    """A setting, a conflict pack or a user's own file is wrong."""

    exit_code = 2


class ReferenceMissing(TadmurError):
    """An artefact of outside knowledge, or the language model, is not installed."""

    exit_code = 4


class MissingExtra(TadmurError):
    """An optional part of tadmur is not installed."""

    exit_code = 4


class ServiceError(TadmurError):
    """A service that the user named does not answer as it should."""

    exit_code = 7


class LedgerError(TadmurError):
    """The ledger cannot be opened, or was not written by tadmur."""

    exit_code = 5


class NotInLedger(LedgerError):
    """Nothing in the ledger has that id, or several things do."""


class ConflictError(LedgerError):
    """Somebody else has acted on the same thing since it was last looked at."""


class OutputError(TadmurError):
    """A result cannot be written."""

    exit_code = 6
