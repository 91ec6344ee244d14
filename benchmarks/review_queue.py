"""How fast a record gets better when claims are reviewed in the order of the queue, of doubt alone, or by chance.

    python benchmarks/review_queue.py [--set palmyra-2016] [--looks 5 10 20 40] [--seeds 5]

A simulated reviewer knows the gold claims of the shipped examples: a claim without a gold line is rejected, one with
something wrong is corrected (party, opponent, place, relation, time, polarity, modality, kind), one that is right is
accepted. After so many looks the record of control is scored: the mean over all places and days of the truth of
1 - P(the true holder). The queue is made anew after every look; it knows nothing of gold or truth. Beside it stand the
order by the reading's probability, lowest first, and the mean of several random orders.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from examples import EXAMPLES, NEAR_DEGREES, SETS, json_lines, names_of, read_control, read_csv
from tadmur.evaluate.claims import Judge, Pair, parties_of, score_claims, verdicts
from tadmur.evaluate.control import TrueHold
from tadmur.evaluate.rows import GoldClaim, gold_claim, predicted_claim
from tadmur.evaluate.speakers import load_speaker_words
from tadmur.pipeline.holdings import encoded_groups
from tadmur.pipeline.listing import claim_listing
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.posteriors import posterior_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.review_desk import Snapshot
from tadmur.pipeline.review_fields import FieldReader
from tadmur.pipeline.review_overlay import overlay
from tadmur.pipeline.review_queue import review_queue
from tadmur.pipeline.run import LEDGER, run
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.folding import folded_key
from tadmur.store.rows import LedgerClaim
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.errors import InputError
from tadmur.terms.review import Act, Anchor, Review

START = datetime(2026, 1, 1, tzinfo=UTC)
Order = Callable[["Desk", Picture], str | None]
"""The claim to look at next, by what is in the record now; ``None`` when nothing is left."""


@dataclass
class Desk:
    """One set of reports, what a reviewer who knows the gold would do with each claim, and what was done so far."""

    name: str
    snapshot: Snapshot
    reader: ReportReader
    answers: Mapping[str, Review]
    truth: Sequence[TrueHold]
    points: Mapping[str, Mapping[str, str]]
    done: list[Review] = field(default_factory=list)

    def picture(self) -> Picture:
        """The picture after what was done."""
        rows = overlay(self.snapshot.rows, self.done).claims
        return picture_of(replace(self.snapshot, rows=rows), self.reader.pack, settings=RunSettings())

    def left(self) -> list[str]:
        """Claims not looked at yet."""
        seen = {act.anchor.claim_id for act in self.done if act.anchor}
        return [name for name in self.answers if name not in seen]

    def look(self, claim_id: str) -> bool:
        """Review a claim; whether something about it was wrong."""
        act = replace(self.answers[claim_id], at=START + timedelta(seconds=len(self.done)))
        self.done.append(act)
        return act.act is not Act.ACCEPT

    def error(self, picture: Picture) -> float:
        """Mean over places and days of the truth of 1 - P(true holder)."""
        first = min(hold.first for hold in self.truth).toordinal()
        last = max(hold.last for hold in self.truth).toordinal()
        beliefs: dict[str, tuple[int, tuple[str, ...], Any]] = {}
        counts: dict[str, int] = {}
        for encoded in encoded_groups(picture):
            posterior = posterior_of(encoded, RunSettings().reconcile, [first, last])
            daily = posterior.daily()
            for index, place in enumerate(encoded.places):
                beliefs[place.place_id] = (posterior.first_day, (*encoded.parties, CONTESTED_STATE), daily[index])
                counts[place.place_id] = int((encoded.observations.place == index).sum())
        missed: list[float] = []
        for hold in self.truth:
            days = np.arange(hold.first.toordinal(), hold.last.toordinal() + 1)
            found = max(self._ids(hold.place, picture) & beliefs.keys(), key=lambda i: (counts[i], i), default=None)
            if found is None or hold.holder not in beliefs[found][1]:
                missed += [1.0] * len(days)
                continue
            begin, states, days_of_place = beliefs[found]
            missed += [float(value) for value in 1 - days_of_place[days - begin, states.index(hold.holder)]]
        return fmean(missed)

    def _ids(self, name: str, picture: Picture) -> set[str]:
        """Ids of the places of the picture that bear the name, near the point of the truth where that has one."""
        point = self.points[name]
        wanted = {place.place_id for place in self.reader.gazetteer.lookup(name)}
        return {
            key
            for key, place in picture.places.items()
            if (key in wanted or folded_key(place.name) == folded_key(name))
            and (
                not point["lon"]
                or abs(float(point["lon"]) - place.lon) + abs(float(point["lat"]) - place.lat) <= NEAR_DEGREES
            )
        }


def by_queue(desk: Desk, picture: Picture) -> str | None:
    """The first of the queue that was not looked at."""
    left = set(desk.left())
    return next((i.record.claim.claim_id for i in review_queue(picture) if i.record.claim.claim_id in left), None)


def by_doubt(desk: Desk, picture: Picture) -> str | None:
    """The least probable reading."""
    probability = {row.claim.claim_id: row.claim.probability for row in desk.snapshot.rows}
    return min(desk.left(), key=lambda name: (probability[name], name), default=None)


def by_chance(seed: int) -> Order:
    """In a random order."""

    def order(desk: Desk, picture: Picture) -> str | None:
        left = sorted(desk.left())
        return random.Random(f"{seed} {len(left)}").choice(left) if left else None

    return order


def main() -> None:
    """Print a table a set, and one over all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="sets", action="append", choices=SETS, help="only this set; may be repeated")
    parser.add_argument("--looks", type=int, nargs="+", default=[5, 10, 20, 40], help="score after so many claims")
    parser.add_argument("--seeds", type=int, default=5, help="random orders to take the mean of")
    arguments = parser.parse_args()
    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    orders: dict[str, list[Order]] = {
        "queue": [by_queue],
        "lowest probability": [by_doubt],
        "random": [by_chance(seed) for seed in range(arguments.seeds)],
    }
    whole: dict[str, list[list[tuple[float, float]]]] = {name: [] for name in orders}
    for name in arguments.sets or SETS:
        desk = sit_down(name)
        begun = time.perf_counter()
        picture = desk.picture()
        between = time.perf_counter()
        review_queue(picture)
        ended = time.perf_counter()
        wrong = sum(act.act is not Act.ACCEPT for act in desk.answers.values())
        print(f"\n{name}: {len(desk.answers)} claims, {wrong} with something wrong; error {desk.error(picture):.4f}")
        print(f"picture in {between - begun:.1f} s, queue from it in {ended - between:.1f} s")
        head(arguments.looks)
        for order, ways in orders.items():
            runs = [reviewed(desk, way, arguments.looks, picture) for way in ways]
            mean = [(fmean(r[i][0] for r in runs), fmean(r[i][1] for r in runs)) for i in range(len(arguments.looks))]
            whole[order].append(mean)
            line(order, mean)
    print("\nmean of the sets")
    head(arguments.looks)
    for order, tables in whole.items():
        looks = range(len(arguments.looks))
        line(order, [(fmean(t[i][0] for t in tables), fmean(t[i][1] for t in tables)) for i in looks])


