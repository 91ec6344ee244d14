"""How much of a claim is news: copies count once, and whoever repeats oneself or one's side adds little."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.observations import Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings

SECONDS_PER_DAY = 86400.0
_EPOCH = date(1970, 1, 1).toordinal()


def canonical_order(observations: Observations) -> NDArray[np.int64]:
    """Row order that depends on the rows alone: by place, publication (unknown last), then every other column."""
    published = np.where(np.isnan(observations.published), np.inf, observations.published)
    columns = observations.columns()
    rest = [columns[name] for name in sorted(columns) if name not in {"place", "published", "speaker_allies"}]
    return np.lexsort((*rest, published, observations.place)).astype(np.int64)


def statements(observations: Observations) -> NDArray[np.int64]:
    """A number for what each row says of its place, equal for rows that say the same ("X took it", "X holds it")."""
    party, symbol = observations.party, observations.symbol
    held = np.isin(symbol, (Symbol.GAIN, Symbol.HOLD))
    gone = np.isin(symbol, (Symbol.LOSS, Symbol.NOT_HELD))
    code = np.where(held, 0, np.where(gone, 1, np.where(symbol == Symbol.BESIEGED, 2, 3)))
    code = np.where(held & observations.partial, 4, code)
    return code * 1_000_000 + np.where(symbol == Symbol.CONTESTED, 0, party + 1)


def first_of_copies(observations: Observations, stated: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mask of rows that are not a copy of an earlier row; rows must be in canonical order.

    Copies share the echo group, the place and what they say: a group may span whole reports.
    """
    seen: set[tuple[int, int, int]] = set()
    fresh = np.ones(len(observations), dtype=bool)
    for row in np.flatnonzero(observations.echo_group >= 0):
        key = (int(observations.echo_group[row]), int(observations.place[row]), int(stated[row]))
        fresh[row] = key not in seen
        seen.add(key)
    return fresh


def publication_days(observations: Observations) -> NDArray[np.float64]:
    """Days since 1970 of each row's publication, shape (n,); where it is unknown, that of the newest row."""
    known = observations.published[~np.isnan(observations.published)]
    newest = known.max() if len(known) else 0.0
    result: NDArray[np.float64] = np.where(np.isnan(observations.published), newest, observations.published)
    return result / SECONDS_PER_DAY


def days_spoken_of(observations: Observations) -> NDArray[np.float64]:
    """Day since 1970 of the newest state that each row tells of, shape (n,): its last day, at most its publication."""
    last = observations.last_day.astype(float) - _EPOCH
    result: NDArray[np.float64] = np.minimum(last, np.floor(publication_days(observations)))
    return result


def sides(observations: Observations) -> NDArray[np.int64]:
    """The party that each row's voice stands with, the speaker's before the publisher's; negative for none."""
    return np.where(observations.speaker_party >= 0, observations.speaker_party, observations.publisher_party)


def contrary(observations: Observations, stated: NDArray[np.int64], side: NDArray[np.int64], row: int) -> int:
    """Index after the last earlier row that says something else, from outside the side and source of ``row``."""
    outside = (stated[:row] != stated[row]) & ((side[:row] != side[row]) | (side[:row] < 0))
    outside &= (observations.source[:row] != observations.source[row]) | (observations.source[:row] < 0)
    found = np.flatnonzero(outside)
    return int(found[-1]) + 1 if len(found) else 0


def novelty(observations: Observations, settings: ReconcileSettings) -> NDArray[np.float64]:
    """Share of each row that is news, 0..1, shape (n,); rows of one place, in canonical order, copies removed.

    A claim m published before n, saying the same of the place, takes from n the share
    shadow * novelty_m * exp(-(days between) / wear) by the closest bond of the two: same source, same side, anyone.
    The days are those between the two publications or, if these are more, between what the two tell of: that a town
    is still held does not echo that it was taken a year ago.
    The bond of a source or side is cut once somebody outside the side has said something else in between: what
    follows is an answer, not an echo. A party's repeated word that a state goes on is no answer.
    """
    stated = statements(observations)
    day = publication_days(observations)
    told = days_spoken_of(observations)
    side = sides(observations)
    source = observations.source
    result = np.zeros(len(observations))
    for row in range(len(observations)):
        same = stated[:row] == stated[row]
        stubborn = side[row] >= 0 and observations.symbol[row] not in (Symbol.GAIN, Symbol.LOSS)
        bonded = same & (np.arange(row) >= (0 if stubborn else contrary(observations, stated, side, row)))
        age = np.maximum(day[row] - day[:row], np.abs(told[row] - told[:row]))
        shadow = same * settings.anyone_shadow * np.exp(-age / settings.anyone_days)
        one_side = bonded & (side[:row] == side[row]) & (side[:row] >= 0)
        shadow = np.maximum(shadow, one_side * settings.same_side_shadow * np.exp(-age / settings.same_side_days))
        one_source = bonded & (source[:row] == source[row]) & (source[:row] >= 0)
        shadow = np.maximum(shadow, one_source * settings.same_source_shadow * np.exp(-age / settings.same_source_days))
        result[row] = max(0.0, 1.0 - float(shadow @ result[:row]))
    return result


def openings(observations: Observations, settings: ReconcileSettings) -> NDArray[np.bool_]:
    """Mask of rows that open a matter: nobody said the same of the place within ``matter_days`` before.

    Rows of one place, in canonical order, copies removed. What follows soon after bears witness to the same change
    of hands and is no sign of another; a contrary word from outside the side in between makes it one again, unless
    the same side had said it before.
    """
    stated = statements(observations)
    day = publication_days(observations)
    side = sides(observations)
    result = np.ones(len(observations), dtype=bool)
    for row in range(len(observations)):
        recent = (stated[:row] == stated[row]) & (day[row] - day[:row] <= settings.matter_days)
        own = recent & (side[:row] == side[row]) & (side[:row] >= 0)
        answered = contrary(observations, stated, side, row)
        result[row] = not (own.any() or recent[answered:].any())
    return result
