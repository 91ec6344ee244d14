"""Who held what, from text: the shipped examples, and battle pages that nobody here wrote.

    python benchmarks/reconcile_text.py [--shared ../shared] [--part dev] [--errors FILE]

The pages are read as reports by the product's own pipeline. Their gold, read by hand, is a list of dated gains, losses
and holds; from it follow the days on which the holder of a place is known, and on those the record of control is asked.
Where two pages date the same change differently, a reader must see the dispute: the share that is shown is printed,
with each case. The pages are not part of this project; without the folder only the examples are asked.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from examples import SETS, evaluate, json_lines, print_control
from tadmur.evaluate.claims import parties_of
from tadmur.evaluate.control import Answer, TrueHold, score_control, summarise
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.observations import Encoded, encode_by_country
from tadmur.pipeline.picture import Picture, is_contradiction, picture_of
from tadmur.pipeline.posteriors import posterior_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.run import LEDGER, run
from tadmur.pipeline.settings import RunSettings
from tadmur.reconcile.model import Posterior
from tadmur.reference.folding import folded_key
from tadmur.reference.packs import Pack
from tadmur.store.ledger import View
from tadmur.terms.assessment import CONTESTED_STATE

REPOSITORY = Path(__file__).resolve().parents[1]
PACKS = ("syria-iraq", "ukraine", "libya")
"""Conflicts of the pages; a page belongs to the one that names its actors."""
GAINS = ("captured", "recaptured")
LOSSES = ("lost", "withdrew")
SAME_CHANGE_DAYS = 14
"""Two pages that date a party's gain of one place so near each other mean one change."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One asserted gold fact with its place under one name and its actor as a party of a pack."""

    page: str
    place: str
    party: str
    event: str
    first: date
    last: date
    exact: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """One change of hands that two pages date differently."""

    place: str
    party: str
    earlier: Fact
    later: Fact


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="folder with bench/")
    parser.add_argument("--part", default="dev", help="which part of the pages: a folder in bench/")
    parser.add_argument("--pages-only", action="store_true", help="leave the examples out")
    parser.add_argument("--errors", type=Path, help="write the wrong and unknown answers to this file (JSON Lines)")
    arguments = parser.parse_args()
    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    if not arguments.pages_only:
        print_control([evaluate(name) for name in SETS])
    folder = arguments.shared / "bench" / arguments.part
    if not (folder / "wiki_control_pages.jsonl").is_file():
        print(f"\nno battle pages: there is no {folder / 'wiki_control_pages.jsonl'}")
        return
    answers = read_pages(folder)
    if arguments.errors:
        rows = [
            {"place": a.place, "day": str(a.day), "holder": a.holder, "got": a.guess}
            for a in answers
            if a.guess != a.holder
        ]
        arguments.errors.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def read_pages(folder: Path) -> list[Answer]:
    """Run the pipeline on all pages, print what it says of the gold's days and conflicts; the answers."""
    pages, gold = json_lines(folder / "wiki_control_pages.jsonl"), json_lines(folder / "wiki_control_gold.jsonl")
    names = json.loads((folder / "wiki_place_aliases.json").read_text(encoding="utf-8"))
    reader = ReportReader(RunSettings(), find_monitor([folder]))
    packs = [pack for pack in map(reader.pack, PACKS) if pack is not None]
    facts = list(facts_of(gold, names, packs))
    truth = list(holds(facts))
    with tempfile.TemporaryDirectory() as scratch:
        reports = Path(scratch, "pages.jsonl")
        lines = [
            {"id": page["page"], "title": page["title"], "text": text_of(page), "published_at": str(published(page))}
            for page in pages
        ]
        reports.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        run([reports], Path(scratch), settings=RunSettings(), now=datetime.now(UTC))
        with View(Path(scratch, LEDGER)) as view:
            days = sorted({day for hold in truth for day in (hold.first, hold.last)})
            picture = picture_of(view, reader.pack, settings=RunSettings())
    record = Record(picture, days, names)
    score = score_control(truth, days, record.probabilities)
    print(f"\nbattle pages: {len(pages)}")
    print(f"  gold: {len(gold)} facts, {len(truth)} intervals of {len({hold.place for hold in truth})} places")
    for title, answers in (
        ("all places", score.answers),
        ("places that the gazetteer or the text locates", [a for a in score.answers if a.probabilities is not None]),
    ):
        figures = summarise(list(answers))
        shown = (figures.accuracy, figures.accuracy_with_unknown, figures.unknown, figures.brier, figures.log_loss)
        cells = ", ".join(
            f"{name} {'-' if value is None else f'{value:.3f}'}"
            for name, value in zip(("accuracy", "with unknown", "unknown", "Brier", "log loss"), shown, strict=True)
        )
        print(f"  {title}: {len(answers)} answers, {cells}")
    for item in score.bins:
        print(f"    said {item.low:.2f}-{item.high:.2f}: {item.answers} answers, right {item.accuracy:.3f}")
    print_conflicts(list(conflicts(facts)), picture, names)
    return list(score.answers)


def text_of(page: Mapping[str, Any]) -> str:
    """The paragraphs of a page."""
    return "\n\n".join(paragraph["text"] for paragraph in page["paragraphs"])


def published(page: Mapping[str, Any]) -> date:
    """The day of the version that was read."""
    return date.fromisoformat(page["front_matter_date"][:10])


