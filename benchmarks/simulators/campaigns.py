"""Who held what in an invented war that is made of operations: offensives, collapses, raids, sieges, deals.

There is no front as such: a party holds what its operations have taken, so lines are ragged, pockets stay behind, and
months in which nothing happens end in days in which everything does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .war import Floats, Ints, neighbours


@dataclass(frozen=True, slots=True)
class CampaignSettings:
    """Rates are expected numbers a day in a country of 500 places; a larger one has as many a place."""

    parties: int = 2
    days: int = 640
    nibbles: float = 0.25
    """Single places taken at the edge."""
    undone: float = 0.4
    """Chance that a nibble is undone within three weeks."""
    offensives: float = 0.008
    collapses: tuple[float, ...] = ()
    """When a region falls within days: shares of the whole time."""
    raids: float = 0.015
    seesaws: float = 0.012
    """Towns that change hands five times in a month."""
    deals: float = 0.0
    """Land handed over in a day, by treaty or withdrawal."""
    pockets: int = 3
    quiet: tuple[float, float] | None = None
    """From when to when nothing moves: shares of the whole time."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """position (p, 2) km, population (p,), holder (p, t), state (p, t) with contested as number ``parties``."""

    position: Floats
    population: Ints
    holder: Ints
    state: NDArray[np.uint8]
    parties: int


class _Staff:
    """Plans operations and carries out what is due."""

    def __init__(self, settings: CampaignSettings, position: Floats, population: Ints, rng: np.random.Generator):
        self.settings, self.position, self.population, self.rng = settings, position, population, rng
        self.near = neighbours(position, min(8, len(position) - 1))
        self.holder = _first_holders(settings, position, rng)
        self.due: dict[int, list[tuple[int, int, int, float]]] = {}
        """Day to (place, from, to, mean days of street fighting before)."""
        self.spacing = float(np.median(np.hypot(*(position - position[self.near[:, 0]]).T)))

    def order(self, day: float, place: int | np.integer[Any], taken_from: int, party: int, fighting: float) -> None:
        self.due.setdefault(int(day), []).append((int(place), int(taken_from), int(party), fighting))

    def edge(self) -> Ints:
        """Places with a neighbour that somebody else holds."""
        return np.flatnonzero((self.holder[self.near] != self.holder[:, None]).any(axis=1))

    def rival(self, place: int) -> int:
        others = self.holder[self.near[place]]
        others = others[others != self.holder[place]]
        if len(others):
            return int(self.rng.choice(others))
        step = int(self.rng.integers(1, self.settings.parties))
        return (int(self.holder[place]) + step) % self.settings.parties

    def plan(self, day: int) -> None:
        """Draw what begins today."""
        rng, settings, edge = self.rng, self.settings, self.edge()
        share = day / settings.days
        if day in [round(moment * settings.days) for moment in settings.collapses]:
            self.collapse(day, int(rng.choice(edge if len(edge) else np.arange(len(self.holder)))))
        if len(edge) == 0 or (settings.quiet and settings.quiet[0] <= share < settings.quiet[1]):
            return
        size = len(self.holder) / 500
        for _ in range(rng.poisson(size * settings.nibbles)):
            self.nibble(day, int(rng.choice(edge)))
        for _ in range(rng.poisson(np.sqrt(size) * settings.offensives)):
            self.offensive(day, int(rng.choice(edge)))
        for _ in range(rng.poisson(size * settings.raids)):
            self.raid(day)
        for _ in range(rng.poisson(size * settings.seesaws)):
            self.seesaw(day, int(rng.choice(edge)))
        for _ in range(rng.poisson(np.sqrt(size) * settings.deals)):
            self.deal(day, int(rng.choice(edge)))

    def nibble(self, day: int, place: int) -> None:
        loser, winner = int(self.holder[place]), self.rival(place)
        self.order(day, place, loser, winner, 6.0)
        if self.rng.random() < self.settings.undone:
            self.order(day + self.rng.uniform(2, 21), place, winner, loser, 2.0)

    def offensive(self, day: int, origin: int) -> None:
        """A wedge that advances for weeks; stubborn towns stay behind as pockets, some for good."""
        rng, loser, winner = self.rng, int(self.holder[origin]), self.rival(origin)
        offset = self.position - self.position[origin]
        distance, bearing = np.hypot(*offset.T), np.arctan2(offset[:, 1], offset[:, 0])
        own = self.position[self.holder == winner].mean(axis=0) if (self.holder == winner).any() else offset[0]
        ahead = np.arctan2(*(self.position[origin] - own)[::-1]) + rng.normal(0, 0.4)
        width, depth = rng.uniform(0.5, 1.1), rng.uniform(5, 13) * self.spacing
        pace = self.spacing * rng.uniform(0.15, 0.9)
        turned = np.abs((bearing - ahead + np.pi) % (2 * np.pi) - np.pi)
        inside = (self.holder == loser) & ((turned < width) | (distance < 1.5 * self.spacing)) & (distance < depth)
        big = np.quantile(self.population, 0.9)
        for place in np.flatnonzero(inside):
            when = day + distance[place] / pace + rng.exponential(3.0)
            if self.population[place] > big and rng.random() < 0.5:
                when += rng.exponential(60.0)
            self.order(when, place, loser, winner, 12.0 if self.population[place] > big else 2.5)
        if rng.random() < 0.35:
            turn = day + depth / pace + rng.uniform(5, 40)
            for place in np.flatnonzero(inside & (distance > depth * rng.uniform(0.2, 0.8))):
                self.order(turn + rng.exponential(6.0), place, winner, loser, 1.0)

    def collapse(self, day: int, origin: int) -> None:
        """A whole region within days, hardly a shot fired."""
        rng, loser, winner = self.rng, int(self.holder[origin]), self.rival(origin)
        distance = np.hypot(*(self.position - self.position[origin]).T)
        reach = np.sort(distance[self.holder == loser])[: max(1, int(0.3 * (self.holder == loser).sum()))][-1]
        length = rng.uniform(3, 7)
        for place in np.flatnonzero((self.holder == loser) & (distance <= reach)):
            if rng.random() < 0.95:
                self.order(day + length * distance[place] / reach + rng.exponential(0.5), place, loser, winner, 0.2)

    def raid(self, day: int) -> None:
        """Far behind the lines, for days."""
        place = int(self.rng.integers(len(self.holder)))
        loser, length = int(self.holder[place]), self.rng.uniform(1, 7)
        winner = (loser + int(self.rng.integers(1, self.settings.parties))) % self.settings.parties
        for target in np.r_[place, self.near[place][: self.rng.integers(0, 3)]]:
            if self.holder[target] == loser:
                self.order(day, target, loser, winner, 0.3)
                self.order(day + max(1.0, length), target, winner, loser, 1.0)

    def seesaw(self, day: int, place: int) -> None:
        """Five changes of hands in three to five weeks."""
        pair, when = [int(self.holder[place]), self.rival(place)], float(day)
        for change in range(5):
            self.order(when, place, pair[change % 2], pair[1 - change % 2], 2.0)
            when += self.rng.uniform(3, 9)

    def deal(self, day: int, origin: int) -> None:
        loser, winner = int(self.holder[origin]), self.rival(origin)
        distance = np.hypot(*(self.position - self.position[origin]).T)
        for place in np.argsort(distance)[: self.rng.integers(6, 20)]:
            if self.holder[place] == loser:
                self.order(day + int(self.rng.integers(0, 2)), place, loser, winner, 0.0)


def fight(settings: CampaignSettings, places: int, rng: np.random.Generator) -> Campaign:
    """Play the war through, a day at a time."""
    position, population = _country(places, rng)
    staff = _Staff(settings, position, population, rng)
    holder = np.empty((places, settings.days), dtype=np.int64)
    holder[:, 0] = staff.holder
    fighting: list[tuple[int, int, int]] = []
    last_change = np.zeros(places, dtype=np.int64)
    for day in range(1, settings.days):
        staff.plan(day)
        for place, loser, winner, street in staff.due.pop(day, ()):
            if staff.holder[place] == loser and last_change[place] < day:
                staff.holder[place] = winner
                before = int(rng.exponential(street)) if street else 0
                fighting.append((place, max(int(last_change[place]) + 1, day - before), day))
                last_change[place] = day
        holder[:, day] = staff.holder
    state = holder.astype(np.uint8)
    for place, start, end in fighting:
        state[place, start:end] = settings.parties
    return Campaign(position, population, holder, state, settings.parties)


def _country(places: int, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Towns with villages around them, and lonely villages; (p, 2) km and inhabitants."""
    side = 9.0 * np.sqrt(places)
    towns = rng.uniform(0, side, (max(2, places // 25), 2))
    around = rng.integers(0, len(towns), places)
    position = np.where(
        (rng.random(places) < 0.6)[:, None],
        towns[around] + rng.normal(0, 14.0, (places, 2)),
        rng.uniform(0, side, (places, 2)),
    )
    position[: len(towns)] = towns
    population = np.exp(rng.normal(6.5, 1.1, places))
    population[: len(towns)] = np.exp(rng.normal(10.5, 0.9, len(towns)))
    return side - np.abs(side - np.abs(position)), population.astype(np.int64) + 20


def _first_holders(settings: CampaignSettings, position: Floats, rng: np.random.Generator) -> Ints:
    """Land around a capital each, with a rough border and pockets of others."""
    side = float(position.max()) or 1.0
    turn = rng.uniform(0, 2 * np.pi) + 2 * np.pi * np.arange(settings.parties) / settings.parties
    capital = side / 2 + 0.35 * side * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    distance = np.hypot(*(position[:, None] - capital[None]).transpose(2, 0, 1))
    distance = distance + rng.normal(0, 0.06 * side, settings.parties)
    for _ in range(4):
        wave, phase = rng.normal(0, 6.0 / side, (settings.parties, 2)), rng.uniform(0, 2 * np.pi, settings.parties)
        distance += 0.05 * side * np.cos(position @ wave.T + phase)
    holder = distance.argmin(axis=1)
    for _ in range(settings.pockets):
        middle = position[rng.integers(len(position))]
        inside = np.hypot(*(position - middle).T) < rng.uniform(0.02, 0.06) * side
        holder[inside] = rng.integers(settings.parties)
    return np.asarray(holder, dtype=np.int64)
