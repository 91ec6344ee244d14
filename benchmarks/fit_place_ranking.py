"""Fit the weights that rank what a place name may mean, and say whether they beat the hand-set ones.

    python benchmarks/fit_place_ranking.py [--write]

Data: the dev half of `benchmarks/gold/places.jsonl` (our own sentences, CC0). Never the held half, and never the
outside geoparsing texts, which may be used for evaluation only. Model: conditional logit over the candidates of a name
and "none"; the features are those of `tadmur.geocode.features`. The fit is the maximum of the log-likelihood less
sum((w - hand)^2) / (2 spread^2): what the data do not speak about stays as set by hand. Features that rest on the
other names of a sentence depend on the weights, so features and weights are worked out in turns.

Prints, for each spread, what five-fold cross-validation over sentences gives: the share right, the log-likelihood a
mention. `--write` puts the weights of the likeliest spread, fitted on all dev sentences, into the shipped
`ranking.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from tadmur.geocode.features import FEATURES
from tadmur.geocode.geocoder import Geocoder
from tadmur.geocode.lexicon import DATA
from tadmur.geocode.weights import Weights
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.place import Place, PlaceMention
from tadmur.terms.span import TextSpan

GOLD = Path(__file__).resolve().parent / "gold" / "places.jsonl"
FILE = DATA / "ranking.json"
FOLDS, TURNS = 5, 3
SPREADS = (0.5, 1.0, 2.0)
EARTH_RADIUS_KM = 6371.0
NAMES = tuple(FEATURES)
Item = dict[str, Any]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """One mention: ``features`` of its candidates, shape (candidates, features), and which of them are right.

    Where none is right, "none" is.
    """

    features: Array
    right: NDArray[np.bool_]


def main() -> None:
    """Print the cross-validation, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the fitted weights into the package")
    arguments = parser.parse_args()
    items = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    dev = [
        item for item in items if item["split"] == "dev" and (item["kind"] != "none" or item["feature"] == "invented")
    ]
    shipped = json.loads(FILE.read_text(encoding="utf-8"))
    hand = Weights(shipped["war"].get("hand", shipped["war"]["weights"]), shipped["war"].get("hand_none", 1.5))
    geocoder = Geocoder(Gazetteer.open())
    folds = [[item for item in dev if fold_of(item) == fold] for fold in range(FOLDS)]
    show("hand-set", [result for fold in folds for result in results(fold, geocoder, hand)])
    scores = {}
    for spread in SPREADS:
        found = []
        for number, fold in enumerate(folds):
            rest = [item for other, part in enumerate(folds) if other != number for item in part]
            found += results(fold, geocoder, fitted(rest, geocoder, hand, spread))
        show(f"fitted, spread {spread}", found)
        scores[spread] = sum(likelihood for _, likelihood in found)
    if arguments.write:
        spread = max(scores, key=lambda key: scores[key])
        weights = fitted(dev, geocoder, hand, spread)
        write(weights, hand, spread, len(dev))
        print(f"written with spread {spread}: {FILE}")


def show(title: str, found: Sequence[tuple[bool, float]]) -> None:
    """One line of the table."""
    right = sum(fine for fine, _ in found) / len(found)
    print(f"{title:24} right {right:.3f}   log-likelihood a mention {sum(x for _, x in found) / len(found):.3f}")


def fold_of(item: Item) -> int:
    """Mentions of one sentence fall into one fold."""
    return int(hashlib.sha256(item["id"].split(".")[0].encode()).hexdigest(), 16) // 2 % FOLDS


def results(items: Sequence[Item], geocoder: Geocoder, weights: Weights) -> list[tuple[bool, float]]:
    """For each mention whether the most probable answer is right, and the log of the probability of what is right."""
    found = []
    for choice in choices(items, geocoder, weights):
        scores = np.append(choice.features @ vector(weights), weights.none)
        right = np.append(choice.right, not choice.right.any())
        found.append((bool(right[int(scores.argmax())]), log_share(scores, right)))
    return found


