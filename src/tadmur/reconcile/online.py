"""What would have been believed on each day, from what was known on that day."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.histories import start_probabilities
from tadmur.reconcile.model import place_history, prepare
from tadmur.reconcile.observations import Observations
from tadmur.reconcile.settings import ReconcileSettings


def as_known_daily(
    observations: Observations,
    *,
    places: int,
    parties: int,
    first_day: int,
    known_by: NDArray[np.float64],
    settings: ReconcileSettings | None = None,
) -> NDArray[np.float64]:
    """P(state) of each place on each day by the claims known on that day, shape (places, days, parties + 1).

    Day ``first_day + d`` uses what was published by ``known_by[d]`` (seconds since 1970 UTC, never falling), and is
    what :func:`~tadmur.reconcile.model.reconcile` gives for that day with that ``known_by``. Each place is reconciled
    once for every day on which something about it was published.
    """
    settings = settings or ReconcileSettings()
    days = len(known_by)
    last_day = first_day + days - 1
    used, _ = prepare(observations, places, parties, first_day, last_day)
    prior = start_probabilities(parties, settings.contested_prior)
    result = np.tile(prior, (places, days, 1))
    bounds = np.searchsorted(used.place, np.arange(places + 1))
    for place in range(places):
        claims = used.take(np.arange(bounds[place], bounds[place + 1]))
        seen_from = np.searchsorted(known_by, claims.published, side="left")
        changes = sorted({int(day) for day in seen_from if day < days})
        for begin, end in pairwise([*changes, days]):
            known = claims.take(seen_from <= begin)
            history = place_history(known, parties, first_day, last_day, settings)
            result[place, begin:end] = history.series(first_day + begin, first_day + end - 1)
    return result
