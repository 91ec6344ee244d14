"""What rests on a claim: the record without it, exactly, and as it is estimated for large ledgers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from simulated_war import DAY_SECONDS, claim, observe, war

from tadmur.reconcile.leaving_out import resting_by_rows, resting_on
from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import INDEPENDENT, Symbol


def test_a_lone_claim_bears_all_and_a_copy_nothing() -> None:
    rows = [
        claim(Symbol.GAIN, 0, 40, speaker_party=INDEPENDENT, source=1, echo_group=3),
        claim(Symbol.GAIN, 0, 40, source=2, echo_group=3, published=41 * DAY_SECONDS),
        claim(Symbol.GAIN, 1, 60, place=1, speaker_party=INDEPENDENT, source=1),
        claim(Symbol.HOLD, 1, 61, place=1, speaker_party=INDEPENDENT, source=5),
        claim(Symbol.HOLD, 1, 62, place=1, speaker_party=INDEPENDENT, source=6, reviewed=-1),
    ]
    posterior = reconcile(observe(*rows), places=2, parties=2, first_day=0, last_day=120)
    found = resting_on(posterior, len(rows), 120)
    assert found.place_days[0] > 20
    assert found.place_days[1] == found.place_days[4] == 0
    assert np.isnan(found.now[[1, 4]]).all()
    assert (found.state[[1, 4]] == -1).all()
    assert 0 < found.place_days[3] < found.place_days[0], "another says the same of that place"
    assert found.now[0] > found.without[0]


def test_leaving_out_is_what_the_chain_gives_without_the_claim() -> None:
    _, observations = war(np.random.default_rng(1), places=12, days=80)
    posterior = reconcile(observations, places=12, parties=2, first_day=0, last_day=79)
    found = resting_on(posterior, len(observations), 60)
    solved = posterior.solved
    full = solved.daily_from_own_claims()
    for row in range(0, len(solved.rows), 7):
        share = solved.rows.share.copy()
        share[row] = 0.0
        other = solved.daily_from_own_claims(share)
        given = int(posterior.rows[solved.rows.origin[row]])
        apart = 0.5 * np.abs(full[:, :61] - other[:, :61]).sum()
        assert found.place_days[given] == pytest.approx(apart, rel=1e-4, abs=1e-4)


def test_the_order_of_claims_changes_nothing() -> None:
    _, observations = war(np.random.default_rng(2), places=10, days=60)
    order = np.random.default_rng(3).permutation(len(observations))
    here, there = (
        resting_on(reconcile(rows, places=10, parties=2, first_day=0, last_day=59), len(rows), 59)
        for rows in (observations, observations.take(order))
    )
    assert (np.sort(here.place_days) == np.sort(there.place_days)).all(), "of claims alike in all any may stand for all"


def test_the_estimate_ranks_claims_about_as_the_exact_figure() -> None:
    _, observations = war(np.random.default_rng(5), places=80, days=150)
    posterior = reconcile(observations, places=80, parties=2, first_day=0, last_day=149)
    exact = resting_on(posterior, len(observations), 149).place_days
    estimate = resting_by_rows(posterior, len(observations), 149).place_days
    used = exact > 0
    ranks = [np.argsort(np.argsort(values[used])) for values in (exact, estimate)]
    assert np.corrcoef(ranks[0], ranks[1])[0, 1] > 0.6
    assert (estimate >= 0).all()


def test_without_claims_nothing_rests_on_anything() -> None:
    empty = replace(observe(claim(Symbol.HOLD, 0, 3)).take(np.array([], dtype=np.int64)))
    posterior = reconcile(empty, places=2, parties=2, first_day=0, last_day=9)
    for found in (resting_on(posterior, 0, 9), resting_by_rows(posterior, 0, 9)):
        assert len(found.place_days) == 0
