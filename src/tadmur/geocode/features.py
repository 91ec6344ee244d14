"""What speaks for a candidate: one number a feature, so that a score is a weighted sum that can be read aloud.

Features of a candidate by itself are worked out once; those that rest on what the other names of the report mean are
worked out anew in every round (see :mod:`tadmur.geocode.ranking`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tadmur.reference.folding import folded_key
from tadmur.reference.gazetteer import DENSE_COUNTRIES, Match
from tadmur.reference.own_places import PREFIX
from tadmur.terms.place import FeatureClass, Place

TOWN = 10_000
"""Inhabitants from which a settlement is a town."""
LARGE = 100_000
"""Inhabitants from which a city is spoken of anywhere, also in reports of a war elsewhere."""
NEAR_KM = 60.0
"""Scale over which two places count as neighbours."""
CLOSE_KM = 25.0
"""Scale over which two places lie close: a walk, a shell's flight."""
SMALLEST = 30
"""Fewer inhabitants than this count as this many: a count of five is a slip as often as a hamlet."""
LARGE_FEDERATIONS = frozenset({"AU", "BR", "CA", "CN", "DE", "IN", "MX", "RU", "US"})
"""Countries whose first-level units are as well known as countries."""
POINTS = frozenset({FeatureClass.SETTLEMENT, FeatureClass.QUARTER, FeatureClass.SITE, FeatureClass.ADMIN2})
TEXT_REACH = 400.0
"""Characters over which the weight of a neighbour in the text falls to a third of what falls off."""
NEXT = 0.7
"""Weight of a name in the next sentence."""
FARTHEST = 0.4
"""Weight of a name that stands far away in the same text."""

