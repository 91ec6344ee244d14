"""Settlement cells: the land for which each settlement speaks, and the land for which none does.

A cell is the land nearer to its settlement than to any other (Voronoi 1908), no further from it than the reach, and
inside the boundary. What lies beyond the reach of every settlement is unassigned: no report about a village says who
holds the desert behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.geodesic import area_m2, areas_m2, with_short_edges

REACH_KM = 10.0
"""How far a settlement speaks for the land around it; decision 0160 gives the reason."""
EARTH_RADIUS_M = 6_371_008.8
CIRCLE_QUARTER = 16
"""Edges of a quarter of the circle of reach: it loses 0.16 per cent of its area to 64 edges."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tessellation:
    """A scope divided among n settlements.

    Attributes:
        cells: (n,) shapely polygons in degrees, empty for a settlement outside the scope.
        cell_m2: (n,) geodesic area; settlements at one spot share their cell in equal parts.
        scope_m2: geodesic area of the whole scope.
    """

    reach_km: float
    cells: NDArray[np.object_] = field(repr=False)
    cell_m2: Floats
    scope_m2: float

    @property
    def unassigned_m2(self) -> float:
        """Land for which no settlement speaks."""
        return max(0.0, self.scope_m2 - float(self.cell_m2.sum()))


def tessellate(lon: Floats, lat: Floats, scope: Any, *, reach_km: float = REACH_KM) -> Tessellation:
    """The cells of settlements at ``lon``, ``lat`` (degrees) in ``scope`` (shapely polygon in degrees).

    Cells are drawn in a stereographic projection about the middle of the scope. It is conformal, so the line halfway
    between neighbours is right where they meet, and the reach is scaled by the projection's own scale at each
    settlement. Cells are cut to the scope in degrees, along an outline whose long edges were cut on the geodesic, so
    that cells and unassigned land add up to the scope's own geodesic area.

    Raises:
        ValueError: the reach is not positive, or the scope is empty.
    """
    import shapely

    if not reach_km > 0:
        raise ValueError(f"the reach must be positive, got {reach_km} km")
    if shapely.is_empty(scope):
        raise ValueError("the scope is empty")
    outline = with_short_edges(unwrapped(scope))
    west, south, east, north = outline.bounds
    middle = ((west + east) / 2, (south + north) / 2)
    lon = middle[0] + (lon - middle[0] + 180) % 360 - 180
    spots, spot_of = np.unique(np.column_stack((lon, lat)), axis=0, return_inverse=True)
    spot_of = spot_of.reshape(-1)
    cells = _cut_to(outline, _capped_cells(spots, middle, outline, reach_km))
    shared = np.bincount(spot_of, minlength=len(spots)) if len(lon) else np.ones(0)
    spot_m2 = areas_m2(cells)
    return Tessellation(reach_km, cells[spot_of], (spot_m2 / np.maximum(shared, 1))[spot_of], area_m2(outline))


def unwrapped(scope: Any) -> Any:
    """A scope on both sides of the 180th meridian with its western part moved east by 360 degrees."""
    import shapely
    from shapely import affinity

    west, _, east, _ = scope.bounds
    if east - west <= 180:
        return scope
    parts = [affinity.translate(part, xoff=360.0) if part.bounds[2] <= 0 else part for part in shapely.get_parts(scope)]
    return shapely.union_all(parts)


def _capped_cells(spots: Floats, middle: tuple[float, float], outline: Any, reach_km: float) -> NDArray[np.object_]:
    """Voronoi cells within reach, in degrees; one for each of ``spots``."""
    import shapely
    from pyproj import Proj

    if not len(spots):
        return np.empty(0, dtype=object)
    projection = Proj(proj="stere", lon_0=middle[0], lat_0=middle[1], ellps="WGS84")
    x, y = projection(spots[:, 0], spots[:, 1])
    points = shapely.points(x, y)
    scale = 1 + (np.asarray(x) ** 2 + np.asarray(y) ** 2) / (4 * EARTH_RADIUS_M**2)
    reach = reach_km * 1000 * scale
    circles = shapely.buffer(points, reach, quad_segs=CIRCLE_QUARTER)
    if len(spots) == 1:
        drawn = circles
    else:
        frame = shapely.box(*shapely.total_bounds(circles))
        voronoi = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame, ordered=True)
        drawn = shapely.get_parts(voronoi)
        corners, of_cell = shapely.get_coordinates(drawn, return_index=True)
        far = np.hypot(corners[:, 0] - np.asarray(x)[of_cell], corners[:, 1] - np.asarray(y)[of_cell]) > reach[of_cell]
        beyond = np.zeros(len(spots), dtype=bool)
        beyond[of_cell[far]] = True
        drawn[beyond] = shapely.intersection(drawn[beyond], circles[beyond])

    def to_degrees(planar: Floats) -> Floats:
        east, north = projection(planar[:, 0], planar[:, 1], inverse=True)
        east = middle[0] + (np.asarray(east) - middle[0] + 180) % 360 - 180
        return np.column_stack((east, north))

    return np.asarray(shapely.transform(drawn, to_degrees), dtype=object)


def _cut_to(outline: Any, cells: NDArray[np.object_]) -> NDArray[np.object_]:
    """The part of each cell inside the outline; only cells that the border crosses are cut."""
    import shapely

    if not len(cells):
        return cells
    border = shapely.get_parts(outline)
    shapely.prepare(border)
    inside = np.zeros(len(cells), dtype=bool)
    crossing: dict[int, list[Any]] = {}
    tree = shapely.STRtree(cells)
    for part in border:
        inside[tree.query(part, predicate="contains_properly")] = True
        for cell in tree.query(part, predicate="intersects"):
            if not inside[cell]:
                crossing.setdefault(int(cell), []).append(part)
    result = np.full(len(cells), shapely.Polygon(), dtype=object)
    result[inside] = cells[inside]
    for cell, parts in crossing.items():
        result[cell] = shapely.union_all([shapely.intersection(cells[cell], part) for part in parts])
    return result
