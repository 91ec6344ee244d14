"""The record of a source: who has borne out, of whom, and on how many claims."""

from __future__ import annotations

import numpy as np
from simulated_war import claim, observe, war

from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import Symbol


def test_the_monitor_bears_out_and_agencies_less() -> None:
    _, observations = war(np.random.default_rng(3), places=60, days=100)
    learned = reconcile(observations, places=60, parties=2, first_day=0, last_day=99).sources
    assert learned.source.tolist() == [0, 1, 2, 3]
    assert min(learned.reliability[2:]) > max(learned.reliability[:2])
    assert (learned.low < learned.reliability).all()
    assert (learned.reliability < learned.high).all()
    assert learned.claims.tolist() == np.bincount(observations.source).tolist()
    pairs = list(zip(learned.party_source.tolist(), learned.party.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert learned.party_claims.sum() == len(observations)


def test_few_claims_leave_a_wide_interval() -> None:
    rows = observe(*(claim(Symbol.HOLD, 0, 5, place=n, source=min(n, 1), speaker_party=-1) for n in range(30)))
    learned = reconcile(rows, places=30, parties=2, first_day=0, last_day=40).sources
    width = learned.high - learned.low
    assert width[0] > width[1]


def test_no_source_no_record() -> None:
    learned = reconcile(observe(claim(Symbol.HOLD, 0, 3)), places=1, parties=2, first_day=0, last_day=9).sources
    assert len(learned.source) == 0
