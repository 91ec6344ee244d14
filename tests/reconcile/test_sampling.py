"""Draws of whole histories: their shares are the posterior's, neighbours move together, a seed is a draw."""

from __future__ import annotations

import numpy as np
import pytest
from simulated_war import claim, observe, war

from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import INDEPENDENT, Symbol
from tadmur.reconcile.sampling import SampledHistories, sample_daily, sample_histories

DAYS = 60


def states(drawn: SampledHistories) -> np.ndarray:
    """The state of each place at the end of each day, shape (draws, places, days), one change at a time."""
    result = np.repeat(drawn.initial[:, :, None], drawn.last_day - drawn.first_day + 1, axis=2)
    for draw, place, day, state in zip(
        drawn.change_draw, drawn.change_place, drawn.change_day, drawn.change_state, strict=True
    ):
        result[draw, place, day - drawn.first_day :] = state
    return result


@pytest.fixture(scope="module")
def drawn() -> SampledHistories:
    _, observations = war(np.random.default_rng(2), places=12, days=DAYS, parties=3)
    posterior = reconcile(observations, places=12, parties=3, first_day=5, last_day=DAYS - 1)
    result = sample_histories(posterior, 400, seed=1)
    shares = np.stack([(states(result) == state).mean(axis=0) for state in range(4)], axis=2)
    assert np.abs(shares - posterior.daily()).mean() < 0.02
    assert np.abs(shares - posterior.daily()).max() < 0.12
    return result


def test_changes_are_sorted_and_are_changes(drawn: SampledHistories) -> None:
    keys = list(zip(drawn.change_draw, drawn.change_day, drawn.change_place, strict=True))
    assert keys == sorted(set(keys))
    assert drawn.change_day.min() > 5
    moved = states(drawn)
    assert (moved[:, :, 1:] != moved[:, :, :-1]).sum() == len(keys)


def test_levels_count_places(drawn: SampledHistories) -> None:
    days = np.array([5, 20, DAYS - 1])
    counted = (states(drawn)[:, :, days - 5] == 1).sum(axis=1).T
    np.testing.assert_array_equal(drawn.held(1, days), counted)


def test_same_seed_same_bytes() -> None:
    posterior = reconcile(observe(claim(Symbol.GAIN, 0, 9)), places=3, parties=2, first_day=0, last_day=30)
    first, again, other = (sample_histories(posterior, 20, seed) for seed in (4, 4, 5))
    assert first.initial.tobytes() == again.initial.tobytes()
    assert first.change_day.tobytes() == again.change_day.tobytes()
    assert first.initial.tobytes() != other.initial.tobytes()


def test_neighbours_move_together_and_strangers_do_not() -> None:
    daily = np.full((3, 40, 3), 1 / 3, dtype=np.float32)
    coordinates = np.array([[30.0, 50.0], [30.1, 50.0], [60.0, 50.0]])
    drawn = sample_daily(daily, coordinates, 0, 600, seed=0).initial
    near = (drawn[:, 0] == drawn[:, 1]).mean()
    far = (drawn[:, 0] == drawn[:, 2]).mean()
    assert near > 0.6
    assert abs(far - 1 / 3) < 0.08


def test_places_without_coordinates_are_drawn_too() -> None:
    rows = observe(claim(Symbol.HOLD, 0, 3, speaker_party=INDEPENDENT))
    for coordinates in (None, np.array([[np.nan, np.nan], [36.0, 33.0]])):
        posterior = reconcile(rows, places=2, parties=1, first_day=0, last_day=9, coordinates=coordinates)
        assert sample_histories(posterior, 3, seed=0).initial.shape == (3, 2)
    with pytest.raises(ValueError, match="at least one draw"):
        sample_histories(posterior, 0, seed=0)
    with pytest.raises(ValueError, match="coordinates of place 0"):
        sample_daily(posterior.daily(), np.array([[36.0, 330.0], [36.0, 33.0]]), 0, 1, seed=0)
