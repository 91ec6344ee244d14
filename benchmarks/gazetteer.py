"""What a look-up costs: size on disk, loading, memory, microseconds, and how they grow with the gazetteer.

    python benchmarks/gazetteer.py [--names 20000] [--sizes 0.25 0.5 1]

Each row is measured in a process of its own, so that neither caches nor imports of another help. Names are drawn from
the gazetteer with a fixed seed; "cold" is the first look-up of a name, "warm" the second, "unknown" a name that
nothing bears. Smaller gazetteers hold every n-th place of the shipped one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BARS = {"disk_mb": 80.0, "load_s": 0.5, "resident_mb": 250.0, "cold_us": 60.0}
"""Bounds of the issue: megabytes of all reference data that a look-up needs, seconds, megabytes, microseconds."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=20_000, help="look-ups of each kind")
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.25, 0.5, 1.0], help="shares of the gazetteer")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(arguments.measure, arguments.names)))
        return
    from tadmur.reference.gazetteer import DATA

    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    disk = sum(file.stat().st_size for file in DATA.iterdir() if file.is_file()) / 1e6
    print(f"reference data on disk: {disk:.1f} MB (bar {BARS['disk_mb']:.0f})")
    print(f"{'places':>9} {'MB':>6} {'load s':>7} {'resident MB':>12} {'cold us':>8} {'warm us':>8} {'unknown us':>11}")
    with tempfile.TemporaryDirectory() as scratch:
        for share in sorted(arguments.sizes):
            path = DATA / "gazetteer.sqlite" if share >= 1 else thinned(DATA / "gazetteer.sqlite", share, Path(scratch))
            command = [sys.executable, __file__, "--measure", str(path), "--names", str(arguments.names)]
            row = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            print(
                f"{row['places']:>9} {row['mb']:>6.1f} {row['load_s']:>7.3f} {row['resident_mb']:>12.0f} "
                f"{row['cold_us']:>8.1f} {row['warm_us']:>8.2f} {row['unknown_us']:>11.1f}"
            )
    print(f"bars: load {BARS['load_s']} s, resident {BARS['resident_mb']:.0f} MB, look-up {BARS['cold_us']:.0f} us")


def thinned(source: Path, share: float, scratch: Path) -> Path:
    """A gazetteer with ``share`` of the places, with its manifest beside it."""
    step = round(1 / share)
    folder = scratch / f"share-{step}"
    folder.mkdir()
    path = folder / source.name
    path.write_bytes(source.read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM place WHERE id % ? != 0", (step,))
        for table in ("plain", "folded"):
            connection.execute(f"DELETE FROM {table} WHERE place % ? != 0", (step,))
    connection.execute("VACUUM")
    connection.close()
    manifest = json.loads((source.parent / "MANIFEST.json").read_text(encoding="utf-8"))
    manifest[source.name]["bytes"] = path.stat().st_size
    (folder / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    return path


def measure(path: Path, count: int) -> dict[str, Any]:
    """Figures of one gazetteer, in this process."""
    names = drawn(path, count)
    before = time.perf_counter()
    from tadmur.reference.gazetteer import Gazetteer

    gazetteer = Gazetteer.open(path)
    gazetteer.lookup("Palmyra")
    load_s = time.perf_counter() - before
    unknown = [f"{name[::-1]}qz" for name in names]
    cold, warm, absent = (timed(gazetteer, batch) for batch in (names, names[-5_000:], unknown))
    with sqlite3.connect(path) as connection:
        places = connection.execute("SELECT count(*) FROM place").fetchone()[0]
    return {
        "places": places,
        "mb": path.stat().st_size / 1e6,
        "load_s": load_s,
        "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "cold_us": cold,
        "warm_us": warm,
        "unknown_us": absent,
    }


def drawn(path: Path, count: int) -> list[str]:
    """Distinct names of places, every one equally likely, the same in every run."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name FROM place ORDER BY id").fetchall()
    names = sorted({row[0] for row in rows})
    return random.Random(4).sample(names, min(count, len(names)))


def timed(gazetteer: Any, names: list[str]) -> float:
    """Microseconds of processor time a look-up, the mean over ``names``; other work on the machine does not count."""
    start = time.process_time()
    for name in names:
        gazetteer.lookup(name)
    return (time.process_time() - start) / len(names) * 1e6


if __name__ == "__main__":
    main()
