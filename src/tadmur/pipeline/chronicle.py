"""What is believed of every place on every day, kept so that any day is looked up and no day computed.

For each place its history is cut into runs: stretches of days over which the probabilities, in whole per cent, the
label and the newest evidence stay the same. A day of the map is a search for one run a place, the history of a place a
slice. Beyond the last day nothing is forecast: the last belief stands, and its evidence grows older.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tadmur.pipeline.observations import Encoded
from tadmur.pipeline.picture import Picture, disputed_places
from tadmur.reconcile.interest import Interest, interests
from tadmur.reconcile.labels import CODES, aged, labels
from tadmur.reconcile.model import Posterior
from tadmur.reconcile.rows import fits
from tadmur.terms.assessment import CONTESTED_STATE, Label
from tadmur.terms.place import Place

NO_PARTY = 255
CONTESTED = 254
"""``top`` of a frame: of a place that nothing is known of, and of a contested one; else a party's number."""
OLDEST = 254
NO_EVIDENCE = 255
"""``age`` of a frame: of evidence of so many steps or more, and of a place without evidence."""
AGE_STEP_DAYS = 4
UNTOLD = -1
GOING_ON = np.iinfo(np.int32).max
"""Day of the newest evidence: there is none yet, and a claim speaks of the day itself."""
FULL = 100
"""Probabilities are kept in whole per cent."""
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class PlaceHistory:
    """The runs of one place, n of them.

    Attributes:
        states: actor_ids and last ``CONTESTED_STATE``.
        start: (n,) first day of each run; label: (n,) index into ``CODES``; evidence: (n,) day of the newest evidence,
            ``UNTOLD`` or ``GOING_ON``.
        per_cent: (n, states).
    """

    states: tuple[str, ...]
    start: NDArray[np.int32]
    label: NDArray[np.uint8]
    evidence: NDArray[np.int32]
    per_cent: NDArray[np.uint8]