FEATURES = {
    "alternate": "another of its names",
    "variant": "another spelling of its main name",
    "folded": "a like spelling only",
    "main_name": "a like spelling of its main name",
    "uncounted": "no count of inhabitants, beside a town of the same name",
    "population": "inhabitants, each factor of ten above 1,000",
    "unit_population": "inhabitants of the unit, each factor of ten above 1,000",
    "renown": "how many names the gazetteer has for it",
    "seat": "its district bears its name",
    "capital": "its first-level unit bears its name",
    "expected_country": "in a country of the conflict",
    "foreign": "outside the countries of the conflict",
    "foreign_city": "a large city outside them",
    "adrift": "in no first-level unit",
    "sentence_country": "the sentence names its country",
    "sentence_people": "the sentence names the people or forces of its country",
    "sentence_abroad": "the sentence names its country or people, not of the conflict",
    "container": "inside the place named with it",
    "outside": "outside the place named with it",
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
    "near": "other names of the report lie near",
    "close": "the closest name that stands by it lies close",
    "beside": "the words put it beside a place that lies close",
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
        hints: country to how its sentences speak of it: "country" by its name, "people" by the word of its people.
        positions: offsets where the text names it; empty where that is not known.
        sentences: numbers of the sentences where it names it.
        beside: plain keys of the names that the words put it beside ("X, close to Y").
    """

    name: str
    matches: tuple[Match, ...]
    wanted: frozenset[FeatureClass] = frozenset()
    containers: tuple[Place, ...] = ()
    count: int = 1
    hints: Mapping[str, str] = field(default_factory=dict)
    positions: tuple[int, ...] = ()
    sentences: frozenset[int] = frozenset()
    beside: frozenset[str] = frozenset()


def affinity(a: Query, b: Query) -> float:
    """How much two names of one text have to do with each other: 1 in one sentence, :data:`NEXT` in neighbouring ones,
    :data:`FARTHEST` pages apart."""
    if not a.positions or not b.positions or a.sentences & b.sentences:
        return 1.0
    gap = min(abs(p - q) for p in a.positions for q in b.positions)
    return FARTHEST + (NEXT - FARTHEST) * math.exp(-gap / TEXT_REACH)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that another name of the report may mean.

    Attributes:
        weight: how much that name has to do with the one at hand, see :func:`affinity`.
        beside: the words put the name at hand beside it.
    """

    place: Place
    probability: float
    weight: float = 1.0
    beside: bool = False


@dataclass(slots=True)
class Surroundings:
    """What the other names of a report, as believed at present, say about where it is set."""

    by_country: dict[str, float] = field(default_factory=dict)
    by_admin1: dict[tuple[str, str], float] = field(default_factory=dict)
    anchors: list[Anchor] = field(default_factory=list)

    def add(self, anchor: Anchor, count: int) -> None:
        """Count a candidate of another name, which the text has ``count`` times."""
        place, mass = anchor.place, anchor.probability * anchor.weight * (1.0 + 0.5 * math.log(count))
        self.by_country[place.country] = self.by_country.get(place.country, 0.0) + mass
        if unit := unit_of(place):
            key = (place.country, unit)
            self.by_admin1[key] = self.by_admin1.get(key, 0.0) + mass
        if place.feature_class in POINTS:
            self.anchors.append(anchor)


def own_features(match: Match, query: Query, countries: frozenset[str]) -> dict[str, float]:
    """Features of a candidate by itself; those that are zero are left out."""
    place = match.place
    found = _of_name(match, query) | _of_people(place, query)
    klass = _OF_CLASS.get(place.feature_class)
    if place.feature_class is FeatureClass.ADMIN1 and place.country in LARGE_FEDERATIONS:
        klass = "federal_class"
    if klass:
        found[klass] = 1.0
    if query.wanted:
        found["type_word"] = 1.0 if place.feature_class in query.wanted else -0.5
    wide = place.feature_class in (FeatureClass.COUNTRY, FeatureClass.REGION)
    if place.country in countries:
        found["expected_country"] = 1.0
    elif countries and not wide:
        found["foreign_city" if (place.population or 0) >= LARGE else "foreign"] = 1.0
    if hint := query.hints.get(place.country):
        found[f"sentence_{hint if not countries or place.country in countries else 'abroad'}"] = 1.0
    if place.feature_class is FeatureClass.SETTLEMENT and place.admin1 is None and place.country in DENSE_COUNTRIES:
        found["adrift"] = 1.0
    if query.containers:
        inside = any(contains(c, place) for c in query.containers)
        found["container" if inside else "outside"] = 1.0
    if place.place_id.startswith(PREFIX):
        found["own"] = 1.0
    return found


def _of_name(match: Match, query: Query) -> dict[str, float]:
    """How the name matched, and how well known the place is by its names."""
    place, key = match.place, folded_key(query.name)
    found: dict[str, float] = {}
    if not match.exact:
        found["folded"] = 1.0
        if place.feature_class is FeatureClass.SETTLEMENT and folded_key(place.name) == key:
            found["main_name"] = 1.0
    elif not match.primary:
        found["variant" if folded_key(place.name) == key else "alternate"] = 1.0
    if place.feature_class is FeatureClass.SETTLEMENT:
        if place.admin2 and bears_name(place.admin2, place.name):
            found["seat"] = 1.0
        if place.admin1 and bears_name(place.admin1, place.name):
            found["capital"] = 1.0
    if len(place.names) > 1:
        found["renown"] = math.log(len(place.names))
    return found


def _of_people(place: Place, query: Query) -> dict[str, float]:
    """Inhabitants, where they are counted."""
    population = place.population
    if population is None:
        lost = place.feature_class is FeatureClass.SETTLEMENT and _has_town(query)
        return {"uncounted": 1.0} if lost else {}
    size = math.log10(max(population, SMALLEST)) - 3.0
    unit = place.feature_class in (FeatureClass.ADMIN1, FeatureClass.ADMIN2, FeatureClass.COUNTRY, FeatureClass.REGION)
    return {"unit_population" if unit else "population": size} if size else {}


def context_features(place: Place, around: Surroundings, front: Sequence[Place]) -> dict[str, float]:
    """Features that rest on the other names of the report and on where recent claims lie."""
    by_place = {
        "near": math.log1p(sum(a.weight * _nearness(place, a, NEAR_KM) for a in around.anchors)),
        "close": max((a.weight * _nearness(place, a, CLOSE_KM) for a in around.anchors), default=0.0),
        "beside": max((_nearness(place, a, CLOSE_KM) for a in around.anchors if a.beside), default=0.0),
        "front": max((_nearness(place, Anchor(other, 1.0), NEAR_KM) for other in front), default=0.0),
    }
    found = {
        "country": math.log1p(around.by_country.get(place.country, 0.0)),
        "admin1": math.log1p(around.by_admin1.get((place.country, unit_of(place)), 0.0)),
        **(by_place if place.feature_class in POINTS else {}),
    }
    return {name: value for name, value in found.items() if value}


@lru_cache(maxsize=20_000)
def bears_name(unit: str, name: str) -> bool:
    """Whether an administrative unit has its name from a place: "Heet" and "Hit", "Kitaf wa Al Boqe'e" and "Kitaf"."""
    whole, key = folded_key(unit), folded_key(name)
    return whole == key or (len(key) > 3 and (whole.startswith(f"{key} ") or key.endswith(f" {whole}")))


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


def _nearness(place: Place, anchor: Anchor, scale_km: float) -> float:
    """The anchor's probability, less a factor of e for each ``scale_km`` of distance."""
    other = anchor.place
    if abs(other.lat - place.lat) > 2.5:
        return 0.0
    return anchor.probability * math.exp(-distance_km(place, other) / scale_km)


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance on a sphere of 6371 km."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    h = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
