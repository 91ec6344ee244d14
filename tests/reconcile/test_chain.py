"""The chain of histories: the dynamic programme equals the sum over all histories, one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmur.reconcile.chain import backward, cut, forward
from tadmur.reconcile.law import change_matrix, start_probabilities, survival
from tadmur.reconcile.learning import History
from tadmur.reconcile.settings import ReconcileSettings

PARTIES = 2
STATES = PARTIES + 1
SETTINGS = ReconcileSettings()
STARTS = np.array([0, 1, 2, 7, 8])
CELLS = 4
AGE = 365
LASTING = survival(PARTIES, 8 + AGE, SETTINGS)
CHANGE = change_matrix(PARTIES, SETTINGS.contested_share)
START = start_probabilities(PARTIES, SETTINGS.contested_prior)


def block(cell: int) -> slice:
    """Where the runs of a cell lie."""
    return slice(cell * (cell + 3) // 2, cell * (cell + 3) // 2 + cell + 2)


@st.composite
def evidence(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(gain by cell and run, gain before the grid, jumps): up to five factors and two reported changes."""
    gain, before = np.ones((block(CELLS - 1).stop, STATES)), np.ones(STATES)
    for _ in range(draw(st.integers(0, 5))):
        values = np.exp([draw(st.floats(-3, 3)) for _ in range(STATES)])
        cell = draw(st.integers(-1, CELLS - 1))
        if cell < 0:
            before *= values
            continue
        begin = draw(st.integers(0, cell))
        stop = draw(st.integers(begin + 1, cell + 2))
        gain[block(cell)][begin:stop] *= values
    jumps = np.zeros((CELLS, STATES, STATES))
    for _ in range(draw(st.integers(0, 2))):
        chances = np.array([[draw(st.floats(0, 0.4)) for _ in range(STATES)] for _ in range(STATES)])
        np.fill_diagonal(chances, 0)
        jumps[draw(st.integers(0, CELLS - 1))] = chances
    return gain, before, jumps


def solved(gain: np.ndarray, before: np.ndarray, jumps: np.ndarray, down_to: int = 0) -> History:
    every = np.ones(CELLS, dtype=np.bool_)
    filtered, norm, first, fit = forward(
        STARTS, gain, every, np.zeros(CELLS), before, jumps, every, START, CHANGE, LASTING, AGE
    )
    marginal = backward(STARTS, filtered, norm, gain, first, jumps, every, CHANGE, LASTING, AGE, down_to)
    return History(STARTS, marginal, filtered, fit)


def lasts(cell: int, run: int, state: int) -> float:
    """P(a run still on at the start of a cell lasts to its end)."""
    begun = -AGE if run == 0 else (STARTS[run - 1] + STARTS[run] - 1) / 2
    scale, shape = (
        (SETTINGS.contested_scale_days, SETTINGS.contested_shape)
        if state == PARTIES
        else (SETTINGS.hold_scale_days, SETTINGS.hold_shape)
    )
    return float(((scale + STARTS[cell] - begun) / (scale + STARTS[cell + 1] - begun)) ** shape)


def by_enumeration(gain: np.ndarray, before: np.ndarray, jumps: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """(marginals at the end of each cell, P(first run, state) at the last one, likelihood) from every history."""
    marginals = np.zeros((CELLS, STATES))
    first_runs = np.zeros(STATES)
    for path in product(range(STATES), repeat=CELLS + 1):
        weight, run = START[path[0]] * before[path[0]], 0
        for cell in range(CELLS):
            was, now = path[cell], path[cell + 1]
            on, moves = lasts(cell, run, was), jumps[cell]
            if was == now:
                weight *= on * (1 - moves[was].sum())
            else:
                weight *= (1 - on) * CHANGE[was, now] + on * moves[was, now]
                run = cell + 1
            weight *= gain[block(cell)][run, now]
        for cell in range(CELLS):
            marginals[cell, path[cell + 1]] += weight
        first_runs[path[-1]] += weight * (run == 0)
    total = marginals[-1].sum()
    return marginals / total, first_runs / total, float(np.log(total))


@settings(max_examples=40, deadline=None)
@given(evidence())
def test_forward_backward_sums_over_all_histories(found: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    history = solved(*found)
    marginals, first_runs, likelihood = by_enumeration(*found)
    np.testing.assert_allclose(history.marginals[1:], marginals, atol=1e-10)
    np.testing.assert_allclose(history.runs[block(CELLS - 1)][0], first_runs, atol=1e-10)
    np.testing.assert_allclose(history.marginals[0].sum(), 1)
    assert history.log_likelihood == pytest.approx(likelihood)


@settings(max_examples=20, deadline=None)
@given(evidence(), st.integers(1, CELLS - 1))
def test_a_short_way_back_gives_the_same(found: tuple[np.ndarray, np.ndarray, np.ndarray], down_to: int) -> None:
    part, whole = solved(*found, down_to=down_to), solved(*found)
    np.testing.assert_allclose(part.marginals[down_to:], whole.marginals[down_to:], atol=1e-12)


@pytest.mark.parametrize("parties", [1, 2, 5])
def test_rows_of_the_change_matrix_sum_to_one(parties: int) -> None:
    matrix = change_matrix(parties, 0.25)
    np.testing.assert_allclose(matrix.sum(axis=1), 1)
    assert not matrix.diagonal().any()


def test_days_inside_a_cell_run_straight() -> None:
    gain = np.ones((block(CELLS - 1).stop, STATES))
    gain[block(2)] *= np.array([7.0, 1.0, 1.0])
    history = solved(gain, np.ones(STATES), np.zeros((CELLS, STATES, STATES)))
    series = np.array([history.at(day) for day in range(8)])
    np.testing.assert_allclose(np.diff(series[1:7], axis=0), np.tile(series[2] - series[1], (5, 1)), atol=1e-12)


@settings(deadline=None)
@given(st.sets(st.integers(0, 300)), st.integers(1, 300))
def test_cells_cover_each_day_once(days: set[int], length: int) -> None:
    marked = np.array([day in days for day in range(length)])
    starts = cut(marked, 64)
    assert starts[0] == 0
    assert starts[-1] == length
    assert (np.diff(starts) > 0).all()
    assert (np.diff(starts) <= 64).all()
    assert set(np.flatnonzero(marked)) | {0} <= set(starts)
