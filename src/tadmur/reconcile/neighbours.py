"""What the places around say: beliefs about neighbours as evidence, at several distances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.spatial import cKDTree  # type: ignore[import-untyped]

from tadmur.reconcile.space import located, on_sphere
from tadmur.reconcile.threads import over_places

Array = NDArray[np.float64]

LEAST = 1e-6
"""Least probability that evidence is taken from."""
NEGLIGIBLE = 1e-3
"""Weight of a neighbour below which it is not asked."""
NEAREST = 16
"""Neighbours of a place that are asked."""
REACHES = (2.5, 6.0, 15.0)
"""Distances at which two places' likeness has fallen to 1/e, in units of the median distance to the nearest place."""
CROWDING = 0.6
"""The weight of a neighbour falls faster than its likeness, by this factor: near ones make far ones redundant."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nearest places of each, nearest first.

    Attributes:
        index: (places, k) int; -1 for none. likeness, weight: (places, k, reaches) of each neighbour.
    """

    index: NDArray[np.int64]
    likeness: Array
    weight: Array

    @property
    def some(self) -> bool:
        """Whether any place has a neighbour."""
        return bool((self.index >= 0).any())


def neighbourhood(coordinates: Array | None, places: int) -> Neighbourhood:
    """Neighbours by distance on the ground; places without coordinates have none and are nobody's.

    Places that share a point are neighbours at no distance.
    """
    known = np.flatnonzero(located(coordinates, places))
    index = np.full((places, NEAREST), -1, dtype=np.int64)
    distance = np.full((places, NEAREST), np.inf)
    if len(known) > 1:
        points = on_sphere(coordinates, places)[known]
        apart, found = cKDTree(points).query(points, k=min(NEAREST + 1, len(known)))
        for row, place in enumerate(known):
            others = found[row] != row
            near = known[found[row][others]][:NEAREST]
            index[place, : len(near)] = near
            distance[place, : len(near)] = apart[row][others][:NEAREST]
    nearest = distance[:, 0][np.isfinite(distance[:, 0])]
    unit = max(float(np.median(nearest)), 1e-3) if len(nearest) else 1.0
    reach = unit * np.array(REACHES)
    return Neighbourhood(
        index, np.exp(-distance[:, :, None] / reach), np.exp(-distance[:, :, None] / (CROWDING * reach))
    )


@njit(cache=True)
def _add_message(belief, prior, likeness, weight, out):  # type: ignore[no-untyped-def]
    """Add weight * log(likeness * belief / prior + 1 - likeness) to ``out``."""
    states = len(prior)
    for state in range(states):
        out[state] += weight * np.log(likeness * belief[state] / prior[state] + 1 - likeness)


@njit(cache=True)
def _evidence(daily, place, day, index, likeness, weight, prior, out):  # type: ignore[no-untyped-def]
    """Fill ``out`` (1 + reaches, states): log P(state) of the place itself, and what its neighbours say."""
    for state in range(prior.shape[1]):
        out[0, state] = np.log(max(daily[place, day, state], LEAST))
    out[1:] = 0.0
    for near in range(index.shape[1]):
        other = index[place, near]
        if other < 0:
            break
        for reach in range(likeness.shape[2]):
            if weight[place, near, reach] > NEGLIGIBLE:
                _add_message(
                    daily[other, day],
                    prior[other],
                    likeness[place, near, reach],
                    weight[place, near, reach],
                    out[1 + reach],
                )


def evidence_at(
    daily: NDArray[np.float32], place: NDArray[np.int64], day: NDArray[np.int64], near: Neighbourhood, prior: Array
) -> Array:
    """Log-evidence on each (place, day): its own claims, then its neighbours by reach; (n, 1 + reaches, states)."""
    result = np.empty((len(place), 1 + near.likeness.shape[2], prior.shape[1]))
    work = np.full(len(place), 50 * near.index.shape[1])
    over_places(_evidence_at, work, daily, place, day, near.index, near.likeness, near.weight, prior, result)
    return result


@njit(cache=True, nogil=True)
def _evidence_at(from_row, to_row, daily, place, day, index, likeness, weight, prior, result):  # type: ignore[no-untyped-def]
    for row in range(from_row, to_row):
        _evidence(daily, place[row], day[row], index, likeness, weight, prior, result[row])


def weighed(
    daily: NDArray[np.float32],
    stated: NDArray[np.int8],
    near: Neighbourhood,
    prior: Array,
    weights: Array,
    from_day: int,
    to_day: int,
    result: NDArray[np.float32],
) -> None:
    """Fill result[:, from_day:to_day]: P(state) proportional to exp(sum of weights times evidence).

    ``stated`` (places, days) is the state that the last claim names, -1 for none; ``weights`` has one for the place
    itself, one for each reach, and one for the last claim.
    """
    work = np.full(len(daily), 50 * near.index.shape[1] * (to_day - from_day))
    over_places(
        _weighed,
        work,
        daily,
        stated,
        near.index,
        near.likeness,
        near.weight,
        prior,
        weights,
        from_day,
        to_day,
        result,
    )


@njit(cache=True, nogil=True)
def _weighed(  # type: ignore[no-untyped-def]
    from_place,
    to_place,
    daily,
    stated,
    index,
    likeness,
    weight,
    prior,
    weights,
    from_day,
    to_day,
    result,
):
    states, reaches = daily.shape[2], likeness.shape[2]
    out = np.empty((1 + reaches, states))
    value = np.empty(states)
    for place in range(from_place, to_place):
        for day in range(from_day, to_day):
            _evidence(daily, place, day, index, likeness, weight, prior, out)
            for state in range(states):
                value[state] = 0.0
                for kind in range(1 + reaches):
                    value[state] += weights[kind] * out[kind, state]
                if stated[place, day] == state:
                    value[state] += weights[1 + reaches]
            top = value.max()
            total = 0.0
            for state in range(states):
                value[state] = np.exp(value[state] - top)
                total += value[state]
            for state in range(states):
                result[place, day, state] = value[state] / total
