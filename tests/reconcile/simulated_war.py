"""Claims in short, and a small simulated war with a partisan agency and honest monitors."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.observations import INDEPENDENT, Observations, Symbol

DAY_SECONDS = 86400.0


def claim(symbol: Symbol, party: int, day: int, **more: Any) -> dict[str, Any]:
    """One claim about a day, published on it."""
    return {
        "place": 0,
        "symbol": int(symbol),
        "party": party,
        "first_day": day,
        "last_day": day,
        "published": day * DAY_SECONDS,
        **more,
    }


def observe(*claims: dict[str, Any]) -> Observations:
    """Claims as arrays; a column that some of them leave out takes its default there."""
    defaults = {
        "opponent": -1,
        "start_slack": -1,
        "reading_probability": 1.0,
        "weight": 1.0,
        "place_weight": 1.0,
        "speaker_party": -2,
        "publisher_party": -2,
        "source": -1,
        "echo_group": -1,
        "durative": False,
        "partial": False,
        "reviewed": 0,
    }
    names = {"place", "symbol", "party", "first_day", "last_day", "published"} | {n for c in claims for n in c}
    return Observations.of({name: [c[name] if name in c else defaults[name] for c in claims] for name in names})


def war(
    rng: np.random.Generator, *, places: int, days: int, parties: int = 2
) -> tuple[NDArray[np.int64], Observations]:
    """(holder of each place on each day, claims): each place changes hands about once.

    One monitor sees most changes and is right nine times in ten; each party's agency speaks well of its own side
    whatever the truth.
    """
    holder = np.empty((places, days), dtype=np.int64)
    rows: list[dict[str, Any]] = []
    for place in range(places):
        state = int(rng.integers(parties))
        change = int(rng.integers(1, 2 * days))
        holder[place] = state
        if change < days:
            holder[place, change:] = (state + 1 + rng.integers(parties - 1)) % parties
        for _ in range(int(rng.integers(2, 8))):
            day = int(rng.integers(days))
            said = int(holder[place, day]) if rng.random() < 0.9 else int(rng.integers(parties))
            rows.append(claim(Symbol.HOLD, said, day, place=place, speaker_party=INDEPENDENT, source=parties))
        if change < days and rng.random() < 0.7:
            said = int(holder[place, change])
            rows.append(claim(Symbol.GAIN, said, change, place=place, speaker_party=INDEPENDENT, source=parties + 1))
        for party in range(parties):
            for day in rng.integers(days, size=int(rng.integers(0, 5))):
                rows.append(claim(Symbol.HOLD, party, int(day), place=place, speaker_party=party, source=party))
    return holder, observe(*rows)
