"""Totals of a party from sampled whole histories: levels, changes and their intervals.

Each draw is one history of all places over all days, so a change between two days is taken within a draw: what is
unsure on both days in the same way does not count twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

Integers = NDArray[np.int64]
LEVEL = 0.90
"""Probability that an interval is to hold the truth."""


@dataclass(frozen=True, slots=True)
class DrawnHistories:
    """Draws of the joint history of p places from ``first_day`` to ``last_day`` (ordinals, both inclusive).

    Attributes:
        initial: (draws, p) uint8, the state of each place at the end of ``first_day``.
        change_draw, change_place, change_day, change_state: (n,), each change of state, in force at the end of its
            day; sorted by draw, then day, then place.
        assessed_from: (p,) the first day on which anything is said of the place; before it, it is not assessed.
    """

    first_day: int
    last_day: int
    initial: NDArray[np.uint8]
    change_draw: NDArray[np.int32]
    change_place: NDArray[np.int32]
    change_day: NDArray[np.int32]
    change_state: NDArray[np.uint8]
    assessed_from: Integers


@dataclass(frozen=True, slots=True)
class Interval:
    """The median of the draws and the interval that holds the middle 90 per cent of them, in the measure's own unit."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Totals:
    """A party's totals on k days in m measures.

    Attributes:
        levels: (k, m, draws) int64: sum of the weights of the places that it holds and that are assessed by the day.
        changes: (k, m, draws): level less the level of the day before in ``days``, over the places assessed on both
            days; the first row is 0. A place that comes into view is no gain.
    """

    days: Integers
    levels: Integers
    changes: Integers


def totals(histories: DrawnHistories, state: int, weights: Integers, days: Integers) -> Totals:
    """Totals of ``state`` at the end of each of ``days`` (in order); ``weights`` has shape (p, m).

    Raises:
        ValueError: the days are not in order, or outside the histories.
    """
    days = np.asarray(days, dtype=np.int64)
    if np.any(np.diff(days) <= 0) or (len(days) and not histories.first_day <= days[0] <= days[-1]):
        raise ValueError("days must be in order and not before the histories begin")
    if len(days) and days[-1] > histories.last_day:
        raise ValueError(f"day {days[-1]} is after the histories' last day {histories.last_day}")
    draws = len(histories.initial)
    bounds = np.searchsorted(histories.change_draw, np.arange(draws + 1)).astype(np.int64)
    entering = np.argsort(histories.assessed_from, kind="stable").astype(np.int64)
    levels, changes = _totals(
        histories.initial,
        bounds,
        histories.change_place,
        histories.change_day,
        histories.change_state,
        histories.assessed_from,
        entering,
        np.uint8(state),
        np.ascontiguousarray(weights),
        days,
    )
    return Totals(days, levels, changes)


def interval(draws: NDArray[Any]) -> Interval:
    """Median and 5th and 95th percentile of a row of draws; each is one of the draws."""
    low, median, high = intervals(draws)
    return Interval(float(median), float(low), float(high))


def intervals(draws: NDArray[Any]) -> NDArray[Any]:
    """(3, ...) low end, median and high end over the last axis: the inverted distribution function of the draws."""
    count = draws.shape[-1]
    ranks = [max(0, int(np.ceil(share * count - 1e-9)) - 1) for share in ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2)]
    ordered = np.partition(draws, ranks, axis=-1)
    return np.moveaxis(ordered[..., ranks], -1, 0)


@njit(parallel=True, cache=True)
def _totals(  # type: ignore[no-untyped-def]
    initial, bounds, change_place, change_day, change_state, assessed_from, entering, state, weights, days
):
    draws, places = initial.shape
    measures = weights.shape[1]
    levels = np.zeros((len(days), measures, draws), dtype=np.int64)
    changes = np.zeros((len(days), measures, draws), dtype=np.int64)
    for draw in prange(draws):
        now = initial[draw].copy()
        level = np.zeros(measures, dtype=np.int64)
        entered = 0
        at = bounds[draw]
        for k in range(len(days)):
            day = days[k]
            before = level.copy()
            while at < bounds[draw + 1] and change_day[at] <= day:
                place = change_place[at]
                step = np.int64(change_state[at] == state) - np.int64(now[place] == state)
                now[place] = change_state[at]
                if step != 0 and k > 0 and assessed_from[place] <= days[k - 1]:
                    for m in range(measures):
                        level[m] += step * weights[place, m]
                at += 1
            for m in range(measures):
                if k > 0:
                    changes[k, m, draw] = level[m] - before[m]
            while entered < places and assessed_from[entering[entered]] <= day:
                place = entering[entered]
                if now[place] == state:
                    for m in range(measures):
                        level[m] += weights[place, m]
                entered += 1
            for m in range(measures):
                levels[k, m, draw] = level[m]
    return levels, changes
