"""Polygons across 180 degrees."""

from __future__ import annotations

import pytest
from shapely import MultiPolygon, Point, Polygon, box

from tadmur.reference.antimeridian import split_at_antimeridian
from tadmur.terms.errors import InputError

BEYOND = Polygon([(178, 60), (182, 60), (182, 62), (178, 62)])
JUMPING = Polygon([(178, 60), (-178, 60), (-178, 62), (178, 62)])


@pytest.mark.parametrize("crossing", [BEYOND, JUMPING, MultiPolygon([BEYOND]), Polygon(JUMPING.exterior.coords[::-1])])
def test_a_polygon_across_the_antimeridian_becomes_two(crossing: Polygon) -> None:
    split = split_at_antimeridian(crossing)
    assert split.area == pytest.approx(8.0)
    assert split.covers(Point(179, 61))
    assert split.covers(Point(-179, 61))
    assert not split.covers(Point(0, 61))
    west, _, east, _ = split.bounds
    assert (west, east) == (-180, 180)


def test_others_stay_as_they_are() -> None:
    homs = box(36, 33, 40, 36)
    assert split_at_antimeridian(homs).equals(homs)
    both = MultiPolygon([homs, BEYOND])
    assert split_at_antimeridian(both).area == pytest.approx(homs.area + 8.0)


@pytest.mark.parametrize("wrong", [box(0, 80, 10, 95), box(0, 0, 500, 10), box(600_000, 4_000_000, 600_100, 4_000_100)])
def test_coordinates_that_are_no_degrees_are_refused(wrong: Polygon) -> None:
    with pytest.raises(InputError, match=r"x.geojson.*no degrees"):
        split_at_antimeridian(wrong, where="x.geojson")
