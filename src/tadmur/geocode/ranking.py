"""Rank what several names of one text may mean, jointly: each name's candidates lend weight to their neighbours'.

For name ``n`` and candidate ``k`` the score is ``s(n,k) = prior(k) + country(k) + admin1(k) + nearness(k)``, in nats,
where the last three rest on the present beliefs about the other names; probabilities are the softmax over the
candidates and "none", whose score is fixed. Beliefs are updated for all names at once, three times (mean-field
iteration over the document, after the spatial-minimality idea of Leidner 2007, "Toponym Resolution in Text").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tadmur.reference.folding import folded_key
from tadmur.reference.gazetteer import Match
from tadmur.terms.place import FeatureClass, Place

ROUNDS = 3
MOST_CANDIDATES = 60
"""Candidates of one name that are ranked; the best by prior when there are more."""
TOWN = 10_000
"""Inhabitants from which a settlement is a town."""
NEAR_KM = 60.0
"""Scale over which two places count as neighbours."""
LARGE_FEDERATIONS = frozenset({"AU", "BR", "CA", "CN", "DE", "IN", "MX", "RU", "US"})
"""Countries whose first-level units are as well known as countries."""
_POINTS = frozenset({FeatureClass.SETTLEMENT, FeatureClass.QUARTER, FeatureClass.SITE, FeatureClass.ADMIN2})


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights in nats. ``none`` is the score of "no place in the gazetteer"; the rest add to a candidate."""

    none: float = 1.0
    alternate: float = -0.9
    folded: float = -1.8
    main_name: float = 0.6
    """Back for a like spelling of a place's main name, against one of its other names."""
    uncounted: float = -2.5
    """A settlement whose inhabitants nobody lists, beside one of the same name that is a town."""
    population: float = 0.9
    """For each factor of ten in inhabitants above 1,000."""
    expected_country: float = 4.0
    foreign: float = 0.0
    """Outside the expected countries, where there are any; not for countries, large cities and regions."""
    country: float = 1.3
    admin1: float = 1.2
    near: float = 1.0
    container: float = 6.0
    type_word: float = 4.0
    country_class: float = 5.5
    admin1_class: float = 1.0
    federal_class: float = 3.0
    """First-level units of large federations."""
    admin2_class: float = -0.5
    quarter_class: float = -0.8
    site_class: float = -0.8
    region_class: float = 3.0


