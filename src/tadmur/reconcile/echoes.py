"""How much of a claim is news: copies count once, and whoever repeats oneself or one's side adds little."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tadmur.reconcile.observations import Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings
from tadmur.reconcile.threads import over_places

SECONDS_PER_DAY = 86400.0
AT_ONCE = 0.5
"""Mark of a row that another source published at the same time."""
EPOCH = date(1970, 1, 1).toordinal()
"""The day on which publication is counted from, on the calendar of the days spoken of."""


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
    fresh = observations.echo_group < 0
    grouped = np.flatnonzero(~fresh)
    keys = (stated[grouped], observations.place[grouped], observations.echo_group[grouped])
    order = np.lexsort((grouped, *keys))
    same = np.ones(max(len(order) - 1, 0), dtype=bool)
    for key in keys:
        same &= key[order][1:] == key[order][:-1]
    first = np.concatenate(([True], ~same)) if len(order) else np.zeros(0, dtype=bool)
    fresh[grouped[order[first]]] = True
    return fresh


def publication_days(observations: Observations) -> NDArray[np.float64]:
    """Days since 1970 of each row's publication, shape (n,); where it is unknown, that of the newest row."""
    known = observations.published[~np.isnan(observations.published)]
    newest = known.max() if len(known) else 0.0
    result: NDArray[np.float64] = np.where(np.isnan(observations.published), newest, observations.published)
    return result / SECONDS_PER_DAY


def days_spoken_of(observations: Observations) -> NDArray[np.float64]:
    """Day since 1970 of the newest state that each row tells of, shape (n,): its last day, at most its publication."""
    last = observations.last_day.astype(float) - EPOCH
    result: NDArray[np.float64] = np.minimum(last, np.floor(publication_days(observations)))
    return result


def sides(observations: Observations) -> NDArray[np.int64]:
    """The party that each row's voice stands with, the speaker's before the publisher's; negative for none."""
    return np.where(observations.speaker_party >= 0, observations.speaker_party, observations.publisher_party)


@dataclass(frozen=True, slots=True)
class Copying:
    """How much of what each source says was said before: ``rate[s]`` in 0..1 for source s, 0 for those not seen."""

    rate: NDArray[np.float64]

    def of(self, source: NDArray[np.int64]) -> NDArray[np.float64]:
        """The rate of each row's source, shape (n,)."""
        known = (source >= 0) & (source < len(self.rate))
        return np.where(known, self.rate[np.where(known, source, 0)] if len(self.rate) else 0.0, 0.0)


def copying(observations: Observations, settings: ReconcileSettings) -> Copying:
    """How far each source follows others, from claims in canonical order, copies included.

    Of a source's claims, the share that another source had published on the place, in the same sense, within
    ``follow_days`` before; claims that others published at the same time tell nothing of who follows whom. What the
    lower quarter of sources reach is taken for coincidence (things happen, and several tell of them); the share beyond
    it is copying. Shares are shrunk towards coincidence by ``follow_claims`` claims.
    """
    source = observations.source
    known = source >= 0
    if not known.any():
        return Copying(np.zeros(0))
    bounds = np.flatnonzero(np.diff(observations.place, prepend=-1, append=-1))
    said = observations.symbol * 1_000_000 + observations.party + 1
    after = np.zeros(len(said))
    over_places(
        _follows,
        np.diff(bounds) ** 2,
        bounds,
        said,
        publication_days(observations),
        source,
        observations.echo_group,
        settings.follow_days,
        after,
    )
    known &= after != AT_ONCE
    if not known.any():
        return Copying(np.zeros(0))
    claims = np.bincount(source[known])
    followed = np.bincount(source[known], weights=after[known])
    seen = claims > 0
    chance = float(np.quantile(followed[seen] / claims[seen], 0.25))
    share = (followed + settings.follow_claims * chance) / (claims + settings.follow_claims)
    return Copying(np.clip((share - chance) / max(1 - chance, 1e-9), 0, 1))


