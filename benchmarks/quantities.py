"""Share of quantities read exactly as the gold set says (bounds, unit, vagueness, base).

    python benchmarks/quantities.py [--errors]

The gold set is tests/extract/gold_quantities.jsonl. A sentence without a quantity counts as one item: nothing is to be
found in it. Every third line is kept apart: its errors are counted, never shown.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from time import perf_counter
from typing import Any

from tadmur.extract.quantities import find_quantities

GOLD = Path(__file__).resolve().parents[1] / "tests" / "extract" / "gold_quantities.jsonl"
Reading = tuple[float | None, float | None, float | None, str, bool, str | None]


def wanted(line: dict[str, Any]) -> list[Reading]:
    """The quantities of a gold line."""
    return [
        (item["low"], item["best"], item["high"], item["unit"], item["vague"], item["base"])
        for item in line["quantities"]
    ]


def answer(text: str) -> list[Reading]:
    """What is found in a sentence."""
    found = (span.quantity for span in find_quantities(text))
    return [(item.low, item.best, item.high, item.unit, item.vague, item.base) for item in found]


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print the wrong lines of the open part")
    arguments = parser.parse_args()
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    right: dict[str, list[bool]] = {"all": [], "open part": [], "kept apart": []}
    begin = perf_counter()
    for number, line in enumerate(gold):
        expected, got = wanted(line), answer(line["text"])
        part = "kept apart" if number % 3 == 2 else "open part"
        for name in ("all", part):
            right[name].append(expected == got)
        if arguments.errors and part == "open part" and expected != got:
            print(f"{number:4} {line['text']}\n     wanted {expected}\n     got    {got}")
    for name, values in right.items():
        print(f"{name:12} {sum(values)}/{len(values)} {sum(values) / len(values):.3f}")
    print(f"{len(gold)} sentences in {perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main()
