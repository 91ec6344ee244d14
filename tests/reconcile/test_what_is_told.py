"""What a claim tells of, beside when it was published, decides how far it echoes another."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reconcile.simulated_war import claim, observe

from tadmur.reconcile.echoes import Copying, canonical_order, days_spoken_of, news
from tadmur.reconcile.observations import Symbol
from tadmur.reconcile.settings import ReconcileSettings

TODAY = date(2025, 1, 12).toordinal()
PUBLISHED = datetime(2025, 1, 12, 12, tzinfo=UTC).timestamp()


@settings(deadline=None)
@given(st.integers(0, 2000))
def test_a_state_of_today_echoes_an_older_take_over_less_the_older_it_is(days: int) -> None:
    rows = observe(
        claim(Symbol.GAIN, 0, TODAY - days, published=PUBLISHED, source=0),
        claim(Symbol.HOLD, 0, TODAY, published=PUBLISHED, source=0),
    )
    ordered = rows.take(canonical_order(rows))
    novelty, _ = news(ordered, np.array([0, 2]), Copying(np.zeros(0)), ReconcileSettings())
    shares = sorted(novelty.tolist())
    assert shares[1] == 1.0
    assert 0.1 - 1e-9 <= shares[0] <= 1.0
    assert (shares[0] > 0.9) == (days > 65)


def test_no_state_is_told_of_beyond_the_day_of_publication() -> None:
    rows = observe(claim(Symbol.HOLD, 0, TODAY + 400, published=PUBLISHED, source=0))
    assert days_spoken_of(rows).tolist() == [(date(2025, 1, 12) - date(1970, 1, 1)).days]
