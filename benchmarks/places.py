"""Places of war reports resolved: right within the tolerance, homonyms, and "none" where nothing is named.

    python benchmarks/places.py [--half dev|held|both] [--errors] [--gold FILE]

Gold: benchmarks/gold/places.jsonl (its README says how it was made). Each mention is asked for twice: "given" hands
the exact mention to the geocoder, with its sentence for context; "end to end" lets the recogniser
find the names in the sentence first, and a name that is not found counts as not resolved. For the mentions that name no
place the right answer is none: not recognised, or recognised and not resolved. Errors are listed for the dev half only.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from tadmur.geocode.geocoder import Geocoder
from tadmur.geocode.recogniser import Recogniser
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.place import Candidate, Geocoding, PlaceMention
from tadmur.terms.span import TextSpan

GOLD = Path(__file__).resolve().parent / "gold" / "places.jsonl"
EARTH_RADIUS_KM = 6371.0
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
"""Bounds of the probability bands of the reliability table."""

Item = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came out for one item.

    Attributes:
        right: near enough and of the right level; for an item that names no place, no answer.
        answered: a place was returned.
        probability: of the answer that was returned, else ``None``.
        distance_km: from the gold point, where both are there.
        told: the answer in words.
    """

    item: Item
    right: bool
    answered: bool
    probability: float | None
    distance_km: float | None
    told: str


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance (haversine)."""
    half_lat = math.radians(other_lat - lat) / 2
    half_lon = math.radians(other_lon - lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * (
        math.sin(half_lon) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def judge(item: Item, best: Candidate | None) -> Outcome:
    """Hold one answer against the gold: near enough, and an administrative area where one is meant."""
    if best is None:
        return Outcome(item, item["kind"] == "none", False, None, None, "none")
    place = best.place
    told = f"{place.name} [{place.feature_class}, {place.country}] p={best.probability:.2f}"
    if item["kind"] == "none":
        return Outcome(item, False, True, best.probability, None, told)
    away = distance_km(item["lon"], item["lat"], place.lon, place.lat)
    right = away <= item["tolerance_km"] and (item["level"] != "admin1" or place.feature_class == "admin1")
    return Outcome(item, right, True, best.probability, away, told)


class Resolver:
    """The product's public way from a sentence to places."""

    def __init__(self) -> None:
        gazetteer = Gazetteer.open()
        self._recogniser = Recogniser(gazetteer)
        self._geocoder = Geocoder(gazetteer, self._recogniser)

    def given(self, item: Item) -> Candidate | None:
        """The mention as marked; the other names of the sentence are its context."""
        return self._resolve(item, [(item["start"], item["end"])])[0].best

    def end_to_end(self, item: Item) -> Candidate | None:
        """The first resolved one of the recognised names that touch the mention."""
        found = self._names(item)
        if not found:
            return None
        answers = self._resolve(item, found)
        touching = [
            answer.best
            for (start, end), answer in zip(found, answers, strict=True)
            if start < item["end"] and end > item["start"]
        ]
        return next((best for best in touching if best is not None), None)

    def _names(self, item: Item) -> list[tuple[int, int]]:
        spans = self._recogniser.recognise(item["text"], countries=item["report_countries"])
        return [(span.start, span.end) for span in spans]

    def _resolve(self, item: Item, spans: Sequence[tuple[int, int]]) -> list[Geocoding]:
        """As the pipeline does it: the sentence is the report, and the words beside a name count."""
        text, countries = item["text"], item["report_countries"]
        context = self._geocoder.context(text, countries)
        stated = [PlaceMention(TextSpan.of(item["id"], text, start, end), text[start:end]) for start, end in spans]
        mentions = self._geocoder.complete(stated, text, context)
        return self._geocoder.resolve(mentions, countries=countries, text=text, context=context)


def share(outcomes: Sequence[Outcome]) -> str:
    """``right/all share``."""
    right = sum(outcome.right for outcome in outcomes)
    return f"{right:4}/{len(outcomes):<4} {right / len(outcomes):.3f}" if outcomes else "   0/0"


def table(title: str, outcomes: Sequence[Outcome], key: Callable[[Item], str]) -> None:
    """Shares by one attribute of the items."""
    print(f"\n{title}")
    for value in sorted({key(outcome.item) for outcome in outcomes}):
        print(f"  {value:14} {share([outcome for outcome in outcomes if key(outcome.item) == value])}")


def reliability(outcomes: Iterable[Outcome]) -> None:
    """Stated probability against the share that is right, of the answers that name a place."""
    answered = [outcome for outcome in outcomes if outcome.probability is not None]
    print("\nreliability of the answers that name a place\n  stated          n   mean p  right")
    gap = 0.0
    for low, high in pairwise(BANDS):
        band = [outcome for outcome in answered if low <= (outcome.probability or 0.0) < high]
        if not band:
            continue
        mean = sum(outcome.probability or 0.0 for outcome in band) / len(band)
        right = sum(outcome.right for outcome in band) / len(band)
        gap += len(band) * abs(mean - right)
        print(f"  {low:.2f}-{min(high, 1.0):.2f}   {len(band):5}    {mean:.3f}  {right:.3f}")
    if answered:
        print(f"  expected calibration error {gap / len(answered):.3f}")


def report(name: str, outcomes: Sequence[Outcome], *, errors: bool) -> None:
    """Every figure of one way of asking."""
    print(f"\n=== {name}")
    for kind, label in (("known", "war-time places"), ("homonym", "homonyms"), ("none", 'answered "none"')):
        some = [outcome for outcome in outcomes if outcome.item["kind"] == kind]
        print(f"{label:16} {share(some)}")
        if kind != "none":
            unanswered = sum(not outcome.answered for outcome in some)
            print(f"{'':16} {unanswered} without an answer")
    placed = [outcome for outcome in outcomes if outcome.item["kind"] != "none"]
    table("by war", placed, lambda item: str(item["war"]))
    table("by script", placed, lambda item: str(item["script"]))
    table("by feature", placed, lambda item: str(item["feature"]))
    table("by checking", placed, lambda item: "one source" if item["one_source"] else "two sources")
    nothing = [outcome for outcome in outcomes if outcome.item["kind"] == "none"]
    table('"none" by what it is', nothing, lambda item: str(item["feature"]))
    reliability(outcomes)
    if errors:
        for outcome in outcomes:
            if not outcome.right and outcome.item["split"] == "dev":
                away = "" if outcome.distance_km is None else f" {outcome.distance_km:.0f} km off"
                print(f"{outcome.item['id']:12} {outcome.item['mention']}: {outcome.told}{away}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("dev", "held", "both"), default="both", help="which half of the gold")
    parser.add_argument("--errors", action="store_true", help="list the wrong answers of the dev half")
    parser.add_argument("--gold", type=Path, default=GOLD, help="another gold file of the same form")
    arguments = parser.parse_args()
    items: list[Item] = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines()]
    resolver = Resolver()
    for half in ("dev", "held") if arguments.half == "both" else (arguments.half,):
        chosen = [item for item in items if item["split"] == half]
        for name, ask in (("given", resolver.given), ("end to end", resolver.end_to_end)):
            begin = perf_counter()
            outcomes = [judge(item, ask(item)) for item in chosen]
            report(f"{half}, {name}", outcomes, errors=arguments.errors)
            print(f"\n{len(outcomes)} mentions in {perf_counter() - begin:.1f} s")


if __name__ == "__main__":
    main()
