"""Settlement cells as triangles that a graphics card draws: which land each settlement of a chronicle speaks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.tessellation import tessellate
from tadmur.reference.scopes import BoundaryChoice, scope
from tadmur.reference.settlements import settlements_within
from tadmur.terms.errors import SettingsError
from tadmur.terms.place import FeatureClass, Place

MAGIC = b"TDC1"
SIMPLIFIED_DEGREES = 0.003
"""How far the outline of a cell may be moved for the map; figures are reckoned from the cells themselves."""


def cell_triangles(places: Sequence[Place], choice: BoundaryChoice) -> bytes:
    """The cells of the settlements among ``places``, little-endian.

    ``TDC1``, number of vertices V and of indices I (uint32), V pairs of longitude and latitude (float32), V numbers of
    places (uint32), I indices of vertices, three a triangle (uint32). The cells are those that figures are reckoned
    with: all settlements of the gazetteer take part, and what no settlement of ``places`` speaks for stays empty.
    """
    numbers = [number for number, place in enumerate(places) if place.feature_class is FeatureClass.SETTLEMENT]
    if not numbers:
        return _packed(np.zeros((0, 2)), np.zeros(0), np.zeros(0))
    cells = _cells(tuple(places[number] for number in numbers), choice)
    return _packed(*_triangles(cells, np.array(numbers)))


@lru_cache(maxsize=2)
def _cells(settlements: tuple[Place, ...], choice: BoundaryChoice) -> NDArray[np.object_]:
    import shapely

    result = np.full(len(settlements), shapely.Polygon(), dtype=object)
    for country in sorted({place.country for place in settlements}):
        try:
            land = scope(country, choice=choice).geometry
        except SettingsError:
            continue
        mine = [index for index, place in enumerate(settlements) if place.country == country]
        spots = {place.place_id: place for place in settlements_within(land.bounds)}
        spots |= {settlements[index].place_id: settlements[index] for index in mine}
        order = {place_id: index for index, place_id in enumerate(spots)}
        lon, lat = np.array([p.lon for p in spots.values()]), np.array([p.lat for p in spots.values()])
        drawn = tessellate(lon, lat, land).cells
        for index in mine:
            result[index] = drawn[order[settlements[index].place_id]]
    return np.asarray(shapely.simplify(result, SIMPLIFIED_DEGREES), dtype=object)


def _triangles(
    cells: NDArray[np.object_], numbers: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Vertices (v, 2), the number of the place of each (v,), and indices (3 t,)."""
    import shapely

    parts, of_cell = shapely.get_parts(shapely.constrained_delaunay_triangles(cells), return_index=True)
    corners: Any = shapely.get_coordinates(parts).reshape(-1, 4, 2)[:, :3].astype(np.float32)
    rows = np.empty(3 * len(corners), dtype=[("place", "<u4"), ("lon", "<f4"), ("lat", "<f4")])
    rows["place"] = np.repeat(numbers[of_cell], 3)
    rows["lon"], rows["lat"] = corners[:, :, 0].ravel(), corners[:, :, 1].ravel()
    vertices, indices = np.unique(rows, return_inverse=True)
    return np.column_stack((vertices["lon"], vertices["lat"])), vertices["place"], indices


def _packed(vertices: NDArray[Any], places: NDArray[Any], indices: NDArray[Any]) -> bytes:
    sizes = np.array([len(vertices), len(indices)], dtype="<u4").tobytes()
    columns = (vertices.astype("<f4"), places.astype("<u4"), indices.astype("<u4"))
    return MAGIC + sizes + b"".join(column.tobytes() for column in columns)