def head(looks: Sequence[int]) -> None:
    """The columns: for each number of looks what is left of the error, and the share of looks that found one."""
    print(f"{'order':20}" + "".join(f"{f'{n} looks':>20}" for n in looks))


def line(name: str, cells: Sequence[tuple[float, float]]) -> None:
    """One order's figures."""
    print(f"{name:20}" + "".join(f"{f'{left:.4f} ({found:.0%} wrong)':>20}" for left, found in cells))


def reviewed(desk: Desk, order: Order, looks: Sequence[int], picture: Picture) -> list[tuple[float, float]]:
    """(error, share of looks that found something wrong) after each number of looks."""
    desk.done.clear()
    found, result = 0, []
    current = picture
    for number in range(1, max(looks) + 1):
        if (claim_id := order(desk, current)) is not None:
            found += desk.look(claim_id)
        if order is by_queue:
            current = desk.picture()
        if number in looks:
            if order is not by_queue:
                current = desk.picture()
            result.append((desk.error(current), found / max(1, len(desk.done))))
    return result


def sit_down(name: str) -> Desk:
    """Read a set of reports, and prepare what a reviewer who knows the gold would do with each claim."""
    folder = EXAMPLES / name
    reader = ReportReader(RunSettings(), find_monitor([folder]))
    with tempfile.TemporaryDirectory() as scratch:
        run([folder], Path(scratch), settings=RunSettings(), now=datetime.now(UTC))
        ledger = Path(scratch) / LEDGER
        snapshot = Snapshot.of(ledger)
        rows = [json.loads(row) for row in claim_listing(ledger, "jsonl", report_id=None, kinds=(), known_by=None)]
    stored = {item.report.report_id: item for item in snapshot.stored}
    texts = {item.report.caller_id: item.report.text for item in snapshot.stored}
    predicted = [predicted_claim({"report": stored[row["report_id"]].report.caller_id, **row}) for row in rows]
    gold = [gold_claim(row, texts[row["report"]]) for row in json_lines(folder / "truth" / "claims.jsonl")]
    pack = reader.pack(find_monitor([folder]).pack)
    assert pack is not None
    judge = Judge(parties_of(pack), load_speaker_words(), lambda place_id: names_of(reader.gazetteer, place_id))
    pairs = {id(pair.predicted): pair for pair in score_claims(gold, predicted, judge).pairs}
    points = {row["place"]: row for row in read_csv(folder / "truth" / "control.csv")}
    answers: dict[str, Review] = {}
    for row, claim in zip(rows, predicted, strict=True):
        kept = next(item for item in snapshot.rows if item.claim.claim_id == row["claim_id"])
        item = stored[row["report_id"]]
        fields = FieldReader(reader.with_source(item.report, item.pack_id), reader.pack(item.pack_id), reader.gazetteer)
        answers[row["claim_id"]] = answer(kept, pairs.get(id(claim)), fields, judge, points)
    return Desk(name, snapshot, reader, answers, list(read_control(folder / "truth" / "control.csv")), points)


