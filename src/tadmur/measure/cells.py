"""What a settlement counts for: one settlement, its inhabitants where they are known, and the land of its cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.hexagons import hexagon_m2
from tadmur.measure.tessellation import REACH_KM, tessellate


class Denominator(StrEnum):
    """What is counted."""

    KM2 = "km2"
    SETTLEMENTS = "settlements"
    POPULATION = "population"


MEASURES = (*Denominator, "km2_by_hexagons")
"""Columns of :attr:`SettlementCells.weights`; the last is the cross-check of the first."""


@dataclass(frozen=True)
class SettlementCells:
    """The settlements of a scope; n of them.

    Attributes:
        place_ids: in the order of the arrays.
        weights: (n, 4) int64 in the order of ``MEASURES``: square metres of the cell, 1, inhabitants (0 where unknown),
            square metres of hexagons (0 where they were not asked for). Whole numbers, so that sums do not depend on
            their order.
        population_known: (n,) whether the number of inhabitants is known.
        scope_m2: geodesic area of the scope; what no cell covers is unassigned.
    """

    place_ids: tuple[str, ...]
    weights: NDArray[np.int64]
    population_known: NDArray[np.bool_]
    scope_m2: float
    reach_km: float
    hexagon_resolution: int

    @cached_property
    def whole(self) -> NDArray[np.int64]:
        """Sum of the weights of all settlements, shape (4,)."""
        result: NDArray[np.int64] = self.weights.sum(axis=0)
        return result

    @property
    def unassigned_m2(self) -> float:
        """Land within reach of no settlement."""
        return max(0.0, self.scope_m2 - float(self.whole[0]))


def settlement_cells(
    place_ids: tuple[str, ...],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    population: NDArray[np.float64],
    scope: Any,
    *,
    checked: NDArray[np.int64] | None = None,
    reach_km: float = REACH_KM,
) -> SettlementCells:
    """Cells of the settlements in ``scope`` (a shapely polygon in degrees); ``population`` is NaN where unknown.

    ``checked`` are the indices of the settlements whose cells are checked by hexagons, by default all; the others'
    hexagons are 0.
    """
    tessellation = tessellate(lon, lat, scope, reach_km=reach_km)
    hexagons, resolution = hexagon_m2(
        lon, lat, np.arange(len(lon)) if checked is None else checked, scope, reach_km=reach_km
    )
    known = ~np.isnan(population)
    columns = (tessellation.cell_m2, np.ones(len(lon)), np.where(known, population, 0.0), hexagons)
    weights = np.rint(np.column_stack(columns)).astype(np.int64).reshape(len(lon), len(MEASURES))
    return SettlementCells(place_ids, weights, known, tessellation.scope_m2, reach_km, resolution)
