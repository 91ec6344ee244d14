"""How long the model takes: 1,000,000 claims on 50,000 places over 800 days, and one new report.

    python benchmarks/reconcile_speed.py [--claims 1000000 --places 50000 --days 800]

The claims are drawn plainly (one change of hands in half of the places, 60 sources, three in five of a side): what they
say does not matter here, only how many there are. The fit runs in a process of its own, whose peak memory is read when
it ends. The update is one claim more on one place: that place and all within 50 km are reconciled anew.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime

import numpy as np

from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import INDEPENDENT, Observations, Symbol

SECONDS_PER_DAY = 86_400.0
SOURCES = 60


def main() -> None:
    """Print the seconds and the memory, or fit once where called as the child."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--places", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=800)
    parser.add_argument("--fit", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    size = (arguments.claims, arguments.places, arguments.days)
    if arguments.fit:
        fit(*size)
        return
    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load when begun: {os.getloadavg()[0]:.1f}")
    command = [sys.executable, __file__, "--fit"]
    command += [f"--{name}={value}" for name, value in zip(("claims", "places", "days"), size, strict=True)]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise SystemExit(f"the fit failed with {process.returncode}:\n{process.stderr}")
    print(process.stdout, end="")


def fit(claims: int, places: int, days: int) -> None:
    """Fit in retrospect, ask for the last day, and print seconds and peak memory of this process."""
    observations, coordinates = draw(claims, places, days, np.random.default_rng(0))
    base = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    posterior = reconcile(
        observations, places=places, parties=2, first_day=0, last_day=days - 1, coordinates=coordinates
    )
    posterior.at(days - 1)
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = used.ru_utime + used.ru_stime - base.ru_utime - base.ru_stime
    print(f"{claims:,} claims, {places:,} places, {days} days")
    print(
        f"full fit in retrospect: {wall:.1f} s ({processor:.1f} s of processor), peak {used.ru_maxrss / 2**20:.2f} GiB"
    )
    update(observations, coordinates, places, days)


def update(observations: Observations, coordinates: np.ndarray, places: int, days: int) -> None:
    """One claim more on a place, and what the model believes of it then, with the places within 50 km."""
    rng, seconds = np.random.default_rng(1), []
    by_place = np.argsort(observations.place, kind="stable")
    bounds = np.searchsorted(observations.place[by_place], np.arange(places + 1))
    for place in rng.integers(0, places, 7):
        start = time.perf_counter()
        near = np.flatnonzero(np.abs(coordinates - coordinates[place]).max(axis=1) < 0.45)
        rows = np.concatenate([by_place[bounds[other] : bounds[other + 1]] for other in near])
        columns = {name: column[rows] for name, column in observations.columns().items()}
        columns["place"] = np.searchsorted(near, columns["place"])
        new = {name: column[-1:].copy() for name, column in columns.items()}
        new |= {"place": np.searchsorted(near, [place]), "first_day": np.array([days - 1])}
        new |= {"last_day": np.array([days - 1]), "published": np.array([days * SECONDS_PER_DAY])}
        together = Observations.of({name: np.concatenate([columns[name], new[name]]) for name in columns})
        posterior = reconcile(
            together, places=len(near), parties=2, first_day=0, last_day=days - 1, coordinates=coordinates[near]
        )
        posterior.at(days - 1)
        seconds.append(time.perf_counter() - start)
    median = 1000 * float(np.median(seconds))
    print(
        f"one new claim, its place and all within 50 km reconciled anew: median {median:.0f} ms, "
        f"worst {1000 * max(seconds):.0f} ms"
    )


def draw(claims: int, places: int, days: int, rng: np.random.Generator) -> tuple[Observations, np.ndarray]:
    """Claims as arrays, and (places, 2) longitude and latitude."""
    coordinates = np.column_stack([rng.uniform(22, 40, places), rng.uniform(44, 52, places)])
    start = (coordinates[:, 0] + rng.normal(0, 0.5, places) > 34).astype(np.int64)
    change = np.where(rng.random(places) < 0.5, rng.integers(0, days, places), days)
    place = np.minimum((places * rng.random(claims) ** 1.5).astype(np.int64), places - 1)
    day = rng.integers(0, days, claims)
    true = np.where(day >= change[place], 1 - start[place], start[place])
    alignment = np.where(np.arange(SOURCES) % 5 < 2, INDEPENDENT, np.arange(SOURCES) % 2)
    source = rng.integers(0, SOURCES, claims)
    side = alignment[source]
    wrong = rng.random(claims) < np.where((side == INDEPENDENT) | (side == true), 0.05, 0.4)
    symbol = np.where(np.abs(day - change[place]) < 5, Symbol.GAIN, Symbol.HOLD)
    columns = {
        "place": place,
        "symbol": symbol,
        "party": np.where(wrong, 1 - true, true),
        "first_day": day,
        "last_day": day,
        "published": (day + rng.integers(0, 5, claims)) * SECONDS_PER_DAY,
        "speaker_party": side,
        "publisher_party": side,
        "source": source,
        "echo_group": np.where(rng.random(claims) < 0.2, rng.integers(0, claims // 8 + 1, claims), -1),
    }
    return Observations.of(columns), coordinates


if __name__ == "__main__":
    main()
