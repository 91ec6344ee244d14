"""Which reports rest on earlier ones: precision, recall and F1 on our own pairs and on the blind ones by half.

    python benchmarks/echoes.py [--part own|dev|held] [--errors]

Beside the product's own decision stands that of its finder of near duplicates alone: MinHash over runs of four words,
which is how reprints are usually found. Of the blind gold, "dev" may be looked at, "held" never.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tadmur.compare.echoes import THRESHOLD, likeness, probability
from tadmur.ingest.duplicates import find_duplicates
from tadmur.ingest.layout import recognise_layout
from tadmur.pipeline.echoing import story
from tadmur.terms.report import Report

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "tests" / "compare" / "gold_echoes.yaml"
BLIND = HERE / "gold" / "echoes.jsonl"


def main() -> None:
    """Print a line for each part and way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", dest="parts", action="append", choices=("own", "dev", "held"))
    parser.add_argument("--errors", action="store_true", help="list what was answered wrongly; never of held")
    arguments = parser.parse_args()
    print(f"{'part':12} {'way':18} {'pairs':>6} {'echoes':>7} {'P':>6} {'R':>6} {'F1':>6}")
    for part in arguments.parts or ("own", "dev", "held"):
        rows = list(own_rows() if part == "own" else blind_rows(part))
        ours = [(row, probability(story(later), story(earlier)) >= THRESHOLD) for row, earlier, later in rows]
        words = [(row, bool(find_duplicates([earlier, later]))) for row, earlier, later in rows]
        show(part, "details", ours)
        show(part, "runs of four words", words)
        if arguments.errors and part != "held":
            list_errors(rows, ours)


Row = tuple[Mapping[str, Any], Report, Report]


def own_rows() -> Iterator[Row]:
    """Pairs of our own."""
    for item in yaml.safe_load(OWN.read_text(encoding="utf-8")):
        earlier = from_line("earlier", item["earlier"])
        for how, echo, line in item["later"]:
            yield {"id": line[:60], "echo": echo, "how": how}, earlier, from_line("later", line)


def blind_rows(split: str) -> Iterator[Row]:
    """Pairs of one half of the blind gold."""
    for line in BLIND.read_text(encoding="utf-8").split("\n"):
        if line.strip() and (row := json.loads(line))["split"] == split:
            yield row, report_of("earlier", **row["earlier"]), report_of("later", **row["later"])


def from_line(name: str, line: str) -> Report:
    """A report written as "DATE | PUBLISHER | text"."""
    day, publisher, text = (part.strip() for part in line.split("|", 2))
    return report_of(name, text=text, published_at=day, publisher=publisher)


def report_of(name: str, *, text: str, published_at: str, publisher: str) -> Report:
    """A report as the product has it."""
    published = datetime.fromisoformat(published_at).replace(tzinfo=UTC)
    return Report(name, text, recognise_layout(text).segments, publisher=publisher, published_at=published)


def show(part: str, way: str, answers: Iterable[tuple[Mapping[str, Any], bool]]) -> None:
    """One line of the table."""
    pairs = [(bool(row["echo"]), found) for row, found in answers]
    right = sum(echo and found for echo, found in pairs)
    gold, found = sum(echo for echo, _ in pairs), sum(answer for _, answer in pairs)
    precision, recall = (right / found if found else 0.0), (right / gold if gold else 0.0)
    f1 = 2 * right / (gold + found) if gold + found else 0.0
    print(f"{part:12} {way:18} {len(pairs):6d} {gold:7d} {precision:6.3f} {recall:6.3f} {f1:6.3f}")


def list_errors(rows: Iterable[Row], answers: Iterable[tuple[Mapping[str, Any], bool]]) -> None:
    """What was answered wrongly, with what the two reports share."""
    for (row, earlier, later), (_, found) in zip(rows, answers, strict=True):
        if found != row["echo"]:
            like = likeness(story(later), story(earlier))
            print(f"  {row['id']} echo={row['echo']} ({row.get('how')}): {like}")
            print(f"    {earlier.text[:300]!r}\n    {later.text[:300]!r}")


if __name__ == "__main__":
    main()
