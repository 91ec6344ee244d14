"""What a ledger says of the settlements of an area, as drawn whole histories."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.coverage import CoverRule
from tadmur.measure.histories import joined
from tadmur.measure.totals import DrawnHistories
from tadmur.pipeline.observations import Encoded, encode_by_country
from tadmur.pipeline.picture import Picture, is_contradiction
from tadmur.pipeline.posteriors import posterior_of
from tadmur.pipeline.settings import RunSettings
from tadmur.reconcile.labels import ASSESSED_FROM, KNOWN_FROM, SETTLED_FROM, STALE_AFTER_DAYS
from tadmur.reconcile.model import Posterior
from tadmur.reconcile.observations import OPEN_START, Observations, Symbol
from tadmur.reconcile.sampling import sample_daily
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.place import FeatureClass, Place

COVER_RULE = CoverRule(ASSESSED_FROM, SETTLED_FROM, STALE_AFTER_DAYS)
NEVER = np.iinfo(np.int64).max
"""``assessed_from`` of a place of which nothing can be said."""
BEFORE_DAYS = STALE_AFTER_DAYS
"""A claim that says who held a place until then speaks of it for as many days back as evidence stays fresh."""


@dataclass(frozen=True)
class Group:
    """The n settlements of one country in one conflict.

    Attributes:
        kept: (n,) their indices among the places of the posterior.
        daily: (n, days, states) P(state) at the end of each day of the posterior, contested last.
    """

    posterior: Posterior
    parties: tuple[str, ...]
    kept: NDArray[np.int64]
    daily: NDArray[np.float32]
    assessed_from: NDArray[np.int64]
    disputed: NDArray[np.bool_]

    def cover(self, day: int) -> NDArray[np.int64]:
        """The cover of each settlement on a day, shape (n,)."""
        claims = self.posterior.observations
        newest = np.full(self.posterior.places, np.nan)
        begun = claims.first_day <= day
        np.fmax.at(newest, claims.place[begun], np.minimum(claims.last_day[begun], day).astype(np.float64))
        age = day - newest[self.kept]
        age[np.isnan(age)] = 0.0
        age[self.assessed_from > day] = np.nan
        return COVER_RULE.of(self.daily[:, day - self.posterior.first_day], age, self.disputed)


@dataclass(frozen=True)
class Holdings:
    """All settlements that claims speak of, in one numbering.

    Attributes:
        states: parties by id, then contested; the numbers of ``histories``.
        places: in the order of ``histories``, group after group.
    """

    states: tuple[str, ...]
    places: tuple[Place, ...]
    histories: DrawnHistories
    groups: tuple[Group, ...]

    def cover(self, day: int) -> NDArray[np.int64]:
        """The cover of each place on a day, shape (places,)."""
        return np.concatenate([group.cover(day) for group in self.groups])

    def belief(self, place: int, day: int) -> tuple[str, float]:
        """The most probable state of a place, by its index, on a day, and its probability."""
        for group in self.groups:
            if place < len(group.kept):
                found = group.daily[place, day - group.posterior.first_day]
                state = int(found.argmax())
                return (*group.parties, CONTESTED_STATE)[state], float(found[state])
            place -= len(group.kept)
        raise IndexError("no such place")


def holdings_of(
    picture: Picture, settings: RunSettings, *, within: Collection[str], days: Sequence[int], draws: int, seed: int
) -> Holdings | None:
    """Histories of the settlements among ``within`` (place ids), drawn over ``days[0]`` to ``days[-1]``.

    ``None`` when no claim bears on any of them.
    """
    groups: list[Group] = []
    places: dict[str, Place] = {}
    disputed = {card.place_id for card in picture.comparisons if is_contradiction(card) and card.place_id}
    for encoded in encoded_groups(picture):
        kept = [i for i, p in enumerate(encoded.places) if p.place_id in within and p.place_id not in places]
        if not kept:
            continue
        posterior = posterior_of(encoded, settings.reconcile, (days[0], days[-1]))
        own = {encoded.places[i].place_id: encoded.places[i] for i in kept}
        open_matter = np.array([place_id in disputed for place_id in own])
        daily = posterior.daily()[kept]
        begin = assessed_from(posterior, daily, np.array(kept), open_matter)
        groups.append(Group(posterior, encoded.parties, np.array(kept), daily, begin, open_matter))
        places |= own
    if not groups:
        return None
    parties = sorted({party for group in groups for party in group.parties})
    states = (*parties, CONTESTED_STATE)
    parts = [_drawn(group, days[0], days[-1], draws, seed + number) for number, group in enumerate(groups)]
    numbers = [np.array([states.index(s) for s in (*g.parties, CONTESTED_STATE)], dtype=np.uint8) for g in groups]
    return Holdings(states, tuple(places.values()), joined(parts, numbers), tuple(groups))


def encoded_groups(picture: Picture) -> list[Encoded]:
    """The picture's claims as arrays, by conflict and country, as the record of control reads them."""
    pack_ids = {item.report.report_id: item.pack_id for item in picture.reports}
    return [
        encoded
        for pack_id, pack in sorted(picture.packs.items())
        for encoded in encode_by_country([c for c in picture.claims if pack_ids[c.claim.report_id] == pack_id], pack)
    ]