@dataclass(frozen=True)
class Chronicle:
    """Histories of p places in r runs.

    Attributes:
        first_day, last_day: ordinals, inclusive.
        parties: actor_ids by number.
        places: in order of their ids; ``states_of`` has for each the number of its states in ``states``.
        bounds: (p + 1,) runs of place i are bounds[i] .. bounds[i + 1] - 1; the first begins on ``first_day``.
        start, top, per_cent, label, evidence: (r,) as in :class:`PlaceHistory`, ``top`` the most probable state.
        belief, belief_bounds: per cents of all states of place i, by run, are belief[belief_bounds[i] : ...[i + 1]].
        claim_bounds, claim_ids: (p + 1,) and the claims that bear on place i, in order of publication.
    """

    first_day: int
    last_day: int
    parties: tuple[str, ...]
    places: tuple[Place, ...]
    states: tuple[tuple[str, ...], ...]
    states_of: NDArray[np.uint16]
    bounds: NDArray[np.int64]
    start: NDArray[np.int32]
    top: NDArray[np.uint8]
    per_cent: NDArray[np.uint8]
    label: NDArray[np.uint8]
    evidence: NDArray[np.int32]
    belief: NDArray[np.uint8]
    belief_bounds: NDArray[np.int64]
    claim_bounds: NDArray[np.int64]
    claim_ids: NDArray[np.bytes_]

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        """One ascending number a run: place, then first day."""
        return self._place_of_run.astype(np.int64) * _PLACE_STEP + self.start

    @cached_property
    def _place_of_run(self) -> NDArray[np.int32]:
        return np.repeat(np.arange(len(self.places), dtype=np.int32), np.diff(self.bounds))

    @cached_property
    def _by_day(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The runs in the order of their first days, and these days."""
        order = np.argsort(self.start, kind="stable").astype(np.int32)
        return order, self.start[order]

    @cached_property
    def _stops(self) -> dict[int, NDArray[np.int64]]:
        """The run of every place on some days, filled in as they are asked for."""
        return {}

    def _run_on(self, day: int) -> NDArray[np.int64]:
        """The run of every place on a day of the chronicle: that of the last stop before, and what began since."""
        stop = day - (day - self.first_day) % STOP_DAYS
        if stop not in self._stops:
            place = np.arange(len(self.places), dtype=np.int64)
            self._stops[stop] = np.searchsorted(self._keys, place * _PLACE_STEP + stop, side="right") - 1
        order, days = self._by_day
        begun = order[slice(*np.searchsorted(days, (stop + 1, day + 1)))]
        result = self._stops[stop].copy()
        result[self._place_of_run[begun]] = begun
        return result

    @property
    def claim_counts(self) -> NDArray[np.int64]:
        """(p,) how many claims bear on each place."""
        return np.diff(self.claim_bounds)

    @cached_property
    def index(self) -> dict[str, int]:
        """Number of each place by its id."""
        return {place.place_id: number for number, place in enumerate(self.places)}

    def frame(self, day: int) -> NDArray[np.uint8]:
        """(p, 4) of one day: the most probable party by number, its probability (0..255), the label as an index into
        ``CODES``, and the age of the newest evidence in steps of ``AGE_STEP_DAYS``."""
        return self._seen(self._run_on(min(max(day, self.first_day), self.last_day)), day)

    def frame_of(self, place: int, day: int) -> NDArray[np.uint8]:
        """The same of one place by its number, shape (4,)."""
        low, high = self.bounds[place : place + 2]
        asked = min(max(day, self.first_day), self.last_day)
        run = low + np.searchsorted(self.start[low:high], asked, side="right") - 1
        seen: NDArray[np.uint8] = self._seen(np.array([run]), day)[0]
        return seen

    def _seen(self, run: NDArray[np.int64], day: int) -> NDArray[np.uint8]:
        """Runs as they are seen on a day, (n, 4)."""
        result = np.empty((len(run), 4), dtype=np.uint8)
        age = _age(self.evidence[run], day, self.last_day)
        label = aged(self.label[run], age) if day > self.last_day else self.label[run]
        known = (label != _UNKNOWN) & (day >= self.first_day)
        result[:, 0] = np.where(known, self.top[run], NO_PARTY)
        result[:, 1] = np.where(known, np.rint(self.per_cent[run] * (255 / FULL)), 0)
        result[:, 2] = np.where(known, label, _UNKNOWN)
        told = ~np.isnan(age) & (day >= self.first_day)
        result[:, 3] = np.where(told, np.minimum(np.nan_to_num(age) // AGE_STEP_DAYS, OLDEST), NO_EVIDENCE)
        return result

    def changes(self) -> tuple[list[int], list[int]]:
        """Days (ordinals) on which places change the most probable party or the label, and how many do."""
        changed = np.ones(len(self.start), dtype=bool)
        changed[1:] = (self.top[1:] != self.top[:-1]) | (self.label[1:] != self.label[:-1])
        changed[self.bounds[:-1]] = False
        days, counts = np.unique(self.start[changed], return_counts=True)
        return days.tolist(), counts.tolist()

    def history(self, place: int) -> PlaceHistory:
        """The runs of a place by its number."""
        runs = slice(*self.bounds[place : place + 2])
        states = self.states[self.states_of[place]]
        belief = self.belief[slice(*self.belief_bounds[place : place + 2])]
        return PlaceHistory(
            states, self.start[runs], self.label[runs], self.evidence[runs], belief.reshape(-1, len(states))
        )

    def claims_on(self, place: int) -> list[str]:
        """Ids of the claims that bear on a place by its number."""
        return [name.decode("ascii") for name in self.claim_ids[slice(*self.claim_bounds[place : place + 2])]]


_PLACE_STEP = 1 << 32
STOP_DAYS = 64
"""So many days lie between the days on which the run of every place is looked up anew."""
_UNKNOWN = CODES.index(Label.UNKNOWN)


def _age(evidence: NDArray[np.int32], day: int, last_day: int) -> NDArray[np.float64]:
    age = np.where(evidence == GOING_ON, max(day - last_day, 0), day - evidence.astype(np.int64)).astype(np.float64)
    age[evidence == UNTOLD] = np.nan
    return age


def chronicle_of(picture: Picture) -> Chronicle:
    """The histories behind a picture, of every place that some claim says is held."""
    disputed = disputed_places(picture.comparisons)
    groups = picture.groups
    parties = tuple(sorted({party for encoded, _ in groups for party in encoded.parties}))
    first = min((posterior.first_day for _, posterior in groups), default=picture.as_of.toordinal())
    last = max((posterior.last_day for _, posterior in groups), default=picture.as_of.toordinal())
    states: list[tuple[str, ...]] = []
    told: dict[str, tuple[Place, int, _Runs, list[str]]] = {}
    for encoded, posterior in groups:
        states.append((*encoded.parties, CONTESTED_STATE))
        claims = _claims_by_place(encoded)
        for number, runs in _group_runs(encoded, posterior, parties, disputed):
            place = encoded.places[number]
            told.setdefault(place.place_id, (place, len(states) - 1, runs.begun_on(first), claims[number]))
    ordered = [told[place_id] for place_id in sorted(told)]
    return joined(first, last, parties, states, ordered)


@dataclass(frozen=True)
class _Runs:
    start: NDArray[np.int32]
    top: NDArray[np.uint8]
    label: NDArray[np.uint8]
    evidence: NDArray[np.int32]
    per_cent: NDArray[np.uint8]

    def begun_on(self, first: int) -> _Runs:
        """The same from an earlier day: what is believed on its first day is believed before."""
        start = self.start.copy()
        start[0] = first
        return _Runs(start, self.top, self.label, self.evidence, self.per_cent)


def joined(
    first: int,
    last: int,
    parties: tuple[str, ...],
    states: Sequence[tuple[str, ...]],
    places: Sequence[tuple[Place, int, _Runs, list[str]]],
) -> Chronicle:
    """A chronicle of (place, number of its states, runs, claims), in order of the places' ids."""
    runs = [item[2] for item in places]

    def column(name: str, kind: type[np.generic]) -> NDArray[np.generic]:
        parts = [getattr(item, name) for item in runs]
        return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)

    def bounds(sizes: Sequence[int]) -> NDArray[np.int64]:
        return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))

    return Chronicle(
        first_day=first,
        last_day=last,
        parties=parties,
        places=tuple(item[0] for item in places),
        states=tuple(states),
        states_of=np.array([item[1] for item in places], dtype=np.uint16),
        bounds=bounds([len(item.start) for item in runs]),
        start=column("start", np.int32),  # type: ignore[arg-type]
        top=column("top", np.uint8),  # type: ignore[arg-type]
        per_cent=np.concatenate([item.per_cent.max(axis=1) for item in runs]) if runs else np.zeros(0, dtype=np.uint8),
        label=column("label", np.uint8),  # type: ignore[arg-type]
        evidence=column("evidence", np.int32),  # type: ignore[arg-type]
        belief=np.concatenate([item.per_cent.ravel() for item in runs]) if runs else np.zeros(0, dtype=np.uint8),
        belief_bounds=bounds([item.per_cent.size for item in runs]),
        claim_bounds=bounds([len(item[3]) for item in places]),
        claim_ids=np.array([name.encode("ascii") for item in places for name in item[3]] or [b""], dtype=np.bytes_),
    )


