"""How far a place's own claims, its neighbours and the last word count, as held-out claims decide."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from tadmur.reconcile.neighbours import REACHES
from tadmur.reconcile.rows import Rows
from tadmur.reconcile.threads import over_places

Array = NDArray[np.float64]

AS_IT_IS = np.array([1.0, *(0.0 for _ in REACHES), 0.0])
"""Weights that leave the chain's belief as it is."""
BOUNDS = [(0.2, 1.5), *((0.0, 1.5) for _ in REACHES), (0.0, 1.5)]
PRIOR_CLAIMS = 20.0
"""Worth of the weights ``AS_IT_IS`` against those that claims suggest."""
FOLDS = 4
CROWD_DAYS = 30
"""Claims on one place within so many days count as one, so that quiet places count too."""


def named_states(rows: Rows) -> NDArray[np.int64]:
    """The state that each row names first, shape (n,)."""
    result: NDArray[np.int64] = rows.fit.argmax(axis=1)
    return result


def last_named(
    bounds: NDArray[np.int64],
    day: NDArray[np.int64],
    named: NDArray[np.int64],
    counts: NDArray[np.bool_],
    days: int,
) -> NDArray[np.int8]:
    """The state named by the last row up to each day, shape (places, days), -1 before the first.

    Rows of one day: the last in order counts. Rows that do not count are passed over.
    """
    result = np.full((len(bounds) - 1, days), -1, dtype=np.int8)
    over_places(_last_named, np.diff(bounds) + days, bounds, day, named, counts, days, result)
    return result


@njit(cache=True, nogil=True)
def _last_named(from_place, to_place, bounds, day, named, counts, days, result):  # type: ignore[no-untyped-def]
    for place in range(from_place, to_place):
        latest = np.full(days, -1, dtype=np.int64)
        for row in range(bounds[place], bounds[place + 1]):
            if counts[row] and day[row] < days:
                latest[day[row]] = row
        at = -1
        for when in range(days):
            if latest[when] >= 0:
                at = named[latest[when]]
            result[place, when] = at


def with_last(evidence: Array, named: NDArray[np.int8]) -> Array:
    """Evidence of shape (n, 1 + reaches, states) with one more kind: what the last claim names."""
    last = (named[:, None] == np.arange(evidence.shape[2])).astype(np.float64)
    return np.concatenate((evidence, last[:, None]), axis=1)


def folds(rows: Rows, place: NDArray[np.int64], day: NDArray[np.int64]) -> NDArray[np.int64]:
    """In which fold each row is held out, shape (n,): claims on one place within a fortnight go together."""
    mixed = (day // 14 * 1_000_003 + place * 7_919).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return ((mixed >> np.uint64(40)) % np.uint64(FOLDS)).astype(np.int64)


def crowding(place: NDArray[np.int64], day: NDArray[np.int64]) -> Array:
    """One over the number of rows on the same place in the same stretch of days, shape (n,)."""
    key = place * 1_000_003 + day // CROWD_DAYS
    _, index, count = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / count[index.reshape(-1)])


def best_weights(evidence: Array, said: Array, counts: Array) -> Array:
    """Weights under which held-out claims are likeliest: maximum of a penalised log score (Wolpert 1992, stacking).

    Args:
        evidence: (n, kinds, states) on the state that each held-out claim speaks of, without it.
        said: (n, states) P(what it says | state). counts: (n,) how much each counts.
    """

    def loss(weights: Array) -> tuple[float, Array]:
        score = np.einsum("f,nfs->ns", weights, evidence)
        belief = np.exp(score - score.max(axis=1, keepdims=True))
        belief /= belief.sum(axis=1, keepdims=True)
        joint = belief * said
        likely = joint.sum(axis=1)
        pull = joint / likely[:, None] - belief
        slope = np.einsum("n,ns,nfs->f", counts, pull, evidence)
        away = weights - AS_IT_IS
        return (
            float(PRIOR_CLAIMS * (away**2).sum() - (counts * np.log(likely)).sum()),
            2 * PRIOR_CLAIMS * away - slope,
        )

    found = minimize(loss, AS_IT_IS, jac=True, method="L-BFGS-B", bounds=BOUNDS)
    return np.asarray(found.x)
