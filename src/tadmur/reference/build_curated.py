"""Entries of our own tables: sites that no dump has, renamed towns, regions, counties of the United States."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from tadmur.reference.entries import Entry
from tadmur.reference.gazetteer import DATA
from tadmur.terms.errors import SettingsError
from tadmur.terms.place import FeatureClass

_CLASS_OF_KIND = {
    "town": FeatureClass.SETTLEMENT,
    "quarter": FeatureClass.QUARTER,
    "peninsula": FeatureClass.REGION,
    "strait": FeatureClass.REGION,
    "forest": FeatureClass.REGION,
}
COUNTY_TABLE = DATA / "us_counties.csv"
_COUNTY_WORDS = (" County", " Parish", " Borough", " Census Area", " Municipality", " city")


SITE_TABLE = DATA / "sites.csv"
ESTIMATE = "estimate"
"""Source of a site whose point the editor only remembers; ``precision_km`` says how far off it may be."""


def site_entries(table: Path = SITE_TABLE) -> Iterator[Entry]:
    """data/sites.csv: one named site or renamed town a row, with precision, source and licence of its point.

    Raises:
        SettingsError: a row has no name, source or licence, or no usable coordinates; row and column are named.
    """
    for number, row in site_rows(table):
        where = f"{table}, row {number} ({row['site_id']})"
        for column in ("site_id", "name", "kind", "country", "source", "licence"):
            if not row[column].strip():
                raise SettingsError(f"column {column} is empty", where=where, remedy="Fill it in")
        lon, lat = _degrees(row, "lon", 180.0, where), _degrees(row, "lat", 90.0, where)
        _degrees(row, "precision_km", 100.0, where)
        kind = _CLASS_OF_KIND.get(row["kind"], FeatureClass.SITE)
        entry = Entry(f"site:{row['site_id']}", row["name"], kind, lon, lat, row["country"], row["admin1"] or None)
        entry.add_name(row["name"], language="en", primary=True)
        for spec in filter(None, row["names"].split("|")):
            text, _, usage = spec.partition("@")
            language, _, audience = usage.partition(":")
            entry.add_name(text, language=language or None, audience=audience or None, primary=True)
        yield entry


def site_rows(table: Path = SITE_TABLE) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of the table as they are, with their numbers in the file."""
    yield from _rows(table)


def _degrees(row: dict[str, str], column: str, most: float, where: str) -> float:
    try:
        value = float(row[column])
    except ValueError as error:
        raise SettingsError(f"column {column} is no number: {error}", where=where, remedy="Give degrees") from error
    if not -most <= value <= most:
        raise SettingsError(f"column {column} is {value}, beyond {most:g}", where=where, remedy="Give degrees")
    return value


def region_entries() -> Iterator[Entry]:
    """data/regions.csv: continents, seas and regions without one administration."""
    for _, row in _rows(DATA / "regions.csv"):
        population = int(row["population"]) if row["population"] else None
        entry = Entry(
            f"region:{row['region_id']}",
            row["name"],
            FeatureClass.REGION,
            float(row["lon"]),
            float(row["lat"]),
            row["country"],
            population=population,
        )
        entry.add_name(row["name"], language="en", primary=True)
        for spec in filter(None, row["names"].split("|")):
            text, _, language = spec.partition("@")
            entry.add_name(text, language=language or None, primary=True)
        yield entry


def county_entries(state_names: dict[str, str], table: Path = COUNTY_TABLE) -> Iterator[Entry]:
    """Rows of ``us_counties.csv``; ``state_names`` maps the two-letter code to the state."""
    for _, row in _rows(table):
        state = state_names.get(row["state"])
        name = row["name"]
        entry = Entry(
            f"fips:{row['fips']}",
            name,
            FeatureClass.ADMIN2,
            float(row["lon"]),
            float(row["lat"]),
            "US",
            state,
        )
        entry.add_name(name, language="en", primary=True)
        for word in _COUNTY_WORDS:
            if name.endswith(word):
                entry.add_name(name.removesuffix(word), language="en")
                entry.add_name(f"{name.removesuffix(word)} Co.", language="en")
        yield entry


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with table.open(encoding="utf-8", newline="") as stream:
        yield from enumerate(csv.DictReader(stream), start=2)
