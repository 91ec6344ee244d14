"""What claims say of the possible histories of one place, on its grid, as log-factors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.grid import Grid
from tadmur.reconcile.interest import Interest, interests, truth_rates
from tadmur.reconcile.observations import START_NOT_STATED, Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings

EVENTS = (Symbol.GAIN, Symbol.LOSS)
"""Symbols of a change at one moment; the others are states."""


@dataclass(frozen=True, slots=True)
class Factor:
    """Log-likelihood ratios for runs at the end of one cell (-1: just before the grid).

    ``values`` has shape (states,) and holds for runs with index first_run <= s < end_run. Run 0 began before the
    grid; a run that begins in cell k has index k + 1.
    """

    cell: int
    first_run: int
    end_run: int
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Jump:
    """Chance of a change of hands that reports raise: P(from i to j) in the cells first .. last, spread over days.

    ``chances`` has shape (states, states), rows summing to less than one, diagonal zero.
    """

    first_cell: int
    last_cell: int
    chances: NDArray[np.float64]


def fit(observations: Observations, row: int, parties: int, settings: ReconcileSettings) -> NDArray[np.float64]:
    """How well each state fits the claim, 1 for "as stated" and 0 for "not so", shape (parties + 1,)."""
    states = parties + 1
    contested = parties
    symbol, party, opponent = (
        int(observations.symbol[row]),
        int(observations.party[row]),
        int(observations.opponent[row]),
    )
    result = np.zeros(states)
    if symbol == Symbol.CONTESTED:
        result[contested] = 1.0
    elif symbol in (Symbol.GAIN, Symbol.HOLD):
        result[party] = 1.0
        if observations.partial[row]:
            result[party], result[contested] = settings.contested_when_partial, 1.0
    elif symbol == Symbol.BESIEGED and opponent >= 0:
        result[opponent], result[contested] = 1.0, 0.5
    elif observations.partial[row]:
        result[:] = 1.0
        result[party] = settings.contested_when_partial
    else:
        result[:] = 1.0
        result[party] = 0.0
        if symbol == Symbol.LOSS and opponent >= 0:
            result[:] = 0.5
            result[opponent], result[party] = 1.0, 0.0
    return result


def log_ratios(fitting: NDArray[np.float64], when_true: float, when_false: float, share: float) -> NDArray[np.float64]:
    """log p(claim | state) up to a constant, shape of ``fitting``.

    With probability ``share`` the claim speaks of the state: p = when_false + (when_true - when_false) * fitting;
    else it is no evidence, and p is the mean of the two rates.
    """
    idle = (1.0 - share) * (when_true + when_false) / 2
    spoken = when_false + (when_true - when_false) * fitting
    result: NDArray[np.float64] = np.log(idle + share * spoken) - np.log(idle + share * when_false)
    return result


def evidence_of(
    observations: Observations,
    grid: Grid,
    novelty: NDArray[np.float64],
    openings: NDArray[np.bool_],
    *,
    parties: int,
    settings: ReconcileSettings,
) -> tuple[list[Factor], list[Jump]]:
    """Factors and jumps of all claims on one place; intervals may begin before the grid, and must not end after it.

    A claim is judged at the end of its interval; an event within at most two cells when its run begins, so that what
    was taken and lost again within the interval bears it out. (In a longer one a run could begin twice and be counted
    twice.) Where a claim states a start (a take-over, a hold "since"), the run that is on fits in full if it began
    inside the interval, and by ``wrong_start_share`` of the contrast if not. The claim that opens a matter also makes
    a change inside the interval likely beforehand (there is a report because something happened, or because somebody
    lies), and is evidence of the eve: in full of whom it was taken from, if named, weakly of another state, if not.
    """
    relation = interests(observations, parties)
    true_rates, false_rates = truth_rates(relation, settings)
    shares = novelty * observations.reading_probability * observations.weight * observations.place_weight
    grid_start = int(grid.starts[0])
    tolerance = settings.date_tolerance_days
    factors: list[Factor] = []
    jumps: list[Jump] = []
    for row in np.flatnonzero(shares > 0).tolist():
        fitting = fit(observations, row, parties, settings)
        when_true, when_false, share = float(true_rates[row]), float(false_rates[row]), float(shares[row])
        if relation[row] in (Interest.INDEPENDENT, Interest.UNKNOWN) and np.count_nonzero(fitting == 1.0) == 1:
            when_false /= parties  # an honest error falls on any of the states that are not so
        first, last = int(observations.first_day[row]), int(observations.last_day[row])
        clipped = first < grid_start
        first, last = max(first, grid_start), max(last, grid_start)
        last_cell = grid.cell(last)
        event = observations.symbol[row] in EVENTS
        durative = bool(observations.durative[row]) and not event
        slack = int(observations.start_slack[row])
        dated = event or (durative and slack != START_NOT_STATED)
        first_run = 0 if clipped or not dated else grid.cell(max(first - tolerance, grid_start)) + 1
        latest_start = min(first + max(slack, 0), last) if durative else last
        end_run = grid.cell(latest_start) + 2
        right = log_ratios(fitting, when_true, when_false, share)
        wrong = log_ratios(fitting * settings.wrong_start_share, when_true, when_false, share)
        first_cell = grid.cell(first)
        if event and last_cell - first_cell <= 1:
            factors += [Factor(cell, cell + 1, cell + 2, right) for cell in range(first_cell, last_cell + 1)]
            stretches = [(0, first_run, wrong), (first_run, first_cell + 1, right)]
        else:
            stretches = [(0, first_run, wrong), (first_run, end_run, right), (end_run, last_cell + 2, wrong)]
        factors += [Factor(last_cell, begin, stop, values) for begin, stop, values in stretches if begin < stop]
        if not dated or not openings[row]:
            continue
        if not clipped:
            eve = grid.cell(max(first - tolerance, grid_start)) - 1
            named = observations.opponent[row] >= 0
            eve_share = share * (1.0 if named else settings.before_share)
            ratios = log_ratios(fit_before(observations, row, fitting), when_true, when_false, eve_share)
            factors.append(Factor(eve, 0, eve + 2, ratios))
        chance = settings.change_when_reported * share * (when_true - when_false) / when_true
        cells = grid.cell(first), grid.cell(latest_start)
        jumps.append(Jump(*cells, chance * targets(observations, row, fitting)))
    return factors, jumps


def targets(observations: Observations, row: int, after: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(to j | from i, the reported change happened), shape (states, states); rows of states untouched are zero."""
    result = np.zeros((len(after), len(after)))
    if observations.symbol[row] == Symbol.LOSS:
        party = int(observations.party[row])
        fitting = after.copy()
        fitting[party] = 0.0
        result[party] = fitting / fitting.sum()
        return result
    state = int(after.argmax())
    result[:, state] = 1.0
    result[state, state] = 0.0
    return result


def fit_before(observations: Observations, row: int, after: NDArray[np.float64]) -> NDArray[np.float64]:
    """How well each state on the eve fits a claimed change to ``after``: not yet so, and with ``opponent`` if given."""
    opponent, party = int(observations.opponent[row]), int(observations.party[row])
    if observations.symbol[row] == Symbol.LOSS:
        result = np.zeros_like(after)
        result[party], result[-1] = 1.0, 0.5
        return result
    result = 1.0 - after
    result[-1] = max(result[-1], 0.5)
    if opponent >= 0:
        result[:-1] = 0.0
        result[opponent] = 1.0
    return result


def days_of(observations: Observations, settings: ReconcileSettings) -> list[int]:
    """Days at which a cell must begin: each interval's first day, less the tolerance, the day after its last day, and
    the day after its slack."""
    slack = observations.first_day + np.maximum(observations.start_slack, 0) + 1
    stated = slack[(observations.start_slack > 0) & (slack <= observations.last_day)]
    early = observations.first_day - settings.date_tolerance_days
    return [int(day) for day in (*observations.first_day, *early, *(observations.last_day + 1), *stated)]
