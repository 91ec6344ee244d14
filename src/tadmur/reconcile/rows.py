"""Claims made ready for the chain: what each says of which histories, apart from how far its voice is believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.echoes import EPOCH, Copying, first_of_copies, news, publication_days, statements
from tadmur.reconcile.observations import START_NOT_STATED, Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings

EVENTS = (Symbol.GAIN, Symbol.LOSS)
"""Symbols of a change at one moment; the others are states."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Claims that count, copies left out, n of them in canonical order; days count from the first day of the grid.

    Attributes:
        origin: (n,) where each row stood among the observations in use.
        bounds: (places + 1,) rows of place p are bounds[p] .. bounds[p + 1] - 1.
        first, last, early, latest_start: (n,) interval, its first day less the tolerance, and the last day on which a
            stated start may lie; all on the grid.
        dated: the claim states a start (a change of hands, a hold "since"); event: a change at one moment; clipped:
            the interval begins before the grid; undated: it tells of a state as of its publication; opens: it opens a
            matter.
        fit: (n, states) how well each state fits what is said, 1 "as stated" and 0 "not so".
        eve_fit: (n, states) the same for the day before a change.
        share: (n,) chance that the claim bears on the place and is news; eve_share: the same for its eve.
        confirmed: (n,) whether a reviewer confirmed the claim.
        speaks_of, and_of: (n,) the parties that the claim names, -1 for none.
        leaves: (n,) party that a reported change takes the place from, -1 for whoever holds it.
        target: (n, states) P(state after | the reported change happened).
    """

    origin: NDArray[np.int64]
    bounds: NDArray[np.int64]
    first: NDArray[np.int64]
    early: NDArray[np.int64]
    last: NDArray[np.int64]
    latest_start: NDArray[np.int64]
    stated_start: NDArray[np.bool_]
    dated: NDArray[np.bool_]
    event: NDArray[np.bool_]
    clipped: NDArray[np.bool_]
    undated: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    fit: NDArray[np.float64]
    eve_fit: NDArray[np.float64]
    share: NDArray[np.float64]
    eve_share: NDArray[np.float64]
    confirmed: NDArray[np.bool_]
    speaks_of: NDArray[np.int64]
    and_of: NDArray[np.int64]
    leaves: NDArray[np.int64]
    target: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.origin)


def rows_of(
    observations: Observations,
    places: int,
    parties: int,
    first_day: int,
    last_day: int,
    follows: Copying,
    settings: ReconcileSettings,
) -> Rows:
    """The rows of claims in canonical order; see ``docs/methods/reconcile.md`` for what is judged when."""
    origin = np.flatnonzero(first_of_copies(observations, statements(observations)))
    claims = observations.take(origin)
    bounds = np.searchsorted(claims.place, np.arange(places + 1))
    novelty, opens = news(claims, bounds, follows, settings)
    event = np.isin(claims.symbol, EVENTS)
    durative = claims.durative & ~event
    slack = claims.start_slack
    dated = event | (durative & (slack != START_NOT_STATED))
    first = np.clip(claims.first_day, first_day, last_day)
    last = np.clip(claims.last_day, first, last_day)
    latest_start = np.where(durative, np.minimum(first + np.maximum(slack, 0), last), last)
    fit = fits(claims, parties, settings)
    confirmed = claims.reviewed > 0
    share = np.where(confirmed, 1.0, novelty) * claims.reading_probability * claims.weight * claims.place_weight
    named = claims.opponent >= 0
    lost = claims.symbol == Symbol.LOSS
    return Rows(
        origin=origin,
        bounds=bounds,
        first=first - first_day,
        early=np.maximum(first - settings.date_tolerance_days, first_day) - first_day,
        last=last - first_day,
        latest_start=latest_start - first_day,
        stated_start=slack > 0,
        dated=dated,
        event=event,
        clipped=claims.first_day < first_day,
        undated=~dated & ~confirmed & (claims.last_day >= np.floor(publication_days(claims)) - 1 + EPOCH),
        opens=opens,
        fit=fit,
        eve_fit=eve_fits(claims, fit),
        share=share,
        eve_share=share * np.where(named, 1.0, settings.before_share),
        confirmed=confirmed,
        speaks_of=claims.party,
        and_of=claims.opponent,
        leaves=np.where(lost, claims.party, -1),
        target=targets(claims, fit),
    )


def fits(claims: Observations, parties: int, settings: ReconcileSettings) -> NDArray[np.float64]:
    """How well each state fits each claim, shape (n, parties + 1)."""
    count, contested = len(claims), parties
    every = np.arange(count)
    party, opponent = np.maximum(claims.party, 0), np.maximum(claims.opponent, 0)
    named = claims.opponent >= 0
    result = np.zeros((count, parties + 1))
    said = claims.symbol == Symbol.CONTESTED
    result[said, contested] = 1.0
    held = np.isin(claims.symbol, (Symbol.GAIN, Symbol.HOLD))
    result[every[held], party[held]] = np.where(claims.partial[held], settings.contested_when_partial, 1.0)
    result[held & claims.partial, contested] = 1.0
    inside = (claims.symbol == Symbol.BESIEGED) & named
    result[every[inside], opponent[inside]] = 1.0
    result[inside, contested] = 0.5
    gone = ~said & ~held & ~inside
    to_somebody = gone & (claims.symbol == Symbol.LOSS) & named & ~claims.partial
    result[gone] = np.where(to_somebody[gone], 0.5, 1.0)[:, None]
    result[every[to_somebody], opponent[to_somebody]] = 1.0
    result[every[gone], party[gone]] = np.where(claims.partial[gone], settings.contested_when_partial, 0.0)
    return result


def eve_fits(claims: Observations, fit: NDArray[np.float64]) -> NDArray[np.float64]:
    """How well each state on the eve fits a claimed change: not yet so, and with ``opponent`` if given."""
    every = np.arange(len(claims))
    result = 1.0 - fit
    result[:, -1] = np.maximum(result[:, -1], 0.5)
    named = claims.opponent >= 0
    result[named, :-1] = 0.0
    result[every[named], claims.opponent[named]] = 1.0
    lost = claims.symbol == Symbol.LOSS
    result[lost] = 0.0
    result[lost, -1] = 0.5
    result[every[lost], claims.party[lost]] = 1.0
    return result


def targets(claims: Observations, fit: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(state after | the reported change happened), shape (n, states)."""
    every = np.arange(len(claims))
    result = np.zeros_like(fit)
    result[every, fit.argmax(axis=1)] = 1.0
    lost = claims.symbol == Symbol.LOSS
    after = fit[lost]
    after[np.arange(len(after)), claims.party[lost]] = 0.0
    result[lost] = after / np.maximum(after.sum(axis=1, keepdims=True), 1e-300)
    return result