def choices(items: Sequence[Item], geocoder: Geocoder, weights: Weights) -> list[Choice]:
    """The mentions with their candidates' features under the present weights."""
    found = []
    for item in items:
        text, countries, name = item["text"], item["report_countries"], item["mention"]
        mention = PlaceMention(TextSpan.of("gold", text, item["start"], item["end"]), name)
        ranked = geocoder.candidates(mention, text, countries=countries, weights=weights)
        rows = [[r.features.get(feature, 0.0) for feature in NAMES] for r in ranked]
        right = [is_right(item, r.place) for r in ranked]
        found.append(Choice(np.array(rows, dtype=float).reshape(len(rows), len(NAMES)), np.array(right, dtype=bool)))
    return found


def is_right(item: Item, place: Place) -> bool:
    """As the benchmark judges it: near enough, and a province where one is meant."""
    if item["kind"] == "none":
        return False
    near = distance_km(item["lon"], item["lat"], place.lon, place.lat) <= item["tolerance_km"]
    return near and (item["level"] != "admin1" or place.feature_class == "admin1")


def fitted(items: Sequence[Item], geocoder: Geocoder, hand: Weights, spread: float) -> Weights:
    """The weights that fit the items, held to the hand-set ones."""
    start = np.append(vector(hand), hand.none)
    weights = hand
    for _ in range(TURNS):
        data = choices(items, geocoder, weights)

        def loss(values: Array, data: Sequence[Choice] = tuple(data)) -> tuple[float, Array]:
            return penalised(values, data, start, spread)

        best = minimize(loss, np.append(vector(weights), weights.none), jac=True, method="L-BFGS-B")
        weights = Weights(dict(zip(NAMES, best.x[:-1].tolist(), strict=True)), float(best.x[-1]))
    return weights


def penalised(values: Array, data: Sequence[Choice], start: Array, spread: float) -> tuple[float, Array]:
    """Negative log-likelihood with the penalty, and its gradient."""
    total = float(((values - start) ** 2).sum() / (2.0 * spread**2))
    gradient = (values - start) / spread**2
    for choice in data:
        design = np.zeros((len(choice.features) + 1, len(values)))
        design[:-1, :-1] = choice.features
        design[-1, -1] = 1.0
        right = np.append(choice.right, not choice.right.any())
        scores = design @ values
        total -= log_share(scores, right)
        everything, wanted = shares(scores), shares(np.where(right, scores, -np.inf))
        gradient += design.T @ (everything - wanted)
    return total, gradient


def shares(scores: Array) -> Array:
    """Softmax."""
    exps = np.exp(scores - scores.max())
    return np.asarray(exps / exps.sum(), dtype=float)


def log_share(scores: Array, right: NDArray[np.bool_]) -> float:
    """Log of the probability of all that is right."""
    return float(np.logaddexp.reduce(scores[right]) - np.logaddexp.reduce(scores))


def vector(weights: Weights) -> Array:
    """Weights in the order of the features."""
    return np.array([weights.of.get(name, 0.0) for name in NAMES])


def write(weights: Weights, hand: Weights, spread: float, mentions: int) -> None:
    """Put the weights with their card into the shipped file."""
    shipped = json.loads(FILE.read_text(encoding="utf-8"))
    shipped["war"] = {
        "card": {
            "data": f"dev half of benchmarks/gold/places.jsonl, {mentions} mentions, our own sentences, CC0-1.0",
            "command": "python benchmarks/fit_place_ranking.py --write",
            "model": f"conditional logit, held to the hand-set weights with spread {spread}",
            "licence": "CC0-1.0",
        },
        "none": round(weights.none, 3),
        "temperature": 1.0,
        "weights": rounded(weights.of),
        "hand_none": hand.none,
        "hand": rounded(hand.of),
    }
    FILE.write_text(json.dumps(shipped, indent=2) + "\n", encoding="utf-8")


def rounded(of: Mapping[str, float]) -> dict[str, float]:
    """Weights to three decimals, in the order of the features."""
    return {name: round(of[name], 3) for name in NAMES if name in of}


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance (haversine)."""
    half_lat, half_lon = math.radians(other_lat - lat) / 2, math.radians(other_lon - lon) / 2
    cosines = math.cos(math.radians(lat)) * math.cos(math.radians(other_lat))
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(math.sin(half_lat) ** 2 + cosines * math.sin(half_lon) ** 2))


if __name__ == "__main__":
    main()
