"""Simulated claims reconciled: the model's prediction for a benchmark whose truth stays closed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tadmur.evaluate.fusion import (
    CAPTURED,
    CONTESTED,
    HOLDS,
    LOST,
    NO_SIDE,
    SimulatedClaims,
    read_simulated,
    write_prediction,
)
from tadmur.reconcile.model import Posterior, reconcile
from tadmur.reconcile.observations import INDEPENDENT, Observations, Symbol
from tadmur.reconcile.online import as_known_daily
from tadmur.reconcile.sampling import sample_daily

SECONDS_PER_DAY = 86_400.0
DAY_0 = date(1970, 1, 1).toordinal()
"""The day, on the calendar of claims, that a simulated war calls 0."""
UNDATED_WITHIN_DAYS = 7
"""An event whose report gives no day is taken to lie in the week before publication."""
COUNTED_PARTY = 1
"""The party whose places are counted."""
COUNT_EVERY_DAYS = 30
DRAWS = 200
SYMBOLS = {CAPTURED: Symbol.GAIN, HOLDS: Symbol.HOLD, LOST: Symbol.LOSS, CONTESTED: Symbol.CONTESTED}


def predict_simulated(prefix: Path, out: Path, *, online: bool, days: int | None = None) -> tuple[int, int, int]:
    """Write P(state) of each place and day to ``out`` (npz); returns its shape (places, days, parties + 1).

    ``online`` uses for each day what was published by that day, else all claims speak of all days. ``days`` is the
    length of the history, by default up to the newest publication.
    """
    simulated = read_simulated(prefix)
    days = int(simulated.pub_day.max()) + 1 if days is None else days
    posterior, belief = believe_simulated(simulated, online=online, days=days)
    places, parties, coordinates = posterior.places, posterior.parties, posterior.coordinates
    draws = sample_daily(belief, coordinates, 0, DRAWS, seed=0)
    totals = draws.held(COUNTED_PARTY, np.arange(COUNT_EVERY_DAYS, days, COUNT_EVERY_DAYS))
    reliability = np.full(len(simulated.alignment), np.nan)
    learned = posterior.sources
    known = learned.source < len(reliability)
    reliability[learned.source[known]] = learned.reliability[known]
    write_prediction(out, belief, totals, np.where(np.isnan(reliability), np.nanmean(reliability), reliability))
    return places, days, parties + 1


def believe_simulated(simulated: SimulatedClaims, *, online: bool, days: int) -> tuple[Posterior, NDArray[np.float32]]:
    """The posterior of all claims, and P(state), shape (places, days, parties + 1): its own, or ``online`` for each day
    that of the claims published by then."""
    parties = int(max(simulated.controller.max(), simulated.start_state.max())) + 1
    observations, places = _observations(simulated), len(simulated.start_state)
    coordinates = np.column_stack((simulated.lon, simulated.lat))
    posterior = reconcile(
        observations,
        places=places,
        parties=parties,
        first_day=DAY_0,
        last_day=DAY_0 + days - 1,
        coordinates=coordinates,
    )
    if not online:
        return posterior, posterior.daily()
    known_by = np.arange(days, dtype=np.float64) * SECONDS_PER_DAY
    daily = as_known_daily(
        observations, places=places, parties=parties, first_day=DAY_0, known_by=known_by, coordinates=coordinates
    )
    return posterior, daily


def _observations(simulated: SimulatedClaims) -> Observations:
    """The claims, and for each place the state on day 0 as a hold by a source of its own that stands with nobody."""
    places = np.arange(len(simulated.start_state))
    start = np.zeros(len(places), dtype=np.int64)
    event = np.isin(simulated.kind, (CAPTURED, LOST))
    earliest = np.maximum(simulated.pub_day - UNDATED_WITHIN_DAYS, 0)
    first_day = np.where(~simulated.dated & event, earliest, simulated.event_day)
    side = simulated.alignment[simulated.source]
    stands_with = np.where(side == NO_SIDE, INDEPENDENT, side)

    def with_start(claims: NDArray[np.int64], first: NDArray[np.int64] | int) -> NDArray[np.int64]:
        return np.concatenate([claims, np.broadcast_to(np.asarray(first, dtype=np.int64), len(places))])

    return Observations.of(
        {
            "place": with_start(simulated.place, places),
            "symbol": with_start(
                np.array([SYMBOLS[int(kind)] for kind in simulated.kind], dtype=np.int64), Symbol.HOLD
            ),
            "party": with_start(simulated.controller, simulated.start_state),
            "first_day": with_start(first_day, start) + DAY_0,
            "last_day": with_start(np.maximum(simulated.event_day, first_day), start) + DAY_0,
            "published": with_start(simulated.pub_day, start) * SECONDS_PER_DAY,
            "speaker_party": with_start(stands_with, INDEPENDENT),
            "publisher_party": with_start(stands_with, INDEPENDENT),
            "source": with_start(simulated.source, len(simulated.alignment)),
            "echo_group": with_start(simulated.text_sig, -1),
        }
    )
