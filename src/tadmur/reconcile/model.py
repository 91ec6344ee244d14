"""Who holds what: from claims as arrays to a posterior for every place and day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.echoes import canonical_order, first_of_copies, novelty, openings, statements
from tadmur.reconcile.evidence import days_of, evidence_of, fit
from tadmur.reconcile.grid import cut
from tadmur.reconcile.histories import Histories, infer, start_probabilities
from tadmur.reconcile.interest import Interest, interests
from tadmur.reconcile.observations import Observations
from tadmur.reconcile.settings import ReconcileSettings
from tadmur.reconcile.sources import SourceReliability, reliability

Array = NDArray[np.float64]


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
    histories: dict[int, Histories]
    coordinates: Array | None = None

    def probability(self, place: int, day: int) -> Array:
        """P(state) of a place at the end of a day, shape (parties + 1,).

        Raises:
            ValueError: the place or the day is out of range.
        """
        self._check(place, day)
        if place in self.histories:
            return self.histories[place].at(day)
        return start_probabilities(self.parties, self.settings.contested_prior)

    def at(self, day: int) -> Array:
        """P(state) of every place at the end of a day, shape (places, parties + 1)."""
        self._check(0, day)
        prior = start_probabilities(self.parties, self.settings.contested_prior)
        result = np.tile(prior, (self.places, 1))
        for place, history in self.histories.items():
            result[place] = history.at(day)
        return result

    def daily(self) -> NDArray[np.float32]:
        """P(state) of every place at the end of every day, shape (places, days, parties + 1)."""
        prior = start_probabilities(self.parties, self.settings.contested_prior).astype(np.float32)
        result = np.empty((self.places, self.last_day - self.first_day + 1, self.parties + 1), dtype=np.float32)
        for place in range(self.places):
            known = self.histories.get(place)
            result[place] = prior if known is None else known.series(self.first_day, self.last_day)
        return result

    @cached_property
    def sources(self) -> SourceReliability:
        """How far each source's claims have borne out."""
        claims = self.observations
        truth = np.array(
            [
                fit(claims, row, self.parties, self.settings)
                @ self.probability(int(claims.place[row]), max(int(claims.last_day[row]), self.first_day))
                for row in range(len(claims))
            ]
        )
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
        mine = (self.observations.place == place) & (self.observations.first_day <= day)
        if not mine.any():
            return None
        return int(np.minimum(self.observations.last_day[mine], day).max())

    def since(self, place: int, day: int) -> tuple[int | None, int | None]:
        """Days between which the most probable state of ``day`` began, with 80 per cent; see ``Histories.since``."""
        self._check(place, day)
        if place not in self.histories:
            return None, None
        history = self.histories[place]
        return history.since(day, int(history.at(day).argmax()))

    def only_own_side(self, place: int, day: int) -> bool:
        """Whether the most probable state rests on nothing but the word of those whom it flatters."""
        mine = np.flatnonzero((self.observations.place == place) & (self.observations.first_day <= day))
        if not len(mine):
            return False
        claims = self.observations.take(mine)
        state = int(self.probability(place, day).argmax())
        relation = interests(claims, self.parties)
        supporting = [
            relation[row] for row in range(len(claims)) if fit(claims, row, self.parties, self.settings)[state] == 1.0
        ]
        return bool(supporting) and all(kind == Interest.OWN_FAVOUR for kind in supporting)

    def evidence(self, place: int, day: int) -> list[tuple[int, float]]:
        """(row handed in, log-odds in nats) of each claim on the place, strongest first.

        Log-odds are those of the most probable state with all claims, less those without the claim and its copies,
        the place reconciled anew: exact leave-one-out. A copy has 0. They do not add up where claims overlap.
        """
        self._check(place, day)
        mine = np.flatnonzero(self.observations.place == place)
        claims = self.observations.take(mine)
        full = self.probability(place, day)
        state = int(full.argmax())
        stated = statements(claims)
        fresh = first_of_copies(claims, stated)
        result: list[tuple[int, float]] = []
        for row in range(len(claims)):
            pull = 0.0
            if fresh[row]:
                copies = (claims.echo_group == claims.echo_group[row]) & (claims.echo_group[row] >= 0)
                left_out = (copies & (stated == stated[row])) | (np.arange(len(claims)) == row)
                rest = claims.take(~left_out)
                without = (
                    place_history(rest, self.parties, self.first_day, self.last_day, self.settings).at(day)
                    if len(rest)
                    else start_probabilities(self.parties, self.settings.contested_prior)
                )
                pull = log_odds(full[state]) - log_odds(without[state])
            result.append((int(self.rows[mine[row]]), pull))
        return sorted(result, key=lambda item: (-abs(item[1]), item[0]))

    def _check(self, place: int, day: int) -> None:
        if not 0 <= place < max(self.places, 1):
            raise ValueError(f"place {place} is not in 0..{self.places - 1}")
        if not self.first_day <= day <= self.last_day:
            raise ValueError(f"day {day} is outside {self.first_day}..{self.last_day}")


def log_odds(probability: float) -> float:
    """log(p / (1 - p)) in nats, kept finite."""
    p = min(max(float(probability), 1e-12), 1 - 1e-12)
    return float(np.log(p) - np.log1p(-p))


def place_history(
    claims: Observations, parties: int, first_day: int, last_day: int, settings: ReconcileSettings
) -> Histories:
    """Posterior over the histories of one place from its claims, in canonical order."""
    stated = statements(claims)
    fresh = claims.take(first_of_copies(claims, stated))
    days = days_of(fresh, settings)
    grid = cut(days, first_day=first_day, last_day=last_day, longest_step=settings.longest_step_days)
    news, opening = novelty(fresh, settings), openings(fresh, settings)
    factors, jumps = evidence_of(fresh, grid, news, opening, parties=parties, settings=settings)
    return infer(grid, factors, jumps, parties=parties, settings=settings)


def prepare(
    observations: Observations, places: int, parties: int, first_day: int, last_day: int, known_by: float | None = None
) -> tuple[Observations, NDArray[np.int64]]:
    """The rows that count, in canonical order, and where they stood in the input; see :func:`reconcile`."""
    if parties < 1 or places < 0:
        raise ValueError(f"need at least one party and no negative number of places, got {parties} and {places}")
    if first_day > last_day:
        raise ValueError(f"first_day {first_day} is after last_day {last_day}")
    limits = (("place", 0, places), ("party", -1, parties), ("opponent", -1, parties))
    for name, low, high in limits:
        column = getattr(observations, name)
        if len(column) and (column.min() < low or column.max() >= high):
            raise ValueError(f"{name} must lie in {low}..{high - 1}, got {column.min()}..{column.max()}")
    weight = observations.reading_probability * observations.weight * observations.place_weight
    counts = (observations.first_day <= last_day) & (weight > 0)
    if known_by is not None:
        counts &= observations.known_by(known_by)
    rows = np.flatnonzero(counts)
    used = observations.take(rows)
    order = canonical_order(used)
    used, rows = used.take(order), rows[order]
    return replace(used, last_day=np.minimum(used.last_day, last_day)), rows


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
    used, rows = prepare(observations, places, parties, first_day, last_day, known_by)
    histories: dict[int, Histories] = {}
    bounds = np.searchsorted(used.place, np.arange(places + 1))
    for place in range(places):
        low, high = int(bounds[place]), int(bounds[place + 1])
        if high > low:
            mine = used.take(np.arange(low, high))
            histories[place] = place_history(mine, parties, first_day, last_day, settings)
    return Posterior(places, parties, first_day, last_day, settings, used, rows, histories, coordinates)
