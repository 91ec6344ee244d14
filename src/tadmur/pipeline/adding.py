"""A report that somebody pastes or drops: read and shown first, taken into the ledger when told to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tadmur.ingest.files import SUFFIXES
from tadmur.ingest.readers import ReportDefaults, read_reports
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.redaction import Redaction
from tadmur.pipeline.report_pages import report_page
from tadmur.pipeline.run import Progress, take_in
from tadmur.store.ledger import Writer
from tadmur.store.rows import StoredReport
from tadmur.terms.errors import InputError, ReportError
from tadmur.terms.report import Report

MOST_BYTES = 2_000_000
MOST_REPORTS = 50
"""Reports of one file of rows that are shown before they are saved."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed in. ``name`` is that of its file; publisher and time count where the report does not say."""

    content: bytes
    name: str = "pasted.txt"
    publisher: str | None = None
    published_at: datetime | None = None


def preview(reader: ReportReader, handed: Handed, now: datetime) -> list[dict[str, Any]]:
    """The reports with their claims as pages show them; nothing is saved.

    Raises:
        InputError: they cannot be read.
    """
    rows = []
    for report in _reports(handed, now):
        pack_id = reader.pack_for(report.text)
        pack = reader.pack(pack_id)
        names = {actor.actor_id: actor.name for actor in pack.actors.values()} if pack else {}
        stored = StoredReport(report, pack_id, None)
        claims = reader.read(report, pack_id)
        rows.append({**report_page(stored, claims, names, Redaction(None), public=False), "copies": []})
    return rows


def add(ledger: Path, reader: ReportReader, handed: Handed, now: datetime) -> dict[str, Any]:
    """Takes the reports into the ledger; gives back their ids, and how many were new.

    Raises:
        InputError: they cannot be read.
        LedgerError: another process is writing to the ledger.
    """
    reports = _reports(handed, now)
    failed: list[ReportError] = []
    with Writer(ledger) as writer:
        read, known = take_in(reports, reader, writer, failed.append, Progress())
    if failed:
        raise failed[0]
    return {"report_ids": [report.report_id for report in reports], "read": read, "known_before": known}


def _reports(handed: Handed, now: datetime) -> list[Report]:
    if len(handed.content) > MOST_BYTES:
        raise InputError(
            f"the file has more than {MOST_BYTES:,} bytes",
            where=handed.name,
            remedy="Read large files with tadmur run",
        )
    defaults = ReportDefaults(publisher=handed.publisher, published_at=handed.published_at, now=now)
    failed: list[ReportError] = []
    with TemporaryDirectory() as folder:
        file = Path(folder) / _safe_name(handed.name)
        file.write_bytes(handed.content)
        found = list(_first(read_reports([file], defaults=defaults, on_error=failed.append)))
    if failed:
        error = failed[0]
        raise InputError(error.what, where=handed.name, remedy=error.remedy)
    if not found:
        raise InputError("there is no report in it", where=handed.name, remedy="Paste the text of a report")
    return found


def _first(reports: Iterator[Report]) -> Iterator[Report]:
    for number, report in enumerate(reports):
        if number == MOST_REPORTS:
            raise InputError(
                f"the file holds more than {MOST_REPORTS} reports", remedy="Read large files with tadmur run"
            )
        yield report


def _safe_name(name: str) -> str:
    """A name of a file that points nowhere else; of a kind that is read."""
    base = re.sub(r"[^\w.-]+", "-", Path(name.replace("\\", "/")).name).lstrip(".-")[-100:] or "pasted.txt"
    return base if Path(base).suffix.lower() in SUFFIXES else f"{base}.txt"
