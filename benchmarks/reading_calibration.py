"""Does a claim read with probability 0.8 turn out right in 8 of 10 cases: reliability of the reading.

    python benchmarks/reading_calibration.py

Over the shipped examples and benchmarks/gold/frames.jsonl. A claim is right when the gold has it with the same kind,
place, party and "asserted". Beside the probabilities as they are, those through a logistic map (Platt 1999) of their
log odds are printed, fitted on one half of the reports (by a hash of the report's name) and the dev part of the frames,
and judged on the other half and the held part: what it does not improve there is not shipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

import frames
from examples import EXAMPLES, SETS, json_lines, names_of
from tadmur.evaluate.claims import Judge, parties_of, score_claims, verdicts
from tadmur.evaluate.rows import gold_claim, predicted_claim
from tadmur.evaluate.speakers import load_speaker_words
from tadmur.ingest.readers import ReportDefaults, read_reports
from tadmur.pipeline.evaluation import predict_claims
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.run import Progress
from tadmur.pipeline.settings import AUTOMATIC, RunSettings

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 1.0)
SMALLEST = 0.01
"""Probabilities are kept so far from 0 and 1 before their log odds are taken."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Read:
    """A claim that was read: with what probability, whether it is right, and whether a map may be fitted on it."""

    source: str
    probability: float
    right: bool
    fitted: bool


def main() -> None:
    """Print the reliability of each part, then of the half that no map was fitted on, with and without the map."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    claims = [*(one for name in SETS for one in of_examples(name)), *of_frames()]
    for source in ("examples", "frames, dev", "frames, held"):
        diagram(source, [claim for claim in claims if claim.source == source])
    judged = [claim for claim in claims if not claim.fitted]
    diagram("the half for judging", judged)
    mapped = platt([claim for claim in claims if claim.fitted])
    diagram("the same through the map", judged, mapped)


def of_examples(name: str) -> Iterator[Read]:
    """The claims of one set of examples."""
    folder = EXAMPLES / name
    reader = ReportReader(RunSettings(), find_monitor([folder]))
    pack = reader.pack(find_monitor([folder]).pack)
    if pack is None:
        raise SystemExit(f"{folder}/monitor.yaml names no pack")
    judge = Judge(parties_of(pack), load_speaker_words(), lambda place_id: names_of(reader.gazetteer, place_id))
    reports = read_reports([folder], defaults=ReportDefaults(), on_error=print)
    texts = {report.caller_id: report.text for report in reports}
    gold = [gold_claim(row, texts[row["report"]]) for row in json_lines(folder / "truth" / "claims.jsonl")]
    with tempfile.TemporaryDirectory() as scratch:
        predict_claims(folder, Path(scratch) / "claims.jsonl", pack=AUTOMATIC, progress=Progress())
        rows = json_lines(Path(scratch) / "claims.jsonl")
    probabilities: dict[object, list[float]] = {}
    for row in rows:
        probabilities.setdefault(predicted_claim(row), []).append(row["probability"])
    score = score_claims(gold, [predicted_claim(row) for row in rows], judge)
    found = [(pair.predicted, verdicts(pair, judge)) for pair in score.pairs]
    for claim, verdict in [*found, *((claim, None) for claim in score.spurious)]:
        right = verdict is not None and bool(verdict["actor"] and verdict["asserted"])
        yield Read("examples", probabilities[claim].pop(), right, first_half(name + claim.report))


def of_frames() -> Iterator[Read]:
    """The claims of the sentences of benchmarks/gold/frames.jsonl."""
    reader = ReportReader(RunSettings(), find_monitor([frames.GOLD]))
    for line in frames.GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        result, part = frames.read(row, reader), row["split"]
        for wanted, claim in result.pairs:
            yield Read(f"frames, {part}", claim.probability, claim.actor_id in wanted["actor"], part == "dev")
        for claim in result.spurious:
            yield Read(f"frames, {part}", claim.probability, False, part == "dev")


def first_half(name: str) -> bool:
    """Whether a report belongs to the half that a map is fitted on."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def platt(claims: Sequence[Read]) -> Callable[[Numbers], Numbers]:
    """The logistic map with the least log loss on ``claims``."""
    odds, right = log_odds(stated(claims)), np.array([claim.right for claim in claims], dtype=float)

    def loss(weights: Numbers) -> float:
        mapped = np.clip(sigmoid(weights[0] + weights[1] * odds), 1e-9, 1 - 1e-9)
        return float(-np.mean(right * np.log(mapped) + (1 - right) * np.log(1 - mapped)))

    first, second = minimize(loss, np.array([0.0, 1.0])).x
    print(f"\nmap: log odds become {first:.2f} + {second:.2f} times the log odds ({len(claims)} claims)")
    return lambda probabilities: sigmoid(first + second * log_odds(probabilities))


def stated(claims: Sequence[Read]) -> Numbers:
    """The probabilities as they were given."""
    return np.array([claim.probability for claim in claims])


def log_odds(probabilities: Numbers) -> Numbers:
    """Of probabilities kept off 0 and 1."""
    kept = np.clip(probabilities, SMALLEST, 1 - SMALLEST)
    return np.asarray(np.log(kept / (1 - kept)))


def sigmoid(values: Numbers) -> Numbers:
    """Log odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-values)))


def diagram(title: str, claims: Sequence[Read], through: Callable[[Numbers], Numbers] | None = None) -> None:
    """Reliability by bins, with Brier score, log loss and expected calibration error."""
    right = np.array([claim.right for claim in claims], dtype=float)
    said = stated(claims) if through is None else through(stated(claims))
    print(f"\n{title}: {len(claims)} claims, {right.mean():.3f} right")
    error = 0.0
    for low, high in pairwise(EDGES):
        inside = (said >= low) & (said < high)
        if inside.any():
            mean, share = said[inside].mean(), right[inside].mean()
            error += inside.mean() * abs(mean - share)
            bar = "#" * round(40 * share)
            print(f"  {low:.2f}-{high:.2f} {inside.sum():5d} claims, said {mean:.3f}, right {share:.3f}  {bar}")
    kept = np.clip(said, 1e-9, 1 - 1e-9)
    loss = -np.mean(right * np.log(kept) + (1 - right) * np.log(1 - kept))
    print(f"  Brier {np.mean((said - right) ** 2):.3f}, log loss {loss:.3f}, expected calibration error {error:.3f}")


if __name__ == "__main__":
    main()