def facts_of(gold: Iterable[Mapping[str, Any]], names: Mapping[str, list[str]], packs: list[Pack]) -> Iterator[Fact]:
    """Asserted facts in the narrator's own voice whose actor some pack knows."""
    canonical = {folded_key(name): place for place, others in names.items() for name in [place, *others]}
    known = [parties_of(pack) for pack in packs]
    for row in gold:
        party = next((found for party_of in known if (found := party_of(row["actor"]))), None)
        if party is None or not row["asserted"] or row["date"] is None or row["event"] == "claimed_captured":
            continue
        begin, end, precision = row["date"], row["date_end"] or row["date"], row["date_precision"]
        if precision not in ("day", "range") or not len(begin) == len(end) == len("2016-03-27"):
            continue
        first, last = date.fromisoformat(begin), date.fromisoformat(end)
        place = canonical.get(folded_key(row["place"]), row["place"])
        yield Fact(row["page"], place, party, row["event"], first, last, precision == "day", row["extent"] == "full")


def holds(facts: Iterable[Fact]) -> Iterator[TrueHold]:
    """Intervals in which the gold leaves no doubt of the holder.

    From a gain to the day before the next fact of any kind on the place in the page, or to the page's last day; a
    place said to be held, on that day. A gain in part, and a place of which two facts of a day disagree, say nothing.
    """
    by_place: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    last_day: dict[str, date] = {}
    for fact in facts:
        by_place[fact.page, fact.place].append(fact)
        last_day[fact.page] = max(fact.last, last_day.get(fact.page, fact.last))
    for (page, place), told in sorted(by_place.items()):
        for fact in told:
            if fact.event not in (*GAINS, "holds") or not fact.whole:
                continue
            same_day = [other for other in told if other.first <= fact.last <= other.last and other is not fact]
            if any(other.party != fact.party or other.event in LOSSES for other in same_day):
                continue
            later = [other.first for other in told if other.first > fact.last]
            end = min(later) - timedelta(days=1) if later else last_day[page]
            first = fact.last
            yield TrueHold(place, fact.party, first, first if fact.event == "holds" else max(first, end))


def conflicts(facts: Iterable[Fact]) -> Iterator[Conflict]:
    """Gains of one place by one party that two pages date differently, a fortnight apart at most."""
    gains = [f for f in facts if f.event in GAINS and f.exact and f.whole]
    pairs = set()
    for one in gains:
        for other in gains:
            same = one.place == other.place and one.party == other.party and one.page != other.page
            apart = (other.first - one.first).days
            if same and 0 < apart <= SAME_CHANGE_DAYS and (one, other) not in pairs:
                pairs.add((one, other))
                yield Conflict(one.place, one.party, one, other)


class Record:
    """The record of control on any day, from all claims of a picture; places are found by the gold's names."""

    def __init__(self, picture: Picture, days: list[date], names: Mapping[str, list[str]]) -> None:
        self._names = names
        self._found: dict[str, list[tuple[int, Encoded, Posterior]]] = defaultdict(list)
        """Folded name to the places that bear it: number, claims and posterior of their country."""
        pack_of = {stored.report.report_id: stored.pack_id for stored in picture.reports}
        ordinals = [day.toordinal() for day in days]
        for pack_id, pack in sorted(picture.packs.items()):
            own = [claim for claim in picture.claims if pack_of[claim.report.report_id] == pack_id]
            for encoded in encode_by_country(own, pack):
                posterior = posterior_of(encoded, RunSettings().reconcile, ordinals)
                for index, place in enumerate(encoded.places):
                    self._found[folded_key(place.name)].append((index, encoded, posterior))

    def probabilities(self, place: str, day: date) -> Mapping[str, float] | None:
        """State to probability; ``None`` for unknown."""
        wanted = sorted({folded_key(name) for name in [place, *self._names.get(place, [])]})
        candidates = [found for name in wanted for found in self._found.get(name, ())]
        ordinal = day.toordinal()
        told = [c for c in candidates if c[2].last_evidence_day(c[0], ordinal) is not None]
        if not told:
            return None
        index, encoded, posterior = max(told, key=lambda c: int((c[1].observations.place == c[0]).sum()))
        states = (*encoded.parties, CONTESTED_STATE)
        return dict(zip(states, map(float, posterior.probability(index, ordinal)), strict=True))


def print_conflicts(found: list[Conflict], picture: Picture, names: Mapping[str, list[str]]) -> None:
    """Each conflict and whether a card shows it."""
    shown = [is_shown(conflict, picture, names) for conflict in found]
    share = f"{sum(shown)} of {len(found)}" if found else "none in the gold"
    print(f"  changes that two pages date differently, shown as disputes: {share}")
    for conflict, visible in zip(found, shown, strict=True):
        print(
            f"    {conflict.place}, taken by {conflict.party}: {conflict.earlier.first} ({conflict.earlier.page}), "
            f"{conflict.later.first} ({conflict.later.page}): {'shown' if visible else 'hidden'}"
        )


def is_shown(conflict: Conflict, picture: Picture, names: Mapping[str, list[str]]) -> bool:
    """Whether some card on the place that is a contradiction holds claims of both pages."""
    wanted = {folded_key(name) for name in [conflict.place, *names.get(conflict.place, [])]}
    page_of = {record.claim.claim_id: record.report.caller_id for record in picture.claims}
    for card in picture.comparisons:
        place = picture.places.get(card.place_id or "")
        if place is None or folded_key(place.name) not in wanted or not is_contradiction(card):
            continue
        if {conflict.earlier.page, conflict.later.page} <= {page_of.get(claim) for claim in card.claim_ids}:
            return True
    return False


if __name__ == "__main__":
    main()
