"""Weights of the ranking, in nats a unit of each feature, read once from ``data/ranking.json`` with their card."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tadmur.geocode.features import FEATURES
from tadmur.geocode.lexicon import DATA


@dataclass(frozen=True, slots=True)
class Weights:
    """``of`` is feature to weight; ``none`` the score of "no place in the gazetteer"; scores are divided by
    ``temperature`` before they become probabilities."""

    of: Mapping[str, float]
    none: float
    temperature: float = 1.0

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.of) - set(FEATURES)):
            raise ValueError(f"no such feature: {', '.join(unknown)}")

    def score(self, features: Mapping[str, float]) -> float:
        """The weighted sum of a candidate's features, in nats."""
        return sum(self.of.get(name, 0.0) * value for name, value in features.items())


@cache
def load_weights(name: str) -> Weights:
    """The shipped weights for "war" reports, where a bare name is the town and its district or governorate needs a
    type word, or for "world" news, where a bare name may well be the country or the state."""
    entry = json.loads((DATA / "ranking.json").read_text(encoding="utf-8"))[name]
    return Weights(entry["weights"], entry["none"], entry["temperature"])
