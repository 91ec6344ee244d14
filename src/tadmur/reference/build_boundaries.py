"""Build the shipped boundaries from Natural Earth and Who's On First: units of three levels, and disputed areas.

Units of one level share their borders, so they are simplified as a coverage: neighbours stay neighbours. A unit that a
disputed area crosses is cut along it first, so that the area can be counted to another state without slivers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tadmur.reference.artefacts import write_sqlite
from tadmur.reference.build_shapes import (
    ADMIN_TOLERANCE_DEG,
    WORLD_TOLERANCE_DEG,
    area_km2,
    pack_shape,
    shared_border_km,
    simplified_coverage,
)
from tadmur.reference.build_sources import BUILT_BY, DISPUTED_AREAS, NATURAL_EARTH, WHOS_ON_FIRST, source_of
from tadmur.reference.build_world import read_features
from tadmur.reference.disputed_areas import DisputedArea, disputed_areas
from tadmur.reference.folding import folded_key, plain_key
from tadmur.reference.gazetteer import DENSE_COUNTRIES

_LEVELS = {"country": 0, "region": 1, "county": 2}
_WOF_VERSIONS = {"SY": "2024-03-05", "IQ": "2024-03-05", "UA": "2025-01-20"}
_NOT_UNITS = frozenset((85672421, 85681433, 85681385))
"""Regions of Who's On First that lie on top of others (At-Ta'mim, the zone of UNDOF) or are a remainder of islands."""
_SMALLEST_PIECE_KM2 = 1.0
_ISO3 = ("ISO_A3", "ISO_A3_EH", "ADM0_A3")
"""A country is also found by its code of three letters."""
_NAME_FIELDS = ("name", "name_en", "name_alt", "name_local", "name_ar", "name_uk", "name_ru")

SCHEMA = """
    CREATE TABLE unit (number INTEGER PRIMARY KEY, id TEXT NOT NULL, boundary_set TEXT NOT NULL,
        level INTEGER NOT NULL, country TEXT, name TEXT NOT NULL, parent TEXT, west REAL NOT NULL, south REAL NOT NULL,
        east REAL NOT NULL, north REAL NOT NULL, shape BLOB NOT NULL);
    CREATE TABLE unit_name (key TEXT NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY (key, unit)) WITHOUT ROWID;
    CREATE TABLE neighbour (unit INTEGER NOT NULL, other INTEGER NOT NULL, shared_km REAL NOT NULL,
        PRIMARY KEY (unit, other)) WITHOUT ROWID;
    CREATE TABLE disputed (area_id TEXT NOT NULL, unit INTEGER NOT NULL, shape BLOB NOT NULL);
    CREATE UNIQUE INDEX unit_by_id ON unit (id);
    CREATE INDEX unit_by_level ON unit (boundary_set, level, country);
"""


@dataclass
class Unit:
    """A unit while the artefact is being built; ``geometry`` is shapely's, ``names`` lead to it."""

    unit_id: str
    boundary_set: str
    level: int
    country: str | None
    name: str
    parent: str | None
    geometry: Any
    names: Sequence[str] = ()


Piece = tuple[str, Unit, Any]
"""Id of a disputed area, the unit that it is drawn with, and the part of the unit in it."""


