"""How long the situation report takes as the ledger grows.

    python benchmarks/report_speed.py [--claims 5000]

The ledger holds the first example set over and over, each time a week later and from outlets of other names. Printed
are claims, seconds for the report in all its forms, and the peak of memory of a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tadmur.export.tables import text_table
from tadmur.pipeline.bulletin import ReportRequest, write_situation_report
from tadmur.pipeline.run import run
from tadmur.pipeline.settings import RunSettings
from tadmur.store.ledger import View, Writer
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import Claim
from tadmur.terms.clock import EventTime
from tadmur.terms.ids import digest
from tadmur.terms.report import Report

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "palmyra-2016"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def _moved(time: EventTime, by: timedelta) -> EventTime:
    earliest, latest = (end + by if end is not None else None for end in (time.earliest, time.latest))
    return EventTime(earliest, latest, time.precision)


def _copy(row: LedgerClaim, report_id: str, by: timedelta) -> LedgerClaim:
    claim: Claim = row.claim
    place = replace(claim.place, span=replace(claim.place.span, report_id=report_id)) if claim.place else None
    moved = replace(
        claim,
        claim_id=digest([claim.claim_id, report_id]),
        report_id=report_id,
        span=replace(claim.span, report_id=report_id),
        place=place,
        event_time=_moved(claim.event_time, by),
    )
    return LedgerClaim(moved, row.geocoding)


def grow(source: Path, target: Path, claims: int) -> int:
    """A ledger of at least ``claims`` claims; returns how many it has."""
    with View(source) as view:
        reports, rows, runs = view.reports(), view.claims(), view.runs()
    written = turn = 0
    with Writer(target) as writer:
        while written < claims:
            by = timedelta(days=7 * turn)
            for item in reports:
                old: Report = item.report
                published = old.published_at + by if old.published_at else None
                name = digest([old.report_id, turn])
                new = replace(old, report_id=name, publisher=f"{old.publisher} {turn}", published_at=published)
                own = [_copy(row, name, by) for row in rows if row.claim.report_id == old.report_id]
                writer.add_report(new)
                writer.add_reading(name, pack_id=item.pack_id, extraction="benchmark", claims=own)
                written += len(own)
            turn += 1
        writer.add_run(runs[-1])
    return written


def _timed(ledger: Path, out: Path, last: date, answers: multiprocessing.Queue[tuple[float, float]]) -> None:
    started = perf_counter()
    write_situation_report(ledger, out, ReportRequest(last=last), now=NOW, who="benchmark")
    answers.put((perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=5000)
    options = parser.parse_args()
    rows = []
    fresh = multiprocessing.get_context("spawn")
    with TemporaryDirectory() as name:
        folder = Path(name)
        run([EXAMPLES], folder / "once", settings=RunSettings(), now=NOW)
        for size in (options.claims // 10, options.claims // 3, options.claims):
            ledger = folder / f"{size}.duckdb"
            written = grow(folder / "once" / "ledger.duckdb", ledger, size)
            last = date(2016, 3, 28) + timedelta(days=7 * (written // 161))
            answers: multiprocessing.Queue[tuple[float, float]] = fresh.Queue()
            child = fresh.Process(target=_timed, args=(ledger, folder / f"out-{size}", last, answers))
            child.start()
            seconds, megabytes = answers.get()
            child.join()
            rows.append((f"{written:,}", f"{seconds:.1f}", f"{megabytes:.0f}"))
    for line in text_table(("Claims", "Seconds", "Peak MB"), rows):
        print(line)


if __name__ == "__main__":
    main()
