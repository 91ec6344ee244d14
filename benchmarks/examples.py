"""Claims and record of control on the shipped examples, against the truth beside them.

    python benchmarks/examples.py [--set palmyra-2016] [--errors FILE]

The examples are the development set of the rules: these figures say what the rules reach on text that was known while
they were written, outside.py what they reach elsewhere. Control is asked twice: with all reports of the set ("in
hindsight"), and with those published by the end of the day asked about ("as known then").
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tadmur.evaluate.claims import ClaimsScore, Judge, add_scores, parties_of, same_kind, score_claims, verdicts
from tadmur.evaluate.claims import overlap as quote_overlap
from tadmur.evaluate.control import Answer, Assess, ControlScore, TrueHold, evaluation_days, score_control, summarise
from tadmur.evaluate.places import compatible_places
from tadmur.evaluate.rows import GoldClaim, PredictedClaim, gold_claim, predicted_claim
from tadmur.evaluate.speakers import load_speaker_words
from tadmur.pipeline.evaluation import predict_claims
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.picture import PackOf, Picture, picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.run import LEDGER, Progress, run
from tadmur.pipeline.settings import AUTOMATIC, RunSettings
from tadmur.reference.folding import folded_key
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import Pack
from tadmur.store.ledger import View
from tadmur.terms.assessment import Assessment
from tadmur.terms.clock import end_of_day

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SETS = ("palmyra-2016", "ukraine-2022", "sudan-2023")
NEAR_DEGREES = 0.3
"""A place of the record that bears the name is the place of the truth when it lies within so many degrees of it."""


@dataclass(frozen=True)
class Result:
    """What one set gives; control twice."""

    name: str
    judge: Judge
    claims: ClaimsScore
    hindsight: ControlScore
    then: ControlScore


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="sets", action="append", choices=SETS, help="only this set; may be repeated")
    parser.add_argument("--errors", type=Path, help="write missed, spurious and half-right claims to this file (JSONL)")
    arguments = parser.parse_args()
    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    results = [evaluate(name) for name in arguments.sets or SETS]
    print_claims(results)
    print_control(results)
    if arguments.errors:
        lines = [json.dumps(error, ensure_ascii=False) + "\n" for result in results for error in errors(result)]
        arguments.errors.write_text("".join(lines), encoding="utf-8")


def evaluate(name: str) -> Result:
    """Run the pipeline on one set and score what it says."""
    folder = EXAMPLES / name
    reader = ReportReader(RunSettings(), find_monitor([folder]))
    pack = reader.pack(find_monitor([folder]).pack)
    if pack is None:
        raise SystemExit(f"{folder}/monitor.yaml names no pack")
    judge = Judge(parties_of(pack), load_speaker_words(), lambda place_id: names_of(reader.gazetteer, place_id))
    with tempfile.TemporaryDirectory() as scratch:
        predictions = Path(scratch) / "predictions.jsonl"
        predict_claims(folder, predictions, pack=AUTOMATIC, progress=Progress())
        run([folder], Path(scratch), settings=RunSettings(), now=datetime.now(UTC))
        with View(Path(scratch) / LEDGER) as view:
            reports = [stored.report for stored in view.reports()]
            texts = {report.caller_id: report.text for report in reports}
            gold = [gold_claim(row, texts[row["report"]]) for row in json_lines(folder / "truth" / "claims.jsonl")]
            truth = list(read_control(folder / "truth" / "control.csv"))
            points = {row["place"]: row for row in read_csv(folder / "truth" / "control.csv")}
            published = [report.known_at.date() for report in reports if report.known_at]
            days = evaluation_days(truth, published)
            record = Record(view, reader.pack, reader.gazetteer, pack, points, min(published))
            hindsight = score_control(truth, days, record.assess(hindsight=True))
            then = score_control(truth, days, record.assess(hindsight=False))
        claims = score_claims(gold, [predicted_claim(row) for row in json_lines(predictions)], judge)
    return Result(name, judge, claims, hindsight, then)


class Record:
    """The record of control as a function of place name and day."""

    def __init__(
        self,
        view: View,
        pack_of: PackOf,
        gazetteer: Gazetteer,
        pack: Pack,
        points: Mapping[str, Mapping[str, str]],
        first: date,
    ) -> None:
        self._view, self._pack_of, self._gazetteer, self._pack = view, pack_of, gazetteer, pack
        self._points, self._first = points, first
        self._pictures: dict[tuple[date, bool], Picture] = {}

    def assess(self, *, hindsight: bool) -> Assess:
        """With all reports, or with those known by the end of the day."""

        def probabilities(place: str, day: date) -> Mapping[str, float] | None:
            if day < self._first and not hindsight:
                return None
            found = self._find(place, self._picture(day, hindsight))
            return None if found is None or found.holder is None else dict(found.probabilities)

        return probabilities

    def _picture(self, day: date, hindsight: bool) -> Picture:
        if (day, hindsight) not in self._pictures:
            known_by = None if hindsight else end_of_day(day)
            picture = picture_of(self._view, self._pack_of, settings=RunSettings(), as_of=day, known_by=known_by)
            self._pictures[day, hindsight] = picture
        return self._pictures[day, hindsight]

    def _find(self, name: str, picture: Picture) -> Assessment | None:
        """The assessment of the place that bears the name, near the point of the truth where that has one."""
        ids = {place.place_id for place in self._gazetteer.lookup(name, self._pack.countries)}
        ids |= {key for key, place in picture.places.items() if folded_key(place.name) == folded_key(name)}
        found = [item for item in picture.assessments if item.place_id in ids and self._is_near(name, item, picture)]
        return max(found, key=lambda item: (len(item.evidence), item.place_id), default=None)

    def _is_near(self, name: str, item: Assessment, picture: Picture) -> bool:
        point, place = self._points[name], picture.places[item.place_id]
        if not point["lon"]:
            return True
        return abs(float(point["lon"]) - place.lon) + abs(float(point["lat"]) - place.lat) <= NEAR_DEGREES


def names_of(gazetteer: Gazetteer, place_id: str) -> list[str]:
    """All names of a place; of a vague place those of its anchor."""
    if place_id.startswith("vague:"):
        place_id = ":".join(place_id.split(":")[1:3])
    place = gazetteer.place(place_id)
    return [place.name, *(name.text for name in place.names)] if place else []


def read_csv(file: Path) -> list[dict[str, str]]:
    """Rows of a CSV file with a header."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_control(file: Path) -> Iterable[TrueHold]:
    """The truth of control."""
    for row in read_csv(file):
        yield TrueHold(row["place"], row["holder"], date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))