def build_boundaries(geo: Path, path: Path, names: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Write ``boundaries.sqlite`` at ``path``; returns what the manifest says of it.

    ``names`` maps the id of a country or unit of the gazetteer, and its id in GeoNames ("gn:169575"), to all its names.
    """
    overlays = _overlays(geo)
    units: list[Unit] = []
    pieces: list[Piece] = []
    for found_units, found_pieces in (_natural_earth(geo, overlays, names), _whos_on_first(geo, overlays, names)):
        units += found_units
        pieces += found_pieces
    rows = write_boundaries(units, pieces, path)
    versions = {country: _WOF_VERSIONS.get(country, "newest snapshot, undated") for country in DENSE_COUNTRIES}
    return {
        "rows": rows,
        "sets": {"natural-earth": NATURAL_EARTH, "whos-on-first": {**WHOS_ON_FIRST, "versions": versions}},
        "sources": [*(source_of(about) for about in (NATURAL_EARTH, WHOS_ON_FIRST)), DISPUTED_AREAS],
        "built_by": BUILT_BY,
    }


def _overlays(geo: Path) -> dict[str, Any]:
    """Outlines of disputed areas: Natural Earth's by their code, and Halaib, which only Who's On First draws."""
    from shapely.geometry import box

    areas = read_features(geo / "ne" / "ne_10m_admin_0_disputed_areas.json.gz")
    overlays = {f["properties"]["BRK_A3"]: _shape(f["geometry"]) for f in areas if f["geometry"]}
    sudan = read_features(geo / "wof" / "wof-admin-sd-polygons.geojson.gz")
    red_sea = next(f for f in sudan if _is_region(f) and f["properties"]["name"] == "Red Sea")
    overlays["halaib"] = _shape(red_sea["geometry"]).intersection(box(-180, 22, 180, 90))
    return overlays


def _is_region(feature: Mapping[str, Any]) -> bool:
    return bool(feature["geometry"]) and feature["properties"]["placetype"] == "region"


def write_boundaries(units: Sequence[Unit], pieces: Sequence[Piece], path: Path) -> dict[str, int]:
    """Write units and disputed pieces as one SQLite file; returns the row counts."""
    units = sorted(units, key=lambda u: u.unit_id)
    number = {unit.unit_id: row for row, unit in enumerate(units, start=1)}
    tables: dict[str, list[tuple[Any, ...]]] = {
        "unit": [
            (
                row,
                u.unit_id,
                u.boundary_set,
                u.level,
                u.country,
                u.name,
                u.parent,
                *_bounds(u.geometry),
                pack_shape(u.geometry),
            )
            for row, u in enumerate(units, start=1)
        ],
        "unit_name": sorted({(key, number[u.unit_id]) for u in units for key in _keys((u.name, *u.names))}),
        "neighbour": sorted((number[one], number[other], km) for one, other, km in _neighbours(units)),
        "disputed": sorted((area, number[u.unit_id], pack_shape(shape)) for area, u, shape in pieces),
    }
    write_sqlite(path, SCHEMA, tables)
    return {table: len(rows) for table, rows in tables.items()}


def _bounds(geometry: Any) -> tuple[float, ...]:
    return tuple(round(value, 3) for value in geometry.bounds)


def _keys(names: Iterable[str]) -> set[str]:
    return {key for name in names for key in (plain_key(name), folded_key(name) if plain_key(name) else "") if key}


def _natural_earth(
    geo: Path, overlays: Mapping[str, Any], names: Mapping[str, Sequence[str]]
) -> tuple[list[Unit], list[Piece]]:
    """First level of the world; countries are the sum of their units where those ship in full, else 1:50m."""
    from shapely import make_valid
    from shapely.geometry import shape

    full = {
        _same(f["properties"]): f
        for f in read_features(geo / "ne" / "ne_10m_admin_1_conflict_countries.geojson.gz")
        if f["geometry"]
    }
    fine: list[Unit] = []
    coarse: list[Unit] = []
    seen: Counter[str] = Counter()
    for feature in read_features(geo / "ne" / "ne_10m_admin_1_world_simpl001.geojson.gz"):
        p = feature["properties"]
        if not p["name"] or not feature["geometry"]:
            continue
        code = p["iso_3166_2"]
        seen[code] += 1
        unit_id = f"ne:{code}" if seen[code] == 1 else f"ne:{code}.{seen[code]}"
        detailed = full.get(_same(p))
        fields = (detailed or feature)["properties"]
        country = None if p["iso_a2"].startswith("-") else p["iso_a2"]
        known = [n for field in _NAME_FIELDS for n in (fields.get(field) or "").split("|") if n]
        unit = Unit(
            unit_id,
            "natural-earth",
            1,
            country,
            p["name_en"] or p["name"],
            f"ne:{country}",
            make_valid(shape((detailed or feature)["geometry"])),
            [*known, *names.get(unit_id, ()), *names.get(f"gn:{p['gn_id']}", ())],
        )
        (fine if detailed else coarse).append(unit)
    pieces = _simplify_cut(fine, overlays, ADMIN_TOLERANCE_DEG)
    pieces += _simplify_cut(coarse, overlays, None)
    summed = {u.country for u in fine} | {"MA", "EH"}
    countries = _world_countries(geo, [u for u in (*fine, *coarse) if u.country in summed], names)
    return [*countries, *fine, *coarse], pieces


def _same(properties: Mapping[str, Any]) -> tuple[Any, ...]:
    return properties["iso_3166_2"], properties["name"], properties["gn_id"]


def _world_countries(geo: Path, parts: Sequence[Unit], names: Mapping[str, Sequence[str]]) -> list[Unit]:
    from shapely import union_all

    source = read_features(geo / "ne" / "ne_50m_admin_0_countries.json.gz")
    source = sorted(source, key=lambda f: (f["properties"]["ADM0_A3"], f["properties"]["NAME"]))
    shapes = simplified_coverage([_shape(f["geometry"]) for f in source], WORLD_TOLERANCE_DEG)
    by_country: dict[str | None, list[Any]] = {}
    for unit in parts:
        by_country.setdefault(unit.country, []).append(unit.geometry)
    result = []
    for feature, drawn in zip(source, shapes, strict=True):
        p = feature["properties"]
        country = _iso2(p)
        geometry = union_all(by_country[country]) if country in by_country else drawn
        if not geometry.is_empty:
            known = [p[field] for field in ("NAME", "NAME_LONG", "ADMIN", "FORMAL_EN", *_ISO3) if p.get(field)]
            unit_id = f"ne:{country or p['ADM0_A3']}"
            known += names.get(f"country:{country}", ())
            result.append(Unit(unit_id, "natural-earth", 0, country, p["NAME_LONG"], None, geometry, known))
    return result


def _iso2(properties: Mapping[str, Any]) -> str | None:
    known = {"FRA": "FR", "NOR": "NO", "KOS": "XK", "TWN": "TW"}
    code = known.get(properties["ADM0_A3"], properties["ISO_A2"])
    return None if code.startswith("-") else str(code)


def _whos_on_first(
    geo: Path, overlays: Mapping[str, Any], names: Mapping[str, Sequence[str]]
) -> tuple[list[Unit], list[Piece]]:
    """Three levels of the densely covered countries; a country is the sum of its first-level units."""
    from shapely import union_all

    units: list[Unit] = []
    pieces: list[Piece] = []
    for country in DENSE_COUNTRIES:
        path = geo / "wof" / f"wof-admin-{country.lower()}-polygons.geojson.gz"
        source = [f for f in read_features(path) if f["geometry"] and f["properties"]["wof_id"] not in _NOT_UNITS]
        if country == "UA":  # its town councils of before 2020 overlap the raions
            source = [f for f in source if (f["properties"]["placetype"], f["properties"]["src"]) != ("county", "meso")]
        source = sorted(
            (f for f in source if f["properties"]["placetype"] in _LEVELS), key=lambda f: f["properties"]["wof_id"]
        )
        by_level = [[_wof_unit(f, country, level, names) for f in source if _level(f) == level] for level in (0, 1, 2)]
        pieces += _simplify_cut(by_level[1], overlays, ADMIN_TOLERANCE_DEG)
        _simplify_cut(by_level[2], {}, ADMIN_TOLERANCE_DEG)
        for unit in by_level[0]:
            unit.geometry = union_all([part.geometry for part in by_level[1]])
        units += [unit for level in by_level for unit in level if not unit.geometry.is_empty]
    return units, pieces


def _level(feature: Mapping[str, Any]) -> int:
    return _LEVELS[feature["properties"]["placetype"]]


def _wof_unit(feature: Mapping[str, Any], country: str, level: int, names: Mapping[str, Sequence[str]]) -> Unit:
    p = feature["properties"]
    hierarchy = p.get("hierarchy") or [{}]
    parent = hierarchy[0].get("country_id" if level == 1 else "region_id") if level else None
    parent_id = f"wof:{parent}" if parent and parent > 0 else None
    unit_id = f"wof:{p['wof_id']}"
    known = names.get(unit_id, ()) if level else names.get(f"country:{country}", ())
    return Unit(
        unit_id, "whos-on-first", level, country, p["name"], parent_id, _shape(feature["geometry"]), list(known)
    )


def _shape(geometry: Mapping[str, Any]) -> Any:
    from shapely import make_valid
    from shapely.geometry import shape

    return make_valid(shape(geometry))


def _simplify_cut(units: Sequence[Unit], overlays: Mapping[str, Any], tolerance: float | None) -> list[Piece]:
    """Cut units along disputed areas, simplify all parts together, and put the units together again."""
    from shapely import union_all

    parts: list[tuple[Unit, DisputedArea | None, Any]] = []
    for unit in units:
        rest = unit.geometry
        for area in disputed_areas() if unit.level == 1 else ():
            inside = _inside(area, unit, overlays)
            if inside is not None and not inside.is_empty and area_km2(inside) > _SMALLEST_PIECE_KM2:
                parts.append((unit, area, inside))
                rest = rest.difference(inside)
        if not rest.is_empty:
            parts.append((unit, None, rest))
    shapes = simplified_coverage([shape for _, _, shape in parts], tolerance)
    by_unit: dict[str, list[Any]] = {}
    for (unit, _, _), shape in zip(parts, shapes, strict=True):
        by_unit.setdefault(unit.unit_id, []).append(shape)
    for unit in units:
        unit.geometry = union_all(by_unit.get(unit.unit_id, []))
    return [
        (area.area_id, unit, shape)
        for (unit, area, _), shape in zip(parts, shapes, strict=True)
        if area is not None and not shape.is_empty
    ]


def _inside(area: DisputedArea, unit: Unit, overlays: Mapping[str, Any]) -> Any:
    """The part of a unit that lies in a disputed area, or ``None``; see the column ``polygon`` of the table."""
    how, _, what = area.polygon.partition(" ")
    if how == "units":
        return unit.geometry if unit.unit_id in what.split("|") else None
    if unit.country not in (area.administered_by, *area.claimed_by):
        return None
    if what not in overlays or (unit.boundary_set == "natural-earth" and unit.country != area.administered_by):
        return None
    return unit.geometry.intersection(overlays[what])


def _neighbours(units: Sequence[Unit]) -> Iterable[tuple[str, str, float]]:
    """(unit, other, length of the common border in km) of units of one set and level that share a line."""
    from shapely import STRtree

    groups: dict[tuple[str, int], list[Unit]] = {}
    for unit in units:
        groups.setdefault((unit.boundary_set, unit.level), []).append(unit)
    for members in groups.values():
        tree = STRtree([u.geometry for u in members])
        first, second = tree.query([u.geometry for u in members], predicate="intersects")
        for a, b in zip(first.tolist(), second.tolist(), strict=True):
            if a < b and (shared := shared_border_km(members[a].geometry, members[b].geometry)) > 0.0:
                one, other = members[a].unit_id, members[b].unit_id
                yield from ((one, other, shared), (other, one, shared))
