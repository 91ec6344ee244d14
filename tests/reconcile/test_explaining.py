"""Why a state is believed: the parts add up, and each has the sign that it should."""

from __future__ import annotations

import numpy as np
import pytest
from simulated_war import DAY_SECONDS, claim, observe, war

from tadmur.reconcile.explaining import explain
from tadmur.reconcile.model import log_odds, reconcile
from tadmur.reconcile.observations import INDEPENDENT, Symbol
from tadmur.reconcile.settings import ReconcileSettings

ROWS = [
    claim(Symbol.GAIN, 0, 40, speaker_party=INDEPENDENT, source=1, echo_group=3),
    claim(Symbol.GAIN, 0, 40, source=2, echo_group=3, published=41 * DAY_SECONDS),
    claim(Symbol.HOLD, 1, 45, speaker_party=1, source=4),
]


def test_parts_add_up_and_say_who_is_for_and_against() -> None:
    posterior = reconcile(observe(*ROWS), places=1, parties=2, first_day=0, last_day=120)
    found = explain(posterior, 0, 110)
    pulls = dict(found.claims)
    assert found.state == 0
    assert found.log_odds == pytest.approx(log_odds(posterior.probability(0, 110)[0]))
    assert found.prior + sum(pulls.values()) + found.time == pytest.approx(found.log_odds)
    assert pulls[0] > 1
    assert pulls[1] == 0
    assert pulls[2] < 0
    assert found.time < 0, "a place just taken is often lost again"
    assert (found.caution, found.neighbours, found.last_word) == (0, 0, 0)


def test_neighbours_have_their_part() -> None:
    _, observations = war(np.random.default_rng(4), places=60, days=100)
    where = np.random.default_rng(2).uniform(30, 31, (60, 2))
    settings = ReconcileSettings(least_claims=50)
    posterior = reconcile(
        observations, places=60, parties=2, first_day=0, last_day=99, settings=settings, coordinates=where
    )
    assert not posterior.solved.alone
    for place in range(0, 60, 7):
        found = explain(posterior, place, 90)
        parts = (found.prior, *dict(found.claims).values(), found.time)
        parts += (found.caution, found.neighbours, found.last_word)
        assert sum(parts) == pytest.approx(found.log_odds, abs=1e-4)


def test_a_place_of_which_nothing_is_said() -> None:
    posterior = reconcile(observe(*ROWS), places=2, parties=2, first_day=0, last_day=120)
    found = explain(posterior, 1, 50)
    assert found.claims == ()
    assert found.log_odds == found.prior
