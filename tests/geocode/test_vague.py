"""A hill by a town is not the town."""

from __future__ import annotations

import pytest
from pyproj import Geod

from tadmur.geocode.vague import is_vague, located_places
from tadmur.terms.place import Candidate, FeatureClass, Geocoding, Place, PlaceMention, PlaceRelation
from tadmur.terms.span import TextSpan

TOWN = Place("wof:7", "Halfaya", FeatureClass.SETTLEMENT, 36.6, 35.2, "SY")
FOUND = Geocoding((Candidate(TOWN, 0.9, "name"),), None, 1)
SPAN = TextSpan("r", 0, 7, "Halfaya")


def mention(
    relation: PlaceRelation, *, feature: str | None = None, direction: str | None = None, km: float | None = None
) -> tuple[PlaceMention, Geocoding]:
    unnamed = feature is not None
    return PlaceMention(SPAN, "Halfaya", feature, relation, unnamed, direction, km), FOUND


def test_at_and_part_of_a_town_is_the_town() -> None:
    assert located_places([mention(PlaceRelation.AT), mention(PlaceRelation.PART)]) == [TOWN, TOWN]


def test_towards_a_town_is_nowhere() -> None:
    assert located_places([mention(PlaceRelation.TOWARDS), None]) == [None, None]


def test_hills_by_a_town_are_not_the_town() -> None:
    (hills,) = located_places([mention(PlaceRelation.NEAR, feature="hill")])
    assert hills is not None
    assert is_vague(hills)
    assert hills.name == "hills near Halfaya"


def test_one_named_side_joins_sided_and_unsided_mentions() -> None:
    near, side = located_places(
        [mention(PlaceRelation.NEAR, feature="hill"), mention(PlaceRelation.DIRECTION, feature="hill", direction="SW")]
    )
    assert near == side
    assert side is not None
    assert side.lon < TOWN.lon
    assert side.lat < TOWN.lat


def test_two_named_sides_stay_apart() -> None:
    north, south, near = located_places(
        [
            mention(PlaceRelation.DIRECTION, feature="hill", direction="N"),
            mention(PlaceRelation.DIRECTION, feature="hill", direction="S"),
            mention(PlaceRelation.NEAR, feature="hill"),
        ]
    )
    assert len({place.place_id for place in (north, south, near) if place}) == 3


def test_stated_distance_is_kept() -> None:
    (place,) = located_places([mention(PlaceRelation.DIRECTION, feature="village", direction="N", km=22.239)])
    assert place is not None
    assert Geod(ellps="WGS84").inv(TOWN.lon, TOWN.lat, place.lon, place.lat)[2] == pytest.approx(22_239.0, abs=2.0)


def test_heights_and_hills_are_one_ground() -> None:
    heights, hills = located_places(
        [mention(PlaceRelation.NEAR, feature="height"), mention(PlaceRelation.NEAR, feature="hill")]
    )
    assert heights == hills


def test_a_country_anchors_nothing() -> None:
    country = Place("ne:SY", "Syria", FeatureClass.COUNTRY, 38.5, 35.0, "SY")
    found = Geocoding((Candidate(country, 0.9, "name"),), None, 6)
    words, _ = mention(PlaceRelation.NEAR, feature="hill")
    assert located_places([(words, found)]) == [None]


def test_the_countryside_of_a_governorate_is_the_governorate() -> None:
    unit = Place("wof:8", "Halfaya", FeatureClass.ADMIN1, 36.6, 35.2, "SY")
    found = Geocoding((Candidate(unit, 0.9, "name"),), None, 4)
    words, _ = mention(PlaceRelation.AREA)
    assert located_places([(words, found)]) == [unit]


def test_a_district_of_which_only_the_town_is_known_is_not_the_town() -> None:
    words = PlaceMention(SPAN, "Halfaya", "district")
    (place,) = located_places([(words, FOUND)])
    assert place is not None
    assert is_vague(place)
    assert place.name == "surrounding district of Halfaya"
