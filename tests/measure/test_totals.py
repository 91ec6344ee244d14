"""Totals from drawn histories: exact against counting by hand, change within a draw, and places that come into view."""

from __future__ import annotations

import numpy as np
import pytest

from tadmur.measure.coverage import Cover, CoverRule, coverage, expected_totals
from tadmur.measure.figure import figure
from tadmur.measure.histories import joined, states_on
from tadmur.measure.totals import DrawnHistories, interval, totals

NORTH, SOUTH, CONTESTED = 0, 1, 2


def random_histories(
    draws: int = 30, places: int = 9, days: int = 40, seed: int = 0
) -> tuple[DrawnHistories, np.ndarray]:
    """Histories, and the state of each draw, place and day written out."""
    generator = np.random.default_rng(seed)
    state = np.zeros((draws, places, days), dtype=np.uint8)
    state[:, :, 0] = generator.integers(0, 3, (draws, places))
    for day in range(1, days):
        change = generator.random((draws, places)) < 0.1
        state[:, :, day] = np.where(change, generator.integers(0, 3, (draws, places)), state[:, :, day - 1])
    return from_states(state, generator.integers(80, 130, places)), state


def from_states(state: np.ndarray, assessed_from: np.ndarray, first_day: int = 100) -> DrawnHistories:
    rows = [
        (draw, day, place)
        for draw in range(state.shape[0])
        for day in range(1, state.shape[2])
        for place in range(state.shape[1])
        if state[draw, place, day] != state[draw, place, day - 1]
    ]
    draw, day, place = np.array(rows, dtype=np.int32).reshape(-1, 3).T
    return DrawnHistories(
        first_day,
        first_day + state.shape[2] - 1,
        state[:, :, 0].copy(),
        draw,
        place,
        day + np.int32(first_day),
        state[draw, place, day],
        np.asarray(assessed_from, dtype=np.int64),
    )


def test_totals_are_those_counted_by_hand() -> None:
    histories, state = random_histories()
    weights = np.random.default_rng(1).integers(1, 1000, (9, 2))
    days = np.array([100, 101, 110, 125, 139])
    found = totals(histories, SOUTH, weights, days)
    for k, day in enumerate(days):
        seen = histories.assessed_from <= day
        held = (state[:, :, day - 100] == SOUTH) & seen
        assert found.levels[k].tolist() == (held @ weights).T.tolist()
        if k:
            both = histories.assessed_from <= days[k - 1]
            step = held[:, both].astype(int) - (state[:, both, days[k - 1] - 100] == SOUTH)
            assert found.changes[k].tolist() == (step @ weights[both]).T.tolist()
    assert not found.changes[0].any()


def test_a_place_that_comes_into_view_is_no_gain() -> None:
    state = np.full((200, 2, 20), SOUTH, dtype=np.uint8)
    histories = from_states(state, np.array([90, 110]))
    found = totals(histories, SOUTH, np.ones((2, 1), dtype=np.int64), np.array([100, 115]))
    assert found.levels[:, 0, 0].tolist() == [1, 2]
    assert found.changes[1, 0, 0] == 0


def test_joining_keeps_every_state() -> None:
    (one, first), (two, second) = random_histories(), random_histories(places=4, seed=3)
    swap = np.array([SOUTH, NORTH, CONTESTED], dtype=np.uint8)
    both = joined([one, two], [swap, np.arange(3, dtype=np.uint8)])
    for day in (100, 117, 139):
        assert states_on(one, day).tolist() == first[:, :, day - 100].tolist()
        assert states_on(both, day)[:, :9].tolist() == swap[first[:, :, day - 100]].tolist()
        assert states_on(both, day)[:, 9:].tolist() == second[:, :, day - 100].tolist()
    assert both.assessed_from.tolist() == [*one.assessed_from, *two.assessed_from]
    ordered = list(zip(both.change_draw, both.change_day, both.change_place, strict=True))
    assert ordered == sorted(ordered)
    with pytest.raises(ValueError, match="same days"):
        joined([one, random_histories(days=20)[0]], [swap, swap])
    with pytest.raises(ValueError, match="no histories"):
        joined([], [])


