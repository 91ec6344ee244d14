"""Ways of saying who took, lost, holds, encircles or fights over what: claims read in sentences of one form each.

    python benchmarks/frames.py [--part dev|held|both] [--errors]

Gold: benchmarks/gold/frames.jsonl, sentences from six wars sorted by their form (passive, headline, coordination ...),
written before the rules were mended against the dev part. A claim answers a line of the gold when kind, place and
"asserted" agree. Party and opponent are judged on the lines that were found. Errors are listed for dev only.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tadmur.evaluate.scores import Score
from tadmur.ingest.readers import ReportDefaults, make_report
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.folding import folded_key
from tadmur.terms.claim import Claim, ClaimKind

GOLD = Path(__file__).resolve().parent / "gold" / "frames.jsonl"
DEFAULTS = ReportDefaults(now=datetime(2026, 1, 1, tzinfo=UTC))
KINDS = (
    ClaimKind.CONTROL_GAIN,
    ClaimKind.CONTROL_LOSS,
    ClaimKind.CONTROL_HOLD,
    ClaimKind.CONTESTED,
    ClaimKind.BESIEGED,
    ClaimKind.ADVANCE,
    ClaimKind.ATTACK,
    ClaimKind.CLASH,
)
"""Claims of other kinds are neither asked for nor counted against the reader."""

Wanted = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """One item: gold lines with their claims, gold lines without, claims without a gold line."""

    row: dict[str, Any]
    pairs: Sequence[tuple[Wanted, Claim]]
    missed: Sequence[Wanted]
    spurious: Sequence[Claim]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "held", "both"), default="both")
    parser.add_argument("--errors", action="store_true", help="list what is wrong in the dev part")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    reader = ReportReader(RunSettings(), find_monitor([GOLD]))
    for part in ("dev", "held") if arguments.part == "both" else (arguments.part,):
        results = [read(row, reader) for row in rows if row["split"] == part]
        if arguments.errors and part == "dev":
            for result in results:
                list_errors(result)
        show(part, results)


def read(row: dict[str, Any], reader: ReportReader) -> Result:
    """The claims of one item, each given to at most one line of the gold."""
    report = make_report(row["text"], row, caller_id=row["id"], where=f"{GOLD.name}, {row['id']}", defaults=DEFAULTS)
    free = [entry.claim for entry in reader.read(report, row["pack"]) if entry.claim.kind in KINDS]
    pairs, missed = [], []
    for wanted in sorted(row["claims"], key=lambda line: bool(line["optional"])):
        answers = [claim for claim in free if answers_line(claim, wanted)]
        if answers:
            best = max(answers, key=lambda claim: (claim.actor_id in wanted["actor"], claim.opponent_id is not None))
            free.remove(best)
            pairs.append((wanted, best))
        elif not wanted["optional"]:
            missed.append(wanted)
    return Result(row, pairs, missed, free)


def answers_line(claim: Claim, wanted: Wanted) -> bool:
    """Kind, place and "asserted" agree; a name that holds the other is the same place."""
    if claim.kind != wanted["kind"] or claim.asserted != wanted["asserted"]:
        return False
    names = [folded_key(name) for name in (claim.place.name if claim.place else None, wanted["place"]) if name]
    if wanted["place"] is None or len(names) < 2:
        return wanted["place"] is None
    return f" {names[0]} " in f" {names[1]} " or f" {names[1]} " in f" {names[0]} "


def opponent_right(claim: Claim, wanted: Wanted) -> bool | None:
    """``None`` where the sentence leaves open who the opponent is."""
    return None if wanted["opponent"] is None else claim.opponent_id in wanted["opponent"]


def show(part: str, results: Sequence[Result]) -> None:
    """Precision, recall and F1 by kind and by form; then parties."""
    print(f"\n=== {part}: {len(results)} items")
    pairs = [pair for result in results for pair in result.pairs]
    table = [(kind.replace("_", " "), score_of(results, kind)) for kind in KINDS]
    table.append(("all", sum((score for _, score in table), Score())))
    print(f"{'kind':16} {'gold':>5} {'found':>6} {'P':>6} {'R':>6} {'F1':>6}")
    for name, score in table:
        line(name, score)
    actors = [claim.actor_id in wanted["actor"] for wanted, claim in pairs]
    opponents = [verdict for wanted, claim in pairs if (verdict := opponent_right(claim, wanted)) is not None]
    print(f"actor right {sum(actors)}/{len(actors)}; opponent right {sum(opponents)}/{len(opponents)}")
    print("by form")
    for form in dict.fromkeys(result.row["form"] for result in results):
        line(form, score_of([result for result in results if result.row["form"] == form]))


def score_of(results: Iterable[Result], kind: str | None = None) -> Score:
    """Counts, of one kind or of all."""
    total = Score()
    for result in results:
        hits = sum(kind in (None, wanted["kind"]) for wanted, _ in result.pairs)
        misses = sum(kind in (None, wanted["kind"]) for wanted in result.missed)
        total += Score(hits, misses, sum(kind in (None, claim.kind) for claim in result.spurious))
    return total


def line(name: str, score: Score) -> None:
    """One row of a table."""
    cells = ("     -" if value is None else f"{value:6.3f}" for value in (score.precision, score.recall, score.f1))
    print(f"{name:16} {score.hits + score.misses:5d} {score.hits + score.spurious:6d} {' '.join(cells)}")


def list_errors(result: Result) -> None:
    """What is wrong with one item, if anything."""
    wrong = [f"  missed   {said(w['kind'], w['place'], w['actor'], w['asserted'])}" for w in result.missed]
    wrong += [
        f"  spurious {said(c.kind, c.place.name if c.place else None, c.actor_id, c.asserted)} [{c.trigger}]"
        for c in result.spurious
    ]
    for wanted, claim in result.pairs:
        if claim.actor_id not in wanted["actor"]:
            wrong.append(f"  actor    {claim.kind} {wanted['actor']}: {claim.actor_id}")
        if opponent_right(claim, wanted) is False:
            wrong.append(f"  opponent {claim.kind} {wanted['opponent']}: {claim.opponent_id}")
    if wrong:
        print(f"{result.row['id']} {result.row['form']}: {result.row['text']}", *wrong, sep="\n")


def said(kind: str, place: str | None, actor: object, asserted: bool) -> str:
    """A claim in one line."""
    return f"{kind} {place} {actor}{'' if asserted else ' (not asserted)'}"


if __name__ == "__main__":
    main()
