"""Verdicts on published figures of territory: statements of our own (dev) and an independent set (dev and held halves).

    python -m benchmarks.published_figures
    python -m benchmarks.published_figures --errors          # shows what is wrong, in the dev halves only

Right is an item whose verdict is the gold's; beside it stand the readings that hold, the computed values and the
relations, where the gold gives them. The peer is the plain route: the first number before a percent sign against the
areas nearest to the dates of the item's text, without wholes, bases or relations.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tadmur.measure.published_checks import Verdict
from tadmur.pipeline.figure_check import FigureChecker, contract
from tadmur.pipeline.published_gold import checked, gold_items
from tadmur.reference.published_areas import published_areas

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "pipeline" / "gold_published_figures.jsonl"
INDEPENDENT = ROOT / "benchmarks" / "gold" / "figures.jsonl"
TOLERANCE = {"percent": 0.05, "km2": 1.0}


def right(found: Mapping[str, Any], item: Mapping[str, Any]) -> dict[str, bool]:
    """What of an item is as the gold has it; only what the gold gives."""
    readings = [reading for check in found["checks"] for reading in check["readings"]]
    result = {"verdict": found["verdict"] == item["verdict"]}
    if "holds" in item:
        holding = {reading["reading"] for reading in readings if reading["holds"]}
        result["holds"] = set(item["holds"]) <= holding and (bool(item["holds"]) or item["verdict"] != "agrees")
    if "computed" in item:
        result["computed"] = all(
            any(abs(value - reading["computed"]) <= TOLERANCE[reading["unit"]] + 1e-6 for reading in readings)
            for value in item["computed"]
        )
    if "relations" in item:
        result["relations"] = set(item["relations"]) <= {relation["relation"] for relation in found["relations"]}
    return result


def plain_route(item: Mapping[str, Any]) -> str:
    """What a quick reader does: the first percentage, the years in the text, the areas nearest to their ends."""
    text = " ".join(report["text"] for report in item["reports"])
    share = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|per ?cent)", text)
    years = [int(year) for year in re.findall(r"\b(20\d\d)\b", text)]
    if share is None or not years:
        return Verdict.UNCHECKED.value
    areas = published_areas()
    published = date.fromisoformat(item["reports"][-1]["published_at"])
    begin = min(areas, key=lambda area: abs(area.as_of - date(min(years), 1, 1)))
    end = min(areas, key=lambda area: abs(area.as_of - min(published, date(max(years), 12, 31))))
    if max(abs(end.as_of - published), timedelta(0)) > timedelta(days=366) or begin.as_of >= end.as_of:
        return Verdict.UNCHECKED.value
    loss = 100 * (1 - end.area_km2 / begin.area_km2)
    return (Verdict.AGREES if abs(loss - float(share.group(1))) <= 0.5 else Verdict.DISAGREES).value


def score(name: str, items: Iterable[Mapping[str, Any]], checker: FigureChecker, *, errors: bool) -> None:
    """Print one line of a set's score, and what is wrong where that is asked for."""
    counts: dict[str, list[bool]] = {}
    plain: list[bool] = []
    mistaken: Counter[str] = Counter()
    for item in items:
        found = contract(checked(checker, item))
        outcome = right(found, item)
        for part, value in outcome.items():
            counts.setdefault(part, []).append(value)
        if not outcome["verdict"]:
            mistaken[f"{item['verdict']} as {found['verdict']}"] += 1
        plain.append(plain_route(item) == item["verdict"])
        if errors and not all(outcome.values()):
            wrong = ", ".join(part for part, value in outcome.items() if not value)
            print(f"  {item['id']}: {wrong} (gold {item['verdict']}, found {found['verdict']})")
    if not counts:
        print(f"{name:28} no items")
        return
    parts = "  ".join(f"{part} {sum(v)}/{len(v)} = {100 * sum(v) / len(v):.1f}%" for part, v in counts.items())
    print(f"{name:28} {parts}  (plain route: verdict {100 * sum(plain) / len(plain):.1f}%)")
    if mistaken:
        print("  mistaken: " + ", ".join(f"{count} {what}" for what, count in sorted(mistaken.items())))


def main() -> None:
    """Score both sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="name the dev items that are wrong")
    arguments = parser.parse_args()
    checker = FigureChecker(published_areas())
    score("own statements (dev)", gold_items(OWN), checker, errors=arguments.errors)
    if INDEPENDENT.is_file():
        items = gold_items(INDEPENDENT)
        for split in ("dev", "held"):
            chosen = [item for item in items if item.get("split") == split]
            score(f"independent ({split})", chosen, checker, errors=arguments.errors and split == "dev")


if __name__ == "__main__":
    main()