def test_days_must_be_in_order_and_inside() -> None:
    histories, _ = random_histories()
    weights = np.ones((9, 1), dtype=np.int64)
    for days in ([110, 110], [120, 110], [99, 120], [120, 140]):
        with pytest.raises(ValueError, match="day"):
            totals(histories, SOUTH, weights, np.array(days))


def test_an_interval_is_made_of_draws() -> None:
    found = interval(np.arange(1, 101))
    assert (found.low, found.median, found.high) == (5, 50, 95)
    assert interval(np.array([7])).low == 7


def test_change_is_taken_within_a_draw() -> None:
    """A place that is as likely held as not, but never changes, has an unsure level and a sure change of none."""
    state = np.zeros((400, 1, 10), dtype=np.uint8)
    state[:200] = SOUTH
    histories = from_states(state, np.array([100]))
    found = figure(histories, SOUTH, np.tile(np.int64(5), (1, 4)), 100, 109).measures["km2"]
    assert (found.base.low, found.base.high) == (0, 5)
    assert (found.change.low, found.change.high) == (0, 0)
    assert found.percent is None


def test_figure_of_a_sure_loss() -> None:
    state = np.full((200, 3, 10), SOUTH, dtype=np.uint8)
    state[:, 0, 5:] = NORTH
    state[:150, 1, 7:] = NORTH
    histories = from_states(state, np.array([100, 100, 106]))
    weights = np.array([[10, 1, 0, 10], [30, 1, 7, 30], [100, 1, 9, 100]])
    found = figure(histories, SOUTH, weights, 100, 109)
    assert (found.compared, found.entered) == (2, 1)
    assert found.lost.tolist() == [1.0, 0.75, 0.0]
    assert not found.gained.any()
    area = found.measures["km2"]
    assert (area.base.median, area.end.median, area.end.high, area.end_with_entered.median) == (40, 0, 30, 100)
    assert area.percent is not None
    assert (area.percent.low, area.percent.high) == (-100, -25)
    assert found.measures["settlements"].change.median == -2


def test_cover_by_the_first_rule_that_holds() -> None:
    rule = CoverRule(assessed_from=0.65, settled_from=0.9, stale_after_days=90)
    probabilities = np.array([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.2, 0.1, 0.7], [0.8, 0.1, 0.1], [0.99, 0.01, 0], [0.8, 0.1, 0.1]])  # noqa: E501  # fmt: skip
    age = np.array([3.0, 3.0, 3.0, 91.0, np.nan, 3.0])
    disputed = np.array([False, False, False, False, False, True])
    wanted = [Cover.ASSESSED, Cover.CONTESTED, Cover.CONTESTED, Cover.STALE, Cover.NOT_ASSESSED, Cover.CONTESTED]
    assert rule.of(probabilities, age, disputed).tolist() == wanted


def test_shares_of_the_land_sum_to_one() -> None:
    from tadmur.measure.cells import SettlementCells

    weights = np.array([[10, 1, 5, 9], [20, 1, 0, 21], [30, 1, 6, 30]])
    cells = SettlementCells(("a", "b", "c"), weights, np.array([True, False, True]), 100.0, 10.0, 7)
    found = coverage(cells, np.array([Cover.ASSESSED, Cover.NOT_ASSESSED, Cover.NOT_ASSESSED]))
    assert found.area_shares() == {"assessed": 0.1, "contested": 0, "stale": 0, "not_assessed": 0.5, "unassigned": 0.4}
    assert found.population_unknown.tolist() == [1, 0, 0, 0]
    some = coverage(cells, np.array([Cover.ASSESSED, Cover.NOT_ASSESSED]), of=np.array([0, 2]))
    assert some.sums.tolist() == found.sums.tolist()
    assert some.population_unknown.tolist() == found.population_unknown.tolist()
    assert expected_totals(np.array([[0.5, 0.5], [1, 0], [0, 1.0]]), weights)[:, 0].tolist() == [25.0, 35.0]
