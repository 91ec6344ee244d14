"""Where on the ground a mention lies: a point, disc, ring, sector, line or area with its uncertainty.

Every figure is geodesic on WGS 84 (pyproj). The shapes say what the words say and no more: "south-west of X" is a
sector seen from X that does not hold X; "10 km from X" is a ring; "between X and Y" a line. Widths that the words do
not state are the constants below. A geometry over the antimeridian is cut there (RFC 7946, section 3.1.9).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tadmur.geocode.precision import is_unit_around, precision_code
from tadmur.terms.place import FeatureClass, Geocoding, Place, PlaceMention, PlaceRelation

if TYPE_CHECKING:
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

GeoJson = dict[str, Any]
PolygonOf = Callable[[Place], GeoJson | None]
"""A place to its polygon (GeoJSON), where the reference data has one."""

BEARINGS_DEG = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0, "NW": 315.0}
"""Compass points as degrees clockwise from north."""
HALF_ANGLE_DEG = 33.75
"""Half the angle of a sector: a point of the compass holds 22.5 degrees to each side, and reporters round."""
OFFSET_KM = 8.0
"""How far from X "south-west of X" is drawn when no distance is given."""
REACH_KM = 20.0
"""How far out "south-west of X" and "towards X" reach when no distance is given."""
NEAR_KM = 8.0
"""Radius of "near X", "around X", "the X area"."""
EDGE_KM = 3.0
"""Width of the outskirts of a town, outside its built-up radius."""
DISTANCE_SHARE = 0.25
"""How much of a stated distance it may be off: "10 km" is 7.5 to 12.5."""
LINE_SHARE = 0.15
"""How far off the straight line a road between two places may run, as a share of its length."""
PEOPLE_PER_KM2 = 6000.0
"""Inhabitants on a square kilometre of built-up ground, for the radius of a town."""
SMALLEST_TOWN_KM, LARGEST_TOWN_KM = 0.7, 12.0
RADIUS_OF_CLASS_KM = {
    FeatureClass.SITE: 1.0,
    FeatureClass.QUARTER: 1.5,
    FeatureClass.ADMIN2: 25.0,
    FeatureClass.ADMIN1: 70.0,
    FeatureClass.REGION: 60.0,
    FeatureClass.COUNTRY: 300.0,
}
"""Radius within which something of a class lies around its point, where no polygon is at hand."""
_AREAS = frozenset({FeatureClass.ADMIN2, FeatureClass.ADMIN1, FeatureClass.REGION, FeatureClass.COUNTRY})
_STEP_DEG = 7.5


class Shape(StrEnum):
    """What the words draw."""

    POINT = "point"
    DISC = "disc"
    RING = "ring"
    """All around X at a distance: "10 km from X", "the outskirts of X"."""
    SECTOR = "sector"
    """On one side of X, or of the inside of X."""
    APPROACH = "approach"
    """On a way to X that ends short of it."""
    LINE = "line"
    AREA = "area"
    """An administrative unit or region, or one side of it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a mention lies.

    Attributes:
        geometry: GeoJSON; for a line the line itself, with ``uncertainty_km`` on both sides.
        lon, lat: a point to label it by, WGS 84 degrees; inside the geometry, except for rings, whose centre it is.
        uncertainty_km: how far from that point, or from the line, the true place may be.
        where_prec: UCDP's precision code, 1 to 6.
        bearing_deg, distance_km: from the named place, where the words give a side or a distance.
    """

    shape: Shape
    geometry: GeoJson
    lon: float
    lat: float
    uncertainty_km: float
    where_prec: int
    bearing_deg: float | None = None
    distance_km: float | None = None


def ground_of(mention: PlaceMention, geocoding: Geocoding, polygon_of: PolygonOf = lambda place: None) -> Ground | None:
    """The ground that a mention speaks of; ``None`` where it has no place."""
    best = geocoding.best
    if best is None:
        return None
    place, prec = best.place, precision_code(mention, best.place.feature_class)
    bearing = BEARINGS_DEG.get(mention.direction or "")
    if mention.relation in (PlaceRelation.BETWEEN, PlaceRelation.FROM) and geocoding.other is not None:
        return _line(place, geocoding.other, prec)
    if place.feature_class in _AREAS and mention.relation is not PlaceRelation.TOWARDS:
        return _area(place, bearing, prec, polygon_of)
    if is_unit_around(mention, place.feature_class):
        return _area(replace(place, feature_class=FeatureClass.ADMIN2), bearing, prec, polygon_of)
    town = town_radius_km(place)
    match mention.relation:
        case PlaceRelation.TOWARDS | PlaceRelation.FROM | PlaceRelation.BETWEEN:
            return _ring(Shape.APPROACH, place, town, REACH_KM, prec)
        case PlaceRelation.PART if bearing is not None:
            return _sector(place, bearing, 0.0, town, town / 2, prec)
        case PlaceRelation.DIRECTION | PlaceRelation.NEAR | PlaceRelation.AREA if bearing is not None:
            if mention.distance_km is not None:
                low, high = _about(mention.distance_km)
                return _sector(place, bearing, low, high, mention.distance_km, prec, stated=mention.distance_km)
            if mention.feature == "outskirts":
                return _sector(place, bearing, 0.7 * town, town + EDGE_KM, town, prec)
            return _sector(place, bearing, town, max(REACH_KM, 2 * town), max(OFFSET_KM, 1.3 * town), prec)
        case PlaceRelation.NEAR if mention.distance_km is not None:
            low, high = _about(mention.distance_km)
            return _ring(Shape.RING, place, low, high, prec, stated=mention.distance_km)
        case PlaceRelation.NEAR if mention.feature == "outskirts":
            return _ring(Shape.RING, place, 0.7 * town, town + EDGE_KM, prec)
        case PlaceRelation.NEAR | PlaceRelation.AREA | PlaceRelation.DIRECTION:
            return _disc(place, town + NEAR_KM, prec)
    return _disc(place, town + NEAR_KM, prec) if mention.unnamed else _point(place, town, prec)


def town_radius_km(place: Place) -> float:
    """Built-up radius of a town by its inhabitants, or the usual one of its class."""
    if place.feature_class is not FeatureClass.SETTLEMENT:
        return RADIUS_OF_CLASS_KM[place.feature_class]
    radius = math.sqrt((place.population or 0) / PEOPLE_PER_KM2 / math.pi)
    return round(min(LARGEST_TOWN_KM, max(SMALLEST_TOWN_KM, radius)), 2)


def destination(lon: float, lat: float, bearing_deg: float, km: float) -> tuple[float, float]:
    """Longitude and latitude reached from a point after ``km`` on a geodesic that starts at ``bearing_deg``."""
    x, y, _ = _geod().fwd(lon, lat, bearing_deg, km * 1000.0)
    return round(float(x), 5), round(float(y), 5)


def _about(km: float) -> tuple[float, float]:
    return km * (1.0 - DISTANCE_SHARE), km * (1.0 + DISTANCE_SHARE)


def _point(place: Place, radius_km: float, prec: int) -> Ground:
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return Ground(Shape.POINT, geometry, place.lon, place.lat, radius_km, prec)


def _disc(place: Place, radius_km: float, prec: int) -> Ground:
    rings = [_arc(place, 0.0, 360.0, radius_km)]
    return Ground(Shape.DISC, _polygon(rings), place.lon, place.lat, round(radius_km, 2), prec)


def _ring(shape: Shape, place: Place, low: float, high: float, prec: int, *, stated: float | None = None) -> Ground:
    rings = [_arc(place, 0.0, 360.0, high), _arc(place, 360.0, 0.0, low)]
    return Ground(shape, _polygon(rings), place.lon, place.lat, round(high, 2), prec, None, stated)


def _sector(
    place: Place, bearing: float, low: float, high: float, at: float, prec: int, *, stated: float | None = None
) -> Ground:
    """The side of a place at ``bearing``, from ``low`` to ``high`` km out, with its point ``at`` km out."""
    first, last = bearing - HALF_ANGLE_DEG, bearing + HALF_ANGLE_DEG
    inner = _arc(place, last, first, low) if low else [(place.lon, place.lat)]
    lon, lat = destination(place.lon, place.lat, bearing, at)
    reach = max(high - at, at - low, math.sin(math.radians(HALF_ANGLE_DEG)) * high)
    geometry = _polygon([[*_arc(place, first, last, high), *inner]])
    return Ground(Shape.SECTOR, geometry, lon, lat, round(reach, 2), prec, bearing, stated)


def _line(start: Place, end: Place, prec: int) -> Ground:
    """The geodesic between two places, and the road's likely distance from it."""
    geod = _geod()
    _, _, metres = geod.inv(start.lon, start.lat, end.lon, end.lat)
    km = float(metres) / 1000.0
    count = max(1, min(50, int(km / 5.0)))
    inner = [(float(x), float(y)) for x, y in geod.npts(start.lon, start.lat, end.lon, end.lat, count)]
    points = [(start.lon, start.lat), *inner, (end.lon, end.lat)]
    lon, lat = points[len(points) // 2]
    width = max(2.0, LINE_SHARE * km)
    return Ground(
        Shape.LINE, _cut_line(points), round(lon, 5), round(lat, 5), round(width, 2), prec, None, round(km, 1)
    )


def _area(place: Place, bearing: float | None, prec: int, polygon_of: PolygonOf) -> Ground:
    """An administrative unit or region, or its side at ``bearing``; a disc where no polygon is known."""
    from shapely.geometry import Point, mapping, shape

    radius = RADIUS_OF_CLASS_KM[place.feature_class]
    found = polygon_of(place)
    if found is None:
        if bearing is None:
            geometry = _polygon([_arc(place, 0.0, 360.0, radius)])
            return Ground(Shape.AREA, geometry, place.lon, place.lat, radius, prec)
        side = _sector(place, bearing, 0.0, radius, radius / 2, prec)
        return Ground(Shape.AREA, side.geometry, side.lon, side.lat, side.uncertainty_km, prec, bearing)
    outline = shape(found)
    if bearing is not None:
        middle = outline.representative_point() if not outline.contains(outline.centroid) else outline.centroid
        side = _half(middle.x, middle.y, bearing)
        outline = outline.intersection(side) or outline
    point = Point(place.lon, place.lat)
    if not outline.contains(point):
        point = outline.representative_point()
    far = max(_km(point.x, point.y, x, y) for x, y in _corners(outline))
    lon, lat = round(point.x, 5), round(point.y, 5)
    return Ground(Shape.AREA, dict(mapping(outline)), lon, lat, round(far, 1), prec, bearing)


def _half(lon: float, lat: float, bearing: float) -> BaseGeometry:
    """A wedge of 120 degrees from a point: the side of a large area that a point of the compass means."""
    from shapely.geometry import shape

    middle = Place("", "", FeatureClass.REGION, lon, lat, "")
    return shape(_polygon([[(lon, lat), *_arc(middle, bearing - 60.0, bearing + 60.0, 1500.0)]]))


def _corners(outline: BaseGeometry) -> Sequence[tuple[float, float]]:
    box = outline.convex_hull
    return [(float(x), float(y)) for x, y in getattr(box, "exterior", box).coords]


def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return float(_geod().inv(lon, lat, other_lon, other_lat)[2]) / 1000.0


def _arc(place: Place, first_deg: float, last_deg: float, km: float) -> list[tuple[float, float]]:
    """Points ``km`` from a place between two bearings, in that order, every few degrees."""
    count = max(2, round(abs(last_deg - first_deg) / _STEP_DEG) + 1)
    bearings = [first_deg + (last_deg - first_deg) * i / (count - 1) for i in range(count)]
    lons, lats, _ = _geod().fwd([place.lon] * count, [place.lat] * count, bearings, [km * 1000.0] * count)
    return [(float(x), float(y)) for x, y in zip(lons, lats, strict=True)]


def _polygon(rings: Sequence[Sequence[tuple[float, float]]]) -> GeoJson:
    """A GeoJSON polygon with counter-clockwise outside, cut in two where it crosses the antimeridian."""
    from shapely import box
    from shapely.affinity import translate
    from shapely.geometry import Polygon, mapping
    from shapely.geometry.polygon import orient
    from shapely.ops import unary_union

    origin = rings[0][0][0]
    near = [[(_near(x, origin), y) for x, y in ring] for ring in rings]
    outline = Polygon(near[0], near[1:])
    west, _, east, _ = outline.bounds
    if west >= -180.0 and east <= 180.0:
        return _rounded(mapping(orient(outline)))
    parts = [
        translate(outline.intersection(box(turn - 180.0, -90.0, turn + 180.0, 90.0)), xoff=-turn)
        for turn in (-360.0, 0.0, 360.0)
    ]
    return _rounded(mapping(unary_union([part for part in parts if not part.is_empty])))


def _cut_line(points: Sequence[tuple[float, float]]) -> GeoJson:
    """A GeoJSON line, cut in two where it crosses the antimeridian."""
    parts: list[list[tuple[float, float]]] = [[points[0]]]
    for (x, y), (x2, y2) in pairwise(points):
        if abs(x2 - x) > 180.0:
            edge = math.copysign(180.0, x)
            share = (edge - x) / (_near(x2, x) - x)
            middle = y + share * (y2 - y)
            parts[-1].append((edge, middle))
            parts.append([(-edge, middle)])
        parts[-1].append((x2, y2))
    if len(parts) == 1:
        return _rounded({"type": "LineString", "coordinates": parts[0]})
    return _rounded({"type": "MultiLineString", "coordinates": parts})


def _near(lon: float, origin: float) -> float:
    """The longitude within half a turn of ``origin``; it may leave -180..180."""
    return lon + 360.0 * round((origin - lon) / 360.0)


def _rounded(geometry: GeoJson) -> GeoJson:
    """The geometry with coordinates to five decimals, a metre or so."""

    def rounded(item: Any) -> Any:
        return round(float(item), 5) if isinstance(item, (int, float)) else [rounded(part) for part in item]

    return {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])}


@cache
def _geod() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")
