"""What was believed on each day is what the model says of that day from what was known then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from simulated_war import DAY_SECONDS, claim, observe, war

from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import Observations, Symbol
from tadmur.reconcile.online import as_known_daily
from tadmur.reconcile.settings import ReconcileSettings

DAYS = 40
KNOWN_BY = np.arange(DAYS) * DAY_SECONDS


def late_war(rng: np.random.Generator, places: int) -> Observations:
    """A war of which the claims come up to six days late."""
    _, observations = war(rng, places=places, days=DAYS)
    late = np.arange(len(observations)) % 7
    return replace(observations, published=observations.published + DAY_SECONDS * late)


def test_each_day_equals_a_run_with_that_days_knowledge() -> None:
    observations = late_war(np.random.default_rng(5), 6)
    settings = ReconcileSettings(refit_days=1)
    daily = as_known_daily(observations, places=6, parties=2, first_day=0, known_by=KNOWN_BY, settings=settings)
    for day in (0, 3, 17, DAYS - 1):
        then = reconcile(observations, places=6, parties=2, first_day=0, last_day=DAYS - 1, known_by=KNOWN_BY[day])
        np.testing.assert_allclose(daily[:, day], then.at(day), atol=1e-6)


@pytest.mark.parametrize("cut", [5, 19, 30])
def test_what_comes_later_changes_no_byte(cut: int) -> None:
    observations = late_war(np.random.default_rng(8), 60)
    settings = ReconcileSettings(refit_days=8, least_claims=60)
    where = np.random.default_rng(1).uniform(30, 31, (60, 2))
    full, known = (
        as_known_daily(rows, places=60, parties=2, first_day=0, known_by=KNOWN_BY, settings=settings, coordinates=where)
        for rows in (observations, observations.take(observations.known_by(KNOWN_BY[cut])))
    )
    assert full[:, : cut + 1].tobytes() == known[:, : cut + 1].tobytes()
    assert full[:, cut + 5 :].tobytes() != known[:, cut + 5 :].tobytes()


def test_a_claim_published_after_the_last_day_never_shows() -> None:
    rows = observe(claim(Symbol.HOLD, 0, 3, published=99 * DAY_SECONDS))
    daily = as_known_daily(rows, places=1, parties=2, first_day=0, known_by=np.arange(10) * DAY_SECONDS)
    assert (daily == daily[0, 0]).all()
