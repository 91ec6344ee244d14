"""The words beside a name, and the ground that they draw."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Point, shape

from tadmur.geocode.geometry import BEARINGS_DEG, Ground, Shape, ground_of
from tadmur.geocode.where import Where, completed, read_where
from tadmur.terms.place import Candidate, FeatureClass, Geocoding, NoPlace, Place, PlaceMention, PlaceRelation
from tadmur.terms.span import TextSpan

TOWN = Place("wof:1", "Xara", FeatureClass.SETTLEMENT, 36.6, 35.2, "SY", population=50_000)
OTHER = Place("wof:2", "Yara", FeatureClass.SETTLEMENT, 37.6, 35.2, "SY")
WGS84 = Geod(ellps="WGS84")


def mention_in(text: str, name: str = "Xara", **fields: object) -> PlaceMention:
    names = [match.span() for match in re.finditer("Xara|Yara", text)]
    start = text.index(name)
    stated = PlaceMention(TextSpan.of("r", text, start, start + len(name)), name, **fields)  # type: ignore[arg-type]
    return completed(stated, text, names)


def drawn(text: str, place: Place = TOWN, other: Place | None = OTHER) -> Ground:
    mention = mention_in(text)
    found = Geocoding((Candidate(place, 0.9, ""),), None, 1, other if mention.other_name else None)
    ground = ground_of(mention, found)
    assert ground is not None
    return ground


def km(lon: float, lat: float, place: Place = TOWN) -> float:
    return float(WGS84.inv(place.lon, place.lat, lon, lat)[2]) / 1000.0


@pytest.mark.parametrize(
    ("text", "relation", "direction", "distance"),
    [
        ("hills south-west of Xara", PlaceRelation.DIRECTION, "SW", None),
        ("ten kilometres north of the town of Xara", PlaceRelation.DIRECTION, "N", 10.0),
        ("5 miles from Xara", PlaceRelation.NEAR, None, 8.047),
        ("within 10 km of Xara", PlaceRelation.NEAR, None, 10.0),
        ("in the east of Xara", PlaceRelation.PART, "E", None),
        ("in eastern Xara", PlaceRelation.PART, "E", None),
        ("Xara's northern suburbs", PlaceRelation.NEAR, "N", None),
        ("the northern countryside of Xara", PlaceRelation.AREA, "N", None),
        ("in the western Xara countryside", PlaceRelation.AREA, "W", None),
        ("troops advancing on Xara", PlaceRelation.TOWARDS, None, None),
        ("in the vicinity of Xara", PlaceRelation.NEAR, None, None),
    ],
)
def test_words_before_and_after(text: str, relation: PlaceRelation, direction: str | None, distance: float) -> None:
    mention = mention_in(text)
    assert (mention.relation, mention.direction, mention.distance_km) == (relation, direction, distance)


@pytest.mark.parametrize(
    "text",
    [
        "The army took Xara.",
        "They entered Xara from the north.",
        "Xara, east of the river, fell.",
        "It is 10 km long. Xara fell.",
        "captured by Xara",
        "Between Monday and Friday Xara was shelled.",
    ],
)
def test_the_place_itself_stays_the_place_itself(text: str) -> None:
    assert mention_in(text).relation is PlaceRelation.AT


@pytest.mark.parametrize(
    "text",
    [
        "between Yara and Xara",
        "between Xara and Yara",
        "the road from Xara to Yara",
        "the highway linking Yara with Xara",
        "the Xara-Yara road",
        "the Xara–Yara highway",
        "marched from Xara towards Yara",
    ],
)
def test_lines_know_both_ends(text: str) -> None:
    ground = drawn(text)
    assert mention_in(text).other_name == "Yara"
    assert ground.shape is Shape.LINE
    assert ground.distance_km == pytest.approx(km(OTHER.lon, OTHER.lat), abs=0.1)
    assert ground.where_prec == 5


def test_a_stated_relation_is_kept() -> None:
    text = "hills near Xara, 10 km from Xara"
    mention = mention_in(text, relation=PlaceRelation.TOWARDS)
    assert mention.relation is PlaceRelation.TOWARDS
    unnamed = mention_in("hills north of Xara", relation=PlaceRelation.NEAR, unnamed=True, feature="hill")
    assert (unnamed.direction, unnamed.feature, unnamed.unnamed) == ("N", "hill", True)


@given(
    side=st.sampled_from(sorted(BEARINGS_DEG)),
    far=st.integers(2, 300),
    lat=st.floats(-75, 75),
    lon=st.floats(-180, 180),
)
def test_a_sector_lies_on_its_side_and_not_at_the_place(side: str, far: int, lat: float, lon: float) -> None:
    place = Place("wof:9", "Xara", FeatureClass.SETTLEMENT, round(lon, 5), round(lat, 5), "FJ", population=5_000)
    mention = PlaceMention(TextSpan("r", 0, 4, "Xara"), "Xara", None, PlaceRelation.DIRECTION, False, side, float(far))
    ground = ground_of(mention, Geocoding((Candidate(place, 1.0, ""),), None, 2))
    assert ground is not None
    outline = shape(ground.geometry)
    assert outline.is_valid
    west, south, east, north = outline.bounds
    assert -180.0 <= west <= east <= 180.0
    assert -90.0 <= south <= north <= 90.0
    assert not outline.contains(Point(place.lon, place.lat))
    assert outline.buffer(1e-4).contains(Point(ground.lon, ground.lat))
    azimuth, _, metres = WGS84.inv(place.lon, place.lat, ground.lon, ground.lat)
    assert abs(math.remainder(azimuth - BEARINGS_DEG[side], 360.0)) < 0.5
    assert metres / 1000.0 == pytest.approx(far, rel=0.01)


def test_across_the_antimeridian_it_is_cut_in_two() -> None:
    place = Place("wof:9", "Xara", FeatureClass.SETTLEMENT, 179.95, -16.8, "FJ")
    ground = drawn("villages near Xara", place)
    assert ground.geometry["type"] == "MultiPolygon"
    assert all(part.bounds[0] >= -180.0 and part.bounds[2] <= 180.0 for part in shape(ground.geometry).geoms)
    far = Place("wof:8", "Yara", FeatureClass.SETTLEMENT, -179.5, -16.5, "FJ")
    line = drawn("between Xara and Yara", place, far)
    assert line.geometry["type"] == "MultiLineString"
    assert line.distance_km is not None
    assert line.distance_km < 100.0


def test_rings_leave_the_middle_out() -> None:
    for text in ("10 km from Xara", "the outskirts of Xara", "moved towards Xara"):
        ground = drawn(text)
        assert not shape(ground.geometry).contains(Point(TOWN.lon, TOWN.lat))


def test_a_side_of_a_governorate_is_cut_from_its_polygon() -> None:
    unit = Place("wof:3", "Xara", FeatureClass.ADMIN1, 36.5, 35.5, "SY")
    square = {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]]}
    text = "the western countryside of Xara"
    ground = ground_of(mention_in(text), Geocoding((Candidate(unit, 1.0, ""),), None, 4), lambda place: square)
    assert ground is not None
    outline = shape(ground.geometry)
    assert ground.where_prec == 4
    assert outline.contains(Point(36.1, 35.5))
    assert not outline.contains(Point(36.9, 35.5))


def test_no_place_no_ground() -> None:
    assert ground_of(mention_in("near Xara"), Geocoding((), NoPlace.AMBIGUOUS, None)) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_read(before: str, after: str) -> None:
    text = f"{before}Xara{after}"
    found = read_where(text, len(before), len(before) + 4)
    assert found is None or isinstance(found, Where)
