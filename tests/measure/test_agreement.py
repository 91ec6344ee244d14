"""Maps against one another: geodesic areas, points inside, distances to a front, agreement, who changed first."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import MultiPolygon, Point, Polygon, box

from tadmur.measure.agreement import area_km2, front_distances_km, inside
from tadmur.measure.agreement_maps import (
    NOBODY,
    Holders,
    disagreement,
    first_to_change,
    land_agreement,
    settlement_agreement,
)

DAY = date(2024, 1, 1)


def test_areas_are_geodesic_and_holes_are_taken_off() -> None:
    ground = Polygon(box(38, 34, 39, 35).exterior.coords, [box(38.4, 34.4, 38.6, 34.6).exterior.coords])
    whole, _ = Geod(ellps="WGS84").geometry_area_perimeter(box(38, 34, 39, 35))
    hole, _ = Geod(ellps="WGS84").geometry_area_perimeter(box(38.4, 34.4, 38.6, 34.6))
    assert area_km2(ground) == pytest.approx((whole - hole) / 1e6, rel=1e-9)
    assert area_km2(MultiPolygon()) == 0.0


@given(st.lists(st.tuples(st.floats(37, 41), st.floats(33, 37)), min_size=1, max_size=20))
def test_points_inside_are_those_that_the_polygon_holds(points: list[tuple[float, float]]) -> None:
    shape = MultiPolygon([box(38, 34, 39, 35), Polygon([(39.5, 34), (40.5, 34), (40, 36)])])
    lons, lats = (np.array(values, dtype=float) for values in zip(*points, strict=True))
    assert inside(shape, lons, lats).tolist() == [shape.contains(Point(lon, lat)) for lon, lat in points]


def test_distances_to_a_front_leave_out_the_border() -> None:
    held, country = box(38, 34, 39, 35), box(38, 33, 42, 36)
    lons, lats = np.array([38.1, 38.9]), np.array([34.5, 34.5])
    to_any_edge = front_distances_km(held, lons, lats)
    to_front = front_distances_km(held, lons, lats, outline=country)
    wanted = Geod(ellps="WGS84").inv(38.1, 34.5, 38.0, 34.5)[2] / 1000
    assert to_any_edge[0] == pytest.approx(wanted, rel=2e-3)
    assert to_front[0] > 5 * to_any_edge[0]
    assert to_front[1] == pytest.approx(to_any_edge[1])
    assert np.isnan(front_distances_km(country, lons, lats, outline=country)).all()


def test_land_that_both_give_to_one_party() -> None:
    one = {"a": box(0, 0, 2, 1), "b": box(2, 0, 3, 1)}
    other = {"a": box(0, 0, 1, 1), "b": box(1, 0, 3, 1)}
    found = land_agreement(DAY, one, other)
    total = area_km2(box(0, 0, 3, 1))
    assert found.drawn == pytest.approx(total, rel=1e-3)  # an edge with a point more is another geodesic
    assert found.share == pytest.approx(2 / 3, rel=1e-3)
    assert found.different == pytest.approx(total / 3, rel=1e-3)
    parts = disagreement(one, other)
    assert parts["different"].equals(box(1, 0, 2, 1))
    assert parts["first"].is_empty
    assert land_agreement(DAY, {}, {}).share is None


@given(st.floats(0.1, 3), st.floats(0.1, 3), st.floats(0, 3))
def test_agreement_is_the_same_from_both_sides(width: float, other_width: float, shift: float) -> None:
    one, other = {"a": box(0, 0, width, 1)}, {"a": box(shift, 0, shift + other_width, 1)}
    forth, back = land_agreement(DAY, one, other), land_agreement(DAY, other, one)
    assert forth.share == pytest.approx(back.share)
    assert forth.only == pytest.approx(back.only[::-1])


def holders(*values: int) -> Holders:
    return np.array(values, dtype=np.int16)


def test_settlements_and_who_changed_first() -> None:
    found = settlement_agreement(DAY, holders(0, 0, NOBODY, 1), holders(0, 1, 0, NOBODY))
    assert (found.both, found.same, found.only) == (2, 1, (1, 1))
    days = [DAY + timedelta(days=n) for n in (0, 4, 9)]
    one = list(zip(days, [holders(0, 0, 0), holders(1, 0, 1), holders(1, 1, 1)], strict=True))
    other = list(zip(days, [holders(0, 0, 0), holders(0, 0, 0), holders(1, 1, 0)], strict=True))
    result = first_to_change(one, other)
    assert (result.first, result.second, result.same_day, result.lead_days) == (1, 0, 1, 5.0)
    assert result.pending == (1, 0)
    turned = first_to_change(other, one)
    assert (turned.first, turned.second, turned.lead_days, turned.pending) == (0, 1, -5.0, (0, 1))
    assert first_to_change(one[:1], other).first == 0
