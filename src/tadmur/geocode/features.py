"""What speaks for a candidate: one number a feature, so that a score is a weighted sum that can be read aloud.

Features of a candidate by itself are worked out once; those that rest on what the other names of the report mean are
worked out anew in every round (see :mod:`tadmur.geocode.ranking`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tadmur.reference.folding import folded_key
from tadmur.reference.gazetteer import Match
from tadmur.terms.place import FeatureClass, Place

TOWN = 10_000
"""Inhabitants from which a settlement is a town."""
LARGE = 100_000
"""Inhabitants from which a city is spoken of anywhere, also in reports of a war elsewhere."""
NEAR_KM = 60.0
"""Scale over which two places count as neighbours."""
NEIGHBOURS_AT_MOST = 3.0
"""Neighbours that count; more of them say nothing new."""
LARGE_FEDERATIONS = frozenset({"AU", "BR", "CA", "CN", "DE", "IN", "MX", "RU", "US"})
"""Countries whose first-level units are as well known as countries."""
POINTS = frozenset({FeatureClass.SETTLEMENT, FeatureClass.QUARTER, FeatureClass.SITE, FeatureClass.ADMIN2})
TEXT_REACH = 400.0
"""Characters over which the weight of a neighbour in the text falls to a third of what falls off."""
FARTHEST = 0.4
"""Weight of a name that stands far away in the same text."""
USER_GAZETTEER = "user:"
"""How the ids of a user's own places begin."""

FEATURES = {
    "alternate": "one of its other names",
    "folded": "a like spelling only",
    "main_name": "a like spelling of its main name",
    "uncounted": "no count of inhabitants, beside a town of the same name",
    "population": "inhabitants, each factor of ten above 1,000",
    "expected_country": "in a country of the conflict",
    "foreign": "outside the countries of the conflict",
    "sentence_country": "the sentence names its country or people",
    "container": "inside the place named with it",
    "type_word": "of the kind that the words say",
    "country_class": "a country",
    "admin1_class": "a first-level unit",
    "federal_class": "a state of a large federation",
    "admin2_class": "a district",
    "quarter_class": "a quarter of a town",
    "site_class": "a site",
    "region_class": "a region",
    "own": "one of your own places",
    "country": "other names of the report lie in its country",
    "admin1": "other names of the report lie in its first-level unit",
    "near": "other names of the report lie close by",
    "front": "recent claims lie close by",
}
"""Every feature, and what it says in words."""

_OF_CLASS = {
    FeatureClass.COUNTRY: "country_class",
    FeatureClass.ADMIN1: "admin1_class",
    FeatureClass.ADMIN2: "admin2_class",
    FeatureClass.QUARTER: "quarter_class",
    FeatureClass.SITE: "site_class",
    FeatureClass.REGION: "region_class",
}


@dataclass(frozen=True, slots=True)
class Query:
    """A name to rank.

    Attributes:
        wanted: feature classes that its type word asks for.
        containers: candidates of the place that the text puts it in ("Paris, Texas").
        count: how often the text names it.
        hints: country to how strongly its sentences speak of that country or its people, in 0..1.
        positions: offsets where the text names it; empty where that is not known.
    """

    name: str
    matches: tuple[Match, ...]
    wanted: frozenset[FeatureClass] = frozenset()
    containers: tuple[Place, ...] = ()
    count: int = 1
    hints: Mapping[str, float] = field(default_factory=dict)
    positions: tuple[int, ...] = ()


def affinity(a: Query, b: Query) -> float:
    """How much two names of one text have to do with each other: 1 side by side, :data:`FARTHEST` pages apart."""
    if not a.positions or not b.positions:
        return 1.0
    gap = min(abs(p - q) for p in a.positions for q in b.positions)
    return FARTHEST + (1.0 - FARTHEST) * math.exp(-gap / TEXT_REACH)


@dataclass(slots=True)
class Surroundings:
    """What the other names of a report, as believed at present, say about where it is set."""

    by_country: dict[str, float] = field(default_factory=dict)
    by_admin1: dict[tuple[str, str], float] = field(default_factory=dict)
    anchors: list[tuple[Place, float]] = field(default_factory=list)

    def add(self, place: Place, probability: float, weight: float) -> None:
        """Count a candidate of another name; ``weight`` says how much that name has to do with the one at hand."""
        self.by_country[place.country] = self.by_country.get(place.country, 0.0) + weight * probability
        if unit := unit_of(place):
            key = (place.country, unit)
            self.by_admin1[key] = self.by_admin1.get(key, 0.0) + weight * probability
        if place.feature_class in POINTS:
            self.anchors.append((place, probability))


def own_features(match: Match, query: Query, countries: frozenset[str]) -> dict[str, float]:
    """Features of a candidate by itself; those that are zero are left out."""
    place = match.place
    found: dict[str, float] = {}
    if not match.exact:
        found["folded"] = 1.0
        if place.feature_class is FeatureClass.SETTLEMENT and folded_key(place.name) == folded_key(query.name):
            found["main_name"] = 1.0
    elif not match.primary:
        found["alternate"] = 1.0
    klass = _OF_CLASS.get(place.feature_class)
    if place.feature_class is FeatureClass.ADMIN1 and place.country in LARGE_FEDERATIONS:
        klass = "federal_class"
    if klass:
        found[klass] = 1.0
    if query.wanted:
        found["type_word"] = 1.0 if place.feature_class in query.wanted else -0.5
    population = place.population or 0
    if population > 1000:
        found["population"] = math.log10(population) - 3.0
    elif place.population is None and place.feature_class is FeatureClass.SETTLEMENT and _has_town(query):
        found["uncounted"] = 1.0
    if place.country in countries:
        found["expected_country"] = 1.0
    elif countries and place.feature_class not in (FeatureClass.COUNTRY, FeatureClass.REGION) and population < LARGE:
        found["foreign"] = 1.0
    if hint := query.hints.get(place.country):
        found["sentence_country"] = hint
    if query.containers and any(contains(c, place) for c in query.containers):
        found["container"] = 1.0
    if place.place_id.startswith(USER_GAZETTEER):
        found["own"] = 1.0
    return found


def context_features(place: Place, around: Surroundings, front: Sequence[Place]) -> dict[str, float]:
    """Features that rest on the other names of the report and on where recent claims lie."""
    found = {
        "country": math.log1p(around.by_country.get(place.country, 0.0)),
        "admin1": math.log1p(around.by_admin1.get((place.country, unit_of(place)), 0.0)),
        "near": nearness(place, around.anchors),
        "front": nearness(place, [(other, 1.0) for other in front]),
    }
    return {name: value for name, value in found.items() if value}


def _has_town(query: Query) -> bool:
    return any(
        match.exact and match.place.feature_class is FeatureClass.SETTLEMENT and (match.place.population or 0) >= TOWN
        for match in query.matches
    )


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


def unit_of(place: Place) -> str:
    """The first-level unit that a place is or lies in; empty where none is known."""
    return place.name if place.feature_class is FeatureClass.ADMIN1 else place.admin1 or ""


def nearness(place: Place, anchors: Sequence[tuple[Place, float]]) -> float:
    """How many believed places lie close by, each counting by its probability and e-fold distance; 3 at most."""
    if place.feature_class not in POINTS:
        return 0.0
    total = 0.0
    for other, probability in anchors:
        if abs(other.lat - place.lat) < 2.5 and other.place_id != place.place_id:
            total += probability * math.exp(-distance_km(place, other) / NEAR_KM)
    return min(NEIGHBOURS_AT_MOST, total)


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance on a sphere of 6371 km."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    h = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