def _claims_by_place(encoded: Encoded) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in encoded.places]
    for item, place in zip(encoded.claims, encoded.observations.place, strict=True):
        found[int(place)].append(item.claim.claim_id)
    return found


def _group_runs(
    encoded: Encoded, posterior: Posterior, parties: tuple[str, ...], disputed: set[str]
) -> Iterator[tuple[int, _Runs]]:
    numbers = np.array([*(parties.index(name) for name in encoded.parties), CONTESTED], dtype=np.uint8)
    days = np.arange(posterior.first_day, posterior.last_day + 1)
    daily = posterior.daily()
    own_from, other_from = own_side_days(posterior)
    for number, place in enumerate(encoded.places):
        belief = daily[number]
        best = belief.argmax(axis=1)
        evidence = evidence_days(posterior, number, days)
        label = labels(
            belief.astype(np.float64),
            age_days=np.where(evidence == UNTOLD, np.nan, np.where(evidence == GOING_ON, 0, days - evidence)),
            only_own_side=(own_from[number][best] <= days) & (other_from[number][best] > days),
            disputed=place.place_id in disputed,
        )
        yield number, cut(days, numbers[best], label, evidence, np.rint(belief * FULL).astype(np.uint8))


def cut(
    days: NDArray[np.int64],
    top: NDArray[np.uint8],
    label: NDArray[np.uint8],
    evidence: NDArray[np.int64],
    per_cent: NDArray[np.uint8],
) -> _Runs:
    """The runs of a place from its values day by day; ``per_cent`` is of shape (days, states)."""
    changed = np.ones(len(days), dtype=bool)
    changed[1:] = (
        (top[1:] != top[:-1])
        | (label[1:] != label[:-1])
        | (evidence[1:] != evidence[:-1])
        | (per_cent[1:] != per_cent[:-1]).any(axis=1)
    )
    return _Runs(
        days[changed].astype(np.int32),
        top[changed],
        label[changed],
        evidence[changed].astype(np.int32),
        per_cent[changed],
    )


def evidence_days(posterior: Posterior, place: int, days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The newest day up to each of ``days`` that a claim on the place speaks of, shape (days,).

    ``GOING_ON`` where a claim speaks of the day itself, ``UNTOLD`` before the first one begins.
    """
    claims, mine = posterior.observations, posterior.claims_on(place)
    result = np.full(len(days), UNTOLD, dtype=np.int64)
    for first, last in zip(claims.first_day[mine], claims.last_day[mine], strict=True):
        begun = np.searchsorted(days, first)
        over = np.searchsorted(days, last, side="right")
        result[begun:over] = GOING_ON
        result[over:] = np.maximum(result[over:], min(last, days[-1]))
    return result


def own_side_days(posterior: Posterior) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First day of a claim for each state by whom it flatters, and by anybody else; each (places, parties + 1)."""
    claims = posterior.observations
    own = interests(claims, posterior.parties) == Interest.OWN_FAVOUR
    supports = fits(claims, posterior.parties, posterior.settings) == 1.0
    found = []
    for chosen in (own, ~own):
        first = np.full((posterior.places, posterior.parties + 1), NEVER, dtype=np.int64)
        row, state = np.nonzero(supports & chosen[:, None])
        np.minimum.at(first, (claims.place[row], state), claims.first_day[row])
        found.append(first)
    return found[0], found[1]
