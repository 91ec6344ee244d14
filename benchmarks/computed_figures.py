"""Speed of cells, series and totals, beside the plain route with geopandas in the same run.

    python benchmarks/computed_figures.py

The plain route is what an analyst writes: Voronoi polygons in an equal-area projection, an overlay with the boundary
and with circles of reach, a dissolve by holder for each day, planar areas. It knows one history; where a figure of
1,000 histories stands beside it, its time is that of a few days, printed with what that comes to for all of them.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from tadmur.measure.cells import SettlementCells
from tadmur.measure.coverage import CoverRule, coverage, expected_totals
from tadmur.measure.geodesic import area_m2
from tadmur.measure.tessellation import REACH_KM, Tessellation, tessellate
from tadmur.measure.totals import DrawnHistories, intervals, totals
from tadmur.reconcile.sampling import sample_daily
from tadmur.reference.scopes import scope
from tadmur.reference.settlements import settlements_within

EQUAL_AREA = "+proj=laea +lat_0=35 +lon_0=38.5 +ellps=WGS84"
DRAWS, DAYS, STATES = 1000, 3650, 4
ROUNDS = 5


def fastest(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """Seconds of the fastest of some rounds, and the result."""
    times, result = [], None
    for _ in range(rounds):
        begin = perf_counter()
        result = work()
        times.append(perf_counter() - begin)
    return min(times), result


def plain_cells(lon: np.ndarray, lat: np.ndarray, outline: Any) -> gpd.GeoDataFrame:
    """Cells of the plain route, with planar areas in km2."""
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326").to_crs(EQUAL_AREA)
    border = gpd.GeoDataFrame(geometry=[outline], crs="EPSG:4326").to_crs(EQUAL_AREA)
    cells = gpd.GeoDataFrame(geometry=points.voronoi_polygons(extend_to=border.union_all()), crs=EQUAL_AREA)
    cells = cells.sjoin(gpd.GeoDataFrame({"place": range(len(points))}, geometry=points), predicate="contains")
    circles = points.buffer(REACH_KM * 1000).loc[cells["place"].to_numpy()].to_numpy()
    cells["geometry"] = cells.geometry.intersection(gpd.GeoSeries(circles, index=cells.index, crs=EQUAL_AREA))
    cells = gpd.overlay(cells, border, how="intersection")
    cells["km2"] = cells.area / 1e6
    return cells


def drawn_histories(places: int, changes_a_draw: int) -> DrawnHistories:
    """Random histories of the size asked for."""
    generator = np.random.default_rng(5)
    count = DRAWS * changes_a_draw
    draw = np.sort(generator.integers(0, DRAWS, count).astype(np.int32))
    day, place = (
        generator.integers(1, DAYS, count).astype(np.int32),
        generator.integers(0, places, count).astype(np.int32),
    )
    order = np.lexsort((place, day, draw))
    return DrawnHistories(
        0,
        DAYS - 1,
        generator.integers(0, STATES, (DRAWS, places)).astype(np.uint8),
        draw[order],
        place[order],
        day[order],
        generator.integers(0, STATES, count).astype(np.uint8),
        generator.integers(-100, 200, places),
    )


def bench_cells() -> None:
    """10,000 settlements of Syria."""
    outline = scope("SY").geometry
    every = settlements_within(outline.bounds)
    lon, lat = np.array([p.lon for p in every]), np.array([p.lat for p in every])
    inside = np.flatnonzero(shapely.intersects_xy(outline, lon, lat))[:10_000]
    lon, lat = lon[inside], lat[inside]
    ours, found = fastest(lambda: tessellate(lon, lat, outline), 3)
    plain, cells = fastest(lambda: plain_cells(lon, lat, outline), 1)
    assert isinstance(found, Tessellation)
    whole = area_m2(outline) / 1e6
    print(f"cells of {len(lon):,} settlements   tadmur {ours:6.2f} s (bar 2 s)   geopandas {plain:6.2f} s")
    print(f"  scope {found.scope_m2 / 1e6:,.1f} km2, boundary set's own geometry {whole:,.1f} km2, "
          f"apart {100 * abs(found.scope_m2 / 1e6 / whole - 1):.5f} per cent (bar 0.01)")  # fmt: skip
    print(f"  land in cells: geodesic {found.cell_m2.sum() / 1e6:,.0f} km2, plain planar {cells['km2'].sum():,.0f} km2")


def bench_series() -> None:
    """A daily series of ten years."""
    places = 3_000
    histories = drawn_histories(places, 2 * places)
    weights = np.random.default_rng(6).integers(1, 50_000_000, (places, 4))
    days = np.arange(DAYS)
    totals(drawn_histories(10, 10), 1, weights[:10], days[:3])

    def series() -> Any:
        found = totals(histories, 1, weights, days)
        return intervals(found.levels), intervals(found.changes)

    ours, _ = fastest(series, 1)
    generator = np.random.default_rng(7)
    lon, lat = generator.uniform(36, 42, places), generator.uniform(33, 37, places)
    cells = plain_cells(lon, lat, scope("SY").geometry)

    def plain_day() -> Any:
        cells["state"] = generator.integers(0, STATES, len(cells))
        return cells.dissolve(by="state").area

    plain = statistics.median(fastest(plain_day, 1)[0] for _ in range(3))
    changes = len(histories.change_day)
    print(f"series of {DAYS:,} days, {places:,} places, {DRAWS:,} draws, {changes:,} changes, 4 measures")
    print(f"  tadmur {ours:6.2f} s (bar 10 s); drawing the histories is not in it")
    some = 100
    belief = np.cumsum(generator.dirichlet(np.ones(STATES), (some, DAYS)), axis=1) / np.arange(1, DAYS + 1)[:, None]
    sample_daily(belief[:, :10].astype(np.float32), None, 0, 1, 0)
    spots = np.column_stack((lon, lat))[:some]
    busy = process_time()
    drawing, _ = fastest(lambda: sample_daily(belief.astype(np.float32), spots, 0, DRAWS, 0), 1)
    busy = process_time() - busy
    print(f"  drawing {DRAWS:,} histories of {some} places over these days: {drawing:.1f} s, {busy:.1f} s of CPU")
    print(f"  geopandas {plain:.2f} s for a day of one history, {plain * DAYS:,.0f} s for all its days, no interval")


def bench_totals() -> None:
    """Totals of all states and coverage on one day."""
    places = 50_000
    generator = np.random.default_rng(8)
    probabilities = generator.dirichlet(np.ones(STATES), places)
    weights = generator.integers(1, 50_000_000, (places, 4))
    cells = SettlementCells((), weights, generator.random(places) < 0.3, float(weights[:, 0].sum()), REACH_KM, 6)
    age, disputed = generator.uniform(0, 200, places), generator.random(places) < 0.1
    rule = CoverRule(0.65, 0.9, 90)

    def day() -> Any:
        return expected_totals(probabilities, weights), coverage(cells, rule.of(probabilities, age, disputed))

    ours, _ = fastest(day)
    x, y = generator.uniform(36, 42, places), generator.uniform(33, 37, places)
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs="EPSG:4326").to_crs(EQUAL_AREA)
    squares = gpd.GeoDataFrame({"state": probabilities.argmax(axis=1)}, geometry=frame.buffer(1000, cap_style="square"))
    plain, _ = fastest(lambda: squares.dissolve(by="state").area, 1)
    squares["km2"] = squares.area / 1e6
    kept, _ = fastest(lambda: squares.groupby("state")["km2"].sum())
    print(f"totals of {places:,} places on a day: expected sums of {STATES} states in 4 measures, coverage")
    print(f"  tadmur {1000 * ours:.1f} ms (bar 50 ms)")
    print(
        f"  geopandas {1000 * plain:,.0f} ms by dissolve, {1000 * kept:.1f} ms where areas were kept (one sum, no more)"
    )


def main() -> None:
    """Print the three times."""
    bench_cells()
    bench_series()
    bench_totals()


if __name__ == "__main__":
    main()
