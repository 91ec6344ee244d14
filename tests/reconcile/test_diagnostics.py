"""Warnings come when they should, and not else."""

from __future__ import annotations

import numpy as np
from simulated_war import claim, observe, war

from tadmur.reconcile.diagnostics import diagnose
from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import INDEPENDENT, Symbol


def test_a_war_with_monitors_gives_no_warning_of_one_side() -> None:
    _, observations = war(np.random.default_rng(7), places=80, days=100)
    found = diagnose(reconcile(observations, places=80, parties=2, first_day=0, last_day=99))
    assert not any("cannot be learned" in warning for warning in found.warnings)
    assert len(found.log_likelihoods) == 4
    assert found.log_likelihoods[-1] > found.log_likelihoods[0]
    np.testing.assert_allclose(found.said.sum(axis=1), found.expected.sum(axis=1))


def test_one_sides_sources_only_are_named() -> None:
    rows = observe(*(claim(Symbol.HOLD, 0, day, place=day, source=day % 3, speaker_party=0) for day in range(30)))
    found = diagnose(reconcile(rows, places=30, parties=2, first_day=0, last_day=40))
    assert any("favour party 0" in warning and "cannot be learned" in warning for warning in found.warnings)


def test_no_claims() -> None:
    found = diagnose(reconcile(observe(), places=3, parties=2, first_day=0, last_day=9))
    assert "no claims" in found.warnings[0]


def test_a_source_aligned_with_nobody_is_enough() -> None:
    rows = observe(claim(Symbol.HOLD, 1, 3, source=0, speaker_party=INDEPENDENT))
    posterior = reconcile(rows, places=1, parties=2, first_day=0, last_day=9)
    assert diagnose(posterior).warnings == ()
    assert posterior.probability(0, 5)[1] > 0.8