@njit(cache=True, nogil=True)
def _follows(from_place, to_place, bounds, said, day, source, echo_group, follow_days, result):  # type: ignore[no-untyped-def]
    """Fill in 1 where another source had said the same within ``follow_days`` before, ``AT_ONCE`` where then."""
    for place in range(from_place, to_place):
        for row in range(bounds[place], bounds[place + 1]):
            for other in range(bounds[place], bounds[place + 1]):
                if day[other] > day[row]:
                    break
                if day[row] - day[other] > follow_days or source[other] == source[row]:
                    continue
                same_words = echo_group[row] >= 0 and echo_group[row] == echo_group[other]
                if same_words or said[other] == said[row]:
                    if day[other] < day[row]:
                        result[row] = 1.0
                        break
                    result[row] = AT_ONCE


def news(
    observations: Observations, bounds: NDArray[np.int64], follows: Copying, settings: ReconcileSettings
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(novelty, opens) of each row, shape (n,); rows in canonical order, copies removed, places cut by ``bounds``.

    Novelty is the share of a row that is news, 0..1. A claim m published before n, saying the same of the place, takes
    from n the share shadow * novelty_m * exp(-(days between) / wear) by the closest bond of the two: same source, same
    side, anyone. What is left is cut by 1 - c for a source that copies: c is the rate of its copying where the same was
    said within ``follow_days`` before, however little news that was, and falls as
    exp(-(days / follow_days - 1)**2) beyond. The days are those between the two publications
    or, if these are more, between what the two tell of: that a town is still held does not echo that it was taken a
    year ago. The bond of a source or side is cut once somebody outside the side has said something else in between:
    what follows is an answer, not an echo. A party's repeated word that a state goes on is no answer.

    A row opens a matter when nobody said the same of the place within ``matter_days`` before. What follows soon after
    bears witness to the same change of hands and is no sign of another; a contrary word from outside the side in
    between makes it one again, unless the same side had said it before.
    """
    changes = np.isin(observations.symbol, (Symbol.GAIN, Symbol.LOSS))
    shadows = np.array(
        [
            (settings.same_source_shadow, settings.same_source_days),
            (settings.same_side_shadow, settings.same_side_days),
            (settings.anyone_shadow, settings.anyone_days),
            (1.0, settings.follow_days),
        ]
    )
    novelty, opens = np.zeros(len(observations)), np.ones(len(observations), dtype=np.bool_)
    over_places(
        _news,
        np.diff(bounds) ** 2,
        bounds,
        statements(observations),
        publication_days(observations),
        days_spoken_of(observations),
        sides(observations),
        observations.source,
        follows.of(observations.source),
        changes,
        shadows,
        settings.matter_days,
        novelty,
        opens,
    )
    return novelty, opens


@njit(cache=True, nogil=True)
def _news(  # type: ignore[no-untyped-def]
    from_place,
    to_place,
    bounds,
    stated,
    day,
    told,
    side,
    source,
    copies,
    changes,
    shadows,
    matter_days,
    novelty,
    opens,
):
    for place in range(from_place, to_place):
        low, high = bounds[place], bounds[place + 1]
        for row in range(low, high):
            answered = low
            for other in range(row - 1, low - 1, -1):
                stranger = (side[other] != side[row] or side[row] < 0) and (
                    source[other] != source[row] or source[row] < 0
                )
                if stranger and stated[other] != stated[row]:
                    answered = other + 1
                    break
            stubborn = side[row] >= 0 and not changes[row]
            taken, copy = 0.0, 0.0
            for other in range(low, row):
                if stated[other] != stated[row]:
                    continue
                one_side = side[other] == side[row] and side[row] >= 0
                if day[row] - day[other] <= matter_days and (one_side or other >= answered):
                    opens[row] = False
                age = max(day[row] - day[other], abs(told[row] - told[other]))
                copied = max(copies[row], copies[other]) if day[row] == day[other] else copies[row]
                beyond = max(0.0, age / shadows[3, 1] - 1)
                copy = max(copy, copied * np.exp(-(beyond**2)))
                shadow = shadows[2, 0] * np.exp(-age / shadows[2, 1])
                if stubborn or other >= answered:
                    if one_side:
                        shadow = max(shadow, shadows[1, 0] * np.exp(-age / shadows[1, 1]))
                    if source[other] == source[row] and source[row] >= 0:
                        shadow = max(shadow, shadows[0, 0] * np.exp(-age / shadows[0, 1]))
                taken += shadow * novelty[other]
            novelty[row] = max(0.0, 1.0 - taken) * (1.0 - copy)
