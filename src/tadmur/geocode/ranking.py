"""Rank what several names of one text may mean, jointly: each name's candidates lend weight to their neighbours'.

For name ``n`` and candidate ``k`` the score is ``s(n,k) = sum over f of w(f) x(f,n,k)``, in nats, over the features of
:mod:`tadmur.geocode.features`; those of context rest on the present beliefs about the other names. Probabilities are
the softmax of ``s / T`` over the candidates and "none", whose score is fixed. Beliefs are updated for all names at
once, three times (mean-field iteration over the document, after the spatial-minimality idea of Leidner 2007, "Toponym
Resolution in Text").
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tadmur.geocode.features import (
    NEAR_KM,
    Anchor,
    Query,
    Surroundings,
    affinity,
    context_features,
    distance_km,
    own_features,
)
from tadmur.geocode.weights import Weights
from tadmur.reference.folding import plain_key
from tadmur.reference.gazetteer import Match
from tadmur.terms.place import Place

ROUNDS = 3
MOST_CANDIDATES = 60
"""Candidates of one name that are ranked; the best by themselves when there are more."""
_SPOKEN_OF = frozenset(("sentence_country", "sentence_people", "sentence_abroad"))
LEAST_BELIEVED = 0.05
"""A candidate with a smaller probability says nothing about its neighbours."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its probability, the reasons for its rank, and its features' values."""

    place: Place
    probability: float
    reason: str
    features: Mapping[str, float]


@dataclass(slots=True)
class _Belief:
    query: Query
    matches: list[Match]
    own: list[dict[str, float]]
    priors: list[float]
    features: list[dict[str, float]]
    probabilities: list[float]


def rank(
    queries: Sequence[Query], *, countries: Sequence[str], weights: Weights, front: Sequence[Place] = ()
) -> list[tuple[Ranked, ...]]:
    """Candidates of each query, most probable first; what is missing to one is the probability of "none".

    Args:
        countries: ISO alpha-2 codes of where the report is set; may be empty.
        front: where recent claims lie.
    """
    beliefs = [_start(q, frozenset(countries), weights) for q in queries]
    for _ in range(ROUNDS):
        rows = [_score(i, beliefs, weights, front) for i in range(len(beliefs))]
        for belief, row in zip(beliefs, rows, strict=True):
            belief.probabilities = softmax(row, weights)
    return [_ranked(i, beliefs) for i in range(len(beliefs))]


def _start(query: Query, countries: frozenset[str], weights: Weights) -> _Belief:
    rows = [(m, x, weights.score(x)) for m in query.matches for x in (own_features(m, query, countries),)]
    rows.sort(key=lambda r: (-r[2], r[0].place.place_id))
    rows = rows[:MOST_CANDIDATES]
    own, priors = [r[1] for r in rows], [r[2] for r in rows]
    return _Belief(query, [r[0] for r in rows], own, priors, own, softmax(priors, weights))


def _score(index: int, beliefs: Sequence[_Belief], weights: Weights, front: Sequence[Place]) -> list[float]:
    """Scores of one name's candidates, given the present beliefs about the others."""
    own = beliefs[index]
    if not own.matches:
        return []
    around, key = Surroundings(), plain_key(own.query.name)
    for other_index, other in enumerate(beliefs):
        if other_index == index or plain_key(other.query.name) == key:
            continue
        weight = affinity(own.query, other.query)
        beside = plain_key(other.query.name) in own.query.beside
        for match, p in zip(other.matches, other.probabilities, strict=True):
            if p >= LEAST_BELIEVED:
                around.add(Anchor(match.place, p, weight, beside), other.query.count)
    context = [context_features(m.place, around, front) for m in own.matches]
    own.features = [x | y for x, y in zip(own.own, context, strict=True)]
    return [prior + weights.score(y) for prior, y in zip(own.priors, context, strict=True)]


def softmax(scores: Sequence[float], weights: Weights) -> list[float]:
    """Probabilities of the candidates; the rest is that of none."""
    top = max([weights.none, *scores])
    exps = [math.exp((s - top) / weights.temperature) for s in scores]
    total = sum(exps) + math.exp((weights.none - top) / weights.temperature)
    return [e / total for e in exps]


def _ranked(index: int, beliefs: Sequence[_Belief]) -> tuple[Ranked, ...]:
    own = beliefs[index]
    anchors = [
        o.matches[top].place
        for i, o in enumerate(beliefs)
        if i != index and o.matches
        for top in (max(range(len(o.matches)), key=o.probabilities.__getitem__),)
        if o.probabilities[top] > 0.5
    ]
    result = []
    for match, p, features in zip(own.matches, own.probabilities, own.features, strict=True):
        near = sum(1 for other in anchors if distance_km(match.place, other) < NEAR_KM) if p > 0.01 else 0
        result.append(Ranked(match.place, p, _reason(match, features, near), features))
    result.sort(key=lambda r: (-r.probability, r.place.place_id))
    return tuple(result)


def _reason(match: Match, features: Mapping[str, float], near: int) -> str:
    """Why, in a few words."""
    place = match.place
    if not match.exact:
        how = "like spelling of its main name" if "main_name" in features else "like spelling"
    else:
        how = "exact name" if match.primary else "alternate name"
    said = [
        how,
        "your own place" if "own" in features else "",
        f"{place.feature_class} as the words say" if features.get("type_word", 0.0) > 0 else "",
        f"in {place.country}" if "expected_country" in features else "",
        f"the sentence speaks of {place.country}" if _SPOKEN_OF & features.keys() else "",
        "inside the place named with it" if "container" in features else "",
        f"{near} other name{'s' * (near > 1)} within {NEAR_KM:.0f} km" if near else "",
        "near recent claims" if features.get("front", 0.0) > 0.2 else "",
        f"{place.population:,} inhabitants" if place.population else "",
    ]
    return "; ".join(word for word in said if word)
