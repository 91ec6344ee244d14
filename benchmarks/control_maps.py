"""Import of a long series of daily control maps, against the plain route with geopandas in the same run.

    python -m benchmarks.control_maps                 # 800 days of 3,000 vertices
    python -m benchmarks.control_maps --days 100

The maps are invented: a band of land in three parts whose edge moves a little from day to day. The peer joins the same
settlements with each day's polygon (geopandas.sjoin) and keeps who is inside; it writes no claims and checks nothing.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tadmur.pipeline.control_import import import_control
from tadmur.pipeline.control_settings import ImportSettings
from tadmur.pipeline.control_states import Settlements
from tadmur.reference.gazetteer import Gazetteer
from tadmur.store.ledger import View

PARTS = 3
FIRST = date(2022, 3, 1)


def write_maps(folder: Path, days: int, vertices: int) -> list[Path]:
    """One GeoJSON file a day with one MultiPolygon of ``vertices`` points in Ukraine."""
    rng = random.Random(1)
    roughness = [[rng.uniform(-0.06, 0.06) for _ in range(vertices // PARTS)] for _ in range(PARTS)]
    paths = []
    for number in range(days):
        shapes = []
        for part in range(PARTS):
            count = vertices // PARTS
            middle = (33.5 + 2.2 * part, 47.0 + 0.7 * part)
            grown = 0.75 + 0.15 * math.sin(number / 60 + part)
            ring = [
                (
                    round(middle[0] + 1.1 * (grown + roughness[part][k]) * math.cos(2 * math.pi * k / count), 6),
                    round(middle[1] + 0.5 * (grown + roughness[part][k]) * math.sin(2 * math.pi * k / count), 6),
                )
                for k in range(count)
            ]
            shapes.append([[*ring, ring[0]]])
        feature = {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": shapes}}
        day = FIRST + timedelta(days=number)
        path = folder / f"deepstatemap_data_{day:%Y%m%d}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
        paths.append(path)
    return paths


def plain_route(paths: list[Path]) -> int:
    """The settlements inside each day's polygons with geopandas; the number of changes from day to day."""
    geopandas: Any = importlib.import_module("geopandas")
    places = Settlements.of(Gazetteer.open(), ("UA",))
    points = geopandas.GeoDataFrame(
        {"place_id": places.place_ids}, geometry=geopandas.points_from_xy(places.lons, places.lats), crs="EPSG:4326"
    )
    before: set[str] = set()
    changed = 0
    for path in paths:
        polygons = geopandas.read_file(path)
        inside = set(geopandas.sjoin(points, polygons, predicate="within")["place_id"])
        changed += len(inside ^ before)
        before = inside
    return changed


def main() -> None:
    """Time both routes on the same files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=800)
    parser.add_argument("--vertices", type=int, default=3000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = write_maps(Path(folder), arguments.days, arguments.vertices)
        ledger = Path(folder) / "maps.duckdb"
        start, used = time.perf_counter(), time.process_time()
        outcome = import_control(paths, ledger, ImportSettings("deepstate", "Monitor"))
        own, own_cpu = time.perf_counter() - start, time.process_time() - used
        with View(ledger) as view:
            claims = len(view.claims())
        size = ledger.stat().st_size / 1e6
        print(
            f"tadmur import-control: {len(outcome.days)} maps of {arguments.vertices} points in {own:.1f} s "
            f"({own_cpu:.1f} s CPU)"
        )
        print(f"  {claims} claims in the ledger of {size:.0f} MB; warnings {len(outcome.notes)}")
        start, used = time.perf_counter(), time.process_time()
        changed = plain_route(paths)
        peer, peer_cpu = time.perf_counter() - start, time.process_time() - used
        print(f"geopandas sjoin alone: {peer:.1f} s ({peer_cpu:.1f} s CPU), {changed} changes")


if __name__ == "__main__":
    main()
