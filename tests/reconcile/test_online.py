"""What was believed on each day is what the model says of that day from what was known then."""

from __future__ import annotations

import numpy as np
from simulated_war import DAY_SECONDS, claim, observe, war

from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import Symbol
from tadmur.reconcile.online import as_known_daily


def test_each_day_equals_a_run_with_that_days_knowledge() -> None:
    days = 40
    _, observations = war(np.random.default_rng(5), places=6, days=days)
    late = {name: column.copy() for name, column in observations.columns().items()}
    late["published"] = late["published"] + DAY_SECONDS * (np.arange(len(observations)) % 7)
    observations = type(observations).of(late)
    known_by = np.arange(days) * DAY_SECONDS
    daily = as_known_daily(observations, places=6, parties=2, first_day=0, known_by=known_by)
    for day in (0, 3, 17, days - 1):
        then = reconcile(
            observations, places=6, parties=2, first_day=0, last_day=days - 1, known_by=float(known_by[day])
        )
        np.testing.assert_array_equal(daily[:, day], then.at(day))


def test_a_claim_published_after_the_last_day_never_shows() -> None:
    rows = observe(claim(Symbol.HOLD, 0, 3, published=99 * DAY_SECONDS))
    daily = as_known_daily(rows, places=1, parties=2, first_day=0, known_by=np.arange(10) * DAY_SECONDS)
    assert (daily == daily[0, 0]).all()
