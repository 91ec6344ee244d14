"""Wars drawn from the model's own assumptions, for simulation-based calibration and nothing else.

Histories follow the law of the model's settings; whoever speaks is named at random, picks a state at random, and says
it at the rate that the settings give to the speaker's interest in it. A model that computes rightly is calibrated here;
that says nothing of how it does where its assumptions are false, which is what the other simulators are for.
Method: Talts, Betancourt, Simpson, Vehtari, Gelman (2018), arXiv:1804.06788.
"""

from __future__ import annotations

import numpy as np

from tadmur.reconcile.settings import ReconcileSettings, TruthRates

from .war import CONTESTED, HOLDS, NOBODY, Ints, War, finish

SOURCES_PER_SIDE = 6
APART_KM = 15.0
"""Places lie on a grid; each has a history of its own, so there is nothing to learn from neighbours."""


def simulate_matched(parties: int, claims: float, days: int, places: int, rng: np.random.Generator) -> War:
    """A war with ``claims`` claims a place, on average."""
    settings = ReconcileSettings()
    state = np.stack([_history(settings, parties, days, rng) for _ in range(places)])
    holder = _held(state, parties)
    sides = np.repeat(np.arange(-1, parties), SOURCES_PER_SIDE)
    rows: list[tuple[int, int, int, int, int]] = []
    while len(rows) < claims * places:
        place, day, source = int(rng.integers(places)), int(rng.integers(1, days)), int(rng.integers(len(sides)))
        said = int(rng.integers(parties + 1))
        if rng.random() < _rate(settings, int(sides[source]), said, int(state[place, day]), parties):
            kind = CONTESTED if said == parties else HOLDS
            rows.append((source, place, day, kind, NOBODY if said == parties else said))
    source, place, day, kind, party = np.array(rows).T
    none = np.full(len(rows), -1)
    grid = int(np.ceil(np.sqrt(places)))
    position = APART_KM * np.stack(np.divmod(np.arange(places), grid), axis=1).astype(float)
    return finish(
        {
            "uid": np.arange(len(rows)), "source": source, "place": place, "pub_day": day, "event_day": day,
            "kind": kind, "controller": party, "text_sig": np.arange(len(rows)), "true_place": place,
            "copy_of": none, "cause": np.full(len(rows), "drawn", dtype=object),
        },
        sources={
            "source": np.arange(len(sides)),
            "name": np.array([f"voice {number}" for number in range(len(sides))], dtype=object),
            "type": np.full(len(sides), "voice", dtype=object),
            "alignment": sides,
        },
        position=position,
        population=np.full(places, 1000),
        holder=holder,
        state=state.astype(np.uint8),
        parties=parties,
    )  # fmt: skip


def _history(settings: ReconcileSettings, parties: int, days: int, rng: np.random.Generator) -> Ints:
    """(days,) states: runs that last by the Lomax law; the first began long ago and is a party's."""
    state, day = int(rng.integers(parties)), 0
    age = settings.first_hold_age_days
    history = np.empty(days, dtype=np.int64)
    while day < days:
        contested = state == parties
        scale = settings.contested_scale_days if contested else settings.hold_scale_days
        shape = settings.contested_shape if contested else settings.hold_shape
        left = (scale + age) * (rng.random() ** (-1 / shape) - 1)
        end = min(days, day + max(1, int(min(left, days)) + 1))
        history[day:end] = state
        day, age = end, 0.0
        if contested:
            state = int(rng.integers(parties))
        elif rng.random() < settings.contested_share or parties == 1:
            state = parties
        else:
            state = (state + int(rng.integers(1, parties))) % parties
    return history


def _rate(settings: ReconcileSettings, side: int, said: int, true: int, parties: int) -> float:
    """P(said | true) for a voice that picked this statement."""
    rates: TruthRates = settings.independent
    if side != NOBODY:
        harmful = said not in (side, parties)
        rates = settings.own_favour if said == side else settings.unknown_alignment
        rates = settings.against_interest if harmful else rates
    if said == true:
        return rates.when_true
    return rates.when_false if side == said else rates.when_false / parties


def _held(state: Ints, parties: int) -> Ints:
    """Who held each place before it was fought for."""
    held = state.copy()
    for day in range(1, held.shape[1]):
        fought = held[:, day] == parties
        held[fought, day] = held[fought, day - 1]
    return held
