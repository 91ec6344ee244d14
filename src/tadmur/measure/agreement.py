"""Maps of control against one another: geodesic areas, settlements inside polygons, distances to a front.

Areas and distances are on the WGS 84 ellipsoid, whatever the projection of anything drawn from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@cache
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def area_km2(geometry: Any) -> float:
    """Geodesic area of a shapely (Multi)Polygon in degrees; holes are taken off."""
    import shapely

    total = 0.0
    for part in shapely.get_parts(geometry):
        rings = [part.exterior, *part.interiors]
        sizes = [abs(_geod().polygon_area_perimeter(*_lonlats(ring))[0]) for ring in rings]
        total += sizes[0] - sum(sizes[1:])
    return total / 1e6


def _lonlats(ring: Any) -> tuple[Floats, Floats]:
    import shapely

    points = shapely.get_coordinates(ring)
    return np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])


def inside(geometry: Any, lons: Floats, lats: Floats) -> Booleans:
    """Which points lie in a polygon, shape (points,); a box around each part is looked at first."""
    import shapely

    result = np.zeros(lons.shape, dtype=np.bool_)
    for part in shapely.get_parts(geometry):
        west, south, east, north = part.bounds
        near = np.flatnonzero((lons >= west) & (lons <= east) & (lats >= south) & (lats <= north) & ~result)
        if near.size:
            shapely.prepare(part)
            result[near] = shapely.contains_xy(part, lons[near], lats[near])
    return result


def front_distances_km(geometry: Any, lons: Floats, lats: Floats, *, outline: Any | None = None) -> Floats:
    """Geodesic distance of points to the front of a polygon, shape (points,); nan where there is no front.

    The front is the polygon's edge without what runs along ``outline`` (a country's own border or coast).
    The nearest point is found on a plane that is true at each point's latitude, then measured on the ellipsoid.
    """
    import shapely

    edge = geometry.boundary
    if outline is not None:
        edge = edge.difference(outline.boundary.buffer(_BORDER_DEG))
    segments = _segments(edge)
    if not len(segments) or not len(lons):
        return np.full(lons.shape, np.nan)
    scale = np.cos(np.radians(float(np.mean(lats))))
    squeezed = shapely.linestrings(segments * np.array([scale, 1.0]))
    points = shapely.points(lons * scale, lats)
    tree = shapely.STRtree(squeezed)
    which = tree.query_nearest(points, all_matches=False)
    lines = shapely.shortest_line(points[which[0]], squeezed[which[1]])
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)[:, 1]
    _, _, metres = _geod().inv(lons[which[0]], lats[which[0]], ends[:, 0] / scale, ends[:, 1])
    result = np.full(lons.shape, np.nan)
    result[which[0]] = np.asarray(metres) / 1000.0
    return result


_BORDER_DEG = 0.02
"""Within this many degrees of a country's outline an edge is a border, not a front."""


def _segments(lines: Any) -> Floats:
    """Every straight piece of some lines, shape (pieces, 2, 2)."""
    import shapely

    pieces = []
    for line in shapely.get_parts(lines):
        points = shapely.get_coordinates(line)
        if len(points) > 1:
            pieces.append(np.stack([points[:-1], points[1:]], axis=1))
    return np.concatenate(pieces) if pieces else np.empty((0, 2, 2))


def union(geometries: Sequence[Any]) -> Any:
    """One valid geometry of several; empty when there are none."""
    import shapely

    return shapely.union_all(list(geometries)) if geometries else shapely.MultiPolygon()
