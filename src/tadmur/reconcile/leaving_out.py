"""How much of the record rests on each claim: the histories of its place without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.model import Posterior

LONGEST_SPAN_DAYS = 90
"""A claim without another beside it is taken to speak for so many days, about as long as evidence is fresh."""
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on each claim handed in, n of them; claims that the model does not use have 0 and NaN.

    Attributes:
        place_days: (n,) total-variation distance between the daily beliefs about the claim's place with it and without
            it, summed over the days up to the one asked for: days on which, in expectation, another holder is shown.
        now, without: (n,) P(the most probable state of the day asked for), with the claim and without it, by the
            claims on the place alone.
        state: (n,) that state, -1 for claims not used.
    """

    place_days: Array
    now: Array
    without: Array
    state: NDArray[np.int64]


def resting_on(posterior: Posterior, claims: int, day: int) -> Resting:
    """Leave each claim out in turn, one of every place at a time, with what was learned of voices and of copying.

    Neighbours and the last word are left out of account. The cost is as many passes over all places and days as the
    place with most claims has.

    Args:
        claims: n, the number of rows handed to the model.
        day: the last day that counts, on the calendar of the posterior.
    """
    solved, rows = posterior.solved, posterior.solved.rows
    days = day - posterior.first_day + 1
    full = solved.daily_from_own_claims()[:, :days]
    top = full[:, -1].argmax(axis=1)
    place_days, now, without = np.zeros(claims), np.full(claims, np.nan), np.full(claims, np.nan)
    state = np.full(claims, -1, dtype=np.int64)
    counts = np.diff(rows.bounds)
    given = posterior.rows[rows.origin]
    for turn in range(int(counts.max(initial=0))):
        places = np.flatnonzero(counts > turn)
        left_out = rows.bounds[places] + turn
        share = rows.share.copy()
        share[left_out] = 0.0
        other = solved.daily_from_own_claims(share)[places, :days]
        at = given[left_out]
        place_days[at] = 0.5 * np.abs(full[places] - other).sum(axis=(1, 2))
        state[at] = top[places]
        now[at] = full[places, -1, top[places]]
        without[at] = other[np.arange(len(places)), -1, top[places]]
    return Resting(place_days, now, without, state)


def resting_by_rows(posterior: Posterior, claims: int, day: int) -> Resting:
    """The same by one look at each claim, for ledgers too large to be solved again: an estimate.

    The belief on the day that a claim speaks of is divided by what the claim says of each state. The distance between
    the two is taken to last from the place's claim before it to the one after, at most ``LONGEST_SPAN_DAYS`` each way.
    ``now`` and ``without`` are those of the day that the claim speaks of.
    """
    solved, rows = posterior.solved, posterior.solved.rows
    unknown = np.full(claims, np.nan)
    result = Resting(np.zeros(claims), unknown, unknown.copy(), np.full(claims, -1, dtype=np.int64))
    if not len(rows):
        return result
    belief = solved.from_own_claims(posterior.observations.place[rows.origin], rows.last)
    least = solved.spoken.min(axis=1, keepdims=True)
    middle = (least + solved.spoken.max(axis=1, keepdims=True)) / 2
    share = rows.share[:, None]
    said = share * solved.spoken + (1 - share) * middle
    without = belief / np.maximum(said, 1e-12)
    without /= without.sum(axis=1, keepdims=True)
    apart = 0.5 * np.abs(belief - without).sum(axis=1)
    at = posterior.rows[rows.origin]
    every = np.arange(len(rows))
    result.place_days[at] = apart * _span_days(posterior, day)
    top = belief.argmax(axis=1)
    result.now[at], result.without[at], result.state[at] = belief[every, top], without[every, top], top
    return result


def _span_days(posterior: Posterior, day: int) -> Array:
    """Days around the one that each row speaks of, shape (rows,): from the place's claim before it to the one after.

    Those before the first claim and after the last (up to ``day``) count, too; neither side more than the longest span.
    """
    rows = posterior.solved.rows
    place = posterior.observations.place[rows.origin]
    order = np.lexsort((rows.last, place))
    before, after = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), day - posterior.first_day + 1)
    same = place[order][1:] == place[order][:-1]
    after[order[:-1][same]] = rows.last[order[1:][same]]
    before[order[1:][same]] = rows.last[order[:-1][same]]
    sides = np.clip(after - rows.last, 0, LONGEST_SPAN_DAYS) + np.clip(rows.last - before, 0, LONGEST_SPAN_DAYS)
    return np.asarray(sides, dtype=np.float64)