def assessed_settlements(picture: Picture) -> list[Place]:
    """Settlements that some claim bears on."""
    found = {place.place_id: place for group in encoded_groups(picture) for place in group.places}
    return [place for _, place in sorted(found.items()) if place.feature_class is FeatureClass.SETTLEMENT]


def assessed_from(
    posterior: Posterior, daily: NDArray[np.float32], places: NDArray[np.int64], disputed: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The day from which each of ``places`` counts as assessed, shape (places,); ``NEVER`` for none.

    It is the first day of which a claim speaks and on which some state reaches ``KNOWN_FROM``, or claims contradict
    each other: the record of control shows the place as unknown before.
    """
    begin = spoken_of_from(posterior.observations, posterior.places)[places]
    days = np.arange(posterior.first_day, posterior.last_day + 1)
    told = (daily.max(axis=2) >= KNOWN_FROM) | disputed[:, None]
    told &= days[None, :] >= begin[:, None]
    first = posterior.first_day + told.argmax(axis=1)
    return np.where(told.any(axis=1), np.where(begin < posterior.first_day, begin, first), NEVER)


def spoken_of_from(claims: Observations, places: int) -> NDArray[np.int64]:
    """The first day of which a claim speaks, for each place, shape (places,).

    A claim speaks from the first day of its interval, or from the last where the first is open. One that names who
    held the place until then (taken from somebody, lost by somebody) speaks of ``BEFORE_DAYS`` before that, too.
    """
    open_start = claims.first_day == OPEN_START
    begin = np.where(open_start, claims.last_day, claims.first_day).astype(np.int64)
    names_holder = (claims.symbol == Symbol.LOSS) | ((claims.symbol == Symbol.GAIN) & (claims.opponent >= 0))
    begin -= np.where(names_holder, BEFORE_DAYS, 0)
    result = np.full(places, NEVER)
    np.minimum.at(result, claims.place, begin)
    return result


def _drawn(group: Group, first_day: int, last_day: int, draws: int, seed: int) -> DrawnHistories:
    """Histories of the group's settlements over the days asked for, and no others: the rest of time is not drawn."""
    begin = first_day - group.posterior.first_day
    coordinates = group.posterior.coordinates
    sampled = sample_daily(
        np.ascontiguousarray(group.daily[:, begin : begin + last_day - first_day + 1]),
        None if coordinates is None else coordinates[group.kept],
        first_day,
        draws,
        seed,
    )
    return DrawnHistories(
        sampled.first_day,
        sampled.last_day,
        sampled.initial,
        sampled.change_draw,
        sampled.change_place,
        sampled.change_day,
        sampled.change_state,
        group.assessed_from,
    )
