"""How fast a record gets better when claims are reviewed in the order of the queue, of doubt alone, or by chance.

    python benchmarks/review_queue.py [--set palmyra-2016] [--looks 5 10 20 40] [--seeds 5]

A simulated reviewer knows the gold claims of the shipped examples: a claim without a gold line is rejected, one with
something wrong is corrected (party, opponent, place, relation, time, polarity, modality, kind), one that is right is
accepted. Two figures say what came of so many looks. "Way": how far the record of control is from the one that all
answers make, as the mean over all places and days of the total-variation distance, less what it was at first, as a
share of that: 100 % is the fully reviewed record. "Error": the mean over days, and over those places of the truth of
which the machine's record speaks, of 1 - P(the true holder); it also holds what no reading can mend.

The queue knows nothing of gold or truth; it is made anew after every few looks. Beside it stand the order by the
reading's probability, lowest first, and the mean of several random orders.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
from tadmur.pipeline.review_desk import LedgerInMemory
from tadmur.pipeline.review_fields import FieldReader
from tadmur.pipeline.review_overlay import overlay
from tadmur.pipeline.review_queue import review_queue
from tadmur.pipeline.run import LEDGER, run
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.folding import folded_key
from tadmur.store.rows import LedgerClaim
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.clock import Precision
from tadmur.terms.errors import InputError
from tadmur.terms.review import Act, Anchor, Review

Record = dict[str, dict[str, NDArray[np.float32]]]
"""place_id to state to its probability on each day of the truth."""
START = datetime(2026, 1, 1, tzinfo=UTC)
PRECISIONS = {name.value: name.value for name in Precision} | {Precision.UNKNOWN.value: Precision.PUBLISHED.value}
"""Gold's precision as a reviewer gives it: what gold leaves open ("by Tuesday") is news of the days before."""
Order = Callable[["Desk", Picture], str | None]
"""The claim to look at next, by what is in the record now; ``None`` when nothing is left."""


@dataclass
class Desk:
    """One set of reports, what a reviewer who knows the gold would do with each claim, and what was done so far."""

    name: str
    snapshot: LedgerInMemory
    reader: ReportReader
    answers: Mapping[str, Review]
    truth: Sequence[TrueHold]
    points: Mapping[str, Mapping[str, str]]
    done: list[Review] = field(default_factory=list)
    spoken: set[str] = field(default_factory=set)

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

    def record(self, picture: Picture) -> Record:
        """The record of control over the days of the truth."""
        first = min(hold.first for hold in self.truth).toordinal()
        last = max(hold.last for hold in self.truth).toordinal()
        found: Record = {}
        for encoded in encoded_groups(picture):
            posterior = posterior_of(encoded, RunSettings().reconcile, [first, last])
            daily = posterior.daily()[:, first - posterior.first_day : last - posterior.first_day + 1]
            states = (*encoded.parties, CONTESTED_STATE)
            for index, place in enumerate(encoded.places):
                found[place.place_id] = {state: daily[index, :, at] for at, state in enumerate(states)}
        return found

    def spoken_of(self, record: Record, picture: Picture) -> set[str]:
        """The places of the truth of which the record speaks."""
        return {hold.place for hold in self.truth if self._ids(hold.place, picture) & record.keys()}

    def error(self, record: Record, picture: Picture) -> float:
        """Mean over days and those places of the truth that are in the machine's record of 1 - P(true holder)."""
        first = min(hold.first for hold in self.truth).toordinal()
        missed: list[float] = []
        for hold in self.truth:
            if hold.place not in self.spoken:
                continue
            days = np.arange(hold.first.toordinal(), hold.last.toordinal() + 1) - first
            beliefs = [record[name] for name in sorted(self._ids(hold.place, picture) & record.keys())]
            said = max((float(b[hold.holder][days].mean()) for b in beliefs if hold.holder in b), default=0.0)
            missed += [1.0 - said] * len(days)
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


def distance(one: Record, other: Record) -> float:
    """Total-variation distance summed over days, mean over the places of either; 1 a day where one has none."""
    days = len(next(iter(next(iter(one.values())).values())))
    apart = []
    for name in one.keys() | other.keys():
        if name not in one or name not in other:
            apart.append(float(days))
            continue
        here, there = one[name], other[name]
        nothing = np.zeros(days, dtype=np.float32)
        gaps = [np.abs(here.get(state, nothing) - there.get(state, nothing)) for state in here.keys() | there.keys()]
        apart.append(0.5 * float(np.sum(gaps)))
    return fmean(apart)


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
    parser.add_argument("--anew", type=int, default=5, help="make the queue anew after so many looks")
    arguments = parser.parse_args()
    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    orders: dict[str, list[Order]] = {
        "queue": [by_queue],
        "lowest probability": [by_doubt],
        "random": [by_chance(seed) for seed in range(arguments.seeds)],
    }
    whole: dict[str, list[list[Cell]]] = {name: [] for name in orders}
    for name in arguments.sets or SETS:
        desk = sit_down(name)
        begun = time.perf_counter()
        picture = desk.picture()
        between = time.perf_counter()
        review_queue(picture)
        ended = time.perf_counter()
        counts = Counter(act.act.value for act in desk.answers.values())
        print(f"\n{name}: {len(desk.answers)} claims, by gold {dict(counts)}")
        print(f"picture in {between - begun:.1f} s, queue from it in {ended - between:.1f} s")
        start = desk.record(picture)
        desk.spoken = desk.spoken_of(start, picture)
        desk.done = list(desk.answers.values())
        end = Ending(desk)
        print(f"error at first {desk.error(start, picture):.4f}, with all answers {end.error:.4f}")
        head(arguments.looks)
        for order, ways in orders.items():
            runs = [reviewed(desk, way, arguments.looks, picture, start, end, arguments.anew) for way in ways]
            whole[order].append([mean(cells) for cells in zip(*runs, strict=True)])
            line(order, whole[order][-1])
    print("\nmean of the sets")
    head(arguments.looks)
    for order, tables in whole.items():
        line(order, [mean(cells) for cells in zip(*tables, strict=True)])


