"""The cross-check of settlement cells: hexagons of the H3 grid, each given to the settlement nearest to its middle."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.tessellation import EARTH_RADIUS_M, REACH_KM

MOST_HEXAGONS = 300_000
"""The finest resolution is taken at which the settlements' surroundings hold no more than about this many hexagons."""
RESOLUTIONS = (9, 8, 7, 6, 5, 4, 3)

Floats = NDArray[np.float64]


def hexagon_m2(
    lon: Floats, lat: Floats, asked: NDArray[np.int64], scope: Any, *, reach_km: float = REACH_KM
) -> tuple[Floats, int]:
    """Area of the hexagons nearest to each settlement and within its reach, shape (n,), and their H3 resolution.

    Only settlements with an index in ``asked`` get any, though all compete for them. A hexagon counts when its middle
    lies in the scope. Nearest is by great circle, over the whole sphere, so nothing of it is shared with
    :func:`~tadmur.measure.tessellation.tessellate`. Settlements at one spot share theirs.
    """
    import h3  # type: ignore[import-untyped]
    import shapely
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]

    result = np.zeros(len(lon))
    resolution = next((r for r in RESOLUTIONS if len(asked) * _disk(r, reach_km)[1] <= MOST_HEXAGONS), RESOLUTIONS[-1])
    rings = _disk(resolution, reach_km)[0]
    near: set[str] = set()
    for index in asked:
        near.update(h3.grid_disk(h3.latlng_to_cell(lat[index], lon[index], resolution), rings))
    hexagons = sorted(near)
    if not hexagons:
        return result, resolution
    middle = np.array([h3.cell_to_latlng(cell) for cell in hexagons])
    shapely.prepare(scope)
    inside = shapely.contains_xy(scope, middle[:, 1], middle[:, 0])
    spots, spot_of = np.unique(np.column_stack((lon, lat)), axis=0, return_inverse=True)
    spot_of = spot_of.reshape(-1)
    chord = 2 * np.sin(reach_km * 1000 / EARTH_RADIUS_M / 2)
    _, nearest = cKDTree(_on_sphere(spots[:, 0], spots[:, 1])).query(
        _on_sphere(middle[:, 1], middle[:, 0]), distance_upper_bound=chord
    )
    wanted = np.append(np.isin(np.arange(len(spots)), spot_of[asked]), False)
    found = np.flatnonzero(inside & wanted[nearest])
    if len(found):
        spot_m2 = np.bincount(nearest[found], _areas([hexagons[i] for i in found]), minlength=len(spots))
        share = spot_m2 / np.bincount(spot_of, minlength=len(spots))
        result[asked] = share[spot_of[asked]]
    return result, resolution


def _disk(resolution: int, reach_km: float) -> tuple[int, int]:
    """Rings of hexagons that cover the reach, with one to spare, and the number of hexagons in them."""
    import h3

    between_middles_km = np.sqrt(h3.average_hexagon_area(resolution, unit="km^2") * 2 / np.sqrt(3))
    rings = int(np.ceil(1.3 * reach_km / between_middles_km)) + 1
    return rings, 3 * rings * (rings + 1) + 1


def _areas(hexagons: list[str]) -> Floats:
    """Area of each hexagon in the cylindrical equal-area projection of the ellipsoid.

    It keeps areas but not geodesics; for edges as short as these the two differ by less than a millionth.
    """
    import h3
    import shapely
    from pyproj import Proj

    outlines = [np.array(h3.cell_to_boundary(cell)) for cell in hexagons]
    counts = [len(outline) for outline in outlines]
    of_ring = np.repeat(np.arange(len(counts)), counts)
    lat, lon = np.vstack(outlines).T
    start = lon[np.cumsum(counts) - counts][of_ring]
    x, y = Proj(proj="cea", lon_0=0, ellps="WGS84")((lon - start + 180) % 360 - 180, lat)
    return np.asarray(shapely.area(shapely.polygons(shapely.linearrings(x, y, indices=of_ring))), dtype=np.float64)


def _on_sphere(lon: Floats, lat: Floats) -> Floats:
    """Unit vectors, shape (n, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    return np.column_stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))
