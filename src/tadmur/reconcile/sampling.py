"""Whole histories drawn from a posterior: who holds every place on every day, many times over, by seed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tadmur.reconcile.model import Posterior
from tadmur.reconcile.space import on_sphere
from tadmur.reconcile.threads import thread_count

WAVES = 48
"""Plane waves of the field that all places share."""
OWN_WAVES = 4
"""Waves in time of the part that each place has to itself."""
AT_ONCE = 64
"""Draws whose random numbers are held at once."""
NODE_DAYS = 5
"""Days between the nodes at which the field is computed; it runs straight between them."""


@dataclass(frozen=True, slots=True)
class CopulaSettings:
    """How alike the draws of two places or of two days are, where the posterior leaves both open."""

    own_share: float = 0.15
    """Share of the variance that a place does not share with others."""
    length_km: float = 150.0
    """Distance at which the correlation of the shared field has fallen to exp(-1/2)."""
    length_days: float = 150.0
    """The same for time."""


@dataclass(frozen=True, slots=True)
class SampledHistories:
    """Draws of joint histories: the state of each place on ``first_day`` and every change after it.

    Attributes:
        first_day, last_day: both inclusive, on the calendar of the posterior.
        initial: (draws, places) uint8, state at the end of ``first_day``; ``parties`` is contested.
        change_draw, change_place, change_day: (n,) int32; a change is in force at the end of its day.
        change_state: (n,) uint8, the new state. Changes are sorted by draw, then day, then place.
    """

    first_day: int
    last_day: int
    initial: NDArray[np.uint8]
    change_draw: NDArray[np.int32]
    change_place: NDArray[np.int32]
    change_day: NDArray[np.int32]
    change_state: NDArray[np.uint8]

    def held(self, state: int, days: NDArray[np.int64]) -> NDArray[np.int64]:
        """Number of places in ``state`` at the end of each of ``days``, shape (days, draws)."""
        draws = len(self.initial)
        length = self.last_day - self.first_day + 1
        moves = np.zeros((draws, length), dtype=np.int64)
        before = self._states_before()
        step = (self.change_state == state).astype(np.int64) - (before == state)
        np.add.at(moves, (self.change_draw, self.change_day - self.first_day), step)
        levels = (self.initial == state).sum(axis=1)[:, None] + np.cumsum(moves, axis=1)
        result: NDArray[np.int64] = levels[:, np.asarray(days) - self.first_day].T
        return result

    def _states_before(self) -> NDArray[np.uint8]:
        """What each change ended, shape (n,)."""
        order = np.lexsort((self.change_day, self.change_place, self.change_draw))
        draw, place = self.change_draw[order], self.change_place[order]
        before = np.empty(len(order), dtype=np.uint8)
        before[1:] = self.change_state[order][:-1]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (draw[1:] != draw[:-1]) | (place[1:] != place[:-1])
        before[first] = self.initial[draw[first], place[first]]
        result = np.empty_like(before)
        result[order] = before
        return result


def sample_histories(
    posterior: Posterior, draws: int, seed: int, copula: CopulaSettings | None = None
) -> SampledHistories:
    """Whole joint histories from a posterior; the same seed gives the same bytes.

    Raises:
        ValueError: no draws are asked for.
    """
    return sample_daily(posterior.daily(), posterior.coordinates, posterior.first_day, draws, seed, copula)


def sample_daily(
    daily: NDArray[np.float32],
    coordinates: NDArray[np.float64] | None,
    first_day: int,
    draws: int,
    seed: int,
    copula: CopulaSettings | None = None,
) -> SampledHistories:
    """Draws whose share of each state, at each place and day, is the marginal given.

    A Gaussian copula in space and time (Nelsen 2006, "An Introduction to Copulas"): the state is the one whose
    interval of the cumulative marginal holds Phi(g), with g a smooth Gaussian field of unit variance by random
    Fourier features (Rahimi and Recht 2007), drawn once for a whole history. States are stacked with contested
    between the first party and the rest, so that a front moves through it.

    Args:
        daily: P(state), shape (places, days, states).
        coordinates: (places, 2) longitude and latitude; places without any follow the field's value at the middle.

    Raises:
        ValueError: no draws are asked for.
    """
    if draws < 1:
        raise ValueError(f"need at least one draw, got {draws}")
    copula = copula or CopulaSettings()
    places, days, states = daily.shape
    order = np.array([0, states - 1, *range(1, states - 1)], dtype=np.int64)[:states]
    bounds = np.cumsum(daily[:, :, order], axis=2, dtype=np.float32)[:, :, :-1]
    position = on_sphere(coordinates, places)
    nodes = np.arange(0, days + NODE_DAYS, NODE_DAYS, dtype=np.float64)
    generator = np.random.default_rng([seed, places, days])
    initial = np.empty((draws, places), dtype=np.uint8)
    found: list[NDArray[np.int32]] = []
    threads = min(thread_count(), draws)
    with ThreadPoolExecutor(threads) as pool:
        for low in range(0, draws, AT_ONCE):
            dice = [_Dice.thrown(generator, places, copula) for _ in range(low, min(low + AT_ONCE, draws))]
            drawn = pool.map(
                partial(_draw, bounds=bounds, order=order, position=position, nodes=nodes, copula=copula), dice
            )
            for draw, (first, place, day, state) in enumerate(drawn, start=low):
                initial[draw] = first
                row = np.empty((4, len(place)), dtype=np.int32)
                row[0], row[1], row[2], row[3] = draw, place, day + first_day, state
                found.append(row)
    changes = np.concatenate(found, axis=1)
    return SampledHistories(
        first_day=first_day,
        last_day=first_day + days - 1,
        initial=initial,
        change_draw=changes[0],
        change_place=changes[1],
        change_day=changes[2],
        change_state=changes[3].astype(np.uint8),
    )


@dataclass(frozen=True, slots=True)
class _Dice:
    """The random numbers of one draw."""

    frequency: NDArray[np.float64]
    pulse: NDArray[np.float64]
    phase: NDArray[np.float64]
    own_pulse: NDArray[np.float64]
    own_phase: NDArray[np.float64]

    @classmethod
    def thrown(cls, generator: np.random.Generator, places: int, copula: CopulaSettings) -> _Dice:
        """In a fixed order, before any thread starts."""
        return cls(
            frequency=generator.standard_normal((WAVES, 3)) / copula.length_km,
            pulse=generator.standard_normal(WAVES) / copula.length_days,
            phase=generator.uniform(0, 2 * np.pi, WAVES),
            own_pulse=generator.standard_normal((places, OWN_WAVES)) / copula.length_days,
            own_phase=generator.uniform(0, 2 * np.pi, (places, OWN_WAVES)),
        )


def _draw(
    dice: _Dice,
    bounds: NDArray[np.float32],
    order: NDArray[np.int64],
    position: NDArray[np.float64],
    nodes: NDArray[np.float64],
    copula: CopulaSettings,
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """(first state of each place; place, day since the first and new state of each change by day and place)."""
    angle = position @ dice.frequency.T + dice.phase
    shared = np.sqrt(2 * (1 - copula.own_share) / WAVES)
    own = np.sqrt(2 * copula.own_share / OWN_WAVES)
    field = _field(np.cos(angle), np.sin(angle), dice.pulse, nodes, shared, dice.own_pulse, dice.own_phase, own)
    state = _states(bounds, field, order)
    day, place = np.nonzero((state[:, 1:] != state[:, :-1]).T)
    return state[:, 0].copy(), place, day + 1, state[place, day + 1]


@njit(nogil=True, cache=True)
def _field(cosine, sine, pulse, nodes, shared, own_pulse, own_phase, own):  # type: ignore[no-untyped-def]
    """Phi(g) at each place and node, shape (places, nodes)."""
    places, waves = cosine.shape
    result = np.empty((places, len(nodes)), dtype=np.float32)
    wave_cosine = np.cos(np.outer(nodes, pulse))
    wave_sine = np.sin(np.outer(nodes, pulse))
    for place in range(places):
        for node in range(len(nodes)):
            value = 0.0
            for wave in range(waves):
                value += cosine[place, wave] * wave_cosine[node, wave] - sine[place, wave] * wave_sine[node, wave]
            value *= shared
            for wave in range(own_pulse.shape[1]):
                value += own * np.cos(own_pulse[place, wave] * nodes[node] + own_phase[place, wave])
            result[place, node] = 0.5 * (1.0 + _erf(value * 0.7071067811865476))
    return result


@njit(cache=True)
def _erf(x):  # type: ignore[no-untyped-def]
    """erf to 1.5e-7 (Abramowitz and Stegun 7.1.26)."""
    t = 1.0 / (1.0 + 0.3275911 * abs(x))
    tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    value = 1.0 - tail * np.exp(-x * x)
    return value if x >= 0 else -value


@njit(nogil=True, cache=True)
def _states(bounds, field, order):  # type: ignore[no-untyped-def]
    """The state of each place and day, shape (places, days)."""
    places, days, cuts = bounds.shape
    result = np.empty((places, days), dtype=np.uint8)
    for place in range(places):
        for day in range(days):
            node, step = day // NODE_DAYS, day % NODE_DAYS
            share = step / NODE_DAYS
            u = (1 - share) * field[place, node] + share * field[place, node + 1]
            at = 0
            while at < cuts and u >= bounds[place, day, at]:
                at += 1
            result[place, day] = order[at]
    return result
