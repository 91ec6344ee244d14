"""Removing a report: from the ledger, from kept answers of a language model, and from the files beside the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tadmur.export.tables import text_table
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.outputs import write_outputs
from tadmur.pipeline.picture import picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.run import ANSWERS, record_of
from tadmur.pipeline.settings import RunSettings
from tadmur.store.ledger import Writer
from tadmur.store.removal import remove_report, tombstones
from tadmur.terms.errors import LedgerError


def remove(ledger: Path, report_id: str, *, reason: str, who: str, now: datetime) -> Iterator[str]:
    """Lines that say what was removed and what was made anew.

    Raises:
        LedgerError: none or several reports have that id, copies of it are there, or it is the only report.
    """
    with ReviewedView(ledger) as view:
        if len(view.reports()) == 1:
            raise LedgerError(
                "it is the only report of the ledger", where=str(ledger), remedy="Delete the ledger's folder instead"
            )
    stone = remove_report(ledger, report_id, reason=reason, who=who, at=now)
    yield f"Removed         {stone.report_id}: text and claims are gone, a tombstone stays"
    answers = ledger.with_name(ANSWERS)
    if answers.exists():
        answers.unlink()
        yield f"Deleted         {answers}: a language model's answers hold words of the reports"
    with ReviewedView(ledger) as view:
        monitor = Monitor(sources=view.sources())
        reader = ReportReader(RunSettings(), monitor)
        picture = picture_of(view, reader.pack, settings=RunSettings())
        record = record_of(view, reader, RunSettings(), monitor)
        if (ledger.parent / "index.html").exists():
            write_outputs(picture, ledger.parent, record, reader.gazetteer, title=None)
            yield f"Made anew       the files in {ledger.parent}"
    with Writer(ledger) as writer:
        writer.add_run(record)
    yield "Not touched     reports written into other folders before: make them again with tadmur report"


def removed(ledger: Path) -> Iterator[str]:
    """Lines that list the tombstones of a ledger."""
    rows = [
        (stone.removed_at.date().isoformat(), stone.report_id, stone.removed_by, stone.reason)
        for stone in tombstones(ledger)
    ]
    return text_table(("Day", "Report", "By", "Reason"), rows)
