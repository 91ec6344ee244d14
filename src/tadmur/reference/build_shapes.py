"""Simplify geometries for shipping: fewer points, short coordinates, common borders kept common."""

from __future__ import annotations

import json
from collections.abc import Iterable
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


def simplified_coverage(geometries: list[dict[str, Any]], tolerance: float) -> list[BaseGeometry]:
    """GeoJSON polygons that share borders, simplified so that neighbours stay neighbours."""
    from shapely import coverage_simplify, make_valid
    from shapely.geometry import shape

    shapes = [make_valid(shape(g)) for g in geometries]
    return [_snapped(s) for s in coverage_simplify(shapes, tolerance)] if shapes else []


def short_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """As a GeoJSON geometry with short coordinates."""
    from shapely.geometry import mapping

    plain: dict[str, Any] = json.loads(json.dumps(mapping(geometry)), parse_float=lambda t: round(float(t), DECIMALS))
    return plain


def _snapped(geometry: BaseGeometry) -> BaseGeometry:
    from shapely import set_precision

    return set_precision(geometry, 10.0**-DECIMALS)
