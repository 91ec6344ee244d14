"""The chain of histories: the dynamic programme equals the sum over all histories, one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmur.reconcile.evidence import Factor, Jump
from tadmur.reconcile.grid import Grid, cut
from tadmur.reconcile.histories import change_matrix, infer, jump_chances, start_probabilities, survival
from tadmur.reconcile.settings import ReconcileSettings

PARTIES = 2
STATES = PARTIES + 1
SETTINGS = ReconcileSettings()
GRID = Grid(np.array([0, 1, 2, 7, 8]))


@st.composite
def factor(draw: st.DrawFn) -> Factor:
    cell = draw(st.integers(-1, GRID.cells - 1))
    begin = draw(st.integers(0, max(cell, 0)))
    values = np.array([draw(st.floats(-3, 3)) for _ in range(STATES)])
    return Factor(cell, begin, draw(st.integers(begin + 1, cell + 2)) if cell >= 0 else 1, values)


@st.composite
def jump(draw: st.DrawFn) -> Jump:
    first = draw(st.integers(0, GRID.cells - 1))
    chances = np.array([[draw(st.floats(0, 0.4)) for _ in range(STATES)] for _ in range(STATES)])
    np.fill_diagonal(chances, 0)
    return Jump(first, draw(st.integers(first, GRID.cells - 1)), chances)


def by_enumeration(factors: list[Factor], jumps: list[Jump]) -> tuple[np.ndarray, np.ndarray]:
    """(marginals at the end of each cell, P(first run, state) at the last one) from every history."""
    change = change_matrix(PARTIES, SETTINGS.contested_share)
    start = start_probabilities(PARTIES, SETTINGS.contested_prior)
    reported = jump_chances(GRID, jumps, STATES)
    lasts = [survival(GRID, k, PARTIES, SETTINGS) for k in range(GRID.cells)]
    marginals = np.zeros((GRID.cells, STATES))
    first_runs = np.zeros(STATES)
    for path in product(range(STATES), repeat=GRID.cells + 1):
        weight = start[path[0]] * np.exp(sum(f.values[path[0]] for f in factors if f.cell < 0))
        run = 0
        for k in range(GRID.cells):
            was, now = path[k], path[k + 1]
            lasting = lasts[k][run, was]
            moves = reported.get(k, np.zeros((STATES, STATES)))
            if was == now:
                weight *= lasting * (1 - moves[was].sum())
            else:
                weight *= (1 - lasting) * change[was, now] + lasting * moves[was, now]
                run = k + 1
            weight *= np.exp(sum(f.values[now] for f in factors if f.cell == k and f.first_run <= run < f.end_run))
        for k in range(GRID.cells):
            marginals[k, path[k + 1]] += weight
        if run == 0:
            first_runs[path[-1]] += weight
    return marginals / marginals.sum(axis=1, keepdims=True), first_runs / marginals[-1].sum()


@settings(max_examples=40, deadline=None)
@given(st.lists(factor(), max_size=5), st.lists(jump(), max_size=2))
def test_forward_backward_sums_over_all_histories(factors: list[Factor], jumps: list[Jump]) -> None:
    found = infer(GRID, factors, jumps, parties=PARTIES, settings=SETTINGS)
    marginals, first_runs = by_enumeration(factors, jumps)
    np.testing.assert_allclose(found.marginals, marginals, atol=1e-10)
    np.testing.assert_allclose(found.runs[-1][0], first_runs, atol=1e-10)
    np.testing.assert_allclose(found.before.sum(), 1)


@pytest.mark.parametrize("parties", [1, 2, 5])
def test_rows_of_the_change_matrix_sum_to_one(parties: int) -> None:
    matrix = change_matrix(parties, 0.25)
    np.testing.assert_allclose(matrix.sum(axis=1), 1)
    assert not matrix.diagonal().any()


def test_days_inside_a_cell_run_straight() -> None:
    found = infer(GRID, [Factor(2, 0, 4, np.array([2.0, 0.0, 0.0]))], [], parties=PARTIES, settings=SETTINGS)
    series = found.series(0, 7)
    np.testing.assert_allclose(series, [found.at(day) for day in range(8)])
    np.testing.assert_allclose(np.diff(series[1:7], axis=0), np.tile(series[2] - series[1], (5, 1)), atol=1e-12)


@given(st.sets(st.integers(-50, 450)), st.integers(0, 300))
def test_cells_cover_each_day_once(days: set[int], last_day: int) -> None:
    grid = cut(days, first_day=0, last_day=last_day, longest_step=64)
    assert grid.starts[0] == 0
    assert grid.starts[-1] == last_day + 1
    assert (np.diff(grid.starts) > 0).all()
    assert (np.diff(grid.starts) <= 64).all()
    for day in days:
        if 0 <= day <= last_day:
            assert grid.starts[grid.cell(day)] == day
    with pytest.raises(ValueError, match="outside"):
        grid.cell(last_day + 1)
