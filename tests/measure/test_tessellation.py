"""Cells of settlements: they tile the scope, stay within reach, and keep its geodesic area."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmur.measure.cells import settlement_cells
from tadmur.measure.geodesic import area_m2, areas_m2, with_short_edges
from tadmur.measure.hexagons import hexagon_m2
from tadmur.measure.tessellation import tessellate
from tadmur.reference.scopes import scope

BOX = shapely.box(38.0, 34.0, 39.0, 35.0)


def random_points(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    return generator.uniform(38.05, 38.95, count), generator.uniform(34.05, 34.95, count)


@pytest.mark.parametrize("country", ["SY", "IQ", "UA", "SD"])
def test_cells_and_unassigned_land_make_the_area_of_the_boundary_set(country: str) -> None:
    outline = scope(country).geometry
    west, south, east, north = outline.bounds
    generator = np.random.default_rng(3)
    lon, lat = generator.uniform(west, east, 400), generator.uniform(south, north, 400)
    found = tessellate(lon, lat, outline, reach_km=40.0)
    rest = shapely.difference(with_short_edges(outline), shapely.union_all(found.cells))
    whole = area_m2(outline)
    assert found.scope_m2 == pytest.approx(whole, rel=1e-6)
    assert found.cell_m2.sum() + area_m2(rest) == pytest.approx(whole, rel=1e-4)
    assert found.unassigned_m2 == pytest.approx(area_m2(rest), rel=1e-3)


def test_area_of_a_degree_cell_is_the_published_one() -> None:
    """One degree by one degree at the equator: 12,308.8 km2 on WGS 84 (Karney's planimeter)."""
    cell = with_short_edges(shapely.box(0, 0, 1, 1))
    assert area_m2(cell) / 1e6 == pytest.approx(12_308.8, abs=0.1)
    holed = shapely.box(0, 0, 1, 1).difference(shapely.box(0.25, 0.25, 0.75, 0.75))
    whole, hole = areas_m2([shapely.box(0, 0, 1, 1), shapely.box(0.25, 0.25, 0.75, 0.75)])
    assert area_m2(holed) == pytest.approx(whole - hole, rel=1e-9)


def test_a_lonely_settlement_speaks_for_its_reach_only() -> None:
    found = tessellate(np.array([38.5]), np.array([34.5]), BOX, reach_km=10.0)
    assert found.cell_m2[0] / 1e6 == pytest.approx(np.pi * 100, rel=0.005)
    assert found.unassigned_m2 == pytest.approx(found.scope_m2 - found.cell_m2[0])


def test_every_spot_belongs_to_its_nearest_settlement() -> None:
    from pyproj import Geod

    lon, lat = random_points(60)
    found = tessellate(lon, lat, BOX, reach_km=15.0)
    spots = random_points(200, seed=2)
    for x, y in zip(*spots, strict=True):
        distance = Geod(ellps="WGS84").inv(np.full(60, x), np.full(60, y), lon, lat)[2]
        inside = shapely.contains_xy(found.cells, x, y)
        near = np.sort(distance)
        if near[0] < 14_950 and near[1] - near[0] > 20:
            assert inside.nonzero()[0].tolist() == [int(distance.argmin())]
        elif near[0] > 15_050:
            assert not inside.any()


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_settlements_does_not_matter(order: list[int]) -> None:
    lon, lat = random_points(12)
    plain = tessellate(lon, lat, BOX).cell_m2
    mixed = tessellate(lon[order], lat[order], BOX).cell_m2
    assert mixed.tolist() == plain[order].tolist()


def test_settlements_at_one_spot_share_their_cell() -> None:
    one = tessellate(np.array([38.2, 38.8]), np.array([34.5, 34.5]), BOX).cell_m2
    two = tessellate(np.array([38.2, 38.2, 38.8]), np.array([34.5, 34.5, 34.5]), BOX).cell_m2
    assert two.tolist() == pytest.approx([one[0] / 2, one[0] / 2, one[1]])


def test_a_scope_over_the_180th_meridian() -> None:
    east, west = shapely.box(179.0, 60.0, 180.0, 61.0), shapely.box(-180.0, 60.0, -179.0, 61.0)
    found = tessellate(np.array([179.9, -179.9]), np.array([60.5, 60.5]), shapely.union_all([east, west]), reach_km=20)
    assert found.scope_m2 == pytest.approx(area_m2(east) + area_m2(west), rel=1e-6)
    assert found.cell_m2[0] == pytest.approx(found.cell_m2[1], rel=1e-6)
    assert found.cell_m2[0] / 1e6 < np.pi * 400


def test_no_settlements_leaves_all_land_unassigned() -> None:
    found = tessellate(np.empty(0), np.empty(0), BOX)
    assert found.unassigned_m2 == found.scope_m2


def test_what_cannot_be_divided_is_refused() -> None:
    with pytest.raises(ValueError, match="reach"):
        tessellate(np.array([38.5]), np.array([34.5]), BOX, reach_km=0)
    with pytest.raises(ValueError, match="empty"):
        tessellate(np.array([38.5]), np.array([34.5]), shapely.Polygon())


def test_hexagons_agree_with_cells() -> None:
    lon, lat = random_points(40)
    cells = tessellate(lon, lat, BOX)
    hexagons, resolution = hexagon_m2(lon, lat, np.arange(40), BOX)
    assert resolution == 9
    assert hexagons.sum() == pytest.approx(cells.cell_m2.sum(), rel=0.005)
    assert hexagons == pytest.approx(cells.cell_m2, rel=0.03, abs=5e5)
    some = np.array([3, 17])
    fewer, _ = hexagon_m2(lon, lat, some, BOX)
    assert fewer[some] == pytest.approx(hexagons[some])
    assert not np.delete(fewer, some).any()
    many = random_points(300)
    assert hexagon_m2(*many, np.arange(300), BOX)[1] == 8


def test_areas_of_hexagons_are_geodesic_to_a_millionth() -> None:
    import h3

    from tadmur.measure.hexagons import _areas

    cells = [h3.latlng_to_cell(lat, lon, 7) for lat, lon in [(34.5, 38.3), (60.0, 179.99), (-15.0, 20.0)]]
    outlines = [shapely.Polygon([(lon % 360, lat) for lat, lon in h3.cell_to_boundary(cell)]) for cell in cells]
    assert _areas(cells) == pytest.approx(areas_m2(outlines), rel=1e-6)


def test_weights_are_whole_and_unknown_population_is_no_zero() -> None:
    lon, lat = random_points(3)
    cells = settlement_cells(("a", "b", "c"), lon, lat, np.array([1200.0, np.nan, 0.0]), BOX)
    assert cells.weights[:, 1].tolist() == [1, 1, 1]
    assert cells.weights[:, 2].tolist() == [1200, 0, 0]
    assert cells.population_known.tolist() == [True, False, True]
    assert cells.weights.dtype == np.int64