def answer(
    row: LedgerClaim, pair: Pair | None, fields: FieldReader, judge: Judge, points: Mapping[str, Mapping[str, str]]
) -> Review:
    """What the simulated reviewer does with one claim."""
    claim = row.claim
    act = Review(claim.claim_id, Act.REJECT, "gold", START, claim.report_id, Anchor.of(claim))
    if pair is None:
        return act
    wrong = dict(corrections(pair, fields, judge, points))
    if not wrong:
        return replace(act, act=Act.ACCEPT)
    return replace(act, act=Act.CORRECT, changes=fields.changes(wrong, kind=claim.kind, chain=claim.attribution))


def corrections(
    pair: Pair, fields: FieldReader, judge: Judge, points: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Any]]:
    """Fields that are wrong, with what gold says."""
    gold, verdict = pair.gold, verdicts(pair, judge)
    if verdict["actor"] is False:
        yield "actor", gold.actor
    if verdict["opponent"] is False:
        yield "opponent", gold.opponent
    if verdict["time_equal"] is False and (gold.first or gold.last):
        yield "time", f"{gold.first or '..'}/{gold.last or '..'}"
    if verdict["asserted"] is False:
        yield "polarity", gold.asserted
    if verdict["modality"] is False:
        yield "modality", gold.modality
    if verdict["place"] is False and (place := place_of(gold, fields, points)) is not False:
        yield "place", place
    if verdict["place_relation"] is False and gold.relation and pair.predicted.place_mention:
        yield "relation", gold.relation


def place_of(gold: GoldClaim, fields: FieldReader, points: Mapping[str, Mapping[str, str]]) -> Any:
    """Gold's place as a reviewer gives it: id, coordinates of the truth, none; ``False`` where it cannot be given."""
    name = gold.anchor or gold.place
    if name is None:
        return None
    countries = fields.pack.countries if fields.pack else ()
    found = fields.gazetteer.lookup(name, countries)
    if found:
        return found[0].place_id
    point = points.get(name)
    if point and point["lon"]:
        return {"lat": float(point["lat"]), "lon": float(point["lon"]), "name": name}
    try:
        return fields.place(name).place_id
    except InputError:
        return False


if __name__ == "__main__":
    main()
