"""Time and memory of a full retrospective fit, and of one more report: `python benchmarks/reconcile_speed.py`.

The claims are drawn at random over a front that moves: their truth does not matter here, their number does.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import UTC, datetime

import numpy as np

from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import INDEPENDENT, Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings

DAY_SECONDS = 86_400.0
SOURCES = 60


def draw(claims: int, places: int, days: int, seed: int) -> tuple[Observations, np.ndarray]:
    """Claims on places in a square of 1,000 km, and where these lie."""
    rng = np.random.default_rng(seed)
    where = np.column_stack((rng.uniform(30, 40, places), rng.uniform(45, 54, places)))
    place = rng.choice(places, claims, p=(weight := rng.exponential(1, places)) / weight.sum())
    published = rng.integers(0, days, claims)
    truth = (where[place, 0] > 33 + 4 * published / days).astype(np.int64)
    source = rng.integers(0, SOURCES, claims)
    side = np.array([0, 1, INDEPENDENT])[source % 3]
    said = np.where((side >= 0) & (rng.random(claims) < 0.5), side, truth)
    event = rng.random(claims) < 0.3
    return Observations.of(
        {
            "place": place,
            "symbol": np.where(event, Symbol.GAIN, Symbol.HOLD),
            "party": said,
            "first_day": np.maximum(published - np.where(event, 5, 0), 0),
            "last_day": published,
            "published": published * DAY_SECONDS,
            "speaker_party": side,
            "publisher_party": side,
            "source": source,
        }
    ), where


def main() -> None:
    """Print one line for the fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--places", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=800)
    chosen = parser.parse_args()
    warm, near = draw(2_000, 200, 50, 1)
    reconcile(warm, places=200, parties=2, first_day=0, last_day=49, coordinates=near).daily()
    observations, where = draw(chosen.claims, chosen.places, chosen.days, 0)
    begin = time.perf_counter()
    posterior = reconcile(
        observations,
        places=chosen.places,
        parties=2,
        first_day=0,
        last_day=chosen.days - 1,
        settings=ReconcileSettings(),
        coordinates=where,
    )
    fitted = time.perf_counter() - begin
    posterior.at(chosen.days - 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    today = datetime.now(UTC).date().isoformat()
    size = f"{chosen.claims} claims, {chosen.places} places, {chosen.days} days"
    print(f"{today}  {size}: fit {fitted:.0f} s, peak {peak:.2f} GiB")


if __name__ == "__main__":
    main()
