"""How fast a monitor answers many readers at once: `python benchmarks/web_load.py out/large [--users 50]`.

Makes the ledger of benchmarks/web_ledger.py when it is not there, serves it with `tadmur serve` in a process of its
own, and lets readers look around: each asks, thinks for a while, and asks again. Printed are p50, p95 and the slowest
answer of each address in milliseconds, as readers see them, and the most memory that the server took. What a worker
process computes (why, figures, harm, change) is left out: those answer 202 until they are ready.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx

from web_ledger import FIRST, LAST, PARTIES, make

API = "/api/v1"
PORT = 8641
LIMIT_MS = 150.0
LISTS = ("claims", "reports")


class Reader:
    """What one reader may ask next."""

    def __init__(self, places: list[str], claims: list[str], reports: list[str], seed: int) -> None:
        self._random = random.Random(seed)
        self._places, self._claims, self._reports = places, claims, reports
        self._day = self._random.randrange(FIRST + 400, LAST)

    def next(self) -> tuple[str, str]:
        """Name of the address, and what is asked of it."""
        choose = self._random
        day = self._next_day()
        place, claim, report = choose.choice(self._places), choose.choice(self._claims), choose.choice(self._reports)
        since = date.fromordinal(choose.randrange(FIRST, LAST - 60))
        party, until = choose.choice(PARTIES), since + timedelta(60)
        menu: list[tuple[int, str, Callable[[], str]]] = [
            (40, "map/frame", lambda: f"/map/frame?as_of={day}"),
            (10, "places/{id}/history", lambda: f"/places/{place}/history"),
            (6, "places/{id}", lambda: f"/places/{place}?as_of={day}"),
            (5, "claims (newest)", lambda: "/claims"),
            (
                5,
                "claims (filtered)",
                lambda: f"/claims?actor={party}&kind=control_gain&from={since}&to={until}",
            ),
            (3, "claims (sorted)", lambda: f"/claims?sort={choose.choice(('place_name', 'speaker', 'time_earliest'))}"),
            (2, "claims (words)", lambda: f"/claims?q=place%20{choose.randrange(5000):05d}"),
            (4, "claims/{id}", lambda: f"/claims/{claim}"),
            (4, "reports", lambda: f"/reports?publisher=Outlet%20{choose.randrange(400):03d}"),
            (6, "reports/{id}", lambda: f"/reports/{report}"),
            (6, "search", lambda: f"/search?q={quote(choose.choice(('place 0', 'مكان 1', 'Место 22', 'numb')))}"),
            (2, "sources", lambda: "/sources"),
            (3, "contradictions", lambda: "/contradictions"),
            (2, "map/changes", lambda: "/map/changes"),
            (4, "meta", lambda: "/meta"),
        ]
        weights = [weight for weight, _, _ in menu]
        (_, name, address) = choose.choices(menu, weights)[0]
        return name, API + address()

    def _next_day(self) -> date:
        """Sliders are dragged: the day after, now and then another one."""
        self._day = self._day + 1 if self._random.random() < 0.8 else self._random.randrange(FIRST, LAST)
        return date.fromordinal(min(self._day, LAST))


async def look_around(base: str, users: int, seconds: float, think: float) -> dict[str, list[float]]:
    """Milliseconds of every answer by address."""
    limits = httpx.Limits(max_connections=users, max_keepalive_connections=users)
    async with httpx.AsyncClient(base_url=base, limits=limits, timeout=60) as client:
        places = (await client.get(f"{API}/map/places")).json()["place_id"]
        claims = [
            row["claim_id"] for row in (await client.get(f"{API}/claims?limit=500&sort=probability")).json()["items"]
        ]
        reports = [row["report_id"] for row in (await client.get(f"{API}/reports?limit=500")).json()["items"]]
        for name, address in (Reader(places, claims, reports, -1).next() for _ in range(60)):
            assert (await client.get(address)).status_code == 200, name
        times: dict[str, list[float]] = defaultdict(list)
        end = time.perf_counter() + seconds

        async def user(number: int) -> None:
            reader = Reader(places, claims, reports, number)
            await asyncio.sleep(random.Random(number).random() * think)
            while time.perf_counter() < end:
                name, address = reader.next()
                begun = time.perf_counter()
                answer = await client.get(address)
                times[name].append((time.perf_counter() - begun) * 1000)
                assert answer.status_code == 200, (address, answer.status_code, answer.text[:200])
                await asyncio.sleep(random.expovariate(1 / think) if think else 0)

        await asyncio.gather(*(user(number) for number in range(users)))
    return times


def memory_mb(process: int) -> float:
    """Most resident memory that a process has taken so far."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def children_of(process: int) -> list[int]:
    """Processes that a process has started."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return [int(number) for number in found]


def print_times(times: dict[str, list[float]]) -> None:
    """A line an address, and one for all."""
    print(f"{'address':24s} {'answers':>8s} {'p50 ms':>8s} {'p95 ms':>8s} {'slowest':>8s}")
    every = [value for values in times.values() for value in values]
    for name, values in [*sorted(times.items()), ("all", every)]:
        ordered = sorted(values)
        p50, p95 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95))
        over = "" if p95 <= LIMIT_MS else f"  over {LIMIT_MS:.0f}"
        print(f"{name:24s} {len(ordered):8,d} {p50:8.1f} {p95:8.1f} {ordered[-1]:8.1f}{over}")


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=int, default=50_000)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument(
        "--think", type=float, default=1.0, help="Mean seconds between an answer and the next question."
    )
    given = parser.parse_args()
    ledger = given.folder / "ledger.duckdb"
    if not ledger.is_file():
        make(given.folder, given.places, given.claims)
    command = [sys.executable, "-m", "tadmur", "serve", "--db", str(ledger), "--port", str(PORT), "--rate-limits", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            print(server.stdout.readline().strip(), flush=True)
            before = os.times()
            times = asyncio.run(look_around(f"http://127.0.0.1:{PORT}", given.users, given.seconds, given.think))
            spent = os.times()
            print(f"{given.users} readers for {given.seconds:.0f} s, thinking {given.think:g} s between questions")
            print_times(times)
            workers = [memory_mb(child) for child in children_of(server.pid)]
            print(f"server {memory_mb(server.pid):,.0f} MB at most; other processes {sum(workers):,.0f} MB")
            print(f"asking itself took {spent.user - before.user + spent.system - before.system:.1f} s of processor")
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
