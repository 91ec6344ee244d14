"""Share of time intervals that are exactly right, by class, beside dateparser where it is installed.

    python benchmarks/times.py [--errors]

The gold set is tests/extract/gold_times.jsonl. Every third line is kept apart: its errors are counted, never shown.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from tadmur.extract.times import Style, TimeReader
from tadmur.terms.clock import end_of_day, isoformat, parse_instant, start_of_day

GOLD = Path(__file__).resolve().parents[1] / "tests" / "extract" / "gold_times.jsonl"


@dataclass(frozen=True)
class Answer:
    """An interval as text, for comparison; ``expression`` is whether a time was found at all."""

    earliest: str | None
    latest: str | None
    precision: str


def read_gold() -> list[dict[str, Any]]:
    """The gold lines in order."""
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def expected(line: dict[str, Any]) -> Answer:
    """The interval of a gold line."""
    earliest = parse_instant(line["earliest"]) if line["earliest"] else None
    latest = parse_instant(line["latest"], end=True) if line["latest"] else None
    return Answer(isoformat(earliest), isoformat(latest), line["precision"])


def published(line: dict[str, Any]) -> tuple[datetime | None, str | None]:
    """Publication time and its precision."""
    if line["published_at"] is None:
        return None, None
    return parse_instant(line["published_at"]), "day" if len(line["published_at"]) == 10 else "instant"


def answer(line: dict[str, Any]) -> Answer:
    """What the reader makes of a gold line."""
    reader = TimeReader(*published(line), style=Style(line["style"]))
    for number, sentence in enumerate(line["previous"]):
        if sentence.startswith("# "):
            reader.heading(sentence[2:])
        else:
            reader.read(number, sentence)
    last = len(line["previous"])
    found = reader.read(last, line["text"])
    if line["trigger"]:
        start = line["text"].index(line["trigger"])
        time = reader.event_time(last, start, start + len(line["trigger"]), durative=line["durative"])
    elif line["expression"] is None:
        return Answer(None, None, "none" if not found else found[0].time.precision)
    else:
        start = line["text"].index(line["expression"])
        end = start + len(line["expression"])
        touching = [item for item in found if item.start < end and item.end > start]
        if not touching:
            return Answer(None, None, "none")
        time = touching[0].time
    return Answer(isoformat(time.earliest), isoformat(time.latest), time.precision)


def dateparser_answer(line: dict[str, Any]) -> Answer:
    """What dateparser makes of the bare expression: a point, taken as its whole day."""
    dateparser = importlib.import_module("dateparser")
    if line["expression"] is None:
        return Answer(None, None, "none")
    at, _ = published(line)
    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
    if at is not None:
        settings["RELATIVE_BASE"] = at.replace(tzinfo=None)
    found = dateparser.parse(line["expression"], languages=["en"], settings=settings)
    if found is None:
        return Answer(None, None, "none")
    day = found.replace(tzinfo=UTC).date()
    return Answer(isoformat(start_of_day(day)), isoformat(end_of_day(day)), "day")


def share(right: list[bool]) -> str:
    """A share as text."""
    return f"{sum(right)}/{len(right)} {sum(right) / len(right):.3f}" if right else "-"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print the wrong lines of the open part")
    arguments = parser.parse_args()
    gold = read_gold()
    other = importlib.util.find_spec("dateparser") is not None
    by_class: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    begin = perf_counter()
    answers = [answer(line) for line in gold]
    seconds = perf_counter() - begin
    for number, (line, got) in enumerate(zip(gold, answers, strict=True)):
        wanted = expected(line)
        right = (got.earliest, got.latest) == (wanted.earliest, wanted.latest)
        right = right and (got.precision == "none") == (wanted.precision == "none")
        part = "kept" if number % 3 == 2 else "open"
        for name in (line["class"], "all"):
            by_class[name]["all"].append(right)
            by_class[name][part].append(right)
            by_class[name]["precision"].append(got == wanted)
            if other:
                there = dateparser_answer(line)
                by_class[name]["dateparser"].append((there.earliest, there.latest) == (wanted.earliest, wanted.latest))
        if arguments.errors and part == "open" and got != wanted:
            print(f"{number:4} {line['class']:9} {line['previous']} | {line['text']}")
            print(f"     {line['expression']} > {line['trigger']}")
            print(f"     wanted {wanted}\n     got    {got}")
    print(f"{'class':10} {'all':>16} {'open part':>16} {'kept apart':>16} {'with precision':>16} {'dateparser':>16}")
    for name, table in by_class.items():
        columns = ("all", "open", "kept", "precision", "dateparser")
        print(f"{name:10} " + " ".join(f"{share(table[column]):>16}" for column in columns))
    print(f"{len(gold)} lines in {seconds:.2f} s")


if __name__ == "__main__":
    main()
