"""Build the shipped boundary and base-map files from Natural Earth and Who's On First.

Polygons of one level share their borders, so they are simplified as a coverage: neighbours stay neighbours.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tadmur.reference.artefacts import write_json, write_sqlite
from tadmur.reference.build_world import read_features
from tadmur.reference.gazetteer import DENSE_COUNTRIES

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 3
"""Coordinates are kept to 0.001 degree, about 110 m."""
ADMIN_TOLERANCE_DEG = 0.006
WORLD_TOLERANCE_DEG = 0.01
LINE_TOLERANCE_DEG = 0.006
MOST_DETAILED_RANK = 8
"""Lakes and rivers of a higher Natural Earth scale rank are left out."""
_BASEMAP_SCHEMA = """
    CREATE TABLE shape (layer TEXT NOT NULL, number INTEGER NOT NULL, west REAL NOT NULL, south REAL NOT NULL,
        east REAL NOT NULL, north REAL NOT NULL, wkb BLOB NOT NULL, PRIMARY KEY (layer, number));
"""
_LEVELS = {"country": 0, "region": 1, "county": 2}
_WOF_VERSIONS = {"SY": "2024-03-05", "IQ": "2024-03-05", "UA": "2025-01-20"}
NATURAL_EARTH = {
    "name": "Natural Earth 10m",
    "version": "5.x (2024-01)",
    "licence": "public domain",
    "attribution": "Made with Natural Earth",
    "viewpoint": "de facto control as Natural Earth draws it; disputed lines are marked",
}
WHOS_ON_FIRST = {
    "name": "Who's On First",
    "licence": "CC0-1.0 for its own; geometry from Mesoshapes (terms as Who's On First lists them), "
    "Quattroshapes (CC BY) and Natural Earth (public domain)",
    "attribution": "Who's On First; Mesoshapes; Quattroshapes; Natural Earth",
    "viewpoint": "as Who's On First draws it; the outline of Ukraine is without Crimea, its regions are with it",
}


def build_boundaries(geo: Path, out: Path) -> dict[Path, dict[str, Any]]:
    """Write ``boundaries.json.gz`` and ``basemap.sqlite`` into ``out``; returns what the manifest says of each."""
    boundaries, basemap = out / "boundaries.json.gz", out / "basemap.sqlite"
    features = [*_world_countries(geo), *_dense_units(geo)]
    versions = {country: _WOF_VERSIONS.get(country, "newest snapshot, undated") for country in DENSE_COUNTRIES}
    sets = {"natural-earth": NATURAL_EARTH, "whos-on-first": {**WHOS_ON_FIRST, "versions": versions}}
    write_json(boundaries, {"sets": sets, "features": features})
    layers = _basemap_layers(geo)
    rows = (row for layer, shapes in layers.items() for row in _shape_rows(layer, shapes))
    write_sqlite(basemap, _BASEMAP_SCHEMA, {"shape": rows})
    return {
        boundaries: {"rows": {"features": len(features)}, "sets": sets},
        basemap: {
            "rows": {name: len(shapes) for name, shapes in layers.items()},
            "sets": {"natural-earth": NATURAL_EARTH},
        },
    }


def _shape_rows(layer: str, shapes: list[BaseGeometry]) -> Iterator[tuple[Any, ...]]:
    for number, shape in enumerate(shapes):
        yield (layer, number, *(round(v, DECIMALS) for v in shape.bounds), zlib.compress(shape.wkb, 9))


def _world_countries(geo: Path) -> list[dict[str, Any]]:
    source = read_features(geo / "ne" / "ne_50m_admin_0_countries.json.gz")
    source = sorted(source, key=lambda f: (f["properties"]["ADM0_A3"], f["properties"]["NAME"]))
    shapes = _simplify_coverage([f["geometry"] for f in source], WORLD_TOLERANCE_DEG)
    return [
        {
            "set": "natural-earth",
            "level": 0,
            "country": _iso2(f["properties"]),
            "name": f["properties"]["NAME_LONG"],
            "id": f"ne:{f['properties']['ADM0_A3']}",
            "parent": None,
            "geometry": _geojson(shape),
        }
        for f, shape in zip(source, shapes, strict=True)
        if not shape.is_empty
    ]


def _iso2(properties: dict[str, Any]) -> str | None:
    known = {"FRA": "FR", "NOR": "NO", "KOS": "XK", "TWN": "TW"}
    code = known.get(properties["ADM0_A3"], properties["ISO_A2"])
    return None if code.startswith("-") else str(code)


def _dense_units(geo: Path) -> list[dict[str, Any]]:
    result = []
    for country in DENSE_COUNTRIES:
        path = geo / "wof" / f"wof-admin-{country.lower()}-polygons.geojson.gz"
        source = [f for f in read_features(path) if f["properties"]["placetype"] in _LEVELS and f["geometry"]]
        if country == "UA":  # its town councils of before 2020 overlap the raions
            source = [f for f in source if (f["properties"]["placetype"], f["properties"]["src"]) != ("county", "meso")]
        source.sort(key=lambda f: (_LEVELS[f["properties"]["placetype"]], f["properties"]["wof_id"]))
        for level in _LEVELS.values():
            units = [f for f in source if _LEVELS[f["properties"]["placetype"]] == level]
            shapes = _simplify_coverage([f["geometry"] for f in units], ADMIN_TOLERANCE_DEG)
            result += [
                _unit(feature["properties"], country, level, _geojson(shape))
                for feature, shape in zip(units, shapes, strict=True)
                if not shape.is_empty
            ]
    return result


def _unit(properties: dict[str, Any], country: str, level: int, shape: dict[str, Any]) -> dict[str, Any]:
    parent_key = "country_id" if level == 1 else "region_id"
    hierarchy = properties.get("hierarchy") or [{}]
    parent = hierarchy[0].get(parent_key) if level else None
    return {
        "set": "whos-on-first",
        "level": level,
        "country": country,
        "name": properties["name"],
        "id": f"wof:{properties['wof_id']}",
        "parent": f"wof:{parent}" if parent and parent > 0 else None,
        "geometry": shape,
    }


def _basemap_layers(geo: Path) -> dict[str, list[BaseGeometry]]:
    ne = geo / "ne"
    disputed = ne / "ne_10m_admin_0_boundary_lines_disputed_areas.json.gz"
    conflict = [f for f in read_features(ne / "ne_10m_admin_1_conflict_countries.geojson.gz") if f["geometry"]]
    conflict = [f for f in conflict if f["properties"]["iso_a2"] in DENSE_COUNTRIES]
    return {
        "land": _simple(read_features(ne / "ne_10m_land.json.gz"), WORLD_TOLERANCE_DEG, split=True),
        "lakes": _simple(_ranked(ne / "ne_10m_lakes.json.gz"), LINE_TOLERANCE_DEG),
        "admin1": _simplify_coverage([f["geometry"] for f in conflict], ADMIN_TOLERANCE_DEG),
        "rivers": _simple(_ranked(ne / "ne_10m_rivers_lake_centerlines.json.gz"), LINE_TOLERANCE_DEG),
        "borders": _simple(read_features(ne / "ne_10m_admin_0_boundary_lines_land.json.gz"), LINE_TOLERANCE_DEG),
        "disputed": _simple(read_features(disputed), LINE_TOLERANCE_DEG),
    }


def _ranked(path: Path) -> list[dict[str, Any]]:
    return [f for f in read_features(path) if f["properties"]["scalerank"] <= MOST_DETAILED_RANK]


def _simple(features: Iterable[dict[str, Any]], tolerance: float, *, split: bool = False) -> list[BaseGeometry]:
    """Simplified geometries in file order; with ``split`` each part stands alone, so that clipping is quick."""
    from shapely.geometry import shape

    result = []
    for feature in features:
        if not feature["geometry"]:
            continue
        whole = shape(feature["geometry"]).simplify(tolerance, preserve_topology=True)
        for part in getattr(whole, "geoms", [whole]) if split else [whole]:
            result.append(_snapped(part))
    return [s for s in result if not s.is_empty]


def _simplify_coverage(geometries: list[dict[str, Any]], tolerance: float) -> list[BaseGeometry]:
    from shapely import coverage_simplify, make_valid
    from shapely.geometry import shape

    shapes = [make_valid(shape(g)) for g in geometries]
    return [_snapped(s) for s in coverage_simplify(shapes, tolerance)] if shapes else []


def _snapped(geometry: BaseGeometry) -> BaseGeometry:
    from shapely import set_precision

    return set_precision(geometry, 10.0**-DECIMALS)


def _geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """As a GeoJSON geometry with short coordinates."""
    from shapely.geometry import mapping

    plain: dict[str, Any] = json.loads(json.dumps(mapping(geometry)), parse_float=lambda t: round(float(t), DECIMALS))
    return plain
