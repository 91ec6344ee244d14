"""Polygons that cross 180 degrees of longitude, as publishers write them, made into ones that do not."""

from __future__ import annotations

from typing import Any

from tadmur.terms.errors import InputError

_HALF, _TURN = 180.0, 360.0


def split_at_antimeridian(geometry: Any, *, where: str = "") -> Any:
    """The same area with longitudes in -180..180: a polygon across the antimeridian becomes one on either side.

    Two ways of writing such a polygon are understood: longitudes that go on beyond 180 degrees, and longitudes that
    jump from 179 to -179. An edge of 180 degrees and more is taken for such a jump; RFC 7946 (3.1.9) wants the cut.

    Raises:
        InputError: a coordinate is no pair of degrees.
    """
    from numpy import abs as absolute
    from numpy import isfinite
    from numpy import where as choose
    from shapely import box, get_coordinates, transform, union_all

    coordinates = get_coordinates(geometry)
    if (
        not isfinite(coordinates).all()
        or (absolute(coordinates[:, 1]) > 90).any()
        or (absolute(coordinates[:, 0]) > _TURN).any()
    ):
        remedy = "Give WGS 84 degrees: longitude first, then latitude"
        raise InputError("a polygon has coordinates that are no degrees", where=where, remedy=remedy)
    parts = []
    for part in getattr(geometry, "geoms", [geometry]):
        if _jumps(part):
            part = transform(part, lambda c: _with_longitude(c, choose(c[:, 0] < 0, c[:, 0] + _TURN, c[:, 0])))
        parts.append(_inside(part, box))
    return union_all(parts) if len(parts) > 1 else parts[0]


def _jumps(polygon: Any) -> bool:
    from numpy import abs as absolute
    from numpy import diff
    from shapely import get_coordinates

    return bool((absolute(diff(get_coordinates(polygon.exterior)[:, 0])) >= _HALF).any())


def _inside(polygon: Any, box: Any) -> Any:
    """Cut at -180 and 180, and turn what lies beyond by a full circle."""
    from shapely import make_valid, transform, union_all

    west, _, east, _ = polygon.bounds
    if west >= -_HALF and east <= _HALF:
        return polygon
    whole = make_valid(polygon)
    pieces = []
    for turn in (-_TURN, 0.0, _TURN):
        piece = whole.intersection(box(turn - _HALF, -90, turn + _HALF, 90))
        if not piece.is_empty and piece.area > 0:
            pieces.append(transform(piece, lambda c, by=turn: _with_longitude(c, c[:, 0] - by)))
    return union_all(pieces)


def _with_longitude(coordinates: Any, longitude: Any) -> Any:
    from numpy import column_stack

    return column_stack([longitude, coordinates[:, 1]])
