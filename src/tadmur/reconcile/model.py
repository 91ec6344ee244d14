"""Who holds what: from claims as arrays to a posterior for every place and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.echoes import canonical_order
from tadmur.reconcile.interest import Interest, interests
from tadmur.reconcile.learning import History, Solved, Where, solve
from tadmur.reconcile.neighbours import neighbourhood
from tadmur.reconcile.observations import Observations
from tadmur.reconcile.rows import fits
from tadmur.reconcile.settings import ReconcileSettings
from tadmur.reconcile.sources import SourceReliability, reliability
from tadmur.reconcile.subsets import by_subsets

Array = NDArray[np.float64]

MOST_LEFT_OUT = 48
"""Claims on one place that are left out in turn for :meth:`Posterior.evidence`."""


@dataclass(frozen=True)
class Posterior:
    """Belief about every place on every day from first_day to last_day.

    States are the parties 0 .. parties - 1 and, last, contested. ``observations`` are those in use, in canonical order;
    ``rows`` maps them to the rows handed in. A place without any has the prior, and is to be shown as unknown.
    """

    places: int
    parties: int
    first_day: int
    last_day: int
    settings: ReconcileSettings
    observations: Observations
    rows: NDArray[np.int64]
    solved: Solved
    coordinates: Array | None = None

    def probability(self, place: int, day: int) -> Array:
        """P(state) of a place at the end of a day, shape (parties + 1,).

        Raises:
            ValueError: the place or the day is out of range.
        """
        self._check(place, day)
        if (place, day) not in self._asked:
            self._ask([(place, day)])
        return self._asked[place, day].copy()

    def _ask(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Keep the answers to many questions, which share most of their work."""
        place, day = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        found = self.solved.beliefs(place, day - self.first_day)
        self._asked.update(zip(pairs, found, strict=True))

    @cached_property
    def _asked(self) -> dict[tuple[int, int], Array]:
        return {}

    def at(self, day: int) -> Array:
        """P(state) of every place at the end of a day, shape (places, parties + 1)."""
        self._check(0, day)
        return self.solved.beliefs(np.arange(self.places), np.full(self.places, day - self.first_day))

    def daily(self) -> NDArray[np.float32]:
        """P(state) of every place at the end of every day, shape (places, days, parties + 1)."""
        return self.solved.daily()

    @cached_property
    def sources(self) -> SourceReliability:
        """How far each source's claims have borne out."""
        claims = self.observations
        day = np.clip(claims.last_day, self.first_day, self.last_day) - self.first_day
        belief = (
            self.solved.from_own_claims(claims.place, day) if self.solved.alone else self.daily()[claims.place, day]
        )
        truth = (fits(claims, self.parties, self.settings) * belief).sum(axis=1)
        party = np.where(claims.party >= 0, claims.party, self.parties)
        return reliability(claims.source, party, truth, claims.reading_probability * claims.weight)

    def most_probable(self, day: int) -> NDArray[np.int64]:
        """The most probable state of every place, shape (places,); ties go to the lower index."""
        result: NDArray[np.int64] = self.at(day).argmax(axis=1)
        return result

    def has_evidence(self, day: int) -> NDArray[np.bool_]:
        """Which places have a claim whose interval has begun by ``day``, shape (places,)."""
        result = np.zeros(self.places, dtype=bool)
        result[self.observations.place[self.observations.first_day <= day]] = True
        return result

    def last_evidence_day(self, place: int, day: int) -> int | None:
        """The newest day up to ``day`` that a claim on the place speaks of, or ``None`` without one."""
        mine = self.claims_on(place)
        begun = mine[self.observations.first_day[mine] <= day]
        if not len(begun):
            return None
        return int(np.minimum(self.observations.last_day[begun], day).max())

    def history(self, place: int) -> History | None:
        """The posterior over the histories of a place, ``None`` where nothing is said of it."""
        bounds = self.solved.rows.bounds
        if place not in self._histories:
            self._histories[place] = self.solved.history(place) if bounds[place + 1] > bounds[place] else None
        return self._histories[place]

    @cached_property
    def _histories(self) -> dict[int, History | None]:
        return {}

    def since(self, place: int, day: int) -> tuple[int | None, int | None]:
        """Days between which the most probable state of ``day`` began, with 80 per cent; see ``History.since``."""
        self._check(place, day)
        history = self.history(place)
        if history is None:
            return None, None
        found = history.since(day - self.first_day, int(history.at(day - self.first_day).argmax()))
        earliest, latest = (None if value is None else value + self.first_day for value in found)
        return earliest, latest

    def only_own_side(self, place: int, day: int) -> bool:
        """Whether the most probable state rests on nothing but the word of those whom it flatters."""
        mine = self.claims_on(place)
        begun = mine[self.observations.first_day[mine] <= day]
        if not len(begun):
            return False
        claims = self.observations.take(begun)
        state = int(self.probability(place, day).argmax())
        supporting = fits(claims, self.parties, self.settings)[:, state] == 1.0
        own = interests(claims, self.parties) == Interest.OWN_FAVOUR
        return bool(supporting.any() and own[supporting].all())

    def evidence(self, place: int, day: int) -> list[tuple[int, float]]:
        """(row handed in, log-odds in nats) of each claim on the place, strongest first.

        Log-odds are those of the most probable state by all claims on the place, less those without the claim and its
        copies, the place inferred anew with what was learned of voices: exact leave-one-out. A copy has 0. They do
        not add up where claims overlap; :func:`~tadmur.reconcile.explaining.explain` gives parts that do. Of a place
        with more than ``MOST_LEFT_OUT`` claims only the newest by publication are left out in turn; the others have 0.
        """
        return self.evidence_on({place: [day]})[place, day]

    def evidence_on(self, asked: Mapping[int, Sequence[int]]) -> dict[tuple[int, int], list[tuple[int, float]]]:
        """:meth:`evidence` by (place, day) of some days of some places: a place's days share nearly all of the work."""
        pairs = [(place, day) for place, days in asked.items() for day in days]
        for place, day in pairs:
            self._check(place, day)
        self._ask(pairs)
        bounds, origin = self.solved.rows.bounds, self.solved.rows.origin
        subsets: list[NDArray[np.int64]] = []
        left: list[NDArray[np.int64]] = []
        for place in asked:
            rows = np.arange(bounds[place], bounds[place + 1])
            left.append(rows[-MOST_LEFT_OUT:])
            subsets += [rows, *(rows[rows != row] for row in left[-1])]
        since_first = [np.array(days, dtype=np.int64) - self.first_day for days in asked.values()]
        days_of = [days for days, out in zip(since_first, left, strict=True) for _ in range(len(out) + 1)]
        found = by_subsets(self.solved, self.observations, subsets, days_of)
        result: dict[tuple[int, int], list[tuple[int, float]]] = {}
        at = 0
        for (place, days), out in zip(asked.items(), left, strict=True):
            silent = {int(row): 0.0 for row in self.claims_on(place)}
            for number, day in enumerate(days):
                state = int(self.probability(place, day).argmax())
                odds = [log_odds(part[number, state]) for part in found[at : at + len(out) + 1]]
                pulls = silent | {int(origin[row]): odds[0] - one for row, one in zip(out, odds[1:], strict=True)}
                named = [(int(self.rows[row]), pull) for row, pull in pulls.items()]
                result[place, day] = sorted(named, key=lambda item: (-abs(item[1]), item[0]))
            at += len(out) + 1
        return result

    def claims_on(self, place: int) -> NDArray[np.int64]:
        """The rows of :attr:`observations` that speak of a place."""
        low, high = np.searchsorted(self.observations.place, (place, place + 1))
        return np.arange(low, high)

    def _check(self, place: int, day: int) -> None:
        if not 0 <= place < max(self.places, 1):
            raise ValueError(f"place {place} is not in 0..{self.places - 1}")
        if not self.first_day <= day <= self.last_day:
            raise ValueError(f"day {day} is outside {self.first_day}..{self.last_day}")


