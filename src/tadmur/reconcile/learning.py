"""Voices learned and histories inferred in turn, until the claims that count are read as well as they can be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.chain import NAMELESS, beliefs_at, daily_beliefs, judged, solve_place
from tadmur.reconcile.echoes import Copying, copying
from tadmur.reconcile.grades import CONFIRMED_RATE
from tadmur.reconcile.lateness import TRIED, Lateness, lateness_from
from tadmur.reconcile.law import law_of
from tadmur.reconcile.neighbours import Neighbourhood, evidence_at, weighed
from tadmur.reconcile.observations import Observations
from tadmur.reconcile.rows import Rows, rows_of
from tadmur.reconcile.settings import ReconcileSettings
from tadmur.reconcile.threads import over_places
from tadmur.reconcile.voices import Learned, before_learning, learned_from, voices_of
from tadmur.reconcile.weighing import (
    AS_IT_IS,
    FOLDS,
    best_weights,
    crowding,
    folds,
    last_named,
    named_states,
    with_last,
)

Array = NDArray[np.float64]

MOST_HELD_OUT = 40_000
"""About how many claims the weights are judged on."""
MEDIAN = np.log(2)
"""The median of an exponential age over its mean."""


@dataclass(frozen=True, slots=True)
class Where:
    """What is asked about: so many places and parties, from the first day to the last, both inclusive."""

    places: int
    parties: int
    first_day: int
    last_day: int

    @property
    def days(self) -> int:
        """How many days there are."""
        return self.last_day - self.first_day + 1


@dataclass(frozen=True)
class Solved:
    """Claims with all that was learned from them: what is needed to say who holds what.

    Attributes:
        rows: the claims that count. follows: how far each source copies. learned: how voices speak.
        late: how old the knowledge of each source is that gives no day.
        spoken: (rows, states) P(what each row says | state). lateness: (rows,) mean age of what each knows, in days.
        near: the places around each. weights: how far a place's own claims, its neighbours and the last word count.
        log_likelihoods: of all claims, in each round.
    """

    grid: Where
    settings: ReconcileSettings
    rows: Rows
    follows: Copying
    learned: Learned
    late: Lateness
    spoken: Array
    lateness: Array
    near: Neighbourhood
    weights: Array
    log_likelihoods: tuple[float, ...]

    @cached_property
    def law(self) -> tuple[Any, ...]:
        """The law of the chain as the kernels take it."""
        return (*law_of(self.grid.parties, self.grid.days, self.settings), self.rows.stated_start)

    @cached_property
    def prior(self) -> Array:
        """P(state) of each place by who is named there, shape (places, states)."""
        return priors_of(self.rows, np.ones(len(self.rows), dtype=bool), self.grid, self.settings)

    def claims(self, share: Array | None = None) -> tuple[Any, ...]:
        """The rows as the kernels take them, by default with their own shares."""
        if share is None:
            return self.as_they_are
        return claim_arrays(self.rows, self.spoken, self.lateness, self.settings, share)

    @property
    def work(self) -> Array:
        """About how much there is to do for each place, shape (places,)."""
        return np.asarray((3.0 * np.diff(self.rows.bounds) + self.grid.days / 64) ** 2 * (self.grid.parties + 1))

    def from_own_claims(self, place: NDArray[np.int64], day: NDArray[np.int64]) -> Array:
        """P(state) at each (place, day) by the claims on the place alone, places ascending, shape (n, states)."""
        bounds = np.searchsorted(place, np.arange(len(self.rows.bounds)))
        result = np.empty((len(place), self.grid.parties + 1))
        work = np.where(np.diff(bounds) > 0, self.work, 0)
        days = self.grid.days
        over_places(beliefs_at, work, self.rows.bounds, self.claims(), self.spoken, days, self.law, bounds, day, result)
        return result

    def daily_from_own_claims(self, share: Array | None = None) -> NDArray[np.float32]:
        """The same for every place and day, shape (places, days, states)."""
        days = self.grid.days
        result = np.empty((self.grid.places, days, self.grid.parties + 1), dtype=np.float32)
        work = self.work + days
        over_places(daily_beliefs, work, self.rows.bounds, self.claims(share), self.spoken, days, self.law, result)
        return result

    def judged(self) -> tuple[Array, Array, float]:
        """P(state that each row speaks of), (rows, states); likelihood of each under each age of ``TRIED`` over that
        under its own, (rows, tried); log-likelihood of all."""
        count = len(self.rows)
        known, better = np.empty((count, self.grid.parties + 1)), np.ones((count, len(TRIED)))
        fit = np.zeros(self.grid.places)
        bounds, days = self.rows.bounds, self.grid.days
        over_places(judged, self.work, bounds, self.claims(), self.spoken, days, self.law, TRIED, known, better, fit)
        return known, better, float(fit.sum())

    def last_named(self, share: Array) -> NDArray[np.int8]:
        """The state that the last claim names, by the day it speaks of, shape (places, days); -1 for none."""
        return last_named(self.rows.bounds, self.rows.last, named_states(self.rows), share > 0, self.grid.days)

    @property
    def alone(self) -> bool:
        """Whether each place's own claims are all that counts."""
        return bool((self.weights == AS_IT_IS).all())

    def daily(self) -> NDArray[np.float32]:
        """P(state) of each place and day, shape (places, days, states)."""
        own = self.daily_from_own_claims()
        if self.alone:
            return own
        result = np.empty_like(own)
        stated = self.last_named(self.rows.share)
        weighed(own, stated, self.near, self.prior, self.weights, 0, self.grid.days, result)
        return result

    def beliefs(self, place: NDArray[np.int64], day: NDArray[np.int64]) -> Array:
        """P(state) at the end of each (place, day), shape (n, states)."""
        if self.alone:
            order = np.argsort(place, kind="stable")
            result = np.empty((len(place), self.grid.parties + 1))
            result[order] = self.from_own_claims(place[order], day[order])
            return result
        evidence = self.evidence(place, day)
        score = np.zeros((len(place), self.grid.parties + 1))
        for kind, weight in enumerate(self.weights.tolist()):
            score += weight * evidence[:, kind]
        return softmax(score)

    def evidence(self, place: NDArray[np.int64], day: NDArray[np.int64]) -> Array:
        """Log-evidence at the end of each (place, day) by kind, shape (n, kinds, states)."""
        days, at = np.unique(day, return_inverse=True)
        asked = np.zeros((self.grid.places, len(days)), dtype=bool)
        asked[place, at] = True
        near = self.near.index[place]
        asked[near[near >= 0], np.broadcast_to(at[:, None], near.shape)[near >= 0]] = True
        places, columns = np.nonzero(asked)
        own = np.zeros((self.grid.places, len(days), self.grid.parties + 1), dtype=np.float32)
        own[places, columns] = self.from_own_claims(places, days[columns])
        found = evidence_at(own, place, at, self.near, self.prior)
        named = np.full(len(place), -1, dtype=np.int8)
        last, bounds = self.rows.last, self.rows.bounds
        for number, (one, today) in enumerate(zip(place.tolist(), day.tolist(), strict=True)):
            told = last[bounds[one] : bounds[one + 1]]
            before = np.flatnonzero(told <= today)
            if len(before):
                newest = len(before) - 1 - told[before][::-1].argmax()
                named[number] = self.rows.fit[bounds[one] + before[newest]].argmax()
        return with_last(found, named)

    def history(self, place: int) -> History:
        """The posterior over the histories of one place that has rows, by its own claims."""
        low, high = self.rows.bounds[place], self.rows.bounds[place + 1]
        return History(*solve_place(low, high, self.as_they_are, self.spoken, self.grid.days, self.law))

    @cached_property
    def as_they_are(self) -> tuple[Any, ...]:
        """The rows as the kernels take them, with their own shares."""
        return claim_arrays(self.rows, self.spoken, self.lateness, self.settings, self.rows.share)


