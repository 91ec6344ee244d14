"""Geometry of others, made usable or refused: crossing rings, the antimeridian, units that are no degrees."""

from __future__ import annotations

from typing import Any

LARGEST_CHANGE = 0.5
"""Share of its area by which a repair may change a polygon before it is refused instead."""


class Unusable(Exception):
    """A geometry that cannot be used, with the reason."""


def polygon_of(geojson: bytes) -> tuple[Any, list[str]]:
    """A valid (Multi)Polygon in two dimensions between -180 and 180 degrees, and what was done to it.

    Raises:
        Unusable: it is no polygon, has no extent, is not in degrees, or a repair would change it beyond recognition.
    """
    import msgspec
    from shapely import from_geojson
    from shapely.errors import ShapelyError

    try:
        kind = (msgspec.json.decode(geojson, type=dict[str, msgspec.Raw] | None) or {}).get("type")
        name = msgspec.json.decode(kind) if kind is not None else None
    except msgspec.DecodeError as error:
        raise Unusable("its geometry is no GeoJSON") from error
    if name is None:
        raise Unusable("it has no geometry")
    if name not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        raise Unusable(f"it is a {name}, not an area; points and lines of a map (positions, arrows) are not imported")
    try:
        return usable(from_geojson(geojson))
    except (ShapelyError, ValueError):
        geometry, notes = usable(_closed(geojson))
        return geometry, ["mended: a ring was not closed", *notes]


def _closed(geojson: bytes) -> Any:
    """A geometry whose rings need not end where they begin."""
    import msgspec
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        return shape(msgspec.json.decode(geojson))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise Unusable(f"its coordinates are broken ({str(error).splitlines()[0][:80]})") from error


def polygon_of_wkt(text: str) -> tuple[Any, list[str]]:
    """As :func:`polygon_of`, from well-known text.

    Raises:
        Unusable: as there.
    """
    from shapely import from_wkt
    from shapely.errors import ShapelyError

    try:
        geometry = from_wkt(text)
    except (ShapelyError, ValueError) as error:
        raise Unusable("its geometry is no well-known text") from error
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise Unusable(f"it is a {geometry.geom_type}, not an area")
    return usable(geometry)


def usable(geometry: Any) -> tuple[Any, list[str]]:
    """A valid form of a shapely geometry, and what was done to it."""
    import shapely

    notes: list[str] = []
    geometry = shapely.force_2d(geometry)
    if geometry.is_empty:
        raise Unusable("its geometry is empty")
    west, south, east, north = geometry.bounds
    if not all(map(_is_number, (west, south, east, north))):
        raise Unusable("its coordinates are not all numbers")
    if max(abs(south), abs(north)) > 90 or west < -360 or east > 360:
        raise Unusable(
            f"its coordinates are no degrees of longitude and latitude ({west:g} {south:g} {east:g} {north:g})"
        )
    if not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        before = abs(geometry.area)
        geometry = _areas_of(shapely.make_valid(geometry))
        if geometry.is_empty:
            raise Unusable(f"it encloses no area ({reason})")
        if before and abs(geometry.area - before) / before > LARGEST_CHANGE:
            change = 100 * (geometry.area - before) / before
            raise Unusable(f"it is broken beyond repair ({reason}; mending it would change its area by {change:.0f} %)")
        notes.append(f"mended: {reason}")
    geometry = _areas_of(geometry)
    if geometry.is_empty or not geometry.area:
        raise Unusable("it encloses no area")
    if west < -180 or east > 180 or east - west > 180:
        geometry = _cut_at_antimeridian(geometry, crossing=east - west > 180)
        notes.append("crosses the antimeridian: cut there in two")
    return geometry, notes


def _is_number(value: float) -> bool:
    return value == value and abs(value) != float("inf")


def _areas_of(geometry: Any) -> Any:
    """The polygons of a geometry, without the points and lines that a repair may leave."""
    import shapely

    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [part for part in shapely.get_parts(geometry, return_index=False) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def _cut_at_antimeridian(geometry: Any, *, crossing: bool) -> Any:
    """The same land with every longitude between -180 and 180; a ring that jumps over 180 degrees is unrolled first."""
    import numpy as np
    import shapely

    def unrolled(points: Any) -> Any:
        moved = np.array(points)
        moved[:, 0] = np.where(moved[:, 0] < 0, moved[:, 0] + 360, moved[:, 0])
        return moved

    if crossing:
        geometry = shapely.make_valid(shapely.transform(geometry, unrolled))
    pieces = []
    for shift in (-360, 0, 360):
        world = shapely.box(-180 - shift, -90, 180 - shift, 90)
        piece = _areas_of(shapely.intersection(geometry, world))
        if not piece.is_empty:
            pieces.append(shapely.transform(piece, lambda points, s=shift: points + np.array([s, 0.0])))
    return _areas_of(shapely.union_all(pieces))
