"""The posterior of a group of encoded claims, over the days that they and a question speak of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tadmur.pipeline.observations import Encoded
from tadmur.reconcile.model import Posterior, reconcile
from tadmur.reconcile.observations import OPEN_END, OPEN_START
from tadmur.reconcile.settings import ReconcileSettings


def posterior_of(encoded: Encoded, settings: ReconcileSettings, days: Iterable[int]) -> Posterior:
    """What the claims say of every place, from the first day that they or ``days`` (ordinals) name to the last."""
    observations = encoded.observations
    stated = [int(value) for column in (observations.first_day, observations.last_day) for value in column]
    named = [*(value for value in stated if value not in (OPEN_START, OPEN_END)), *days]
    return reconcile(
        observations,
        places=len(encoded.places),
        parties=len(encoded.parties),
        first_day=min(named),
        last_day=max(named),
        settings=settings,
        coordinates=np.array([(place.lon, place.lat) for place in encoded.places], dtype=np.float64).reshape(-1, 2),
    )
