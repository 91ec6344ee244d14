"""Areas on the ellipsoid: every area of tadmur is geodesic on WGS 84, in square metres or kilometres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST_EDGE_M = 5_000.0
"""Longest edge of an outline before it is cut: what is cut from a longer one would leave the geodesic."""
SQUARE_METRES_PER_KM2 = 1_000_000.0


def area_m2(geometry: Any) -> float:
    """Area of a shapely geometry in degrees; its edges are geodesics (Karney 2013, doi:10.1007/s00190-012-0578-z)."""
    import shapely

    return float(areas_m2([geometry])[0]) if not shapely.is_empty(geometry) else 0.0


def areas_m2(geometries: Sequence[Any] | NDArray[np.object_]) -> NDArray[np.float64]:
    """Area of each geometry, shape (n,); holes are taken off, lines and points have none."""
    import shapely

    geod = _wgs84()
    polygons, owner = shapely.get_parts(np.asarray(geometries, dtype=object), return_index=True)
    areal = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    polygons, owner = polygons[areal], owner[areal]
    rings, of_polygon = shapely.get_rings(polygons, return_index=True)
    first_of_polygon = np.diff(of_polygon, prepend=-1) != 0
    coordinates, of_ring = shapely.get_coordinates(rings, return_index=True)
    bounds = np.searchsorted(of_ring, np.arange(len(rings) + 1))
    result = np.zeros(len(geometries))
    for ring in range(len(rings)):
        low, high = bounds[ring], bounds[ring + 1]
        area = abs(geod.polygon_area_perimeter(coordinates[low:high, 0], coordinates[low:high, 1])[0])
        result[owner[of_polygon[ring]]] += area if first_of_polygon[ring] else -area
    return result


def with_short_edges(geometry: Any, *, longest_m: float = LONGEST_EDGE_M) -> Any:
    """The same outline with points put in along the geodesics of its long edges: cut in degrees, it keeps its area."""
    import shapely
    from shapely.geometry import MultiPolygon, Polygon

    def ring(line: Any) -> NDArray[np.float64]:
        return _cut_edges(shapely.get_coordinates(line), longest_m)

    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return MultiPolygon([Polygon(ring(part.exterior), [ring(hole) for hole in part.interiors]) for part in parts])


def _cut_edges(points: NDArray[np.float64], longest_m: float) -> NDArray[np.float64]:
    geod = _wgs84()
    lon, lat = points[:-1, 0], points[:-1, 1]
    next_lon, next_lat = points[1:, 0], points[1:, 1]
    azimuth, _, length = geod.inv(lon, lat, next_lon, next_lat)
    pieces = np.maximum(1, np.ceil(length / longest_m).astype(int))
    edge = np.repeat(np.arange(len(lon)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    along = step * (length / pieces)[edge]
    new_lon, new_lat, _ = geod.fwd(lon[edge], lat[edge], azimuth[edge], along)
    new_lon = lon[edge] + (np.asarray(new_lon) - lon[edge] + 180) % 360 - 180
    at_corner = step == 0
    new_lon[at_corner], new_lat[at_corner] = lon[edge][at_corner], lat[edge][at_corner]
    cut = np.column_stack((new_lon, new_lat))
    return np.vstack((cut, cut[:1]))


def _wgs84() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")
