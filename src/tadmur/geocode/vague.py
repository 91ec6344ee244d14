"""Vague places: "several hills south-west of X" is a place of its own, by X, and never X itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tadmur.geocode.geometry import BEARINGS_DEG, OFFSET_KM, destination
from tadmur.geocode.precision import is_unit_around
from tadmur.terms.place import FeatureClass, Geocoding, Place, PlaceMention, PlaceRelation

DIRECTION_WORDS = {
    "N": "north",
    "NE": "north-east",
    "E": "east",
    "SE": "south-east",
    "S": "south",
    "SW": "south-west",
    "W": "west",
    "NW": "north-west",
}
RADIUS_KM = 8.0
"""Uncertainty of a vague place: the radius within which it may lie around its point."""
TOO_WIDE = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1})
"""What is no anchor for an unnamed feature: "hills in the north of the country" are nowhere."""
SAME_FEATURE = {
    "hilltop": "hill",
    "hillside": "hill",
    "height": "hill",
    "ridge": "hill",
    "peak": "hill",
    "summit": "hill",
    "slope": "hill",
    "high ground": "hill",
    "elevation": "hill",
    "hamlet": "village",
    "outskirt": "outskirts",
    "edge": "outskirts",
    "surrounding": "outskirts",
    "farmland": "farm",
    "orchard": "farm",
    "post": "position",
    "point": "position",
}
"""Words for unnamed features that reports use of one and the same ground."""
INSIDE_A_TOWN = frozenset(
    {"bank", "barracks", "building", "bus-station", "church", "complex", "compound", "courthouse", "district"}
    | {"downtown", "garrison", "headquarters", "hospital", "hotel", "market", "mosque", "neighborhood", "neighbourhood"}
    | {"office", "outskirts", "police-station", "prison", "quarter", "school", "square", "station", "street", "suburb"}
    | {"university"}
)
"""Features, as they stand in the id of a vague place, that are part of the town they are named by."""
AREAS = frozenset({FeatureClass.ADMIN1, FeatureClass.ADMIN2})
"""What "the X countryside" is when X has a governorate or district of its name."""
AROUND = "surrounding "
"""Begins the feature of a unit around a town of which only the town is known."""
OWN_PLACE_RELATIONS = frozenset({PlaceRelation.NEAR, PlaceRelation.DIRECTION, PlaceRelation.AREA})
NOWHERE_RELATIONS = frozenset({PlaceRelation.TOWARDS, PlaceRelation.BETWEEN, PlaceRelation.FROM})
WITHOUT_PLURAL = frozenset({"countryside", "area", "outskirts", "territory", "ground", "land", "high ground"})


@dataclass(frozen=True, slots=True)
class _VagueKey:
    anchor_id: str
    feature: str


def located_places(mentions: Sequence[tuple[PlaceMention, Geocoding] | None]) -> list[Place | None]:
    """The place that each mention speaks about, in order; ``None`` where it speaks about no one spot.

    A settlement or part of it is the settlement. A feature by a settlement, a side of it or its area is a vague place
    with an id of its own. The same feature by the same settlement is one place when at most one compass side is
    named for it over all mentions; with two sides named, each side and the unsided mentions stand apart. "Towards X"
    is no place.
    """
    sides: dict[_VagueKey, set[str]] = defaultdict(set)
    several: set[_VagueKey] = set()
    for item in mentions:
        if item is None or (key := _vague_key(*item)) is None:
            continue
        if item[0].direction:
            sides[key].add(item[0].direction)
        if key.feature not in item[0].span.exact.lower().split():
            several.add(key)
    return [None if item is None else _located(*item, sides=sides, several=several) for item in mentions]


def _vague_key(mention: PlaceMention, geocoding: Geocoding) -> _VagueKey | None:
    best = geocoding.best
    if best is None:
        return None
    beside = mention.unnamed or mention.relation in OWN_PLACE_RELATIONS
    unit = is_unit_around(mention, best.place.feature_class)
    if not beside and not unit:
        return None
    feature = f"{AROUND}{mention.feature}" if unit else mention.feature or "area"
    return _VagueKey(best.place.place_id, SAME_FEATURE.get(feature, feature))


def _located(
    mention: PlaceMention, geocoding: Geocoding, *, sides: dict[_VagueKey, set[str]], several: set[_VagueKey]
) -> Place | None:
    best = geocoding.best
    if best is None or mention.relation in NOWHERE_RELATIONS:
        return None
    key = _vague_key(mention, geocoding)
    if key is None:
        return best.place
    if best.place.feature_class in AREAS and mention.relation is PlaceRelation.AREA and not mention.unnamed:
        return best.place
    if best.place.feature_class in TOO_WIDE:
        return None
    named_sides = sides[key]
    direction = next(iter(named_sides)) if len(named_sides) == 1 else mention.direction
    return _vague_place(best.place, key.feature, direction, mention.distance_km, plural=key in several)


def _vague_place(
    anchor: Place, feature: str, direction: str | None, distance_km: float | None, *, plural: bool
) -> Place:
    lon, lat = anchor.lon, anchor.lat
    where = "of" if feature.startswith(AROUND) else "near"
    if direction:
        offset_km = OFFSET_KM if distance_km is None else distance_km
        lon, lat = destination(lon, lat, BEARINGS_DEG[direction], offset_km)
        where = f"{DIRECTION_WORDS[direction]} of"
    return Place(
        place_id=":".join(["vague", anchor.place_id, feature.replace(" ", "-"), *([direction] if direction else [])]),
        name=f"{_plural(feature) if plural else feature} {where} {anchor.name}",
        feature_class=FeatureClass.REGION,
        lon=round(lon, 5),
        lat=round(lat, 5),
        country=anchor.country,
        admin1=anchor.admin1,
        admin2=anchor.admin2,
    )


def _plural(feature: str) -> str:
    if feature in WITHOUT_PLURAL or feature.startswith(AROUND):
        return feature
    if feature.endswith(("s", "x", "sh", "ch")):
        return feature + "es"
    return feature[:-1] + "ies" if feature.endswith("y") and feature[-2] not in "aeiou" else feature + "s"


def named_place(geocoding: Geocoding | None) -> Place | None:
    """The place that the words name, whatever their relation to it ("towards X"): not where the claim is true."""
    return geocoding.best.place if geocoding and geocoding.best else None


def is_vague(place: Place) -> bool:
    """Whether a place is one of ours: an area without exact bounds, drawn with ``RADIUS_KM`` around its point."""
    return place.place_id.startswith("vague:")


def anchor_of(place: Place) -> str | None:
    """Id of the named place that a vague one hangs on; ``None`` for a place that is not vague."""
    return ":".join(place.place_id.split(":")[1:3]) if is_vague(place) else None


def lies_inside(place: Place) -> bool:
    """Whether a vague place is part of its named one ("a hospital in X"), not ground beside it ("hills near X")."""
    return is_vague(place) and place.place_id.split(":")[3] in INSIDE_A_TOWN
