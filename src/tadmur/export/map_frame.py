"""The window of a map: what is in view, its projection, and degrees to pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tadmur.export.situation import Extent, GeoJson

if TYPE_CHECKING:
    import numpy as np

KM_PER_DEGREE = 111.195
MIN_SPAN_KM = 60.0
"""A map of one town still shows the country around it."""


def extent_of(points: Iterable[tuple[float, float]], *, margin: float = 0.12) -> Extent | None:
    """West, south, east, north around longitude/latitude ``points`` with a margin; ``None`` without points."""
    lons, lats = [], []
    for lon, lat in points:
        lons.append(lon)
        lats.append(lat)
    if not lons:
        return None
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    stretch = max(0.05, math.cos(math.radians(lat)))
    width = max(max(lons) - min(lons), MIN_SPAN_KM / KM_PER_DEGREE / stretch) * (1 + 2 * margin)
    height = max(max(lats) - min(lats), MIN_SPAN_KM / KM_PER_DEGREE) * (1 + 2 * margin)
    return (
        round(lon - width / 2, 4),
        round(max(-89.0, lat - height / 2), 4),
        round(lon + width / 2, 4),
        round(min(89.0, lat + height / 2), 4),
    )


def basemap_extent(extent: Extent) -> Extent:
    """The part of the world a basemap must cover so that no shape of map shows its edge."""
    west, south, east, north = extent
    lon, lat = (west + east) / 2, (south + north) / 2
    stretch = max(0.05, math.cos(math.radians(lat)))
    half = max((east - west) * stretch, north - south) * 1.1
    return (
        round(lon - half / stretch, 4),
        round(max(-89.9, lat - half), 4),
        round(lon + half / stretch, 4),
        round(min(89.9, lat + half), 4),
    )


def circle(lon: float, lat: float, radius_km: float) -> GeoJson:
    """A GeoJSON polygon of ``radius_km`` around a point on WGS 84: where a vague place may lie."""
    from pyproj import Geod

    azimuths = [360.0 * step / 48 for step in range(48)]
    lons, lats, _ = Geod(ellps="WGS84").fwd([lon] * 48, [lat] * 48, azimuths, [radius_km * 1000.0] * 48)
    ring = [[round(x, 5), round(y, 5)] for x, y in zip(lons, lats, strict=True)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


@dataclass(frozen=True, slots=True)
class Frame:
    """A window of ``width`` by ``height`` pixels onto a Lambert azimuthal equal-area projection about its centre.

    Attributes:
        metres_per_pixel: scale at the centre.
        window: west, south, east, north around all that can be in view; the rest is cut off before projecting.
        to_pixels: array of longitudes and latitudes, shape (n, 2), to pixels, y downwards.
    """

    width: int
    height: int
    metres_per_pixel: float
    window: Extent
    to_pixels: Callable[[np.ndarray[Any, Any]], np.ndarray[Any, Any]]

    @classmethod
    def around(cls, extent: Extent, width: int, *, flattest: float, tallest: float) -> Frame:
        """The frame of ``width`` that shows all of ``extent``, its height between the two shares of the width."""
        import numpy as np
        from pyproj import Transformer

        west, south, east, north = extent
        lon, lat = (west + east) / 2, (south + north) / 2
        local = f"+proj=laea +lon_0={lon:.4f} +lat_0={lat:.4f} +datum=WGS84 +units=m"
        transformer = Transformer.from_crs("EPSG:4326", local, always_xy=True)
        steps = np.linspace(0.0, 1.0, 21)
        edge_lons = np.concatenate([west + (east - west) * steps] * 2 + [np.full(21, west), np.full(21, east)])
        edge_lats = np.concatenate([np.full(21, south), np.full(21, north)] + [south + (north - south) * steps] * 2)
        x, y = transformer.transform(edge_lons, edge_lats)
        x_middle, y_middle = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
        shape = min(tallest, max(flattest, (y.max() - y.min()) / (x.max() - x.min())))
        height = round(width * shape)
        scale = max((x.max() - x.min()) / width, (y.max() - y.min()) / height)

        def to_pixels(degrees: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            east_m, north_m = transformer.transform(degrees[:, 0], degrees[:, 1])
            return np.column_stack([width / 2 + (east_m - x_middle) / scale, height / 2 - (north_m - y_middle) / scale])

        return cls(width, height, float(scale), basemap_extent(extent), to_pixels)

    def points(self, places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Pixels of longitude/latitude pairs."""
        import numpy as np

        if not places:
            return []
        return [(float(x), float(y)) for x, y in self.to_pixels(np.array(places, dtype=float))]

    def contains(self, x: float, y: float, *, inset: float = 0.0) -> bool:
        """Whether a pixel is in the window, at least ``inset`` from its edge."""
        return inset <= x <= self.width - inset and inset <= y <= self.height - inset

    def path(self, geometry: GeoJson, *, tolerance: float) -> str:
        """SVG path data of a GeoJSON geometry, clipped to the window and simplified by ``tolerance`` pixels."""
        import shapely
        from shapely.geometry import shape

        drawn = shape(geometry.get("geometry", geometry))
        if not drawn.is_valid:
            drawn = shapely.make_valid(drawn)
        projected = shapely.transform(shapely.clip_by_rect(drawn, *self.window), self.to_pixels)
        margin = 8.0
        clipped = shapely.clip_by_rect(projected, -margin, -margin, self.width + margin, self.height + margin)
        return _path_data(clipped.simplify(tolerance))


def _path_data(geometry: Any) -> str:
    """Absolute path commands with one decimal; polygons are closed, points are left out."""
    kind = geometry.geom_type
    if geometry.is_empty or kind in ("Point", "MultiPoint"):
        return ""
    if kind == "Polygon":
        return "".join(_ring(ring) + "Z" for ring in [geometry.exterior, *geometry.interiors])
    if kind in ("LineString", "LinearRing"):
        return _ring(geometry)
    return "".join(_path_data(part) for part in geometry.geoms)


def _ring(line: Any) -> str:
    points = [(f"{x:.1f}", f"{y:.1f}") for x, y in line.coords]
    kept = [points[0], *(b for a, b in pairwise(points) if a != b)]
    if len(kept) < 2:
        return ""
    return f"M{kept[0][0]} {kept[0][1]}L" + " ".join(f"{x} {y}" for x, y in kept[1:])
