"""Quantities of harm read as the gold says: interval, kind, object, status, cause and days, by half.

    python benchmarks/harm.py [--half dev|held|both] [--errors]

Gold: benchmarks/gold/harm.jsonl. Each report goes through the pipeline's reader; a claim answers a quantity of the gold
when its words overlap those of the gold, and each claim answers one. "Interval" is low, best, high and unit, all four
as the gold has them; a number said not to be known is right as a claim of harm that is not asserted. Errors are listed
for the dev half only.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from tadmur.extract.harm_words import read_harm
from tadmur.ingest.readers import ReportDefaults, make_report
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.settings import RunSettings
from tadmur.terms.claim import Claim
from tadmur.terms.harm import HarmReading

GOLD = Path(__file__).resolve().parent / "gold" / "harm.jsonl"
SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\S)[^.!?]*)*[.!?]?")
DEFAULTS = ReportDefaults(now=datetime(2026, 1, 1, tzinfo=UTC))
FIELDS = ("interval", "interval+kind", "kind", "object", "status", "cause", "days")

Wanted = dict[str, Any]
Pair = tuple[Wanted, dict[str, bool] | None]
"""A quantity of the gold, and which fields of its answer are right; ``None`` without an answer."""


@dataclass(frozen=True)
class Found:
    """A claim of harm that was read."""

    claim: Claim
    reading: HarmReading

    def touches(self, wanted: Wanted) -> bool:
        """The claim's words overlap those of the gold."""
        return bool(self.claim.span.start < wanted["end"] and self.claim.span.end > wanted["start"])

    def agrees(self, wanted: Wanted) -> dict[str, bool]:
        """Which of the fields are as the gold has them."""
        quantity, claim = self.claim.quantity, self.claim
        if wanted["asserted"]:
            bounds = quantity and (quantity.low, quantity.best, quantity.high, quantity.unit)
            interval = bounds == (wanted["low"], wanted["best"], wanted["high"], wanted["unit"]) and claim.asserted
        else:
            interval = quantity is None and not claim.asserted
        kind = self.reading.kind == wanted["kind"]
        days = (_day(claim.event_time.earliest), _day(claim.event_time.latest))
        return {
            "interval": interval,
            "interval+kind": interval and kind,
            "kind": kind,
            "object": wanted["object"] is None or self.reading.object == wanted["object"],
            "status": wanted["status"] is None or self.reading.status == wanted["status"],
            "cause": _same_words(self.reading.cause, wanted["cause"]),
            "days": wanted["last"] is None or days == (wanted["first"], wanted["last"]),
        }


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("dev", "held", "both"), default="both", help="which half of the gold")
    parser.add_argument("--errors", action="store_true", help="list the wrong quantities of the dev half")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    reader = ReportReader(RunSettings(), find_monitor([GOLD]))
    for half in ("dev", "held") if arguments.half == "both" else (arguments.half,):
        begin = perf_counter()
        results = [(row, score(row, reader)) for row in rows if row["split"] == half]
        show(half, [marks for _, (pairs, _) in results for _, marks in pairs])
        spare = sum(extra for _, (_, extra) in results)
        print(f"{'':16} {spare} further numbers of harm that the gold does not have")
        table(results)
        print(f"{'':16} {len(results)} reports in {perf_counter() - begin:.1f} s")
        if arguments.errors and half == "dev":
            for row, (pairs, _) in results:
                for wanted, marks in pairs:
                    if not (marks and all(marks.values())):
                        wrong = "not found" if marks is None else [name for name in FIELDS if not marks[name]]
                        print(f"{row['id']} {wanted['quote']!r}: {wrong}")


def score(row: dict[str, Any], reader: ReportReader) -> tuple[list[Pair], int]:
    """Each quantity of the gold with what is right of its answer, and the number of claims that answer none.

    Claims with the right interval are given out first, so that none is spent on a neighbour in its sentence.
    """
    free = list(harm_of(row, reader))
    answers: dict[int, dict[str, bool]] = {}
    for exact in (True, False):
        for number, wanted in enumerate(row["quantities"]):
            touching = [(one, one.agrees(wanted)) for one in free if number not in answers and one.touches(wanted)]
            fitting = [pair for pair in touching if pair[1]["interval"] or not exact]
            if fitting:
                best, answers[number] = max(fitting, key=lambda pair: sum(pair[1].values()))
                free.remove(best)
    pairs = [(wanted, answers.get(number)) for number, wanted in enumerate(row["quantities"])]
    return pairs, sum(one.claim.quantity is not None for one in free)


def harm_of(row: dict[str, Any], reader: ReportReader) -> Iterator[Found]:
    """The claims of harm in one report of the gold."""
    report = make_report(row["text"], row, caller_id=row["id"], where=f"{GOLD.name}, {row['id']}", defaults=DEFAULTS)
    sentences = [(match.start(), match.end()) for match in SENTENCE.finditer(report.text)]
    for entry in reader.read(report, row["pack"]):
        start = entry.claim.span.start
        sentence = next((report.text[a:b] for a, b in sentences if a <= start < b), report.text)
        reading = read_harm(entry.claim, sentence)
        if reading is not None:
            yield Found(entry.claim, reading)


def show(half: str, marks: Sequence[dict[str, bool] | None]) -> None:
    """Share of the quantities with each field right; one that is not found has none right."""
    print(f"\n=== {half}: {len(marks)} quantities, {sum(mark is None for mark in marks)} not found")
    for name in FIELDS:
        right = sum(mark is not None and mark[name] for mark in marks)
        print(f"{name:16} {right:4}/{len(marks):<4} {right / len(marks):.3f}")


def table(results: Sequence[tuple[dict[str, Any], tuple[list[Pair], int]]]) -> None:
    """Intervals right by kind and by genre."""
    for title, key in (("kind", None), ("genre", "genre")):
        print(f"interval by {title}")
        groups: dict[str, list[bool]] = {}
        for row, (pairs, _) in results:
            for wanted, marks in pairs:
                groups.setdefault(row[key] if key else wanted["kind"], []).append(bool(marks and marks["interval"]))
        for name, right in sorted(groups.items()):
            print(f"  {name:18} {sum(right):4}/{len(right):<4} {sum(right) / len(right):.3f}")


def _day(instant: datetime | None) -> str | None:
    return None if instant is None else instant.date().isoformat()


def _same_words(found: str | None, wanted: str | None) -> bool:
    """Equal, or one within the other: where a means begins and ends in its sentence is a matter of taste."""
    if found is None or wanted is None:
        return found == wanted
    one, other = found.lower(), wanted.lower()
    return one in other or other in one


if __name__ == "__main__":
    main()