def log_odds(probability: float) -> float:
    """log(p / (1 - p)) in nats, kept finite."""
    p = min(max(float(probability), 1e-12), 1 - 1e-12)
    return float(np.log(p) - np.log1p(-p))


def prepare(
    observations: Observations, grid: Where, known_by: float | None = None
) -> tuple[Observations, NDArray[np.int64]]:
    """The rows that count, in canonical order, and where they stood in the input; see :func:`reconcile`."""
    if grid.parties < 1 or grid.places < 0:
        raise ValueError(
            f"need at least one party and no negative number of places, got {grid.parties} and {grid.places}"
        )
    if grid.days < 1:
        raise ValueError(f"first_day {grid.first_day} is after last_day {grid.last_day}")
    limits = (("place", 0, grid.places), ("party", -1, grid.parties), ("opponent", -1, grid.parties))
    for name, low, high in limits:
        column = getattr(observations, name)
        if len(column) and (column.min() < low or column.max() >= high):
            raise ValueError(f"{name} must lie in {low}..{high - 1}, got {column.min()}..{column.max()}")
    weight = observations.reading_probability * observations.weight * observations.place_weight
    counts = (observations.first_day <= grid.last_day) & (weight > 0) & (observations.reviewed >= 0)
    if known_by is not None:
        counts &= observations.known_by(known_by)
    rows = np.flatnonzero(counts)
    used = observations.take(rows)
    order = canonical_order(used)
    used, rows = used.take(order), rows[order]
    return replace(used, last_day=np.minimum(used.last_day, grid.last_day)), rows


def reconcile(
    observations: Observations,
    *,
    places: int,
    parties: int,
    first_day: int,
    last_day: int,
    settings: ReconcileSettings | None = None,
    known_by: float | None = None,
    coordinates: Array | None = None,
) -> Posterior:
    """Posterior over who holds each place on each day.

    Claims published after ``known_by`` (seconds since 1970 UTC) are dropped before anything else, and all that
    follows depends on the rest alone. Claims of no weight at all and those that begin after ``last_day`` are dropped;
    those that end before ``first_day`` speak of that day.

    Args:
        places, parties: how many there are; rows refer to them by index.
        first_day, last_day: both inclusive, on the same calendar as the rows' days.
        coordinates: (places, 2) longitude and latitude in degrees, NaN where unknown.

    Raises:
        ValueError: an index or the order of days is out of range.
    """
    settings = settings or ReconcileSettings()
    grid = Where(places, parties, first_day, last_day)
    used, rows = prepare(observations, grid, known_by)
    return Posterior(
        places,
        parties,
        first_day,
        last_day,
        settings,
        used,
        rows,
        solve(used, grid, neighbourhood(coordinates, places), settings),
        coordinates,
    )
