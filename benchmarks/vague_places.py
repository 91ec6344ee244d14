"""Vague places: what "south-west of X", "10 km from X" or "the road from X to Y" draws on the map.

    python benchmarks/vague_places.py [--errors]

Reads `benchmarks/gold/vague_places.jsonl`, our own sentences with the shape, bearing, distance and precision code that
their words call for. Each sentence is read as the pipeline reads it: the name as a mention, completed by the words
beside it, resolved with the pack's countries, drawn. Beside it stands what a geocoder without such shapes does, which
puts everything at the named place.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from tadmur.geocode.geocoder import Geocoder
from tadmur.geocode.geometry import Ground, ground_of
from tadmur.geocode.vague import located_places
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import load_pack
from tadmur.terms.place import Geocoding, PlaceMention, PlaceRelation
from tadmur.terms.span import TextSpan

GOLD = Path(__file__).parent / "gold" / "vague_places.jsonl"
WITHIN_DEG, WITHIN_SHARE = 5.0, 0.05
AT_THE_PLACE = ("point", "area")
"""Shapes whose claims are about the named place itself."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what went wrong")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    geocoder = Geocoder(Gazetteer.open())
    counts = {"shape": 0, "bearing": 0, "distance": 0, "where_prec": 0, "other end": 0, "everything": 0}
    moved = plain = 0
    for row in rows:
        mention, answer = read(row, geocoder)
        ground = ground_of(mention, answer)
        right = judged(row, mention, ground)
        for name, fine in right.items():
            counts[name] += fine
        counts["everything"] += all(right.values())
        vague = row["geometry"] not in AT_THE_PLACE
        (place,) = located_places([(mention, answer)])
        beside = vague and mention.relation is not PlaceRelation.PART
        plain += beside
        moved += beside and place is not None and place == answer.candidates[0].place
        if arguments.errors and not all(right.values()):
            wrong = ", ".join(name for name, fine in right.items() if not fine)
            print(f"{row['id']} {row['text']!r}: {wrong} (drawn: {ground})")
    print(f"{len(rows)} phrases")
    for name, count in counts.items():
        print(f"{name + ' right':44} {count / len(rows):>8.3f}")
    print(f"{'beside X, but a claim would count at X':44} {moved:>8}")
    print(f"{'the same, all put at the named place':44} {plain:>8}")


def read(row: dict[str, Any], geocoder: Geocoder) -> tuple[PlaceMention, Geocoding]:
    """The mention as the pipeline completes it, and what it means."""
    text, countries = row["text"], load_pack(row["pack"]).countries
    start = text.index(row["name"])
    context = geocoder.context(text, countries)
    stated = PlaceMention(TextSpan.of("report", text, start, start + len(row["name"])), row["name"])
    mentions = geocoder.complete([stated], text, context)
    answers = geocoder.resolve(mentions, countries=countries, text=text, context=context)
    return mentions[0], answers[0]


def judged(row: dict[str, Any], mention: PlaceMention, ground: Ground | None) -> dict[str, bool]:
    """What of the gold's figures the drawing has right."""
    if ground is None:
        return dict.fromkeys(("shape", "bearing", "distance", "where_prec", "other end"), False)
    return {
        "shape": ground.shape.value == row["geometry"],
        "bearing": close(ground.bearing_deg, row["bearing_deg"], WITHIN_DEG),
        "distance": row["geometry"] == "line" or close(ground.distance_km, row["distance_km"], WITHIN_SHARE),
        "where_prec": ground.where_prec == row["where_prec"],
        "other end": mention.other_name == row.get("other"),
    }


def close(value: float | None, wanted: float | None, within: float) -> bool:
    """Whether both are absent, or both there and close."""
    if value is None or wanted is None:
        return value is wanted
    return abs(value - wanted) <= within


if __name__ == "__main__":
    main()
