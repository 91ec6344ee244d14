"""What would have been believed on each day, from what was known on that day."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.chain import beliefs_as_known
from tadmur.reconcile.learning import Solved, Where, priors_of, read_with, solve
from tadmur.reconcile.model import prepare
from tadmur.reconcile.neighbours import evidence_at, neighbourhood, weighed
from tadmur.reconcile.observations import Observations
from tadmur.reconcile.settings import ReconcileSettings
from tadmur.reconcile.threads import over_places
from tadmur.reconcile.weighing import AS_IT_IS, best_weights, crowding, last_named, named_states, with_last

FIRST_REFITS = (0, 7, 15, 30)
"""Days on which all is learned anew in the beginning."""
NEVER = 2**62
"""More claims than there are."""


def as_known_daily(
    observations: Observations,
    *,
    places: int,
    parties: int,
    first_day: int,
    known_by: NDArray[np.float64],
    settings: ReconcileSettings | None = None,
    coordinates: NDArray[np.float64] | None = None,
) -> NDArray[np.float32]:
    """P(state) of each place on each day by the claims known on that day, shape (places, days, parties + 1).

    Day ``first_day + d`` uses what was published by ``known_by[d]`` (seconds since 1970 UTC, never falling). Voices
    are learned anew every ``refit_days`` from what was known then; on such a day the result is what
    :func:`~tadmur.reconcile.model.reconcile` gives with that ``known_by``.
    """
    settings = settings or ReconcileSettings()
    days = len(known_by)
    last_day = first_day + days - 1
    own = np.empty((places, days, parties + 1), dtype=np.float32)
    result = np.empty_like(own)
    grid = Where(places, parties, first_day, last_day)
    near = neighbourhood(coordinates, places)
    alone = replace(settings, least_claims=NEVER)
    for begin, end in pairwise(refits(days, settings.refit_days)):
        past, _ = prepare(observations, grid, float(known_by[begin]))
        used, _ = prepare(observations, grid, float(known_by[end - 1]))
        now = read_with(solve(past, grid, near, alone), used, grid, near)
        claims = used.take(now.rows.origin)
        seen_from = np.searchsorted(known_by, claims.published, side="left")
        over_places(
            beliefs_as_known,
            now.work * np.diff(now.rows.bounds),
            now.rows.bounds,
            now.claims(),
            now.spoken,
            seen_from,
            days,
            now.law,
            begin,
            end,
            own,
        )
        stated = last_named(now.rows.bounds, seen_from, named_states(now.rows), now.rows.share > 0, days)
        prior = priors_of(now.rows, seen_from <= begin, grid, settings)
        weights = _weights_so_far(now, claims.place, seen_from, own, stated, prior, begin, settings.least_claims)
        weighed(own, stated, near, prior, weights, begin, end, result)
    return result


def refits(days: int, longest: int) -> list[int]:
    """Days on which all is learned anew, then ``days``: often in the beginning, later every ``longest`` days."""
    first = [day for day in FIRST_REFITS if day < min(longest, days)]
    return [*first, *range(longest, days, longest), days]


def _weights_so_far(
    now: Solved,
    place: NDArray[np.int64],
    seen_from: NDArray[np.int64],
    own: NDArray[np.float32],
    stated: NDArray[np.int8],
    prior: NDArray[np.float64],
    begin: int,
    least_claims: int,
) -> NDArray[np.float64]:
    """The weights under which the claims known on day ``begin`` were likeliest the day before they became known.

    A claim is judged by what was believed of the day it speaks of on that day, or on the eve of its publication.
    """
    rows = now.rows
    day = np.minimum(rows.last, seen_from - 1)
    judged = (rows.share > 0) & (seen_from <= begin) & (day >= 0) & (day < begin)
    if judged.sum() < least_claims:
        return AS_IT_IS
    out = np.flatnonzero(judged)
    found = evidence_at(own, place[out], day[out], now.near, prior)
    counts = rows.share[out] * crowding(place[out], day[out])
    return best_weights(with_last(found, stated[place[out], day[out]]), now.spoken[out], counts)
