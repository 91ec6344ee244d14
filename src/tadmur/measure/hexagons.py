"""The cross-check of settlement cells: hexagons of the H3 grid, each given to the settlement nearest to its middle."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.geodesic import areas_m2
from tadmur.measure.tessellation import EARTH_RADIUS_M, REACH_KM, unwrapped

MOST_HEXAGONS = 120_000
"""The finest resolution is taken that divides the scope into no more than about this many hexagons."""
RESOLUTIONS = range(9, 2, -1)

Floats = NDArray[np.float64]


def hexagon_m2(
    lon: Floats, lat: Floats, scope: Any, scope_m2: float, *, reach_km: float = REACH_KM
) -> tuple[Floats, int]:
    """Area of the hexagons nearest to each settlement and within its reach, shape (n,), and their H3 resolution.

    A hexagon counts when its middle lies in the scope; its area is geodesic. Nearest is by great circle, over the whole
    sphere, so nothing of it is shared with :func:`~tadmur.measure.tessellation.tessellate`. Settlements at one spot
    share theirs.
    """
    import h3  # type: ignore[import-untyped]
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]

    resolution = next(
        (r for r in RESOLUTIONS if scope_m2 / h3.average_hexagon_area(r, unit="m^2") <= MOST_HEXAGONS), RESOLUTIONS[-1]
    )
    result = np.zeros(len(lon))
    hexagons = sorted(h3.geo_to_cells(scope, resolution))
    if not len(lon) or not hexagons:
        return result, resolution
    middle = np.array([h3.cell_to_latlng(cell) for cell in hexagons])
    spots, spot_of = np.unique(np.column_stack((lon, lat)), axis=0, return_inverse=True)
    spot_of = spot_of.reshape(-1)
    chord = 2 * np.sin(reach_km * 1000 / EARTH_RADIUS_M / 2)
    _, nearest = cKDTree(_on_sphere(spots[:, 0], spots[:, 1])).query(
        _on_sphere(middle[:, 1], middle[:, 0]), distance_upper_bound=chord
    )
    found = np.flatnonzero(nearest < len(spots))
    spot_m2 = np.bincount(nearest[found], _areas([hexagons[i] for i in found]), minlength=len(spots))
    result[:] = (spot_m2 / np.bincount(spot_of, minlength=len(spots)))[spot_of]
    return result, resolution


def _areas(hexagons: list[str]) -> Floats:
    import h3
    import shapely

    outlines = [np.array(h3.cell_to_boundary(cell))[:, ::-1] for cell in hexagons]
    counts = np.array([len(outline) for outline in outlines])
    rings = shapely.linearrings(np.vstack(outlines), indices=np.repeat(np.arange(len(counts)), counts))
    return areas_m2([unwrapped(polygon) for polygon in shapely.polygons(rings)])


def _on_sphere(lon: Floats, lat: Floats) -> Floats:
    """Unit vectors, shape (n, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    return np.column_stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))
