"""How long runs last and what follows them: the law of the chain, as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.settings import ReconcileSettings

Array = NDArray[np.float64]
Law = tuple[Array, Array, Array, int, int, float]
"""start, change, lasting, age of first runs, longest step, share of a wrong start: what the chain takes."""


def law_of(parties: int, days: int, settings: ReconcileSettings) -> Law:
    """The law of a chain over ``days`` days."""
    first_age = round(settings.first_hold_age_days)
    return (
        start_probabilities(parties, settings.contested_prior),
        change_matrix(parties, settings.contested_share),
        survival(parties, days + first_age, settings),
        first_age,
        settings.longest_step_days,
        settings.wrong_start_share,
    )


def survival(parties: int, days: int, settings: ReconcileSettings) -> Array:
    """P(a run lasts n / 2 days or more), shape (states, 2 days + 3), by the Lomax law (1 + t / scale) ** -shape."""
    age = np.arange(2 * days + 3) / 2
    held = (1 + age / settings.hold_scale_days) ** -settings.hold_shape
    fought = (1 + age / settings.contested_scale_days) ** -settings.contested_shape
    return np.vstack([held] * parties + [fought])


def change_matrix(parties: int, contested_share: float) -> Array:
    """P(next state j | state i ends), shape (states, states); rows sum to one, the diagonal is zero."""
    states = parties + 1
    result = np.zeros((states, states))
    for party in range(parties):
        if parties == 1:
            result[party, parties] = 1.0
            continue
        result[party, :parties] = (1 - contested_share) / (parties - 1)
        result[party, party] = 0.0
        result[party, parties] = contested_share
    result[parties, :parties] = 1 / parties
    return result


def start_probabilities(parties: int, contested_prior: float) -> Array:
    """P(state) where nothing is known, shape (states,)."""
    result = np.full(parties + 1, (1 - contested_prior) / parties)
    result[parties] = contested_prior
    return result
