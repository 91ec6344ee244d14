"""Simplify geometries for shipping: fewer points, short coordinates, common borders kept common."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 3
"""Coordinates are kept to 0.001 degree, about 110 m."""
ADMIN_TOLERANCE_DEG = 0.006
WORLD_TOLERANCE_DEG = 0.01
LINE_TOLERANCE_DEG = 0.006


def simplified(geometries: Iterable[BaseGeometry], tolerance: float, *, split: bool = False) -> list[BaseGeometry]:
    """Simplified geometries in their order; with ``split`` each part stands alone, so that clipping is quick."""
    result = []
    for geometry in geometries:
        whole = geometry.simplify(tolerance, preserve_topology=True)
        result += [_snapped(part) for part in (getattr(whole, "geoms", [whole]) if split else [whole])]
    return [s for s in result if not s.is_empty]


def simplified_coverage(shapes: Sequence[BaseGeometry], tolerance: float | None) -> list[BaseGeometry]:
    """Polygons that share borders, simplified so that neighbours stay neighbours; without tolerance only snapped."""
    from shapely import coverage_simplify

    if not shapes:
        return []
    areas = [polygonal(shape) for shape in shapes]
    return [_snapped(s) for s in (areas if tolerance is None else coverage_simplify(areas, tolerance))]


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Only the parts of a geometry that have an area: cutting and repairing leave stray lines and points."""
    from shapely import MultiPolygon

    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [polygonal(part) for part in getattr(geometry, "geoms", [])]
    return MultiPolygon([p for part in parts for p in getattr(part, "geoms", [part]) if p.geom_type == "Polygon"])


def pack_shape(geometry: BaseGeometry) -> bytes:
    """Well-known binary in whole thousandths of a degree, compressed: a third of the size of plain degrees."""
    from numpy import rint
    from shapely import to_wkb, transform

    scaled: BaseGeometry = transform(geometry, lambda degrees: rint(degrees * 10**DECIMALS))
    return zlib.compress(to_wkb(scaled), 9)


def area_km2(geometry: BaseGeometry) -> float:
    """Area on the WGS 84 ellipsoid."""
    return float(abs(_geod().geometry_area_perimeter(geometry)[0])) / 1e6


def shared_border_km(one: BaseGeometry, other: BaseGeometry) -> float:
    """Length of the line that two polygons share, on the WGS 84 ellipsoid; 0 where they touch in points only."""
    common = one.boundary.intersection(other.boundary)
    lines = [part for part in getattr(common, "geoms", [common]) if part.geom_type == "LineString"]
    return round(sum(float(_geod().geometry_length(line)) for line in lines) / 1e3, 1)


@cache
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def _snapped(geometry: BaseGeometry) -> BaseGeometry:
    from shapely import set_precision

    return set_precision(geometry, 10.0**-DECIMALS)