def json_lines(file: Path) -> list[dict[str, Any]]:
    """Objects of a JSON Lines file."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def print_claims(results: Sequence[Result]) -> None:
    """Claims: by kind over all sets, by set, and what is right about the pairs."""
    whole = add_scores([result.claims for result in results])
    print(f"\n{'claims':20} {'gold':>5} {'found':>6} {'P':>6} {'R':>6} {'F1':>6}")
    table = [(kind.replace("_", " "), score) for kind, score in whole.by_kind.items()]
    table += [(result.name, result.claims.total) for result in results] + [("all", whole.total)]
    for name, score in table:
        cells = " ".join(number(value) for value in (score.precision, score.recall, score.f1))
        print(f"{name:20} {score.hits + score.misses:5d} {score.hits + score.spurious:6d} {cells}")
    columns = [*results, None]
    print(f"\n{'right in pairs':20} " + " ".join(f"{result.name if result else 'all':>20}" for result in columns))
    for aspect in whole.attributes:
        shares = [(result.claims if result else whole).attributes.get(aspect) for result in columns]
        counts = [f"{share.right}/{share.cases} {number(share.value)}" if share else "-" for share in shares]
        print(f"{aspect.replace('_', ' '):20} " + " ".join(f"{cell:>20}" for cell in counts))


def print_control(results: Sequence[Result]) -> None:
    """Control: one line a set and way of asking, then calibration over all sets."""
    head = ("places x days", "unknown", "accuracy", "with unkn.", "Brier", "log loss")
    for title, of in (("control in hindsight", "hindsight"), ("control as known then", "then")):
        scores: list[tuple[str, ControlScore]] = [(result.name, getattr(result, of)) for result in results]
        answers: list[Answer] = [answer for _, score in scores for answer in score.answers]
        scores.append(("all", summarise(answers)))
        print(f"\n{title:22} " + " ".join(f"{cell:>13}" for cell in head))
        for name, score in scores:
            values = (score.unknown, score.accuracy, score.accuracy_with_unknown, score.brier, score.log_loss)
            cells = " ".join(f"{number(value):>13}" for value in values)
            print(f"{name:22} {len(score.answers):13d} {cells}")
        for item in scores[-1][1].bins:
            said, was = number(item.mean_probability), number(item.accuracy)
            print(f"  said {item.low:.2f}-{item.high:.2f}: {item.answers:4d} answers, mean {said}, right {was}")


def number(value: float | None) -> str:
    """Three decimals, or a dash for what cannot be computed."""
    return "     -" if value is None else f"{value:6.3f}"


def errors(result: Result) -> Iterable[dict[str, Any]]:
    """One object for each missed gold line, each spurious prediction and each pair with something wrong."""
    score, judge = result.claims, result.judge
    for line in score.missed:
        near = [row for row in score.spurious if row.report == line.report and quote_overlap(line, row) > 0]
        yield {"set": result.name, "error": "missed", **expected(line), "near": [why_not(line, r, judge) for r in near]}
    for row in score.spurious:
        yield {"set": result.name, "error": "spurious", **got(row)}
    for pair in score.pairs:
        wrong = [name for name, verdict in verdicts(pair, judge).items() if verdict is False]
        if wrong:
            gold = expected(pair.gold)
            yield {"set": result.name, "error": "half right", "wrong": wrong, **gold, "got": got(pair.predicted)}
    for way, answers in (("hindsight", result.hindsight.answers), ("then", result.then.answers)):
        for answer in answers:
            if answer.guess != answer.holder:
                yield {
                    "set": result.name, "error": f"control {way}", "place": answer.place, "day": str(answer.day),
                    "holder": answer.holder, "got": answer.guess, "probabilities": dict(answer.probabilities or {}),
                }  # fmt: skip


def why_not(line: GoldClaim, row: PredictedClaim, judge: Judge) -> dict[str, Any]:
    """A prediction that touches a missed line, and what kept them from being a pair."""
    reasons = {
        "kind": same_kind(line, row),
        "place": compatible_places(line, row, judge.names_of),
        "overlap": quote_overlap(line, row) >= 0.5,
    }
    return {"differs": [name for name, fine in reasons.items() if not fine], **got(row)}


def expected(line: GoldClaim) -> dict[str, Any]:
    """The fields of a gold line that matter to a reader."""
    return {name: plain(getattr(line, name)) for name in GoldClaim.__slots__ if name != "spans"}


def got(row: PredictedClaim) -> dict[str, Any]:
    """The fields of a prediction that matter to a reader."""
    return {name: plain(getattr(row, name)) for name in PredictedClaim.__slots__}


def plain(value: Any) -> Any:
    """Days as text."""
    return value.isoformat() if isinstance(value, date) else value


if __name__ == "__main__":
    main()
