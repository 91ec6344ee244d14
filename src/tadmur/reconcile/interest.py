"""Whom a statement flatters: how far a speaker's word can be taken, given where the speaker stands."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.observations import INDEPENDENT, Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings


class Interest(IntEnum):
    """How a statement stands to its speaker's side."""

    INDEPENDENT = 0
    UNKNOWN = 1
    OWN_FAVOUR = 2
    AGAINST = 3


GOOD_FOR_PARTY = (Symbol.GAIN, Symbol.HOLD)
BAD_FOR_PARTY = (Symbol.LOSS, Symbol.NOT_HELD)


def favours(observations: Observations, side: NDArray[np.int64], allies: NDArray[np.bool_]) -> NDArray[np.int64]:
    """+1 where the statement flatters ``side``, -1 where it harms it, 0 where neither or ``side`` is no party.

    A gain or hold flatters the party and its allies and harms everybody else who is party to the war; a loss harms
    the party and its allies, and flatters the others. Contested and besieged are taken as neither.

    Args:
        side: (n,) party index, or a negative number for none.
        allies: (n, parties) bool, the parties whose gain ``side`` favours.
    """
    rows = np.arange(len(observations))
    party = np.maximum(observations.party, 0)
    with_party = np.where(allies[rows, party], 1, -1)
    good = np.isin(observations.symbol, GOOD_FOR_PARTY)
    bad = np.isin(observations.symbol, BAD_FOR_PARTY)
    sign = np.where(good, with_party, np.where(bad, -with_party, 0))
    return np.where((side >= 0) & (observations.party >= 0), sign, 0)


def interests(observations: Observations, parties: int) -> NDArray[np.int64]:
    """The :class:`Interest` of each row, shape (n,).

    What the speaker's side gains decides. Where the speaker stands with nobody known, a publisher that stands with a
    party picks what it prints: what flatters its side is taken as said in the own favour.
    """
    everyone = np.eye(parties, dtype=bool)
    allies = everyone[np.maximum(observations.speaker_party, 0)]
    if observations.speaker_allies is not None:
        allies = allies | observations.speaker_allies
    by_speaker = favours(observations, observations.speaker_party, allies)
    publisher_allies = everyone[np.maximum(observations.publisher_party, 0)]
    by_publisher = favours(observations, observations.publisher_party, publisher_allies)
    base = np.where(observations.speaker_party == INDEPENDENT, Interest.INDEPENDENT, Interest.UNKNOWN)
    flattered = (by_speaker > 0) | ((observations.speaker_party < 0) & (by_publisher > 0))
    result = np.where(flattered, Interest.OWN_FAVOUR, base)
    return np.where(by_speaker < 0, Interest.AGAINST, result).astype(np.int64)


def truth_rates(interest: NDArray[np.int64], settings: ReconcileSettings) -> tuple[NDArray[np.float64], ...]:
    """(when_true, when_false) of each row, each of shape (n,)."""
    table = (settings.independent, settings.unknown_alignment, settings.own_favour, settings.against_interest)
    when_true = np.array([rates.when_true for rates in table])
    when_false = np.array([rates.when_false for rates in table])
    return when_true[interest], when_false[interest]