@dataclass
class Ending:
    """Where all answers lead."""

    desk: Desk
    record: Record = field(init=False)
    error: float = field(init=False)

    def __post_init__(self) -> None:
        picture = self.desk.picture()
        self.record = self.desk.record(picture)
        self.error = self.desk.error(self.record, picture)


@dataclass(frozen=True)
class Cell:
    """After a number of looks: the share of the way, the error, the share of looks that found something wrong."""

    way: float
    error: float
    wrong: float


def mean(cells: Sequence[Cell]) -> Cell:
    """Of several."""
    return Cell(fmean(c.way for c in cells), fmean(c.error for c in cells), fmean(c.wrong for c in cells))


def head(looks: Sequence[int]) -> None:
    """The columns."""
    print(f"{'way, error (wrong)':20}" + "".join(f"{f'{n} looks':>22}" for n in looks))


def line(name: str, cells: Sequence[Cell]) -> None:
    """One order's figures."""
    print(f"{name:20}" + "".join(f"{f'{c.way:4.0%}  {c.error:.4f} ({c.wrong:.0%})':>22}" for c in cells))


def reviewed(
    desk: Desk, order: Order, looks: Sequence[int], picture: Picture, start: Record, end: Ending, anew: int
) -> list[Cell]:
    """What each number of looks comes to; the queue is made anew after every ``anew`` looks."""
    desk.done = []
    found, result, current, whole_way = 0, [], picture, distance(start, end.record)
    for number in range(1, max(looks) + 1):
        if (claim_id := order(desk, current)) is not None:
            found += desk.look(claim_id)
        if number in looks or (order is by_queue and number % anew == 0):
            current = desk.picture()
        if number in looks:
            record = desk.record(current)
            way = 1 - distance(record, end.record) / whole_way
            result.append(Cell(way, desk.error(record, current), found / max(1, len(desk.done))))
    return result


def sit_down(name: str) -> Desk:
    """Read a set of reports, and prepare what a reviewer who knows the gold would do with each claim."""
    folder = EXAMPLES / name
    reader = ReportReader(RunSettings(), find_monitor([folder]))
    with tempfile.TemporaryDirectory() as scratch:
        run([folder], Path(scratch), settings=RunSettings(), now=datetime.now(UTC))
        ledger = Path(scratch) / LEDGER
        snapshot = LedgerInMemory.of(ledger)
        rows = [json.loads(row) for row in claim_listing(ledger, "jsonl", report_id=None, kinds=(), known_by=None)]
    stored = {item.report.report_id: item for item in snapshot.stored}
    texts = {item.report.caller_id: item.report.text for item in snapshot.stored}
    predicted = [predicted_claim({"report": stored[row["report_id"]].report.caller_id, **row}) for row in rows]
    told = json_lines(folder / "truth" / "claims.jsonl")
    gold = [gold_claim(row, texts[row["report"]]) for row in told]
    precisions = {id(line): PRECISIONS.get(row["time_precision"]) for line, row in zip(gold, told, strict=True)}
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
        pair = pairs.get(id(claim))
        precision = precisions[id(pair.gold)] if pair else None
        answers[row["claim_id"]] = answer(kept, pair, precision, fields, judge, points)
    return Desk(name, snapshot, reader, answers, list(read_control(folder / "truth" / "control.csv")), points)


def answer(
    row: LedgerClaim,
    pair: Pair | None,
    precision: str | None,
    fields: FieldReader,
    judge: Judge,
    points: Mapping[str, Mapping[str, str]],
) -> Review:
    """What the simulated reviewer does with one claim."""
    claim = row.claim
    act = Review(claim.claim_id, Act.REJECT, "gold", START, claim.report_id, Anchor.of(claim))
    if pair is None:
        return act
    wrong = dict(corrections(pair, precision, fields, judge, points))
    if not wrong:
        return replace(act, act=Act.ACCEPT)
    return replace(act, act=Act.CORRECT, changes=fields.changes(wrong, kind=claim.kind, chain=claim.attribution))


def corrections(
    pair: Pair, precision: str | None, fields: FieldReader, judge: Judge, points: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Any]]:
    """Fields that are wrong, with what gold says."""
    gold, verdict = pair.gold, verdicts(pair, judge)
    if verdict["actor"] is False:
        yield "actor", gold.actor
    if verdict["opponent"] is False:
        yield "opponent", gold.opponent
    if verdict["time_equal"] is False and (gold.first or gold.last):
        first, last = (day.isoformat() if day else None for day in (gold.first, gold.last))
        yield "time", {"earliest": first, "latest": last, "precision": precision}
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
