"""The chain of histories: the dynamic programme equals the sum over all histories, one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmur.reconcile.chain import backward, change_of, cut, forward, start_of, still_new
from tadmur.reconcile.law import survival
from tadmur.reconcile.learning import History
from tadmur.reconcile.settings import ReconcileSettings

PARTIES = 2
STATES = PARTIES + 1
SETTINGS = ReconcileSettings()
STARTS = np.array([0, 1, 2, 7, 8])
CELLS = 4
AGE = 365
LASTING = survival(PARTIES, 8 + AGE, SETTINGS)
CHANGE = change_of(np.ones(PARTIES), SETTINGS.contested_share)
START = start_of(np.ones(PARTIES), SETTINGS.contested_prior)


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


Late = tuple[int, float, np.ndarray]
"""A late claim: its cell, the mean age of what it knows, and its factor by state."""


def as_lists(late: list[Late]) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Late claims as the forward pass takes them, and their ages."""
    head, following = np.full(CELLS, -1), np.full(len(late), -1)
    for entry, (cell, _, _) in enumerate(late):
        following[entry], head[cell] = head[cell], entry
    values = np.array([values for _, _, values in late]).reshape(-1, STATES)
    return (head, following, np.arange(len(late)), values), np.array([age for _, age, _ in late], dtype=float)


def solved(
    gain: np.ndarray, before: np.ndarray, jumps: np.ndarray, down_to: int = 0, late: list[Late] | None = None
) -> History:
    every = np.ones(CELLS, dtype=np.bool_)
    gain = gain.copy()
    filtered, norm, first, fit, _ = forward(
        STARTS, gain, every, np.zeros(CELLS), before, *as_lists(late or []), jumps, every, START, CHANGE, LASTING, AGE
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


def by_enumeration(
    gain: np.ndarray, before: np.ndarray, jumps: np.ndarray, late: list[Late] | None = None
) -> tuple[np.ndarray, np.ndarray, float]:
    """(marginals at the end of each cell, P(first run, state) at the last one, likelihood) from every history."""
    marginals = np.zeros((CELLS, STATES))
    first_runs = np.zeros(STATES)
    for path in product(range(STATES), repeat=CELLS + 1):
        weight, run, former = START[path[0]] * before[path[0]], 0, path[0]
        for cell in range(CELLS):
            was, now = path[cell], path[cell + 1]
            on, moves = lasts(cell, run, was), jumps[cell]
            if was == now:
                weight *= on * (1 - moves[was].sum())
            else:
                weight *= (1 - on) * CHANGE[was, now] + on * moves[was, now]
                run, former = cell + 1, was
            weight *= gain[block(cell)][run, now]
            for told, age, values in late or []:
                if told == cell:
                    fresh = 1.0 if run == 0 else still_new(STARTS, cell, run, age)
                    weight *= fresh * values[now] + (1 - fresh) * values[former]
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


@settings(max_examples=30, deadline=None)
@given(
    evidence(),
    st.lists(
        st.tuples(st.integers(0, CELLS - 1), st.floats(2, 60), st.lists(st.floats(1, 20), min_size=3, max_size=3))
    ),
)
def test_late_claims_speak_of_whoever_was_there(
    found: tuple[np.ndarray, np.ndarray, np.ndarray], told: list[tuple[int, float, list[float]]]
) -> None:
    """Exact on the last day; before it, who was there before a run is known by what was told up to its beginning."""
    late = [(cell, age, np.array(values)) for cell, age, values in told]
    history = solved(*found, late=late)
    marginals, first_runs, likelihood = by_enumeration(*found, late)
    np.testing.assert_allclose(history.marginals[-1], marginals[-1], atol=0.005)
    assert history.log_likelihood == pytest.approx(likelihood, abs=0.02 * (1 + len(late)))
    np.testing.assert_allclose(history.runs[block(CELLS - 1)][0], first_runs, atol=0.005)


@settings(max_examples=20, deadline=None)
@given(evidence(), st.integers(1, CELLS - 1))
def test_a_short_way_back_gives_the_same(found: tuple[np.ndarray, np.ndarray, np.ndarray], down_to: int) -> None:
    part, whole = solved(*found, down_to=down_to), solved(*found)
    np.testing.assert_allclose(part.marginals[down_to:], whole.marginals[down_to:], atol=1e-12)


@pytest.mark.parametrize("parties", [1, 2, 5])
def test_rows_of_the_change_matrix_sum_to_one(parties: int) -> None:
    matrix = change_of(np.linspace(0.2, 1, parties), 0.25)
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
