"""Build the shipped boundary file from Natural Earth and Who's On First.

Polygons of one level share their borders, so they are simplified as a coverage: neighbours stay neighbours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tadmur.reference.artefacts import write_json
from tadmur.reference.build_shapes import (
    ADMIN_TOLERANCE_DEG,
    WORLD_TOLERANCE_DEG,
    short_geojson,
    simplified_coverage,
)
from tadmur.reference.build_sources import BUILT_BY, NATURAL_EARTH, WHOS_ON_FIRST, source_of
from tadmur.reference.build_world import read_features
from tadmur.reference.gazetteer import DENSE_COUNTRIES

_LEVELS = {"country": 0, "region": 1, "county": 2}
_WOF_VERSIONS = {"SY": "2024-03-05", "IQ": "2024-03-05", "UA": "2025-01-20"}


def build_boundaries(geo: Path, path: Path) -> dict[str, Any]:
    """Write ``boundaries.json.gz`` at ``path``; returns what the manifest says of it."""
    features = [*_world_countries(geo), *_dense_units(geo)]
    versions = {country: _WOF_VERSIONS.get(country, "newest snapshot, undated") for country in DENSE_COUNTRIES}
    sets = {"natural-earth": NATURAL_EARTH, "whos-on-first": {**WHOS_ON_FIRST, "versions": versions}}
    write_json(path, {"sets": sets, "features": features})
    return {
        "rows": {"features": len(features)},
        "sets": sets,
        "sources": [source_of(about) for about in (NATURAL_EARTH, WHOS_ON_FIRST)],
        "built_by": BUILT_BY,
    }


def _world_countries(geo: Path) -> list[dict[str, Any]]:
    source = read_features(geo / "ne" / "ne_50m_admin_0_countries.json.gz")
    source = sorted(source, key=lambda f: (f["properties"]["ADM0_A3"], f["properties"]["NAME"]))
    shapes = simplified_coverage([f["geometry"] for f in source], WORLD_TOLERANCE_DEG)
    return [
        {
            "set": "natural-earth",
            "level": 0,
            "country": _iso2(f["properties"]),
            "name": f["properties"]["NAME_LONG"],
            "id": f"ne:{f['properties']['ADM0_A3']}",
            "parent": None,
            "geometry": short_geojson(shape),
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
            shapes = simplified_coverage([f["geometry"] for f in units], ADMIN_TOLERANCE_DEG)
            result += [
                _unit(feature["properties"], country, level, short_geojson(shape))
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
