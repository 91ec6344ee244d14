"""All possible histories of one place at once: a semi-Markov chain over (holder, start of the present hold)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.evidence import Factor, Jump
from tadmur.reconcile.grid import Grid
from tadmur.reconcile.settings import ReconcileSettings

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Histories:
    """Posterior over the histories of one place.

    Attributes:
        before: P(state just before the grid), shape (states,).
        marginals: P(state at the end of each cell), shape (cells, states).
        runs: for each cell k, P(state, run index) at its end, shape (k + 2, states); run 0 began before the grid, run
            s in cell s - 1.
        log_likelihood: of the claims, up to a constant.
    """

    grid: Grid
    before: Array
    marginals: Array
    runs: tuple[Array, ...]
    log_likelihood: float

    def at(self, day: int) -> Array:
        """P(state at the end of ``day``), shape (states,).

        Inside a cell the one change of hands is equally likely on each day, so the marginal runs straight from the
        end of the cell before to the end of this one.
        """
        k = self.grid.cell(day)
        low, high = int(self.grid.starts[k]), int(self.grid.starts[k + 1])
        share = (day - low + 1) / (high - low)
        earlier = self.marginals[k - 1] if k else self.before
        result: Array = (1 - share) * earlier + share * self.marginals[k]
        return result

    def series(self, first_day: int, last_day: int) -> Array:
        """P(state at the end of each day), shape (days, states), both days inclusive and on the grid."""
        days = np.arange(first_day, last_day + 1)
        k = np.searchsorted(self.grid.starts, days, side="right") - 1
        low, high = self.grid.starts[k], self.grid.starts[k + 1]
        share = ((days - low + 1) / (high - low))[:, None]
        ends = np.vstack((self.before, self.marginals))
        result: Array = (1 - share) * ends[k] + share * ends[k + 1]
        return result

    def since(self, day: int, state: int, *, mass: float = 0.8) -> tuple[int | None, int | None]:
        """Days between which ``state`` began to be on at ``day``: the middle ``mass`` of the posterior.

        ``None`` first: as likely as not it began before the grid. ``(None, None)``: nothing can be said, for the
        state is out of the question.
        """
        k = self.grid.cell(day)
        weights = self.runs[k][:, state]
        total = weights.sum()
        if not total > 0:
            return None, None
        cumulative = np.cumsum(weights / total)
        tail = (1 - mass) / 2
        low = int(np.searchsorted(cumulative, tail + 1e-12))
        high = int(np.searchsorted(cumulative, 1 - tail - 1e-12))
        earliest = None if weights[0] / total >= 0.5 or low == 0 else int(self.grid.starts[low - 1])
        latest = int(self.grid.starts[0]) if high == 0 else min(int(self.grid.starts[high]) - 1, day)
        return earliest, latest


def change_matrix(parties: int, contested_share: float) -> Array:
    """P(next state j | state i ends), shape (states, states); rows sum to one, the diagonal is zero."""
    states = parties + 1
    result = np.zeros((states, states))
    for party in range(parties):
        if parties == 1:
            result[party, parties] = 1.0
            continue
        result[party, :parties] = (1 - contested_share) / (parties - 1)
        result[party, party] = 0.0
        result[party, parties] = contested_share
    result[parties, :parties] = 1 / parties
    return result


def start_probabilities(parties: int, contested_prior: float) -> Array:
    """P(state) where nothing is known, shape (states,)."""
    result = np.full(parties + 1, (1 - contested_prior) / parties)
    result[parties] = contested_prior
    return result


def survival(grid: Grid, cell: int, parties: int, settings: ReconcileSettings) -> Array:
    """P(a run still on at the start of ``cell`` lasts to its end), shape (cell + 1 runs, states).

    Lomax law S(t) = (1 + t / scale) ** -shape; a run that began before the grid is ``first_hold_age_days`` old there.
    """
    begins = np.concatenate(([grid.starts[0] - settings.first_hold_age_days], grid.run_starts()[:cell]))
    age_then = np.maximum(grid.starts[cell] - begins, 0.0)
    age_now = np.maximum(grid.starts[cell + 1] - begins, 0.0)
    result = np.empty((cell + 1, parties + 1))
    held = (settings.hold_scale_days + age_then) / (settings.hold_scale_days + age_now)
    result[:, :parties] = (held**settings.hold_shape)[:, None]
    fought = (settings.contested_scale_days + age_then) / (settings.contested_scale_days + age_now)
    result[:, parties] = fought**settings.contested_shape
    return result


def jump_chances(grid: Grid, jumps: Sequence[Jump], states: int) -> dict[int, Array]:
    """For each cell that reports raise: P(from i to j by a reported change), shape (states, states).

    A jump's chance is spread over its days as a constant hazard; where several meet, none of them happens with the
    product of their chances of not happening, and the rest is shared in proportion.
    """
    staying: dict[int, Array] = {}
    going: dict[int, Array] = {}
    for jump in jumps:
        low, high = grid.starts[jump.first_cell], grid.starts[jump.last_cell + 1]
        total = jump.chances.sum(axis=1)
        for k in range(jump.first_cell, jump.last_cell + 1):
            share = (grid.starts[k + 1] - grid.starts[k]) / (high - low)
            stays = (1 - total) ** share
            parts = jump.chances * ((1 - stays) / np.where(total > 0, total, 1.0))[:, None]
            staying[k] = staying.get(k, np.ones(states)) * stays
            going[k] = going.get(k, np.zeros((states, states))) + parts
    result: dict[int, Array] = {}
    for k, parts in going.items():
        total = parts.sum(axis=1)
        result[k] = parts * ((1 - staying[k]) / np.where(total > 0, total, 1.0))[:, None]
    return result


def infer(
    grid: Grid, factors: Sequence[Factor], jumps: Sequence[Jump], *, parties: int, settings: ReconcileSettings
) -> Histories:
    """Forward-backward over (state, run start); exact for the grid. Cost grows with cells squared times states.

    Rabiner (1989), doi:10.1109/5.18626, with the state widened by the start of its run (Yu 2010, "Hidden semi-Markov
    models", doi:10.1016/j.artint.2009.11.011).
    """
    states = parties + 1
    cells = grid.cells
    log_factors = [np.zeros((k + 2, states)) for k in range(cells)]
    log_before = np.zeros(states)
    for factor in factors:
        if factor.cell < 0:
            log_before += factor.values
        else:
            log_factors[factor.cell][factor.first_run : factor.end_run] += factor.values
    change = change_matrix(parties, settings.contested_share)
    reported = jump_chances(grid, jumps, states)
    still = np.zeros((states, states))
    start = start_probabilities(parties, settings.contested_prior)

    log_likelihood = 0.0
    shift = log_before.max()
    filtered_before = start * np.exp(log_before - shift)
    scale = filtered_before.sum()
    log_likelihood += shift + np.log(scale)
    filtered_before /= scale
    filtered: list[Array] = []
    lasting: list[Array] = []
    gains: list[Array] = []
    now = filtered_before[None, :]
    for k in range(cells):
        lasts = survival(grid, k, parties, settings)
        kept = now * lasts
        jump = reported.get(k, still)
        begun = (now - kept).sum(axis=0) @ change + kept.sum(axis=0) @ jump
        kept = kept * (1 - jump.sum(axis=1))
        shift = log_factors[k].max()
        gain = np.exp(log_factors[k] - shift)
        now = np.vstack((kept, begun)) * gain
        scale = now.sum()
        log_likelihood += shift + np.log(scale)
        now = now / scale
        filtered.append(now)
        lasting.append(lasts)
        gains.append(gain / scale)

    runs: list[Array] = [np.empty(0)] * cells
    ahead = np.ones((cells + 1, states))
    for k in range(cells - 1, -1, -1):
        joint = filtered[k] * ahead
        runs[k] = joint / joint.sum()
        weighted = gains[k] * ahead
        jump = reported.get(k, still)
        stays = weighted[:-1] * (1 - jump.sum(axis=1)) + jump @ weighted[-1]
        ahead = lasting[k] * stays + (1 - lasting[k]) * (change @ weighted[-1])
    before = filtered_before * ahead[0]
    before = before / before.sum()
    marginals = np.array([run.sum(axis=0) for run in runs])
    return Histories(grid, before, marginals, tuple(runs), float(log_likelihood))
