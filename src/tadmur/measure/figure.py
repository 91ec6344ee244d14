"""A figure of change: what a party held on a base day, what of that it lost or gained by another day, and how sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.cells import MEASURES
from tadmur.measure.histories import states_on
from tadmur.measure.totals import LEVEL, DrawnHistories, Interval, interval, totals


@dataclass(frozen=True, slots=True)
class MeasuredChange:
    """A change in one measure, in its own unit (square metres, settlements, inhabitants).

    Attributes:
        base, end: held on the first and on the last day, over the settlements assessed on both.
        change: end less base within each draw; its median need not be the difference of their medians.
        percent: change in per cent of the base of the same draw; ``None`` where the base may be zero.
        end_with_entered: held on the last day, with the settlements that came into view after the first.
    """

    base: Interval
    end: Interval
    change: Interval
    percent: Interval | None
    end_with_entered: Interval


@dataclass(frozen=True, slots=True)
class Figure:
    """A party's change between two days.

    Attributes:
        compared: settlements assessed on both days; the change is counted over these.
        entered: settlements assessed on the last day only. They are no gain and no loss.
        measures: by the names of ``MEASURES``.
        lost, gained: (p,) share of the draws in which the party held a place on the first day and not on the last, and
            the other way round; 0 for what is not compared.
    """

    compared: int
    entered: int
    measures: dict[str, MeasuredChange]
    lost: NDArray[np.float64]
    gained: NDArray[np.float64]


def figure(histories: DrawnHistories, state: int, weights: NDArray[np.int64], first_day: int, last_day: int) -> Figure:
    """The change of ``state`` from the end of ``first_day`` to the end of ``last_day``; ``weights`` as ``MEASURES``.

    Raises:
        ValueError: the days are out of order or outside the histories.
    """
    found = totals(histories, state, weights, np.array([first_day, last_day]))
    measures = {}
    for m, name in enumerate(MEASURES):
        base, change = found.levels[0, m], found.changes[1, m]
        measures[name] = MeasuredChange(
            base=interval(base),
            end=interval(base + change),
            change=interval(change),
            percent=_percent(base, change),
            end_with_entered=interval(found.levels[1, m]),
        )
    compared = histories.assessed_from <= first_day
    before, after = states_on(histories, first_day) == state, states_on(histories, last_day) == state
    return Figure(
        compared=int(compared.sum()),
        entered=int(((histories.assessed_from <= last_day) & ~compared).sum()),
        measures=measures,
        lost=(before & ~after).mean(axis=0) * compared,
        gained=(~before & after).mean(axis=0) * compared,
    )


def _percent(base: NDArray[np.int64], change: NDArray[np.int64]) -> Interval | None:
    """Per cent of the base in each draw; ``None`` when more draws than an interval leaves out have a base of zero."""
    some = base > 0
    if (~some).mean() >= (1 - LEVEL) / 2:
        return None
    return interval(100 * change[some] / base[some])