def softmax(score: Array) -> Array:
    """exp(score), rows summing to one."""
    value = np.exp(score - score.max(axis=1, keepdims=True))
    return np.asarray(value / value.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class History:
    """Posterior over the histories of one place; days count from the grid's first.

    Attributes:
        starts: (cells + 1,) first day of each cell. marginals: (cells + 1, states) P(state) before the grid and at
            the end of each cell. runs: P(state, run) by cell and run, see :mod:`tadmur.reconcile.chain`.
    """

    starts: NDArray[np.int64]
    marginals: Array
    runs: Array
    log_likelihood: float

    def cell(self, day: int) -> int:
        """The cell that holds ``day``."""
        return int(np.searchsorted(self.starts, day, side="right")) - 1

    def at(self, day: int) -> Array:
        """P(state at the end of ``day``), shape (states,); the marginal runs straight inside a cell."""
        cell = self.cell(day)
        part = (day - self.starts[cell] + 1) / (self.starts[cell + 1] - self.starts[cell])
        result: Array = (1 - part) * self.marginals[cell] + part * self.marginals[cell + 1]
        return result

    def since(self, day: int, state: int, *, mass: float = 0.8) -> tuple[int | None, int | None]:
        """Days between which ``state`` began to be on at ``day``: the middle ``mass`` of the posterior.

        ``None`` first: as likely as not it began before the grid. ``(None, None)``: nothing can be said, for the
        state is out of the question.
        """
        cell = self.cell(day)
        weights = self.runs[cell * (cell + 3) // 2 : cell * (cell + 3) // 2 + cell + 2, state]
        total = weights.sum()
        if not total > 0:
            return None, None
        cumulative = np.cumsum(weights / total)
        tail = (1 - mass) / 2
        low = int(np.searchsorted(cumulative, tail + 1e-12))
        high = int(np.searchsorted(cumulative, 1 - tail - 1e-12))
        earliest = None if weights[0] / total >= 0.5 or low == 0 else int(self.starts[low - 1])
        latest = int(self.starts[0]) if high == 0 else min(int(self.starts[high]) - 1, day)
        return earliest, latest


def priors_of(rows: Rows, counts: NDArray[np.bool_], grid: Where, settings: ReconcileSettings) -> Array:
    """P(state) of each place by who is named there in the rows that count, shape (places, states)."""
    named = np.zeros((grid.places, grid.parties + 1), dtype=bool)
    place = np.repeat(np.arange(grid.places), np.diff(rows.bounds))[counts]
    for party in (rows.speaks_of, rows.and_of):
        named[place, party[counts]] = True
    named = named[:, :-1]
    nameless = np.maximum((~named).sum(axis=1, keepdims=True), 1)
    weight = np.where(named, 1.0, NAMELESS / nameless)
    result = np.full((grid.places, grid.parties + 1), settings.contested_prior)
    result[:, :-1] = (1 - settings.contested_prior) * weight / weight.sum(axis=1, keepdims=True)
    return result


def claim_arrays(
    rows: Rows, said: Array, lateness: Array, settings: ReconcileSettings, share: Array
) -> tuple[Any, ...]:
    """The rows as the kernels take them; a report raises the chance of its change by what its voice is worth."""
    fits, misses = rows.fit, 1 - rows.fit
    when_true = (said * fits).sum(axis=1) / np.maximum(fits.sum(axis=1), 1e-12)
    when_false = (said * misses).sum(axis=1) / np.maximum(misses.sum(axis=1), 1e-12)
    chance = settings.change_when_reported * share * np.clip(1 - when_false / np.maximum(when_true, 1e-12), 0, 1)
    scale = np.divide(share, rows.share, out=np.zeros_like(share), where=rows.share > 0)
    return (
        rows.first,
        rows.early,
        rows.last,
        rows.latest_start,
        rows.dated,
        rows.event,
        rows.clipped,
        share,
        rows.opens,
        rows.eve_fit,
        rows.eve_share * scale,
        chance,
        rows.leaves,
        rows.target,
        lateness,
        rows.speaks_of,
        rows.and_of,
    )


def solve(observations: Observations, grid: Where, near: Neighbourhood, settings: ReconcileSettings) -> Solved:
    """Learn from claims in canonical order how voices speak, and how far neighbours and the last word count.

    Voices by expectation and maximisation (Dempster et al. 1977), each place judged by its own claims. The number of
    rounds is fixed and small: from an interest that is about right, few rounds learn what is there to learn, and many
    drift to whatever most voices say.
    """
    follows = copying(observations, settings)
    rows = rows_of(observations, grid.places, grid.parties, grid.first_day, grid.last_day, follows, settings)
    used = observations.take(rows.origin)
    voices = voices_of(used, grid.parties, settings)
    learned = before_learning(voices)
    chosen = learned.chosen(voices)
    sources = int(used.source.max(initial=-1)) + 1
    late = Lateness(np.full(sources, settings.late_days), settings.late_days)
    solved = Solved(
        grid,
        settings,
        rows,
        follows,
        learned,
        late,
        _said(chosen, rows),
        _lateness(late, used, rows),
        near,
        AS_IT_IS,
        (),
    )
    for _ in range(settings.iterations if len(rows) else 0):
        belief, better, fit = solved.judged()
        undated = np.flatnonzero(rows.undated)
        late = lateness_from(used.source[undated], better[undated], rows.share[undated], sources)
        learned = learned_from(voices, chosen, belief, rows.fit, rows.share, settings)
        chosen = learned.chosen(voices)
        solved = replace(
            solved,
            learned=learned,
            late=late,
            spoken=_said(chosen, rows),
            lateness=_lateness(late, used, rows),
            log_likelihoods=(*solved.log_likelihoods, fit),
        )
    if len(rows) >= settings.least_claims:
        solved = replace(solved, weights=_held_out_weights(solved, used.place))
    return solved


def _held_out_weights(solved: Solved, place: NDArray[np.int64]) -> Array:
    """The weights under which claims are likeliest that were not used: each is left out once, with those around it."""
    rows = solved.rows
    told = np.maximum(rows.last - np.round(MEDIAN * solved.lateness).astype(np.int64), 0)
    fold = folds(rows, place, rows.last)
    counts = rows.share * crowding(place, rows.last)
    step = max(1, len(rows) // MOST_HELD_OUT)
    evidence: list[Array] = []
    held: list[NDArray[np.int64]] = []
    for number in range(FOLDS):
        share = np.where(fold == number, 0.0, rows.share)
        own = solved.daily_from_own_claims(share)
        out = np.flatnonzero((fold == number) & (rows.share > 0))[::step]
        found = evidence_at(own, place[out], told[out], solved.near, solved.prior)
        evidence.append(with_last(found, solved.last_named(share)[place[out], told[out]]))
        held.append(out)
    chosen = np.concatenate(held)
    return best_weights(np.concatenate(evidence), solved.spoken[chosen], counts[chosen])


def read_with(past: Solved, observations: Observations, grid: Where, near: Neighbourhood) -> Solved:
    """Other claims, in canonical order, with what was learned before."""
    settings = past.settings
    rows = rows_of(observations, grid.places, grid.parties, grid.first_day, grid.last_day, past.follows, settings)
    used = observations.take(rows.origin)
    voices = voices_of(used, grid.parties, settings)
    return replace(
        past,
        grid=grid,
        rows=rows,
        near=near,
        spoken=_said(past.learned.chosen(voices), rows),
        lateness=_lateness(past.late, used, rows),
        log_likelihoods=(),
    )


def _lateness(late: Lateness, used: Observations, rows: Rows) -> Array:
    """Mean age in days of what each row knows, 0 where it names a day, shape (n,)."""
    return np.where(rows.undated, late.of(used.source), 0.0)


def _said(chosen: Array, rows: Rows) -> Array:
    """P(what each row says | state), shape (n, states)."""
    said = np.einsum("nzy,ny->nz", chosen, rows.fit)
    sure = CONFIRMED_RATE * rows.fit + (1 - CONFIRMED_RATE) * (1 - rows.fit)
    return np.where(rows.confirmed[:, None], sure, said)