@dataclass(frozen=True, slots=True)
class Query:
    """A name to rank. ``wanted`` are the feature classes its type word asks for; ``containers`` the candidates of the
    place that the text puts it in ("Paris, Texas"); ``count`` how often the text names it."""

    name: str
    matches: tuple[Match, ...]
    wanted: frozenset[FeatureClass] = frozenset()
    containers: tuple[Place, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its probability and the reasons for its rank."""

    place: Place
    probability: float
    reason: str


@dataclass(slots=True)
class _Belief:
    matches: list[Match]
    priors: list[float]
    notes: list[list[str]]
    probabilities: list[float]
    count: int


def rank(queries: Sequence[Query], *, countries: Sequence[str], weights: Weights) -> list[tuple[Ranked, ...]]:
    """Candidates of each query, most probable first; what is missing to one is the probability of "none"."""
    beliefs = [_start(q, frozenset(countries), weights) for q in queries]
    scores = [list(b.priors) for b in beliefs]
    for _ in range(ROUNDS):
        scores = [_score(i, beliefs, weights) for i in range(len(beliefs))]
        for belief, row in zip(beliefs, scores, strict=True):
            belief.probabilities = _softmax(row, weights.none)
    return [_ranked(i, beliefs) for i in range(len(beliefs))]


def _start(query: Query, countries: frozenset[str], weights: Weights) -> _Belief:
    rows = [(m, *_prior(m, query, countries, weights)) for m in query.matches]
    rows.sort(key=lambda r: (-r[1], r[0].place.place_id))
    rows = rows[:MOST_CANDIDATES]
    priors = [r[1] for r in rows]
    return _Belief([r[0] for r in rows], priors, [r[2] for r in rows], _softmax(priors, weights.none), query.count)


def _prior(match: Match, query: Query, countries: frozenset[str], w: Weights) -> tuple[float, list[str]]:
    """What speaks for a candidate by itself, and the words for it."""
    place, notes = match.place, []
    score = 0.0
    notes.append("exact name" if match.exact else "like spelling")
    if not match.exact:
        score += w.folded
        if place.feature_class is FeatureClass.SETTLEMENT and folded_key(place.name) == folded_key(query.name):
            score += w.main_name
            notes[-1] = "like spelling of its main name"
    elif not match.primary:
        score += w.alternate
        notes[-1] = "alternate name"
    score += _class_weight(place, query.wanted, w)
    if query.wanted and place.feature_class in query.wanted:
        notes.append(f"{place.feature_class} as the words say")
    population = place.population or 0
    if population > 1000:
        score += w.population * (math.log10(population) - 3.0)
    elif place.population is None and place.feature_class is FeatureClass.SETTLEMENT and _has_town(query):
        score += w.uncounted
    if place.country in countries:
        score += w.expected_country
        notes.append(f"in {place.country}")
    elif countries and place.feature_class not in (FeatureClass.COUNTRY, FeatureClass.REGION) and population < 100_000:
        score += w.foreign
    if query.containers and any(contains(c, place) for c in query.containers):
        score += w.container
        notes.append("inside the place named with it")
    return score, notes


def _has_town(query: Query) -> bool:
    return any(
        match.exact and match.place.feature_class is FeatureClass.SETTLEMENT and (match.place.population or 0) >= TOWN
        for match in query.matches
    )


def _class_weight(place: Place, wanted: frozenset[FeatureClass], w: Weights) -> float:
    by_class = {
        FeatureClass.COUNTRY: w.country_class,
        FeatureClass.ADMIN1: w.admin1_class,
        FeatureClass.ADMIN2: w.admin2_class,
        FeatureClass.QUARTER: w.quarter_class,
        FeatureClass.SITE: w.site_class,
        FeatureClass.REGION: w.region_class,
    }
    base = by_class.get(place.feature_class, 0.0)
    if place.feature_class is FeatureClass.ADMIN1 and place.country in LARGE_FEDERATIONS:
        base = w.federal_class
    if not wanted:
        return base
    return base + (w.type_word if place.feature_class in wanted else -w.type_word / 2)


def contains(container: Place, place: Place) -> bool:
    """Whether ``place`` is inside ``container``, as far as country and first-level unit say."""
    if container.place_id == place.place_id or container.country != place.country:
        return False
    if container.feature_class is FeatureClass.COUNTRY:
        return True
    if container.feature_class is FeatureClass.ADMIN1:
        return place.admin1 == container.name
    if container.feature_class is FeatureClass.ADMIN2:
        return distance_km(container, place) < 50.0
    return place.feature_class in (FeatureClass.QUARTER, FeatureClass.SITE) and distance_km(container, place) < 40.0


def _score(index: int, beliefs: Sequence[_Belief], w: Weights) -> list[float]:
    """Scores of one name's candidates, given the present beliefs about the others."""
    own = beliefs[index]
    if len(own.matches) < 2 and not own.matches:
        return []
    by_country: dict[str, float] = {}
    by_admin1: dict[tuple[str, str], float] = {}
    anchors: list[tuple[Place, float]] = []
    for other_index, other in enumerate(beliefs):
        if other_index == index:
            continue
        weight = 1.0 + 0.5 * math.log(other.count)
        for match, p in zip(other.matches, other.probabilities, strict=True):
            if p < 0.05:
                continue
            place = match.place
            by_country[place.country] = by_country.get(place.country, 0.0) + weight * p
            unit = place.name if place.feature_class is FeatureClass.ADMIN1 else place.admin1
            if unit:
                by_admin1[place.country, unit] = by_admin1.get((place.country, unit), 0.0) + weight * p
            if place.feature_class in _POINTS:
                anchors.append((place, p))
    return [
        prior
        + w.country * math.log1p(by_country.get(m.place.country, 0.0))
        + w.admin1 * math.log1p(by_admin1.get((m.place.country, _unit(m.place)), 0.0))
        + w.near * _nearness(m.place, anchors)
        for m, prior in zip(own.matches, own.priors, strict=True)
    ]


def _unit(place: Place) -> str:
    return place.name if place.feature_class is FeatureClass.ADMIN1 else place.admin1 or ""


def _nearness(place: Place, anchors: Sequence[tuple[Place, float]]) -> float:
    """How many believed places lie close by, each counting by its probability and e-fold distance; 3 at most."""
    if place.feature_class not in _POINTS:
        return 0.0
    total = 0.0
    for other, probability in anchors:
        if abs(other.lat - place.lat) < 2.5 and other.place_id != place.place_id:
            total += probability * math.exp(-distance_km(place, other) / NEAR_KM)
    return min(3.0, total)


def _softmax(scores: Sequence[float], none: float) -> list[float]:
    """Probabilities of the candidates; the rest is that of none."""
    top = max([none, *scores])
    exps = [math.exp(s - top) for s in scores]
    total = sum(exps) + math.exp(none - top)
    return [e / total for e in exps]


def _ranked(index: int, beliefs: Sequence[_Belief]) -> tuple[Ranked, ...]:
    own = beliefs[index]
    anchors = [(o.matches[0].place, max(o.probabilities)) for i, o in enumerate(beliefs) if i != index and o.matches]
    result = []
    for match, p, notes in zip(own.matches, own.probabilities, own.notes, strict=True):
        near = sum(1 for other, q in anchors if q > 0.5 and distance_km(match.place, other) < NEAR_KM)
        close = [f"{near} other name{'s' * (near > 1)} within {NEAR_KM:.0f} km"] if near and p > 0.01 else []
        people = [f"{match.place.population:,} inhabitants"] if match.place.population else []
        result.append(Ranked(match.place, p, "; ".join([*notes, *close, *people])))
    result.sort(key=lambda r: (-r.probability, r.place.place_id))
    return tuple(result)


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance on a sphere of 6371 km."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    h = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
