"""How long runs last and what follows them: the law of the chain, as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.settings import ReconcileSettings

Array = NDArray[np.float64]
Law = tuple[float, float, Array, int, int, float]
"""P(contested) at first and after a run, lasting, age of first runs, longest step, share of a wrong start."""


def law_of(parties: int, days: int, settings: ReconcileSettings) -> Law:
    """The law of a chain over ``days`` days."""
    first_age = round(settings.first_hold_age_days)
    return (
        settings.contested_prior,
        settings.contested_share,
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
